// A recording with something muted: by the keyboard, by the pointer and by written times; played as it will be
// heard before it is made. In English and Urdu. All content is invented.
import { expect, kWaitMs } from './harness.mjs';

const place = (page, index) => page.locator(`[data-range="${index}"]`).evaluate((rect) => ['x', 'width'].map((name) => Number(rect.getAttribute(name))));

async function open_editor(run, page, state, part) {
  await run.step('the recording stays covered until it is opened, and nothing of it is asked for', page, async () => {
    let asked = 0;
    page.on('request', (request) => { if (/\/sound\b/.test(request.url())) asked++; });
    await page.goto(`${run.server}/#/exhibits/${state.media}/redactions?part=${part}`);
    await page.getByLabel('Sound', { exact: true }).check();
    await page.getByRole('button', { name: 'Choose this recording' }).click();
    await page.getByText('The recording is covered').waitFor();
    expect(asked === 0, 'the recording was asked for before it was opened');
    await page.getByLabel('Reason for what is drawn next').fill('a bystander’s name');
    await page.getByRole('button', { name: 'Listen and mute parts' }).click();
    await page.getByRole('group', { name: /^The recording from its beginning/ }).waitFor({ timeout: kWaitMs });
  });
  await run.accessible('the editor of times', page);
}

async function mark(run, page) {
  await run.step('a time is written, moved and made longer by keys alone', page, async () => {
    await page.getByLabel('From', { exact: true }).fill('0:00.25');
    await page.getByLabel('To', { exact: true }).fill('0.4');
    await page.getByRole('button', { name: 'Add this time' }).press('Enter');
    expect(String(await place(page, 0)) === '200,200', `it is at ${await place(page, 0)}`);
    await page.locator('[data-range="0"]').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    expect(String(await place(page, 0)) === '300,300', `it is at ${await place(page, 0)}`);
  });
  await run.step('what is muted is not heard when it is played, and the rest is', page, async () => {
    await page.getByRole('button', { name: 'Sound on' }).click();
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await page.waitForFunction(() => {
      const audio = document.querySelector('main audio');
      globalThis.heard ??= { muted: false, open: false };
      if (!audio.paused) globalThis.heard[audio.muted ? 'muted' : 'open'] = true;
      return globalThis.heard.muted && globalThis.heard.open;
    }, undefined, { polling: 20 });
  });
  await run.step('a time is marked while it plays', page, async () => {
    await page.getByRole('button', { name: 'Mute from here' }).click();
    await page.waitForTimeout(300);
    await page.getByRole('button', { name: /^Mute from .* to here$/ }).click();
    expect((await place(page, 1))[1] >= 100, 'nothing was marked');
    await page.locator('[data-range="1"]').focus();
    await page.keyboard.press('Delete');
    expect((await page.locator('[data-range]').count()) === 1, 'no time went');
  });
  await run.step('a time is drawn by the pointer, on whole tenths', page, async () => {
    const line = page.locator('[data-line]');
    await line.scrollIntoViewIfNeeded();
    const area = await line.boundingBox();
    await page.mouse.move(area.x + area.width * 0.6, area.y + 20);
    await page.mouse.down();
    await page.mouse.move(area.x + area.width * 0.7, area.y + 20, { steps: 4 });
    await page.mouse.up();
    const [x, width] = await place(page, 1);
    expect(x % 100 === 0 && width % 100 === 0 && width >= 100, `it is at ${x}, ${width}`);
  });
  await run.picture('sound-editor', page);
}

async function make(run, page, state) {
  await run.step('what the verifiers will check is there to be heard', page, async () => {
    await page.getByRole('button', { name: 'Mute these times' }).click();
    await page.getByText('The redaction is made').waitFor({ timeout: kWaitMs });
    await page.getByRole('table', { name: 'Redactions' }).getByText('a bystander’s name').waitFor();
    await page.getByRole('table', { name: 'Redactions' }).getByText(/0:00\.3 – 0:00\.6/).waitFor();
  });
  await run.accessible('a recording that was redacted', page);
  await run.step('the server gives silence in the times, and sound elsewhere', page, async () => {
    const { items } = await state.ask('GET', `/exhibits/${state.media}/redactions`);
    const one = items.find(({ of }) => of === 'sound');
    const { sound, proof } = await state.ask('GET', `/exhibits/${state.media}/redactions/${one.redaction}`);
    const wav = Buffer.from(sound, 'base64');
    const tenth = (at) => wav.subarray(44 + Math.floor((at * one.rate) / 10) * one.channels * 2, 44 + Math.floor(((at + 1) * one.rate) / 10) * one.channels * 2);
    const [muted, heard] = [tenth(4), tenth(1)].map((bytes) => bytes.some((byte) => byte !== 0));
    expect(!muted && heard && proof.includes('"closed"'), `muted ${muted}, heard ${heard}`);
  });
  await run.step('both entries stand in the custody record', page, async () => {
    await page.goto(`${run.server}/#/exhibits/${state.media}/custody`);
    await page.getByText('Sound was committed to, tenth by tenth of a second').waitFor();
    await page.getByText(/Sound was redacted: \d+ tenths of a second are muted/).waitFor();
  });
}

async function in_urdu(run, page, state, part) {
  const { context, page: own } = await run.person('muting in Urdu', { language: 'ur', theme: 'dark' });
  await context.addCookies(await page.context().cookies());
  await run.step('the editor of times is used in Urdu and fits a narrow window', own, async () => {
    await own.setViewportSize({ width: 390, height: 844 });
    await own.goto(`${run.server}/#/exhibits/${state.media}/redactions?part=${part}`);
    await own.getByLabel('آواز', { exact: true }).check();
    await own.getByRole('button', { name: 'یہ ریکارڈنگ منتخب کریں' }).click();
    await own.getByRole('button', { name: 'سنیں اور حصے خاموش کریں' }).click();
    await own.locator('[data-line]').waitFor();
    const wide = await own.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide <= 0, `the page is ${wide} pixels too wide`);
  });
  await run.accessible('the editor of times in Urdu', own);
  await context.close();
}

export async function sound_redactions(run, page, state) {
  const part = state.number['clip.avi'];
  await open_editor(run, page, state, part);
  await mark(run, page);
  await make(run, page, state);
  await in_urdu(run, page, state, part);
}
