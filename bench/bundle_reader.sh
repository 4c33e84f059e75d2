#!/usr/bin/env bash
# A bundle of 100,000 messages and 2 GB of recordings, made by sanad itself: how long writing it takes beside zip -0 and sha256sum over
# the same files, with what memory, and how quickly it opens in its own reader.
#   bench/bundle_reader.sh [MESSAGES [MEGABYTES]]
. "$(dirname "$0")/../scripts/common.sh"
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

command -v zip >/dev/null || die "install zip, which this is compared with"
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

order() { exec "$BIN/sanad" bundle --case "$CASE_REFERENCE" --excerpt "$chat=0-$MESSAGES" --why-closed "not of the charge" --purpose "a measurement" --out "$STATE/bundle.zip" --as "$INVESTIGATOR" --json >"$STATE/bundle.json" 2>"$STATE/bundle.log"; }
with_peak order || die "the bundle was not written: $(tail -n 2 "$STATE/bundle.log")"
note "sanad bundle: $TOOK s, $(stat -c %s "$STATE/bundle.zip") bytes, peak memory of sanad $PEAK MiB"
ours=$TOOK
mkdir "$STATE/unpacked"
(cd "$STATE/unpacked" && unzip -q ../bundle.zip)
peer() { (cd "$STATE/unpacked" && zip -0 -q -r ../peer.zip . && find . -type f -print0 | xargs -0 sha256sum >/dev/null); }
before=$(now)
peer
theirs=$(since "$before")
rm -f "$STATE/peer.zip"
note "zip -0 and sha256sum of the same files: $theirs s; ratio $(awk -v a="$theirs" -v b="$ours" 'BEGIN {printf "%.2f", a / b}')"
before=$(now)
"$BIN/sanad-verify" --quiet "$STATE/bundle.zip" || [ $? = 0 ] || die "the bundle does not verify"
note "sanad-verify: $(since "$before") s"
node bench/bundle_reader.mjs "$STATE"/unpacked/bundle-* "$STATE/bundle.zip" "$chat" "Lantern-$((MESSAGES / 2 - MESSAGES / 2 % 4 + 2))"
