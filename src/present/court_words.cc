#include "present/court_words.h"

#include <fmt/format.h>

#include <cassert>
#include <span>

#include "base/embedded.h"
#include "json/json.h"

namespace sanad::present {

std::span<const EmbeddedFile> court_files();

namespace {

// Part of the program, so it is there and well formed; the tests read all of it.
json::Value data_of(std::string_view name) {
  const EmbeddedFile* file = find_embedded(court_files(), name);
  assert(file != nullptr);
  auto value = json::parse(std::string_view(file->bytes.data(), file->bytes.size()));
  assert(value.ok());
  return value.ok() ? std::move(value).value() : json::Value(nullptr);
}

}  // namespace

CourtWords CourtWords::read(std::string_view language, std::string_view file) {
  CourtWords made;
  made.language_ = language == "ur" ? "ur" : "en";
  const json::Value words = data_of(file);
  if (const json::Object* all = words.as_object())
    for (const json::Member& one : *all)
      made.words_.emplace(one.name, one.value[made.language_].string_or(""));
  return made;
}

CourtWords CourtWords::of_certificates(std::string_view language) {
  return read(language, "certificate.json");
}

CourtWords CourtWords::of_credentials(std::string_view language) {
  return read(language, "credential.json");
}

CourtWords CourtWords::of(std::string_view language) {
  CourtWords made = read(language, "words.json");
  const json::Value glossary = data_of("glossary.json");
  if (const json::Array* all = glossary.as_array())
    for (const json::Value& one : *all) {
      const json::Value& term = one[made.language_];
      made.glossary_.push_back({term["term"].string_or(""), term["meaning"].string_or("")});
    }
  return made;
}

std::string CourtWords::operator()(std::string_view key) const {
  const auto found = words_.find(key);
  return found == words_.end() ? fmt::format("[[{}]]", key) : found->second;
}

std::string CourtWords::fill(std::string_view key,
                             std::initializer_list<std::string> values) const {
  return fill(key, std::span<const std::string>(values.begin(), values.size()));
}

std::string CourtWords::fill(std::string_view key, std::span<const std::string> values) const {
  const std::string text = (*this)(key);
  std::string filled;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool is_place = text[at] == '{' && at + 2 < text.size() && text[at + 2] == '}' &&
                          text[at + 1] >= '0' && text[at + 1] <= '9';
    const auto number = is_place ? static_cast<std::size_t>(text[at + 1] - '0') : values.size();
    if (!is_place || number >= values.size()) {
      filled += text[at];
      continue;
    }
    // Isolated, so that a value in another direction does not turn its neighbours around.
    filled += "\xE2\x81\xA8" + values[number] + "\xE2\x81\xA9";
    at += 2;
  }
  return filled;
}

}  // namespace sanad::present
