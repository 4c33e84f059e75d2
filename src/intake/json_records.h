// Documents in JSON of any length, one object of their array at a time.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "chats/records.h"
#include "importers.h"
#include "text_source.h"

namespace sanad::intake {

inline constexpr std::size_t kMaxJsonRecord = 32U << 20U;

struct JsonPlace {
  std::uint64_t offset = 0, length = 0;  // in the source
  bool is_known = false;
};
using TakeJson = std::function<Result<void>(json::Value value, const JsonPlace& place)>;

struct JsonRecords {
  std::string array;  // whose objects are taken; empty for the outermost
  TakeJson take;
  // A member outside of them, as it stands. May be empty.
  std::function<Result<void>(std::string_view name, std::string_view value)> on_member = {};
};
// Each object, what is none, and what stands open at the end.
Result<void> each_json(RandomSource& source, const Hints& hints, const JsonRecords& records,
                       Delivery& out);

void set_place(json::Object& record, const JsonPlace& place);
// A string, or a number or a truth value as text; empty for anything else.
std::string text_of(const json::Value& value);

}  // namespace sanad::intake
