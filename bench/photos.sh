#!/usr/bin/env bash
# Lookups among fingerprints of real photographs, which are not in this repository: crops and alterations of those in FOLDER.
#   bench/photos.sh BUILD FOLDER [MILLIONS]     BUILD: a build with the preset "bench"; FOLDER: JPEG files, thousands of different ones
set -euo pipefail
build=${1:?the folder of a bench build}
folder=${2:?the folder of the photographs}
millions=${3:-10}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mapfile -d '' -t photos < <(find "$folder" -type f -iname '*.jp*g' -size +0 -print0 | sort -z)
[ "${#photos[@]}" -gt 0 ] || { echo "There are no JPEG files in $folder; name a folder that has some." >&2; exit 1; }
"$build/bin/photos_bench" "$((millions * 1000000))" "$work/prints" "$work/queries" "${photos[@]}"
"$build/bin/hamming_bench" "$millions" "$work/prints" "$work/queries"
