#!/usr/bin/env bash
# A bundle of 100,000 messages and 2 GB of recordings, made by sanad itself: how quickly it opens in its own reader, and with what memory;
# and how long verify.html takes to check it.
#   bench/bundle_reader.sh [MESSAGES [MEGABYTES]]
. "$(dirname "$0")/../scripts/common.sh"
. bench/bundle_case.sh
with_peak order "$STATE/bundle.zip" || die "the bundle was not written: $(tail -n 2 "$STATE/bundle.log")"
mkdir "$STATE/unpacked"
(cd "$STATE/unpacked" && unzip -q ../bundle.zip)
before=$(now)
"$BIN/sanad-verify" --quiet "$STATE/bundle.zip" || [ $? = 0 ] || die "the bundle does not verify"
note "sanad-verify: $(since "$before") s"
node bench/bundle_reader.mjs "$STATE"/unpacked/bundle-* "$STATE/bundle.zip" "$chat" "Lantern-$((MESSAGES / 2 - MESSAGES / 2 % 4 + 2))"
node bench/verify_page.mjs "$STATE"/unpacked/bundle-*/verify.html "$STATE/bundle.zip"
