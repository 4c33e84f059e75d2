// What officers write into a request, as members of docs/formats/request.md. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "json/json.h"

namespace sanad::service {

inline constexpr std::size_t kMaxRequestTextBytes = 8'192;
inline constexpr std::size_t kMaxRequestItems = 100;
// Of the whole content; an entry of the ledger holds it.
inline constexpr std::size_t kMaxRequestBytes = 40'000;

struct RequestContent {
  std::string pack, form;                    // keys; empty of one that came in without
  std::string addressee, addressee_contact;  // of one that came in: who asks
  std::string provision;                     // key in the pack
  std::string basis;
  std::string url;  // as typed until it is parsed
  std::vector<std::string> identifiers;
  std::vector<std::string> data_classes;  // "subscriber", "traffic", "content"
  std::optional<Timestamp> from, to;
  std::string zone;  // in which from and to were meant
  std::string widening_reason;
  std::vector<std::string> exhibits;  // identifiers or numbers
  std::string preservation_considered;
  std::string deconfliction;
  std::string offence;
  std::string relates_to, corrects;
  std::map<std::string, json::Value> fields;  // the form's own, by key
};

// Whatever may be left out of a draft may be absent. kInvalid names the member that is wrong.
Result<RequestContent> parse_request_content(const json::Value& value);
// The same, with all members.
json::Object format_request_content(const RequestContent& content);

}  // namespace sanad::service
