// The report of a case: a fact is stated with the bytes that show it, an opinion apart; a supervisor signs; the report
// is made and taken out; in English and Urdu. All content is invented.
import { readFileSync } from 'node:fs';
import { expect } from './harness.mjs';

async function by_link(run, name, link, language = 'en') {
  const { context, page } = await run.person(name, { language, theme: 'light' });
  await page.goto(`${run.server}/${link.slice(link.indexOf('#'))}`);
  await page.getByRole('navigation', { name: language === 'ur' ? 'مرکزی' : 'Main' }).waitFor();
  return { context, page };
}

async function state_one(page, kind, section, text, cite) {
  const form = page.getByRole('form', { name: 'State something' });
  await form.getByLabel('Section', { exact: true }).selectOption(section);
  await form.getByLabel('What it is').selectOption(kind);
  await form.getByLabel('Statement', { exact: true }).fill(text);
  if (cite) {
    await form.getByLabel('Exhibit', { exact: true }).first().selectOption({ index: 1 });
    await form.getByLabel('Part or file').first().fill(cite.place);
    await form.getByLabel('First byte').first().fill(cite.offset);
    await form.getByLabel('How many bytes').first().fill(cite.length);
  }
  await form.getByRole('button', { name: 'Save the statement' }).click();
}

async function states(run, page, state) {
  await run.step('a fact cites bytes that are there, or it is no fact', page, async () => {
    await page.goto(`${run.server}/#/cases/${state.case_id}/report`);
    await page.getByText('No second person signed what stands').waitFor();
    await state_one(page, 'fact', 'sources', 'The page begins so.', { place: 'dom.html', offset: '0', length: '999999999' });
    await page.getByRole('alert').getByText(/are not all there/).waitFor();
    await page.getByRole('form', { name: 'State something' }).getByLabel('How many bytes').first().fill('6');
    await page.getByRole('button', { name: 'Save the statement' }).click();
    await page.getByRole('article', { name: 'The page begins so.' }).waitFor();
  });
  await run.step('an opinion and what speaks for somebody are stated', page, async () => {
    await state_one(page, 'opinion', 'results', 'It is a call to meet.');
    await page.getByRole('article', { name: 'It is a call to meet.' }).waitFor();
    await state_one(page, 'exculpatory', 'gaps', 'Nothing else was found; all was read.');
    await page.getByRole('article', { name: 'Nothing else was found; all was read.' }).waitFor();
  });
  await run.accessible('the report of a case', page);
  await run.step('a statement is changed with a reason, and another is withdrawn with one', page, async () => {
    await page.getByRole('article', { name: 'It is a call to meet.' }).getByRole('button', { name: 'Change' }).click();
    const form = page.getByRole('form', { name: 'Change' });
    await form.getByLabel('Statement', { exact: true }).fill('It may be a call to meet.');
    await form.getByLabel('Why is it changed?').fill('Too strong.');
    await form.getByRole('button', { name: 'Save the statement' }).click();
    await page.getByRole('article', { name: 'It may be a call to meet.' }).getByText(/version \W*2/).waitFor();
  });
  await run.step('the page as it would be made shows the bytes of the original', page, async () => {
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /Paper of the draft.*English/ }).click()]);
    const html = readFileSync(await file.path(), 'utf8');
    expect(html.includes('<blockquote dir="auto">&lt;'), 'the quotation is not there');
    expect(html.includes('It may be a call to meet.') && !html.includes('<script'), 'the page is not as stated');
  });
}

async function looks(run, page) {
  await run.step('it is looked at in the workbench, in a frame without a script', page, async () => {
    await page.getByRole('button', { name: /Look at it.*English/ }).click();
    const frame = page.frameLocator('iframe');
    await frame.getByText('It may be a call to meet.').first().waitFor();
    await page.getByRole('button', { name: /Look at it.*اردو/ }).click();
    await frame.locator('html[dir=rtl]').waitFor();
  });
  await run.accessible('a report in its frame', page);
  await page.getByRole('button', { name: /Look at it.*اردو/ }).click();
}

async function makes(run, page, supervisor, state) {
  await run.step('a supervisor who stated nothing signs', supervisor, async () => {
    await supervisor.goto(`${run.server}/#/cases/${state.case_id}/report`);
    await supervisor.getByRole('form', { name: 'Sign what stands' }).getByLabel('Note').fill('Read in full.');
    await supervisor.getByRole('button', { name: 'Sign what stands' }).click();
    await supervisor.getByText(/^Signed by/).first().waitFor();
  });
  await run.step('the report is made in both languages, and taken out', page, async () => {
    await page.reload();
    await page.getByRole('button', { name: 'Make the report' }).click();
    const link = page.getByRole('link', { name: 'report.ur.pdf' });
    await link.waitFor({ timeout: 120_000 });
    const [file] = await Promise.all([page.waitForEvent('download'), link.click()]);
    expect(readFileSync(await file.path()).subarray(0, 5).toString() === '%PDF-', 'what was taken out is no PDF');
  });
  await run.picture('report', page);
}

export async function report(run, state, given) {
  const investigator = await by_link(run, 'report, investigator', given.investigator_report);
  const supervisor = await by_link(run, 'report, supervisor', given.supervisor_report);
  await states(run, investigator.page, state);
  await looks(run, investigator.page);
  await makes(run, investigator.page, supervisor.page, state);
  for (const one of [investigator, supervisor]) await one.context.close();
  const urdu = await by_link(run, 'report, in Urdu', given.investigator_report_urdu, 'ur');
  await run.step('the report reads in Urdu', urdu.page, async () => {
    await urdu.page.goto(`${run.server}/#/cases/${state.case_id}/report`);
    await urdu.page.getByRole('heading', { level: 2, name: 'مقدمے کی رپورٹ' }).waitFor();
    await urdu.page.getByText(/دستخط:/).first().waitFor();
  });
  await run.accessible('the report of a case in Urdu', urdu.page);
  await run.picture('report-urdu', urdu.page);
  await urdu.context.close();
}
