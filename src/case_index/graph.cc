#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "people.h"
#include "state.h"

namespace sanad::case_index {
namespace {

constexpr std::array<std::string_view, 6> kEdgeKinds = {"replied", "forwarded", "addressed",
                                                        "wrote",   "shared",    "sent"};

// Conditions over "e".
Where conditions(const GraphFilter& filter) {
  Where where;
  if (!filter.kinds.empty()) {
    std::vector<int> kinds;
    for (const EdgeKind kind : filter.kinds) kinds.push_back(static_cast<int>(kind));
    where.add(fmt::format("e.kind IN ({})", fmt::join(kinds, ", ")));
  }
  if (filter.min_weight > 1) where.add("e.weight >= ?", filter.min_weight);
  if (!filter.selector_kind.empty()) {
    where.add(fmt::format(
                  "(e.kind <> {} OR (e.target >> 2) IN (SELECT id FROM selectors WHERE kind = ?))",
                  static_cast<int>(EdgeKind::kShared)),
              filter.selector_kind);
  }
  return where;
}

Edge read_edge(const sqlite::Statement& from) {
  return {static_cast<EdgeKind>(from.number(1)),
          node_of(from.number(0)),
          node_of(from.number(2)),
          from.number(3),
          {from.optional_number(4), from.optional_number(5)}};
}

Result<Node> read_node(const sqlite::Database& database, const NodeId& id,
                       const Unmasked& unmasked) {
  Node node;
  node.id = id;
  const auto one = [&](std::string_view columns,
                       std::string_view table) -> Result<sqlite::Statement> {
    SANAD_TRY(auto statement,
              database.prepare(fmt::format("SELECT {} FROM {} WHERE id = ?", columns, table)));
    SANAD_TRY(const bool found, statement.bind(id.row).step());
    if (!found)
      return Error{ErrorCode::kNotFound, fmt::format("there is no row {} of {}", id.row, table)};
    return statement;
  };
  switch (id.type) {
    case NodeType::kAccount: {
      SANAD_TRY(const auto row, one(kAccountColumns, "accounts"));
      node.account = read_account(row, 0, unmasked);
      break;
    }
    case NodeType::kChat: {
      SANAD_TRY(const auto row, one(kChatColumns, "chats c"));
      node.chat = read_chat(row, unmasked);
      break;
    }
    case NodeType::kSelector: {
      SANAD_TRY(const auto row, one(kSelectorColumns, "selectors"));
      node.selector = read_selector(row, unmasked);
      break;
    }
    case NodeType::kFile: {
      SANAD_TRY(const auto row, one("sha256", "files"));
      node.sha256 = format_hex(row.bytes(0));
      break;
    }
  }
  return node;
}

Result<Graph> read_graph(const sqlite::Database& database, const Where& where, std::size_t limit,
                         const Unmasked& unmasked) {
  if (limit == 0 || limit > kMaxGraphEdges)
    return Error{ErrorCode::kInvalid, fmt::format("a graph shows 1 to {} edges", kMaxGraphEdges)};
  Graph graph;
  SANAD_TRY(auto rows, database.prepare(
                           fmt::format("SELECT e.source, e.kind, e.target, e.weight, e.first_ms, "
                                       "e.last_ms FROM edges e{} ORDER BY e.weight DESC, e.source, "
                                       "e.kind, e.target LIMIT {}",
                                       where.sql(), limit)));
  where.bind(rows);
  std::set<NodeId> nodes;
  while (true) {
    SANAD_TRY(const bool more, rows.step());
    if (!more) break;
    graph.edges.push_back(read_edge(rows));
    nodes.insert(graph.edges.back().source);
    nodes.insert(graph.edges.back().target);
  }
  SANAD_TRY(auto count, database.prepare("SELECT count(*) FROM edges e" + where.sql()));
  where.bind(count);
  SANAD_CHECK(count.step());
  graph.matching = count.number(0);
  for (const NodeId& id : nodes) {
    SANAD_TRY(Node node, read_node(database, id, unmasked));
    graph.nodes.push_back(std::move(node));
  }
  return graph;
}

Result<Graph> read_neighbours(const sqlite::Database& database, const NodeId& node,
                              const GraphFilter& filter, const Unmasked& unmasked) {
  Where where = conditions(filter);
  where.add("(e.source = ? OR e.target = ?)", node_number(node));
  where.bind_more(node_number(node));
  return read_graph(database, where, filter.edges, unmasked);
}

// The documents behind an edge, as conditions over "d"; `?` is the target's row.
std::string_view documents_of(EdgeKind kind) {
  switch (kind) {
    case EdgeKind::kReplied:
      return "(SELECT author FROM documents WHERE id = d.answers) = ?";
    case EdgeKind::kForwarded:
      return "d.forwarded = ?";
    case EdgeKind::kAddressed:
      return "EXISTS (SELECT 1 FROM recipients WHERE document = d.id AND account = ?)";
    case EdgeKind::kWrote:
      return "d.chat = ?";
    case EdgeKind::kShared:
      return "d.id IN (SELECT document FROM selector_documents WHERE selector = ?)";
    case EdgeKind::kSent:
      return "d.id IN (SELECT a.document FROM documents i CROSS JOIN attachments a INDEXED BY "
             "attachments_by_part ON a.part = i.id WHERE i.file = ?)";
  }
  return "FALSE";
}

}  // namespace

std::string_view edge_kind_name(EdgeKind kind) {
  return kEdgeKinds[static_cast<std::size_t>(kind)];
}

std::optional<EdgeKind> parse_edge_kind(std::string_view name) {
  const auto found = std::ranges::find(kEdgeKinds, name);
  if (found == kEdgeKinds.end()) return std::nullopt;
  return static_cast<EdgeKind>(found - kEdgeKinds.begin());
}

Result<Graph> CaseIndex::graph(const GraphFilter& filter, const Unmasked& unmasked) const {
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  return read_graph(*reader, conditions(filter), filter.edges, unmasked);
}

Result<Graph> CaseIndex::neighbours(const NodeId& node, const GraphFilter& filter,
                                    const Unmasked& unmasked) const {
  if (node.type == NodeType::kAccount) {
    return Error{ErrorCode::kDenied,
                 "all contacts of one account need an authorisation that names it; ask for one"};
  }
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  return read_neighbours(*reader, node, filter, unmasked);
}

Result<Graph> CaseIndex::person_edges(const authority::PersonPermit& permit,
                                      const GraphFilter& filter, const Unmasked& unmasked) const {
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  SANAD_TRY(const std::int64_t account, row_of(*reader, permit));
  return read_neighbours(*reader, {NodeType::kAccount, account}, filter, unmasked);
}

Result<Rows> CaseIndex::edge_rows(EdgeKind kind, const NodeId& source, const NodeId& target,
                                  const Page& page, const Unmasked& unmasked) const {
  SANAD_CHECK(check_page(page.limit, kMaxPage));
  SANAD_TRY(const Readers::Lease reader, state_->readers.take());
  SANAD_TRY(auto statement, reader->prepare(fmt::format(
                                "SELECT {} FROM documents d {} WHERE d.author = ? AND {} AND "
                                "d.copy_of IS NULL AND d.id > ? ORDER BY d.id LIMIT {}",
                                kRowColumns, kRowJoins, documents_of(kind), page.limit + 1)));
  statement.bind(source.row).bind(target.row).bind(page.after ? page.after->document : 0);
  Rows rows;
  After last;
  while (true) {
    SANAD_TRY(const bool more, statement.step());
    if (!more) return rows;
    if (rows.rows.size() == page.limit) {
      rows.next = last;
      return rows;
    }
    rows.rows.push_back(read_row(statement, unmasked));
    last = after_of(statement);
  }
}

}  // namespace sanad::case_index
