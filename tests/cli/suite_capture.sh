# Captures that go wrong: what cannot be reached is an incomplete exhibit or a recorded failure, never a loss.
use_copy
export SANAD_WORKSPACE
awkward=https://awkward.tirazan.example

# incomplete PATTERN ARGUMENTS...: the capture ends with 1, its exhibit is sealed as incomplete and says why.
incomplete() {
  local pattern=$1 status=0
  shift
  sanad capture "$@" --case "$CASE" --as Amal --json >out.json 2>err.txt || status=$?
  if [ $status != 1 ]; then fail "$*" "status $status: $(tail -c 300 err.txt)"
  elif [ "$(python3 -c 'import json; print(json.load(open("out.json"))["completeness"]["status"])')" != incomplete ]; then fail "$* is incomplete"
  elif ! grep -Eq "$pattern" out.json; then fail "$* says $pattern" "$(python3 -c 'import json; print(json.load(open("out.json"))["completeness"])')"
  else pass; fi
}

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

approved "$(at '1 day')" host=unknown.nowhere.example host=refused.tirazan.example host=private.tirazan.example address=127.0.0.0/8 >/dev/null
incomplete 'NAME_NOT_RESOLVED|resolve' https://unknown.nowhere.example/
rules=$(range_field host_resolver_rules)
sanad config set capture.host_resolver_rules "MAP refused.tirazan.example 127.0.0.1:$(free_port), $rules" >/dev/null
incomplete 'CONNECTION_REFUSED|refused' http://refused.tirazan.example/
sanad config set capture.host_resolver_rules "$rules" >/dev/null
# The name leads to this machine, and this authorisation names no private address.
alone=$(approved "$(at '1 day')" host=private.tirazan.example)
incomplete 'private address' https://private.tirazan.example/ --authorisation "$alone"
incomplete 'byte' "$awkward/big.html?mib=8" --max-bytes 100000

# Ctrl-C in the middle of a page that never goes quiet.
"$BIN/sanad" capture "$awkward/never-quiet.html" --case "$CASE" --as Amal --max-seconds 100 >out.txt 2>progress.txt &
capture=$!
until grep -Eq '^(loading|behaviours)' progress.txt || ! kill -0 $capture 2>/dev/null; do sleep 0.1; done
kill -INT $capture || true
status=0
wait $capture || status=$?
if [ $status = 1 ] && grep -q incomplete out.txt; then pass; else fail "Ctrl-C leaves an incomplete exhibit" "status $status: $(cat out.txt progress.txt)"; fi
exhibit=$(grep -o '^exhibit-[0-9a-z]*' out.txt || true)
claim "it can be exported" sanad bundle --case "$CASE" --exhibit "$exhibit" --purpose test --out stopped.zip --as Chand
claim "and the bundle is intact" verify stopped.zip
if grep -qi incomplete <<<"$OUT"; then pass; else fail "the verifier says that it is incomplete" "$OUT"; fi
claim "the ledger is whole" sanad ledger verify

# The browser is not there.
sanad config set capture.browser_path /nonexistent/chromium >/dev/null
refuse 3 '/nonexistent/chromium' sanad capture https://forum.tirazan.example/ --case "$CASE" --as Amal
status=0
OUT=$(sanad doctor) || status=$?
if [ $status = 1 ] && grep -q 'UNFIT  *browser .*nonexistent' <<<"$OUT"; then pass; else fail "the doctor says so" "status $status: $OUT"; fi
claim "the failure is in the ledger, which is whole" sanad ledger verify
refuse 3 '/nonexistent/chromium' sanad bundle --case "$CASE" --purpose test --out never.zip --as Chand
if [ -e never.zip ]; then fail "a bundle that failed leaves no file"; else pass; fi
