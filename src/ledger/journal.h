// The journal: frames of records, one frame for each group commit.
//
//   frame    "SNDJ"  size of payload (4)  index of first record (8)  checksum (16)  payload
//   payload  records, one after the other
//   record   size of leaf (2)  of case id (1)  of sealed body (4)   leaf  case id  sealed body
// Numbers are big-endian. checksum: first half of SHA-256 over the frame without it. It finds
// accidents; changes on purpose are found by the tree's root under the signed checkpoint, and by
// the bodies' seals.
//
// A frame that is not whole was never acknowledged if it is the last: each is synced before the
// next is written. With a whole frame after it, it was, and has been altered since.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "files/files.h"

namespace sanad::ledger {

inline constexpr std::size_t kFrameHeaderSize = 32;
inline constexpr std::size_t kRecordHeaderSize = 7;
inline constexpr std::size_t kMaxFramePayload = 64U << 20U;
inline constexpr std::size_t kMaxSealedSize = 128 * 1024;

struct RecordView {
  ByteView leaf;
  std::string_view case_id;
  ByteView sealed;
};

struct RecordPlace {
  std::uint64_t offset = 0;
  std::uint32_t size_bytes = 0;
};

void append_record(Bytes& payload, const RecordView& record);
// The record at the front of bytes and the size it takes; nullopt if it is not whole.
std::optional<std::pair<RecordView, std::size_t>> parse_record(ByteView bytes);
Bytes format_frame(std::uint64_t first_index, ByteView payload);

// The frame at offset, whole and with its checksum verified. kIntegrity.
struct StoredFrame {
  Bytes bytes;
  std::uint64_t first_index = 0;
  std::vector<RecordPlace> places;  // within the file
};
Result<StoredFrame> read_frame(const files::File& file, std::uint64_t offset);
// The same frame with another payload of the same size.
Bytes replace_payload(const StoredFrame& frame, ByteView payload);

struct ScanEnd {
  std::uint64_t entries = 0;
  std::uint64_t offset = 0;         // end of the last whole frame
  std::uint64_t leftover_size = 0;  // bytes after it
  bool whole_frame_later = false;   // among them: they are not a torn tail
};
using RecordVisitor = std::function<Result<void>(const RecordPlace&, const RecordView&)>;
// Reads whole frames from the start, with memory for one frame.
Result<ScanEnd> scan_journal(const files::File& file, const RecordVisitor& visitor);

}  // namespace sanad::ledger
