#include <fmt/format.h>

#include <random>

#include "operations.h"

namespace sanad::validation {
namespace {

constexpr std::int64_t kMaxRepeats = 10'000'000;
constexpr std::int64_t kMaxWords = 1'000'000;

Error wrong(std::string_view name) {
  return {ErrorCode::kInvalid,
          fmt::format("the input \"{}\" is missing or of a form that is none", name)};
}

// A text of ten words, the same on every machine: std::mt19937 is fixed by the C++ standard.
Bytes invented_text(std::uint32_t seed, std::int64_t words) {
  static constexpr const char* kWords[] = {"lantern", "river",  "market", "copper", "window",
                                           "orchard", "bridge", "quiet",  "seven",  "paper"};
  std::mt19937 random(seed);
  std::string text;
  for (std::int64_t i = 0; i < words; ++i)
    text += std::string(kWords[random() % 10]) + (i % 12 == 11 ? ".\n" : " ");
  return to_bytes(text);
}

Result<Bytes> repeated(const json::Value& value, std::string_view name) {
  SANAD_TRY(const Bytes piece, parse_hex(value["repeat"].string_or("")));
  const std::int64_t times = value["times"].int_or(-1);
  if (piece.size() != 1 || times < 0 || times > kMaxRepeats) return wrong(name);
  return Bytes(static_cast<std::size_t>(times), piece[0]);
}

}  // namespace

Result<Bytes> bytes_of(const json::Value& inputs, std::string_view name) {
  const json::Value& value = inputs[name];
  if (const auto* text = value["text"].as_string()) return to_bytes(*text);
  if (const auto* hex = value["hex"].as_string()) return parse_hex(*hex);
  if (const auto* base64 = value["base64"].as_string()) return parse_base64(*base64);
  if (value["repeat"].as_string() != nullptr) return repeated(value, name);
  if (value["generate"].string_or("") == "invented-text") {
    const std::int64_t words = value["count"].int_or(-1);
    if (words < 0 || words > kMaxWords) return wrong(name);
    return invented_text(static_cast<std::uint32_t>(value["seed"].int_or(0)), words);
  }
  return wrong(name);
}

Result<std::string> text_of(const json::Value& inputs, std::string_view name) {
  const auto* text = inputs[name].as_string();
  if (text == nullptr) return wrong(name);
  return *text;
}

Result<std::uint64_t> number_of(const json::Value& inputs, std::string_view name) {
  const auto number = inputs[name].as_int();
  if (!number || *number < 0) return wrong(name);
  return static_cast<std::uint64_t>(*number);
}

Result<Bytes> hex_of(const json::Value& inputs, std::string_view name) {
  SANAD_TRY(const std::string text, text_of(inputs, name));
  return parse_hex(text);
}

}  // namespace sanad::validation
