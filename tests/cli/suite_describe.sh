# What files say of themselves, without a workspace.
export SANAD_WORKSPACE=$WORK/nothing
DATA=$CLI_TESTS/../../src

# is PATH EXPECTED: what stands at a path of the JSON in $OUT; "absent" for nothing.
is() {
  local got
  got=$(python3 -c '
import json, sys
value = json.loads(sys.stdin.read().splitlines()[0])
for step in sys.argv[1].split("."):
    try: value = value[int(step)] if isinstance(value, list) else value[step]
    except (KeyError, IndexError, TypeError): value = "absent"; break
print(value if not isinstance(value, bool) else str(value).lower())' "$1" <<<"$OUT")
  if [ "$got" = "$2" ]; then pass; else fail "$1 is $2" "it is $got"; fi
}

claim "a picture" sanad describe "$DATA/metadata/testdata/camera.jpg" --json
is metadata.taken_at.value 2026-03-05T08:30:00.250+05:00
is metadata.place.latitude 8.5
is metadata.device.value "Lantern L7"
is metadata.thumbnail.comparison like
is languages absent
is ocr absent
claim "a picture whose thumbnail is another" sanad describe "$DATA/metadata/testdata/retouched.jpg" --json
is metadata.thumbnail.comparison differs
is metadata.taken_at.zone unknown
is metadata.place absent
claim "a video" sanad describe "$DATA/metadata/testdata/clip.mp4" --json
is metadata.taken_at.value 2026-03-05T08:30:00Z
is metadata.place.longitude 65.25

printf 'فصل کی کٹائی اگلے ہفتے شروع ہو گی، سب کسان تیار رہیں۔\nlikho amal@tirazan.example ya 0300-1234567, CNIC 42101-1234567-1\n' >urdu.txt
claim "a text" sanad describe urdu.txt --region PK --json
is languages.0.code ur
is selectors.0.value amal@tirazan.example
is selectors.0.in text
is selectors.1.value +923001234567
is selectors.2.kind cnic
is selectors.2.raw absent
is selectors.0.after absent
is text_content absent
claim "personal data on demand" sanad describe urdu.txt --personal --json
is selectors.1.value 42101-1234567-1
is selectors.0.before "likho "
printf '\x00\x01\x02\xff nura@tirazan.example \x00\x03' >bytes.bin
claim "selectors of bytes" sanad describe bytes.bin --json
is selectors.0.in bytes
is selectors.0.offset 5

claim "text in a picture" sanad describe "$DATA/ocr/testdata/ur.png" --ocr --json
is languages.0.code ur
is ocr.pages.0.page 1
is cage.system_calls true
claim "for people" sanad describe "$DATA/metadata/testdata/camera.jpg" "$DATA/ocr/testdata/en.png" --ocr
for part in 'taken_at .*2026-03-05T08:30:00.250+05:00' 'place .*8.5, 65.25' 'ocr .*The harvest begins' 'ocr .*no text was found'; do
  if grep -q -- "$part" <<<"$OUT"; then pass; else fail "it shows $part" "$OUT"; fi
done

head -c 3000 "$DATA/metadata/testdata/camera.jpg" >cut.jpg
claim "a cut picture says what it can" sanad describe cut.jpg --ocr --json
is metadata.device.value "Lantern L7"
: >empty
claim "an empty file" sanad describe empty --json
is metadata absent
claim "text for OCR is refused in words" sanad describe urdu.txt --ocr --json
is ocr_error "it is neither a picture nor a PDF"

refuse 2 'name one file' sanad describe
refuse 2 'cannot be opened' sanad describe "$WORK/not there"
refuse 2 'two capitals' sanad describe urdu.txt --region pakistan
refuse 2 'is not a file' sanad describe "$WORK"
[ ! -e "$SANAD_WORKSPACE" ] || fail "no workspace is made"
