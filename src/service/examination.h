// What an exhibit holds, down to the parts of parts, each as its fingerprint: as it is remembered
// from another time, or read now.
#pragma once

#include <functional>
#include <string>

#include "extract/extract.h"
#include "records/records.h"
#include "service/workspace.h"

namespace sanad::service {

struct Place {
  std::string file;  // of the exhibit
  std::string part;  // the way to the part (docs/formats/parts.md); empty for the file itself
};

struct Examined {
  Place place;
  std::string key;     // by which it is remembered (extract::key_of)
  std::string coding;  // of bytes
  ByteView bytes;      // as long as the call lasts; empty where the fingerprint was remembered
};

struct Examiner {
  std::function<Result<void>(const Examined&, const json::Value& item)> on_item;
  std::function<void(const Place&, const std::string& reason)> on_unread;
  // Besides on_unread, where the item's bytes are there. It may have been given to on_item before.
  std::function<Result<void>(const Examined&)> on_unreadable;
  // Whether what is remembered of an item does not do, so that it must be read again, with what
  // holds it.
  std::function<Result<bool>(const std::string& key, const json::Value& remembered)> must_read;
};

Result<void> examine_exhibit(Workspace& workspace, const extract::Extractor& extractor,
                             const records::Exhibit& exhibit, const Examiner& examiner);

}  // namespace sanad::service
