#include "arguments.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/numbers.h"

namespace sanad::cli {
namespace {

const Option* find_option(std::span<const Option> options, std::string_view name) {
  const auto found =
      std::find_if(options.begin(), options.end(), [&](const Option& o) { return o.name == name; });
  return found == options.end() ? nullptr : &*found;
}

}  // namespace

Result<Arguments> Arguments::parse(std::span<const std::string> words,
                                   std::span<const Option> options) {
  Arguments arguments;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "--") {
      arguments.rest_.insert(arguments.rest_.end(),
                             words.begin() + static_cast<std::ptrdiff_t>(i) + 1, words.end());
      break;
    }
    if (word.size() < 2 || word[0] != '-') {
      arguments.rest_.push_back(word);
      continue;
    }
    const std::size_t equals = word.find('=');
    const std::string name = word.substr(0, equals);
    const Option* option = find_option(options, name);
    if (!option)
      return Error{ErrorCode::kInvalid,
                   fmt::format("there is no option \"{}\" here; see --help", name)};
    std::string value;
    if (option->value.empty()) {
      if (equals != std::string::npos)
        return Error{ErrorCode::kInvalid, fmt::format("{} takes no value", name)};
    } else if (equals != std::string::npos) {
      value = word.substr(equals + 1);
    } else if (i + 1 < words.size()) {
      value = words[++i];
    } else {
      return Error{ErrorCode::kInvalid, fmt::format("{} needs a value ({})", name, option->value)};
    }
    auto& values = arguments.values_[name];
    if (!values.empty() && !option->repeats)
      return Error{ErrorCode::kInvalid, fmt::format("{} is given twice", name)};
    values.push_back(std::move(value));
  }
  return arguments;
}

std::string Arguments::value(std::string_view name, std::string_view fallback) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::string(fallback) : found->second.front();
}

std::vector<std::string> Arguments::all(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::vector<std::string>() : found->second;
}

Result<std::string> Arguments::require(std::string_view name) const {
  const std::string text = value(name);
  if (text.empty())
    return Error{ErrorCode::kInvalid, fmt::format("{} is missing; see --help", name)};
  return text;
}

Result<std::uint64_t> Arguments::number(std::string_view name, std::uint64_t fallback) const {
  if (!has(name)) return fallback;
  SANAD_TRY_WITH(const std::uint64_t number, parse_decimal(value(name)), name);
  return number;
}

Result<std::string> Arguments::only(std::string_view what) const {
  if (rest_.size() == 1) return rest_.front();
  if (rest_.empty())
    return Error{ErrorCode::kInvalid, fmt::format("{} is missing; see --help", what)};
  return Error{ErrorCode::kInvalid,
               fmt::format("\"{}\" is one word too many; see --help", rest_[1])};
}

}  // namespace sanad::cli
