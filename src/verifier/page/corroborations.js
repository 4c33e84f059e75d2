// Comparisons of two captures that a bundle tells, each side proven in its ledger
// (docs/formats/corroboration.md). Part of the check "inclusion".
import { parseTime, fromHex, sameBytes, toHex, toUtf8 } from "./bytes.js";
import { formatCanonical, hasShape, isCount, isObject, isText, parseCanonical } from "./canonical.js";
import { verifyEd25519 } from "./ed25519.js";
import { isSignedBy, parseCheckpoint, parseProof, parseVkey, provesInclusion } from "./note.js";
import { sha256 } from "./sha2.js";

const CORROBORATION_PATH = /^data\/corroboration\/(corroboration-[0-9a-hjkmnp-tv-z]{16})\.json$/;
const MAX_CORROBORATION_BYTES = 1 << 20;

export const isOfCorroborations = (path) => CORROBORATION_PATH.test(path);

function isSealingLeaf(leaf) {
  return hasShape(parseCanonical(leaf), {
    v: (v) => v === 1, at: (at) => parseTime(at) !== null, kind: (kind) => kind === "exhibit.sealed",
    commitment: (c) => isText(c) && fromHex(c)?.length === 32,
  });
}

function standsInThisLedger(context, shown, entry) {
  if (!hasShape(shown, { leaf: isText, proof: isText })) return false;
  const leaf = toUtf8(shown.leaf);
  const proof = parseProof(toUtf8(shown.proof));
  return isSealingLeaf(leaf) && proof !== null && sameBytes(proof.checkpoint, context.checkpointBytes) && proof.index === entry &&
    provesInclusion(leaf, entry, context.checkpoint.size, proof.hashes, context.checkpoint.root);
}

// cited: what the entry says of the other ledger.
async function standsInTheOther(shown, cited) {
  if (!hasShape(shown, { key: isText, leaf: isText, proof: isText }) || !isObject(cited)) return false;
  const leaf = toUtf8(shown.leaf);
  const proof = parseProof(toUtf8(shown.proof));
  const key = parseVkey(shown.key);
  if (!isSealingLeaf(leaf) || proof === null || key === null) return false;
  const checkpoint = parseCheckpoint(proof.checkpoint);
  return toHex(sha256(toUtf8(shown.proof))) === cited.proof_sha256 && proof.index === cited.sealed &&
    checkpoint !== null && checkpoint.origin === cited.origin && checkpoint.size === cited.size &&
    key.name === checkpoint.origin && await isSignedBy(checkpoint.note, key, verifyEd25519) &&
    provesInclusion(leaf, proof.index, checkpoint.size, proof.hashes, checkpoint.root);
}

// The code of what is wrong, or null.
async function corroborationProblem(context, bytes, id) {
  const sides = (test) => (value) => hasShape(value, { here: test, there: test });
  const value = bytes.length <= MAX_CORROBORATION_BYTES ? parseCanonical(bytes) : undefined;
  if (!hasShape(value, {
    v: (v) => v === 1, entry: isCount, foreign: sides(() => true), recorded: isObject, here: isObject, there: isObject,
  })) return "corroboration-form";
  const entry = context.entries.get(value.entry);
  if (entry?.kind !== "corroboration.recorded" || entry.case !== context.index.case.id || entry.data.corroboration !== id ||
      formatCanonical(entry.data) !== formatCanonical(value.recorded)) return "corroboration-entry";
  for (const side of ["here", "there"]) {
    const said = entry.data[side];
    if (!isObject(said) || !standsInThisLedger(context, value[side], said.entry)) return "corroboration-here";
    const other = value.foreign[side];
    if (other !== null && !(await standsInTheOther(other, said.foreign))) return "corroboration-there";
  }
  return null;
}

export async function corroborationProblems(context) {
  const details = [];
  for (const path of context.files.keys()) {
    const id = CORROBORATION_PATH.exec(path)?.[1];
    if (id === undefined) continue;
    const code = await corroborationProblem(context, await context.bytesOf(path), id);
    if (code !== null) details.push([code, path]);
  }
  return details;
}
