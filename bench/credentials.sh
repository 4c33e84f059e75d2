#!/usr/bin/env bash
# Certificates of training that Sanad issues, verified by programs that are not ours: Digital Bazaar's implementation of
# Verifiable Credentials, Data Integrity and eddsa-jcs-2022; every word by JSON-LD, in which a word that no context defines is an
# error; the QR code by zbarimg from the printed page. Honest ones are accepted, and refused with one byte changed, under another
# issuer and once revoked. Exit status 1 if anything is not as it must be.
#   bench/credentials.sh BUILD_DIRECTORY FOLDER
# FOLDER holds a clone of 1EdTech/openbadges-specification under its last name, and node_modules, where npm put @digitalbazaar/vc@7,
# @digitalbazaar/data-integrity@2, @digitalbazaar/eddsa-jcs-2022-cryptosuite@1, @digitalbazaar/ed25519-multikey@1,
# @digitalbazaar/credentials-context@3 and jsonld@8 or 9. Needs Node, and Debian's poppler-utils and zbar-tools.
set -euo pipefail
bin=$(cd "${1:?name the build directory, for example build/release}/bin" && pwd)
peers=$(realpath "${2:?name the folder of the peers}")
here=$(cd "$(dirname "$0")" && pwd)
for one in openbadges-specification node_modules/@digitalbazaar/vc node_modules/jsonld; do [ -d "$peers/$one" ] || { echo "$peers has no $one" >&2; exit 2; }; done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export SANAD_WORKSPACE=$work/ours
sanad() { "$bin/sanad" "$@"; }
member() { python3 -c 'import json,sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }
says() { [ "$2" = "$3" ] || { echo "$1: $2, not $3" >&2; exit 1; }; echo "   $1: $2"; }

echo "== certificates"
sanad init --agency "Tirazan Cyber Academy" >/dev/null
sanad officer add Behram --role supervisor >/dev/null
echo "what the trainee did" >bundle.zip
until=$(date -u -d '300 days' +%Y-%m-%dT%H:%M:%SZ)
issue() { sanad credential issue --name "Capture of web pages" --description "Captures of public pages for use in court." --criteria "Three exercises were solved, and the record of each was read by a trainer." --until "$until" --as Behram --json "$@" | member credential; }
good=$(issue --holder "Amal Mirani" --skill capture="Capture" --skill import="Import" --result "Exercise 2=passed" --evidence bundle.zip)
revoked=$(issue --holder "Omar Zeb" --skill capture="Capture")
attendance=$(issue --holder "امل میرانی" --attendance)
for one in good revoked attendance; do sanad credential copy "${!one}" --out $one.json --as Behram >/dev/null; done
sanad credential revoke "$revoked" --reason "the work was another's" --as Behram >/dev/null
sanad credential revocations --out list.json --as Behram >/dev/null
issuer=$(sanad credential issuers --as Behram | head -1 | cut -d' ' -f1)
python3 - <<'PY'
import json
text = open('good.json', encoding='utf-8').read()
at = text.index('Amal')
open('changed.json', 'w', encoding='utf-8').write(text[:at] + 'B' + text[at + 1:])
PY

echo "== by Digital Bazaar's libraries, with JSON-LD"
node "$here/credentials.mjs" "$peers" "$issuer" good.json revoked.json attendance.json changed.json list.json

echo "== by sanad-verify"
status() { local code=0; "$bin/sanad-verify" "$@" --quiet || code=$?; echo $code; }
says "an honest one" "$(status good.json --issuer "$issuer" --revocations list.json)" 0
says "with one byte changed" "$(status changed.json)" 1
says "under another issuer" "$(status good.json --issuer did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2)" 1
says "one that was revoked" "$(status revoked.json --revocations list.json)" 1

echo "== the QR code of the printed page, by zbarimg"
for language in en ur; do
  sanad credential copy "$good" --form $language.pdf --out $language.pdf --as Behram >/dev/null
  pdftoppm -r 300 -png $language.pdf $language
  for page in "$language"-*.png; do zbarimg --quiet --raw -Sdisable -Sqrcode.enable "$page" 2>/dev/null || true; done >$language.txt
  says "$language: verified from what was read" "$(status $language.txt --issuer "$issuer")" 0
done
