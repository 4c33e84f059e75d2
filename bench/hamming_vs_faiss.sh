#!/usr/bin/env bash
# Lookups within radius 31, on one core, beside faiss on the same fingerprints in the same run. Needs Debian's libfaiss-dev.
#   bench/hamming_vs_faiss.sh BUILD [MILLIONS] [PRINTS QUERIES]
# BUILD: a build with the preset "bench". Fingerprints are random unless files of 32 bytes each are given (photos_bench writes such).
set -euo pipefail
cd "$(dirname "$0")/.."
build=${1:?the folder of a bench build}
millions=${2:-1}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
prints=${3:-$work/prints}
queries=${4:-$work/queries}
[ -f /usr/include/faiss/IndexBinaryHash.h ] || { echo "faiss is not here; install libfaiss-dev, which only this comparison needs." >&2; exit 2; }
if [ $# -lt 4 ]; then
  head -c $((millions * 1000000 * 32)) /dev/urandom >"$prints"
  head -c $((20000 * 32)) /dev/urandom >"$queries"
fi
g++ -O3 -std=c++20 -fopenmp bench/hamming_faiss.cc -o "$work/hamming_faiss" -lfaiss -llapack -lblas
"$build/bin/hamming_bench" "$millions" "$prints" "$queries"
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
kinds="flat multihash"
# Its tables take 300 bytes and more for each fingerprint.
[ "$millions" -le 40 ] || kinds=flat
for kind in $kinds; do
  /usr/bin/time -f "faiss $kind: %M KB at most" "$work/hamming_faiss" "$kind" "$prints" "$queries" 10
done
