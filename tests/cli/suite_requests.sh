# Requests: drafted, approved by another officer, issued, and what came of them; clocks; re-checks.
use_copy
export SANAD_WORKSPACE
holds() { if grep -qF -- "$2" <<<"$OUT"; then pass; else fail "$1" "no \"$2\" in: $OUT"; fi; }
equals() { if [ "$2" = "$3" ]; then pass; else fail "$1" "\"$2\", not \"$3\""; fi; }
value() { python3 -c 'import json,sys; v = json.load(sys.stdin); print(eval(sys.argv[1]))' "$1" <<<"$OUT"; }
refused_as() { equals "the refusal stands in the ledger" "$(last_refusal)" "$1"; }

# draft FILE FORM [MEMBER=VALUE | -MEMBER]...
draft() {
  python3 - "$@" <<'PY'
import json, sys
file, form, *changes = sys.argv[1:]
forms = {
    'referral': {'pack': 'international', 'form': 'platform-referral', 'provision': 'iccpr-19-3', 'fields': {'purpose-assessed': 'No journalistic purpose.'}},
    'order': {'pack': 'eu', 'form': 'tco-removal-order', 'provision': 'tco-3', 'addressee_contact': 'orders@forum.tirazan.example', 'fields': {
        'issuing-state': 'Tirazan', 'legal-representative': 'L. R.', 'main-establishment': 'Tirazan', 'kinds': ['incites'], 'sent-to-main-establishment': 'yes',
        'authority-contact': '1 Harbour Street', 'follow-up-contact': 'desk@wing.tirazan.example', 'redress': 'The court of Tirazan'}},
    'notice': {'pack': 'pk', 'form': 'peca-31-notice', 'provision': 'peca-31', 'offence': 'recruitment', 'fields': {
        'mandate': 'JIT order 4/2026', 'data-specified': 'Posts of November', 'necessity': 'They show who recruits.', 'risk': 'They are deleted.', 'period-days': '90'}}}
content = {'addressee': 'Forum of Tirazan', 'basis': 'The thread calls for violence.', 'url': 'https://forum.tirazan.example/', 'identifiers': ['thread 17'],
           'preservation_considered': 'Asked for.', 'deconfliction': 'Cleared with Tirazan North.'} | forms[form]
for change in changes:
    if change.startswith('-'):
        content.pop(change[1:])
    else:
        name, text = change.split('=', 1)
        content[name] = text
json.dump(content, open(file, 'w'))
PY
}
new() { sanad request draft --case "$CASE" --file "$1" --as Amal --json | field reference; }
sanad officer add Farid --role supervisor >/dev/null

claim "the forms of requests are listed" sanad request forms --as Amal
holds "with their packs" "international/platform-referral"
holds "and whether the agency has the power" "(no such power on record)"
claim "the register is empty at first" sanad request list --case "$CASE" --as Chand
holds "and says so" "The register is empty."

# Nothing goes out without address, identifier, provision and basis.
for pair in url:no-url identifiers:no-identifier provision:no-provision basis:no-basis; do
  draft lacking.json referral "-${pair%%:*}"
  reference=$(new lacking.json)
  refuse 1 'goes out without' sanad request approve "$reference" --as Behram
  refused_as "${pair##*:}"
done
draft far.json referral url=https://forum.tirazan.example/never-captured
reference=$(new far.json)
refuse 1 'capture this address' sanad request approve "$reference" --as Behram
refused_as no-capture
draft order.json order
reference=$(new order.json)
refuse 1 'no such power' sanad request approve "$reference" --as Behram
refused_as no-power
refuse 2 'no setting' sanad config set agency.power "eu:tco-3"
claim "a power is put on record" sanad config set agency.powers "eu:tco-3 pk:peca-31"
claim "and the order may be approved" sanad request approve "$reference" --as Behram
ORDER=$reference

# Four eyes, one version, and nothing changed after the issue.
draft referral.json referral
claim "a supervisor may write one" sanad request draft --case "$CASE" --file referral.json --as Behram --json
OWN_ONE=$(value 'v["reference"]')
refuse 1 'approves what they wrote' sanad request approve "$OWN_ONE" --as Behram
refused_as four-eyes
refuse 1 'role' sanad request approve "$OWN_ONE" --as Amal
refuse 1 'role' sanad request draft --case "$CASE" --file referral.json --as Esen
claim "another supervisor approves it" sanad request approve "$OWN_ONE" --as Farid
refuse 1 'issued once' sanad request issue "$(new referral.json)" --as Amal
refused_as not-approved
claim "it is issued" sanad request issue "$OWN_ONE" --as Amal
holds "with papers in both languages" "platform-referral.ur.html"
refuse 1 'not changed any more' sanad request draft --case "$CASE" --request "$OWN_ONE" --base 1 --file referral.json --as Amal
refused_as not-a-draft
refuse 1 'stays in the register' sanad request withdraw "$OWN_ONE" --reason "a mistake" --as Amal
draft correction.json referral "corrects=$OWN_ONE"
claim "a correction is a new request" sanad request draft --case "$CASE" --file correction.json --as Amal --json
equals "that names the old one" "$(value 'v["corrects"]["reference"]')" "$OWN_ONE"
claim "a draft's paper can be read" sanad request paper "$(value 'v["reference"]')" --language ur --as Amal
holds "in Urdu, from the right" 'dir="rtl"'
claim "a sealed paper is taken out" sanad request paper "$OWN_ONE" --name platform-referral.en.html --out paper.html --as Chand --json
equals "as it was sealed" "$(value 'v["sha256"]')" "$(sha256sum paper.html | cut -d' ' -f1)"
for part in "draft: to be confirmed by counsel" "international/platform-referral" "$OWN_ONE" "It is not an order."; do
  if grep -qF "$part" paper.html; then pass; else fail "the paper says $part"; fi
done
refuse 2 'is there|exist' sanad request paper "$OWN_ONE" --name platform-referral.en.html --out paper.html --as Chand

# The hour of an order, from its receipt.
claim "the order is issued" sanad request issue "$ORDER" --as Amal
refuse 2 'has not come' sanad request sent "$ORDER" --how mail --at 2099-01-01T00:00:00Z --as Amal
refuse 2 'before' sanad request sent "$ORDER" --how mail --at 2020-01-01T00:00:00Z --as Amal
refuse 2 'first how and when' sanad request received "$ORDER" --how mail --as Amal
claim "its sending is recorded" sanad request sent "$ORDER" --how "portal of the forum" --as Amal
claim "and its receipt" sanad request received "$ORDER" --how "receipt of the portal" --as Amal --json
HOUR=$(value '[c["clock"] for c in v["clocks"] if c["key"] == "tco-removal"][0]')
equals "an hour later it is due, to the millisecond" "$(value '[(__import__("datetime").datetime.fromisoformat(c["due"][:-1]) - __import__("datetime").datetime.fromisoformat(c["start"][:-1])).total_seconds() for c in v["clocks"] if c["key"] == "tco-removal"][0]')" "3600.0"
claim "what falls due is shown" sanad clocks --case "$CASE" --as Chand
holds "with its zone" "Europe/Brussels"
claim "a question suspends the hour" sanad clock suspend "$HOUR" --reason "they ask for the address" --as Amal
holds "and it stands" "suspended"
refuse 2 'suspended already' sanad clock suspend "$HOUR" --reason again --as Amal
claim "and it runs on" sanad clock resume "$HOUR" --reason "the address was sent" --as Amal
refuse 2 'cannot be extended|extend' sanad clock extend "$HOUR" --count 1 --unit hours --by "the court" --reason "a wish" --as Amal
claim "the answer is recorded" sanad request answer "$ORDER" --outcome removed --reference FT-1 --as Amal --json
equals "the hour was met, and the six months run" "$(value 'sorted((c["key"], c["state"]) for c in v["clocks"])')" "[('tco-preservation', 'running'), ('tco-removal', 'met')]"

# A clock for what happened outside; one that passed is told once.
refuse 2 'clock rules' sanad clock start --case "$CASE" --pack pk --clock nothing --reason x --as Amal
claim "a clock is started by hand" sanad clock start --case "$CASE" --pack pk --clock peca-33-court --at "$(at '2 days ago')" --reason "search of the shop" --as Amal
holds "and is overdue" "overdue"
claim "its passing is recorded" sanad clock alarms
holds "once" "1 recorded."
claim "and not again" sanad clock alarms
holds "nothing is new" "0 recorded."
OUT=$(sanad clocks --as Chand --json)
equals "what is overdue comes first" "$(value 'v[0]["key"], v[0]["state"]')" "('peca-33-court', 'overdue')"

# PDF by the browser, and the court's paper beside a notice.
draft notice.json notice
NOTICE=$(new notice.json)
claim "the notice is approved" sanad request approve "$NOTICE" --as Behram
refuse 1 'no legality record' sanad request issue "$NOTICE" --as Amal
refused_as no-legality-record
python3 - "$(at '20 days')" >record.json <<'PY'
import json, sys
words = ('legal-basis', 'legitimate-aim', 'necessity', 'less-intrusive', 'adequacy', 'proportionality', 'collateral')
print(json.dumps({'act': 'provider-request', 'covers': ['Forum of Tirazan'], 'expires': sys.argv[1]} | {word: 'A sentence.' for word in words}))
PY
RECORD=$(sanad form fill international/lnp-record --case "$CASE" --file record.json --as Amal --json | field paper)
sanad form submit "$RECORD" --as Amal >/dev/null
claim "a legality record names the provider" sanad form approve "$RECORD" --as Behram
claim "and issued, with the paper for the court beside it" sanad request issue "$NOTICE" --as Amal
holds "in Urdu too" "peca-31-court-intimation.ur.html"
claim "the papers are printed" sanad request print "$NOTICE" --as Amal
holds "as PDF" "peca-31-notice.ur.pdf"
claim "a PDF is taken out" sanad request paper "$NOTICE" --name peca-31-notice.ur.pdf --out notice.pdf --as Amal
if [ "$(head -c 5 notice.pdf)" = "%PDF-" ]; then pass; else fail "it is a PDF"; fi
draft long.json notice
python3 -c 'import json; c = json.load(open("long.json")); c["fields"]["period-days"] = "91"; json.dump(c, open("long.json", "w"))'
refuse 1 'gives no more' sanad request approve "$(new long.json)" --as Behram

# Re-checks by the authorised way.
claim "the page is captured again" sanad recheck now "$OWN_ONE" --as Amal
holds "and is still there" "there"
# What became of a page, told to the range (one that no other suite captures, as all share it), and what a capture then says.
THREAD=https://forum.tirazan.example/thread/4
fate() { python3 - "$T/range.json" "$@" <<'PY'
import json, sys, urllib.request
control = json.load(open(sys.argv[1]))['timestamp_url'].removesuffix('/tsa')
address = f'{control}/fates?host=forum.tirazan.example&path=/thread/4&fate={sys.argv[2]}' + (f'&to={sys.argv[3]}' if len(sys.argv) > 3 else '')
urllib.request.urlopen(urllib.request.Request(address, method='POST')).read()
PY
}
sanad capture "$THREAD" --case "$CASE" --as Amal >/dev/null 2>&1
draft thread.json referral "url=$THREAD"
ASKED=$(new thread.json)
sanad request approve "$ASKED" --as Behram >/dev/null
sanad request issue "$ASKED" --as Amal >/dev/null
for told in changed geo-blocked "moved /elsewhere" gone there; do
  fate $told
  claim "a page that is ${told%% *} is captured again" sanad recheck now "$ASKED" --as Amal
  holds "and found to be so" "${told%% *}"
done
sanad request show "$ASKED" --as Amal --json >asked.json
equals "each time as an exhibit" "$(python3 -c 'import json; print(len({one["exhibit"] for one in json.load(open("asked.json"))["recheck_results"]}))')" 5
claim "a schedule is recorded" sanad recheck schedule "$OWN_ONE" --every-hours 6 --until "$(at '3 days')" --as Amal
holds "with its next step" "Every 6 hours"
claim "and ended with a reason" sanad recheck end "$OWN_ONE" --reason "gone for good" --as Amal
sanad revoke "$(sanad authorisation list --case "$CASE" --as Amal --json | python3 -c 'import json,sys; print(json.load(sys.stdin)[0]["authorisation"])')" --reason "the order ended" --as Behram >/dev/null
refuse 1 'revoked' sanad recheck now "$OWN_ONE" --as Amal
refused_as revoked

# What came in, bad input, and the records made again.
echo '{"addressee": "Desk of Tirazan North", "basis": "Keep thread 17."}' >in.json
claim "a request that came in is registered" sanad request register --case "$CASE" --kind preservation-request --file in.json --reference N-5 --as Amal --json
IN=$(value 'v["reference"]')
claim "and answered" sanad request answer "$IN" --outcome done --as Amal
refuse 2 'is one of' sanad request register --case "$CASE" --kind wish --file in.json --as Amal
echo '{"wish": 1}' >wish.json
refuse 2 'wish' sanad request draft --case "$CASE" --file wish.json --as Amal
echo '{' >torn.json
refuse 2 'torn.json' sanad request draft --case "$CASE" --file torn.json --as Amal
refuse 2 'no request' sanad request show TZ-2026-0001-R99 --as Amal
OUT=$(sanad request list --as Chand --json)
before=$OUT
claim "the records are made again" sanad rebuild
equals "and the register is the same" "$(sanad request list --as Chand --json)" "$before"
claim "the ledger verifies" sanad ledger verify
refuse 1 'role' sanad request answer "$ORDER" --outcome declined --as Esen
