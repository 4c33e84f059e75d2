#include "mail_words.h"

#include <optional>

#include "internal.h"

namespace sanad::parts {
namespace {

struct GFree {
  void operator()(void* memory) const { ::g_free(memory); }
};

// "=?charset?B?payload?=" at the beginning of text.
struct Word {
  std::string_view charset, payload;
  std::size_t length = 0;
};

std::optional<Word> base64_word(std::string_view text) {
  if (!text.starts_with("=?")) return std::nullopt;
  const std::size_t charset = text.find('?', 2);
  if (charset == std::string_view::npos || charset + 2 >= text.size()) return std::nullopt;
  const char coding = text[charset + 1];
  if ((coding != 'B' && coding != 'b') || text[charset + 2] != '?') return std::nullopt;
  const std::size_t end = text.find("?=", charset + 3);
  if (end == std::string_view::npos) return std::nullopt;
  const Word word{text.substr(2, charset - 2), text.substr(charset + 3, end - charset - 3),
                  end + 2};
  constexpr std::string_view kSpace = " \t\r\n";
  if (word.charset.find_first_of(kSpace) != std::string_view::npos ||
      word.payload.find_first_of(kSpace) != std::string_view::npos)
    return std::nullopt;
  return word;
}

std::string bytes_of(std::string_view payload) {
  gsize size = 0;
  const std::unique_ptr<guchar, GFree> bytes(
      ::g_base64_decode(std::string(payload).c_str(), &size));
  return {reinterpret_cast<const char*>(bytes.get()), size};
}

std::string text_or_empty(const char* text) { return text == nullptr ? "" : text; }

GMimeHeader* header_of(GMimeObject* object, const char* name) {
  return ::g_mime_header_list_get_header(::g_mime_object_get_header_list(object), name);
}

// What to parse instead of the header; empty: it needs no mending.
std::string mended(GMimeObject* object, const char* name) {
  GMimeHeader* header = header_of(object, name);
  if (header == nullptr) return {};
  const std::string raw = text_or_empty(::g_mime_header_get_raw_value(header));
  std::string joined = joined_words(raw);
  return joined == raw ? std::string() : joined;
}

}  // namespace

std::string joined_words(std::string_view raw) {
  std::string out;
  for (std::size_t at = 0; at < raw.size();) {
    const std::size_t start = std::min(raw.find("=?", at), raw.size());
    out += raw.substr(at, start - at);
    at = start;
    const auto first = base64_word(raw.substr(at));
    if (!first) {
      if (at < raw.size()) out += raw[at++];
      continue;
    }
    std::size_t end = at + first->length;
    std::string bytes = bytes_of(first->payload);
    bool is_padded = false;
    for (auto last = first; last;) {
      const std::size_t next = std::min(raw.find_first_not_of(" \t\r\n", end), raw.size());
      const bool pads = last->payload.ends_with('=');
      last = next > end ? base64_word(raw.substr(next)) : std::nullopt;
      if (!last || lower(last->charset) != lower(first->charset)) break;
      is_padded |= pads;
      bytes += bytes_of(last->payload);
      end = next + last->length;
    }
    if (is_padded) {
      const std::unique_ptr<gchar, GFree> payload(
          ::g_base64_encode(reinterpret_cast<const guchar*>(bytes.data()), bytes.size()));
      out += "=?" + std::string(first->charset) + "?B?" + payload.get() + "?=";
    } else {
      out += raw.substr(at, end - at);
    }
    at = end;
  }
  return out;
}

std::string header_text(GMimeHeader* header) {
  const std::string raw = text_or_empty(::g_mime_header_get_raw_value(header));
  const std::string joined = joined_words(raw);
  if (joined == raw) return text_or_empty(::g_mime_header_get_value(header));
  const std::unique_ptr<char, GFree> text(
      ::g_mime_utils_header_decode_text(nullptr, joined.c_str()));
  const std::string all = text_or_empty(text.get());
  const std::size_t begin = std::min(all.find_first_not_of(" \t\r\n"), all.size());
  return all.substr(begin, all.find_last_not_of(" \t\r\n") + 1 - begin);
}

std::string header_text(GMimeObject* object, const char* name) {
  GMimeHeader* header = header_of(object, name);
  return header == nullptr ? std::string() : header_text(header);
}

std::string disposition_parameter(GMimeObject* object, const char* name) {
  const std::string header = mended(object, "Content-Disposition");
  if (header.empty())
    return text_or_empty(::g_mime_object_get_content_disposition_parameter(object, name));
  GMimeContentDisposition* parsed = ::g_mime_content_disposition_parse(nullptr, header.c_str());
  std::string value = text_or_empty(::g_mime_content_disposition_get_parameter(parsed, name));
  ::g_object_unref(parsed);
  return value;
}

std::string type_parameter(GMimeObject* object, const char* name) {
  const std::string header = mended(object, "Content-Type");
  if (header.empty())
    return text_or_empty(::g_mime_object_get_content_type_parameter(object, name));
  GMimeContentType* parsed = ::g_mime_content_type_parse(nullptr, header.c_str());
  std::string value = text_or_empty(::g_mime_content_type_get_parameter(parsed, name));
  ::g_object_unref(parsed);
  return value;
}

std::unique_ptr<InternetAddressList, AddressesUnref> joined_addresses(GMimeObject* object,
                                                                      const char* name) {
  const std::string header = mended(object, name);
  if (header.empty()) return nullptr;
  return std::unique_ptr<InternetAddressList, AddressesUnref>(
      ::internet_address_list_parse(nullptr, header.c_str()));
}

}  // namespace sanad::parts
