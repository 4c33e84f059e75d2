// Papers, reviews, emergencies and law packs as the ledger says; what they mean: authority/paper.h.
#pragma once

#include <cstdint>
#include <string>

#include "authority/paper.h"
#include "base/time.h"

namespace sanad::records {

// A review of an authorisation or a paper, that lets it go on until the next.
struct Review {
  std::string subject;
  Timestamp at;
  std::string actor;
  std::string finding;
  Timestamp next_review;
  std::uint64_t index = 0;  // of its entry
};

// A law pack that an agency added; the file is sealed in the vault.
struct LawPackFile {
  std::string pack;
  std::string edition;
  std::string sha256;
  std::string file;  // its name, for people
  std::string actor;
  Timestamp at;
};

// That an edition is the agency's own from now on. sha256 is of the pack's canonical form: another
// text under the same edition is not adopted.
struct LawAdoption {
  std::string pack;
  std::string edition;
  std::string sha256;
  std::string reason;
  std::string actor;
  Timestamp at;
};

}  // namespace sanad::records
