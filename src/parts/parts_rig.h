// Opening without a cage, for tests of what is opened.
#pragma once

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parts/parts.h"

namespace sanad::parts {

struct Got {
  std::string name, bytes, problem;
  bool encrypted = false, given_up = false;
};

class Collector final : public Sink {
 public:
  Result<void> begin(const Part& part) override {
    parts.push_back({part.name, "", "", part.encrypted, false});
    hints.push_back(part.hints);
    return {};
  }
  Result<void> data(ByteView piece) override {
    parts.back().bytes += as_text(piece);
    return fail_on_data ? Result<void>(Error{ErrorCode::kIo, "no more"}) : Result<void>();
  }
  Result<void> end(std::string_view problem, bool is_given_up) override {
    parts.back().problem = problem;
    parts.back().given_up = is_given_up;
    ++ended;
    return {};
  }
  std::vector<Got> parts;
  std::vector<Hints> hints;
  std::size_t ended = 0;
  bool fail_on_data = false;
};

struct Outcome {
  Kind kind = Kind::kNone;
  std::vector<Got> parts;
  std::vector<Hints> hints;
  std::vector<std::string> problems;
  std::string names() const {
    std::string all;
    for (const Got& part : parts) all += part.name + ";";
    return all;
  }
};

inline Outcome opened(std::string_view item, const Limits& limits = {}, const Hints& hints = {}) {
  Collector sink;
  Outcome outcome;
  outcome.kind = kind_of(as_bytes(item), hints);
  auto result = open(as_bytes(item), outcome.kind, hints, limits, sink);
  EXPECT_TRUE(result.ok());
  EXPECT_EQ(sink.ended, sink.parts.size()) << "each part ends";
  EXPECT_EQ(result->parts, sink.parts.size());
  outcome.problems = result->problems;
  outcome.parts = std::move(sink.parts);
  outcome.hints = std::move(sink.hints);
  return outcome;
}

inline std::string text_in(std::string_view item, const Hints& hints = {}) {
  const auto text = text_of(as_bytes(item), kind_of(as_bytes(item), hints), hints);
  return text ? text->text : "no text";
}

using Member = std::pair<std::string, std::string>;

struct Packing {
  int (*format)(archive*);
  int (*filter)(archive*);
};

inline std::string packed(const std::vector<Member>& members, Packing packing) {
  std::string out(8U << 20U, '\0');
  std::size_t used = 0;
  archive* writer = ::archive_write_new();
  packing.format(writer);
  packing.filter(writer);
  ::archive_write_set_bytes_in_last_block(writer, 1);
  ::archive_write_open_memory(writer, out.data(), out.size(), &used);
  for (const auto& [name, bytes] : members) {
    archive_entry* entry = ::archive_entry_new();
    ::archive_entry_set_pathname(entry, name.c_str());
    ::archive_entry_set_size(entry, static_cast<la_int64_t>(bytes.size()));
    ::archive_entry_set_filetype(entry, AE_IFREG);
    ::archive_entry_set_perm(entry, 0644);
    ::archive_write_header(writer, entry);
    ::archive_write_data(writer, bytes.data(), bytes.size());
    ::archive_entry_free(entry);
  }
  ::archive_write_close(writer);
  ::archive_write_free(writer);
  out.resize(used);
  return out;
}

inline constexpr Packing kZip{::archive_write_set_format_zip, ::archive_write_add_filter_none};
inline constexpr Packing kTar{::archive_write_set_format_pax_restricted,
                              ::archive_write_add_filter_none};

inline std::string zip(const std::vector<Member>& members) { return packed(members, kZip); }

class PartsTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { prepare(); }
};

}  // namespace sanad::parts
