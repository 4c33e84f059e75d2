// Scrolls the only chat of an exhibit and says how it went: node chat_scroll.mjs ORIGIN SIGN_IN_LINK EXHIBIT
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const { chromium } = createRequire(fileURLToPath(new URL('../tests/e2e/harness.mjs', import.meta.url)))('playwright-core');
const [origin, link, exhibit] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.SANAD_CHROMIUM ?? '/usr/bin/chromium', args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
const page = await browser.newPage({ viewport: { width: 1360, height: 900 } });
const session = await page.context().newCDPSession(page);

await page.goto(`${origin}/${link.slice(link.indexOf('#/sign-in/'))}`);
await page.getByRole('navigation').first().waitFor();
await page.goto(`${origin}/#/exhibits/${exhibit}/chats`);
for (let tries = 0; (await page.locator('tbody a').count()) === 0; ++tries) {
  if (tries > 300) throw new Error('the chat was not indexed');
  await page.waitForTimeout(2000);
  await page.reload();
  await page.locator('main section').first().waitFor();
}
await page.locator('tbody a').first().click();
const field = page.getByRole('feed');
await field.locator('[data-row="0"] .text').waitFor();
const total = Number(await field.locator('[data-row="0"]').getAttribute('aria-setsize'));

const share = (values, part) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))];
const held = async () => {
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  return { nodes: await page.evaluate(() => document.querySelectorAll('*').length), heap: metrics.find((one) => one.name === 'JSHeapUsedSize').value };
};
await session.send('Performance.enable');

// Times between frames while act runs, and in how many of them a row within the window was not there yet.
async function frames(act) {
  await page.evaluate(() => {
    const box = document.querySelector('[role=feed]');
    const seen = (window.seen = { times: [], waiting: 0, nodes: 0, first: performance.now(), on: true });
    let last = performance.now();
    const tick = (now) => {
      if (!seen.on) return;
      seen.times.push(now - last);
      last = now;
      const { top, bottom } = box.getBoundingClientRect();
      const empty = [...box.querySelectorAll('.waiting')].some((one) => { const at = one.getBoundingClientRect(); return at.bottom > top && at.top < bottom; });
      if (empty) seen.waiting += 1;
      seen.nodes = Math.max(seen.nodes, box.querySelectorAll('*').length);
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  await act();
  return page.evaluate(() => { window.seen.on = false; return { times: window.seen.times.slice(1), waiting: window.seen.waiting, nodes: window.seen.nodes }; });
}

function say(name, { times, waiting, nodes }) {
  const late = times.filter((one) => one > 34).length;
  console.log(`${name}: ${times.length} frames, median ${share(times, 0.5).toFixed(1)} ms, p95 ${share(times, 0.95).toFixed(1)} ms, p99 ${share(times, 0.99).toFixed(1)} ms, longest ${Math.max(...times).toFixed(0)} ms; ${(100 * late / times.length).toFixed(1)} % above 34 ms; ${(100 * waiting / times.length).toFixed(1)} % with a message that was not there yet; at most ${nodes} elements in the list`);
}

const before = await held();
const box = await field.boundingBox();
await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
const first_seen = () => page.evaluate(() => {
  const list = document.querySelector('[role=feed]');
  const { top } = list.getBoundingClientRect();
  return Number([...list.querySelectorAll('[data-row]')].find((one) => one.getBoundingClientRect().bottom > top + 1).dataset.row);
});

for (const [name, speed] of [['reading, 1,500 px/s', 1500], ['fast, 6,000 px/s', 6000], ['very fast, 24,000 px/s', 24_000]]) {
  const from = await first_seen();
  const began = Date.now();
  say(name, await frames(() => session.send('Input.synthesizeScrollGesture', {
    x: box.x + box.width / 2, y: box.y + box.height / 2, yDistance: -speed * 10, speed, gestureSourceType: 'mouse',
  })));
  const seconds = (Date.now() - began) / 1000;
  await page.waitForTimeout(500);
  const passed = (await first_seen()) - from;
  console.log(`  ${passed} messages passed, ${(passed / seconds).toFixed(0)} a second`);
}

// The bar dragged to a hundred places: until all of what is seen is there.
const jumps = [];
for (let i = 0; i < 100; ++i) {
  const part = (i * 0.618) % 1;
  const began = Date.now();
  await field.evaluate((element, to) => { element.scrollTop = to * (element.scrollHeight - element.clientHeight); }, part);
  await page.waitForFunction((wanted) => {
    const list = document.querySelector('[role=feed]');
    const { top, bottom } = list.getBoundingClientRect();
    const rows = [...list.querySelectorAll('[data-row]')].filter((one) => { const at = one.getBoundingClientRect(); return at.bottom > top + 1 && at.top < bottom - 1; });
    return rows.length > 0 && rows.every((one) => one.querySelector('.text')) && Math.abs(Number(rows[0].dataset.row) / Number(rows[0].getAttribute('aria-setsize')) - wanted) < 0.001;
  }, part, { polling: 'raf', timeout: 30_000 });
  jumps.push(Date.now() - began);
}
console.log(`jumps by the scroll bar: median ${share(jumps, 0.5)} ms, p95 ${share(jumps, 0.95)} ms, longest ${Math.max(...jumps)} ms`);

for (const [key, row] of [['End', total - 1], ['Home', 0]]) {
  const began = Date.now();
  await field.focus();
  await page.keyboard.press(key);
  await field.locator(`[data-row="${row}"] .text`).waitFor();
  console.log(`${key}: ${Date.now() - began} ms`);
}
const after = await held();
console.log(`${total} messages; elements of the page ${before.nodes} at first, ${after.nodes} after; script memory ${(before.heap / 1e6).toFixed(1)} MB at first, ${(after.heap / 1e6).toFixed(1)} MB after`);
await browser.close();
