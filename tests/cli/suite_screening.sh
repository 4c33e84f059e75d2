# Lists of people kept in a workspace: versions, screenings in a case, de-listing, new entries, reviews. All names are invented.
use_copy
export SANAD_WORKSPACE
value() { python3 -c 'import json,sys; print(eval(sys.argv[1], {"o": json.load(sys.stdin)}))' "$1"; }
equals() { if [ "$2" = "$3" ]; then pass; else fail "$1" "\"$2\", not \"$3\""; fi; }

# un_list VERSION NAME...: the file of the UN's form; entries are numbered by their names.
un_list() {
  python3 - "$@" <<'PY'
import sys, zlib
version, *names = sys.argv[1:]
print(f'<CONSOLIDATED_LIST dateGenerated="{version}"><INDIVIDUALS>')
for name in names:
    name, _, more = name.partition('|')
    key = zlib.crc32(name.encode()) % 10000
    print(f'<INDIVIDUAL><DATAID>{key}</DATAID><FIRST_NAME>{name}</FIRST_NAME><REFERENCE_NUMBER>TZi.{key}</REFERENCE_NUMBER>{more}</INDIVIDUAL>')
print('</INDIVIDUALS></CONSOLIDATED_LIST>')
PY
}
KARIM='Karim Yusuf Tiradari|<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Abu Lantern</ALIAS_NAME></INDIVIDUAL_ALIAS><INDIVIDUAL_DATE_OF_BIRTH><DATE>1970-05-02</DATE></INDIVIDUAL_DATE_OF_BIRTH>'
un_list 2026-01-01 "$KARIM" "Zaynab Lorekuri" >one.xml
un_list 2026-02-01 "Zaynab Lorekuri" "Bilal Sarendarudi" >two.xml
WHY="a donor of the mill fund"

refuse 2 'no list of people is kept' sanad screen "Karim" --case "$CASE" --reason x --as Amal
refuse 2 'no file' sanad screening import no-such-file --name L --as Amal
refuse 2 'name is missing' sanad screening import one.xml --as Amal
refuse 2 'un-xml' sanad screening import one.xml --name L --format pdf --as Amal
refuse 2 'FIELD=TITLE' sanad screening import one.xml --name L --column lantern=x --as Amal
refuse 1 'takes the role' sanad screening import one.xml --name L --as Esen
head -c 200 one.xml >cut.xml
refuse 2 'line' sanad screening import cut.xml --name L --as Amal
printf '<!DOCTYPE a [<!ENTITY b "c">]><CONSOLIDATED_LIST dateGenerated="1">&b;</CONSOLIDATED_LIST>' >entity.xml
refuse 2 . sanad screening import entity.xml --name L --as Amal
equals "nothing was kept of that" "$(sanad screening lists --json --as Amal | tr -d ' \n')" "[]"
claim "a list is kept" sanad screening import one.xml --name "Tirazan list" --publisher "Tirazan Council" --as Amal --json
equals "by its own date" "$(value 'o["version"]' <<<"$OUT")" 2026-01-01
equals "by the digest of the file" "$(value 'o["sha256"]' <<<"$OUT")" "$(sha256sum <one.xml | cut -d' ' -f1)"
refuse 2 'kept already' sanad screening import one.xml --name "Tirazan list" --as Amal

# A screening is an act of a person, for a case, with a reason.
refuse 2 '--case CASE' sanad screen "Karim" --as Amal
refuse 2 '--case CASE' sanad screen "Karim" --case "$CASE" --list one.xml --reason x --as Amal
refuse 2 'reason is missing' sanad screen "Karim" --case "$CASE" --as Amal
refuse 2 'there is no case' sanad screen "Karim" --case no-such-case --reason x --as Amal
refuse 1 'takes the role' sanad screen "Karim" --case "$CASE" --reason x --as Esen
refuse 1 'takes the role' sanad screen "Karim" --case "$CASE" --reason x --as Chand
claim "a person is screened" sanad screen "Kareem Youssef Tiradary" --born 1971 --case "$CASE" --reason "$WHY" --as Amal --json
SCREENING=$(value 'o["screening"]' <<<"$OUT")
LEAD=$(value 'o["items"][0]["lead"]' <<<"$OUT")
equals "one lead" "$(value 'len(o["items"])' <<<"$OUT")" 1
equals "field by field" "$(value '[f["agreement"] for f in o["items"][0]["fields"]][2]' <<<"$OUT")" disagree
equals "with what was asked and what the list says" "$(value '[(f["asked"], f["listed"]) for f in o["items"][0]["fields"]][2]' <<<"$OUT")" "('1971', '1970-05-02')"
equals "of which version" "$(value 'o["lists"][0]["version"]' <<<"$OUT")" 2026-01-01
equals "and how often that is wrong" "$(value 'o["how_often_wrong"]["measured"]["percent"]' <<<"$OUT")" 0.38
claim "in words" sanad screening show "$SCREENING" --as Chand
for part in 'birth date' 'A lead, not a finding' 'No lead of this workspace has been reviewed' '10000 invented names'; do
  grep -qF "$part" <<<"$OUT" || fail "the page of a lead says \"$part\"" "$OUT"
done
claim "a weak alias is marked" sanad screen "Abu Lantern" --case "$CASE" --reason "$WHY" --as Amal
grep -q 'a weak alias' <<<"$OUT" || fail "the weak alias is not marked" "$OUT"
claim "whom no list knows" sanad screen "Bilal Sarendarudi" --case "$CASE" --reason "$WHY" --as Amal --json
BILAL=$(value 'o["screening"]' <<<"$OUT")
equals "has no lead" "$(value 'o["leads"]' <<<"$OUT")" 0
equals "all three stand in the case" "$(sanad screening past --case "$CASE" --json --as Chand | value 'len(o)')" 3

refuse 2 'not-same' sanad screening review "$LEAD" --outcome perhaps --reason x --as Amal
refuse 2 'no lead' sanad screening review lead-0000000000000000 --outcome same --reason x --as Amal
refuse 1 'takes the role' sanad screening review "$LEAD" --outcome same --reason x --as Esen
claim "a lead is reviewed" sanad screening review "$LEAD" --outcome not-same --reason "born in another year" --as Behram
claim "which is counted" sanad screening show "$SCREENING" --as Amal
grep -q 'Of 1 leads reviewed in this workspace, 1 were not' <<<"$OUT" || fail "the count of wrong leads" "$OUT"

# A new version: who was de-listed, and who is new.
claim "the next version" sanad screening import two.xml --name "Tirazan list" --as Amal --json
equals "drops one" "$(value 'o["removed"]' <<<"$OUT")" 1
equals "which two leads are about" "$(value 'o["leads_delisted"]' <<<"$OUT")" 2
equals "in one case" "$(value 'len(o["cases"])' <<<"$OUT")" 1
equals "and who is new is found in the past" "$(value 'o["found"]' <<<"$OUT")" 1
equals "as a lead" "$(sanad screening show "$BILAL" --json --as Amal | value 'o["items"][0]["origin"]')" list-update
claim "the past lead" sanad screening show "$SCREENING" --as Amal
grep -q 'DE-LISTED since version 2026-02-01' <<<"$OUT" || fail "the lead says that its entry was de-listed" "$OUT"
refuse 2 'newer one' sanad screening import one.xml --name "Tirazan list" --as Amal
equals "both versions are kept" "$(sanad screening versions "Tirazan list" --json --as Amal | value '[v["version"] for v in o]')" "['2026-02-01', '2026-01-01']"
refuse 2 'no list of people' sanad screening versions none --as Amal
refuse 2 'no screening' sanad screening show screening-0000000000000000 --as Amal

# A national list as CSV; its columns are kept.
printf 'Name,Nicknames,Ref\nSalim Marwan,The Reed,N-1\n' >national.csv
refuse 2 'which version' sanad screening import national.csv --name National --column name=Name --as Amal
claim "a CSV list" sanad screening import national.csv --name National --version 1 --column name=Name --column weak-aliases=Nicknames --column reference=Ref --as Amal
printf 'Ref,Name,Nicknames\nN-2,Mirwan Zarin,\nN-1,Salim Marwan,The Reed\n' >national.csv
claim "its next version by the same columns" sanad screening import national.csv --name National --version 2 --as Amal --json
equals "adds one" "$(value '(o["added"], o["removed"], o["changed"])' <<<"$OUT")" "(1, 0, 0)"

# All of it follows from the ledger.
before=$(sanad screening show "$SCREENING" --json --as Amal)
claim "the records are made again" sanad rebuild
equals "and are the same" "$(sanad screening show "$SCREENING" --json --as Amal)" "$before"
claim "the ledger is whole" sanad ledger verify
for object in $(find "${SANAD_WORKSPACE:?}/vault/case-0000000000000000" -type f); do flip "$object" "$(middle_of "$object")"; done
refuse 1 'damaged or gone' sanad screen "Karim" --case "$CASE" --reason "$WHY" --as Amal
