// Pictures of what a page of HTML shows in print: node report_shot.mjs PAGE.html FOLDER LEFT_MM ID…
// For each element of that id one picture, FOLDER/ID.png, of its section, at most half a sheet high, as wide as a sheet of A4 without
// margins of LEFT_MM. Without a network; the page is of this test's own making, and not every machine lends a sandbox.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [, , html, folder, margin, ...ids] = process.argv;
const mm = (value) => (value * 96) / 25.4;
const profile = mkdtempSync(join(tmpdir(), 'sanad-shot-'));
const words = ['--headless=new', '--no-sandbox', '--remote-debugging-pipe', `--user-data-dir=${profile}`, '--host-resolver-rules=MAP * ~NOTFOUND', '--hide-scrollbars'];
const browser = spawn(process.env.SANAD_CHROMIUM ?? '/usr/bin/chromium', [...words, 'about:blank'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
const waiting = new Map();
let last = 0;
let rest = '';
browser.stdio[4].on('data', (bytes) => {
  rest += bytes;
  for (let end; (end = rest.indexOf('\0')) >= 0; rest = rest.slice(end + 1)) {
    const message = JSON.parse(rest.slice(0, end));
    waiting.get(message.id)?.(message);
  }
});
function call(method, params = {}, sessionId = undefined) {
  return new Promise((done, failed) => {
    const id = ++last;
    waiting.set(id, (message) => (message.error ? failed(new Error(`${method}: ${message.error.message}`)) : done(message.result)));
    browser.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
  });
}
try {
  const { targetInfos } = await call('Target.getTargets');
  const { sessionId } = await call('Target.attachToTarget', { targetId: targetInfos.find((one) => one.type === 'page').targetId, flatten: true });
  const width = Math.round(mm(210 - 2 * Number(margin)));
  const height = Math.round(mm(297) / 2 - mm(30));
  await call('Emulation.setDeviceMetricsOverride', { width, height: 900, deviceScaleFactor: 1, mobile: false }, sessionId);
  await call('Emulation.setEmulatedMedia', { media: 'print' }, sessionId);
  const { frameTree } = await call('Page.getFrameTree', {}, sessionId);
  await call('Page.setDocumentContent', { frameId: frameTree.frame.id, html: readFileSync(html, 'utf8') }, sessionId);
  await call('Runtime.evaluate', { expression: 'document.fonts.ready', awaitPromise: true }, sessionId);
  for (const id of ids) {
    // What follows a section stands on the next sheet of the print.
    const expression = `(() => { const box = document.getElementById(${JSON.stringify(id)}).closest('section').getBoundingClientRect(); return [box.top + scrollY, box.height]; })()`;
    const { result } = await call('Runtime.evaluate', { expression, returnByValue: true }, sessionId);
    const [top, tall] = result.value;
    const clip = { x: 0, y: top, width, height: Math.min(height, Math.floor(tall)), scale: 1 };
    const { data } = await call('Page.captureScreenshot', { format: 'png', clip, captureBeyondViewport: true }, sessionId);
    writeFileSync(join(folder, `${id}.png`), Buffer.from(data, 'base64'));
  }
} finally {
  // Its profile is in use until it has ended.
  const ended = new Promise((done) => browser.once('exit', done));
  browser.kill();
  await ended;
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}
