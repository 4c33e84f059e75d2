// Lists of people and screenings: a list is kept, a person is screened, each field is told, a lead
// is reviewed, and a new version of the list reaches it. All names are invented.
import { expect } from './harness.mjs';

const kPerson = (id, name, more = '') =>
  `<INDIVIDUAL><DATAID>${id}</DATAID><FIRST_NAME>${name}</FIRST_NAME><REFERENCE_NUMBER>TZi.${id}</REFERENCE_NUMBER>${more}</INDIVIDUAL>`;
const kList = (version, ...people) =>
  `<CONSOLIDATED_LIST dateGenerated="${version}"><INDIVIDUALS>${people.join('')}</INDIVIDUALS></CONSOLIDATED_LIST>`;
const kKarim = kPerson(1, 'Karim Yusuf Tiradari', '<NAME_ORIGINAL_SCRIPT>كريم يوسف تيراداري</NAME_ORIGINAL_SCRIPT>'
  + '<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Abu Lantern</ALIAS_NAME></INDIVIDUAL_ALIAS>'
  + '<INDIVIDUAL_DATE_OF_BIRTH><DATE>1970-05-02</DATE></INDIVIDUAL_DATE_OF_BIRTH>');
const kZaynab = kPerson(2, 'Zaynab Lorekuri');

async function sign_in(run, page, state, words) {
  await page.goto(`${run.server}/`);
  await page.getByLabel(words.officer).fill(state.officer);
  await page.getByLabel(words.password).fill(state.password);
  await page.getByRole('button', { name: words.sign_in }).click();
  await page.getByRole('navigation', { name: words.main }).waitFor();
}

async function take_in(page, text) {
  await page.getByLabel('The publisher’s file').setInputFiles({ name: 'list.xml', mimeType: 'text/xml', buffer: Buffer.from(text) });
  await page.getByLabel('Name', { exact: true }).fill('Tirazan list');
  await page.getByRole('button', { name: 'Take it in' }).click();
}

async function screen(run, page, state, name, birth_date) {
  await page.goto(`${run.server}/#/cases/${state.case_id}/screening`);
  await page.getByLabel('Name', { exact: true }).fill(name);
  if (birth_date) await page.getByLabel('Date of birth').fill(birth_date);
  await page.getByLabel('Why this person is screened').fill('A donor of the mill fund.');
  await page.getByRole('button', { name: 'Screen', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Screening of' }).waitFor();
}

async function in_english(run, state) {
  const { context, page } = await run.person('screening', { language: 'en', theme: 'light' });
  await sign_in(run, page, state, { officer: 'Officer', password: 'Password', sign_in: 'Sign in', main: 'Main' });
  await run.step('without a list nobody is screened, and the reason is shown', page, async () => {
    await page.goto(`${run.server}/#/cases/${state.case_id}/screening`);
    await page.getByLabel('Name', { exact: true }).fill('Karim');
    await page.getByLabel('Why this person is screened').fill('A donor.');
    await page.getByRole('button', { name: 'Screen', exact: true }).click();
    await page.getByText('no list of people is kept').waitFor();
  });
  await run.accessible('the form for a screening', page);
  await run.step('a file that is no list is refused with its line', page, async () => {
    await page.getByRole('link', { name: 'Lists of people' }).first().click();
    await page.getByText('No list is kept yet').waitFor();
    await take_in(page, '<CONSOLIDATED_LIST>\n<INDIVIDUALS>');
    await page.getByText(/line 2/).waitFor();
  });
  await run.step('a list is kept', page, async () => {
    await take_in(page, kList('2026-01-01', kKarim, kZaynab));
    await page.getByText('was taken in').waitFor();
    await page.getByRole('cell', { name: '2026-01-01' }).waitFor();
  });
  await run.accessible('the lists of people', page);
  await run.step('a person is screened, and each field says what was asked and what the list says', page, async () => {
    await screen(run, page, state, 'Kareem Youssef Tiradary', '1971');
    const row = page.getByRole('row', { name: /Date of birth/ });
    for (const text of ['1971', '1970-05-02', 'disagrees']) await row.getByText(text, { exact: true }).waitFor();
    await page.getByText('Leads, not findings').waitFor();
    await page.getByText('No lead of this workspace has been reviewed yet.').waitFor();
    await page.getByText(/0\.38.? % had a lead/).waitFor();
  });
  state.screening = page.url();
  await run.accessible('a screening', page);
  await run.picture('screening', page);
  await run.step('a name in Arabic script keeps its direction', page, async () => {
    await screen(run, page, state, 'كريم يوسف تيراداري');
    const cell = page.getByRole('row', { name: /^Name/ }).getByRole('cell').first();
    expect((await cell.evaluate((element) => getComputedStyle(element).direction)) === 'rtl', 'the name is turned around');
  });
  await run.step('a weak alias is marked', page, async () => {
    await screen(run, page, state, 'Abu Lantern');
    await page.getByText('weak alias', { exact: true }).first().waitFor();
  });
  await run.step('a lead is reviewed with a reason, and counts in how often lists are wrong', page, async () => {
    await page.goto(state.screening);
    await page.getByRole('button', { name: 'Review' }).click();
    await page.getByLabel('not the same person').check();
    await page.getByLabel('Reason').fill('Born in another year.');
    await page.getByRole('button', { name: 'Record the review' }).click();
    await page.getByText('Of 1 lead reviewed in this workspace').waitFor();
    await page.getByText('Born in another year.').waitFor();
  });
  await run.step('a new version says which earlier leads it drops', page, async () => {
    await page.goto(`${run.server}/#/people-lists`);
    await take_in(page, kList('2026-02-01', kZaynab));
    await page.getByText('0 added, 1 de-listed, 0 changed').waitFor();
    await page.getByText('Of earlier leads, 3 are de-listed now').waitFor();
    await page.getByRole('cell', { name: '2026-02-01' }).waitFor();
  });
  await run.step('and the lead of the past says so', page, async () => {
    await page.goto(state.screening);
    await page.getByText('De-listed since version').waitFor();
  });
  await run.accessible('a lead that was de-listed', page);
  await run.step('the case lists who was screened', page, async () => {
    await page.goto(`${run.server}/#/cases/${state.case_id}/screening`);
    await page.getByRole('link', { name: 'Abu Lantern' }).waitFor();
  });
  await context.close();
}

async function in_urdu(run, state) {
  const { context, page } = await run.person('screening in urdu', { language: 'ur', theme: 'light' });
  await sign_in(run, page, state, { officer: 'افسر', password: 'پاس ورڈ', sign_in: 'داخل ہوں', main: 'مرکزی' });
  await run.step('a screening reads in Urdu, and the names keep their own direction', page, async () => {
    await page.goto(state.screening);
    await page.getByText('سراغ ہیں، فیصلہ نہیں').waitFor();
    const cell = page.getByRole('row', { name: /^نام/ }).getByRole('cell').first();
    expect((await cell.evaluate((element) => getComputedStyle(element).direction)) === 'ltr', 'a Latin name is turned around');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide <= 0, `the page is ${wide} px too wide`);
  });
  await run.accessible('a screening in Urdu', page);
  await run.picture('screening-urdu', page);
  for (const path of ['people-lists', `cases/${state.case_id}/screening`]) {
    await page.goto(`${run.server}/#/${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await run.accessible(`${path.split('/')[0]} in Urdu`, page);
  }
  await context.close();
}

export async function screening(run, state) {
  await in_english(run, state);
  await in_urdu(run, state);
}
