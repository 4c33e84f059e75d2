#include "pack_members.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace sanad::authority {
namespace {

constexpr std::array<std::string_view, 3> kConfidences = {"primary", "secondary", "unconfirmed"};
constexpr std::size_t kMaxTextBytes = 4096;
constexpr std::size_t kMaxKeyBytes = 64;
constexpr std::size_t kMaxItems = 1000;

}  // namespace

Members::Members(const json::Value& value, std::string place,
                 std::initializer_list<std::string_view> known)
    : value_(value), place_(std::move(place)) {
  const auto* object = value.as_object();
  if (!object) {
    error_ = Error{ErrorCode::kInvalid, fmt::format("{}: an object is expected", place_)};
    return;
  }
  if (const auto* key = value["key"].as_string()) place_ += fmt::format(" \"{}\"", *key);
  for (const auto& member : *object) {
    if (std::ranges::find(known, member.name) == known.end()) fail(member.name, "is not known");
  }
}

void Members::fail(std::string_view name, std::string_view why) {
  if (error_.ok())
    error_ = Error{ErrorCode::kInvalid, fmt::format("{}: \"{}\" {}", place_, name, why)};
}

void Members::take(Result<void> result, std::string_view name) {
  if (!result.ok() && error_.ok())
    error_ = result.error().with_context(fmt::format("{}: \"{}\"", place_, name));
}

Result<void> Members::done() const { return error_; }

std::string Members::text(std::string_view name) {
  const auto* text = value_[name].as_string();
  if (!text || text->find_first_not_of(" \t\r\n") == std::string::npos ||
      text->size() > kMaxTextBytes) {
    fail(name, fmt::format("must be a text of 1 to {} bytes", kMaxTextBytes));
    return {};
  }
  return *text;
}

std::string Members::optional_text(std::string_view name) {
  return value_[name].is_null() ? std::string() : text(name);
}

std::string Members::key(std::string_view name) {
  const std::string text = this->text(name);
  const bool is_key =
      text.size() <= kMaxKeyBytes && !text.starts_with('-') &&
      text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
  if (!is_key) fail(name, "must be of small letters, digits and hyphens, at most 64");
  return text;
}

std::string Members::day(std::string_view name) {
  const std::string text = this->text(name);
  if (!clocks::parse_day(text).ok()) fail(name, "must be a day, in the form 2026-11-24");
  return text;
}

std::string Members::optional_day(std::string_view name) {
  return value_[name].is_null() ? std::string() : day(name);
}

std::string Members::word(std::string_view name, std::span<const std::string_view> words) {
  const std::string text = value_[name].string_or("");
  if (std::ranges::find(words, text) == words.end())
    fail(name, fmt::format("must be one of: {}", fmt::join(words, ", ")));
  return text;
}

Confidence Members::confidence() { return word("confidence", kConfidences); }

bool Members::flag(std::string_view name) {
  const json::Value& value = value_[name];
  if (!value.is_null() && !value.as_bool()) fail(name, "must be true or false");
  return value.bool_or(false);
}

const json::Array& Members::items(std::string_view name) {
  static const json::Array kNone;
  const json::Value& value = value_[name];
  if (value.is_null()) return kNone;
  const auto* items = value.as_array();
  if (!items || items->empty() || items->size() > kMaxItems) {
    fail(name, fmt::format("must list 1 to {}", kMaxItems));
    return kNone;
  }
  return *items;
}

std::string Members::item_place(std::string_view name, std::size_t index) const {
  return place_.empty() ? fmt::format("{}[{}]", name, index)
                        : fmt::format("{}: {}[{}]", place_, name, index);
}

std::vector<std::string> Members::texts(std::string_view name, bool is_required) {
  if (is_required && value_[name].is_null()) fail(name, "is missing");
  std::vector<std::string> texts;
  for (const auto& item : items(name)) {
    const std::string text = item.string_or("");
    if (text.empty() || text.size() > kMaxTextBytes) fail(name, "must list texts");
    if (std::ranges::find(texts, text) != texts.end()) fail(name, "lists one twice");
    texts.push_back(text);
  }
  return texts;
}

std::vector<std::string> Members::words(std::string_view name,
                                        std::span<const std::string_view> words) {
  std::vector<std::string> found = texts(name, false);
  for (const auto& text : found) {
    if (std::ranges::find(words, text) == words.end())
      fail(name, fmt::format("must be of: {}", fmt::join(words, ", ")));
  }
  return found;
}

Label Members::label(std::string_view name) {
  Members label(value_[name], fmt::format("{}: \"{}\"", place_, name), {"en", "ur"});
  Label read{label.text("en"), label.text("ur")};
  if (!label.done().ok() && error_.ok()) error_ = label.done();
  return read;
}

json::Array format_texts(const std::vector<std::string>& texts) {
  return {texts.begin(), texts.end()};
}

json::Object format_label(const Label& label) { return {{"en", label.en}, {"ur", label.ur}}; }

void set_text(json::Object& object, std::string_view name, const std::string& text) {
  if (!text.empty()) object.set(std::string(name), text);
}

void set_texts(json::Object& object, std::string_view name, const std::vector<std::string>& texts) {
  if (!texts.empty()) object.set(std::string(name), format_texts(texts));
}

}  // namespace sanad::authority
