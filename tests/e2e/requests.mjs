// Requests and clocks: a referral is drafted, lacks what it may not go out without, is approved by
// another officer, issued, sent and answered; its papers are files; the wall shows what falls due.
import { readFileSync } from 'node:fs';
import { expect } from './harness.mjs';

async function sign_in(run, page, state, words) {
  await page.goto(`${run.server}/`);
  await page.getByLabel(words.officer).fill(state.officer);
  await page.getByLabel(words.password).fill(state.password);
  await page.getByRole('button', { name: words.sign_in }).click();
  await page.getByRole('navigation', { name: words.main }).waitFor();
}

const in_dialog = (page) => page.getByRole('dialog');

async function draft(run, page, state) {
  await run.step('a request is a form of a law pack, marked as a draft of the law', page, async () => {
    await page.goto(`${run.server}/#/cases/${state.case_id}/requests`);
    await page.getByText('Nothing was asked yet').waitFor();
    await page.getByRole('link', { name: 'New request' }).click();
    await page.getByLabel('Choose a form').selectOption({ label: 'Removal order (Regulation (EU) 2021/784, Annex I) (eu)' });
    await page.getByText('the agency has no such power on record').waitFor();
    await page.getByLabel('Choose a form').selectOption({ label: 'Referral of content to a platform (international)' });
    await page.getByText('draft: to be confirmed by counsel').waitFor();
  });
  await run.accessible('the form of a request', page);
  await run.step('an unfinished draft is kept, and says what it lacks', page, async () => {
    await page.getByLabel('Addressee', { exact: true }).fill('Forum of Tirazan');
    await page.getByLabel('Basis').fill('The thread calls for violence.');
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByText('It cannot go out as it stands').waitFor();
    await page.getByText('give the full address (URL)').waitFor();
    await page.getByText('give at least one unique identifier').waitFor();
  });
  await run.step('it is finished', page, async () => {
    await page.getByRole('link', { name: 'Change the draft' }).click();
    await page.getByLabel('Full address (URL)').fill(state.capture_url);
    await page.getByLabel('Unique identifiers, one on a line').fill('thread 17\nuser lantern4');
    await page.getByLabel('Statutory provision').selectOption({ index: 1 });
    await page.getByLabel('Was preservation considered?').fill('Asked for.');
    await page.getByLabel('With whom was it cleared?').fill('The desk of Tirazan North.');
    await page.getByLabel('Purpose of the content as assessed').fill('No journalistic purpose.');
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByText('Nothing is missing').waitFor();
    await page.getByRole('button', { name: 'Issue', exact: true }).waitFor({ state: 'detached' });
  });
  state.request = page.url();
  await run.accessible('a draft of a request', page);
}

async function approve(run, state, given) {
  const { context, page } = await run.person('requests, supervisor', { language: 'en', theme: 'light' });
  await run.step('another officer approves it', page, async () => {
    await page.goto(`${run.server}/${given.supervisor_requests.slice(given.supervisor_requests.indexOf('#'))}`);
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    await page.goto(state.request);
    await page.getByRole('button', { name: 'Approve' }).click();
    await in_dialog(page).getByRole('button', { name: 'Approve' }).click();
    await page.getByText('Approved', { exact: true }).first().waitFor();
  });
  await context.close();
}

async function issue(run, page, state) {
  await run.step('it is issued, with papers in both languages', page, async () => {
    await page.goto('about:blank');
    await page.goto(state.request);
    await page.getByRole('button', { name: 'Issue', exact: true }).click();
    await in_dialog(page).getByRole('button', { name: 'Issue', exact: true }).click();
    await page.getByRole('link', { name: 'platform-referral.ur.html' }).waitFor();
    const waiting = page.waitForEvent('download');
    await page.getByRole('link', { name: 'platform-referral.ur.html' }).click();
    const paper = readFileSync(await (await waiting).path(), 'utf8');
    expect(paper.includes('dir="rtl"') && paper.includes('thread 17'), 'the paper is not the request');
  });
  await run.step('nobody can change it any more', page, async () => {
    expect(await page.getByRole('link', { name: 'Change the draft' }).count() === 0, 'a draft is offered');
    await page.getByRole('link', { name: 'Correct by a new request' }).waitFor();
  });
  await run.step('sending, receipt and answer are recorded', page, async () => {
    await page.getByRole('button', { name: 'Record that it was sent' }).click();
    await in_dialog(page).getByLabel('By what means').fill('portal of the forum');
    await in_dialog(page).getByRole('button', { name: 'Record that it was sent' }).click();
    await page.getByText('portal of the forum').waitFor();
    await page.getByRole('button', { name: 'Record its receipt' }).click();
    await in_dialog(page).getByLabel('By what means').fill('receipt of the portal');
    await in_dialog(page).getByRole('button', { name: 'Record its receipt' }).click();
    await page.getByText('receipt of the portal').waitFor();
    await page.getByRole('button', { name: 'Record the answer' }).click();
    await in_dialog(page).getByLabel('Outcome').selectOption('declined');
    await in_dialog(page).getByRole('button', { name: 'Record the answer' }).click();
    await page.getByText('Answered', { exact: true }).first().waitFor();
  });
  await run.accessible('a request that was answered', page);
  await run.picture('request', page);
}

async function wall(run, page) {
  await run.step('a clock is started by hand, and what is overdue stands first, in words too', page, async () => {
    await page.goto(`${run.server}/#/clocks`);
    await page.getByText('Nothing falls due').waitFor();
    for (const [rule, days] of [['pk: Preservation under a notice (90 days)', 1], ['eu: Removal after an order (1 hour)', 2]]) {
      await page.getByRole('button', { name: 'Start a clock' }).click();
      await in_dialog(page).getByLabel('Case').selectOption({ index: 1 });
      await in_dialog(page).getByLabel('Period').selectOption({ label: rule });
      await in_dialog(page).getByLabel('When it happened (UTC)').fill(`${new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 19)}Z`);
      await in_dialog(page).getByLabel('Reason').fill('An order that came by post.');
      await in_dialog(page).getByRole('button', { name: 'Start a clock' }).click();
      await in_dialog(page).waitFor({ state: 'detached' }).catch(() => undefined);
      await page.getByText(rule.slice(4, rule.indexOf(' ('))).first().waitFor();
    }
    const first = page.getByRole('row').nth(1);
    await first.getByText('Overdue').waitFor();
    await first.getByText('Europe/Brussels').waitFor();
    await page.getByText('Asia/Karachi').waitFor();
  });
  await run.accessible('the wall of clocks', page);
  await run.picture('clocks', page);
  await run.step('what was due is done, and leaves the wall', page, async () => {
    await page.getByRole('row').nth(1).getByRole('button', { name: 'Done' }).click();
    await in_dialog(page).getByLabel('Reason').fill('It was removed; a letter says so.');
    await in_dialog(page).getByRole('button', { name: 'Done' }).click();
    await in_dialog(page).waitFor({ state: 'hidden' });
    await page.getByText('Removal after an order', { exact: true }).waitFor({ state: 'detached' });
  });
}

async function in_urdu(run, state) {
  const { context, page } = await run.person('requests in urdu', { language: 'ur', theme: 'light' });
  await sign_in(run, page, state, { officer: 'افسر', password: 'پاس ورڈ', sign_in: 'داخل ہوں', main: 'مرکزی' });
  await run.step('register and wall are read in Urdu, and fit the page', page, async () => {
    for (const [address, words] of [[state.request, 'اس کا کیا ہوا'], [`${run.server}/#/clocks`, 'کیا واجب الادا ہے'], [`${run.server}/#/cases/${state.case_id}/requests`, 'درخواستوں کا رجسٹر']]) {
      await page.goto(address);
      await page.getByText(words).first().waitFor();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(wide <= 0, `${address} is ${wide} px too wide`);
    }
  });
  await run.accessible('the register in Urdu', page);
  await context.close();
}

export async function requests(run, state, given) {
  const { context, page } = await run.person('requests', { language: 'en', theme: 'light' });
  await sign_in(run, page, state, { officer: 'Officer', password: 'Password', sign_in: 'Sign in', main: 'Main' });
  await draft(run, page, state);
  await approve(run, state, given);
  await issue(run, page, state);
  await wall(run, page);
  await context.close();
  await in_urdu(run, state);
}
