// A video with times hidden: shown as it will be seen before it is made, pictures and sound in one act. In English
// and Urdu. All content is invented.
import { expect, kWaitMs } from './harness.mjs';
import { kPicturesASecond } from './moving_material.mjs';

async function open_editor(run, page, state, part) {
  await run.step('the video stays covered until it is opened', page, async () => {
    await page.goto(`${run.server}/#/exhibits/${state.media}/redactions?part=${part}`);
    await page.getByLabel('A video', { exact: true }).check();
    await page.getByRole('button', { name: 'Choose this video' }).click();
    await page.getByText('The video is covered').waitFor();
    await page.getByLabel('Reason for what is drawn next').fill('a bystander’s face');
    await page.getByRole('button', { name: 'Look at it and hide times' }).click();
    await page.locator('[data-line]').waitFor({ timeout: kWaitMs });
    await page.locator('main img[data-at]').waitFor({ timeout: kWaitMs });
  });
  await run.accessible('the editor of a video', page);
}

async function mark(run, page) {
  await run.step('what is covered is not seen in the editor, by whole seconds', page, async () => {
    await page.getByLabel('From', { exact: true }).fill('0:00.25');
    await page.getByLabel('To', { exact: true }).fill('0.4');
    await page.getByRole('button', { name: 'Add this time' }).press('Enter');
    await page.locator('[data-hidden]').waitFor();
    await page.getByLabel('Sound alone').check();
    await page.locator('main img[data-at]').waitFor();
    expect((await page.locator('[data-hidden]').count()) === 0, 'the picture stays hidden');
    await page.getByLabel('Pictures and sound').check();
    await page.locator('[data-hidden]').waitFor();
  });
  await run.picture('film-editor', page);
}

async function make(run, page, state) {
  await run.step('both are made in one act, and the pictures are there to be seen', page, async () => {
    await page.getByRole('button', { name: 'Hide these times' }).click();
    await page.getByText('These are the pictures that a bundle shows, and that both verifiers check.').waitFor({ timeout: kWaitMs });
    await page.getByText('This is the recording that a bundle shows, and that both verifiers check.').waitFor();
    await page.getByRole('table', { name: 'Redactions' }).getByText(/0:00\.0 – 0:01\.0/).waitFor();
  });
  await run.accessible('a video that was redacted', page);
  await run.step('the server gives grey in the covered second, and the pictures of the video after it', page, async () => {
    const { items } = await state.ask('GET', `/exhibits/${state.media}/redactions`);
    const one = items.find(({ of }) => of === 'film');
    const { pictures, proof } = await state.ask('GET', `/exhibits/${state.media}/redactions/${one.redaction}`);
    const greys = await page.evaluate(async (files) => Promise.all(files.map(async ({ picture }) => {
      const image = new Image();
      image.src = `data:image/jpeg;base64,${picture}`;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
      canvas.drawImage(image, 0, 0);
      const { data } = canvas.getImageData(0, 0, image.width, image.height);
      return data[0];
    })), pictures);
    const wrong = pictures.map(({ at_ms }, i) => ({ at_ms, grey: greys[i], wanted: at_ms < 1000 ? 130 : 20 + 3 * Math.floor((at_ms * kPicturesASecond) / 1000) }))
      .filter(({ grey, wanted }) => Math.abs(grey - wanted) > 8);
    expect(wrong.length === 0 && pictures.length > 5 && proof.includes('"closed"'), JSON.stringify(wrong));
  });
  await run.step('its entries stand in the custody record', page, async () => {
    await page.goto(`${run.server}/#/exhibits/${state.media}/custody`);
    await page.getByText('The pictures of a video were committed to, second by second').waitFor();
    await page.getByText('A video was redacted: the pictures of 1 second are covered').waitFor();
  });
}

async function in_urdu(run, page, state, part) {
  const { context, page: own } = await run.person('covering in Urdu', { language: 'ur', theme: 'dark' });
  await context.addCookies(await page.context().cookies());
  await run.step('the editor of a video is used in Urdu and fits a narrow window', own, async () => {
    await own.setViewportSize({ width: 390, height: 844 });
    await own.goto(`${run.server}/#/exhibits/${state.media}/redactions?part=${part}`);
    await own.getByLabel('ویڈیو', { exact: true }).check();
    await own.getByRole('button', { name: 'یہ ویڈیو منتخب کریں' }).click();
    await own.getByRole('button', { name: 'دیکھیں اور اوقات پوشیدہ کریں' }).click();
    await own.locator('[data-line]').waitFor();
    const wide = await own.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide <= 0, `the page is ${wide} pixels too wide`);
  });
  await run.accessible('the editor of a video in Urdu', own);
  await context.close();
}

export async function film_redactions(run, page, state) {
  const part = state.number['clip.avi'];
  await open_editor(run, page, state, part);
  await mark(run, page);
  await make(run, page, state);
  await in_urdu(run, page, state, part);
}
