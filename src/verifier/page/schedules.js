// The schedules of unused material that a bundle holds (docs/formats/schedules.md).
import { toHex } from "./bytes.js";
import { certificateProblems } from "./certificates.js";
import { hasShape, isCount, isText, parseCanonical } from "./canonical.js";
import { sha256 } from "./sha2.js";

const MAX_SCHEDULE_BYTES = 64 << 20;

export function schedulesOf({ schedules }) {
  if (schedules === undefined) return [];
  return schedules.build === "disclosable" ? ["non-sensitive"] : ["non-sensitive", "report", "sensitive"];
}

function isScheduledItem(sensitive) {
  const shape = {
    at: isText, decided_by: isText, description: isText, entry: isCount, item: isText, note: isText,
    number: (n) => isCount(n) && n > 0, test: isText,
  };
  return (item) => hasShape(item, sensitive ? { ...shape, sensitive: (why) => isText(why) && why !== "" } : shape);
}

// How many items a schedule has; null where it is none.
function itemsIn(value, name, index) {
  const isItem = isScheduledItem(name === "sensitive");
  const isSchedule = hasShape(value, {
    v: (v) => v === 1, schedule: (s) => s === name, bundle: (b) => b === index.bundle, case: (c) => c === index.case.id,
    at: () => true, items: (items) => Array.isArray(items) && items.every(isItem),
  });
  if (!isSchedule) return null;
  const isAscending = value.items.every((item, n) => n === 0 || value.items[n - 1].number < item.number);
  return isAscending ? value.items.length : null;
}

export async function checkSchedules(context) {
  const { index } = context;
  const wrong = await certificateProblems(context);
  if (wrong.length > 0) return { status: "fail", code: "certificates-fail", details: wrong };
  if (index.schedules === undefined) {
    const told = [...context.entries.values()].some(({ kind, data }) => kind === "schedules.issued" && data?.bundle === index.bundle);
    return told ? { status: "fail", code: "schedules-gone" } : { status: "pass", code: "schedules-none" };
  }
  const { kind, case: ofCase, data = {} } = context.entries.get(index.schedules.entry) ?? {};
  if (kind !== "schedules.issued" || ofCase !== index.case.id || data.bundle !== index.bundle ||
      data.build !== index.schedules.build || !isCount(data.non_sensitive) || !isCount(data.sensitive)) {
    return { status: "fail", code: "schedules-entry" };
  }
  const issued = Array.isArray(data.schedules) ? data.schedules : [];
  const problems = [];
  for (const name of schedulesOf(index)) {
    const path = `data/schedules/${name}.json`;
    if (context.files.get(path).size > MAX_SCHEDULE_BYTES) {
      problems.push(["schedule-long", name]);
      continue;
    }
    const bytes = await context.bytesOf(path);
    const said = issued.find((one) => one?.name === name)?.sha256;
    if (toHex(sha256(bytes)) !== said) {
      problems.push(["schedule-other", name]);
      continue;
    }
    if (name === "report") continue;
    const items = itemsIn(parseCanonical(bytes), name, index);
    if (items !== (name === "sensitive" ? data.sensitive : data.non_sensitive)) problems.push(["schedule-items", name]);
  }
  if (problems.length > 0) return { status: "fail", code: "schedules-fail", details: problems };
  return { status: "pass", code: "schedules-pass", args: [data.non_sensitive, data.sensitive] };
}
