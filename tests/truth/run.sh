#!/usr/bin/env bash
# Truth: what the range served is in the archive or listed as not kept, and nothing else is in it
# SANAD_LONG=1 captures the whole range instead of its most different pages; arguments name pages instead of both.
. "$(dirname "$0")/../../scripts/common.sh"
. scripts/fixture.sh
[ -x build/node/node ] && export PATH="$ROOT/build/node:$PATH"
BIN=${SANAD_BIN:-$ROOT/build/release/bin}
STATE=$(mktemp -d "${TMPDIR:-/tmp}/sanad-truth-XXXXXX")
export SANAD_WORKSPACE=$STATE/workspace
AWKWARD=https://awkward.tirazan.example
HELD=0
BROKEN=0

finish() {
  end_started
  if [ "$BROKEN" = 0 ] && [ "$HELD" != 0 ]; then rm -rf "$STATE"; else note "what was left behind is in $STATE"; fi
}
trap finish EXIT
trap 'exit 130' INT TERM

# The fixture's request, for the whole range.
eval "fixture_$(declare -f write_request)"
write_request() {
  fixture_write_request | python3 -c '
import json, sys
request = json.load(sys.stdin)
request["targets"] = [{"kind": "host", "value": "*.tirazan.example"}, {"kind": "host", "value": "*.sahilmedia.example"},
                      {"kind": "address", "value": "127.0.0.0/8"}]
json.dump(request, sys.stdout)'
}

some_pages() {
  printf 'https://%s/\n' forum.tirazan.example video.tirazan.example
  printf "$AWKWARD%s\n" /odd-headers /coded.html /framing.html /redirects.html /statuses.html /websocket.html /service-worker.html /preflight.html
}

# The hosts from the range itself, its awkward pages from its own list and from the table that describes them.
# /self-check.html only opens the others again, which takes minutes.
all_pages() {
  python3 -c '
import json, sys
for host in json.load(open(sys.argv[1]))["hosts"]:
    if not host.startswith(("control.", "tsa.")): print(f"https://{host}/")' "$STATE/range.json"
  printf '%s\n' https://paste.tirazan.example/p/7.html https://bazaar.tirazan.example/donate.html https://forum.tirazan.example/thread/1
  {
    curl -sS -H 'Host: awkward.tirazan.example' "http://127.0.0.1:$PORT/" | grep -o 'href="/[^"]*"' | cut -d'"' -f2
    sed -n '/^## Awkward pages/,/^## The truth log/p' docs/range.md | grep '^| `/' | cut -d'|' -f2 | grep -o '`[^`]*`' | tr -d '`' | grep -v '=N'
  } | grep -vE '^/(style\.css|self-check\.html|big\.html)$' | sort -u | sed "s|^|$AWKWARD|"
}

# Pages that never end are given up early; what came until then must be right all the same.
seconds_for() {
  case $1 in
    */never-quiet.html | */endless.html | */hang.html) echo 12 ;;
    *) echo 60 ;;
  esac
}

extract() { "$BIN/sanad" exhibit extract "$1" "$2" --out "$3" --purpose "comparison with the range" --as "$INVESTIGATOR" >/dev/null; }

compare() {
  local url=$1 folder=$2 exhibit status=0
  mkdir -p "$folder"
  curl -sS -X POST "http://127.0.0.1:$PORT/truth/reset" >/dev/null
  "$BIN/sanad" capture "$url" --case "$CASE_REFERENCE" --as "$INVESTIGATOR" --max-seconds "$(seconds_for "$url")" --json >"$folder/capture.json" 2>"$folder/progress.txt" || status=$?
  curl -sS "http://127.0.0.1:$PORT/truth?wait_ms=5000" >"$folder/truth.json"
  if [ $status -gt 1 ]; then
    tail -n 1 "$folder/progress.txt"
    return 1
  fi
  exhibit=$(field exhibit <"$folder/capture.json")
  extract "$exhibit" capture.wacz "$folder/capture.wacz"
  extract "$exhibit" acquisition.json "$folder/acquisition.json"
  node tests/truth/compare.mjs "$folder" </dev/null
}

tests/conformance/install.sh >"$STATE/install.log" 2>&1 </dev/null || die "the readers were not installed: $(tail -n 3 "$STATE/install.log")"
start_range
PORT=$(field http_port <"$STATE/range.json")
make_workspace
point_to_range
if [ $# -gt 0 ]; then printf '%s\n' "$@"; elif [ -n "${SANAD_LONG:-}" ]; then all_pages; else some_pages; fi >"$STATE/pages"
while read -r url <&3; do
  if answer=$(compare "$url" "$STATE/$((HELD + BROKEN + 1))" 2>&1); then
    HELD=$((HELD + 1))
    note "$url: $answer"
  else
    BROKEN=$((BROKEN + 1))
    printf '   FAILED %s\n%s\n' "$url" "$answer" | sed '2,$s/^/     /'
  fi
done 3<"$STATE/pages"
echo "truth: $HELD pages held, $BROKEN did not"
[ "$BROKEN" = 0 ] && [ "$HELD" != 0 ]
