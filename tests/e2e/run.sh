#!/usr/bin/env bash
# Workbench: the whole job in a real browser, in English and Urdu, by mouse and by keyboard
# SANAD_E2E_OUT: a folder for pictures; otherwise they go with the rest when all claims held.
. "$(dirname "$0")/../../scripts/common.sh"
. scripts/fixture.sh
[ -x build/node/node ] && export PATH="$ROOT/build/node:$PATH"
BIN=${SANAD_BIN:-$ROOT/build/release/bin}
STATE=$(mktemp -d "${TMPDIR:-/tmp}/sanad-e2e-XXXXXX")
export SANAD_WORKSPACE=$STATE/workspace
export SANAD_E2E_OUT=${SANAD_E2E_OUT:-$STATE/pictures}
HELD=

finish() {
  end_started
  if [ -n "$HELD" ]; then rm -rf "$STATE"; else note "what was left behind is in $STATE"; fi
}
trap finish EXIT
trap 'exit 130' INT TERM

# start_server WORKSPACE NAME: its address is in $ORIGIN.
start_server() {
  "$BIN/sanad" serve --workspace "$1" --listen 127.0.0.1:0 --json >"$STATE/$2.json" 2>"$STATE/$2.log" &
  local pid=$!
  STARTED+=("$pid")
  wait_for "$STATE/$2.json" "$pid" "$STATE/$2.log" "the server"
  ORIGIN=$(field origin <"$STATE/$2.json")
}

# permit WORKSPACE CASE REQUESTER APPROVER ACTIVITY...: an approved authorisation without targets.
permit() {
  local workspace=$1 case=$2 requester=$3 approver=$4 id
  shift 4
  write_request | python3 -c 'import json, sys
request = json.load(sys.stdin)
request.update(activities=sys.argv[1:], targets=[])
print(json.dumps(request))' "$@" >"$STATE/request-share.json"
  id=$("$BIN/sanad" authorise "$STATE/request-share.json" --workspace "$workspace" --case "$case" --as "$requester" --json | field authorisation)
  "$BIN/sanad" approve "$id" --workspace "$workspace" --note "as asked" --as "$approver" >/dev/null
}

# Two agencies that share, and a case of the first whose exhibit was exported for the second. The other steps' workspace keeps
# its one case.
make_partner() {
  PARTNER=$STATE/partner
  SENDER=$STATE/sender
  export SHARED=TZ-2026-0007 THEIR_CASE=SH-2026-0001
  "$BIN/sanad" init --workspace "$PARTNER" --agency "Sahil Cyber Unit" >/dev/null
  "$BIN/sanad" officer add "Nadir Kolan" --role investigator --workspace "$PARTNER" >/dev/null
  "$BIN/sanad" officer add "Orhan Tel" --role supervisor --workspace "$PARTNER" >/dev/null
  "$BIN/sanad" officer add "Parwin Sur" --role evidence-officer --workspace "$PARTNER" >/dev/null
  "$BIN/sanad" case open --workspace "$PARTNER" --reference "$THEIR_CASE" --title "From Tirazan" --law-pack international --as "Nadir Kolan" >/dev/null
  permit "$PARTNER" "$THEIR_CASE" "Nadir Kolan" "Orhan Tel" import
  "$BIN/sanad" init --workspace "$SENDER" --agency "Tirazan Cyber Wing" >/dev/null
  "$BIN/sanad" officer add "$INVESTIGATOR" --role investigator --workspace "$SENDER" >/dev/null
  "$BIN/sanad" officer add "$SUPERVISOR" --role supervisor --workspace "$SENDER" >/dev/null
  "$BIN/sanad" officer add "$EVIDENCE_OFFICER" --role evidence-officer --workspace "$SENDER" >/dev/null
  "$BIN/sanad" case open --workspace "$SENDER" --reference "$SHARED" --title "Lantern boats" --law-pack international --as "$INVESTIGATOR" >/dev/null
  permit "$SENDER" "$SHARED" "$INVESTIGATOR" "$SUPERVISOR" import share
  printf 'The boats leave at dawn; see https://harbour.tirazan.example/.\n' >"$STATE/note.txt"
  "$BIN/sanad" import "$STATE/note.txt" --workspace "$SENDER" --case "$SHARED" --source "a witness" --as "$INVESTIGATOR" >/dev/null
  "$BIN/sanad" bundle --workspace "$SENDER" --case "$SHARED" --purpose "for a partner" --out "$STATE/shared.zip" --as "$INVESTIGATOR" >/dev/null
}

# At the first of the two: a case whose only exhibit is not needed any more, and an auditor.
make_keeping() {
  "$BIN/sanad" officer add "Esen Tovar" --role auditor --workspace "$SENDER" >/dev/null
  "$BIN/sanad" case open --workspace "$SENDER" --reference "$KEPT" --title "A closed inquiry" --law-pack international --as "$INVESTIGATOR" >/dev/null
  permit "$SENDER" "$KEPT" "$INVESTIGATOR" "$SUPERVISOR" import
  printf 'Nobody needs https://harbour.tirazan.example/ any more.\n' >"$STATE/drawer.txt"
  "$BIN/sanad" import "$STATE/drawer.txt" --workspace "$SENDER" --case "$KEPT" --source "a drawer" --as "$INVESTIGATOR" >/dev/null
}
case_id() { "$BIN/sanad" case list --workspace "$1" --as "$2" --json | python3 -c 'import json, sys
print([row["case"] for row in json.load(sys.stdin) if row["reference"] == sys.argv[1]][0])' "$3"; }
link_in() { "$BIN/sanad" officer link "$2" --workspace "$1" --origin http://127.0.0.1 --json | field link; }

[ -d tests/e2e/node_modules ] || (cd tests/e2e && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null)
start_range
make_workspace
point_to_range
export SANAD_LINKS=$STATE/links.json
printf '%064d\n' 1 >"$STATE/list.txt"
"$BIN/sanad" list import "$STATE/list.txt" --name "Lantern files" --signal sha256 --tlp green --as "$INVESTIGATOR" >/dev/null
for reviewer in "Gul Tarin" "Hamid Vessar"; do "$BIN/sanad" officer add "$reviewer" --role reviewer >/dev/null; done
KEPT=TZ-2026-0005
make_partner
make_keeping
SHARED_ID=$(case_id "$SENDER" "$INVESTIGATOR" "$SHARED")
THEIR_ID=$(case_id "$PARTNER" "Nadir Kolan" "$THEIR_CASE")
SHARING=$(cat <<JSON
{ "case_id": "$SHARED_ID", "their_case": "$THEIR_ID",
    "investigator": "$(link_in "$SENDER" "$INVESTIGATOR")", "supervisor": "$(link_in "$SENDER" "$SUPERVISOR")", "second": "$(link_in "$SENDER" "$EVIDENCE_OFFICER")",
    "their_investigator": "$(link_in "$PARTNER" "Nadir Kolan")", "their_supervisor": "$(link_in "$PARTNER" "Orhan Tel")", "their_second": "$(link_in "$PARTNER" "Parwin Sur")" }
JSON
)
KEEPING=$(cat <<JSON
{ "case_id": "$(case_id "$SENDER" "$INVESTIGATOR" "$KEPT")", "investigator": "$(link_in "$SENDER" "$INVESTIGATOR")", "supervisor": "$(link_in "$SENDER" "$SUPERVISOR")",
    "auditor": "$(link_in "$SENDER" "Esen Tovar")", "auditor_urdu": "$(link_in "$SENDER" "Esen Tovar")", "supervisor_urdu": "$(link_in "$SENDER" "$SUPERVISOR")" }
JSON
)
# The first agency captures from the range too, and has reviewers.
for reviewer in "Gul Tarin" "Hamid Vessar"; do "$BIN/sanad" officer add "$reviewer" --role reviewer --workspace "$SENDER" >/dev/null; done
SANAD_WORKSPACE=$SENDER point_to_range
WHOLE_CASE=$(cat <<JSON
{ "officer": "$(link_in "$SENDER" "$INVESTIGATOR")", "supervisor": "$(link_in "$SENDER" "$SUPERVISOR")", "evidence_officer": "$(link_in "$SENDER" "$EVIDENCE_OFFICER")",
    "reviewer": "$(link_in "$SENDER" "Gul Tarin")", "second_reviewer": "$(link_in "$SENDER" "Hamid Vessar")", "auditor": "$(link_in "$SENDER" "Esen Tovar")",
    "partner": "$(link_in "$PARTNER" "Nadir Kolan")" }
JSON
)
CONTROL=$(field timestamp_url <"$STATE/range.json")
start_server "$PARTNER" partner
PARTNER_URL=$ORIGIN
start_server "$SENDER" sender
SENDER_URL=$ORIGIN
cat >"$SANAD_LINKS" <<JSON
{
  "partner_url": "$PARTNER_URL", "sender_url": "$SENDER_URL", "sharing": $SHARING, "keeping": $KEEPING, "whole_case": $WHOLE_CASE,
  "control_url": "${CONTROL%/tsa}",
  "investigator": "$(sign_in_link "$INVESTIGATOR")", "supervisor": "$(sign_in_link "$SUPERVISOR")",
  "supervisor_again": "$(sign_in_link "$SUPERVISOR")", "supervisor_third": "$(sign_in_link "$SUPERVISOR")",
  "investigator_imports": "$(sign_in_link "$INVESTIGATOR")", "supervisor_imports": "$(sign_in_link "$SUPERVISOR")", "supervisor_requests": "$(sign_in_link "$SUPERVISOR")",
  "investigator_planning": "$(sign_in_link "$INVESTIGATOR")", "supervisor_planning": "$(sign_in_link "$SUPERVISOR")",
  "evidence_validation": "$(sign_in_link "$EVIDENCE_OFFICER")", "evidence_validation_urdu": "$(sign_in_link "$EVIDENCE_OFFICER")",
  "investigator_review": "$(sign_in_link "$INVESTIGATOR")", "supervisor_review": "$(sign_in_link "$SUPERVISOR")",
  "investigator_report": "$(sign_in_link "$INVESTIGATOR")", "supervisor_report": "$(sign_in_link "$SUPERVISOR")", "investigator_report_urdu": "$(sign_in_link "$INVESTIGATOR")",
  "investigator_certificates": "$(sign_in_link "$INVESTIGATOR")", "investigator_certificates_urdu": "$(sign_in_link "$INVESTIGATOR")",
  "reviewer": "$(sign_in_link "Gul Tarin")", "reviewer_second": "$(sign_in_link "Hamid Vessar")", "reviewer_urdu": "$(sign_in_link "Gul Tarin")", "list": "Lantern files",
  "capture_url": "https://forum.tirazan.example/", "refused_url": "https://bazaar.tirazan.example/donate.html"
}
JSON
start_server "$SANAD_WORKSPACE" serve
export SANAD_URL=$ORIGIN
node tests/e2e/run.mjs
HELD=yes
