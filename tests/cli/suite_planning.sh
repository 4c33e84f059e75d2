# Planning: law packs, forms, registers, reviews and emergencies; who may not, and what lapses.
use_copy
export SANAD_WORKSPACE
forum=https://forum.tirazan.example/
sanad officer add Farid --role supervisor >/dev/null
sanad officer add Gul --role investigator --role supervisor >/dev/null

value() { python3 -c "import json,sys; v = json.load(sys.stdin); print(($1))" <<<"$OUT"; }
equals() { if [ "$2" = "$3" ]; then pass; else fail "$1" "$2, not $3"; fi; }
holds() { if grep -qF -- "$2" <<<"$OUT"; then pass; else fail "$1" "$OUT"; fi; }
refused_as() {
  local code=$1 found
  shift
  refuse 1 . "$@"
  found=$(last_refusal)
  equals "the ledger says $code" "$found" "$code"
}
# content FORM FILE MEMBERS: every required field that the members lack, filled in.
content() {
  sanad form list --json >forms.json
  python3 - "$1" "$2" "${3:-{\}}" "$(at '20 days')" <<'PY'
import json, sys
key, file, given, later = sys.argv[1:]
form = next(f for f in json.load(open('forms.json')) if f['pack'] == 'international' and f['form'] == key)
made = json.loads(given)
for f in form['fields']:
    if f['key'] in made or not f['required']: continue
    first = f['choices'][0]['value'] if 'choices' in f else None
    made[f['key']] = {'list': ['one'], 'choices': [first], 'choice': first, 'date': '2026-11-24', 'time': later,
                      'url': 'https://forum.tirazan.example/'}.get(f['type'], 'A sentence, ایک جملہ.')
json.dump(made, open(file, 'w'))
PY
}
# draft FORM MEMBERS: the identifier of a draft.
draft() { content "$1" content.json "${2:-{\}}"; sanad form fill "international/$1" --case "$CASE" --file content.json --as Amal --json | field paper; }
# in_force FORM MEMBERS: of one that is submitted and approved.
in_force() {
  local id
  id=$(draft "$1" "${2:-{\}}")
  sanad form submit "$id" --as Amal >/dev/null
  sanad form approve "$id" --as Behram >/dev/null
  echo "$id"
}
policy() { echo "$1" >policy.json; claim "the policy is set: $1" sanad policy set policy.json --reason "order 4" --as Behram; }

# Law.
claim "the law that ships is listed" sanad law list
holds "as drafts" "pk  2026-11-01  draft (draft: to be confirmed by counsel)"
cp "$CLI_TESTS/../../src/authority/testdata/pack.json" tirazan.json
sed 's/"edition": "2026-03-01"/"edition": "2026-01-01"/' tirazan.json >earlier.json
refuse 1 'role' sanad law add tirazan.json --as Amal
sed 's/"kind": "offence"/"kind": "poem"/' tirazan.json >wrong.json
refuse 2 'wrong.json.*kind' sanad law add wrong.json --as Behram
claim "an agency adds a pack without code" sanad law add tirazan.json --as Behram
refuse 2 'is there already' sanad law add tirazan.json --as Behram
claim "and an earlier edition" sanad law add earlier.json --as Behram
claim "which is superseded" sanad law list
holds "and says so" "tirazan  2026-01-01  draft (draft: to be confirmed by counsel)  Tirazan: the Lantern Act  superseded by a later edition"
claim "a pack is shown" sanad law show tirazan
holds "with what speaks against citing it" "is superseded by Lantern Act s. 2"
refuse 2 'no such law pack' sanad law show atlantis
request asked.json "$(at '1 hour ago')" "$(at '30 days')" host=paste.tirazan.example
sed -i 's/"pack": "international", "edition": "2026-11-01", "provision": "bp-collection"/"pack": "tirazan", "edition": "2026-01-01", "provision": "la-1"/' asked.json
claim "a superseded edition is cited with a warning" sanad authorise asked.json --case "$CASE" --as Amal --json
equals "that stands on the authorisation" "$(value 'len(v["law_warnings"]), "superseded by 2026-03-01" in v["law_warnings"][0]')" "(3, True)"
refuse 1 'role' sanad law adopt pk 2026-11-01 --reason counsel --as Amal
refuse 2 '--reason is missing' sanad law adopt pk 2026-11-01 --as Behram
refuse 2 'no edition' sanad law adopt pk 2020-01-01 --reason counsel --as Behram
claim "a supervisor adopts a draft" sanad law adopt pk 2026-11-01 --reason "opinion 12 of counsel" --as Behram
claim "it is no draft any more" sanad law list
holds "for this agency" "pk  2026-11-01  adopted  "

# Forms.
claim "forms are listed" sanad form list
holds "with their caution" "international/bp-annex-i  2026-11-01  Online investigation plan  (draft: to be confirmed by counsel)"
echo '{"summary": "only this"}' >content.json
claim "a draft may have gaps" sanad form fill international/bp-annex-i --case "$CASE" --file content.json --as Amal --json
gaps=$(value 'v["paper"]')
refuse 2 'fill it in' sanad form submit "$gaps" --as Amal
echo '{"rhyme": "x"}' >content.json
refuse 2 'no field "rhyme"' sanad form fill international/bp-annex-i --case "$CASE" --file content.json --as Amal
refuse 2 'goes out' sanad form fill international/preservation-request --case "$CASE" --file content.json --as Amal
refuse 2 'no form' sanad form fill international/poem --case "$CASE" --file content.json --as Amal
echo '{' >broken.json
refuse 2 'broken.json' sanad form fill international/bp-annex-i --case "$CASE" --file broken.json --as Amal
for who in Chand Esen; do refuse 1 'role' sanad form fill international/bp-annex-i --case "$CASE" --file content.json --as "$who"; done
plan=$(draft bp-annex-i '{"summary": "The market."}')
refuse 2 'nothing to decide' sanad form approve "$plan" --as Behram
claim "a plan is submitted" sanad form submit "$plan" --as Amal
refused_as wrong-role sanad form approve "$plan" --as Amal
refuse 2 'waits for a decision' sanad form fill "$plan" --file content.json --base 1 --reason later --as Amal
refuse 2 'reason is empty' sanad form return "$plan" --as Behram
claim "and returned" sanad form return "$plan" --reason "name the bridge" --as Behram
content bp-annex-i content.json '{"summary": "The bridge."}'
refuse 2 'newest version is 1' sanad form fill "$plan" --file content.json --as Amal
claim "a second version is saved" sanad form fill "$plan" --file content.json --base 1 --reason "as returned" --as Amal
claim "submitted" sanad form submit "$plan" --as Amal
claim "and approved by another" sanad form approve "$plan" --note "for a month" --as Behram
claim "what changed is shown" sanad form show "$plan" --as Chand
holds "with both sides" "Summary: subject, territory, period: The market. → The bridge."
content bp-annex-ii content.json
own=$(sanad form fill international/bp-annex-ii --case "$CASE" --file content.json --as Gul --json | field paper)
sanad form submit "$own" --as Gul >/dev/null
refused_as four-eyes sanad form approve "$own" --as Gul

# The policy, and what it demands before a capture.
claim "the defaults demand nothing" sanad policy show
equals "of anybody" "$(value 'v["before_collection"], v["preliminary_assessment"], v["mandate"]')" "([], False, 'off')"
echo '{"luck": true}' >policy.json
refuse 2 'luck' sanad policy set policy.json --reason x --as Behram
echo '{}' >policy.json
refuse 1 'role' sanad policy set policy.json --reason x --as Amal
policy '{"before_collection": ["plan", "risk-assessment"]}'
refused_as no-plan sanad capture $forum --case "$CASE" --as Amal
claim "the risks are approved" sanad form approve "$own" --as Farid
policy '{"before_collection": ["plan", "risk-assessment"], "preliminary_assessment": true}'
refused_as not-assessed sanad capture $forum --case "$CASE" --as Amal
no=$(draft bp-preliminary-assessment '{"decision": "do-not-collect", "reason": "Only bystanders."}')
claim "\"do not collect\" is an outcome" sanad form submit "$no" --as Amal
holds "that counts at once" "recorded  in force"
refused_as do-not-collect sanad capture $forum --case "$CASE" --as Amal
claim "it is closed" sanad form close "$no" --reason "looked again" --as Amal
yes=$(draft bp-preliminary-assessment '{"decision": "collect"}')
claim "another is recorded" sanad form submit "$yes" --as Amal
claim "and the capture is permitted" sanad capture $forum --case "$CASE" --as Amal
python3 - "$SANAD_WORKSPACE/records.db" >grounds.txt <<'PY'
import json, sqlite3, sys
row = sqlite3.connect(f'file:{sys.argv[1]}?mode=ro', uri=True).execute("SELECT data FROM entries WHERE kind = 'capture.started' ORDER BY idx DESC LIMIT 1").fetchone()
print(' '.join(json.loads(row[0])['permit']['papers']))
PY
equals "the act names what it rests on" "$(cat grounds.txt)" "$plan/2 $own/1 $yes/1"

# Intrusive acts: registers, bulk intake.
source=https://channel.tirazan.example/
monitored=$(draft monitored-source "{\"source\": \"$source\", \"review-on\": \"$(at '5 days')\"}")
refused_as no-legality-record sanad form submit "$monitored" --as Amal
record=$(in_force lnp-record "{\"act\": \"monitoring\", \"covers\": [\"$source\"]}")
claim "under a legality record it is submitted" sanad form submit "$monitored" --as Amal
refused_as not-in-force sanad register note "$monitored" --text "a look" --as Amal
claim "approved" sanad form approve "$monitored" --as Behram
claim "and what is done is noted" sanad register note "$monitored" --text "looked from 09:00" --as Amal
claim "reviews that come up are listed" sanad review list --case "$CASE" --as Chand
holds "with their day" "$monitored"
refuse 2 'before' sanad review record "$monitored" --finding needed --next "$(at '40 days')" --as Behram
refused_as wrong-role sanad review record "$monitored" --finding needed --next "$(at '15 days')" --as Amal
claim "a supervisor records a review" sanad review record "$monitored" --finding needed --next "$(at '15 days')" --as Behram
claim "the register shows it" sanad register sources --case "$CASE" --as Chand
holds "in force" "version 1 approved  in force"
claim "the record is withdrawn" sanad form close "$record" --reason "aim reached" --as Behram
refused_as no-legality-record sanad register note "$monitored" --text "once more" --as Amal
in_force lnp-record '{"act": "virtual-identity", "covers": ["VID-7"]}' >/dev/null
identity=$(in_force virtual-identity '{"identity": "VID-7", "purpose": "A secret purpose."}')
claim "who wrote it reads a virtual identity" sanad form show "$identity" --as Amal
holds "whole" "A secret purpose."
claim "others see that it is there" sanad form show "$identity" --as Chand
if grep -q 'VID-7\|secret' <<<"$OUT"; then fail "and no more" "$OUT"; else pass; fi
if grep -aq 'A secret purpose' "$SANAD_WORKSPACE"/records.db* "$SANAD_WORKSPACE"/ledger -r; then fail "its content is sealed in the vault only"; else pass; fi
request import.json "$(at '1 hour ago')" "$(at '30 days')"
python3 -c 'import json; r = json.load(open("import.json")); r["activities"] = ["import"]; json.dump(r, open("import.json", "w"))'
sanad approve "$(sanad authorise import.json --case "$CASE" --as Amal --json | field authorisation)" --as Behram >/dev/null
mkdir -p folder
for n in 1 2 3; do echo "note $n" >"folder/$n.txt"; done
policy '{"bulk_files": 2}'
refused_as no-legality-record sanad import folder --case "$CASE" --source "a disk" --as Amal
in_force lnp-record '{"act": "bulk-intake", "covers": ["a disk"]}' >/dev/null
claim "a legality record that names it permits bulk intake" sanad import folder --case "$CASE" --source "a disk" --as Amal

# Mandate and competency.
policy '{"competency": "refuse"}'
refused_as not-competent sanad capture $forum --case "$CASE" --as Amal
content competency-certificate content.json "{\"officer\": \"Amal\", \"skills\": [\"capture\"], \"valid-from\": \"$(at '1 day ago')\"}"
refuse 2 'no case' sanad form fill international/competency-certificate --case "$CASE" --file content.json --as Amal
certificate=$(sanad form fill international/competency-certificate --file content.json --as Amal --json | field paper)
sanad form submit "$certificate" --as Amal >/dev/null
sanad form approve "$certificate" --as Behram >/dev/null
claim "a certificate that is valid now permits it" sanad capture $forum --case "$CASE" --as Amal
policy '{"mandate": "refuse"}'
refused_as no-mandate sanad capture $forum --case "$CASE" --as Amal

# Emergencies.
policy '{"before_collection": ["landscape-assessment"]}'
refused_as no-plan sanad capture $forum --case "$CASE" --as Amal
refuse 1 'role' sanad emergency declare --case "$CASE" --reason x --as Behram
refuse 2 '72 hours' sanad emergency declare --case "$CASE" --reason x --hours 73 --as Amal
claim "an investigator declares an emergency" sanad emergency declare --case "$CASE" --reason "an attack is announced" --as Amal --json
emergency=$(value 'v["emergency"]')
claim "and captures" sanad capture $forum --case "$CASE" --as Amal
claim "it is flagged" sanad emergency list --case "$CASE" --as Chand
holds "as open, with its act" "$emergency  open  1 acts"
refused_as wrong-role sanad emergency ratify "$emergency" --reason rightly --as Amal
claim "a supervisor refuses it" sanad emergency refuse "$emergency" --reason "could wait" --as Behram
refused_as no-plan sanad capture $forum --case "$CASE" --as Amal
refuse 2 'already refused' sanad emergency ratify "$emergency" --reason x --as Farid

# The ledger holds it all.
BEFORE=$(sanad form show "$plan" --as Chand; sanad form list --case "$CASE" --as Behram; sanad law list; sanad policy show; sanad emergency list --as Chand)
claim "the records are made again" sanad rebuild
equals "alike" "$(sanad form show "$plan" --as Chand; sanad form list --case "$CASE" --as Behram; sanad law list; sanad policy show; sanad emergency list --as Chand)" "$BEFORE"
claim "the ledger holds" sanad ledger verify --as Chand
claim "a bundle of what was captured so" sanad bundle --case "$CASE" --purpose "for the court" --out with.zip --as Chand
claim "verifies" verify with.zip
refuse 2 'no paper' sanad form show no-such --as Amal
