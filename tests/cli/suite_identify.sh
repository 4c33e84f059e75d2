# Known content: fingerprints, lists, lookups, matches and their review; names against lists of people; term rules.
use_copy
export SANAD_WORKSPACE
EXHIBIT=$(field exhibit <"$T/exhibit.json")
json_of() { python3 -c 'import json,sys; print(eval(sys.argv[1], {"o": json.loads(sys.stdin.readline())}))' "$1"; }
whole_of() { python3 -c 'import json,sys; print(eval(sys.argv[1], {"o": json.load(sys.stdin)}))' "$1"; }
first_of() { python3 -c 'import json,sys; print(json.load(sys.stdin)[0][sys.argv[1]])' "$1"; }
equals() { if [ "$2" = "$3" ]; then pass; else fail "$1" "\"$2\", not \"$3\""; fi; }

# What a file can be recognised by, with no workspace.
sanad exhibit extract "$EXHIBIT" screenshot.png --out shot.png --purpose "a list for the test" --as Amal >/dev/null
printf 'Tonight the seven lanterns of the river market are lit, and whoever holds the key of the old orchard shall bring it to the copper bridge.\n' >statement.txt
SHOT=$(env -u SANAD_WORKSPACE "$BIN/sanad" fingerprint shot.png --json)
equals "the digest of the file" "$(json_of 'o["sha256"]' <<<"$SHOT")" "$(sha256sum <shot.png | cut -d' ' -f1)"
equals "eight variants" "$(json_of 'len(o["pdq_dihedral"])' <<<"$SHOT")" 8
equals "the cage stands" "$(json_of 'o["cage"]["system_calls"]' <<<"$SHOT")" True
equals "a text has passages" "$(sanad fingerprint statement.txt --json | json_of 'o["text"].split(":")[0]')" sanad-passages-1
VIDEO=$(sanad fingerprint "$CLI_TESTS/../../src/range/content/video/clip.webm" --json)
equals "each frame of a video has its hash" "$(json_of '{len(f["pdq"]) for f in o["video"]}' <<<"$VIDEO")" "{64}"
equals "and what holds of all stands beside" "$(json_of 'o["video_stream"]["cut"], o["video_stream"]["width"] > 0' <<<"$VIDEO")" "(False, True)"
equals "one line a file" "$(sanad fingerprint shot.png statement.txt --json | wc -l)" 2
head -c 300 shot.png >cut.png
claim "a damaged picture costs its hash only" sanad fingerprint cut.png --json
equals "and says why" "$(json_of '"media_error" in o' <<<"$OUT")" True
refuse 2 'cannot be opened' sanad fingerprint no-such-file
refuse 2 'is not a file' sanad fingerprint .
refuse 2 'name one file' sanad fingerprint
PDQ=$(json_of 'o["pdq"]' <<<"$SHOT")

# Thirty seconds of an invented tune under a voice-like buzz that is 6 dB louder, another tune, and the tune itself.
python3 - <<'PY'
import array, math, random, wave
RATE = 11025
def save(name, samples):
    with wave.open(name, "wb") as out:
        out.setparams((1, 2, RATE, 0, "NONE", ""))
        out.writeframes(array.array("h", (int(max(-32768, min(32767, one))) for one in samples)).tobytes())
def tune(seed, seconds):
    luck, low, high, out = random.Random(seed), 0.0, 0.0, []
    for i in range(seconds * RATE):
        if i % (RATE // 5) == 0:
            a, b = 300 * 2 ** (luck.randrange(36) / 12), 700 * 2 ** (luck.randrange(24) / 12)
        low, high = low + a / RATE, high + b / RATE
        out.append(4000 * (1 - 0.7 * (i % (RATE // 5)) / (RATE // 5)) * (math.sin(math.tau * low) + 0.7 * math.sin(math.tau * high)))
    return out
def voice(seconds):
    luck, phase, out = random.Random(7), 0.0, []
    for i in range(seconds * RATE):
        if i % (RATE // 4) == 0:
            formants = [400 + 900 * n + luck.randrange(500) for n in range(3)]
            gains = [sum(math.exp(-((h * 120 - f) / 120) ** 2) / (n + 1) for n, f in enumerate(formants)) + 0.02 for h in range(1, 25)]
        phase += (120 + 25 * math.sin(4.4 * i / RATE) + 15 * math.sin(14 * i / RATE)) / RATE
        out.append(5000 * sum(g * math.sin(math.tau * h * phase) for h, g in enumerate(gains, 1)) * (1 - math.cos(math.tau * 4 * i / RATE)) / 2)
    return out
power = lambda samples: sum(one * one for one in samples) / len(samples)
song, speech = tune(1, 60), voice(30)
part = song[20 * RATE:50 * RATE]
gain = math.sqrt(power(speech) / power(part) / 10 ** 0.6)
save("song.wav", song)
save("spoken.wav", [0.5 * (gain * a + b) for a, b in zip(part, speech)])
save("other.wav", tune(2, 60))
PY
landmarks() { sanad fingerprint "$1" --json | json_of 'o["audio"]["landmarks"]'; }
SPOKEN=$(landmarks spoken.wav)
equals "sound has landmarks" "${SPOKEN%%:*}" sanad-landmarks-1
equals "and names their algorithm" "$(sanad fingerprint spoken.wav --json | json_of '"landmarks-1" in o["audio"]["version"]')" True

# Lists in, and lookups.
printf '%s\n' "$PDQ" >pictures.txt
refuse 2 'no file' sanad list import no-such-file --name X --signal pdq --as Amal
refuse 2 . sanad list import shot.png --name X --signal pdq --as Amal
refuse 2 'no format' sanad list import pictures.txt --name X --format lantern --as Amal
refuse 2 'no signal' sanad list import pictures.txt --name X --signal lantern --as Amal
refuse 2 'no signal' sanad lookup "$PDQ" --signal lantern --as Amal
refuse 2 'tlp is' sanad list import pictures.txt --name X --signal pdq --tlp purple --as Amal
refuse 1 . sanad list import pictures.txt --name X --signal pdq --as Esen
claim "a list is taken in" sanad list import pictures.txt --name Pictures --signal pdq --owner "Sahil Desk" --tlp green --version 2026-11 --as Amal --json
equals "with its entry" "$(python3 -c 'import json,sys; print(json.load(sys.stdin)["added"])' <<<"$OUT")" 1
python3 - statement.txt <<'PY'
import json, sys
text = open(sys.argv[1]).read().strip()
json.dump({"type": "bundle", "id": "bundle--11111111-1111-4111-8111-111111111111", "objects": []}, open("empty.json", "w"))
PY
refuse 2 . sanad list import empty.json --name Empty --as Amal
claim "a text list is taken in" sanad list import statement.txt --name Statements --signal text --format plain --as Amal
claim "both are shown" sanad list show --json --as Amal
claim "a lookup by name" sanad lookup "$PDQ" --list Pictures --json --as Amal
ENTRY=$(json_of 'o["entry"]' <<<"$OUT")
claim "a lookup in a file, with no workspace" env -u SANAD_WORKSPACE "$BIN/sanad" lookup "$PDQ" --list pictures.txt --json
equals "at no distance" "$(json_of 'o["distance"]' <<<"$OUT")" 0
for NAME in song other; do landmarks "$NAME.wav"; done >sounds.txt
claim "landmarks of sound are listed" sanad list import sounds.txt --name Sounds --signal landmarks --owner "Sahil Desk" --tlp green --version 1 --as Amal
claim "music is found under a louder voice" sanad lookup "$SPOKEN" --signal landmarks --list Sounds --json --as Amal
equals "that music, and no other" "$(python3 -c 'import json, sys; print([json.loads(one)["value"] == open("sounds.txt").readline().strip() for one in sys.stdin if one.strip()])' <<<"$OUT")" "[True]"
equals "where it is" "$(json_of 'round((o["details"]["segments"][0]["list_begin_ms"] - o["details"]["segments"][0]["begin_ms"]) / 1000)' <<<"$OUT")" 20
refuse 2 'landmarks of sound' sanad lookup xyz --signal landmarks --list Sounds --as Amal
equals "another hash is not there" "$(sanad lookup "$(printf '0%.0s' $(seq 64))" --list Pictures --json --as Amal | wc -l)" 0
refuse 2 '64 hexadecimal' sanad lookup xyz --list Pictures --as Amal
refuse 2 . sanad lookup "$PDQ" --list Pictures --radius 65 --as Amal
refuse 2 'no list' sanad lookup "$PDQ" --list Unknown --as Amal

# A dispute is in every hit.
refuse 2 'no entry' sanad list feedback no-such-entry --list Pictures --opinion dispute --reason x --as Amal
refuse 2 'opinion is' sanad list feedback "$ENTRY" --list Pictures --opinion perhaps --reason x --as Amal
claim "a dispute is recorded" sanad list feedback "$ENTRY" --list Pictures --opinion dispute --reason "a news report" --as Amal
equals "and shown" "$(sanad lookup "$PDQ" --list Pictures --json --as Amal | json_of 'o["disputed"]')" True
claim "the list is handed on with it" sanad list export Pictures --out out.json --as Amal
equals "with the opinion" "$(python3 -c 'import json; print(json.load(open("out.json"))["entries"][0]["feedback"][0]["opinion"])')" dispute
refuse 2 "exists already" sanad list export Pictures --out out.json --as Amal
for format in plain threatexchange-csv threatexchange-json stix misp; do
  claim "exported as $format" sanad list export Pictures --format $format --signal pdq --out "out.$format" --as Amal
done

# A case compared with all lists; a match is reviewed by a person.
refuse 2 . sanad identify --case no-such-case --as Amal
refuse 1 . sanad identify --case "$CASE" --as Esen
claim "the case is compared" sanad identify --case "$CASE" --as Amal --json
claim "the match is listed" sanad matches --case "$CASE" --as Amal --json
MATCH=$(first_of match <<<"$OUT")
equals "as open" "$(first_of state <<<"$OUT")" open
equals "with the list's version" "$(first_of list_version <<<"$OUT")" 2026-11
equals "and its dispute" "$(first_of disputed <<<"$OUT")" True

# Why it is a match: both sides.
SHOWN=$(python3 -c 'import json,sys; print(next(m["match"] for m in json.load(sys.stdin) if m["file"] == "screenshot.png" and m["signal"] == "pdq"))' <<<"$OUT")
claim "its evidence is shown" sanad match show "$SHOWN" --as Amal --json
o() { python3 -c 'import json,sys; o = json.load(sys.stdin); print(eval(sys.argv[1]))' "$1"; }
equals "of a picture" "$(o 'o["found"]["content"], o["found"]["file"]' <<<"$OUT")" "('picture', 'screenshot.png')"
equals "that lies as the listed one" "$(o 'o["turned"], o["align"]["rotate"], o["align"]["mirror"]' <<<"$OUT")" "('as it is', 0, False)"
equals "of a list of others there is the fingerprint" "$(o 'o["listed"]["value"], o["listed"]["absent"]' <<<"$OUT")" "('$PDQ', 'the list holds only the fingerprint')"
equals "and the dispute stands" "$(o 'o["disputed"]' <<<"$OUT")" True
claim "for people too" sanad match show "$SHOWN" --as Chand
equals "with the dispute" "$(grep -c 'IN DISPUTE' <<<"$OUT")" 1
refuse 2 'no match' sanad match show match-0000000000000000 --as Amal
refuse 2 'belong to --picture' sanad match show "$SHOWN" --out found.png --as Amal
refuse 2 'two sides' sanad match show "$SHOWN" --picture lost --out found.png --as Amal
refuse 2 'only the fingerprint' sanad match show "$SHOWN" --picture listed --out found.png --as Amal
refuse 2 'seconds' sanad match show "$SHOWN" --picture found --seconds never --out found.png --as Amal
[ ! -e found.png ] || fail "what was refused leaves no file"
claim "the found picture is written" sanad match show "$SHOWN" --picture found --out found.png --as Amal
claim "made anew" sanad fingerprint found.png --json
equals "it is the same picture" "$(python3 -c 'import json,sys; a, b = (int(json.loads(t)["pdq"], 16) for t in sys.argv[1:]); print(bin(a ^ b).count("1") <= 31)' "$SHOT" "$OUT")" True
if [ "$(sha256sum <found.png)" != "$(sha256sum <shot.png)" ]; then pass; else fail "and another file"; fi
refuse 2 'exists already' sanad match show "$SHOWN" --picture found --out found.png --as Amal
equals "looking was recorded" "$(python3 - "$SANAD_WORKSPACE/records.db" <<'PY'
import json, sqlite3, sys
rows = sqlite3.connect(f'file:{sys.argv[1]}?mode=ro', uri=True).execute("SELECT data FROM entries WHERE kind = 'exhibit.viewed' ORDER BY idx DESC LIMIT 1")
print('found side' in json.loads(rows.fetchone()[0])['purpose'])
PY
)" True
claim "again" sanad identify --case "$CASE" --as Amal --json
equals "nothing is found twice" "$(python3 -c 'import json,sys; print(json.load(sys.stdin)["found"])' <<<"$OUT")" 0
refuse 2 'confirmed' sanad match review "$MATCH" --outcome perhaps --reason x --as Amal
refuse 2 'shorten it' sanad match review "$MATCH" --outcome rejected --reason "$(printf 'x%.0s' $(seq 4097))" --as Amal
refuse 2 'no match' sanad match review match-0000000000000000 --outcome rejected --reason x --as Amal
claim "it is rejected with a reason" sanad match review "$MATCH" --outcome rejected --reason "our own picture" --as Amal

# An agency lists what its own people have judged.
refuse 2 'reason' sanad list bank "$EXHIBIT" --file screenshot.png --list "Judged here" --as Amal
refuse 2 'label' sanad list bank "$EXHIBIT" --file screenshot.png --list "Judged here" --reason x --label lantern --as Amal
refuse 2 'has no file' sanad list bank "$EXHIBIT" --file none.png --list "Judged here" --reason x --as Amal
claim "a file of an exhibit is banked" sanad list bank "$EXHIBIT" --file screenshot.png --list "Judged here" --label unodc-use:propaganda --reason "a judgement" --as Amal
equals "it is found by what it is" "$(sanad lookup "$PDQ" --list "Judged here" --json --as Amal | json_of 'o["labels"][0]')" unodc-use:propaganda
claim "banked again" sanad list bank "$EXHIBIT" --file screenshot.png --list "Judged here" --reason "again" --as Amal
equals "it stands there once" "$(sanad lookup "$PDQ" --list "Judged here" --json --as Amal | wc -l)" 1
claim "the past was queued to be compared" sanad identify --case "$CASE" --as Amal --json
equals "and is" "$(python3 -c 'import json,sys; print(json.load(sys.stdin)["found"] > 0)' <<<"$OUT")" True

# What was banked here is shown from the exhibit that it came from; a response of an archive is a part of it.
of_list() { sanad matches --case "$CASE" --as Amal --json | python3 -c 'import json,sys; print(next(m["match"] for m in json.load(sys.stdin) if m["list_name"] == sys.argv[1] and m["signal"] == sys.argv[2]))' "$1" "$2"; }
JUDGED=$(of_list "Judged here" pdq)
claim "both sides stand in exhibits" sanad match show "$JUDGED" --as Amal --json
equals "the listed one too" "$(o 'o["listed"]["exhibit"], o["listed"]["file"], o["listed"]["absent"]' <<<"$OUT")" "('$EXHIBIT', 'screenshot.png', None)"
claim "its picture is written" sanad match show "$JUDGED" --picture listed --out listed.png --as Amal
equals "the two are one picture here" "$(sha256sum <listed.png)" "$(sha256sum <found.png)"
sanad exhibit extract "$EXHIBIT" dom.html --out dom.html --purpose "a list for the test" --as Amal >/dev/null
tr '\n' ' ' <dom.html | cut -c 1-30000 >page.txt
claim "the page's text is listed" sanad list import page.txt --name Pages --signal text --format plain --as Amal
claim "and found in the archive" sanad identify --case "$CASE" --as Amal
claim "with its passages" sanad match show "$(of_list Pages text)" --as Amal --json
PART=$(o 'o["found"]["part"]' <<<"$OUT")
equals "of a response" "${PART% *}" https://forum.tirazan.example/
equals "in both texts" "$(o 'len(o["passages"]) > 0 and all(p["found"]["text"] and p["listed"]["text"] for p in o["passages"])' <<<"$OUT")" True
claim "in words" sanad match show "$(of_list Pages text)" --as Amal
equals "one under the other" "$(grep -c '^  listed  ' <<<"$OUT" | python3 -c 'print(int(input()) > 0)')" True
refuse 2 'no part' sanad list bank "$EXHIBIT" --file capture.wacz --part "no such part" --list "Judged parts" --reason x --as Amal
claim "a part is banked" sanad list bank "$EXHIBIT" --file capture.wacz --part "$PART" --list "Judged parts" --reason "a judgement" --as Amal
claim "and found again" sanad identify --case "$CASE" --as Amal
claim "as the part that it is" sanad match show "$(of_list "Judged parts" sha256)" --as Amal --json
equals "on the listed side" "$(o 'o["listed"]["part"]' <<<"$OUT")" "$PART"

# All of it follows from the ledger and the vault.
rm -rf "${SANAD_WORKSPACE:?}/identify"
claim "the records are made again" sanad rebuild
equals "the review stands" "$(sanad matches --case "$CASE" --as Amal --json | python3 -c 'import json,sys; print(sorted({m["state"] for m in json.load(sys.stdin)}))')" "['open', 'rejected']"
equals "the list is compared with again" "$(sanad lookup "$PDQ" --list Pictures --json --as Amal | json_of 'o["distance"]')" 0
claim "where an entry was banked from is known again" sanad match show "$JUDGED" --as Amal --json
equals "as before" "$(o 'o["listed"]["exhibit"]' <<<"$OUT")" "$EXHIBIT"
flip "$SANAD_WORKSPACE/identify/library.db" 100
equals "a damaged library is made again" "$(sanad lookup "$PDQ" --list Pictures --json --as Amal | json_of 'o["distance"]')" 0
claim "and the ledger is whole" sanad ledger verify
# A sealed list that was altered does not close the workspace; comparing says so until it is replaced.
for object in $(find "${SANAD_WORKSPACE:?}/vault/case-0000000000000000" -type f); do flip "$object" "$(middle_of "$object")"; done
rm -rf "${SANAD_WORKSPACE:?}/identify"
claim "the workspace opens" sanad list show --as Amal
refuse 1 'damaged or gone' sanad identify --case "$CASE" --as Amal
refuse 1 'damaged or gone' sanad lookup "$PDQ" --list Pictures --as Amal
printf '%s\n' "$PDQ" "$(printf 'ab%.0s' $(seq 32))" >pictures.txt
claim "another version of it" sanad list import pictures.txt --name Pictures --signal pdq --version 2026-12 --as Amal
refuse 1 'Judged here' sanad lookup "$PDQ" --list Pictures --as Amal

# Names against a list of people: leads.
cat >people.csv <<'CSV'
name,aliases,father,born,place,reference
Karim bin Sadiq al-Tirazi,Abu Lantern;Kareem Sadeq,Sadiq Tirazi,1970,Port Sahil,TZ-P-7
Mirwan Zarin,,Zarin Gul,1981,Old Orchard,TZ-P-8
CSV
PEOPLE=(--list people.csv --list-name "Tirazan list" --list-version 3 --column name=name --column aliases=aliases --column father=father --column birth-date=born --column birth-place=place --column reference=reference)
claim "a name in another spelling is a lead" env -u SANAD_WORKSPACE "$BIN/sanad" screen "Kareem ben Sadeq Tirazi" "${PEOPLE[@]}" --born 1971 --json
equals "of that entry" "$(first_of reference <<<"$OUT")" TZ-P-7
equals "with six fields" "$(python3 -c 'import json,sys; print(len(json.load(sys.stdin)[0]["fields"]))' <<<"$OUT")" 6
claim "in Arabic script too" sanad screen "کریم بن صادق الترازی" "${PEOPLE[@]}" --json
equals "the same entry" "$(first_of reference <<<"$OUT")" TZ-P-7
claim "another name is none" sanad screen "Behram Sorani" "${PEOPLE[@]}" --json
equals "no lead" "$(tr -d ' \n' <<<"$OUT")" "[]"
refuse 2 'FIELD=TITLE' sanad screen "Karim" --list people.csv --column lantern=name
refuse 2 'no file' sanad screen "Karim" --list no-such-file

# The words for labels: those that ship, then the agency's own.
claim "the words that labels may use are shown" sanad list facets --as Amal
equals "and say where they come from" "$(sanad list facets --json --as Amal | whole_of '[f["status"] for f in o["facets"] if f["facet"] == "unodc-use"][0]')" "recalled, configurable"
echo '{"edition": "2026-11-02", "facets": [{"facet": "harbour-use", "title": "Uses", "source": "the agency", "status": "agency", "values": [{"value": "pier", "title": "Pier"}]}]}' >facets.json
echo '{"edition": "soon", "facets": []}' >bad_facets.json
refuse 1 . sanad list facets facets.json --as Amal
refuse 2 'edition' sanad list facets bad_facets.json --as Behram
refuse 2 'no file' sanad list facets no-such-file --as Behram
claim "a supervisor puts the agency's own in their place" sanad list facets facets.json --as Behram
equals "which then count" "$(sanad list facets --json --as Amal | whole_of '[f["facet"] for f in o["facets"]]')" "['harbour-use']"
claim "and are there after rebuilding" sanad rebuild
equals "as before" "$(sanad list facets --json --as Amal | whole_of 'o["edition"]')" 2026-11-02

# A list that counts to a day.
refuse 2 'a day' sanad list import pictures.txt --name Brief --signal pdq --expires soon --as Amal
refuse 2 'has passed' sanad list import pictures.txt --name Brief --signal pdq --expires 2020-01-01 --as Amal
claim "a list that counts to a day" sanad list import pictures.txt --name Brief --signal pdq --expires 2099-12-31 --as Amal
equals "says until when" "$(sanad list show --json --as Amal | python3 -c 'import json,sys; print([l["expires_at"] for l in json.load(sys.stdin) if l["name"] == "Brief"][0])')" 2100-01-01T00:00:00.000Z
