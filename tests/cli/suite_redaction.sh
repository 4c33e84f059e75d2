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

# Suggestions hide nothing; what is taken of them has a reason.
claim "boxes are suggested" sanad redaction suggest "$NUMBER" screenshot.png --as Amal --json
equals "for the lines of the page, each within the picture" "$(value 'len([s for s in v["suggestions"] if s["kind"] == "text"]) > 2, all(s["x"] + s["width"] <= v["width"] and s["y"] + s["height"] <= v["height"] for s in v["suggestions"])')" "(True, True)"
equals "with what found them, and nothing of what they say" "$(value 'sorted({k for s in v["suggestions"] for k in s})')" "['by', 'height', 'kind', 'width', 'x', 'y']"
claim "for people too" sanad redaction suggest "$NUMBER" screenshot.png --as Amal
holds "who are told that much is missed" "are missed"
claim "none of them made a redaction" sanad redaction list "$NUMBER" --as Chand
equals "so there is the one" "$(grep -c '^redaction-' <<<"$OUT")" 1
refuse 2 'takes nothing' sanad redact "$NUMBER" screenshot.png --take text --as Amal
refuse 2 'takes nothing' sanad redact "$NUMBER" screenshot.png --take text: --as Amal
refuse 2 'nothing of the kind' sanad redact "$NUMBER" screenshot.png --take "voice:a voice" --as Amal
claim "all text is taken for a reason" sanad redact "$NUMBER" screenshot.png --take "text:what the page says" --as Amal --json
equals "which is the only one" "$(value 'v["reasons"], v["closed"][0] > 20')" "(['what the page says'], True)"

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
export SANAD_WORKSPACE

# Pages of a PDF become one document again, of their pictures alone.
request "$OWN/request.json" "$(at '1 hour ago')" "$(at '30 days')"
python3 - "$OWN/request.json" <<'PY'
import json, sys
request = json.load(open(sys.argv[1]))
request['activities'] = ['import']
json.dump(request, open(sys.argv[1], 'w'))
PY
PERMIT=$(sanad authorise "$OWN/request.json" --case "$CASE" --as Amal --json | field authorisation)
sanad approve "$PERMIT" --note "as asked" --as Behram >/dev/null
mkdir papers
python3 -B "$CLI_TESTS/redaction_pages.py" make papers/statement.pdf
claim "a PDF is imported" sanad import papers --case "$CASE" --source "handed over by its author" --as Amal --json
PAPER=$(value 'v[0]["number"]')
refuse 2 'only a page is shown whole' sanad redact "$PAPER" original-1 --whole --as Amal
refuse 2 'only a page is shown whole' sanad redact "$PAPER" original-1 --page 3 --whole --box "0,0,9,9:a name" --as Amal
claim "a name is hidden on its first page" sanad redact "$PAPER" original-1 --page 1 --take "text:the words of the page" --as Amal --json
ONE=$(value 'v["redaction"]')
claim "the third is covered" sanad redact "$PAPER" original-1 --page 3 --box "0,0,1800,1800:all of it" --as Amal --json
THREE=$(value 'v["redaction"]')
claim "a bundle shows both" sanad bundle --case "$CASE" --exhibit "$PAPER" --redaction "$THREE" --redaction "$ONE" --out pages.zip --as Amal
claim "sanad-verify finds them as recorded" verify pages.zip
holds "and the document of two pages of three" "$ONE.pdf: pages 1, 3 of 3, each its picture and nothing else"
claim "so does the page" node "$CLI_TESTS/verify_page.mjs" pages.zip "intact with warnings"
claim "programs that are not ours read it, and find nothing else in it" python3 -B "$CLI_TESTS/redaction_pages.py" check pages.zip
holds "page by page" "2 pages: sound"
claim "the second page is shown whole" sanad redact "$PAPER" original-1 --page 2 --whole --as Amal --json
equals "with every tile open" "$(value 'v["boxes"], v["reasons"], v["closed"]')" "([], [], [])"
claim "which is checked as any" sanad redaction check "$(value 'v["redaction"]')" --as Behram
