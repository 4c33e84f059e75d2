#!/usr/bin/env bash
# Command line: exit statuses, errors, damage and interruption
#
# tests/cli/run.sh [SUITE...]; uses build/release/bin. Each suite is a file here, ends in a case that must fail, and prints what it found.
set -euo pipefail
cd "$(dirname "$0")"
export CLI_TESTS=$PWD
export BIN=${SANAD_BIN:-$PWD/../../build/release/bin}
export T
T=$(mktemp -d "${TMPDIR:-/tmp}/sanad-cli.XXXXXX")
RANGE_PID=

# Only what this script started is ended, by its number.
finish() {
  if [ -n "$RANGE_PID" ]; then
    kill "$RANGE_PID" 2>/dev/null || true
    wait "$RANGE_PID" 2>/dev/null || true
  fi
  rm -rf "$T"
}
trap finish EXIT
trap 'exit 130' INT TERM

"$BIN/sanad" range serve --keys "$T/range-keys" --ready-file "$T/range.json" >"$T/range.log" 2>&1 &
RANGE_PID=$!
while [ ! -f "$T/range.json" ]; do
  kill -0 "$RANGE_PID" 2>/dev/null || { cat "$T/range.log" >&2; echo "the range did not start" >&2; exit 1; }
  sleep 0.05
done

. ./lib.sh
make_base

SUITES=("$@")
if [ ${#SUITES[@]} -eq 0 ]; then for file in suite_*.sh; do SUITES+=("${file#suite_}"); done; fi

# A suite's words come out together, once it has ended.
run_suite() {
  local suite=$1
  # Not as a condition: there set -e would not hold inside.
  set +e
  bash -c 'WORK=$T/$1; . "$CLI_TESTS/lib.sh"; cd "$WORK"; . "$CLI_TESTS/suite_$1.sh"; report "$1"' _ "$suite" >"$T/$suite.log" 2>&1
  local result=$?
  cat "$T/$suite.log"
  return $result
}

status=0
running=0
for suite in "${SUITES[@]}"; do
  suite=${suite%.sh}
  mkdir "$T/$suite"
  run_suite "$suite" &
  running=$((running + 1))
  if [ $running -ge "${SANAD_JOBS:-$(nproc)}" ]; then
    # The range is a child too, and outlives every suite.
    wait -n || status=1
    running=$((running - 1))
  fi
done
for ((; running > 0; running--)); do wait -n || status=1; done
exit $status
