# The report of a case: stated, signed, made; and what programs that are not ours find in its pages.
use_copy
export SANAD_WORKSPACE
holds() { if grep -qF -- "$2" <<<"$OUT"; then pass; else fail "$1" "no \"$2\" in: $OUT"; fi; }
equals() { if [ "$2" = "$3" ]; then pass; else fail "$1" "\"$2\", not \"$3\""; fi; }
NUMBER=$(field number <"$T/exhibit.json")
sanad officer add Farid --role supervisor >/dev/null

# A fact is nothing without bytes, and they are read from the original.
sanad exhibit extract "$NUMBER" dom.html --out dom.html --purpose "to cite it" --as Amal >/dev/null
read -r OFFSET LENGTH QUOTE < <(python3 - <<'PY'
import re
data = open('dom.html', 'rb').read()
found = re.search(rb'>([^<>\n&\'"]{12,60})<', data)
print(found.start(1), len(found.group(1)), found.group(1).decode())
PY
)
refuse 2 'a fact rests on something' sanad report state --case "$CASE" --section sources --kind fact --text "It is so." --as Amal
refuse 2 'write EXHIBIT:PART' sanad report state --case "$CASE" --section sources --kind fact --text x --cite nothing --as Amal
refuse 2 'are not all there' sanad report state --case "$CASE" --section sources --kind fact --text x --cite "$NUMBER/dom.html@0+99999999" --as Amal
refuse 1 'stays sealed' sanad report state --case "$CASE" --section sources --kind fact --text x --cite "$NUMBER/netlog.json" --as Amal
claim "a fact is stated" sanad report state --case "$CASE" --section sources --kind fact --text "The page says what it says." --cite "$NUMBER/dom.html@$OFFSET+$LENGTH" --as Amal
claim "a picture is cited, covered" sanad report state --case "$CASE" --section sources --kind fact --text "So it looked." --cite "$NUMBER/screenshot.png" --as Amal
claim "an opinion is stated" sanad report state --case "$CASE" --section results --kind opinion --text "It is a call to meet." --as Amal
claim "Urdu is stated" sanad report state --case "$CASE" --section methodology --kind method --text "صفحہ حقیقی براؤزر سے حاصل کیا گیا۔" --as Amal
refuse 1 'say what was found that speaks for somebody' sanad report make --case "$CASE" --as Amal
equals "the refusal says so" "$(last_refusal)" no-exculpatory
claim "what speaks for somebody is not left blank" sanad report state --case "$CASE" --section gaps --kind exculpatory --text "Nothing was found that speaks for anybody; the page was read twice." --as Amal
echo '{"report_second_person": true}' >policy.json
claim "the policy asks for a second person" sanad policy set policy.json --reason "order 9" --as Behram
refuse 1 'the policy asks' sanad report make --case "$CASE" --as Amal
claim "a second person signs" sanad report sign --case "$CASE" --note "read in full" --as Farid
claim "the report is made" sanad report make --case "$CASE" --as Amal
holds "and signed" "Signed by Farid"
ID=$(grep -o 'report-[0-9a-z]\{16\}' <<<"$OUT" | head -1)
for name in report.en.html report.en.pdf report.ur.html report.ur.pdf; do
  claim "$name is taken out" sanad report copy "$ID" --case "$CASE" --name $name --out $name --as Chand
  equals "$name is what was sealed" "$(sha256sum <$name | cut -d' ' -f1)" "$(sanad report show --case "$CASE" --json --as Amal | python3 -c 'import json,sys; print(next(d["sha256"] for d in json.load(sys.stdin)["made"][0]["documents"] if d["name"] == sys.argv[1]))' $name)"
done

# The pages, as others see them.
for language in en ur; do
  pdf=report.$language.pdf
  claim "$pdf is sound" qpdf --check $pdf
  pdfinfo $pdf >info.txt
  equals "$pdf is tagged" "$(sed -n 's/^Tagged: *//p' info.txt)" yes
  equals "$pdf is A4" "$(grep -c 'Page size:.*(A4)' info.txt)" 1
  equals "all fonts are in $pdf" "$(pdffonts $pdf | tail -n +3 | grep -vc ' yes \(yes\|no\) \+\(yes\|no\) ')" 0
  pdfinfo -struct $pdf >struct.txt 2>/dev/null
  for tag in 'H1' 'H2' 'Table' 'TH' 'TD' 'BlockQuote' 'Figure' 'L '; do
    equals "$pdf tells its $tag apart" "$(grep -cE "^ *$tag" struct.txt | awk '{print ($1 > 0)}')" 1
  done
  claim "$pdf has an outline" grep -aq /Outlines $pdf
  claim "the contents of $pdf name the pages of its headings" python3 - report.$language.html $pdf <<'PY'
import re, subprocess, sys
html, pdf = sys.argv[1:]
page = open(html, encoding='utf-8').read()
named = dict(re.findall(r'<a href="#([a-z0-9-]+)">.*?<span class="page">(\d+)</span>', page))
dests = {name: number for number, name in re.findall(r'^ *(\d+) \[.*\] *"(.*)"$', subprocess.run(['pdfinfo', '-dests', pdf], capture_output=True, text=True).stdout, re.M)}
assert len(named) >= 20, named
wrong = {one: (number, dests.get(one)) for one, number in named.items() if dests.get(one) != number}
assert not wrong, wrong
# And not only by the writer's own destinations: the words of the heading stand on that page.
plain = lambda text: re.sub(r'[\u2068\u2069\u200e\u200f\u202a-\u202e\s]', '', text)
for one, number in named.items():
    heading = re.search(rf'<h2 id="{one}">(.*?)</h2>', page)
    if heading is None or 'ur' in html:
        continue
    text = subprocess.run(['pdftotext', '-f', number, '-l', number, pdf, '-'], capture_output=True, text=True).stdout
    assert plain(re.sub('<[^>]*>', '', heading.group(1))).replace('&#39;', "'") in plain(text), (one, number)
PY
done
pdftotext report.en.pdf text.txt
claim "the quotation is in the print" python3 -c 'import sys; t = " ".join(open("text.txt").read().split()); assert " ".join(sys.argv[1].split()) in t' "$QUOTE"
claim "pages are numbered" grep -q 'Page 2 / ' text.txt
claim "a section has its running head" bash -c '[ "$(grep -c "Results and recommendations" text.txt)" -ge 3 ]'
claim "every digest of the exhibit is in the print" python3 - "$T/exhibit.json" <<'PY'
import json, re, sys
text = re.sub(r'\s', '', open('text.txt').read())
for one in json.load(open(sys.argv[1]))['files']:
    assert one['sha256'] in text and one['sha512'] in text, one['name']
PY
equals "no picture is shown uncovered" "$(grep -c '<img' report.en.html)" 0

# Each section's page as the browser shows it on a screen and as the print has it: the same picture, of Urdu too (0.9 and more); and a page that is
# broken is not (less than 0.6).
mkdir -p shots
MARGIN=20
IDS="contents objectives sources gaps glossary"
for language in en ur; do
  node "$CLI_TESTS/report_shot.mjs" report.$language.html shots $MARGIN $IDS
  for id in $IDS; do
    number=$(pdfinfo -dests report.$language.pdf | awk -v id="\"$id\"" '$NF == id {print $1}')
    [ $id = contents ] && number=2
    pdftoppm -gray -r 96 -f "$number" -l "$number" -singlefile report.$language.pdf shots/$id
    alike() { python3 "$CLI_TESTS/report_alike.py" shots/$id.png shots/$id.pgm 75.6 102 "$@"; }
    whole=$(alike)
    claim "the $language page of $id is as the browser shows it ($whole)" python3 -c 'import sys; assert float(sys.argv[1]) > 0.9, sys.argv' "$whole"
    for how in mirror turn lines; do
      is=$(alike $how)
      claim "and with its ${how/turn/sheet turned} it would not be ($is)" python3 -c 'import sys; assert float(sys.argv[1]) < 0.6, sys.argv' "$is"
    done
  done
done

claim "a statement is withdrawn" sanad report withdraw "$(sanad report show --case "$CASE" --json --as Amal | python3 -c 'import json,sys; print(json.load(sys.stdin)["statements"][0]["statement"])')" --case "$CASE" --reason "another page" --as Amal
refuse 1 'the policy asks' sanad report make --case "$CASE" --as Amal
equals "which made the signature void" "$(last_refusal)" not-signed
claim "the ledger verifies" sanad ledger verify

# In a bundle, with the entries that tell of it.
claim "a bundle holds the report" sanad bundle --case "$CASE" --report "$ID" --purpose court --out court.zip --as Chand
claim "and verifies" verify court.zip
claim "and the page agrees" node "$CLI_TESTS/verify_page.mjs" court.zip "intact with warnings"
unzip -q -o court.zip -d bundle
for name in report.en.html report.en.pdf report.ur.html report.ur.pdf; do
  claim "$name is in it as it was sealed" cmp $name bundle/bundle-*/data/report/$name
done
claim "the entry report.made in it names each page" python3 - "$ID" <<'PY'
import glob, hashlib, json, sys
bodies = [json.load(open(name)) for name in glob.glob('bundle/bundle-*/entries/*.body')]
made = next(one for one in bodies if one['kind'] == 'report.made' and one['data']['report'] == sys.argv[1])
for page in made['data']['documents']:
    (name,) = glob.glob(f'bundle/bundle-*/data/report/{page["name"]}')
    assert hashlib.sha256(open(name, 'rb').read()).hexdigest() == page['sha256']
assert sum(one['kind'] == 'report.stated' for one in bodies) == made['data']['statements'], 'its statements, and no others'
assert any(one['kind'] == 'report.signed' for one in bodies)
PY
page=$(find bundle -name report.en.html)
python3 - court.zip altered.zip "$page" <<'PY'
import sys
whole, altered, page = sys.argv[1:]
text, part = open(whole, 'rb').read(), open(page, 'rb').read()
at = text.index(part)
open(altered, 'wb').write(text[:at + 900] + bytes([text[at + 900] ^ 1]) + text[at + 901:])
PY
refuse_altered() { local status=0; verify altered.zip --json >verdict.json || status=$?; [ $status = 1 ] && [ "$(python3 -c 'import json; print(json.load(open("verdict.json"))["verdict"])')" = tampered ]; }
claim "a page that was altered is found" refuse_altered
refuse 2 'has no report' sanad bundle --case "$CASE" --report report-0000000000000000 --purpose court --out none.zip --as Chand
