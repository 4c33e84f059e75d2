// What was handed over, in the browser: refused without a permit, imported with progress, read as
// what it is, searched. Everything in it is invented.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analysis } from './analysis.mjs';
import { file_exports } from './file_exports.mjs';
import { expect, kWaitMs } from './harness.mjs';
import { write_material } from './material.mjs';
import { playing } from './playing.mjs';
import { film_redactions } from './film_redactions.mjs';
import { sound_redactions } from './sound_redactions.mjs';
import { reader } from './reader.mjs';

// The API in the session of a page.
export async function api_of(run, page) {
  const base = `${run.server}/api/v1`;
  const { csrf } = await (await page.request.get(`${base}/session`)).json();
  return async (method, path, data) => {
    const answer = await page.request.fetch(base + path, { method, data, headers: { 'X-Sanad-CSRF': csrf, Origin: run.server } });
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
    return answer.status() === 204 ? undefined : answer.json();
  };
}

async function sign_in(run, page, link) {
  await page.goto(`${run.server}/${link.slice(link.indexOf('#/sign-in/'))}`);
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}

const in_days = (days) => new Date(Date.now() + days * 86_400_000).toISOString();

// An approved authorisation for imports; more: members of the request, such as targets.
async function permit(investigator, supervisor, case_id, more = {}) {
  const text = 'The telephone of a witness, handed over by her.';
  const { authorisation } = await investigator('POST', `/cases/${case_id}/authorisations`, {
    instrument: 'warrant', instrument_reference: 'TZ/W/2026/4', issuing_authority: 'Court of Tirazan',
    law: { pack: 'international', edition: '2026-11-01', provision: 'bp-collection' }, targets: [], activities: ['import'],
    legitimate_aim: text, necessity: text, less_intrusive_means: text, adequacy: text, proportionality: text, collateral_intrusion: text,
    protected_groups: [], valid_from: in_days(-1), valid_to: in_days(30), review_on: in_days(15), ...more,
  });
  await supervisor('POST', `/authorisations/${authorisation}/approve`, { note: 'Narrow and necessary.' });
  return authorisation;
}

async function choose(run, page, state, path, authorisation = '') {
  await page.goto(`${run.server}/#/cases/${state.case_id}/imports`);
  await page.reload();
  const label = [state.files.chat, state.files.media].includes(path) ? 'Or a folder, such as an export of a chat' : 'A file, such as an archive or a mailbox';
  await page.getByLabel(label).setInputFiles(path);
  await page.getByLabel('Source', { exact: true }).fill('The telephone of a witness, handed over by her.');
  if (authorisation) await page.getByLabel('Authorisation', { exact: true }).selectOption(authorisation);
}

async function import_one(run, page, state, path, authorisation) {
  await choose(run, page, state, path, authorisation);
  return send(page);
}

// Gives the exhibit.
async function send(page) {
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByText(/^Sealed as/).waitFor({ timeout: kWaitMs });
  await page.getByText(/parts, .* not readable, .* set aside/).first().waitFor({ timeout: kWaitMs });
  const address = await page.getByRole('link', { name: 'Open the exhibit' }).getAttribute('href');
  return /exhibit-[0-9a-z]+/.exec(address)[0];
}

async function without_permit(run, page, state) {
  await run.step('an import that no authorisation permits is refused, with the reason', page, async () => {
    await choose(run, page, state, state.files.mail);
    await page.getByText(/^1 file,/).waitFor();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('the case has no such authorisation', { exact: false }).first().waitFor();
  });
  await run.accessible('an import that was refused', page);
  await run.step('and the refusal stands in the record', page, async () => {
    await page.goto(`${run.server}/#/cases/${state.case_id}/record`);
    await page.getByText(/refused/i).first().waitFor();
  });
}

async function with_permit(run, page, state) {
  await run.step('a folder is sent with its progress shown, though the line breaks once', page, async () => {
    let pieces = 0;
    await page.route('**/api/v1/uploads/*', async (route) => {
      if (route.request().method() === 'PUT' && ++pieces === 1) return route.abort('connectionreset');
      if (route.request().method() === 'PUT') await page.getByRole('progressbar').waitFor();
      return route.continue();
    });
    state.chat = await import_one(run, page, state, state.files.chat, state.whole);
    await page.unroute('**/api/v1/uploads/*');
    expect(pieces >= 2, `${pieces} pieces were sent`);
  });
  await run.accessible('a finished import', page);
  await run.picture('import', page);
  for (const name of ['mail', 'web', 'table', 'broken', 'media']) {
    await run.step(`what was handed over is imported (${name})`, page, async () => {
      state[name] = await import_one(run, page, state, state.files[name], state.whole);
    });
  }
  await run.step('what the columns of a table are is said in the form', page, async () => {
    await choose(run, page, state, state.files.table, state.whole);
    await page.getByLabel('A row is').selectOption('message');
    await page.getByLabel('Form of the times').fill('%d/%m/%Y %H:%M');
    await page.getByLabel('Zone of the times').fill('+05:00');
    for (const [head, member] of [['Sent', 'at'], ['Who', 'author'], ['Text', 'text']]) await page.getByLabel(new RegExp(`^What .?${head}.? is$`)).selectOption(member);
    await run.accessible('the form for a table', page);
    const mapped = await send(page);
    const { items } = await state.ask('GET', `/exhibits/${mapped}/parts`);
    const row = items.find((one) => one.text === 'Two boxes of lamps');
    expect(row?.at === '2026-03-03T05:15:00.000Z' && row.author?.masked, `the row is ${JSON.stringify(row)}`);
  });
  await run.step('an upload that was stopped goes on with the same files', page, async () => {
    await choose(run, page, state, state.files.web, state.whole);
    await page.route('**/api/v1/uploads/*', () => undefined);  // The line hangs.
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByRole('button', { name: 'Stop sending' }).click();
    await page.unroute('**/api/v1/uploads/*');
    const begun = [];
    page.on('request', (request) => { if (request.method() === 'POST' && request.url().endsWith('/uploads')) begun.push(request.url()); });
    await choose(run, page, state, state.files.web, state.whole);
    await send(page);
    expect(begun.length === 0, 'it began anew');
  });
  await run.step('what an authorisation does not cover is set aside, and counted by its reason', page, async () => {
    state.part = await import_one(run, page, state, state.files.chat, state.window);
    await page.getByText(/1[0-9]{2} set aside/).first().waitFor();
  });
}

async function search(run, page, state) {
  await run.step('a search is asked with its purpose, and its hits stand at the right place', page, async () => {
    // Until nothing waits to be indexed: a search before that says so.
    await page.goto(`${run.server}/#/cases/${state.case_id}/search`);
    await page.getByLabel('What is to be found out').fill('When the boat comes.');
    await page.getByLabel('What to search').fill('"river market" exhibit:*');
    for (const started = Date.now(); ;) {
      await page.getByLabel('What to search').fill('"river market" صبح');
      await page.getByRole('button', { name: 'Search', exact: true }).click();
      await page.getByText(/result/).first().waitFor();
      await page.waitForFunction(() => !document.querySelector('main form [aria-busy=true]'));
      if ((await page.getByText(/still reads? or index/).count()) === 0 && (await page.locator('mark').count()) > 0) break;
      expect(Date.now() - started < kWaitMs, 'the material was not indexed');
      await page.waitForTimeout(500);
    }
    const marked = await page.locator('main mark').allInnerTexts();
    expect(marked.includes('صبح') && marked.join(' ').includes('river market'), `marked: ${marked.join(' | ')}`);
    const text = page.locator('main p.text', { hasText: 'Lantern-7' }).first();
    expect((await text.evaluate((element) => getComputedStyle(element).direction)) === 'rtl', 'a line that begins in Urdu is not read from the right');
  });
  await run.accessible('a search', page);
  await run.picture('search', page);
  await run.step('a hit is kept with a reason', page, async () => {
    await page.getByRole('button', { name: /^Keep / }).first().click();
    await page.getByLabel('Why it is kept').fill('It names the hour of the boat.');
    await page.getByRole('button', { name: 'Record that it is kept' }).click();
    await page.getByText('It is recorded that this is kept.').waitFor();
  });
  await run.step('the link of a hit opens the message', page, async () => {
    await page.locator('main article a').first().click();
    await page.waitForURL(/#\/exhibits\/exhibit-[0-9a-z]+\/parts\/\d+$/);
    await page.getByText('Lantern-7', { exact: false }).first().waitFor();
  });
  await run.accessible('a message by itself', page);
  await run.step('a search that is not well formed says where', page, async () => {
    await page.goto(`${run.server}/#/cases/${state.case_id}/search`);
    await page.getByLabel('What to search').fill('"open phrase');
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    await page.locator('main').getByText(/quot|close/).first().waitFor();
  });
}

async function in_part(run, page, state) {
  await run.step('a bundle shows some messages of a chat, and closes the others with a reason', page, async () => {
    const { number } = await state.ask('GET', `/exhibits/${state.chat}`);
    await page.goto(`${run.server}/#/cases/${state.case_id}/bundles`);
    await page.getByRole('checkbox', { name: number }).check();
    await page.getByLabel(new RegExp(`Only these parts of .?${number}`)).fill('2-4, 7');
    await page.getByLabel('Why the other parts are closed').fill('Bystanders.');
    await page.getByLabel('Words to be masked besides').fill('no pseudonym');
    await page.getByText('and not').waitFor();
    await page.getByLabel('Purpose').fill('For the defence.');
    expect(await page.getByRole('button', { name: 'Export the bundle' }).isDisabled(), 'a mask without a text is taken');
    await page.getByLabel('Words to be masked besides').fill('');
    await run.accessible('a bundle that shows an import in part', page);
    await page.getByRole('button', { name: 'Export the bundle' }).click();
    await page.getByText('The bundle is ready').waitFor({ timeout: kWaitMs });
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download' }).first().click()]);
    const bundle = readFileSync(await download.path(), 'latin1');
    expect(bundle.includes(`data/excerpts/${state.chat}.jsonl`), 'there is no excerpt');
    expect(!bundle.includes(`data/exhibits/${state.chat}/original-`), 'the files are handed over beside it');
    expect((bundle.match(/"number":\d+,"part":/g) ?? []).length === 4, 'other parts are shown');
    expect((bundle.match(/"as":"Person \d+"/g) ?? []).length >= 4, 'people are named');
  });
}

export async function imports(run, given, ready = () => undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'sanad-material-'));
  const state = { files: write_material(folder) };
  const { context, page } = await run.person('importer', { language: 'en', theme: 'light' });
  const supervisor = await run.person('approver', { language: 'en', theme: 'light' });
  try {
    await sign_in(run, page, given.investigator_imports);
    await sign_in(run, supervisor.page, given.supervisor_imports);
    const [ask, approve] = [await api_of(run, page), await api_of(run, supervisor.page)];
    state.ask = ask;
    ({ case: state.case_id } = await ask('POST', '/cases', { reference: 'TZ-2026-0002', title: 'River Market', law_pack: 'international' }));
    await without_permit(run, page, state);
    state.whole = await permit(ask, approve, state.case_id);
    state.window = await permit(ask, approve, state.case_id, { material_from: '2026-03-10T00:00:00.000Z', material_to: '2026-03-20T00:00:00.000Z' });
    await permit(ask, approve, state.case_id, { targets: [{ kind: 'identifier', value: 'telegram:user1' }] });
    await with_permit(run, page, state);
    await ready(state);
    await search(run, page, state);
    await reader(run, page, state);
    await playing(run, page, state);
    await sound_redactions(run, page, state);
    await film_redactions(run, page, state);
    await in_part(run, page, state);
    await file_exports(run, page, state);
    await analysis(run, page, state);
  } finally {
    rmSync(folder, { recursive: true });
  }
  await supervisor.context.close();
  await context.close();
}
