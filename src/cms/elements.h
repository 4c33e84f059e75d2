// Elements of BER (X.690, 8.1): a tag, a length and a body, which may end by a mark instead of a
// length. Bytes of strangers: read in the cage only. Private to the module.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "base/stream.h"

namespace sanad::cms {

inline constexpr int kMaxDepth = 24;

inline constexpr std::uint8_t kInteger = 0x02, kBits = 0x03, kOctets = 0x04, kOid = 0x06;
inline constexpr std::uint8_t kSequence = 0x30, kSet = 0x31, kOctetsInPieces = 0x24;
// Of a context: [0] to [2], and the same around other elements.
inline constexpr std::uint8_t kContext0 = 0x80, kContext0InPieces = 0xa0, kContext1InPieces = 0xa1,
                              kContext2InPieces = 0xa2;

Error malformed(std::string_view what);

struct Element {
  std::uint8_t tag = 0;
  std::uint64_t at = 0;              // of the tag
  std::uint64_t body = 0;            // of the first byte after tag and length
  std::optional<std::uint64_t> end;  // after the last byte of the body; absent: until 00 00
  bool is_constructed() const { return (tag & 0x20) != 0; }
};

// Headers lie a few thousand bytes apart: a window spares a read of the source for each.
class Window {
 public:
  explicit Window(RandomSource& source) : source_(source), size_(source.size()) {}
  std::uint64_t size() const { return size_; }

  Result<std::uint8_t> byte(std::uint64_t at) {
    if (at < start_ || at >= start_ + filled_) SANAD_CHECK(fill(at));
    return bytes_[static_cast<std::size_t>(at - start_)];
  }

  Result<Bytes> copy(std::uint64_t begin, std::uint64_t end) {
    Bytes out(static_cast<std::size_t>(end - begin));
    std::size_t filled = 0;
    while (filled < out.size()) {
      SANAD_TRY(const std::size_t got,
                source_.read_at(begin + filled, std::span(out).subspan(filled)));
      if (got == 0) return malformed("it ends too early");
      filled += got;
    }
    return out;
  }

 private:
  Result<void> fill(std::uint64_t at) {
    if (at >= size_) return malformed("it ends too early");
    filled_ = 0;
    SANAD_TRY(filled_, source_.read_at(at, bytes_));
    start_ = at;
    if (filled_ == 0) return malformed("it ends too early");
    return {};
  }

  RandomSource& source_;
  std::uint64_t size_;
  std::array<std::uint8_t, 16 * 1024> bytes_{};
  std::uint64_t start_ = 0;
  std::size_t filled_ = 0;
};

// end: of what holds the element.
Result<Element> read_element(Window& window, std::uint64_t at, std::uint64_t end);

// Steps through what an element holds.
class Children {
 public:
  Children(Window& window, const Element& parent, std::uint64_t end)
      : window_(window), at_(parent.body), end_(parent.end.value_or(end)), open_(!parent.end) {}

  // nullopt after the last one; at() is then behind the parent.
  Result<std::optional<Element>> next() {
    if (!open_ && at_ == end_) return std::optional<Element>();
    SANAD_TRY(const Element element, read_element(window_, at_, end_));
    if (open_ && element.tag == 0 && element.end && *element.end == element.body) {
      at_ = element.body;
      return std::optional<Element>();
    }
    return std::optional<Element>(element);
  }
  void skip_to(std::uint64_t at) { at_ = at; }
  std::uint64_t at() const { return at_; }
  std::uint64_t end() const { return end_; }

 private:
  Window& window_;
  std::uint64_t at_, end_;
  bool open_;
};

// Where the element ends, whatever marks its end. end: of what holds it.
Result<std::uint64_t> end_of(Window& window, const Element& element, std::uint64_t end, int depth);

// Writing: the shortest form of a length.
Bytes wrap(std::uint8_t tag, ByteView body);

}  // namespace sanad::cms
