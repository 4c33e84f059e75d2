// Fitness and validation: an evidence officer asks whether the machine is fit, validates the tool, takes the report and
// its signature, which openssl verifies; in English and Urdu. All content is invented.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from './harness.mjs';

async function by_link(run, name, link, language = 'en') {
  const { context, page } = await run.person(name, { language, theme: 'light' });
  await page.goto(`${run.server}/${link.slice(link.indexOf('#'))}`);
  await page.getByRole('navigation', { name: language === 'ur' ? 'مرکزی' : 'Main' }).waitFor();
  return { context, page };
}

const kTwoMinutes = 120_000;
const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);

async function take(page, button, folder) {
  const arrives = page.waitForEvent('download');
  await page.getByRole('button', { name: button, exact: true }).first().click();
  const file = await arrives;
  await file.saveAs(join(folder, file.suggestedFilename()));
}

export async function validation(run, given) {
  const { context, page } = await by_link(run, 'evidence officer', given.evidence_validation);
  await run.step('a page says of each thing that a capture rests on how it stands', page, async () => {
    await page.getByRole('link', { name: 'Fitness', exact: true }).click();
    await page.locator('[data-check="browser"][data-state="fit"]').waitFor({ timeout: kTwoMinutes });
    expect((await page.locator('[data-check]').count()) >= 16, 'a line is missing');
    await page.locator('strong', { hasText: 'This machine is fit to capture now' }).waitFor();
  });
  await run.step('the tool is validated, with progress, and the report is in the list', page, async () => {
    await page.getByText('The tool was not validated here yet').first().waitFor();
    await page.getByRole('button', { name: 'Validate now' }).click();
    await page.locator('[data-verdict="passed"]').waitFor({ timeout: 2 * kTwoMinutes });
    await page.getByText(/of \W*\d+\W* tests passed/).first().waitFor();
    await page.locator('[data-check="validation"][data-state="fit"]').waitFor({ timeout: kTwoMinutes });
  });
  await run.accessible('fitness and validation', page);
  await run.picture('validation', page);
  await run.step('report, signature and key are taken, and openssl verifies them', page, async () => {
    for (const button of ['Data (JSON)', 'Signature', 'Key']) await take(page, button, run.output);
    const said = execFileSync('openssl', ['pkeyutl', '-verify', '-rawin', '-pubin', '-inkey', 'agency.pem', '-in', 'validation.json', '-sigfile', 'validation.json.sig'], { cwd: run.output, encoding: 'utf8' });
    expect(said.includes('Signature Verified Successfully'), said);
  });
  await context.close();
  const urdu = await by_link(run, 'evidence officer, Urdu', given.evidence_validation_urdu, 'ur');
  await run.step('the same in Urdu, from right to left', urdu.page, async () => {
    await urdu.page.goto(`${run.server}/#/validation`);
    await urdu.page.locator('[data-check="browser"][data-state="fit"]').waitFor({ timeout: kTwoMinutes });
    await urdu.page.locator('strong', { hasText: 'یہ مشین ابھی محفوظ کرنے کے قابل ہے' }).waitFor();
    expect(await fits(urdu.page), 'the page is wider than the window');
  });
  await run.accessible('fitness and validation in Urdu', urdu.page);
  await run.picture('validation_urdu', urdu.page);
  await urdu.context.close();
}
