// A WACZ package with a signature: "WACZ Signing and Verification" 0.1.0, the anonymous form, which
// names no one: whose the public key is must be said elsewhere. docs/formats/wacz.md.
// Tested by signed_test.cc, and by a program that is not ours in bench/exports.sh.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "base/stream.h"

namespace sanad::warc {

struct WaczSigner {
  std::string software;  // name and version
  Bytes public_key;      // SubjectPublicKeyInfo of P-384, DER
  // 96 bytes, r and s, by that key with SHA-256.
  std::function<Bytes(ByteView)> sign;
};

// Writes the package again with the same content, entry for entry, and the signature in
// datapackage-digest.json. Answers what was signed: "sha256:" and the digest of datapackage.json.
// kIntegrity: a file is not what datapackage.json lists, or it is not what the digest names.
// kInvalid: it is no WACZ of ours, or signed already. Else the error of source or sink.
Result<std::string> write_signed_wacz(RandomSource& source, const WaczSigner& signer,
                                      ByteSink& sink);

}  // namespace sanad::warc
