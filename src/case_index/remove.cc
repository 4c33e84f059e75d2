// Taking an exhibit out: its rows go, and what follows from the rest is made again.
#include <fmt/format.h>

#include "schema.h"
#include "writer.h"

namespace sanad::case_index {
namespace {

constexpr std::string_view kRemoveRows = R"(
CREATE TEMP TABLE gone AS SELECT d.id FROM documents d JOIN holders h ON h.id = d.holder
  JOIN originals o ON o.id = h.original WHERE o.exhibit = (SELECT value FROM temp.removed);
DELETE FROM recipients WHERE document IN (SELECT id FROM gone);
DELETE FROM replies WHERE document IN (SELECT id FROM gone);
DELETE FROM hits WHERE document IN (SELECT id FROM gone);
DELETE FROM attachments WHERE document IN (SELECT id FROM gone);
DELETE FROM item_paths WHERE document IN (SELECT id FROM gone);
DELETE FROM places WHERE document IN (SELECT id FROM gone);
DELETE FROM prints WHERE document IN (SELECT id FROM gone);
DELETE FROM pictures WHERE document IN (SELECT id FROM gone);
DELETE FROM documents WHERE id IN (SELECT id FROM gone);
DROP TABLE gone;
DELETE FROM holders WHERE original IN (SELECT id FROM originals WHERE exhibit = (SELECT value FROM temp.removed));
DELETE FROM originals WHERE exhibit = (SELECT value FROM temp.removed);
)";

constexpr std::string_view kForgetAggregates = R"(
DELETE FROM edges; DELETE FROM contents; DELETE FROM selector_documents; DELETE FROM chat_marks;
DELETE FROM clusters; DELETE FROM cluster_members; DELETE FROM settings WHERE name = 'clusters';
INSERT INTO settings VALUES ('generation', '1') ON CONFLICT (name) DO UPDATE SET value = value + 1;
UPDATE replies SET answers = NULL WHERE answers IS NOT NULL;
UPDATE attachments SET part = NULL WHERE part IS NOT NULL;
UPDATE documents SET answers = NULL, copy_of = NULL, carrier = NULL
  WHERE answers IS NOT NULL OR copy_of IS NOT NULL OR carrier IS NOT NULL;
DELETE FROM accounts WHERE id NOT IN (SELECT author FROM documents WHERE author IS NOT NULL
  UNION SELECT forwarded FROM documents WHERE forwarded IS NOT NULL UNION SELECT account FROM recipients);
DELETE FROM chats WHERE id NOT IN (SELECT chat FROM documents WHERE chat IS NOT NULL);
DELETE FROM selectors WHERE id NOT IN (SELECT selector FROM hits);
DELETE FROM files WHERE id NOT IN (SELECT file FROM documents WHERE file IS NOT NULL);
UPDATE chats SET documents = 0, accounts = 0, first_ms = NULL, last_ms = NULL;
UPDATE selectors SET hits = 0, documents = 0, first_ms = NULL, last_ms = NULL;
UPDATE files SET documents = 0;
)";

}  // namespace

Result<void> Writer::remove_exhibit(std::string_view exhibit) {
  discard();
  SANAD_CHECK(begin());
  auto removed = [&]() -> Result<void> {
    SANAD_CHECK(database_.run(
        "CREATE TEMP TABLE IF NOT EXISTS removed (value TEXT NOT NULL); DELETE FROM removed;"));
    SANAD_TRY(auto name, database_.prepare("INSERT INTO removed VALUES (?)"));
    SANAD_CHECK(name.bind(exhibit).run());
    SANAD_CHECK(database_.run(kRemoveRows));
    SANAD_CHECK(database_.run(kForgetAggregates));
    SANAD_TRY(
        auto times,
        database_.prepare("UPDATE documents SET at_ms = coalesce(sent_ms, local_ms, taken_ms, ?1) "
                          "WHERE at_ms <> coalesce(sent_ms, local_ms, taken_ms, ?1)"));
    return times.bind(kNoTime).run();
  }();
  if (!removed.ok()) {
    discard();
    return removed.error();
  }
  first_new_ = 1;
  SANAD_CHECK(commit());
  for (RowCache* cache : {&originals_, &holders_, &accounts_, &chats_, &selectors_, &files_})
    cache->clear();
  SANAD_TRY(const std::int64_t next, next_id());
  last_id_ = next - 1;
  return {};
}

}  // namespace sanad::case_index
