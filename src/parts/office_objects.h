// What documents of before 2007 embed: pictures as OfficeArt blips, and files as packages.
#pragma once

#include <string>

#include "internal.h"

namespace sanad::parts {

// Gives pictures on as "picture 1.jpg", one after another.
class PictureGiver {
 public:
  explicit PictureGiver(Outlet& outlet) : outlet_(outlet) {}

  // All blips of a stream (MS-ODRAW 2.2.23), wherever they stand: each begins with one of a few
  // numbers, so that neither the shapes around them nor what is damaged before them matters.
  // False: no more are wanted.
  bool give_blips(ByteView stream);
  bool give(ByteView bytes, std::string_view extension);
  // A bitmap of Windows, which stands without the header that it has as a file.
  bool give_dib(ByteView dib);

 private:
  bool give_metafile(ByteView blip, std::string_view extension);
  Part next(std::string_view extension);

  Outlet& outlet_;
  std::uint64_t number_ = 0;
};

// The bytes of an "\1Ole10Native" stream behind its length (MS-OLEDS 2.3.6): a file with its name,
// or as much as there is of something else, under the name given.
bool give_native(ByteView native, std::string_view otherwise, Outlet& outlet);

// Of a part that has begun: unpacks deflated bytes (RFC 1950) into it, and ends it.
bool inflate_into(ByteView data, Outlet& outlet);

// "C:\folder\a.txt" to "a.txt".
std::string last_step(std::string_view path);

}  // namespace sanad::parts
