#include "named_digests.h"

namespace sanad::service {

void collect_digests(const json::Value& value, std::set<std::string>& digests) {
  constexpr std::size_t kDigestDigits = 64;
  if (const json::Array* items = value.as_array()) {
    for (const json::Value& item : *items) collect_digests(item, digests);
    return;
  }
  const json::Object* members = value.as_object();
  if (members == nullptr) return;
  for (const json::Member& member : *members) {
    const std::string* text = member.value.as_string();
    const bool is_digest = member.name == "sha256" || member.name == "header_sha256";
    if (is_digest && text != nullptr && text->size() == kDigestDigits) digests.insert(*text);
    collect_digests(member.value, digests);
  }
}

}  // namespace sanad::service
