// Sets of rules: a bad file is refused with its lines, a good one is taken in and run over the case,
// a match by a rule shows what it found under a cover, and a set is retired. All content is invented.
import { expect, kWaitMs } from './harness.mjs';

const kTerms = `sanad-rules 1
rule forum-word
version 3
why A word of the fictional forum.
any lantern*
match red lanterns
no-match a window
`;
const kYara = `rule png_picture : picture {
  meta:
    description = "Any PNG, for the test"
    version = 4
    must_match_hex = "89 50 4e 47 0d 0a 1a 0a"
    must_not_match = "a text"
  strings:
    $magic = { 89 50 4E 47 0D 0A 1A 0A }
  condition:
    $magic at 0
}
`;

async function sign_in(run, page, state, words) {
  await page.goto(`${run.server}/`);
  await page.getByLabel(words.officer).fill(state.officer);
  await page.getByLabel(words.password).fill(state.password);
  await page.getByRole('button', { name: words.sign_in }).click();
  await page.getByRole('navigation', { name: words.main }).waitFor();
}

async function send(page, name, text) {
  await page.getByLabel('File of rules').setInputFiles({ name: 'file.rules', mimeType: 'text/plain', buffer: Buffer.from(text) });
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Take it in' }).click();
}

async function refuse(run, page) {
  await run.step('without a set of rules the page says what to do', page, async () => {
    await page.goto(`${run.server}/#/lists`);
    await page.getByRole('navigation', { name: 'Parts of the lists' }).getByRole('link', { name: 'Rules' }).click();
    await page.getByText('No set of rules yet').waitFor();
  });
  await run.accessible('the page without rules', page);
  await run.step('a file is needed, and a name', page, async () => {
    await page.getByRole('link', { name: 'Take in rules' }).click();
    await page.getByRole('button', { name: 'Take it in' }).click();
    await page.getByText('Choose a file.').waitFor();
    await page.getByText('Give the set a name.').waitFor();
  });
  await run.step('a file that is not to be read is refused with its line', page, async () => {
    await send(page, 'Forum words', 'sanad-rules 1\nrul x\n');
    await page.getByRole('alert').getByText(/line 2/).waitFor();
  });
  await run.step('so is a rule of YARA that does not compile', page, async () => {
    await send(page, 'Pictures', kYara.replace('$magic at 0', '$tail at 0'));
    await page.getByRole('alert').getByText(/line 11: undefined string/).waitFor();
  });
  await run.step('each example that does not hold is named with its line', page, async () => {
    await send(page, 'Forum words', `${kTerms}no-match a lantern\nmatch a door\n`);
    const said = await page.getByRole('alert').getByText(/examples do not hold/).innerText();
    for (const line of ['line 8: ', 'line 9: ']) expect(said.includes(line), `${line} is not in: ${said}`);
  });
  await run.accessible('a refused file of rules', page);
}

async function take_in(run, page, state) {
  await run.step('YARA rules are taken in, with their counts', page, async () => {
    await page.getByLabel('Version', { exact: false }).fill('7');
    await page.getByLabel('Traffic Light Protocol').selectOption('green');
    await send(page, 'Pictures', kYara);
    await page.getByText(/Pictures.*was taken in/).waitFor();
    await page.getByText('Examples that hold').waitFor();
  });
  await run.accessible('what became of the rules', page);
  await run.step('the set shows its facts, its rules and its file', page, async () => {
    await page.getByRole('link', { name: 'Open the set' }).click();
    await page.getByRole('heading', { level: 1, name: 'Pictures' }).waitFor();
    await page.getByRole('cell', { name: 'png_picture' }).waitFor();
    await page.getByText('In force', { exact: true }).waitFor();
    await page.getByText('TLP:GREEN').first().waitFor();
    const shown = await page.locator('main pre').innerText();
    expect(shown.trim() === kYara.trim(), `the file is shown as ${shown}`);
    state.rule_set = page.url();
  });
  await run.accessible('a set of rules', page);
  await run.picture('rules', page);
  await run.step('term rules are taken in beside them, and both are listed', page, async () => {
    await page.goto(`${run.server}/#/rules/import`);
    await send(page, 'Forum words', kTerms);
    await page.getByText('Examples that hold').waitFor();
    await page.goto(`${run.server}/#/rules`);
    await page.getByRole('row', { name: /Forum words.*In force.*Term rules/ }).waitFor();
    await page.getByRole('row', { name: /Pictures.*In force.*YARA rules/ }).waitFor();
  });
  await run.accessible('the sets of rules', page);
}

async function open_match(page, run, state, signal) {
  await page.goto(`${run.server}/#/cases/${state.case_id}/matches`);
  await page.getByLabel('Signal').selectOption(signal);
  await page.locator('tbody').getByRole('link', { name: /^Exhibit/ }).first().click();
  await page.getByText('What the rule found is covered').waitFor();
  expect((await page.getByRole('img', { name: /^Distance/ }).count()) === 0, 'a distance is shown where there is none');
}

// What an exhibit's custody says of looks at this match.
async function looks_at(page, run, match) {
  const said = await (await page.request.get(`${run.server}/api/v1/matches/${match}`)).json();
  const custody = await (await page.request.get(`${run.server}/api/v1/exhibits/${said.exhibit}/custody`)).json();
  return custody.items.filter((entry) => entry.kind === 'exhibit.viewed' && (entry.data.purpose ?? '').includes(match)).length;
}

async function look(run, page, state) {
  let match = '';
  await run.step('the case is run through the rules, and what matches waits for a review', page, async () => {
    await page.goto(`${run.server}/#/cases/${state.case_id}/matches`);
    await page.getByRole('button', { name: 'Compare with the lists' }).and(page.locator(':enabled')).click({ timeout: kWaitMs });
    await page.getByText('New matches', { exact: true }).waitFor({ timeout: kWaitMs });
    await page.locator('tbody').getByText('Bytes (YARA rule)').first().waitFor({ timeout: kWaitMs });
  });
  await run.step('a match by a rule says which rule and why, without a distance', page, async () => {
    await open_match(page, run, state, 'yara');
    match = /#\/matches\/(match-[0-9a-z]+)/.exec(page.url())[1];
    await page.getByText('png_picture', { exact: true }).first().waitFor();
    await page.getByText('Any PNG, for the test').waitFor();
    await page.getByText('picture', { exact: true }).waitFor();
    await page.getByLabel('It is what the rule looks for').waitFor();
    await page.getByRole('link', { name: 'Pictures' }).waitFor();
    await page.getByText('1 place is kept with this match.').waitFor();
    const said = await (await page.request.get(`${run.server}/api/v1/matches/${match}`)).text();
    expect(!said.includes('89504e47'), 'what was found is told before it is opened');
    expect((await looks_at(page, run, match)) === 0, 'a look is recorded before anything was opened');
  });
  await run.accessible('a match by a rule under its cover', page);
  await run.step('opened, it shows the strings with offset and excerpt, and the look is recorded', page, async () => {
    await page.getByRole('button', { name: 'Open it, blurred' }).click();
    const row = page.getByRole('row', { name: /\$magic/ });
    await row.getByText('89 50 4e 47 0d 0a 1a 0a').waitFor({ timeout: kWaitMs });
    const cells = await row.getByRole('cell').allInnerTexts();
    expect(cells.slice(1, 4).join() === '1,0,8', `places, offset and length are ${cells.slice(1, 4)}`);
    const filter = await page.locator('main .veil').first().evaluate((veil) => getComputedStyle(veil).filter);
    expect(filter.includes('blur'), 'it is not blurred');
    expect((await looks_at(page, run, match)) === 1, 'the look is not recorded');
    await page.getByRole('button', { name: 'Show it sharp' }).click();
  });
  state.rule_match = match;
  await run.accessible('what a rule of YARA found', page);
  await run.picture('rule-match', page);
  await run.step('a term rule shows its phrases, marked in their passages', page, async () => {
    await open_match(page, run, state, 'term-rule');
    await page.getByText('A word of the fictional forum.').waitFor();
    await page.getByRole('button', { name: 'Open it, blurred' }).click();
    const marked = page.locator('main mark').first();
    await marked.waitFor({ timeout: kWaitMs });
    expect(/^lantern/i.test(await marked.innerText()), `marked is ${await marked.innerText()}`);
  });
  await run.accessible('what a term rule found', page);
}

async function retire(run, page, state) {
  await run.step('a set is retired with a reason', page, async () => {
    await page.goto(state.rule_set);
    await page.getByRole('button', { name: 'Retire', exact: true }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: 'Retire', exact: true }).isDisabled(), 'no reason is needed');
    await dialog.getByLabel('Reason').fill('Too many leads.');
    await dialog.getByRole('button', { name: 'Retire', exact: true }).click();
    await page.getByText('Retired', { exact: true }).waitFor();
    await page.getByText('Too many leads.').waitFor();
    expect((await page.getByRole('button', { name: 'Retire', exact: true }).count()) === 0, 'it can be retired twice');
  });
  await run.accessible('a retired set', page);
  await run.step('what it found stays', page, async () => {
    await page.goto(`${run.server}/#/matches/${state.rule_match}`);
    await page.getByText('Any PNG, for the test').waitFor();
    await page.goto(`${run.server}/#/rules`);
    await page.getByRole('row', { name: /Pictures.*Retired/ }).waitFor();
  });
}

async function in_urdu(run, state) {
  const { context, page } = await run.person('rules in urdu', { language: 'ur', theme: 'light' });
  await sign_in(run, page, state, { officer: 'افسر', password: 'پاس ورڈ', sign_in: 'داخل ہوں', main: 'مرکزی' });
  const pages = [['rules', 'قواعد کے مجموعے'], ['rules/import', 'قواعد لیں'], [new URL(state.rule_set).hash.slice(2), 'سبکدوش'], [`matches/${state.rule_match}`, 'قاعدے کی دریافت ڈھکی ہوئی ہے']];
  for (const [path, words] of pages) {
    await run.step(`${path.replace(/-.*/, '')} reads in Urdu`, page, async () => {
      await page.goto(`${run.server}/#/${path}`);
      await page.getByText(words, { exact: true }).first().waitFor();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(wide <= 0, `the page is ${wide} px too wide`);
    });
    await run.accessible(`${path.replace(/-.*/, '')} in Urdu`, page);
  }
  await run.step('what a rule found opens in Urdu', page, async () => {
    await page.getByRole('button', { name: 'دھندلی کھولیں' }).click();
    await page.getByText('89 50 4e 47 0d 0a 1a 0a').waitFor({ timeout: kWaitMs });
  });
  await run.accessible('what a rule found, in Urdu,', page);
  await run.picture('rule-match-urdu', page);
  await context.close();
}

export async function rules(run, state) {
  const { context, page } = await run.person('rules', { language: 'en', theme: 'light' });
  await sign_in(run, page, state, { officer: 'Officer', password: 'Password', sign_in: 'Sign in', main: 'Main' });
  await refuse(run, page);
  await take_in(run, page, state);
  await look(run, page, state);
  await retire(run, page, state);
  await context.close();
  await in_urdu(run, state);
}
