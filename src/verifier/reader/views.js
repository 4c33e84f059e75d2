// The pages of the reader: overview, one exhibit, its parts. Each answers nodes.
import { attachmentPath } from "../page/attachments.js";
import { isObject, isText } from "../page/canonical.js";
import { byteText, el, facts, passage, said, sayWith, tableOf, timeNode, timeText } from "./dom.js";
import { coveredMedia, fileActions, mediaKind } from "./media.js";
import { describeAuthorisation, describeExhibit, officerName, readPartLine } from "./model.js";
import { partNodes } from "./parts.js";
import { recordText } from "./record_words.js";

const FILES_A_PAGE = 100;
const MEDIA_A_PAGE = 60;
const ENTRIES_A_PAGE = 200;
const CHAT_IMPORTERS = new Set(["telegram-json", "telegram-html", "whatsapp"]);
const REASONS = ["legitimate_aim", "necessity", "less_intrusive_means", "adequacy", "proportionality", "collateral_intrusion"];

const heading = (text) => el("h1", { tabindex: "-1" }, text);

// Lists that grow by a button.
function growing(view, items, most, make) {
  const place = el("div", {});
  let first = 0;
  const draw = () => {
    const last = Math.min(first + most, items.length);
    const step = (by, code) => el("button", { type: "button", class: "plain", disabled: first + by < 0 || first + by >= items.length,
      onclick: () => { first += by; draw(); } }, view.say(code));
    const bar = items.length > most
      ? [el("p", { class: "bar" }, step(-most, "previous"), " ", view.say("page-of", first + 1, last, items.length), " ", step(most, "next"))] : [];
    place.replaceChildren(make(items.slice(first, last)), ...bar);
  };
  draw();
  return place;
}

function withheldText(view, exhibit) {
  const reasons = [...new Set(exhibit.withheld.map((file) => file.reason))];
  return reasons.map((reason) => el("div", {}, `${exhibit.withheld.filter((file) => file.reason === reason).length} × `, said(reason)));
}

function exhibitCard(view, exhibit) {
  const { indexed } = exhibit;
  const link = el("a", { href: `#/exhibit/${indexed.exhibit}` }, view.say("exhibit", exhibit.number));
  return el("section", { class: "card", "data-exhibit": indexed.exhibit }, el("h3", {}, link), exhibit.title ? passage(exhibit.title, []) : null,
    facts([[view.say(exhibit.isImport ? "source" : "address"), said(exhibit.source)],
      [view.say("collected"), exhibit.sealed.started_at ? timeNode(exhibit.sealed.started_at) : ""],
      [view.say("files"), view.say("files-count", exhibit.files.length, exhibit.withheld.length)],
      [view.say("withheld"), withheldText(view, exhibit)],
      [view.say("parts"), indexed.excerpt === undefined ? "" : partsLead(view, exhibit)]]));
}

function partsLead(view, exhibit) {
  const { exhibit: id } = exhibit.indexed;
  const count = Number.isSafeInteger(exhibit.parts.parts) ? exhibit.parts.parts : "?";
  return [el("div", {}, view.say("parts-lead", count)), el("a", { class: "button", href: `#/parts/${id}/0` }, view.say("parts-open"))];
}

function targetText(target) {
  return isObject(target) ? el("div", {}, said(`${target.kind}: ${target.value}`)) : "";
}

function authorisationSection(view, authorisation) {
  const { record, say } = view;
  const { requested, approved, others } = describeAuthorisation(record, authorisation);
  if (!requested) return null;
  const { data } = requested;
  const by = (entry) => (entry ? [said(officerName(record, entry.actor)), ", ", timeNode(entry.at)] : "");
  const texts = (value) => (Array.isArray(value) ? value.filter(isText).join(", ") : "");
  const law = isObject(data.law) ? [data.law.pack, data.law.edition, data.law.provision].filter(isText).join(", ") : "";
  const instrument = [data.instrument, data.instrument_reference].filter((one) => isText(one) && one !== "").join(" ");
  return el("section", { class: "card" }, el("h3", {}, said(authorisation)), facts([
    [say("asked-by"), by(requested)], [say("approved-by"), by(approved)],
    [say("note"), isText(approved?.data.note) ? passage(approved.data.note, []) : ""],
    [say("instrument"), said(instrument)], [say("issuing_authority"), isText(data.issuing_authority) ? said(data.issuing_authority) : ""],
    [say("law"), said(law)], [say("valid"), say("from-to", timeText(data.valid_from), timeText(data.valid_to))], [say("activities"), said(texts(data.activities))],
    [say("targets"), Array.isArray(data.targets) && data.targets.length > 0 ? data.targets.map(targetText) : say("targets-none")],
    ...REASONS.map((name) => [say(name), isText(data[name]) && data[name] !== "" ? passage(data[name], []) : ""])]),
  others.map((entry) => el("p", { class: "note" }, entryLine(view, entry))));
}

export function overviewNodes(view) {
  const { record, say } = view;
  const { index } = record;
  const exhibits = index.exhibits.map((indexed) => describeExhibit(record, indexed));
  const authorisations = [...new Set(exhibits.map((exhibit) => exhibit.authorisation))].filter((one) => one !== "");
  return [heading([say("heading"), ": ", said(index.case.reference)]),
    facts([[say("case"), said(index.case.reference), " · ", said(index.case.title)], [say("agency"), said(index.agency)],
      [say("bundle"), said(index.bundle)], [say("made"), timeNode(index.created_at), " · ", said(officerName(record, index.created_by))],
      [say("ledger"), say("ledger-at", index.origin, index.checkpoint.size, index.entries.length)],
      [say("timestamp"), say(index.timestamp ? "timestamp-yes" : "timestamp-no")]]),
    el("h2", {}, say("exhibits")),
    growing(view, exhibits, FILES_A_PAGE, (some) => el("div", { class: "cards" }, some.map((exhibit) => exhibitCard(view, exhibit)))),
    record.entriesLoaded ? null : el("p", { role: "status" }, say("loading")),
    authorisations.length > 0 ? el("h2", {}, say("authorisation")) : null,
    ...authorisations.map((one) => authorisationSection(view, one))];
}

function digestCell(file) {
  return el("div", { class: "digest", dir: "ltr" }, el("div", {}, file.sha256 ?? ""), el("div", {}, file.sha512 ?? ""));
}

function fileRow(view, exhibit, file) {
  const path = `data/exhibits/${exhibit.indexed.exhibit}/${file.name}`;
  const name = [said(file.name), file.path ? el("div", { class: "soft" }, sayWith(view.say, "lay-at", said(file.path))) : null];
  return [el("div", {}, name), [String(file.role ?? ""), " ", el("div", { class: "soft" }, said(String(file.media_type ?? "")))],
    byteText(file.size), digestCell(file), el("div", {}, fileActions(view, path, file))];
}

function mediaSection(view, exhibit) {
  const media = exhibit.files.filter((file) => mediaKind(file) !== null);
  if (media.length === 0) return [];
  const folder = `data/exhibits/${exhibit.indexed.exhibit}/`;
  return [el("h2", {}, view.say("pictures")), growing(view, media, MEDIA_A_PAGE, (some) =>
    el("div", { class: "media" }, some.map((file) => coveredMedia(view, mediaKind(file), folder + file.name, file))))];
}

function entryLine(view, entry) {
  const actor = entry.actor === "system" ? view.say("system") : officerName(view.record, entry.actor);
  const data = el("details", { ontoggle: (event) => {
    if (event.target.open && event.target.children.length === 1) {
      event.target.append(el("pre", { dir: "ltr", tabindex: "0" }, JSON.stringify(entry.data, null, 2)));
    }
  } }, el("summary", {}, view.say("as-recorded")));
  return [timeNode(entry.at), " · ", said(actor), " · ", el("bdi", {}, recordText(view.language, entry)), " ",
    el("span", { class: "soft" }, view.say("entry", entry.index)), data];
}

function custodySection(view, exhibit) {
  return [el("h2", {}, view.say("custody")), el("p", { class: "soft" }, view.say("custody-note")),
    growing(view, exhibit.custody, ENTRIES_A_PAGE, (some) =>
      el("ol", { class: "custody" }, some.map((entry) => el("li", { "data-entry": entry.index }, entryLine(view, entry)))))];
}

function reportSection(view, exhibit) {
  const { store, say } = view;
  const stem = `data/reports/${exhibit.indexed.exhibit}`;
  const at = (name, type) => (store.kind === "folder"
    ? el("a", { href: store.address(`${stem}.${name}`), target: "_blank", rel: "noopener noreferrer" }, name.toUpperCase())
    : store.files.has(`${stem}.${name}`)
      ? el("a", { href: store.address(`${stem}.${name}`, type), download: `${exhibit.indexed.exhibit}.${name}` }, name.toUpperCase()) : null);
  return [el("h2", {}, say("report")), el("p", {}, at("html", "application/octet-stream"), " ",
    store.kind === "zip" ? at("pdf", "application/pdf") : null), el("p", { class: "soft" }, say("report-note"))];
}

export function exhibitNodes(view, id) {
  const { record, say } = view;
  const indexed = record.index.exhibits.find((one) => one.exhibit === id);
  if (!indexed) return [heading(say("no-such"))];
  const exhibit = describeExhibit(record, indexed);
  const { sealed } = exhibit;
  const state = sealed.completeness?.status === "incomplete" ? say("incomplete", (sealed.completeness.reasons ?? []).join("; ")) : sealed.completeness ? say("complete") : "";
  const collector = record.entries.find((one) => one.index === indexed.sealed)?.actor;
  const archive = exhibit.files.some((file) => file.role === "archive");
  return [heading(say("exhibit", exhibit.number)), exhibit.title ? passage(exhibit.title, [], "p", { class: "lead" }) : null,
    facts([[say(exhibit.isImport ? "source" : "address"), said(exhibit.source)],
      [say("collected"), say("from-to", timeText(sealed.started_at ?? "?"), timeText(sealed.ended_at ?? "?"))],
      [say("collected-by"), collector ? said(officerName(record, collector)) : ""],
      [say("completeness"), state], [say("authorisation"), said(exhibit.authorisation)],
      [say("parts"), indexed.excerpt === undefined ? "" : partsLead(view, exhibit)]]),
    ...mediaSection(view, exhibit),
    exhibit.files.length > 0 ? el("h2", {}, say("files")) : null,
    exhibit.files.length > 0 ? growing(view, exhibit.files, FILES_A_PAGE, (some) => tableOf(say("files"),
      [say("file"), say("type"), say("size"), say("digests"), say("open-file")], some.map((file) => fileRow(view, exhibit, file)))) : null,
    exhibit.files.length > 0 ? el("p", { class: "soft" }, say("never-run")) : null, archive ? el("p", { class: "soft" }, say("archive-how")) : null,
    exhibit.withheld.length > 0 ? el("h2", {}, say("withheld-files")) : null,
    exhibit.withheld.length > 0 ? growing(view, exhibit.withheld, FILES_A_PAGE, (some) => tableOf(say("withheld-files"), [say("file"), say("size"), say("reason"), say("digests")],
      some.map((file) => [[said(file.name), file.path ? el("div", { class: "soft" }, said(file.path)) : null], byteText(file.size), said(file.reason), digestCell(file)]))) : null,
    ...reportSection(view, exhibit), ...custodySection(view, exhibit)];
}

function partsBar(view, id, chunk, chunks, atEnd) {
  const { say } = view;
  const link = (to, code) => (to >= 0 && to < chunks.count ? el("a", { class: "button plain", href: `#/parts/${id}/${to}`, rel: code }, say(code)) : null);
  const input = el("input", { type: "number", min: "0", inputmode: "numeric", "aria-label": say("go-to") });
  const form = el("form", { onsubmit: (event) => {
    event.preventDefault();
    const number = Number.parseInt(input.value, 10);
    if (number >= 0) location.hash = `#/parts/${id}/${chunks.chunkOf(number)}/${number}`;
  } }, el("label", {}, say("go-to"), " ", input), " ", el("button", { type: "submit" }, say("go")));
  return el("nav", { class: "bar", "aria-label": say(atEnd ? "parts-end" : "parts") }, link(chunk - 1, "previous"), " ",
    el("span", {}, say("stretch", chunk + 1, chunks.count)), " ", link(chunk + 1, "next"), atEnd ? null : form);
}

// What is closed says nothing of its kind. The ledger's entry does where one file of a chat was read, and all parts but the
// file itself, which is the first, are its messages.
function holdsMessagesAlone({ parts, importers }) {
  const [only, ...others] = Array.isArray(importers) ? importers : [];
  return CHAT_IMPORTERS.has(only?.importer) && others.length === 0 && only.files === 1 && only.records === parts - 1;
}

export async function partsNodes(view, id, chunk) {
  const { record, say } = view;
  const chunks = record.partChunks.get(id);
  const indexed = record.index.exhibits.find((one) => one.exhibit === id);
  if (!chunks || !indexed || !(chunk >= 0 && chunk < Math.max(chunks.count, 1))) return [heading(say("no-such"))];
  const lines = chunks.count > 0 ? (await chunks.lines(chunk)).map(readPartLine) : [];
  const ofMessages = holdsMessagesAlone(describeExhibit(record, indexed).parts);
  const attachments = new Map((indexed.attachments ?? []).map(({ number, name, type }) => [number, {
    number, name, type, path: attachmentPath(id, number), link: `#/parts/${id}/${chunks.chunkOf(number)}/${number}`,
  }]));
  const list = el("div", { class: "parts" }, partNodes({ ...view, ofMessages, attachments, partLink: (number) => `#/parts/${id}/${chunk}/${number}` }, lines));
  return [heading(sayWith(say, "parts-of", el("a", { href: `#/exhibit/${id}` }, said(String(indexed.number))))),
    partsBar(view, id, chunk, chunks, false), list, partsBar(view, id, chunk, chunks, true)];
}
