#include "archive.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "addresses.h"
#include "base/utf8.h"
#include "crypto/crypto.h"
#include "describe.h"
#include "warc/wacz.h"

namespace sanad::capture {
namespace {

constexpr std::size_t kReadBytes = 64 * 1024;
constexpr std::int64_t kTlsAes128 = 0x1301, kTlsAes256 = 0x1302, kTlsChaCha = 0x1303;

std::string new_record_id() {
  const Bytes random = crypto::random_bytes(16);
  std::array<std::uint8_t, 16> fixed{};
  std::ranges::copy(random, fixed.begin());
  return warc::format_record_id(fixed);
}

std::string cipher_name(std::int64_t suite) {
  switch (suite) {
    case kTlsAes128:
      return "TLS_AES_128_GCM_SHA256";
    case kTlsAes256:
      return "TLS_AES_256_GCM_SHA384";
    case kTlsChaCha:
      return "TLS_CHACHA20_POLY1305_SHA256";
    default:
      return {};
  }
}

std::string tls_protocol(const std::string& version) {
  std::string name = version;
  std::ranges::transform(name, name.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : (c == ' ' ? '/' : c);
  });
  return name;
}

// Leaves out the first bytes of what it reads.
class SkippingSource final : public ByteSource {
 public:
  SkippingSource(std::unique_ptr<ByteSource> from, std::uint64_t skip)
      : from_(std::move(from)), skip_(skip) {}
  Result<std::size_t> read(std::span<std::uint8_t> out) override {
    while (skip_ > 0) {
      const auto part = static_cast<std::size_t>(std::min<std::uint64_t>(skip_, out.size()));
      SANAD_TRY(const std::size_t got, from_->read(out.first(part)));
      if (got == 0) return std::size_t{0};
      skip_ -= got;
    }
    return from_->read(out);
  }

 private:
  std::unique_ptr<ByteSource> from_;
  std::uint64_t skip_;
};

Result<warc::BlockFacts> measure(warc::BlockMeasurer measurer, ByteSource& source) {
  Bytes buffer(kReadBytes);
  for (;;) {
    SANAD_TRY(const std::size_t got, source.read(buffer));
    if (got == 0) return measurer.finish();
    measurer.update(ByteView(buffer).first(got));
  }
}

// How many bytes the interim heads take at the front of a message.
Result<std::uint64_t> interim_length(ByteSource& source, std::size_t heads) {
  Bytes buffer(kReadBytes);
  std::string window;
  std::uint64_t at = 0;
  while (heads > 0 && at < warc::kMaxHttpHeadBytes) {
    SANAD_TRY(const std::size_t got, source.read(buffer));
    if (got == 0) return std::uint64_t{0};
    for (std::size_t i = 0; i < got; ++i) {
      window.push_back(static_cast<char>(buffer[i]));
      if (window.size() > 4) window.erase(0, 1);
      ++at;
      if (window == "\r\n\r\n" && --heads == 0) return at;
    }
  }
  return std::uint64_t{0};
}

std::string head_of(const std::vector<std::string>& lines) {
  std::string head;
  for (const std::string& line : lines) head += line + "\r\n";
  return head + "\r\n";
}

class Writer {
 public:
  Writer(const ArchiveInput& input, Keeper& keeper, ByteSink& sink, ArchiveOutput& output)
      : input_(input),
        keeper_(keeper),
        output_(output),
        wacz_(sink, {.created = input.started,
                     .software = input.software,
                     .title = input.title,
                     .main_page_url = input.url,
                     .main_page_date = input.started}) {}
  Result<void> run();

 private:
  struct Message {
    std::string head;
    std::unique_ptr<ByteSource> body;
    warc::BlockFacts facts;
  };
  Result<bool> add(const warc::RecordHeader& header, const warc::Block& block,
                   const warc::IndexHints& hints = {});
  Result<std::string> add_text(warc::RecordType type, const std::string& uri,
                               const std::string& content_type, std::string_view text, Timestamp at,
                               std::vector<std::string> concurrent = {});
  Result<void> add_info();
  Result<void> add_connections();
  Result<void> add_resolutions();
  Result<void> add_exchange(const KeptExchange& kept);
  Result<void> add_web_sockets();
  Result<Message> response_of(const KeptExchange& kept);
  Result<Message> request_of(const KeptExchange& kept);
  warc::RecordHeader header_of(const KeptExchange& kept, warc::RecordType type);
  std::optional<warc::Truncation> truncation_of(const KeptExchange& kept) const;

  const ArchiveInput& input_;
  Keeper& keeper_;
  ArchiveOutput& output_;
  warc::WaczWriter wacz_;
  std::string info_id_;
};

// False if this record cannot be: it is noted as not kept, and the archive goes on.
Result<bool> Writer::add(const warc::RecordHeader& header, const warc::Block& block,
                         const warc::IndexHints& hints) {
  const auto written = wacz_.add_record(header, block, hints);
  if (written.ok()) {
    ++output_.records;
    return true;
  }
  const ErrorCode code = written.error().code;
  if (code != ErrorCode::kInvalid && code != ErrorCode::kLimit) return written.error();
  keeper_.not_kept(header.target_uri, written.error().message);
  return false;
}

Result<std::string> Writer::add_text(warc::RecordType type, const std::string& uri,
                                     const std::string& content_type, std::string_view text,
                                     Timestamp at, std::vector<std::string> concurrent) {
  warc::RecordHeader header{.type = type, .id = new_record_id(), .date = at};
  header.target_uri = uri;
  header.content_type = content_type;
  header.concurrent_to = std::move(concurrent);
  header.warcinfo_id = info_id_;
  warc::MemoryBlock block(warc::BlockMeasurer::opaque(), as_bytes(text));
  SANAD_TRY(const bool added, add(header, block.block()));
  return added ? header.id : std::string();
}

Result<void> Writer::add_info() {
  std::vector<warc::Field> fields = {{"software", input_.software},
                                     {"format", "WARC File Format 1.1"}};
  if (const json::Object* object = input_.info.as_object()) {
    for (const json::Member& member : *object) {
      const std::string text = member.value.string_or("");
      if (!text.empty()) fields.push_back({member.name, text});
    }
  }
  SANAD_TRY(const std::string body, warc::format_warc_fields(fields));
  warc::RecordHeader header{
      .type = warc::RecordType::kWarcinfo, .id = new_record_id(), .date = input_.started};
  header.content_type = warc::kWarcFieldsType;
  header.filename = "data.warc.gz";
  warc::MemoryBlock block(warc::BlockMeasurer::opaque(), as_bytes(body));
  SANAD_TRY(const bool added, add(header, block.block()));
  if (added) info_id_ = header.id;
  return {};
}

Result<void> Writer::add_connections() {
  std::map<std::string, std::string> chains;  // digest of a chain -> its record
  for (const auto& [id, connection] : input_.channel.connections()) {
    if (connection.exchanges == 0 && !connection.tls) continue;
    std::vector<std::string> concurrent;
    if (connection.tls && !connection.tls->certificates.empty()) {
      const std::string pem = format_chain_pem(connection.tls->certificates);
      const std::string digest = format_hex(crypto::sha256(as_bytes(pem)));
      output_.chain_sha256[id] = digest;
      std::string& record = chains[digest];
      if (record.empty()) {
        SANAD_TRY(record, add_text(warc::RecordType::kResource, "urn:sanad:certificates:" + digest,
                                   "application/x-pem-file", pem, connection.opened));
      }
      if (!record.empty()) concurrent.push_back(record);
    }
    const std::string text = json::format_pretty(connection_json(connection, true));
    SANAD_TRY(output_.connection_records[id],
              add_text(warc::RecordType::kMetadata, fmt::format("urn:sanad:connection:{}", id),
                       "application/json", text, connection.opened, std::move(concurrent)));
  }
  return {};
}

Result<void> Writer::add_resolutions() {
  for (const netlog::Resolution& resolution : input_.channel.resolutions()) {
    const std::string text = json::format_pretty(resolution_json(resolution));
    const std::string host = replace_malformed_utf8(resolution.host);
    const std::size_t scheme = host.find("://");
    const std::string name = scheme == std::string::npos ? host : host.substr(scheme + 3);
    SANAD_CHECK(add_text(warc::RecordType::kResource, "dns:" + name, "application/json", text,
                         resolution.started));
    if (output_.dns_sha256.empty() &&
        input_.url.find(name.substr(0, name.rfind(':'))) != std::string::npos) {
      output_.dns_sha256 = format_hex(crypto::sha256(as_bytes(text)));
    }
  }
  return {};
}

std::optional<warc::Truncation> Writer::truncation_of(const KeptExchange& kept) const {
  if (kept.dropped_bytes > 0) return warc::Truncation::kLength;
  switch (kept.facts.outcome) {
    case netlog::Outcome::kComplete:
      return {};
    case netlog::Outcome::kFailed:
    case netlog::Outcome::kLogCut:
      return warc::Truncation::kDisconnect;
    case netlog::Outcome::kOpen:
    case netlog::Outcome::kCancelled:
      break;
  }
  // A websocket ends when its page does; that cuts nothing.
  if (kept.facts.websocket) return {};
  const bool at_end = kept.facts.ended && *kept.facts.ended >= input_.closing;
  return at_end ? warc::Truncation::kTime : warc::Truncation::kUnspecified;
}

warc::RecordHeader Writer::header_of(const KeptExchange& kept, warc::RecordType type) {
  const netlog::Exchange& facts = kept.facts;
  warc::RecordHeader header{.type = type, .id = new_record_id(), .date = facts.started};
  if (type == warc::RecordType::kResponse && facts.responded) header.date = *facts.responded;
  header.target_uri = without_fragment(facts.url);
  header.warcinfo_id = info_id_;
  header.protocols = {facts.protocol == netlog::Protocol::kHttp2 ? "h2" : "http/1.1"};
  if (!facts.connection) return header;
  const auto found = input_.channel.connections().find(*facts.connection);
  if (found == input_.channel.connections().end()) return header;
  header.ip_address = endpoint_host(found->second.remote_address);
  if (found->second.tls && !found->second.tls->version.empty()) {
    header.protocols.push_back(tls_protocol(found->second.tls->version));
    header.cipher_suite = cipher_name(found->second.tls->cipher_suite);
  }
  return header;
}

Result<Writer::Message> Writer::response_of(const KeptExchange& kept) {
  Message message;
  const auto open = [&] { return input_.spool.open(kept.received); };
  if (kept.facts.protocol == netlog::Protocol::kHttp2) {
    if (!kept.facts.response) return message;
    message.head = head_of(kept.facts.response->lines);
    const auto source = open();
    SANAD_TRY(message.facts, measure(warc::BlockMeasurer::http_parts(message.head), *source));
    message.body = open();
    return message;
  }
  message.facts = kept.received_block;
  message.body = open();
  if (kept.facts.interim.empty()) return message;
  const auto scan = open();
  SANAD_TRY(const std::uint64_t skip, interim_length(*scan, kept.facts.interim.size()));
  SkippingSource rest(open(), skip);
  SANAD_TRY(message.facts, measure(warc::BlockMeasurer::http_wire(), rest));
  message.body = std::make_unique<SkippingSource>(open(), skip);
  return message;
}

Result<Writer::Message> Writer::request_of(const KeptExchange& kept) {
  Message message;
  message.body = input_.spool.open(kept.sent);
  message.facts = kept.sent_block;
  if (kept.facts.protocol != netlog::Protocol::kHttp2) return message;
  // HTTP/2 has no request line: it is rebuilt from the pseudo-headers, which are kept as they are.
  std::vector<std::string> lines = {
      fmt::format("{} {} HTTP/1.1", kept.facts.method, without_fragment(kept.facts.url))};
  std::ranges::copy(kept.facts.request_headers, std::back_inserter(lines));
  message.head = head_of(lines);
  SANAD_TRY(message.facts, measure(warc::BlockMeasurer::http_parts(message.head), *message.body));
  message.body = input_.spool.open(kept.sent);
  return message;
}

Result<void> Writer::add_exchange(const KeptExchange& kept) {
  Archived& archived = output_.exchanges[kept.facts.id];
  SANAD_TRY(const Message request, request_of(kept));
  SANAD_TRY(const Message response, response_of(kept));
  warc::RecordHeader request_header = header_of(kept, warc::RecordType::kRequest);
  warc::RecordHeader response_header = header_of(kept, warc::RecordType::kResponse);
  const bool has_request = request.facts.http.has_value() && request.facts.length > 0;
  const bool has_response = response.facts.http.has_value() && response.facts.http->status > 0;
  if (has_request && has_response) {
    request_header.concurrent_to.push_back(response_header.id);
    response_header.concurrent_to.push_back(request_header.id);
  }
  if (kept.facts.connection) {
    const auto record = output_.connection_records.find(*kept.facts.connection);
    if (record != output_.connection_records.end() && !record->second.empty()) {
      response_header.concurrent_to.push_back(record->second);
    }
  }
  if (has_request) {
    SANAD_TRY(const bool added,
              add(request_header, {request.head, request.body.get(), request.facts}));
    if (added) archived.request_record = request_header.id;
  }
  if (!has_response) {
    if (kept.received.size > 0) {
      keeper_.not_kept(kept.facts.url, fmt::format("the {} bytes that came are no HTTP response; "
                                                   "they stand in the network log",
                                                   kept.received.size));
    }
    return {};
  }
  response_header.truncated = truncation_of(kept);
  SANAD_TRY(const bool added,
            add(response_header, {response.head, response.body.get(), response.facts},
                {.method = kept.facts.method}));
  if (!added) return {};
  archived.response_record = response_header.id;
  if (response.facts.payload_sha256) {
    archived.payload_sha256 = format_hex(*response.facts.payload_sha256);
  }
  if (response_header.truncated) archived.truncated = truncation_name(*response_header.truncated);
  return {};
}

Result<void> Writer::add_web_sockets() {
  if (input_.facts == nullptr) return {};
  for (const browser::WebSocket& socket : input_.facts->web_sockets) {
    const std::string text = json::format_pretty(web_socket_json(socket, true));
    SANAD_CHECK(add_text(warc::RecordType::kMetadata, socket.url, "application/json", text,
                         socket.messages.empty() ? input_.started : socket.messages.front().at));
  }
  return {};
}

Result<void> Writer::run() {
  SANAD_CHECK(add_info());
  SANAD_CHECK(add_resolutions());
  SANAD_CHECK(add_connections());
  for (const KeptExchange& kept : input_.channel.exchanges()) SANAD_CHECK(add_exchange(kept));
  SANAD_CHECK(add_web_sockets());
  if (is_web_address(input_.url)) {
    SANAD_CHECK(wacz_.add_page(
        {.id = "page-1", .url = input_.url, .at = input_.started, .title = input_.title}));
  }
  SANAD_TRY(const warc::WaczSummary summary, wacz_.finish());
  for (const warc::WaczResource& resource : summary.resources) {
    if (resource.path == warc::kArchivePath) output_.warc_sha256 = format_hex(resource.sha256);
  }
  return {};
}

}  // namespace

std::string format_chain_pem(const std::vector<Bytes>& chain) {
  std::string pem;
  for (const Bytes& certificate : chain) {
    pem += "-----BEGIN CERTIFICATE-----\n";
    const std::string text = format_base64(certificate);
    for (std::size_t at = 0; at < text.size(); at += 64) pem += text.substr(at, 64) + "\n";
    pem += "-----END CERTIFICATE-----\n";
  }
  return pem;
}

Result<ArchiveOutput> write_archive(const ArchiveInput& input, Keeper& keeper) {
  ArchiveOutput output;
  SANAD_TRY(const bool kept, keeper.keep("capture.wacz", "archive", "application/wacz",
                                         [&](ByteSink& sink) -> Result<void> {
                                           return Writer(input, keeper, sink, output).run();
                                         }));
  if (!kept) {
    return Error{ErrorCode::kIo, fmt::format("the archive could not be written: {}",
                                             keeper.all_not_kept().back().reason)};
  }
  return output;
}

}  // namespace sanad::capture
