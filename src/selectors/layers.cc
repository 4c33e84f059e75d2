#include "layers.h"

#include <zlib.h>

#include <algorithm>

#include "base/utf8.h"
#include "core.h"
#include "decode.h"

namespace sanad::selectors {
namespace {

constexpr std::size_t kPiece = 64 * 1024;
// Inner bytes whose origin is kept: more than a scanner holds back.
constexpr std::uint64_t kKeptOrigins = std::uint64_t{1} << 20;

}  // namespace

void LayerDecoder::mark(Origin origin) {
  if (!origins_.empty() && origins_.back().inner == origin.inner) origins_.pop_back();
  origins_.push_back(origin);
  if (origins_.size() > 4096 && origins_[origins_.size() / 2].inner + kKeptOrigins < origin.inner) {
    origins_.erase(origins_.begin(),
                   origins_.begin() + static_cast<std::ptrdiff_t>(origins_.size() / 2));
  }
}

void LayerDecoder::locate(std::uint64_t from, std::uint64_t to, std::uint64_t& begin,
                          std::uint64_t& end) const {
  const auto origin_of = [&](std::uint64_t inner) -> const Origin& {
    const auto after =
        std::upper_bound(origins_.begin(), origins_.end(), inner,
                         [](std::uint64_t at, const Origin& o) { return at < o.inner; });
    return after == origins_.begin() ? *after : *(after - 1);
  };
  const Origin& first = origin_of(from);
  begin = first.outer + (from - first.inner) / first.inner_unit * first.outer_unit;
  const Origin& last = origin_of(to - 1);
  end = last.outer + ((to - last.inner) + last.inner_unit - 1) / last.inner_unit * last.outer_unit;
}

namespace {

class Base64Decoder final : public LayerDecoder {
 public:
  Base64Decoder() : LayerDecoder(Layer::kBase64) {}

  const Byte* decode(const Byte* at, const Byte* limit, const Byte* end,
                     std::uint64_t offset) override {
    const Byte* begin = at;
    while (at < limit) {
      const int value = base64_value(*at);
      if (value < 0) {
        const int line = at[0] == '\n' ? 1 : at[0] == '\r' && at[1] == '\n' ? 2 : 0;
        // Lines of mail and of keys: long, whole groups, and more of the same below.
        const bool wrapped = line != 0 && in_line_ >= 40 && letters_ == 0 && at + line < end &&
                             base64_value(at[line]) >= 0 && base64_value(at[line + 1]) >= 0;
        if (!wrapped) {
          done_ = true;
          break;
        }
        at += line;
        in_line_ = 0;
        restart_ = true;
        continue;
      }
      if (letters_ == 0 && restart_) {
        mark({made_, offset + static_cast<std::uint64_t>(at - begin), 3, 4});
        restart_ = false;
      }
      group_ = (group_ << 6) | static_cast<std::uint32_t>(value);
      ++in_line_;
      ++at;
      if (++letters_ == 4) put(3);
    }
    return at;
  }
  // The two or three letters that are left.
  void end() override {
    if (letters_ < 2) return;
    const int bytes = letters_ - 1;
    while (letters_ < 4) {
      group_ <<= 6;
      ++letters_;
    }
    put(bytes);
  }

 private:
  void put(int bytes) {
    for (int i = 0; i < bytes; ++i)
      bytes_.push_back(static_cast<std::uint8_t>(group_ >> (16 - 8 * i)));
    made_ += static_cast<std::uint64_t>(bytes);
    group_ = 0;
    letters_ = 0;
  }
  std::uint32_t group_ = 0;
  int letters_ = 0;
  std::size_t in_line_ = 0;
  bool restart_ = true;
};

class GzipDecoder final : public LayerDecoder {
 public:
  explicit GzipDecoder(std::uint64_t start) : LayerDecoder(Layer::kGzip), start_(start) {
    ready_ = inflateInit2(&stream_, 15 + 16) == Z_OK;
    done_ = !ready_;
  }
  ~GzipDecoder() override {
    if (ready_) inflateEnd(&stream_);
  }
  GzipDecoder(const GzipDecoder&) = delete;
  GzipDecoder& operator=(const GzipDecoder&) = delete;

  const Byte* decode(const Byte* at, const Byte* limit, const Byte*,
                     std::uint64_t offset) override {
    const Byte* begin = at;
    // Bounded pieces, so that a bomb does not grow the buffer: the caller comes again.
    while (at < limit && !done_ && bytes_.size() < kPiece) {
      stream_.next_in = const_cast<Byte*>(at);  // zlib does not write there
      stream_.avail_in = static_cast<uInt>(std::min<std::ptrdiff_t>(limit - at, 4096));
      const std::size_t before = bytes_.size();
      bytes_.resize(before + kPiece);
      stream_.next_out = bytes_.data() + before;
      stream_.avail_out = static_cast<uInt>(kPiece);
      const int status = inflate(&stream_, Z_NO_FLUSH);
      const std::size_t made = kPiece - stream_.avail_out;
      bytes_.resize(before + made);
      at = stream_.next_in;
      if (made > 0) {
        // The whole way from the start is needed to read any of it.
        const std::uint64_t reached = offset + static_cast<std::uint64_t>(at - begin);
        mark({made_, start_, std::uint64_t{1} << 40, reached - start_});
        made_ += made;
      }
      if (status == Z_STREAM_END)
        done_ = true;
      else if (status != Z_OK && !(status == Z_BUF_ERROR && at == limit))
        done_ = true;
      if (made_ >= kMaxInflatedBytes && !done_) done_ = cut_ = true;
    }
    return at;
  }

 private:
  z_stream stream_{};
  std::uint64_t start_;
  bool ready_ = false;
};

std::uint32_t unit_at(const Byte* at, Layer layer) {
  return layer == Layer::kUtf16Le ? at[0] | static_cast<std::uint32_t>(at[1]) << 8
                                  : at[1] | static_cast<std::uint32_t>(at[0]) << 8;
}

// A unit that text holds.
bool is_text_unit(std::uint32_t unit, bool strict) {
  if (unit < 0x80)
    return unit >= 0x20 ? unit != 0x7F : unit == '\n' || unit == '\r' || unit == '\t';
  if (unit < 0xA0 || unit >= 0xFFFE || (unit >= 0xE000 && unit < 0xF900)) return false;
  const std::uint32_t high = unit >> 8;
  const std::uint32_t low = unit & 255;
  return !strict || !(high >= 0x20 && high < 0x7F &&
                      ((low >= 0x20 && low < 0x7F) || low == '\n' || low == '\r'));
}

class Utf16Decoder final : public LayerDecoder {
 public:
  Utf16Decoder(Layer layer, bool strict) : LayerDecoder(layer), strict_(strict) {}

  const Byte* decode(const Byte* at, const Byte* limit, const Byte* end,
                     std::uint64_t offset) override {
    const Byte* begin = at;
    while (at < limit) {
      std::uint32_t code = at + 2 <= end ? unit_at(at, layer_) : 0;
      std::size_t units = 1;
      if (code == 0xFEFF) {
        at += 2;
        continue;
      }
      if (code >= 0xD800 && code < 0xDC00 && at + 4 <= end) {
        const std::uint32_t low = unit_at(at + 2, layer_);
        if (low >= 0xDC00 && low < 0xE000) {
          code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
          units = 2;
        }
      }
      if (units == 1 && ((code >= 0xD800 && code < 0xE000) || !is_text_unit(code, strict_))) {
        done_ = true;
        break;
      }
      put(code, units * 2, offset + static_cast<std::uint64_t>(at - begin));
      at += units * 2;
    }
    return at;
  }

 private:
  void put(std::uint32_t code, std::uint64_t outer_unit, std::uint64_t outer) {
    text_.clear();
    append_utf8(text_, code);
    const std::uint64_t unit = text_.size();
    if (unit != unit_ || outer != next_) mark({made_, outer, unit, outer_unit});
    unit_ = unit;
    next_ = outer + outer_unit;
    bytes_.insert(bytes_.end(), text_.begin(), text_.end());
    made_ += unit;
  }
  bool strict_;
  std::string text_;
  std::uint64_t unit_ = 0;
  std::uint64_t next_ = 0;
};

std::size_t count_units(const Byte* at, const Byte* end, Layer layer) {
  std::size_t count = 0;
  while (at + 2 <= end && count < 64 && unit_at(at, layer) < 0x80 &&
         is_text_unit(unit_at(at, layer), true)) {
    at += 2;
    ++count;
  }
  return count;
}

}  // namespace

std::unique_ptr<LayerDecoder> make_base64_decoder() { return std::make_unique<Base64Decoder>(); }
std::unique_ptr<LayerDecoder> make_gzip_decoder(std::uint64_t start) {
  return std::make_unique<GzipDecoder>(start);
}
std::unique_ptr<LayerDecoder> make_utf16_decoder(Layer layer, bool strict) {
  return std::make_unique<Utf16Decoder>(layer, strict);
}

Utf16Start find_utf16_start(const Byte* zero, const Byte* lowest, const Byte* end,
                            std::uint64_t offset_of_zero) {
  constexpr std::size_t kLeast = 4;
  constexpr std::ptrdiff_t kBack = 512;
  const std::size_t little = zero > lowest ? count_units(zero - 1, end, Layer::kUtf16Le) : 0;
  const std::size_t big = count_units(zero, end, Layer::kUtf16Be);
  if (std::max(little, big) < kLeast) return {};
  const bool is_little = little == big ? offset_of_zero % 2 == 1 : little > big;
  Utf16Start start{is_little ? zero - 1 : zero, is_little ? Layer::kUtf16Le : Layer::kUtf16Be};
  // Letters of other scripts may stand before the first of ASCII.
  const Byte* first = start.begin;
  while (first - 2 >= lowest && start.begin - first < kBack) {
    const std::uint32_t unit = unit_at(first - 2, start.layer);
    const bool script = (unit >= 0x370 && unit < 0x780) || (unit >= 0x2000 && unit < 0x2070) ||
                        (unit >= 0xFB50 && unit < 0xFDFE);
    if (unit >= 0x80 ? !script || !is_text_unit(unit, true) : !is_text_unit(unit, true)) break;
    first -= 2;
  }
  start.begin = first;
  return start;
}

}  // namespace sanad::selectors
