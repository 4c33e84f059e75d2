// Law as versioned data: a pack is a JSON file with an edition, a source and a date, never
// constants in code. Format: docs/formats/law-pack.md. An agency adds a pack by putting a file
// beside the others. Tested by law_pack_test.cc, which also reads every pack that ships.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/json.h"

namespace sanad::authority {

struct Provision {
  std::string key;                          // stable within the pack: "peca-31"
  std::string section;                      // as the edition numbers it
  std::vector<std::string> alias_sections;  // numbers that other texts of the same law use
  std::string title;
  std::string summary;
  std::string kind;        // "power", "offence", "safeguard", "evidence", "principle"
  std::string confidence;  // "primary", "secondary" or "unconfirmed": how the text was read
};

struct LawPack {
  std::string id;  // "pk"
  std::string title;
  std::string edition;  // "2026-11-01"
  std::string status;   // "draft" until an agency has it confirmed by counsel, then "adopted"
  std::string source;
  std::string retrieved_on;
  std::vector<Provision> provisions;

  const Provision* find(std::string_view key) const;  // borrowed, null if absent
  // What every form must say beside a citation; empty for an adopted pack.
  std::string_view caution() const;
};

// kInvalid names the member that is missing or wrong.
Result<LawPack> parse_law_pack(std::string_view text);
json::Object format_law_pack(const LawPack& pack);

// The packs that ship with Sanad, by id.
Result<std::vector<LawPack>> shipped_law_packs();

}  // namespace sanad::authority
