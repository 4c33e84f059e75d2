// The answers of the cross-examination for people, in English or Urdu.
import { isObject } from "./canonical.js";
import { LANGUAGES } from "./messages.js";
import { QUESTION_TEXTS } from "./question_texts.js";

// The text for a code; the part behind its colon where there is none.
export function questionText(language, code) {
  return QUESTION_TEXTS[code]?.[LANGUAGES.indexOf(language)] ?? code.slice(code.indexOf(":") + 1);
}

function valueText(language, value) {
  const said = (word) => questionText(language, `value:${word}`);
  if (value === null || typeof value === "boolean") return said(value);
  if (Array.isArray(value)) {
    return value.length === 0 ? said("none") : value.map((item) => valueText(language, item)).join(" · ");
  }
  if (!isObject(value)) return String(value);
  return Object.keys(value).sort()
    .map((name) => `${questionText(language, `fact:${name}`)}: ${valueText(language, value[name])}`).join("; ");
}

function becauseText(language, because) {
  if (!because.startsWith("check:")) return questionText(language, `because:${because}`);
  return questionText(language, "because:check").replace("{0}", () => because.slice(6));
}

function answerItem(answer, language, make) {
  const text = (code) => questionText(language, code);
  const basis = text(`basis:${answer.basis}`);
  const said = make("p", {}, make("strong", {}, text(`answer:${answer.answer}`)),
    ...(basis === "" ? [] : [` (${basis})`]), ...(answer.because === null ? [] : [". ", becauseText(language, answer.because)]));
  const item = make("section", { "data-question": answer.id, "data-answer": answer.answer, "data-exhibit": answer.exhibit ?? "" },
    make("h4", {}, text(`question:${answer.id}`)), said);
  const body = make("tbody");
  for (const name of Object.keys(answer.facts).sort()) {
    body.append(make("tr", {}, make("th", { scope: "row" }, text(`fact:${name}`)),
      make("td", {}, make("bdi", {}, valueText(language, answer.facts[name])))));
  }
  if (answer.proof.length > 0) {
    const proof = answer.proof.map(({ kind, ref }) => `${text(`proof:${kind}`)} ${ref}`).join(", ");
    body.append(make("tr", {}, make("th", { scope: "row" }, text("page:proof")), make("td", {}, make("bdi", {}, proof))));
  }
  item.append(make("table", {}, body));
  return item;
}

// One folded section for the bundle, and one for each exhibit. make: an element of tag, attributes and children.
export function answerSections(report, language, make) {
  const sections = new Map();
  for (const answer of report.answers) {
    const of = answer.exhibit ?? "";
    if (!sections.has(of)) {
      const exhibit = report.exhibits.find((one) => one.exhibit === of);
      const title = of === "" ? questionText(language, "page:bundle") : `${exhibit?.number ?? ""} ${of}`;
      sections.set(of, make("details", { class: "exhibit" }, make("summary", {}, make("bdi", {}, title))));
    }
    sections.get(of).append(answerItem(answer, language, make));
  }
  return [...sections.values()];
}
