// A Chromium of its own for a test, over the DevTools protocol on a pipe, and one page in it that tells what it asked for.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

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

export function expect(found, wanted, what) {
  if (found !== wanted) throw new Error(`${what}: expected ${wanted}, found ${found}`);
}

// In the page: waits until what() is true after a change of the document, or after something of it has loaded, which changes
// nothing that an observer hears of; after five minutes it fails with what is there.
const UNTIL = `(what) => new Promise((done, fail) => {
  const look = () => what() && (observer.disconnect(), document.removeEventListener("load", look, true), done(true));
  setTimeout(() => fail(new Error(what + " did not come: " + document.body.innerText.slice(0, 2000))), 300000);
  const observer = new MutationObserver(look);
  observer.observe(document, {subtree: true, childList: true, attributes: true});
  document.addEventListener("load", look, true);
  look();
})`;

// A page that listens: requests and problems grow while it is used.
async function openPage(devtools) {
  const requests = [];
  const problems = [];
  devtools.listeners.push(({ method, params }) => {
    if (method === "Network.requestWillBeSent") requests.push(params.request.url);
    if (method === "Runtime.exceptionThrown") problems.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
    if (method === "Log.entryAdded" && params.entry.level === "error") problems.push(`${params.entry.text} ${params.entry.url ?? ""}`);
  });
  const { targetId } = await devtools.send("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await devtools.send("Target.attachToTarget", { targetId, flatten: true });
  const send = (method, params) => devtools.send(method, params, sessionId);
  for (const domain of ["Runtime", "Log", "Page", "DOM"]) await send(`${domain}.enable`);
  // Which addresses are asked for is looked at, and nothing that they give: kept, it would be counted as memory of the page.
  await send("Network.enable", { maxTotalBufferSize: 1, maxResourceBufferSize: 1 });
  const evaluate = async (expression) => {
    const answer = await send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true, userGesture: true });
    if (answer.exceptionDetails) throw new Error(`${expression}: ${JSON.stringify(answer.exceptionDetails)}`);
    return answer.result.value;
  };
  return {
    requests, problems, send, evaluate,
    until: (condition) => evaluate(`(${UNTIL})(() => ${condition})`),
    async go(address) {
      const loaded = new Promise((done) => devtools.listeners.push(({ method }) => method === "Page.loadEventFired" && done()));
      await send("Page.navigate", { url: address });
      await loaded;
    },
    async choose(selector, file) {
      const { root } = await send("DOM.getDocument");
      const { nodeId } = await send("DOM.querySelector", { nodeId: root.nodeId, selector });
      await send("DOM.setFileInputFiles", { nodeId, files: [file] });
    },
  };
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

// Runs test(page, pid) in a browser of its own, and ends the process: status 0 if it did not throw.
export async function runInBrowser(said, test) {
  const profile = mkdtempSync(join(tmpdir(), "sanad-page-"));
  const browser = spawn("chromium", ["--headless=new", "--no-sandbox", "--remote-debugging-pipe",
    "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", `--user-data-dir=${profile}`,
    "about:blank"],
  { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"], detached: true });
  let status = 0;
  try {
    await test(await openPage(new Devtools(browser.stdio[3], browser.stdio[4])), browser.pid);
    console.log(said);
  } catch (error) {
    console.log(error.stack);
    status = 1;
  }
  await endGroup(browser.pid);
  rmSync(profile, { recursive: true, force: true });
  process.exit(status);
}
