# Two agencies: cards, markings, a sealed package there, a receipt back, indicators over TAXII; opened by openssl too.
use_copy
OURS=$SANAD_WORKSPACE
THEIRS=$WORK/sahil
equals() { if [ "$2" = "$3" ]; then pass; else fail "$1" "\"$2\", not \"$3\""; fi; }
value() { python3 -c 'import json,sys; print(eval(sys.argv[1], {"o": json.load(sys.stdin)}))' "$1"; }
here() { SANAD_WORKSPACE=$OURS sanad "$@"; }
there() { SANAD_WORKSPACE=$THEIRS sanad "$@"; }
# last WORKSPACE KIND MEMBER: of the newest entry of that kind.
last() {
  python3 - "$@" <<'PY'
import json, sqlite3, sys
rows = sqlite3.connect(f'file:{sys.argv[1]}/records.db?mode=ro', uri=True).execute('SELECT data FROM entries WHERE kind = ? ORDER BY idx DESC LIMIT 1', (sys.argv[2],))
print(json.loads(rows.fetchone()[0])[sys.argv[3]])
PY
}
# permitted WHERE CASE ACTIVITY REQUESTER APPROVER
permitted() {
  local id
  request "$OWN/request.json" "$(at '1 hour ago')" "$(at '30 days')"
  python3 - "$OWN/request.json" "$3" <<'PY'
import json, sys
request = json.load(open(sys.argv[1]))
request.update(activities=[sys.argv[2]], targets=[])
json.dump(request, open(sys.argv[1], 'w'))
PY
  id=$("$1" authorise "$OWN/request.json" --case "$2" --as "$4" --json | field authorisation)
  "$1" approve "$id" --note "as asked" --as "$5" >/dev/null
}

there init --agency "Sahil Cyber Unit" >/dev/null
for officer in "Nadir investigator" "Orhan supervisor" "Parwin evidence-officer"; do there officer add ${officer% *} --role "${officer#* }" >/dev/null; done
there case open --reference SH-2026-0001 --title "From Tirazan" --law-pack international --as Nadir >/dev/null
BUNDLE=$(field bundle <"$T/bundle.json")

# Cards are exchanged, and count once another officer confirmed the fingerprint.
refuse 2 'no card yet' here partner card --as Amal
claim "our card" here partner card --out ours.json --as Behram --json
OUR_PRINT=$(field words <<<"$OUT")
claim "their card" there partner card --out theirs.json --as Orhan --json
PRINT=$(field words <<<"$OUT")
refuse 1 'takes the role' here partner add theirs.json --as Amal
refuse 2 'own card' here partner add ours.json --as Behram
claim "a partner is registered" here partner add theirs.json --max-tlp amber --as Behram
refuse 1 'another officer must' here partner confirm "Sahil Cyber Unit" --fingerprint "$PRINT" --how telephone --as Behram
refuse 1 'another than that of the card' here partner confirm "Sahil Cyber Unit" --fingerprint "$OUR_PRINT" --how telephone --as Chand
claim "and confirmed" here partner confirm "Sahil Cyber Unit" --fingerprint "$PRINT" --how "by telephone" --as Chand
there partner add ours.json --as Orhan >/dev/null
there partner confirm "Tirazan Cyber Wing" --fingerprint "$OUR_PRINT" --how "in person" --as Parwin >/dev/null

# Nothing leaves without permit and marking, or beyond what the marking allows.
seal() { here package seal "$BUNDLE" --to "Sahil Cyber Unit" --purpose "joint inquiry 7/2026" --out "$OWN/$1" --as Amal "${@:2}"; }
refuse 1 'activity "share"' seal a.cms --tlp amber
permitted here "$CASE" share Amal Behram
refuse 2 'nobody has marked' seal a.cms --tlp amber
claim "the case is marked" here mark set "$CASE" --tlp amber --caveat "not for the press" --reason "a source is named" --as Amal
refuse 1 'more strictly than the package' seal a.cms --tlp green
refuse 1 'may be sent at most' seal a.cms --tlp red --person Nadir
refuse 1 "supervisor's decision" here mark set "$CASE" --tlp green --reason x --as Amal
claim "a package is sealed" seal lantern.cms --tlp amber --json
PACKAGE=$(field package <<<"$OUT")
refuse 2 'already|exists|there' seal lantern.cms --tlp amber

# openssl opens it: with a key of its own, the recipient needs no Sanad.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout reader.key -out reader.pem -days 2 -subj /CN=reader -addext keyUsage=critical,keyAgreement 2>/dev/null
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout signer.key -out signer.pem -days 2 -subj /CN=reader -addext keyUsage=critical,digitalSignature 2>/dev/null
python3 - <<'PY'
import json
card = json.load(open('theirs.json'))
card['agency'] = 'Marwat Desk'
card['sealing'] = open('reader.pem').read()
save = lambda name: open(name, 'w').write(json.dumps(card, sort_keys=True, separators=(',', ':'), ensure_ascii=False) + '\n')
save('borrowed.json')
card['signing'] = open('signer.pem').read()
save('reader.json')
open('ours.pem', 'w').write(json.load(open('ours.json'))['signing'])
PY
refuse 2 'certificate of Sahil' here partner add borrowed.json --as Behram
claim "a partner with its own key" here partner add reader.json --as Behram --json
READER=$(field fingerprint <<<"$OUT")
here partner confirm "Marwat Desk" --fingerprint "$READER" --how "in person" --as Chand >/dev/null
claim "sealed for it" here package seal "$BUNDLE" --to "Marwat Desk" --tlp amber --purpose "for a reader" --out reader.cms --as Amal
claim "openssl decrypts" openssl cms -decrypt -inform DER -in reader.cms -recip reader.pem -inkey reader.key -out message.cms
claim "openssl verifies" openssl cms -verify -inform DER -in message.cms -CAfile ours.pem -purpose any -out content
tail -n +2 content >bundle.zip
claim "and the bundle within is as it was" cmp bundle.zip "$T/bundle.zip"
claim "and verifies" verify bundle.zip
equals "the line says for whom" "$(head -n 1 content | value 'o["recipients"][0]["agency"]')" "Marwat Desk"

# At the partner.
refuse 1 'not sealed for this agency' there package open reader.cms --case SH-2026-0001 --as Nadir
equals "with its code" "$(last "$THEIRS" package.refused code)" not-for-us
cp lantern.cms changed.cms
flip changed.cms "$(middle_of changed.cms)"
refuse 1 'changed on the way' there package open changed.cms --case SH-2026-0001 --as Nadir
claim "the package is opened" there package open lantern.cms --case SH-2026-0001 --as Nadir
refuse 1 'opened already' there package open lantern.cms --case SH-2026-0001 --as Nadir
equals "with its code" "$(last "$THEIRS" package.refused code)" replayed
refuse 1 'authorisation' there package take "$PACKAGE" --as Nadir
permitted there SH-2026-0001 import Nadir Orhan
refuse 2 'exhibits were taken in' there package receipt "$PACKAGE" --out r.cms --as Nadir
claim "its exhibits are taken in" there package take "$PACKAGE" --as Nadir --json
TAKEN=$(value 'o["taken"][0]["number"]' <<<"$OUT")
claim "they say where they come from" there exhibit show "$TAKEN" --as Nadir --json
equals "package, agency and checkpoint" "$(python3 -c 'import json,sys; s = json.load(sys.stdin)["source"]; print(sys.argv[1] in s, "Tirazan Cyber Wing" in s, "checkpoint" in s)' "$PACKAGE" <<<"$OUT")" "True True True"
claim "they are marked as the sender marked them" there mark show "$TAKEN" --as Nadir
grep -q 'TLP:AMBER' <<<"$OUT" && pass || fail "amber" "$OUT"
claim "the receipt" there package receipt "$PACKAGE" --out receipt.cms --as Parwin
python3 -c 'import json; open("theirs.pem", "w").write(json.load(open("theirs.json"))["signing"])'
claim "openssl verifies the receipt" openssl cms -verify -inform DER -in receipt.cms -CAfile theirs.pem -purpose any -out receipt.json
equals "it names the package" "$(value 'o["package"]' <receipt.json)" "$PACKAGE"

# And back.
claim "the receipt is taken in" here receipt take receipt.cms --as Chand
refuse 1 'taken in already' here receipt take receipt.cms --as Chand
equals "with its code" "$(last "$OURS" receipt.refused code)" replayed
refuse 2 'not a receipt' here receipt take ours.json --as Chand
claim "both ledgers hold" here ledger verify
claim "both ledgers hold" there ledger verify
claim "the record is made again" here rebuild
claim "and the package is there" here package show "$PACKAGE" --as Amal

# Need to know.
claim "only Behram and who is in charge" here mark set "$CASE" --tlp amber --for Behram --reason "a source" --as Behram
refuse 1 'not among them' here exhibit list --case "$CASE" --as Chand
equals "recorded" "$(last_refusal)" need-to-know
claim "who is in charge sees" here exhibit list --case "$CASE" --as Amal
here mark set "$CASE" --tlp green --reason "the source agreed" --as Behram >/dev/null

# Indicators, one by one, and TAXII.
printf '%064d\n' 7 >hash.txt
here list import hash.txt --name Ours --signal sha256 --tlp green --as Amal >/dev/null
ENTRY=$(here lookup "$(cat hash.txt)" --signal sha256 --list Ours --as Amal --json | value 'o["entry"]')
release() { here release add --case "$CASE" --list Ours --entry "$ENTRY" --reason "partners ask" --as Amal "$@"; }
refuse 1 'more strictly than the release' release --tlp clear
refuse 2 'no label' release --tlp green --label unodc-use:gardening
claim "an indicator is released" release --tlp green --pap green --label unodc-use:propaganda --json
RELEASE=$(field release <<<"$OUT")
refuse 2 'already' release --tlp green
claim "as STIX" here release export --to "Sahil Cyber Unit" --purpose "agreement 7" --out stix.json --as Amal
equals "four objects" "$(value 'sorted(x["type"] for x in o["objects"])' <stix.json)" "['identity', 'indicator', 'marking-definition', 'marking-definition']"
claim "as MISP" here release export --to "Sahil Cyber Unit" --format misp --purpose "agreement 7" --out misp.json --as Amal
equals "one attribute" "$(value 'o["Event"]["Attribute"][0]["type"]' <misp.json)" sha256
claim "a token" here token issue "Sahil Cyber Unit" --scope indicators --purpose "agreement 7" --as Behram --json
SECRET=$(field secret <<<"$OUT")
: >serve.json
"$BIN/sanad" serve --workspace "$OURS" --listen 127.0.0.1:0 --json >serve.json 2>serve.log &
SERVER=$!
stop_server() { kill "$SERVER" 2>/dev/null || true; wait "$SERVER" 2>/dev/null || true; }
trap stop_server EXIT
until ORIGIN=$(value 'o["origin"]' <serve.json 2>/dev/null); do kill -0 "$SERVER" || { cat serve.log >&2; break; }; sleep 0.05; done
taxii() { curl -s -u "sahil:$SECRET" -H 'Accept: application/taxii+json;version=2.1' "$@"; }
ROOT_AT=$ORIGIN$(taxii "$ORIGIN/taxii2/" | value 'o["default"]')
equals "the media type" "$(taxii -o /dev/null -w '%{content_type}' "$ROOT_AT")" "application/taxii+json;version=2.1"
GREEN=$(taxii "${ROOT_AT}collections/" | value '[c["id"] for c in o["collections"] if c["title"].endswith("TLP:GREEN")][0]')
equals "the objects" "$(taxii "${ROOT_AT}collections/$GREEN/objects/" | value 'len(o["objects"])')" 4
equals "a page" "$(taxii "${ROOT_AT}collections/$GREEN/objects/?limit=1" | value '(o["more"], o["next"])')" "(True, '1')"
equals "a filter" "$(taxii "${ROOT_AT}collections/$GREEN/objects/?match%5Btype%5D=indicator" | value 'len(o["objects"])')" 1
equals "no token" "$(curl -s -o /dev/null -w '%{http_code}' "$ORIGIN/taxii2/")" 401
stop_server
trap - EXIT
equals "what was told is in the ledger" "$(last "$OURS" indicators.disclosed told | python3 -c 'import ast,sys; print(ast.literal_eval(sys.stdin.read())[0]["release"])')" "$RELEASE"
claim "it is withdrawn" here release withdraw "$RELEASE" --reason "it was a newspaper's" --as Amal
claim "the taxonomy" sanad taxonomy export --out machinetag.json
claim "is the published one" cmp machinetag.json "$CLI_TESTS/../../docs/taxonomies/terrorist-use-of-internet/machinetag.json"
claim "a partner is retired" here partner retire "Sahil Cyber Unit" --reason "their key was lost" --as Behram
refuse 2 'is retired' here package seal "$BUNDLE" --to "Sahil Cyber Unit" --tlp amber --purpose x --out z.cms --as Amal
