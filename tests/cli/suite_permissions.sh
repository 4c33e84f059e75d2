# Who may do what: every cell of the permission matrix through the program, and a walk over every command that there is.
use_copy
export SANAD_WORKSPACE
MATRIX=$CLI_TESTS/../../src/service/testdata/permission_matrix.tsv
status=0
python3 -B "$CLI_TESTS/permissions.py" "$BIN/sanad" "$SANAD_WORKSPACE" "$WORK/trial" "$MATRIX" >tried.txt 2>tried.log || status=$?
if [ "$status" = 0 ]; then pass; else fail "the matrix was tried" "$(tail -n 5 tried.log)"; fi
while read -r line; do
  case $line in
    pass) pass ;;
    FAIL:*) fail "as the matrix says" "${line#FAIL: }" ;;
  esac
done <tried.txt
if [ "$(grep -c '^pass$' tried.txt)" -ge 500 ]; then pass; else fail "five hundred cells and more are as stated" "$(grep -c '^pass$' tried.txt)"; fi

# Commands that ask no role of anybody, and why.
declare -A ANYONE=(
  ["init"]="makes the workspace, before there are officers"
  ["rebuild"]="makes the records again from the ledger; shows nothing of them"
  ["doctor"]="whether the machine can do the work"
  ["officer list"]="colleagues' names and roles"
  ["officer link"]="whoever holds the workspace's key signs officers in"
  ["law list"]="published law"
  ["law show"]="published law"
  ["policy show"]="what the agency demands of its officers"
  ["clock alarms"]="records what has passed, as the server does by itself"
  ["ledger verify"]="the ledger is there to be verified"
  ["ledger checkpoint"]="the public side of the ledger"
  ["ledger proof"]="the public side of the ledger"
  ["ledger export"]="the public side of the ledger"
  ["ledger timestamp"]="asks for a timestamp, as the server does by itself"
  ["serve"]="serves the workbench, where each officer signs in"
  ["range serve"]="the fictional internet; needs no workspace"
  ["fingerprint"]="of files at hand; needs no workspace"
  ["describe"]="of files at hand; needs no workspace"
  ["selectors"]="of files at hand; needs no workspace"
  ["rules test"]="of files at hand; needs no workspace"
  ["redaction compare"]="of files at hand; needs no workspace"
  ["taxonomy export"]="published words; needs no workspace"
  ["rules run"]="of files at hand; needs no workspace"
  ["train start"]="by whoever holds the folder of the class"
  ["train show"]="by whoever holds the folder of the class"
  ["train marks"]="by whoever holds the folder of the class"
  ["train close"]="by whoever holds the folder of the class, in the name of its trainer"
  ["exercise seat"]="by whoever holds the key of the workspace, which must have no case yet"
  ["exercise grade"]="by whoever holds the keys of the seats"
)
# Commands that refuse somebody, which another suite shows.
declare -A ELSEWHERE=(
  ["corroborate"]="takes two captures of one page; suite_exports.sh has an evidence officer refused"
  ["validate"]="takes a minute; suite_validation.sh has a reviewer and an auditor refused"
  ["exercise list"]="in a workspace of its own; suite_training.sh tries each role there"
  ["exercise show"]="in a workspace of its own; suite_training.sh tries each role there"
  ["exercise start"]="in a workspace of its own; suite_training.sh tries each role there"
  ["exercise answer"]="in a workspace of its own; suite_training.sh tries each role there"
  ["exercise hint"]="in a workspace of its own; suite_training.sh tries each role there"
  ["exercise submit"]="in a workspace of its own; suite_training.sh tries each role there"
  ["exercise marks"]="in a workspace of its own; suite_training.sh tries each role there"
  ["validation show"]="through the same door as \"validation list\""
  ["validation export"]="through the same door as \"validation list\""
)
REFUSED="|$(sed -n 's/^refused //p' tried.txt)|"
walked=0
while read -r first second _; do
  command=$first
  if [[ $second =~ ^[a-z]+$ ]]; then command="$first $second"; fi
  refuses=no
  case $REFUSED in *"|$command|"*) refuses=yes ;; esac
  if [ "$refuses" = yes ] && [ -n "${ANYONE[$command]:-}" ]; then fail "\"$command\" refuses somebody, and is named as one that does not"
  elif [ "$refuses" = no ] && [ -z "${ANYONE[$command]:-}${ELSEWHERE[$command]:-}" ]; then fail "\"$command\" refuses somebody, or is named here with the reason why not"
  else pass; fi
  walked=$((walked + 1))
done < <(sanad --help | sed -n 's/^  sanad //p')
if [ "$walked" -ge 100 ]; then pass; else fail "every command is walked" "$walked"; fi

# Once there is an administrator, the key alone adds no officer and changes no setting; the refusal is an entry.
for words in "officer add Nobody --role auditor" "config set capture.clock_source NTP"; do
  # shellcheck disable=SC2086
  refuse 1 'administrator' sanad $words
  if [ "$(last_refusal)" = wrong-role ]; then pass; else fail "the refusal of \"$words\" is an entry" "$(last_refusal)"; fi
done
claim "the ledger is whole after all this" sanad ledger verify
