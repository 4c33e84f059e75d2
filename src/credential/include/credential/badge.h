// A certificate of training as a credential: W3C Verifiable Credentials 2.0 with the vocabulary of
// 1EdTech Open Badges 3.0 (docs/formats/credential.md). What it says as values, and as the JSON
// that is signed. Pure. Tested by badge_test.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"
#include "json/json.h"

namespace sanad::credential {

inline constexpr std::string_view kCredentialContext = "https://www.w3.org/ns/credentials/v2";
inline constexpr std::string_view kBadgeContext =
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";
inline constexpr std::size_t kMaxCredentialBytes = 64 * 1024;

// Attendance says that somebody was there and that no competence was tested. What another issuer
// calls otherwise is kOther: it is no competency here either.
enum class Achieved { kCompetency, kAttendance, kOther };
std::string_view achieved_name(Achieved achieved);  // "competency"

struct Skill {
  std::string code;  // an activity that competency is asked for: "capture"
  std::string name;
};
// A file that bears the certificate out: the trainee's ledger, a bundle, a paper. By digest only.
struct Evidence {
  std::string name;
  std::string sha256;  // 64 hexadecimal digits
};
struct Outcome {
  std::string name;
  std::string value;
};
// Where its revocation is told.
struct StatusEntry {
  std::string list;  // the list's identifier
  std::uint32_t index = 0;
};

struct Badge {
  std::string id;  // "urn:uuid:…"
  Achieved achieved = Achieved::kCompetency;
  std::string issuer;  // did:key
  std::string issuer_name;
  std::string holder;       // the name of the person
  std::string achievement;  // "urn:uuid:…": the same for all who achieve the same
  std::string name;
  std::string description;
  std::string criteria;
  std::vector<Skill> skills;  // none for attendance
  std::vector<Outcome> outcomes;
  std::vector<Evidence> evidence;
  Timestamp valid_from;
  std::optional<Timestamp> valid_until;
  std::optional<StatusEntry> status;
};

// What attendance says in its description, behind whatever else it says.
std::string_view attendance_words();

// The document without its proof. kInvalid: a text is missing or too long, a competency names no
// skill, attendance names one, or validity ends before it begins.
Result<json::Object> format_badge(const Badge& badge);
// Lenient in what else others add. kInvalid names what is missing or of another form. Times are in
// UTC ("Z"). DEVIATION: one subject with one achievement; an issuer that is a did:key; a status of
// another kind than BitstringStatusListEntry for revocation is refused, so that it is not passed
// over.
Result<Badge> read_badge(const json::Value& document);

// "urn:uuid:…" from 16 bytes: random ones (RFC 9562, version 4), or some of a digest (version 8).
std::string format_uuid(ByteView bytes, unsigned version = 4);

}  // namespace sanad::credential
