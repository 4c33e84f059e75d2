#include "sharing/package.h"

#include <fmt/format.h>

#include "json/json.h"
#include "members.h"
#include "sharing/card.h"

namespace sanad::sharing {
namespace {

constexpr std::uint64_t kMaxBundleBytes = 1ULL << 40;

json::Array format_recipients(const PackageHeader& header) {
  json::Array items;
  for (const Recipient& one : header.recipients)
    items.emplace_back(json::Object{{"agency", one.agency}, {"card", format_hex(one.card)}});
  return items;
}

json::Array format_exhibits(const PackageHeader& header) {
  json::Array items;
  for (const PackagedExhibit& one : header.exhibits) {
    items.emplace_back(json::Object{{"exhibit", one.exhibit},
                                    {"number", one.number},
                                    {"title", one.title},
                                    {"marking", format_marking(one.marking)}});
  }
  return items;
}

Result<void> parse_recipients(const json::Value& value, PackageHeader& header) {
  SANAD_TRY(const json::Array* items, array_member(value, "recipients", kMaxPackageRecipients));
  if (items->empty()) return wrong_member("recipients", "names none");
  for (const json::Value& item : *items) {
    SANAD_CHECK(check_members(item, {"agency", "card"}, "a recipient"));
    Recipient one;
    SANAD_TRY(one.agency, text_member(item, "agency", kMaxAgencyBytes));
    SANAD_TRY(one.card, digest_member(item, "card"));
    header.recipients.push_back(std::move(one));
  }
  return {};
}

Result<void> parse_exhibits(const json::Value& value, PackageHeader& header) {
  SANAD_TRY(const json::Array* items, array_member(value, "exhibits", kMaxPackageExhibits));
  if (items->empty()) return wrong_member("exhibits", "names none");
  for (const json::Value& item : *items) {
    SANAD_CHECK(check_members(item, {"exhibit", "number", "title", "marking"}, "an exhibit"));
    PackagedExhibit one;
    SANAD_TRY(one.exhibit, id_member(item, "exhibit", "exhibit"));
    SANAD_TRY(one.number, text_member(item, "number", kMaxNameBytes));
    SANAD_TRY(one.title, text_member(item, "title", kMaxPurposeBytes, true));
    SANAD_TRY(one.marking, parse_marking(item["marking"]));
    if (exceeds(one.marking, header.marking))
      return Error{ErrorCode::kInvalid,
                   fmt::format("the exhibit {} is marked {}, more strictly than its package",
                               one.number, marking_words(one.marking))};
    for (const PackagedExhibit& other : header.exhibits) {
      if (other.exhibit == one.exhibit) return wrong_member("exhibits", "names one twice");
    }
    header.exhibits.push_back(std::move(one));
  }
  return {};
}

Result<void> parse_sender(const json::Value& value, PackageHeader& header) {
  SANAD_CHECK(check_members(value["sender"], {"agency", "card"}, "\"sender\""));
  SANAD_TRY(header.sender, text_member(value["sender"], "agency", kMaxAgencyBytes));
  SANAD_TRY(header.sender_card, digest_member(value["sender"], "card"));
  return {};
}

Result<void> parse_bundle(const json::Value& value, PackageHeader& header) {
  SANAD_CHECK(check_members(value["bundle"], {"bundle", "sha256", "size"}, "\"bundle\""));
  SANAD_TRY(header.bundle, id_member(value["bundle"], "bundle", "bundle"));
  SANAD_TRY(header.bundle_sha256, digest_member(value["bundle"], "sha256"));
  SANAD_TRY(header.bundle_size, count_member(value["bundle"], "size"));
  if (header.bundle_size > kMaxBundleBytes) return wrong_member("size", "is beyond any bundle");
  return {};
}

}  // namespace

std::string format_header(const PackageHeader& header) {
  return json::format_canonical(json::Object{
      {"v", 1},
      {"package", header.package},
      {"sender", json::Object{{"agency", header.sender}, {"card", format_hex(header.sender_card)}}},
      {"recipients", format_recipients(header)},
      {"persons", array_of(header.persons)},
      {"created_at", format_timestamp(header.created_at)},
      {"expires_at", format_timestamp(header.expires_at)},
      {"purpose", header.purpose},
      {"marking", format_marking(header.marking)},
      {"bundle", json::Object{{"bundle", header.bundle},
                              {"sha256", format_hex(header.bundle_sha256)},
                              {"size", header.bundle_size}}},
      {"exhibits", format_exhibits(header)}});
}

Result<PackageHeader> parse_header(std::string_view line) {
  if (line.size() > kMaxHeaderBytes)
    return Error{ErrorCode::kLimit,
                 fmt::format("a package's line has at most {} bytes", kMaxHeaderBytes)};
  SANAD_TRY_WITH(const json::Value value, json::parse_canonical(line), "the package's line");
  SANAD_CHECK(check_members(value,
                            {"v", "package", "sender", "recipients", "persons", "created_at",
                             "expires_at", "purpose", "marking", "bundle", "exhibits"},
                            "a package"));
  if (value["v"].int_or(0) != 1) return wrong_member("v", "must be 1");
  PackageHeader header;
  SANAD_TRY(header.package, id_member(value, "package", "package"));
  SANAD_CHECK(parse_sender(value, header));
  SANAD_CHECK(parse_recipients(value, header));
  SANAD_TRY(const json::Array* persons, array_member(value, "persons", kMaxPersons));
  SANAD_TRY(header.persons, texts_of(*persons, "persons", kMaxNameBytes));
  SANAD_TRY(header.created_at, time_member(value, "created_at"));
  SANAD_TRY(header.expires_at, time_member(value, "expires_at"));
  if (header.expires_at <= header.created_at)
    return wrong_member("expires_at", "is not after \"created_at\"");
  SANAD_TRY(header.purpose, text_member(value, "purpose", kMaxPurposeBytes));
  SANAD_TRY(header.marking, parse_marking(value["marking"]));
  if (header.marking.tlp == Tlp::kRed && header.persons.empty())
    return wrong_member("persons", "names nobody, and TLP:RED is for persons by name");
  SANAD_CHECK(parse_bundle(value, header));
  SANAD_CHECK(parse_exhibits(value, header));
  return header;
}

}  // namespace sanad::sharing
