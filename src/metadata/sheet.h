// What is collected of one file, within the limits.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "json/json.h"
#include "metadata/times.h"

namespace sanad::metadata {

class Sheet {
 public:
  // value, raw: any bytes; raw only where it differs from value.
  void add(std::string_view group, std::string_view name, std::string_view value,
           std::string_view raw = "");
  // The first source of a member stands. source: "exif DateTimeOriginal".
  void time(std::string_view member, const std::optional<Time>& time, std::string_view source);
  void place(const Place& place, std::string_view source);
  void say(std::string_view member, std::string_view value, std::string_view source);
  void set(std::string name, json::Value value) { members_.set(std::move(name), std::move(value)); }
  // What could not be read.
  void problem(std::string_view what);

  json::Object finish();

 private:
  json::Array fields_, problems_;
  json::Object members_;
  std::size_t bytes_ = 0, left_out_ = 0, cut_ = 0;
};

// As UTF-8 without control characters, at most most bytes.
std::string clean(std::string_view bytes, std::size_t most);

void read_picture(ByteView item, Sheet& sheet, Bytes& thumbnail);
void read_xmp(const std::string& packet, Sheet& sheet);
void prepare_picture();

}  // namespace sanad::metadata
