// HTML and SVG by gumbo: the text that a reader would see, and the media that stand within it as
// data: addresses (RFC 2397).
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

#include "internal.h"
#include "parts/html_tree.h"

namespace sanad::parts {
namespace {

constexpr std::size_t kSniffedBytes = 1024;

constexpr std::array kUnseen = {GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_TEMPLATE};
constexpr std::array kInline = {GUMBO_TAG_A,    GUMBO_TAG_B,     GUMBO_TAG_I,      GUMBO_TAG_U,
                                GUMBO_TAG_S,    GUMBO_TAG_EM,    GUMBO_TAG_STRONG, GUMBO_TAG_SPAN,
                                GUMBO_TAG_FONT, GUMBO_TAG_SMALL, GUMBO_TAG_BIG,    GUMBO_TAG_MARK,
                                GUMBO_TAG_SUB,  GUMBO_TAG_SUP,   GUMBO_TAG_CODE,   GUMBO_TAG_TT,
                                GUMBO_TAG_ABBR, GUMBO_TAG_BDI,   GUMBO_TAG_BDO,    GUMBO_TAG_CITE,
                                GUMBO_TAG_Q,    GUMBO_TAG_INS,   GUMBO_TAG_DEL,    GUMBO_TAG_LABEL,
                                GUMBO_TAG_TIME, GUMBO_TAG_WBR};

template <std::size_t N>
bool is_one_of(GumboTag tag, const std::array<GumboTag, N>& tags) {
  return std::ranges::find(tags, tag) != tags.end();
}

bool is_hidden(const GumboElement& element) {
  if (::gumbo_get_attribute(&element.attributes, "hidden") != nullptr) return true;
  const GumboAttribute* style = ::gumbo_get_attribute(&element.attributes, "style");
  if (style == nullptr) return false;
  std::string value = lower(style->value);
  std::erase(value, ' ');
  return value.find("display:none") != std::string::npos;
}

void add_words(std::string_view text, TextSink& sink) {
  constexpr std::string_view kSpace = " \t\r\n\f";
  while (!text.empty()) {
    const std::size_t word = text.find_first_not_of(kSpace);
    if (word != 0) sink.space();
    if (word == std::string_view::npos) return;
    text.remove_prefix(word);
    const std::size_t end = std::min(text.find_first_of(kSpace), text.size());
    sink.add(text.substr(0, end));
    text.remove_prefix(end);
  }
}

void add_attribute(const GumboElement& element, const char* name, TextSink& sink) {
  const GumboAttribute* attribute = ::gumbo_get_attribute(&element.attributes, name);
  if (attribute == nullptr || attribute->value[0] == '\0') return;
  sink.line();
  add_words(attribute->value, sink);
  sink.line();
}

std::string declared_charset(ByteView item, const Hints& hints) {
  if (!hints.charset.empty()) return hints.charset;
  const std::string head = lower(as_text(item.first(std::min(item.size(), kSniffedBytes * 4))));
  for (const std::string_view key : {"charset=", "encoding="}) {
    const std::size_t at = head.find(key);
    if (at == std::string::npos) continue;
    std::size_t from = at + key.size();
    while (from < head.size() && (head[from] == '"' || head[from] == '\'' || head[from] == ' '))
      ++from;
    std::size_t to = from;
    while (to < head.size() && (std::isalnum(static_cast<unsigned char>(head[to])) != 0 ||
                                head[to] == '-' || head[to] == '_' || head[to] == ':'))
      ++to;
    return head.substr(from, to - from);
  }
  return {};
}

std::optional<Decoded> decode_html(ByteView item, const Hints& hints) {
  if (auto decoded = decode_text(item, declared_charset(item, hints))) return decoded;
  // A page with control characters is a page to a browser.
  return Decoded{to_text(item.first(std::min(item.size(), kMaxTextBytes))), "UTF-8", true};
}

std::optional<Bytes> unbase64(std::string_view text) {
  Bytes bytes;
  std::uint32_t bits = 0;
  int count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%' && i + 2 < text.size()) {  // padding is often written as %3D
      const auto byte = parse_hex(lower(text.substr(i + 1, 2)));
      if (!byte.ok()) return std::nullopt;
      c = static_cast<char>(byte->front());
      i += 2;
    }
    int value = 0;
    if (c >= 'A' && c <= 'Z')
      value = c - 'A';
    else if (c >= 'a' && c <= 'z')
      value = c - 'a' + 26;
    else if (c >= '0' && c <= '9')
      value = c - '0' + 52;
    else if (c == '+' || c == '-')
      value = 62;
    else if (c == '/' || c == '_')
      value = 63;
    else if (c == '=')
      break;
    else if (c == ' ' || c == '\n' || c == '\r' || c == '\t')
      continue;
    else
      return std::nullopt;
    bits = bits << 6U | static_cast<std::uint32_t>(value);
    if (++count == 4) {
      for (const int shift : {16, 8, 0}) bytes.push_back(static_cast<std::uint8_t>(bits >> shift));
      bits = 0;
      count = 0;
    }
  }
  if (count == 2) bytes.push_back(static_cast<std::uint8_t>(bits >> 4U));
  if (count == 3) {
    bytes.push_back(static_cast<std::uint8_t>(bits >> 10U));
    bytes.push_back(static_cast<std::uint8_t>(bits >> 2U));
  }
  return bytes;
}

Bytes unpercent(std::string_view text) {
  Bytes bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = text[i] == '%' ? parse_hex(lower(text.substr(i + 1, 2)))
                                     : Result<Bytes>(Bytes{static_cast<std::uint8_t>(text[i])});
    if (text[i] == '%' && byte.ok() && byte->size() == 1) i += 2;
    bytes.push_back(byte.ok() && byte->size() == 1 ? byte->front()
                                                   : static_cast<std::uint8_t>(text[i]));
  }
  return bytes;
}

// Every data: address in a value: an attribute, or a style that has several.
class DataAddresses {
 public:
  explicit DataAddresses(Outlet& outlet) : outlet_(outlet) {}

  void find_in(std::string_view value) {
    for (;;) {
      const std::size_t at = value.find("data:");
      if (at == std::string_view::npos || outlet_.is_done()) return;
      value.remove_prefix(at + 5);
      const std::size_t comma = value.find(',');
      if (comma == std::string_view::npos) return;
      const std::string head = lower(value.substr(0, comma));
      if (head.size() > kMaxHead || head.find('/') == std::string::npos) continue;
      const std::string_view body = value.substr(comma + 1);
      const bool is_base64 = head.find(";base64") != std::string::npos;
      const std::size_t end =
          std::min(body.find_first_of(is_base64 ? "\"')>,;" : "\"')"), body.size());
      give(head, is_base64, body.substr(0, end));
      value = body.substr(end);
    }
  }

 private:
  static constexpr std::size_t kMaxHead = 200;

  void give(const std::string& head, bool is_base64, std::string_view body) {
    std::optional<Bytes> bytes = is_base64 ? unbase64(body) : unpercent(body);
    if (!bytes || bytes->empty()) return;
    Part part;
    part.name = fmt::format("data {}", ++count_);
    if (head.starts_with("text/html")) part.hints.type = "html";
    outlet_.whole(std::move(part), *bytes);
  }

  Outlet& outlet_;
  std::uint64_t count_ = 0;
};

}  // namespace

bool is_html(ByteView item) {
  std::string head = lower(as_text(item.first(std::min(item.size(), kSniffedBytes))));
  std::erase(head, '\0');  // UTF-16
  std::size_t at = head.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF")) at = 2;
  at = head.find_first_not_of(" \t\r\n\f", at);
  if (at == std::string::npos) return false;
  const std::string_view text = std::string_view(head).substr(at);
  for (const std::string_view start :
       {"<!doctype html", "<html", "<head", "<body", "<svg", "<!doctype svg"}) {
    if (text.starts_with(start)) return true;
  }
  if (!text.starts_with("<?xml") && !text.starts_with("<!--")) return false;
  return text.find("<html") != std::string_view::npos ||
         text.find("<svg") != std::string_view::npos;
}

void html_text(ByteView item, const Hints& hints, Text& text) {
  const auto decoded = decode_html(item, hints);
  HtmlTree tree(decoded->text);
  TextSink sink;
  tree.walk(
      [&](const GumboNode& node) {
        if (node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_CDATA)
          add_words(node.v.text.text, sink);
        if (node.type == GUMBO_NODE_WHITESPACE) sink.space();
        if (node.type == GUMBO_NODE_DOCUMENT) return true;
        if (!is_element(node) || sink.is_full()) return false;
        const GumboElement& element = node.v.element;
        if (is_one_of(element.tag, kUnseen) || is_hidden(element)) return false;
        if (!is_one_of(element.tag, kInline)) sink.line();
        for (const char* name : {"alt", "title", "aria-label"}) add_attribute(element, name, sink);
        return true;
      },
      [&](const GumboNode& node) {
        if (is_element(node) && !is_one_of(node.v.element.tag, kInline)) sink.line();
      });
  text = sink.finish();
  text.charset = decoded->charset;
}

void open_html(ByteView item, const Hints& hints, Outlet& outlet) {
  if (as_text(item).find("data:") == std::string_view::npos &&
      as_text(item).find(std::string_view("d\0a\0t\0a\0", 8)) == std::string_view::npos)
    return;
  const auto decoded = decode_html(item, hints);
  HtmlTree tree(decoded->text);
  DataAddresses addresses(outlet);
  tree.walk(
      [&](const GumboNode& node) {
        if (node.type == GUMBO_NODE_TEXT && node.parent != nullptr && is_element(*node.parent) &&
            node.parent->v.element.tag == GUMBO_TAG_STYLE)
          addresses.find_in(node.v.text.text);
        if (is_element(node)) {
          const GumboVector& attributes = node.v.element.attributes;
          for (unsigned i = 0; i < attributes.length; ++i)
            addresses.find_in(static_cast<const GumboAttribute*>(attributes.data[i])->value);
        }
        return !outlet.is_done() && (is_element(node) || node.type == GUMBO_NODE_DOCUMENT);
      },
      [](const GumboNode&) {});
}

}  // namespace sanad::parts
