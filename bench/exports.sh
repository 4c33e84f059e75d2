#!/usr/bin/env bash
# PREMIS as Sanad writes it, validated by xmllint against the Library of Congress's schema. A small invented case; exit
# status 1 if it is not valid.
#   bench/exports.sh BUILD_DIRECTORY SCHEMA
# SCHEMA is premis.xsd of version 3.0. Needs Debian's libxml2-utils.
set -euo pipefail
bin=$(cd "${1:?name the build directory, for example build/release}/bin" && pwd)
schema=$(realpath "${2:?name the schema of PREMIS 3.0}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export SANAD_WORKSPACE=$work/ours
sanad() { "$bin/sanad" "$@"; }
sanad init --agency "Tirazan Cyber Wing & <Sons>" >/dev/null
for officer in "Amal investigator" "Behram supervisor" "Chand evidence-officer"; do sanad officer add ${officer% *} --role "${officer#* }" >/dev/null; done
sanad case open --reference TZ-2026-0001 --title "Red Lantern" --law-pack international --as Amal >/dev/null
python3 - <<'PY'
import datetime, json
now = datetime.datetime.now(datetime.timezone.utc)
at = lambda days: (now + datetime.timedelta(days=days)).strftime('%Y-%m-%dT%H:%M:%S.000Z')
reasons = ('legitimate_aim', 'necessity', 'less_intrusive_means', 'adequacy', 'proportionality', 'collateral_intrusion')
json.dump({'instrument': 'supervisor-order', 'instrument_reference': 'TZ/OPS/2026/17 <&>', 'issuing_authority': 'Head of the Tirazan Cyber Wing',
           'law': {'pack': 'international', 'edition': '2026-11-01', 'provision': 'bp-collection'}, 'targets': [], 'activities': ['import'],
           **{name: 'A sentence that gives the reason.' for name in reasons},
           'protected_groups': [], 'valid_from': at(-1), 'valid_to': at(30), 'review_on': at(30)}, open('request.json', 'w'))
PY
id=$(sanad authorise request.json --case TZ-2026-0001 --as Amal --json | python3 -c 'import json,sys; print(json.load(sys.stdin)["authorisation"])')
sanad approve "$id" --note "as asked" --as Behram >/dev/null
mkdir seized
printf 'the boats leave at dawn' >'seized/<a> & "b".txt'
printf 'no name at all' >"seized/$(printf 'odd\x01\xff.bin')"
sanad import seized --case TZ-2026-0001 --source "a telephone" --title '</premis>&#0;]]>' --as Amal >/dev/null 2>&1
sanad case export --case TZ-2026-0001 --format premis --purpose "for the archive" --out case.xml --as Amal >/dev/null
xmllint --noout --nonet --schema "$schema" case.xml
echo "$(grep -c '<object ' case.xml) objects, $(grep -c '<event>' case.xml) events: valid"
