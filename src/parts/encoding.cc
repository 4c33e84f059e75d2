// Text in any encoding to UTF-8, by ICU.
#include <fmt/format.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include <algorithm>
#include <array>
#include <memory>

#include "base/utf8.h"
#include "internal.h"

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

std::optional<Decoded> guess(ByteView item) {
  constexpr std::size_t kLeastBytes = 16;
  if (item.size() < kLeastBytes || has_controls(item)) return std::nullopt;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, void (*)(UCharsetDetector*)> detector(
      ::ucsdet_open(&status), ::ucsdet_close);
  if (U_FAILURE(status)) return std::nullopt;
  const std::size_t sample = std::min(item.size(), kSampleBytes);
  ::ucsdet_setText(detector.get(), reinterpret_cast<const char*>(item.data()),
                   static_cast<std::int32_t>(sample), &status);
  const UCharsetMatch* match = ::ucsdet_detect(detector.get(), &status);
  if (U_FAILURE(status) || match == nullptr) return std::nullopt;
  const int confidence = ::ucsdet_getConfidence(match, &status);
  const char* name = ::ucsdet_getName(match, &status);
  if (U_FAILURE(status) || name == nullptr || confidence < kLeastConfidence) return std::nullopt;
  auto decoded = convert(item, name);
  if (!decoded || !reads_as_text(*decoded)) return std::nullopt;
  decoded->charset += " (guessed)";
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
  if (!declared.empty() && declared.size() <= kMaxCharsetBytes) {
    auto decoded = convert(item, meant(declared));
    if (decoded && reads_as_text(*decoded)) return decoded;
  }
  return guess(item);
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
  if (!decoded) return {};
  return decoded->charset.substr(0, decoded->charset.find(' '));
}

}  // namespace sanad::parts
