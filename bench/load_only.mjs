// Loads a page in Chromium over its pipe and writes the outputs that a capture makes: picture, PDF,
// document, MHTML. No log, no observer. A page is loaded when the browser says "networkIdle": nothing asked for in half
// a second, which is what a capture waits for too. Where the last argument is "load", at its load event.
//   node bench/load_only.mjs URL FOLDER COMMAND_LINE.json [load]     (an acquisition record's command_line)
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [url, folder, commandFile, until] = process.argv.slice(2);
const profile = mkdtempSync(join(folder, "profile-"));
const [program, ...flags] = JSON.parse(readFileSync(commandFile, "utf8"));
const line = flags
  .filter((flag) => !flag.startsWith("--log-net-log") && !flag.startsWith("--net-log-"))
  .map((flag) => (flag.startsWith("--user-data-dir=") ? `--user-data-dir=${profile}` : flag));
// As in a capture: the browser does not run as root, since its sandbox would have to be off.
const number = (flag) => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }));
const user = process.getuid() === 0 ? { uid: number("-u"), gid: number("-g") } : {};
if (user.uid !== undefined) {
  chmodSync(folder, 0o711);
  chownSync(profile, user.uid, user.gid);
}
const browser = spawn(program, line, {
  ...user,
  stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
  env: { HOME: profile, PATH: "/usr/local/bin:/usr/bin:/bin", LANG: "C.UTF-8", TZ: "UTC",
         DBUS_SESSION_BUS_ADDRESS: "unix:path=/dev/null", DBUS_SYSTEM_BUS_ADDRESS: "unix:path=/dev/null" },
});

let closing = false;
browser.on("exit", (code, signal) => {
  if (closing) return;
  console.error(`the browser ended too early: ${code ?? signal}`);
  process.exit(1);
});

// At its end the browser resets its pipes.
for (const pipe of browser.stdio.slice(3)) pipe.on("error", () => {});

const answers = new Map();
let reportLoaded;
const loaded = new Promise((resolve) => (reportLoaded = resolve));
let page;
let pending = [];
let last = 0;

function take(message) {
  const { method, params } = message;
  if (until === "load" ? method === "Page.loadEventFired" : method === "Page.lifecycleEvent" && params.name === "networkIdle" && params.loaderId === page?.loaderId) reportLoaded();
  const waiting = answers.get(message.id);
  if (waiting === undefined) return;
  answers.delete(message.id);
  if (message.error) waiting.reject(new Error(message.error.message));
  else waiting.resolve(message.result);
}

browser.stdio[4].on("data", (chunk) => {
  let from = 0;
  for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, from)) {
    pending.push(chunk.subarray(from, end));
    take(JSON.parse(Buffer.concat(pending).toString()));
    pending = [];
    from = end + 1;
  }
  if (from < chunk.length) pending.push(chunk.subarray(from));
});

const call = (method, params = {}, sessionId = undefined) =>
  new Promise((resolve, reject) => {
    answers.set(++last, { resolve, reject });
    browser.stdio[3].write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`);
  });

const { targetId } = await call("Target.createTarget", { url: "about:blank" });
const { sessionId } = await call("Target.attachToTarget", { targetId, flatten: true });
await call("Page.enable", {}, sessionId);
await call("Page.setLifecycleEventsEnabled", { enabled: true }, sessionId);
page = await call("Page.navigate", { url }, sessionId);
await loaded;
const write = (name, data, coding) => writeFileSync(join(folder, name), Buffer.from(data, coding));
const first = await call("Page.captureScreenshot", { format: "png" }, sessionId);
write("screenshot.png", first.data, "base64");
const full = await call("Page.captureScreenshot", { format: "png", captureBeyondViewport: true }, sessionId);
write("full.png", full.data, "base64");
write("page.pdf", (await call("Page.printToPDF", { printBackground: true }, sessionId)).data, "base64");
const expression = "document.documentElement.outerHTML";
write("dom.html", (await call("Runtime.evaluate", { expression }, sessionId)).result.value, "utf8");
write("page.mhtml", (await call("Page.captureSnapshot", {}, sessionId)).data, "utf8");
const ended = new Promise((resolve) => browser.on("exit", resolve));
closing = true;
call("Browser.close").catch(() => {});
await ended;
rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
