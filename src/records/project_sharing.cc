// From entries about sharing to rows.
#include <array>

#include "state.h"

namespace sanad::records {
namespace {

using sqlite::Database;
using sqlite::Statement;

std::string member(const Entry& entry, std::string_view name) {
  return entry.data[name].string_or("");
}

std::string text_of(const Entry& entry) { return json::format_canonical(entry.data); }

Result<void> exchange_made(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare("INSERT OR REPLACE INTO exchange_identities VALUES (?, ?, ?, ?)"));
  return statement.bind(entry.data["number"].int_or(0))
      .bind(text_of(entry))
      .bind(entry.at.unix_ms)
      .bind(entry.actor)
      .run();
}

Result<void> partner_added(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare("INSERT INTO partners (id, name, data, added_at, added_by) VALUES "
                             "(?, ?, ?, ?, ?)"));
  return statement.bind(member(entry, "partner"))
      .bind(member(entry, "name"))
      .bind(text_of(entry))
      .bind(entry.at.unix_ms)
      .bind(entry.actor)
      .run();
}

Result<void> partner_confirmed(Database& database, const Entry& entry) {
  SANAD_TRY(
      auto statement,
      database.prepare("UPDATE partners SET confirmed_at = ?, confirmed_by = ? WHERE id = ?"));
  return statement.bind(entry.at.unix_ms).bind(entry.actor).bind(member(entry, "partner")).run();
}

Result<void> partner_retired(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare("UPDATE partners SET retired_at = ?, retired_by = ?, reason = ? "
                             "WHERE id = ?"));
  return statement.bind(entry.at.unix_ms)
      .bind(entry.actor)
      .bind(member(entry, "reason"))
      .bind(member(entry, "partner"))
      .run();
}

Result<void> marking_set(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare("INSERT OR REPLACE INTO markings VALUES (?, ?, ?, ?, ?)"));
  return statement.bind(member(entry, "subject"))
      .bind(entry.case_id)
      .bind(text_of(entry))
      .bind(entry.at.unix_ms)
      .bind(entry.actor)
      .run();
}

Result<void> add_package(Database& database, const Entry& entry, std::string_view direction) {
  SANAD_TRY(auto statement,
            database.prepare("INSERT OR IGNORE INTO packages VALUES (?, ?, ?, ?, ?, ?, ?)"));
  return statement.bind(member(entry, "package"))
      .bind(direction)
      .bind(entry.case_id)
      .bind(text_of(entry))
      .bind(entry.at.unix_ms)
      .bind(entry.actor)
      .bind(static_cast<std::int64_t>(entry.index))
      .run();
}

Result<void> package_sealed(Database& database, const Entry& entry) {
  return add_package(database, entry, "out");
}

Result<void> package_opened(Database& database, const Entry& entry) {
  return add_package(database, entry, "in");
}

Result<void> package_taken(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare("INSERT OR REPLACE INTO taken_exhibits VALUES (?, ?, ?, ?)"));
  return statement.bind(member(entry, "package"))
      .bind(member(entry, "theirs"))
      .bind(member(entry, "exhibit"))
      .bind(text_of(entry))
      .run();
}

Result<void> add_receipt(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare("INSERT OR IGNORE INTO receipts VALUES (?, ?, ?, ?, ?, ?, ?)"));
  return statement.bind(member(entry, "receipt"))
      .bind(member(entry, "package"))
      .bind(member(entry, "partner"))
      .bind(entry.case_id)
      .bind(text_of(entry))
      .bind(entry.at.unix_ms)
      .bind(entry.actor)
      .run();
}

Result<void> indicator_released(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare("INSERT INTO releases (id, case_id, data, at, by, idx) VALUES "
                             "(?, ?, ?, ?, ?, ?)"));
  return statement.bind(member(entry, "release"))
      .bind(entry.case_id)
      .bind(text_of(entry))
      .bind(entry.at.unix_ms)
      .bind(entry.actor)
      .bind(static_cast<std::int64_t>(entry.index))
      .run();
}

Result<void> indicator_withdrawn(Database& database, const Entry& entry) {
  SANAD_TRY(auto statement,
            database.prepare("UPDATE releases SET withdrawn_at = ?, withdrawn_by = ?, reason = ? "
                             "WHERE id = ?"));
  return statement.bind(entry.at.unix_ms)
      .bind(entry.actor)
      .bind(member(entry, "reason"))
      .bind(member(entry, "release"))
      .run();
}

Result<void> indicators_disclosed(Database& database, const Entry& entry) {
  const json::Array* told = entry.data["told"].as_array();
  if (told == nullptr) return {};
  for (const json::Value& one : *told) {
    SANAD_TRY(auto statement,
              database.prepare("INSERT OR IGNORE INTO told_releases VALUES (?, ?, ?)"));
    SANAD_CHECK(statement.bind(member(entry, "token"))
                    .bind(one["release"].string_or(""))
                    .bind(one["version"].string_or(""))
                    .run());
  }
  return {};
}

struct Projection {
  std::string_view kind;
  Result<void> (*apply)(Database&, const Entry&);
};
constexpr std::array kProjections = {Projection{"exchange.made", exchange_made},
                                     Projection{"partner.added", partner_added},
                                     Projection{"partner.confirmed", partner_confirmed},
                                     Projection{"partner.retired", partner_retired},
                                     Projection{"marking.set", marking_set},
                                     Projection{"package.sealed", package_sealed},
                                     Projection{"package.opened", package_opened},
                                     Projection{"package.taken", package_taken},
                                     Projection{"receipt.issued", add_receipt},
                                     Projection{"receipt.taken", add_receipt},
                                     Projection{"indicator.released", indicator_released},
                                     Projection{"indicator.withdrawn", indicator_withdrawn},
                                     Projection{"indicators.disclosed", indicators_disclosed}};

}  // namespace

Result<void> project_sharing(Database& database, const Entry& entry) {
  for (const Projection& one : kProjections) {
    if (one.kind == entry.kind) return one.apply(database, entry);
  }
  return {};
}

}  // namespace sanad::records
