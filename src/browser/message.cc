#include "browser/message.h"

#include <algorithm>

namespace sanad::browser {
namespace {

// The code unit of a \uXXXX escape at text[at]; absent if there is none.
std::optional<unsigned> escape_at(std::string_view text, std::size_t at) {
  if (text.size() < 6 || at > text.size() - 6 || text[at] != '\\' || text[at + 1] != 'u') return {};
  unsigned unit = 0;
  for (std::size_t i = at + 2; i < at + 6; ++i) {
    const char c = text[i];
    unsigned digit = 0;
    if (c >= '0' && c <= '9') {
      digit = static_cast<unsigned>(c - '0');
    } else if (c >= 'a' && c <= 'f') {
      digit = static_cast<unsigned>(c - 'a') + 10;
    } else if (c >= 'A' && c <= 'F') {
      digit = static_cast<unsigned>(c - 'A') + 10;
    } else {
      return {};
    }
    unit = unit * 16 + digit;
  }
  return unit;
}

bool is_high(unsigned unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool is_low(unsigned unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

}  // namespace

std::string replace_lone_surrogates(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] != '\\') {
      out += text[at++];
      continue;
    }
    const auto unit = escape_at(text, at);
    if (!unit) {  // another escape: both of its characters, so that "\\u" is not taken for one
      out += text.substr(at, 2);
      at += 2;
      continue;
    }
    const auto next = escape_at(text, at + 6);
    if (is_high(*unit) && next && is_low(*next)) {
      out += text.substr(at, 12);
      at += 12;
      continue;
    }
    out += is_high(*unit) || is_low(*unit) ? std::string_view("\\ufffd") : text.substr(at, 6);
    at += 6;
  }
  return out;
}

std::optional<std::int64_t> leading_id(std::string_view front) {
  constexpr std::string_view kPrefix = "{\"id\":";
  if (!front.starts_with(kPrefix)) return {};
  front.remove_prefix(kPrefix.size());
  std::int64_t id = 0;
  std::size_t digits = 0;
  while (digits < front.size() && digits < 15 && front[digits] >= '0' && front[digits] <= '9') {
    id = id * 10 + (front[digits++] - '0');
  }
  if (digits == 0 || digits == front.size() || front[digits] != ',') return {};
  return id;
}

Result<Message> parse_message(std::string_view text) {
  auto parsed = json::parse(text);
  if (!parsed.ok()) parsed = json::parse(replace_lone_surrogates(text));
  if (!parsed.ok()) return parsed.error().with_context("reading a message of the browser");
  json::Object* object = parsed.value().as_object();
  if (object == nullptr) return Error{ErrorCode::kInvalid, "a message of the browser is no object"};
  Message message;
  if (const json::Value* id = object->find("id")) {
    message.id = id->as_int();
    if (!message.id) return Error{ErrorCode::kInvalid, "a message of the browser has no whole id"};
  }
  message.method = parsed.value()["method"].string_or("");
  message.session = parsed.value()["sessionId"].string_or("");
  if (!message.id && message.method.empty()) {
    return Error{ErrorCode::kInvalid, "a message of the browser has neither id nor method"};
  }
  if (const json::Value* error = object->find("error")) {
    message.error = (*error)["message"].string_or("unknown error");
  }
  if (json::Value* body = object->find(message.id ? "result" : "params")) {
    message.body = std::move(*body);
  }
  return message;
}

void Framer::push(ByteView data, const std::function<void(std::string_view, bool)>& on_text) {
  std::string_view rest = as_text(data);
  while (!rest.empty()) {
    const std::size_t end = rest.find('\0');
    const std::string_view piece = rest.substr(0, end);
    const std::size_t room = max_bytes_ - std::min(max_bytes_, buffer_.size());
    if (!cut_ && piece.size() <= room) {
      buffer_ += piece;
    } else if (!cut_) {
      if (buffer_.size() < kFrontBytes) buffer_ += piece.substr(0, kFrontBytes - buffer_.size());
      buffer_.resize(std::min(buffer_.size(), kFrontBytes));
      buffer_.shrink_to_fit();
      cut_ = true;
    }
    if (end == std::string_view::npos) return;
    on_text(buffer_, cut_);
    buffer_.clear();
    if (buffer_.capacity() > 1024 * 1024) buffer_.shrink_to_fit();
    cut_ = false;
    rest.remove_prefix(end + 1);
  }
}

std::string format_command(std::int64_t id, std::string_view method, json::Object params,
                           std::string_view session) {
  json::Object command;
  command.set("id", json::Value(id));
  command.set("method", json::Value(method));
  command.set("params", json::Value(std::move(params)));
  if (!session.empty()) command.set("sessionId", json::Value(session));
  std::string text = json::format_canonical(json::Value(std::move(command)));
  text.push_back('\0');
  return text;
}

}  // namespace sanad::browser
