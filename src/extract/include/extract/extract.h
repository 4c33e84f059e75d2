// What can be computed of an exhibit's bytes, by a program in a cage (cage/cage.h): the bytes are
// hostile until proven otherwise, and so are parsed nowhere else. One item that crashes its parser,
// or is a bomb, costs that item and no more.
//
// The answers are JSON objects; docs/formats/fingerprints.md says what stands in them. Thread-safe.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cage/cage.h"
#include "json/json.h"

namespace sanad::extract {

struct Extractor {
  std::string program = cage::beside_this_program("sanad-extract");
  cage::Limits limits;
  std::function<bool()> is_cancelled;  // may be empty
};

// Everything that the item can be recognised by: its digests, pictures, frames of video, sound,
// text, similarity digests. input: a file or cage::as_input(), read from its beginning; borrowed.
// coding: how its bytes are coded (RFC 9110 8.4.1: "gzip", "deflate", "br"), empty for not at all;
// digests and all else are of the decoded item. Errors: those of cage::run(). An item that is
// neither picture nor video nor sound nor text is no error: it has digests only.
Result<json::Value> fingerprint(const Extractor& extractor, int input,
                                std::string_view coding = "");
// The same, and in "text_content" the item itself where it is text: for comparing passages.
Result<json::Value> fingerprint_with_text(const Extractor& extractor, int input,
                                          std::string_view coding = "");

// A file of YARA rules, compiled and tried on its own examples. Answers {"algorithm", "rules",
// "warnings", "examples", "rules_without", "failures"} (src/extractor/include/extractor/tasks.h).
// kInvalid: it does not compile; the message begins with the line.
Result<json::Value> check_rules(const Extractor& extractor, std::string_view rules);

// Files of YARA rules run over an item. Answers {"algorithm", "sets"}, one set for each file in
// order: {"matches", "cut", "overflowed"}, or {"error"} where that file could not be run.
Result<json::Value> scan(const Extractor& extractor, ByteView item, std::string_view coding,
                         std::span<const std::string_view> rules);

// How near ssdeep digests are: for each query the score with each entry, 0 to 100.
Result<std::vector<std::vector<int>>> compare_ssdeep(const Extractor& extractor,
                                                     std::span<const std::string> queries,
                                                     std::span<const std::string> entries);

}  // namespace sanad::extract
