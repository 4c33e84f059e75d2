#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "authority/law_pack.h"

namespace sanad::authority {

// Reads the members of one object of a pack. The first that is wrong stays as the error, with the
// place: `forms[3] "x": "effect" must be one of: …`; reading goes on with empty values.
class Members {
 public:
  Members(const json::Value& value, std::string place,
          std::initializer_list<std::string_view> known);

  const std::string& place() const { return place_; }
  const json::Value& value(std::string_view name) const { return value_[name]; }

  std::string text(std::string_view name);           // not empty
  std::string optional_text(std::string_view name);  // empty if absent, not empty if there
  std::string key(std::string_view name);            // [a-z0-9][a-z0-9-]*, at most 64
  std::string day(std::string_view name);            // "2026-11-24"
  std::string optional_day(std::string_view name);
  std::string word(std::string_view name, std::span<const std::string_view> words);
  Confidence confidence();
  bool flag(std::string_view name);  // false if absent
  std::vector<std::string> texts(std::string_view name, bool is_required);
  std::vector<std::string> words(std::string_view name, std::span<const std::string_view> words);
  Label label(std::string_view name);
  // One Members for each object of a list, at "place.name[i]"; the list may be absent.
  const json::Array& items(std::string_view name);
  std::string item_place(std::string_view name, std::size_t index) const;

  void fail(std::string_view name, std::string_view why);
  void take(Result<void> result, std::string_view name);
  Result<void> done() const;

 private:
  const json::Value& value_;
  std::string place_;
  Result<void> error_;
};

// Parts of a pack, each strict in itself; what leads from one to another is checked by check_links.
Result<Form> parse_form(const json::Value& value, const std::string& place);
Result<Certificate> parse_certificate(const json::Value& value, const std::string& place);
Result<PackClock> parse_clock(const json::Value& value, const std::string& place);
// kInvalid names a clock whose example does not come out.
Result<void> check_examples(const PackClock& clock, const std::string& place);
Result<void> check_links(const LawPack& pack);

json::Object format_form(const Form& form);
json::Object format_certificate(const Certificate& certificate);
json::Object format_clock(const PackClock& clock);
json::Array format_texts(const std::vector<std::string>& texts);
json::Object format_label(const Label& label);
// Sets a member only where there is something to say.
void set_text(json::Object& object, std::string_view name, const std::string& text);
void set_texts(json::Object& object, std::string_view name, const std::vector<std::string>& texts);

}  // namespace sanad::authority
