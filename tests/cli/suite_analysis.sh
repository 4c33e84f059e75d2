# A case's material as views: people stay pseudonyms until a reasoned unmasking under an authorisation.
use_copy
export SANAD_WORKSPACE
equals() { if [ "$2" = "$3" ]; then pass; else fail "$1" "\"$2\", not \"$3\""; fi; }
value() { python3 -c 'import json,sys; v = json.load(sys.stdin); print(eval(sys.argv[1]))' "$1" <<<"$OUT"; }
as() { sanad "$@" --case "$CASE" --as Amal; }
python3 "$CLI_TESTS/import_files.py" .

# permitted_for IDENTIFIER...: an approved authorisation for imports that names these accounts.
permitted_for() {
  local id
  request "$OWN/request.json" "$(at '1 hour ago')" "$(at '30 days')"
  python3 - "$OWN/request.json" "$@" <<'PY'
import json, sys
path, *names = sys.argv[1:]
request = json.load(open(path))
request['activities'] = ['import']
request['targets'] = [{'kind': 'identifier', 'value': name} for name in names]
json.dump(request, open(path, 'w'))
PY
  id=$(sanad authorise "$OWN/request.json" --case "$CASE" --as Amal --json | field authorisation)
  sanad approve "$id" --note "as asked" --as Behram >/dev/null
  echo "$id"
}
WHOLE=$(permitted_for)
claim "a chat is imported" sanad import chat --case "$CASE" --source "telephone of a witness" --authorisation "$WHOLE" --as Amal

# Every view, and nobody's name in one of them.
views() {
  as case selectors "$@"
  as case selectors --kind email "$@"
  as case accounts "$@"
  as case graph "$@"
  as case timeline --step week --zone UTC+05:00 "$@"
  as case places "$@"
  as case clusters --build "$@"
}
claim "the views of a case" views
for name in 'Lantern [0-9]' 'user[0-9]' 'telegram:'; do
  if grep -q "$name" <<<"$OUT"; then fail "no view shows $name" "$(grep "$name" <<<"$OUT" | head -3)"; else pass; fi
done
claim "the same for machines" views --json
if grep -Eq 'Lantern [0-9]|"user[0-9]' <<<"$OUT"; then fail "no view for machines shows a name" "$(grep -E 'Lantern [0-9]|"user[0-9]' <<<"$OUT" | head -3)"; else pass; fi

claim "the accounts" as case accounts --json
equals "are three pseudonyms" "$(value 'len(v), all(a["masked"] and "id" not in a for a in v)')" "(3, True)"
claim "the graph" as case graph --kind wrote --json
equals "says who wrote how much in the chat" "$(value 'sorted(e["weight"] for e in v["edges"]), v["matching"]')" "([13, 13, 14], 3)"
claim "the timeline" as case timeline --json
equals "has forty days" "$(value 'len(v["buckets"]), v["certain"]')" "(40, 40)"
claim "the addresses" as case selectors --kind email --json
equals "are one for each message" "$(value 'len(v), v[0]["documents"]')" "(40, 1)"
refuse 2 'there is no time zone' as case timeline --zone ../../etc/passwd
refuse 2 '--kind is replied' as case graph --kind loves

# The one who wrote fourteen messages is user1. Without an authorisation that names the account nothing is shown.
claim "the graph again" as case graph --kind wrote --json
NUMBER=$(value '[n["account"]["pseudonym"] for e in v["edges"] if e["weight"] == 14 for n in v["nodes"] if n["type"] == "account" and n["row"] == e["source"]["row"]][0]')
refuse 2 '--reason is missing' as person unmask "$NUMBER"
refuse 1 'no authorisation of the case names this account' as person unmask "$NUMBER" --reason "wrote most of it"
equals "the refusal is recorded" "$(last_refusal)" "out-of-scope"
refuse 1 'no authorisation of the case names this account' as person show "$NUMBER"
permitted_for telegram:user1 >/dev/null
refuse 1 'investigator or a supervisor' sanad person unmask "$NUMBER" --case "$CASE" --reason "curious" --as Chand
claim "all of one person under a permit" as person show "$NUMBER" --json
equals "is what that account wrote" "$(value 'len(v["documents"]["items"]), v["timeline"]["certain"], v["account"]["masked"]')" "(14, 14, True)"
claim "the mask is lifted with a reason" as person unmask "$NUMBER" --reason "wrote most of it" --json
equals "and the name told" "$(value 'v["identifier"], v["name"]')" "('telegram:user1', 'Lantern 1')"
refuse 2 'not masked' as person unmask "$NUMBER" --reason "again"
claim "the accounts afterwards" sanad case accounts --case "$CASE" --as Chand --json
equals "show this name and no other" "$(value 'sorted(a.get("name", "") for a in v)')" "['', '', 'Lantern 1']"
refuse 2 'no such account' as person unmask 1 --reason "a guess"

# The indexes may be made again; pseudonyms and unmaskings stay.
claim "rebuild" sanad rebuild
claim "the accounts once more" as case accounts --json
equals "are called the same" "$(value "[a.get('name') for a in v if a['pseudonym'] == $NUMBER]")" "['Lantern 1']"
claim "the ledger holds" sanad ledger verify --as Chand
