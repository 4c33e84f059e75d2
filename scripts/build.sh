#!/usr/bin/env bash
# Builds the workbench, then the programs: scripts/build.sh PRESET [TARGET...]
. "$(dirname "$0")/common.sh"
PRESET=${1:?"name a preset: release, debug, asan, tsan, fuzz, bench"}
shift
[ -x build/node/node ] && export PATH="$ROOT/build/node:$PATH"

build_web() {
  say "Building the workbench"
  local folder
  for folder in web web/replay; do
    (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null && npm run --silent build)
  done
}

configure() {
  local launcher=()
  command -v ccache >/dev/null && launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
  cmake --preset "$PRESET" "${launcher[@]}" >"build/configure-$PRESET.log" || { cat "build/configure-$PRESET.log" >&2; die "CMake could not configure the build"; }
}

mkdir -p build
if [ "$PRESET" = release ]; then unless_done web "$(digest_of web api)" build_web; fi
[ -f "build/$PRESET/build.ninja" ] || { say "Configuring ($PRESET)"; configure; }
if [ -n "$(ninja -C "build/$PRESET" -n "$@" | grep -v 'no work to do' | grep '^\[' || true)" ]; then
  say "Building the programs ($PRESET)"
  ninja -C "build/$PRESET" -j "$JOBS" "$@" </dev/null
fi
