// Two agencies in two workbenches: cards, a marking, a sealed package there, and the receipt back; in English and
// Urdu. All content is invented.
import { join } from 'node:path';
import { Run } from './harness.mjs';

async function by_link(run, name, link, language = 'en') {
  const { context, page } = await run.person(name, { language, theme: 'light' });
  await page.goto(`${run.server}/${link.slice(link.indexOf('#'))}`);
  await page.getByRole('navigation', { name: language === 'ur' ? 'مرکزی' : 'Main' }).waitFor();
  return { context, page };
}

async function save(run, page, locator, name) {
  const [download] = await Promise.all([page.waitForEvent('download'), locator.click()]);
  const path = join(run.output, name);
  await download.saveAs(path);
  return path;
}

const card = (page) => page.getByRole('link', { name: 'Save our card' });

// The supervisor registers, the evidence officer confirms what he was told.
async function introduce(run, supervisor, second, file, fingerprint) {
  await run.step('a partner is registered from its card, and counts once a second officer confirmed it', supervisor, async () => {
    await supervisor.goto(`${run.server}/#/settings`);
    await supervisor.getByLabel('The partner’s card').setInputFiles(file);
    await supervisor.getByRole('button', { name: 'Register', exact: true }).click();
    await supervisor.getByTestId('agency').getByText('Not confirmed').waitFor();
    await second.goto(`${run.server}/#/settings`);
    await second.getByLabel('The fingerprint as it was told to you').fill(fingerprint);
    await second.getByLabel('By whom and by which way').fill('by telephone');
    await second.getByRole('button', { name: 'Confirm', exact: true }).click();
    await second.getByTestId('agency').getByText('In force').waitFor();
  });
}

export async function sharing(all, given) {
  const run = new Run(given.sender_url, all.output);
  const there = new Run(given.partner_url, all.output);
  try {
    await run.start();
    await there.start();
    const ours = {
      supervisor: (await by_link(run, 'supervisor', given.sharing.supervisor)).page,
      second: (await by_link(run, 'evidence officer', given.sharing.second)).page,
      investigator: (await by_link(run, 'investigator', given.sharing.investigator)).page,
    };
    const theirs = {
      supervisor: (await by_link(there, 'their supervisor', given.sharing.their_supervisor)).page,
      second: (await by_link(there, 'their evidence officer', given.sharing.their_second)).page,
      investigator: (await by_link(there, 'their investigator', given.sharing.their_investigator, 'ur')).page,
    };

    let our_card, their_card, our_print, their_print;
    await run.step('each agency has a card with a fingerprint', ours.supervisor, async () => {
      await ours.supervisor.goto(`${run.server}/#/settings`);
      our_print = await ours.supervisor.getByTestId('our-fingerprint').innerText();
      our_card = await save(run, ours.supervisor, card(ours.supervisor), 'ours.json');
      await theirs.supervisor.goto(`${there.server}/#/settings`);
      their_print = await theirs.supervisor.getByTestId('our-fingerprint').innerText();
      their_card = await save(there, theirs.supervisor, card(theirs.supervisor), 'theirs.json');
    });
    await introduce(run, ours.supervisor, ours.second, their_card, their_print);
    await introduce(there, theirs.supervisor, theirs.second, our_card, our_print);
    await run.accessible('settings with partners', ours.second);

    const page = ours.investigator;
    await run.step('a case is marked before anything of it is shared', page, async () => {
      await page.goto(`${run.server}/#/cases/${given.sharing.case_id}/sharing`);
      await page.getByText('Nobody has marked this case').waitFor();
      await page.getByRole('button', { name: 'Change the marking' }).click();
      const form = page.locator('form').filter({ has: page.getByRole('button', { name: 'Set the marking' }) });
      await form.getByLabel('Caveats, one on each line').fill('not for the press');
      await form.getByLabel('Reason', { exact: true }).fill('a source is named');
      await form.getByRole('button', { name: 'Set the marking' }).click();
      await page.getByTestId('marking').getByText('TLP:AMBER').waitFor();
    });
    let sealed;
    await run.step('a bundle is sealed for the partner, and not under a looser marking than its case', page, async () => {
      const form = page.locator('form').filter({ has: page.getByRole('button', { name: 'Seal the package' }) });
      await form.getByLabel('Bundle').selectOption({ index: 0 });
      await form.getByLabel('Partner').selectOption({ index: 0 });
      await form.getByLabel('TLP').selectOption('green');
      await form.getByLabel('Purpose').fill('joint inquiry 7/2026');
      await form.getByRole('button', { name: 'Seal the package' }).click();
      await form.getByText(/more strictly than the package/).waitFor();
      await form.getByLabel('TLP').selectOption('amber');
      await form.getByRole('button', { name: 'Seal the package' }).click();
      await page.getByTestId('package').getByText('Sent').waitFor();
      sealed = await save(run, page, page.getByRole('link', { name: 'Save the sealed file' }), 'lantern.cms');
    });
    await run.accessible('sharing', page);
    await run.picture('sharing', page);

    const reader = theirs.investigator;
    let receipt;
    await there.step('the partner opens it, takes its exhibits in and issues the receipt', reader, async () => {
      await reader.goto(`${there.server}/#/cases/${given.sharing.their_case}/sharing`);
      await reader.getByRole('button', { name: 'پیکج', exact: true }).setInputFiles(sealed);
      await reader.getByRole('button', { name: 'کھولیں اور جانچیں' }).click();
      const item = reader.getByTestId('package');
      await item.getByText('وصول شدہ').waitFor();
      await item.getByRole('button', { name: 'اس کے شواہد اندر لیں' }).click();
      await item.getByRole('button', { name: 'رسید جاری کریں' }).click();
      receipt = await save(there, reader, item.getByRole('link', { name: 'رسید محفوظ کریں' }), 'receipt.cms');
    });
    await there.accessible('sharing in Urdu', reader);
    await there.step('the same package is refused the second time', reader, async () => {
      await reader.getByRole('button', { name: 'پیکج', exact: true }).setInputFiles(sealed);
      await reader.getByRole('button', { name: 'کھولیں اور جانچیں' }).click();
      await reader.getByText(/opened already/).waitFor();
    });
    await run.step('the receipt comes back, and the package says who received it', page, async () => {
      await page.getByLabel('A receipt').setInputFiles(receipt);
      await page.getByRole('button', { name: 'Take the receipt in' }).click();
      await page.getByTestId('received').getByText(/Received by/).waitFor();
    });
    all.steps += run.steps + there.steps;
    all.problems.push(...run.problems, ...there.problems);
  } finally {
    await run.stop();
    await there.stop();
  }
}
