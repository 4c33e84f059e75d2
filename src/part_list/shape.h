// What members an object has.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "json/json.h"

namespace sanad::part_list {

inline bool has_just(const json::Value& value, std::initializer_list<std::string_view> names) {
  const json::Object* object = value.as_object();
  return object != nullptr && object->size() == names.size() &&
         std::ranges::all_of(names,
                             [&](std::string_view name) { return object->find(name) != nullptr; });
}

}  // namespace sanad::part_list
