// What a text, or any bytes, point to, and what they are written in, as members of an item or a
// record (docs/formats/items.md). Pure. Tested by features_test.cc.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "json/json.h"
#include "selectors/selectors.h"

namespace sanad::features {

// Of one place ("text", "bytes", "metadata", "ocr") of one item. What is beyond is counted, by
// kind.
inline constexpr std::size_t kMaxSelectors = 2000;
inline constexpr std::size_t kMaxRawBytes = 1000;  // of "raw"; a longer one is cut, and says so
inline constexpr std::size_t kContextBytes = 40;   // on either side of a selector

// One hit: kind, value, raw, offset, length, and where they apply layers, personal, region,
// calendar, pattern. Offsets are bytes of what was scanned. Nothing is masked here: whoever shows
// it masks what is personal.
json::Object selector_json(const selectors::Hit& hit);

using Wanted = std::function<bool(const selectors::Hit&)>;
// Adds the hits in bytes to item["selectors"], each with in; and to item["selectors_left_out"],
// where there are more than kMaxSelectors, how many of each kind were left out. is_wanted: empty
// for all.
void add_selectors(std::string_view bytes, std::string_view in, const selectors::Options& options,
                   json::Object& item, const Wanted& is_wanted = {});

// Of bytes most of which are coded or packed, as of a picture or a PDF. In such bytes a few letters
// between a dot and an at-sign come by chance, and thousands of them would hide the one that
// somebody wrote. A hit counts where it stands in a stretch of text, or has a checksum that chance
// does not meet; item["selectors_passed_over"] is the number of the others.
void add_selectors_of_coded(std::string_view bytes, const selectors::Options& options,
                            json::Object& item);
// In the values of metadata["fields"]: with "in" "metadata" and "field", the group and the name.
// Times and places have members of their own there, and are left to these.
void add_selectors_of_fields(const json::Object& metadata, const selectors::Options& options,
                             json::Object& item);

// Sets "languages" and "scripts", where they can be told.
void add_languages(std::string_view text, json::Object& item);

}  // namespace sanad::features
