// Fresh identifiers from the system's random generator.
#pragma once

#include <string>
#include <string_view>

namespace sanad::crypto {

// For example "case-7k2mq4x3a9b5c6d8"; see base/id.h for the form. 80 random bits.
std::string new_id(std::string_view prefix);

}  // namespace sanad::crypto
