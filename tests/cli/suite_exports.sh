# Another agency's bundle taken in, captures of one page beside each other, and a case for other programs.
use_copy
OURS=$SANAD_WORKSPACE
THEIRS=$WORK/sahil
here() { SANAD_WORKSPACE=$OURS sanad "$@"; }
there() { SANAD_WORKSPACE=$THEIRS sanad "$@"; }
equals() { if [ "$2" = "$3" ]; then pass; else fail "$1" "\"$2\", not \"$3\""; fi; }
value() { python3 -c 'import json,sys; print(eval(sys.argv[1], {"o": json.load(sys.stdin)}))' "$1"; }
# last KIND EXPRESSION: of the newest entry of that kind there.
last() {
  python3 - "$THEIRS" "$@" <<'PY'
import json, sqlite3, sys
rows = sqlite3.connect(f'file:{sys.argv[1]}/records.db?mode=ro', uri=True).execute('SELECT data FROM entries WHERE kind = ? ORDER BY idx DESC LIMIT 1', (sys.argv[2],))
print(eval(sys.argv[3], {'o': json.loads(rows.fetchone()[0])}))
PY
}
THEIR_CASE=SH-2026-0001
there init --agency "Sahil Cyber Unit" >/dev/null
for officer in "Nadir investigator" "Orhan supervisor" "Parwin evidence-officer"; do there officer add ${officer% *} --role "${officer#* }" >/dev/null; done
there config set capture.host_resolver_rules "$(range_field host_resolver_rules)" >/dev/null
there config set capture.trusted_spki_sha256 "$(range_field trusted_spki_sha256)" >/dev/null
there case open --reference $THEIR_CASE --title "Lantern, from Tirazan" --law-pack international --as Nadir >/dev/null
take() { there import "$1" --bundle --case $THEIR_CASE --source "a disc, by courier" --as "${3:-Nadir}" --json ${2:+--reason "$2"}; }

# No byte is looked at without an authorisation; an unknown signer's takes a reason; what was changed is refused by the check's name.
refuse 1 'no such authorisation' take "$T/bundle.zip" "by treaty"
request "$OWN/request.json" "$(at '1 hour ago')" "$(at '30 days')" host=forum.tirazan.example address=127.0.0.0/8
python3 - "$OWN/request.json" <<'PY'
import json, sys
asked = json.load(open(sys.argv[1]))
asked['activities'] += ['import']
json.dump(asked, open(sys.argv[1], 'w'))
PY
ID=$(there authorise "$OWN/request.json" --case $THEIR_CASE --as Nadir --json | field authorisation)
there approve "$ID" --note "as asked" --as Orhan >/dev/null
refuse 1 'unknown-signer' take "$T/bundle.zip" ""
equals "with its code" "$(last bundle.refused 'o["code"]')" unknown-signer
cp "$T/bundle.zip" changed.zip
flip changed.zip "$(middle_of changed.zip)"
refuse 1 '\(payload\)' take changed.zip "by treaty"
equals "with the name of the check" "$(last bundle.refused 'o["code"]')" payload
claim "a bundle is taken in" take "$T/bundle.zip" "asked for by treaty"
TAKEN=$(value 'o["exhibits"][0]["number"]' <<<"$OUT")
equals "its signer is not known" "$(value 'o["known"]' <<<"$OUT")" False
equals "the entry names the other ledger's entry" "$(last bundle.taken 'o["foreign"]["exhibit"]')" "$(field exhibit <"$T/exhibit.json")"

# A bundle of theirs carries the other chain: both verify, each from its own ledger.
claim "a bundle of it" there bundle --case $THEIR_CASE --purpose "the court" --out outer.zip --as Nadir
claim "which verifies" verify outer.zip
unzip -q -j outer.zip '*/original-1' -d inner
equals "the other one is in it as it was" "$(sha256sum <inner/original-1)" "$(sha256sum <"$T/bundle.zip")"
claim "and verifies too" verify inner/original-1

# The same page, captured by both.
there capture https://forum.tirazan.example/ --case $THEIR_CASE --as Nadir --json >own.json
OWN_NUMBER=$(field number <own.json)
refuse 1 'takes the role' there corroborate "$OWN_NUMBER" --with "$TAKEN" --as Parwin
refuse 2 'one case' there corroborate "$OWN_NUMBER" --with "$OWN_NUMBER" --as Nadir
claim "they are compared" there corroborate "$OWN_NUMBER" --with "$TAKEN" --note "both at noon" --as Nadir --json
printf '%s' "$OUT" >compared.json
python3 - compared.json >counts <<'PY'
import json, sys
one = json.load(open(sys.argv[1]))
assert one['parts'] == one['same'] + one['dynamic'] + one['context'] + one['unexplained'] + one['missing_here'] + one['missing_there'], one
assert one['parts'] > 0 and one['same'] > 0, one
assert one['here']['foreign'] is None and one['there']['foreign']['sealed'] >= 0, one
assert one['screenshot_distance'] is not None and one['screenshot_distance'] <= 31, one['screenshot_distance']
assert one['likeness_percent'] is not None, one
print('sound')
PY
equals "part by part, each counted once" "$(cat counts)" sound
claim "and it is listed from the other side too" there corroborations "$TAKEN" --as Parwin

# A bundle of theirs proves both sides, each in its ledger; sanad-verify and verify.html say so.
there bundle --case $THEIR_CASE --exhibit "$OWN_NUMBER" --purpose "the court" --out both.zip --as Nadir >/dev/null
claim "a bundle that tells the comparison verifies" verify both.zip
unzip -q both.zip -d both
python3 - both compared.json >proven <<'PY'
import glob, hashlib, json, sys
folder, = glob.glob(sys.argv[1] + '/*')
file, = glob.glob(folder + '/data/corroboration/*.json')
told, made = json.load(open(file)), json.load(open(sys.argv[2]))
assert told['recorded']['corroboration'] in file and told['recorded']['parts'] == made['parts']
theirs = told['foreign']['there']
assert hashlib.sha256(theirs['proof'].encode()).hexdigest() == told['recorded']['there']['foreign']['proof_sha256']
assert told['foreign']['here'] is None and json.loads(theirs['leaf'])['kind'] == 'exhibit.sealed'
# RFC 6962 by hand: the leaf leads to the root of the checkpoint in the proof, in the other ledger and in this.
def leads(shown):
    import base64
    head, checkpoint = shown['proof'].split('\n\n', 1)
    lines = head.split('\n')[1:]
    index = int(lines[0].split()[1])
    hashes = [base64.b64decode(line) for line in lines[1:]]
    size, root = int(checkpoint.split('\n')[1]), base64.b64decode(checkpoint.split('\n')[2])
    node = lambda a, b: hashlib.sha256(b'\1' + a + b).digest()
    here, at, last = hashlib.sha256(b'\0' + shown['leaf'].encode()).digest(), index, size - 1
    for one in hashes:
        if at % 2 or at == last:
            here = node(one, here)
            while at % 2 == 0 and at:
                at, last = at // 2, last // 2
        else:
            here = node(here, one)
        at, last = at // 2, last // 2
    return here == root and last == 0
assert leads(theirs) and leads(told['here']) and leads(told['there'])
questions = json.load(open(folder + '/data/cross-examination.json'))['answers']
assert any(a['id'] == 'corroborated' and a['answer'] == 'shown' and any('data/corroboration/' in p['ref'] for p in a['proof']) for a in questions)
print('proven')
PY
equals "another program proves both sides" "$(cat proven)" proven
claim "the technical report tells it" grep -q '9. Captures compared with this one' both/*/data/reports/*.html

# A case as files for other programs.
export_as() { here case export --case "$CASE" --format "$1" --purpose "for the archive" --out "$2" --as Amal --json; }
claim "as PREMIS" export_as premis case.xml
equals "the digest is the file's" "$(field sha256 <<<"$OUT")" "$(sha256sum <case.xml | cut -d' ' -f1)"
python3 - case.xml "$T/exhibit.json" >xml <<'PY'
import json, sys, xml.etree.ElementTree as tree
root = tree.parse(sys.argv[1]).getroot()
p = '{http://www.loc.gov/premis/v3}'
digests = {one.text for one in root.iter(p + 'messageDigest')}
sealed = {one['sha256'] for one in json.load(open(sys.argv[2]))['files']}
assert sealed <= digests, sealed - digests
order = [one.tag[len(p):] for one in root]
assert order == sorted(order, key=['object', 'event', 'agent', 'rights'].index) and set(order) == {'object', 'event', 'agent', 'rights'}
print('read')
PY
equals "another program reads every digest" "$(cat xml)" read
claim "as CASE/UCO" export_as case-uco case.jsonld
claim "another program reads it" python3 -c 'import json; graph = json.load(open("case.jsonld"))["@graph"]; assert any(one["@type"] == "investigation:InvestigativeAction" for one in graph)'
for table in exhibits files entries authorisations; do claim "as a table of $table" export_as csv-$table $table.csv; done
python3 - "$T/exhibit.json" >tables <<'PY'
import csv, json, sys
read = {name: list(csv.DictReader(open(name + '.csv', newline='', encoding='utf-8'), strict=True)) for name in ('exhibits', 'files', 'entries', 'authorisations')}
sealed = json.load(open(sys.argv[1]))
assert [one['number'] for one in read['exhibits']] == [sealed['number']]
assert {one['sha256'] for one in sealed['files']} <= {one['sha256'] for one in read['files']}
assert all(one['withheld'] for one in read['files'] if one['role'] == 'netlog')
assert len(read['authorisations']) == 1 and len(read['entries']) > 5
print('read')
PY
equals "another program reads the tables" "$(cat tables)" read

# The exhibits as files: a bag, a load file, and the capture as a signed archive.
NUMBER=$(field number <"$T/exhibit.json")
export_files() { here case export --case "$CASE" --format "$1" --purpose "for review" --out "$2" --as Amal --json "${@:3}"; }
claim "as a bag" export_files bag bag.zip
python3 - bag.zip "$T/exhibit.json" >bag <<'PY'
import hashlib, json, sys, zipfile
bag = zipfile.ZipFile(sys.argv[1])
top, = {name.split('/')[0] for name in bag.namelist()}
read = lambda name: bag.read(f'{top}/{name}')
assert read('bagit.txt') == b'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'
for kind in ('manifest', 'tagmanifest'):
    for name in ('sha256', 'sha512'):
        listed = dict(reversed(line.split('  ', 1)) for line in read(f'{kind}-{name}.txt').decode().splitlines())
        for path, digest in listed.items():
            assert hashlib.new(name, read(path)).hexdigest() == digest, path
        if kind == 'manifest':
            assert set(listed) == {n[len(top) + 1:] for n in bag.namelist() if n.startswith(top + '/data/')}
sealed = {one['sha256'] for one in json.load(open(sys.argv[2]))['files'] if one['role'] != 'netlog'}
assert sealed == {hashlib.sha256(bag.read(n)).hexdigest() for n in bag.namelist() if n.startswith(top + '/data/')}
print('read')
PY
equals "another program finds every digest" "$(cat bag)" read
claim "as a load file" export_files load-file load.zip
claim "which a reader of the published form reads" python3 "$CLI_TESTS/load_file_read.py" load.zip
equals "each file but the log is there" "$(value 'o["documents"] - o["natives"]' <<<"$OUT")" 1
equals "with the pictures as page images" "$(value 'o["images"] > 0 and o["texts"] > 0' <<<"$OUT")" True
claim "as a signed archive" export_files wacz page.wacz --exhibit "$NUMBER"
python3 - "$OURS" page.wacz "$(field public_key <<<"$OUT")" <<'PY'
import base64, json, sqlite3, sys, zipfile
row = sqlite3.connect(f'file:{sys.argv[1]}/records.db?mode=ro', uri=True).execute("SELECT data FROM entries WHERE kind = 'case.exported' ORDER BY idx DESC LIMIT 1").fetchone()
told = json.loads(zipfile.ZipFile(sys.argv[2]).read('datapackage-digest.json'))['signedData']
assert told['publicKey'] == json.loads(row[0])['public_key'] == sys.argv[3]
both = base64.b64decode(told['signature'])
def number(part):
    part = part.lstrip(b'\0')
    part = (b'\0' if part[0] & 0x80 else b'') + part
    return bytes([2, len(part)]) + part
pair = number(both[:48]) + number(both[48:])
open('signature.der', 'wb').write(bytes([0x30, len(pair)]) + pair)
open('signed.txt', 'w').write(told['hash'])
open('key.der', 'wb').write(base64.b64decode(told['publicKey']))
PY
equals "what was signed is its description" "$(cat signed.txt)" "sha256:$(unzip -p page.wacz datapackage.json | sha256sum | cut -d' ' -f1)"
claim "openssl verifies it with the key that the ledger states" openssl dgst -sha256 -verify key.der -keyform DER -signature signature.der signed.txt
printf 0 >>signed.txt
refuses_it() { ! openssl dgst -sha256 -verify key.der -keyform DER -signature signature.der signed.txt; }
claim "and not what was changed" refuses_it
refuse 2 'third parties masked' here case export --case "$CASE" --format bag --why-named x --purpose x --out no.xml --as Amal
refuse 2 'nobody is masked' here case export --case "$CASE" --format premis --why-named x --purpose x --out no.xml --as Amal
refuse 1 'takes the role' here case export --case "$CASE" --format bag --purpose x --out no.xml --as Esen
refuse 1 'takes the role' here case export --case "$CASE" --format premis --purpose x --out no.xml --as Esen
refuse 2 'no format' here case export --case "$CASE" --format xlsx --purpose x --out no.xml --as Amal
[ ! -e no.xml ] && pass || fail "a refused export leaves a file"

# What was said in a chat, in its order: people by their pseudonyms unless it is said why not, and the parts are those of the ledger.
mkdir chat
python3 - >chat/result.json <<'PY'
import json
people = [('user1', 'Keeper of the Pier'), ('user2', 'Zarin Lorekuri')]
print(json.dumps({'name': 'Harbour', 'type': 'private_group', 'id': 4711, 'messages': [
    {'id': n, 'type': 'message', 'date': f'2026-03-0{n}T10:00:00', 'date_unixtime': str(1772359200 + n * 86400), 'from': people[n % 2][1], 'from_id': people[n % 2][0],
     'text': f'boat {n} leaves, says {people[0][1]}'} for n in range(1, 8)]}))
PY
CHAT=$(there import chat --case $THEIR_CASE --source "a telephone" --as Nadir --json | value 'o[0]["number"]')
chat_as() { there case export --case $THEIR_CASE --exhibit "$CHAT" --format case-uco --purpose "for the archive" --out "$1" --as Nadir --json "${@:2}"; }
claim "a chat as CASE/UCO" chat_as masked.jsonld
equals "the entry counts its parts" "$(last case.exported '(o["parts"], o["closed"], o["masked_words"] > 0)')" "(8, 0, True)"
claim "with people named, for a reason" chat_as named.jsonld --why-named "both sides agreed on it"
equals "the reason stands in the entry" "$(last case.exported 'o["why_named"]')" "both sides agreed on it"
python3 - "$(last exhibit.parts 'o["root"]')" >talk <<'PY'
import hashlib, json, sys
def tree(leaves):  # RFC 6962, section 2.1
    if len(leaves) == 1:
        return hashlib.sha256(b'\0' + leaves[0]).digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return hashlib.sha256(b'\1' + tree(leaves[:half]) + tree(leaves[half:])).digest()
o = 'uco-observable:'
for name, masked in (('masked', True), ('named', False)):
    text = open(name + '.jsonld', encoding='utf-8').read()
    graph = json.loads(text)['@graph']
    by_id = {one['@id']: one for one in graph}
    assert len(by_id) == len(graph)
    parts = sorted((one for one in graph if 'sanad:part' in one), key=lambda one: int(one['sanad:part']['@value']))
    assert tree([bytes.fromhex(one['sanad:partCommitment']['@value']) for one in parts]).hex() == sys.argv[1], 'not the parts of the ledger'
    thread, = (one for one in graph if one['@type'] == 'uco-types:Thread')
    items = [by_id[one['@id']] for one in thread['co:item']]
    said = [by_id[one['co:itemContent']['@id']]['uco-core:hasFacet'][0] for one in items]
    assert [one[o + 'messageText'].split()[1] for one in said] == list('1234567')
    assert [one['uco-types:threadPreviousItem']['@id'] for one in items[1:]] == [one['@id'] for one in items[:-1]]
    accounts = [by_id[i] for i in sorted({one[o + 'from']['@id'] for one in said})]
    assert len(accounts) == 2
    called = {facet.get(o + 'displayName') for one in accounts for facet in one['uco-core:hasFacet']} - {None}
    if masked:
        assert 'Keeper' not in text and 'Zarin' not in text and 'user1' not in text
        assert all(one.startswith('[Person ') for one in called), called
    else:
        assert called == {'Keeper of the Pier', 'Zarin Lorekuri'}
print('read')
PY
equals "another program reads it, in order, and finds the ledger's root" "$(cat talk)" read
