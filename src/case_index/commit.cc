// What follows from new documents: which repeats another, what answers what, which file an
// attachment is; then counts, edges and positions. Sets at a time, in SQL, over what is new.
#include <fmt/format.h>

#include <vector>

#include "case_index/views.h"
#include "schema.h"
#include "writer.h"

namespace sanad::case_index {
namespace {

using sqlite::Database;
using sqlite::Statement;

// `?1` is the first new document, `?2` kNoTime.
Result<void> run_over(const Database& database, std::string_view sql, std::int64_t first) {
  SANAD_TRY(Statement statement, database.prepare(sql));
  return statement.bind(first).bind(kNoTime).run();
}

// The same message in two exports of a chat: the same number, author, time and words.
constexpr std::string_view kFindCopies = R"(
UPDATE documents SET copy_of = found.earlier FROM (
  SELECT n.id AS later, min(o.id) AS earlier FROM documents n CROSS JOIN documents o INDEXED BY documents_by_number
  ON o.chat IS n.chat AND o.number = n.number
  WHERE n.id >= ?1 AND n.number IS NOT NULL AND o.id < n.id AND o.holder <> n.holder AND o.copy_of IS NULL
    AND o.author IS n.author AND o.at_ms = n.at_ms AND o.content IS n.content AND o.kind = n.kind AND ?2
  GROUP BY n.id) AS found
WHERE documents.id = found.later)";

// In a chat an answer names a message of the same original; elsewhere (mails) of any.
constexpr std::string_view kAnswerNew = R"(
INSERT INTO fresh_replies SELECT r.document, min(d.id) FROM replies r CROSS JOIN documents d INDEXED BY documents_by_number
  ON d.chat IS nullif(r.chat, 0) AND d.number = r.number
  WHERE r.document >= ?1 AND r.answers IS NULL AND d.id <> r.document AND ?2 AND (r.chat = 0 OR
    (SELECT original FROM holders WHERE id = d.holder) =
    (SELECT h.original FROM holders h JOIN documents a ON a.holder = h.id WHERE a.id = r.document))
  GROUP BY r.document)";
constexpr std::string_view kAnswerOld = R"(
INSERT INTO fresh_replies SELECT r.document, min(d.id) FROM documents d CROSS JOIN replies r INDEXED BY replies_waiting
  ON r.chat = coalesce(d.chat, 0) AND r.number = d.number
  WHERE d.id >= ?1 AND d.number IS NOT NULL AND r.answers IS NULL AND r.document < ?1 AND ?2 AND (r.chat = 0 OR
    (SELECT original FROM holders WHERE id = d.holder) =
    (SELECT h.original FROM holders h JOIN documents a ON a.holder = h.id WHERE a.id = r.document))
  GROUP BY r.document)";

constexpr std::string_view kLinkNew = R"(
INSERT INTO fresh_parts SELECT a.document, a.place, min(p.document) FROM attachments a CROSS JOIN item_paths p
  ON p.path = a.target WHERE a.document >= ?1 AND a.target IS NOT NULL AND a.part IS NULL AND ?2
  GROUP BY a.document, a.place)";
constexpr std::string_view kLinkOld = R"(
INSERT INTO fresh_parts SELECT a.document, a.place, min(p.document) FROM fresh_items p
  CROSS JOIN attachments a INDEXED BY attachments_waiting ON a.target = p.path
  WHERE a.document < ?1 AND a.part IS NULL AND ?2 GROUP BY a.document, a.place)";

constexpr std::string_view kApplyLinks = R"(
UPDATE replies SET answers = (SELECT f.answers FROM fresh_replies f WHERE f.document = replies.document)
  WHERE document IN (SELECT document FROM fresh_replies);
UPDATE documents SET answers = (SELECT f.answers FROM fresh_replies f WHERE f.document = documents.id)
  WHERE id IN (SELECT document FROM fresh_replies);
UPDATE attachments SET part = f.part FROM fresh_parts f
  WHERE attachments.document = f.document AND attachments.place = f.place;
UPDATE documents SET carrier = c.carrier FROM (SELECT part, min(document) AS carrier FROM fresh_parts GROUP BY part) c
  WHERE documents.id = c.part AND documents.carrier IS NULL;)";

// A file has no time but that of the message that carries it.
constexpr std::string_view kTimeOfCarrier = R"(
UPDATE documents SET at_ms = m.at_ms FROM documents m, (SELECT DISTINCT part FROM fresh_parts) f
  WHERE documents.id = f.part AND documents.at_ms = ?2 AND m.id = documents.carrier AND ?1)";

// {0}: kinds of edges; {1}: types of nodes. Copies add nothing.
constexpr std::string_view kEdges = R"(
INSERT INTO edges SELECT source, kind, target, count(*), min(nullif(at_ms, ?2)), max(nullif(at_ms, ?2)) FROM (
  SELECT d.author * 4 + {account} AS source, {replied} AS kind, a.author * 4 + {account} AS target, d.at_ms
    FROM fresh_replies f CROSS JOIN documents d ON d.id = f.document CROSS JOIN documents a ON a.id = f.answers
    WHERE d.author IS NOT NULL AND a.author IS NOT NULL AND d.copy_of IS NULL
  UNION ALL SELECT author * 4 + {account}, {forwarded}, forwarded * 4 + {account}, at_ms
    FROM documents WHERE id >= ?1 AND author IS NOT NULL AND forwarded IS NOT NULL AND copy_of IS NULL
  UNION ALL SELECT author * 4 + {account}, {wrote}, chat * 4 + {chat}, at_ms
    FROM documents WHERE id >= ?1 AND author IS NOT NULL AND chat IS NOT NULL AND copy_of IS NULL
  UNION ALL SELECT d.author * 4 + {account}, {addressed}, r.account * 4 + {account}, d.at_ms
    FROM recipients r JOIN documents d ON d.id = r.document
    WHERE r.document >= ?1 AND d.author IS NOT NULL AND d.copy_of IS NULL
  UNION ALL SELECT d.author * 4 + {account}, {shared}, h.selector * 4 + {selector}, d.at_ms
    FROM (SELECT DISTINCT document, selector FROM hits WHERE document >= ?1) h JOIN documents d ON d.id = h.document
    WHERE d.author IS NOT NULL AND d.copy_of IS NULL
  UNION ALL SELECT d.author * 4 + {account}, {sent}, i.file * 4 + {file}, d.at_ms
    FROM (SELECT DISTINCT document, part FROM fresh_parts) p JOIN documents d ON d.id = p.document
    JOIN documents i ON i.id = p.part WHERE d.author IS NOT NULL AND i.file IS NOT NULL AND d.copy_of IS NULL
) GROUP BY source, kind, target ORDER BY source, kind, target
ON CONFLICT (source, kind, target) DO UPDATE SET weight = weight + excluded.weight,
  first_ms = min(coalesce(first_ms, excluded.first_ms), coalesce(excluded.first_ms, first_ms)),
  last_ms = max(coalesce(last_ms, excluded.last_ms), coalesce(excluded.last_ms, last_ms)))";

std::string edges_sql() {
  const auto edge = [](EdgeKind kind) { return static_cast<int>(kind); };
  const auto node = [](NodeType type) { return static_cast<int>(type); };
  return fmt::format(
      fmt::runtime(kEdges), fmt::arg("account", node(NodeType::kAccount)),
      fmt::arg("chat", node(NodeType::kChat)), fmt::arg("selector", node(NodeType::kSelector)),
      fmt::arg("file", node(NodeType::kFile)), fmt::arg("replied", edge(EdgeKind::kReplied)),
      fmt::arg("forwarded", edge(EdgeKind::kForwarded)),
      fmt::arg("addressed", edge(EdgeKind::kAddressed)), fmt::arg("wrote", edge(EdgeKind::kWrote)),
      fmt::arg("shared", edge(EdgeKind::kShared)), fmt::arg("sent", edge(EdgeKind::kSent)));
}

constexpr std::string_view kCountChats = R"(
UPDATE chats SET documents = chats.documents + n.count, accounts = (SELECT count(*) FROM edges WHERE target = chats.id * 4 + 1 AND kind = 3),
  first_ms = min(coalesce(chats.first_ms, n.first), coalesce(n.first, chats.first_ms)),
  last_ms = max(coalesce(chats.last_ms, n.last), coalesce(n.last, chats.last_ms))
FROM (SELECT chat, count(*) AS count, min(nullif(at_ms, ?2)) AS first, max(nullif(at_ms, ?2)) AS last FROM documents NOT INDEXED
      WHERE id >= ?1 AND chat IS NOT NULL AND copy_of IS NULL GROUP BY chat) n
WHERE chats.id = n.chat)";
static_assert(static_cast<int>(NodeType::kChat) == 1 && static_cast<int>(EdgeKind::kWrote) == 3,
              "kCountChats names them");

constexpr std::string_view kSelectorDocuments = R"(
INSERT OR IGNORE INTO selector_documents SELECT DISTINCT h.selector, h.document FROM hits h
  WHERE h.document >= ?1 AND ?2 ORDER BY h.selector, h.document)";
constexpr std::string_view kCountSelectors = R"(
UPDATE selectors SET hits = selectors.hits + n.hits, documents = selectors.documents + n.documents,
  first_ms = min(coalesce(selectors.first_ms, n.first), coalesce(n.first, selectors.first_ms)),
  last_ms = max(coalesce(selectors.last_ms, n.last), coalesce(n.last, selectors.last_ms))
FROM (SELECT h.selector, count(*) AS hits, count(DISTINCT h.document) AS documents, min(nullif(d.at_ms, ?2)) AS first,
      max(nullif(d.at_ms, ?2)) AS last FROM hits h JOIN documents d ON d.id = h.document
      WHERE h.document >= ?1 AND d.copy_of IS NULL GROUP BY h.selector) n
WHERE selectors.id = n.selector)";

constexpr std::string_view kCountFiles = R"(
UPDATE files SET documents = files.documents + n.count FROM
  (SELECT file, count(*) AS count FROM documents NOT INDEXED WHERE id >= ?1 AND file IS NOT NULL AND ?2 GROUP BY file) n
WHERE files.id = n.file)";
constexpr std::string_view kContents = R"(
INSERT OR IGNORE INTO contents SELECT content, id FROM documents
  WHERE id >= ?1 AND content & 1 AND ?2 ORDER BY content, id)";

// From the last mark before anything new, the key of each 256th message again.
Result<void> mark_chat(const Database& database, std::int64_t chat, std::int64_t first_ms,
                       std::int64_t first_document) {
  SANAD_TRY(Statement before,
            database.prepare("SELECT position, at_ms, document FROM chat_marks WHERE chat = ? AND "
                             "(at_ms, document) <= (?, ?) ORDER BY position DESC LIMIT 1"));
  SANAD_TRY(const bool found, before.bind(chat).bind(first_ms).bind(first_document).step());
  std::int64_t position = found ? before.number(0) : 0;
  const std::int64_t from_ms = found ? before.number(1) : std::numeric_limits<std::int64_t>::min();
  const std::int64_t from_document = found ? before.number(2) : 0;
  SANAD_TRY(Statement forget,
            database.prepare("DELETE FROM chat_marks WHERE chat = ? AND position >= ?"));
  SANAD_CHECK(forget.bind(chat).bind(position).run());
  SANAD_TRY(Statement insert, database.prepare("INSERT INTO chat_marks VALUES (?, ?, ?, ?)"));
  SANAD_TRY(
      Statement rows,
      database.prepare("SELECT at_ms, id FROM documents WHERE chat = ? AND copy_of IS NULL AND "
                       "(at_ms, id) >= (?, ?) ORDER BY at_ms, id"));
  rows.bind(chat).bind(from_ms).bind(from_document);
  for (;; ++position) {
    SANAD_TRY(const bool more, rows.step());
    if (!more) return {};
    if (position % kMarkEvery != 0) continue;
    SANAD_CHECK(
        insert.bind(chat).bind(position).bind(rows.number(0)).bind(rows.number(1)).run_again());
  }
}

Result<void> mark_chats(const Database& database, std::int64_t first) {
  struct Touched {
    std::int64_t chat, at_ms, document;
  };
  std::vector<Touched> touched;
  SANAD_TRY(
      Statement rows,
      database.prepare(
          "SELECT chat, at_ms, min(id) FROM (SELECT chat, id, at_ms, min(at_ms) "
          "OVER (PARTITION BY chat) AS least FROM documents NOT INDEXED WHERE id >= ? AND chat "
          "IS NOT NULL AND copy_of IS NULL) WHERE at_ms = least GROUP BY chat"));
  rows.bind(first);
  while (true) {
    SANAD_TRY(const bool more, rows.step());
    if (!more) break;
    touched.push_back({rows.number(0), rows.number(1), rows.number(2)});
  }
  for (const Touched& one : touched) {
    SANAD_CHECK(mark_chat(database, one.chat, one.at_ms, one.document));
  }
  return {};
}

}  // namespace

Result<void> Writer::complete() {
  if (first_new_ == 0) return {};
  for (const std::string_view sql : {kFindCopies, kAnswerNew, kAnswerOld, kLinkNew, kLinkOld}) {
    SANAD_CHECK(run_over(database_, sql, first_new_));
  }
  SANAD_CHECK(database_.run(kApplyLinks));
  const std::string edges = edges_sql();
  for (const std::string_view sql : {kTimeOfCarrier, std::string_view(edges), kCountChats,
                                     kSelectorDocuments, kCountSelectors, kCountFiles, kContents}) {
    SANAD_CHECK(run_over(database_, sql, first_new_));
  }
  return mark_chats(database_, first_new_);
}

}  // namespace sanad::case_index
