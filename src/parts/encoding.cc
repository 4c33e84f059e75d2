// Text in any encoding to UTF-8, by ICU.
#include <fmt/format.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include <algorithm>
#include <array>
#include <memory>

#include "base/utf8.h"
#include "internal.h"
#include "single_byte.h"

namespace sanad::parts {
namespace {

// ucsdet's confidence, of 100. Below, letters of one script are easily taken for another's.
constexpr int kLeastConfidence = 30;
constexpr std::size_t kMaxCharsetBytes = 40;
constexpr std::size_t kSampleBytes = 8192;

struct Bom {
  std::string_view bytes;
  const char* charset;
};
constexpr std::array<Bom, 5> kBoms = {{{"\xEF\xBB\xBF", "UTF-8"},
                                       {{"\xFF\xFE\0\0", 4}, "UTF-32LE"},
                                       {{"\0\0\xFE\xFF", 4}, "UTF-32BE"},
                                       {"\xFF\xFE", "UTF-16LE"},
                                       {"\xFE\xFF", "UTF-16BE"}}};

bool has_controls(ByteView item) {
  constexpr std::uint8_t kEscape = 0x1B;  // ISO-2022 changes its alphabets by it
  return std::ranges::any_of(item, [](std::uint8_t byte) {
    return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f' &&
           byte != kEscape;
  });
}

// A cut at kMaxTextBytes may fall within a character.
bool is_utf8_but_for_its_end(std::string_view text, bool is_cut) {
  const std::size_t good = utf8_prefix_length(text);
  return good == text.size() || (is_cut && text.size() - good < 4);
}

std::optional<Decoded> convert(ByteView item, const std::string& charset) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, void (*)(UConverter*)> from(
      ::ucnv_open(charset.c_str(), &status), ::ucnv_close);
  if (U_FAILURE(status) || !from) return std::nullopt;
  const std::unique_ptr<UConverter, void (*)(UConverter*)> to(::ucnv_open("UTF-8", &status),
                                                              ::ucnv_close);
  if (U_FAILURE(status)) return std::nullopt;
  Decoded decoded;
  const char* name = ::ucnv_getStandardName(charset.c_str(), "MIME", &status);
  decoded.charset = name == nullptr ? charset : name;
  status = U_ZERO_ERROR;
  const char* in = reinterpret_cast<const char*>(item.data());
  const char* in_end = in + item.size();
  std::array<UChar, 4096> pivot{};
  UChar* pivot_in = pivot.data();
  UChar* pivot_out = pivot.data();
  std::array<char, 16'384> out{};
  bool first = true;
  do {
    char* at = out.data();
    status = U_ZERO_ERROR;
    ::ucnv_convertEx(to.get(), from.get(), &at, out.data() + out.size(), &in, in_end, pivot.data(),
                     &pivot_in, &pivot_out, pivot.data() + pivot.size(), first, true, &status);
    first = false;
    decoded.text.append(out.data(), at);
    if (U_FAILURE(status) && status != U_BUFFER_OVERFLOW_ERROR) return std::nullopt;
  } while (status == U_BUFFER_OVERFLOW_ERROR && decoded.text.size() < 4 * kMaxTextBytes);
  decoded.damaged = decoded.text.find("\xEF\xBF\xBD") != std::string::npos;
  return decoded;
}

// Letters, digits and what stands between them, nearly all of it.
bool reads_as_text(const Decoded& decoded) {
  std::size_t strange = 0, all = 0;
  const std::string_view sample = std::string_view(decoded.text).substr(0, kSampleBytes);
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const auto byte = static_cast<unsigned char>(sample[i]);
    if ((byte & 0xC0U) == 0x80) continue;
    ++all;
    if (byte == 0x7F ||
        (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f'))
      ++strange;
    if (sample.substr(i, 3) == "\xEF\xBF\xBD") ++strange;
    // C1 controls, which no text has.
    if (byte == 0xC2 && i + 1 < sample.size() && static_cast<unsigned char>(sample[i + 1]) < 0xA0)
      ++strange;
  }
  return all > 0 && strange * 50 <= all;
}

// What ICU finds by the frequency of pairs and threes.
struct Found {
  std::string charset;
  int confidence = 0;
};
Found by_frequency(ByteView sample) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, void (*)(UCharsetDetector*)> detector(
      ::ucsdet_open(&status), ::ucsdet_close);
  if (U_FAILURE(status)) return {};
  ::ucsdet_setText(detector.get(), reinterpret_cast<const char*>(sample.data()),
                   static_cast<std::int32_t>(sample.size()), &status);
  const UCharsetMatch* match = ::ucsdet_detect(detector.get(), &status);
  if (U_FAILURE(status) || match == nullptr) return {};
  Found found;
  found.confidence = ::ucsdet_getConfidence(match, &status);
  const char* name = ::ucsdet_getName(match, &status);
  if (U_FAILURE(status) || name == nullptr) return {};
  found.charset = name;
  return found;
}

constexpr std::string_view kGuessed = " (guessed)", kUncertain = " (uncertain)";

std::optional<Decoded> guess(ByteView item) {
  constexpr std::size_t kLeastBytes = 16, kFewBytes = 4;
  if (item.size() < kFewBytes || has_controls(item)) return std::nullopt;
  const ByteView sample = item.first(std::min(item.size(), kSampleBytes));
  const auto beyond = std::ranges::count_if(sample, [](std::uint8_t byte) { return byte >= 0x80; });
  // A few bytes are a text where most of them are ASCII.
  if (item.size() < kLeastBytes && beyond * 3 > std::ssize(sample)) return std::nullopt;
  if (const auto found = guess_single_byte(sample)) {
    auto decoded = convert(item, found->charset);
    if (decoded && reads_as_text(*decoded)) {
      decoded->charset += found->is_uncertain ? kUncertain : kGuessed;
      return decoded;
    }
  }
  if (item.size() < kLeastBytes) return std::nullopt;
  const Found found = by_frequency(sample);
  if (found.confidence < kLeastConfidence) return std::nullopt;
  auto decoded = convert(item, found.charset);
  if (!decoded || !reads_as_text(*decoded)) return std::nullopt;
  // Those of one byte were tried above, and none of them read well.
  constexpr std::array<std::string_view, 9> kOfSeveralBytes = {
      "GB18030",     "Big5",        "Shift_JIS",   "EUC-JP", "EUC-KR",
      "ISO-2022-JP", "ISO-2022-KR", "ISO-2022-CN", "UTF-8"};
  const bool is_sure = std::ranges::find(kOfSeveralBytes, found.charset) != kOfSeveralBytes.end();
  decoded->charset += is_sure ? kGuessed : kUncertain;
  return decoded;
}

// Declared names that nobody means: browsers read these as Windows' (WHATWG Encoding 4.2).
std::string meant(std::string_view declared) {
  const std::string name = lower(declared);
  if (name == "iso-8859-1" || name == "latin1" || name == "us-ascii" || name == "ascii")
    return "windows-1252";
  if (name == "iso-8859-9") return "windows-1254";
  return name;
}

}  // namespace

std::optional<Decoded> decode_text(ByteView item, std::string_view declared) {
  if (item.empty()) return std::nullopt;
  const bool is_cut = item.size() > kMaxTextBytes;
  if (is_cut) item = item.first(kMaxTextBytes);
  for (const Bom& bom : kBoms) {
    if (!as_text(item).starts_with(bom.bytes)) continue;
    auto decoded = convert(item.subspan(bom.bytes.size()), bom.charset);
    return decoded && reads_as_text(*decoded) ? decoded : std::nullopt;
  }
  // Whose bytes are all those of ASCII, and mean something else behind an escape.
  constexpr char kEscape = '\x1B';
  if (lower(declared).starts_with("iso-2022-") &&
      as_text(item).find(kEscape) != std::string::npos) {
    auto decoded = convert(item, std::string(declared.substr(0, kMaxCharsetBytes)));
    if (decoded && reads_as_text(*decoded)) return decoded;
  }
  if (!has_controls(item) && is_utf8_but_for_its_end(as_text(item), is_cut)) {
    const std::string_view text = as_text(item);
    return Decoded{std::string(text.substr(0, utf8_prefix_length(text))), "UTF-8", false};
  }
  if (const std::string_view wide = utf16_without_mark(item); !wide.empty()) {
    auto decoded = convert(item, std::string(wide));
    if (decoded && reads_as_text(*decoded)) return decoded;
  }
  if (!declared.empty() && declared.size() <= kMaxCharsetBytes) {
    auto decoded = convert(item, meant(declared));
    if (decoded && reads_as_text(*decoded)) return decoded;
  }
  if (!has_controls(item) && is_mostly_utf8(as_text(item))) return convert(item, "UTF-8");
  return guess(item);
}

std::string_view utf16_without_mark(ByteView head) {
  constexpr std::size_t kLeastPairs = 8;
  const std::size_t pairs = head.size() / 2;
  if (pairs < kLeastPairs) return {};
  std::array<std::size_t, 2> zeros{};
  for (std::size_t i = 0; i < pairs * 2; ++i) zeros[i % 2] += head[i] == 0 ? 1 : 0;
  if (zeros[1] * 4 > pairs && zeros[0] * 50 < pairs) return "UTF-16LE";
  if (zeros[0] * 4 > pairs && zeros[1] * 50 < pairs) return "UTF-16BE";
  // Letters of another script: of one block of 256, with spaces or ends of lines between them.
  for (const std::size_t high : {std::size_t{1}, std::size_t{0}}) {
    std::array<std::size_t, 256> blocks{};
    std::size_t spaces = 0;
    for (std::size_t i = 0; i < pairs; ++i) {
      const std::uint8_t block = head[2 * i + high], low = head[2 * i + 1 - high];
      if (block == 0 && low < 0x20 && low != '\t' && low != '\n' && low != '\r') continue;
      ++blocks[block];
      if (block == 0 && (low == ' ' || low == '\n')) ++spaces;
    }
    constexpr std::uint8_t kFirst = 0x03, kLast = 0x0F, kPunctuation = 0x20;  // Greek to Thai
    const auto most = std::max_element(blocks.begin() + kFirst, blocks.begin() + kLast);
    const std::size_t known = *most + blocks[0] + blocks[kPunctuation];
    if (spaces > 0 && *most * 2 > pairs && known * 100 >= pairs * 95)
      return high == 1 ? "UTF-16LE" : "UTF-16BE";
  }
  return {};
}

bool is_mostly_utf8(std::string_view text) {
  constexpr std::size_t kShort = 4096;  // what is longer may be a beginning, cut within a character
  const bool is_cut = text.size() >= kShort;
  std::size_t good = 0, bad = 0;
  while (!text.empty()) {
    const std::size_t length = utf8_prefix_length(text);
    for (std::size_t i = 0; i < length; ++i)
      good += (static_cast<unsigned char>(text[i]) & 0xC0U) == 0xC0 ? 1 : 0;
    if (length == text.size()) break;
    text.remove_prefix(length + 1);
    if (text.size() > 3 || !is_cut) ++bad;
  }
  return bad == 0 || good > bad * 2;
}

std::string text_from(ByteView bytes, std::string_view charset) {
  if (bytes.empty()) return {};
  if (bytes.size() > kMaxTextBytes) bytes = bytes.first(kMaxTextBytes);
  auto decoded = convert(bytes, std::string(charset));
  if (!decoded) decoded = convert(bytes, "windows-1252");
  return decoded ? std::move(decoded->text) : std::string();
}

std::string text_from_utf16(ByteView bytes) {
  std::string text;
  const auto unit = [&](std::size_t i) {
    return static_cast<std::uint32_t>(bytes[i] | bytes[i + 1] << 8);
  };
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    const std::uint32_t one = unit(i);
    const bool is_lead = one >= 0xD800 && one < 0xDC00;
    if (is_lead && i + 3 < bytes.size() && (unit(i + 2) & 0xFC00U) == 0xDC00) {
      append_utf8(text, 0x10000 + ((one - 0xD800) << 10U) + (unit(i + 2) - 0xDC00));
      i += 2;
    } else {
      append_utf8(text, (one & 0xF800U) == 0xD800 ? 0xFFFD : one);
    }
  }
  return text;
}

std::string charset_of_code_page(unsigned page) {
  if (page == 0 || page == 1252 || page == 20127) return "windows-1252";
  if (page == 65001) return "UTF-8";
  if (page == 1200) return "UTF-16LE";
  if (page == 10'000) return "macintosh";
  if (page == 20'866) return "KOI8-R";
  if (page == 50'220 || page == 50'221) return "ISO-2022-JP";
  if (page == 51'949) return "EUC-KR";
  if (page == 54'936) return "GB18030";
  if (page >= 28'591 && page <= 28'605) return fmt::format("ISO-8859-{}", page - 28'590);
  return fmt::format("{}-{}", page < 874 || page == 1361 ? "ibm" : "windows", page);
}

std::string charset_of(ByteView head, std::string_view declared) {
  const auto decoded = decode_text(head, declared);
  return decoded ? decoded->charset : std::string();
}

}  // namespace sanad::parts
