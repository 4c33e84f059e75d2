// The reader: shows a bundle in the folder that it lies in, or one that was chosen as a zip, which it
// then also checks, in English or Urdu.
import { verifyBundle } from "../page/verify.js";
import { fileSource } from "../page/room.js";
import { readDirectory } from "../page/zip.js";
import { checksNodes, standingNodes } from "./checks.js";
import { el } from "./dom.js";
import { foldQuery } from "./fold.js";
import { loadEntries, openRecord } from "./model.js";
import { searchNodes } from "./search.js";
import { FolderStore, ZipStore } from "./store.js";
import { exhibitNodes, overviewNodes, partsNodes } from "./views.js";
import { readerWord } from "./words.js";

const reader = { language: "en", record: null, alone: false, drawn: 0, problem: null, verification: {}, run: 0 };
const byId = (id) => document.getElementById(id);
const sayWord = (code, ...args) => readerWord(reader.language, code, args);

function routeOf(hash) {
  const [path, query = ""] = hash.replace(/^#\/?/, "").split("?");
  return { steps: path.split("/").filter((step) => step !== ""), query: new URLSearchParams(query).get("q") ?? "" };
}

function pageNodes(view, { steps, query }) {
  const [page, id, chunk] = steps;
  if (page === "checks") return checksNodes(view);
  if (!view.record) return [el("p", { role: "status" }, sayWord(reader.alone ? "alone" : "loading"))];
  if (page === "exhibit") return exhibitNodes(view, id);
  if (page === "parts") return partsNodes(view, id, Number(chunk));
  if (page === "search") return searchNodes(view, query);
  return overviewNodes(view);
}

function drawFrame() {
  document.documentElement.lang = reader.language;
  document.documentElement.dir = reader.language === "ur" ? "rtl" : "ltr";
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = sayWord(element.dataset.say);
  for (const name of ["nav", "trusted"]) byId(name).setAttribute("aria-label", sayWord(name));
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === reader.language));
  }
  const { steps } = routeOf(location.hash);
  for (const link of document.querySelectorAll("#nav a")) {
    const isHere = link.dataset.page === (steps[0] ?? "");
    if (isHere) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const reference = reader.record?.index.case.reference;
  document.title = reference ? `${sayWord("heading")}: ${reference}` : sayWord("heading");
  byId("problem").textContent = reader.problem === null ? "" : sayWord(...reader.problem);
  drawStanding();
}

function viewOf(drawn) {
  return {
    ...reader, say: sayWord, store: reader.record?.store, isCurrent: () => drawn === reader.drawn,
    terms: foldQuery(routeOf(location.hash).query),
  };
}

function drawStanding() {
  byId("standing").replaceChildren(...standingNodes(viewOf(reader.drawn)));
}

// Draws the page that the address names; a later one overtakes it.
async function draw(moveFocus) {
  const drawn = ++reader.drawn;
  drawFrame();
  const route = routeOf(location.hash);
  let nodes;
  try {
    nodes = await pageNodes(viewOf(drawn), route);
  } catch (error) {
    nodes = [el("p", { role: "alert" }, sayWord("not-read", error.message))];
  }
  if (drawn !== reader.drawn) return;
  byId("main").replaceChildren(...nodes.flat().filter((node) => node !== null && node !== undefined && node !== ""));
  byId("main").dataset.drawn = route.steps[0] ?? "overview";
  if (!moveFocus) return;
  const part = route.steps[0] === "parts" && route.steps[3] !== undefined ? placeOf(Number(route.steps[3])) : null;
  if (part) {
    part.classList.add("here");
    part.setAttribute("tabindex", "-1");
    part.scrollIntoView({ block: "center" });
    part.focus({ preventScroll: true });
  } else {
    scrollTo(0, 0);
    document.querySelector("#main h1")?.focus({ preventScroll: true });
  }
}

// The element of a part: its own, or that of the closed stretch that it is in.
function placeOf(number) {
  const own = document.getElementById(`part-${number}`);
  if (own) return own;
  return [...document.querySelectorAll("[data-closed]")].find((one) => {
    const from = Number(one.id.slice("part-".length));
    return from <= number && number < from + Number(one.dataset.closed);
  });
}

async function useStore(store) {
  const run = ++reader.run;
  reader.record?.store.release();
  const record = await openRecord(store);
  if (run !== reader.run) return;
  Object.assign(reader, { record, alone: false, problem: null });
  await draw(true);
  await loadEntries(record);
  if (run === reader.run && !location.hash.startsWith("#/parts") && !location.hash.startsWith("#/search")) await draw(false);
}

async function verifyZip(file) {
  const verification = { report: null, progress: [0, file.size], problem: null };
  reader.verification = verification;
  let shown = 0;
  try {
    verification.report = await verifyBundle(fileSource(file), { keys: [], roots: [] }, (done, total) => {
      verification.progress = [done, total];
      if (verification !== reader.verification || performance.now() < shown + 200) return;
      shown = performance.now();
      drawStanding();
    });
  } catch (error) {
    verification.problem = error.message;
  }
  if (verification !== reader.verification) return;
  if (location.hash.startsWith("#/checks")) await draw(false);
  else drawStanding();
}

// Shows what the zip holds, and then checks it: the checks read all of it.
async function openZip(file) {
  if (!file) return;
  reader.problem = null;
  const opened = { report: null, progress: [0, file.size], problem: null };
  reader.verification = opened;
  drawStanding();
  try {
    const { files } = await readDirectory(fileSource(file));
    await useStore(new ZipStore(file, files));
  } catch (error) {
    Object.assign(reader, { record: null, alone: true, problem: ["not-read", file.name] });
    ++reader.run;
    await draw(false);
  }
  if (opened === reader.verification) await verifyZip(file);
}

byId("zip").addEventListener("change", (event) => openZip(event.target.files[0]));
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  openZip(event.dataTransfer.files[0]);
});
for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => {
    reader.language = button.dataset.language === "ur" ? "ur" : "en";
    draw(false);
  });
}
window.addEventListener("hashchange", () => {
  reader.record?.store.release();
  draw(true);
});
byId("skip").addEventListener("click", (event) => {
  event.preventDefault();
  byId("main").focus();
});
drawFrame();
useStore(new FolderStore(document)).catch(() => {
  if (reader.record) return;
  reader.alone = true;
  draw(false);
});
