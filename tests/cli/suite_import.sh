# What is handed over becomes an exhibit: sealed, read, committed to, and disclosed in part.
use_copy
export SANAD_WORKSPACE
equals() { if [ "$2" = "$3" ]; then pass; else fail "$1" "\"$2\", not \"$3\""; fi; }
# value EXPRESSION: of the JSON value "v" in $OUT.
value() { python3 -c 'import json,sys; v = json.load(sys.stdin); print(eval(sys.argv[1]))' "$1" <<<"$OUT"; }
python3 "$CLI_TESTS/import_files.py" .

# imports_permitted [MEMBER=JSON...]: an approved authorisation for imports.
imports_permitted() {
  local id
  request "$OWN/request.json" "$(at '1 hour ago')" "$(at '30 days')"
  python3 - "$OWN/request.json" "$@" <<'PY'
import json, sys
path, *members = sys.argv[1:]
request = json.load(open(path))
request['activities'] = ['import']
request.update({name: json.loads(text) for name, text in (m.split('=', 1) for m in members)})
json.dump(request, open(path, 'w'))
PY
  id=$(sanad authorise "$OWN/request.json" --case "$CASE" --as Amal --json | field authorisation)
  sanad approve "$id" --note "as asked" --as Behram >/dev/null
  echo "$id"
}
import() { sanad import "$@" --case "$CASE" --source "telephone of a witness, handed over by her" --as Amal; }

# No permit, no act.
refuse 1 'import' import chat
refuse 2 '--source' sanad import chat --case "$CASE" --as Amal
WHOLE=$(imports_permitted)

# A folder is one exhibit, and every message in it a part that knows its bytes.
claim "a chat is imported" import chat --json
FIRST=$(value 'v[0]["exhibit"]')
equals "with its files" "$(value 'v[0]["files"], v[0]["kind"], v[0]["completeness"]["status"]')" "(2, 'import', 'complete')"
equals "and its messages" "$(value 'v[0]["read"]["records"], v[0]["read"]["set_aside"]')" "(40, 0)"
claim "the parts are listed" sanad exhibit parts "$FIRST" --as Amal
echo "$OUT" >parts.jsonl
equals "every message is at its bytes" "$(python3 - <<'PY'
import json
export = open('chat/result.json', 'rb').read()
records = [json.loads(line)['record'] for line in open('parts.jsonl') if '"record"' in line]
there = [json.loads(export[r['offset']:r['offset'] + r['length']]) for r in records]
print(len(records), all(t['text'] == r['text'] and str(t['id']) == r['id'] for t, r in zip(there, records)))
PY
)" "40 True"
equals "with what is to be found in them" "$(grep -c 'amal[0-9]*@harbour.tirazan.example' parts.jsonl)" 40
refuse 2 'there is no exhibit' sanad exhibit parts no-such --as Amal

# Some parts are proven without the others, by arithmetic that others can do.
claim "a part is proven" sanad exhibit parts "$FIRST" --number 3 --number 17 --json --as Amal
echo "$OUT" >proof.json
claim "sha256 agrees" python3 "$CLI_TESTS/import_proof.py" proof.json
python3 -c 'import json; p = json.load(open("proof.json")); p[0]["line"] = p[0]["line"].replace("late", "lost", 1).replace("original", "0riginal"); json.dump(p, open("altered.json", "w"))'
if python3 "$CLI_TESTS/import_proof.py" altered.json 2>/dev/null; then fail "an altered part is proven"; else pass; fi
claim "the root is in the ledger" sanad exhibit show "$FIRST" --as Amal --json
equals "the same one" "$(value '[e["data"]["root"] for e in v["custody"] if e["kind"] == "exhibit.parts"][0]')" "$(python3 -c 'import json; print(json.load(open("proof.json"))[0]["root"])')"
refuse 2 'has .* parts' sanad exhibit parts "$FIRST" --number 100000 --as Amal

# The same in an archive; duplicates are linked, not dropped.
claim "the same chat in an archive" import chat.zip --json
equals "has the same messages" "$(value 'v[0]["read"]["records"]')" 40
claim "the folder again" import chat --json
equals "all its files were there before" "$(value 'v[0]["duplicates"]')" 2

# What a warrant does not cover is set aside: counted, and not shown.
WINDOW=$(imports_permitted 'material_from="2026-03-10T00:00:00.000Z"' 'material_to="2026-03-20T00:00:00.000Z"')
claim "a chat under a warrant with a window" sanad import chat --case "$CASE" --source "a telephone" --authorisation "$WINDOW" --as Amal --json
SECOND=$(value 'v[0]["exhibit"]')
equals "thirty messages are outside, and the picture of one of them" "$(value 'v[0]["read"]["set_aside"]')" 31
claim "its parts" sanad exhibit parts "$SECOND" --as Amal
equals "show ten messages" "$(grep -c '"record"' <<<"$OUT")" 10
equals "and the reason of each other" "$(grep -c '"set_aside":"it is from' <<<"$OUT")" 30
refuse 2 'set aside' sanad exhibit parts "$SECOND" --number "$(grep -n set_aside <<<"$OUT" | head -1 | cut -d: -f1 | awk '{print $1 - 1}')" --as Amal
refuse 1 'outside the authorisation' sanad exhibit extract "$SECOND" original-2 --out whole.json --purpose trial --as Amal
refuse_file() { [ ! -e "$1" ] && pass || fail "$1 was written"; }
refuse_file whole.json
claim "its bundle" sanad bundle --case "$CASE" --exhibit "$SECOND" --out second.zip --purpose trial --as Amal
claim "is intact" verify second.zip
equals "without the file" "$(unzip -l second.zip | grep -c 'original-')" 0
claim "says why" verify second.zip --json
equals "for each file" "$(value 'sorted(w["name"] for w in v["exhibits"][0]["withheld"])')" "['original-1', 'original-2']"

# With a mail goes what it carries, and what that holds.
claim "mails under a warrant with a window" sanad import two.mbox --case "$CASE" --source "a computer" --authorisation "$WINDOW" --as Amal --json
MAILS=$(value 'v[0]["exhibit"]')
claim "their parts" sanad exhibit parts "$MAILS" --as Amal
equals "show the letter within the window, and what it holds" "$(grep -c 'within' <<<"$OUT") $(grep -c 'early' <<<"$OUT")" "3 0"
equals "the other, its archive and the note in it are set aside" "$(grep -c '"set_aside"' <<<"$OUT")" 3
ONE=$(imports_permitted 'targets=[{"kind": "identifier", "value": "telegram:user1"}]')
claim "a chat under a warrant for one account" sanad import chat --case "$CASE" --source "a telephone" --authorisation "$ONE" --as Amal --json
equals "holds what that account wrote" "$(value 'v[0]["read"]["records"] - v[0]["read"]["set_aside"]')" 14

# What cannot be read is kept, listed and counted; a broken tail does not cost the head.
head -c 3000 chat/result.json >cut.json
claim "an export that breaks off" import cut.json --json
equals "keeps its head" "$(value 'v[0]["read"]["records"] > 3 and v[0]["read"]["unread"] > 0')" True

# Both verifiers agree that the import is intact, and see when it is not.
claim "a bundle of an import" sanad bundle --case "$CASE" --exhibit "$FIRST" --out import.zip --purpose trial --as Amal
claim "is intact" verify import.zip
equals "with all files" "$(unzip -l import.zip | grep -c 'original-')" 2
claim "the page agrees" node "$CLI_TESTS/verify_page.mjs" import.zip "intact with warnings"
# A file of the import that is changed, or whose entry is left out, is seen by both.
claim "an altered bundle is made" python3 "$CLI_TESTS/import_alter.py" import.zip altered.zip original-1
refuse_status() { local status=0; "${@:2}" >/dev/null 2>&1 || status=$?; equals "$*" "$status" "$1"; }
refuse_status 1 verify altered.zip
claim "the page sees it too" node "$CLI_TESTS/verify_page.mjs" altered.zip tampered
# Some of its messages are shown, and the others closed and counted.
claim "a bundle that shows an import in part" sanad bundle --case "$CASE" --exhibit "$FIRST" --excerpt "$FIRST=3-5,9" --why-closed "a bystander" --out part.zip --purpose trial --as Amal
claim "is intact" verify part.zip --json
equals "and says how much is closed" "$(value '[c["details"] for c in v["checks"] if c["id"] == "excerpts"][0][0].split(": ", 1)[1]')" "$(sanad exhibit parts "$FIRST" --as Amal | wc -l | awk '{print $1 - 4}') parts are closed: a bystander"
equals "without the files themselves" "$(unzip -l part.zip | grep -c 'original-')" 0
claim "the page agrees" node "$CLI_TESTS/verify_page.mjs" part.zip "intact with warnings"
claim "what is shown is read" unzip -p part.zip "*/data/excerpts/$FIRST.jsonl"
equals "just that" "$(grep -o '"number":[0-9]*' <<<"$OUT" | grep -o '[0-9]*' | tr '\n' ' ')" "3 4 5 9 "
equals "nobody is named in it" "$(grep -c -e 'Lantern' -e 'user[0-9]' -e '@harbour' <<<"$OUT")" 0
equals "pseudonyms stand there" "$(grep -c '"as":"Person [0-9]' <<<"$OUT")" 4
equals "the rest of each message too" "$(grep -c 'The boat is late, message' <<<"$OUT")" 4
claim "and another reader of the format agrees" python3 "$CLI_TESTS/excerpt_proof.py" part.zip "$(sanad exhibit show "$FIRST" --as Amal --json | python3 -c 'import json,sys; print([e["data"]["root"] for e in json.load(sys.stdin)["custody"] if e["kind"] == "exhibit.parts"][0])')"
claim "one where people are named" sanad bundle --case "$CASE" --exhibit "$FIRST" --excerpt "$FIRST=all" --why-named "the court asked" --mask "message 7=a message" --out named.zip --purpose trial --as Amal
claim "is intact too" verify named.zip --json
claim "the page agrees with that" node "$CLI_TESTS/verify_page.mjs" named.zip "intact with warnings"
claim "what it shows is read" unzip -p named.zip "*/data/excerpts/$FIRST.jsonl"
equals "it names them, and masks what the officer named" "$(grep -c 'Lantern 1' <<<"$OUT"), $(grep -c 'message 7\.' <<<"$OUT"), $(grep -c '"as":"a message"' <<<"$OUT")" "14, 0, 1"
# Bytes of what a message attaches: only where somebody asks, and says why while its sender is masked.
PHOTO=$(python3 -c 'import json; print([n for n, line in enumerate(open("parts.jsonl")) if json.loads(line).get("path", "").endswith("photo_7.jpg") and "item" in json.loads(line)][0])')
refuse 2 'say why' sanad bundle --case "$CASE" --exhibit "$FIRST" --excerpt "$FIRST=all" --attachments "$FIRST=$PHOTO" --out no.zip --as Amal
refuse 2 'EXHIBIT=PARTS' sanad bundle --case "$CASE" --exhibit "$FIRST" --attachments "$FIRST=$PHOTO" --out no.zip --as Amal
claim "with a reason they go along" sanad bundle --case "$CASE" --exhibit "$FIRST" --excerpt "$FIRST=all" --attachments "$FIRST=all" --why-attachments "the court asked for it" --out bytes.zip --purpose trial --as Amal
claim "is intact too" verify bytes.zip --json
claim "the page agrees with that" node "$CLI_TESTS/verify_page.mjs" bytes.zip "intact with warnings"
equals "the one picture, and not the export" "$(unzip -l bytes.zip | grep -o '/parts/[0-9]*' | tr '\n' ' ')" "/parts/$PHOTO "
equals "byte for byte" "$(unzip -p bytes.zip "*/parts/$PHOTO" | sha256sum | cut -c1-64)" "$(sha256sum chat/photos/photo_7.jpg | cut -c1-64)"
equals "counted in cross-examination" "$(verify bytes.zip --json >bytes.json; python3 -c 'import json; print([a["facts"]["attachments"]["shown"] for a in json.load(open("bytes.json"))["answers"] if a["id"] == "withheld"])')" "[1]"
claim "a bit of it is changed" python3 "$CLI_TESTS/import_alter.py" bytes.zip bytes-altered.zip "parts/$PHOTO"
refuse_status 1 verify bytes-altered.zip
claim "the page sees it too" node "$CLI_TESTS/verify_page.mjs" bytes-altered.zip tampered
claim "one of the messages is changed" python3 "$CLI_TESTS/import_alter.py" part.zip part-altered.zip "$FIRST.jsonl"
refuse_status 1 verify part-altered.zip
claim "the page sees it too" node "$CLI_TESTS/verify_page.mjs" part-altered.zip tampered
refuse 2 'and no part 999' sanad bundle --case "$CASE" --exhibit "$FIRST" --excerpt "$FIRST=999" --why-closed x --out no.zip --as Amal
refuse 2 'why the other parts' sanad bundle --case "$CASE" --exhibit "$FIRST" --excerpt "$FIRST=1" --out no.zip --as Amal
refuse 2 'EXHIBIT=PARTS' sanad bundle --case "$CASE" --exhibit "$FIRST" --excerpt "$FIRST" --why-closed x --out no.zip --as Amal
refuse 1 'was set aside' sanad bundle --case "$CASE" --exhibit "$SECOND" --excerpt "$SECOND=0-20" --why-closed x --out no.zip --as Amal
equals "the refusal stands in the record" "$(last_refusal)" set-aside
claim "the records are made again" sanad rebuild
claim "and say the same" sanad exhibit show "$FIRST" --as Amal --json
equals "of the files" "$(value 'v["further_files"]')" 2

# What was imported is searched, in the words of the original, and the search stands in the record.
refuse 2 'what the search is to find out' sanad search boat --case "$CASE" --as Amal
claim "a word is found" sanad search '"message 17" harbour' --case "$CASE" --objective "who wrote the seventeenth message" --as Amal --json
equals "in each import of it, at its bytes" "$(value 'sorted({i["snippet"]["text"][h["offset"]:h["offset"] + h["length"]] for i in v["items"] for h in i["snippet"]["highlights"]})')" "['harbour', 'message 17']"
equals "with a pseudonym for who wrote it" "$(value 'all(i["author"]["masked"] and "name" not in i["author"] for i in v["items"])')" True
SEARCH=$(value 'v["search"]')
PART=$(value 'v["items"][0]["part"]')
EXHIBIT=$(value 'v["items"][0]["exhibit"]')
claim "what was found is kept" sanad search keep "$EXHIBIT" --number "$PART" --search "$SEARCH" --reason "names the boat" --as Amal
claim "the way to it is in the record" sanad exhibit show "$EXHIBIT" --as Amal --json
equals "with the reason" "$(value '[e["data"]["reason"] for e in v["custody"] if e["kind"] == "search.kept"]')" "['names the boat']"
OUT=$(sanad search 'late author:Lantern' --case "$CASE" --objective "who is it" --as Amal --json) || true
equals "shows nobody whose mask stands" "$(value 'v["count"], v["items"]')" "(0, [])"
claim "what was set aside is not found" sanad search "exhibit:$(sanad exhibit show "$SECOND" --as Amal --json | field number) late" --case "$CASE" --objective "what is in the window" --count 100 --as Amal --json
equals "ten of forty are" "$(value 'v["count"]')" 10
refuse_status 1 sanad search zebra --case "$CASE" --objective "is there none" --as Amal
refuse 2 'close|quot' sanad search '"open phrase' --case "$CASE" --objective "a slip" --as Amal
claim "the indexes are made again" sanad rebuild
claim "and answer as before" sanad search '"message 17"' --case "$CASE" --objective "after a rebuild" --as Amal --json
equals "with as many" "$(value 'v["count"] >= 4')" True

# Each message is compared with rules and lists by itself, and found by its number and bytes; what was set aside is not.
printf 'sanad-rules 1\nrule seventeen\nversion 1\nwhy The message that names the boat.\nany message 17\nmatch message 17\nno-match message 18\n\nrule third\nversion 1\nwhy A message of early March.\nany message 3\nmatch message 3\nno-match message 4\n' >messages.rules
claim "rules are taken in" sanad rules import messages.rules --name Messages --as Amal
claim "all is compared" sanad identify --case "$CASE" --as Amal
claim "the matches" sanad matches --case "$CASE" --as Amal --json
equals "one for each rule in the first import" "$(value "sorted((m['entry'], m['record']['id']) for m in v if m['exhibit'] == '$FIRST')")" "[('seventeen', '17'), ('third', '3')]"
equals "only what is within the window in the other" "$(value "[m['entry'] for m in v if m['exhibit'] == '$SECOND']")" "['seventeen']"
MATCH=$(value "[m['match'] for m in v if m['exhibit'] == '$FIRST' and m['entry'] == 'seventeen'][0]")
equals "at the part" "$(sed -n "$(($(value "[m['part_number'] for m in v if m['match'] == '$MATCH'][0]") + 1))p" parts.jsonl | grep -c '"id":"17"')" 1
equals "and its bytes" "$(python3 - chat/result.json "$(value "[m['record'] for m in v if m['match'] == '$MATCH'][0]")" <<'PY'
import ast, json, sys
place = ast.literal_eval(sys.argv[2])
print(json.loads(open(sys.argv[1], 'rb').read()[place['offset']:place['offset'] + place['length']])['id'])
PY
)" 17
claim "in words" sanad matches --case "$CASE" --as Amal
equals "with the number" "$(grep -c 'original-[12] → part ' <<<"$OUT" | sed 's/^[1-9][0-9]*$/some/')" some
claim "its evidence" sanad match show "$MATCH" --as Amal --json
equals "is the message" "$(value 'v["found"]["record"]["id"], "message 17" in v["details"]["phrases"][0]["passage"]')" "('17', True)"

# Text in pictures is read where it is asked for, and said to be read by a machine.
mkdir pictures
cp "$CLI_TESTS/../../src/ocr/testdata/en.png" pictures/notice.png
cp "$CLI_TESTS/../../src/ocr/testdata/en.txt" truth.txt
claim "a picture is imported, and its text read" import pictures --ocr --json
PICTURES=$(value 'v[0]["exhibit"]')
claim "its text is found" sanad search "harvest exhibit:$(value 'v[0]["number"]')" --case "$CASE" --objective "when the harvest begins" --as Amal --json
equals "and said to be read by a machine" "$(value 'len(v["items"]), v["items"][0]["machine_read"]["confidence"] > 80, "harvest" in v["items"][0]["snippet"]["text"]')" "(1, True, True)"
claim "in words too" sanad search harvest --case "$CASE" --objective "when the harvest begins" --as Amal
equals "beside the hit" "$(grep -c 'read by machine from a picture, confidence' <<<"$OUT")" 1
claim "its custody" sanad exhibit show "$PICTURES" --as Amal --json
equals "says what read it" "$(value '[(e["data"]["items"], e["data"]["with_text"], e["data"]["engine"] != "") for e in v["custody"] if e["kind"] == "exhibit.ocr"]')" "[(1, 1, True)]"
claim "the parts" sanad exhibit parts "$PICTURES" --as Amal
equals "do not hold it" "$(grep -c -i 'harvest begins' <<<"$OUT")" 0
claim "nothing is left to read" sanad exhibit ocr "$PICTURES" --as Amal --json
equals "so that nothing is read again" "$(value 'v["items"]')" 0
claim "the indexes are made again with it" sanad rebuild
claim "and find it" sanad search "harvest kind:file" --case "$CASE" --objective "after a rebuild" --as Amal --json
refuse 2 'is no import' sanad exhibit ocr "$(field exhibit <"$T/exhibit.json")" --as Amal
claim "a bundle of it" sanad bundle --case "$CASE" --exhibit "$PICTURES" --out pictures.zip --purpose trial --as Amal
claim "is intact too" verify pictures.zip
claim "for the page as well" node "$CLI_TESTS/verify_page.mjs" pictures.zip "intact with warnings"

# A known text is found in what is packed in old forms: Word, Excel and Outlook of before 2007, in an archive.
mkdir -p old && python3 - "$CLI_TESTS/../../src/parts/testdata" <<'PY'
import gzip, sys, zipfile
with zipfile.ZipFile('old/papers.zip', 'w') as papers:
    for name in ('note.doc', 'letter.msg'):
        papers.write(f'{sys.argv[1]}/{name}', name)
    papers.writestr('rows.xls', gzip.open(f'{sys.argv[1]}/rows.xls.gz').read())
PY
cat >known.txt <<'WORDS'
The harbour of Tirazan. Seven lanterns are lit at dusk, see the list. The keeper counts them.
row 449 of the ledger of boats, جہاز row 450 of the ledger of boats, جہاز row 451 of the ledger of boats, جہاز
From: Amal Mirani <amal@harbour.example> To: The Keeper <keeper@harbour.example> Cc: North Pier <pier@harbour.example>
WORDS
claim "old papers are imported" import old --json
OLD=$(value 'v[0]["exhibit"]')
claim "known texts are listed" sanad list import known.txt --name Known --signal text --format plain --as Amal
claim "all is compared again" sanad identify --case "$CASE" --as Amal
claim "the matches in old papers" sanad matches --case "$CASE" --as Amal --json
equals "in the document, the message and the table" "$(value "sorted({m['part'].split(' ')[-1] for m in v if m['exhibit'] == '$OLD' and m['signal'] == 'text'})")" "['letter.msg', 'note.doc', 'rows.xls']"
DOC=$(value "[m['match'] for m in v if m['exhibit'] == '$OLD' and m['part'].endswith('note.doc')][0]")
claim "with the passage" sanad match show "$DOC" --as Amal --json
equals "as it stands in the document" "$(value 'v["passages"][0]["found"]["text"].find("lanterns are lit at dusk — see the list") >= 0')" True
