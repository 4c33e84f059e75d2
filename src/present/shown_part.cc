#include "shown_part.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/numbers.h"

namespace sanad::present {
namespace {

Error no_line() { return {ErrorCode::kInvalid, "a line of an excerpt is not of its form"}; }

std::string unescaped(std::string_view token) {
  std::string name;
  for (std::size_t at = 0; at < token.size(); ++at) {
    if (token[at] == '~' && at + 1 < token.size())
      name += token[++at] == '1' ? '/' : '~';
    else
      name += token[at];
  }
  return name;
}

// By a JSON pointer (RFC 6901); null if there is none.
json::Value* find(json::Value& root, std::string_view pointer) {
  json::Value* at = &root;
  while (!pointer.empty()) {
    if (pointer.front() != '/') return nullptr;
    pointer.remove_prefix(1);
    const std::string token = unescaped(pointer.substr(0, pointer.find('/')));
    pointer.remove_prefix(std::min(pointer.find('/'), pointer.size()));
    if (json::Object* object = at->as_object()) {
      at = object->find(token);
    } else if (json::Array* array = at->as_array()) {
      const auto index = parse_decimal(token);
      at = index.ok() && *index < array->size() ? &(*array)[*index] : nullptr;
    } else {
      at = nullptr;
    }
    if (at == nullptr) return nullptr;
  }
  return at;
}

// A text of which words are masked.
std::string text_of(const json::Array& runs, std::uint64_t& masked) {
  std::string text;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (const std::string* shown = runs[i].as_string()) {
      text += *shown;
      continue;
    }
    masked += static_cast<std::uint64_t>(runs[i]["words"].int_or(0));
    text += fmt::format("[{}]", runs[i]["as"].string_or(""));
    // The space behind a word goes with it.
    if (i + 1 < runs.size()) text += ' ';
  }
  return text;
}

}  // namespace

bool ShownPart::is_masked(std::string_view pointer) const {
  return std::ranges::find(masked, pointer) != masked.end();
}

Result<std::optional<ShownPart>> read_shown_part(std::string_view line) {
  SANAD_TRY(json::Value value, json::parse(line));
  return shown_part_of(std::move(value));
}

Result<std::optional<ShownPart>> shown_part_of(json::Value value) {
  if (!value["closed"].is_null()) return std::optional<ShownPart>();
  json::Object* object = value.as_object();
  json::Value* part = object == nullptr ? nullptr : object->find("part");
  if (part == nullptr || part->as_object() == nullptr || !value["number"].as_int())
    return no_line();
  ShownPart shown;
  shown.number = static_cast<std::uint64_t>(*value["number"].as_int());
  if (const json::Array* masked = value["masked"].as_array()) {
    for (const json::Value& one : *masked) {
      shown.masked.push_back(one["at"].string_or(""));
      json::Value* field = find(*part, shown.masked.back());
      if (field == nullptr) return no_line();
      if (const json::Array* runs = one["runs"].as_array())
        *field = text_of(*runs, shown.masked_words);
      else
        ++shown.masked_words;  // a number or a truth stays null
    }
  }
  shown.part = std::move(*part);
  return std::optional(std::move(shown));
}

}  // namespace sanad::present
