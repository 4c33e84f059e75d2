#!/usr/bin/env bash
# How a chat of 400,000 messages scrolls in the workbench, in Debian's Chromium without a screen: times between frames,
# what the page holds, and how long a jump takes. The chat is fictional and made for this.
#   bench/chat_scroll.sh [MESSAGES]
. "$(dirname "$0")/../scripts/common.sh"
. scripts/fixture.sh
[ -x build/node/node ] && export PATH="$ROOT/build/node:$PATH"
BIN=${SANAD_BIN:-$ROOT/build/release/bin}
STATE=$(mktemp -d "${TMPDIR:-/tmp}/sanad-scroll-XXXXXX")
export SANAD_WORKSPACE=$STATE/workspace
trap 'end_started; rm -rf "$STATE"' EXIT
trap 'exit 130' INT TERM

[ -d tests/e2e/node_modules ] || (cd tests/e2e && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null)
python3 bench/chat_export.py "$STATE/chat" "${1:-400000}"
make_workspace
write_request | python3 -c 'import json, sys; r = json.load(sys.stdin); r.update(activities=["import"], targets=[]); print(json.dumps(r))' >"$STATE/permit.json"
permit=$("$BIN/sanad" authorise "$STATE/permit.json" --case "$CASE_REFERENCE" --as "$INVESTIGATOR" --json | field authorisation)
"$BIN/sanad" approve "$permit" --note "invented" --as "$SUPERVISOR" >/dev/null
"$BIN/sanad" import "$STATE/chat" --case "$CASE_REFERENCE" --source "made for this" --authorisation "$permit" --as "$INVESTIGATOR" --json >"$STATE/import.json"
link=$(sign_in_link "$INVESTIGATOR")
"$BIN/sanad" serve --listen 127.0.0.1:0 --json >"$STATE/serve.json" 2>"$STATE/serve.log" &
STARTED+=("$!")
wait_for "$STATE/serve.json" "$!" "$STATE/serve.log" "the server"
node bench/chat_scroll.mjs "$(field origin <"$STATE/serve.json")" "$link" "$(python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["exhibit"])' <"$STATE/import.json")"
