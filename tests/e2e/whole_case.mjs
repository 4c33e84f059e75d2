// One case from its opening to the receipt of a partner: an officer, a supervisor, two reviewers, an evidence officer,
// an officer of a partner agency and an auditor, each in their own workbench. The agencies know each other (sharing.mjs).
// What the range serves is told its fate on the way. All content is invented.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, kWaitMs, Run } from './harness.mjs';
import { form_of, grounds, no_uses, save as save_step, until_uses } from './review.mjs';

const kThread = 'https://forum.tirazan.example/thread/3';
const kTitle = 'Lamps on the third pier';
const dialog = (page) => page.getByRole('dialog');

async function person(run, name, link) {
  const { page } = await run.person(`whole case, ${name}`, { language: 'en', theme: 'light' });
  await page.goto(`${run.server}/${link.slice(link.indexOf('#'))}`);
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  return page;
}

// Elsewhere in the workbench, whatever the page kept.
async function open(run, page, address) {
  await page.goto('about:blank');
  await page.goto(`${run.server}/#/${address}`);
}

async function download(run, page, locator, name) {
  const [file] = await Promise.all([page.waitForEvent('download'), locator.click()]);
  const path = join(run.output, name);
  await file.saveAs(path);
  return path;
}

async function fate(given, name) {
  const answer = await fetch(`${given.control_url}/fates?host=forum.tirazan.example&path=/thread/3&fate=${name}`, { method: 'POST' });
  expect(answer.ok, `the range was not told: ${answer.status}`);
}

async function begin(run, officer, supervisor, state) {
  await run.step('an officer opens a case', officer, async () => {
    await officer.getByRole('link', { name: 'Open a case' }).first().click();
    await officer.getByLabel('Reference').fill('TZ-2026-0031');
    await officer.getByLabel('Title').fill(kTitle);
    await officer.getByLabel('Law pack').selectOption('international');
    await officer.getByRole('button', { name: 'Open a case' }).click();
    await officer.waitForURL(/#\/cases\/case-[0-9a-z]+/);
    state.case = /#\/cases\/(case-[0-9a-z]+)/.exec(officer.url())[1];
  });
  await run.step('nothing is captured before an authorisation; one is asked for', officer, async () => {
    await open(run, officer, `cases/${state.case}/capture`);
    await officer.getByLabel('Address of the page').fill(kThread);
    await officer.getByText('Not covered: this page may not be captured').waitFor();
    await officer.getByRole('button', { name: 'Send it all the same' }).click();
    await officer.getByText('Refused', { exact: true }).waitFor();
    await officer.getByRole('link', { name: 'Ask for an authorisation that covers this' }).click();
    await officer.getByLabel('Instrument', { exact: true }).selectOption('supervisor-order');
    await officer.getByLabel('Reference of the instrument').fill('SO/whole/31');
    await officer.getByLabel('Issuing authority').fill('Head of the Tirazan Cyber Wing');
    await officer.getByLabel('Provision of law').selectOption({ index: 1 });
    await officer.getByLabel('Contact a private address').check();
    await officer.getByLabel('Share with partners').check();
    await officer.getByRole('button', { name: 'Add a target' }).click();
    await officer.getByLabel('Kind of target 2').selectOption('address');
    await officer.getByLabel('Target 2', { exact: true }).fill('127.0.0.0/8');
    for (const label of ['Legitimate aim', 'Necessity', 'Less intrusive means', 'Adequacy', 'Proportionality', 'Collateral intrusion'])
      await officer.getByLabel(label).fill(`${label}: the thread is taken down and put up again within hours.`);
    await officer.getByRole('button', { name: 'Send the request' }).click();
    await officer.getByText('Waiting for a decision').waitFor();
  });
  await run.step('the supervisor approves it', supervisor, async () => {
    await open(run, supervisor, 'approvals');
    const item = supervisor.locator('section', { hasText: 'SO/whole/31' }).last();
    await item.getByLabel('Note or reason').fill('One thread, and narrow.');
    await item.getByRole('button', { name: 'Approve' }).click();
    await supervisor.getByText('Approved. The officer can act now.').waitFor();
  });
}

async function capture(run, officer, state) {
  await run.step('the page is captured and sealed', officer, async () => {
    await open(run, officer, `cases/${state.case}/capture`);
    await officer.getByLabel('Address of the page').fill(kThread);
    await officer.getByText('Covered: this page may be captured').waitFor();
    await officer.getByRole('button', { name: 'Capture a page' }).click();
    await officer.getByRole('link', { name: 'Open the exhibit' }).waitFor({ timeout: kWaitMs });
    const address = await officer.getByRole('link', { name: 'Open the exhibit' }).getAttribute('href');
    state.exhibit = /exhibit-[0-9a-z]+/.exec(address)[0];
  });
}

async function assess(run, officer, reviewers, state) {
  await run.step('the officer asks for an assessment', officer, async () => {
    await open(run, officer, `cases/${state.case}/review`);
    const form = officer.getByRole('form', { name: 'Ask for an assessment' });
    await form.getByLabel('Exhibit').selectOption({ index: 1 });
    await form.getByLabel('Reason').fill('Does the thread call people to the pier?');
    await form.getByRole('button', { name: 'Ask for an assessment' }).click();
    await officer.getByText('It stands in the queue.').waitFor();
  });
  for (const [number, page] of reviewers.entries()) {
    await run.step(`reviewer ${number + 1} assesses it, not knowing the other’s`, page, async () => {
      await open(run, page, 'queue');
      await page.getByText(/Does the thread call people/).waitFor();
      await page.getByRole('button', { name: /^Take / }).first().click();
      await until_uses(page);
      await no_uses(page);
      await save_step(form_of(page, 'Uses'), page, 'Outcome');
      const outcome = form_of(page, 'Outcome');
      await outcome.getByLabel('Outcome').selectOption('referral');
      await grounds(outcome);
      await save_step(outcome, page);
      await page.getByText(number === 0 ? 'Your assessment is complete.' : 'Read both').first().waitFor();
    });
  }
  await run.step('they agree', officer, async () => {
    await open(run, officer, `cases/${state.case}/review`);
    await officer.getByRole('row').filter({ hasText: 'Referral to the provider' }).getByText('Agreed', { exact: true }).waitFor();
  });
}

async function act(run, officer, supervisor, state, given) {
  await run.step('the officer drafts a referral of what was captured', officer, async () => {
    await open(run, officer, `cases/${state.case}/requests`);
    await officer.getByRole('link', { name: 'New request' }).click();
    await officer.getByLabel('Choose a form').selectOption({ label: 'Referral of content to a platform (international)' });
    await officer.getByLabel('Addressee', { exact: true }).fill('Forum of Tirazan');
    await officer.getByLabel('Basis').fill('The thread calls people to the pier.');
    await officer.getByLabel('Full address (URL)').fill(kThread);
    await officer.getByLabel('Unique identifiers, one on a line').fill('thread 3');
    await officer.getByLabel('Statutory provision').selectOption({ index: 1 });
    await officer.getByLabel('Was preservation considered?').fill('Asked for.');
    await officer.getByLabel('With whom was it cleared?').fill('The desk of Tirazan North.');
    await officer.getByLabel('Purpose of the content as assessed').fill('Assessed by two officers.');
    await officer.getByRole('button', { name: 'Save the draft' }).click();
    await officer.getByText('Nothing is missing').waitFor();
    state.request = officer.url().slice(officer.url().indexOf('#/') + 2);
  });
  await run.step('the supervisor approves it', supervisor, async () => {
    await open(run, supervisor, state.request);
    await supervisor.getByRole('button', { name: 'Approve' }).click();
    await dialog(supervisor).getByRole('button', { name: 'Approve' }).click();
    await supervisor.getByText('Approved', { exact: true }).first().waitFor();
  });
  await run.step('it is issued and sent', officer, async () => {
    await open(run, officer, state.request);
    await officer.getByRole('button', { name: 'Issue', exact: true }).click();
    await dialog(officer).getByRole('button', { name: 'Issue', exact: true }).click();
    await officer.getByRole('link', { name: 'platform-referral.en.html' }).waitFor();
    await officer.getByRole('button', { name: 'Record that it was sent' }).click();
    await dialog(officer).getByLabel('By what means').fill('portal of the forum');
    await dialog(officer).getByRole('button', { name: 'Record that it was sent' }).click();
    await officer.getByText('portal of the forum').waitFor();
  });
  for (const [told, shown] of [['there', 'still there'], ['gone', 'gone']]) {
    await run.step(`a re-check finds the page ${shown}`, officer, async () => {
      await fate(given, told);
      await open(run, officer, state.request);
      await officer.getByRole('button', { name: 'Check now' }).click();
      await officer.waitForURL(/#\/jobs\//);
      await officer.getByText('Done', { exact: true }).first().waitFor({ timeout: kWaitMs });
      await open(run, officer, state.request);
      await officer.getByText(shown, { exact: true }).first().waitFor();
    });
  }
  await run.accessible('a request with re-checks', officer);
  await run.picture('rechecks', officer);
}

async function share(run, there, officer, partner, state, given) {
  let sealed, receipt;
  await run.step('the bundle of the case is sealed for the partner', officer, async () => {
    await open(run, officer, `cases/${state.case}/bundles`);
    await officer.getByRole('checkbox').first().check();
    await officer.getByLabel('Purpose').fill('For the joint inquiry 31.');
    await officer.getByRole('button', { name: 'Export the bundle' }).click();
    await officer.getByText('The bundle is ready').waitFor({ timeout: kWaitMs });
    await open(run, officer, `cases/${state.case}/sharing`);
    await officer.getByRole('button', { name: 'Change the marking' }).click();
    const marking = officer.locator('form').filter({ has: officer.getByRole('button', { name: 'Set the marking' }) });
    await marking.getByLabel('Reason', { exact: true }).fill('Names of bystanders.');
    await marking.getByRole('button', { name: 'Set the marking' }).click();
    await officer.getByTestId('marking').getByText('TLP:AMBER').waitFor();
    const form = officer.locator('form').filter({ has: officer.getByRole('button', { name: 'Seal the package' }) });
    await form.getByLabel('Bundle').selectOption({ index: 0 });
    await form.getByLabel('Partner').selectOption({ index: 0 });
    await form.getByLabel('TLP').selectOption('amber');
    await form.getByLabel('Purpose').fill('joint inquiry 31');
    await form.getByRole('button', { name: 'Seal the package' }).click();
    await officer.getByTestId('package').getByText('Sent').waitFor({ timeout: kWaitMs });
    sealed = await download(run, officer, officer.getByRole('link', { name: 'Save the sealed file' }), 'whole-case.cms');
  });
  await there.step('an officer of the partner opens it, takes the exhibit in, and gives the receipt', partner, async () => {
    await open(there, partner, `cases/${given.sharing.their_case}/sharing`);
    const before = await partner.getByTestId('package').count();
    await partner.getByRole('button', { name: 'A package', exact: true }).setInputFiles(sealed);
    await partner.getByRole('button', { name: 'Open and verify' }).click();
    await partner.waitForFunction((count) => document.querySelectorAll('[data-testid=package]').length > count, before, { timeout: kWaitMs });
    const item = partner.getByTestId('package').filter({ hasText: 'joint inquiry 31' });
    await item.getByRole('button', { name: 'Take its exhibits in' }).click();
    await item.getByRole('button', { name: 'Issue the receipt' }).click();
    receipt = await download(there, partner, item.getByRole('link', { name: 'Save the receipt' }), 'whole-case-receipt.cms');
  });
  await run.step('the receipt comes back', officer, async () => {
    await officer.getByLabel('A receipt').setInputFiles(receipt);
    await officer.getByRole('button', { name: 'Take the receipt in' }).click();
    await officer.getByTestId('received').getByText(/Received by/).first().waitFor();
  });
}

async function defend(run, officer, supervisor, state) {
  const kPurpose = 'For the defence of case 31.';
  await run.step('the bundle for the defence names no officer', officer, async () => {
    await open(run, officer, `cases/${state.case}/bundles`);
    const all = officer.getByRole('group', { name: 'Exhibits' }).getByRole('checkbox');
    await all.first().waitFor();
    for (const one of await all.all()) await one.check();
    await officer.getByLabel('For whom').selectOption('disclosable');
    await officer.getByLabel('Purpose').fill(kPurpose);
    await officer.getByRole('button', { name: 'Export the bundle' }).click();
    await officer.getByText('The bundle is ready').waitFor({ timeout: kWaitMs });
    const row = officer.getByRole('listitem').filter({ hasText: kPurpose });
    const zip = await download(run, officer, row.getByRole('link', { name: 'Download' }), 'defence.zip');
    const said = execFileSync('unzip', ['-p', zip], { maxBuffer: 1 << 30 }).toString('latin1');
    expect(!/Amal Mirani|Behram/.test(said), 'an officer is named');
  });
  await run.step('who its officers are is sealed for the court alone', supervisor, async () => {
    const [key, certificate] = ['court.key', 'court.pem'].map((name) => join(run.output, name));
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', certificate, '-days', '30',
      '-subj', '/O=District Court of Tirazan', '-addext', 'keyUsage=critical,keyAgreement'], { stdio: 'ignore' });
    await open(run, supervisor, `cases/${state.case}/bundles`);
    const row = supervisor.getByRole('listitem').filter({ hasText: kPurpose });
    await row.getByRole('button', { name: 'Officers for the court' }).click();
    await row.getByLabel('Certificates of those who may open it').setInputFiles(certificate);
    await row.getByLabel('Who asked for it').fill('Order of 4 May');
    await run.accessible('the key to the aliases', supervisor);
    await row.getByRole('button', { name: 'Seal', exact: true }).click();
    const sealed = await download(run, supervisor, row.getByRole('link', { name: 'Take the sealed key' }), 'aliases.cms');
    const opened = execFileSync('openssl', ['cms', '-decrypt', '-inform', 'DER', '-in', sealed, '-recip', certificate, '-inkey', key]).toString('latin1');
    expect(opened.includes('Amal Mirani'), 'the officer is not named in the key');
    expect(!readFileSync(sealed, 'latin1').includes('Amal Mirani'), 'the key is open');
  });
}

async function look_back(run, auditor, evidence_officer, state) {
  await run.step('an auditor asks who had access, and is told acts, and nothing of what the case holds', auditor, async () => {
    await open(run, auditor, 'oversight');
    await auditor.getByLabel('Exhibit, case, officer or person').fill(state.exhibit);
    await auditor.getByRole('button', { name: 'Ask the ledger' }).click();
    await auditor.getByText(/package\.|bundle\.|assessment/).first().waitFor();
    const said = await auditor.locator('main').innerText();
    for (const name of ['Amal Mirani', 'Gul Tarin', 'Hamid Vessar']) expect(said.includes(name), `${name} is not among those who had access`);
    for (const word of [kTitle, kThread, 'pier']) expect(!said.includes(word), `the auditor is told "${word}"`);
    await auditor.getByLabel('From (UTC)').fill(new Date(Date.now() - 86_400_000).toISOString());
    await auditor.getByLabel('Until (UTC)').fill(new Date(Date.now() + 86_400_000).toISOString());
    await auditor.getByRole('button', { name: 'Make the report' }).click();
    await auditor.getByText('act.refused').first().waitFor();
  });
  await run.step('the evidence officer verifies the whole ledger', evidence_officer, async () => {
    await open(run, evidence_officer, 'ledger');
    await evidence_officer.getByRole('button', { name: 'Verify the whole ledger' }).click();
    await evidence_officer.getByText('The ledger is whole').waitFor({ timeout: kWaitMs });
  });
  await run.step('the custody record tells the whole way', evidence_officer, async () => {
    await open(run, evidence_officer, `exhibits/${state.exhibit}/custody`);
    const list = evidence_officer.locator('main ol');
    await list.getByText(/was sealed/).first().waitFor();
    const said = await list.innerText();
    const order = ['An authorisation was asked for', 'The authorisation was approved', 'was sealed', 'An assessment was asked for'];
    const places = order.map((words) => said.indexOf(words));
    expect(places.every((at, index) => at >= 0 && (index === 0 || at > places[index - 1])), `out of order: ${places} in ${said}`);
  });
}

export async function whole_case(all, given) {
  const run = new Run(given.sender_url, all.output);
  const there = new Run(given.partner_url, all.output);
  const state = {};
  const links = given.whole_case;
  try {
    await run.start();
    await there.start();
    const officer = await person(run, 'officer', links.officer);
    const supervisor = await person(run, 'supervisor', links.supervisor);
    const reviewers = [await person(run, 'first reviewer', links.reviewer), await person(run, 'second reviewer', links.second_reviewer)];
    await begin(run, officer, supervisor, state);
    await capture(run, officer, state);
    await assess(run, officer, reviewers, state);
    await act(run, officer, supervisor, state, given);
    await share(run, there, officer, await person(there, 'partner', links.partner), state, given);
    await defend(run, officer, supervisor, state);
    await look_back(run, await person(run, 'auditor', links.auditor), await person(run, 'evidence officer', links.evidence_officer), state);
    all.steps += run.steps + there.steps;
    all.problems.push(...run.problems, ...there.problems);
  } finally {
    await run.stop();
    await there.stop();
  }
}
