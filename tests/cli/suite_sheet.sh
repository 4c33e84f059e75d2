# Verification sheets: findings for and against, every version kept, and carried by bundles.
use_copy
export SANAD_WORKSPACE
equals() { if [ "$2" = "$3" ]; then pass; else fail "$1" "\"$2\", not \"$3\""; fi; }
holds() { if grep -qF -- "$2" <<<"$OUT"; then pass; else fail "$1" "no \"$2\" in: $OUT"; fi; }
# value EXPRESSION: of the JSON value "v" in $OUT.
value() { python3 -c 'import json,sys; v = json.load(sys.stdin); print(eval(sys.argv[1]))' "$1" <<<"$OUT"; }
python3 "$CLI_TESTS/import_files.py" .
EXHIBIT=$(field exhibit <"$T/exhibit.json")
NUMBER=$(field number <"$T/exhibit.json")

# sheet FILE FINDING EXHIBIT [EVIDENCE-MEMBERS]: one finding on the place, citing the exhibit.
sheet() {
  python3 - "$@" <<'PY'
import json, sys
file, finding, exhibit, *more = sys.argv[1:]
cited = {'exhibit': exhibit, 'note': 'seen in full'} | (json.loads(more[0]) if more else {})
found = {'finding': finding, 'confidence': 'moderate', 'reasons': 'دو برج ایک ہی ترتیب میں ہیں۔', 'evidence': [cited]}
json.dump({'claim': 'It shows the river market of Zarin.',
           'content': {'place': {'text': 'A bridge with two towers.'} | found},
           'geolocation': {'claimed': 'the river market', 'candidates': [
               {'name': 'North bank', 'latitude': '8.5000', 'longitude': '65.25', 'radius_m': 40, 'features': 'two towers', 'method': 'compared with a map', 'tools': ''} | found]},
           'chronolocation': {'claimed': 'the evening', 'estimates': [
               {'method': 'shadows', 'earliest': '2026-03-14T17:05', 'latest': '2026-03-14T17:45', 'zone': 'UTC+05:00', 'details': 'a pole'} | found]}}, open(file, 'w'))
PY
}

claim "nothing was examined at first" sanad sheet show "$NUMBER" --as Chand
holds "and that is said of every question" "Nothing was examined yet."
claim "in JSON the questions of the panels are named" sanad sheet show "$NUMBER" --as Chand --json
equals "twenty of them" "$(value 'len(v["questions"]), v["newest"], v["versions"]')" "(20, None, [])"

sheet first.json supports "$EXHIBIT"
claim "a first version is saved" sanad sheet save "$NUMBER" --file first.json --as Amal
sheet second.json contradicts "$EXHIBIT" '{"file": "acquisition.json", "offset": 0, "length": 1}'
refuse 2 'newest version of the sheet is 1' sanad sheet save "$NUMBER" --file second.json --as Amal
refuse 2 'why the sheet is changed' sanad sheet save "$NUMBER" --file second.json --base 1 --as Amal
claim "a correction is a second version, by another officer" sanad sheet save "$NUMBER" --file second.json --base 1 --reason "The towers are of another bridge." --as Behram
refuse 2 'newest version of the sheet is 2' sanad sheet save "$NUMBER" --file first.json --base 1 --reason "again" --as Amal
claim "both versions are listed" sanad sheet history "$NUMBER" --as Chand --json
equals "with authors and reasons" "$(value '[(one["version"], one["actor_name"], one["reason"]) for one in v]')" "[(2, 'Behram', 'The towers are of another bridge.'), (1, 'Amal', '')]"
claim "the newest is shown" sanad sheet show "$NUMBER" --as Chand
holds "what contradicts as plainly as what supports" "place: contradicts (moderate confidence)"
holds "with its places" "North bank, 8.5000 65.25 within 40 m: contradicts (moderate confidence)"
holds "and its times" "shadows, from 2026-03-14T17:05 to 2026-03-14T17:45 (UTC+05:00)"
holds "and what nobody examined" "not examined: metadata, exif, source_code, editing, earlier_appearances"
claim "the earlier one is readable" sanad sheet show "$NUMBER" --version 1 --as Chand
holds "as it was" "place: supports (moderate confidence)"
refuse 2 'no version 7' sanad sheet show "$NUMBER" --version 7 --as Chand

# No place for a verdict, and nothing without reasons and evidence.
python3 -c 'import json; s = json.load(open("first.json")); s["verified"] = True; json.dump(s, open("ticked.json", "w"))'
refuse 2 'no verdict of the whole' sanad sheet save "$NUMBER" --file ticked.json --base 2 --reason "a tick" --as Amal
python3 -c 'import json; s = json.load(open("first.json")); s["content"]["place"]["evidence"] = []; json.dump(s, open("bare.json", "w"))'
refuse 2 'cite it as evidence' sanad sheet save "$NUMBER" --file bare.json --base 2 --reason "bare" --as Amal
echo '{"claim": "a", "claim": "b"}' >twice.json
refuse 2 'twice.json' sanad sheet save "$NUMBER" --file twice.json --base 2 --reason "twice" --as Amal
sheet far.json supports exhibit-0000000000000000
refuse 2 'evidence' sanad sheet save "$NUMBER" --file far.json --base 2 --reason "elsewhere" --as Amal
for who in Chand Esen; do refuse 1 'role' sanad sheet save "$NUMBER" --file first.json --base 2 --reason "not mine" --as "$who"; done
refuse 2 '--file is missing' sanad sheet save "$NUMBER" --as Amal
refuse 2 'no exhibit' sanad sheet show no-such --as Amal

# Facts stand beside, with their sources.
claim "facts of the capture" sanad sheet facts "$NUMBER" --as Chand
holds "its address" "source, provenance  address: https://forum.tirazan.example/"
claim "in JSON" sanad sheet facts "$NUMBER" --as Chand --json
equals "each with a source, none a finding" "$(value 'all(i["source"]["exhibit"] for i in v["items"]), any("finding" in i for i in v["items"]), len(v["items"]) > 5')" "(True, False, True)"

# A part of what was handed over.
request "$OWN/request.json" "$(at '1 hour ago')" "$(at '30 days')"
python3 -c 'import json,sys; r = json.load(open(sys.argv[1])); r["activities"] = ["import"]; json.dump(r, open(sys.argv[1], "w"))' "$OWN/request.json"
sanad approve "$(sanad authorise "$OWN/request.json" --case "$CASE" --as Amal --json | field authorisation)" --note "as asked" --as Behram >/dev/null
OUT=$(sanad import chat --case "$CASE" --source "telephone of a witness" --as Amal --json)
CHAT=$(value 'v[0]["exhibit"]')
claim "facts of a message" sanad sheet facts "$CHAT" --part 3 --as Amal --json
equals "when it was sent, and by a person without a name" "$(value 'any(i["fact"] == "sent-at" for i in v["items"]), [i["value"].split()[0] for i in v["items"] if i["fact"] == "author"]')" "(True, ['Person'])"
sheet part.json neither "$CHAT" '{"part": 3}'
claim "a message has a sheet of its own" sanad sheet save "$CHAT" --part 3 --file part.json --as Amal
sheet beyond.json supports "$CHAT" '{"part": 4000}'
refuse 2 'no part 4000' sanad sheet save "$CHAT" --part 3 --file beyond.json --base 1 --reason "far" --as Amal
refuse 2 'no part 4000' sanad sheet show "$CHAT" --part 4000 --as Amal
claim "the case's sheets are listed" sanad sheet list --case "$CASE" --as Chand --json
equals "one for each exhibit or part" "$(value 'sorted((one.get("part", -1), one["version"]) for one in v)')" "[(-1, 2), (3, 1)]"
claim "or those of one exhibit" sanad sheet list --case "$CASE" --exhibit "$CHAT" --as Chand
holds "with its part" "part 3"

# The ledger holds it all: records made again say the same.
BEFORE=$(sanad sheet show "$NUMBER" --as Chand; sanad sheet history "$CHAT" --part 3 --as Chand)
claim "the records are made again" sanad rebuild
equals "with every version" "$(sanad sheet show "$NUMBER" --as Chand; sanad sheet history "$CHAT" --part 3 --as Chand)" "$BEFORE"
claim "the ledger holds" sanad ledger verify --as Chand

# A bundle carries the sheets of its exhibits, and both verifiers accept it.
claim "a bundle of the capture" sanad bundle --case "$CASE" --exhibit "$EXHIBIT" --purpose "for the court" --out with.zip --as Chand
claim "sanad-verify accepts it" verify with.zip
claim "so does verify.html" node "$CLI_TESTS/verify_page.mjs" with.zip "intact with warnings"
python3 - <<'PY' >inside.txt
import json, re, zipfile
bag = zipfile.ZipFile('with.zip')
bodies = [json.loads(bag.read(name)) for name in bag.namelist() if name.endswith('.body')]
sheets = [body['data'] for body in bodies if body['kind'] == 'sheet.saved']
html = next(bag.read(name).decode() for name in bag.namelist() if re.search(r'data/reports/.*\.html$', name))
print([(s['version'], s['content']['content']['place']['finding']) for s in sheets])
print('Verification sheets' in html, 'contradicts<br>confidence: moderate' in html, 'Version 1, saved' in html, 'دو برج' in html)
PY
equals "it holds both versions, and its report the newest" "$(cat inside.txt)" "[(1, 'supports'), (2, 'contradicts')]
True True True True"
refuse 2 'no exhibit' sanad sheet save no-such --file first.json --as Amal
