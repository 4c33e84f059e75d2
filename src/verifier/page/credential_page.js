// How verify.html shows the report of a certificate of training.
import { CREDENTIAL_TEXTS } from "./credential_texts.js";
import { LANGUAGES } from "./messages.js";

function credentialText(language, code, value = "") {
  return (CREDENTIAL_TEXTS[code]?.[LANGUAGES.indexOf(language)] ?? code).replace("{0}", value);
}

function revocationCode({ revocation }) {
  if (revocation === "revoked") return "revoked-at";
  return revocation === "other-list" || revocation === "list-not-taken" ? "useless-list" : revocation;
}

// Elements, made with make(tag, attributes, ...children). report: null where the file is no certificate.
export function credentialView(report, language, make) {
  const say = (code, value) => credentialText(language, code, value);
  const verdict = report?.verdict ?? "unusable";
  const style = { "valid": "intact", "not valid": "tampered" }[verdict] ?? verdict;
  const head = make("div", { class: `verdict ${style}`, "data-verdict": verdict }, make("p", {}, say(verdict)));
  if (report === null) return [head];
  const list = (codes) => make("ul", {}, ...codes.map(([code, value]) => make("li", { "data-code": code }, say(code, value))));
  const until = report.valid_until ?? say("no-end");
  const rows = [["holder", report.holder], ["name", report.name], ["issuer", report.issuer_name], ["issuer", report.issuer],
    ["from", report.valid_from], ["until", until], ["identifier", report.credential]];
  const table = make("table", {}, make("tbody", {}, ...rows.map(([code, value]) =>
    make("tr", {}, make("th", { scope: "row" }, say(code)), make("td", {}, make("bdi", {}, value))))));
  const notes = [[report.achieved, report.skills.join(", ")], [revocationCode(report), report.revocations_at]];
  if (report.issuer_is === "not-compared") notes.push(["not-compared"]);
  return [head, list(report.against.map((code) => [code])), table, list([...notes, ["person"]])];
}
