#include "writer.h"

#include <fmt/format.h>

#include "schema.h"
#include "writer_statements.h"

namespace sanad::case_index {
namespace {

using sqlite::Statement;

std::optional<std::int64_t> signed_of(std::optional<std::uint64_t> value) {
  return value ? std::optional(static_cast<std::int64_t>(*value)) : std::nullopt;
}

// By what a document is put in order: sent, else as the device's clock stood, else as the metadata
// say.
std::int64_t at_ms(const Document& document) {
  if (document.sent_ms) return *document.sent_ms;
  if (document.local) return document.local->ms;
  return document.taken_ms.value_or(kNoTime);
}

Bytes bytes_of(const text::Fingerprint& print) {
  Bytes bytes(print.marks.size() * 8);
  std::size_t at = 0;
  for (const std::uint64_t mark : print.marks) {
    for (unsigned i = 0; i < 8; ++i) bytes[at++] = static_cast<std::uint8_t>(mark >> (8 * i));
  }
  return bytes;
}

}  // namespace

Writer::Writer(sqlite::Database database, ByteView secret)
    : database_(std::move(database)), pseudonyms_(secret) {}

Writer::~Writer() = default;

Result<std::unique_ptr<Writer>> Writer::open(sqlite::Database database, ByteView secret) {
  std::unique_ptr<Writer> writer(new Writer(std::move(database), secret));
  sqlite::Database& db = writer->database_;
  const std::string check = writer->pseudonyms_.check();
  {
    SANAD_TRY(Statement insert,
              db.prepare("INSERT OR IGNORE INTO settings VALUES ('secret_check', ?)"));
    SANAD_CHECK(insert.bind(check).run());
    SANAD_TRY(Statement read, db.prepare("SELECT value FROM settings WHERE name = 'secret_check'"));
    SANAD_TRY(const bool found, read.step());
    if (!found || read.text(0) != check) {
      return Error{ErrorCode::kConflict,
                   "the case index was made with another secret of the case; run \"sanad rebuild\" "
                   "to make it again"};
    }
  }
  SANAD_CHECK(db.run(
      "PRAGMA cache_size=-65536; PRAGMA temp_store=FILE; PRAGMA wal_autocheckpoint=8000;"
      "CREATE TEMP TABLE fresh_items (path TEXT NOT NULL, document INTEGER NOT NULL);"
      "CREATE TEMP TABLE fresh_replies (document INTEGER PRIMARY KEY, answers INTEGER NOT NULL);"
      "CREATE TEMP TABLE fresh_parts (document INTEGER NOT NULL, place INTEGER NOT NULL, part "
      "INTEGER "
      "NOT NULL);"));
  SANAD_TRY(writer->statements_, Statements::prepare(db));
  SANAD_TRY(const std::int64_t next, writer->next_id());
  writer->last_id_ = next - 1;
  writer->discard();
  for (std::size_t i = 0; i < kTables.size(); ++i) {
    SANAD_TRY(Statement last,
              db.prepare(fmt::format("SELECT coalesce(max(id), 0) + 1 FROM {}", kTables[i])));
    SANAD_CHECK(last.step());
    writer->next_row_[i] = last.number(0);
  }
  return writer;
}

Result<std::int64_t> Writer::next_id() {
  SANAD_TRY(Statement last, database_.prepare("SELECT coalesce(max(id), 0) + 1 FROM documents"));
  SANAD_CHECK(last.step());
  return last.number(0);
}

Result<void> Writer::begin() {
  if (transaction_) return {};
  SANAD_TRY(auto transaction, sqlite::Transaction::begin(database_));
  transaction_.emplace(std::move(transaction));
  SANAD_CHECK(database_.run(
      "DELETE FROM fresh_items; DELETE FROM fresh_replies; DELETE FROM fresh_parts;"));
  return {};
}

// Caches may name rows that are gone. Row numbers go on: a gap does no harm.
void Writer::discard() {
  transaction_.reset();
  first_new_ = 0;
  for (RowCache* cache : {&originals_, &holders_, &accounts_, &chats_, &selectors_, &files_})
    cache->clear();
  const auto next = next_id();
  if (next.ok()) last_id_ = *next - 1;
}

Result<sqlite::Transaction> Writer::begin_own() {
  if (transaction_) {
    return Error{ErrorCode::kConflict, "documents wait for a commit; commit or discard them first"};
  }
  return sqlite::Transaction::begin(database_);
}

Result<void> Writer::add(const Document& document) {
  if (document.id <= last_id_) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("document {} does not come after {}; number them upwards", document.id,
                             last_id_)};
  }
  SANAD_CHECK(begin());
  auto added = add_rows(document);
  if (!added.ok()) {
    discard();
    return added.error();
  }
  last_id_ = document.id;
  if (first_new_ == 0) first_new_ = document.id;
  return {};
}

Result<void> Writer::add_rows(const Document& document) {
  SANAD_TRY(const std::int64_t original, original_row(document.source));
  SANAD_TRY(const std::int64_t holder, holder_row(original, document.source.way));
  SANAD_CHECK(add_parties(document, original));
  file_.reset();
  if (!document.sha256.empty()) {
    SANAD_TRY(file_, file_row(document));
  }
  SANAD_CHECK(add_document(document, holder));
  SANAD_CHECK(add_selectors(document));
  SANAD_CHECK(add_attachments(document));
  SANAD_CHECK(add_facts(document));
  return add_item(document);
}

Result<void> Writer::add_parties(const Document& document, std::int64_t original) {
  chat_.reset();
  author_.reset();
  forwarded_.reset();
  if (!document.chat.empty()) {
    SANAD_TRY(chat_, chat_row(document, original));
  }
  if (!document.author.empty()) {
    SANAD_TRY(author_, account_row(document, document.author, original));
  }
  if (!document.forwarded_from.empty()) {
    SANAD_TRY(forwarded_, account_row(document, document.forwarded_from, original));
  }
  for (const Party& party : document.to) {
    SANAD_TRY(const std::int64_t account, account_row(document, party, original));
    SANAD_CHECK(statements_->recipient.bind(document.id).bind(account).run_again());
  }
  return {};
}

Result<void> Writer::add_document(const Document& document, std::int64_t holder) {
  Statement& insert = statements_->document;
  const Source& source = document.source;
  insert.bind(document.id)
      .bind(holder)
      .bind(static_cast<std::int64_t>(source.part))
      .bind(static_cast<std::int64_t>(source.list_offset))
      .bind(static_cast<std::int64_t>(source.list_length))
      .bind(signed_of(source.offset))
      .bind(signed_of(source.length))
      .bind(static_cast<std::int64_t>(document.kind))
      .bind(chat_)
      .bind(author_);
  if (document.number.empty()) {
    insert.bind_null();
  } else {
    insert.bind_borrowed(document.number);
  }
  insert.bind(at_ms(document)).bind(document.sent_ms);
  if (document.local) {
    insert.bind(document.local->ms).bind(document.local->swapped_ms);
  } else {
    insert.bind_null().bind_null();
  }
  insert.bind(document.edited_ms)
      .bind(document.file_ms)
      .bind(document.taken_ms)
      .bind(std::int64_t{document.taken_zone_known})
      .bind(forwarded_)
      .bind(file_);
  if (document.content == 0) {
    insert.bind_null();
  } else {
    insert.bind(static_cast<std::int64_t>(document.content));
  }
  return insert.run_again();
}

Result<void> Writer::add_selectors(const Document& document) {
  for (const SelectorHit& hit : document.selectors) {
    SANAD_TRY(const std::int64_t selector, selector_row(hit));
    SANAD_CHECK(statements_->hit.bind(document.id)
                    .bind(static_cast<std::int64_t>(hit.in))
                    .bind(static_cast<std::int64_t>(hit.offset))
                    .bind(static_cast<std::int64_t>(hit.length))
                    .bind(selector)
                    .run_again());
  }
  return {};
}

Result<void> Writer::add_attachments(const Document& document) {
  std::int64_t place = 0;
  for (const Attachment& attachment : document.attachments) {
    std::string target;
    if (!attachment.path.empty()) {
      // A mail holds what is attached to it; of an export it lies beside the messages.
      target = document.kind == Kind::kMail ? inner_path(document.source, attachment.path)
                                            : sibling_path(document.source, attachment.path);
    }
    Statement& insert = statements_->attachment;
    insert.bind(document.id)
        .bind(place++)
        .bind_borrowed(attachment.kind)
        .bind_borrowed(attachment.path)
        .bind_borrowed(attachment.name)
        .bind_borrowed(attachment.media_type)
        .bind(signed_of(attachment.size))
        .bind_borrowed(attachment.absent);
    if (target.empty()) {
      insert.bind_null();
    } else {
      insert.bind_borrowed(target);
    }
    SANAD_CHECK(insert.run_again());
  }
  return {};
}

Result<void> Writer::add_facts(const Document& document) {
  if (!document.reply_to.empty()) {
    SANAD_CHECK(statements_->reply.bind(document.id)
                    .bind(chat_.value_or(0))
                    .bind_borrowed(document.reply_to)
                    .run_again());
  }
  for (const Place& place : document.places) {
    SANAD_CHECK(statements_->place.bind(document.id)
                    .bind_real(place.latitude)
                    .bind_real(place.longitude)
                    .bind(static_cast<std::int64_t>(place.in))
                    .bind(static_cast<std::int64_t>(place.offset))
                    .bind(static_cast<std::int64_t>(place.length))
                    .run_again());
  }
  if (document.print) {
    const Bytes marks = bytes_of(*document.print);
    SANAD_CHECK(statements_->print.bind(document.id)
                    .bind(static_cast<std::int64_t>(document.print->letters))
                    .bind_borrowed(ByteView(marks))
                    .run_again());
  }
  return {};
}

Result<void> Writer::add_item(const Document& document) {
  if (document.kind != Kind::kItem) return {};
  const std::string path = own_path(document.source);
  SANAD_CHECK(statements_->item_path.bind_borrowed(path).bind(document.id).run_again());
  SANAD_CHECK(statements_->fresh_item.bind_borrowed(path).bind(document.id).run_again());
  if (!document.picture) return {};
  const auto pdq = hamming::fingerprint_bytes(document.picture->pdq);
  Bytes turned;
  for (const auto& hash : document.picture->turned) {
    const auto bytes = hamming::fingerprint_bytes(hash);
    turned.insert(turned.end(), bytes.begin(), bytes.end());
  }
  return statements_->picture.bind(document.id)
      .bind(std::int64_t{document.picture->quality})
      .bind_borrowed(ByteView(pdq))
      .bind_borrowed(ByteView(turned))
      .run_again();
}

Result<void> Writer::commit() {
  if (!transaction_) return {};
  auto completed = complete();
  auto done = completed.ok() ? transaction_->commit() : std::move(completed);
  if (!done.ok()) {
    discard();
    return done.error();
  }
  transaction_.reset();
  first_new_ = 0;
  return {};
}

}  // namespace sanad::case_index
