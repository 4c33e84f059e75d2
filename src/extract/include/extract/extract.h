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
#include "extract/frames.h"
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
// The same, and in "text_content" its text where it has one: for comparing passages. Of a document,
// a page or a mail that is what a reader would see, and of a mail its headers.
Result<json::Value> fingerprint_with_text(const Extractor& extractor, int input,
                                          std::string_view coding = "");

// What an archive, a mail or a document holds, each part as it is unpacked; an item that holds
// nothing has no parts. Errors: those of cage::run(), and of on_part; the parts that were given
// before stand.
Result<Opened> open_parts(const Extractor& extractor, int input, const Hints& hints,
                          const PartLimits& limits,
                          const std::function<Result<void>(Part)>& on_part);

// Both in one process: first the answer of fingerprint_with_text(), then the parts.
Result<Opened> examine(const Extractor& extractor, int input, const Hints& hints,
                       const PartLimits& limits,
                       const std::function<Result<void>(json::Value)>& on_item,
                       const std::function<Result<void>(Part)>& on_part);

}  // namespace sanad::extract
