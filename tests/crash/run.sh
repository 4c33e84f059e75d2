#!/usr/bin/env bash
# Crashes: server and browser are killed at random moments of their work, and nothing acknowledged is lost
# SANAD_ROUNDS and SANAD_SEED choose how often and when; SANAD_LONG=1 means 200 rounds.
. "$(dirname "$0")/../../scripts/common.sh"
. scripts/fixture.sh
BIN=${SANAD_BIN:-$ROOT/build/release/bin}
# Short names: the browser puts a socket below, whose path may have 107 bytes.
STATE=$(mktemp -d /tmp/sanad-XXXXXX)
export SANAD_WORKSPACE=$STATE/workspace
HELD=
[ -z "${SANAD_LONG:-}" ] || export SANAD_ROUNDS=${SANAD_ROUNDS:-200}

finish() {
  end_started
  if [ -n "$HELD" ]; then rm -rf "$STATE"; else note "what was left behind is in $STATE"; fi
}
trap finish EXIT
trap 'exit 130' INT TERM

# The browser's user must be able to pass through to its own folder.
chmod 711 "$STATE"
mkdir -m 1777 "$STATE/t"
start_range
make_workspace
point_to_range
CASE=$("$BIN/sanad" case list --as "$INVESTIGATOR" --json | python3 -c 'import json,sys; print(json.load(sys.stdin)[0]["case"])')
cat >"$STATE/given.json" <<JSON
{
  "program": "$BIN/sanad", "workspace": "$SANAD_WORKSPACE", "temporary": "$STATE/t", "case": "$CASE", "officer": "$EVIDENCE_OFFICER",
  "request": $(cat "$STATE/request.json"),
  "links": {"investigator": "$(sign_in_link "$INVESTIGATOR")", "supervisor": "$(sign_in_link "$SUPERVISOR")"}
}
JSON
python3 tests/crash/crash.py "$STATE/given.json"
HELD=yes
