#include "shape.h"

#include <algorithm>

namespace sanad::verifier {

bool has_members(const json::Value& value, std::initializer_list<std::string_view> names) {
  const json::Object* object = value.as_object();
  return object != nullptr && object->size() == names.size() &&
         std::ranges::all_of(names, [&](auto name) { return object->find(name) != nullptr; });
}

std::optional<std::uint64_t> count_in(const json::Value& value) {
  constexpr std::int64_t kMaxSafe = (std::int64_t{1} << 53) - 1;
  const auto number = value.as_int();
  if (!number || *number < 0 || *number > kMaxSafe) return std::nullopt;
  return static_cast<std::uint64_t>(*number);
}

std::optional<Timestamp> time_in(const json::Value& value) {
  if (!is_text(value)) return std::nullopt;
  const auto time = parse_timestamp(*value.as_string());
  if (!time.ok() || format_timestamp(*time) != *value.as_string()) return std::nullopt;
  return *time;
}

}  // namespace sanad::verifier
