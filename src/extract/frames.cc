#include "extract/frames.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace sanad::extract {
namespace {

constexpr std::size_t kHeadBytes = 5;
constexpr std::array<std::string_view, 4> kCodings = {"gzip", "x-gzip", "deflate", "br"};

Error wrong(std::string_view what) {
  return {ErrorCode::kInvalid,
          fmt::format("the extractor's answer {}: the item is not to be trusted", what)};
}

std::size_t most_bytes(char tag) {
  switch (tag) {
    case 'I':
      return kMaxItemFrame;
    case 'R':
      return kMaxRecordFrame;
    case 'D':
      return kMaxDataFrame;
    case 'U':
    case 'P':
    case 'E':
    case 'Z':
      return kMaxHeadFrame;
    default:
      return 0;
  }
}

Result<json::Value> object_of(ByteView payload) {
  SANAD_TRY_WITH(json::Value value, json::parse(as_text(payload)), "the extractor's answer");
  if (value.as_object() == nullptr) return wrong("holds no object where one belongs");
  return value;
}

}  // namespace

FrameReader::FrameReader(const PartLimits& limits, Handler handler)
    : limits_(limits), handler_(std::move(handler)) {}

Result<void> FrameReader::update(ByteView bytes) {
  waiting_.insert(waiting_.end(), bytes.begin(), bytes.end());
  std::size_t at = 0;
  while (waiting_.size() - at >= kHeadBytes) {
    const char tag = static_cast<char>(waiting_[at]);
    std::size_t size = 0;
    for (std::size_t i = 1; i < kHeadBytes; ++i) size = size << 8U | waiting_[at + i];
    const std::size_t most = most_bytes(tag);
    if (most == 0) return wrong("is not made of frames");
    if (size > most) return wrong(fmt::format("has a frame of {} bytes", size));
    if (waiting_.size() - at - kHeadBytes < size) break;
    SANAD_CHECK(frame(tag, ByteView(waiting_).subspan(at + kHeadBytes, size)));
    at += kHeadBytes + size;
  }
  waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(at));
  return {};
}

Result<void> FrameReader::frame(char tag, ByteView payload) {
  if (is_over_) return wrong("goes on after its end");
  switch (tag) {
    case 'I':
      return item(payload);
    case 'R':
      return record(payload);
    case 'U':
      return unread(payload);
    case 'P':
      return begin_part(payload);
    case 'D':
      return data(payload);
    case 'E':
      return end_part(payload);
    default:
      return last(payload);
  }
}

Result<void> FrameReader::item(ByteView payload) {
  if (has_item_ || parts_ > 0 || !handler_.on_item) return wrong("has an item out of place");
  has_item_ = true;
  SANAD_TRY(json::Value value, object_of(payload));
  return handler_.on_item(std::move(value));
}

Result<void> FrameReader::record(ByteView payload) {
  if (part_ || !handler_.on_record || (handler_.on_item && !has_item_))
    return wrong("has a record out of place");
  ++records_;
  SANAD_TRY(json::Value value, object_of(payload));
  return handler_.on_record(std::move(value));
}

Result<void> FrameReader::unread(ByteView payload) {
  if (part_ || !handler_.on_unread || (handler_.on_item && !has_item_))
    return wrong("says out of place what is not read");
  SANAD_TRY(json::Value value, object_of(payload));
  return handler_.on_unread(std::move(value));
}

Result<void> FrameReader::data(ByteView payload) {
  if (!part_) return wrong("has bytes of no part");
  bytes_ += payload.size();
  part_->size += payload.size();
  if (bytes_ > limits_.bytes || part_->size > limits_.part_bytes)
    return wrong("has more bytes than were asked for");
  if (handler_.on_data) return handler_.on_data(payload);
  part_->bytes.insert(part_->bytes.end(), payload.begin(), payload.end());
  return {};
}

Result<void> FrameReader::begin_part(ByteView payload) {
  if (part_ || (handler_.on_item && !has_item_)) return wrong("has a part out of place");
  if (parts_ == limits_.parts) return wrong("has more parts than were asked for");
  SANAD_TRY(const json::Value head, object_of(payload));
  SANAD_TRY_WITH(const Bytes name, parse_base64(head["name"].string_or("")), "a part's name");
  if (name.size() > kMaxPartNameBytes) return wrong("has a part with too long a name");
  Part part;
  part.name = to_text(name);
  part.number = ++parts_;
  const std::string type = head["type"].string_or("");
  if (type == "html" || type == "mail") part.hints.type = type;
  part.hints.charset = head["charset"].string_or("");
  if (part.hints.charset.size() > 40 || part.hints.charset.find('\0') != std::string::npos)
    part.hints.charset.clear();
  part.is_encrypted = head["encrypted"].bool_or(false);
  const std::string coding = head["coding"].string_or("");
  if (std::ranges::find(kCodings, coding) != kCodings.end()) part.hints.coding = coding;
  const std::int64_t of_record = head["record"].int_or(0);
  if (of_record < 0 || static_cast<std::uint64_t>(of_record) > records_)
    return wrong("has a part of a record that did not come");
  part.record = static_cast<std::uint64_t>(of_record);
  part_ = std::move(part);
  return {};
}

Result<void> FrameReader::end_part(ByteView payload) {
  if (!part_) return wrong("ends a part that it did not begin");
  SANAD_TRY(const json::Value tail, object_of(payload));
  Part part = std::move(*part_);
  part_.reset();
  part.problem = tail["problem"].string_or("");
  if (tail["given_up"].bool_or(false)) {
    Bytes().swap(part.bytes);
    part.size = 0;
  }
  return handler_.on_part(std::move(part));
}

Result<void> FrameReader::last(ByteView payload) {
  if (part_ || (handler_.on_item && !has_item_)) return wrong("ends too early");
  SANAD_TRY(const json::Value tail, object_of(payload));
  opened_.kind = tail["kind"].string_or("");
  opened_.parts = parts_;
  opened_.records = records_;
  if (const json::Array* problems = tail["problems"].as_array()) {
    for (const json::Value& one : *problems) opened_.problems.push_back(one.string_or(""));
  }
  opened_.last = tail;
  is_over_ = true;
  return {};
}

Result<Opened> FrameReader::finish() {
  if (!is_over_ || !waiting_.empty()) return wrong("is cut off");
  return std::move(opened_);
}

}  // namespace sanad::extract
