#include "delivery.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"

namespace sanad::intake {
namespace {

constexpr std::size_t kPiece = 1U << 18U;
constexpr std::size_t kMaxReason = 300;

std::string sentence(std::string_view what) {
  return replace_malformed_utf8(what.substr(0, kMaxReason));
}

}  // namespace

Delivery::Delivery(std::uint64_t source_bytes, const Limits& limits, Sink& sink)
    : limits_(limits),
      sink_(sink),
      most_bytes_(std::min(
          limits.bytes, std::max(kRatioFreeBytes, std::min(source_bytes, limits.bytes) *
                                                      std::max<std::uint64_t>(limits.ratio, 1)))) {}

Error Delivery::full(std::string_view what) {
  is_full_ = true;
  problem(what);
  return {ErrorCode::kLimit, std::string(what)};
}

Result<void> Delivery::record(json::Object record) {
  if (summary_.records == limits_.records) {
    return full(fmt::format("it has more than {} records; the rest was not read", limits_.records));
  }
  ++summary_.records;
  return sink_.record(std::move(record));
}

Result<void> Delivery::begin_part(Part part) {
  if (summary_.parts == limits_.parts)
    return full(fmt::format("it has more than {} parts; the rest was not opened", limits_.parts));
  ++summary_.parts;
  part_bytes_ = 0;
  given_up_.clear();
  if (part.name.size() > kMaxNameBytes) part.name.resize(kMaxNameBytes);
  return sink_.begin_part(part);
}

Result<bool> Delivery::data(ByteView piece) {
  part_bytes_ += piece.size();
  bytes_ += piece.size();
  if (part_bytes_ > limits_.part_bytes) {
    bytes_ -= part_bytes_;
    given_up_ = fmt::format("it is longer than {} bytes", limits_.part_bytes);
    return false;
  }
  if (bytes_ > most_bytes_) {
    SANAD_CHECK(sink_.end_part("the item that holds it unpacks to too much", true));
    return full(
        fmt::format("it unpacks to more than {} bytes; the rest was not opened", most_bytes_));
  }
  while (!piece.empty()) {
    const std::size_t size = std::min(piece.size(), kPiece);
    SANAD_CHECK(sink_.part_data(piece.first(size)));
    piece = piece.subspan(size);
  }
  return true;
}

Result<void> Delivery::end_part(std::string_view what) {
  if (!given_up_.empty()) return sink_.end_part(given_up_, true);
  return sink_.end_part(sentence(what), false);
}

Result<void> Delivery::whole_part(Part part, ByteView bytes) {
  SANAD_CHECK(begin_part(std::move(part)));
  SANAD_TRY([[maybe_unused]] const bool wanted, data(bytes));
  return end_part();
}

Result<void> Delivery::unread(std::string_view reason, std::optional<std::uint64_t> offset,
                              std::optional<std::uint64_t> length) {
  return sink_.unread({sentence(reason), offset, length});
}

void Delivery::problem(std::string_view what) {
  if (summary_.problems.size() < kMaxProblems) summary_.problems.push_back(sentence(what));
}

}  // namespace sanad::intake
