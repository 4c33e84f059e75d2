#include "cdxj.h"

#include <fmt/format.h>

#include <algorithm>

#include "json/json.h"
#include "warc/surt.h"

namespace sanad::warc {
namespace {

bool is_indexed(const RecordHeader& header) {
  if (header.target_uri.empty()) return false;
  switch (header.type) {
    case RecordType::kResponse:
    case RecordType::kRevisit:
      return true;
    case RecordType::kResource:
      return header.content_type != kWarcFieldsType;
    case RecordType::kMetadata:
      return !header.content_type.empty() && header.content_type != kWarcFieldsType;
    case RecordType::kWarcinfo:
    case RecordType::kRequest:
      return false;
  }
  return false;
}

std::string mime_of(const RecordHeader& header, const BlockFacts& facts) {
  if (header.type == RecordType::kRevisit) return "warc/revisit";
  if (header.type == RecordType::kResponse) return facts.http ? facts.http->mime : std::string();
  if (header.content_type.empty()) return "application/octet-stream";
  return header.content_type.substr(0, header.content_type.find(';'));
}

// "2026-11-24T16:50:00.123Z" to "20261124165000".
std::string cdx_time(Timestamp at) {
  std::string text;
  for (char c : format_timestamp(at))
    if (c >= '0' && c <= '9' && text.size() < 14) text.push_back(c);
  return text;
}

}  // namespace

Result<std::optional<std::string>> format_index_line(const RecordHeader& header,
                                                     const BlockFacts& facts,
                                                     const WrittenRecord& written,
                                                     const IndexHints& hints) {
  if (!is_indexed(header)) return std::optional<std::string>();
  json::Object entry;
  entry.set("url", header.target_uri);
  if (const std::string mime = mime_of(header, facts); !mime.empty()) entry.set("mime", mime);
  const bool has_status =
      header.type == RecordType::kResponse || header.type == RecordType::kRevisit;
  if (has_status && facts.http && facts.http->status != 0)
    entry.set("status", std::to_string(facts.http->status));
  if (written.payload_sha256) entry.set("digest", format_digest(*written.payload_sha256));
  entry.set("length", std::to_string(written.length));
  entry.set("offset", std::to_string(written.offset));
  entry.set("filename", kArchivePath.substr(kArchivePath.find('/') + 1));
  entry.set("recordDigest", format_digest(written.sha256));
  std::string address = header.target_uri;
  if (!hints.method.empty() && hints.method != "GET") {
    const std::string_view query =
        std::string_view(hints.request_query).substr(0, kMaxRequestQueryBytes);
    const bool clean =
        std::ranges::all_of(query, [](char c) { return c > ' ' && c < 0x7f; }) &&
        std::ranges::all_of(hints.method, [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!clean)
      return Error{ErrorCode::kInvalid,
                   "The archive's index takes a method in capital letters and a "
                   "request's body in the form of a query only."};
    entry.set("method", hints.method);
    entry.set("requestBody", query);
    address += address.find('?') == std::string::npos ? '?' : '&';
    address += fmt::format("__wb_method={}&{}", hints.method, query);
  }
  return std::optional<std::string>(fmt::format(
      "{} {} {}\n", format_surt(address), cdx_time(header.date), json::format_canonical(entry)));
}

}  // namespace sanad::warc
