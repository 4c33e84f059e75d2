# Selectors of any file, without a workspace.
export SANAD_WORKSPACE=$WORK/nothing
printf 'write to amal@tirazan.example or 0300-1234567, CNIC 42101-1234567-1\nSee hxxps://bad[.]example/x on 12 March 2024\nTZ-4821-KA\n' >a.txt
printf 'call +92 300 1234567 \xff\x1b[2J end\n' >b.txt
cat >plates.patterns <<'P'
sanad-patterns 1
pattern tirazan-plate
version 1
why Number plates of Tirazan, an invented country.
regex \bTZ-([0-9]{4}-[A-Z]{2})\b
match The van TZ-4821-KA left at dawn.
no-match TZ-48-KA
P

# found FIELD: the field of each line of JSON in $OUT, with spaces between.
found() { python3 -c 'import json,sys; print(" ".join(str(json.loads(l).get(sys.argv[1], "-")) for l in sys.stdin))' "$1" <<<"$OUT"; }
same() { if [ "$2" = "$3" ]; then pass; else fail "$1" "$2, not $3"; fi; }

claim "one JSON object a line" sanad selectors a.txt --region PK --json
same "kinds" "$(found kind)" "email phone cnic url domain date"
same "offsets" "$(found offset)" "9 33 52 72 80 99"
same "personal data are masked" "$(found value)" "amal@tirazan.example +923001234567 *****-*******-1 https://bad.example/x bad.example 2024-03-12"
same "region" "$(found region)" "- PK - - - -"
same "calendar" "$(found calendar)" "- - - - - gregorian"
same "layers" "$(found layers)" "- - - ['defang'] ['defang'] -"
same "personal" "$(found personal)" "- - True - - -"
same "no file is named where there is one" "$(found file)" "- - - - - -"
claim "personal data on demand" sanad selectors a.txt --kind cnic --personal --json
same "value" "$(found value)" "42101-1234567-1"
claim "without a region a number needs its country" sanad selectors a.txt --kind phone --json
same "none" "$OUT" ""
claim "two kinds of two files" sanad selectors a.txt b.txt --kind email --kind phone --json
same "files" "$(found file)" "a.txt b.txt"
claim "the standard input" bash -c "\"$BIN/sanad\" selectors - --json --kind url <a.txt"
same "url" "$(found value)" "https://bad.example/x"
claim "own patterns" sanad selectors a.txt --patterns plates.patterns --kind pattern --json
same "pattern" "$(found pattern) $(found value)" "tirazan-plate 4821-KA"
claim "a table" sanad selectors b.txt
if grep -q '+923001234567' <<<"$OUT" && ! grep -q $'\x1b' <<<"$OUT"; then pass; else fail "the table shows the number and no control characters" "$OUT"; fi
python3 -c 'import sys; sys.stdout.write("x" * 50_000_000 + " amal@tirazan.example\n")' >big.txt
claim "constant memory" bash -c "ulimit -v 400000; \"$BIN/sanad\" selectors big.txt --json"
same "the end of a big file" "$(found offset)" "50000001"
python3 -c 'import gzip,sys; sys.stdout.buffer.write(gzip.compress(b" " * 200_000_000 + b"amal@tirazan.example", 9))' >bomb.gz
claim "a bomb is read in constant memory" bash -c "ulimit -v 400000; \"$BIN/sanad\" selectors bomb.gz --json"
same "through gzip" "$(found value) $(found layers)" "amal@tirazan.example ['gzip']"

refuse 2 'name one file or more' sanad selectors
refuse 2 'there is no file nowhere.txt' sanad selectors nowhere.txt
refuse 3 'cannot be read' sanad selectors /
refuse 2 '"dance" is no kind; these are: url, domain' sanad selectors a.txt --kind dance
refuse 2 "two capitals" sanad selectors a.txt --region Pakistan
sed -i 's/^no-match .*/no-match TZ-4821-KA/' plates.patterns
refuse 2 'plates.patterns: line 7: the example must not match' sanad selectors a.txt --patterns plates.patterns
[ ! -e "$SANAD_WORKSPACE" ] || fail "selectors make no workspace"
