#!/usr/bin/env bash
# Every test, in order of cost. SANAD_LONG=1 adds sanitizers, clang-tidy and longer fuzzing.
. "$(dirname "$0")/common.sh"
[ -x build/node/node ] && export PATH="$ROOT/build/node:$PATH"
export SANAD_LONG=${SANAD_LONG:-}
FAILED=()
FAILED_LOGS=()
PASSED=0

LOGS=build/test-logs
rm -rf "$LOGS"
mkdir -p "$LOGS"

# What a step calls says itself where it ends: within a condition, set -e does not.
step() {
  local name=$1 began=$SECONDS log
  log=$LOGS/$((PASSED + ${#FAILED[@]})).log
  shift
  say "$name"
  if "$@" 2>&1 | tee "$log"; then
    PASSED=$((PASSED + 1))
    note "passed in $((SECONDS - began)) s"
  else
    FAILED+=("$name")
    FAILED_LOGS+=("$log")
    note "FAILED after $((SECONDS - began)) s"
  fi
}

# What failed within a step stands far above by the time that all have run; its lines are said again.
say_failure() {
  local name=$1 log=$2
  note "failed: $name"
  grep -E -A 4 'FAILED|Failure$|^not ok|^FAIL|\*\*\*|rror:' "$log" | tail -n 40 | sed 's/^/     /' || tail -n 20 "$log"
}

formatting() {
  local files
  files=$(git ls-files '*.cc' '*.h')
  # shellcheck disable=SC2086
  clang-format-19 --dry-run --Werror $files
}

unit_tests() { ctest --test-dir build/release --output-on-failure --no-tests=error -j "$JOBS" </dev/null; }

web_checks() { (cd web && npm run --silent check && npm test --silent) </dev/null; }

install_node_modules() { (cd "$1" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null); }

# fuzz_one SECONDS TARGET: silent unless it finds something.
fuzz_one() {
  local seconds=$1 target=$2 name corpus log
  name=$(basename "$target")
  corpus=$(find src -type d -path "*/corpus/$name" | head -1)
  log=build/fuzz/$name.log
  mkdir -p "build/fuzz/grown/$name"
  if "$target" -max_total_time="$seconds" -rss_limit_mb=2048 -timeout=20 -verbosity=0 -artifact_prefix=build/fuzz/ \
    "build/fuzz/grown/$name" ${corpus:+"$corpus"} >"$log" 2>&1; then
    note "$name: $seconds s"
  else
    cat "$log"
    note "$name: FAILED"
    return 1
  fi
}

fuzzing() {
  scripts/build.sh fuzz fuzzers || return 1
  local seconds=4
  [ -n "$SANAD_LONG" ] && seconds=60
  export -f fuzz_one note
  find build/fuzz/bin -name '*_fuzz' -type f -perm -u+x -print0 | sort -z |
    xargs -0 -n 1 -P "$JOBS" bash -c 'fuzz_one "$0" "$1"' "$seconds"
}

sanitizers() {
  local preset
  for preset in asan tsan; do
    scripts/build.sh "$preset" || return 1
    ctest --test-dir "build/$preset" --output-on-failure -j "$JOBS" </dev/null || return 1
  done
}

tidy() { git ls-files 'src/*.cc' | grep -vE '_(test|bench|fuzz)\.cc$' | xargs -n 8 -P "$JOBS" clang-tidy-19 -p build/release --quiet; }

step "Layers: includes keep to what CMake states" scripts/check_layers
step "Permits: who goes out, and what docs/permissions.md says" scripts/check_permits
step "Formatting" formatting
step "Unit, property and fault tests" unit_tests
for suite in tests/*/run.sh; do
  step "$(sed -n '2s/^# //p' "$suite")" "$suite"
done
step "Workbench: types, layers, unit tests" web_checks
step "Fuzzing" fuzzing
if [ -n "$SANAD_LONG" ]; then
  step "Sanitizers" sanitizers
  step "clang-tidy" tidy
fi

say "Result"
for i in "${!FAILED[@]}"; do say_failure "${FAILED[$i]}" "${FAILED_LOGS[$i]}"; done
echo "$PASSED passed, ${#FAILED[@]} failed"
[ ${#FAILED[@]} -eq 0 ]
