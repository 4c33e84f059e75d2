#!/usr/bin/env bash
# Searching beside SQLite FTS5, PostgreSQL and Xapian: bench/search_vs_peers.sh BUILD DOCUMENTS [XAPIAN]
# PEERS: "xapian" (with SQLite), "postgres" or, by itself, both one after the other; of a million texts each takes some minutes.
# XAPIAN: a folder with Xapian's headers and library (Debian's libxapian-dev, unpacked there); without it the system's are taken.
set -euo pipefail
BUILD=$1
DOCUMENTS=$2
XAPIAN=${3:-/}
PEERS=${PEERS:-xapian postgres}
FOLDER=$(mktemp -d)
trap 'pg_stop; rm -rf "$FOLDER"' EXIT
PROGRAMS=$(echo /usr/lib/postgresql/*/bin | tr ' ' '\n' | tail -1)
AS=()
pg_stop() { "${AS[@]}" "$PROGRAMS/pg_ctl" -D "$FOLDER/pg/data" -m immediate stop >/dev/null 2>&1 || true; }

beside_postgres() {
  mkdir "$FOLDER/pg"
  if [ "$(id -u)" = 0 ]; then
    AS=(setpriv --reuid=65534 --regid=65534 --clear-groups)
    chmod 711 "$FOLDER"
    chown 65534 "$FOLDER/pg"
  fi
  (cd / && "${AS[@]}" "$PROGRAMS/initdb" -D "$FOLDER/pg/data" -U bench -A trust --no-sync -E UTF8 --locale=C >/dev/null)
  (cd / && "${AS[@]}" "$PROGRAMS/pg_ctl" -D "$FOLDER/pg/data" -w -l "$FOLDER/pg/log" -o "-k $FOLDER/pg -c listen_addresses='' -c shared_buffers=512MB" start >/dev/null)
  "$BUILD/bin/search_bench" "$FOLDER/work" "$DOCUMENTS" "host=$FOLDER/pg user=bench dbname=postgres"
}

beside_xapian() {
  "$BUILD/bin/search_bench" "$FOLDER/work" "$DOCUMENTS"
  LIB=$(dirname "$(find "$XAPIAN/usr/lib" -name 'libxapian.so' | head -1)")
  g++ -O2 -std=c++17 -I"$XAPIAN/usr/include" "$(dirname "$0")/search_xapian.cc" -L"$LIB" -lxapian -Wl,-rpath,"$LIB" -o "$FOLDER/search_xapian"
  "$FOLDER/search_xapian" "$FOLDER/work"
  du -sm "$FOLDER/work/xapian-compact" | sed 's/\t.*/ MB: Xapian, compacted/'
}

mkdir "$FOLDER/work"
for peer in $PEERS; do "beside_$peer"; done
