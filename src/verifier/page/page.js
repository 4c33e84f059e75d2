// The page: takes files by choice or drop, shows progress and the report, in English or Urdu.
import { credentialView } from "./credential_page.js";
import { checkCredential, looksLikeCredential } from "./credentials.js";
import { LANGUAGES, messageIn } from "./messages.js";
import { answerSections, questionText } from "./questions_page.js";
import { fileSource } from "./room.js";
import { readTrustedKey, readTrustedRoots, verifyBundle } from "./verify.js";

const MAX_TRUST_FILE_BYTES = 1024 * 1024;
const MAX_CREDENTIAL_FILE_BYTES = 1024 * 1024;
const MAX_DETAILS = 20;
const VERDICT_STYLE = { "intact": "intact", "intact with warnings": "warned" };

const state = { language: "en", report: null, credential: undefined, problem: null, progress: [0, 0], run: 0 };
const find = (id) => document.getElementById(id);
const say = (code, ...args) => messageIn(state.language, code, args);

// An element with text and children; text never becomes markup.
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function sizeText(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  const step = Math.min(4, Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** step).toFixed(1)} ${["B", "KiB", "MiB", "GiB", "TiB"][step]}`;
}

function detailList(details) {
  const list = make("ul");
  for (const [code, ...args] of details.slice(0, MAX_DETAILS)) list.append(make("li", {}, say(code, ...args)));
  if (details.length > MAX_DETAILS) list.append(make("li", {}, say("page-more", details.length - MAX_DETAILS)));
  return list;
}

function checkItem(check) {
  const item = make("li", { "data-check": check.id, "data-status": check.status },
    make("span", {}, say(`check-${check.id}`)),
    make("span", { class: `status ${check.status}` }, say(`status-${check.status}`)),
    make("span", {}, say(check.code, ...check.args)));
  if (check.details.length > 0) item.append(detailList(check.details));
  return item;
}

function exhibitSection(exhibit) {
  const head = make("tr", {}, ...["page-file", "page-size"].map((code) => make("th", { scope: "col" }, say(code))),
    make("th", { scope: "col" }, "SHA-256 / SHA-512"));
  const table = make("table", {}, make("thead", {}, head));
  const body = make("tbody");
  for (const file of exhibit.files) {
    body.append(make("tr", {}, make("td", {}, make("bdi", {}, file.name)), make("td", {}, sizeText(file.size)),
      make("td", { class: "digest" }, make("div", {}, file.sha256), make("div", {}, file.sha512))));
  }
  for (const { name, reason } of exhibit.withheld) {
    body.append(make("tr", {}, make("td", {}, make("bdi", {}, name)), make("td", {}, say("page-withheld")),
      make("td", {}, make("bdi", {}, reason))));
  }
  table.append(body);
  const title = exhibit.title ? `${exhibit.number} · ${exhibit.title}` : `${exhibit.number}`;
  const address = make("bdi", {}, exhibit.url);
  const when = make("bdi", {}, `${exhibit.started_at} – ${exhibit.ended_at}`);
  return make("section", { class: "exhibit" }, make("h3", {}, make("bdi", {}, title)),
    make("p", {}, address), make("p", {}, when), table);
}

function saveButton(report) {
  const button = make("button", { type: "button", class: "plain" }, say("page-save"));
  button.addEventListener("click", () => {
    const link = make("a", { download: `${report.bundle || "bundle"}-report.json` });
    link.href = URL.createObjectURL(new Blob([JSON.stringify(report, null, 2)], { type: "application/json" }));
    link.click();
    URL.revokeObjectURL(link.href);
  });
  return button;
}

function showReport() {
  const { report, credential } = state;
  const result = find("result");
  result.hidden = report === null && credential === undefined;
  result.replaceChildren();
  if (credential !== undefined) result.append(...credentialView(credential, state.language, make));
  if (report === null) return;
  const style = VERDICT_STYLE[report.verdict] ?? report.verdict;
  const verdict = make("div", { class: `verdict ${style}`, "data-verdict": report.verdict },
    make("p", {}, say(report.verdict)));
  if (report.bundle) {
    verdict.append(make("p", {}, make("bdi", {}, report.agency), " · ", make("bdi", {}, report.case.reference), " · ",
      make("bdi", {}, report.case.title)), make("p", {}, make("bdi", {}, report.bundle)));
  }
  const checks = make("ul", { class: "checks" }, ...report.checks.map(checkItem));
  result.append(verdict, make("h2", {}, say("page-not-checked")), detailList(report.not_checked),
    make("h2", {}, say("page-checks")), checks);
  if (report.answers) {
    const text = (code) => questionText(state.language, code);
    const notes = ["lead", "trust", "authority", "disclosed"].map((code) => make("p", { class: "note" }, text(`page:${code}`)));
    result.append(make("h2", {}, text("page:title")), ...notes,
      ...answerSections(report, state.language, make));
  }
  if (report.exhibits.length > 0) {
    result.append(make("h2", {}, say("page-exhibits")), ...report.exhibits.map(exhibitSection));
  }
  result.append(saveButton(report));
}

function showProgress() {
  const [done, total] = state.progress;
  find("progress").value = total > 0 ? done / total : 0;
  find("progress-text").textContent = say("page-working", sizeText(done), sizeText(total));
}

function show() {
  document.documentElement.lang = state.language;
  document.documentElement.dir = state.language === "ur" ? "rtl" : "ltr";
  document.title = say("page-title");
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === state.language));
  }
  find("problem").textContent = state.problem === null ? "" : say(...state.problem);
  showProgress();
  showReport();
}

// All that the files in an input hold, read with parse; reports the first that cannot be read.
async function readTrust(id, parse) {
  const items = [];
  for (const file of find(id).files) {
    const item = file.size <= MAX_TRUST_FILE_BYTES ? parse(await file.text()) : null;
    if (item === null) {
      state.problem = ["page-trust-bad", file.name];
      return null;
    }
    items.push(item);
  }
  return items;
}

async function bytesOf(file) {
  return new Uint8Array(await file.slice(0, MAX_CREDENTIAL_FILE_BYTES + 1).arrayBuffer());
}

// The report of a certificate, null where it is none; undefined where the file is to be taken for a bundle.
async function verifyCredential(file) {
  if (!looksLikeCredential(new Uint8Array(await file.slice(0, 4).arrayBuffer()))) return undefined;
  const bytes = await bytesOf(file);
  const [list] = find("revocations").files;
  const isCodeWithLineEnd = bytes[0] !== 0x7b && bytes.at(-1) === 0x0a;
  const issuers = find("issuer").value.split(/\s+/).filter((one) => one !== "");
  return checkCredential(isCodeWithLineEnd ? bytes.subarray(0, -1) : bytes,
    { now: Date.now(), issuers, revocations: list ? await bytesOf(list) : null });
}

async function verifyFile(file) {
  const run = ++state.run;
  Object.assign(state, { report: null, credential: undefined, problem: null, progress: [0, file.size] });
  find("working").hidden = false;
  show();
  try {
    const credential = await verifyCredential(file);
    if (run === state.run) state.credential = credential;
    const keys = await readTrust("trust-key", readTrustedKey);
    const roots = await readTrust("trust-root", readTrustedRoots);
    if (credential === undefined && keys !== null && roots !== null) {
      const report = await verifyBundle(fileSource(file), { keys, roots: roots.flat() }, (done, total) => {
        if (run !== state.run) return;
        state.progress = [done, total];
        showProgress();
      });
      if (run === state.run) state.report = report;
    }
  } catch (error) {
    if (run === state.run) state.problem = ["page-read-error", String(error?.message ?? error)];
  }
  if (run !== state.run) return;
  find("working").hidden = true;
  show();
  if (state.report || state.credential !== undefined) find("result").focus();
}

let chosen = null;

function choose(file) {
  if (!file) return;
  chosen = file;
  verifyFile(file);
}

find("bundle").addEventListener("change", (event) => choose(event.target.files[0]));
for (const id of ["trust-key", "trust-root", "issuer", "revocations"]) {
  find(id).addEventListener("change", () => chosen && verifyFile(chosen));
}
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  find("drop").classList.add("over");
});
document.addEventListener("dragleave", () => find("drop").classList.remove("over"));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  find("drop").classList.remove("over");
  choose(event.dataTransfer.files[0]);
});
for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => {
    state.language = LANGUAGES.includes(button.dataset.language) ? button.dataset.language : "en";
    show();
  });
}
show();
