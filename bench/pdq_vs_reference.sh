#!/usr/bin/env bash
# PDQ beside Meta's C++ reference on the same JPEG files and the same core, and video beside its decoder.
#   bench/pdq_vs_reference.sh BUILD REFERENCE...   BUILD: a build with the preset "bench"; REFERENCE: builds of ThreatExchange's pdq/cpp/bin/benchmark-photo-hasher
set -euo pipefail
build=${1:?the folder of a bench build}
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ffmpeg -nostdin -v error -f lavfi -i "testsrc2=size=1280x720:rate=25:duration=20" -vf "noise=alls=8:allf=t" -c:v libx264 -preset veryfast -crf 24 -pix_fmt yuv420p -threads 1 "$work/video.mp4"
taskset -c 0 "$build/bin/media_bench" "$work" "$work/video.mp4"
for reference in "$@"; do
  for size in 512 2000; do
    echo "$(basename "$reference"), $size:"
    taskset -c 0 "$reference" "$work/$size"
  done
done
