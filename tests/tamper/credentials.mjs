// Has verify.html's own code judge the certificates that credentials_test.cc wrote, and compares whole reports.
//   node credentials.mjs FILE     FILE: a JSON object a line: text, now, issuers, revocations, report (null: unreadable)
// Exit status 0 only if every report is the same, byte for byte.
import { readFileSync } from "node:fs";
import { checkCredential } from "../../src/verifier/page/credentials.js";
import { formatCanonical } from "../../src/verifier/page/canonical.js";

const fromBase64 = (text) => new Uint8Array(Buffer.from(text, "base64"));
let [compared, differences] = [0, 0];
for (const line of readFileSync(process.argv[2], "utf8").trimEnd().split("\n")) {
  const { text, now, issuers, revocations, report } = JSON.parse(line);
  let found;
  try {
    found = formatCanonical(await checkCredential(fromBase64(text), { now, issuers, revocations: revocations ? fromBase64(revocations) : null }));
  } catch (error) {
    found = `threw ${error.stack}`;
  }
  compared++;
  if (found === formatCanonical(report)) continue;
  if (differences++ < 5) console.log(`${fromBase64(text).length} bytes\n  sanad-verify: ${formatCanonical(report)}\n  verify.html:  ${found}\n  ${Buffer.from(text, "base64")}`);
}
if (compared === 0 || differences > 0) {
  console.log(`${differences} of ${compared} differ`);
  process.exit(1);
}
