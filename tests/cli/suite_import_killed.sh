# Parsers of an import that are killed at random: an item that is lost says so, and nothing else is.
use_copy
equals() { if [ "$2" = "$3" ]; then pass; else fail "$1" "\"$2\", not \"$3\""; fi; }
# value EXPRESSION [FILE]: of the JSON value "v" in $OUT.
value() { python3 -c 'import json,sys; v = json.load(sys.stdin); print(eval(sys.argv[1]))' "$1" <<<"$OUT"; }
killed_py() { python3 "$CLI_TESTS/import_killed.py" "$@"; }
killed_py make mixed
request request.json "$(at '1 hour ago')" "$(at '30 days')"
python3 - <<'PY'
import json
request = json.load(open('request.json'))
request['activities'] = ['import']
json.dump(request, open('request.json', 'w'))
PY
ID=$(sanad authorise request.json --case "$CASE" --as Amal --json | field authorisation)
sanad approve "$ID" --note "as asked" --as Behram >/dev/null
ORDER=("$BIN/sanad" import mixed --case "$CASE" --source "a folder of a witness" --as Amal --json)

claim "without a killer" "${ORDER[@]}"
sanad exhibit parts "$(value 'v[0]["exhibit"]')" --as Amal >whole.jsonl

KILLS=0
LOST=0
# under SEED SHARE MOST_MS: an import with a killer beside it, and what must hold of it.
under() {
  local seed=$1
  claim "killed with seed $seed" killed_py run "$@" "${ORDER[@]}" 2>&1
  KILLS=$((KILLS + $(tail -n 1 <<<"$OUT")))
  OUT=$(sed '$d' <<<"$OUT")
  EXHIBIT=$(value 'v[0]["exhibit"]')
  local counted
  counted=$(value 'v[0]["read"]["parts"] == sum(v[0]["read"][k] for k in ("items", "records", "unread")) and v[0]["read"]["parts"]')
  sanad exhibit parts "$EXHIBIT" --as Amal >killed.jsonl
  claim "nothing else is lost with seed $seed" killed_py compare mixed whole.jsonl killed.jsonl
  LOST=$((LOST + $(value 'v["lost"]')))
  equals "the counts add up with seed $seed" "$counted" "$(value 'v["lines"]')"
}
for seed in 1 2 3; do under "$seed" 0.4 40; done
# So many that three parsers of an item in a row are killed.
under 4 0.9 10
FEW=$EXHIBIT
if [ "$KILLS" -gt 20 ]; then pass; else fail "parsers were killed" "$KILLS only"; fi
if [ "$LOST" -gt 0 ]; then pass; else fail "no item was lost, so that nothing was shown"; fi

# What was lost is known to the record, and everything verifies.
claim "the ledger verifies" sanad ledger verify
claim "a bundle" sanad bundle --case "$CASE" --exhibit "$FEW" --out killed.zip --purpose trial --as Amal
claim "is intact" verify killed.zip
claim "the page agrees" node "$CLI_TESTS/verify_page.mjs" killed.zip "intact with warnings"
claim "the records are made again" sanad rebuild

# The same material once more is read whole.
claim "once more" "${ORDER[@]}"
equals "as before" "$(value 'v[0]["files"], v[0]["duplicates"]')" "(8, 8)"
sanad exhibit parts "$(value 'v[0]["exhibit"]')" --as Amal >killed.jsonl
claim "whole" killed_py compare mixed whole.jsonl killed.jsonl
equals "with nothing lost" "$(value 'v["lost"]')" 0
