// Videos that move, sound, and pages of documents: under covers, by the keyboard, each on record.
import { expect } from './harness.mjs';

const shown = (page) => page.locator('main img[data-at]');
const at = async (page) => Number(await shown(page).getAttribute('data-at'));
const reaches = (page, least) => page.waitForFunction((ms) => Number(document.querySelector('main img[data-at]')?.dataset.at ?? -1) >= ms, least);

function listen(page) {
  const asked = [];
  page.on('request', (request) => {
    const what = /\/(moving|sound|pages)\b/.exec(request.url());
    if (what) asked.push(what[1]);
  });
  return asked;
}

async function looks(state, exhibit) {
  const { items } = await state.ask('GET', `/exhibits/${exhibit}/custody`);
  return items.filter((entry) => entry.kind === 'exhibit.viewed').map((entry) => entry.data.purpose);
}

async function video(run, page, state, asked) {
  await run.step('a video is covered and muted, and nothing of it is fetched before it is opened', page, async () => {
    await page.goto(`${run.server}/#/exhibits/${state.media}/parts/${state.number['clip.avi']}`);
    await page.getByText('The video is covered and muted').waitFor();
    expect(asked.length === 0 && (await page.locator('main img').count()) === 0, 'it was fetched');
  });
  await run.accessible('a covered video', page);
  await run.step('it opens blurred, grey, muted and still, without asking for its sound', page, async () => {
    await page.getByRole('button', { name: /^Show it/ }).click();
    await page.locator('main img[data-at="0"]').waitFor();
    const filter = await page.locator('.veil').first().evaluate((element) => getComputedStyle(element).filter);
    expect(filter.includes('blur') && filter.includes('grayscale'), `it is not veiled: ${filter}`);
    await page.getByRole('button', { name: 'Sound on', pressed: false }).waitFor();
    await page.getByText('00:00 / 00:16').waitFor();
    expect(!asked.includes('sound'), 'the sound was asked for');
    expect((await at(page)) === 0, 'it moves');
  });
  await run.accessible('a video that is open', page);
  await run.step('it is played and stopped by the keyboard, and says its times', page, async () => {
    await page.getByRole('button', { name: 'Play', exact: true }).focus();
    await page.keyboard.press('Enter');
    await reaches(page, 1000);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    expect(/of/.test(await page.getByRole('slider', { name: 'Place' }).getAttribute('aria-valuetext')), 'the place is not said');
  });
  await run.step('keys lead to its end, its beginning and any second', page, async () => {
    const place = page.getByRole('slider', { name: 'Place' });
    await place.focus();
    await page.keyboard.press('End');
    await reaches(page, 15_500);
    await page.keyboard.press('Home');
    await page.locator('main img[data-at="0"]').waitFor();
    for (let i = 0; i < 4; ++i) await page.keyboard.press('ArrowRight');
    await page.locator('main img[data-at="4000"]').waitFor();
    await page.getByRole('button', { name: '5 seconds on' }).click();
    await page.locator('main img[data-at="9000"]').waitFor();
  });
  await run.step('it plays on over the end of a stretch', page, async () => {
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await reaches(page, 10_500);
    await page.getByRole('button', { name: 'Pause' }).click();
  });
}

async function sound_of_video(run, page, state, asked) {
  await run.step('its sound is fetched when it is turned on, and goes with the pictures', page, async () => {
    expect(!asked.includes('sound'), 'the sound was asked for before');
    await page.getByRole('button', { name: 'Sound on' }).click();
    await page.getByRole('button', { name: '5 seconds back' }).click();
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await page.waitForFunction(() => {
      const audio = document.querySelector('main audio');
      const picture = Number(document.querySelector('main img[data-at]')?.dataset.at);
      return audio.src.startsWith('blob:') && !audio.paused && audio.currentTime > 5.2 && Math.abs(audio.currentTime * 1000 - picture) < 1000;
    });
  });
  await run.picture('video', page);
  await run.step('it stops at its end, and covering it takes pictures and sound away', page, async () => {
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    expect((await at(page)) === 15_750, `it stopped at ${await at(page)}`);
    await page.getByRole('button', { name: 'Cover it' }).click();
    await page.getByText('The video is covered and muted').waitFor();
    expect((await page.locator('main img, main audio').count()) === 0, 'it is still there');
  });
  await run.step('the look at its pictures and the one at its sound stand in the record', page, async () => {
    const found = await looks(state, state.media);
    for (const what of ['the video', 'the sound'])
      expect(found.filter((purpose) => purpose === `${what} of part ${state.number['clip.avi']}`).length === 1, `${what}: ${found.join(', ')}`);
  });
}

async function sound(run, page, state) {
  await run.step('a voice message in a chat is covered and muted, and is heard once both are lifted', page, async () => {
    await page.goto(`${run.server}/#/exhibits/${state.chat}/chats`);
    await page.locator('tbody a').first().click();
    const row = page.locator('[data-row="6"]');
    await row.getByText('The sound is covered and muted').waitFor();
    await row.getByRole('button', { name: /^Show it/ }).click();
    await row.getByText('00:00 / 00:02').waitFor();
    await row.getByRole('button', { name: 'Sound on' }).click();
    await row.getByRole('button', { name: 'Play', exact: true }).click();
    await page.waitForFunction(() => document.querySelector('[data-row="6"] audio').currentTime > 0.3);
    await row.getByText('00:02 / 00:02').waitFor();
  });
  await run.accessible('a voice message that is open', page);
}

async function pages(run, page, state, asked) {
  await run.step('the pages of a document are covered, and open one by one with their text', page, async () => {
    await page.goto(`${run.server}/#/exhibits/${state.media}/parts/${state.number['report.pdf']}`);
    await page.getByText('The pages are covered').waitFor();
    expect(!asked.includes('pages'), 'a page was fetched');
    await page.getByRole('button', { name: /^Show it/ }).click();
    await page.waitForFunction(() => document.querySelector('main img[data-page="1"]')?.naturalWidth > 300);
    await page.getByText('Page 1 of 3').waitFor();
    await page.getByRole('region', { name: 'Text of this page' }).getByText('Seven lanterns').waitFor();
    const filter = await page.locator('.veil').first().evaluate((element) => getComputedStyle(element).filter);
    expect(filter.includes('blur') && filter.includes('grayscale'), `it is not veiled: ${filter}`);
  });
  await run.accessible('a page of a document', page);
  await run.step('they are turned by button, by number and by keys', page, async () => {
    await page.getByRole('button', { name: 'Next page' }).click();
    await page.getByText('Page 2 of 3').waitFor();
    await page.getByLabel('Go to page').fill('1');
    await page.getByLabel('Go to page').press('Enter');
    await page.getByText('Page 1 of 3').waitFor();
    await page.getByRole('group', { name: /^Pages of/ }).focus();
    await page.keyboard.press('End');
    await page.getByText('Page 3 of 3').waitFor();
    await page.getByRole('region', { name: 'Text of this page' }).getByText('Nine lanterns').waitFor();
    await page.keyboard.press('PageUp');
    await page.getByText('Page 2 of 3').waitFor();
    expect((await looks(state, state.media)).filter((purpose) => purpose === `the pages of part ${state.number['report.pdf']}`).length === 1, 'it is not one look');
  });
  await run.picture('pages', page);
  await run.step('a document that is broken says so', page, async () => {
    await page.goto(`${run.server}/#/exhibits/${state.media}/parts/${state.number['cut.pdf']}`);
    await page.getByRole('button', { name: /^Show it/ }).click();
    await page.getByRole('alert').getByText('The page could not be shown').waitFor();
  });
  await run.step('of a document without pages the text stands in paragraphs, and it is said', page, async () => {
    await page.goto(`${run.server}/#/exhibits/${state.media}/parts/${state.number['note.rtf']}`);
    await page.getByText('Its layout is not shown here', { exact: false }).waitFor();
    await page.locator('main p', { hasText: /^The lamps are counted\.$/ }).waitFor();
    const urdu = page.locator('main p', { hasText: /^چراغ/ });
    expect((await urdu.evaluate((element) => getComputedStyle(element).direction)) === 'rtl', 'the Urdu paragraph is turned around');
  });
  await run.accessible('a document as text', page);
}

async function in_urdu(run, page, state) {
  const { context, page: own } = await run.person('listener', { language: 'ur', theme: 'dark' });
  await context.addCookies(await page.context().cookies());
  await run.step('in Urdu the player says the same, and its bar still runs from left to right', own, async () => {
    await own.goto(`${run.server}/#/exhibits/${state.media}/parts/${state.number['clip.avi']}`);
    await own.getByText('ویڈیو ڈھکی ہوئی اور خاموش ہے').waitFor();
    await own.getByRole('button', { name: /^دکھائیں:/ }).click();
    await own.locator('main img[data-at="0"]').waitFor();
    const direction = await own.getByRole('slider', { name: 'مقام' }).evaluate((element) => getComputedStyle(element).direction);
    expect(direction === 'ltr', 'the bar is turned around');
  });
  await run.accessible('a video in Urdu', own);
  await run.picture('video-ur', own);
  await context.close();
}

export async function playing(run, page, state) {
  const asked = listen(page);
  const { items } = await state.ask('GET', `/exhibits/${state.media}/parts`);
  state.number = Object.fromEntries(items.filter((part) => part.state === 'item' && !part.way).map((part) => [part.path, part.number]));
  await video(run, page, state, asked);
  await sound_of_video(run, page, state, asked);
  await pages(run, page, state, asked);
  await sound(run, page, state);
  await in_urdu(run, page, state);
}
