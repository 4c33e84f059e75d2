// A screenshot with something hidden: by the keyboard, by the pointer and by a brush; and shown in a
// bundle in the place of the exhibit's files. In English and Urdu. All content is invented.
import { expect, kWaitMs } from './harness.mjs';

async function sign_in(run, page, state, words) {
  await page.goto(`${run.server}/`);
  await page.getByLabel(words.officer).fill(state.officer);
  await page.getByLabel(words.password).fill(state.password);
  await page.getByRole('button', { name: words.sign_in }).click();
  await page.getByRole('navigation', { name: words.main }).waitFor();
}

async function open_editor(run, page, state) {
  await run.step('the picture stays covered until it is opened, and nothing of it is asked for', page, async () => {
    let asked = 0;
    page.on('request', (request) => { if (request.url().endsWith('/redactions/picture')) asked++; });
    await page.goto(`${run.server}/#/exhibits/${state.exhibit}/redactions`);
    await page.getByText('Nothing was redacted yet').waitFor();
    await page.getByLabel('File', { exact: true }).selectOption('screenshot.png');
    await page.getByRole('button', { name: 'Choose this picture' }).click();
    await page.getByText('The picture is covered').waitFor();
    expect(asked === 0, 'the picture was asked for before it was opened');
    await page.getByLabel('Reason for what is drawn next').fill('a bystander’s name');
    await page.getByRole('button', { name: 'Look at it and hide parts' }).click();
    await page.getByRole('group', { name: 'The picture, with what is hidden' }).waitFor({ timeout: kWaitMs });
  });
  await run.accessible('the editor of redactions', page);
}

async function draw(run, page) {
  const place = (index) => page.locator(`[data-box="${index}"]`).evaluate((box) => ['x', 'y', 'width', 'height'].map((name) => Number(box.getAttribute(name))));
  await run.step('a box is added, moved and resized by keys alone', page, async () => {
    await page.getByRole('button', { name: 'Add a box' }).press('Enter');
    const box = page.locator('[data-box="0"]');
    const [x, y, width] = await place(0);
    await box.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Shift+ArrowRight');
    const moved = await place(0);
    expect(moved[0] === x + 16 && moved[1] === y - 16 && moved[2] === width + 16, `the box is at ${moved}`);
  });
  await run.step('a box is drawn by the pointer, on whole tiles', page, async () => {
    const canvas = page.getByRole('group', { name: 'The picture, with what is hidden' });
    await canvas.scrollIntoViewIfNeeded();
    const area = await canvas.boundingBox();
    await page.mouse.move(area.x + 8, area.y + 8);
    await page.mouse.down();
    await page.mouse.move(area.x + 60, area.y + 40, { steps: 4 });
    await page.mouse.up();
    const drawn = await place(1);
    expect(drawn[0] % 16 === 0 && drawn[1] % 16 === 0 && drawn[2] >= 16 && drawn[3] >= 16, `the box is at ${drawn}`);
  });
  await run.step('a brush marks tiles', page, async () => {
    await page.getByLabel('A brush').check();
    const canvas = page.getByRole('group', { name: 'The picture, with what is hidden' });
    const area = await canvas.boundingBox();
    await page.mouse.move(area.x + 20, area.y + 60);
    await page.mouse.down();
    await page.mouse.move(area.x + 90, area.y + 60, { steps: 6 });
    await page.mouse.up();
    await page.locator('[data-box="2"]').waitFor({ state: 'attached' });
  });
  await run.step('Delete removes the box that has the focus', page, async () => {
    const before = await page.locator('[data-box]').count();
    await page.locator('[data-box="0"]').focus();
    await page.keyboard.press('Delete');
    expect((await page.locator('[data-box]').count()) === before - 1, 'no box went');
  });
  await run.picture('redaction-editor', page);
}

// The screenshot is of a page of text.
async function suggest(run, page) {
  const count = (name) => page.locator(`[data-${name}]`).count();
  await run.step('boxes are suggested, and none of them is hidden', page, async () => {
    const before = await count('box');
    await page.getByRole('button', { name: 'Suggest boxes' }).click();
    await page.getByRole('region', { name: 'Suggested boxes' }).waitFor({ timeout: 4 * kWaitMs });
    expect((await count('suggested')) > 2, 'fewer than three were suggested');
    expect((await count('box')) === before, 'a suggestion became a box by itself');
  });
  await run.accessible('suggested boxes', page);
  await run.step('Delete leaves a suggestion, Enter takes one, with the officer’s reason', page, async () => {
    const [boxes, suggested] = [await count('box'), await count('suggested')];
    await page.locator('[data-suggested="0"]').focus();
    await page.keyboard.press('Delete');
    expect((await count('suggested')) === suggested - 1 && (await count('box')) === boxes, 'Delete did something else');
    await page.locator('[data-suggested="0"]').focus();
    await page.keyboard.press('Enter');
    expect((await count('suggested')) === suggested - 2 && (await count('box')) === boxes + 1, 'Enter did something else');
    expect((await page.getByLabel(`Reason of box ${boxes + 1}`).inputValue()) === 'a bystander’s name', 'it has another reason');
  });
  await run.picture('redaction-suggestions', page);
  await run.step('all of a kind are taken at once, or left', page, async () => {
    await page.getByRole('button', { name: 'Leave all text' }).click();
    expect((await page.getByRole('button', { name: 'Take all text' }).count()) === 0, 'text is still suggested');
    const boxes = await count('box');
    await page.getByRole('button', { name: 'Suggest boxes' }).click();
    await page.getByRole('button', { name: 'Take all text' }).click({ timeout: 4 * kWaitMs });
    expect((await count('box')) > boxes + 2, 'few became boxes');
    expect((await page.getByRole('button', { name: 'Take all text' }).count()) === 0, 'text is still suggested');
  });
}

async function make(run, page, state) {
  await run.step('what the verifiers will check is shown as the result', page, async () => {
    await page.getByRole('button', { name: 'Hide these boxes' }).click();
    await page.getByText('The redaction is made').waitFor({ timeout: kWaitMs });
    await page.getByAltText('The picture with its boxes hidden').waitFor({ timeout: kWaitMs });
    await page.getByRole('table', { name: 'Redactions' }).getByText('a bystander’s name').waitFor();
  });
  await run.accessible('a redaction that was made', page);
  await run.step('both entries stand in the custody record', page, async () => {
    await page.goto(`${run.server}/#/exhibits/${state.exhibit}/custody`);
    await page.getByText('A picture was committed to, tile by tile').waitFor();
    await page.getByText(/A picture was redacted: \d+ tiles are hidden/).waitFor();
  });
  await run.step('a bundle offers the redaction once its exhibit is chosen', page, async () => {
    await page.goto(`${run.server}/#/cases/${state.case_id}/bundles`);
    await page.locator(`input[value="${state.exhibit}"]`).check();
    await page.getByRole('group', { name: /^Redacted pictures, recordings and videos of/ }).getByRole('checkbox').first().check();
  });
  await run.accessible('a bundle with a redaction', page);
}

async function in_urdu(run, state) {
  const { context, page } = await run.person('redactions in Urdu', { language: 'ur', theme: 'dark' });
  await sign_in(run, page, state, { officer: 'افسر', password: 'پاس ورڈ', sign_in: 'داخل ہوں', main: 'مرکزی' });
  await run.step('redactions are read in Urdu and fit a narrow window', page, async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${run.server}/#/exhibits/${state.exhibit}/redactions`);
    await page.getByRole('button', { name: 'یہ تصویر منتخب کریں' }).waitFor();
    await page.getByText('a bystander’s name').first().waitFor();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide <= 0, `the page is ${wide} pixels too wide`);
  });
  await run.accessible('redactions in Urdu', page);
  await context.close();
}

export async function redactions(run, state) {
  const { context, page } = await run.person('redactions', { language: 'en', theme: 'light' });
  await sign_in(run, page, state, { officer: 'Officer', password: 'Password', sign_in: 'Sign in', main: 'Main' });
  await open_editor(run, page, state);
  await draw(run, page);
  await suggest(run, page);
  await make(run, page, state);
  await in_urdu(run, state);
  await context.close();
}
