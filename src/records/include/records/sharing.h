// Sharing with other agencies, as the ledger says: our own certificates, partners, markings,
// packages that left and that came, receipts, and indicators that were released. What each entry
// says stands in docs/formats/entries.md; it is kept here whole, as data.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "json/json.h"

namespace sanad::records {

// Certificates for signing and sealing; the newest is the one that is handed out.
struct ExchangeIdentity {
  std::int64_t number = 0;  // from 1; the keys follow from it and the workspace's key
  json::Value data;
  Timestamp at;
  std::string by;
};

struct Partner {
  std::string id;
  std::string name;
  json::Value data;  // of partner.added
  Timestamp added_at;
  std::string added_by;
  std::optional<Timestamp> confirmed_at, retired_at;
  std::string confirmed_by, retired_by, reason;
  bool is_in_force() const { return confirmed_at.has_value() && !retired_at.has_value(); }
};

// What was set last for a case or an exhibit.
struct SetMarking {
  std::string subject;  // case-… or exhibit-…
  std::string case_id;
  json::Value data;  // of marking.set
  Timestamp at;
  std::string by;
};

struct Package {
  std::string id;
  std::string case_id;
  json::Value data;  // of package.sealed, or package.opened
  Timestamp at;
  std::string by;
  std::uint64_t index = 0;  // of that entry
};

struct TakenExhibit {
  std::string package;
  std::string theirs;   // the sender's exhibit
  std::string exhibit;  // ours
  json::Value data;     // of package.taken
};

struct StoredReceipt {
  std::string id;
  std::string package;
  std::string partner;  // of one that was taken in; else empty
  std::string case_id;
  json::Value data;  // of receipt.issued, or receipt.taken
  Timestamp at;
  std::string by;
};

struct Release {
  std::string id;
  std::string case_id;
  json::Value data;  // of indicator.released
  Timestamp at;
  std::string by;
  std::optional<Timestamp> withdrawn_at;
  std::string withdrawn_by, reason;
};

}  // namespace sanad::records
