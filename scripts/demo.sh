#!/usr/bin/env bash
# The main job before your eyes, on the fictional internet: init, authorise, approve, capture, bundle, verify; then the workbench.
. "$(dirname "$0")/common.sh"
ONCE=${1:-}
BIN=$ROOT/build/release/bin
export SANAD_WORKSPACE=${SANAD_WORKSPACE:-$ROOT/workspace/demo}
STATE=$(dirname "$SANAD_WORKSPACE")
mkdir -p "$STATE"
RANGE_PID=

# Only what this script started is ended, by its number.
finish() { if [ -n "$RANGE_PID" ]; then kill "$RANGE_PID" 2>/dev/null || true; wait "$RANGE_PID" 2>/dev/null || true; fi; }
trap finish EXIT
trap 'exit 130' INT TERM

show() { printf '\n\033[2m$ %s\033[0m\n' "$*"; "$@"; }
field() { python3 -c 'import json,sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }

start_range() {
  say "Starting the range, a fictional internet on this machine"
  rm -f "$STATE/range.json"
  "$BIN/sanad" range serve --keys "$STATE/range-keys" --ready-file "$STATE/range.json" >"$STATE/range.log" 2>&1 &
  RANGE_PID=$!
  while [ ! -f "$STATE/range.json" ]; do
    kill -0 "$RANGE_PID" 2>/dev/null || { cat "$STATE/range.log" >&2; die "the range did not start"; }
    sleep 0.05
  done
}

make_workspace() {
  [ -d "$SANAD_WORKSPACE/keys" ] && return 0
  say "Making a workspace with fictional officers and a fictional case"
  show "$BIN/sanad" init --agency "Tirazan Cyber Wing"
  show "$BIN/sanad" officer add "Amal Mirani" --role investigator
  show "$BIN/sanad" officer add "Behram Sorani" --role supervisor
  show "$BIN/sanad" officer add "Chand Zarin" --role evidence-officer
  show "$BIN/sanad" case open --reference TZ-2026-0001 --title "Red Lantern Circle" --law-pack international --as "Amal Mirani"
  write_request
  AUTHORISATION=$("$BIN/sanad" authorise "$STATE/request.json" --case TZ-2026-0001 --as "Amal Mirani" --json | field authorisation)
  note "asked for $AUTHORISATION"
  show "$BIN/sanad" approve "$AUTHORISATION" --note "public pages only" --as "Behram Sorani"
}

write_request() {
  local from to review
  from=$(date -u -d '1 hour ago' +%Y-%m-%dT%H:%M:%S.000Z)
  to=$(date -u -d '30 days' +%Y-%m-%dT%H:%M:%S.000Z)
  review=$(date -u -d '15 days' +%Y-%m-%dT%H:%M:%S.000Z)
  cat >"$STATE/request.json" <<JSON
{
  "instrument": "supervisor-order", "instrument_reference": "TZ/OPS/2026/17", "issuing_authority": "Head of the Tirazan Cyber Wing",
  "law": {"pack": "international", "edition": "2026-11-01", "provision": "bp-collection"},
  "targets": [{"kind": "host", "value": "forum.tirazan.example"}, {"kind": "host", "value": "channel.tirazan.example"}, {"kind": "address", "value": "127.0.0.0/8"}],
  "activities": ["capture", "contact-private-address"],
  "legitimate_aim": "To prevent recruitment into the fictional Red Lantern Circle.",
  "necessity": "The posts are taken down and put up again within hours.",
  "less_intrusive_means": "A screenshot alone would not show what the server sent.",
  "adequacy": "The capture holds the pages as they were published.",
  "proportionality": "Public pages of one forum and one channel, for thirty days.",
  "collateral_intrusion": "Names of bystanders in the thread; they are masked in exports.",
  "protected_groups": [], "valid_from": "$from", "valid_to": "$to", "review_on": "$review"
}
JSON
}

# The range may listen on other ports than last time.
point_to_range() {
  "$BIN/sanad" config set capture.host_resolver_rules "$(field host_resolver_rules <"$STATE/range.json")" >/dev/null
  "$BIN/sanad" config set capture.trusted_spki_sha256 "$(field trusted_spki_sha256 <"$STATE/range.json")" >/dev/null
  "$BIN/sanad" config set timestamp.url "$(field timestamp_url <"$STATE/range.json")" >/dev/null
}

main_job() {
  say "The main job: capture, seal, export, verify"
  local bundle=$STATE/bundle-$(date -u +%Y%m%dT%H%M%SZ).zip
  show "$BIN/sanad" capture https://forum.tirazan.example/ --case TZ-2026-0001 --as "Amal Mirani"
  show "$BIN/sanad" bundle --case TZ-2026-0001 --purpose "demonstration" --out "$bundle" --as "Chand Zarin"
  show "$BIN/sanad-verify" "$bundle" --trust-key "$SANAD_WORKSPACE/keys/agency.pem" --trust-tsa "$(field authority_path <"$STATE/range.json")"
  note "The bundle is $bundle. Open its verify.html in any browser to check it a second way."
}

serve() {
  say "The workbench"
  local origin=http://127.0.0.1:${SANAD_PORT:-8470} name
  for name in "Amal Mirani" "Behram Sorani" "Chand Zarin"; do
    printf '   %-14s %s\n' "$name" "$("$BIN/sanad" officer link "$name" --origin "$origin")"
  done
  note "Each link signs in once. Try https://channel.tirazan.example/ (allowed) and https://news.tirazan.example/ (refused)."
  "$BIN/sanad" serve --listen "127.0.0.1:${SANAD_PORT:-8470}"
}

start_range
make_workspace
point_to_range
main_job
[ "$ONCE" = --once ] || serve
