// The search through all that is shown: parts, names of files, entries. It reads chunk after chunk, the
// next while one is looked through, and keeps of each only what is shown of the first that were found.
import { el, markedNodes } from "./dom.js";
import { findTerms, foldQuery } from "./fold.js";
import { describeExhibit, readPartLine, searchableTexts } from "./model.js";
import { recordText } from "./record_words.js";

const MOST_FOUND = 500;
const DRAW_EVERY_MS = 200;
const SNIPPET_BEFORE = 60;
const SNIPPET_LENGTH = 240;

// The first text in which all terms stand, cut around the first of them; null if there is none.
function snippetOf(texts, terms) {
  for (const text of texts) {
    const found = findTerms(text, terms);
    if (found === null) continue;
    const from = Math.max(0, found[0][0] - SNIPPET_BEFORE);
    return (from > 0 ? "… " : "") + text.slice(from, from + SNIPPET_LENGTH) + (from + SNIPPET_LENGTH < text.length ? " …" : "");
  }
  return null;
}

function* searchFiles(record, terms) {
  for (const indexed of record.index.exhibits) {
    const exhibit = describeExhibit(record, indexed);
    const texts = [exhibit.title, exhibit.source, ...[...exhibit.files, ...exhibit.withheld].flatMap((file) => [file.name, file.path ?? "", file.reason ?? ""])];
    const snippet = snippetOf(texts, terms);
    if (snippet !== null) yield { href: `#/exhibit/${indexed.exhibit}`, where: ["exhibit", exhibit.number], snippet };
  }
}

function textsIn(value) {
  if (typeof value === "string") return [value];
  return value !== null && typeof value === "object" ? Object.values(value).flatMap(textsIn) : [];
}

function* searchEntries(record, terms, language) {
  for (const entry of record.entries) {
    const snippet = snippetOf([recordText(language, entry), ...textsIn(entry.data)], terms);
    const exhibit = entry.data?.exhibit;
    if (snippet !== null) yield { href: typeof exhibit === "string" ? `#/exhibit/${exhibit}` : "#/", where: ["entry", entry.index], snippet };
  }
}

// The lines of each stretch in their order; those of the next are on their way while one is used.
export async function* readAhead(stretches) {
  const linesAt = (at) => {
    const lines = at < stretches.length ? stretches[at][1].lines(stretches[at][2]) : null;
    lines?.catch(() => null);  // told where it is waited for, if anybody still does
    return lines;
  };
  let next = linesAt(0);
  for (let at = 0; at < stretches.length; at++) {
    const lines = await next;
    next = linesAt(at + 1);
    const [exhibit, , chunk] = stretches[at];
    yield [lines, exhibit, chunk];
  }
}

// Calls found(result) for each, and progress(done, all) after each chunk; stops when wanted() is no longer true.
export async function searchRecord(record, query, language, { found, progress, wanted }) {
  const terms = foldQuery(query);
  if (terms.length === 0) return;
  const stretches = [...record.partChunks].flatMap(([exhibit, chunks]) => chunks.firsts.map((_, chunk) => [exhibit, chunks, chunk]));
  for (const result of searchFiles(record, terms)) found(result);
  let done = 0;
  for await (const [lines, exhibit, chunk] of readAhead(stretches)) {
    for (const line of lines.map(readPartLine)) {
      const texts = line.closed ? [line.reason] : searchableTexts(line);
      const snippet = snippetOf(texts, terms);
      const number = line.number ?? line.from;
      if (snippet !== null) found({ href: `#/parts/${exhibit}/${chunk}/${number}?q=${encodeURIComponent(query)}`, where: ["part", number], snippet });
    }
    progress(++done, stretches.length);
    if (!wanted()) return;
  }
  for (const result of searchEntries(record, terms, language)) found(result);
  progress(stretches.length, stretches.length);
}

export function searchNodes(view, query) {
  const { say, record } = view;
  const terms = foldQuery(query);
  const input = el("input", { type: "search", id: "query", value: query, dir: "auto", autocomplete: "off" });
  const status = el("p", { role: "status", id: "found" });
  const list = el("ol", { class: "results" });
  const form = el("form", { role: "search", onsubmit: (event) => {
    event.preventDefault();
    location.hash = `#/search?q=${encodeURIComponent(input.value)}`;
  } }, el("label", { for: "query" }, say("search-label")), input, " ", el("button", { type: "submit" }, say("nav-search")));
  const run = async () => {
    let count = 0;
    let drawn = performance.now();
    const fresh = [];
    const draw = () => list.append(...fresh.splice(0));
    await searchRecord(record, query, view.language, {
      wanted: view.isCurrent,
      found: ({ href, where, snippet }) => {
        if (++count > MOST_FOUND) return;
        fresh.push(el("li", {}, el("a", { href }, say(...where)), " ", el("span", { dir: "auto", class: "snippet" }, markedNodes(snippet, terms))));
      },
      progress: (done, all) => {
        if (performance.now() < drawn + DRAW_EVERY_MS) return;
        drawn = performance.now();
        draw();
        status.textContent = say("searching", done, all, count);
      },
    });
    draw();
    const code = count === 0 ? "found-none" : count > MOST_FOUND ? "found-more" : "found";
    status.textContent = say(code, count > MOST_FOUND ? MOST_FOUND : count);
    status.dataset.done = String(count);
  };
  if (terms.length > 0) {
    run().catch((error) => (status.textContent = say("not-read", error.message)));
  }
  return [el("h1", { tabindex: "-1" }, say("nav-search")), form, el("p", { class: "soft" }, say("search-how")), status, list];
}

