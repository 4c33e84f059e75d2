// The views of a case's material: who, what, when, where and what is alike, with people as pseudonyms.
import { expect, kWaitMs } from './harness.mjs';

const kViews = ['selectors', 'people', 'graph', 'time', 'map', 'alike'];
const at = (run, state, tab) => `${run.server}/#/cases/${state.case_id}/analysis/${tab}`;

async function selectors(run, page, state) {
  await run.step('selectors are listed, and a personal one is masked', page, async () => {
    await page.goto(at(run, state, 'selectors'));
    await page.getByText('forum.tirazan.example', { exact: false }).first().waitFor();
    await page.getByRole('row', { name: /cnic/ }).first().waitFor();
    expect(!(await page.content()).includes('42101-1234567'), 'an identity number is shown');
  });
  await run.accessible('the selectors', page);
  await run.picture('selectors', page);
  await run.step('the documents of a selector lead to their part', page, async () => {
    await page.getByRole('row', { name: /forum\.tirazan\.example\/thread/ }).getByRole('button').last().click();
    await page.getByRole('link', { name: /, part / }).first().click();
    await page.getByText('See https://forum.tirazan.example/thread/7').waitFor();
  });
  await run.step('an identity number is unmasked with a reason, and not without', page, async () => {
    await page.goto(at(run, state, 'selectors'));
    await page.getByRole('row', { name: /cnic/ }).getByRole('button', { name: /^Show the name:/ }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: 'Show the name' }).isDisabled(), 'it can be unmasked without a reason');
    await run.accessible('the dialog of an unmasking', page);
    await dialog.getByLabel('Reason').fill('It stands in the message that names the pier.');
    await dialog.getByRole('button', { name: 'Show the name' }).click();
    await page.getByText(/42101-?1234567-?1/).first().waitFor();
  });
}

async function graph(run, page, state) {
  await run.step('the graph says who wrote where, by pseudonyms', page, async () => {
    await page.goto(at(run, state, 'graph'));
    await page.getByRole('list', { name: 'The nodes as a list' }).getByText(/Person/).first().waitFor();
    expect(!/Lantern \d/.test(await page.content()), 'a name is shown');
  });
  await run.accessible('the graph', page);
  await run.picture('graph', page);
  await run.step('a line of the graph leads to the documents behind it', page, async () => {
    await page.getByRole('button', { name: /^Account .*Person/ }).first().click();
    await page.getByRole('button', { name: /wrote in/ }).first().click();
    await page.getByText('Documents behind this link').first().waitFor();
  });
  await run.step('a person is unmasked only under an authorisation that names the account', page, async () => {
    const { items } = await state.ask('GET', `/cases/${state.case_id}/accounts`);
    const telegram = items.filter((one) => one.platform === 'telegram');
    let refused = 0;
    let lifted = 0;
    for (const { pseudonym } of telegram) {
      // From its beginning: the lines of a chosen node name people too, and stand above those after it.
      const entry = page.getByRole('button', { name: new RegExp(`^Account .?Person .?${pseudonym}(?!\\d)`) });
      if ((await entry.getAttribute('aria-pressed')) !== 'true') await entry.click();
      await page.getByRole('button', { name: /^Show the name:/ }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Reason').fill('Wrote of the boat.');
      await dialog.getByRole('button', { name: 'Show the name' }).click();
      const refusal = dialog.getByText('no authorisation of the case names this account');
      await Promise.race([refusal.waitFor(), dialog.waitFor({ state: 'hidden' })]);
      if ((await refusal.count()) > 0) {
        refused += 1;
        await dialog.getByRole('button', { name: 'Cancel' }).click();
      } else {
        lifted += 1;
        await page.getByText('Lantern 1').first().waitFor();
      }
    }
    expect(lifted === 1 && refused === telegram.length - 1, `${lifted} lifted, ${refused} refused of ${telegram.length}`);
  });
}

async function person(run, page, state) {
  const { items } = await state.ask('GET', `/cases/${state.case_id}/accounts`);
  const [named, other] = [items.find((one) => one.name === 'Lantern 1'), items.find((one) => one.platform === 'telegram' && one.masked)];
  await run.step('people are listed, and everything of one is shown under a permit that names the account', page, async () => {
    await page.goto(at(run, state, 'people'));
    await page.getByRole('link', { name: /: .?Lantern 1/ }).click();
    await page.waitForURL(new RegExp(`/people/${named.pseudonym}$`));
    await page.getByRole('button', { name: 'Look at it' }).click();
    await page.getByRole('heading', { name: 'Documents of this account' }).waitFor();
    await page.getByRole('link', { name: 'Authorisation that names the account' }).waitFor();
  });
  await run.accessible('everything of one account', page);
  await run.step('of another it is refused', page, async () => {
    await page.goto(`${run.server}/#/cases/${state.case_id}/people/${other.pseudonym}`);
    await page.getByRole('button', { name: 'Look at it' }).click();
    await page.getByText('no authorisation of the case names this account', { exact: false }).waitFor();
  });
}

async function time_and_place(run, page, state) {
  await run.step('the timeline counts the documents, and a marked stretch opens them', page, async () => {
    await page.goto(at(run, state, 'time'));
    const chart = page.getByRole('slider', { name: 'Time' });
    await chart.waitFor();
    await chart.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+ArrowRight');
    await page.getByRole('heading', { name: 'Documents of the marked time' }).waitFor();
    await page.getByRole('link', { name: /, part / }).first().waitFor();
  });
  await run.accessible('the timeline', page);
  await run.picture('timeline', page);
  await run.step('another step and zone are shown', page, async () => {
    await page.getByLabel('Step').selectOption('week');
    await page.getByLabel('Time zone').selectOption('UTC+05:00');
    await page.getByText('Hours and weekdays').first().waitFor();
    await page.getByRole('row', { name: /^Sunday/ }).waitFor();
  });
  await run.step('the place that a text names is on the map, which asks nobody', page, async () => {
    await page.goto(at(run, state, 'map'));
    await page.getByRole('button', { name: /24\.8\d+, 67\.0\d+.*: 1 place/ }).click();
    await page.getByRole('heading', { name: 'Documents that name this place' }).waitFor();
    await page.getByRole('link', { name: /, part / }).first().waitFor();
  });
  await run.accessible('the map', page);
  await run.picture('map', page);
}

async function alike(run, page, state) {
  await run.step('what is alike is compared, texts and pictures', page, async () => {
    await page.goto(at(run, state, 'alike'));
    await page.getByRole('button', { name: 'Compare everything' }).click();
    await page.getByRole('table', { name: 'Nearly the same' }).getByRole('row').nth(1).waitFor({ timeout: kWaitMs });
    await page.getByRole('button', { name: /documents?: / }).first().click();
    await page.getByRole('heading', { name: 'Documents that are nearly the same' }).waitFor();
    await page.getByRole('combobox', { name: 'Of', exact: true }).selectOption('picture');
    await page.getByRole('table', { name: 'Nearly the same' }).getByRole('row').nth(1).waitFor();
  });
  await run.accessible('what is alike', page);
  await run.picture('alike', page);
}

async function in_urdu(run, page, state) {
  await run.step('every view stands in Urdu, and no page is wider than the window', page, async () => {
    await page.getByRole('button', { name: 'اردو' }).click();
    for (const tab of kViews) {
      await page.goto(at(run, state, tab));
      await page.locator('main section').first().waitFor();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(wide <= 0, `${tab} is ${wide} px too wide`);
    }
  });
  for (const tab of kViews) {
    await page.goto(at(run, state, tab));
    await page.locator('main section').first().waitFor();
    await run.accessible(`${tab} in Urdu`, page);
  }
  for (const place of [`cases/${state.case_id}/imports`, `cases/${state.case_id}/search`, `exhibits/${state.chat}/parts`, `exhibits/${state.chat}/chats`]) {
    await page.goto(`${run.server}/#/${place}`);
    await page.locator('main section').first().waitFor();
    await run.accessible(`${place.split('/').at(-1)} in Urdu`, page);
  }
}

export async function analysis(run, page, state) {
  await selectors(run, page, state);
  await graph(run, page, state);
  await person(run, page, state);
  await time_and_place(run, page, state);
  await alike(run, page, state);
  await in_urdu(run, page, state);
}
