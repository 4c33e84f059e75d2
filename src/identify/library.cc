#include "identify/library.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "lists/signal.h"
#include "rows.h"
#include "schema.h"
#include "signal.h"

namespace sanad::identify {
namespace {

std::string content_key(std::string_view signal, std::string_view value) {
  return fmt::format("{}\n{}", signal, value);
}

std::string labels_json(const lists::Entry& entry) {
  json::Array labels;
  for (const lists::Label& label : entry.labels) labels.emplace_back(lists::format_label(label));
  return json::format_canonical(json::Value(std::move(labels)));
}

std::optional<std::int64_t> expiry(const lists::List& list, const lists::Entry& entry) {
  std::optional<std::int64_t> first;
  for (const auto& at : {list.expires_at, entry.expires_at}) {
    if (at && (!first || at->unix_ms < *first)) first = at->unix_ms;
  }
  return first;
}

Result<void> write_entry(sqlite::Database& database, std::string_view list_id,
                         const lists::List& list, const lists::Entry& entry, std::uint32_t number) {
  SANAD_TRY(
      auto statement,
      database.prepare(
          "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (number) DO UPDATE SET "
          "entry = excluded.entry, labels = excluded.labels, disputed = excluded.disputed, "
          "expires_at = excluded.expires_at"));
  statement.bind(std::int64_t{number})
      .bind(list_id)
      .bind(entry.id)
      .bind(entry.signal)
      .bind(entry.value);
  statement.bind(labels_json(entry));
  statement.bind(
      std::int64_t{lists::dispute_state(list, entry) == lists::DisputeState::kInDispute});
  const auto expires = expiry(list, entry);
  if (expires) {
    statement.bind(*expires);
  } else {
    statement.bind_null();
  }
  return statement.run();
}

// What one put() does: which entries stay under their number, which are new, which go.
struct Plan {
  Update update;
  std::vector<std::uint32_t> numbers;  // of the list's entries, in its order
  Change change;
  std::int64_t next = 0;
};

}  // namespace

struct Library::State {
  State(sqlite::Database for_writing, sqlite::Database for_reading)
      : database(std::move(for_writing)), rows(std::move(for_reading)) {}

  std::mutex write_mutex;  // one update at a time; guards database
  sqlite::Database database;
  Rows rows;
  std::vector<std::unique_ptr<Signal>> signals;
  const TextSignal* texts = nullptr;  // one of them

  const Signal* signal(std::string_view name) const {
    const auto found =
        std::ranges::find_if(signals, [&](const auto& one) { return one->name() == name; });
    return found == signals.end() ? nullptr : found->get();
  }

  Result<void> make_signals(files::FileSystem& fs, const files::Path& directory,
                            extract::Extractor extractor);
  Result<std::vector<std::string>> list_ids();
  // With write_mutex held.
  Result<Plan> plan(std::string_view id, const lists::List& list);
  Result<void> write(std::string_view id, const lists::List& list, std::string_view stamp,
                     const Plan& plan);
};

// The order is that of the hits.
Result<void> Library::State::make_signals(files::FileSystem& fs, const files::Path& directory,
                                          extract::Extractor extractor) {
  for (const std::string_view name : {"sha256", "sha1", "md5", "sha512"})
    signals.push_back(exact_signal(name));
  SANAD_TRY(const auto pictures, open_picture_index(fs, directory / "pdq"));
  signals.push_back(picture_signal(pictures));
  signals.push_back(video_signal(pictures));
  SANAD_TRY(const auto points, open_picture_index(fs, directory / "points"));
  signals.push_back(points_signal(points));
  signals.push_back(video_points_signal(points));
  signals.push_back(sound_signal(rows));
  signals.push_back(landmarks_signal(rows));
  signals.push_back(file_signal(rows));
  signals.push_back(piecewise_signal(rows, std::move(extractor)));
  SANAD_TRY(const std::vector<std::string> ids, list_ids());
  SANAD_TRY(auto passages, text_signal(fs, directory / "texts", rows, ids));
  texts = passages.get();
  signals.push_back(std::move(passages));
  return {};
}

Result<std::vector<std::string>> Library::State::list_ids() {
  return rows.with_database([](sqlite::Database& reader) -> Result<std::vector<std::string>> {
    SANAD_TRY(auto statement, reader.prepare("SELECT id FROM lists ORDER BY id"));
    std::vector<std::string> ids;
    for (;;) {
      SANAD_TRY(const bool more, statement.step());
      if (!more) return ids;
      ids.push_back(statement.text(0));
    }
  });
}

Library::Library(std::unique_ptr<State> state) : state_(std::move(state)) {}
Library::~Library() = default;

Result<std::unique_ptr<Library>> Library::open(files::FileSystem& fs, const files::Path& directory,
                                               extract::Extractor extractor) {
  SANAD_CHECK(files::make_directories(fs, directory));
  const std::string path = (directory / "library.db").string();
  SANAD_TRY(auto writer, sqlite::Database::open(path, kLibrarySchema, kLibraryVersion));
  SANAD_TRY(auto reader, sqlite::Database::open(path, kLibrarySchema, kLibraryVersion));
  auto state = std::make_unique<State>(std::move(writer), std::move(reader));
  SANAD_CHECK(state->make_signals(fs, directory, std::move(extractor)));
  return std::unique_ptr<Library>(new Library(std::move(state)));
}

Result<Plan> Library::State::plan(std::string_view id, const lists::List& list) {
  Plan plan;
  plan.change.list = std::string(id);
  SANAD_TRY(std::vector<Row> before, select_rows(database, "e.list = ?", {id}));
  std::map<std::string, Row> left;
  for (Row& row : before) left.emplace(content_key(row.signal, row.value), std::move(row));
  SANAD_TRY(auto counter, database.prepare("SELECT next FROM counter"));
  SANAD_CHECK(counter.step());
  plan.next = counter.number(0);
  for (const lists::Entry& entry : list.entries) {
    const auto found = left.find(content_key(entry.signal, entry.value));
    if (found != left.end()) {
      plan.numbers.push_back(found->second.number);
      left.erase(found);
      ++plan.update.kept;
      continue;
    }
    if (plan.next > std::int64_t{UINT32_MAX}) {
      return Error{ErrorCode::kLimit, "the library has numbered all the entries that it can"};
    }
    const auto number = static_cast<std::uint32_t>(plan.next++);
    const Signal* compared = signal(entry.signal);
    if (compared != nullptr && !compared->is_usable(entry.value)) ++plan.update.unusable;
    plan.numbers.push_back(number);
    plan.change.added.push_back({number, entry.signal, entry.value});
  }
  for (auto& [key, row] : left) plan.change.gone.push_back(std::move(row));
  plan.update.added = plan.change.added.size();
  plan.update.removed = plan.change.gone.size();
  plan.update.wants_rescan = plan.update.added > 0;
  return plan;
}

Result<void> Library::State::write(std::string_view id, const lists::List& list,
                                   std::string_view stamp, const Plan& plan) {
  SANAD_TRY(auto transaction, sqlite::Transaction::begin(database));
  SANAD_TRY(auto head,
            database.prepare("INSERT INTO lists VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO "
                             "UPDATE SET name = ?2, version = ?3, stamp = ?4"));
  SANAD_CHECK(head.bind(id).bind(list.name).bind(list.version).bind(stamp).run());
  for (const Row& row : plan.change.gone) {
    SANAD_TRY(auto statement, database.prepare("DELETE FROM entries WHERE number = ?"));
    SANAD_CHECK(statement.bind(std::int64_t{row.number}).run());
  }
  for (std::size_t i = 0; i < list.entries.size(); ++i) {
    SANAD_CHECK(write_entry(database, id, list, list.entries[i], plan.numbers[i]));
  }
  SANAD_TRY(auto advance, database.prepare("UPDATE counter SET next = ?"));
  SANAD_CHECK(advance.bind(plan.next).run());
  return transaction.commit();
}

Result<Update> Library::put(std::string_view id, const lists::List& list, std::string_view stamp) {
  State& state = *state_;
  const std::lock_guard lock(state.write_mutex);
  SANAD_TRY(const Plan plan, state.plan(id, list));
  for (const auto& signal : state.signals) SANAD_CHECK(signal->prepare(plan.change));
  SANAD_CHECK(state.write(id, list, stamp, plan));
  for (const auto& signal : state.signals) SANAD_CHECK(signal->complete(plan.change));
  return plan.update;
}

Result<void> Library::remove(std::string_view id) {
  lists::List nothing;
  nothing.name = std::string(id);
  SANAD_CHECK(put(id, nothing, ""));
  const std::lock_guard lock(state_->write_mutex);
  SANAD_TRY(auto statement, state_->database.prepare("DELETE FROM lists WHERE id = ?"));
  return statement.bind(id).run();
}

Result<std::vector<ListState>> Library::lists() const {
  return state_->rows.with_database([](sqlite::Database& reader) -> Result<std::vector<ListState>> {
    SANAD_TRY(auto statement,
              reader.prepare("SELECT l.id, l.name, l.version, l.stamp, (SELECT count(*) FROM "
                             "entries e WHERE e.list = l.id) FROM lists l ORDER BY l.name, "
                             "l.id"));
    std::vector<ListState> found;
    for (;;) {
      SANAD_TRY(const bool more, statement.step());
      if (!more) return found;
      found.push_back({statement.text(0), statement.text(1), statement.text(2), statement.text(3),
                       static_cast<std::uint64_t>(statement.number(4))});
    }
  });
}

Result<std::optional<ListedEntry>> Library::find(std::string_view list,
                                                 std::string_view entry) const {
  return state_->rows.with_database(
      [&](sqlite::Database& reader) -> Result<std::optional<ListedEntry>> {
        SANAD_TRY(const auto found,
                  select_rows(reader, "e.list = ? AND e.entry = ?", {list, entry}));
        if (found.empty()) return std::optional<ListedEntry>{};
        const Row& row = found.front();
        return std::optional<ListedEntry>(
            ListedEntry{row.signal, row.value, labels_of(row), row.disputed});
      });
}

Result<std::optional<bool>> Library::is_disputed(std::string_view list,
                                                 std::string_view entry) const {
  return state_->rows.with_database([&](sqlite::Database& reader) -> Result<std::optional<bool>> {
    SANAD_TRY(auto statement,
              reader.prepare("SELECT disputed FROM entries WHERE list = ? AND entry = ?"));
    statement.bind(list).bind(entry);
    SANAD_TRY(const bool there, statement.step());
    if (!there) return std::optional<bool>{};
    return std::optional<bool>(statement.number(0) != 0);
  });
}

Result<std::optional<json::Value>> Library::remembered(std::string_view sha256) const {
  return state_->rows.with_database(
      [&](sqlite::Database& reader) -> Result<std::optional<json::Value>> {
        SANAD_TRY(auto statement, reader.prepare("SELECT item FROM items WHERE sha256 = ?"));
        statement.bind(sha256);
        SANAD_TRY(const bool there, statement.step());
        if (!there) return std::optional<json::Value>{};
        SANAD_TRY_WITH(json::Value item, json::parse(statement.text(0)), "a remembered item");
        return std::optional<json::Value>(std::move(item));
      });
}

Result<void> Library::remember(std::string_view sha256, const json::Value& item) {
  json::Object kept;
  for (const json::Member& member : *item.as_object()) {
    if (member.name != "text_content") kept.set(member.name, member.value);
  }
  const std::lock_guard lock(state_->write_mutex);
  SANAD_TRY(auto statement, state_->database.prepare("INSERT OR REPLACE INTO items VALUES (?, ?)"));
  return statement.bind(sha256).bind(json::format_canonical(json::Value(std::move(kept)))).run();
}

Result<std::optional<json::Value>> Library::remembered_run(std::string_view sha256,
                                                           std::string_view rules) const {
  return state_->rows.with_database(
      [&](sqlite::Database& reader) -> Result<std::optional<json::Value>> {
        SANAD_TRY(auto statement,
                  reader.prepare("SELECT outcome FROM rule_runs WHERE item = ? AND rules = ?"));
        statement.bind(sha256).bind(rules);
        SANAD_TRY(const bool there, statement.step());
        if (!there) return std::optional<json::Value>{};
        SANAD_TRY_WITH(json::Value outcome, json::parse(statement.text(0)),
                       "a remembered run of rules");
        return std::optional<json::Value>(std::move(outcome));
      });
}

Result<void> Library::remember_run(std::string_view sha256, std::string_view rules,
                                   const json::Value& outcome) {
  const std::lock_guard lock(state_->write_mutex);
  SANAD_TRY(auto statement,
            state_->database.prepare("INSERT OR REPLACE INTO rule_runs VALUES (?, ?, ?)"));
  return statement.bind(sha256).bind(rules).bind(json::format_canonical(outcome)).run();
}

Result<void> Library::forget_items() {
  const std::lock_guard lock(state_->write_mutex);
  SANAD_CHECK(state_->database.run("DELETE FROM items; DELETE FROM rule_runs;"));
  return state_->database.compact();
}

Result<bool> Library::may_share_passages(const json::Value& item) const {
  return state_->texts->may_match(item["text"].string_or(""));
}

Result<void> Library::tidy() {
  for (const auto& signal : state_->signals) SANAD_CHECK(signal->tidy());
  return {};
}

// What fails because of the item is a sentence where there is a place for it, and else an error.
static Result<void> note_outcome(const Signal& signal, const Result<void>& compared,
                                 std::vector<std::string>* missed) {
  if (compared.ok()) return {};
  const Error& error = compared.error();
  const bool is_of_the_item = error.code == ErrorCode::kInvalid || error.code == ErrorCode::kLimit;
  if (missed == nullptr || !is_of_the_item) return error;
  missed->push_back(fmt::format("not compared by {}: {}", signal.name(), error.message));
  return {};
}

Result<std::vector<Hit>> Library::match(const json::Value& item, Timestamp now,
                                        std::vector<std::string>* missed) const {
  Hits hits(state_->rows, now);
  for (const auto& signal : state_->signals)
    SANAD_CHECK(note_outcome(*signal, signal->match(item, hits), missed));
  return hits.take();
}

Result<std::vector<Matched>> Library::match_all(std::span<const json::Value> items,
                                                Timestamp now) const {
  std::vector<Asked> batch;
  batch.reserve(items.size());
  for (const json::Value& item : items) batch.push_back({item, Hits(state_->rows, now)});
  std::vector<Matched> matched(items.size());
  for (const auto& signal : state_->signals) {
    signal->match_all(batch);
    for (std::size_t i = 0; i < batch.size(); ++i)
      SANAD_CHECK(note_outcome(*signal, batch[i].outcome, &matched[i].missed));
  }
  for (std::size_t i = 0; i < batch.size(); ++i) matched[i].hits = batch[i].hits.take();
  return matched;
}

Result<std::vector<Hit>> Library::lookup(std::string_view signal, std::string_view value,
                                         unsigned radius, std::string_view list,
                                         Timestamp now) const {
  SANAD_TRY(const std::string canonical, lists::canonical_value(signal, value));
  Hits gathered(state_->rows, now);
  if (const Signal* compared = state_->signal(signal)) {
    SANAD_CHECK(compared->look_up(canonical, radius, gathered));
  } else {  // a name that only the lists know
    SANAD_CHECK(exact_signal(signal)->look_up(canonical, radius, gathered));
  }
  std::vector<Hit> hits = gathered.take();
  if (!list.empty()) std::erase_if(hits, [&](const Hit& hit) { return hit.list != list; });
  std::ranges::sort(hits, {},
                    [](const Hit& hit) { return std::tie(hit.distance, hit.list, hit.entry); });
  return hits;
}

Result<std::vector<lists::Entry>> Library::entries_of(const json::Value& item) const {
  if (item["sha256"].string_or("").empty())
    return Error{ErrorCode::kInvalid, "the item has no digest, by which a list could hold it"};
  std::vector<lists::Entry> entries;
  for (const auto& signal : state_->signals) {
    auto fingerprint = signal->fingerprint(item);
    if (!fingerprint) continue;
    lists::Entry entry;
    entry.signal = std::string(signal->name());
    SANAD_TRY(entry.value, lists::canonical_value(entry.signal, fingerprint->value));
    entry.id = lists::derive_entry_id(entry.signal, entry.value);
    entry.quality = fingerprint->quality;
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace sanad::identify
