#include "assessment.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/bytes.h"
#include "base/time.h"

namespace sanad::verification {
namespace {

constexpr std::array<std::string_view, 4> kFindings = {"not-examined", "supports", "contradicts",
                                                       "neither"};
constexpr std::array<std::string_view, 4> kConfidences = {"", "low", "moderate", "high"};

// Line ends and tabs are part of what people write; other control characters could hide text.
bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](unsigned char c) {
    return (c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7f;
  });
}

Result<std::optional<std::uint64_t>> read_number(const json::Value& object, std::string_view where,
                                                 std::string_view name) {
  const json::Value& value = object[name];
  if (value.is_null()) return std::optional<std::uint64_t>();
  const auto number = value.as_int();
  if (!number || *number < 0)
    return invalid(where, fmt::format("\"{}\" is a whole number from 0", name));
  return std::optional(static_cast<std::uint64_t>(*number));
}

Result<void> check_exhibit(const Evidence& evidence, std::string_view where) {
  if (!evidence.address.empty() || !evidence.seen_at.empty())
    return invalid(where, "cite an exhibit or an address, not both");
  if (evidence.part && !evidence.file.empty())
    return invalid(where, "cite a part or a file of the exhibit, not both");
  const bool has_bytes = evidence.offset || evidence.length;
  if (has_bytes && !evidence.part && evidence.file.empty())
    return invalid(where, "an offset is of a part or a file; name it");
  if (evidence.length && (!evidence.offset || *evidence.length == 0))
    return invalid(where, "a length is at least 1 and needs its offset");
  return {};
}

Result<void> check_address(const Evidence& evidence, std::string_view where) {
  if (evidence.part || !evidence.file.empty() || evidence.offset || evidence.length)
    return invalid(where, "a part, a file and an offset are of an exhibit; name it");
  const std::size_t scheme = evidence.address.find("://");
  const bool is_one = scheme != std::string::npos && scheme > 0 &&
                      scheme + 3 < evidence.address.size() &&
                      evidence.address.find_first_of(" \t\r\n") == std::string::npos;
  if (!is_one) return invalid(where, "cite an exhibit, or an address with its scheme (https://…)");
  if (!parse_timestamp(evidence.seen_at).ok())
    return invalid(where, "\"seen_at\" says when the address was seen, in UTC");
  return {};
}

Result<Evidence> read_evidence(const json::Value& value, std::string_view where) {
  SANAD_CHECK(check_members(
      value, where, {"exhibit", "part", "file", "offset", "length", "address", "seen_at", "note"}));
  Evidence evidence;
  SANAD_TRY(evidence.exhibit, read_text(value, where, "exhibit", kMaxNameBytes));
  SANAD_TRY(evidence.part, read_number(value, where, "part"));
  SANAD_TRY(evidence.file, read_text(value, where, "file", kMaxNameBytes));
  SANAD_TRY(evidence.offset, read_number(value, where, "offset"));
  SANAD_TRY(evidence.length, read_number(value, where, "length"));
  SANAD_TRY(evidence.address, read_text(value, where, "address", kMaxNameBytes));
  SANAD_TRY(evidence.seen_at, read_text(value, where, "seen_at", kMaxNameBytes));
  SANAD_TRY(evidence.note, read_text(value, where, "note", kMaxNameBytes));
  SANAD_CHECK(evidence.exhibit.empty() ? check_address(evidence, where)
                                       : check_exhibit(evidence, where));
  return evidence;
}

json::Object evidence_json(const Evidence& evidence) {
  json::Object object;
  if (evidence.exhibit.empty()) {
    object.set("address", evidence.address);
    object.set("seen_at", evidence.seen_at);
  } else {
    object.set("exhibit", evidence.exhibit);
    if (evidence.part) object.set("part", *evidence.part);
    if (!evidence.file.empty()) object.set("file", evidence.file);
    if (evidence.offset) object.set("offset", *evidence.offset);
    if (evidence.length) object.set("length", *evidence.length);
  }
  object.set("note", evidence.note);
  return object;
}

Result<void> check(const Assessment& assessment, std::string_view where) {
  const bool is_sure = assessment.confidence != Confidence::kNone;
  if (assessment.finding == Finding::kNotExamined) {
    if (!is_sure && assessment.evidence.empty()) return {};
    return invalid(where, "confidence and evidence are of a finding; say what was found");
  }
  if (!is_sure) return invalid(where, "say how sure the finding is: low, moderate or high");
  if (is_blank(assessment.reasons)) return invalid(where, "give the reasons of the finding");
  if (assessment.finding != Finding::kNeither && assessment.evidence.empty())
    return invalid(where, "what supports or contradicts rests on something; cite it as evidence");
  return {};
}

}  // namespace

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

Error invalid(std::string_view where, std::string_view what) {
  return {ErrorCode::kInvalid,
          where.empty() ? std::string(what) : fmt::format("{}: {}", where, what)};
}

std::string_view finding_name(Finding finding) {
  return kFindings[static_cast<std::size_t>(finding)];
}

std::optional<Finding> parse_finding(std::string_view name) {
  const auto found = std::ranges::find(kFindings, name);
  if (found == kFindings.end()) return std::nullopt;
  return static_cast<Finding>(found - kFindings.begin());
}

std::string_view confidence_name(Confidence confidence) {
  return kConfidences[static_cast<std::size_t>(confidence)];
}

std::optional<Confidence> parse_confidence(std::string_view name) {
  const auto found = std::ranges::find(kConfidences, name);
  if (found == kConfidences.end()) return std::nullopt;
  return static_cast<Confidence>(found - kConfidences.begin());
}

Result<void> check_members(const json::Value& value, std::string_view where,
                           std::initializer_list<std::string_view> names) {
  const json::Object* object = value.as_object();
  if (object == nullptr) return invalid(where, "must be a JSON object");
  for (const json::Member& member : *object) {
    if (std::ranges::find(names, member.name) == names.end())
      return invalid(where, fmt::format("a verification sheet has no \"{}\" here; it holds "
                                        "findings with their reasons, and no verdict of the whole",
                                        member.name.substr(0, 100)));
  }
  return {};
}

Result<std::string> read_text(const json::Value& object, std::string_view where,
                              std::string_view name, std::size_t most) {
  const json::Value& value = object[name];
  if (value.is_null()) return std::string();
  const std::string* text = value.as_string();
  if (text == nullptr || text->size() > most || !is_utf8(*text) || has_control(*text))
    return invalid(where, fmt::format("\"{}\" is a text of at most {} bytes", name, most));
  return *text;
}

Result<json::Array> read_list(const json::Value& object, std::string_view where,
                              std::string_view name, std::size_t most) {
  const json::Value& value = object[name];
  if (value.is_null()) return json::Array();
  const json::Array* list = value.as_array();
  if (list == nullptr || list->size() > most)
    return invalid(where, fmt::format("\"{}\" is a list of at most {}", name, most));
  return *list;
}

Result<Assessment> read_assessment(const json::Value& value, std::string_view where) {
  Assessment assessment;
  SANAD_TRY(const std::string finding, read_text(value, where, "finding", kMaxNameBytes));
  const auto found = finding.empty() ? Finding::kNotExamined : parse_finding(finding);
  if (!found)
    return invalid(where,
                   "\"finding\" is \"supports\", \"contradicts\", \"neither\" or \"not-examined\"");
  assessment.finding = *found;
  SANAD_TRY(const std::string confidence, read_text(value, where, "confidence", kMaxNameBytes));
  const auto sure = parse_confidence(confidence);
  if (!sure) return invalid(where, "\"confidence\" is \"low\", \"moderate\" or \"high\"");
  assessment.confidence = *sure;
  SANAD_TRY(assessment.reasons, read_text(value, where, "reasons", kMaxTextBytes));
  SANAD_TRY(const json::Array list, read_list(value, where, "evidence", kMaxEvidence));
  for (std::size_t i = 0; i < list.size(); ++i) {
    SANAD_TRY(Evidence one, read_evidence(list[i], fmt::format("{}, evidence {}", where, i + 1)));
    assessment.evidence.push_back(std::move(one));
  }
  SANAD_CHECK(check(assessment, where));
  return assessment;
}

void write_assessment(const Assessment& assessment, json::Object& to) {
  to.set("finding", finding_name(assessment.finding));
  if (assessment.confidence != Confidence::kNone)
    to.set("confidence", confidence_name(assessment.confidence));
  to.set("reasons", assessment.reasons);
  json::Array evidence;
  for (const Evidence& one : assessment.evidence) evidence.emplace_back(evidence_json(one));
  to.set("evidence", std::move(evidence));
}

bool is_untouched(const Assessment& assessment) {
  return assessment.finding == Finding::kNotExamined && is_blank(assessment.reasons);
}

}  // namespace sanad::verification
