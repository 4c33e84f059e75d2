// Known content: a file of an exhibit goes into a list, is recognised in the case, looked at side by side under
// covers, reviewed with a reason; and what somebody says of an entry shows wherever the entry does.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, kWaitMs } from './harness.mjs';

const kList = 'Judged here';

async function bank(run, page, exhibit) {
  await run.step('a file that was judged goes into a list of the agency, with labels and a reason', page, async () => {
    await page.goto(`${run.server}/#/exhibits/${exhibit}/files`);
    await page.getByRole('button', { name: /^Add .*screenshot\.png/ }).click();
    const dialog = page.locator('dialog[open]');
    await dialog.getByLabel('List', { exact: true }).fill(kList);
    await dialog.getByLabel('Reason').fill('Judged in the fictional case 7 of Tirazan.');
    await dialog.locator('summary', { hasText: 'Uses of the Internet' }).click();
    await dialog.getByLabel('Propaganda', { exact: true }).check();
    await dialog.getByRole('button', { name: 'Add to a list' }).click();
    await page.getByText(/screenshot\.png.* is in the list/).waitFor({ timeout: kWaitMs });
  });
}

async function take_in(run, page) {
  const file = join(run.output, 'partner.txt');
  writeFileSync(file, `${'a1'.repeat(32)}  poster.png\nnothing of the kind\n${'a1'.repeat(32)}\n`);
  await run.step('a list is taken in, and what was not understood is shown', page, async () => {
    await page.getByRole('link', { name: 'Lists', exact: true }).click();
    await page.getByRole('link', { name: 'Take in a list' }).click();
    await page.getByRole('button', { name: 'Take it in' }).click();
    await page.getByText('Choose a file.').waitFor();
    await page.getByLabel('File', { exact: true }).setInputFiles(file);
    await page.getByLabel('Format').selectOption('plain');
    await page.getByLabel('Signal').selectOption('sha256');
    await page.getByLabel(/^Name/).fill('Partner posters');
    await page.getByLabel(/^Owner/).fill('Sahil Media Desk');
    await page.getByLabel('Traffic Light Protocol').selectOption('green');
    await run.accessible('the form for a list', page);
    await page.getByRole('button', { name: 'Take it in' }).click();
    await page.getByText(/Partner posters.*was taken in/).waitFor();
    await page.getByRole('cell', { name: 'line 2' }).waitFor();
    expect((await page.getByText('+1').count()) === 1, 'the new entry is not counted');
  });
  await run.accessible('what became of the import', page);
  await run.step('the list shows its entries, and is handed on with what the format loses', page, async () => {
    await page.getByRole('link', { name: 'Open the list' }).click();
    await page.getByRole('heading', { level: 1, name: 'Partner posters' }).waitFor();
    await page.getByRole('row', { name: /a1a1/ }).waitFor();
    const coming = page.waitForEvent('download');
    await page.getByLabel('Format').selectOption('plain');
    await page.getByRole('button', { name: 'Download' }).click();
    expect((await coming).suggestedFilename() === 'Partner-posters.plain.txt', 'another file name');
    await page.getByText(/Saved as/).waitFor();
  });
  await run.accessible('a list', page);
  await run.picture('list', page);
}

async function look_up(run, page) {
  await run.step('a value is looked up in the lists', page, async () => {
    await page.goto(`${run.server}/#/lists/lookup`);
    await page.getByLabel('Signal').selectOption('sha256');
    await page.getByLabel('Values').fill(`${'a1'.repeat(32)}\n${'b2'.repeat(32)}`);
    await page.getByRole('button', { name: 'Look up' }).click();
    await page.getByText(/2 values asked/).waitFor();
    await page.getByRole('link', { name: 'Partner posters' }).waitFor();
    await page.getByText('Nothing in the lists is like it.').waitFor();
  });
  await run.accessible('the lookup', page);
}

async function compare(run, page, case_id) {
  await run.step('the case is compared with the lists, and what resembles an entry waits for a review', page, async () => {
    await page.goto(`${run.server}/#/cases/${case_id}/matches`);
    await page.getByText('A match is a lead, not a finding.', { exact: false }).first().waitFor();
    const button = page.getByRole('button', { name: 'Compare with the lists' });
    await button.and(page.locator(':enabled')).click();
    await page.getByText('Looked at', { exact: true }).waitFor();
    await page.getByText('New matches', { exact: true }).waitFor({ timeout: kWaitMs });
    await page.locator('tbody').getByText('To review').first().waitFor();
    await page.getByLabel('Signal').selectOption('pdq');
    await page.getByRole('row', { name: /Picture \(PDQ\)/ }).first().waitFor();
  });
  await run.accessible('the matches of the case', page);
  await run.picture('matches', page);
}

// A match of pictures is opened covered, then step by step.
async function look(run, page) {
  let match = '';
  await run.step('a match opens covered: nothing of it is fetched before it is asked for', page, async () => {
    let fetched = 0;
    const count = (request) => { if (/\/matches\/[^/]+\/(evidence|pictures)/.test(request.url())) fetched += 1; };
    page.on('request', count);
    await page.getByRole('row', { name: /Picture \(PDQ\)/ }).first().getByRole('link', { name: /^Exhibit/ }).click();
    await page.getByText('Both sides are covered').waitFor();
    await page.getByRole('img', { name: /^Distance/ }).first().waitFor();
    await page.getByText('A match is a lead, not a finding.', { exact: false }).waitFor();
    expect(fetched === 0 && (await page.locator('main img').count()) === 0, 'a side was fetched before it was opened');
    page.off('request', count);
    match = /#\/matches\/(match-[0-9a-z]+)/.exec(page.url())[1];
  });
  await run.accessible('a match under its covers', page);
  await run.step('both sides open blurred, beside each other, and sharp on demand', page, async () => {
    await page.getByRole('button', { name: 'Open both, blurred' }).click();
    const found = page.getByRole('img', { name: /^The found picture/ });
    const listed = page.getByRole('img', { name: /^The listed picture/ });
    await found.waitFor({ timeout: kWaitMs });
    await page.waitForFunction(() => {
      const images = [...document.querySelectorAll('main img')];
      return images.length === 2 && images.every((image) => image.naturalWidth > 0);
    }, undefined, { timeout: kWaitMs });
    const filter = () => page.locator('main .veil').evaluateAll((veils) => veils.map((veil) => getComputedStyle(veil).filter));
    expect((await filter()).every((one) => one.includes('blur') && one.includes('grayscale')), 'a side is not blurred and grey');
    const [left, right] = [await found.boundingBox(), await listed.boundingBox()];
    expect(left.x + left.width <= right.x && Math.abs(left.y - right.y) < 2, 'the sides are not beside each other');
    await page.getByRole('button', { name: 'Show it sharp' }).click();
    await page.waitForFunction(() => [...document.querySelectorAll('main .veil')].every((veil) => !getComputedStyle(veil).filter.includes('blur')));
  });
  await run.accessible('both sides of a match', page);
  await run.picture('match', page);
  return match;
}

async function review(run, page, match, case_id) {
  await run.step('a review needs an outcome and a reason, and stands with the name of who gave it', page, async () => {
    await page.getByRole('button', { name: 'Record the review' }).click();
    await page.getByText('Say what you found.').waitFor();
    await page.getByText('Give a reason.').waitFor();
    await page.getByLabel('It is the listed content').check();
    await page.getByLabel('Reason').fill('The same picture, compared by eye.');
    await page.getByRole('button', { name: 'Record the review' }).click();
    await page.getByText('The review is recorded.').waitFor();
    await page.getByText(/Reviewed by/).waitFor();
    await page.getByText('The same picture, compared by eye.').waitFor();
  });
  let value = '';
  await run.step('a dispute of the entry is plainly to be seen in the match', page, async () => {
    await page.locator('main dl a[href*="/entries/"]').click();
    await page.getByRole('heading', { name: 'Opinions so far' }).waitFor();
    await run.accessible('an entry of a list', page);
    await page.getByRole('radio', { name: /^Dispute/ }).check();
    await page.getByLabel('Reason').fill('It shows a theatre’s programme.');
    await page.getByRole('button', { name: 'Record it' }).click();
    await page.getByText('Your opinion is recorded.').waitFor();
    await page.getByText('It shows a theatre’s programme.').waitFor();
    await page.getByText('In dispute', { exact: true }).first().waitFor();
    value = (await page.locator('main dl code').first().innerText()).trim();
    await page.goto(`${run.server}/#/matches/${match}`);
    await page.getByText('The entry is in dispute').waitFor();
    await page.getByText('It was not in dispute when the match was found.', { exact: false }).waitFor();
  });
  await run.accessible('a match in dispute', page);
  await run.step('and in a hit of the same entry, beside its distance', page, async () => {
    await page.goto(`${run.server}/#/lists/lookup`);
    await page.getByLabel('Values').fill(value);
    await page.getByRole('button', { name: 'Look up' }).click();
    const row = page.getByRole('row', { name: /Judged here/ });
    await row.getByText('In dispute').waitFor();
    await row.getByRole('img', { name: /^Distance 0, and up to 31/ }).waitFor();
    await page.goto(`${run.server}/#/matches/${match}`);
    await page.getByText('The entry is in dispute').waitFor();
  });
  await run.step('the exhibit names its matches, each with its state and dispute', page, async () => {
    await page.locator('main dl a[href^="#/exhibits/"]').first().click();
    await page.getByRole('navigation', { name: 'Parts of the exhibit' }).getByRole('link', { name: 'Matches' }).click();
    const row = page.getByRole('row', { name: /Confirmed/ });
    await row.getByText('In dispute').waitFor();
  });
  await run.accessible('the matches of the exhibit', page);
  await run.step('the list of lists names owner, version, sharing and who took it in', page, async () => {
    await page.goto(`${run.server}/#/lists`);
    const row = page.getByRole('row', { name: /Partner posters/ });
    await row.getByText('Sahil Media Desk').waitFor();
    await row.getByText('TLP:GREEN').waitFor();
  });
  await run.accessible('the lists', page);
  await run.step('the record tells of the lists, the views and the review', page, async () => {
    await page.goto(`${run.server}/#/cases/${case_id}/record`);
    await page.getByText(/A match was reviewed/).first().waitFor();
    await page.getByText(/was looked at/).first().waitFor();
  });
}

export async function matches(run, state) {
  const { context, page } = await run.person('matches', { language: 'en', theme: 'light' });
  await run.step('an investigator signs in to work with lists', page, async () => {
    await page.goto(`${run.server}/`);
    await page.getByLabel('Officer').fill(state.officer);
    await page.getByLabel('Password').fill(state.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
  });
  await bank(run, page, state.exhibit);
  await take_in(run, page);
  await look_up(run, page);
  await compare(run, page, state.case_id);
  const match = await look(run, page);
  await review(run, page, match, state.case_id);
  await context.close();
  return { ...state, match };
}
