// Planning: a plan is written, submitted and approved by another officer; "do not collect" stops a capture;
// an emergency is declared and refused; law and policy; in English and Urdu. All content is invented.
import { expect } from './harness.mjs';

const kLater = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 16);

async function by_link(run, name, link, language = 'en') {
  const { context, page } = await run.person(name, { language, theme: 'light' });
  await page.goto(`${run.server}/${link.slice(link.indexOf('#'))}`);
  await page.getByRole('navigation', { name: language === 'ur' ? 'مرکزی' : 'Main' }).waitFor();
  return { context, page };
}

// Every control of a form that is still empty gets a word of its type.
async function fill_rest(page) {
  const form = page.locator('main form').last();
  for (const box of await form.locator('textarea, input:not([type])').all())
    if ((await box.inputValue()) === '') await box.fill('A sentence, ایک جملہ۔');
  for (const box of await form.locator('input[type="date"]').all()) if ((await box.inputValue()) === '') await box.fill('2026-11-24');
}

async function begin(run, page, state, form) {
  await page.goto(`${run.server}/#/cases/${state.case_id}/planning`);
  await page.getByLabel('Form', { exact: true }).selectOption({ label: `${form} (international)` });
  await page.getByRole('button', { name: 'Begin', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: form }).waitFor();
}

async function plan(run, page, supervisor, state) {
  await run.step('a plan is written from a form that is data, and may have gaps as a draft', page, async () => {
    await begin(run, page, state, 'Online investigation plan');
    await page.getByLabel('Summary: subject, territory, period').fill('The river market.');
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByRole('heading', { level: 2, name: 'What is to be done' }).waitFor();
    await page.getByText('draft: to be confirmed by counsel').first().waitFor();
    await page.getByRole('button', { name: 'Submit', exact: true }).click();
    await page.getByRole('alert').getByText(/fill it in/).waitFor();
  });
  await run.accessible('a paper', page);
  await run.step('completed, it is submitted, and its author cannot approve it', page, async () => {
    await page.getByRole('button', { name: 'Write a new version' }).click();
    await page.getByLabel('Why is it changed?').fill('Completed.');
    await fill_rest(page);
    await page.getByLabel('Review on').fill(kLater(20));
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByText(/Version \W*2\W*, by/).first().waitFor();
    await page.getByRole('button', { name: 'Submit', exact: true }).click();
    await page.getByText('It waits for the decision of a second person.').waitFor();
    expect((await page.getByRole('button', { name: 'Approve the paper' }).count()) === 0, 'the author is offered the approval');
  });
  await run.step('a supervisor finds it among what waits, and approves it', supervisor, async () => {
    await supervisor.goto(`${run.server}/#/approvals`);
    await supervisor.getByRole('list', { name: 'Papers and emergencies that wait' }).getByRole('link', { name: 'Online investigation plan' }).click();
    await supervisor.getByRole('button', { name: 'Approve the paper' }).click();
    await supervisor.getByText('In force', { exact: true }).waitFor();
    await supervisor.getByText(/fields were changed/).click();
  });
  await run.picture('paper', supervisor);
}

async function assess(run, page, supervisor, state) {
  await run.step('a supervisor sets the policy, with a reason', supervisor, async () => {
    await supervisor.goto(`${run.server}/#/law`);
    await supervisor.getByLabel('A preliminary assessment of each source before it is captured').check();
    await supervisor.getByLabel('Investigation plan', { exact: true }).check();
    await supervisor.getByLabel('Why is the policy set so?').fill('Order 4.');
    await supervisor.getByRole('button', { name: 'Set the policy' }).click();
    await supervisor.getByText('The policy is set').first().waitFor();
  });
  await run.accessible('law and policy', supervisor);
  await run.step('a source that nobody assessed is not captured', page, async () => {
    await page.goto(`${run.server}/#/cases/${state.case_id}/capture?url=${encodeURIComponent(state.url)}`);
    await page.getByText(/no preliminary assessment covers/).waitFor();
  });
  await run.step('"do not collect" is an outcome, and stops the capture with its reason', page, async () => {
    await begin(run, page, state, 'Preliminary assessment before collection');
    await page.getByLabel('URL', { exact: true }).fill(state.url);
    await page.getByLabel('Place', { exact: true }).check();
    await page.getByLabel('Decision', { exact: true }).selectOption('do-not-collect');
    await page.getByLabel('Reason of the decision').fill('Only bystanders.');
    await fill_rest(page);
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByRole('button', { name: 'Submit', exact: true }).click();
    await page.getByText('Recorded', { exact: true }).first().waitFor();
    await page.goto(`${run.server}/#/cases/${state.case_id}/capture?url=${encodeURIComponent(state.url)}`);
    await page.getByText(/says not to collect this: Only bystanders/).waitFor();
  });
  await run.step('the case shows its papers with their state', page, async () => {
    await page.goto(`${run.server}/#/cases/${state.case_id}/planning`);
    const table = page.getByRole('table', { name: 'Papers of the case' });
    await table.getByText('Do not collect').waitFor();
    await table.getByRole('link', { name: 'Online investigation plan' }).waitFor();
  });
  await run.accessible('the planning of a case', page);
}

async function emergency(run, page, supervisor, state) {
  await run.step('an emergency is declared with a reason and flagged', page, async () => {
    await page.goto(`${run.server}/#/cases/${state.case_id}/planning`);
    await page.getByLabel('Why it cannot wait, or why you decide so').fill('An attack is announced.');
    await page.getByRole('button', { name: 'Declare an emergency' }).click();
    await page.getByText('Emergency: nobody has ratified it yet').waitFor();
  });
  await run.step('a supervisor refuses it, and both stay on record', supervisor, async () => {
    await supervisor.goto(`${run.server}/#/cases/${state.case_id}/planning`);
    await supervisor.getByLabel('Why it cannot wait, or why you decide so').fill('It can wait.');
    await supervisor.getByRole('button', { name: 'Refuse the emergency' }).click();
    await supervisor.getByText('Emergency: refused').waitFor();
    await supervisor.goto(`${run.server}/#/cases/${state.case_id}/record`);
    await supervisor.getByText('An emergency was refused').first().waitFor();
    await supervisor.getByText('An emergency was declared').first().waitFor();
  });
  await run.step('the demands are lifted again, by a supervisor', supervisor, async () => {
    await supervisor.goto(`${run.server}/#/law`);
    await supervisor.getByLabel('A preliminary assessment of each source before it is captured').uncheck();
    await supervisor.getByLabel('Investigation plan', { exact: true }).uncheck();
    await supervisor.getByLabel('Why is the policy set so?').fill('The exercise is over.');
    await supervisor.getByRole('button', { name: 'Set the policy' }).click();
    await supervisor.getByText('The policy is set').first().waitFor();
  });
}

async function in_urdu(run, page, state) {
  await run.step('planning is read from right to left, with the forms in Urdu', page, async () => {
    await page.goto(`${run.server}/#/cases/${state.case_id}/planning`);
    await page.getByRole('button', { name: 'اردو' }).click();
    await page.getByRole('table', { name: 'مقدمے کے کاغذات' }).getByRole('link', { name: 'آن لائن تفتیش کا منصوبہ' }).click();
    await page.getByText('خلاصہ: موضوع، علاقہ، مدت').first().waitFor();
    expect((await page.evaluate(() => document.documentElement.dir)) === 'rtl', 'the page is not turned');
  });
  await run.accessible('a paper in Urdu', page);
  await run.picture('paper-urdu', page);
}

export async function planning(run, given) {
  const investigator = await by_link(run, 'planning', given.investigator_planning);
  const supervisor = await by_link(run, 'planning supervisor', given.supervisor_planning);
  const state = { url: given.capture_url };
  await run.step('a case leads to its planning', investigator.page, async () => {
    await investigator.page.goto(`${run.server}/#/cases`);
    await investigator.page.locator('main').getByRole('link').filter({ hasText: /\S/ }).first().waitFor();
    state.case_id = await investigator.page.evaluate(() => [...document.querySelectorAll('main a[href^="#/cases/case-"]')].map((a) => a.getAttribute('href').split('/')[2])[0]);
    await investigator.page.goto(`${run.server}/#/cases/${state.case_id}/planning`);
    await investigator.page.getByText('Nothing was planned or assessed yet').waitFor();
  });
  await plan(run, investigator.page, supervisor.page, state);
  await assess(run, investigator.page, supervisor.page, state);
  await emergency(run, investigator.page, supervisor.page, state);
  await in_urdu(run, investigator.page, state);
  await investigator.context.close();
  await supervisor.context.close();
}
