# A disposal whose process ends between its steps: the next opening finishes it, or it was not begun; content is never half there, and proofs verify.
use_copy
export SANAD_WORKSPACE
value() { python3 -c 'import json,sys; v = json.load(sys.stdin); print(eval(sys.argv[1]))' "$1" <<<"$OUT"; }
${CC:-cc} -shared -fPIC -O1 -o end_at_step.so "$CLI_TESTS/end_at_step.c" -ldl
request "$OWN/request.json" "$(at '1 hour ago')" "$(at '30 days')"
sed -i 's/"activities": \["capture"\]/"activities": ["import"]/' "$OWN/request.json"
ID=$(sanad authorise "$OWN/request.json" --case "$CASE" --as Amal --json | field authorisation)
sanad approve "$ID" --note "as asked" --as Behram >/dev/null
mkdir letters
echo "Bring the qirmizifanous to zx7731@lanternmarker.example by the bridge." >letters/note.txt
claim "letters are imported" sanad import letters --case "$CASE" --source "a drawer" --as Amal --json
LETTERS=$(value 'v[0]["exhibit"]')
claim "and bundled" sanad bundle --case "$CASE" --out before.zip --purpose "for the court" --as Amal
claim "letters may go at once" sanad retention set "not needed" --keep "at once" --material imports --case "$CASE" --pack international --provision bp-minimisation --reason "order 7" --as Behram
claim "a disposal is proposed" sanad disposal propose --case "$CASE" --exhibit "$LETTERS" --reason "not needed" --as Chand --json
GONE=$(value 'v["disposal"]')

status=0
python3 -B "$CLI_TESTS/disposal_killed.py" "$BIN" "$SANAD_WORKSPACE" "$WORK/ends" "$WORK/end_at_step.so" "$GONE" "$LETTERS" before.zip qirmizifanous zx7731 >tried.txt 2>tried.log || status=$?
if [ "$status" = 0 ]; then pass; else fail "every end was tried" "$(tail -n 5 tried.log)"; fi
while read -r line; do
  case $line in
    pass) pass ;;
    FAIL:*) fail "after an end" "${line#FAIL: }" ;;
  esac
done <tried.txt
# Some ends came before the tombstone, and some after it.
for state in proposed approved done; do
  if grep -q "^ends $state " tried.txt; then pass; else fail "some ends leave it $state" "$(grep -v pass tried.txt | tail -n 5)"; fi
done
if [ "$(sed -n 's/^steps //p' tried.txt)" -ge 60 ]; then pass; else fail "a disposal has sixty steps and more" "$(tail -n 4 tried.txt)"; fi
