// Reading what was imported: files, parts and chats, as the workbench shows them.
//
// People stand there by pseudonyms until their masks are lifted; what they wrote is shown as it is,
// so that names in a text stay readable. Parts that were set aside are counted and never shown.
// The first look of an officer at an exhibit in kOneLookMs is recorded as exhibit.viewed.
// All by whoever may read a case. Tested by import_routes_test.cc of the server.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "service/workspace.h"

namespace sanad::service {

inline constexpr std::size_t kMaxPartsPage = 500;
inline constexpr std::size_t kMaxFilesPage = 1000;
// Letters of a text in a page of parts; a part alone has all of them.
inline constexpr std::size_t kPartLetters = 4000;

// {"total", "first", "items"}; first counts from 1. kInvalid: limit is 0 or above kMaxFilesPage.
Result<json::Value> page_of_files(Workspace& workspace, const authority::Officer& caller,
                                  const records::Exhibit& exhibit, std::uint64_t first,
                                  std::size_t limit);

// {"total", "first", "counts", "items"} from the part numbered first; fewer than limit where the
// parts are long. kNotFound: the exhibit was not read yet. kInvalid: as above.
Result<json::Value> page_of_parts(Workspace& workspace, const authority::Officer& caller,
                                  const records::Exhibit& exhibit, std::uint64_t first,
                                  std::size_t limit);
// kNotFound: there is no such part.
Result<json::Value> one_part(Workspace& workspace, const authority::Officer& caller,
                             const records::Exhibit& exhibit, std::uint64_t number);

// A part as it stands in the sealed list (docs/formats/part-list.md), names and all: for other use
// cases, which record the look. kNotFound: there is no such part, or nothing was read yet.
Result<json::Value> part_line(Workspace& workspace, const records::Exhibit& exhibit,
                              std::uint64_t number);

// Why parts were not read or were set aside, the most frequent first: {"items": [{"state",
// "reason", "count", "first"}], "further"}; first is the number of the first such part, further how
// many have reasons that are not listed. kNotFound: the exhibit was not read yet.
Result<json::Value> part_reasons(Workspace& workspace, const authority::Officer& caller,
                                 const records::Exhibit& exhibit);

// The picture of a part, or of a video's frame, made anew from its pixels: a PNG file.
// Each officer's first look at each part in kOneLookMs is recorded.
// kDenied: parts of its file were set aside. kInvalid, kLimit: it cannot be seen.
Result<Bytes> part_picture(Workspace& workspace, const authority::Officer& caller,
                           const records::Exhibit& exhibit, std::uint64_t number,
                           std::optional<std::int64_t> at_ms);

// Those with messages in the exhibit, most messages first: {"items"}.
Result<json::Value> chats_in(Workspace& workspace, const authority::Officer& caller,
                             const records::Exhibit& exhibit);

// A stretch of a chat by position: {"chat", "position", "total", "items"}. from: instead of a
// position, the first message at that time or later. kNotFound: no such chat in the case.
struct ChatStretch {
  std::int64_t chat = 0;
  std::int64_t position = 0;
  std::optional<Timestamp> from;
  std::size_t count = 100;  // at most kMaxPartsPage
};
Result<json::Value> chat_messages(Workspace& workspace, const authority::Officer& caller,
                                  std::string_view case_id, const ChatStretch& stretch);

}  // namespace sanad::service
