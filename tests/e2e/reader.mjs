// The exhibit reader: a chat as a chat, a mail as a mail, a table as a table, a web archive played back.
import { expect, kWaitMs } from './harness.mjs';
import { kLast, kMixed } from './material.mjs';

const direction = (locator) => locator.evaluate((element) => getComputedStyle(element).direction);

async function chat(run, page, state) {
  await run.step('the chats of an exhibit lead to their messages, with people as pseudonyms', page, async () => {
    await page.goto(`${run.server}/#/exhibits/${state.chat}/chats`);
    await page.locator('tbody a').first().click();
    await page.waitForURL(/\/chats\/\d+/);
    await page.getByText('Good morning.').waitFor();
    state.chat_address = page.url().split('?')[0];
    expect((await page.getByText(/^Lantern \d$/).count()) === 0, 'a name is shown');
    await page.getByText(/^Person .*\d+/).first().waitFor();
  });
  await run.accessible('a chat', page);
  await run.picture('chat', page, false);
  await run.step('a line in Urdu with English in it reads from the right, an English one from the left', page, async () => {
    expect((await direction(page.getByText(kMixed))) === 'rtl', 'the Urdu line is turned around');
    expect((await direction(page.getByText('Good morning.'))) === 'ltr', 'the English line is turned around');
  });
  await run.step('only what lies around the reader is in the page, and each message says its place', page, async () => {
    const feed = page.getByRole('feed', { name: 'Messages of the chat' });
    const rows = feed.locator('[data-row]');
    expect((await rows.count()) < 60, `${await rows.count()} messages are drawn`);
    expect((await rows.first().getAttribute('aria-posinset')) === '1' && (await rows.first().getAttribute('aria-setsize')) === '200', 'the first message does not say its place');
  });
  await run.step('the end is reached by the wheel, and the scroll bar is there with it', page, async () => {
    const feed = page.getByRole('feed');
    const box = await feed.boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    for (let turns = 0; (await page.getByText(kLast).count()) === 0; ++turns) {
      expect(turns < 400, 'the end does not come');
      await page.mouse.wheel(0, 600);
      await page.waitForTimeout(20);
    }
    await page.mouse.wheel(0, 5000);
    await page.waitForFunction(() => {
      const list = document.querySelector('[role=feed]');
      const last = list.querySelector('[data-row="199"]')?.getBoundingClientRect();
      return last && Math.abs(last.bottom - list.getBoundingClientRect().bottom) < 3 && list.scrollHeight - list.clientHeight - list.scrollTop < 3;
    });
  });
  await run.step('the bar leads to the middle', page, async () => {
    await page.getByRole('feed').evaluate((list) => { list.scrollTop = (list.scrollHeight - list.clientHeight) / 2; });
    await page.getByText(/message (9[0-9]|10[0-9]|11[0-9])\./).first().waitFor();
  });
  await run.step('a link with a position opens there, and marks the message', page, async () => {
    await page.goto(`${state.chat_address}?position=150`);
    await page.reload();
    await page.locator('[data-row="150"][aria-current="true"]').getByText('message 151').waitFor();
  });
  await run.step('a day and a number lead there', page, async () => {
    await page.getByLabel('Go to a day').first().fill('2026-03-11');
    await page.getByRole('button', { name: 'Go to a day' }).click();
    await page.locator('[data-row="40"][aria-current="true"]').waitFor();
    await page.getByLabel('Go to message').first().fill('3');
    await page.getByRole('button', { name: 'Go to message' }).click();
    await page.locator('[data-row="2"][aria-current="true"]').waitFor();
  });
  await keys(run, page);
  await pictures(run, page);
}

async function keys(run, page) {
  const focused = (row) => page.waitForFunction((wanted) => document.activeElement.dataset?.row === wanted, String(row));
  await run.step('Page Down and Page Up go from message to message, End and Home to the ends', page, async () => {
    await page.locator('[data-row="2"]').focus();
    for (let row = 3; row < 30; ++row) {
      await page.keyboard.press('PageDown');
      await focused(row);
    }
    await page.keyboard.press('PageUp');
    await focused(28);
    await page.keyboard.press('End');
    await page.getByText(kLast).waitFor();
    await focused(199);
    await page.keyboard.press('Home');
    await focused(0);
  });
}

async function pictures(run, page) {
  await run.step('a picture in the chat is covered, fetched only when it is opened, and opens blurred and grey', page, async () => {
    const row = page.locator('[data-row="2"]');
    await row.getByText('The picture is covered').waitFor();
    expect((await page.locator('main img').count()) === 0, 'it is there before it was asked for');
    await row.getByRole('button', { name: /^Show it/ }).click();
    await page.waitForFunction(() => document.querySelector('[data-row="2"] img')?.naturalWidth === 320);
    const filter = await row.locator('.veil').evaluate((element) => getComputedStyle(element).filter);
    expect(filter.includes('blur') && filter.includes('grayscale'), `it is not veiled: ${filter}`);
    await row.getByRole('button', { name: 'Show it sharp' }).click();
    await row.getByRole('button', { name: 'Cover it' }).click();
    expect((await row.locator('img').count()) === 0, 'it is still there');
  });
  await run.accessible('a chat with a picture', page);
  await run.step('an attachment leads to its part', page, async () => {
    await page.locator('[data-row="2"]').getByRole('link', { name: /pier\.png/ }).click();
    await page.waitForURL(/\/parts\/\d+$/);
    // The chat, which has covered pictures too, still stands there for a moment.
    await page.locator('[data-row]').first().waitFor({ state: 'detached' });
    await page.getByText('The picture is covered').waitFor();
  });
}

async function mail(run, page, state) {
  await run.step('a mail stands as a mail, with its head and what it carries', page, async () => {
    await page.goto(`${run.server}/#/exhibits/${state.mail}/parts`);
    await page.getByText('The lamps are ready.', { exact: false }).first().waitFor();
    const subject = page.getByText('دریا کے چراغ').first();
    expect((await direction(subject)) === 'rtl', 'the subject is turned around');
    for (const term of ['From', 'To', 'Date', 'Subject']) await page.locator('main dt', { hasText: new RegExp(`^${term}$`) }).first().waitFor();
    await page.getByRole('list', { name: 'Attachments' }).getByRole('link', { name: /lamp\.png/ }).waitFor();
  });
  await run.accessible('the parts of a mail', page);
  await run.picture('mail', page);
  await run.step('a part that is not there says so', page, async () => {
    await page.goto(`${run.server}/#/exhibits/${state.mail}/parts/99999`);
    await page.getByText(/has no part 99999/).waitFor();
  });
}

async function table(run, page, state) {
  await run.step('rows stand in a table under their heads', page, async () => {
    await page.goto(`${run.server}/#/exhibits/${state.table}/parts`);
    for (const head of ['Sent', 'Who', 'Text']) await page.getByRole('columnheader', { name: head, exact: true }).waitFor();
    expect((await direction(page.getByRole('cell', { name: 'تین ڈبے' }))) === 'rtl', 'a cell in Urdu is turned around');
  });
  await run.accessible('a table', page);
}

async function archive(run, page, state) {
  await run.step('a web archive that was handed over plays back on its own origin, and asks nobody else', page, async () => {
    await page.goto(`${run.server}/#/exhibits/${state.web}/replay`);
    await page.waitForFunction(() => document.querySelector('main input[type=url]')?.value === 'https://mill.tirazan.example/');
    const answer = page.waitForResponse((response) => response.url().endsWith('/replay') && response.request().method() === 'POST');
    await page.getByRole('button', { name: 'Open the archive' }).click();
    const origin = new URL((await (await answer).json()).url).origin;
    expect(origin !== run.server, 'the archive is shown on the workbench’s own origin');
    run.allowed.add(origin);
    run.problems = run.problems.filter((problem) => !problem.includes(`a request went to ${origin}/`));
    const began = Date.now();
    let frame;
    while (!frame && Date.now() - began < kWaitMs) {
      frame = page.frames().find((one) => one.url().startsWith(origin) && one.url().includes('mp_/') && one.url().includes('mill.tirazan.example'));
      if (!frame) await page.waitForTimeout(100);
    }
    expect(frame, 'no page was played back');
    await frame.getByText('Lamps for the mill by the river.').waitFor();
  });
  await run.picture('replay-import', page, false);
}

async function not_read(run, page, state) {
  await run.step('what cannot be read is listed with its reason, and counted', page, async () => {
    await page.goto(`${run.server}/#/exhibits/${state.broken}/parts`);
    await page.getByText('Not readable', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: 'Count the reasons' }).click();
    await page.getByRole('table', { name: 'Why parts are not readable or were set aside' }).getByRole('row').nth(1).waitFor();
  });
  await run.accessible('a file that cannot be read', page);
  await run.step('what was set aside is counted by its reason', page, async () => {
    await page.goto(`${run.server}/#/exhibits/${state.part}/parts`);
    await page.getByRole('button', { name: 'Count the reasons' }).click();
    await page.getByRole('row', { name: /it is from before 2026-03-10/ }).getByRole('button').click();
    await page.getByText(/Set aside/).first().waitFor();
  });
}

export async function reader(run, page, state) {
  await chat(run, page, state);
  await mail(run, page, state);
  await table(run, page, state);
  await not_read(run, page, state);
  await archive(run, page, state);
}
