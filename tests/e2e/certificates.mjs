// Certificates of a case: drafted from the record, stated and signed by a person by keyboard, made; in English and Urdu.
// All content is invented.
import { readFileSync } from 'node:fs';
import { expect } from './harness.mjs';

async function by_link(run, name, link, language = 'en') {
  const { context, page } = await run.person(name, { language, theme: 'light' });
  await page.goto(`${run.server}/${link.slice(link.indexOf('#'))}`);
  await page.getByRole('navigation', { name: language === 'ur' ? 'مرکزی' : 'Main' }).waitFor();
  return { context, page };
}

async function drafts(run, page, state) {
  await run.step('a statement on the system is drafted from the record', page, async () => {
    await page.goto(`${run.server}/#/cases/${state.case_id}/certificates`);
    const form = page.getByRole('form', { name: 'Draft a certificate' });
    await form.getByLabel('Form', { exact: true }).selectOption('pk/qso-system-statement');
    await form.getByRole('checkbox').first().check();
    await form.getByRole('button', { name: 'Draft from the record' }).click();
    await page.getByRole('heading', { name: 'Checks before' }).waitFor();
    await page.getByText(/Cannot be shown/).first().waitFor();
    await page.getByText(/acquisition\.json/).first().waitFor();
  });
  await run.step('nothing is chosen for who signs', page, async () => {
    const form = page.getByRole('form', { name: 'State and sign' });
    expect((await form.getByRole('radio', { checked: true }).count()) === 0, 'a statement was chosen beforehand');
    await form.getByRole('button', { name: 'Sign', exact: true }).click();
    await page.getByRole('alert').getByText(/say of the statement/).waitFor();
  });
  await run.accessible('the certificates of a case', page);
}

async function signs(run, page) {
  await run.step('it is stated and signed by keyboard', page, async () => {
    const form = page.getByRole('form', { name: 'State and sign' });
    const [first, second] = [form.getByRole('group', { name: /worked at the material times/ }), form.getByRole('group', { name: /security procedure described/ })];
    await first.getByLabel('I state this', { exact: true }).focus();
    await page.keyboard.press('Space');
    await second.getByLabel('I do not state this').focus();
    await page.keyboard.press('Space');
    await second.getByLabel('Why not').focus();
    await page.keyboard.type('I did not see it.');
    await form.getByRole('button', { name: 'Sign', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByText(/^Signed by/).first().waitFor();
    await page.getByText(/I did not see it\./).first().waitFor();
  });
  await run.step('its page can be read before it is made', page, async () => {
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /English/ }).click()]);
    const html = readFileSync(await file.path(), 'utf8');
    expect(html.includes('NOT stated by') && html.includes('to be read by counsel') && !html.includes('<script'), 'the page is not as stated');
  });
  await run.step('it is made, and taken out', page, async () => {
    await page.getByRole('button', { name: 'Make the pages' }).click();
    const link = page.getByRole('link', { name: 'certificate.ur.pdf' });
    await link.waitFor({ timeout: 120_000 });
    const [file] = await Promise.all([page.waitForEvent('download'), link.click()]);
    expect(readFileSync(await file.path()).subarray(0, 5).toString() === '%PDF-', 'what was taken out is no PDF');
  });
  await run.picture('certificates', page);
}

export async function certificates(run, state, given) {
  const investigator = await by_link(run, 'certificates, investigator', given.investigator_certificates);
  await drafts(run, investigator.page, state);
  await signs(run, investigator.page);
  await investigator.context.close();
  const urdu = await by_link(run, 'certificates, in Urdu', given.investigator_certificates_urdu, 'ur');
  await run.step('certificates read in Urdu', urdu.page, async () => {
    await urdu.page.goto(`${run.server}/#/cases/${state.case_id}/certificates`);
    await urdu.page.getByRole('heading', { level: 2, name: 'سرٹیفکیٹ اور بیانات' }).waitFor();
    await urdu.page.getByRole('button', { name: 'کھولیں' }).first().click();
    await urdu.page.getByText(/ثابت نہیں کیا جا سکتا/).first().waitFor();
  });
  await run.accessible('the certificates of a case in Urdu', urdu.page);
  await run.picture('certificates-urdu', urdu.page);
  await urdu.context.close();
}
