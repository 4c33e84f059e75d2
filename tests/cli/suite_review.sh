# Review: two officers assess blind to each other, a third decides; what speaks for somebody, complaints, exposure.
use_copy
export SANAD_WORKSPACE
holds() { if grep -qF -- "$2" <<<"$OUT"; then pass; else fail "$1" "no \"$2\" in: $OUT"; fi; }
lacks() { if grep -qF -- "$2" <<<"$OUT"; then fail "$1" "\"$2\" in: $OUT"; else pass; fi; }
equals() { if [ "$2" = "$3" ]; then pass; else fail "$1" "\"$2\", not \"$3\""; fi; }
value() { python3 -c 'import json,sys; v = json.load(sys.stdin); print(eval(sys.argv[1]))' "$1" <<<"$OUT"; }
NUMBER=$(field number <"$T/exhibit.json")
for who in Gul Hamid; do sanad officer add $who --role reviewer >/dev/null; done
sanad officer add Farid --role supervisor >/dev/null

# step FILE STEP [WORD]: the content of a step that cites the exhibit.
step() {
  python3 - "$NUMBER" "$@" <<'PY'
import json, sys
exhibit, file, step, *word = sys.argv[1:]
evidence = [{'exhibit': exhibit, 'note': 'seen in full'}]
grounds = {'reason': 'The thread says so itself.', 'confidence': 'moderate', 'evidence': evidence}
boxes = ['context', 'speaker', 'intent', 'content-form', 'extent', 'likelihood']
facets = ['gifct-behaviour', 'unodc-use', 'unodc-function']
content = {
    'purpose': {'claimed': 'journalism', 'assessed': 'none'} | grounds,
    'source': {'text': 'دائرے کا اپنا اکاؤنٹ۔'} | grounds,
    'content': {'text': 'A poem and a map.', 'languages': ['ur', 'en']} | grounds,
    'uses': {'uses': [{'label': 'unodc-use:incitement'} | grounds] if word == ['incitement'] else [], 'incitement': False,
             'none': [{'facet': f, 'reason': 'Nothing of it.'} for f in facets if word != ['incitement'] or f != 'unodc-use']},
    'rabat': {'audience': 'Readers.', 'target_group': 'Visitors of the market.', 'conclusion': 'criminal', 'reason': 'All six.',
              'boxes': {b: {'text': 'What is known of ' + b, 'met': 'yes', 'evidence': evidence} for b in boxes}},
    'outcome': {'outcome': word[0] if word else 'no-action'} | grounds,
}[step]
json.dump(content, open(file, 'w'))
PY
}
# assess WHO ASSESSMENT OUTCOME: all steps.
assess() {
  for one in purpose source content uses; do
    step step.json $one
    claim "$1 writes $one" sanad assess write "$2" --step $one --file step.json --as "$1"
  done
  step step.json outcome "$3"
  claim "$1 writes the outcome" sanad assess write "$2" --step outcome --file step.json --as "$1"
}

claim "nothing waits at first" sanad queue --as Gul
holds "and that is said" "Nothing waits"
refuse 2 'nothing asks for an assessment' sanad assess take "$NUMBER" --as Gul
refuse 2 '--reason is missing' sanad assess ask "$NUMBER" --as Amal
claim "an officer asks" sanad assess ask "$NUMBER" --urgent --reason "Is it the circle's own?" --as Amal
claim "the queue says why" sanad queue --case "$CASE" --as Gul
holds "with the rank" "asked-urgent"
holds "who asked, and what for" "Amal asked for it"
refuse 1 'takes the role' sanad queue --as Esen
claim "the words are listed" sanad assess form --as Gul
holds "with outcomes" "no-action: No action"

FIRST=$(sanad assess take "$NUMBER" --as Gul --json | field assessment)
step step.json source
refuse 1 'comes after "purpose"' sanad assess write "$FIRST" --step source --file step.json --as Gul
equals "the refusal stands in the ledger" "$(last_refusal)" step-before-its-turn
step step.json purpose
refuse 1 'only the officer who took' sanad assess write "$FIRST" --step purpose --file step.json --as Hamid
refuse 2 'purpose, source' sanad assess write "$FIRST" --step verdict --file step.json --as Gul
for one in purpose source content; do
  step step.json $one
  claim "$one is written" sanad assess write "$FIRST" --step $one --file step.json --as Gul
done
step step.json uses incitement
claim "incitement is alleged" sanad assess write "$FIRST" --step uses --file step.json --as Gul
holds "and the six parts are next" 'Next is the step "rabat"'
step step.json outcome removal
refuse 1 'comes after "rabat"' sanad assess write "$FIRST" --step outcome --file step.json --as Gul
step rabat.json rabat
python3 - <<'PY'
import json
content = json.load(open('rabat.json'))
json.dump(content | {'score': 6}, open('scored.json', 'w'))
content['boxes']['intent']['met'] = 'unclear'
json.dump(content, open('unclear.json', 'w'))
PY
refuse 2 'no score' sanad assess write "$FIRST" --step rabat --file scored.json --as Gul
refuse 2 'all six parts' sanad assess write "$FIRST" --step rabat --file unclear.json --as Gul
claim "the six parts are written" sanad assess write "$FIRST" --step rabat --file rabat.json --as Gul

# What speaks for somebody holds back what acts.
NOTE=$(sanad exculpatory note --case "$CASE" --text "The author reports on the circle." --cite "$NUMBER" --as Amal --json | field note)
refuse 1 'unanswered' sanad assess write "$FIRST" --step outcome --file step.json --as Gul
equals "the refusal says so" "$(last_refusal)" exculpatory-unanswered
refuse 1 'nobody answers what they noted' sanad exculpatory answer "$NOTE" --answer outweighed --reason x --as Amal
claim "another officer answers" sanad exculpatory answer "$NOTE" --answer outweighed --reason "The map names an hour." --as Behram
claim "the notes are listed" sanad exculpatory list --case "$CASE" --as Chand
holds "with the answer" "outweighed"
claim "the outcome completes it" sanad assess write "$FIRST" --step outcome --file step.json --as Gul
holds "as complete" "complete"

# The second is told nothing of the first.
for who in Hamid Behram Chand; do
  refuse 1 'another officer has this' sanad assess show "$FIRST" --as $who
  claim "$who sees no pair" sanad assess pairs --as $who
  holds "until both are complete" "Nothing was assessed by two"
  claim "$who reads the custody record" sanad exhibit show "$NUMBER" --json --as $who
  for secret in "$FIRST" assessment.written assessment.taken removal; do lacks "without $secret" "$secret"; done
done
claim "a bundle is exported meanwhile" sanad bundle --case "$CASE" --purpose test --out before.zip --as Chand
OUT=$(python3 -c 'import zipfile; z = zipfile.ZipFile("before.zip"); print(b"".join(z.read(n) for n in z.namelist() if "entries" in n or "ledger" in n).decode("utf-8", "replace").replace(chr(0), ""))')
holds "it carries what speaks for somebody" "The author reports on the circle."
lacks "and nothing of the first" "$FIRST"
claim "the queue still asks for it" sanad queue --as Hamid
holds "as before" "$NUMBER"
SECOND=$(sanad assess take "$NUMBER" --as Hamid --json | field assessment)
assess Hamid "$SECOND" no-action
claim "now the pair is there" sanad assess pairs --case "$CASE" --as Chand --json
PAIR=$(value 'v["items"][0]["pair"] if isinstance(v, dict) else v[0]["pair"]')
claim "both are shown" sanad assess pair "$PAIR" --as Chand
holds "the one" "Gul: removal"
holds "and the other" "Hamid: no-action"
holds "with where they differ" "differs: outcome.outcome"
step decision.json outcome keep-watching
refuse 1 'a third person decides' sanad assess adjudicate "$PAIR" --file decision.json --as Gul
claim "a third decides" sanad assess adjudicate "$PAIR" --file decision.json --as Behram
holds "and the outcome counts" "keep-watching"
refuse 2 'decided already' sanad assess adjudicate "$PAIR" --file decision.json --as Behram
claim "agreement is measured" sanad assess agreement --as Chand --json
equals "of what was assessed" "$(value '[r["items"] for r in v["items"] if r["by"] == "language" and r["key"] == "ur"]')" "[1]"
claim "a bundle carries both now" sanad bundle --case "$CASE" --purpose test --out after.zip --as Chand
OUT=$(python3 -c 'import zipfile; z = zipfile.ZipFile("after.zip"); print(b"".join(z.read(n) for n in z.namelist() if "entries" in n or "ledger" in n).decode("utf-8", "replace").replace(chr(0), ""))')
holds "the first" "$FIRST"
holds "and the second" "$SECOND"
claim "which verifies" verify after.zip

# Complaints.
COMPLAINT=$(sanad complaint register --case "$CASE" --about "$PAIR" --capacity person-concerned --name "Reader of the river" --text "It is a report." --as Amal --json | field reference)
equals "it has a reference" "$COMPLAINT" "$CASE-C01"
refuse 1 'their own decision' sanad complaint answer "$COMPLAINT" --outcome not-upheld --reason x --as Behram
claim "who had no part answers" sanad complaint answer "$COMPLAINT" --outcome partly-upheld --reason "The title is corrected." --as Farid
claim "the register is listed" sanad complaint list --case "$CASE" --as Chand
holds "with the outcome" "partly-upheld"
refuse 2 'no decision "nothing"' sanad complaint register --case "$CASE" --about nothing --capacity other --text x --as Amal

# Exposure.
claim "one's own looks are counted" sanad exposure show --as Gul
holds "in words" "0 times within 24 hours"
echo '{"exposure": "refuse", "looks_per_day": 1, "two_persons_for": ["unodc-use:incitement"]}' >policy.json
claim "a policy sets limits" sanad policy set policy.json --reason "order 9" --as Behram
claim "nobody has reached one" sanad exposure reached --as Behram
holds "and that is said" "Nobody has reached a limit"
refuse 1 'takes the role supervisor' sanad exposure reached --as Esen
refuse 2 'two persons are two' sanad exposure together "$NUMBER" --with Gul --as Gul
claim "a companion records that they look too" sanad exposure together "$NUMBER" --with Gul --minutes 10 --as Hamid
claim "the records are made again, and the review with them" sanad rebuild
claim "and the pair is there" sanad assess pair "$PAIR" --as Chand
holds "with its decision" "Behram decided"

refuse 2 'there is no pair' sanad assess pair pair-0 --as Chand
