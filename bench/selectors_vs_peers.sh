#!/usr/bin/env bash
# Selectors beside ripgrep and bulk_extractor: the same generated text, the same core, one thread.
#   bench/selectors_vs_peers.sh BUILD [MEGABYTES] [BULK_EXTRACTOR]   BUILD: a build with the preset "bench"; BULK_EXTRACTOR: its program
set -euo pipefail
build=${1:?the folder of a bench build}
megabytes=${2:-200}
peer=${3:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export TIMEFORMAT=%U+%S
on_core() { taskset -c 0 "$@"; }

on_core "$build/bin/selectors_bench" "$megabytes" --file "$work/text" --truth "$work/truth"
size=$(stat -c %s "$work/text")
rate() { python3 -c "import sys; u, s = map(float, open(sys.argv[1]).read().split('+')); print(f'{sys.argv[2]}: {$size / 1e6 / (u + s):.0f} MB/s')" "$work/time" "$1"; }

cat >"$work/patterns" <<'P'
https?://[^\s"<>]+
[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}
[a-z2-7]{56}\.onion
\+[0-9][0-9 ()-]{7,16}[0-9]
\b(?:[0-9]{1,3}\.){3}[0-9]{1,3}\b
\b[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}\b
\b[13][1-9A-HJ-NP-Za-km-z]{25,34}\b
\bbc1[02-9ac-hj-np-z]{11,71}\b
\b0x[0-9A-Fa-f]{40}\b
\bT[1-9A-HJ-NP-Za-km-z]{33}\b
\b[48][1-9A-HJ-NP-Za-km-z]{94}\b
\bt\.me/[A-Za-z0-9_+/]+
\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b
\b[0-9]{5}-[0-9]{7}-[0-9]\b
\b[0-9a-f]{64}\b
P
head -n 1 "$work/patterns" >"$work/one"
for count in one patterns; do
  { time on_core rg --no-config --threads 1 --text --count-matches --no-unicode --file "$work/$count" "$work/text" >/dev/null; } 2>"$work/time"
  rate "ripgrep, $(wc -l <"$work/$count") patterns, no checksums"
done
[ -n "$peer" ] || exit 0
{ time on_core "$peer" -J -q -x all -e accts -e email -e httplogs -o "$work/peer" "$work/text" >"$work/log" 2>&1; } 2>"$work/time"
rate "bulk_extractor, accts, email and httplogs"
python3 - "$work" <<'P'
import collections, re, sys
work = sys.argv[1]
files = {'url': 'url', 'domain': 'domain', 'email': 'email', 'phone': 'telephone', 'ipv4': 'domain', 'btc': 'pii', 'mac': 'ether'}
truth = collections.defaultdict(dict)
for line in open(work + '/truth', encoding='utf-8'):
    kind, value, offset, length = line.rstrip('\n').split('\t')
    truth[kind][int(offset)] = int(length)
for kind in sorted(truth):
    if kind not in files:
        print(f'bulk_extractor: {kind}: recall 0 %, it has none')
        continue
    found, features = set(), 0
    for line in open(f'{work}/peer/{files[kind]}.txt', encoding='utf-8', errors='replace'):
        if line.startswith('#') or not line[0].isdigit():
            continue
        offset, feature = line.split('\t')[:2]
        feature = re.sub(r'\\(\d{3}|x[0-9A-F]{2})', '?', feature)
        is_address = re.fullmatch(r'[\d.]+', feature) is not None
        if kind in ('domain', 'ipv4') and is_address != (kind == 'ipv4'):
            continue
        features += 1
        if offset.isdigit() and truth[kind].get(int(offset)) == len(feature):
            found.add(int(offset))
    print(f'bulk_extractor: {kind}: recall {100 * len(found) / len(truth[kind]):.1f} %, of its {features} features {100 * len(found) / max(1, features):.1f} % are planted')
P
