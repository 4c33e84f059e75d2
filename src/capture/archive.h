// The web archive of one capture: every exchange that left bytes, the certificates and addresses
// behind them, and what came over websockets.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "browser/facts.h"
#include "channel_a.h"
#include "control.h"
#include "outputs.h"

namespace sanad::capture {

// Where an exchange stands in the archive.
struct Archived {
  std::string request_record;  // "urn:uuid:…", empty if there is none
  std::string response_record;
  std::string payload_sha256;  // of the response, coding kept
  std::string truncated;       // "length", "time", "disconnect", "unspecified"; empty: whole
};

struct ArchiveInput {
  const Spool& spool;
  const ChannelA& channel;
  const browser::Facts* facts = nullptr;  // null if the browser never answered
  std::string url;                        // the page's, at the end
  std::string title;
  Timestamp started;
  Timestamp closing;  // when we began to end it: what was cut after that, we cut
  std::string software;
  json::Value info;  // for the warcinfo record: texts by name
};

struct ArchiveOutput {
  std::map<std::uint64_t, Archived> exchanges;
  std::string warc_sha256;
  std::string dns_sha256;  // of the look-ups' record for the page's own host, empty if none
  std::map<std::int64_t, std::string> connection_records;
  std::map<std::int64_t, std::string> chain_sha256;  // of the PEM chain, by connection
  std::uint64_t records = 0;
};

// Writes capture.wacz through the keeper; what has no place in it is noted there as not kept.
Result<ArchiveOutput> write_archive(const ArchiveInput& input, Keeper& keeper);

// The chain as a file of certificates (RFC 7468).
std::string format_chain_pem(const std::vector<Bytes>& chain);

}  // namespace sanad::capture
