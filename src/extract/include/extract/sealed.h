// Messages of other agencies, opened: walked in the cage, decrypted and verified here by keys that
// no cage sees (cms/outline.h). Tested by sealed_test.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/stream.h"
#include "cms/cms.h"
#include "extract/import.h"

namespace sanad::extract {

// Decrypts for whichever of ours it was sealed for; answers its place. Bytes reach plain before
// they are known to be whole: use none of them unless this succeeds. kInvalid: no
// AuthEnvelopedData, or its parser failed. kNotFound: not sealed for any of ours. kIntegrity:
// changed on the way. kLimit: it takes more time or memory than any package. kUnavailable: no cage,
// or its process was ended from outside: the message need not be at fault. Else the error of source
// or plain.
Result<std::size_t> open_envelope(const Extractor& extractor, const Source& source,
                                  std::span<const cms::Identity> ours, ByteSink& plain);

// Verifies the one signature; answers the place of the certificate that it was made with. The same
// caution about content. known: certificates that a person registered.
// kInvalid: no SignedData with one signer. kNotFound: signed by none of known. kIntegrity: the
// signature is wrong. kLimit, kUnavailable: as above. Else the error of source or content.
Result<std::size_t> open_signed(const Extractor& extractor, const Source& source,
                                std::span<const Bytes> known, ByteSink& content);

// What a bundle of another agency is, by the verifier's checks (verifier/verifier.h).
struct BundleReport {
  std::string verdict;     // verifier::verdict_name()
  std::string problem;     // the first check that failed; empty if none did
  bool is_signed = false;  // by the key that was asked for
  std::string origin;      // of its ledger, and how long that was
  std::uint64_t tree_size = 0;
  std::vector<std::string> exhibits;  // identifiers
};
// agency_key: Ed25519, 32 bytes, of whom it must be from. Errors: kInvalid, kLimit, kUnavailable as
// above, and that of source; a bundle that does not verify is none.
Result<BundleReport> verify_bundle(const Extractor& extractor, const Source& source,
                                   ByteView agency_key);

// The files of a bundle under a folder (which ends in "/"): the bytes of each, then its path from
// the folder and how many there were. The paths are the zip reader's (zip/reader.h), as the cage
// says them; a part that ends has all its bytes. Errors: kInvalid, kLimit, kUnavailable as above,
// those of source and of the functions.
Result<void> read_bundle_files(
    const Extractor& extractor, const Source& source, const std::string& folder,
    const std::function<Result<void>(ByteView)>& on_bytes,
    const std::function<Result<void>(const std::string& path, std::uint64_t size)>& on_file);

}  // namespace sanad::extract
