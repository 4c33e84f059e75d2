// The items of an exhibit, one after another: its files, and the responses in its archive.
#pragma once

#include <functional>
#include <string>

#include "extract/frames.h"
#include "records/records.h"
#include "service/workspace.h"

namespace sanad::service {

inline constexpr std::uint64_t kMaxItemBytes = 512ULL << 20;

struct Item {
  std::string file;
  std::string part;  // the address of a response, and which of its records, as a step
                     // (extract/way.h); empty for the file itself
  extract::Hints hints;
  std::string sha256;  // of the bytes
  Bytes bytes;
};

struct ItemReader {
  // Asked before a file is read: false passes over it. May be empty.
  std::function<Result<bool>(const records::ExhibitFile&)> wants;
  std::function<Result<void>(const Item&)> on_item;
  // An item that cannot be had, with the reason.
  std::function<Result<void>(const Item&, const std::string& reason)> on_unread;
  // After the last response of an archive. May be empty.
  std::function<Result<void>(const records::ExhibitFile&)> on_archive_read;
};

// In the order of the exhibit's files, and of the responses within its archive.
Result<void> for_each_item(Workspace& workspace, const records::Exhibit& exhibit,
                           const ItemReader& reader);

// One of these again, or a part of one by its way (extract/way.h); with no part the whole of a
// file. kNotFound: there is none; kInvalid: it cannot be read; kDenied for the network log, which
// is never shown.
Result<Item> read_item(Workspace& workspace, const records::Exhibit& exhibit, std::string_view file,
                       std::string_view part);

// The item of a line of an exhibit's list of parts, which is not set aside. kDenied: the line is of
// no item; or of a whole file of which parts were set aside.
Result<Item> read_listed_item(Workspace& workspace, const records::Exhibit& exhibit,
                              const json::Value& line);

// By what its fingerprint is remembered.
std::string key_of(const Item& item);

}  // namespace sanad::service
