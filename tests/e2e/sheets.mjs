// A verification sheet: begun, refused where a finding rests on nothing, saved, contradicted by another
// officer, and read in both versions, in English and Urdu. All content is invented.
import { expect } from './harness.mjs';

async function sign_in(run, page, state, words) {
  await page.goto(`${run.server}/`);
  await page.getByLabel(words.officer).fill(state.officer);
  await page.getByLabel(words.password).fill(state.password);
  await page.getByRole('button', { name: words.sign_in }).click();
  await page.getByRole('navigation', { name: words.main }).waitFor();
}

const kPlace = 'Where was it made?';
const answer = (page, question) => page.locator('details', { has: page.locator('summary', { hasText: question }) });

async function begin(run, page, state) {
  await run.step('an exhibit leads to its verification sheet, where nothing was found yet', page, async () => {
    await page.goto(`${run.server}/#/exhibits/${state.exhibit}/sheets`);
    await page.getByText('No sheet was saved yet.').waitFor();
    await page.getByRole('link', { name: 'Sheet of the whole exhibit' }).click();
    await page.getByRole('heading', { level: 1, name: 'Verification sheet' }).waitFor();
    await page.getByText('Nothing was saved yet').waitFor();
    for (const panel of ['Source', 'Item', 'Content', 'Geolocation notes', 'Chronolocation notes'])
      await page.getByRole('heading', { level: 2, name: panel, exact: true }).waitFor();
    expect((await page.getByText('Not examined', { exact: true }).count()) === 20, 'not every question is said to be not examined');
  });
  await run.step('facts stand beside the questions with their sources, and none is a finding', page, async () => {
    const beside = page.getByRole('group', { name: /^On record: \W*Where does it come from/ });
    await beside.getByText(state.capture_url).first().waitFor();
    expect((await beside.getByRole('link', { name: /^Exhibit/ }).count()) > 0, 'a fact without a source');
    expect((await page.getByText('Supports the claim').count()) === 0, 'a finding nobody made');
  });
  await run.accessible('a sheet that nobody wrote yet', page);
}

async function write(run, page) {
  await run.step('a finding without a claim and reasons is refused, and what was typed stays', page, async () => {
    await page.getByRole('button', { name: 'Begin the sheet' }).click();
    const place = answer(page, kPlace);
    await place.locator('summary').click();
    await place.getByLabel('What was found').fill('The page names the river market.');
    await place.getByLabel('Finding', { exact: true }).selectOption('supports');
    await place.getByLabel('Confidence', { exact: true }).selectOption('moderate');
    await page.getByRole('button', { name: 'Save this version' }).click();
    await page.getByRole('alert').getByText(/give the reasons of the finding/).waitFor();
    await place.getByLabel('Reasons').fill('برج دو ہیں، نقشے میں بھی۔');
    await page.getByRole('button', { name: 'Save this version' }).click();
    await page.getByRole('alert').getByText(/cite it as evidence/).waitFor();
  });
  await run.step('a fact is cited as evidence, and brings no finding', page, async () => {
    const source = answer(page, 'Where does it come from');
    await source.locator('summary').click();
    await source.getByRole('button', { name: /^Cite \W*Address\W*: / }).click();
    expect((await source.getByLabel('Finding', { exact: true }).inputValue()) === 'not-examined', 'a fact became a finding');
    await source.getByRole('button', { name: /^Remove evidence \W*1/ }).click();
    await answer(page, kPlace).getByRole('button', { name: /^Cite evidence: / }).click();
  });
  await run.accessible('the form of a sheet', page);
  await run.step('places and times are noted, with their uncertainty', page, async () => {
    await page.getByRole('textbox', { name: 'What is claimed of it' }).fill('The page was made at the river market.');
    await page.getByRole('button', { name: 'Add a place that was considered' }).click();
    const place = page.getByRole('group', { name: 'Place 1', exact: true });
    await place.getByLabel('Name of the place').fill('North bank');
    await place.getByLabel('Latitude').fill('8.5000');
    await place.getByLabel('Longitude').fill('165.25.1');
    await place.getByLabel('Uncertainty in metres').fill('40');
    await page.getByRole('button', { name: 'Add an estimate of the time' }).click();
    const time = page.getByRole('group', { name: 'Estimate 1', exact: true });
    await time.getByLabel('Earliest').fill('2026-03-14T17:05');
    await time.getByLabel('Zone').fill('UTC+05:00');
    await page.getByRole('button', { name: 'Save this version' }).click();
    await page.getByRole('alert').getByText(/coordinates are decimal degrees/).waitFor();
    await place.getByLabel('Longitude').fill('65.25');
  });
  await run.step('the sheet is saved with what was found and what was not examined', page, async () => {
    await page.getByRole('button', { name: 'Save this version' }).click();
    await page.getByRole('button', { name: 'Write a new version' }).waitFor();
    await page.getByText(/Version 1, by/).first().waitFor();
    await page.getByText('Supports the claim · moderate confidence').waitFor();
    await page.getByText('8.5000, 65.25').waitFor();
    await page.getByText(/From.*2026-03-14T17:05.*UTC\+05:00/).waitFor();
    expect((await page.getByText('Not examined', { exact: true }).count()) === 21, 'nineteen questions, a place and a time were not examined');
  });
  await run.accessible('a sheet', page);
  await run.picture('sheet', page);
}

async function contradict(run, page, state) {
  await run.step('a correction says why, and stands as plainly as what it corrects', page, async () => {
    await page.getByRole('button', { name: 'Write a new version' }).click();
    await answer(page, kPlace).getByLabel('Finding', { exact: true }).selectOption('contradicts');
    await page.getByLabel('Why is it changed?').fill('The towers are of another bridge.');
    await page.getByRole('button', { name: 'Save this version' }).click();
    await page.getByRole('button', { name: 'Write a new version' }).waitFor();
    await page.getByText('Contradicts the claim · moderate confidence').waitFor();
    expect((await page.getByText('Supports the claim').count()) === 0, 'the corrected finding is shown');
  });
  await run.step('the earlier version stays readable, and says that it is old', page, async () => {
    await page.getByRole('list', { name: 'Versions' }).getByRole('link', { name: /Version 1, by/ }).click();
    await page.getByText('This is an earlier version').waitFor();
    await page.getByText('Supports the claim · moderate confidence').waitFor();
    await page.getByRole('link', { name: 'Read the newest version' }).click();
    await page.getByText('Contradicts the claim · moderate confidence').waitFor();
  });
  await run.step('both are acts in the custody record', page, async () => {
    await page.goto(`${run.server}/#/exhibits/${state.exhibit}/custody`);
    await page.getByText(/Version 2 of the exhibit’s verification sheet was saved/).waitFor();
    await page.getByText(/Version 1 of the exhibit’s verification sheet was saved/).waitFor();
  });
}

async function in_urdu(run, state) {
  const { context, page } = await run.person('sheets in Urdu', { language: 'ur', theme: 'dark' });
  await sign_in(run, page, state, { officer: 'افسر', password: 'پاس ورڈ', sign_in: 'داخل ہوں', main: 'مرکزی' });
  await run.step('the sheet is read from right to left, its coordinates from left to right', page, async () => {
    await page.goto(`${run.server}/#/exhibits/${state.exhibit}/sheet`);
    await page.getByText('دعوے کی تردید · درمیانہ یقین').waitFor();
    const coordinates = page.getByText('8.5000, 65.25');
    expect((await coordinates.evaluate((element) => getComputedStyle(element).direction)) === 'ltr', 'coordinates are turned around');
  });
  await run.accessible('the sheet in Urdu', page);
  await run.picture('sheet-urdu', page);
  await run.step('the form fits a narrow window in Urdu', page, async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('button', { name: 'نیا نسخہ لکھیں' }).click();
    await page.getByRole('button', { name: 'یہ نسخہ محفوظ کریں' }).waitFor();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide <= 0, `the form is ${wide} pixels too wide`);
  });
  await run.accessible('the form of a sheet in Urdu', page);
  await context.close();
}

export async function sheets(run, state) {
  const { context, page } = await run.person('sheets', { language: 'en', theme: 'light' });
  await sign_in(run, page, state, { officer: 'Officer', password: 'Password', sign_in: 'Sign in', main: 'Main' });
  await begin(run, page, state);
  await write(run, page);
  await contradict(run, page, state);
  await in_urdu(run, state);
  await context.close();
}
