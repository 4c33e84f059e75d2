# Bundles for the prosecution and for the defence: what they leave out is scheduled, numbered and decided upon.
use_copy
export SANAD_WORKSPACE
equals() { if [ "$2" = "$3" ]; then pass; else fail "$1" "\"$2\", not \"$3\""; fi; }
value() { python3 -c 'import json,sys; v = json.load(sys.stdin); print(eval(sys.argv[1]))' "$1" <<<"$OUT"; }
python3 "$CLI_TESTS/import_files.py" .
request "$OWN/request.json" "$(at '1 hour ago')" "$(at '30 days')"
python3 - "$OWN/request.json" <<'PY'
import json, sys
request = json.load(open(sys.argv[1]))
request['activities'] = ['import']
json.dump(request, open(sys.argv[1], 'w'))
PY
ID=$(sanad authorise "$OWN/request.json" --case "$CASE" --as Amal --json | field authorisation)
sanad approve "$ID" --note "as asked" --as Behram >/dev/null
claim "a chat is imported" sanad import chat --case "$CASE" --source "telephone of a witness" --as Amal --json
CHAT=$(value 'v[0]["exhibit"]')
claim "the exhibits are listed" sanad unused list --case "$CASE" --as Chand --json
CAPTURE=$(value '[i["item"] for i in v if i["item"].startswith("exhibit-")][0]')
equals "nothing is decided yet" "$(value '{i["test"] for i in v}')" "{''}"

# What a build leaves out must have been decided upon.
bundle() { sanad bundle --case "$CASE" --purpose trial --as Chand "$@"; }
refuse 2 'nobody said whether' bundle --exhibit "$CHAT" --build disclosable --out no.zip
refuse 2 'operational or disclosable' bundle --exhibit "$CHAT" --build secret --out no.zip
refuse 2 'undermines' sanad unused decide "$CAPTURE" --case "$CASE" --test perhaps --as Chand
refuse 2 'has no' sanad unused decide exhibit-none --case "$CASE" --test neither --as Chand
claim "it is decided" sanad unused decide "$CAPTURE" --case "$CASE" --test assists --note "he was elsewhere" --as Chand
claim "an entry too" sanad unused decide "entry $(sanad exhibit show "$CHAT" --as Amal --json | python3 -c 'import json,sys; print([e["index"] for e in json.load(sys.stdin)["custody"] if e["kind"] == "import.started"][0])')" --case "$CASE" --test neither --sensitive "it leads to a witness" --as Chand

# For the defence.
claim "a bundle for the defence" bundle --exhibit "$CHAT" --build disclosable --out defence.zip
claim "is intact" verify defence.zip --json
equals "with its schedule" "$(value '[c["status"] for c in v["checks"] if c["id"] == "schedules"][0]')" pass
claim "the page agrees" node "$CLI_TESTS/verify_page.mjs" defence.zip "intact with warnings"
equals "one schedule" "$(unzip -Z1 defence.zip | grep -c 'data/schedules/.*json')" 1
mkdir defence && unzip -q defence.zip -d defence
equals "no officer is named" "$(grep -rlE 'Amal|Behram|Chand' defence)" ""
equals "nor anybody in the chat" "$(grep -rlE 'Lantern [0-9]|user[0-9]' defence)" ""
equals "the capture is on it, with what was decided" "$(python3 -c 'import glob,json,sys; i = [i for i in json.load(open(glob.glob("defence/*/data/schedules/non-sensitive.json")[0]))["items"] if i["item"] == sys.argv[1]][0]; print(i["number"] > 0, i["test"], i["note"])' "$CAPTURE")" "True assists he was elsewhere"

# For the prosecution; what has a number keeps it.
claim "a bundle for the prosecution" bundle --exhibit "$CHAT" --build operational --out prosecution.zip
claim "is intact too" verify prosecution.zip --json
claim "the page agrees with that" node "$CLI_TESTS/verify_page.mjs" prosecution.zip "intact with warnings"
mkdir prosecution && unzip -q prosecution.zip -d prosecution
cat >numbers.py <<'PY'
import glob, json
def items(folder, name):
    return {i['item']: i for i in json.load(open(glob.glob(f'{folder}/*/data/schedules/{name}.json')[0]))['items']}
before, after, sensitive = items('defence', 'non-sensitive'), items('prosecution', 'non-sensitive'), items('prosecution', 'sensitive')
report = json.load(open(glob.glob('prosecution/*/data/schedules/report.json')[0]))
numbers = [i['number'] for i in [*after.values(), *sensitive.values()]]
print(all(after[item]['number'] == one['number'] for item, one in before.items() if item in after), len(numbers) == len(set(numbers)) == report['items'],
      report['sensitive'] == len(sensitive), len(report['relevant']))
PY
equals "numbers stay, and are one each" "$(python3 numbers.py)" "True True True 1"
if grep -rqE 'Amal|Behram|Chand' prosecution/*/entries; then pass; else fail "the prosecution is not told who the officers are"; fi
python3 - <<'PY'
import zipfile
source = zipfile.ZipFile('prosecution.zip')
with zipfile.ZipFile('dropped.zip', 'w', zipfile.ZIP_STORED) as out:
    for info in source.infolist():
        if not info.filename.endswith('schedules/sensitive.json'):
            out.writestr(info, source.read(info))
PY
status=0; verify dropped.zip >/dev/null 2>&1 || status=$?
if [ "$status" != 0 ]; then pass; else fail "a bundle without its sensitive schedule is taken"; fi

# Entries are chosen one by one.
record() { sanad exhibit show "$CHAT" --as Amal --json | python3 -c 'import json,sys; print(next(e["index"] for e in json.load(sys.stdin)["custody"] if e["kind"] == sys.argv[1]))' "$1"; }
OPENED=$(record exhibit.sealed)
sanad exhibit extract "$CHAT" "$(sanad exhibit show "$CHAT" --as Amal --json | python3 -c 'import json,sys; print(json.load(sys.stdin)["files"][0]["name"])')" --out looked.txt --purpose briefing --as Amal >/dev/null
COPIED=$(record exhibit.copied)
DECIDED=$(sanad unused list --case "$CASE" --as Chand --json | python3 -c 'import json,sys; print([i["entry"] for i in json.load(sys.stdin) if i["item"].startswith("entry ")][0])')
claim "one more entry, one less" bundle --exhibit "$CHAT" --build operational --entry "$DECIDED" --without-entry "$COPIED" --out chosen.zip
claim "verifies" verify chosen.zip --json
equals "the one is there, the other not" "$(unzip -Z1 chosen.zip | grep -cE "entries/$DECIDED.body")$(unzip -Z1 chosen.zip | grep -cE "entries/$COPIED.body")" 10
equals "and stands on a schedule" "$(unzip -p chosen.zip '*/schedules/non-sensitive.json' | python3 -c 'import json,sys; print([i["entry"] for i in json.load(sys.stdin)["items"]].count(int(sys.argv[1])))' "$COPIED")" 1
refuse 2 'cannot be left out' bundle --exhibit "$CHAT" --build operational --without-entry "$OPENED" --out no.zip
refuse 2 'with schedules' bundle --exhibit "$CHAT" --without-entry "$COPIED" --out no.zip
refuse 2 'not one of this case' bundle --exhibit "$CHAT" --entry 999999 --out no.zip
refuse 2 'not one of this case' bundle --exhibit "$CHAT" --entry 0 --out no.zip
refuse 2 '\-\-entry' bundle --exhibit "$CHAT" --entry two --out no.zip

# Who the officers are, for the court alone.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout court.key -out court.pem -days 30 -subj "/O=District Court of Tirazan" -addext keyUsage=critical,keyAgreement 2>/dev/null
sanad partner card --out card.json --as Behram >/dev/null
python3 -c 'import json; open("signing.pem", "w").write(json.load(open("card.json"))["signing"])'
bundle_in() { basename "$(unzip -Z1 "$1" | head -n 1 | cut -d/ -f1)"; }
DEFENCE=$(bundle_in defence.zip)
seal() { sanad aliases seal "$DEFENCE" --reason "order of 4 May" "$@"; }
refuse 1 'supervisor' seal --for court.pem --out no.cms --as Chand
refuse 2 'certificates in PEM' seal --for card.json --out no.cms --as Behram
refuse 2 'nothing can be sealed for' seal --for signing.pem --out no.cms --as Behram
refuse 2 'names its officers itself' sanad aliases seal "$(bundle_in prosecution.zip)" --reason "order of 4 May" --for court.pem --out no.cms --as Behram
refuse 2 'the reason' sanad aliases seal "$DEFENCE" --for court.pem --reason " " --out no.cms --as Behram
claim "the key is sealed for the court" seal --for court.pem --out key.cms --as Behram --json
equals "no name stands in it" "$(grep -acE 'Amal|Behram|Chand' key.cms)" 0
claim "who has the court's key opens it" openssl cms -decrypt -inform DER -in key.cms -recip court.pem -inkey court.key -out message.cms
claim "it is signed by the agency" openssl cms -verify -inform DER -in message.cms -CAfile signing.pem -purpose any -out aliases.json
named() { verify "$1" --aliases "$2"; }
not_taken() { # status, words, bundle, key
  local said status=0
  said=$(verify "$3" --aliases "$4" 2>&1) || status=$?
  if [ "$status" = "$1" ] && grep -q "$2" <<<"$said" && ! grep -qE 'Amal|Behram|Chand' <<<"$said"; then pass; else fail "$4 with $3: status $status, \"$2\" is not said" "$said"; fi
}
claim "each name is proven" named defence.zip aliases.json
equals "all who acted are named" "$(grep -oE '  officer-[a-z0-9]+  (Amal|Behram|Chand)' <<<"$OUT" | awk '{print $2}' | sort -u | tr '\n' ' ')" "Amal Behram Chand "
python3 - <<'PY'
import json
key = json.load(open('aliases.json'))
def write(name, change):
    other = json.loads(json.dumps(key))
    change(other)
    json.dump(other, open(name, 'w'))
def swapped(other):
    first, second = other['officers'][:2]
    first['officer'], second['officer'] = second['officer'], first['officer']
def renamed(other):
    body = other['officers'][0]['body']
    other['officers'][0]['body'] = body.replace(json.loads(body)['data']['name'], 'Somebody Else')
write('swapped.json', swapped)
write('renamed.json', renamed)
write('salted.json', lambda other: other['officers'][0].update(salt='A' * 42 + 'A='))
write('placed.json', lambda other: other['officers'][0].update(index=other['officers'][1]['index']))
write('elsewhere.json', lambda other: other.update(bundle='bundle-0'))
write('none.json', lambda other: other.pop('officers'))
PY
for wrong in swapped renamed salted placed; do not_taken 1 'not proven' defence.zip $wrong.json; done
not_taken 1 'another bundle' defence.zip elsewhere.json
not_taken 1 'another bundle' prosecution.zip aliases.json
not_taken 1 'not intact' dropped.zip aliases.json
not_taken 2 "not the key to a bundle's aliases" defence.zip none.json
