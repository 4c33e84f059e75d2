// What both channels saw, as members of the acquisition record (docs/formats/acquisition.md). Pure.
#pragma once

#include <string>

#include "browser/facts.h"
#include "channel_a.h"
#include "json/json.h"
#include "warc/record.h"

namespace sanad::capture {

struct Archived;

std::string truncation_name(warc::Truncation truncation);
std::string outcome_name(netlog::Outcome outcome);
std::string cause_name(netlog::Cause cause);

// whole: with the certificates and handshake bytes themselves, else with their digests.
json::Object connection_json(const netlog::Connection& connection, bool whole);
json::Object resolution_json(const netlog::Resolution& resolution);
// archived: null if it is not in the archive.
json::Object exchange_json(const KeptExchange& kept, const Archived* archived);
json::Object request_json(const browser::Request& request);
// whole: with the messages' payloads.
json::Object web_socket_json(const browser::WebSocket& socket, bool whole);
json::Array strings_json(const std::vector<std::string>& strings);

}  // namespace sanad::capture
