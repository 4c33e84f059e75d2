#!/usr/bin/env bash
# What Sanad writes for others, read back by programs that are not ours: STIX by OASIS's JSON schemas, MISP by PyMISP's
# schema of the core format, TAXII by OASIS's client. A small invented case on loopback; exit status 1 if anything is not
# as it must be.
#   bench/interchange.sh BUILD_DIRECTORY FOLDER
# FOLDER holds clones of oasis-open/cti-stix2-json-schemas, oasis-open/cti-taxii-client and MISP/PyMISP under these last
# names. Needs Debian's python3-jsonschema, python3-requests, python3-tz and python3-six. CMS is read back by the openssl
# program in the tests themselves.
set -euo pipefail
bin=${1:?name the build directory, for example build/release}/bin
clones=${2:?name the folder of the clones}
here=$(cd "$(dirname "$0")" && pwd)
for clone in cti-stix2-json-schemas cti-taxii-client PyMISP; do [ -d "$clones/$clone" ] || { echo "$clones has no $clone" >&2; exit 2; }; done
bin=$(cd "$bin" && pwd)
clones=$(cd "$clones" && pwd)
work=$(mktemp -d)
server=
finish() { [ -z "$server" ] || { kill "$server" && wait "$server" || true; }; rm -rf "$work"; }
trap finish EXIT
cd "$work"
export SANAD_WORKSPACE=$work/ours
sanad() { "$bin/sanad" "$@"; }
member() { python3 -c 'import json,sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }

echo "== a case with indicators of each kind"
sanad init --agency "Tirazan Cyber Wing" >/dev/null
for officer in "Amal investigator" "Behram supervisor" "Chand evidence-officer"; do sanad officer add ${officer% *} --role "${officer#* }" >/dev/null; done
case=$(sanad case open --reference TZ-2026-0001 --title "Red Lantern" --law-pack international --as Amal --json | member case)
python3 - <<'PY'
import datetime, json
now = datetime.datetime.now(datetime.timezone.utc)
at = lambda days: (now + datetime.timedelta(days=days)).strftime('%Y-%m-%dT%H:%M:%S.000Z')
reasons = ('legitimate_aim', 'necessity', 'less_intrusive_means', 'adequacy', 'proportionality', 'collateral_intrusion')
json.dump({'instrument': 'supervisor-order', 'instrument_reference': 'TZ/OPS/2026/17', 'issuing_authority': 'Head of the Tirazan Cyber Wing',
           'law': {'pack': 'international', 'edition': '2026-11-01', 'provision': 'bp-collection'}, 'targets': [], 'activities': ['import', 'share'],
           **{name: 'A sentence that gives the reason.' for name in reasons},
           'protected_groups': [], 'valid_from': at(-1), 'valid_to': at(30), 'review_on': at(30)}, open('request.json', 'w'))
PY
sanad approve "$(sanad authorise request.json --case "$case" --as Amal --json | member authorisation)" --note "as asked" --as Behram >/dev/null
mkdir seized
cat >seized/notes.txt <<'NOTES'
See https://channel.tirazan.example/boats?id=7&x='quoted' and http://xn--mgbh0fb.example/ or the host pier.tirazan.example.
Write to lantern@tirazan.example; call +923001234567; the server is 192.0.2.17 or 2001:db8::17, the card GB82WEST12345698765432.
A wallet: bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq; another: 0x52908400098527886E0F7030069857D2E4169EE7. Hash d41d8cd98f00b204e9800998ecf8427e,
da39a3ee5e6b4b0d3255bfef95601890afd80709, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855; CVE-2026-1234; handle @red_lantern on t.me/red_lantern.
NOTES
sanad import seized --case "$case" --source "a telephone" --as Amal >/dev/null 2>&1
sanad mark set "$case" --tlp green --pap green --reason "as agreed" --as Amal >/dev/null
sanad case selectors --case "$case" --as Amal --json >selectors.json
python3 - selectors.json >rows <<'PY'
import json, sys
for one in json.load(open(sys.argv[1])): print(one['row'], one['kind'])
PY
released=0
while read -r row kind; do
  # Some are of persons whose masks were not lifted, or of kinds that never leave.
  if sanad release add --case "$case" --selector "$row" --tlp green --pap green --label unodc-use:propaganda --reason "partners ask" --as Amal >/dev/null 2>refused
  then released=$((released + 1)); else echo "   not released: $kind: $(tail -1 refused)"; fi
done <rows
printf '%064d\n' 7 8 9 >hashes
sanad list import hashes --name Ours --signal sha256 --tlp clear --as Amal >/dev/null
for hash in $(cat hashes); do
  entry=$(sanad lookup "$hash" --signal sha256 --list Ours --as Amal --json | member entry)
  last=$(sanad release add --case "$case" --list Ours --entry "$entry" --tlp green --pap green --until 2031-01-01T00:00:00.000Z --reason "partners ask" --as Amal --json 2>/dev/null | member release) ||
    last=$(sanad release add --case "$case" --list Ours --entry "$entry" --tlp green --pap green --reason "partners ask" --as Amal --json | member release)
  released=$((released + 1))
done
sanad release withdraw "$last" --reason "it was a newspaper's" --as Amal >/dev/null
echo "   $released released, one of them withdrawn"

SANAD_WORKSPACE=$work/theirs sanad init --agency "Sahil Cyber Unit" >/dev/null
SANAD_WORKSPACE=$work/theirs sanad officer add Orhan --role supervisor >/dev/null
print=$(SANAD_WORKSPACE=$work/theirs sanad partner card --out theirs.json --as Orhan --json | member words)
sanad partner add theirs.json --max-tlp amber --as Behram >/dev/null
sanad partner confirm "Sahil Cyber Unit" --fingerprint "$print" --how "by telephone" --as Chand >/dev/null
sanad release export --to "Sahil Cyber Unit" --purpose "agreement 7" --out released.stix.json --as Amal >/dev/null
sanad release export --to "Sahil Cyber Unit" --format misp --purpose "agreement 7" --out released.misp.json --as Amal >/dev/null
sanad list export Ours --format stix --out list.stix.json --as Amal >/dev/null 2>&1
sanad list export Ours --format misp --out list.misp.json --as Amal >/dev/null 2>&1
secret=$(sanad token issue "Sahil Cyber Unit" --scope indicators --per-minute 6000 --purpose "agreement 7" --as Behram --json | member secret)
sanad serve --listen 127.0.0.1:0 --json >serve.json 2>serve.log &
server=$!
until origin=$(member origin <serve.json 2>/dev/null); do kill -0 "$server" || { cat serve.log >&2; exit 1; }; sleep 0.1; done
/usr/bin/python3 "$here/interchange.py" "$clones" "$origin" "$secret" released.stix.json released.misp.json list.stix.json list.misp.json
