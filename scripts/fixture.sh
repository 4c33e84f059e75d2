# The fictional agency, its case and the range, for the demo and the suites that need a whole installation. Source it after common.sh.
# Before: BIN (the programs' folder), SANAD_WORKSPACE (exported), STATE (a folder for what lies beside the workspace).
# After start_range: RANGE_PID. A caller ends what was started: trap end_started EXIT.
CASE_REFERENCE=TZ-2026-0001
INVESTIGATOR="Amal Mirani"
SUPERVISOR="Behram Sorani"
EVIDENCE_OFFICER="Chand Zarin"
STARTED=()

# A demo overrides this to show what it does.
act() { "$@" >/dev/null; }
field() { python3 -c 'import json,sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }

# Only what was started here is ended, by its number.
end_started() {
  local pid
  for pid in "${STARTED[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${STARTED[@]}"; do wait "$pid" 2>/dev/null || true; done
  STARTED=()
}

# wait_for FILE PID LOG WHAT: until FILE is not empty.
wait_for() {
  while [ ! -s "$1" ]; do
    kill -0 "$2" 2>/dev/null || { cat "$3" >&2; die "$4 did not start"; }
    sleep 0.05
  done
}

start_range() {
  rm -f "$STATE/range.json"
  "$BIN/sanad" range serve --keys "$STATE/range-keys" --ready-file "$STATE/range.json" >"$STATE/range.log" 2>&1 &
  RANGE_PID=$!
  STARTED+=("$RANGE_PID")
  wait_for "$STATE/range.json" "$RANGE_PID" "$STATE/range.log" "the range"
}

make_workspace() {
  local authorisation
  act "$BIN/sanad" init --agency "Tirazan Cyber Wing"
  act "$BIN/sanad" officer add "$INVESTIGATOR" --role investigator
  act "$BIN/sanad" officer add "$SUPERVISOR" --role supervisor
  act "$BIN/sanad" officer add "$EVIDENCE_OFFICER" --role evidence-officer
  act "$BIN/sanad" case open --reference "$CASE_REFERENCE" --title "Red Lantern Circle" --law-pack international --as "$INVESTIGATOR"
  write_request >"$STATE/request.json"
  authorisation=$("$BIN/sanad" authorise "$STATE/request.json" --case "$CASE_REFERENCE" --as "$INVESTIGATOR" --json | field authorisation)
  act "$BIN/sanad" approve "$authorisation" --note "public pages only" --as "$SUPERVISOR"
}

write_request() {
  local from to review
  from=$(date -u -d '1 hour ago' +%Y-%m-%dT%H:%M:%S.000Z)
  to=$(date -u -d '30 days' +%Y-%m-%dT%H:%M:%S.000Z)
  review=$(date -u -d '15 days' +%Y-%m-%dT%H:%M:%S.000Z)
  cat <<JSON
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

# Before the server is started, which holds the workspace.
sign_in_link() { "$BIN/sanad" officer link "$1" --origin http://127.0.0.1 --json | field link; }
