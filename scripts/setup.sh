#!/usr/bin/env bash
# Installs what is missing: the Debian packages of packages.txt, and a Node.js that is new enough for the workbench's tools.
. "$(dirname "$0")/common.sh"

missing_packages() {
  local name
  while read -r name; do
    [ -n "$name" ] || continue
    # A newer Node.js than Debian's may bring npm along and be installed by another way.
    if [ "$name" = npm ] && command -v npm >/dev/null; then continue; fi
    if [ "$name" = nodejs ] && command -v node >/dev/null; then continue; fi
    dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q '^install ok installed' || echo "$name"
  done <scripts/packages.txt
}

install_packages() {
  local missing
  missing=$(missing_packages)
  [ -n "$missing" ] || return 0
  say "Installing Debian packages"
  note $missing
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
  # shellcheck disable=SC2086
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing </dev/null >/dev/null
}

node_is_new_enough() { node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null; }

# Debian's Node.js is older than the workbench's tools ask for; the npm registry has the same program as a package.
install_node() {
  node_is_new_enough && return 0
  if [ ! -x build/node/node ]; then
    say "Fetching Node.js from the npm registry"
    (cd scripts/node && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
    # npm is content where an optional package does not come.
    local fetched
    fetched=scripts/node/node_modules/node-linux-$(node -p process.arch)/bin/node
    [ -f "$fetched" ] || die "The npm registry did not give Node.js for this machine; see whether \"npm ping\" reaches it, and run this again"
    mkdir -p build/node
    cp "$fetched" build/node/node
  fi
}

install_packages
install_node
