// Invented lists for tests, fuzzers and benchmarks.
#pragma once

#include <string>
#include <string_view>

#include "lists/model.h"

namespace sanad::lists {

inline Timestamp at(std::string_view text) { return parse_timestamp(text).value(); }

// The same digit over and over: a fingerprint that is plainly made up.
inline std::string hex_of(char digit, std::size_t digits) { return std::string(digits, digit); }

// A small list that uses every member.
inline List harbour_list() {
  List list{.name = "Harbour posters",
            .owner = "Tirazan Police, Unit 4",
            .provenance = "Reviewed by two analysts of Unit 4",
            .licence = "For partners of Unit 4",
            .tlp = Tlp::kAmber,
            .version = "7",
            .published_at = at("2026-11-24T10:00:00.000Z"),
            .expires_at = at("2027-11-24T00:00:00.000Z")};
  list.entries.push_back({.id = "poster-1",
                          .signal = "pdq",
                          .value = hex_of('a', 64),
                          .quality = 87,
                          .labels = {{"tag", "harbour"}, {"unodc-use", "propaganda"}},
                          .note = "A poster with a red lighthouse",
                          .added_at = at("2026-10-01T08:00:00.250Z"),
                          .expires_at = at("2027-01-01T00:00:00.000Z"),
                          .provenance = "exhibit 12",
                          .feedback = {{.by = "Lantern Trust",
                                        .opinion = Opinion::kDispute,
                                        .reason = "A theatre's programme, not propaganda",
                                        .at = at("2026-11-01T00:00:00.000Z")},
                                       {.by = "Marsa Harbour Office",
                                        .opinion = Opinion::kAgree,
                                        .at = at("2026-11-02T00:00:00.000Z")}}});
  list.entries.push_back({.id = "poster-2", .signal = "sha256", .value = hex_of('b', 64)});
  list.entries.push_back({.id = "poster-3",
                          .signal = "url",
                          .value = "https://pier.example/a?b='c'",
                          .note = "An address with quotes"});
  return list;
}

}  // namespace sanad::lists
