#!/usr/bin/env bash
# Peak memory of sanad itself (the browser's processes are not counted) while a download is captured.
#   bench/big_download.sh [BYTES]        1 GiB unless named
. "$(dirname "$0")/../scripts/common.sh"
. scripts/fixture.sh
BIN=${SANAD_BIN:-$ROOT/build/release/bin}
BYTES=${1:-1073741824}
STATE=$(mktemp -d "${TMPDIR:-/tmp}/sanad-bench-XXXXXX")
export SANAD_WORKSPACE=$STATE/workspace
CASE_HOST=awkward.tirazan.example
trap 'end_started; rm -rf "$STATE"' EXIT
trap 'exit 130' INT TERM

eval "fixture_$(declare -f write_request)"
write_request() { fixture_write_request | sed "s/forum\.tirazan\.example/$CASE_HOST/"; }

start_range
make_workspace
point_to_range
"$BIN/sanad" capture "https://$CASE_HOST/download?bytes=$BYTES" --case "$CASE_REFERENCE" --as "$INVESTIGATOR" --max-seconds 1500 --max-bytes 8589934592 --json >"$STATE/capture.json" 2>"$STATE/progress.txt" &
CAPTURE=$!
STARTED+=("$CAPTURE")
PEAK=0
while NOW=$(awk '/^VmHWM/ {print $2}' "/proc/$CAPTURE/status" 2>/dev/null) && [ -n "$NOW" ]; do
  PEAK=$NOW
  sleep 0.2
done
STATUS=0
wait "$CAPTURE" || STATUS=$?
[ -s "$STATE/capture.json" ] || die "the capture failed: $(tail -n 1 "$STATE/progress.txt")"
python3 - "$STATE/capture.json" "$BYTES" "$PEAK" "$STATUS" "$SECONDS" <<'PY'
import json, sys
answer, size, peak, status, seconds = json.load(open(sys.argv[1])), *map(int, sys.argv[2:])
print(f'download of {size / 2**20:.0f} MiB: peak memory of sanad {peak / 1024:.0f} MiB; {seconds} s in all; exit status {status}; {answer["completeness"]}')
for item in answer['files']: print(f'  {item["name"]}: {item["size"]} bytes')
PY
