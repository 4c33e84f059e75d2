// Who and what a line of a parts list speaks of, as the index names them.
#include "state.h"

namespace sanad::case_index {
namespace {

// Row of the table's account or chat that the document's source names so; 0: none. Where there is
// no identifier, the name is one of this original alone.
Result<std::int64_t> named(const sqlite::Database& database, const char* sql,
                           const Document& document, const Party& party) {
  std::int64_t scope = 0;
  if (party.id.empty()) {
    SANAD_TRY(auto original,
              database.prepare("SELECT id FROM originals WHERE exhibit = ? AND number = ?"));
    SANAD_TRY(const bool found, original.bind(document.source.exhibit)
                                    .bind(static_cast<std::int64_t>(document.source.original))
                                    .step());
    if (!found) return 0;
    scope = original.number(0);
  }
  SANAD_TRY(auto statement, database.prepare(sql));
  SANAD_TRY(const bool found, statement.bind(document.platform)
                                  .bind(scope)
                                  .bind(party.id.empty() ? party.name : party.id)
                                  .step());
  return found ? statement.number(0) : 0;
}

}  // namespace

Result<std::optional<Account>> CaseIndex::find_account(const Document& document, const Party& party,
                                                       const Unmasked& unmasked) const {
  if (party.empty()) return std::optional<Account>();
  std::int64_t row = 0;
  {
    SANAD_TRY(const Readers::Lease reader, state_->readers.take());
    SANAD_TRY(row, named(*reader,
                         "SELECT id FROM accounts WHERE platform = ? AND scope = ? AND account = ?",
                         document, party));
  }
  if (row == 0) return std::optional<Account>();
  SANAD_TRY(Account found, account(row, unmasked));
  return std::optional<Account>(std::move(found));
}

Result<std::optional<Chat>> CaseIndex::find_chat(const Document& document,
                                                 const Unmasked& unmasked) const {
  if (document.chat.empty()) return std::optional<Chat>();
  std::int64_t row = 0;
  {
    SANAD_TRY(const Readers::Lease reader, state_->readers.take());
    SANAD_TRY(row,
              named(*reader, "SELECT id FROM chats WHERE platform = ? AND scope = ? AND chat = ?",
                    document, document.chat));
  }
  if (row == 0) return std::optional<Chat>();
  SANAD_TRY(Chat found, chat(row, unmasked));
  return std::optional<Chat>(std::move(found));
}

Result<std::int64_t> CaseIndex::find_message(std::int64_t chat, const Document& document) const {
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  SANAD_TRY(auto statement,
            reader->prepare("SELECT d.id FROM documents d JOIN holders h ON h.id = d.holder "
                            "JOIN originals o ON o.id = h.original WHERE d.chat IS ? AND "
                            "d.number = ? AND d.part = ? AND o.exhibit = ?"));
  const auto in_chat = chat == 0 ? std::optional<std::int64_t>() : chat;
  SANAD_TRY(const bool found, statement.bind(in_chat)
                                  .bind(document.number)
                                  .bind(static_cast<std::int64_t>(document.source.part))
                                  .bind(document.source.exhibit)
                                  .step());
  return found ? statement.number(0) : 0;
}

Result<std::vector<Attached>> CaseIndex::attached(std::int64_t document) const {
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  SANAD_TRY(auto statement,
            reader->prepare("SELECT a.place, d.part FROM attachments a JOIN documents d ON d.id = "
                            "a.part WHERE a.document = ? ORDER BY a.place"));
  statement.bind(document);
  std::vector<Attached> found;
  while (true) {
    SANAD_TRY(const bool more, statement.step());
    if (!more) return found;
    found.push_back({static_cast<std::size_t>(statement.number(0)),
                     static_cast<std::uint64_t>(statement.number(1))});
  }
}

}  // namespace sanad::case_index
