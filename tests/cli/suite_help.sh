# Every command explains itself, and wrong words are answered with what to do.
COMMANDS=("partner card" "partner add" "partner confirm" "partner retire" "partner list" "mark set" "mark show" "package seal" "package open" "package take"
  "package receipt" "package show" "package list" "receipt take" "release add" "release list" "release withdraw" "release export" "taxonomy export"
  "init" "rebuild" "doctor" "validate" "validation list" "validation show" "validation export" "officer add" "officer remove" "officer list" "officer link" "config set" "case open" "case list"
  "authorise" "authorisation list" "approve" "reject" "revoke" "capture" "import" "exhibit list" "exhibit parts" "exhibit ocr" "exhibit show" "exhibit extract" "redact" "redaction suggest" "redaction list" "redaction extract" "redaction check" "redaction compare" "bundle" "bundle questions"
  "fingerprint" "list import" "list bank" "list export" "list facets" "list show" "list feedback" "lookup" "identify" "matches" "match show" "match review" "screen" "screening import" "screening lists" "screening versions" "screening past" "screening show" "screening review" "rules test" "rules run" "rules import" "rules list" "rules retire"
  "describe"
  "retention set" "retention list" "retention show" "retention review" "retention end" "hold place" "hold lift" "hold list"
  "disposal preview" "disposal propose" "disposal approve" "disposal return" "disposal withdraw" "disposal list" "disposal certificate"
  "oversight statistics" "oversight report" "oversight access" "oversight entries" "oversight registers"
  "law list" "law show" "law add" "law adopt" "policy show" "policy set" "form list" "form fill" "form show" "form submit" "form approve" "form return" "form close"
  "register sources" "register identities" "register note" "review list" "review record" "emergency declare" "emergency list" "emergency ratify" "emergency refuse"
  "token issue" "token list" "token revoke" "selectors" "search" "search keep" "corroborate" "case export" "corroborations" "sheet show" "sheet save" "sheet history" "sheet list" "sheet facts"
  "case selectors" "case accounts" "case graph" "case timeline" "case places" "case clusters" "person unmask" "person show"
  "clocks" "clock rules" "clock start" "clock suspend" "clock resume" "clock extend" "clock met" "clock alarms"
  "request forms" "request draft" "request list" "request show" "request approve" "request return" "request withdraw" "request issue" "request print" "request paper" "request sent" "request received" "request answer" "request register"
  "queue" "assess ask" "assess take" "assess write" "assess give-back" "assess show" "assess form" "assess pairs" "assess pair" "assess adjudicate" "assess agreement"
  "unused list" "aliases seal" "unused decide" "exercise seat" "exercise list" "exercise show" "exercise start" "exercise answer" "exercise hint" "exercise submit" "exercise marks" "exercise grade" "exculpatory note" "exculpatory list" "exculpatory answer" "report state" "report withdraw" "report sign" "report show" "report preview" "report make" "report copy" "certificate forms" "certificate list" "certificate draft" "certificate show" "certificate sign" "certificate withdraw" "certificate preview" "certificate make" "certificate copy" "credential issue" "credential list" "credential show" "credential copy" "credential revoke" "credential revocations" "credential issuers" "credential trust" "credential distrust" "credential take" "complaint register" "complaint list" "complaint answer" "exposure show" "exposure reached" "exposure together"
  "recheck schedule" "recheck now" "recheck list" "recheck end"
  "ledger verify" "ledger checkpoint" "ledger proof" "ledger export" "ledger timestamp" "fixity" "serve" "range serve" "train start" "train show" "train marks" "train close")
export SANAD_WORKSPACE=$WORK/nothing

claim "the overview" sanad --help
overview=$OUT
for command in "${COMMANDS[@]}"; do
  # shellcheck disable=SC2086
  claim "sanad $command --help" sanad $command --help
  for part in "sanad $command" "--workspace" "--json" "Example:"; do
    grep -qF -- "$part" <<<"$OUT" || fail "the help of $command shows $part" "$OUT"
  done
  grep -qF "sanad $command" <<<"$overview" || fail "the overview names $command"
done
listed=$(grep -c '^  sanad ' <<<"$overview")
if [ "$listed" = ${#COMMANDS[@]} ]; then pass; else fail "every command of the overview is tested here" "$listed listed"; fi
claim "the version" sanad --version
claim "sanad-verify --help" verify --help

refuse 2 'there is no command "dance"' sanad dance
refuse 2 'there is no command' sanad --verbose
refuse 2 'no option "--cas"' sanad case list --cas x
refuse 2 '--case needs a value' sanad exhibit list --case
refuse 2 '--reference is missing' sanad case open --title x
refuse 2 'takes no value' sanad case list --json=1
refuse 2 'given twice' sanad exhibit list --case a --case b
refuse 2 'one word too many' sanad capture https://a.tirazan.example/ b --case x
refuse 2 'there is no workspace at .*nothing' sanad case list --as Amal
refuse 2 'whole number|digits|number' sanad fixity --count many --as Amal
refuse 2 'range|role' sanad officer add Farid --role king
[ ! -e "$SANAD_WORKSPACE" ] || fail "a command that was refused makes no workspace"
status=0; sanad >/dev/null 2>&1 || status=$?
if [ "$status" = 2 ]; then pass; else fail "without words the status is 2" "status $status"; fi
