// Elements from values. Text never becomes markup, and no attribute takes what a bundle says except
// addresses that the store gives.
import { findAnyTerm } from "./fold.js";

export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

// What somebody wrote, in its own direction.
export const said = (text) => el("bdi", {}, text);

// A sentence with nodes in the place of its one {0}.
export function sayWith(say, code, ...nodes) {
  const [before, after = ""] = say(code, "\0").split("\0");
  return [before, ...nodes.flat(), after].filter((node) => node !== "");
}

// A longer text in its own direction, with the stretches of terms marked.
export function passage(text, terms, tag = "p", attributes = {}) {
  return el(tag, { dir: "auto", ...attributes }, markedNodes(text, terms));
}

export function markedNodes(text, terms) {
  if (terms.length === 0) return [text];
  const nodes = [];
  let done = 0;
  for (const [from, to] of findAnyTerm(text, terms)) {
    nodes.push(text.slice(done, from), el("mark", {}, text.slice(from, to)));
    done = to;
  }
  nodes.push(text.slice(done));
  return nodes.filter((node) => node !== "");
}

// A list of names and values; pairs whose value is empty are left out.
export function facts(pairs) {
  const list = el("dl", { class: "facts" });
  for (const [name, ...values] of pairs) {
    const shown = values.flat().filter((value) => value !== "" && value !== null && value !== undefined);
    if (shown.length > 0) list.append(el("dt", {}, name), el("dd", {}, shown));
  }
  return list;
}

export function tableOf(label, heads, rows, attributes = {}) {
  return el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": label },
    el("table", attributes, el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, head)))),
      el("tbody", {}, rows.map((row) => el("tr", {}, row.map((cell) => el("td", {}, cell)))))));
}

export function byteText(bytes) {
  if (!Number.isFinite(bytes)) return "";
  if (bytes < 1024) return `${bytes} B`;
  const step = Math.min(4, Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** step).toFixed(1)} ${["B", "KiB", "MiB", "GiB", "TiB"][step]}`;
}

// "2026-11-24T16:50:02.000Z" for people; what is no such time stays as it is.
export function timeText(time) {
  const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d+)?Z$/.exec(time);
  return parts ? `${parts[1]} ${parts[2]} UTC` : String(time ?? "");
}

export const timeNode = (time) => el("bdi", { dir: "ltr" }, timeText(time));
