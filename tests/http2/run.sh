#!/usr/bin/env bash
# HTTP/2: what a server that we did not write says that it sent is in the archive
. "$(dirname "$0")/../../scripts/common.sh"
. scripts/fixture.sh
[ -x build/node/node ] && export PATH="$ROOT/build/node:$PATH"
BIN=${SANAD_BIN:-$ROOT/build/release/bin}
STATE=$(mktemp -d /tmp/sanad-XXXXXX)
export SANAD_WORKSPACE=$STATE/workspace
HOST=forum.tirazan.example
HELD=

finish() {
  end_started
  if [ -n "$HELD" ]; then rm -rf "$STATE"; else note "what was left behind is in $STATE"; fi
}
trap finish EXIT
trap 'exit 130' INT TERM

# Many small items at once over one connection, one that needs flow control, one that is missing, an upload that comes back.
write_site() {
  python3 - "$1" <<'PY'
import pathlib, random, sys
site = pathlib.Path(sys.argv[1])
(site / "items").mkdir(parents=True)
(site / "style.css").write_text("body { font-family: sans-serif }\n")
(site / "empty.txt").write_bytes(b"")
(site / "large.bin").write_bytes(random.Random(2026).randbytes(3_000_000))
for number in range(60):
    (site / "items" / f"{number}.json").write_text(f'{{"item": {number}, "words": "{"lantern " * number}"}}\n')
(site / "index.html").write_text("""<!doctype html><meta charset="utf-8"><title>Lantern makers of Tirazan</title>
<link rel="stylesheet" href="/style.css"><h1>Lantern makers of Tirazan</h1><p id="result"></p>
<script>
const get = (path) => fetch(path).then((answer) => answer.arrayBuffer());
Promise.all([...Array(60).keys()].map((n) => get(`/items/${n}.json`)).concat(get("/large.bin"), get("/empty.txt"), get("/missing.html"),
  fetch("/upload", { method: "POST", body: "seven words are sent to this server" }).then((answer) => answer.text())))
  .then((all) => { document.getElementById("result").textContent = `${all.length} answers`; });
</script>
""")
PY
}

start_server() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj "/CN=$HOST" -addext "subjectAltName=DNS:$HOST" \
    -keyout "$STATE/key.pem" -out "$STATE/certificate.pem" 2>"$STATE/openssl.log" || die "no certificate: $(cat "$STATE/openssl.log")"
  PORT=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  stdbuf -oL nghttpd --address=127.0.0.1 --verbose --echo-upload --trailer "x-lantern: lit" --htdocs="$STATE/site" "$PORT" \
    "$STATE/key.pem" "$STATE/certificate.pem" >"$STATE/server.log" 2>&1 &
  STARTED+=("$!")
  wait_for "$STATE/server.log" "$!" "$STATE/server.log" "nghttpd"
}

spki() { openssl x509 -in "$STATE/certificate.pem" -noout -pubkey | openssl pkey -pubin -outform DER | openssl dgst -sha256 -binary | base64; }

tests/conformance/install.sh >"$STATE/install.log" 2>&1 </dev/null || die "the readers were not installed: $(tail -n 3 "$STATE/install.log")"
write_site "$STATE/site"
start_server
make_workspace
"$BIN/sanad" config set capture.host_resolver_rules "MAP $HOST:443 127.0.0.1:$PORT, MAP * ~NOTFOUND" >/dev/null
"$BIN/sanad" config set capture.trusted_spki_sha256 "$(spki)" >/dev/null
"$BIN/sanad" capture "https://$HOST/" --case "$CASE_REFERENCE" --as "$INVESTIGATOR" --json >"$STATE/capture.json"
for name in capture.wacz acquisition.json; do
  "$BIN/sanad" exhibit extract "$(field exhibit <"$STATE/capture.json")" $name --out "$STATE/$name" --purpose "comparison with the server" --as "$INVESTIGATOR" >/dev/null
done
node tests/http2/compare.mjs "$STATE" </dev/null
HELD=yes
