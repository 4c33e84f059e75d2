// Heads of HTTP messages as facts of a record.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "json/json.h"

namespace sanad::intake {

struct HttpHead {
  std::string first_line;
  std::vector<std::pair<std::string, std::string>> fields;  // in their order, as they stand
  std::string method;                                       // of a request
  int status = 0;                                           // of a response
  std::string media_type, charset, coding;                  // small letters
};

// Bytes up to and with the empty line; all of it where there is none.
std::size_t end_of_head(std::string_view message);
HttpHead read_head(std::string_view head);
// From fields alone, for sources that have taken the message apart.
void take_fields(HttpHead& head);

// "status", "method", "media_type" and "headers".
void describe(const HttpHead& head, json::Object& other);

}  // namespace sanad::intake
