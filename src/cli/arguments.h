// Arguments of one command, after its words: options that each command declares, and the rest in
// order. Tested by arguments_test.cc.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sanad::cli {

struct Option {
  std::string_view name;   // "--case"
  std::string_view value;  // "CASE" in the help; empty: a switch without a value
  std::string_view help;
  bool repeats = false;
};

class Arguments {
 public:
  // "--name value" and "--name=value"; "--" ends options. kInvalid: an unknown option, one without
  // its value, one given twice that does not repeat.
  static Result<Arguments> parse(std::span<const std::string> words,
                                 std::span<const Option> options);

  bool has(std::string_view name) const { return values_.contains(name); }
  std::string value(std::string_view name, std::string_view fallback = "") const;
  std::vector<std::string> all(std::string_view name) const;
  // kInvalid says which option is missing.
  Result<std::string> require(std::string_view name) const;
  Result<std::uint64_t> number(std::string_view name, std::uint64_t fallback) const;
  const std::vector<std::string>& rest() const { return rest_; }
  // Exactly one word that is no option; what: for the error, "the address of the page".
  Result<std::string> only(std::string_view what) const;

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
  std::vector<std::string> rest_;
};

}  // namespace sanad::cli
