// The main job, as an investigator and a supervisor do it, in English.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, kWaitMs } from './harness.mjs';

// Made up for this run; the officers are fictional and the workspace is thrown away.
const kPassword = `lanterns by the mill ${process.pid}`;

const token_of = (link) => link.slice(link.indexOf('#/sign-in/'));

async function sign_in(run, page, link, role) {
  await run.step(`the ${role} signs in with a one-time link`, page, async () => {
    await page.goto(`${run.server}/${token_of(link)}`);
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    expect(!page.url().includes('sign-in'), 'the token is still in the address');
  });
}

async function see_case(run, page) {
  let case_id = '';
  await run.accessible('the list of cases', page);
  await run.step('the case shows what its authorisation covers and until when', page, async () => {
    await page.locator('tbody a[href^="#/cases/"]').first().click();
    await page.getByText('In force', { exact: true }).first().waitFor();
    await page.getByText(/left$/).first().waitFor();
    await page.locator('article code').first().waitFor();
    case_id = /#\/cases\/(case-[0-9a-z]+)/.exec(page.url())[1];
  });
  await run.accessible('the case', page);
  return case_id;
}

async function capture(run, page, url) {
  await run.step('an address that is covered is said to be covered, and by what', page, async () => {
    await page.getByRole('link', { name: 'Capture a page' }).first().click();
    await page.getByLabel('Address of the page').fill(url);
    await page.getByText('Covered: this page may be captured').waitFor();
  });
  await run.accessible('the capture page', page);
  await run.step('a capture is watched as it proceeds, and ends sealed', page, async () => {
    await page.getByRole('button', { name: 'Capture a page' }).click();
    await page.waitForURL(/#\/jobs\//);
    await page.getByText('Running', { exact: true }).first().waitFor();
    await page.getByRole('progressbar').waitFor();
    await page.getByRole('link', { name: 'Open the exhibit' }).waitFor({ timeout: kWaitMs });
  });
  await run.accessible('the finished job', page);
}

async function look(run, page) {
  let exhibit = '';
  await run.step('the screenshot stays covered, opens blurred, and is shown sharp on demand', page, async () => {
    await page.getByRole('link', { name: 'Open the exhibit' }).click();
    await page.getByText('The screenshot is covered').waitFor();
    expect((await page.locator('main img').count()) === 0, 'the screenshot is loaded before it was asked for');
    await page.getByRole('button', { name: 'Open it blurred' }).click();
    const image = page.getByRole('img', { name: /Screenshot of the page/ });
    await image.waitFor();
    await page.waitForFunction(() => document.querySelector('main img')?.naturalWidth > 0);
    expect((await image.evaluate((element) => getComputedStyle(element.closest('.veil')).filter)).includes('blur'), 'it is not blurred');
    await page.getByRole('button', { name: 'Show it sharp' }).click();
    await page.waitForFunction(() => !getComputedStyle(document.querySelector('main .veil')).filter.includes('blur'));
    exhibit = /#\/exhibits\/(exhibit-[0-9a-z]+)/.exec(page.url())[1];
  });
  await run.accessible('the exhibit', page);
  await run.step('the files are listed with their digests', page, async () => {
    await page.getByRole('link', { name: /^Files/ }).click();
    await page.getByRole('row', { name: /Web archive/ }).waitFor();
    const digest = await page.locator('tbody code[title]').first().getAttribute('title');
    expect(/^[0-9a-f]{64}$/.test(digest ?? ''), `no SHA-256: ${digest}`);
  });
  await run.accessible('the list of files', page);
  await run.step('the print of the page is read page by page, under a cover', page, async () => {
    await page.getByRole('button', { name: /^Look at .*\.pdf/ }).click();
    await page.getByText('The pages are covered').waitFor();
    await page.getByRole('button', { name: /^Show it/ }).click();
    await page.waitForFunction(() => document.querySelector('main img[data-page="1"]')?.naturalWidth > 300);
    await page.getByText(/^Page 1 of \d+$/).waitFor();
  });
  await run.accessible('the print of the page', page);
  await run.step('the acquisition record says how it was captured and what was not kept', page, async () => {
    await page.getByRole('link', { name: 'Acquisition' }).click();
    await page.getByRole('heading', { name: 'What was not kept' }).waitFor();
    await page.locator('main dl dt').first().waitFor();
  });
  await run.accessible('the acquisition record', page);
  return exhibit;
}

async function replay(run, page, captured_url) {
  await run.step('the archive plays back on its own origin, and asks nobody else', page, async () => {
    await page.getByRole('link', { name: 'Replay' }).click();
    const answer = page.waitForResponse((response) => response.url().endsWith('/replay') && response.request().method() === 'POST');
    await page.getByRole('button', { name: 'Open the archive' }).click();
    const origin = new URL((await (await answer).json()).url).origin;
    expect(origin !== run.server, 'the archive is shown on the workbench’s own origin');
    run.allowed.add(origin);
    // The first request of the frame may be seen before its origin is known here.
    run.problems = run.problems.filter((problem) => !problem.includes(`a request went to ${origin}/`));
    const started = Date.now();
    let frame;
    while (!frame && Date.now() - started < kWaitMs) {
      frame = page.frames().find((candidate) => candidate.url().startsWith(origin) && candidate.url().includes('mp_/') && candidate.url().includes(new URL(captured_url).host));
      if (!frame) await page.waitForTimeout(100);
    }
    expect(frame, 'no page was played back');
    await frame.waitForLoadState('load');
    expect((await frame.locator('body').innerText()).trim() !== '', 'the page that is played back is empty');
  });
  await run.picture('replay', page, false);
}

async function custody(run, page) {
  await run.step('the custody record leads from the request to the last look', page, async () => {
    await page.getByRole('link', { name: 'Custody' }).click();
    await page.getByText(/was looked at/).first().waitFor();
    const said = await page.locator('main ol').innerText();
    const order = ['An authorisation was asked for', 'The authorisation was approved', 'The capture of', 'was sealed', 'was looked at'];
    const places = order.map((words) => said.indexOf(words));
    expect(places.every((at, index) => at >= 0 && (index === 0 || at > places[index - 1])), `out of order: ${places}`);
  });
  await run.accessible('the custody record', page);
}

async function be_refused(run, page, case_id, url) {
  await run.step('a page outside the scope is refused, with the reason, and the refusal recorded', page, async () => {
    await page.goto(`${run.server}/#/cases/${case_id}/capture`);
    await page.getByLabel('Address of the page').fill(url);
    await page.getByText('Not covered: this page may not be captured').waitFor();
    await page.getByRole('button', { name: 'Send it all the same' }).click();
    await page.getByText('Refused', { exact: true }).waitFor();
    const reason = await page.locator('[aria-live] [dir=auto]').first().innerText();
    expect(reason.length > 10, 'no reason is given');
  });
  await run.accessible('the refusal', page);
}

async function ask(run, page, url) {
  await run.step('an incomplete request says what is missing', page, async () => {
    await page.getByRole('link', { name: 'Ask for an authorisation that covers this' }).click();
    await page.getByRole('button', { name: 'Send the request' }).click();
    await page.getByText(/things are missing$/).waitFor();
    expect((await page.getByLabel('Target 1', { exact: true }).inputValue()) === new URL(url).host, 'the refused host is not filled in');
  });
  await run.accessible('the request form', page);
  await run.step('an authorisation is asked for', page, async () => {
    await page.getByLabel('Instrument', { exact: true }).selectOption('supervisor-order');
    await page.getByLabel('Reference of the instrument').fill(`SO/e2e/${process.pid}`);
    await page.getByLabel('Issuing authority').fill('Deputy Director, Tirazan');
    await page.getByLabel('Provision of law').selectOption({ index: 1 });
    await page.getByLabel('Contact a private address').check();
    await page.getByRole('button', { name: 'Add a target' }).click();
    await page.getByLabel('Kind of target 2').selectOption('address');
    await page.getByLabel('Target 2', { exact: true }).fill('127.0.0.0/8');
    for (const label of ['Legitimate aim', 'Necessity', 'Less intrusive means', 'Adequacy', 'Proportionality', 'Collateral intrusion']) {
      await page.getByLabel(label).fill(`${label}: the donation page of the fictional campaign must be shown to the court as it stood.`);
    }
    await page.getByRole('button', { name: 'Send the request' }).click();
    await page.getByText('Waiting for a decision').waitFor();
    await page.getByText('You asked for it, so another officer must decide.', { exact: false }).waitFor();
  });
  await run.accessible('the request', page);
}

async function approve(run, page) {
  await run.step('the supervisor sees the request of the other officer and approves it', page, async () => {
    await page.getByRole('link', { name: /^Approvals/ }).click();
    const item = page.locator('section', { hasText: `SO/e2e/${process.pid}` }).last();
    await item.waitFor();
    await run.accessible('the list of approvals', page);
    await item.getByLabel('Note or reason').fill('Narrow and necessary.');
    await item.getByRole('button', { name: 'Approve' }).click();
    await page.getByText('Approved. The officer can act now.').waitFor();
  });
}

async function bundle(run, page, case_id) {
  await run.step('a bundle is exported and downloaded', page, async () => {
    await page.goto(`${run.server}/#/cases/${case_id}/bundles`);
    await page.getByRole('checkbox').first().check();
    await page.getByLabel('Purpose').fill('For the court of first instance, Tirazan.');
    await page.getByRole('button', { name: 'Export the bundle' }).click();
    await page.getByText('The bundle is ready').waitFor({ timeout: kWaitMs });
  });
  await run.accessible('the list of bundles', page);
  await run.step('verify.html of the bundle opens and gives its verdict on it', page, async () => {
    const file = join(run.output, 'bundle.zip');
    const coming = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download' }).first().click();
    await (await coming).saveAs(file);
    expect(statSync(file).size > 0, 'the bundle is empty');
    const opening = page.context().waitForEvent('page');
    await page.getByRole('link', { name: 'Open verify.html' }).first().click();
    const verifier = await opening;
    await verifier.locator('#bundle').setInputFiles(file);
    await verifier.locator('#result').waitFor({ timeout: kWaitMs });
    const verdict = await verifier.locator('#result').innerText();
    expect(/^\s*intact/i.test(verdict), `the verdict is not intact: ${verdict.slice(0, 200)}`);
    await run.picture('verifier', verifier);
    await verifier.close();
  });
}

async function ledger(run, page) {
  await run.step('the ledger shows its checkpoint and verifies', page, async () => {
    await page.goto(`${run.server}/#/ledger`);
    await page.locator('pre').waitFor();
    await page.getByRole('button', { name: 'Verify the whole ledger' }).click();
    await page.getByText('The ledger is whole').waitFor({ timeout: kWaitMs });
  });
  await run.accessible('the ledger', page);
}

async function password(run, page) {
  await run.step('a password is set', page, async () => {
    await page.goto(`${run.server}/#/settings`);
    await page.getByLabel('New password').fill(kPassword);
    await page.getByLabel('Again', { exact: true }).fill(kPassword);
    await page.getByRole('button', { name: 'Set the password' }).click();
    await page.getByText('The password is set.').waitFor();
  });
  await run.accessible('the settings page', page);
  return page.locator('main dd').first().innerText();
}

export async function story(run, given) {
  const investigator = await run.person('investigator', { language: 'en', theme: 'light' });
  const page = investigator.page;
  await sign_in(run, page, given.investigator, 'investigator');
  const case_id = await see_case(run, page);
  await capture(run, page, given.capture_url);
  const exhibit = await look(run, page);
  await replay(run, page, given.capture_url);
  await custody(run, page);
  await be_refused(run, page, case_id, given.refused_url);
  await ask(run, page, given.refused_url);
  const officer = await password(run, page);

  const supervisor = await run.person('supervisor', { language: 'en', theme: 'dark' });
  await sign_in(run, supervisor.page, given.supervisor, 'supervisor');
  await approve(run, supervisor.page);
  await supervisor.context.close();

  await run.step('what was refused is covered after the approval', page, async () => {
    await page.goto(`${run.server}/#/cases/${case_id}/capture`);
    await page.getByLabel('Address of the page').fill(given.refused_url);
    await page.getByText('Covered: this page may be captured').waitFor();
  });
  await bundle(run, page, case_id);
  await ledger(run, page);
  await run.step('an address that leads nowhere says so', page, async () => {
    await page.goto(`${run.server}/#/nowhere`);
    await page.getByText('There is no such page').first().waitFor();
  });
  await investigator.context.close();
  return { case_id, exhibit, officer, password: kPassword, capture_url: given.capture_url, refused_url: given.refused_url };
}
