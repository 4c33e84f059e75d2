# Rules of analysts: tested by their own examples, run over files, kept in the workspace, and run over every exhibit.

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
refuse 2 "broken.yar: line 10: undefined string" sanad rules test broken.yar
printf 'include "papers.yar"\nrule a { condition: true }\n' >include.yar
refuse 2 "line 1: include" sanad rules test include.yar
printf 'import "magic"\nrule a { condition: true }\n' >magic.yar
refuse 2 'magic' sanad rules test magic.yar
printf 'rule a { condition: for all i in (0..2000000000): (for all j in (0..2000000000): (i >= 0)) }\n' >endless.yar
refuse 2 'took longer' sanad rules test endless.yar
refuse 2 'no file' sanad rules test no-such-file
refuse 2 'name the file of rules' sanad rules run papers.yar
refuse 2 'no file' sanad rules run papers.yar no-such-file
refuse 2 'line 10' sanad rules run broken.yar paper.bin
