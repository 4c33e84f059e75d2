#include "excerpt.h"

#include <algorithm>

namespace sanad::service {
namespace {

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

std::size_t size_of(const json::Value& value) { return json::format_canonical(value).size(); }

// Every text in it; true if one was cut.
bool cut_texts(json::Value& value) {
  bool was_cut = false;
  if (const std::string* text = value.as_string()) {
    const std::string_view kept = first_letters(*text, kMaxDetailLetters);
    was_cut = kept.size() < text->size();
    if (was_cut) value = std::string(kept);
  } else if (const json::Array* array = value.as_array()) {
    json::Array kept = *array;
    for (json::Value& one : kept) was_cut |= cut_texts(one);
    if (was_cut) value = std::move(kept);
  } else if (const json::Object* object = value.as_object()) {
    json::Object kept;
    for (const auto& [name, member] : *object) {
      json::Value copy = member;
      was_cut |= cut_texts(copy);
      kept.set(name, std::move(copy));
    }
    if (was_cut) value = std::move(kept);
  }
  return was_cut;
}

// The member that takes most of the room.
std::string longest_member(const json::Object& details) {
  std::string name;
  std::size_t most = 0;
  for (const auto& [member, value] : details) {
    if (const std::size_t size = size_of(value); size > most) {
      most = size;
      name = member;
    }
  }
  return name;
}

}  // namespace

std::string_view first_letters(std::string_view text, std::size_t most) {
  std::size_t letters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!continues(text[i]) && ++letters > most) return text.substr(0, i);
  }
  return text;
}

std::string_view last_letters(std::string_view text, std::size_t most) {
  std::size_t letters = 0;
  std::size_t begin = text.size();
  for (std::size_t i = text.size(); i > 0 && letters < most; --i) {
    if (continues(text[i - 1])) continue;
    ++letters;
    begin = i - 1;
  }
  return text.substr(begin);
}

json::Object bounded(json::Object details, std::size_t most) {
  if (size_of(json::Value(details)) <= most) return details;
  json::Value whole(std::move(details));
  cut_texts(whole);
  json::Object kept = *whole.as_object();
  kept.set("cut", true);
  while (size_of(json::Value(kept)) > most) {
    const std::string name = longest_member(kept);
    const json::Array* array = kept.find(name)->as_array();
    if (array == nullptr || array->empty()) {
      if (!kept.erase(name)) break;
      continue;
    }
    const auto half = array->begin() + static_cast<std::ptrdiff_t>(array->size() / 2);
    kept.set(name, json::Array(array->begin(), half));
  }
  return kept;
}

}  // namespace sanad::service
