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
