// Dishonest disclosures: an honest bundle, changed by somebody who makes everything else in it
// agree with the change: what the reader shows, the answers, all digests; and who, for most, holds
// the agency's own key and signs anew, so that only the ledger's proofs stand against him.
#pragma once

#include <functional>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "bag.h"
#include "crypto/crypto.h"
#include "json/json.h"

namespace sanad::disclosure {

using Random = std::mt19937_64;

struct Lie {
  std::string name;
  // False where the bundle has nothing to lie about so.
  std::function<bool(tamper::Bag& bag, Random& random)> tell;
  // What the agency's signature alone vouches for (a pseudonym, a reason) is changed by somebody
  // who cannot sign.
  bool is_signed = true;
};
std::vector<Lie> excerpt_lies();
std::vector<Lie> mask_lies();
std::vector<Lie> redaction_lies();
std::vector<Lie> schedule_lies();
std::vector<Lie> ledger_lies();
std::vector<Lie> all_lies();

// The bundle with the lie in it; nothing where it cannot be told.
std::optional<Bytes> told(const tamper::Bag& honest, const Lie& lie,
                          const crypto::SigningKey& agency, Random& random);
// The same without a lie, to see that it is the lie that fails.
Bytes told_nothing(const tamper::Bag& honest, const crypto::SigningKey& agency);

// For those who lie about a file of lines of JSON.
std::vector<std::string> paths_in(const tamper::Bag& bag, std::string_view folder,
                                  std::string_view ending);
std::vector<std::string> lines_of(const std::string& text);
// One of them by chance that is wanted, changed; false if none is.
using ChangeLine = std::function<bool(json::Object& line)>;
bool change_a_line(tamper::Bag& bag, std::string_view folder, Random& random,
                   const ChangeLine& change);

}  // namespace sanad::disclosure
