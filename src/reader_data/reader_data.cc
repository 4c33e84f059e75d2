#include "reader_data/reader_data.h"

#include <fmt/format.h>

#include <utility>

#include "json/json.h"

namespace sanad::reader_data {
namespace {

// The part that a line of an excerpt shows, or the first of those that it closes.
Result<std::uint64_t> number_of(std::string_view line) {
  SANAD_TRY(const json::Value value, json::parse_canonical(line));
  for (const std::string_view name : {"number", "from"}) {
    const auto number = value[name].as_int();
    if (number && *number >= 0) return static_cast<std::uint64_t>(*number);
  }
  return Error{ErrorCode::kInvalid, "A line for the reader has no number."};
}

}  // namespace

std::string path_of(std::string_view name) { return fmt::format("{}{}.js", kFolder, name); }

std::string format_file(std::string_view name, std::string_view text) {
  return fmt::format("sanadReader({},{});\n", json::format_canonical(json::Value(name)),
                     json::format_canonical(json::Value(text)));
}

std::string entry_line(std::uint64_t index, std::string_view leaf, std::string_view body) {
  return fmt::format(R"({{"body":{},"index":{},"leaf":{}}})", body, index, leaf);
}

std::string format_chunks(const std::map<std::string, std::vector<std::uint64_t>>& firsts) {
  json::Object object;
  for (const auto& [stem, numbers] : firsts) {
    json::Array list;
    for (const std::uint64_t number : numbers) list.emplace_back(number);
    object.set(stem, std::move(list));
  }
  return json::format_canonical(object);
}

Chunks::Chunks(std::string stem, OnFile on_file)
    : stem_(std::move(stem)), on_file_(std::move(on_file)) {}

Result<void> Chunks::add(std::string_view line, std::uint64_t number) {
  if (lines_ == 0) first_ = number;
  text_ += line;
  text_ += '\n';
  return line_ended();
}

Result<void> Chunks::update(ByteView bytes) {
  std::string_view rest = as_text(bytes);
  while (!rest.empty()) {
    const std::size_t feed = rest.find('\n');
    if (feed == std::string_view::npos) {
      text_ += rest;
      return {};
    }
    text_ += rest.substr(0, feed + 1);
    rest.remove_prefix(feed + 1);
    if (lines_ == 0) {
      SANAD_TRY(first_, number_of(std::string_view(text_).substr(0, text_.size() - 1)));
    }
    SANAD_CHECK(line_ended());
  }
  return {};
}

Result<void> Chunks::line_ended() {
  ++lines_;
  return lines_ >= kChunkLines || text_.size() >= kChunkBytes ? flush() : Result<void>();
}

Result<void> Chunks::finish() {
  if (!text_.empty() && !text_.ends_with('\n'))
    return Error{ErrorCode::kInvalid, "A line for the reader has no end."};
  return text_.empty() ? Result<void>() : flush();
}

Result<void> Chunks::flush() {
  const std::string name = fmt::format("{}-{:06}", stem_, firsts_.size());
  firsts_.push_back(first_);
  SANAD_CHECK(on_file_(path_of(name), format_file(name, text_)));
  text_.clear();
  lines_ = 0;
  return {};
}

}  // namespace sanad::reader_data
