#include "request_content.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace sanad::service {
namespace {

constexpr std::array<std::string_view, 20> kMembers = {
    "pack",    "form",   "addressee",       "addressee_contact", "provision",
    "basis",   "url",    "identifiers",     "data_classes",      "from",
    "to",      "zone",   "widening_reason", "exhibits",          "preservation_considered",
    "offence", "fields", "deconfliction",   "relates_to",        "corrects"};
constexpr std::array<std::string_view, 3> kClasses = {"subscriber", "traffic", "content"};

Error wrong(std::string_view name, std::string_view wants) {
  return {ErrorCode::kInvalid, fmt::format("\"{}\" {}", name, wants)};
}

Result<std::string> text(const json::Value& value, std::string_view name) {
  const json::Value& member = value[name];
  if (member.is_null()) return std::string();
  const std::string* found = member.as_string();
  if (found == nullptr || found->size() > kMaxRequestTextBytes)
    return wrong(name, fmt::format("must be a text of at most {} bytes", kMaxRequestTextBytes));
  const std::size_t first = found->find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return std::string();
  return found->substr(first, found->find_last_not_of(" \t\r\n") - first + 1);
}

Result<std::vector<std::string>> texts(const json::Value& value, std::string_view name) {
  const json::Value& member = value[name];
  std::vector<std::string> found;
  if (member.is_null()) return found;
  const json::Array* items = member.as_array();
  if (items == nullptr || items->size() > kMaxRequestItems)
    return wrong(name, fmt::format("must be a list of at most {} texts", kMaxRequestItems));
  for (const json::Value& item : *items) {
    const std::string* one = item.as_string();
    if (one == nullptr || one->find_first_not_of(" \t\r\n") == std::string::npos ||
        one->size() > kMaxRequestTextBytes)
      return wrong(name, "must list texts, none of them empty");
    if (std::ranges::find(found, *one) == found.end()) found.push_back(*one);
  }
  return found;
}

Result<std::optional<Timestamp>> time(const json::Value& value, std::string_view name) {
  if (value[name].is_null() || value[name].string_or("x").empty())
    return std::optional<Timestamp>();
  const auto at = parse_timestamp(value[name].string_or(""));
  if (!at.ok()) return wrong(name, "must be a time in UTC, in the form 2026-11-24T16:50:00Z");
  return std::optional<Timestamp>(*at);
}

Result<void> check_field(std::string_view key, const json::Value& value) {
  const std::string name = fmt::format("fields.{}", key);
  if (const std::string* one = value.as_string())
    return one->size() <= kMaxRequestTextBytes ? Result<void>() : wrong(name, "is too long");
  const json::Array* items = value.as_array();
  if (items == nullptr || items->size() > kMaxRequestItems)
    return wrong(name, "must be a text, or a list of texts");
  for (const json::Value& item : *items) {
    const std::string* one = item.as_string();
    if (one == nullptr || one->size() > kMaxRequestTextBytes)
      return wrong(name, "must be a text, or a list of texts");
  }
  return {};
}

Result<void> read_fields(const json::Value& value, RequestContent& content) {
  if (value.is_null()) return {};
  const json::Object* fields = value.as_object();
  if (fields == nullptr || fields->size() > kMaxRequestItems)
    return wrong("fields", "must be an object of the form's fields");
  for (const json::Member& member : *fields) {
    SANAD_CHECK(check_field(member.name, member.value));
    if (member.value.string_or("x").find_first_not_of(" \t\r\n") == std::string::npos) continue;
    content.fields.emplace(member.name, member.value);
  }
  return {};
}

json::Array strings(const std::vector<std::string>& items) {
  json::Array array;
  for (const auto& item : items) array.emplace_back(item);
  return array;
}

json::Value time_or_null(const std::optional<Timestamp>& at) {
  return at ? json::Value(format_timestamp(*at)) : json::Value(nullptr);
}

}  // namespace

Result<RequestContent> parse_request_content(const json::Value& value) {
  const json::Object* object = value.as_object();
  if (object == nullptr)
    return Error{ErrorCode::kInvalid, "the content of a request must be an object"};
  for (const json::Member& member : *object) {
    if (std::ranges::find(kMembers, member.name) == kMembers.end())
      return wrong(member.name, "is no member of a request; docs/formats/request.md lists them");
  }
  RequestContent content;
  const std::pair<std::string_view, std::string*> single[] = {
      {"pack", &content.pack},
      {"form", &content.form},
      {"addressee", &content.addressee},
      {"addressee_contact", &content.addressee_contact},
      {"provision", &content.provision},
      {"basis", &content.basis},
      {"url", &content.url},
      {"zone", &content.zone},
      {"widening_reason", &content.widening_reason},
      {"preservation_considered", &content.preservation_considered},
      {"deconfliction", &content.deconfliction},
      {"offence", &content.offence},
      {"relates_to", &content.relates_to},
      {"corrects", &content.corrects}};
  for (const auto& [name, place] : single) {
    SANAD_TRY(*place, text(value, name));
  }
  SANAD_TRY(content.identifiers, texts(value, "identifiers"));
  SANAD_TRY(content.data_classes, texts(value, "data_classes"));
  SANAD_TRY(content.exhibits, texts(value, "exhibits"));
  SANAD_TRY(content.from, time(value, "from"));
  SANAD_TRY(content.to, time(value, "to"));
  for (const std::string& one : content.data_classes) {
    if (std::ranges::find(kClasses, one) == kClasses.end())
      return wrong("data_classes", "are subscriber, traffic and content");
  }
  if (content.from && content.to && *content.to < *content.from)
    return wrong("to", "lies before \"from\"");
  SANAD_CHECK(read_fields(value["fields"], content));
  if (json::format_canonical(format_request_content(content)).size() > kMaxRequestBytes)
    return Error{ErrorCode::kLimit, fmt::format("the request is longer than {} bytes; shorten its "
                                                "texts, or attach what is long as an exhibit",
                                                kMaxRequestBytes)};
  return content;
}

json::Object format_request_content(const RequestContent& content) {
  json::Object fields;
  for (const auto& [key, value] : content.fields) fields.set(key, value);
  return json::Object{{"pack", content.pack},
                      {"form", content.form},
                      {"addressee", content.addressee},
                      {"addressee_contact", content.addressee_contact},
                      {"provision", content.provision},
                      {"basis", content.basis},
                      {"url", content.url},
                      {"identifiers", strings(content.identifiers)},
                      {"data_classes", strings(content.data_classes)},
                      {"from", time_or_null(content.from)},
                      {"to", time_or_null(content.to)},
                      {"zone", content.zone},
                      {"widening_reason", content.widening_reason},
                      {"exhibits", strings(content.exhibits)},
                      {"preservation_considered", content.preservation_considered},
                      {"deconfliction", content.deconfliction},
                      {"offence", content.offence},
                      {"relates_to", content.relates_to},
                      {"corrects", content.corrects},
                      {"fields", std::move(fields)}};
}

}  // namespace sanad::service
