# Sound with something muted: what is heard of it is proven, and nothing else of the exhibit leaves.
use_copy
export SANAD_WORKSPACE
equals() { if [ "$2" = "$3" ]; then pass; else fail "$1" "\"$2\", not \"$3\""; fi; }
holds() { if grep -qF -- "$2" <<<"$OUT"; then pass; else fail "$1" "no \"$2\" in: $OUT"; fi; }
# value EXPRESSION: of the JSON value "v" in $OUT.
value() { python3 -c 'import json,sys; v = json.load(sys.stdin); print(eval(sys.argv[1]))' "$1" <<<"$OUT"; }
mkdir call
# Twelve seconds in two channels, made by a library that is not ours.
python3 - <<'PY'
import wave
with wave.open('call/call.wav', 'wb') as file:
    file.setnchannels(2); file.setsampwidth(2); file.setframerate(11025)
    file.writeframes(bytes(1 + (i * 31 + i // 97) % 250 for i in range(12 * 11025 * 4)))
open('call/note.txt', 'w').write('no sound at all')
PY
request imports.json "$(at '1 hour ago')" "$(at '30 days')"
python3 - <<'PY'
import json
request = json.load(open('imports.json'))
request['activities'] = ['import']
json.dump(request, open('imports.json', 'w'))
PY
ID=$(sanad authorise imports.json --case "$CASE" --as Amal --json | field authorisation)
claim "imports are permitted" sanad approve "$ID" --note "as asked" --as Behram
claim "a call is imported" sanad import call --case "$CASE" --source "telephone of a witness" --as Amal --json
EXHIBIT=$(value 'v[0]["exhibit"]')
claim "its parts are listed" sanad exhibit parts "$EXHIBIT" --as Amal
CALL=$(python3 -c 'import sys; print([i for i, line in enumerate(sys.stdin) if "call.wav" in line][0])' <<<"$OUT")
NOTE=$(python3 -c 'import sys; print([i for i, line in enumerate(sys.stdin) if "note.txt" in line][0])' <<<"$OUT")
mute() { sanad redact "$EXHIBIT" --part "$CALL" "$@" --as Amal; }

refuse 2 'belong together' mute --from 1 --to 2
refuse 2 'is no time' mute --from 1:75 --to 2 --reason "a name"
refuse 2 'there is nothing of the sound' mute --from 12 --to 13 --reason "a name"
refuse 2 'there is nothing of the sound' mute --from 3 --to 2 --reason "a name"
refuse 2 'of a picture, or of sound or a video' mute --from 1 --to 2 --reason "a name" --box "0,0,9,9:a face"
refuse 2 'has no sound' mute --page 1 --from 1 --to 2 --reason "a name"
refuse 2 'No sound can be decoded' sanad redact "$EXHIBIT" --part "$NOTE" --from 1 --to 2 --reason "a name" --as Amal
claim "times are muted" mute --from 0:01.25 --to 2.5 --reason "a bystander's name" --from 11.95 --to 20 --reason "a number" --json
equals "whole tenths of a second, by reason" "$(value 'v["ranges"], v["open"], v["closed"]')" "([[12, 13, 0], [119, 1, 1]], 106, [13, 1])"
REDACTION=$(value 'v["redaction"]')
claim "the redactions of an exhibit are listed" sanad redaction list "$EXHIBIT" --as Chand
holds "with their times and reasons" "0:01.2 to 0:02.5 muted: a bystander's name"
claim "the original leads to the root, decoded again" sanad redaction check "$REDACTION" --as Behram
claim "the redacted recording is written out" sanad redaction extract "$EXHIBIT" "$REDACTION" --out heard.wav --as Chand
OUT=$(python3 - <<'PY'
import wave
before, after = (wave.open(name, 'rb') for name in ('call/call.wav', 'heard.wav'))
assert before.getparams() == after.getparams()
a, b = (f.readframes(f.getnframes()) for f in (before, after))
closed = [(12 * 11025 // 10, 25 * 11025 // 10), (119 * 11025 // 10, 12 * 11025)]
muted = [any(first <= i // 4 < end for first, end in closed) for i in range(len(a))]
print(all(y == (0 if m else x) for x, y, m in zip(a, b, muted)), sum(muted) // 4)
PY
)
equals "a library that is not ours hears the original, and silence in the times" "$OUT" "True 15435"

claim "a bundle shows the redaction" sanad bundle --case "$CASE" --exhibit "$EXHIBIT" --redaction "$REDACTION" --out muted.zip --as Amal
claim "sanad-verify finds it as recorded" verify muted.zip
holds "and tells what is closed, and why" "13 of 120 segments of a tenth of a second are closed: a bystander's name"
claim "the page agrees" node "$CLI_TESTS/verify_page.mjs" muted.zip "intact with warnings"
claim "a reader of the format that shares nothing with either verifier agrees" python3 -B "$CLI_TESTS/redaction_read.py" muted.zip
holds "on the count" "14 of 120"
OUT=$(python3 -c 'import zipfile; print([n for n in zipfile.ZipFile("muted.zip").namelist() if "/data/exhibits/" in n])')
equals "no file of the exhibit is in it" "$OUT" "[]"
claim "one sample of the bundle is changed" python3 "$CLI_TESTS/import_alter.py" muted.zip altered.zip "$REDACTION.wav"
OUT=$(verify altered.zip 2>&1) && fail "one sample is another" "$OUT" || holds "sanad-verify says so" "the recording is not the one that was recorded"
claim "the page sees it too" node "$CLI_TESTS/verify_page.mjs" altered.zip tampered

unset SANAD_WORKSPACE
claim "whoever has the original compares, without a workspace" sanad redaction compare --bundle muted.zip --redaction "$REDACTION" --original call/call.wav
holds "sample by sample" "All 106 open segments are, sample for sample, those of the original."
python3 - <<'PY'
data = bytearray(open('call/call.wav', 'rb').read())
data[44 + 5 * 11025 * 4] ^= 16
open('other.wav', 'wb').write(data)
PY
OUT=$(sanad redaction compare --bundle muted.zip --redaction "$REDACTION" --original other.wav 2>&1) && fail "another recording" "$OUT" || holds "another recording is told from it" "1 of 106 open segments are not those of the original; two samples differ by 16 of"
refuse 2 'No sound can be decoded' sanad redaction compare --bundle muted.zip --redaction "$REDACTION" --original call/note.txt
