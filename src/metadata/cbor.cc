#include "cbor.h"

namespace sanad::metadata {
namespace {

constexpr int kMaxDepth = 32;
constexpr std::size_t kMaxItems = 50'000;
constexpr unsigned kIndefinite = 31;

class Parser {
 public:
  explicit Parser(ByteView bytes) : bytes_(bytes) {}

  std::optional<Cbor> all() {
    auto item = one(0);
    return item && at_ == bytes_.size() ? std::move(item) : std::nullopt;
  }

 private:
  struct Head {
    unsigned major = 0;
    unsigned detail = 0;
    std::uint64_t number = 0;
  };

  std::optional<Head> head() {
    if (at_ == bytes_.size()) return std::nullopt;
    Head head;
    head.major = bytes_[at_] >> 5U;
    head.detail = bytes_[at_] & 0x1FU;
    ++at_;
    head.number = head.detail;
    if (head.detail < 24 || head.detail == kIndefinite) return head;
    if (head.detail > 27) return std::nullopt;
    const std::size_t size = std::size_t{1} << (head.detail - 24);
    if (bytes_.size() - at_ < size) return std::nullopt;
    head.number = 0;
    for (std::size_t i = 0; i < size; ++i) head.number = head.number << 8U | bytes_[at_++];
    return head;
  }

  bool at_break() {
    if (at_ == bytes_.size() || bytes_[at_] != 0xFF) return false;
    ++at_;
    return true;
  }

  bool children(Cbor& into, std::uint64_t count, bool is_indefinite, int depth) {
    for (std::uint64_t i = 0; is_indefinite || i < count; ++i) {
      if (is_indefinite && at_break()) return into.type != Cbor::Type::kMap || i % 2 == 0;
      auto item = one(depth + 1);
      if (!item) return false;
      into.items.push_back(std::move(*item));
    }
    return true;
  }

  std::optional<Cbor> one(int depth) {
    if (depth > kMaxDepth || ++items_ > kMaxItems) return std::nullopt;
    const auto read = head();
    if (!read) return std::nullopt;
    const bool is_indefinite = read->detail == kIndefinite;
    Cbor out;
    out.number = read->number;
    switch (read->major) {
      case 0:
      case 1:
        out.type = read->major == 0 ? Cbor::Type::kUnsigned : Cbor::Type::kNegative;
        break;
      case 2:
      case 3:
        if (is_indefinite || read->number > bytes_.size() - at_) return std::nullopt;
        out.type = read->major == 2 ? Cbor::Type::kBytes : Cbor::Type::kText;
        out.bytes = bytes_.subspan(at_, read->number);
        at_ += read->number;
        return out;
      case 4:
      case 5: {
        // Each item takes a byte at least.
        if (!is_indefinite && read->number > bytes_.size()) return std::nullopt;
        out.type = read->major == 4 ? Cbor::Type::kArray : Cbor::Type::kMap;
        const std::uint64_t count = read->major == 4 ? read->number : read->number * 2;
        if (!children(out, count, is_indefinite, depth)) return std::nullopt;
        return out;
      }
      case 6:
        return is_indefinite ? std::nullopt : one(depth + 1);
      default:
        break;
    }
    return is_indefinite ? std::nullopt : std::optional(std::move(out));
  }

  ByteView bytes_;
  std::size_t at_ = 0, items_ = 0;
};

void append_head(Bytes& out, unsigned major, std::size_t size) {
  const auto byte = [&](std::size_t value) { out.push_back(static_cast<std::uint8_t>(value)); };
  if (size < 24) return byte(major << 5U | size);
  if (size < 0x100) {
    byte(major << 5U | 24U);
    return byte(size);
  }
  const unsigned width = size < 0x10000 ? 2 : 4;
  byte(major << 5U | (width == 2 ? 25U : 26U));
  for (unsigned i = width; i-- > 0;) byte(size >> (8U * i) & 0xFFU);
}

void append_bytes(Bytes& out, ByteView bytes) {
  append_head(out, 2, bytes.size());
  out.insert(out.end(), bytes.begin(), bytes.end());
}

}  // namespace

const Cbor* Cbor::find(std::string_view key) const {
  if (type != Type::kMap) return nullptr;
  for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
    if (items[i].type == Type::kText && as_text(items[i].bytes) == key) return &items[i + 1];
  }
  return nullptr;
}

const Cbor* Cbor::find(std::int64_t key) const {
  if (type != Type::kMap) return nullptr;
  for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
    if (items[i].integer() == key) return &items[i + 1];
  }
  return nullptr;
}

std::optional<std::int64_t> Cbor::integer() const {
  if (number > static_cast<std::uint64_t>(INT64_MAX)) return std::nullopt;
  const auto value = static_cast<std::int64_t>(number);
  if (type == Type::kUnsigned) return value;
  if (type == Type::kNegative) return -1 - value;
  return std::nullopt;
}

std::optional<Cbor> parse_cbor(ByteView bytes) { return Parser(bytes).all(); }

Bytes signed_bytes(ByteView protected_header, ByteView payload) {
  Bytes out = {0x84, 0x6A};
  for (const char c : std::string_view("Signature1")) out.push_back(static_cast<std::uint8_t>(c));
  append_bytes(out, protected_header);
  append_bytes(out, {});
  append_bytes(out, payload);
  return out;
}

}  // namespace sanad::metadata
