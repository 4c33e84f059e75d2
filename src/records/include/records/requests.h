// The register of requests, in and out, as the ledger says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "json/json.h"

namespace sanad::records {

// A paper of a request as it was sealed.
struct RequestDocument {
  std::string name;      // "peca-31-notice.en.html"
  std::string form;      // key of the form
  std::string language;  // "en" or "ur"
  std::string media_type;
  std::string sha256;
  std::uint64_t size = 0;
};

// What became of a request, one entry each: "request.sent", "request.answered", …
struct RequestEvent {
  std::string kind;
  Timestamp at;  // of the entry; what it tells of may have been before
  std::string actor;
  json::Value data;
  std::uint64_t index = 0;
};

struct Request {
  std::string id;         // request-…
  std::string reference;  // "TZ-2026-0001-R01"
  std::string case_id;
  std::string direction;  // "out" or "in"
  std::string kind;       // what kind of paper: "referral", "notice", …
  std::string
      state;  // "draft", "approved", "issued", "answered", "withdrawn"; "received" of one in
  std::int64_t version = 0;          // of the draft, from 1; 0 of one that came in
  std::vector<std::string> authors;  // officers who wrote a version, none twice
  json::Value content;               // docs/formats/request.md
  json::Value law;                   // {pack, edition, form}; null of one that came in without
  std::string relates_to;            // the request that it stands beside; may be empty
  std::string corrects;              // the issued one whose place it takes; may be empty
  std::string corrected_by;          // may be empty
  std::string approved_by;           // of the version that stands; else empty
  std::string issued_by;
  std::optional<Timestamp> issued_at;
  std::vector<RequestDocument> documents;
  std::vector<RequestEvent> events;  // oldest first
  Timestamp created_at;
};

// Captures that are repeated to see whether the content is still there.
struct Recheck {
  std::string request;
  std::string case_id;
  std::string url;
  std::int64_t every_hours = 0;
  Timestamp scheduled_at;
  Timestamp until;
  std::string by;                    // under whose name each is decided
  std::optional<Timestamp> next_at;  // absent: it has ended
  std::string end_reason;
};

struct RecheckResult {
  std::string check;  // check-…
  std::string request;
  std::string outcome;  // "there", "changed", "gone", "moved", "geo-blocked", "unclear", "refused"
  std::string exhibit;  // empty where nothing was sealed
  std::string reason;
  json::Value data;
  Timestamp at;
};

}  // namespace sanad::records
