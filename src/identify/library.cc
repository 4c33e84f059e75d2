#include "identify/library.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/numbers.h"
#include "base/stream.h"
#include "matching/chromaprint.h"
#include "schema.h"
#include "state.h"

namespace sanad::identify {
namespace {

constexpr std::string_view kRowColumns =
    "SELECT e.number, e.list, l.name, l.version, e.entry, e.signal, e.value, e.labels, e.disputed, "
    "e.expires_at "
    "FROM entries e JOIN lists l ON l.id = e.list WHERE ";

Row read_row(const records::Statement& from) {
  Row row;
  row.number = static_cast<std::uint32_t>(from.number(0));
  row.list = from.text(1);
  row.list_name = from.text(2);
  row.list_version = from.text(3);
  row.entry = from.text(4);
  row.signal = from.text(5);
  row.value = from.text(6);
  row.labels = from.text(7);
  row.disputed = from.number(8) != 0;
  if (!from.is_null(9)) row.expires_at_ms = from.number(9);
  return row;
}

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

// What the index must find an entry by: nothing for signals that are compared otherwise. False: the
// value is not of its signal's form.
bool add_fingerprints(const lists::Entry& entry, std::uint32_t number,
                      std::vector<hamming::Entry>& into) {
  if (entry.signal == "pdq") {
    const auto fingerprint = picture_fingerprint(entry.value);
    if (!fingerprint.ok()) return false;
    into.push_back({*fingerprint, number});
  } else if (entry.signal == "vpdq") {
    const auto frames = parse_frames(entry.value);
    if (!frames.ok()) return false;
    for (const ListFrame& frame : *frames) {
      if (frame.quality >= kPictureQuality) {
        into.push_back({hamming::fingerprint_from(frame.hash), number});
      }
    }
  } else if (entry.signal == "chromaprint") {
    return matching::parse_chromaprint(entry.value).ok();
  }
  return true;
}

Result<void> write_entry(records::Database& database, std::string_view list_id,
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

}  // namespace

Result<hamming::Fingerprint> picture_fingerprint(std::string_view hex) {
  SANAD_TRY_WITH(const Digest256 bytes, parse_digest256(hex), "a PDQ hash");
  return hamming::fingerprint_from(bytes);
}

Result<std::vector<ListFrame>> parse_frames(std::string_view value) {
  const Error wrong{ErrorCode::kInvalid,
                    "frames of a video are TIME_MS,QUALITY,HASH joined by \";\""};
  std::vector<ListFrame> frames;
  while (!value.empty()) {
    const std::size_t end = std::min(value.find(';'), value.size());
    const std::string_view one = value.substr(0, end);
    value.remove_prefix(std::min(end + 1, value.size()));
    const std::size_t first = one.find(','), second = one.find(',', first + 1);
    if (first == std::string_view::npos || second == std::string_view::npos) return wrong;
    const auto time = parse_decimal(one.substr(0, first));
    const auto quality = parse_decimal(one.substr(first + 1, second - first - 1));
    const auto hash = parse_digest256(one.substr(second + 1));
    if (!time.ok() || !quality.ok() || !hash.ok() || *quality > 100 || *time > (1ULL << 40U))
      return wrong;
    frames.push_back({static_cast<std::int64_t>(*time), static_cast<int>(*quality), *hash});
  }
  if (frames.empty()) return wrong;
  return frames;
}

// The extractor's form: items of 32 bits, big-endian, in base64.
std::vector<std::uint32_t> unpack_sound(const json::Value& audio) {
  const auto packed = parse_base64(audio["items"].string_or(""));
  std::vector<std::uint32_t> items;
  if (!packed.ok() || packed->size() / 4 > matching::kMaxAudioItems) return items;
  for (std::size_t i = 0; i + 4 <= packed->size(); i += 4) {
    std::uint32_t item = 0;
    for (std::size_t byte = 0; byte < 4; ++byte) item = item << 8U | (*packed)[i + byte];
    items.push_back(item);
  }
  return items;
}

Result<std::vector<Row>> Library::State::rows(std::string_view where,
                                              std::initializer_list<std::string_view> texts) {
  SANAD_TRY(auto statement,
            database.prepare(std::string(kRowColumns).append(where).append(" ORDER BY e.number")));
  for (const std::string_view text : texts) statement.bind(text);
  std::vector<Row> found;
  for (;;) {
    SANAD_TRY(const bool more, statement.step());
    if (!more) return found;
    found.push_back(read_row(statement));
  }
}

Result<std::optional<Row>> Library::State::row(std::uint32_t number) {
  SANAD_TRY(auto statement, database.prepare(std::string(kRowColumns).append("e.number = ?")));
  statement.bind(std::int64_t{number});
  SANAD_TRY(const bool there, statement.step());
  if (!there) return std::optional<Row>{};
  return std::optional<Row>(read_row(statement));
}

Result<void> Library::State::read_passages() {
  auto made = std::make_shared<Passages>();
  text::PassageIndexBuilder builder;
  {
    const std::lock_guard lock(mutex);
    SANAD_TRY(const std::vector<Row> texts, rows("e.signal = ?", {"text"}));
    for (const Row& row : texts) {
      SANAD_TRY(const text::Fingerprint fingerprint, text::fingerprint(row.value));
      SANAD_CHECK(builder.add(fingerprint));
      made->numbers.push_back(row.number);
    }
  }
  if (!made->numbers.empty()) {
    MemorySink sink;
    SANAD_CHECK(builder.write(sink));
    made->bytes = sink.take();
    SANAD_TRY(made->index, text::PassageIndex::open(made->bytes));
  }
  const std::unique_lock lock(passages_mutex);
  passages = std::move(made);
  return {};
}

Library::Library(std::unique_ptr<State> state) : state_(std::move(state)) {}
Library::~Library() = default;

Result<std::unique_ptr<Library>> Library::open(files::FileSystem& fs,
                                               const files::Path& directory) {
  SANAD_CHECK(files::make_directories(fs, directory));
  SANAD_TRY(records::Database database, records::Database::open((directory / "library.db").string(),
                                                                kLibrarySchema, kLibraryVersion));
  auto state = std::make_unique<State>(std::move(database));
  SANAD_TRY(state->pictures, hamming_store::SegmentSet::open(fs, directory / "pdq"));
  SANAD_CHECK(state->read_passages());
  return std::unique_ptr<Library>(new Library(std::move(state)));
}

// What one put() does: which entries stay under their number, which are new, which go.
struct Library::State::Plan {
  Update update;
  std::vector<std::uint32_t> numbers;  // of the list's entries, in its order
  std::vector<hamming::Entry> fingerprints;
  std::vector<Row> gone;
  std::int64_t next = 0;
  bool texts_change = false;
};

Result<Library::State::Plan> Library::State::plan(std::string_view id, const lists::List& list) {
  Plan plan;
  SANAD_TRY(std::vector<Row> before, rows("e.list = ?", {id}));
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
    if (!add_fingerprints(entry, number, plan.fingerprints)) ++plan.update.unusable;
    plan.numbers.push_back(number);
    plan.texts_change |= entry.signal == "text";
    ++plan.update.added;
  }
  for (auto& [key, row] : left) {
    plan.texts_change |= row.signal == "text";
    plan.gone.push_back(std::move(row));
  }
  plan.update.removed = plan.gone.size();
  plan.update.wants_rescan = plan.update.added > 0;
  return plan;
}

Result<void> Library::State::write(std::string_view id, const lists::List& list,
                                   std::string_view stamp, const Plan& plan) {
  SANAD_TRY(auto transaction, records::Transaction::begin(database));
  SANAD_TRY(auto head,
            database.prepare("INSERT INTO lists VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO "
                             "UPDATE SET name = ?2, version = ?3, stamp = ?4"));
  SANAD_CHECK(head.bind(id).bind(list.name).bind(list.version).bind(stamp).run());
  for (const Row& row : plan.gone) {
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
  Update update;
  bool texts_change = false;
  {
    const std::lock_guard lock(state.mutex);
    SANAD_TRY(State::Plan plan, state.plan(id, list));
    update = plan.update;
    texts_change = plan.texts_change;
    if (plan.fingerprints.size() > hamming_store::kFreshWanted) {
      SANAD_CHECK(state.pictures->import_entries(std::move(plan.fingerprints)));
    } else if (!plan.fingerprints.empty()) {
      SANAD_CHECK(state.pictures->add(plan.fingerprints));
    }
    SANAD_CHECK(state.write(id, list, stamp, plan));
    std::vector<std::uint32_t> gone;
    for (const Row& row : plan.gone) {
      if (row.signal == "pdq" || row.signal == "vpdq") gone.push_back(row.number);
    }
    if (!gone.empty()) SANAD_CHECK(state.pictures->remove(gone));
  }
  if (texts_change) SANAD_CHECK(state.read_passages());
  return update;
}

Result<void> Library::remove(std::string_view id) {
  lists::List nothing;
  nothing.name = std::string(id);
  SANAD_CHECK(put(id, nothing, ""));
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(auto statement, state_->database.prepare("DELETE FROM lists WHERE id = ?"));
  return statement.bind(id).run();
}

Result<std::vector<ListState>> Library::lists() const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(auto statement, state_->database.prepare("SELECT l.id, l.name, l.version, l.stamp, "
                                                     "(SELECT count(*) FROM entries e WHERE e.list "
                                                     "= l.id) FROM lists l ORDER BY l.name, l.id"));
  std::vector<ListState> found;
  for (;;) {
    SANAD_TRY(const bool more, statement.step());
    if (!more) return found;
    found.push_back({statement.text(0), statement.text(1), statement.text(2), statement.text(3),
                     static_cast<std::uint64_t>(statement.number(4))});
  }
}

Result<std::optional<bool>> Library::is_disputed(std::string_view list,
                                                 std::string_view entry) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(auto statement,
            state_->database.prepare("SELECT disputed FROM entries WHERE list = ? AND entry = ?"));
  statement.bind(list).bind(entry);
  SANAD_TRY(const bool there, statement.step());
  if (!there) return std::optional<bool>{};
  return std::optional<bool>(statement.number(0) != 0);
}

Result<std::optional<json::Value>> Library::remembered(std::string_view sha256) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(auto statement, state_->database.prepare("SELECT item FROM items WHERE sha256 = ?"));
  statement.bind(sha256);
  SANAD_TRY(const bool there, statement.step());
  if (!there) return std::optional<json::Value>{};
  SANAD_TRY_WITH(json::Value item, json::parse(statement.text(0)), "a remembered item");
  return std::optional<json::Value>(std::move(item));
}

Result<void> Library::remember(std::string_view sha256, const json::Value& item) {
  json::Object kept;
  for (const json::Member& member : *item.as_object()) {
    if (member.name != "text_content") kept.set(member.name, member.value);
  }
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(auto statement, state_->database.prepare("INSERT OR REPLACE INTO items VALUES (?, ?)"));
  return statement.bind(sha256).bind(json::format_canonical(json::Value(std::move(kept)))).run();
}

Result<std::optional<json::Value>> Library::remembered_run(std::string_view sha256,
                                                           std::string_view rules) const {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(auto statement,
            state_->database.prepare("SELECT outcome FROM rule_runs WHERE item = ? AND rules = ?"));
  statement.bind(sha256).bind(rules);
  SANAD_TRY(const bool there, statement.step());
  if (!there) return std::optional<json::Value>{};
  SANAD_TRY_WITH(json::Value outcome, json::parse(statement.text(0)), "a remembered run of rules");
  return std::optional<json::Value>(std::move(outcome));
}

Result<void> Library::remember_run(std::string_view sha256, std::string_view rules,
                                   const json::Value& outcome) {
  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(auto statement,
            state_->database.prepare("INSERT OR REPLACE INTO rule_runs VALUES (?, ?, ?)"));
  return statement.bind(sha256).bind(rules).bind(json::format_canonical(outcome)).run();
}

Result<bool> Library::may_share_passages(const json::Value& item) const {
  const std::string text = item["text"].string_or("");
  std::shared_ptr<const Passages> passages;
  {
    const std::shared_lock lock(state_->passages_mutex);
    passages = state_->passages;
  }
  if (text.empty() || !passages || !passages->index) return false;
  SANAD_TRY(const text::Fingerprint fingerprint, text::parse_fingerprint(text));
  SANAD_TRY(const text::Lookup found, passages->index->lookup(fingerprint, 1));
  return !found.candidates.empty();
}

Result<void> Library::tidy() {
  if (!state_->pictures->wants_merge()) return {};
  SANAD_CHECK(state_->pictures->merge());
  return {};
}

}  // namespace sanad::identify
