# Rules of analysts: tested by their own examples, run over files, kept in the workspace, and run over every exhibit.

use_copy
export SANAD_WORKSPACE
json_of() { python3 -c 'import json,sys; print(eval(sys.argv[1], {"o": json.loads(sys.stdin.readline())}))' "$1"; }
of_list() { python3 -c 'import json,sys; print(eval(sys.argv[1], {"o": json.load(sys.stdin)}))' "$1"; }
equals() { if [ "$2" = "$3" ]; then pass; else fail "$1" "\"$2\", not \"$3\""; fi; }

# Term rules and YARA rules, with no workspace.
cat >lanterns.rules <<'RULES'
sanad-rules 1
rule lantern-call
version 1
why The call of an invented group to light lanterns.
any within 6: seven + lanterns
match tonight the SEVEN lanterns are lit
no-match a lantern in the window
RULES
cat >papers.yar <<'RULES'
rule lantern_paper : paper {
  meta:
    description = "The heading of an invented paper"
    version = 4
    must_match = "The Lantern, no. 7"
    must_not_match = "a window"
  strings:
    $head = "the lantern" nocase
  condition:
    $head
}
RULES
printf 'Tonight the seven lanterns of the river market are lit.\n' >statement.txt
printf '\001\002THE LANTERN\003' >paper.bin
alone_sanad() { env -u SANAD_WORKSPACE "$BIN/sanad" "$@"; }
claim "the examples of term rules hold" alone_sanad rules test lanterns.rules
claim "the examples of YARA rules hold" alone_sanad rules test papers.yar --json
equals "both of them" "$(field examples <<<"$OUT")" 2
claim "a text matches" alone_sanad rules run lanterns.rules statement.txt --json
equals "by that rule" "$(json_of 'o["rule"]' <<<"$OUT")" lantern-call
equals "at these bytes" "$(json_of '[o["phrases"][0]["begin"], o["phrases"][0]["end"]]' <<<"$OUT")" "[12, 26]"
claim "a file matches" alone_sanad rules run papers.yar paper.bin statement.txt --json
equals "one of the two" "$(wc -l <<<"$OUT")" 1
equals "at this byte" "$(json_of 'o["strings"][0]["places"][0]["offset"]' <<<"$OUT")" 2
equals "with what stands there" "$(json_of 'o["strings"][0]["places"][0]["excerpt"]' <<<"$OUT")" 544845204c414e5445524e
claim "nothing matches" alone_sanad rules run papers.yar statement.txt
equals "and it is said" "$OUT" "No rule matches."
sed 's/^no-match .*/no-match seven lanterns/' lanterns.rules >wrong.rules
sed 's/"a window"/"the lantern"/' papers.yar >wrong.yar
for file in wrong.rules wrong.yar; do
  if sanad rules test $file >failed.txt; then fail "an example of $file that does not hold fails"; else equals "with status 1" $? 1; fi
done
sed "s/^rule /rul /" lanterns.rules >broken.rules
refuse 2 "line 2" sanad rules test broken.rules
sed 's/    \$head$/    $tail/' papers.yar >broken.yar
refuse 2 "broken.yar: line 11: undefined string" sanad rules test broken.yar
printf 'include "papers.yar"\nrule a { condition: true }\n' >include.yar
refuse 2 "line 1: include" sanad rules test include.yar
printf 'import "magic"\nrule a { condition: true }\n' >magic.yar
refuse 2 'magic' sanad rules test magic.yar
printf 'rule a { condition: for all i in (0..2000000000): (for all j in (0..2000000000): (i >= 0)) }\n' >endless.yar
refuse 2 'took longer' sanad rules test endless.yar
refuse 2 'no file' sanad rules test no-such-file
refuse 2 'name the file of rules' sanad rules run papers.yar
refuse 2 'no file' sanad rules run papers.yar no-such-file
refuse 2 'line 11' sanad rules run broken.yar paper.bin

# Sets kept in the workspace: taken in where their examples hold, by those who may.
refuse 2 'no list to compare with and no rule' sanad identify --case "$CASE" --as Amal
refuse 2 'name' sanad rules import lanterns.rules --as Amal
refuse 1 . sanad rules import lanterns.rules --name Lanterns --as Esen
refuse 2 'examples do not hold' sanad rules import wrong.rules --name Lanterns --as Amal
refuse 2 'examples do not hold' sanad rules import wrong.yar --name Papers --as Amal
refuse 2 'line 11' sanad rules import broken.yar --name Papers --as Amal
refuse 2 'tlp is' sanad rules import papers.yar --name Papers --tlp purple --as Amal
equals "nothing was taken" "$(sanad rules list --json --as Amal | of_list 'len(o)')" 0

# Rules that match the page that was captured, and its picture.
cat >forum.rules <<'RULES'
sanad-rules 1
rule forum-word
version 3
why A word of the fictional forum.
any lantern*
match red lanterns
no-match a window
RULES
cat >pictures.yar <<'RULES'
rule png_picture : picture {
  meta:
    description = "Any PNG, for the test"
    must_match_hex = "89 50 4e 47 0d 0a 1a 0a"
    must_not_match = "a text"
  strings:
    $magic = { 89 50 4E 47 0D 0A 1A 0A }
  condition:
    $magic at 0
}
RULES
claim "YARA rules are taken in" sanad rules import pictures.yar --name Pictures --owner "Sahil Desk" --version 7 --tlp green --licence "for cases only" --as Amal --json
SET=$(field rule_set <<<"$OUT")
equals "with their digest" "$(field sha256 <<<"$OUT")" "$(sha256sum <pictures.yar | cut -d' ' -f1)"
claim "the case is looked through" sanad identify --case "$CASE" --as Amal --json
equals "once for a picture" "$(python3 -c 'import json,sys; print(json.load(sys.stdin)["found"] >= 1)' <<<"$OUT")" True
claim "the match is listed" sanad matches --case "$CASE" --as Amal --json
equals "by its rule" "$(of_list '[o[0][k] for k in ("signal", "list", "list_version", "entry", "state")]' <<<"$OUT")" "['yara', '$SET', '7', 'png_picture', 'open']"
equals "its passages are counted and not shown" "$(of_list '"strings" in o[0]["details"], o[0]["passages_not_shown"]' <<<"$OUT")" "(False, 1)"
PICTURE_MATCH=$(of_list 'o[0]["match"]' <<<"$OUT")
looks_at() { sanad exhibit show "$(of_list 'o[0]["exhibit"]' <<<"$LISTED")" --json --as Amal | python3 -c 'import json,sys; print(sum(f"evidence of {sys.argv[1]}" in e["data"].get("purpose", "") for e in json.load(sys.stdin)["custody"]))' "$1"; }
LISTED=$OUT
claim "in words too" sanad matches --case "$CASE" --as Amal
equals "as a number" "$(grep -c '1 passage not shown' <<<"$OUT" | sed 's/^[1-9][0-9]*$/some/')" some
equals "with the way to see them" "$(grep -c 'sanad match show MATCH' <<<"$OUT")" 1
equals "no look is recorded so far" "$(looks_at "$PICTURE_MATCH")" 0
claim "shown, it is" sanad match show "$PICTURE_MATCH" --json --as Amal
equals "at its bytes" "$(of_list 'o["details"]["strings"][0]["places"][0]' <<<"$OUT")" "{'excerpt': '89504e470d0a1a0a', 'length': 8, 'offset': 0}"
claim "in words too" sanad match show "$PICTURE_MATCH" --as Amal
equals "with what stands there" "$(grep -c 'found   89504e470d0a1a0a' <<<"$OUT")" 1
equals "the look is recorded once" "$(looks_at "$PICTURE_MATCH")" 1
OUT=$LISTED
claim "it is reviewed like others" sanad match review "$(of_list 'o[0]["match"]' <<<"$OUT")" --outcome rejected --reason "our own picture" --as Amal
claim "again" sanad identify --case "$CASE" --as Amal --json
equals "nothing is found twice" "$(field found <<<"$OUT")" 0
claim "term rules are taken in" sanad rules import forum.rules --name Forum --as Amal
claim "the past is looked through" sanad identify --case "$CASE" --as Amal --json
claim "a text of the page matches" sanad matches --case "$CASE" --as Amal --json
equals "without its words" "$(of_list '[("phrases" in m["details"], m["passages_not_shown"] > 0) for m in o if m["signal"] == "term-rule"][:1]' <<<"$OUT")" "[(False, True)]"
claim "shown, it has them" sanad match show "$(of_list '[m["match"] for m in o if m["signal"] == "term-rule"][0]' <<<"$OUT")" --json --as Amal
equals "in their passage" "$(of_list '"antern" in o["details"]["phrases"][0]["passage"]' <<<"$OUT")" True
refuse 2 'just this version' sanad rules import pictures.yar --name Pictures --version 7 --as Amal
sed -i 's/Any PNG/Every PNG/' pictures.yar
claim "the next version" sanad rules import pictures.yar --name Pictures --version 8 --as Amal --json
equals "is the same set" "$(field rule_set <<<"$OUT")" "$SET"

# What the ledger says; and what follows from it alone.
rm -rf "${SANAD_WORKSPACE:?}/identify"
sanad rules list --json --as Amal >before.json
claim "the records are made again" sanad rebuild
equals "the sets are the same" "$(sanad rules list --json --as Amal)" "$(cat before.json)"
claim "and are run again" sanad identify --case "$CASE" --as Amal --json
equals "finding what is known" "$(field found <<<"$OUT")" 0
refuse 2 'reason' sanad rules retire Pictures --as Amal
refuse 2 'no set of rules' sanad rules retire Unknown --reason x --as Amal
refuse 1 . sanad rules retire Pictures --reason x --as Esen
claim "a set is retired" sanad rules retire Pictures --reason "too many leads" --as Amal
refuse 2 'retired already' sanad rules retire Pictures --reason x --as Amal
equals "and listed as such" "$(sanad rules list --json --as Amal | of_list '[s["name"] for s in o if s["retired_at"]]')" "['Pictures']"
claim "the ledger is whole" sanad ledger verify
# Sealed rules that were altered do not close the workspace; running them says so until they are replaced.
for object in $(find "${SANAD_WORKSPACE:?}/vault/case-0000000000000000" -type f); do flip "$object" "$(middle_of "$object")"; done
claim "the workspace opens" sanad rules list --as Amal
refuse 1 'rules Forum cannot be run' sanad identify --case "$CASE" --as Amal
claim "until they are retired" sanad rules retire Forum --reason "damaged" --as Amal
claim "a set comes back" sanad rules import papers.yar --name Papers --as Amal
claim "and is run" sanad identify --case "$CASE" --as Amal
