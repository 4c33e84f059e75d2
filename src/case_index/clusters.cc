#include <fmt/format.h>

#include <map>

#include "json/json.h"
#include "near.h"
#include "rows.h"
#include "state.h"

namespace sanad::case_index {
namespace {

struct Texts {
  std::vector<std::int64_t> documents;
  std::vector<Marks> marks;
};

struct Pictures {
  std::vector<std::int64_t> documents;
  std::vector<PictureForms> forms;
};

Result<void> check_rule(const ClusterRule& rule) {
  if (rule.share < 50 || rule.share > 100)
    return Error{ErrorCode::kInvalid, "the share of passages must be 50 to 100 percent"};
  if (rule.bits > hamming::kRadiusMax)
    return Error{ErrorCode::kInvalid,
                 fmt::format("pictures may differ in at most {} bits", hamming::kRadiusMax)};
  if (rule.quality < 0 || rule.quality > 100)
    return Error{ErrorCode::kInvalid, "the quality of a picture is 0 to 100"};
  return {};
}

// In order of time, so that the first of a cluster represents it.
Result<Texts> read_texts(const sqlite::Database& database) {
  SANAD_TRY(auto rows,
            database.prepare("SELECT p.document, p.marks FROM prints p JOIN documents d ON d.id = "
                             "p.document WHERE d.copy_of IS NULL ORDER BY d.at_ms, d.id"));
  Texts texts;
  while (true) {
    SANAD_TRY(const bool more, rows.step());
    if (!more) return texts;
    const ByteView bytes = rows.bytes(1);
    Marks marks(bytes.size() / 8, 0);
    for (std::size_t i = 0; i < marks.size() * 8; ++i)
      marks[i / 8] |= std::uint64_t{bytes[i]} << (8 * (i % 8));
    if (marks.empty()) continue;
    texts.documents.push_back(rows.number(0));
    texts.marks.push_back(std::move(marks));
  }
}

hamming::Fingerprint fingerprint_at(ByteView bytes, std::size_t number) {
  return hamming::fingerprint_from(
      std::span<const std::uint8_t, 32>(bytes.subspan(number * 32, 32)));
}

Result<Pictures> read_pictures(const sqlite::Database& database, int quality) {
  SANAD_TRY(auto rows,
            database.prepare("SELECT p.document, p.pdq, p.turned FROM pictures p JOIN "
                             "documents d ON d.id = p.document WHERE p.quality >= ? ORDER "
                             "BY d.at_ms, d.id"));
  rows.bind(std::int64_t{quality});
  Pictures pictures;
  while (true) {
    SANAD_TRY(const bool more, rows.step());
    if (!more) return pictures;
    if (rows.bytes(1).size() != 32) continue;
    PictureForms forms{fingerprint_at(rows.bytes(1), 0), {}};
    for (std::size_t i = 0; (i + 1) * 32 <= rows.bytes(2).size(); ++i)
      forms.turned.push_back(fingerprint_at(rows.bytes(2), i));
    pictures.documents.push_back(rows.number(0));
    pictures.forms.push_back(std::move(forms));
  }
}

// Positions of those that are together with others, by their first.
std::map<std::uint32_t, std::vector<std::uint32_t>> groups_of(UnionFind& joined, std::size_t size) {
  std::map<std::uint32_t, std::vector<std::uint32_t>> groups;
  for (std::uint32_t i = 0; i < size; ++i) groups[joined.find(i)].push_back(i);
  std::erase_if(groups, [](const auto& group) { return group.second.size() < 2; });
  return groups;
}

class Recorder {
 public:
  static Result<Recorder> open(const sqlite::Database& database) {
    SANAD_TRY(auto member,
              database.prepare("INSERT INTO cluster_members SELECT ?, at_ms, id, ? FROM "
                               "documents WHERE id = ?"));
    SANAD_TRY(
        auto cluster,
        database.prepare(fmt::format(
            "INSERT INTO clusters SELECT ?1, ?2, count(*), count(DISTINCT o.exhibit), "
            "count(DISTINCT coalesce(d.author, c.author)), (SELECT document FROM "
            "cluster_members WHERE cluster = ?1 ORDER BY at_ms, document LIMIT 1), "
            "min(nullif(m.at_ms, {0})), max(nullif(m.at_ms, {0})) FROM cluster_members m JOIN "
            "documents d ON d.id = m.document JOIN holders h ON h.id = d.holder JOIN originals "
            "o ON o.id = h.original LEFT JOIN documents c ON c.id = d.carrier WHERE m.cluster = "
            "?1",
            kNoTime)));
    return Recorder(std::move(member), std::move(cluster));
  }

  Result<void> add(std::int64_t document, std::int64_t likeness) {
    return member_.bind(number_).bind(likeness).bind(document).run_again();
  }
  Result<void> finish(Likeness likeness) {
    return cluster_.bind(number_++).bind(static_cast<std::int64_t>(likeness)).run_again();
  }

 private:
  Recorder(sqlite::Statement member, sqlite::Statement cluster)
      : member_(std::move(member)), cluster_(std::move(cluster)) {}
  sqlite::Statement member_, cluster_;
  std::int64_t number_ = 1;
};

// What removals would make wrong while clusters are sought.
Result<std::string> generation(const sqlite::Database& database) {
  SANAD_TRY(auto row, database.prepare("SELECT value FROM settings WHERE name = 'generation'"));
  SANAD_TRY(const bool found, row.step());
  return found ? row.text(0) : std::string();
}

json::Value to_json(const ClusterRun& run) {
  return json::Object{{"share", run.rule.share},
                      {"bits", run.rule.bits},
                      {"quality", run.rule.quality},
                      {"texts", run.texts},
                      {"pictures", run.pictures},
                      {"text_clusters", run.text_clusters},
                      {"picture_clusters", run.picture_clusters},
                      {"last_document", run.last_document}};
}

ClusterRun run_of(const json::Value& value) {
  return {
      {static_cast<int>(value["share"].int_or(0)), static_cast<unsigned>(value["bits"].int_or(0)),
       static_cast<int>(value["quality"].int_or(0))},
      value["texts"].int_or(0),
      value["pictures"].int_or(0),
      value["text_clusters"].int_or(0),
      value["picture_clusters"].int_or(0),
      value["last_document"].int_or(0)};
}

Result<void> record_texts(Recorder& recorder, UnionFind& joined, const Texts& texts,
                          ClusterRun& run) {
  for (const auto& [first, members] : groups_of(joined, texts.documents.size())) {
    for (const std::uint32_t i : members)
      SANAD_CHECK(recorder.add(texts.documents[i], share_of(texts.marks[first], texts.marks[i])));
    SANAD_CHECK(recorder.finish(Likeness::kText));
    ++run.text_clusters;
  }
  return {};
}

Result<void> record_pictures(Recorder& recorder, UnionFind& joined, const Pictures& pictures,
                             ClusterRun& run) {
  for (const auto& [first, members] : groups_of(joined, pictures.documents.size())) {
    for (const std::uint32_t i : members) {
      SANAD_CHECK(recorder.add(pictures.documents[i],
                               distance_of(pictures.forms[first], pictures.forms[i])));
    }
    SANAD_CHECK(recorder.finish(Likeness::kPicture));
    ++run.picture_clusters;
  }
  return {};
}

}  // namespace

Result<ClusterRun> CaseIndex::build_clusters(const ClusterRule& rule,
                                             const std::function<bool()>& is_cancelled) {
  SANAD_CHECK(check_rule(rule));
  ClusterRun run;
  run.rule = rule;
  Texts texts;
  Pictures pictures;
  std::string before;
  {
    SANAD_TRY(const Readers::Lease reader, state_->readers.take());
    SANAD_TRY(before, generation(*reader));
    SANAD_TRY(texts, read_texts(*reader));
    SANAD_TRY(pictures, read_pictures(*reader, rule.quality));
  }
  SANAD_TRY(const std::int64_t next, next_id());
  run.last_document = next - 1;
  run.texts = static_cast<std::int64_t>(texts.documents.size());
  run.pictures = static_cast<std::int64_t>(pictures.documents.size());
  SANAD_TRY(UnionFind joined_texts, join_texts(texts.marks, rule.share, is_cancelled));
  SANAD_TRY(UnionFind joined_pictures, join_pictures(pictures.forms, rule.bits, is_cancelled));

  const std::lock_guard lock(state_->mutex);
  SANAD_TRY(auto transaction, state_->writer->begin_own());
  const sqlite::Database& database = state_->writer->database();
  SANAD_TRY(const std::string now, generation(database));
  if (now != before) {
    return Error{ErrorCode::kConflict,
                 "an exhibit was taken out while near-duplicates were sought; start again"};
  }
  SANAD_CHECK(database.run("DELETE FROM clusters; DELETE FROM cluster_members;"));
  SANAD_TRY(Recorder recorder, Recorder::open(database));
  SANAD_CHECK(record_texts(recorder, joined_texts, texts, run));
  SANAD_CHECK(record_pictures(recorder, joined_pictures, pictures, run));
  SANAD_TRY(auto keep, database.prepare("INSERT OR REPLACE INTO settings VALUES ('clusters', ?)"));
  SANAD_CHECK(keep.bind(json::format_canonical(to_json(run))).run());
  SANAD_CHECK(transaction.commit());
  return run;
}

Result<std::optional<ClusterRun>> CaseIndex::cluster_run() const {
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  SANAD_TRY(auto row, reader->prepare("SELECT value FROM settings WHERE name = 'clusters'"));
  SANAD_TRY(const bool found, row.step());
  if (!found) return std::optional<ClusterRun>();
  SANAD_TRY(const json::Value value, json::parse(row.text(0)));
  return std::optional(run_of(value));
}

namespace {

constexpr std::string_view kSelectClusters =
    "SELECT {}, c.likeness, c.number, c.members, c.exhibits, c.accounts, c.first_ms, c.last_ms "
    "FROM "
    "clusters c CROSS JOIN documents d ON d.id = c.first {} ";

Cluster read_cluster(const sqlite::Statement& rows, const Unmasked& unmasked) {
  constexpr int kOwn = kRowColumnCount;
  return {rows.number(kOwn + 1),
          static_cast<Likeness>(rows.number(kOwn)),
          rows.number(kOwn + 2),
          rows.number(kOwn + 3),
          rows.number(kOwn + 4),
          read_row(rows, unmasked),
          {rows.optional_number(kOwn + 5), rows.optional_number(kOwn + 6)}};
}

}  // namespace

Result<ClusterPage> CaseIndex::clusters(Likeness likeness, std::int64_t after, std::size_t limit,
                                        const Unmasked& unmasked) const {
  SANAD_CHECK(check_page(limit, kMaxPage));
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  SANAD_TRY(auto rows,
            reader->prepare(fmt::format(
                "{} WHERE c.likeness = ? ORDER BY c.members DESC, c.number LIMIT ? OFFSET ?",
                fmt::format(kSelectClusters, kRowColumns, kRowJoins))));
  rows.bind(static_cast<std::int64_t>(likeness))
      .bind(static_cast<std::int64_t>(limit) + 1)
      .bind(after);
  ClusterPage page;
  while (true) {
    SANAD_TRY(const bool more, rows.step());
    if (!more) return page;
    page.more = page.clusters.size() == limit;
    if (page.more) return page;
    page.clusters.push_back(read_cluster(rows, unmasked));
  }
}

Result<std::vector<Cluster>> CaseIndex::clusters_of(std::int64_t document,
                                                    const Unmasked& unmasked) const {
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  SANAD_TRY(auto rows, reader->prepare(fmt::format(
                           "{} WHERE c.number IN (SELECT cluster FROM cluster_members "
                           "WHERE document = ?) ORDER BY c.number LIMIT {}",
                           fmt::format(kSelectClusters, kRowColumns, kRowJoins), kMaxPage)));
  rows.bind(document);
  std::vector<Cluster> clusters;
  while (true) {
    SANAD_TRY(const bool more, rows.step());
    if (!more) return clusters;
    clusters.push_back(read_cluster(rows, unmasked));
  }
}

Result<ClusterMembers> CaseIndex::cluster_members(std::int64_t number, std::int64_t after,
                                                  std::size_t limit,
                                                  const Unmasked& unmasked) const {
  SANAD_CHECK(check_page(limit, kMaxPage));
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  SANAD_TRY(auto rows, reader->prepare(fmt::format(
                           "SELECT {}, m.likeness FROM cluster_members m CROSS JOIN documents d ON "
                           "d.id = m.document {} WHERE m.cluster = ? ORDER BY m.at_ms, m.document "
                           "LIMIT ? OFFSET ?",
                           kRowColumns, kRowJoins)));
  rows.bind(number).bind(static_cast<std::int64_t>(limit) + 1).bind(after);
  ClusterMembers members;
  while (true) {
    SANAD_TRY(const bool more, rows.step());
    if (!more) return members;
    members.more = members.members.size() == limit;
    if (members.more) return members;
    members.members.push_back({read_row(rows, unmasked), rows.number(kRowColumnCount)});
  }
}

}  // namespace sanad::case_index
