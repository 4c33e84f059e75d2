// The items of an exhibit, one after another: its files, and the responses in its archive.
#pragma once

#include <functional>
#include <string>

#include "records/records.h"
#include "service/workspace.h"

namespace sanad::service {

inline constexpr std::uint64_t kMaxItemBytes = 512ULL << 20;

struct Item {
  std::string file;
  std::string
      part;  // the address of a response, and which of its records; empty for the file itself
  std::string coding;  // of the bytes, as Content-Encoding says; empty for none
  Bytes bytes;
};

// Calls on_item for each, in the order of the archive. An item that cannot be had is given to
// on_unread with the reason.
Result<void> for_each_item(
    Workspace& workspace, const records::Exhibit& exhibit,
    const std::function<Result<void>(const Item&)>& on_item,
    const std::function<void(const Item&, const std::string& reason)>& on_unread);

// One of these again: as on_item gave it, or with no part the whole of a file. kNotFound: there is
// none; kDenied for the network log, which is never shown.
Result<Item> read_item(Workspace& workspace, const records::Exhibit& exhibit, std::string_view file,
                       std::string_view part);

}  // namespace sanad::service
