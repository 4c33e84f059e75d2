#!/usr/bin/env bash
# Every test, in order of cost. SANAD_LONG=1 adds sanitizers, clang-tidy and longer fuzzing.
. "$(dirname "$0")/common.sh"
[ -x build/node/node ] && export PATH="$ROOT/build/node:$PATH"
export SANAD_LONG=${SANAD_LONG:-}
FAILED=()
PASSED=0

step() {
  local name=$1 began=$SECONDS
  shift
  say "$name"
  if "$@"; then
    PASSED=$((PASSED + 1))
    note "passed in $((SECONDS - began)) s"
  else
    FAILED+=("$name")
    note "FAILED after $((SECONDS - began)) s"
  fi
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

fuzzing() {
  scripts/build.sh fuzz fuzzers
  local seconds=4 target corpus
  [ -n "$SANAD_LONG" ] && seconds=60
  while read -r target; do
    corpus=$(find src -type d -path "*/corpus/$(basename "$target")" | head -1)
    mkdir -p "build/fuzz/grown/$(basename "$target")"
    "$target" -max_total_time=$seconds -rss_limit_mb=2048 -timeout=20 -verbosity=0 -artifact_prefix=build/fuzz/ "build/fuzz/grown/$(basename "$target")" ${corpus:+"$corpus"} || return 1
    note "$(basename "$target"): $seconds s"
  done < <(find build/fuzz -name '*_fuzz' -type f -perm -u+x | sort)
}

sanitizers() {
  local preset
  for preset in asan tsan; do
    scripts/build.sh "$preset"
    ctest --test-dir "build/$preset" --output-on-failure -j "$JOBS" </dev/null || return 1
  done
}

tidy() { git ls-files 'src/*.cc' | grep -vE '_(test|bench|fuzz)\.cc$' | xargs -n 8 -P "$JOBS" clang-tidy-19 -p build/release --quiet; }

step "Layers: includes keep to what CMake states" scripts/check_layers
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
for name in "${FAILED[@]}"; do note "failed: $name"; done
echo "$PASSED passed, ${#FAILED[@]} failed"
[ ${#FAILED[@]} -eq 0 ]
