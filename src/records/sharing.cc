// Reading what was shared.
#include "records/sharing.h"

#include <fmt/format.h>

#include "records/records.h"
#include "rows.h"
#include "state.h"

namespace sanad::records {
namespace {

Result<json::Value> read_data(const Statement& row, int column) {
  SANAD_TRY_WITH(json::Value data, json::parse(row.text(column)),
                 "the records database is damaged; run \"sanad rebuild\"");
  return data;
}

std::optional<Timestamp> read_time(const Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return Timestamp{row.number(column)};
}

constexpr std::string_view kSelectPartner =
    "SELECT id, name, data, added_at, added_by, confirmed_at, confirmed_by, retired_at, "
    "retired_by, reason FROM partners ";

Result<Partner> read_partner(const Statement& row) {
  Partner one;
  one.id = row.text(0);
  one.name = row.text(1);
  SANAD_TRY(one.data, read_data(row, 2));
  one.added_at = {row.number(3)};
  one.added_by = row.text(4);
  one.confirmed_at = read_time(row, 5);
  one.confirmed_by = row.text(6);
  one.retired_at = read_time(row, 7);
  one.retired_by = row.text(8);
  one.reason = row.text(9);
  return one;
}

Result<ExchangeIdentity> read_identity(const Statement& row) {
  ExchangeIdentity one;
  one.number = row.number(0);
  SANAD_TRY(one.data, read_data(row, 1));
  one.at = {row.number(2)};
  one.by = row.text(3);
  return one;
}

constexpr std::string_view kSelectMarking = "SELECT subject, case_id, data, at, by FROM markings ";

Result<SetMarking> read_marking(const Statement& row) {
  SetMarking one;
  one.subject = row.text(0);
  one.case_id = row.text(1);
  SANAD_TRY(one.data, read_data(row, 2));
  one.at = {row.number(3)};
  one.by = row.text(4);
  return one;
}

constexpr std::string_view kSelectPackage = "SELECT id, case_id, data, at, by, idx FROM packages ";

Result<Package> read_package(const Statement& row) {
  Package one;
  one.id = row.text(0);
  one.case_id = row.text(1);
  SANAD_TRY(one.data, read_data(row, 2));
  one.at = {row.number(3)};
  one.by = row.text(4);
  one.index = static_cast<std::uint64_t>(row.number(5));
  return one;
}

Result<TakenExhibit> read_taken(const Statement& row) {
  TakenExhibit one;
  one.package = row.text(0);
  one.theirs = row.text(1);
  one.exhibit = row.text(2);
  SANAD_TRY(one.data, read_data(row, 3));
  return one;
}

constexpr std::string_view kSelectReceipt =
    "SELECT id, package, partner, case_id, data, at, by FROM receipts ";

Result<StoredReceipt> read_receipt(const Statement& row) {
  StoredReceipt one;
  one.id = row.text(0);
  one.package = row.text(1);
  one.partner = row.text(2);
  one.case_id = row.text(3);
  SANAD_TRY(one.data, read_data(row, 4));
  one.at = {row.number(5)};
  one.by = row.text(6);
  return one;
}

constexpr std::string_view kSelectRelease =
    "SELECT id, case_id, data, at, by, withdrawn_at, withdrawn_by, reason FROM releases ";

Result<Release> read_release(const Statement& row) {
  Release one;
  one.id = row.text(0);
  one.case_id = row.text(1);
  SANAD_TRY(one.data, read_data(row, 2));
  one.at = {row.number(3)};
  one.by = row.text(4);
  one.withdrawn_at = read_time(row, 5);
  one.withdrawn_by = row.text(6);
  one.reason = row.text(7);
  return one;
}

}  // namespace

Result<std::vector<ExchangeIdentity>> Records::exchange_identities() const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(
                "SELECT number, data, at, by FROM exchange_identities ORDER BY number DESC"));
  return read_all(std::move(statement), read_identity);
}

Result<std::vector<Partner>> Records::partners() const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format("{} ORDER BY name, added_at", kSelectPartner)));
  return read_all(std::move(statement), read_partner);
}

Result<Partner> Records::partner(std::string_view id) const {
  const std::lock_guard lock(state_->mutex);
  // A name may have been another's before it was retired: the one in use counts.
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format(
                "{} WHERE id = ?1 OR name = ?1 ORDER BY retired_at IS NOT NULL, added_at DESC",
                kSelectPartner)));
  statement.bind(id);
  return read_one(std::move(statement), read_partner, "partner", id);
}

Result<std::optional<SetMarking>> Records::marking(std::string_view subject) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format("{} WHERE subject = ?", kSelectMarking)));
  statement.bind(subject);
  SANAD_TRY(auto found, read_all(std::move(statement), read_marking));
  if (found.empty()) return std::optional<SetMarking>();
  return std::optional<SetMarking>(std::move(found.front()));
}

Result<std::vector<SetMarking>> Records::markings(std::string_view case_id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement, state_->database.prepare(fmt::format(
                                     "{} WHERE case_id = ? ORDER BY subject", kSelectMarking)));
  statement.bind(case_id);
  return read_all(std::move(statement), read_marking);
}

Result<std::vector<Package>> Records::packages(std::string_view case_id,
                                               std::string_view direction) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format(
                "{} WHERE (?1 = '' OR case_id = ?1) AND direction = ?2 ORDER BY idx DESC",
                kSelectPackage)));
  statement.bind(case_id).bind(direction);
  return read_all(std::move(statement), read_package);
}

Result<Package> Records::package(std::string_view id, std::string_view direction) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement, state_->database.prepare(fmt::format(
                                     "{} WHERE id = ? AND direction = ?", kSelectPackage)));
  statement.bind(id).bind(direction);
  return read_one(std::move(statement), read_package, "package", id);
}

Result<std::vector<TakenExhibit>> Records::taken_exhibits(std::string_view package) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare("SELECT package, theirs, exhibit, data FROM taken_exhibits "
                                     "WHERE package = ? ORDER BY theirs"));
  statement.bind(package);
  return read_all(std::move(statement), read_taken);
}

Result<std::vector<StoredReceipt>> Records::receipts(std::string_view package) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement, state_->database.prepare(fmt::format(
                                     "{} WHERE package = ? ORDER BY at, id", kSelectReceipt)));
  statement.bind(package);
  return read_all(std::move(statement), read_receipt);
}

Result<StoredReceipt> Records::receipt(std::string_view id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format("{} WHERE id = ?", kSelectReceipt)));
  statement.bind(id);
  return read_one(std::move(statement), read_receipt, "receipt", id);
}

Result<std::vector<Release>> Records::releases(std::string_view case_id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(
                fmt::format("{} WHERE (?1 = '' OR case_id = ?1) ORDER BY idx", kSelectRelease)));
  statement.bind(case_id);
  return read_all(std::move(statement), read_release);
}

Result<Release> Records::release(std::string_view id) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare(fmt::format("{} WHERE id = ?", kSelectRelease)));
  statement.bind(id);
  return read_one(std::move(statement), read_release, "release", id);
}

Result<bool> Records::was_told(std::string_view token, std::string_view release,
                               std::string_view version) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(Statement statement,
            state_->database.prepare("SELECT 1 FROM told_releases WHERE token = ? AND release = ? "
                                     "AND version = ?"));
  return statement.bind(token).bind(release).bind(version).step();
}

}  // namespace sanad::records
