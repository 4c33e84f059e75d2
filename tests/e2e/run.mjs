// Walks the workbench in Debian's Chromium against a server that runs.
//
//   SANAD_URL=http://127.0.0.1:8000 SANAD_LINKS=links.json node run.mjs
//
// links.json: {"investigator": link, "supervisor": link, "supervisor_again": link,
// "supervisor_third": link, "investigator_imports": link, "supervisor_imports": link, "supervisor_requests": link,
// "investigator_planning": link, "supervisor_planning": link, "evidence_validation": link, "evidence_validation_urdu": link,
// "investigator_review": link, "supervisor_review": link, "reviewer": link, "reviewer_second": link, "reviewer_urdu": link, "list": the name of a list, "capture_url": a covered address,
// "refused_url": an address of another host that nothing covers, "partner_url": the server of another agency,
// "sender_url": that of one which shares with it, "sharing": six links to the two and two cases,
// "keeping": four links and a case, "whole_case": seven links, "control_url": where the range is told (run.sh)}; each link is used once.
// SANAD_E2E_OUT: folder for pictures (otherwise a temporary one). Exit status 0 if every claim held.
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle_reader } from './bundle_reader.mjs';
import { Run } from './harness.mjs';
import { imports } from './imports.mjs';
import { keeping } from './keeping.mjs';
import { keyboard } from './keyboard.mjs';
import { matches } from './matches.mjs';
import { partners } from './partners.mjs';
import { redactions } from './redactions.mjs';
import { requests } from './requests.mjs';
import { planning } from './planning.mjs';
import { certificates } from './certificates.mjs';
import { report } from './report.mjs';
import { review } from './review.mjs';
import { rules } from './rules.mjs';
import { screening } from './screening.mjs';
import { sharing } from './sharing.mjs';
import { sheets } from './sheets.mjs';
import { story } from './story.mjs';
import { urdu } from './urdu.mjs';
import { validation } from './validation.mjs';
import { whole_case } from './whole_case.mjs';

const { SANAD_URL, SANAD_LINKS, SANAD_E2E_OUT } = process.env;
if (!SANAD_URL || !SANAD_LINKS) {
  console.error('Set SANAD_URL to the address of the server and SANAD_LINKS to the file of sign-in links.');
  process.exit(2);
}
const given = JSON.parse(readFileSync(SANAD_LINKS, 'utf8'));
for (const name of ['investigator', 'supervisor', 'supervisor_again', 'supervisor_third', 'investigator_imports', 'supervisor_imports', 'supervisor_requests', 'investigator_planning', 'supervisor_planning', 'evidence_validation', 'evidence_validation_urdu', 'investigator_report', 'supervisor_report', 'investigator_report_urdu', 'investigator_certificates', 'investigator_certificates_urdu', 'investigator_review', 'supervisor_review', 'reviewer', 'reviewer_second', 'reviewer_urdu', 'list', 'capture_url', 'refused_url', 'partner_url', 'sender_url', 'control_url']) {
  if (typeof given[name] !== 'string') {
    console.error(`${SANAD_LINKS} lacks "${name}".`);
    process.exit(2);
  }
}

const run = new Run(SANAD_URL, SANAD_E2E_OUT ?? mkdtempSync(join(tmpdir(), 'sanad-e2e-')));
try {
  await run.start();
  const state = await matches(run, await story(run, given));
  await bundle_reader(run);
  await keyboard(run, state);
  await urdu(run, state);
  await screening(run, state);
  await rules(run, state);
  await sheets(run, state);
  await redactions(run, state);
  await requests(run, state, given);
  await planning(run, given);
  await review(run, state, given);
  await report(run, state, given);
  await certificates(run, state, given);
  await partners(run, given);
  await imports(run, given);
  await sharing(run, given);
  await keeping(run, given);
  await validation(run, given);
  await whole_case(run, given);
  if (run.problems.length > 0) throw new Error(run.problems.join('\n'));
  console.log(`${run.steps} claims held; pictures in ${run.output}`);
} catch (error) {
  console.error(`not ok ${error.message}`);
  process.exitCode = 1;
} finally {
  await run.stop();
}
