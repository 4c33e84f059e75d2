// What is a mail, what is a mailbox, and where in one the next mail begins.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "internal.h"

namespace sanad::parts {
namespace {

constexpr std::size_t kSniffedBytes = 65'536;
constexpr int kMaxStrangeLines = 3;  // of a head
constexpr std::array<std::string_view, 9> kTellingHeaders = {
    "from:", "received:", "return-path:",  "message-id:",  "subject:",
    "date:", "to:",       "mime-version:", "delivered-to:"};

bool is_header_name(std::string_view line) {
  const std::size_t colon = line.find(':');
  return colon != std::string_view::npos && colon > 0 && colon < 80 &&
         std::ranges::all_of(line.substr(0, colon), [](char c) { return c > ' ' && c < 0x7F; });
}

// Takes the first line off text, without its end.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// "From " that begins a mail in a mailbox (RFC 4155): a header follows it.
bool begins_mail(std::string_view at) {
  if (!at.starts_with("From ")) return false;
  take_line(at);
  std::string_view next = take_line(at);
  if (next.starts_with(">From ")) next = take_line(at);
  return is_header_name(next);
}

// What a program wrote before a mail: "From - ", or with the time behind the address (RFC 4155,
// appendix A).
bool is_dated(std::string_view line) {
  while (line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
  if (line == "From -") return true;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  constexpr std::size_t kYear = 4, kTime = 24;  // of "Sat Jan 31 21:41:05 2026"
  if (line.size() < kTime || !std::ranges::all_of(line.substr(line.size() - kYear), is_digit))
    return false;
  const std::size_t colon = line.find(':', line.size() - kTime);
  return colon != std::string_view::npos && colon + 1 < line.size() && is_digit(line[colon - 1]) &&
         is_digit(line[colon + 1]);
}

}  // namespace

bool is_mail(ByteView item) {
  std::string_view text = as_text(item.first(std::min(item.size(), kSniffedBytes)));
  int telling = 0, strange = 0;
  bool has_mime = false;
  for (bool first = true; !text.empty(); first = false) {
    const std::string_view line = take_line(text);
    if (line.empty()) break;
    if (line.front() == ' ' || line.front() == '\t') {
      if (first) return false;
      continue;
    }
    if (!is_header_name(line)) {
      if (first || ++strange > kMaxStrangeLines) return false;
      continue;
    }
    const std::string start = lower(line.substr(0, 16));
    for (const std::string_view name : kTellingHeaders) telling += start.starts_with(name) ? 1 : 0;
    // Of MIME alone: a mail that was kept without its other headers.
    const std::string whole = lower(line.substr(0, 64));
    if (whole.starts_with("content-transfer-encoding:")) telling += 2;
    if (whole.starts_with("content-type: multipart/")) telling += 2;
    has_mime |= whole.starts_with("mime-version:") || whole.starts_with("content-type:");
  }
  // A line that is no header is in mails that a gateway or a fold went wrong in; in notes that
  // begin with "From:" and "To:" it is the rule.
  return telling >= 2 && (strange == 0 || has_mime);
}

bool is_mailbox(ByteView item) { return begins_mail(as_text(item)); }

bool goes_on_with_mail(std::string_view box, std::size_t at) {
  std::string_view rest = box.substr(at + 1);
  if (!begins_mail(rest)) return false;
  const bool after_empty_line =
      at > 0 && (box[at - 1] == '\n' || (box[at - 1] == '\r' && at > 1 && box[at - 2] == '\n'));
  return after_empty_line || is_dated(take_line(rest));
}

void open_mailbox(ByteView item, Outlet& outlet) {
  const std::string_view all = as_text(item);
  std::uint64_t number = 0;
  std::size_t start = 0;
  while (start < all.size()) {
    const std::size_t head = std::min(all.find('\n', start), all.size() - 1) + 1;
    std::size_t end = all.size(), look = head;
    for (;;) {
      const std::size_t at = all.find("\nFrom ", look == 0 ? 0 : look - 1);
      if (at == std::string_view::npos) break;
      look = at + 2;
      if (!goes_on_with_mail(all, at)) continue;
      end = at + 1;
      break;
    }
    Part part;
    part.name = fmt::format("message {}", ++number);
    part.hints.type = "mail";
    if (!outlet.whole(std::move(part), item.subspan(head, end - head))) return;
    start = end;
  }
}

}  // namespace sanad::parts
