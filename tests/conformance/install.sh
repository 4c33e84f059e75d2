#!/bin/sh
# Installs the readers at the versions of package-lock.json, unless they are there already.
set -eu
cd "$(dirname "$0")"
stamp=node_modules/.package-lock.json
if [ -e "$stamp" ] && [ "$stamp" -nt package-lock.json ]; then exit 0; fi
npm ci --ignore-scripts --no-audit --no-fund
touch "$stamp"
