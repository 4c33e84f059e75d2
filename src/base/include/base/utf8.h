// UTF-8 (RFC 3629): well-formed means no surrogates, no overlong forms, at most U+10FFFF.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sanad {

// How many bytes from the start are well-formed; text.size() if all are.
std::size_t utf8_prefix_length(std::string_view text);

// Appends one scalar value; code_point: at most U+10FFFF and no surrogate.
void append_utf8(std::string& out, std::uint32_t code_point);

// The same text with each malformed byte replaced by U+FFFD, for showing what others sent. Never
// use it on bytes that are evidence.
std::string replace_malformed_utf8(std::string_view text);

}  // namespace sanad
