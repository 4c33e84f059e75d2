# Archives, mails, documents and pages: what they hold is recognised, and the way to it shown.
use_copy
export SANAD_WORKSPACE
equals() { if [ "$2" = "$3" ]; then pass; else fail "$1" "\"$2\", not \"$3\""; fi; }
parts_of() { env -u SANAD_WORKSPACE "$BIN/sanad" fingerprint "$@" --parts --json; }
# lines EXPRESSION: of each object "o", as one list.
lines() { python3 -c 'import json,sys; print([eval(sys.argv[1], {"o": json.loads(line)}) for line in sys.stdin])' "$1"; }
python3 "$CLI_TESTS/parts_files.py" .

# What other programs packed is unpacked again, byte for byte.
TRUTH=$(sha256sum <lamp.png | cut -d' ' -f1)
for archive in a.zip a.tar a.tar.gz a.tar.bz2 a.tar.xz a.mail a.docx a.odt; do
  claim "$archive is opened" parts_of "$archive"
  equals "$archive holds the picture" "$(lines 'o.get("sha256")' <<<"$OUT" | grep -c "$TRUTH")" 1
done
if command -v 7z >/dev/null; then
  7z a a.7z lamp.png >/dev/null
  equals "a 7z is opened" "$(parts_of a.7z | lines 'o.get("part", "")')" "['', 'lamp.png']"
fi
equals "the way to a part within a part" "$(parts_of nested.mail | lines 'o.get("parent", "") + " > " + o.get("part", "")' | grep -o "nested.mail → a.zip > folder/lamp.png")" "nested.mail → a.zip > folder/lamp.png"
equals "an item alone has no parts" "$(parts_of lamp.png | wc -l)" 1
claim "without a word nothing is opened" sanad fingerprint a.zip --json
equals "one line" "$(wc -l <<<"$OUT")" 1

# Names are bytes, and nothing is written by them.
equals "names that climb are names" "$(parts_of names.zip | lines 'o.get("part", "")')" "['', '../../climb.txt', '/root.txt', 'same.txt', 'same.txt\\\\#4', 'a/b\\\\\\\\\\\\xE2\\\\x86\\\\x92c.txt']"
equals "nothing was written" "$(ls ../climb.txt ../../climb.txt /root.txt 2>/dev/null | wc -l)" 0

# What is hidden or broken is said, and costs nothing else.
equals "an encrypted part is listed" "$(parts_of encrypted.zip | lines 'o.get("error", "")')" "['', 'it is encrypted']"
claim "a cut archive" parts_of cut.zip
equals "gives its head" "$(lines 'o.get("part", "")' <<<"$OUT" | grep -c "first.txt")" 1
equals "and says so" "$(lines '"error" in o' <<<"$OUT" | grep -c True)" 1
claim "a bomb" parts_of bomb.gz
equals "is stopped" "$(lines 'o.get("error", "")' <<<"$OUT" | grep -c 'longer than\|unpacks to')" 1
claim "an archive in an archive, without end" parts_of deep.zip
equals "ends too" "$(lines 'o.get("error", "")' <<<"$OUT" | grep -c 'archives deep')" 1
claim "a text of another encoding" parts_of windows1256.txt
equals "is a text" "$(lines 'o["kind"], o["charset"].split()[0]' <<<"$OUT" | head -c 30)" "[('text', 'windows-1256')]"

# A listed picture within a zip within a mail that a page fetched.
approved "$(at '30 days')" host=awkward.tirazan.example address=127.0.0.0/8 >/dev/null
claim "a page fetches a mail" sanad capture https://awkward.tirazan.example/letter.html --case "$CASE" --as Amal --json
python3 -c 'import email, sys; [open("lamps.zip", "wb").write(p.get_payload(decode=True)) for p in email.message_from_binary_file(open(sys.argv[1], "rb")).walk() if p.get_filename() == "lamps.zip"]' "$CLI_TESTS/../../src/range/content/awkward/letter.eml"
parts_of lamps.zip | python3 -c 'import json,sys; print([o["pdq"] for o in map(json.loads, sys.stdin) if "pdq" in o][0])' >lamps.txt
echo 'The seven lanterns of the river market are in the archive. Whoever holds the key of the old orchard shall bring them to the copper bridge before dawn.' >words.txt
claim "the picture is listed" sanad list import lamps.txt --name Lamps --signal pdq --as Amal
claim "and the words of the mail" sanad list import words.txt --name Words --signal text --format plain --as Amal
claim "the case is compared" sanad identify --case "$CASE" --as Amal --json
claim "the matches are shown" sanad matches --case "$CASE" --as Amal
equals "with the way to the picture" "$(grep -c 'letter.eml [^ ]* → lamps.zip → river/lamp.png: ' <<<"$OUT")" 1
equals "and to the words" "$(grep -c 'letter.eml [^ ]* → body.txt: ' <<<"$OUT")" 1
claim "with passages" sanad matches --case "$CASE" --as Amal --json
equals "in bytes of the part" "$(python3 -c 'import json,sys; print([len(m["details"]["passages"]) for m in json.load(sys.stdin) if m["part"].endswith("body.txt")])' <<<"$OUT")" "[1]"
claim "the past is compared again" sanad identify --case "$CASE" --as Amal --json
equals "and nothing found twice" "$(python3 -c 'import json,sys; print(json.load(sys.stdin)["found"])' <<<"$OUT")" 0
refuse 2 'cannot be opened' sanad fingerprint no-such-file --parts
