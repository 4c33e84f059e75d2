// Keeping: a rule and a hold, a disposal that one proposes and another approves, its certificate, and the statistics
// that an auditor reads; in English and Urdu. All content is invented.
import { readFileSync } from 'node:fs';
import { expect, Run } from './harness.mjs';

async function by_link(run, name, link, language = 'en') {
  const { context, page } = await run.person(name, { language, theme: 'light' });
  await page.goto(`${run.server}/${link.slice(link.indexOf('#'))}`);
  await page.getByRole('navigation', { name: language === 'ur' ? 'مرکزی' : 'Main' }).waitFor();
  return { context, page };
}

const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
const open_case = (run, page, keeping) => page.goto(`${run.server}/#/cases/${keeping.case_id}/keeping`);

async function rule(run, supervisor) {
  await run.step('a supervisor sets how long material is kept, under a provision', supervisor, async () => {
    await supervisor.getByRole('link', { name: 'Keeping', exact: true }).click();
    await supervisor.getByText('No rule says how long anything is kept').waitFor();
    await supervisor.getByLabel('Name of the rule').fill('Not needed any more');
    await supervisor.getByLabel('Material', { exact: true }).selectOption('imports');
    await supervisor.getByLabel('Kept at least').fill('at once');
    await supervisor.getByLabel('Law pack').selectOption('international');
    await supervisor.getByLabel('Provision').fill('bp-minimisation');
    await supervisor.getByLabel('Reason', { exact: true }).fill('Order 7 of the head.');
    await supervisor.getByRole('button', { name: 'Set the rule' }).click();
    await supervisor.getByRole('button', { name: /Record a review of .*Not needed any more/ }).waitFor();
  });
  await run.accessible('keeping', supervisor);
}

async function hold(run, page, supervisor, keeping) {
  await run.step('what is held is not disposed of, whatever a rule says', page, async () => {
    await open_case(run, page, keeping);
    await page.getByText('its time has come').waitFor();
    await page.getByLabel('Of', { exact: true }).selectOption({ index: 1 });
    await page.getByLabel('Who or what demands it').fill('Suit 3 of 2026');
    await page.getByLabel('Reason, finding or note').fill('The court asked.');
    await page.getByRole('button', { name: 'Place the hold' }).click();
    await page.getByText('Suit 3 of 2026: The court asked.').waitFor();
    await page.getByRole('button', { name: 'Propose the disposal' }).click();
    await page.getByRole('alert').getByText(/it stays until a supervisor lifts that/).waitFor();
  });
  await run.accessible('keeping in a case', page);
  await run.step('a supervisor lifts it, with a reason', supervisor, async () => {
    await open_case(run, supervisor, keeping);
    await supervisor.getByLabel('Reason, finding or note').fill('The suit ended.');
    await supervisor.getByRole('button', { name: 'Lift the hold' }).click();
    await supervisor.getByText(/Lifted by .*The suit ended/).waitFor();
  });
}

async function disposal(run, page, supervisor, keeping) {
  await run.step('one proposes a disposal, and cannot approve it', page, async () => {
    await page.reload();
    await page.getByText('its time has come').waitFor();
    await page.getByLabel('Of', { exact: true }).selectOption({ index: 1 });
    await page.getByRole('button', { name: 'What speaks against it?' }).click();
    await page.getByText('Nothing speaks against it.').waitFor();
    await page.getByLabel('Reason, finding or note').last().fill('Nobody needs it any more.');
    await page.getByRole('button', { name: 'Propose the disposal' }).click();
    await page.getByText('Proposed', { exact: true }).waitFor();
    expect((await page.getByRole('button', { name: 'Approve: it goes for ever' }).count()) === 0, 'who proposed it is offered the approval');
  });
  await run.step('another approves it, and it goes', supervisor, async () => {
    await supervisor.reload();
    await supervisor.getByRole('button', { name: 'Approve: it goes for ever' }).click();
    await supervisor.getByText(/^(Gone|Approved, waits to be carried out)$/).first().waitFor();
    for (let i = 0; i < 20 && (await supervisor.getByText('Gone', { exact: true }).count()) === 0; ++i) {
      await supervisor.waitForTimeout(500);
      await supervisor.reload();
      await supervisor.getByRole('table', { name: 'Disposals' }).waitFor();
    }
    await supervisor.getByText('Gone', { exact: true }).waitFor();
    await supervisor.getByText('The case has no exhibits').waitFor();
  });
  await run.accessible('what was disposed of', supervisor);
  await run.step('its certificate says what went, and by whose decision', supervisor, async () => {
    const waiting = supervisor.waitForEvent('download');
    await supervisor.getByRole('button', { name: 'Certificate', exact: true }).click();
    const paper = readFileSync(await (await waiting).path(), 'utf8');
    for (const word of ['Nobody needs it any more.', 'Amal Mirani', 'Behram Sorani', 'Not needed any more'])
      expect(paper.includes(word), `the certificate lacks ${word}`);
    expect(!paper.includes('harbour.tirazan.example'), 'the certificate tells the content');
  });
  await run.picture('keeping', supervisor);
}

async function oversight(run, keeping) {
  const { context, page } = await by_link(run, 'keeping, auditor', keeping.auditor);
  await run.step('an auditor counts what was done, without names', page, async () => {
    await page.getByRole('link', { name: 'Oversight', exact: true }).click();
    await page.getByRole('button', { name: 'Count', exact: true }).click();
    await page.getByText('Small counts are left out').waitFor();
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV' }).click();
    const counts = readFileSync(await (await waiting).path(), 'utf8');
    expect(counts.includes('disposals') && !counts.includes('Amal'), 'the counts are not such');
    await page.getByLabel('Until (UTC)').fill(new Date(Date.now() + 86_400_000).toISOString());
    await page.getByRole('button', { name: 'Make the report' }).click();
    await page.getByText('legal-hold').waitFor();
  });
  await run.accessible('oversight', page);
  await run.step('an auditor lists acts, and is shown of a case no more than these', page, async () => {
    await page.getByLabel('Case', { exact: true }).fill('TZ-2026-0005');
    await page.getByRole('button', { name: 'Count the registers' }).click();
    await page.getByRole('rowheader', { name: 'disposals' }).waitFor();
    await page.getByRole('button', { name: 'List the acts' }).click();
    await page.getByText('hold.placed').first().waitFor();
    await page.goto(`${run.server}/#/cases/${keeping.case_id}`);
    await page.getByRole('heading', { name: 'TZ-2026-0005' }).waitFor();
    await page.getByText('exhibit.sealed').first().waitFor();
    const shown = await page.locator('main').innerText();
    for (const word of ['A closed inquiry', 'a drawer', 'drawer.txt']) expect(!shown.includes(word), `${word} is shown to an auditor`);
    expect(await page.getByRole('link', { name: 'Keeping', exact: true }).count() === 0, 'pages that are not theirs are offered');
    expect(await fits(page), 'the record of acts is too wide');
  });
  await run.accessible('the record of acts', page);
  await context.close();
}

async function in_urdu(run, keeping) {
  for (const [link, pages] of [
    [keeping.supervisor_urdu, [['keeping', 'تلف ہو چکا'], [`cases/${keeping.case_id}/keeping`, 'روکیں'], ['oversight', 'اعداد و شمار']]],
    [keeping.auditor_urdu, [['oversight', 'رجسٹر گنیں'], [`cases/${keeping.case_id}`, 'ہر اندراج بطور عمل']]],
  ]) await pages_in_urdu(run, link, pages);
}

async function pages_in_urdu(run, link, pages) {
  const { context, page } = await by_link(run, 'keeping in urdu', link, 'ur');
  await run.step('keeping and oversight are read in Urdu, and fit the page', page, async () => {
    for (const [address, words] of pages) {
      await page.goto(`${run.server}/#/${address}`);
      await page.getByText(words).first().waitFor();
      expect(await fits(page), `${address} is too wide`);
    }
  });
  await run.accessible('oversight in Urdu', page);
  await context.close();
}

export async function keeping(all, given) {
  const run = new Run(given.sender_url, all.output);
  const made = given.keeping;
  try {
    await run.start();
    const { page } = await by_link(run, 'keeping', made.investigator);
    const second = await by_link(run, 'keeping, supervisor', made.supervisor);
    await rule(run, second.page);
    await hold(run, page, second.page, made);
    await disposal(run, page, second.page, made);
    await oversight(run, made);
    await in_urdu(run, made);
    all.steps += run.steps;
    all.problems.push(...run.problems);
  } finally {
    await run.stop();
  }
}
