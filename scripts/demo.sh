#!/usr/bin/env bash
# The main job before your eyes, on the fictional internet: init, authorise, approve, capture, bundle, verify; then the workbench.
. "$(dirname "$0")/common.sh"
. scripts/fixture.sh
ONCE=${1:-}
BIN=$ROOT/build/release/bin
export SANAD_WORKSPACE=${SANAD_WORKSPACE:-$ROOT/workspace/demo}
STATE=$(dirname "$SANAD_WORKSPACE")
mkdir -p "$STATE"
trap end_started EXIT
trap 'exit 130' INT TERM

act() { printf '\n\033[2m$ %s\033[0m\n' "$*"; "$@"; }

main_job() {
  say "The main job: capture, seal, export, verify"
  local bundle=$STATE/bundle-$(date -u +%Y%m%dT%H%M%SZ).zip
  act "$BIN/sanad" capture https://forum.tirazan.example/ --case "$CASE_REFERENCE" --as "$INVESTIGATOR"
  act "$BIN/sanad" bundle --case "$CASE_REFERENCE" --purpose "demonstration" --out "$bundle" --as "$EVIDENCE_OFFICER"
  act "$BIN/sanad-verify" "$bundle" --trust-key "$SANAD_WORKSPACE/keys/agency.pem" --trust-tsa "$(field authority_path <"$STATE/range.json")"
  note "The bundle is $bundle. Open its verify.html in any browser to check it a second way; unpacked, its index.html shows it."
}

serve() {
  say "The workbench"
  local origin=http://127.0.0.1:${SANAD_PORT:-8470} name
  for name in "$INVESTIGATOR" "$SUPERVISOR" "$EVIDENCE_OFFICER"; do
    printf '   %-14s %s\n' "$name" "$("$BIN/sanad" officer link "$name" --origin "$origin")"
  done
  note "Each link signs in once. Try https://channel.tirazan.example/ (allowed) and https://news.tirazan.example/ (refused)."
  "$BIN/sanad" serve --listen "127.0.0.1:${SANAD_PORT:-8470}"
}

say "Starting the range, a fictional internet on this machine"
start_range
if [ ! -d "$SANAD_WORKSPACE/keys" ]; then
  say "Making a workspace with fictional officers and a fictional case"
  make_workspace
fi
point_to_range
main_job
[ "$ONCE" = --once ] || serve
