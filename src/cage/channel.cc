#include "cage/channel.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace sanad::cage {
namespace {

constexpr std::size_t kLengthBytes = 4;
constexpr std::size_t kOffsetBytes = 8;

std::uint64_t number_at(const std::uint8_t* bytes, std::size_t count) {
  std::uint64_t value = 0;
  for (std::size_t i = count; i-- > 0;) value = value << 8U | bytes[i];
  return value;
}

void put_number(std::uint8_t* bytes, std::uint64_t value, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) bytes[i] = static_cast<std::uint8_t>(value >> (8 * i));
}

Error gone() { return {ErrorCode::kIo, "the rest of the item cannot be had from its owner"}; }

// read() and write(), since the cage knows neither recv() nor send().
Result<void> read_all(int fd, std::span<std::uint8_t> out) {
  while (!out.empty()) {
    const ssize_t n = ::read(fd, out.data(), out.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return gone();
    out = out.subspan(static_cast<std::size_t>(n));
  }
  return {};
}

Result<void> write_all(int fd, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return gone();
    bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
  return {};
}

}  // namespace

ChannelSource::ChannelSource(int fd, std::uint64_t size) : fd_(fd), size_(size) {}

Result<void> ChannelSource::ask(std::uint64_t number) {
  std::array<std::uint8_t, kOffsetBytes + kLengthBytes> request{};
  put_number(request.data(), number * kMaxBlock, kOffsetBytes);
  put_number(request.data() + kOffsetBytes, kMaxBlock, kLengthBytes);
  SANAD_CHECK(write_all(fd_, request));
  asked_ = number;
  return {};
}

Result<void> ChannelSource::receive() {
  std::array<std::uint8_t, kLengthBytes> length{};
  SANAD_CHECK(read_all(fd_, length));
  const std::uint64_t size = number_at(length.data(), kLengthBytes);
  if (size > kMaxBlock) return gone();
  Block& oldest = *std::ranges::min_element(blocks_, {}, &Block::used);
  oldest.number = kNone;
  oldest.bytes.resize(size);
  SANAD_CHECK(read_all(fd_, oldest.bytes));
  oldest.number = asked_;
  oldest.used = ++clock_;
  asked_ = kNone;
  return {};
}

Result<const ChannelSource::Block*> ChannelSource::block(std::uint64_t number) {
  const auto find = [&] {
    return std::ranges::find_if(blocks_, [&](const Block& one) { return one.number == number; });
  };
  if (asked_ == number) SANAD_CHECK(receive());
  auto found = find();
  if (found == blocks_.end()) {
    if (asked_ != kNone) SANAD_CHECK(receive());
    SANAD_CHECK(ask(number));
    SANAD_CHECK(receive());
    found = find();
  }
  found->used = ++clock_;
  const bool is_forward = last_ == kNone || number == last_ + 1;
  last_ = number;
  if (is_forward && asked_ == kNone && (number + 1) * kMaxBlock < size_ &&
      std::ranges::none_of(blocks_, [&](const Block& one) { return one.number == number + 1; }))
    SANAD_CHECK(ask(number + 1));
  return &*found;
}

Result<std::size_t> ChannelSource::read_at(std::uint64_t offset, std::span<std::uint8_t> out) {
  std::size_t done = 0;
  while (done < out.size() && offset < size_) {
    SANAD_TRY(const Block* from, block(offset / kMaxBlock));
    const auto at = static_cast<std::size_t>(offset % kMaxBlock);
    if (at >= from->bytes.size()) break;
    const std::size_t part = std::min(out.size() - done, from->bytes.size() - at);
    std::memcpy(out.data() + done, from->bytes.data() + at, part);
    done += part;
    offset += part;
  }
  return done;
}

short ChannelServer::awaited() const { return sent_ < size_ ? POLLOUT : POLLIN; }

Result<bool> ChannelServer::step(int fd) {
  for (;;) {
    SANAD_TRY(const Turn turn, sent_ < size_ ? send_answer(fd) : take_request(fd));
    if (turn != Turn::kDone) return turn == Turn::kWaits;
  }
}

Result<ChannelServer::Turn> ChannelServer::take_request(int fd) {
  const ssize_t n = ::read(fd, request_.data() + requested_, request_.size() - requested_);
  if (n < 0) return errno == EAGAIN || errno == EINTR ? Turn::kWaits : Turn::kClosed;
  if (n == 0) return Turn::kClosed;
  requested_ += static_cast<std::size_t>(n);
  if (requested_ < request_.size()) return Turn::kDone;
  requested_ = 0;
  const std::uint64_t offset = number_at(request_.data(), kOffsetBytes);
  const std::uint64_t length = number_at(request_.data() + kOffsetBytes, kLengthBytes);
  if (length > kMaxBlock || offset > INT64_MAX) {
    return Error{ErrorCode::kInvalid,
                 "the item's parser asks for what may not be asked: the item is not to be trusted"};
  }
  answer_.resize(kLengthBytes + kMaxBlock);
  SANAD_TRY(const std::size_t got,
            read_at_(offset, std::span(answer_).subspan(kLengthBytes, length)));
  put_number(answer_.data(), got, kLengthBytes);
  size_ = kLengthBytes + got;
  sent_ = 0;
  return Turn::kDone;
}

Result<ChannelServer::Turn> ChannelServer::send_answer(int fd) {
  const ssize_t n = ::send(fd, answer_.data() + sent_, size_ - sent_, MSG_NOSIGNAL);
  if (n < 0) return errno == EAGAIN || errno == EINTR ? Turn::kWaits : Turn::kClosed;
  sent_ += static_cast<std::size_t>(n);
  return Turn::kDone;
}

}  // namespace sanad::cage
