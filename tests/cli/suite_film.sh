# Pictures of a video covered: what is seen of it is proven, and nothing else of the exhibit leaves.
use_copy
export SANAD_WORKSPACE
equals() { if [ "$2" = "$3" ]; then pass; else fail "$1" "\"$2\", not \"$3\""; fi; }
holds() { if grep -qF -- "$2" <<<"$OUT"; then pass; else fail "$1" "no \"$2\" in: $OUT"; fi; }
# value EXPRESSION: of the JSON value "v" in $OUT.
value() { python3 -c 'import json,sys; v = json.load(sys.stdin); print(eval(sys.argv[1]))' "$1" <<<"$OUT"; }
mkdir clip
# Ten seconds with sound, and a secret in its title: a moving test picture, in which a pattern of black and white
# squares is seen from second 4 to second 6.
python3 - <<'PY'
import random
r = random.Random(7)
code = [[255 * (r.random() < .5) for _ in range(8)] for _ in range(8)]
squares = bytes(code[y // 20 - 2][x // 20 - 5] if 40 <= y < 200 and 100 <= x < 260 else 0 for y in range(360) for x in range(640))
open('code.pgm', 'wb').write(b'P5 640 360 255\n' + squares)
PY
ffmpeg -nostdin -v error -f lavfi -i "testsrc2=size=640x360:rate=25:duration=10" -loop 1 -framerate 25 -t 10 -i code.pgm -f lavfi -i "sine=frequency=440:duration=10" \
  -filter_complex "[0:v][1:v]overlay=enable='between(t,4,5.99)'[v]" -map "[v]" -map 2:a -c:v libx264 -preset ultrafast -crf 16 -pix_fmt yuv420p -c:a aac \
  -metadata title=mtxqvhgwzkrjynpuls -metadata comment=mtxqvhgwzkrjynpuls -threads 1 clip/clip.mp4
echo "no video at all" > clip/note.txt
request imports.json "$(at '1 hour ago')" "$(at '30 days')"
python3 - <<'PY'
import json
request = json.load(open('imports.json'))
request['activities'] = ['import']
json.dump(request, open('imports.json', 'w'))
PY
ID=$(sanad authorise imports.json --case "$CASE" --as Amal --json | field authorisation)
claim "imports are permitted" sanad approve "$ID" --note "as asked" --as Behram
claim "a video is imported" sanad import clip --case "$CASE" --source "telephone of a witness" --as Amal --json
EXHIBIT=$(value 'v[0]["exhibit"]')
claim "its parts are listed" sanad exhibit parts "$EXHIBIT" --as Amal
CLIP=$(python3 -c 'import sys; print([i for i, line in enumerate(sys.stdin) if "clip.mp4" in line][0])' <<<"$OUT")
NOTE=$(python3 -c 'import sys; print([i for i, line in enumerate(sys.stdin) if "note.txt" in line][0])' <<<"$OUT")
cover() { sanad redact "$EXHIBIT" --part "$CLIP" "$@" --as Amal; }

refuse 2 'write sound, pictures or both' cover --from 1 --to 2 --reason "a code" --cover smell
refuse 2 'says what of a video is covered' cover --box "0,0,9,9:a face" --cover pictures
refuse 2 'there is nothing of the video' cover --from 10 --to 13 --reason "a code" --cover pictures
refuse 2 'a page does not move' cover --page 1 --from 1 --to 2 --reason "a code" --cover pictures
refuse 2 'No picture or video can be decoded' sanad redact "$EXHIBIT" --part "$NOTE" --from 1 --to 2 --reason "a code" --cover pictures --as Amal
claim "sound and pictures are covered in one act" cover --from 4.0 --to 0:06 --reason "a code" --cover both --json
equals "of the sound tenths, of the pictures seconds" "$(value '[(o["of"], o["ranges"], o["closed"]) for o in v["redactions"]], v["redactions"][1]["open"]')" "([('sound', [[40, 20, 0]], [20]), ('film', [[4, 2, 0]], [2])], 8)"
SOUND=$(value 'v["redactions"][0]["redaction"]')
FILM=$(value 'v["redactions"][1]["redaction"]')
claim "the redactions of an exhibit are listed" sanad redaction list "$EXHIBIT" --as Chand
holds "with their times and reasons" "0:04.0 to 0:06.0 covered: a code"
claim "the original leads to the root, decoded and encoded again" sanad redaction check "$FILM" --as Behram
OUT=$(VPX_SIMD_CAPS=0 sanad redaction check "$FILM" --as Behram 2>&1) && holds "also without the processor's special instructions" "It leads to the root" || fail "without special instructions" "$OUT"
claim "the redacted video is written out" sanad redaction extract "$EXHIBIT" "$FILM" --out seen.webm --as Chand

OUT=$(ffprobe -v error -show_entries stream=codec_name,width,height,nb_read_packets:format=duration:format_tags -count_packets -of default=nw=1 seen.webm)
equals "a program that is not ours reads the file, its size and its length, and no tag but the muxer's" "$(tr '\n' ' ' <<<"$OUT")" "codec_name=vp8 width=640 height=360 nb_read_packets=122 duration=10.000000 TAG:encoder=Sanad "
OUT=$(ffprobe -v error -show_entries packet=pts_time,flags -of csv=p=0 seen.webm | python3 -c 'import sys
keys = [line.split(",")[0] for line in sys.stdin if "K" in line.split(",")[1]]
print([float(key) for key in keys] == [float(n) for n in range(10)])')
equals "each second begins with a key frame at its time" "$OUT" "True"
OUT=$(python3 - <<'PY'
import subprocess
def frames(*arguments):
    data = subprocess.run(['ffmpeg', '-nostdin', '-v', 'error', *arguments, '-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-'], capture_output=True, check=True).stdout
    size = 640 * 360 * 3 // 2
    return [data[i:i + size] for i in range(0, len(data), size)]
seen = frames('-i', 'seen.webm', '-vf', 'fps=5:start_time=0')
original = frames('-i', 'clip/clip.mp4', '-vf', 'fps=5:start_time=0')
grey = [n for n, frame in enumerate(seen) if set(frame) == {128}]
def far(a, b):
    return sum(abs(x - y) for x, y in zip(a[:640 * 360:7], b[:640 * 360:7])) / (640 * 360 / 7)
near = [min(far(frame, original[m]) for m in range(max(0, n - 1), min(len(original), n + 2))) for n, frame in enumerate(seen) if n not in grey]
print(grey == list(range(20, 30)), len(near), max(near) < 4)
PY
)
equals "it decodes the covered seconds as even grey, and the others near the original" "$OUT" "True 40 True"

claim "a bundle shows both" sanad bundle --case "$CASE" --exhibit "$EXHIBIT" --redaction "$FILM" --redaction "$SOUND" --out covered.zip --as Amal
claim "sanad-verify finds them as recorded" verify covered.zip
holds "and tells what is closed, and why" "the pictures of 2 of 10 seconds are closed: a code"
claim "the page agrees" node "$CLI_TESTS/verify_page.mjs" covered.zip "intact with warnings"
claim "a reader of the format that shares nothing with either verifier agrees" python3 -B "$CLI_TESTS/redaction_read.py" covered.zip
holds "on the count" "2 of 10 seconds closed"
OUT=$(python3 - <<'PY'
import zipfile
bundle = zipfile.ZipFile('covered.zip')
print([n for n in bundle.namelist() if '/data/exhibits/' in n], [n for n in bundle.namelist() if b'mtxqvhgwzk' in bundle.read(n).lower()], b'mtxqvhgwzk' in open('clip/clip.mp4', 'rb').read())
PY
)
equals "no file of the exhibit is in it, and nothing of the title, which the original has" "$OUT" "[] [] True"
claim "one byte of the bundle's video is changed" python3 "$CLI_TESTS/import_alter.py" covered.zip altered.zip "$FILM.webm"
OUT=$(verify altered.zip 2>&1) && fail "one byte is another" "$OUT" || holds "sanad-verify says so" "the video is not the one that was recorded"
claim "the page sees it too" node "$CLI_TESTS/verify_page.mjs" altered.zip tampered

unset SANAD_WORKSPACE
claim "whoever has the original compares, without a workspace" sanad redaction compare --bundle covered.zip --redaction "$FILM" --original clip/clip.mp4
holds "byte for byte" "All 8 open seconds of pictures are, byte for byte, those of the original."
ffmpeg -nostdin -v error -i clip/clip.mp4 -vf "drawbox=x=0:y=0:w=200:h=200:color=red:t=fill:enable='between(t,8,8.9)'" -c:v libx264 -preset ultrafast -crf 16 -c:a copy -threads 1 other.mp4
OUT=$(sanad redaction compare --bundle covered.zip --redaction "$FILM" --original other.mp4 2>&1) && fail "another video" "$OUT" || holds "another video is told from it" "open seconds of pictures are encoded to other bytes than those of the original. Decoded, two places"
refuse 2 'No picture or video can be decoded' sanad redaction compare --bundle covered.zip --redaction "$FILM" --original clip/note.txt
