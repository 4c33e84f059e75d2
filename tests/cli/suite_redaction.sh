# Pictures with something hidden: what is shown of them is proven, and nothing else of the exhibit leaves.
use_copy
export SANAD_WORKSPACE
equals() { if [ "$2" = "$3" ]; then pass; else fail "$1" "\"$2\", not \"$3\""; fi; }
holds() { if grep -qF -- "$2" <<<"$OUT"; then pass; else fail "$1" "no \"$2\" in: $OUT"; fi; }
# value EXPRESSION: of the JSON value "v" in $OUT.
value() { python3 -c 'import json,sys; v = json.load(sys.stdin); print(eval(sys.argv[1]))' "$1" <<<"$OUT"; }
NUMBER=$(field number <"$T/exhibit.json")

refuse 2 'is no box' sanad redact "$NUMBER" screenshot.png --box "1,2,3:a face" --as Amal
refuse 2 'no still picture|cannot be' sanad redact "$NUMBER" dom.html --box "0,0,9,9:a face" --as Amal
refuse 2 'there is none' sanad redact "$NUMBER" screenshot.png --as Amal
refuse 2 'either a file' sanad redact "$NUMBER" --box "0,0,9,9:a face" --as Amal
claim "boxes of the screenshot are hidden" sanad redact "$NUMBER" screenshot.png --box "20,20,200,40:a bystander's name" --box "0,300,9,9:a number" --as Amal --json
equals "they are counted by reason" "$(value 'v["closed"]')" "[$((13 * 3)), 2]"
REDACTION=$(value 'v["redaction"]')
claim "the redactions of an exhibit are listed" sanad redaction list "$NUMBER" --as Chand
holds "with their reasons" "39 closed: a bystander's name"
claim "the original leads to the root, decoded again" sanad redaction check "$REDACTION" --as Behram
claim "a redacted picture is written out" sanad redaction extract "$NUMBER" "$REDACTION" --out seen.png --as Chand
refuse 2 'exists already' sanad redaction extract "$NUMBER" "$REDACTION" --out seen.png --as Chand
refuse 2 'has no redaction' sanad redaction extract "$NUMBER" redaction-0000000000000000 --out more.png --as Chand

refuse 2 'is no redaction of an exhibit' sanad bundle --case "$CASE" --redaction redaction-0000000000000000 --out redacted.zip --as Amal
claim "a bundle shows the redaction" sanad bundle --case "$CASE" --exhibit "$NUMBER" --redaction "$REDACTION" --out redacted.zip --as Amal
claim "sanad-verify finds it as recorded" verify redacted.zip
holds "and tells what is closed, and why" "39 of"
claim "a reader of the format that shares nothing with either verifier agrees" python3 -B "$CLI_TESTS/redaction_read.py" redacted.zip
holds "on the count" "41 of"
OUT=$(python3 -c 'import sys, zipfile; print([n for n in zipfile.ZipFile("redacted.zip").namelist() if "/data/exhibits/" in n])')
equals "no file of the exhibit is in it" "$OUT" "[]"

claim "the original is taken out" sanad exhibit extract "$NUMBER" screenshot.png --out original.png --purpose "for the defence" --as Amal
unset SANAD_WORKSPACE
claim "whoever has it compares, without a workspace" sanad redaction compare --bundle redacted.zip --redaction "$REDACTION" --original original.png
holds "pixel by pixel" "pixel for pixel, those of the original. The original has the digest under which it was sealed."
claim "another file of the same pixels is said to be another" python3 - <<'PY'
data = open('original.png', 'rb').read()
open('other.png', 'wb').write(data + b'\0')
PY
OUT=$(sanad redaction compare --bundle redacted.zip --redaction "$REDACTION" --original other.png 2>&1) && fail "another digest" "$OUT" || holds "by its digest" "another file than the one that was sealed"
head -c 4000 redacted.zip >broken.zip
refuse 1 'unusable|tampered' sanad redaction compare --bundle broken.zip --redaction "$REDACTION" --original original.png
