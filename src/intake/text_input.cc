#include "text_input.h"

#include <unicode/ucnv.h>

#include <algorithm>
#include <cstring>

#include "base/utf8.h"
#include "parts/parts.h"

namespace sanad::intake {
namespace {

constexpr std::size_t kRead = 1U << 18U;
constexpr std::size_t kStepBytes = 4096;  // of text between two steps
constexpr std::uint32_t kReplacement = 0xFFFD;

struct Mark {
  std::string_view bytes;
  std::string_view charset;
};
constexpr std::array<Mark, 5> kMarks = {{{"\xEF\xBB\xBF", "UTF-8"},
                                         {{"\xFF\xFE\0\0", 4}, "UTF-32LE"},
                                         {{"\0\0\xFE\xFF", 4}, "UTF-32BE"},
                                         {"\xFF\xFE", "UTF-16LE"},
                                         {"\xFE\xFF", "UTF-16BE"}}};

bool has_controls(ByteView head) {
  return std::ranges::any_of(head, [](std::uint8_t byte) { return byte < 0x09; });
}

}  // namespace

Result<std::size_t> Sequential::read(std::span<std::uint8_t> out) {
  SANAD_TRY(const std::size_t got, source_.read_at(at_, out));
  at_ += got;
  return got;
}

Result<Bytes> head_of(RandomSource& source, std::size_t most) {
  Bytes head(static_cast<std::size_t>(std::min<std::uint64_t>(source.size(), most)));
  SANAD_TRY(const std::size_t got, source.read_at(0, head));
  head.resize(got);
  return head;
}

Result<void> each_piece(ByteSource& source, const std::function<Result<void>(ByteView)>& take) {
  Bytes piece(kRead);
  for (;;) {
    SANAD_TRY(const std::size_t got, source.read(piece));
    if (got == 0) return {};
    SANAD_CHECK(take(ByteView(piece).first(got)));
  }
}

std::string charset_of(ByteView head, std::string_view declared) {
  for (const Mark& mark : kMarks) {
    if (as_text(head).starts_with(mark.bytes)) return std::string(mark.charset);
  }
  if (const std::string_view utf16 = parts::utf16_without_mark(head); !utf16.empty())
    return std::string(utf16);
  if (has_controls(head)) return {};
  if (parts::is_mostly_utf8(as_text(head))) return "UTF-8";
  return parts::charset_of(head, declared);
}

// Encodings that a table of 256 characters does not tell.
class TextInput::Converter {
 public:
  explicit Converter(const std::string& charset)
      : from_(::ucnv_open(charset.c_str(), &status_), ::ucnv_close) {}
  bool is_open() const { return U_SUCCESS(status_) != 0 && from_ != nullptr; }
  bool is_single_byte() const { return ::ucnv_getMaxCharSize(from_.get()) == 1; }
  void reset() { ::ucnv_reset(from_.get()); }

  std::uint32_t of_byte(char byte) {
    UErrorCode status = U_ZERO_ERROR;
    const char* at = &byte;
    const UChar32 character = ::ucnv_getNextUChar(from_.get(), &at, at + 1, &status);
    reset();
    return U_SUCCESS(status) != 0 ? static_cast<std::uint32_t>(character) : kReplacement;
  }

  void convert(ByteView bytes, bool is_end, std::string& out) {
    const char* at = reinterpret_cast<const char*>(bytes.data());
    const char* const end = at + bytes.size();
    std::array<UChar, 4096> units{};
    UErrorCode status = U_ZERO_ERROR;
    do {
      status = U_ZERO_ERROR;
      UChar* to = units.data();
      ::ucnv_toUnicode(from_.get(), &to, units.data() + units.size(), &at, end, nullptr,
                       static_cast<UBool>(is_end), &status);
      for (UChar* unit = units.data(); unit < to; ++unit) append(*unit, out);
    } while (status == U_BUFFER_OVERFLOW_ERROR);
  }

 private:
  void append(UChar unit, std::string& out) {
    if (unit >= 0xDC00 && unit <= 0xDFFF && high_ != 0) {
      append_utf8(out, 0x10000U + ((high_ - 0xD800U) << 10U) + (unit - 0xDC00U));
      high_ = 0;
      return;
    }
    if (high_ != 0) append_utf8(out, kReplacement);
    high_ = 0;
    if (unit >= 0xD800 && unit <= 0xDBFF) {
      high_ = unit;
    } else {
      append_utf8(out, unit >= 0xDC00 && unit <= 0xDFFF ? kReplacement : unit);
    }
  }

  UErrorCode status_ = U_ZERO_ERROR;
  std::unique_ptr<UConverter, void (*)(UConverter*)> from_;
  std::uint32_t high_ = 0;  // the first half of a pair
};

TextInput::TextInput(RandomSource& source, std::string charset)
    : source_(source), charset_(std::move(charset)) {
  const std::string name = charset_.substr(0, charset_.find(' '));
  if (name == "UTF-8" || name.empty()) return;
  is_big_endian_ = name.ends_with("BE");
  if (name.starts_with("UTF-16")) {
    form_ = Form::kUtf16;
  } else if (name.starts_with("UTF-32")) {
    form_ = Form::kUtf32;
  } else {
    converter_ = std::make_unique<Converter>(name);
    if (!converter_->is_open()) {
      converter_.reset();
      return;
    }
    form_ = converter_->is_single_byte() ? Form::kTable : Form::kOther;
    for (std::size_t i = 0; form_ == Form::kTable && i < table_.size(); ++i)
      table_[i] = converter_->of_byte(static_cast<char>(i));
  }
}

TextInput::~TextInput() = default;
TextInput::TextInput(TextInput&&) noexcept = default;

std::size_t TextInput::take_one(ByteView from, bool is_end, std::string& out) const {
  const auto unit = [&](std::size_t at, std::size_t size) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
      value |= static_cast<std::uint32_t>(from[at + i])
               << (8 * (is_big_endian_ ? size - 1 - i : i));
    return value;
  };
  if (form_ == Form::kTable) {
    append_utf8(out, table_[from[0]]);
    return 1;
  }
  const std::size_t width = form_ == Form::kUtf16 ? 2 : 4;
  if (from.size() < width) {
    if (!is_end) return 0;
    append_utf8(out, kReplacement);
    return from.size();
  }
  const std::uint32_t first = unit(0, width);
  const bool is_surrogate = first >= 0xD800 && first <= 0xDFFF;
  if (!is_surrogate || width == 4) {
    append_utf8(out, is_surrogate || first > 0x10FFFF ? kReplacement : first);
    return width;
  }
  if (first <= 0xDBFF && from.size() < 4 && !is_end) return 0;
  const std::uint32_t second = from.size() >= 4 ? unit(2, 2) : 0;
  if (first > 0xDBFF || second < 0xDC00 || second > 0xDFFF) {
    append_utf8(out, kReplacement);
    return 2;
  }
  append_utf8(out, 0x10000 + ((first - 0xD800) << 10U) + (second - 0xDC00));
  return 4;
}

void TextInput::decode(ByteView from, bool is_end, std::size_t& used) {
  used = 0;
  while (used < from.size()) {
    const std::uint64_t text = decoded_ + text_.size();
    if (steps_.empty() || text - steps_.back().text >= kStepBytes)
      steps_.push_back({text, at_ - from.size() + used});
    const std::size_t taken = take_one(from.subspan(used), is_end, text_);
    if (taken == 0) break;
    used += taken;
  }
}

Result<bool> TextInput::refill() {
  decoded_ += text_.size();
  text_.clear();
  text_at_ = 0;
  while (text_.empty() && !is_over_) {
    const std::size_t held = raw_.size();
    raw_.resize(held + kRead);
    SANAD_TRY(const std::size_t got, source_.read_at(at_, std::span(raw_).subspan(held)));
    raw_.resize(held + got);
    at_ += got;
    is_over_ = got == 0;
    std::size_t used = raw_.size();
    if (form_ == Form::kOther) {
      converter_->convert(raw_, is_over_, text_);
    } else {
      decode(raw_, is_over_, used);
    }
    raw_.erase(raw_.begin(), raw_.begin() + static_cast<std::ptrdiff_t>(used));
  }
  return !text_.empty();
}

Result<std::size_t> TextInput::read(std::span<std::uint8_t> out) {
  if (form_ == Form::kUtf8) {
    SANAD_TRY(const std::size_t got, source_.read_at(at_, out));
    at_ += got;
    return got;
  }
  if (text_at_ == text_.size()) {
    SANAD_TRY(const bool more, refill());
    if (!more) return std::size_t{0};
  }
  const std::size_t part = std::min(out.size(), text_.size() - text_at_);
  std::memcpy(out.data(), text_.data() + text_at_, part);
  text_at_ += part;
  return part;
}

Result<std::uint64_t> TextInput::place_of(std::uint64_t text_offset) {
  if (form_ == Form::kUtf8 || steps_.empty()) return text_offset;
  const auto after = std::ranges::upper_bound(steps_, text_offset, {}, &Step::text);
  const Step& step = after == steps_.begin() ? steps_.front() : *std::prev(after);
  constexpr std::size_t kMost = (kStepBytes + 8) * 4;
  Bytes bytes(kMost);
  SANAD_TRY(const std::size_t got, source_.read_at(step.source, bytes));
  std::string text;
  std::size_t used = 0;
  while (step.text + text.size() < text_offset && used < got) {
    const std::size_t taken = take_one(ByteView(bytes).first(got).subspan(used), true, text);
    used += std::max<std::size_t>(taken, 1);
  }
  return step.source + used;
}

void TextInput::rewind() {
  at_ = 0;
  decoded_ = 0;
  raw_.clear();
  text_.clear();
  text_at_ = 0;
  is_over_ = false;
  steps_.clear();
  if (converter_) converter_->reset();
}

}  // namespace sanad::intake
