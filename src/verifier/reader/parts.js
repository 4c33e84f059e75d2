// Parts of an exhibit, as a reader of chats, mails and tables expects them: a line of an excerpt each,
// with stretches of closed ones between them.
import { isObject, isText } from "../page/canonical.js";
import { byteText, el, facts, markedNodes, said, sayWith, tableOf, timeNode } from "./dom.js";
import { partBytes } from "./media.js";
import { pointerStep } from "./model.js";

// What a member says, its covered words as chips; "" where it is absent.
function memberNodes(view, shown, at, value) {
  const mask = shown.masks.get(at);
  if (mask === undefined) return isText(value) || typeof value === "number" ? markedNodes(String(value), view.terms) : "";
  const name = isText(mask.as) ? mask.as : "";
  if (!Array.isArray(mask.runs)) return chip(view, "covered-field", name, [name, String(mask.reason ?? "")]);
  return mask.runs.flatMap((run) => {
    if (isText(run)) return markedNodes(run, view.terms);
    const as = isObject(run) && isText(run.as) ? run.as : "";
    return [" ", chip(view, "covered-words", as, [run?.words ?? "?", as, String(run?.reason ?? "")]), " "];
  });
}

function chip(view, code, name, args) {
  const label = view.say(code, ...args);
  return el("span", { class: "chip", title: label, role: "img", "aria-label": label, tabindex: "0" }, name || "█");
}

const isThere = (nodes) => nodes !== "" && nodes.length !== 0;

function partFoot(view, shown) {
  const { number, part } = shown;
  const record = part.record ?? {};
  const bytes = Number.isSafeInteger(record.offset) && Number.isSafeInteger(record.length)
    ? ` · ${view.say("bytes-at", record.offset, record.offset + record.length)}` : "";
  const file = [part.file, part.way].filter(isText).filter((step) => step !== "").join(" → ");
  return el("footer", {}, el("a", { href: view.partLink(number), class: "number" }, view.say("part", number)),
    " · ", said(file), bytes, wholeLine(view, shown));
}

function wholeLine(view, shown) {
  return el("details", { ontoggle: (event) => {
    if (event.target.open && event.target.children.length === 1) {
      event.target.append(el("pre", { dir: "ltr", tabindex: "0" }, JSON.stringify(shown.part, null, 2)));
    }
  } }, el("summary", {}, view.say("whole-line")));
}

function timeOfPart(view, record) {
  if (isText(record.at)) return timeNode(record.at);
  if (!isText(record.local)) return "";
  const uncertain = record.local_uncertain === true ? `; ${view.say("local-uncertain")}` : "";
  return el("span", {}, view.say("local-time", record.local) + uncertain);
}

// The part whose bytes a message attaches, where just one of that name is in the bundle. A name is
// no proof; what is proven stands at the part.
function attachedPart(view, one) {
  const path = [one?.path, one?.name].find((name) => isText(name) && name !== "");
  if (path === undefined) return null;
  const name = path.slice(path.lastIndexOf("/") + 1);
  const there = [...(view.attachments?.values() ?? [])].filter((each) => each.name === name);
  return there.length === 1 ? there[0] : null;
}

function attachmentLines(view, shown, record) {
  if (!Array.isArray(record.attachments)) return null;
  const lines = record.attachments.map((one, i) => {
    const at = `/record/attachments/${i}`;
    const name = isText(one?.name) || shown.masks.has(`${at}/name`) ? ["name", one?.name] : ["path", one?.path];
    const nodes = memberNodes(view, shown, `${at}/${name[0]}`, name[1]);
    const facts = [one?.media_type, byteText(one?.size)].filter((fact) => isText(fact) && fact !== "").join(", ");
    const absent = isText(one?.absent) ? el("span", {}, view.say("attachment-absent", one.absent), " ") : null;
    const there = attachedPart(view, one);
    const link = there ? el("a", { href: there.link }, view.say("attachment-open", there.number)) : null;
    return el("li", {}, absent, isThere(nodes) ? sayWith(view.say, "attachment", el("bdi", {}, nodes)) : null, facts ? ` (${facts})` : "", link ? [" ", link] : null);
  });
  return lines.length > 0 ? el("ul", { class: "attachments" }, lines) : null;
}

function messagePart(view, shown) {
  const { record } = shown.part;
  const author = memberNodes(view, shown, "/record/author", record.author);
  const id = memberNodes(view, shown, "/record/author_id", record.author_id);
  const member = (name, code) => {
    const nodes = memberNodes(view, shown, `/record/${name}`, record[name]);
    return isThere(nodes) ? el("p", { class: "soft" }, sayWith(view.say, code, el("bdi", {}, nodes))) : null;
  };
  const text = memberNodes(view, shown, "/record/text", record.text);
  const title = memberNodes(view, shown, "/record/title", record.title);
  return el("article", { class: "message", "data-kind": record.kind },
    el("header", {}, el("strong", {}, isThere(author) ? el("bdi", {}, author) : view.say("unknown-author")), " ",
      isThere(id) ? el("bdi", { class: "soft" }, id) : null, " ", el("span", { class: "soft" }, timeOfPart(view, record)),
      isText(record.edited_at) ? el("span", { class: "soft" }, " · ", view.say("edited", record.edited_at)) : null),
    member("forwarded_from", "forwarded"), member("reply_to", "reply"),
    isThere(title) ? el("h3", { dir: "auto" }, title) : null,
    isThere(text) ? el("div", { class: "text", dir: "auto" }, text) : null,
    attachmentLines(view, shown, record), partFoot(view, shown));
}

function addressees(view, shown, as) {
  const { record } = shown.part;
  if (!Array.isArray(record.to)) return [];
  return record.to.flatMap((one, i) => {
    if ((one?.as ?? "to") !== as) return [];
    const name = memberNodes(view, shown, `/record/to/${i}/name`, one.name);
    const id = memberNodes(view, shown, `/record/to/${i}/id`, one.id);
    return [el("span", { class: "person" }, el("bdi", {}, name), " ", el("bdi", { class: "soft" }, id), " ")];
  });
}

function mailPart(view, shown) {
  const { record } = shown.part;
  const member = (name) => el("bdi", {}, memberNodes(view, shown, `/record/${name}`, record[name]));
  const text = memberNodes(view, shown, "/record/text", record.text);
  return el("article", { class: "mail" }, el("h3", { dir: "auto" }, memberNodes(view, shown, "/record/title", record.title)),
    facts([[view.say("mail-from"), member("author"), " ", member("author_id")], [view.say("mail-to"), addressees(view, shown, "to")],
      [view.say("mail-cc"), addressees(view, shown, "cc")], [view.say("mail-bcc"), addressees(view, shown, "bcc")],
      [view.say("mail-date"), timeOfPart(view, record)]]),
    isThere(text) ? el("div", { class: "text", dir: "auto" }, text) : null,
    attachmentLines(view, shown, record), partFoot(view, shown));
}

function otherPart(view, shown) {
  const { item, unread, record } = shown.part;
  const known = ["message", "post", "mail", "request", "row", "page"].includes(record?.kind);
  const kind = record ? `kind-${known ? record.kind : "record"}` : "kind-item";
  const pairs = record
    ? Object.entries(record).filter(([name]) => name !== "text").map(([name, value]) => [said(name), memberOrJson(view, shown, `/record/${pointerStep(name)}`, value)])
    : [[view.say("type"), said(String(item?.type ?? item?.kind ?? ""))], [view.say("size"), byteText(item?.size)], ["SHA-256", said(String(item?.sha256 ?? ""))]];
  const text = memberNodes(view, shown, "/record/text", record?.text);
  return el("article", { class: "other" }, el("header", {}, el("strong", {}, view.say(kind)), " ", said(String(shown.part.way ?? ""))),
    isObject(unread) ? el("p", {}, view.say("unread", String(unread.reason ?? ""))) : facts(pairs),
    bytesOf(view, shown),
    isThere(text) ? el("div", { class: "text", dir: "auto" }, text) : null, partFoot(view, shown));
}

// The bytes of a part, where the bundle has them.
function bytesOf(view, { number, part }) {
  const there = view.attachments?.get(number);
  return there ? partBytes(view, { ...there, size: part.item?.size ?? 0 }) : null;
}

function memberOrJson(view, shown, at, value) {
  const nodes = memberNodes(view, shown, at, value);
  if (isThere(nodes)) return [el("bdi", {}, nodes)];
  if (!isObject(value) || value === null) return Array.isArray(value) && value.length > 0 ? [el("bdi", {}, JSON.stringify(value))] : [];
  return Object.entries(value).map(([name, one]) =>
    el("div", {}, said(name), ": ", memberOrJson(view, shown, `${at}/${pointerStep(name)}`, one)));
}

const isRow = (line) => line.part?.record?.kind === "row";
const columnsOf = (line) => Object.keys(isObject(line.part.record.other) ? line.part.record.other : {});
const ROW_MEMBERS = ["at", "author", "title", "text"];

// Rows of the same columns, as one table.
function rowsTable(view, rows) {
  const columns = columnsOf(rows[0]);
  const mapped = ROW_MEMBERS.filter((name) => name !== "text" || columns.length === 0)
    .filter((name) => rows.some((row) => row.part.record[name] !== undefined || row.masks.has(`/record/${name}`)));
  const cells = (row) => [
    el("a", { href: view.partLink(row.number), id: `part-${row.number}`, class: "number" }, String(row.number)),
    ...mapped.map((name) => el("bdi", {}, memberNodes(view, row, `/record/${name}`, row.part.record[name]))),
    ...columns.map((name) => el("bdi", {}, memberNodes(view, row, `/record/other/${pointerStep(name)}`, row.part.record.other[name]))),
  ];
  return tableOf(view.say("kind-row"), [view.say("part", "").trim(), ...mapped, ...columns.map((name) => said(name))], rows.map(cells), { class: "rows" });
}

function closedLine(view, line) {
  const of = view.ofMessages && line.from > 0 ? "closed-messages" : "closed-many";
  const text = line.closed === 1 && of === "closed-many" ? view.say("closed-one", line.reason) : view.say(of, line.closed, line.reason);
  return el("p", { class: "closed", id: `part-${line.from}`, "data-closed": line.closed }, el("bdi", {}, text), " ",
    el("span", { class: "soft" }, view.say("closed-where", line.from, line.from + line.closed - 1)));
}

// Stretches that follow each other for one reason are one to a reader.
function joinClosed(lines) {
  const joined = [];
  for (const line of lines) {
    const last = joined.at(-1);
    if (line.closed && last?.closed && last.reason === line.reason) last.closed += line.closed;
    else joined.push({ ...line });
  }
  return joined;
}

// The nodes for lines as readPartLine() gives them. view: {say, terms, partLink(number), ofMessages}.
export function partNodes(view, lines) {
  const nodes = [];
  let chat = null;
  let rows = [];
  const endRows = () => {
    if (rows.length > 0) nodes.push(rowsTable(view, rows));
    rows = [];
  };
  for (const line of joinClosed(lines)) {
    const isNextRow = !line.closed && isRow(line) && (rows.length === 0 || columnsOf(rows[0]).join("\n") === columnsOf(line).join("\n"));
    if (!isNextRow) endRows();
    if (line.closed) {
      nodes.push(closedLine(view, line));
      continue;
    }
    if (isRow(line)) {
      rows.push(line);
      continue;
    }
    const record = line.part.record;
    const of = [record?.chat_name ?? record?.chat ?? "", line.masks.get("/record/chat_name")?.as ?? ""].find((one) => one !== "") ?? "";
    if (record && isText(of) && of !== "" && of !== chat) nodes.push(el("h2", { class: "chat" }, sayWith(view.say, "chat", said(of))));
    if (record && of !== "") chat = of;
    const article = record?.kind === "message" || record?.kind === "post" ? messagePart(view, line)
      : record?.kind === "mail" ? mailPart(view, line) : otherPart(view, line);
    article.id = `part-${line.number}`;
    nodes.push(article);
  }
  endRows();
  return nodes;
}
