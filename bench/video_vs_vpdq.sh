#!/usr/bin/env bash
# Meta's vPDQ beside the video table of docs/robustness.md: hashes the videos that bench/robustness.sh made with its own program, one frame a second, and compares them with its own rule.
# Its programs, built without its CMake files, which ask for libraries that it does not use:
#   git clone https://github.com/facebook/ThreatExchange && from=ThreatExchange/vpdq/cpp && mkdir -p APPS
#   for app in vpdq-hash-video match-hashes-brute; do g++ -std=c++14 -O2 -I"$from" "$from/apps/$app.cpp" "$from"/pdq/cpp/{common/pdqhashtypes,hashing/pdqhashing,hashing/torben,io/hashio,downscaling/downscaling}.cpp \
#     "$from"/vpdq/cpp/{hashing,io}/*.cpp -lavformat -lavcodec -lavutil -lswscale -lpthread -o "APPS/$app"; done
#   bench/video_vs_vpdq.sh APPS DIRECTORY     DIRECTORY: what bench/robustness.sh BUILD DIRECTORY video has filled
# Any: one frame or more of the altered video matches, as in our column. 80 %: as many of the original's frames do as its README gives as an example of a limit. Both at a quality of 50 and a distance below 31, its defaults.
set -euo pipefail
apps=$(realpath "${1:?the folder of vpdq-hash-video and match-hashes-brute}")
videos=$(realpath "${2:?the folder that bench/robustness.sh was given}")/video
prints=$(mktemp -d)
trap 'rm -rf "$prints"' EXIT

for folder in "$videos"/*/; do
  name=$(basename "$folder")
  mkdir -p "$prints/$name"
  for file in "$folder"*; do
    hashes=$prints/$name/$(basename "${file%.*}").txt
    "$apps/vpdq-hash-video" -i "$file" -o "$hashes" -r 1 >"$prints/log" 2>&1 || { cat "$prints/log" >&2; exit 1; }
  done
done

printf '%-28s %8s %8s %16s %12s %12s\n' alteration any '80 %' 'mean share found' 'others: any' 'others: 80 %'
for folder in "$prints"/*/; do
  name=$(basename "$folder")
  [ "$name" = original ] && continue
  for altered in "$folder"*.txt; do
    for original in "$prints"/original/*.txt; do
      if [ "${altered##*/}" = "${original##*/}" ]; then echo own; else echo other; fi
      "$apps/match-hashes-brute" "$altered" "$original" 31 50
    done
  done | awk -v name="$name" '
    /^(own|other)$/ { whose = $1; all[whose]++; next }
    /Query/ { any[whose] += $1 > 0; if (whose == "own" && $1 > 0) share += $1 / 100 }
    /Target/ { most[whose] += $1 >= 80 }
    END {
      printf "%-28s %7.1f%% %7.1f%% %16.2f %7d/%-4d %7d/%-4d\n", name, 100 * any["own"] / all["own"], 100 * most["own"] / all["own"], any["own"] ? share / any["own"] : 0,
        any["other"], all["other"], most["other"], all["other"]
    }'
done
