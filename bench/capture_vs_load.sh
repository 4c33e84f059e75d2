#!/usr/bin/env bash
# Wall time of a capture (observed, archived, sealed) against the same Chromium with the same flags that
# merely loads the page and prints the same outputs: three rounds in turn, after one that is not counted.
#   bench/capture_vs_load.sh [URL]        SANAD_ROUNDS: another number of rounds
. "$(dirname "$0")/../scripts/common.sh"
. scripts/fixture.sh
[ -x build/node/node ] && export PATH="$ROOT/build/node:$PATH"
BIN=${SANAD_BIN:-$ROOT/build/release/bin}
URL=${1:-https://forum.tirazan.example/}
STATE=$(mktemp -d "${TMPDIR:-/tmp}/sanad-bench-XXXXXX")
export SANAD_WORKSPACE=$STATE/workspace
trap 'end_started; rm -rf "$STATE"' EXIT
trap 'exit 130' INT TERM

capture() { "$BIN/sanad" capture "$URL" --case "$CASE_REFERENCE" --as "$INVESTIGATOR" --json "$@" >"$STATE/capture.json" 2>"$STATE/progress.txt" || { tail -n 2 "$STATE/progress.txt"; die "the capture failed"; } >&2; }
load() { node bench/load_only.mjs "$URL" "$STATE" "$STATE/command_line.json" "$@"; }
seconds() {
  local began
  began=$(date +%s.%N)
  "$@"
  echo "$began $(date +%s.%N)" | awk '{printf "%.3f", $2 - $1}'
}

start_range
make_workspace
point_to_range
capture
"$BIN/sanad" exhibit extract "$(field exhibit <"$STATE/capture.json")" acquisition.json --out "$STATE/acquisition.json" --purpose "its command line" --as "$INVESTIGATOR" >/dev/null
python3 -c 'import json, sys; print(json.dumps(json.load(open(sys.argv[1]))["command_line"]))' "$STATE/acquisition.json" >"$STATE/command_line.json"
load
for round in $(seq "${SANAD_ROUNDS:-3}"); do
  whole=$(seconds capture)
  still=$(seconds capture --no-scroll)
  bare=$(seconds load)
  event=$(seconds load load)
  echo "$round $whole $still $bare $event" | awk '{
    printf "round %d: loaded and idle %.2f s (load event only %.2f s); capture %.2f s, ratio %.2f; capture without scrolling %.2f s, ratio %.2f\n",
      $1, $4, $5, $2, $2 / $4, $3, $3 / $4}'
done
