# Who may do what: each refusal has its exit status, its reason and its entry.
use_copy
export SANAD_WORKSPACE
forum=https://forum.tirazan.example/

refused_as() {
  local code=$1
  shift
  refuse 1 . sanad capture "$@" --case "$CASE"
  local found
  found=$(last_refusal)
  if [ "$found" = "$code" ]; then pass; else fail "the ledger says $code" "it says $found"; fi
}

refused_as out-of-scope https://news.tirazan.example/ --as Amal
refused_as wrong-role $forum --as Behram
refused_as wrong-role $forum --as Chand
refused_as no-authorisation $forum --as Amal --authorisation authorisation-0000000000000000
approved "$(at '1 day')" host=10.0.0.1 >/dev/null
refused_as private-address http://10.0.0.1/ --as Amal
refuse 2 'there is no officer|Nobody' sanad capture $forum --case "$CASE" --as Nobody
refuse 2 'say who acts' sanad capture $forum --case "$CASE"
refuse 2 . sanad capture $forum --case NO-SUCH-CASE --as Amal
refuse 2 . sanad capture forum --case "$CASE" --as Amal
refuse 2 max_seconds sanad capture $forum --case "$CASE" --as Amal --max-seconds 0

# Four eyes.
sanad officer add Gul --role investigator --role supervisor >/dev/null
request own.json "$(at '1 hour ago')" "$(at '1 day')" host=paste.tirazan.example
own=$(sanad authorise own.json --case "$CASE" --as Gul --json | field authorisation)
refused_as not-approved https://paste.tirazan.example/ --as Amal
refuse 1 'own' sanad approve "$own" --as Gul
refuse 1 'supervisor' sanad approve "$own" --as Chand
refuse 1 'investigator' sanad authorise own.json --case "$CASE" --as Behram
refuse 2 'reason' sanad reject "$own" --as Behram
claim "another supervisor rejects it" sanad reject "$own" --reason "too wide" --as Behram
refused_as rejected https://paste.tirazan.example/ --as Amal
refuse 2 . sanad approve "$own" --as Behram
refuse 2 'UTF-8' sanad revoke "$own" --reason $'aim \xff' --as Behram

# Ended by a person, and by time.
over=$(($(date +%s) + 30))
short=$(approved "$(at "@$over")" host=bazaar.tirazan.example)
ended=$(approved "$(at '1 day')" host=video.tirazan.example)
claim "a supervisor revokes" sanad revoke "$ended" --reason "aim reached" --as Behram
refused_as revoked https://video.tirazan.example/ --as Amal
until [ "$(date +%s)" -ge $over ]; do sleep 0.2; done
refused_as expired https://bazaar.tirazan.example/ --as Amal --authorisation "$short"
sed -i 's/2026-11-01/2020-01-01/' own.json
refuse 2 'superseded' sanad authorise own.json --case "$CASE" --as Amal
refuse 2 'no file nothing.json' sanad authorise nothing.json --case "$CASE" --as Amal
refuse 2 'is a folder' sanad authorise . --case "$CASE" --as Amal
echo '{' >broken.json
refuse 2 'broken.json' sanad authorise broken.json --case "$CASE" --as Amal

# An administrator ends the time in which anyone with the key adds officers.
sanad officer add Dara --role administrator >/dev/null
refuse 1 'administrator' sanad officer add Ilham --role auditor
refuse 1 'administrator' sanad officer add Ilham --role auditor --as Amal
refuse 1 'administrator' sanad config set timestamp.url http://127.0.0.1/
refuse 1 'role' sanad case list --as Dara
refuse 2 'already' sanad officer add Amal --role auditor --as Dara
claim "the administrator removes an officer" sanad officer remove Amal --reason left --as Dara
refused_as officer-inactive $forum --as Amal
refuse 1 'closed' sanad officer link Amal
refuse 2 'already' sanad officer remove Amal --reason left --as Dara
claim "the ledger is whole after all this" sanad ledger verify
refuse 1 'network log|role' sanad exhibit extract "$CASE-001" netlog.json --out log --purpose x --as Esen
