# Certificates of training: issued, verified offline, read back from paper, revoked; what they do for an officer's competency.
use_copy
export SANAD_WORKSPACE
value() { python3 -c "import json,sys; v = json.load(sys.stdin); print(($1))" <<<"$OUT"; }
equals() { if [ "$2" = "$3" ]; then pass; else fail "$1" "$2, not $3"; fi; }
holds() { if grep -qF -- "$2" <<<"$OUT"; then pass; else fail "$1" "$OUT"; fi; }
# judged CODE TEXT ARGUMENTS: sanad-verify ends with the status, and says the text.
judged() {
  local code=$1 text=$2 status=0
  shift 2
  OUT=$("$BIN/sanad-verify" "$@" 2>&1) || status=$?
  if [ "$status" = "$code" ] && grep -qF -- "$text" <<<"$OUT"; then pass; else fail "sanad-verify $*" "status $status, not $code: $OUT"; fi
}
until=$(at '300 days')
order=(--name "Capture of web pages" --description "Captures for court." --criteria "Three exercises were solved." --until "$until")
echo "what the trainee did" >evidence.txt

refuse 1 'role' sanad credential issue --holder Omar "${order[@]}" --skill capture=Capture --as Amal
refuse 1 'nobody certifies themselves' sanad credential issue --holder Behram "${order[@]}" --skill capture=Capture --as Behram
equals "the ledger says so" "$(last_refusal)" four-eyes
refuse 2 'a skill' sanad credential issue --holder Amal "${order[@]}" --as Behram
refuse 2 'LEFT=RIGHT' sanad credential issue --holder Amal "${order[@]}" --skill capture --as Behram
refuse 2 'leave the skills out' sanad credential issue --holder Amal "${order[@]}" --skill capture=Capture --attendance --as Behram
refuse 2 'later end' sanad credential issue --holder Amal "${order[@]:0:6}" --skill capture=Capture --until "$(at '1 day ago')" --as Behram
claim "a supervisor issues one" sanad credential issue --holder Amal "${order[@]}" --skill capture=Capture --result "Exercise 2=passed" --evidence evidence.txt --as Behram --json
good=$(value 'v["credential"]')
equals "it names the evidence by digest" "$(value 'v["document"]["evidence"][0]["narrative"]')" "SHA-256 $(sha256sum evidence.txt | cut -d' ' -f1)"
claim "and one of attendance" sanad credential issue --holder Amal "${order[@]}" --attendance --as Behram --json
attendance=$(value 'v["credential"]')
claim "they are listed" sanad credential list --as Behram
holds "each with what it is" "attendance  Amal"
claim "one is shown" sanad credential show "$good" --as Behram
holds "as it is signed" '"eddsa-jcs-2022"'
claim "and copied" sanad credential copy "$good" --out good.json --as Behram
refuse 2 'exist' sanad credential copy "$good" --out good.json --as Behram
refuse 2 'json, en.html' sanad credential copy "$good" --form docx --out good.docx --as Behram
refuse 2 'issued no certificate' sanad credential copy urn:uuid:0 --out none.json --as Behram
claim "attendance too" sanad credential copy "$attendance" --out attendance.json --as Behram
issuer=$(sanad credential issuers --as Behram | head -1 | cut -d' ' -f1)

# Verified, with no workspace and no network.
judged 0 "Not looked whether it was revoked" good.json
judged 0 "Whose key this is was not compared" good.json
judged 0 "Competency in: Capture" good.json --issuer "$issuer"
judged 0 "no competence was tested, and none is certified" attendance.json
judged 0 '"verdict":"valid"' good.json --json
judged 1 "none of those that are expected" good.json --issuer did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2
judged 1 "It has expired" good.json --at "$(at '301 days')"
judged 1 "It is not valid yet" good.json --at "$(at '1 day ago')"
judged 2 "are for certificates of training" "$T/bundle.zip" --at "$until"
judged 2 "--issuer" good.json --issuer did:web:academy.example
cp good.json changed.json
python3 - <<'PY'
text = open('changed.json').read()
open('changed.json', 'w').write(text.replace('Three', 'Seven'))
PY
judged 1 "It was altered, or another key signed it" changed.json
echo '{}' >none.json
judged 2 "is not a certificate that can be checked" none.json

# From paper, by programs that are not ours.
for language in en ur; do
  claim "the page is printed ($language)" sanad credential copy "$good" --form $language.pdf --out $language.pdf --as Behram
  claim "it is tagged" bash -c "pdfinfo $language.pdf | grep -q 'Tagged: *yes'"
  pdftoppm -r 300 -png $language.pdf $language
  for page in "$language"-*.png; do zbarimg --quiet --raw -Sdisable -Sqrcode.enable "$page" 2>/dev/null || true; done >$language.txt
  judged 0 "Competency in: Capture" $language.txt --issuer "$issuer"
done
claim "the page says its words" pdftotext en.pdf -
holds "of the criteria" "Three exercises were solved."
claim "attendance has a page" sanad credential copy "$attendance" --form en.html --out attendance.html --as Behram
claim "that says what it is not" grep -q "no competence was tested, and none is certified" attendance.html

# What it does for an officer.
echo '{"competency": "refuse"}' >policy.json
claim "competency is demanded" sanad policy set policy.json --reason "order 4" --as Behram
fill() { sanad form fill international/competency-certificate --officer Amal --as Amal "$@"; }
refuse 1 'no competence was tested' fill --certificate attendance.json
equals "the ledger says so" "$(last_refusal)" not-competency
refuse 1 'It was altered' fill --certificate changed.json
equals "and so" "$(last_refusal)" not-valid
refuse 2 'cannot be opened|no certificate|read' fill --certificate none.json
refuse 1 'names must be the same' sanad form fill international/competency-certificate --officer Chand --certificate good.json --as Amal
refuse 2 'PACK/FORM' fill --certificate good.json --file policy.json
claim "a certificate of competency is filled in from it" fill --certificate good.json --json
paper=$(value 'v["paper"]')
claim "submitted" sanad form submit "$paper" --as Amal
claim "and approved by another" sanad form approve "$paper" --as Behram
holds "it is in force" "in force"

# Another agency's.
theirs() { SANAD_WORKSPACE=$WORK/theirs sanad "$@"; }
theirs init --agency "Sahil Academy" >/dev/null
theirs officer add Orhan --role supervisor >/dev/null
other=$(theirs credential issue --holder Amal "${order[@]}" --skill capture=Capture --as Orhan --json | field credential)
theirs credential copy "$other" --out other.json --as Orhan >/dev/null
did=$(theirs credential issuers --as Orhan | cut -d' ' -f1)
refuse 1 'do not count here' fill --certificate other.json
equals "the ledger says so" "$(last_refusal)" issuer-not-trusted
refuse 1 'role' sanad credential trust "$did" --name "Sahil Academy" --how "by telephone" --as Amal
claim "the issuer is trusted" sanad credential trust "$did" --name "Sahil Academy" --how "by telephone" --as Behram
claim "and listed" sanad credential issuers --as Behram
holds "with how its key was compared" "$did  Sahil Academy  by telephone"
claim "its certificate counts" fill --certificate other.json --json
draft=$(value 'v["paper"]')
theirs credential revocations --out before.json --as Orhan >/dev/null
sleep 1.1
theirs credential revoke "$other" --reason "the work was another's" --as Orhan >/dev/null
theirs credential revocations --out after.json --as Orhan >/dev/null
judged 0 "Not revoked, by the issuer's list" other.json --revocations before.json
judged 1 "Its issuer revoked it" other.json --revocations after.json
judged 1 "not the one that it names" good.json --revocations after.json
refuse 1 'revoked it' fill --certificate other.json --revocations after.json
claim "its list is taken" sanad credential take after.json --as Behram
holds "and what rests on it is closed" "$draft was closed"
refuse 2 'is not later' sanad credential take before.json --as Behram
refuse 1 'revoked it' fill --certificate other.json --revocations before.json
refuse 2 'none.json' sanad credential take none.json --as Behram
claim "trust ends" sanad credential distrust "$did" --reason "its key was lost" --as Behram
refuse 1 'not trusted here' sanad credential take after.json --as Behram

# Revoked here.
refuse 2 '--reason' sanad credential revoke "$good" --as Behram
claim "ours is revoked" sanad credential revoke "$good" --reason "the work was another's" --as Behram
holds "and what rests on it is closed" "$paper was closed"
claim "its list is written" sanad credential revocations --out ours.json --as Behram
judged 1 "Its issuer revoked it" good.json --revocations ours.json
judged 0 "Not revoked, by the issuer's list" attendance.json --revocations ours.json
refuse 1 'revoked it' fill --certificate good.json
claim "the records follow from the ledger" sanad rebuild
claim "as before" sanad credential list --as Behram
holds "with the reason" "revoked: the work was another's"
refuse 2 'issued no certificate' sanad credential show urn:uuid:0 --as Behram
