#include "sheet.h"

#include <algorithm>

#include "base/utf8.h"
#include "metadata/metadata.h"

namespace sanad::metadata {

std::string clean(std::string_view bytes, std::size_t most) {
  std::string text = replace_malformed_utf8(bytes.substr(0, most + 4));
  text.resize(std::min(text.size(), most));
  text.resize(utf8_prefix_length(text));
  for (char& c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F) c = ' ';
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.pop_back();
  return text;
}

void Sheet::add(std::string_view group, std::string_view name, std::string_view value,
                std::string_view raw) {
  if (fields_.size() == kMaxFields || bytes_ >= kMaxAllBytes) {
    ++left_out_;
    return;
  }
  if (value.size() > kMaxValueBytes || raw.size() > kMaxValueBytes) ++cut_;
  std::string shown = clean(value, kMaxValueBytes);
  std::string as_it_stands = clean(raw, kMaxValueBytes);
  bytes_ += shown.size() + as_it_stands.size();
  json::Object field{{"group", group}, {"name", clean(name, 100)}};
  const bool differs = !as_it_stands.empty() && as_it_stands != shown;
  field.set("value", std::move(shown));
  if (differs) field.set("raw", std::move(as_it_stands));
  fields_.emplace_back(std::move(field));
}

void Sheet::time(std::string_view member, const std::optional<Time>& time,
                 std::string_view source) {
  if (!time || members_.find(member) != nullptr) return;
  members_.set(std::string(member), json::Object{{"value", time->value},
                                                 {"source", source},
                                                 {"zone", time->has_zone ? "stated" : "unknown"}});
}

void Sheet::place(const Place& place, std::string_view source) {
  if (members_.find("place") != nullptr) return;
  members_.set("place", json::Object{{"latitude", place.latitude},
                                     {"longitude", place.longitude},
                                     {"source", source}});
}

void Sheet::say(std::string_view member, std::string_view value, std::string_view source) {
  std::string text = clean(value, kMaxValueBytes);
  if (text.empty() || members_.find(member) != nullptr) return;
  members_.set(std::string(member), json::Object{{"value", std::move(text)}, {"source", source}});
}

void Sheet::problem(std::string_view what) {
  if (problems_.size() < 20) problems_.emplace_back(clean(what, 300));
}

json::Object Sheet::finish() {
  json::Object out = std::move(members_);
  if (!fields_.empty()) out.set("fields", std::move(fields_));
  if (left_out_ > 0) out.set("fields_left_out", left_out_);
  if (cut_ > 0) out.set("values_cut", cut_);
  if (!problems_.empty()) out.set("problems", std::move(problems_));
  return out;
}

}  // namespace sanad::metadata
