// Everything by keyboard alone: sign in with a password, go to the case, see a decision, sign out.
import { expect } from './harness.mjs';

async function tab_to(page, matches, what) {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(matches)) return;
  }
  throw new Error(`no number of tabs leads to ${what}`);
}

const focus_is_visible = () => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
};

export async function keyboard(run, state) {
  const { context, page } = await run.person('keyboard', { language: 'en', theme: 'dark' });
  await run.step('a person signs in with the keyboard alone', page, async () => {
    await page.goto(`${run.server}/`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await tab_to(page, () => document.activeElement.autocomplete === 'username', 'the officer’s field');
    await page.keyboard.type(state.officer);
    await page.keyboard.press('Tab');
    await page.keyboard.type(state.password);
    await page.keyboard.press('Enter');
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
  });
  await run.accessible('the dark theme', page);
  await run.step('the first tab leads past the navigation', page, async () => {
    await page.reload();
    await page.locator('tbody a').first().waitFor();
    await page.evaluate(() => document.activeElement?.blur());
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement.matches('.skip')), 'the first stop is not the skip link');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement.matches('main')), 'the skip link does not lead to the content');
  });
  await run.step('a case is opened and its tabs reached, with the focus always to be seen', page, async () => {
    await tab_to(page, () => document.activeElement.matches('tbody a'), 'a case');
    expect(await page.evaluate(focus_is_visible), 'the focus cannot be seen');
    await page.keyboard.press('Enter');
    await page.waitForURL(/#\/cases\/case-/);
    await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
    await page.keyboard.press('2');
    await page.waitForURL(/\/capture$/);
    await page.locator('[data-search]').waitFor();
    await page.keyboard.press('/');
    expect(await page.evaluate(() => document.activeElement.matches('[data-search]')), 'the slash does not lead to the address');
    expect(await page.evaluate(focus_is_visible), 'the focus cannot be seen');
    await page.keyboard.type(state.capture_url);
    await page.getByText('Covered: this page may be captured').waitFor();
  });
  await run.step('shortcuts do not act while one types, and the sheet opens and closes', page, async () => {
    await page.keyboard.type('?');
    expect((await page.locator('dialog[open]').count()) === 0, 'a shortcut acted while typing');
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.type('?');
    await page.locator('dialog[open]').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    await page.keyboard.type('gl');
    await page.waitForURL(/#\/ledger$/);
  });
  await run.step('a match is reached, uncovered and its review begun with the keyboard alone', page, async () => {
    await page.goto(`${run.server}/#/cases/${state.case_id}`);
    await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
    await page.keyboard.press('5');
    await page.waitForURL(/\/matches$/);
    await page.locator('tbody a').first().waitFor();
    await tab_to(page, () => document.activeElement.matches('tbody a'), 'a match');
    await page.keyboard.press('Enter');
    await page.waitForURL(/#\/matches\/match-/);
    await page.getByText('Both sides are covered').waitFor();
    await tab_to(page, () => document.activeElement.textContent.trim() === 'Open both, blurred', 'the cover');
    expect(await page.evaluate(focus_is_visible), 'the focus cannot be seen');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Show it sharp' }).waitFor();
    await tab_to(page, () => document.activeElement.matches('input[type=radio]'), 'the outcome of the review');
    await page.keyboard.press('Space');
    expect(await page.evaluate(() => document.activeElement.checked), 'the outcome is not chosen');
  });
  await run.accessible('a match in the dark theme', page);
  await run.step('the lookup is two keys away, and the slash leads to its values', page, async () => {
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.type('gu');
    await page.waitForURL(/#\/lists\/lookup$/);
    await page.locator('[data-search]').waitFor();
    await page.keyboard.press('/');
    expect(await page.evaluate(() => document.activeElement.matches('[data-search]')), 'the slash does not lead to the values');
  });
  await run.step('signing out leaves nothing behind', page, async () => {
    await tab_to(page, () => document.activeElement.getAttribute('aria-label') === 'Sign out', 'signing out');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect((await page.locator('nav').count()) === 0, 'the navigation is still there');
  });
  await context.close();
}
