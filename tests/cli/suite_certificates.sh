# Certificates and statements: what the record shows, what it cannot, what a person states; made, and in bundles.
use_copy
export SANAD_WORKSPACE
holds() { if grep -qF -- "$2" <<<"$OUT"; then pass; else fail "$1" "no \"$2\" in: $OUT"; fi; }
equals() { if [ "$2" = "$3" ]; then pass; else fail "$1" "\"$2\", not \"$3\""; fi; }
NUMBER=$(field number <"$T/exhibit.json")
draft() { sanad certificate draft --case "$CASE" --form "$1" --exhibit "${2:-$NUMBER}" --as Amal --json; }
# lines FILE KEY: the codes of a field's lines, shown or not.
lines() {
  python3 - "$1" "$2" <<'PY'
import json, sys
fields = json.load(open(sys.argv[1]))['content']['fields']
print(' '.join(sorted(line['because'] or line['says'] for one in fields if one['key'] == sys.argv[2] for line in one['lines'])))
PY
}
# changed BEFORE AFTER: keys of the fields whose lines say something of another kind.
changed() {
  python3 - "$1" "$2" <<'PY'
import json, sys
before, after = ({one['key']: [line['because'] or line['says'] for line in one['lines']] for one in json.load(open(name))['content']['fields']} for name in sys.argv[1:])
print(' '.join(sorted(key for key in before if before[key] != after[key])))
PY
}

claim "the law packs have certificates" sanad certificate forms --as Amal
for form in pk/qso-system-statement pk/ifta-22-certificate pk/mirza-checklist in/bsa-63 us/fre-902-13 us/fre-902-14 us/fre-902-notice uk/s9-statement uk/exhibit-list international/bp-annex-iv international/bp-annex-v; do
  holds "$form is one" "$form"
done
refuse 2 'no law pack has a certificate' sanad certificate draft --case "$CASE" --form pk/peca-31-notice --as Amal
refuse 1 'role' sanad certificate draft --case "$CASE" --form pk/qso-system-statement --as Esen

# A draft says where each line stands; the bytes are there.
sanad exhibit extract "$NUMBER" acquisition.json --out record.json --purpose "to follow a line" --as Amal >/dev/null
draft pk/qso-system-statement >first.json
equals "there is no timestamp to show" "$(lines first.json timestamp)" no-timestamp
equals "nor a validation" "$(lines first.json validation)" no-validation
# Not every machine passes it: one whose kernel lends Chromium no sandbox of its own, say.
TESTED=$(python3 -c 'import json; before = json.load(open("record.json"))["health"]["before"]; print("passed" if before["passed"] and all(one["passed"] for one in before["checks"]) else "failed")')
equals "the self-test is shown, and that nothing was re-hashed before" "$(lines first.json health-before)" "health.before.$TESTED no-fixity-run"
claim "nothing is stated for anybody" python3 -c '
import json
content = json.load(open("first.json"))["content"]
assert all(one["stated"] is None for one in content["fields"]) and all(one["said"] is None for one in content["statements"])
assert content["state"] == "unsigned"'
claim "each line of the acquisition record leads to the bytes that say it" python3 - <<'PY'
import json
record = open('record.json', 'rb').read()
followed = 0
for field in json.load(open('first.json'))['content']['fields']:
    for line in field['lines']:
        source = line['source']
        if source.get('file') != 'acquisition.json':
            continue
        bytes_there = record[source['offset']:source['offset'] + source['length']].decode()
        assert bytes_there.lstrip().startswith('"') and json.loads('{' + bytes_there.strip().rstrip(',').removesuffix('\n}') + '}'), bytes_there[:60]
        followed += 1
        if field['key'] == 'collector':
            assert line['values'][0]['officer'] in bytes_there
        if field['key'] == 'health-before':
            assert line['values'][0] in bytes_there
assert followed >= 8, followed
PY

# With a re-hashing, a timestamp, and a validation before the capture, just these fields say more.
sanad fixity --as Chand >/dev/null
draft pk/qso-system-statement >hashed.json
equals "a re-hashing is shown where it belongs" "$(changed first.json hashed.json)" "custody-gaps health-after"
sanad config set timestamp.url "$(range_field timestamp_url)" >/dev/null
claim "a timestamp is had" sanad ledger timestamp
draft pk/qso-system-statement >stamped.json
equals "a timestamp changes its own field" "$(changed hashed.json stamped.json)" timestamp
equals "to one" "$(lines stamped.json timestamp)" timestamp

# Who signs states; nothing is done for him.
ID=$(field certificate <stamped.json)
refuse 2 'say of the statement "working"' sanad certificate sign "$ID" --as Amal
refuse 2 'why "working" is not stated' sanad certificate sign "$ID" --decline working= --affirm procedure-applied --as Amal
refuse 1 'officer in charge' sanad certificate sign "$ID" --affirm working --affirm procedure-applied --as Behram
equals "which is a refusal in the ledger" "$(last_refusal)" not-in-charge
refuse 2 'not signed yet by: officer' sanad certificate make "$ID" --as Amal
OLD=$(field certificate <hashed.json)
refuse 1 'draft it again' sanad certificate sign "$OLD" --affirm working --affirm procedure-applied --as Amal
equals "a draft of before is void" "$(last_refusal)" record-moved
claim "it is signed" sanad certificate sign "$ID" --affirm working --decline "procedure-applied=I did not see it" --state "incidents=None that I know of" --as Amal
holds "with what was declined" "NOT made: I did not see it"
refuse 2 'already' sanad certificate sign "$ID" --affirm working --affirm procedure-applied --as Amal
claim "its pages are made" sanad certificate make "$ID" --as Amal
for name in certificate.json certificate.en.html certificate.en.pdf certificate.ur.html certificate.ur.pdf disclosable.json disclosable.en.html disclosable.en.pdf disclosable.ur.pdf; do
  claim "$name is taken out" sanad certificate copy "$ID" --name $name --out $name --as Chand
done
for language in en ur; do
  pdf=certificate.$language.pdf
  claim "$pdf is sound" qpdf --check $pdf
  pdfinfo $pdf >info.txt
  equals "$pdf is tagged" "$(sed -n 's/^Tagged: *//p' info.txt)" yes
  equals "all fonts are in $pdf" "$(pdffonts $pdf | tail -n +3 | grep -vc ' yes \(yes\|no\) \+\(yes\|no\) ')" 0
done
pdftotext certificate.en.pdf text.txt
claim "the print says what cannot be shown, and who stated what" python3 - <<'PY'
text = ' '.join(open('text.txt').read().split())
for words in ('Prepared from the record; to be read by counsel', 'Cannot be shown', 'NOT stated by', 'I did not see it', 'None that I know of', 'Amal'):
    assert words in text, words
PY
claim "the page for the defence names no officer" bash -c '! grep -q "Amal" disclosable.en.html disclosable.json && grep -q "withheld in this build" disclosable.en.html'
claim "the agency signed the file" python3 - "$SANAD_WORKSPACE/records.db" <<'PY'
import base64, json, sqlite3, sys
rows = sqlite3.connect(f'file:{sys.argv[1]}?mode=ro', uri=True).execute("SELECT data FROM entries WHERE kind = 'certificate.made'")
made = json.loads(rows.fetchone()[0])
signature = next(one['signature'] for one in made['documents'] if one['name'] == 'certificate.json')
open('signature', 'wb').write(base64.b64decode(signature))
PY

# In bundles, held against the ledger by both verifiers.
claim "a bundle holds it" sanad bundle --case "$CASE" --exhibit "$(python3 -c 'import json; print(json.load(open("first.json"))["exhibits"][0]["exhibit"])')" --certificate "$ID" --purpose court --out court.zip --as Chand
claim "and verifies" verify court.zip
claim "and the page agrees" node "$CLI_TESTS/verify_page.mjs" court.zip "intact with warnings"
unzip -q -o court.zip -d bundle
claim "the signature is the agency's" openssl pkeyutl -verify -rawin -pubin -inkey bundle/bundle-*/keys/agency.pem -in certificate.json -sigfile signature
for name in certificate.json certificate.en.pdf certificate.ur.html; do
  claim "$name is in it as it was sealed" cmp $name bundle/bundle-*/data/certificates/"$ID"/$name
done
python3 - court.zip altered.zip certificate.json <<'PY'
import sys
whole, altered, page = sys.argv[1:]
text, part = open(whole, 'rb').read(), open(page, 'rb').read()
at = text.index(part) + part.index(b'I did not see it')
open(altered, 'wb').write(text[:at] + bytes([text[at] ^ 1]) + text[at + 1:])
PY
status=0; verify altered.zip >/dev/null || status=$?
equals "an altered word is found" "$status" 1
claim "the page finds it too" node "$CLI_TESTS/verify_page.mjs" altered.zip tampered
claim "the defence gets the other pages" sanad bundle --case "$CASE" --certificate "$ID" --build disclosable --purpose defence --out defence.zip --as Chand
claim "which verify" verify defence.zip
claim "there too" node "$CLI_TESTS/verify_page.mjs" defence.zip "intact with warnings"
unzip -q -o defence.zip -d defence
equals "they are the disclosable ones alone" "$(basename -a defence/bundle-*/data/certificates/*/* | sort | tr '\n' ' ')" "disclosable.en.html disclosable.en.pdf disclosable.json disclosable.ur.html disclosable.ur.pdf "

# The verifier's report is shown once there is a bundle; two parts are signed by two persons.
draft in/bsa-63 >bsa.json
equals "the verifier's report is shown" "$(lines bsa.json annex-verifier-report)" "verifier verifier.warned"
BSA=$(field certificate <bsa.json)
refuse 2 'say as whom' sanad certificate sign "$BSA" --as Chand
refuse 2 'state these, or leave them open with a reason' sanad certificate sign "$BSA" --signer party --affirm control --affirm working --as Chand
PARTY=(--open a-parent="not asked here" --open a-residence="not asked here" --state "a-source=server;cloud" --state a-make-model="a rented server" --state a-control=operated --state a-date=2026-11-24 --open a-time="see the entry" --state a-place=Zarmin)
claim "part A is signed" sanad certificate sign "$BSA" --signer party "${PARTY[@]}" --affirm control --affirm working --as Chand
refuse 1 'nobody signs both parts' sanad certificate sign "$BSA" --signer expert --as Chand
refuse 1 'competency' sanad certificate sign "$BSA" --signer expert --as Behram
equals "which is a refusal too" "$(last_refusal)" not-competent
claim "it is withdrawn" sanad certificate withdraw "$BSA" --reason "another expert" --as Amal
refuse 2 'withdrawn' sanad certificate sign "$BSA" --signer expert --as Behram
refuse 2 'not made' sanad bundle --case "$CASE" --certificate "$BSA" --purpose court --out none.zip --as Chand
claim "the ledger verifies" sanad ledger verify
refuse 2 'there is no certificate' sanad certificate show certificate-0000000000000000 --as Amal
