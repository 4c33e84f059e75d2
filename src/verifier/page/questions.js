// The questions of the cross-examination (docs/formats/cross-examination.md), what each needs, and the check that
// compares the answers with those that the bundle brings.
import { fromUtf8 } from "./bytes.js";
import { formatCanonical } from "./canonical.js";
import { chainOf } from "./chain.js";
import { askAltered, askAuthority, askCollector, askCorroborated, askEarliest, askLatest, askRewritten, askSince, askWithheld, cannotForCheck } from "./questions_ledger.js";
import { askClock, askComplete, askHealth, askServer, askSignedIn, askSoftware, askValidated, readRecord } from "./questions_record.js";

const ANSWERS_PATH = "data/cross-examination.json";
const IN_LEDGER = ["checkpoint", "entries", "inclusion"];

// In the order of the answers: [id, ask, checks that must not have failed].
const QUESTIONS_OF_BUNDLE = [["rewritten", askRewritten, IN_LEDGER]];
const QUESTIONS_OF_EXHIBIT = [
  ["altered", askAltered, ["payload", "tags", "signature", ...IN_LEDGER, "exhibits", "excerpts"]],
  ["latest", askLatest, [...IN_LEDGER, "timestamp"]],
  ["earliest", askEarliest, IN_LEDGER],
  ["collector", askCollector, IN_LEDGER],
  ["authority", askAuthority, IN_LEDGER],
  ["complete", askComplete, IN_LEDGER],
  ["signed-in", askSignedIn, IN_LEDGER],
  ["software", askSoftware, IN_LEDGER],
  ["validated", askValidated, IN_LEDGER],
  ["health", askHealth, IN_LEDGER],
  ["clock", askClock, IN_LEDGER],
  ["server", askServer, IN_LEDGER],
  ["corroborated", askCorroborated, IN_LEDGER],
  ["withheld", askWithheld, [...IN_LEDGER, "exhibits", "excerpts", "redactions"]],
  ["since", askSince, IN_LEDGER],
];

const isSound = (context, id) => ["pass", "warn"].includes(context.statuses.get(id));

function askOne(context, [id, ask, needs], exhibit, asked) {
  const missing = needs.find((need) => !isSound(context, need));
  const answer = missing !== undefined ? cannotForCheck(missing)
    : asked === null ? cannotForCheck("authority") : ask(asked);
  return { id, exhibit, ...answer };
}

async function crossExamine(context) {
  const answers = QUESTIONS_OF_BUNDLE.map((question) => askOne(context, question, null, { context }));
  for (const indexed of context.index.exhibits) {
    const chain = isSound(context, "entries") ? chainOf(context, indexed) : {};
    const asked = chain.sealed
      ? { context, indexed, chain, record: await readRecord(context, indexed, chain.sealed) } : null;
    for (const question of QUESTIONS_OF_EXHIBIT) answers.push(askOne(context, question, indexed.exhibit, asked));
  }
  return { v: 1, bundle: context.index.bundle, answers };
}

export async function checkAnswers(context) {
  context.answers = await crossExamine(context);
  if ([...context.statuses.values()].includes("fail")) return { status: "skipped", code: "answers-skipped" };
  const written = await context.bytesOf(ANSWERS_PATH);
  if (written === null) return { status: "warn", code: "answers-none" };
  if (fromUtf8(written) !== formatCanonical(context.answers)) return { status: "fail", code: "answers-fail" };
  return { status: "pass", code: "answers-pass", args: [context.answers.answers.length] };
}
