# Shared by ./run, ./test and the scripts here: words to the person, root rights, and stamps that make a second run quick.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
ROOT=$PWD

say() { printf '\n\033[1m== %s\033[0m\n' "$*"; }
note() { printf '   %s\n' "$*"; }
die() { printf 'error: %s\n' "$*" >&2; exit 2; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else die "installing packages needs root: install sudo, or run this as root"
  fi
}

# digest_of PATH...: one line that changes when any tracked or new file below them changes.
digest_of() { find "$@" -name node_modules -prune -o -name dist -prune -o -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1; }

# unless_done NAME DIGEST COMMAND...: runs COMMAND unless it succeeded before with the same DIGEST.
unless_done() {
  local stamp=$ROOT/build/stamps/$1 digest=$2
  shift 2
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$digest" ]; then return 0; fi
  "$@"
  mkdir -p "$(dirname "$stamp")"
  printf '%s\n' "$digest" >"$stamp"
}

# Two compilers at once on two cores; more would only use memory.
JOBS=${SANAD_JOBS:-$(nproc)}
