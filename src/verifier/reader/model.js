// What the reader knows of a bundle: its index, the entries, and of each exhibit what these say.
import { isCount, isList, isObject, isText } from "../page/canonical.js";
import { Chunks } from "./store.js";

const textOf = (value) => (isText(value) ? value : "");
const listOf = (value) => (Array.isArray(value) ? value : []);

// The record of a bundle, from its store; entries come by loadEntries().
export async function openRecord(store) {
  const index = JSON.parse(await store.text("bundle"));
  const chunks = JSON.parse(await store.text("chunks"));
  if (!isObject(index) || !Array.isArray(index.exhibits) || !isObject(chunks)) throw new Error("bundle");
  const firstsOf = (stem) => (isList(isCount)(chunks[stem]) ? chunks[stem] : []);
  return {
    store, index, entries: [], officers: new Map(), entriesLoaded: false,
    entryChunks: new Chunks(store, "entries", firstsOf("entries")),
    partChunks: new Map(index.exhibits.filter((one) => Object.hasOwn(chunks, one.exhibit))
      .map((one) => [one.exhibit, new Chunks(store, one.exhibit, firstsOf(one.exhibit))])),
  };
}

// progress() is called after each chunk.
export async function loadEntries(record, progress) {
  for (let chunk = 0; chunk < record.entryChunks.count; chunk++) {
    for (const { index, leaf, body } of await record.entryChunks.lines(chunk)) {
      record.entries.push({ index, at: textOf(leaf.at), kind: textOf(body.kind), actor: textOf(body.actor), data: body.data });
      if (body.kind === "officer.added") record.officers.set(body.data.officer, textOf(body.data.name));
    }
    progress?.();
  }
  record.entriesLoaded = true;
}

export const officerName = (record, officer) => record.officers.get(officer) || officer;

const lastOf = (record, test) => record.entries.findLast(test);

const REDACTION_FILES = {
  picture: { kind: "picture", ending: "png", media_type: "image/png" },
  sound: { kind: "sound", ending: "wav", media_type: "audio/wav" },
  film: { kind: "video", ending: "webm", media_type: "video/webm" },
};

// What is shown of an exhibit with parts hidden: {of, path, kind, media_type, name, data}, of one file beside each
// other; data: of its entry.
export function describeRedactions(record, indexed) {
  const shown = (indexed.redactions ?? []).map(({ entry, redaction, of = "picture" }) => {
    const { ending, ...file } = REDACTION_FILES[of];
    const data = record.entries.find((one) => one.index === entry)?.data ?? {};
    const name = [textOf(data.file), ...[data.part, data.page].filter(isCount)].join(", ");
    return { of, path: `data/redactions/${redaction}.${ending}`, name, data, ...file };
  });
  return shown.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

// What entries say of one exhibit: {indexed, number, title, source, sealed, started, approved,
// requested, files, withheld, redactions, parts, custody}.
export function describeExhibit(record, indexed) {
  const entry = (test) => lastOf(record, test)?.data ?? {};
  const sealed = entry((one) => one.index === indexed.sealed);
  const started = entry((one) => /^(capture|import)\.started$/.test(one.kind) && one.data.exhibit === indexed.exhibit);
  const parts = indexed.excerpt === undefined ? {} : entry((one) => one.index === indexed.excerpt);
  const known = new Map();
  for (const { kind, data } of record.entries) {
    const isOfFiles = kind === "exhibit.files" || kind === "exhibit.sealed";
    if (isOfFiles && data.exhibit === indexed.exhibit) for (const file of listOf(data.files)) known.set(file.name, file);
  }
  const withFacts = (name) => ({ ...known.get(name), name });
  return {
    indexed, sealed, started, parts, isImport: isText(sealed.import),
    number: String(indexed.number),
    title: textOf(sealed.title) || textOf(started.name),
    source: textOf(sealed.url) || textOf(sealed.source),
    files: indexed.files.map(withFacts),
    withheld: indexed.withheld.map(({ name, reason }) => ({ ...withFacts(name), reason })),
    redactions: describeRedactions(record, indexed),
    custody: record.entries.filter((one) => one.data?.exhibit === indexed.exhibit),
    authorisation: textOf(sealed.authorisation) || textOf(started.authorisation),
  };
}

// {requested, approved, others}: entries of an authorisation.
export function describeAuthorisation(record, authorisation) {
  const all = record.entries.filter((one) => one.kind.startsWith("authorisation.") && one.data.authorisation === authorisation);
  return {
    requested: all.find((one) => one.kind === "authorisation.requested"),
    approved: all.find((one) => one.kind === "authorisation.approved"),
    others: all.filter((one) => !/\.(requested|approved)$/.test(one.kind)),
  };
}

// The whole numbers that a line of an excerpt speaks of: {closed, from, reason} or {number, part, masks}.
export function readPartLine(line) {
  if (isCount(line.closed)) return { closed: line.closed, from: line.from, reason: textOf(line.reason) };
  const masks = new Map();
  for (const mask of listOf(line.masked)) if (isObject(mask) && isText(mask.at)) masks.set(mask.at, mask);
  return { number: line.number, part: isObject(line.part) ? line.part : {}, masks };
}

// What of a shown part can be searched, as texts.
export function searchableTexts({ part, masks }) {
  const texts = [];
  const take = (value, at) => {
    const mask = masks.get(at);
    if (mask) texts.push(...listOf(mask.runs).map((run) => (isText(run) ? run : textOf(run.as))), textOf(mask.as));
    else if (isText(value)) texts.push(value);
    else if (Array.isArray(value)) value.forEach((one, i) => take(one, `${at}/${i}`));
    else if (isObject(value)) for (const [name, one] of Object.entries(value)) take(one, `${at}/${pointerStep(name)}`);
  };
  for (const member of ["title", "text", "author", "author_id", "to", "chat_name", "forwarded_from", "attachments", "other"]) {
    take(part.record?.[member], `/record/${member}`);
  }
  take(part.way, "/way");
  take(part.item?.name, "/item/name");
  return texts.filter((text) => text !== "");
}

// A member's name in a JSON pointer (RFC 6901).
export const pointerStep = (name) => name.replaceAll("~", "~0").replaceAll("/", "~1");
