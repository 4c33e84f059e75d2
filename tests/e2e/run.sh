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

start_server() {
  "$BIN/sanad" serve --listen 127.0.0.1:0 --json >"$STATE/serve.json" 2>"$STATE/serve.log" &
  local pid=$!
  STARTED+=("$pid")
  wait_for "$STATE/serve.json" "$pid" "$STATE/serve.log" "the server"
  SANAD_URL=$(field origin <"$STATE/serve.json")
  export SANAD_URL
}

[ -d tests/e2e/node_modules ] || (cd tests/e2e && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null)
start_range
make_workspace
point_to_range
export SANAD_LINKS=$STATE/links.json
printf '%064d\n' 1 >"$STATE/list.txt"
"$BIN/sanad" list import "$STATE/list.txt" --name "Lantern files" --signal sha256 --tlp green --as "$INVESTIGATOR" >/dev/null
for reviewer in "Gul Tarin" "Hamid Vessar"; do "$BIN/sanad" officer add "$reviewer" --role reviewer >/dev/null; done
cat >"$SANAD_LINKS" <<JSON
{
  "investigator": "$(sign_in_link "$INVESTIGATOR")", "supervisor": "$(sign_in_link "$SUPERVISOR")",
  "supervisor_again": "$(sign_in_link "$SUPERVISOR")", "supervisor_third": "$(sign_in_link "$SUPERVISOR")",
  "investigator_imports": "$(sign_in_link "$INVESTIGATOR")", "supervisor_imports": "$(sign_in_link "$SUPERVISOR")", "supervisor_requests": "$(sign_in_link "$SUPERVISOR")",
  "investigator_planning": "$(sign_in_link "$INVESTIGATOR")", "supervisor_planning": "$(sign_in_link "$SUPERVISOR")",
  "investigator_review": "$(sign_in_link "$INVESTIGATOR")", "supervisor_review": "$(sign_in_link "$SUPERVISOR")",
  "reviewer": "$(sign_in_link "Gul Tarin")", "reviewer_second": "$(sign_in_link "Hamid Vessar")", "reviewer_urdu": "$(sign_in_link "Gul Tarin")", "list": "Lantern files",
  "capture_url": "https://forum.tirazan.example/", "refused_url": "https://bazaar.tirazan.example/donate.html"
}
JSON
start_server
node tests/e2e/run.mjs
HELD=yes
