#include "jumbf.h"

#include <algorithm>

namespace sanad::metadata {
namespace {

constexpr int kMaxDepth = 8;
constexpr std::size_t kMaxBoxes = 5'000;
constexpr std::size_t kTypeBytes = 16;  // of a description box: a UUID

std::uint64_t big_endian(ByteView bytes) {
  std::uint64_t value = 0;
  for (const std::uint8_t byte : bytes) value = value << 8U | byte;
  return value;
}

struct Box {
  std::string_view type;
  ByteView payload;
};

// Takes the next box off bytes.
std::optional<Box> next_box(ByteView& bytes) {
  if (bytes.size() < 8) return std::nullopt;
  std::uint64_t size = big_endian(bytes.first(4));
  std::size_t header = 8;
  if (size == 1) {
    if (bytes.size() < 16) return std::nullopt;
    size = big_endian(bytes.subspan(8, 8));
    header = 16;
  }
  if (size == 0) size = bytes.size();  // to the end
  if (size < header || size > bytes.size()) return std::nullopt;
  const Box box{as_text(bytes.subspan(4, 4)), bytes.subspan(header, size - header)};
  bytes = bytes.subspan(size);
  return box;
}

class Parser {
 public:
  std::optional<Superbox> superbox(ByteView content, int depth) {
    if (depth > kMaxDepth) return std::nullopt;
    Superbox out;
    out.content = content;
    const auto description = next_box(content);
    if (!description || description->type != "jumd" || !read_label(description->payload, out.label))
      return std::nullopt;
    bool is_first = true;
    while (!content.empty()) {
      const auto box = next_box(content);
      if (!box || ++boxes_ > kMaxBoxes) return std::nullopt;
      if (box->type == "jumb") {
        auto inner = superbox(box->payload, depth + 1);
        if (!inner) return std::nullopt;
        out.boxes.push_back(std::move(*inner));
      } else if (is_first) {
        out.content_type = box->type;
        out.payload = box->payload;
        is_first = false;
      }
    }
    return out;
  }

 private:
  static bool read_label(ByteView payload, std::string& label) {
    if (payload.size() < kTypeBytes + 1) return false;
    const bool has_label = (payload[kTypeBytes] & 2U) != 0;
    if (!has_label) return true;
    const std::string_view rest = as_text(payload.subspan(kTypeBytes + 1));
    const std::size_t end = rest.find('\0');
    if (end == std::string_view::npos) return false;
    label = rest.substr(0, end);
    return true;
  }
  std::size_t boxes_ = 0;
};

}  // namespace

const Superbox* Superbox::find(std::string_view name) const {
  const auto at = std::ranges::find(boxes, name, &Superbox::label);
  return at == boxes.end() ? nullptr : &*at;
}

std::optional<Superbox> parse_superbox(ByteView bytes) {
  const auto box = next_box(bytes);
  if (!box || box->type != "jumb") return std::nullopt;
  return Parser().superbox(box->payload, 0);
}

}  // namespace sanad::metadata
