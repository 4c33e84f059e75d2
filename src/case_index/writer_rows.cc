// The rows that documents share: originals, what holds records, accounts, chats, selectors, files.
// Each is found or made, and has its pseudonym.
#include <fmt/format.h>

#include "writer_statements.h"

namespace sanad::case_index {
namespace {

// Six digits for the first attempts, then two more for each further pair.
std::uint64_t numbers_of(int attempt) {
  std::uint64_t first = 100'000;
  for (int i = 1; i < attempt && first < 1'000'000'000'000'000; i += 2) first *= 100;
  return first;
}

// What a bound "SELECT id" finds; 0 if nothing. Ready to be used again.
Result<std::int64_t> row_of(Statement& find) {
  auto found = find.step();
  const std::int64_t row = found.ok() && *found ? find.number(0) : 0;
  find.reset();
  if (!found.ok()) return found.error();
  return row;
}

}  // namespace

std::int64_t Pseudonyms::number(std::string_view name, int attempt) const {
  const Digest256 digest =
      crypto::hmac_sha256(secret_, as_bytes(fmt::format("pseudonym\n{}\n{}", attempt, name)));
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 8; ++i) value = value << 8U | digest[i];
  const std::uint64_t first = numbers_of(attempt);
  return static_cast<std::int64_t>(first + value % (first * 9));
}

std::string Pseudonyms::check() const {
  return format_hex(crypto::hmac_sha256(secret_, as_bytes("check")));
}

Result<std::int64_t> Writer::original_row(const Source& source) {
  std::string key = fmt::format("{}\n{}", source.exhibit, source.original);
  if (const auto* row = originals_.find(key)) return *row;
  Statement& find = statements_->find_original;
  find.bind_borrowed(source.exhibit).bind(std::int64_t{source.original});
  SANAD_TRY(const std::int64_t known, row_of(find));
  const std::int64_t row = known != 0 ? known : next_row_[kOriginals]++;
  if (known == 0) {
    SANAD_CHECK(statements_->new_original.bind(row)
                    .bind_borrowed(source.exhibit)
                    .bind(std::int64_t{source.original})
                    .bind_borrowed(as_bytes(source.original_name))
                    .run_again());
  }
  originals_.put(std::move(key), row);
  return row;
}

Result<std::int64_t> Writer::holder_row(std::int64_t original, std::string_view way) {
  std::string key = fmt::format("{}\n{}", original, way);
  if (const auto* row = holders_.find(key)) return *row;
  Statement& find = statements_->find_holder;
  find.bind(original).bind_borrowed(way);
  SANAD_TRY(const std::int64_t known, row_of(find));
  const std::int64_t row = known != 0 ? known : next_row_[kHolders]++;
  if (known == 0) {
    SANAD_CHECK(statements_->new_holder.bind(row).bind(original).bind_borrowed(way).run_again());
  }
  holders_.put(std::move(key), row);
  return row;
}

Result<std::int64_t> Writer::free_pseudonym(std::string_view name, Statement& taken) {
  for (int attempt = 0;; ++attempt) {
    const std::int64_t number = pseudonyms_.number(name, attempt);
    taken.bind(number);
    SANAD_TRY(const std::int64_t is_taken, row_of(taken));
    if (is_taken == 0) return number;
  }
}

// Where the source has no identifier, a name means somebody in this one original only: two people
// may be called alike.
Result<std::int64_t> Writer::account_row(const Document& document, const Party& party,
                                         std::int64_t original) {
  const std::int64_t scope = party.id.empty() ? original : 0;
  const std::string& account = party.id.empty() ? party.name : party.id;
  std::string key = fmt::format("{}\n{}\n{}", document.platform, scope, account);
  if (const auto* row = accounts_.find(key)) return *row;
  Statement& find = statements_->find_account;
  find.bind_borrowed(document.platform).bind(scope).bind_borrowed(account);
  SANAD_TRY(const std::int64_t known, row_of(find));
  const std::int64_t row = known != 0 ? known : next_row_[kAccounts]++;
  if (known == 0) {
    const std::string stays =
        scope == 0 ? fmt::format("account\n{}\n{}", document.platform, account)
                   : fmt::format("account\n{}\n{}\n{}\n{}", document.platform,
                                 document.source.exhibit, document.source.original, account);
    SANAD_TRY(const std::int64_t pseudonym, free_pseudonym(stays, statements_->account_taken));
    SANAD_CHECK(statements_->new_account.bind(row)
                    .bind_borrowed(document.platform)
                    .bind(scope)
                    .bind_borrowed(account)
                    .bind_borrowed(party.name)
                    .bind(pseudonym)
                    .run_again());
  }
  accounts_.put(std::move(key), row);
  return row;
}

Result<std::int64_t> Writer::chat_row(const Document& document, std::int64_t original) {
  const Party& party = document.chat;
  const std::int64_t scope = party.id.empty() ? original : 0;
  const std::string& chat = party.id.empty() ? party.name : party.id;
  std::string key = fmt::format("{}\n{}\n{}", document.platform, scope, chat);
  if (const auto* row = chats_.find(key)) return *row;
  Statement& find = statements_->find_chat;
  find.bind_borrowed(document.platform).bind(scope).bind_borrowed(chat);
  SANAD_TRY(const std::int64_t known, row_of(find));
  const std::int64_t row = known != 0 ? known : next_row_[kChats]++;
  if (known == 0) {
    const std::string stays =
        scope == 0 ? fmt::format("chat\n{}\n{}", document.platform, chat)
                   : fmt::format("chat\n{}\n{}\n{}\n{}", document.platform, document.source.exhibit,
                                 document.source.original, chat);
    SANAD_TRY(const std::int64_t pseudonym, free_pseudonym(stays, statements_->chat_taken));
    SANAD_CHECK(statements_->new_chat.bind(row)
                    .bind_borrowed(document.platform)
                    .bind(scope)
                    .bind_borrowed(chat)
                    .bind_borrowed(party.name)
                    .bind(pseudonym)
                    .run_again());
  }
  chats_.put(std::move(key), row);
  return row;
}

Result<std::int64_t> Writer::selector_row(const SelectorHit& hit) {
  std::string key = fmt::format("{}\n{}", hit.kind, hit.value);
  if (const auto* row = selectors_.find(key)) return *row;
  Statement& find = statements_->find_selector;
  find.bind_borrowed(hit.kind).bind_borrowed(hit.value);
  SANAD_TRY(const std::int64_t known, row_of(find));
  const std::int64_t row = known != 0 ? known : next_row_[kSelectors]++;
  if (known == 0) {
    Statement& insert = statements_->new_selector;
    std::optional<std::int64_t> pseudonym;
    if (hit.personal) {
      SANAD_TRY(pseudonym, free_pseudonym(fmt::format("selector\n{}\n{}", hit.kind, hit.value),
                                          statements_->selector_taken));
    }
    SANAD_CHECK(insert.bind(row)
                    .bind_borrowed(hit.kind)
                    .bind_borrowed(hit.value)
                    .bind(pseudonym)
                    .run_again());
  }
  selectors_.put(std::move(key), row);
  return row;
}

Result<std::int64_t> Writer::file_row(const Document& document) {
  if (const auto* row = files_.find(document.sha256)) return *row;
  SANAD_TRY(const Digest256 digest, parse_digest256(document.sha256));
  Statement& find = statements_->find_file;
  find.bind_borrowed(ByteView(digest));
  SANAD_TRY(const std::int64_t known, row_of(find));
  const std::int64_t row = known != 0 ? known : next_row_[kFiles]++;
  if (known == 0) {
    SANAD_CHECK(statements_->new_file.bind(row).bind_borrowed(ByteView(digest)).run_again());
  }
  files_.put(document.sha256, row);
  return row;
}

}  // namespace sanad::case_index
