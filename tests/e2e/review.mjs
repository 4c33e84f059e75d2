// Review: an officer asks for an assessment, two write it step by step and blind to each other, what speaks for
// somebody holds an outcome back, a third decides; a complaint is answered; in English and Urdu. All content is invented.
import { expect } from './harness.mjs';

async function by_link(run, name, link, language = 'en') {
  const { context, page } = await run.person(name, { language, theme: 'light' });
  await page.goto(`${run.server}/${link.slice(link.indexOf('#'))}`);
  await page.getByRole('navigation', { name: language === 'ur' ? 'مرکزی' : 'Main' }).waitFor();
  return { context, page };
}

async function ask(run, page, state) {
  await run.step('an officer asks for an assessment, with a reason', page, async () => {
    await page.goto(`${run.server}/#/cases/${state.case_id}/review`);
    const form = page.getByRole('form', { name: 'Ask for an assessment' });
    await form.getByLabel('Exhibit').selectOption({ index: 1 });
    await form.getByLabel('Reason').fill('Is it the circle’s own channel?');
    await form.getByLabel('It is urgent').check();
    await form.getByRole('button', { name: 'Ask for an assessment' }).click();
    await page.getByText('It stands in the queue.').waitFor();
  });
  await run.accessible('review in a case', page);
  await run.step('what speaks for somebody is noted, with what shows it', page, async () => {
    const form = page.getByRole('form', { name: 'Note it' });
    await form.getByLabel('What speaks for whom, and why').fill('The author reports on the circle.');
    await form.getByLabel('Exhibit').selectOption({ index: 1 });
    await form.getByRole('button', { name: 'Note it' }).click();
    await page.getByText('Unanswered', { exact: true }).waitFor();
  });
}

export const form_of = (page, step) => page.getByRole('form', { name: step, exact: true });
export async function grounds(form) {
  await form.getByLabel('Reason', { exact: true }).fill('The thread says so itself.');
  await form.getByLabel('How sure are you?').selectOption('moderate');
}
export async function save(form, page, then) {
  await form.getByRole('button', { name: 'Save this step' }).click();
  if (then) await form_of(page, then).waitFor();
}

export async function until_uses(page) {
  const purpose = form_of(page, 'Purpose');
  await purpose.getByLabel('Purpose as it claims').selectOption('journalism');
  await purpose.getByLabel('Purpose as you assess it').selectOption('none');
  await grounds(purpose);
  await save(purpose, page, 'Source');
  const source = form_of(page, 'Source');
  await source.getByLabel('What was found').fill('An account of the circle.');
  await grounds(source);
  await save(source, page, 'Content');
  const content = form_of(page, 'Content');
  await content.getByLabel('What was found').fill('A poem and a map. ایک نظم اور ایک نقشہ۔');
  await content.getByLabel('Languages').fill('ur en');
  await grounds(content);
  await save(content, page, 'Uses');
}
export async function no_uses(page) {
  for (const box of await form_of(page, 'Uses').getByLabel('Why none of it applies').all()) await box.fill('Nothing of it is there.');
}

async function take(page, run) {
  await page.goto(`${run.server}/#/queue`);
  await page.getByText('Urgent', { exact: true }).waitFor();
  await page.getByText(/asked: \W*Is it the circle/).waitFor();
}

async function first(run, page) {
  await run.step('the queue says why an item is there', page, () => take(page, run));
  await run.accessible('the queue', page);
  await run.picture('queue', page);
  await run.step('the steps open one after the other, and nothing is filled in', page, async () => {
    await page.getByRole('button', { name: /^Take / }).first().click();
    await form_of(page, 'Purpose').waitFor();
    expect((await page.getByRole('form').count()) === 1, 'more than one step is open');
    expect((await form_of(page, 'Purpose').getByLabel('Purpose as you assess it').inputValue()) === '', 'a purpose was chosen');
    await until_uses(page);
  });
  await run.accessible('a step of an assessment', page);
  await run.step('where incitement is alleged, the six parts are asked for before the outcome', page, async () => {
    await no_uses(page);
    await page.getByLabel('Incitement is alleged').check();
    await save(form_of(page, 'Uses'), page, 'Six parts of the test');
    const test = form_of(page, 'Six parts of the test');
    await test.getByLabel('Audience').fill('Readers of the thread.');
    await test.getByLabel('Target group').fill('Visitors of the market.');
    for (const [number, box] of (await test.getByLabel('What was found').all()).entries()) {
      expect((await box.inputValue()) === '', 'a part was filled in');
      await box.fill(`What is known, ${number + 1}.`);
    }
    for (const met of await test.getByLabel('Met?').all()) await met.selectOption('unclear');
    await test.getByLabel('Conclusion of the test').selectOption('criminal');
    await test.getByLabel('Reason', { exact: true }).fill('All six, read together.');
    await save(test, page);
    await page.getByRole('alert').getByText(/all six parts/).waitFor();
    await test.getByLabel('Conclusion of the test').selectOption('no-sanction');
  });
  await run.accessible('the six parts', page);
  await run.picture('six-parts', page);
  await run.step('an outcome that acts waits for what speaks for somebody', page, async () => {
    await save(form_of(page, 'Six parts of the test'), page, 'Outcome');
    const outcome = form_of(page, 'Outcome');
    await outcome.getByLabel('Outcome').selectOption('removal');
    await grounds(outcome);
    await save(outcome, page);
    await page.getByRole('alert').getByText(/unanswered/).waitFor();
  });
}

async function answer(run, page, state) {
  await run.step('another officer answers it', page, async () => {
    await page.goto(`${run.server}/#/cases/${state.case_id}/review`);
    const note = page.getByRole('article', { name: 'The author reports on the circle.' });
    await note.getByLabel('Answer').selectOption('outweighed');
    await note.getByLabel('Reason').fill('The map names an hour.');
    await note.getByRole('button', { name: 'Answer' }).click();
    await note.getByText('Outweighed', { exact: true }).waitFor();
    expect((await page.getByText('removal').count()) === 0, 'the supervisor was told of the first assessment');
  });
}

async function second(run, page, state) {
  await run.step('the second is told nothing of the first', page, async () => {
    await take(page, run);
    await page.goto(`${run.server}/#/cases/${state.case_id}/review`);
    await page.getByText('Nothing was assessed by two officers yet.').waitFor();
    await page.goto(`${run.server}/#/cases/${state.case_id}/record`);
    await page.getByText('An assessment was asked for').first().waitFor();
    expect((await page.getByText('A step of an assessment was written').count()) === 0, 'the record tells of the first assessment');
    expect((await page.getByText('An assessment was begun').count()) === 0, 'the record tells that there is a first assessment');
  });
  await run.step('and writes theirs', page, async () => {
    await page.goto(`${run.server}/#/queue`);
    await page.getByRole('button', { name: /^Take / }).first().click();
    await until_uses(page);
    await no_uses(page);
    await save(form_of(page, 'Uses'), page, 'Outcome');
    const outcome = form_of(page, 'Outcome');
    await outcome.getByLabel('Outcome').selectOption('no-action');
    await grounds(outcome);
    await save(outcome, page);
    await page.getByRole('link', { name: 'Read both' }).click();
    await page.getByText('They differ').first().waitFor();
    expect((await page.getByRole('form', { name: 'Decide' }).count()) === 0, 'one of the two may decide');
  });
}

async function third(run, page, state) {
  await run.step('a third officer decides, and both assessments stay', page, async () => {
    await page.goto('about:blank');
    await page.goto(`${run.server}/#/cases/${state.case_id}/review`);
    await page.getByRole('row').filter({ hasText: 'They differ' }).getByRole('link').click();
    const form = page.getByRole('form', { name: 'Decide' });
    await form.getByLabel('Outcome').selectOption('keep-watching');
    await grounds(form);
    await form.getByRole('button', { name: 'Decide' }).click();
    await page.getByText('Decided by a third').waitFor();
    for (const name of [/By \W*Gul Tarin/, /By \W*Hamid Vessar/]) await page.getByRole('heading', { name }).waitFor();
  });
  await run.accessible('two assessments', page);
  await run.picture('pair', page);
  state.pair = page.url();
}

async function complaint(run, investigator, supervisor, state) {
  await run.step('a complaint is registered under a pseudonym and answered by who had no part', investigator, async () => {
    await investigator.goto('about:blank');
    await investigator.goto(`${run.server}/#/cases/${state.case_id}/review`);
    const form = investigator.getByRole('form', { name: 'Register' });
    await form.getByLabel('Name, or a pseudonym').fill('Reader of the river');
    await form.getByLabel('What is asked or complained of').fill('It is a report.');
    await form.getByRole('button', { name: 'Register' }).click();
    await investigator.getByText('Reader of the river').waitFor();
    await supervisor.goto('about:blank');
    await supervisor.goto(`${run.server}/#/cases/${state.case_id}/review`);
    const register = supervisor.getByRole('article', { name: /-C01$/ });
    await register.waitFor();
    await supervisor.getByLabel('Outcome', { exact: true }).selectOption('partly-upheld');
    await supervisor.getByLabel('Reason', { exact: true }).last().fill('The title is corrected.');
    await register.getByRole('button', { name: 'Answer' }).click();
    await register.getByText('Upheld in part').waitFor();
  });
}

export async function review(run, state, given) {
  const investigator = await by_link(run, 'review, investigator', given.investigator_review);
  const supervisor = await by_link(run, 'review, supervisor', given.supervisor_review);
  const gul = await by_link(run, 'review, first reviewer', given.reviewer);
  const hamid = await by_link(run, 'review, second reviewer', given.reviewer_second);
  await ask(run, investigator.page, state);
  await first(run, gul.page);
  await answer(run, supervisor.page, state);
  await run.step('then the outcome completes the assessment', gul.page, async () => {
    await save(form_of(gul.page, 'Outcome'), gul.page);
    await gul.page.getByText('Your assessment is complete.').waitFor();
  });
  await second(run, hamid.page, state);
  await third(run, supervisor.page, state);
  await complaint(run, investigator.page, supervisor.page, state);
  await run.step('one’s own exposure is shown', gul.page, async () => {
    await gul.page.goto(`${run.server}/#/queue`);
    await gul.page.getByRole('heading', { name: 'My exposure' }).waitFor();
    expect((await gul.page.getByText('Officers with a limit reached').count()) === 0, 'a reviewer is told who reached a limit');
  });
  for (const one of [investigator, supervisor, gul, hamid]) await one.context.close();
  const urdu = await by_link(run, 'review, in Urdu', given.reviewer_urdu, 'ur');
  await run.step('the queue and the pair read in Urdu', urdu.page, async () => {
    await urdu.page.goto(`${run.server}/#/queue`);
    await urdu.page.getByRole('heading', { level: 1, name: 'جائزے کے منتظر' }).waitFor();
    await urdu.page.goto(state.pair);
    await urdu.page.getByText('تیسرے نے طے کیا').waitFor();
  });
  await run.accessible('two assessments in Urdu', urdu.page);
  await run.picture('pair-urdu', urdu.page);
  await urdu.context.close();
}
