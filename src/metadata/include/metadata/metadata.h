// What a file says of itself: when and where a picture was taken and with what, who wrote a
// document and with which program, the way of a mail, how a video is packed, and its content
// credentials. Only in the sandboxed extractor: libraries parse hostile bytes here.
//
//   fields     everything as it stands, in groups ("exif", "xmp", "iptc", "pdf", "office", "mail",
//              "container", "stream-1" …)
//   taken_at, created_at, modified_at, sent_at, place, device, software
//              the same in one form, each with the field that says so; absent where no field does
//   content_credentials   see content_credentials.h
//
// Nothing is guessed and nothing is proven: whoever can write the file can write all of this.
// Members: docs/formats/items.md. Tested by *_test.cc here.
#pragma once

#include <string_view>

#include "base/bytes.h"
#include "json/json.h"
#include "media/picture.h"
#include "parts/parts.h"

namespace sanad::metadata {

inline constexpr std::size_t kMaxFields = 500;
inline constexpr std::size_t kMaxValueBytes = 2000;  // longer values are cut between characters
inline constexpr std::size_t kMaxAllBytes = 256U << 10U;  // of all values

struct Described {
  json::Object metadata;  // empty: the file says nothing of itself
  Bytes thumbnail;        // a picture in the picture, as it stands; for comparing with it
};

// kind and format: of the item, as parts::kind_of() and media::format_of() say.
Described describe(ByteView item, parts::Kind kind, media::Format format);

// Before the cage: what libraries set up once.
void prepare();

}  // namespace sanad::metadata
