#!/usr/bin/env bash
# What Sanad writes of a case for other programs, read back by programs that are not ours. A small invented case with a capture, a chat and mails; exit
# status 1 if anything is not as it must be.
#   bench/exports.sh BUILD_DIRECTORY SCHEMA FOLDER
# SCHEMA is premis.xsd of version 3.0: PREMIS is validated by xmllint against it. FOLDER holds clones, each under its last name: casework/CASE and
# ucoProject/UCO at 1.4.0, RDFLib/pySHACL at v0.19.1 and RDFLib/OWL-RL at 6.0.2, by which CASE/UCO is held against its shapes; LibraryOfCongress/bagit-python;
# webrecorder/wabac.js, webrecorder/py-wacz and webrecorder/warcio, by which the signature of a WACZ is verified; and wabac-deps, where npm put what wabac.js
# needs for that: @peculiar/x509@1, base64-js@1, http-status-codes@2, reflect-metadata and typescript@5.
# Needs Node and Debian's libxml2-utils, unzip, python3-rdflib, python3-prettytable and python3-packaging.
set -euo pipefail
bin=$(cd "${1:?name the build directory, for example build/release}/bin" && pwd)
schema=$(realpath "${2:?name the schema of PREMIS 3.0}")
clones=$(realpath "${3:?name the folder of the clones}")
here=$(cd "$(dirname "$0")" && pwd)
for clone in CASE UCO pySHACL OWL-RL bagit-python wabac.js wabac-deps py-wacz warcio; do [ -d "$clones/$clone" ] || { echo "$clones has no $clone" >&2; exit 2; }; done
python=/usr/bin/python3
work=$(mktemp -d)
range=
finish() { [ -z "$range" ] || { kill "$range" && wait "$range" || true; }; rm -rf "$work"; }
trap finish EXIT
cd "$work"
"$bin/sanad" range serve --keys keys --ready-file range.json >range.log 2>&1 &
range=$!
until [ -f range.json ]; do kill -0 "$range" || { cat range.log >&2; exit 1; }; sleep 0.1; done
export SANAD_WORKSPACE=$work/ours
sanad() { "$bin/sanad" "$@"; }
member() { $python -c 'import json,sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }
case=TZ-2026-0001
sanad init --agency "Tirazan Cyber Wing & <Sons>" >/dev/null
for officer in "Amal investigator" "Behram supervisor" "Chand evidence-officer"; do sanad officer add ${officer% *} --role "${officer#* }" >/dev/null; done
for name in host_resolver_rules trusted_spki_sha256; do sanad config set "capture.$name" "$(member "$name" <range.json)" >/dev/null; done
sanad case open --reference $case --title "Red Lantern" --law-pack international --as Amal >/dev/null
$python - <<'PY'
import datetime, email.message, json, mailbox, os
now = datetime.datetime.now(datetime.timezone.utc)
at = lambda days: (now + datetime.timedelta(days=days)).strftime('%Y-%m-%dT%H:%M:%S.000Z')
reasons = ('legitimate_aim', 'necessity', 'less_intrusive_means', 'adequacy', 'proportionality', 'collateral_intrusion')
json.dump({'instrument': 'supervisor-order', 'instrument_reference': 'TZ/OPS/2026/17 <&>', 'issuing_authority': 'Head of the Tirazan Cyber Wing',
           'law': {'pack': 'international', 'edition': '2026-11-01', 'provision': 'bp-collection'},
           'targets': [{'kind': 'host', 'value': 'forum.tirazan.example'}, {'kind': 'address', 'value': '127.0.0.0/8'}],
           'activities': ['capture', 'contact-private-address', 'import'], **{name: 'A sentence that gives the reason.' for name in reasons},
           'protected_groups': [], 'valid_from': at(-1), 'valid_to': at(30), 'review_on': at(30)}, open('request.json', 'w'))
os.makedirs('seized/chat')
open('seized/<a> & "b".txt', 'w').write('the boats leave at dawn')
open(b'seized/odd\x01\xff.bin', 'wb').write(b'no name at all')
people = [('user1', 'Keeper of the Pier'), ('user2', 'نادر'), ('user3', 'Third "Party", Jr.')]
json.dump({'name': 'Harbour', 'type': 'private_group', 'id': 4711, 'messages': [
    {'id': n, 'type': 'message', 'date': f'2026-03-0{n}T10:00:00', 'date_unixtime': str(1772359200 + n * 86400), 'from': people[n % 3][1], 'from_id': people[n % 3][0],
     'text': f'line {n}\nکشتی at {{}} þ \u00ae \u0014 the pier', **({'photo': 'lamp.png', 'reply_to_message_id': 1} if n == 3 else {'forwarded_from': 'A Stranger'} if n == 4 else {})}
    for n in range(1, 8)]}, open('seized/chat/result.json', 'w'))
open('seized/chat/lamp.png', 'wb').write(b'\x89PNG and nothing more')
open('seized/table.csv', 'w').write('who,what\nKeeper,lamps\n')
box = mailbox.mbox('seized/letters.mbox')
for n in range(3):
    mail = email.message.EmailMessage()
    mail['From'], mail['To'], mail['Subject'] = f'keeper{n}@harbour.example', 'pier@harbour.example, boat@harbour.example', f'Letter {n} þ'
    mail['Date'], mail['Message-ID'] = f'Mon, 0{n + 2} Mar 2026 09:00:00 +0000', f'<{n}@harbour.example>'
    mail.set_content(f'Letter number {n}.\nThe lamp is lit.\n')
    mail.add_attachment(b'%d,lamp\n' % n, maintype='text', subtype='csv', filename=f'lamps-{n}.csv')
    box.add(mail)
box.close()
PY
id=$(sanad authorise request.json --case $case --as Amal --json | member authorisation)
sanad approve "$id" --note "as asked" --as Behram >/dev/null
sanad import seized --case $case --source "a telephone" --title '</premis>&#0;]]>' --as Amal >/dev/null 2>&1
sanad capture https://forum.tirazan.example/ --case $case --as Amal --json >capture.json
export_as() { sanad case export --case $case --format "$1" --purpose "for the archive" --out "$2" --as Amal >/dev/null; }

echo "== PREMIS 3.0, by xmllint"
export_as premis case.xml
xmllint --noout --nonet --schema "$schema" case.xml
echo "$(grep -c '<object ' case.xml) objects, $(grep -c '<event>' case.xml) events: valid"

echo "== CASE 1.4.0 and UCO 1.4.0, by pySHACL"
sanad case export --case $case --format case-uco --purpose "for the archive" --out masked.jsonld --as Amal >/dev/null
sanad case export --case $case --format case-uco --purpose "for the archive" --why-named "both sides agreed on it" --out named.jsonld --as Amal >/dev/null
material=$(sanad exhibit list --case $case --as Amal --json | $python -c 'import json, sys; print(next(one["number"] for one in json.load(sys.stdin) if one["kind"] == "import"))')
sanad bundle --case $case --excerpt "$material=2-4,8-13" --why-closed "bystanders" --purpose "for the court" --out part.zip --as Amal >/dev/null 2>&1
unzip -q -j part.zip '*/data/case.jsonld' -d part
mv part/case.jsonld part.jsonld
$python "$here/exports/case_shapes.py" "$clones" masked.jsonld named.jsonld part.jsonld

echo "== a bag, by the Library of Congress's bagit-python"
export_as bag bag.zip
unzip -q bag.zip -d bag
cat >bag.py <<'PY'
import glob, importlib.metadata, sys
importlib.metadata.version = lambda name: 'as cloned'  # it asks for the version under which it was installed
sys.path.insert(0, sys.argv[1] + '/bagit-python/src')
import bagit
folder, = glob.glob('bag/*')
bag = bagit.Bag(folder)
bag.validate()
print(f'{len(list(bag.payload_files()))} files: valid')
with open(sorted(glob.glob(folder + '/data/*/*'))[0], 'ab') as file:
    file.write(b'x')
try:
    bagit.Bag(folder).validate()
    sys.exit('a changed file is accepted')
except bagit.BagValidationError:
    print('with a byte more: refused')
PY
$python bag.py "$clones" 2>/dev/null

echo "== a signed WACZ"
sanad case export --case $case --exhibit "$(member number <capture.json)" --format wacz --purpose "for the archive" --out signed.wacz --as Amal --json >signed.json
stated=$($python - <<'PY'
import json, sqlite3
row = sqlite3.connect('file:ours/records.db?mode=ro', uri=True).execute("SELECT data FROM entries WHERE kind = 'case.exported' ORDER BY idx DESC LIMIT 1").fetchone()
print(json.loads(row[0])['public_key'])
PY
)
"$here/exports/wacz_signature.sh" "$clones" signed.wacz "$stated"

echo "== a load file, by a reader written from the published form"
for why in "" "both sides agreed on it"; do
  rm -f load.zip
  sanad case export --case $case --format load-file --purpose "for review" ${why:+--why-named "$why"} --out load.zip --as Amal >/dev/null
  $python "$here/../tests/cli/load_file_read.py" load.zip
done
