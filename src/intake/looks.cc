#include "looks.h"

#include <algorithm>
#include <array>

#include "chats/whatsapp.h"
#include "gzip_source.h"

namespace sanad::intake {
namespace {

bool has(std::string_view text, std::string_view what) {
  return text.find(what) != std::string_view::npos;
}

// Without white space, as far as a look needs it.
std::string squeezed(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, 4096)) {
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n') out += c;
  }
  return out;
}

}  // namespace

std::string lower(std::string_view text) {
  std::string all(text);
  for (char& c : all) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  }
  return all;
}

std::string file_name_of(std::string_view path) {
  const std::size_t slash = path.find_last_of("/\\");
  return lower(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

bool looks_like_telegram_json(std::string_view text) {
  if (!text.starts_with('{')) return false;
  const std::string start = squeezed(text);
  if (has(start, "\"messages\":[") && has(start, "\"type\":\"") && has(start, "\"id\":"))
    return true;
  if (has(start, "\"messages\":[") && has(start, "\"date_unixtime\":\"")) return true;
  return has(start, "\"about\":\"Hereisthedatayourequested") ||
         has(start, "\"chats\":{\"about\"") || has(start, "\"left_chats\":{\"about\"");
}

bool looks_like_telegram_html(std::string_view text) {
  return text.starts_with('<') && has(text, "class=\"page_wrap") &&
         (has(text, "class=\"history\"") || has(text, "class=\"message "));
}

bool looks_like_har(std::string_view text) {
  // HARP, of the HAR viewer: the same as the argument of a call.
  const std::size_t call = text.find('(');
  const bool is_call = call < 64 && std::ranges::all_of(
                                        text.substr(0, call),
                                        [](char c) {
                                          return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                                 c == '_' || c == '.' || c == '$';
                                        });
  if (is_call && call > 0) text.remove_prefix(call + 1);
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  if (!text.starts_with('{')) return false;
  const std::string start = squeezed(text);
  return start.starts_with("{\"log\":{") &&
         (has(start, "\"creator\":{") || has(start, "\"entries\":[") || has(start, "\"version\":"));
}

bool looks_like_x_archive(std::string_view text) {
  return text.starts_with("window.YTD.") || text.starts_with("Grailbird.data.tweets_");
}

bool looks_like_whatsapp(std::string_view text, std::string_view file_name) {
  chats::WhatsAppSurvey survey;
  text = text.substr(0, text.rfind('\n'));
  if (!survey.write(as_bytes(text)).ok()) return false;
  const auto dates = survey.finish();
  if (!dates.ok()) return false;
  const auto lines = static_cast<std::uint64_t>(std::ranges::count(text, '\n')) + 1;
  const bool is_named = file_name.starts_with("whatsapp chat") || file_name == "_chat.txt";
  return is_named || lines == dates->messages ||
         (dates->messages >= 2 && dates->messages * 20 >= lines);
}

bool looks_like_warc(ByteView bytes) {
  if (as_text(bytes).starts_with("WARC/")) return true;
  if (!as_text(bytes).starts_with("\x1F\x8B")) return false;
  MemorySource source(bytes);  // cut off, which the first bytes do not suffer from
  GzipSource unzipped(source);
  std::array<std::uint8_t, 5> start{};
  const auto got = unzipped.read(start);
  return got.ok() && as_text(ByteView(start).first(*got)) == "WARC/";
}

bool looks_like_mhtml(ByteView bytes) {
  const std::string head = lower(as_text(bytes.first(std::min<std::size_t>(bytes.size(), 8192))));
  const std::size_t end = std::min(head.find("\n\r\n"), head.find("\n\n"));
  const std::string_view header = std::string_view(head).substr(0, end);
  return has(header, "multipart/related") && has(header, "mime-version:") &&
         (has(header, "snapshot-content-location:") || has(header, "from: <saved by") ||
          (!has(header, "\nto:") && has(header, "type=\"text/html\"")) ||
          (!has(header, "\nto:") && !has(header, "from:") && has(head, "\ncontent-location:")));
}

}  // namespace sanad::intake
