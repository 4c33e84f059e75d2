// What a bundle tells about a case, read from its disclosed entries (docs/formats/entries.md).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"
#include "json/json.h"
#include "merkle/types.h"

namespace sanad::present {

struct FileRecord {
  std::string name;
  std::string role;
  std::string media_type;
  std::uint64_t size = 0;
  std::string sha256;  // hexadecimal
  std::string sha512;
  std::string path;      // of an imported file: where it lay; else empty
  std::string withheld;  // the reason; empty if the file is in the bundle
};

struct EntryRecord {
  merkle::LeafIndex index;
  Timestamp at;
  std::string kind;
  std::string commitment;  // hexadecimal
  std::string actor;
  std::string case_id;
  json::Value data;
};

struct RedactionRecord {
  std::string redaction;
  merkle::LeafIndex entry;
  bool is_sound = false;
};

struct AttachmentRecord {
  std::uint64_t number = 0;  // of the part
  std::string name, media_type;
};

struct ExhibitRecord {
  std::string exhibit;
  std::string number;
  EntryRecord sealed;
  EntryRecord started;
  EntryRecord approved;
  EntryRecord requested;
  std::vector<FileRecord> files;                    // ascending by name
  json::Value acquisition;                          // acquisition.json; null if there is none
  std::optional<merkle::LeafIndex> parts;           // of one shown in part
  std::vector<AttachmentRecord> attachments;        // of that one, whose bytes are there; ascending
  std::vector<RedactionRecord> redactions;          // ascending by redaction
  std::vector<std::vector<std::string>> documents;  // redactions of pages; ascending by the first
};

struct CaseRecord {
  std::string bundle;
  std::string agency;
  std::string case_id;
  std::string case_reference;
  std::string case_title;
  std::string origin;  // of the ledger
  std::string software_version;
  std::uint64_t tree_size = 0;
  Timestamp created_at;
  std::string created_by;
  std::vector<EntryRecord> entries;     // ascending by index
  std::vector<ExhibitRecord> exhibits;  // ascending by exhibit
};

}  // namespace sanad::present
