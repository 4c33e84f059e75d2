#include "warc/record.h"

#include <fmt/format.h>

#include <algorithm>

namespace sanad::warc {
namespace {

Error bad_field(std::string_view name, std::string_view reason) {
  return {ErrorCode::kInvalid,
          fmt::format("The archive's record cannot be written: its field {} {}.", name, reason)};
}

// RFC 9110 token, which WARC field names are too (section 4).
bool is_token(std::string_view text) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::ranges::all_of(text, [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           kMarks.find(c) != std::string_view::npos;
  });
}

bool is_uri(std::string_view text) {
  return text.find(':') != std::string_view::npos && text.find(':') != 0 &&
         std::ranges::all_of(text,
                             [](char c) { return c > ' ' && c < 0x7f && c != '<' && c != '>'; });
}

bool is_address(std::string_view text) {
  return text.size() <= 45 && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') ||
                  c == '.' || c == ':';
         });
}

class HeaderText {
 public:
  Result<void> add(std::string_view name, std::string_view value) {
    if (!is_token(name)) return bad_field(name, "has a name that is not allowed");
    if (value.size() > kMaxFieldBytes) return bad_field(name, "is too long");
    if (!is_utf8(value)) return bad_field(name, "is not UTF-8");
    for (char c : value) {
      const auto byte = static_cast<unsigned char>(c);
      if (byte < 0x20 || byte == 0x7f) return bad_field(name, "holds a control character");
    }
    if (!value.empty() && (value.front() == ' ' || value.back() == ' '))
      return bad_field(name, "starts or ends with a space");
    text_ += fmt::format("{}: {}\r\n", name, value);
    if (text_.size() > kMaxHeaderBytes) return bad_field(name, "makes the header too long");
    return {};
  }
  Result<void> add_some(std::string_view name, std::string_view value) {
    return value.empty() ? Result<void>() : add(name, value);
  }
  Result<void> add_uri(std::string_view name, std::string_view value) {
    if (value.empty()) return {};
    if (!is_uri(value)) return bad_field(name, "is not a URI");
    return add(name, value);
  }
  Result<void> add_id(std::string_view name, std::string_view value) {
    if (value.empty()) return {};
    if (!is_uri(value)) return bad_field(name, "is not a URI");
    return add(name, fmt::format("<{}>", value));
  }
  std::string take() {
    text_ += "\r\n";
    return std::move(text_);
  }

 private:
  std::string text_ = "WARC/1.1\r\n";
};

std::string_view truncation_name(Truncation truncation) {
  switch (truncation) {
    case Truncation::kLength:
      return "length";
    case Truncation::kTime:
      return "time";
    case Truncation::kDisconnect:
      return "disconnect";
    case Truncation::kUnspecified:
      return "unspecified";
  }
  return "unspecified";
}

std::string usual_content_type(const RecordHeader& header, const BlockFacts& facts) {
  if (!header.content_type.empty()) return header.content_type;
  switch (header.type) {
    case RecordType::kRequest:
      return "application/http; msgtype=request";
    case RecordType::kResponse:
      return "application/http; msgtype=response";
    case RecordType::kRevisit:
      return facts.length == 0 ? "" : "application/http; msgtype=response";
    case RecordType::kWarcinfo:
    case RecordType::kMetadata:
      return std::string(kWarcFieldsType);
    case RecordType::kResource:
      return "application/octet-stream";
  }
  return "";
}

Result<void> check_required(const RecordHeader& header) {
  if (header.id.empty()) return bad_field("WARC-Record-ID", "is missing");
  const bool needs_target =
      header.type != RecordType::kWarcinfo && header.type != RecordType::kMetadata;
  if (needs_target && header.target_uri.empty()) return bad_field("WARC-Target-URI", "is missing");
  if (header.type == RecordType::kWarcinfo && !header.target_uri.empty())
    return bad_field("WARC-Target-URI", "does not belong into a warcinfo record");
  if ((header.type == RecordType::kRevisit) == header.profile.empty())
    return bad_field("WARC-Profile", "belongs into revisit records, and only there");
  if (!is_address(header.ip_address)) return bad_field("WARC-IP-Address", "is not an address");
  return {};
}

// What the exchange was and what else it belongs to.
Result<void> add_context(HeaderText& text, const RecordHeader& header) {
  SANAD_CHECK(text.add_some("WARC-IP-Address", header.ip_address));
  for (const std::string& protocol : header.protocols)
    SANAD_CHECK(text.add("WARC-Protocol", protocol));
  SANAD_CHECK(text.add_some("WARC-Cipher-Suite", header.cipher_suite));
  for (const std::string& id : header.concurrent_to)
    SANAD_CHECK(text.add_id("WARC-Concurrent-To", id));
  SANAD_CHECK(text.add_id("WARC-Warcinfo-ID", header.warcinfo_id));
  SANAD_CHECK(text.add_some("WARC-Filename", header.filename));
  SANAD_CHECK(text.add_id("WARC-Refers-To", header.refers_to));
  SANAD_CHECK(text.add_uri("WARC-Refers-To-Target-URI", header.refers_to_target_uri));
  if (header.refers_to_date)
    SANAD_CHECK(text.add("WARC-Refers-To-Date", format_timestamp(*header.refers_to_date)));
  SANAD_CHECK(text.add_uri("WARC-Profile", header.profile));
  if (header.truncated) SANAD_CHECK(text.add("WARC-Truncated", truncation_name(*header.truncated)));
  return {};
}

std::optional<Digest256> payload_digest(const RecordHeader& header, const BlockFacts& facts) {
  if (header.type == RecordType::kRevisit) return header.referred_payload_sha256;
  if (header.type == RecordType::kResource) return facts.sha256;
  return facts.payload_sha256;
}

}  // namespace

std::string_view record_type_name(RecordType type) {
  switch (type) {
    case RecordType::kWarcinfo:
      return "warcinfo";
    case RecordType::kRequest:
      return "request";
    case RecordType::kResponse:
      return "response";
    case RecordType::kMetadata:
      return "metadata";
    case RecordType::kResource:
      return "resource";
    case RecordType::kRevisit:
      return "revisit";
  }
  return "resource";
}

std::string format_record_id(std::span<const std::uint8_t, 16> random) {
  std::array<std::uint8_t, 16> bytes{};
  std::ranges::copy(random, bytes.begin());
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);
  std::string hex = format_hex(bytes);
  for (std::size_t at : {20U, 16U, 12U, 8U}) hex.insert(at, "-");
  return "urn:uuid:" + hex;
}

std::string format_digest(const Digest256& digest) { return "sha256:" + format_hex(digest); }

Result<std::string> format_record_header(const RecordHeader& header, const BlockFacts& facts) {
  SANAD_CHECK(check_required(header));
  HeaderText text;
  SANAD_CHECK(text.add("WARC-Type", record_type_name(header.type)));
  SANAD_CHECK(text.add_id("WARC-Record-ID", header.id));
  SANAD_CHECK(text.add("WARC-Date", format_timestamp(header.date)));
  SANAD_CHECK(text.add_uri("WARC-Target-URI", header.target_uri));
  SANAD_CHECK(add_context(text, header));
  if (const auto payload = payload_digest(header, facts))
    SANAD_CHECK(text.add("WARC-Payload-Digest", format_digest(*payload)));
  SANAD_CHECK(text.add("WARC-Block-Digest", format_digest(facts.sha256)));
  SANAD_CHECK(text.add_some("Content-Type", usual_content_type(header, facts)));
  SANAD_CHECK(text.add("Content-Length", std::to_string(facts.length)));
  if (facts.form != BlockForm::kOpaque)
    SANAD_CHECK(
        text.add("Sanad-Http-Block", facts.form == BlockForm::kHttpWire ? "wire" : "rebuilt"));
  for (const Field& field : header.extra) {
    std::string folded = field.name;
    for (char& c : folded)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (folded.starts_with("warc-") || folded.starts_with("content-") ||
        folded == "sanad-http-block")
      return bad_field(field.name, "is not an extension field");
    SANAD_CHECK(text.add(field.name, field.value));
  }
  return text.take();
}

Result<std::string> format_warc_fields(const std::vector<Field>& fields) {
  HeaderText text;
  for (const Field& field : fields) SANAD_CHECK(text.add(field.name, field.value));
  std::string all = text.take();
  all.erase(0, std::string_view("WARC/1.1\r\n").size());
  all.resize(all.size() - 2);
  return all;
}

}  // namespace sanad::warc
