#include "warc/http.h"

#include <fmt/format.h>

#include <algorithm>

namespace sanad::warc {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
    text.remove_suffix(1);
  return text;
}

std::string_view take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  const std::string_view line = trim(rest.substr(0, end));
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  return line;
}

void read_start_line(std::string_view line, HttpFacts& facts) {
  const std::size_t space = line.find(' ');
  if (!line.starts_with("HTTP/")) {
    facts.method = line.substr(0, std::min(space, line.size()));
    return;
  }
  if (space == std::string_view::npos || line.size() < space + 4) return;
  int status = 0;
  for (char c : line.substr(space + 1, 3)) {
    if (c < '0' || c > '9') return;
    status = status * 10 + (c - '0');
  }
  facts.status = status;
}

std::string plain_mime(std::string_view value) {
  const std::string_view mime = trim(value.substr(0, value.find(';')));
  if (mime.size() > 255) return {};
  if (!std::ranges::all_of(mime, [](char c) { return c > ' ' && c < 0x7f; })) return {};
  return std::string(mime);
}

bool is_compressed_kind(std::string_view mime) {
  std::string kind(mime);
  std::ranges::transform(kind, kind.begin(), lower);
  if (kind == "image/svg+xml" || kind == "image/bmp") return false;
  return kind.starts_with("image/") || kind.starts_with("video/") || kind.starts_with("audio/") ||
         kind.starts_with("font/woff") || kind == "application/zip" || kind == "application/gzip" ||
         kind == "application/octet-stream";
}

int hex_digit(std::uint8_t byte) {
  if (byte >= '0' && byte <= '9') return byte - '0';
  if (byte >= 'a' && byte <= 'f') return byte - 'a' + 10;
  if (byte >= 'A' && byte <= 'F') return byte - 'A' + 10;
  return -1;
}

}  // namespace

HttpFacts read_http_head(std::string_view head) {
  HttpFacts facts;
  read_start_line(take_line(head), facts);
  while (!head.empty()) {
    const std::string_view line = take_line(head);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = trim(line.substr(colon + 1));
    if (equals_ignoring_case(name, "content-type")) {
      facts.mime = plain_mime(value);
    } else if (equals_ignoring_case(name, "content-encoding")) {
      facts.coded = facts.coded || !(value.empty() || equals_ignoring_case(value, "identity"));
    } else if (equals_ignoring_case(name, "transfer-encoding")) {
      const std::size_t comma = value.rfind(',');
      const std::string_view last =
          comma == std::string_view::npos ? value : trim(value.substr(comma + 1));
      facts.chunked = equals_ignoring_case(last, "chunked");
    }
  }
  facts.coded = facts.coded || is_compressed_kind(facts.mime);
  return facts;
}

void Dechunker::take_size(std::uint8_t byte) {
  constexpr std::size_t kMaxLineBytes = 16 * 1024;
  constexpr int kMaxDigits = 15;
  if (++line_bytes_ > kMaxLineBytes) {
    state_ = State::kBroken;
  } else if (byte == '\n') {
    const bool last_chunk = left_ == 0;
    has_begun_ = digits_ > 0;
    state_ = digits_ == 0 ? State::kBroken : (last_chunk ? State::kTrailer : State::kData);
    line_bytes_ = 0;
    digits_ = 0;
  } else if (const int digit = hex_digit(byte); state_ == State::kSize && digit >= 0) {
    left_ = left_ * 16 + static_cast<std::uint64_t>(digit);
    if (++digits_ > kMaxDigits) state_ = State::kBroken;
  } else if (byte == '\r' || byte == ';' || state_ == State::kSizeRest) {
    state_ = digits_ == 0 ? State::kBroken : State::kSizeRest;
  } else if (byte == ' ' || byte == '\t') {
    state_ = digits_ == 0 ? State::kBroken : State::kSizePad;
  } else {
    state_ = State::kBroken;
  }
}

// Trailers end with an empty line, as a head does.
void Dechunker::take_trailer(std::uint8_t byte) {
  if (++trailer_bytes_ > kMaxHttpHeadBytes) {
    state_ = State::kBroken;
  } else if (byte == '\n') {
    if (line_bytes_ == 0) state_ = State::kDone;
    line_bytes_ = 0;
  } else if (byte != '\r') {
    ++line_bytes_;
  }
}

void Dechunker::update(ByteView data, const EmitPart& emit) {
  while (!data.empty() && state_ != State::kDone && state_ != State::kBroken) {
    if (state_ == State::kData) {
      const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left_, data.size()));
      emit(data.first(size));
      data = data.subspan(size);
      left_ -= size;
      if (left_ == 0) state_ = State::kDataEnd;
      last_ = 0;
      continue;
    }
    const std::uint8_t byte = data.front();
    data = data.subspan(1);
    if (state_ == State::kDataEnd) {
      if (byte == '\n') {
        state_ = State::kSize;
      } else if (byte != '\r' || last_ == '\r') {
        state_ = State::kBroken;
      }
      last_ = byte;
    } else if (state_ == State::kTrailer) {
      take_trailer(byte);
    } else {
      take_size(byte);
    }
  }
}

Result<void> Chunker::flush(const Emit& emit) {
  const std::string size = fmt::format("{:x}\r\n", pending_.size());
  SANAD_CHECK(emit(as_bytes(size)));
  SANAD_CHECK(emit(pending_));
  pending_.clear();
  return emit(as_bytes("\r\n"));
}

Result<void> Chunker::update(ByteView data, const Emit& emit) {
  started_ = started_ || !data.empty();
  while (!data.empty()) {
    const std::size_t size = std::min(data.size(), kChunkBytes - pending_.size());
    const ByteView part = data.first(size);
    pending_.insert(pending_.end(), part.begin(), part.end());
    data = data.subspan(size);
    if (pending_.size() == kChunkBytes) SANAD_CHECK(flush(emit));
  }
  return {};
}

Result<void> Chunker::finish(const Emit& emit) {
  if (!started_) return {};
  if (!pending_.empty()) SANAD_CHECK(flush(emit));
  return emit(as_bytes("0\r\n\r\n"));
}

// Answers how many bytes of data still belong to the head.
std::size_t HttpSplitter::take_head(ByteView data) {
  for (std::size_t i = 0; i < data.size(); ++i) {
    head_.push_back(static_cast<char>(data[i]));
    if (data[i] == '\n' && (head_.ends_with("\r\n\r\n") || head_.ends_with("\n\n"))) {
      facts_ = read_http_head(head_);
      return i + 1;
    }
    if (head_.size() > kMaxHttpHeadBytes) {
      overlong_ = true;
      head_.clear();
      return data.size();
    }
  }
  return data.size();
}

void HttpSplitter::take_chunked(ByteView data, const EmitPart& emit) {
  if (is_unframed_) return emit(data);
  if (!dechunker_.has_begun()) beginning_.insert(beginning_.end(), data.begin(), data.end());
  dechunker_.update(data, emit);
  is_unframed_ = dechunker_.broken() && !dechunker_.has_begun();
  if (is_unframed_) emit(beginning_);
  if (is_unframed_ || dechunker_.has_begun()) beginning_ = {};
}

void HttpSplitter::finish(const EmitPart& emit) {
  if (beginning_.empty()) return;
  is_unframed_ = true;
  emit(beginning_);
  beginning_ = {};
}

void HttpSplitter::update(ByteView data, const EmitPart& emit) {
  if (overlong_) return;
  if (!facts_) data = data.subspan(take_head(data));
  if (data.empty() || !facts_) return;
  if (facts_->chunked) {
    take_chunked(data, emit);
  } else {
    emit(data);
  }
}

}  // namespace sanad::warc
