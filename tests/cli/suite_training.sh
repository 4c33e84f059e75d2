# A training seat on the command line: who may take an exercise, what is told of it, and its marks, which change nothing.
use_copy
export SANAD_WORKSPACE
value() { python3 -c 'import json,sys; print(eval(sys.argv[1], {"o": json.load(sys.stdin)}))' "$1"; }
equals() { if [ "$2" = "$3" ]; then pass; else fail "$1" "\"$2\", not \"$3\""; fi; }
lacks() { if grep -qF -- "$2" <<<"$OUT"; then fail "$1" "it says \"$2\""; else pass; fi; }
STUDIES=$(cd "$CLI_TESTS/../.." && pwd)/src/service/testdata/studies
echo '{"lantern": {"wallet": "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx", "holder": "Zarmast-e-Qalam"}}' >values.json
SEAT=(--course "Sahil 2026" --seat 3 --study lantern --studies "$STUDIES" --values values.json)

refuse 2 'has cases' sanad exercise seat "${SEAT[@]}"
for words in "list" "show lantern" "start lantern" "submit lantern" "marks lantern" "answer lantern --task who --answer seller" "hint lantern --task page --hint 0"; do
  # shellcheck disable=SC2086 # words
  refuse 1 'no training seat' sanad exercise $words --as Amal
done

export SANAD_WORKSPACE=$PWD/seat
claim "a workspace is made" sanad init --agency "Seat 3"
for officer in "Gul investigator" "Behram supervisor" "Chand evidence-officer" "Hamid reviewer" "Dara administrator" "Esen auditor"; do
  sanad officer add "${officer% *}" --role "${officer#* }" >/dev/null
done
refuse 2 'no value at this seat' sanad exercise seat "${SEAT[@]:0:8}"
claim "it becomes a seat" sanad exercise seat "${SEAT[@]}" --json
equals "of a random seed" "$(value 'len(o["seed"]) > 6' <<<"$OUT")" True
refuse 2 'is seat 3' sanad exercise seat "${SEAT[@]}"

for who in Dara Esen; do
  for words in "list" "show lantern" "marks lantern"; do
    # shellcheck disable=SC2086 # words
    refuse 1 'takes the role' sanad exercise $words --as $who
  done
done
for who in Behram Chand Hamid Dara Esen; do
  for words in "start lantern" "submit lantern" "answer lantern --task who --answer seller" "hint lantern --task page --hint 0"; do
    # shellcheck disable=SC2086 # words
    refuse 1 'takes the role' sanad exercise $words --as $who
  done
done
for who in Gul Behram Chand Hamid; do
  claim "$who reads what there is" sanad exercise list --as $who
  claim "$who reads the brief" sanad exercise show lantern --as $who --json
  lacks "and no hint" "first page"
  lacks "and no truth" "Zarmast"
done

refuse 2 'start it first' sanad exercise answer lantern --task who --answer seller --as Gul
claim "it starts" sanad exercise start lantern --as Gul
refuse 2 'is open' sanad exercise start lantern --as Gul
refuse 2 'one of the options' sanad exercise answer lantern --task who --answer nobody --as Gul
claim "a task is answered" sanad exercise answer lantern --task who --answer reporter --as Gul
claim "and again" sanad exercise answer lantern --task who --answer seller --as Gul
claim "a hint is taken" sanad exercise hint lantern --task page --hint 0 --as Gul
claim "the marks so far" sanad exercise marks lantern --as Gul --json
equals "hold nothing that rests on an answer" "$(value 'o["total"], o["maximum"], o["tasks"][1]["checks"][0]["met"]' <<<"$OUT")" "(0, 10, None)"
claim "it is handed in" sanad exercise submit lantern --as Gul
refuse 2 'was handed in' sanad exercise answer lantern --task who --answer seller --as Gul
claim "then the marks" sanad exercise marks lantern --as Gul --json
equals "are told" "$(value 'o["total"]' <<<"$OUT")" 3
lacks "without the truth's values" Zarmast
lacks "or its traps" reporter-of-the-courier
claim "in words too" sanad exercise marks lantern --as Gul

BEFORE=$(find seat -type f ! -name '*.db*' -exec sha256sum {} + | sort | sha256sum)
claim "a trainer grades it" sanad exercise grade --seat-workspace seat --study lantern --json
equals "with the same marks" "$(value 'o["total"], o["same_files"], o["traps"][0]["fallen"]' <<<"$OUT")" "(3, True, False)"
equals "and changes nothing" "$(find seat -type f ! -name '*.db*' -exec sha256sum {} + | sort | sha256sum)" "$BEFORE"
refuse 2 'no study of this seat' sanad exercise grade --seat-workspace seat --study boats
refuse 2 'no workspace|not found|there is no' sanad exercise grade --seat-workspace nowhere --study lantern
sed -i 's/Zarmast/Sarmast/' seat/seat.json
refuse 1 'put it back' sanad exercise list --as Gul
