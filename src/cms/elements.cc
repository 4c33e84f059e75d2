#include "elements.h"

#include <fmt/format.h>

namespace sanad::cms {
namespace {

void put_length(Bytes& out, std::size_t length) {
  if (length < 0x80) {
    out.push_back(static_cast<std::uint8_t>(length));
    return;
  }
  Bytes digits;
  for (std::size_t rest = length; rest > 0; rest >>= 8U)
    digits.insert(digits.begin(), static_cast<std::uint8_t>(rest & 0xffU));
  out.push_back(static_cast<std::uint8_t>(0x80U | digits.size()));
  out.insert(out.end(), digits.begin(), digits.end());
}

}  // namespace

Error malformed(std::string_view what) {
  return {ErrorCode::kInvalid, fmt::format("this is not a sealed package: {}", what)};
}

Result<Element> read_element(Window& window, std::uint64_t at, std::uint64_t end) {
  Element element;
  element.at = at;
  if (at + 2 > end) return malformed("it ends too early");
  SANAD_TRY(element.tag, window.byte(at));
  if ((element.tag & 0x1f) == 0x1f) return malformed("it has a tag that no message has");
  SANAD_TRY(const std::uint8_t first, window.byte(at + 1));
  element.body = at + 2;
  if (first == 0x80) {
    if (!element.is_constructed()) return malformed("a length is missing");
    return element;
  }
  std::uint64_t length = first;
  if (first > 0x80) {
    const std::size_t count = first & 0x7fU;
    if (count > 8) return malformed("a length is too long");
    length = 0;
    for (std::size_t i = 0; i < count; ++i, ++element.body) {
      if (element.body >= end) return malformed("it ends too early");
      SANAD_TRY(const std::uint8_t digit, window.byte(element.body));
      if ((length >> 56U) != 0) return malformed("a length is too long");
      length = (length << 8U) | digit;
    }
  }
  if (element.body > end || length > end - element.body)
    return malformed("a part is longer than what holds it");
  element.end = element.body + length;
  return element;
}

Result<std::uint64_t> end_of(Window& window, const Element& element, std::uint64_t end, int depth) {
  if (element.end) return *element.end;
  if (depth == kMaxDepth) return Error{ErrorCode::kLimit, "the package nests too deeply"};
  Children children(window, element, end);
  for (;;) {
    SANAD_TRY(const auto child, children.next());
    if (!child) return children.at();
    SANAD_TRY(const std::uint64_t after, end_of(window, *child, children.end(), depth + 1));
    children.skip_to(after);
  }
}

Bytes wrap(std::uint8_t tag, ByteView body) {
  Bytes out{tag};
  put_length(out, body.size());
  out.insert(out.end(), body.begin(), body.end());
  return out;
}

}  // namespace sanad::cms
