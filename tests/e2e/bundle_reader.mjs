// index.html of the bundle that was exported, opened from a disk as its receiver opens it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, kWaitMs } from './harness.mjs';

// A page of its own for a folder; only files of that folder may be asked for.
async function reader(run, folder, settings) {
  run.allowed.add('null');
  const { context, page } = await run.person('the receiver', settings);
  context.on('request', (request) => {
    const url = request.url();
    if (!/^(data|blob|about):/.test(url) && !url.startsWith(pathToFileURL(folder).href)) run.problems.push(`the reader asked for ${url}`);
  });
  return { context, page, address: pathToFileURL(join(folder, 'index.html')).href };
}

// The pages of a bundle that was unpacked to folder, each looked at by axe.
export async function readerPages(run, folder, name, settings = {}) {
  const { context, page, address } = await reader(run, folder, settings);
  const visit = async (hash) => {
    await page.goto(`${address}${hash}`);
    await page.locator('#main[data-drawn] h1').waitFor({ timeout: kWaitMs });
    if (settings.language === 'ur') await page.getByRole('button', { name: 'اردو' }).click();
  };
  await visit('#/');
  await page.locator('#main .card').first().waitFor();
  await run.accessible(`the reader's overview, ${name}`, page);
  await run.picture(`reader-overview-${name}`, page);
  await page.locator('#main .card h3 a').first().click();
  await page.locator('#main[data-drawn=exhibit] .custody li').first().waitFor();
  await run.accessible(`an exhibit in the reader, ${name}`, page);
  await run.picture(`reader-exhibit-${name}`, page);
  for (const hash of ['#/search?q=tirazan', '#/checks']) {
    await visit(hash);
    await run.accessible(`${hash.split('?')[0]} of the reader, ${name}`, page);
  }
  const parts = page.locator('#main a[href^="#/parts/"]').first();
  await visit('#/');
  if (await parts.count() > 0) {
    await parts.click();
    await page.locator('#main[data-drawn=parts] .parts').waitFor();
    await run.accessible(`parts in the reader, ${name}`, page);
    await run.picture(`reader-parts-${name}`, page);
  }
  await context.close();
}

export async function bundle_reader(run) {
  const zip = join(run.output, 'bundle.zip');
  const unpacked = mkdtempSync(join(tmpdir(), 'sanad-e2e-reader-'));
  execFileSync('unzip', ['-q', zip, '-d', unpacked]);
  const folder = join(unpacked, readdirSync(unpacked)[0]);
  await readerPages(run, folder, 'english');
  await readerPages(run, folder, 'urdu', { language: 'ur', context: { colorScheme: 'dark' } });
  const { context, page, address } = await reader(run, folder, {});
  await run.step('the reader shows a capture without a verdict, its picture behind a cover that a key opens', page, async () => {
    await page.goto(address);
    await page.getByText('Not verified by this page').waitFor();
    expect((await page.locator('[data-verdict]').count()) === 0, 'a verdict that nothing computed');
    await page.locator('#main .card h3 a').first().click();
    await page.getByRole('button', { name: /^Look at screenshot\.png/ }).press('Enter');
    await page.waitForFunction(() => document.querySelector('.blurred img')?.naturalWidth > 100);
    expect((await page.locator('a[href*=".html"]:not([href*="data/reports/"])').count()) === 0, 'a captured page is linked');
  });
  await run.step('with the zip it runs the checks, and does not vouch for itself', page, async () => {
    await page.locator('#zip').setInputFiles(zip);
    await page.locator('[data-verdict="intact with warnings"]').waitFor({ timeout: kWaitMs });
    await page.goto(`${address}#/checks`);
    expect((await page.locator('[data-status=fail]').count()) === 0, 'a check failed');
    expect((await page.locator('[data-check=reader]').getAttribute('data-status')) === 'warn', 'the reader vouches for itself');
  });
  await context.close();
}
