// What the ledger and the vault have of an exhibit's redactions.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "redaction/kind.h"
#include "service/workspace.h"
#include "vault/vault.h"

namespace sanad::service {

// Entries of one kind about the exhibit, oldest first.
Result<std::vector<records::Entry>> redaction_entries(Workspace& workspace,
                                                      const records::Exhibit& exhibit,
                                                      const char* kind);

// Of one redaction; tiles is what its picture was committed to by, of a recording the entry
// exhibit.segments, of a video exhibit.frames.
struct FoundRedaction {
  records::Entry redacted, tiles;
  redaction::Kind kind = redaction::Kind::kPicture;
  const json::Value& file() const { return redacted.data[redaction::word_of(kind)]; }
  std::uint64_t most_bytes() const;  // of the file
};
// kNotFound.
Result<FoundRedaction> find_redaction(Workspace& workspace, const records::Exhibit& exhibit,
                                      std::string_view id);

// A file of a redaction, opened. kIntegrity: it is longer than most.
Result<std::unique_ptr<vault::ObjectReader>> open_redaction_file(Workspace& workspace,
                                                                 const records::Exhibit& exhibit,
                                                                 const json::Value& object,
                                                                 std::uint64_t most);

// A file of a redaction, named by {"sha256", "size"}. kIntegrity: it is longer than most.
Result<Bytes> read_redaction_file(Workspace& workspace, const records::Exhibit& exhibit,
                                  const json::Value& object, std::uint64_t most);

}  // namespace sanad::service
