#!/bin/sh
# Throughput of sanad-verify (SHA-256, SHA-512, CRC-32 and every check) against sha256sum over the same
# bytes: one bundle of 500 MB, three rounds in turn, the file in the page cache.
#   bench/verify_vs_sha256sum.sh BUILD_DIRECTORY
set -eu
build=${1:?name the build directory, for example build/release}
megabytes=${2:-500}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
"$build/bin/make_bundle" "$folder/bundle.zip" "$megabytes"

seconds() {
  start=$(date +%s.%N)
  "$@" > /dev/null
  end=$(date +%s.%N)
  echo "$start $end" | awk '{printf "%.3f", $2 - $1}'
}

cat "$folder/bundle.zip" > /dev/null
for round in 1 2 3; do
  ours=$(seconds "$build/bin/sanad-verify" --quiet "$folder/bundle.zip")
  theirs=$(seconds sha256sum "$folder/bundle.zip")
  echo "$round $ours $theirs $megabytes" | awk '{
    printf "round %d: sanad-verify %.2f s (%.0f MB/s), sha256sum %.2f s (%.0f MB/s), ratio %.2f\n",
      $1, $2, $4 / $2, $3, $4 / $3, $3 / $2}'
done
