# A case with a chat and recordings, ready to be bundled, for bench/bundle_*.sh: source it after common.sh.
# Arguments: [MESSAGES [MEGABYTES]]. After: STATE, MESSAGES, chat (the exhibit), order FILE, with_peak, now, since.
. scripts/fixture.sh
[ -x build/node/node ] && export PATH="$ROOT/build/node:$PATH"
BIN=${SANAD_BIN:-$ROOT/build/release/bin}
MESSAGES=${1:-100000}
MEGABYTES=${2:-2000}
STATE=$(mktemp -d "${TMPDIR:-/tmp}/sanad-bundle-XXXXXX")
export SANAD_WORKSPACE=$STATE/workspace
trap 'end_started; rm -rf "$STATE"' EXIT
trap 'exit 130' INT TERM

now() { date +%s.%N; }
since() { awk -v a="$1" -v b="$(now)" 'BEGIN {printf "%.1f", b - a}'; }

# with_peak COMMAND...: runs it; its peak memory in MiB is in PEAK, its seconds in TOOK.
with_peak() {
  local before pid kib
  before=$(now)
  "$@" &
  pid=$!
  STARTED+=("$pid")
  PEAK=0
  while kib=$(awk '/^VmHWM/ {print $2}' "/proc/$pid/status" 2>/dev/null) && [ -n "$kib" ]; do
    PEAK=$((kib / 1024))
    sleep 0.1
  done
  wait "$pid"
  TOOK=$(since "$before")
}

python3 bench/chat_export.py "$STATE/chat" "$MESSAGES"
python3 bench/bundle_media.py "$STATE/media" "$MEGABYTES"
make_workspace
write_request | python3 -c 'import json, sys; r = json.load(sys.stdin); r.update(activities=["import"], targets=[]); print(json.dumps(r))' >"$STATE/permit.json"
permit=$("$BIN/sanad" authorise "$STATE/permit.json" --case "$CASE_REFERENCE" --as "$INVESTIGATOR" --json | field authorisation)
"$BIN/sanad" approve "$permit" --note "invented" --as "$SUPERVISOR" >/dev/null
import_of() { "$BIN/sanad" import "$1" --case "$CASE_REFERENCE" --source "made for this" --authorisation "$permit" --as "$INVESTIGATOR" --json 2>"$STATE/import.log" | python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["exhibit"])'; }
chat=$(import_of "$STATE/chat")
before=$(now)
import_of "$STATE/media" >/dev/null
note "the recordings were imported in $(since "$before") s"
rm -rf "$STATE/media"

# order FILE: all messages shown, third parties masked, and the recordings, into FILE.
order() { exec "$BIN/sanad" bundle --case "$CASE_REFERENCE" --excerpt "$chat=0-$MESSAGES" --why-closed "not of the charge" --purpose "a measurement" --out "$1" --as "$INVESTIGATOR" --json >"$STATE/bundle.json" 2>"$STATE/bundle.log"; }
