// What can be computed of an exhibit's bytes, by a program in a cage (cage/cage.h): the bytes are
// hostile until proven otherwise, and so are parsed nowhere else. One item that crashes its parser,
// or is a bomb, costs that item and no more.
//
// The answers are JSON objects; docs/formats/fingerprints.md says what stands in them. Thread-safe.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "cage/cage.h"
#include "json/json.h"
#include "screening/versions.h"

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

// How a list of people is written in its publisher's file.
struct PeopleListForm {
  bool is_csv = false;  // else the UN list's XML
  std::string name;     // how the list is cited
  // Of a CSV only; the XML says its own version.
  std::string version;
  screening::CsvColumns columns;
};
inline constexpr std::uint64_t kMaxListAnswerBytes = std::uint64_t{1} << 30;
// A list from a publisher, who is not who the file says until proven: read in the cage too. The
// entries are named (screening::name_entries()). Errors: those of cage::run(); kInvalid carries the
// parser's sentence with the line.
Result<screening::List> read_people_list(const Extractor& extractor, int input,
                                         const PeopleListForm& form);

}  // namespace sanad::extract
