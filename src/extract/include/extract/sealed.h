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

// An exhibit of such a bundle, as its own ledger has it.
struct BundledExhibit {
  std::string exhibit;
  std::string number;
  std::string title;
  std::string url;  // empty: no capture
  std::string started_at;
  std::uint64_t sealed = 0;  // index of its entry exhibit.sealed
  std::string proof_sha256;  // of the proof that the ledger holds that entry
};
// What a bundle of another agency is, by the verifier's checks (verifier/verifier.h).
struct BundleReport {
  std::string verdict;     // verifier::verdict_name()
  std::string check;       // of the first that failed, its name; empty if none did
  std::string problem;     // what it says
  bool is_signed = false;  // by one of the keys that were given
  std::string bundle;      // its identifier
  std::string agency;      // as it calls itself
  std::string agency_key;  // Ed25519, base64; empty unless the signature is valid
  std::string case_reference;
  std::string timestamp;  // as an authority stated it; empty: none was confirmed
  std::string origin;     // of its ledger, and how long that was
  std::uint64_t tree_size = 0;
  std::vector<BundledExhibit> exhibits;
};
// agency_keys: Ed25519, 32 bytes each, of whoever is trusted; none: the signer is unknown. Errors:
// kInvalid, kLimit, kUnavailable as above, and that of source; a bundle that does not verify is
// none.
Result<BundleReport> verify_bundle(const Extractor& extractor, const Source& source,
                                   std::span<const Bytes> agency_keys);

// The files of a bundle under a folder (which ends in "/"): the bytes of each, then its path from
// the folder and how many there were. The paths are the zip reader's (zip/reader.h), as the cage
// says them; a part that ends has all its bytes. Errors: kInvalid, kLimit, kUnavailable as above,
// those of source and of the functions.
Result<void> read_bundle_files(
    const Extractor& extractor, const Source& source, const std::string& folder,
    const std::function<Result<void>(ByteView)>& on_bytes,
    const std::function<Result<void>(const std::string& path, std::uint64_t size)>& on_file);

}  // namespace sanad::extract
