#include "authority/law_pack.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/embedded.h"
#include "base/time.h"

namespace sanad::authority {

std::span<const EmbeddedFile> law_pack_files();

namespace {

constexpr std::array<std::string_view, 5> kKinds = {"power", "offence", "safeguard", "evidence",
                                                    "principle"};
constexpr std::array<std::string_view, 3> kConfidences = {"primary", "secondary", "unconfirmed"};
constexpr std::array<std::string_view, 2> kStatuses = {"draft", "adopted"};

template <std::size_t N>
Result<void> check_word(const std::array<std::string_view, N>& words, std::string_view text,
                        std::string_view member) {
  if (std::find(words.begin(), words.end(), text) != words.end()) return {};
  return Error{ErrorCode::kInvalid,
               fmt::format("\"{}\" must be one of: {}", member, fmt::join(words, ", "))};
}

Result<Provision> parse_provision(const json::Value& value) {
  Provision provision;
  SANAD_TRY(provision.key, json::require_string(value, "key"));
  SANAD_TRY_WITH(provision.section, json::require_string(value, "section"), provision.key);
  SANAD_TRY_WITH(provision.title, json::require_string(value, "title"), provision.key);
  SANAD_TRY_WITH(provision.summary, json::require_string(value, "summary"), provision.key);
  SANAD_TRY_WITH(provision.kind, json::require_string(value, "kind"), provision.key);
  SANAD_TRY_WITH(provision.confidence, json::require_string(value, "confidence"), provision.key);
  SANAD_CHECK_WITH(check_word(kKinds, provision.kind, "kind"), provision.key);
  SANAD_CHECK_WITH(check_word(kConfidences, provision.confidence, "confidence"), provision.key);
  if (const auto* aliases = value["alias_sections"].as_array()) {
    for (const auto& alias : *aliases) provision.alias_sections.push_back(alias.string_or(""));
  }
  return provision;
}

}  // namespace

const Provision* LawPack::find(std::string_view key) const {
  const auto found = std::find_if(provisions.begin(), provisions.end(),
                                  [&](const Provision& p) { return p.key == key; });
  return found == provisions.end() ? nullptr : &*found;
}

std::string_view LawPack::caution() const {
  return status == "adopted" ? "" : "draft: to be confirmed by counsel";
}

Result<LawPack> parse_law_pack(std::string_view text) {
  SANAD_TRY(const json::Value value, json::parse(text));
  LawPack pack;
  SANAD_TRY(pack.id, json::require_string(value, "pack"));
  SANAD_TRY(pack.title, json::require_string(value, "title"));
  SANAD_TRY(pack.edition, json::require_string(value, "edition"));
  SANAD_TRY(pack.status, json::require_string(value, "status"));
  SANAD_TRY(pack.source, json::require_string(value, "source"));
  SANAD_TRY(pack.retrieved_on, json::require_string(value, "retrieved_on"));
  SANAD_CHECK(check_word(kStatuses, pack.status, "status"));
  SANAD_CHECK_WITH(parse_timestamp(pack.retrieved_on + "T00:00:00Z"), "\"retrieved_on\"");
  const auto* provisions = value["provisions"].as_array();
  if (!provisions || provisions->empty())
    return Error{ErrorCode::kInvalid, "\"provisions\" must list at least one"};
  for (const auto& item : *provisions) {
    SANAD_TRY_WITH(Provision provision, parse_provision(item), "a provision");
    if (pack.find(provision.key)) {
      return Error{ErrorCode::kInvalid,
                   fmt::format("the provision \"{}\" stands in the pack twice", provision.key)};
    }
    pack.provisions.push_back(std::move(provision));
  }
  return pack;
}

json::Object format_law_pack(const LawPack& pack) {
  json::Array provisions;
  for (const auto& p : pack.provisions) {
    json::Array aliases;
    for (const auto& alias : p.alias_sections) aliases.emplace_back(alias);
    provisions.emplace_back(json::Object{{"key", p.key},
                                         {"section", p.section},
                                         {"alias_sections", std::move(aliases)},
                                         {"title", p.title},
                                         {"summary", p.summary},
                                         {"kind", p.kind},
                                         {"confidence", p.confidence}});
  }
  return json::Object{{"pack", pack.id},
                      {"title", pack.title},
                      {"edition", pack.edition},
                      {"status", pack.status},
                      {"source", pack.source},
                      {"retrieved_on", pack.retrieved_on},
                      {"provisions", std::move(provisions)}};
}

Result<std::vector<LawPack>> shipped_law_packs() {
  std::vector<LawPack> packs;
  for (const auto& file : law_pack_files()) {
    SANAD_TRY_WITH(LawPack pack, parse_law_pack(file.bytes),
                   fmt::format("the law pack {}", file.name));
    packs.push_back(std::move(pack));
  }
  return packs;
}

}  // namespace sanad::authority
