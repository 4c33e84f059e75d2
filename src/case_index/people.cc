// Accounts: pseudonymous in lists; everything of one only with a permit that names it.
#include "people.h"

#include <fmt/format.h>

#include "base/numbers.h"
#include "state.h"
#include "timeline.h"

namespace sanad::case_index {
namespace {

// Before a pseudonym where others have a platform.
constexpr std::string_view kPerson = "person";

Error no_account() {
  return {ErrorCode::kNotFound, "the case has no such account; choose one from its list"};
}

Result<Account> find(const sqlite::Database& database, std::string_view column, std::int64_t value,
                     const Unmasked& unmasked) {
  SANAD_TRY(auto statement, database.prepare(fmt::format("SELECT {} FROM accounts WHERE {} = ?",
                                                         kAccountColumns, column)));
  SANAD_TRY(const bool found, statement.bind(value).step());
  if (!found) return no_account();
  return read_account(statement, 0, unmasked);
}

}  // namespace

std::string identifier_of_pseudonym(std::int64_t pseudonym) {
  return fmt::format("{}:{}", kPerson, pseudonym);
}

Result<std::int64_t> row_of(const sqlite::Database& database,
                            const authority::PersonPermit& permit) {
  const std::string& identifier = permit.identifier();
  const std::size_t colon = identifier.find(':');
  if (colon == std::string::npos) return no_account();
  if (identifier.starts_with(kPerson) && colon == kPerson.size()) {
    const auto pseudonym = parse_decimal(std::string_view(identifier).substr(colon + 1));
    if (!pseudonym.ok()) return no_account();
    SANAD_TRY(const Account account,
              find(database, "pseudonym", static_cast<std::int64_t>(*pseudonym), {}));
    return account.row;
  }
  SANAD_TRY(auto statement,
            database.prepare("SELECT id FROM accounts WHERE platform = ? AND scope = 0 "
                             "AND account = ?"));
  SANAD_TRY(const bool found, statement.bind(std::string_view(identifier).substr(0, colon))
                                  .bind(std::string_view(identifier).substr(colon + 1))
                                  .step());
  if (!found) return no_account();
  return statement.number(0);
}

Result<std::vector<Account>> CaseIndex::accounts(std::int64_t after_pseudonym, std::size_t limit,
                                                 const Unmasked& unmasked) const {
  SANAD_CHECK(check_page(limit, kMaxAccountsPage));
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  SANAD_TRY(auto statement,
            reader->prepare(fmt::format(
                "SELECT {} FROM accounts WHERE pseudonym > ? ORDER BY pseudonym LIMIT ?",
                kAccountColumns)));
  statement.bind(after_pseudonym).bind(static_cast<std::int64_t>(limit));
  std::vector<Account> accounts;
  while (true) {
    SANAD_TRY(const bool more, statement.step());
    if (!more) return accounts;
    accounts.push_back(read_account(statement, 0, unmasked));
  }
}

Result<Account> CaseIndex::account(std::int64_t row, const Unmasked& unmasked) const {
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  return find(*reader, "id", row, unmasked);
}

Result<Account> CaseIndex::account_of(std::int64_t pseudonym, const Unmasked& unmasked) const {
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  return find(*reader, "pseudonym", pseudonym, unmasked);
}

Result<std::string> CaseIndex::account_identifier(std::int64_t row) const {
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  SANAD_TRY(auto statement,
            reader->prepare("SELECT platform, account FROM accounts WHERE id = ? AND scope = 0"));
  SANAD_TRY(const bool found, statement.bind(row).step());
  // What calls itself a person of the case would be taken for its pseudonym.
  if (!found || statement.text(0) == kPerson) return no_account();
  return fmt::format("{}:{}", statement.text(0), statement.text(1));
}

Result<Rows> CaseIndex::person_rows(const authority::PersonPermit& permit, const Filter& filter,
                                    const Page& page, const Unmasked& unmasked) const {
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  SANAD_TRY(const std::int64_t account, row_of(*reader, permit));
  return read_page(*reader, filter, account, Order::kNumber, page, unmasked);
}

Result<Timeline> CaseIndex::person_timeline(const authority::PersonPermit& permit,
                                            const Filter& filter, ClockKind clock, Step step,
                                            const Zone& zone) const {
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  SANAD_TRY(const std::int64_t account, row_of(*reader, permit));
  return read_timeline(*reader, where_of(filter, account), clock, step, zone);
}

Result<Activity> CaseIndex::person_activity(const authority::PersonPermit& permit,
                                            const Filter& filter, const Zone& zone) const {
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  SANAD_TRY(const std::int64_t account, row_of(*reader, permit));
  return read_activity(*reader, where_of(filter, account), zone);
}

}  // namespace sanad::case_index
