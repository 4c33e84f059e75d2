// A case as files for other programs: ordered beside the bundles, made by the server, taken by those who may. All content is invented.
import { readFileSync } from 'node:fs';
import { expect, kWaitMs } from './harness.mjs';

const card_of = (page) => page.locator('section, article, div').filter({ has: page.getByRole('heading', { name: 'Export for other programs' }) }).last();

// count: how many there are then; the newest stands first.
async function take_newest(page, count) {
  const items = page.getByRole('listitem').filter({ hasText: 'export-' });
  await items.nth(count - 1).waitFor({ timeout: kWaitMs });
  const item = items.first();
  const [download] = await Promise.all([page.waitForEvent('download'), item.getByRole('link', { name: 'Download' }).click()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

async function order(page, format, number, purpose, why = '') {
  await page.getByLabel('Format', { exact: true }).selectOption(format);
  if (number !== '') await page.getByLabel('Of', { exact: true }).selectOption({ label: (await page.getByLabel('Of', { exact: true }).locator('option').allInnerTexts()).find((text) => text.startsWith(number)) });
  if (why !== '') await page.getByLabel('Why the export names third parties').fill(why);
  await page.getByLabel('What the export is for').fill(purpose);
  await page.getByRole('button', { name: 'Export', exact: true }).click();
}

export async function file_exports(run, page, state) {
  const { number } = await state.ask('GET', `/exhibits/${state.chat}`);
  const bundles = `${run.server}/#/cases/${state.case_id}/bundles`;
  const fresh = async () => {
    await page.goto(`${run.server}/#/cases`);
    await page.goto(bundles);
    await card_of(page).waitFor();
  };
  await run.step('a case leaves as CASE/UCO, its messages with people by their pseudonyms', page, async () => {
    await fresh();
    await order(page, 'case-uco', number, 'For the archive.');
    const { name, bytes } = await take_newest(page, 1);
    expect(/^export-.*\.jsonld$/.test(name), `the file is called ${name}`);
    const graph = JSON.parse(bytes.toString('utf8'))['@graph'];
    const messages = graph.filter((node) => node['@type'] === 'uco-observable:Message');
    expect(messages.length > 0, 'there is no message');
    const accounts = graph.filter((node) => node['@type'] === 'uco-observable:ApplicationAccount');
    expect(accounts.length > 0 && accounts.every((node) => node['sanad:masked'] === true), 'an account is named');
    expect(graph.some((node) => node['@type'] === 'uco-types:Thread'), 'there is no thread');
  });
  await run.accessible('an exported file', page);
  await run.step('with a reason it names them, and the list says so', page, async () => {
    await fresh();
    await order(page, 'case-uco', number, 'For the court.', 'Both sides agreed on it.');
    const { bytes } = await take_newest(page, 2);
    expect(bytes.toString('utf8').includes('"uco-observable:accountIdentifier":"user1"'), 'nobody is named');
    await page.getByText('third parties named').first().waitFor();
    await page.getByText('third parties masked').first().waitFor();
  });
  await run.step('a load file and a bag are made by the server', page, async () => {
    for (const [at, format] of ['load-file', 'bag'].entries()) {
      await fresh();
      await order(page, format, number, 'For review.');
      const { name, bytes } = await take_newest(page, 3 + at);
      expect(name.endsWith('.zip') && bytes.subarray(0, 2).toString() === 'PK', `${format} is no zip`);
    }
  });
  await run.step('a web archive is of a capture, and of nothing else', page, async () => {
    await fresh();
    await page.getByLabel('Format', { exact: true }).selectOption('wacz');
    await page.getByLabel('What the export is for').fill('To look at.');
    expect((await page.getByLabel('Of', { exact: true }).locator('option').count()) === 1, 'an import is offered');
    expect(await page.getByRole('button', { name: 'Export', exact: true }).isDisabled(), 'it can be ordered of all');
  });
}
