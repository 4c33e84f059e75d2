#include "journal.h"

#include <algorithm>

#include "crypto/crypto.h"

namespace sanad::ledger {
namespace {

constexpr std::string_view kMagic = "SNDJ";
constexpr std::size_t kChecksumAt = 16;
constexpr std::size_t kChecksumSize = 16;
constexpr std::size_t kReadSize = 4U << 20U;

void put(Bytes& out, std::uint64_t value, int size) {
  for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
    out.push_back(static_cast<std::uint8_t>(value >> shift));
  }
}

std::uint64_t get(ByteView bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size; ++i) value = (value << 8U) | bytes[at + i];
  return value;
}

Bytes checksum(ByteView header, ByteView payload) {
  crypto::Hasher hasher(crypto::Hasher::Algorithm::kSha256);
  hasher.update(header.first(kChecksumAt));
  hasher.update(payload);
  Bytes digest = hasher.finish();
  digest.resize(kChecksumSize);
  return digest;
}

struct FrameView {
  std::uint64_t first_index = 0;
  ByteView payload;
};

// How many bytes the frame at the front says it takes, or nullopt if that is no header.
std::optional<std::size_t> frame_size(ByteView bytes) {
  if (bytes.size() < kFrameHeaderSize || as_text(bytes.first(4)) != kMagic) return std::nullopt;
  const std::uint64_t payload = get(bytes, 4, 4);
  if (payload == 0 || payload > kMaxFramePayload) return std::nullopt;
  return kFrameHeaderSize + static_cast<std::size_t>(payload);
}

// bytes: at least frame_size() of them.
std::optional<FrameView> parse_frame(ByteView bytes, std::size_t size) {
  const ByteView payload = bytes.subspan(kFrameHeaderSize, size - kFrameHeaderSize);
  if (!std::ranges::equal(checksum(bytes, payload), bytes.subspan(kChecksumAt, kChecksumSize))) {
    return std::nullopt;
  }
  return FrameView{get(bytes, 8, 8), payload};
}

// A sliding view of a file.
class Window {
 public:
  explicit Window(const files::File& file) : file_(file) {}

  // At least `size` bytes from offset on, if the file has them.
  Result<ByteView> at(std::uint64_t offset, std::size_t size) {
    if (offset < start_ || offset + size > start_ + bytes_.size()) {
      bytes_.resize(std::max(size, kReadSize));
      SANAD_TRY(const std::size_t got, file_.read_at(offset, bytes_));
      bytes_.resize(got);
      start_ = offset;
    }
    return ByteView(bytes_).subspan(static_cast<std::size_t>(offset - start_));
  }

 private:
  const files::File& file_;
  Bytes bytes_;
  std::uint64_t start_ = 0;
};

Result<bool> has_whole_frame(Window& window, std::uint64_t from, std::uint64_t end) {
  for (std::uint64_t offset = from; offset + kFrameHeaderSize < end; ++offset) {
    SANAD_TRY(const ByteView head, window.at(offset, kFrameHeaderSize));
    const auto size = frame_size(head);
    if (!size || offset + *size > end) continue;
    SANAD_TRY(const ByteView frame, window.at(offset, *size));
    if (frame.size() >= *size && parse_frame(frame, *size)) return true;
  }
  return false;
}

// The places of a frame's records; empty if they do not fill it exactly.
std::vector<RecordPlace> split(const FrameView& frame, std::uint64_t offset) {
  std::vector<RecordPlace> places;
  ByteView rest = frame.payload;
  while (!rest.empty()) {
    const auto record = parse_record(rest);
    if (!record) return {};
    places.push_back({offset, static_cast<std::uint32_t>(record->second)});
    offset += record->second;
    rest = rest.subspan(record->second);
  }
  return places;
}

}  // namespace

void append_record(Bytes& payload, const RecordView& record) {
  put(payload, record.leaf.size(), 2);
  put(payload, record.case_id.size(), 1);
  put(payload, record.sealed.size(), 4);
  payload.insert(payload.end(), record.leaf.begin(), record.leaf.end());
  payload.insert(payload.end(), record.case_id.begin(), record.case_id.end());
  payload.insert(payload.end(), record.sealed.begin(), record.sealed.end());
}

std::optional<std::pair<RecordView, std::size_t>> parse_record(ByteView bytes) {
  if (bytes.size() < kRecordHeaderSize) return std::nullopt;
  const auto leaf = static_cast<std::size_t>(get(bytes, 0, 2));
  const auto case_id = static_cast<std::size_t>(get(bytes, 2, 1));
  const auto sealed = static_cast<std::size_t>(get(bytes, 3, 4));
  if (leaf == 0 || sealed > kMaxSealedSize) return std::nullopt;
  const std::size_t size = kRecordHeaderSize + leaf + case_id + sealed;
  if (bytes.size() < size) return std::nullopt;
  const ByteView rest = bytes.subspan(kRecordHeaderSize);
  return std::pair{RecordView{rest.first(leaf), as_text(rest.subspan(leaf, case_id)),
                              rest.subspan(leaf + case_id, sealed)},
                   size};
}

Bytes format_frame(std::uint64_t first_index, ByteView payload) {
  Bytes frame = to_bytes(kMagic);
  frame.reserve(kFrameHeaderSize + payload.size());
  put(frame, payload.size(), 4);
  put(frame, first_index, 8);
  const Bytes sum = checksum(frame, payload);
  frame.insert(frame.end(), sum.begin(), sum.end());
  frame.insert(frame.end(), payload.begin(), payload.end());
  return frame;
}

Result<StoredFrame> read_frame(const files::File& file, std::uint64_t offset) {
  const Error altered{ErrorCode::kIntegrity, "the journal was altered; restore it from a backup"};
  Bytes head(kFrameHeaderSize);
  SANAD_TRY(const std::size_t got_head, file.read_at(offset, head));
  const auto size = got_head == head.size() ? frame_size(head) : std::nullopt;
  if (!size) return altered;
  StoredFrame frame;
  frame.bytes.resize(*size);
  SANAD_TRY(const std::size_t got, file.read_at(offset, frame.bytes));
  const auto parsed = got == *size ? parse_frame(frame.bytes, *size) : std::nullopt;
  if (!parsed) return altered;
  frame.first_index = parsed->first_index;
  frame.places = split(*parsed, offset + kFrameHeaderSize);
  if (frame.places.empty()) return altered;
  return frame;
}

Bytes replace_payload(const StoredFrame& frame, ByteView payload) {
  return format_frame(frame.first_index, payload);
}

Result<ScanEnd> scan_journal(const files::File& file, const RecordVisitor& visitor) {
  SANAD_TRY(const std::uint64_t end, file.size());
  Window window(file);
  ScanEnd scan;
  while (scan.offset < end) {
    SANAD_TRY(const ByteView head, window.at(scan.offset, kFrameHeaderSize));
    const auto size = frame_size(head);
    if (!size || scan.offset + *size > end) break;
    SANAD_TRY(const ByteView bytes, window.at(scan.offset, *size));
    if (bytes.size() < *size) break;
    const auto frame = parse_frame(bytes, *size);
    if (!frame || frame->first_index != scan.entries) break;
    const auto places = split(*frame, scan.offset + kFrameHeaderSize);
    if (places.empty()) break;
    for (const RecordPlace& place : places) {
      const auto at = static_cast<std::size_t>(place.offset - scan.offset);
      SANAD_CHECK(visitor(place, parse_record(bytes.subspan(at, place.size_bytes))->first));
    }
    scan.entries += places.size();
    scan.offset += *size;
  }
  scan.leftover_size = end - scan.offset;
  if (scan.leftover_size > 0) {
    SANAD_TRY(scan.whole_frame_later, has_whole_frame(window, scan.offset + 1, end));
  }
  return scan;
}

}  // namespace sanad::ledger
