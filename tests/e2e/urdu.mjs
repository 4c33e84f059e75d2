// The same workbench in Urdu: from right to left, in Nastaliq, with addresses still left to right.
import { expect } from './harness.mjs';

const too_wide = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

export async function urdu(run, state) {
  const { context, page } = await run.person('urdu', { language: 'ur', theme: 'light' });
  await run.step('the sign-in page is in Urdu and reads from right to left', page, async () => {
    await page.goto(`${run.server}/`);
    await page.getByRole('heading', { name: 'داخل ہوں' }).waitFor();
    const root = await page.evaluate(() => ({ lang: document.documentElement.lang, dir: document.documentElement.dir }));
    expect(root.lang === 'ur' && root.dir === 'rtl', JSON.stringify(root));
  });
  await run.accessible('the sign-in page in Urdu', page);
  await run.step('a person signs in with a password', page, async () => {
    await page.getByLabel('افسر').fill(state.officer);
    await page.getByLabel('پاس ورڈ').fill(state.password);
    await page.getByRole('button', { name: 'داخل ہوں' }).click();
    await page.getByRole('navigation', { name: 'مرکزی' }).waitFor();
  });
  await run.step('Urdu is drawn in the Nastaliq font that the workbench brings', page, async () => {
    await page.evaluate(() => document.fonts.ready);
    const heading = page.getByRole('heading', { level: 1, name: 'مقدمات' });
    await heading.waitFor();
    expect((await heading.evaluate((element) => getComputedStyle(element).fontFamily)).includes('Noto Nastaliq Urdu'), 'another font');
    const loaded = await page.evaluate(() => [...document.fonts].some((font) => font.family.includes('Nastaliq') && font.status === 'loaded'));
    expect(loaded, 'the font was not loaded from the server');
    const rail = await page.getByRole('navigation', { name: 'مرکزی' }).boundingBox();
    expect(rail.x > 680, 'the navigation is not on the right');
  });
  await run.step('the case is shown, and its addresses keep their direction', page, async () => {
    await page.goto(`${run.server}/#/cases/${state.case_id}`);
    await page.getByText('نافذ', { exact: true }).first().waitFor();
    const direction = await page.locator('article code').first().evaluate((element) => getComputedStyle(element).direction);
    expect(direction === 'ltr', 'an address is turned around');
    expect((await too_wide(page)) <= 0, 'the page is too wide');
  });
  await run.accessible('the case in Urdu', page);
  await run.picture('case-urdu', page);
  await run.step('a decision is previewed', page, async () => {
    await page.goto(`${run.server}/#/cases/${state.case_id}/capture`);
    await page.getByLabel('صفحے کا پتہ').fill(state.capture_url);
    await page.getByText('اجازت ہے: یہ صفحہ محفوظ کیا جا سکتا ہے').waitFor();
  });
  await run.accessible('the capture page in Urdu', page);
  for (const tab of ['', '/files', '/matches', '/sheets', '/acquisition', '/custody', '/replay']) {
    await page.goto(`${run.server}/#/exhibits/${state.exhibit}${tab}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await run.accessible(`the exhibit in Urdu (${tab === '' ? '/seen' : tab})`, page);
  }
  await known_content(run, page, state);
  await page.goto(`${run.server}/#/cases/${state.case_id}/authorisations/new`);
  await run.accessible('the request form in Urdu', page);
  await run.step('a narrow window holds the whole page', page, async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${run.server}/#/cases/${state.case_id}`);
    await page.getByText('نافذ', { exact: true }).first().waitFor();
    expect((await too_wide(page)) <= 0, 'the case is too wide');
    for (const place of [`matches/${state.match}`, `exhibits/${state.exhibit}/files`, `cases/${state.case_id}/matches`, 'lists', 'lists/lookup']) {
      await page.goto(`${run.server}/#/${place}`);
      await page.locator('main h1').waitFor();
      await page.locator('main section, main form').first().waitFor();
      expect((await too_wide(page)) <= 0, `${place} is too wide`);
    }
  });
  await run.step('the language changes at once', page, async () => {
    await page.getByRole('button', { name: 'English' }).click();
    expect((await page.evaluate(() => document.documentElement.dir)) === 'ltr', 'the direction did not change');
  });
  await context.close();
}

// Lists and matches: the dispute is said, the sides lie from right to left, digests from left to right.
async function known_content(run, page, state) {
  for (const [place, name] of [['lists', 'the lists'], ['lists/import', 'the form for a list'], ['lists/lookup', 'the lookup'], [`cases/${state.case_id}/matches`, 'the matches']]) {
    await page.goto(`${run.server}/#/${place}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await run.accessible(`${name} in Urdu`, page);
    await run.step(`${name}: the page is no wider than the window`, page, async () => {
      expect((await too_wide(page)) <= 0, 'the page is too wide');
    });
  }
  await run.step('a match is looked at in Urdu, the found side first', page, async () => {
    await page.goto(`${run.server}/#/matches/${state.match}`);
    await page.getByText('یہ اندراج متنازع ہے').waitFor();
    await page.getByRole('button', { name: 'دونوں دھندلی کھولیں' }).click();
    await page.waitForFunction(() => {
      const images = [...document.querySelectorAll('main img')];
      return images.length === 2 && images.every((image) => image.naturalWidth > 0);
    });
    const found = await page.getByRole('img', { name: /^ملی ہوئی تصویر/ }).boundingBox();
    const listed = await page.getByRole('img', { name: /^فہرست کی تصویر/ }).boundingBox();
    expect(found.x > listed.x, 'the found side is not first');
  });
  await run.accessible('a match in Urdu', page);
  await run.picture('match-urdu', page);
}
