#include "service/partners.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "cage/input.h"
#include "crypto/crypto.h"
#include "extract/extract.h"
#include "identify/library.h"
#include "lists/signal.h"
#include "service/lists.h"

namespace sanad::service {
namespace {

constexpr std::array kSignals = {
    PartnerSignal{"pdq", "pdq", "photo"}, PartnerSignal{"video_md5", "md5", "video"},
    PartnerSignal{"url", "url", ""},      PartnerSignal{"md5", "md5", ""},
    PartnerSignal{"sha1", "sha1", ""},    PartnerSignal{"sha256", "sha256", ""}};
constexpr std::size_t kMaxBankStem = 80;
// A partner's file must not hold the machine for minutes.
constexpr cage::Limits kHashLimits{1ULL << 30, 60, 90, 16ULL << 20};

Result<void> require_scope(const records::Token& token, std::string_view scope) {
  if (covers(token, scope)) return {};
  return Error{ErrorCode::kDenied, fmt::format("this token is not for \"{}\"; ask the agency that "
                                               "issued it for one that is",
                                               scope)};
}

std::string digest_hex(std::string_view text) { return format_hex(crypto::sha256(as_bytes(text))); }

// By list, since each entry of the ledger must hold them all.
json::Array disclosed_json(const std::vector<identify::Hit>& hits) {
  std::map<std::string, json::Array> entries;
  std::map<std::string, std::string> versions;
  for (const identify::Hit& hit : hits) {
    versions[hit.list] = hit.list_version;
    entries[hit.list].emplace_back(json::Object{{"entry", hit.entry},
                                                {"content", content_number(hit.list, hit.entry)},
                                                {"distance", hit.distance}});
  }
  json::Array lists;
  for (auto& [list, found] : entries) {
    lists.emplace_back(
        json::Object{{"list", list}, {"version", versions[list]}, {"entries", std::move(found)}});
  }
  return lists;
}

std::vector<Bank> wanted_banks(std::vector<Bank> banks,
                               const std::optional<std::vector<std::string>>& names) {
  if (!names) return banks;
  std::erase_if(banks, [&](const Bank& bank) {
    return std::ranges::find(*names, bank.name) == names->end();
  });
  return banks;
}

Result<json::Value> fingerprint_in_cage(ByteView file) {
  SANAD_TRY(const cage::Input input, cage::Input::of(file));
  extract::Extractor extractor;
  extractor.limits = kHashLimits;
  const auto item = extract::fingerprint(extractor, input.fd());
  if (item.ok()) return item;
  // What the file did to its parser is not the partner's to know in detail.
  if (item.error().code == ErrorCode::kInvalid || item.error().code == ErrorCode::kLimit) {
    return Error{ErrorCode::kInvalid,
                 "the file could not be read as a picture or video; send another form of it"};
  }
  return item.error();
}

Result<std::string> value_of(const PartnerSignal& signal, const json::Value& item) {
  if (signal.name == "pdq") {
    if (item["pdq"].is_null())
      return Error{ErrorCode::kInvalid, "the file is no picture; send it as what it is"};
    const bool says_enough = item["pdq_quality"].int_or(0) >= identify::kPictureQuality;
    return says_enough ? item["pdq"].string_or("") : std::string();
  }
  if (item["video"].as_object() == nullptr)
    return Error{ErrorCode::kInvalid, "the file is no video; send it as what it is"};
  return item[signal.signal].string_or("");
}

}  // namespace

std::string bank_name(const records::List& list) {
  const auto is_plain = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  if (!list.name.empty() && std::ranges::all_of(list.name, is_plain)) return list.name;
  std::string name;
  for (char c : list.name.substr(0, kMaxBankStem)) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (is_plain(c)) {
      name += c;
    } else if (!name.empty() && name.back() != '_') {
      name += '_';
    }
  }
  while (name.ends_with('_')) name.pop_back();
  std::string mark = digest_hex(list.name).substr(0, 8);
  for (char& c : mark) {
    if (c >= 'a') c = static_cast<char>(c - 'a' + 'A');
  }
  return fmt::format("{}_{}", name.empty() ? "LIST" : name, mark);
}

Result<std::vector<Bank>> banks_of(Workspace& workspace, const records::Token& token) {
  SANAD_TRY(const std::string agency, workspace.records().agency());
  SANAD_TRY(const auto lists, workspace.records().lists());
  std::vector<Bank> banks;
  for (const records::List& list : lists) {
    const bool is_covered = std::ranges::find(token.lists, list.id) != token.lists.end();
    if (is_covered && may_tell(list, agency)) banks.push_back({bank_name(list), list});
  }
  std::ranges::sort(banks, {}, &Bank::name);
  return banks;
}

std::span<const PartnerSignal> partner_signals() { return kSignals; }

Result<PartnerSignal> find_partner_signal(std::string_view name) {
  const auto found = std::ranges::find(kSignals, name, &PartnerSignal::name);
  if (found != kSignals.end()) return *found;
  return Error{ErrorCode::kInvalid,
               fmt::format("there is no signal type \"{}\" here; /c/signal_type names them",
                           name.substr(0, 40))};
}

std::int64_t content_number(std::string_view list, std::string_view entry) {
  const Digest256 digest = crypto::sha256(as_bytes(fmt::format("{}\n{}", list, entry)));
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < sizeof number; ++i) number = (number << 8U) | digest[i];
  constexpr unsigned kTooManyBits = 64 - 53;
  return static_cast<std::int64_t>(std::max<std::uint64_t>(number >> kTooManyBits, 1));
}

Result<Answer> ask(Workspace& workspace, const records::Token& token, const PartnerSignal& signal,
                   std::string_view value, const std::optional<std::vector<std::string>>& names) {
  SANAD_CHECK(require_scope(token, "lookup"));
  SANAD_CHECK(require_whole_library(workspace));
  SANAD_TRY(std::vector<Bank> covered, banks_of(workspace, token));
  const std::vector<Bank> banks = wanted_banks(std::move(covered), names);
  SANAD_TRY(auto hits, workspace.library().lookup(signal.signal, value,
                                                  identify::default_radius(signal.signal), "",
                                                  workspace.clock().now()));
  const auto bank_of = [&](const identify::Hit& hit) {
    return std::ranges::find(banks, hit.list, [](const Bank& bank) { return bank.list.id; });
  };
  std::erase_if(hits, [&](const identify::Hit& hit) { return bank_of(hit) == banks.end(); });
  Answer answer;
  if (hits.size() > kMaxHitsTold) {
    answer.not_told = hits.size() - kMaxHitsTold;
    hits.resize(kMaxHitsTold);
  }
  if (!hits.empty()) {
    SANAD_CHECK(workspace.custody().record({"lookup.disclosed", std::string(custody::kSystem), "",
                                            json::Object{{"token", token.id},
                                                         {"partner", token.partner},
                                                         {"signal", signal.signal},
                                                         {"value_sha256", digest_hex(value)},
                                                         {"lists", disclosed_json(hits)},
                                                         {"not_told", answer.not_told}}}));
  }
  for (const identify::Hit& hit : hits) {
    answer.told.push_back({bank_of(hit)->name, content_number(hit.list, hit.entry),
                           fmt::format("{}", std::llround(hit.distance))});
  }
  SANAD_CHECK(
      count_use(workspace, token, {.lookups = 1, .hits = static_cast<std::int64_t>(hits.size())}));
  return answer;
}

Result<json::Object> hash_file(Workspace& workspace, const records::Token& token,
                               std::string_view content, ByteView file,
                               const std::vector<std::string>& types) {
  SANAD_CHECK(require_scope(token, "hash"));
  std::vector<PartnerSignal> wanted;
  for (const PartnerSignal& signal : kSignals) {
    const bool is_asked = types.empty() || std::ranges::find(types, signal.name) != types.end();
    if (!signal.content.empty() && signal.content == content && is_asked) wanted.push_back(signal);
  }
  for (const std::string& type : types) {
    if (std::ranges::find(wanted, type, &PartnerSignal::name) == wanted.end()) {
      return Error{ErrorCode::kInvalid, fmt::format("the signal type \"{}\" is not computed from a "
                                                    "{}",
                                                    type.substr(0, 40), content)};
    }
  }
  if (wanted.empty())
    return Error{ErrorCode::kInvalid,
                 "the content is sent in a field named \"photo\" or \"video\""};
  SANAD_CHECK(count_use(workspace, token, {.hashes = 1}));
  SANAD_TRY(const json::Value item, fingerprint_in_cage(file));
  json::Object values;
  for (const PartnerSignal& signal : wanted) {
    SANAD_TRY(const std::string value, value_of(signal, item));
    values.set(std::string(signal.name), value);
  }
  return values;
}

}  // namespace sanad::service
