#include "credential/badge.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/numbers.h"
#include "credential/encodings.h"
#include "credential/proof.h"

namespace sanad::credential {
namespace {

constexpr std::string_view kBadgeContexts = "https://purl.imsglobal.org/spec/ob/v3p0/context";
constexpr std::string_view kCompetencyType = "Competency";
constexpr std::string_view kAttendanceType = "ext:Attendance";
constexpr std::string_view kSkillUrl = "urn:sanad:activity:";
constexpr std::string_view kFramework = "Sanad activities";
constexpr std::string_view kDigestUrl = "ni:///sha-256;";
constexpr std::string_view kStatusType = "BitstringStatusListEntry";
constexpr std::string_view kRevocation = "revocation";
constexpr std::size_t kMaxText = 1'000;
constexpr std::size_t kMaxItems = 20;

Error invalid(std::string message) { return {ErrorCode::kInvalid, std::move(message)}; }

Result<void> check_text(std::string_view text, std::string_view what) {
  if (text.empty() || text.size() > kMaxText || !is_utf8(text))
    return invalid(fmt::format("{} needs words of at most {} bytes", what, kMaxText));
  return {};
}

Result<void> check_badge(const Badge& badge) {
  SANAD_CHECK(check_text(badge.issuer_name, "the issuer's name"));
  SANAD_CHECK(check_text(badge.holder, "the name of the person"));
  SANAD_CHECK(check_text(badge.name, "the name of the achievement"));
  SANAD_CHECK(check_text(badge.description, "the description"));
  SANAD_CHECK(check_text(badge.criteria, "the criteria"));
  if (badge.skills.size() > kMaxItems || badge.evidence.size() > kMaxItems ||
      badge.outcomes.size() > kMaxItems)
    return invalid(fmt::format("at most {} skills, results and files of evidence", kMaxItems));
  for (const Skill& one : badge.skills) {
    SANAD_CHECK(check_text(one.code, "a skill"));
    SANAD_CHECK(check_text(one.name, "a skill"));
  }
  for (const Outcome& one : badge.outcomes) {
    SANAD_CHECK(check_text(one.name, "a result"));
    SANAD_CHECK(check_text(one.value, "a result"));
  }
  for (const Evidence& one : badge.evidence) {
    SANAD_CHECK(check_text(one.name, "a file of evidence"));
    SANAD_CHECK_WITH(parse_digest256(one.sha256), one.name);
  }
  switch (badge.achieved) {
    case Achieved::kCompetency:
      if (badge.skills.empty()) return invalid("a competency names what it is for: a skill");
      break;
    case Achieved::kAttendance:
      if (!badge.skills.empty())
        return invalid("attendance tests no competence; leave the skills out");
      break;
    case Achieved::kOther:
      return invalid("a certificate is of competency or of attendance");
  }
  if (badge.valid_until && *badge.valid_until <= badge.valid_from)
    return invalid("the certificate would end before it begins; choose a later end");
  return {};
}

std::string digest_url(std::string_view sha256) {
  const auto bytes = parse_hex(sha256);
  return std::string(kDigestUrl) + (bytes.ok() ? format_base64url(*bytes) : "");
}

json::Object achievement_of(const Badge& badge) {
  const bool is_competency = badge.achieved == Achieved::kCompetency;
  json::Object achievement{{"id", badge.achievement},
                           {"type", json::Array{"Achievement"}},
                           {"achievementType", is_competency ? kCompetencyType : kAttendanceType},
                           {"name", badge.name},
                           {"description", badge.description},
                           {"criteria", json::Object{{"narrative", badge.criteria}}}};
  json::Array skills, results;
  for (const Skill& one : badge.skills)
    skills.emplace_back(json::Object{{"type", json::Array{"Alignment"}},
                                     {"targetCode", one.code},
                                     {"targetFramework", kFramework},
                                     {"targetName", one.name},
                                     {"targetUrl", std::string(kSkillUrl) + one.code}});
  for (std::size_t i = 0; i < badge.outcomes.size(); ++i)
    results.emplace_back(json::Object{{"id", fmt::format("{}#result-{}", badge.id, i + 1)},
                                      {"type", json::Array{"ResultDescription"}},
                                      {"name", badge.outcomes[i].name},
                                      {"resultType", "Result"}});
  if (!skills.empty()) achievement.set("alignment", std::move(skills));
  if (!results.empty()) achievement.set("resultDescription", std::move(results));
  return achievement;
}

const json::Value* first_of(const json::Value& list) {
  if (list.as_object() != nullptr) return &list;
  const json::Array* all = list.as_array();
  return all != nullptr && all->size() == 1 ? all->data() : nullptr;
}

bool has(const json::Value& value, std::string_view wanted) {
  if (const std::string* text = value.as_string()) return *text == wanted;
  const json::Array* all = value.as_array();
  return all != nullptr && std::ranges::any_of(*all, [&](const json::Value& one) {
           return one.string_or("") == wanted;
         });
}

Result<std::string> text_in(const json::Value& object, std::string_view name) {
  const std::string* text = object[name].as_string();
  if (text == nullptr || text->empty())
    return invalid(fmt::format("\"{}\" is missing or is no text", name));
  return *text;
}

Result<Timestamp> time_in(const json::Value& object, std::string_view name) {
  const auto at = parse_timestamp(object[name].string_or(""));
  if (!at.ok()) return invalid(fmt::format("\"{}\" is not a time in UTC that ends in \"Z\"", name));
  return *at;
}

Result<void> read_head(const json::Value& document, Badge& badge) {
  const json::Array* contexts = document["@context"].as_array();
  if (contexts == nullptr || contexts->empty() ||
      contexts->front().string_or("") != kCredentialContext)
    return invalid("it is not a Verifiable Credential 2.0 (its \"@context\")");
  const bool is_badge = std::ranges::any_of(*contexts,
                                            [](const json::Value& one) {
                                              return one.string_or("").starts_with(kBadgeContexts);
                                            }) &&
                        (has(document["type"], "OpenBadgeCredential") ||
                         has(document["type"], "AchievementCredential"));
  if (!is_badge || !has(document["type"], "VerifiableCredential"))
    return invalid("it is not a credential of Open Badges 3.0 (its \"type\")");
  SANAD_TRY(badge.id, text_in(document, "id"));
  const json::Value& issuer = document["issuer"];
  if (const std::string* did = issuer.as_string()) {
    badge.issuer = *did;
  } else {
    SANAD_TRY(badge.issuer, text_in(issuer, "id"));
    badge.issuer_name = issuer["name"].string_or("");
  }
  SANAD_CHECK_WITH(parse_did(badge.issuer), "the issuer");
  SANAD_TRY(badge.valid_from, time_in(document, "validFrom"));
  if (!document["validUntil"].is_null()) {
    SANAD_TRY(const Timestamp end, time_in(document, "validUntil"));
    badge.valid_until = end;
  }
  return {};
}

Result<void> read_status(const json::Value& document, Badge& badge) {
  if (document.as_object()->find("credentialStatus") == nullptr) return {};
  const json::Value* status = first_of(document["credentialStatus"]);
  if (status == nullptr || (*status)["type"].string_or("") != kStatusType ||
      (*status)["statusPurpose"].string_or("") != kRevocation)
    return invalid(
        "its \"credentialStatus\" is not one BitstringStatusListEntry for revocation; only that "
        "is read");
  StatusEntry entry;
  SANAD_TRY(entry.list, text_in(*status, "statusListCredential"));
  const auto index = parse_decimal((*status)["statusListIndex"].string_or(""));
  if (!index.ok() || *index > UINT32_MAX)
    return invalid("its \"statusListIndex\" is not a whole number as text");
  entry.index = static_cast<std::uint32_t>(*index);
  badge.status = entry;
  return {};
}

void read_holder(const json::Value& subject, Badge& badge) {
  const json::Array* identifiers = subject["identifier"].as_array();
  if (identifiers == nullptr) return;
  for (const json::Value& one : *identifiers)
    if (one["identityType"].string_or("") == "name" && !one["hashed"].bool_or(true))
      badge.holder = one["identityHash"].string_or("");
}

void read_lists(const json::Value& subject, const json::Value& achievement,
                const json::Value& evidence, Badge& badge) {
  const auto each = [](const json::Value& list, const auto& take) {
    const json::Array* all = list.as_array();
    if (all == nullptr) return;
    for (const json::Value& one : *all) take(one);
  };
  each(achievement["alignment"], [&](const json::Value& one) {
    const std::string code = one["targetCode"].string_or("");
    if (!code.empty() && one["targetUrl"].string_or("") == std::string(kSkillUrl) + code)
      badge.skills.push_back({code, one["targetName"].string_or("")});
  });
  each(subject["result"], [&](const json::Value& one) {
    Outcome outcome{"", one["value"].string_or("")};
    each(achievement["resultDescription"], [&](const json::Value& of) {
      if (of["id"].string_or("") == one["resultDescription"].string_or(""))
        outcome.name = of["name"].string_or("");
    });
    badge.outcomes.push_back(std::move(outcome));
  });
  each(evidence, [&](const json::Value& one) {
    const std::string id = one["id"].string_or("");
    if (!id.starts_with(kDigestUrl)) return;
    const auto digest = parse_base64url(std::string_view(id).substr(kDigestUrl.size()));
    if (digest.ok() && digest->size() == Digest256().size())
      badge.evidence.push_back({one["name"].string_or(""), format_hex(*digest)});
  });
}

}  // namespace

std::string_view achieved_name(Achieved achieved) {
  switch (achieved) {
    case Achieved::kCompetency:
      return "competency";
    case Achieved::kAttendance:
      return "attendance";
    case Achieved::kOther:
      break;
  }
  return "other";
}

std::string_view attendance_words() {
  return "This certifies attendance only: no competence was tested, and none is certified.";
}

std::string format_uuid(ByteView given, unsigned version) {
  Bytes bytes(given.begin(), given.begin() + 16);
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0fU) | (version << 4U));
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3fU) | 0x80U);  // the variant
  const std::string hex = format_hex(bytes);
  return fmt::format("urn:uuid:{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4),
                     hex.substr(12, 4), hex.substr(16, 4), hex.substr(20));
}

Result<json::Object> format_badge(const Badge& given) {
  Badge badge = given;
  if (badge.achieved == Achieved::kAttendance)
    badge.description += (badge.description.empty() ? "" : " ") + std::string(attendance_words());
  SANAD_CHECK(check_badge(badge));
  json::Object subject{{"type", json::Array{"AchievementSubject"}},
                       {"identifier", json::Array{json::Object{{"type", "IdentityObject"},
                                                               {"hashed", false},
                                                               {"identityHash", badge.holder},
                                                               {"identityType", "name"}}}},
                       {"achievement", achievement_of(badge)}};
  json::Array results, evidence;
  for (std::size_t i = 0; i < badge.outcomes.size(); ++i)
    results.emplace_back(
        json::Object{{"type", json::Array{"Result"}},
                     {"resultDescription", fmt::format("{}#result-{}", badge.id, i + 1)},
                     {"value", badge.outcomes[i].value}});
  for (const Evidence& one : badge.evidence)
    evidence.emplace_back(json::Object{{"id", digest_url(one.sha256)},
                                       {"type", json::Array{"Evidence"}},
                                       {"name", one.name},
                                       {"narrative", "SHA-256 " + one.sha256}});
  if (!results.empty()) subject.set("result", std::move(results));
  json::Object document{{"@context", json::Array{kCredentialContext, kBadgeContext}},
                        {"id", badge.id},
                        {"type", json::Array{"VerifiableCredential", "OpenBadgeCredential"}},
                        {"name", badge.name},
                        {"issuer", json::Object{{"id", badge.issuer},
                                                {"type", json::Array{"Profile"}},
                                                {"name", badge.issuer_name}}},
                        {"validFrom", format_second(badge.valid_from)},
                        {"credentialSubject", std::move(subject)}};
  if (badge.valid_until) document.set("validUntil", format_second(*badge.valid_until));
  if (!evidence.empty()) document.set("evidence", std::move(evidence));
  if (badge.status)
    document.set("credentialStatus",
                 json::Object{{"id", fmt::format("{}#{}", badge.status->list, badge.status->index)},
                              {"type", kStatusType},
                              {"statusPurpose", kRevocation},
                              {"statusListIndex", std::to_string(badge.status->index)},
                              {"statusListCredential", badge.status->list}});
  return document;
}

Result<Badge> read_badge(const json::Value& document) {
  if (document.as_object() == nullptr) return invalid("it is not a JSON object");
  Badge badge;
  SANAD_CHECK(read_head(document, badge));
  SANAD_CHECK(read_status(document, badge));
  const json::Value* subject = first_of(document["credentialSubject"]);
  if (subject == nullptr) return invalid("it has no one \"credentialSubject\"");
  const json::Value* achievement = first_of((*subject)["achievement"]);
  if (achievement == nullptr) return invalid("it has no one \"achievement\"");
  SANAD_TRY(badge.achievement, text_in(*achievement, "id"));
  SANAD_TRY(badge.name, text_in(*achievement, "name"));
  SANAD_TRY(badge.description, text_in(*achievement, "description"));
  SANAD_TRY(badge.criteria, text_in((*achievement)["criteria"], "narrative"));
  read_holder(*subject, badge);
  read_lists(*subject, *achievement, document["evidence"], badge);
  const std::string type = (*achievement)["achievementType"].string_or("");
  badge.achieved = type == kAttendanceType                            ? Achieved::kAttendance
                   : type == kCompetencyType && !badge.skills.empty() ? Achieved::kCompetency
                                                                      : Achieved::kOther;
  return badge;
}

}  // namespace sanad::credential
