#!/usr/bin/env bash
# How long sanad takes to write a bundle of 100,000 messages and 2 GB of recordings, beside zip -0 and sha256sum over the same files; in
# pairs, one after the other, since other work on the machine weighs on both. sanad syncs what it writes, in its vault and in the file
# that leaves it; so the zip is synced too.
#   bench/bundle_vs_zip.sh [MESSAGES [MEGABYTES [PAIRS]]]
. "$(dirname "$0")/../scripts/common.sh"
command -v zip >/dev/null || die "install zip, which this is compared with"
. bench/bundle_case.sh

unpack() {
  mkdir "$STATE/unpacked"
  (cd "$STATE/unpacked" && unzip -q ../bundle.zip)
}
peer() { (cd "$STATE/unpacked" && zip -0 -q -r ../peer.zip . && sync ../peer.zip && find . -type f -print0 | xargs -0 sha256sum >/dev/null); }
for pair in $(seq "${3:-2}"); do
  sync
  with_peak order "$STATE/bundle.zip" || die "the bundle was not written: $(tail -n 2 "$STATE/bundle.log")"
  note "sanad bundle: $TOOK s, $(stat -c %s "$STATE/bundle.zip") bytes, peak memory of sanad $PEAK MiB"
  "$BIN/sanad-verify" --quiet "$STATE/bundle.zip" || die "the bundle does not verify"
  [ -d "$STATE/unpacked" ] || unpack
  sync
  before=$(now)
  peer
  theirs=$(since "$before")
  rm -f "$STATE/peer.zip" "$STATE/bundle.zip"
  note "zip -0, sync and sha256sum of the same files: $theirs s; ratio $(awk -v a="$theirs" -v b="$TOOK" 'BEGIN {printf "%.2f", a / b}')"
done
