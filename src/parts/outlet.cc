#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "internal.h"

namespace sanad::parts {

Outlet::Outlet(std::uint64_t item_bytes, const Limits& limits, Sink& sink)
    : limits_(limits),
      sink_(sink),
      most_bytes_(std::min(limits.bytes, std::max(kRatioFreeBytes, item_bytes * limits.ratio))) {}

bool Outlet::sent(Result<void> result) {
  if (result.ok()) return true;
  if (!failed_) failed_ = result.error();
  done_ = true;
  return false;
}

bool Outlet::stop(std::string_view what) {
  problem(what);
  done_ = true;
  return false;
}

bool Outlet::begin(Part part) {
  if (done_) return false;
  if (opened_.parts == limits_.parts) {
    return stop(fmt::format("it has more than {} parts; the rest was not opened", limits_.parts));
  }
  ++opened_.parts;
  part_bytes_ = 0;
  part_problem_.clear();
  if (part.name.size() > kMaxNameBytes) part.name.resize(kMaxNameBytes);
  open_ = true;
  return sent(sink_.begin(part));
}

bool Outlet::data(ByteView piece) {
  if (done_ || !open_) return false;
  part_bytes_ += piece.size();
  bytes_ += piece.size();
  if (part_bytes_ > limits_.part_bytes) {
    part_problem_ = fmt::format("it is longer than {} bytes", limits_.part_bytes);
    return false;
  }
  if (bytes_ > most_bytes_) {
    part_problem_ = "the item that holds it unpacks to too much";
    return stop(
        fmt::format("it unpacks to more than {} bytes; the rest was not opened", most_bytes_));
  }
  return piece.empty() || sent(sink_.data(piece));
}

bool Outlet::end(std::string_view what) {
  if (!open_) return false;
  open_ = false;
  if (failed_) return false;
  const bool sent_end =
      sent(part_problem_.empty() ? sink_.end(what, false) : sink_.end(part_problem_, true));
  return sent_end && !done_;
}

bool Outlet::give(ByteView bytes) {
  constexpr std::size_t kPiece = 1 << 18;
  while (!bytes.empty() && data(bytes.first(std::min(kPiece, bytes.size()))))
    bytes = bytes.subspan(std::min(kPiece, bytes.size()));
  return end();
}

void Outlet::problem(std::string_view what) {
  if (opened_.problems.size() < kMaxProblems)
    opened_.problems.push_back(replace_malformed_utf8(what.substr(0, 300)));
}

Result<Opened> Outlet::finish() {
  if (open_) end("it is cut off");
  if (failed_) return *failed_;
  return std::move(opened_);
}

void TextSink::add(std::string_view utf8) {
  if (text_.size() + utf8.size() > kMaxTextBytes) {
    full_ = true;
    utf8 = utf8.substr(0, kMaxTextBytes - text_.size());
    utf8 = utf8.substr(0, utf8_prefix_length(utf8));
  }
  text_ += utf8;
}

void TextSink::soft(char c) {
  if (text_.empty() || text_.size() == kMaxTextBytes) return;
  char& last = text_.back();
  if (last == ' ' || last == '\n' || last == '\f') {
    // A page ends more than a line does, and a line more than a word.
    if (c == '\f' || (c == '\n' && last == ' ')) last = c;
    return;
  }
  text_ += c;
}

Text TextSink::finish() {
  Text text;
  set_text(text_, text);
  if (full_)
    text.problems.push_back(
        fmt::format("its text is longer than {} bytes; the rest was left out", kMaxTextBytes));
  return text;
}

void set_text(std::string_view utf8, Text& text) {
  if (utf8.size() > kMaxTextBytes) {
    utf8 = utf8.substr(0, kMaxTextBytes);
    text.problems.push_back(
        fmt::format("its text is longer than {} bytes; the rest was left out", kMaxTextBytes));
  }
  text.text =
      utf8_prefix_length(utf8) == utf8.size() ? std::string(utf8) : replace_malformed_utf8(utf8);
  for (char& c : text.text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\n' && c != '\t' && c != '\r' && c != '\f') || byte == 0x7F) c = ' ';
  }
}

std::string lower(std::string_view text) {
  std::string all(text);
  for (char& c : all) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  }
  return all;
}

}  // namespace sanad::parts
