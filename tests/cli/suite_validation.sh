# The tool is validated against known truth, exhibits cite it, and the doctor says whether the machine is fit.
use_copy
export SANAD_WORKSPACE
equals() { if [ "$2" = "$3" ]; then pass; else fail "$1" "\"$2\", not \"$3\""; fi; }
value() { python3 -c 'import json,sys; v = json.load(sys.stdin); print(eval(sys.argv[1]))' "$1" <<<"$OUT"; }
# ends STATUS TEXT COMMAND...: the command ends so; what it printed is in $OUT.
ends() {
  local expected=$1 text=$2 status=0
  shift 2
  OUT=$("$@" 2>"$OWN/ended") || status=$?
  if [ "$status" = "$expected" ]; then pass; else fail "$text" "status $status: $OUT $(tail -c 400 "$OWN/ended")"; fi
}
# signed FOLDER: by the command that the documents give.
signed() { (cd "$1" && openssl pkeyutl -verify -rawin -pubin -inkey agency.pem -in validation.json -sigfile validation.json.sig 2>&1); }

# Before there is one.
refuse 2 'not validated yet' sanad validation show newest --as Esen
claim "nothing is listed" sanad validation list --as Esen --json
equals "none" "$(value 'len(v)')" 0
refuse 1 'role' sanad validate --as Esen
refuse 2 'known answers' sanad validate --answers /dev/null --as Chand
sanad officer add Farid --role reviewer >/dev/null
refuse 1 'role' sanad validate --as Farid
mkdir letters
echo "seven lanterns" >letters/note.txt
request "$OWN/request.json" "$(at '1 hour ago')" "$(at '30 days')"
sed -i 's/"activities": \["capture"\]/"activities": ["import"]/' "$OWN/request.json"
ID=$(sanad authorise "$OWN/request.json" --case "$CASE" --as Amal --json | field authorisation)
sanad approve "$ID" --note "as asked" --as Behram >/dev/null
record_of() { sanad exhibit extract "$1" acquisition.json --out "$2" --purpose "reading" --as Amal >/dev/null && OUT=$(cat "$2"); }
FIRST=$(sanad import letters --case "$CASE" --source "a drawer" --as Amal --json | python3 -c 'import json,sys; print(json.load(sys.stdin)[0]["exhibit"])')
record_of "$FIRST" first.json
equals "an import says that there is no validation" "$(value '(v["validation"]["state"], v["validation"]["newest"])')" "('none', None)"

# One that passes.
ends 0 "the tool is validated" sanad validate --as Chand --json
if [ "$(value 'v["verdict"]')" = passed ]; then pass; else fail "it passes" "$OUT"; fi
VALIDATION=$(value 'v["validation"]')
ENTRY=$(value 'v["entry"]')
equals "everything was tried" "$(value 'v["tests"] == v["passed"] and v["tests"] > 80 and v["failures"] == []')" True
equals "and what was not is said" "$(value 'len(v["limits"]) > 8')" True
claim "an auditor reads it" sanad validation show newest --as Esen --json
equals "the same" "$(value 'v["validation"]')" "$VALIDATION"
claim "it is written out" sanad validation export newest --out report --pdf --as Esen
equals "openssl verifies the signature" "$(signed report)" "Signature Verified Successfully"
equals "the digest is the entry's" "$(sha256sum report/validation.json | cut -c1-64)" "$(sanad validation list --as Esen --json | python3 -c 'import json,sys; print(json.load(sys.stdin)[0]["sha256"])')"
equals "the report is canonical, and names programs, libraries and the browser" "$(python3 - report/validation.json <<'PY'
import json, sys
text = open(sys.argv[1], encoding='utf-8').read()
v = json.loads(text)
environment = v['environment']
print(v['format'], all(len(p['sha256']) == 64 for p in environment['programs']), len(environment['browser']['sha256']), len(environment['libraries']) > 10,
      {t['part'] for t in v['tests']} >= {'known-answers', 'range', 'import', 'bundle', 'ledger', 'vault'}, all('altered' in t for t in v['tests'] if t['part'] == 'known-answers'))
PY
)" "sanad-validation/1 True 64 True True True"
equals "the program's digest is that of the program" "$(python3 -c 'import json; print(json.load(open("report/validation.json"))["environment"]["programs"][0]["sha256"])')" "$(sha256sum "$BIN/sanad" | cut -c1-64)"
for page in en ur; do
  if [ "$(head -c 5 report/validation.$page.pdf)" = "%PDF-" ] && grep -q "$VALIDATION\|Ed25519" report/validation.$page.html; then pass; else fail "pages to read ($page)"; fi
done
sed -i 's/"verdict":"passed"/"verdict":"failed"/' report/validation.json
if signed report | grep -q 'Signature Verification Failure\|Signature Verified'; then [ "$(signed report)" != "Signature Verified Successfully" ] && pass || fail "an altered report still verifies"; else pass; fi
claim "nothing of it stands in the case" sanad exhibit list --case "$CASE" --as Amal --json
equals "but what was there" "$(value 'sorted("VALIDATION" in e["number"] for e in v)')" "[False, False]"

# Exhibits cite it, and bundles prove what they cite.
SECOND=$(sanad import letters --case "$CASE" --source "a drawer" --as Amal --json | python3 -c 'import json,sys; print(json.load(sys.stdin)[0]["exhibit"])')
record_of "$SECOND" second.json
equals "an import cites it" "$(value '(v["validation"]["state"], v["validation"]["newest"]["validation"], v["validation"]["newest"]["verdict"], v["validation"]["newest"]["entry"])')" "('current', '$VALIDATION', 'passed', $ENTRY)"
claim "a page is captured" sanad capture https://forum.tirazan.example/ --case "$CASE" --as Amal --json
THIRD=$(sed -n 's/.*"exhibit": "\([^"]*\)".*/\1/p' <<<"$OUT" | head -n 1)
record_of "$THIRD" third.json
equals "and cites it" "$(value '(v["validation"]["state"], v["validation"]["newest"]["validation"])')" "('current', '$VALIDATION')"
claim "it is bundled" sanad bundle --case "$CASE" --exhibit "$THIRD" --out cited.zip --purpose "for the court" --as Amal
claim "the bundle is intact" verify cited.zip
unzip -q cited.zip -d cited
if grep -q "$VALIDATION" cited/*/entries/"$ENTRY".body && grep -rq "Of this version and environment: $VALIDATION" cited/*/; then pass; else fail "it holds the entry that is cited, and its report says so" "$(ls cited/*/entries | head)"; fi
claim "a bundle of what cites none" sanad bundle --case "$CASE" --exhibit "$FIRST" --out uncited.zip --purpose "for the court" --as Amal
if unzip -l uncited.zip | grep -q "entries/$ENTRY.body"; then fail "holds no validation"; else pass; fi

# The doctor.
ends 0 "the machine is fit" sanad doctor --json
equals "with a line for each thing" "$(value 'len(v["lines"]) >= 16 and v["fit"] and {l["check"]: l["state"] for l in v["lines"]}["validation"] == "fit"')" True
equals "and what to do for each that wants something" "$(value 'all(l["to_do"] for l in v["lines"] if l["state"] != "fit")')" True
if [ "$(sanad doctor | wc -l)" -le 40 ]; then pass; else fail "on one screen"; fi

# A laboratory's own answers, one of them wrong by a letter: the validation fails, says so, and is recorded.
python3 - <<'PY'
import hashlib, json
answers = [{'id': name, 'algorithm': 'SHA-256', 'operation': 'digest', 'origin': 'ours', 'source': 'the laboratory', 'inputs': {'digest': 'sha256', 'data': {'text': name}},
            'expected': hashlib.sha256(name.encode()).hexdigest(), 'altered': {'data': {'text': 'x'}}, 'alteration': 'another text'} for name in ('bridge', 'river')]
json.dump({'format': 'sanad-known-answers/1', 'edition': '1', 'answers': answers}, open('own.json', 'w'))
answers[1]['expected'] = answers[1]['expected'].translate(str.maketrans('0123456789abcdef', '1023456789abcdef'))
json.dump({'format': 'sanad-known-answers/1', 'edition': '1', 'answers': answers}, open('tampered.json', 'w'))
PY
ends 1 "a wrong answer fails the validation" sanad validate --answers tampered.json --as Chand --json
equals "and only that one" "$(value '(v["verdict"], [f["id"] for f in v["failures"]])')" "('failed', ['further-river'])"
ends 1 "the doctor finds the machine unfit" sanad doctor
if grep -q 'UNFIT  *validation ' <<<"$OUT"; then pass; else fail "because of it" "$OUT"; fi
FOURTH=$(sanad import letters --case "$CASE" --source "a drawer" --as Amal --json | python3 -c 'import json,sys; print(json.load(sys.stdin)[0]["exhibit"])')
record_of "$FOURTH" fourth.json
equals "and an exhibit says that the newest failed" "$(value '(v["validation"]["state"], v["validation"]["newest"]["verdict"])')" "('current', 'failed')"
claim "the failed one is signed too" sanad validation export newest --out failed --as Chand
equals "as openssl says" "$(signed failed)" "Signature Verified Successfully"

# Without a browser there is nothing to compare, which is a failure and not a gap; and another environment.
sanad config set capture.browser_path /nonexistent/chromium >/dev/null
ends 1 "without a browser it fails" sanad validate --as Chand --json
equals "at the captures" "$(value 'any(f["id"] == "capture-forum" for f in v["failures"])')" True
sanad config set capture.browser_path "" >/dev/null
ends 1 "the doctor" sanad doctor --json
equals "goes by the newest of this environment" "$(value '{l["check"]: l["code"] for l in v["lines"]}["validation"]')" "validation-failed"
claim "the ledger is whole" sanad ledger verify
equals "nothing is left of the ranges" "$(find "$SANAD_WORKSPACE/work" -mindepth 1 | wc -l)" 0
