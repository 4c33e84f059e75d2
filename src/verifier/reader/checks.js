// What the checks of this page found in the zip; without one, that nothing was checked.
import { messageIn } from "../page/messages.js";
import { byteText, el, said } from "./dom.js";

const DETAILS_SHOWN = 50;
const VERDICT_CLASS = { "intact": "intact", "intact with warnings": "warned" };

function foundList(view, details) {
  const list = el("ul", {}, details.slice(0, DETAILS_SHOWN).map(([code, ...args]) =>
    el("li", {}, el("bdi", {}, messageIn(view.language, code, args)))));
  if (details.length > DETAILS_SHOWN) list.append(el("li", {}, messageIn(view.language, "page-more", [details.length - DETAILS_SHOWN])));
  return list;
}

// A line for the head of each page: what is known of what it shows.
export function standingNodes(view) {
  const { say, verification } = view;
  const { report, progress, problem } = verification;
  if (problem) return [el("strong", {}, say("unverified")), " ", say("check-failed", problem)];
  if (report) {
    return [el("strong", { class: VERDICT_CLASS[report.verdict] ?? report.verdict, "data-verdict": report.verdict },
      messageIn(view.language, report.verdict)), " ", say("verified-by")];
  }
  if (progress) {
    return [el("strong", {}, say("unverified")), " ", say("verifying", byteText(progress[0]), byteText(progress[1])), " ",
      el("progress", { max: progress[1] || 1, value: progress[0], "aria-label": say("nav-checks") })];
  }
  return [el("strong", {}, say("unverified")), " ", say("unverified-folder")];
}

export function checksNodes(view) {
  const { say, language } = view;
  const { report } = view.verification;
  const head = [el("h1", { tabindex: "-1" }, say("nav-checks"))];
  if (!report) return [...head, el("p", {}, say("checks-none")), el("p", {}, say("checks-elsewhere"))];
  const items = report.checks.map((check) => el("li", { "data-check": check.id, "data-status": check.status },
    el("span", {}, messageIn(language, `check-${check.id}`)),
    el("span", { class: `status ${check.status}` }, messageIn(language, `status-${check.status}`)),
    el("span", {}, el("bdi", {}, messageIn(language, check.code, check.args))),
    check.details.length > 0 ? foundList(view, check.details) : null));
  return [...head, el("p", { class: `verdict ${VERDICT_CLASS[report.verdict] ?? report.verdict}` }, messageIn(language, report.verdict)),
    el("p", {}, say("checks-elsewhere")), el("h2", {}, messageIn(language, "page-not-checked")), foundList(view, report.not_checked),
    el("h2", {}, messageIn(language, "page-checks")), el("ul", { class: "checks" }, items),
    said(report.bundle)];
}
