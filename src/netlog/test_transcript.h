// Writes what a Listener is told as text, one line a fact, for golden files.
#pragma once

#include <fmt/format.h>

#include <array>
#include <map>
#include <string>

#include "base/time.h"
#include "crypto/crypto.h"
#include "netlog/parser.h"

namespace sanad::netlog {

// What is not printable ASCII as \xNN, so that a golden file shows the very bytes.
inline std::string printable(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7F && c != '\\') {
      out += c;
    } else {
      out += fmt::format("\\x{:02x}", byte);
    }
  }
  return out;
}

class Transcript final : public Listener {
 public:
  Result<void> on_log(const LogInfo& info) override {
    add("log {} {} {}", info.browser_name, info.browser_version, info.capture_mode);
    return {};
  }

  Result<void> on_connection(const Connection& c) override {
    add("connection {} {} -> {}{}", c.id, c.local_address, c.remote_address,
        c.net_error == 0 ? "" : " " + c.net_error_name);
    if (!c.tls) return {};
    const TlsInfo& tls = *c.tls;
    add("  tls '{}' cipher {:#06x} group {} signature {} alpn '{}'{} {}", tls.version,
        tls.cipher_suite, tls.key_exchange_group, tls.peer_signature_algorithm, tls.alpn,
        tls.resumed ? " resumed" : "", tls.net_error_name);
    for (const Bytes& der : tls.certificates) add("  certificate {}", digest(der));
    std::string types;
    for (const HandshakeMessage& message : tls.handshake) {
      types += fmt::format(" {}{}", message.sent ? '>' : '<', message.type);
    }
    add("  handshake{}", types);
    if (!tls.verdict) return {};
    const CertificateVerdict& verdict = *tls.verdict;
    std::string status;
    for (const std::string& name : verdict.status) status += " " + name;
    add("  verdict {}{} known root {} chain {} scts {}", verdict.net_error_name, status,
        verdict.known_root, verdict.verified_chain.size(), verdict.scts_json);
    return {};
  }

  Result<void> on_connection_end(const Connection& c) override {
    add("connection {} closed, {} exchanges, {} stray bytes", c.id, c.exchanges,
        c.unattributed_bytes);
    return {};
  }

  Result<void> on_request(const Exchange& e) override {
    add("exchange {} request {} hop {} {} {}", e.id, e.request_source, e.hop, cause(e.cause),
        e.url);
    add("  {} '{}' by {} ({}) {}{}", e.method, e.request_type, e.initiator,
        e.party == Party::kPage ? "page" : "browser", e.traffic_purpose,
        e.created_by ? fmt::format(" for request {}", *e.created_by) : "");
    if (e.sent) add("  > {}", printable(e.request_line));
    for (const std::string& line : e.request_headers) add("  > {}", printable(line));
    return {};
  }

  Result<void> on_response(const Exchange& e) override {
    add("exchange {} answered {}", e.id, e.response->status);
    return {};
  }

  Result<void> on_bytes(const Exchange& e, Channel channel, ByteView bytes) override {
    Sum& sum = sums_.try_emplace(e.id).first->second.at(static_cast<std::size_t>(channel));
    sum.count += bytes.size();
    sum.hash.update(bytes);
    if (sum.head.size() < kHead) sum.head += as_text(bytes.first(std::min(bytes.size(), kHead)));
    return {};
  }

  Result<void> on_websocket_frame(const Exchange& e, const WebSocketFrame& f) override {
    add("exchange {} frame {} opcode {} payload {}", e.id, f.sent ? "sent" : "received", f.opcode,
        f.payload_bytes);
    return {};
  }

  Result<void> on_exchange_end(const Exchange& e) override {
    add("exchange {} {} {}{}", e.id, outcome(e.outcome), e.url,
        e.net_error_name.empty() ? "" : " " + e.net_error_name);
    for (const ResponseHead& head : e.interim) add_head(head, "  interim < ");
    if (e.response) add_head(*e.response, "  < ");
    for (const std::string& line : e.trailers) add("  trailer < {}", printable(line));
    add("  {} {} connection {}{}{} filters '{}' redirect '{}' upload {}", protocol(e.protocol),
        provenance(e.provenance), e.connection.value_or(0), e.connection_reused ? " reused" : "",
        e.stream ? fmt::format(" stream {}", *e.stream) : "", e.content_filters, e.redirect_to,
        e.upload_size_bytes.value_or(-1));
    const auto found = sums_.find(e.id);
    if (found != sums_.end()) add_sums(found->second);
    sums_.erase(e.id);
    return {};
  }

  Result<void> on_resolution(const Resolution& r) override {
    add("resolution {} {} {} results, {} messages {}", r.id, r.host, r.results_json.size(),
        r.dns_messages.size(), r.net_error_name);
    return {};
  }

  Result<void> on_note(const Note& note) override {
    add("note at {}: {}", note.offset, note.text);
    return {};
  }

  std::string text;

 private:
  static constexpr std::size_t kHead = 60;
  struct Sum {
    std::size_t count = 0;
    crypto::Hasher hash{crypto::Hasher::Algorithm::kSha256};
    std::string head;
  };

  template <typename... Args>
  void add(fmt::format_string<Args...> format, Args&&... args) {
    text += fmt::format(format, std::forward<Args>(args)...) + '\n';
  }
  static std::string digest(ByteView bytes) {
    return format_hex(crypto::sha256(bytes)).substr(0, 16) + fmt::format(" {} bytes", bytes.size());
  }
  void add_head(const ResponseHead& head, std::string_view prefix) {
    for (const std::string& line : head.lines) add("{}{}", prefix, printable(line));
    if (head.status_line_reconstructed) add("  (status line reconstructed)");
  }
  void add_sums(std::array<Sum, 4>& sums) {
    constexpr std::array<std::string_view, 4> kNames = {"wire received", "wire sent", "coded",
                                                        "decoded"};
    for (std::size_t i = 0; i < sums.size(); ++i) {
      if (sums[i].count == 0) continue;
      add("  {} {} {} {}", kNames[i], sums[i].count,
          format_hex(sums[i].hash.finish()).substr(0, 16),
          printable(sums[i].head.substr(0, kHead)));
    }
  }
  static std::string_view cause(Cause cause) {
    constexpr std::array<std::string_view, 4> kNames = {"first", "redirect", "authentication",
                                                        "retry"};
    return kNames.at(static_cast<std::size_t>(cause));
  }
  static std::string_view outcome(Outcome outcome) {
    constexpr std::array<std::string_view, 5> kNames = {"open", "complete", "failed", "cancelled",
                                                        "cut with the log"};
    return kNames.at(static_cast<std::size_t>(outcome));
  }
  static std::string_view protocol(Protocol protocol) {
    constexpr std::array<std::string_view, 4> kNames = {"-", "http/1", "h2", "h3"};
    return kNames.at(static_cast<std::size_t>(protocol));
  }
  static std::string_view provenance(Provenance provenance) {
    constexpr std::array<std::string_view, 4> kNames = {"nowhere", "network", "cache",
                                                        "revalidated"};
    return kNames.at(static_cast<std::size_t>(provenance));
  }

  std::map<std::uint64_t, std::array<Sum, 4>> sums_;
};

}  // namespace sanad::netlog
