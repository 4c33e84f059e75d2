// Documents page by page, sound and videos stretch by stretch: parts of imports and files of
// exhibits, decoded in the cage and made anew from pixels and samples (extract/stretches.h).
//
// All by whoever may read a case; an officer's first look in kOneLookMs at the pages, the sound or
// the pictures of one thing is recorded as exhibit.viewed, before it is shown.
// Tested by playing_test.cc, and playing_routes_test.cc of the server.
#pragma once

#include <cstdint>
#include <string>

#include "service/workspace.h"

namespace sanad::service {

// What is asked for: a part by its number, or where is_part is false a file by its name.
struct Shown {
  bool is_part = true;
  std::uint64_t number = 0;
  std::string file;
};

// Of all these: kNotFound: there is no such part or file, or nothing so far in it. kDenied: it was
// set aside, parts of its file were, or it is the network log. kInvalid, kLimit: it cannot be
// shown, with the reason.

// A page of a PDF, from 1 on: {"page", "pages", "width", "height", "picture" (PNG, in base64),
// "text", "text_cut", "lent_fonts"}.
Result<json::Value> show_page(Workspace& workspace, const authority::Officer& caller,
                              const records::Exhibit& exhibit, const Shown& shown,
                              std::uint64_t page);

// The sound from a time on: {"begin_ms", "length_ms", "sound" (WAV, in base64), "duration_ms" where
// it is known, "is_last", "damaged"}.
Result<json::Value> play_sound(Workspace& workspace, const authority::Officer& caller,
                               const records::Exhibit& exhibit, const Shown& shown,
                               std::int64_t begin_ms);

// The pictures from a time on: {"begin_ms", "pictures" [{"at_ms", "width", "height", "picture"
// (JPEG, in base64)}], "duration_ms" where it is known, "is_last", "damaged"}.
Result<json::Value> play_moving(Workspace& workspace, const authority::Officer& caller,
                                const records::Exhibit& exhibit, const Shown& shown,
                                std::int64_t begin_ms);

}  // namespace sanad::service
