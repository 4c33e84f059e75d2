// Identifiers: a prefix that says what is named, and 80 random bits ("case-7k2mq4x3a9b5c6d8").
#pragma once

#include <string>
#include <string_view>

namespace sanad {

// prefix + "-" + 16 characters of lower-case Crockford base32. random: exactly 10 bytes from the
// system's generator, passed in so that this stays pure.
std::string format_id(std::string_view prefix, std::string_view random_10_bytes);

// True if text is prefix, "-" and 16 characters of that alphabet.
bool is_id(std::string_view prefix, std::string_view text);

}  // namespace sanad
