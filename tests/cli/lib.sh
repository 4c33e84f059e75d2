# What the suites share: claims and their count, a workspace with one exhibit, requests.
PASSED=0
FAILED=0
CASE=TZ-2026-0001
# What only one suite writes, since several run at once.
OWN=${WORK:-$T}

sanad() { "$BIN/sanad" "$@"; }
verify() { "$BIN/sanad-verify" "$@"; }
range_field() { python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$T/range.json" "$1"; }
field() { python3 -c 'import json,sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }

pass() { PASSED=$((PASSED + 1)); }
fail() {
  FAILED=$((FAILED + 1))
  printf '  FAILED: %s\n' "$1" >&2
  [ -z "${2:-}" ] || printf '    %s\n' "$2" >&2
}
report() {
  echo "$1: $PASSED passed, $FAILED failed"
  [ "$FAILED" -eq 0 ] && [ "$PASSED" -gt 0 ]
}

# claim TEXT COMMAND...: the command succeeds. Its output is in $OUT.
claim() {
  local text=$1 status=0
  shift
  OUT=$("$@" 2>&1) || status=$?
  if [ $status = 0 ]; then pass; else fail "$text" "status $status: $OUT"; fi
}

# refuse STATUS PATTERN COMMAND...: it ends with that status, and the one error on stderr, a single line, fits the pattern.
refuse() {
  local expected=$1 pattern=$2 status=0 errors
  shift 2
  "$@" >"$OWN/stdout" 2>"$OWN/stderr" </dev/null || status=$?
  errors=$(tr '\r' '\n' <"$OWN/stderr" | sed 's/^\x1b\[K//' | grep -c '^error: ' || true)
  if [ "$status" != "$expected" ]; then fail "$*" "status $status, not $expected: $(tail -c 400 "$OWN/stderr")"
  elif [ "$errors" != 1 ]; then fail "$*" "$errors errors were printed: $(cat "$OWN/stderr")"
  elif ! tail -n 1 "$OWN/stderr" | grep -q '^error: .'; then fail "$*" "something follows the error: $(cat "$OWN/stderr")"
  elif ! grep -Eq -- "$pattern" "$OWN/stderr"; then fail "$*" "the error does not say \"$pattern\": $(cat "$OWN/stderr")"
  elif grep -q ' at 0x\|terminate called\|Assertion' "$OWN/stderr"; then fail "$*" "$(cat "$OWN/stderr")"
  else pass; fi
}

at() { date -u -d "$1" +%Y-%m-%dT%H:%M:%S.000Z; }

# request FILE FROM TO TARGETS: TARGETS are words kind=value.
request() {
  local file=$1 from=$2 to=$3
  shift 3
  python3 - "$file" "$from" "$to" "$@" <<'PY'
import json, sys
file, start, end, *targets = sys.argv[1:]
reasons = ('legitimate_aim', 'necessity', 'less_intrusive_means', 'adequacy', 'proportionality', 'collateral_intrusion')
activities = ['capture'] + (['contact-private-address'] if any(t.startswith('address=') for t in targets) else [])
json.dump({
    'instrument': 'supervisor-order', 'instrument_reference': 'TZ/OPS/2026/17', 'issuing_authority': 'Head of the Tirazan Cyber Wing',
    'law': {'pack': 'international', 'edition': '2026-11-01', 'provision': 'bp-collection'},
    'targets': [dict(zip(('kind', 'value'), t.split('=', 1))) for t in targets], 'activities': activities,
    **{name: 'A sentence that gives the reason.' for name in reasons},
    'protected_groups': [], 'valid_from': start, 'valid_to': end, 'review_on': end}, open(file, 'w'))
PY
}

# approved TO TARGETS: the identifier of an approved authorisation of the case.
approved() {
  local to=$1 id
  shift
  request "$OWN/request.json" "$(at '1 hour ago')" "$to" "$@"
  id=$(sanad authorise "$OWN/request.json" --case "$CASE" --as Amal --json | field authorisation)
  sanad approve "$id" --note "public pages only" --as Behram >/dev/null
  echo "$id"
}

make_workspace() {
  export SANAD_WORKSPACE=$1
  sanad init --agency "Tirazan Cyber Wing" >/dev/null
  sanad officer add Amal --role investigator >/dev/null
  sanad officer add Behram --role supervisor >/dev/null
  sanad officer add Chand --role evidence-officer >/dev/null
  sanad officer add Esen --role auditor >/dev/null
  sanad config set capture.host_resolver_rules "$(range_field host_resolver_rules)" >/dev/null
  sanad config set capture.trusted_spki_sha256 "$(range_field trusted_spki_sha256)" >/dev/null
  sanad case open --reference "$CASE" --title "Red Lantern Circle" --as Amal >/dev/null
}

# A workspace with one exhibit and one bundle of it, which suites copy.
make_base() {
  make_workspace "$T/base"
  approved "$(at '30 days')" host=forum.tirazan.example host=awkward.tirazan.example address=127.0.0.0/8 >/dev/null
  sanad capture https://forum.tirazan.example/ --case "$CASE" --as Amal --json >"$T/exhibit.json"
  sanad bundle --case "$CASE" --purpose test --out "$T/bundle.zip" --as Chand --json >"$T/bundle.json"
}

# The suite's own copy of it.
use_copy() {
  export SANAD_WORKSPACE=$WORK/workspace
  rm -rf "${SANAD_WORKSPACE:?}"
  cp -a "$T/base" "$SANAD_WORKSPACE"
}

# flip FILE OFFSET: changes one bit there.
flip() {
  python3 - "$1" "$2" <<'PY'
import sys
with open(sys.argv[1], 'r+b') as file:
    file.seek(int(sys.argv[2]))
    byte = file.read(1)[0]
    file.seek(int(sys.argv[2]))
    file.write(bytes([byte ^ 1]))
PY
}
middle_of() { echo $(($(stat -c %s "$1") / 2)); }

# The code of the newest refusal in the records.
last_refusal() {
  python3 - "$SANAD_WORKSPACE/records.db" <<'PY'
import json, sqlite3, sys
rows = sqlite3.connect(f'file:{sys.argv[1]}?mode=ro', uri=True).execute("SELECT data FROM entries WHERE kind = 'act.refused' ORDER BY idx DESC LIMIT 1")
print(json.loads(rows.fetchone()[0])['code'])
PY
}
