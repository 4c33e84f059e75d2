// Opens verify.html from disk in Chromium and gives it an intact and an altered bundle, over the
// DevTools protocol on a pipe. Fails if a verdict is another than expected or anything is requested.
//   node browser.mjs FOLDER     FOLDER: verify.html bundle.zip changed.zip agency.vkey root.pem
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const folder = resolve(process.argv[2]);
const profile = mkdtempSync(join(tmpdir(), "sanad-verify-page-"));
const browser = spawn("chromium", ["--headless=new", "--no-sandbox", "--remote-debugging-pipe",
  "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", `--user-data-dir=${profile}`,
  "about:blank"],
{ stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"], detached: true });

class Devtools {
  constructor(input, output) {
    this.input = input;
    this.next = 1;
    this.waiting = new Map();
    this.listeners = [];
    let rest = "";
    output.setEncoding("utf8");
    output.on("data", (chunk) => {
      const messages = (rest + chunk).split("\0");
      rest = messages.pop();
      messages.forEach((text) => this.take(JSON.parse(text)));
    });
  }

  take(message) {
    const waiting = this.waiting.get(message.id);
    if (!waiting) return this.listeners.forEach((listener) => listener(message));
    this.waiting.delete(message.id);
    if (message.error) waiting.reject(new Error(message.error.message));
    else waiting.resolve(message.result);
  }

  send(method, params = {}, sessionId = undefined) {
    const id = this.next++;
    this.input.write(JSON.stringify({ id, method, params, sessionId }) + "\0");
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
  }
}

function expect(found, wanted, what) {
  if (found !== wanted) throw new Error(`${what}: expected ${wanted}, found ${found}`);
}

// In the page: waits until what() is true after a change of the document.
const UNTIL = `(what) => new Promise((done) => {
  const look = () => what() && (observer.disconnect(), done(true));
  const observer = new MutationObserver(look);
  observer.observe(document, {subtree: true, childList: true, attributes: true});
  look();
})`;

async function main(devtools) {
  const requests = [];
  const problems = [];
  devtools.listeners.push(({ method, params }) => {
    if (method === "Network.requestWillBeSent") requests.push(params.request.url);
    if (method === "Runtime.exceptionThrown") problems.push(params.exceptionDetails.text);
    if (method === "Log.entryAdded" && params.entry.level === "error") problems.push(params.entry.text);
  });
  const { targetId } = await devtools.send("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await devtools.send("Target.attachToTarget", { targetId, flatten: true });
  const send = (method, params) => devtools.send(method, params, sessionId);
  const evaluate = async (expression) => {
    const answer = await send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (answer.exceptionDetails) throw new Error(JSON.stringify(answer.exceptionDetails));
    return answer.result.value;
  };
  for (const domain of ["Network", "Runtime", "Log", "Page", "DOM"]) await send(`${domain}.enable`);
  const address = pathToFileURL(join(folder, "verify.html")).href;
  const loaded = new Promise((done) => devtools.listeners.push(
    ({ method }) => method === "Page.loadEventFired" && done()));
  await send("Page.navigate", { url: address });
  await loaded;

  const choose = async (selector, file) => {
    const { root } = await send("DOM.getDocument");
    const { nodeId } = await send("DOM.querySelector", { nodeId: root.nodeId, selector });
    await send("DOM.setFileInputFiles", { nodeId, files: [join(folder, file)] });
  };
  const verdictOf = async (file) => {
    await evaluate("document.querySelector('#result').replaceChildren()");
    await choose("#bundle", file);
    await evaluate(`(${UNTIL})(() => document.querySelector("[data-verdict]"))`);
    return evaluate("document.querySelector('[data-verdict]').dataset.verdict");
  };
  expect(await verdictOf("bundle.zip"), "intact with warnings", "without trust");
  await evaluate("document.querySelector('#trust').open = true");
  await choose("#trust-key", "agency.vkey");
  await choose("#trust-root", "root.pem");
  expect(await verdictOf("bundle.zip"), "intact", "with trust");
  expect(await evaluate("document.querySelectorAll('[data-check]').length"), 18, "checks shown");
  expect(await evaluate("document.querySelectorAll('.exhibit').length"), 2, "exhibits shown");
  await evaluate("document.querySelector('[data-language=ur]').click()");
  expect(await evaluate("document.documentElement.dir"), "rtl", "direction in Urdu");
  expect(await evaluate("document.documentElement.lang"), "ur", "language");
  expect(await verdictOf("changed.zip"), "tampered", "altered bundle");
  const foreign = requests.filter((url) => url !== address);
  expect(foreign.join(" "), "", "requests");
  expect(problems.join(" "), "", "errors in the page");
}

// True while a process of the group still runs. One that has ended but was not waited for does not
// count: where nothing adopts orphans, it stays for good.
function groupRuns(group) {
  return readdirSync("/proc").filter((name) => /^[0-9]+$/.test(name)).some((name) => {
    let text;
    try {
      text = readFileSync(`/proc/${name}/stat`, "utf8");
    } catch {
      return false;
    }
    const [state, , processGroup] = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return Number(processGroup) === group && state !== "Z" && state !== "X";
  });
}

// The browser leads a process group of its own. Its helpers outlive it for a moment and write to the
// profile while they do, so the profile may go only when the last of them has.
async function endGroup(group) {
  try {
    process.kill(-group, "SIGKILL");
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
  while (groupRuns(group)) await new Promise((done) => setTimeout(done, 5));
}

let status = 0;
try {
  await main(new Devtools(browser.stdio[3], browser.stdio[4]));
  console.log("verify.html works from disk");
} catch (error) {
  console.log(error.stack);
  status = 1;
}
await endGroup(browser.pid);
rmSync(profile, { recursive: true, force: true });
process.exit(status);
