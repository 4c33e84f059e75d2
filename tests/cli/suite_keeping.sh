# What is kept, what is held, and what goes: two decide, nothing is left of it in any file, and everything still verifies.
use_copy
export SANAD_WORKSPACE
equals() { if [ "$2" = "$3" ]; then pass; else fail "$1" "\"$2\", not \"$3\""; fi; }
value() { python3 -c 'import json,sys; v = json.load(sys.stdin); print(eval(sys.argv[1]))' "$1" <<<"$OUT"; }
# nowhere TEXT: in no file of the workspace, as it is written or in UTF-16.
nowhere() {
  local found
  found=$(python3 - "$SANAD_WORKSPACE" "$1" <<'PY'
import os, sys
root, text = sys.argv[1:]
forms = [text.encode(), text.encode('utf-16-le'), text.lower().encode()]
for folder, _, names in os.walk(root):
    for name in names:
        path = os.path.join(folder, name)
        if any(form in open(path, 'rb').read() for form in forms): print(os.path.relpath(path, root))
PY
)
  equals "$1 is in no file of the workspace" "$found" ""
}

# An import beside the capture that the workspace has.
request "$OWN/request.json" "$(at '1 hour ago')" "$(at '30 days')"
sed -i 's/"activities": \["capture"\]/"activities": ["import"]/' "$OWN/request.json"
ID=$(sanad authorise "$OWN/request.json" --case "$CASE" --as Amal --json | field authorisation)
sanad approve "$ID" --note "as asked" --as Behram >/dev/null
mkdir letters
echo "Bring the qirmizifanous to zx7731@lanternmarker.example by the bridge." >letters/vexelmarker-report.txt
claim "letters are imported" sanad import letters --case "$CASE" --source "a drawer" --as Amal --json
LETTERS=$(value 'v[0]["exhibit"]')
claim "and searched" sanad search bridge --case "$CASE" --objective "who brings it" --as Amal
claim "and bundled" sanad bundle --case "$CASE" --out before.zip --purpose "for the court" --as Amal
[ -n "$(grep -rl vexelmarker "$SANAD_WORKSPACE")" ] || fail "the marker is there before, else nothing is shown"

# Without a rule nothing goes; a rule has a basis that there is.
refuse 1 'no rule says how long' sanad disposal propose --case "$CASE" --exhibit "$LETTERS" --reason "not needed" --as Chand
refuse 1 'role' sanad retention set "at once" --keep "at once" --pack international --provision bp-minimisation --reason r --as Amal
refuse 2 'no length of time' sanad retention set "at once" --keep "for ever" --pack international --provision bp-minimisation --reason r --as Behram
refuse 2 'provision' sanad retention set "at once" --keep "at once" --pack international --provision bp-poem --reason r --as Behram
claim "letters may go at once" sanad retention set "not needed" --keep "at once" --material imports --case "$CASE" --pack international --provision bp-minimisation --reason "order 7" --as Behram --json
RULE=$(value 'v["rule"]')
claim "captures are kept" sanad retention set "captures" --keep "5 years" --material captures --pack international --provision bp-minimisation --reason "order 8" --as Behram
claim "the rules are listed" sanad retention list --as Chand
claim "a rule is reviewed" sanad retention review "$RULE" --finding "still right" --as Behram
claim "what falls due names it" sanad clocks --as Amal
grep -qF "not needed" <<<"$OUT" || fail "the review stands on the wall" "$OUT"
claim "each exhibit says until when" sanad retention show "$CASE" --as Amal
grep -q "its time has come" <<<"$OUT" || fail "the letters may go" "$OUT"
refuse 1 'it is kept until' sanad disposal propose --case "$CASE" --whole-case --reason "all" --as Chand
refuse 2 'both' sanad disposal propose --case "$CASE" --whole-case --exhibit "$LETTERS" --reason "all" --as Chand

# A hold is stronger.
claim "a hold is placed" sanad hold place --case "$CASE" --exhibit "$LETTERS" --ground "suit 3" --reason "the court asked" --as Amal --json
HOLD=$(value 'v["hold"]')
refuse 1 'suit 3' sanad disposal propose --case "$CASE" --exhibit "$LETTERS" --reason "not needed" --as Chand
equals "which is in the ledger" "$(last_refusal)" legal-hold
refuse 1 'role' sanad hold lift "$HOLD" --reason over --as Amal
claim "until it is lifted" sanad hold lift "$HOLD" --reason "the suit ended" --as Behram
claim "both stand in the record" sanad hold list --case "$CASE" --as Chand

# Two decide.
claim "nothing speaks against it" sanad disposal preview --case "$CASE" --exhibit "$LETTERS" --as Amal
claim "a disposal is proposed" sanad disposal propose --case "$CASE" --exhibit "$LETTERS" --reason "not needed" --as Behram --json
OWN_ONE=$(value 'v["disposal"]')
refuse 1 'nobody decides' sanad disposal approve "$OWN_ONE" --as Behram
equals "four eyes" "$(last_refusal)" four-eyes
claim "it is withdrawn" sanad disposal withdraw "$OWN_ONE" --reason "by another" --as Behram
claim "and proposed by another" sanad disposal propose --case "$CASE" --exhibit "$LETTERS" --reason "not needed" --as Chand --json
GONE=$(value 'v["disposal"]')
refuse 2 'it is done|once it is done' sanad disposal certificate "$GONE" --as Chand
claim "a supervisor approves, and it goes" sanad disposal approve "$GONE" --note agreed --as Behram --json
equals "to its end" "$(value 'v["state"], v["digests"]')" "('done', 2)"

# Nothing is left of it, and everything still verifies.
for marker in qirmizifanous zx7731 lanternmarker vexelmarker; do nowhere "$marker"; done
refuse 2 'was disposed of' sanad exhibit show "$LETTERS" --as Amal
if sanad search bridge --case "$CASE" --objective "is it gone" --as Amal >/dev/null 2>&1; then fail "a search does not find it"; else pass; fi
claim "the ledger verifies" sanad ledger verify --json
[ "$(value 'v["bodies_destroyed"] > 0')" = True ] || fail "and counts what was erased" "$OUT"
claim "an old bundle verifies" verify before.zip
claim "a later bundle carries the tombstone" sanad bundle --case "$CASE" --out after.zip --purpose "for the court" --as Amal
claim "and verifies" verify after.zip
for bundle in before after; do claim "$bundle.zip verifies in the page too" node "$CLI_TESTS/verify_page.mjs" "$bundle.zip" "intact with warnings"; done
mkdir after && (cd after && python3 -m zipfile -e ../after.zip .)
if grep -rqF '"kind":"disposal.done"' after; then pass; else fail "the later bundle has the entry of the disposal"; fi
claim "the certificate is a page" sanad disposal certificate "$GONE" --language ur --out certificate.html --as Chand
grep -q 'dir="rtl"' certificate.html || fail "in Urdu too"
claim "and data with proofs" sanad disposal certificate "$GONE" --json --as Chand
equals "that name both entries" "$(value 'len(v["proofs"]), len(v["digests"])')" "(2, 2)"
equals "the commitment opens by hand" "$(python3 -c '
import base64, hashlib, json, sys
v = json.load(sys.stdin)
print(all(hashlib.sha256(base64.b64decode(p["salt"]) + p["body"].encode()).hexdigest() == json.loads(p["leaf"])["commitment"] for p in v["proofs"]))' <<<"$OUT")" True

# Made again from the ledger, it is as gone.
claim "the records are made again" sanad rebuild
for marker in qirmizifanous vexelmarker; do nowhere "$marker"; done
claim "what was disposed of is still known" sanad disposal list --case "$CASE" --as Chand
grep -q "$GONE" <<<"$OUT" || fail "by its disposal" "$OUT"

# The whole case, with its key.
claim "captures may go at once too" sanad retention set "captures too" --keep "at once" --material captures --case "$CASE" --pack international --provision bp-minimisation --reason "order 9" --as Behram
claim "the case is proposed" sanad disposal propose --case "$CASE" --whole-case --reason "the inquiry is closed" --as Chand --json
WHOLE=$(value 'v["disposal"]')
claim "and goes" sanad disposal approve "$WHOLE" --as Behram --json
equals "to its end" "$(value 'v["state"]')" done
refuse 2 'was disposed of' sanad exhibit list --case "$CASE" --as Amal
nowhere "Red Lantern Circle"
claim "the ledger verifies" sanad ledger verify
for bundle in before after; do claim "$bundle.zip verifies as before" verify "$bundle.zip"; done
claim "the disposals of a case that is gone are listed" sanad disposal list --case "$CASE" --as Chand
claim "the records are made again" sanad rebuild
refuse 2 'was disposed of' sanad exhibit list --case "$CASE" --as Amal
