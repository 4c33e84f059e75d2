#include <gtest/gtest.h>

#include <map>
#include <random>

#include "fixture.h"

namespace sanad::case_index::test {
namespace {

using Ids = std::vector<std::int64_t>;
using GraphTest = IndexTest;

const Edge* edge_of(const Graph& graph, EdgeKind kind) {
  for (const Edge& edge : graph.edges) {
    if (edge.kind == kind) return &edge;
  }
  return nullptr;
}

TEST_F(GraphTest, EachKindOfEdgeCitesItsDocuments) {
  Document first = message("u1", 1);
  Document reply = message("u2", 2);
  reply.reply_to = first.number;
  Document forward = message("u2", 3);
  forward.forwarded_from = {"u3", "Oro"};
  Document mail = message("u2", 4);
  mail.chat = {};
  mail.to = {{"u1", ""}};
  Document link = message("u1", 5);
  link.selectors = {
      {.kind = "url", .value = "https://harvest.example/", .offset = 0, .length = 9},
      {.kind = "url", .value = "https://harvest.example/", .offset = 20, .length = 9}};
  Document sender = message("u1", 6);
  sender.attachments = {{.kind = "file", .path = "a.pdf"}};
  Document file = item("export/a.pdf", "a");
  for (const auto& document : {first, reply, forward, mail, link, sender}) add(document);
  file.id = next_++;
  add(file);
  commit();

  const Graph graph = index_->graph({}, kNobody).value();
  EXPECT_EQ(graph.matching, static_cast<std::int64_t>(graph.edges.size()));
  EXPECT_EQ(graph.edges.size(), 7U);
  const std::map<EdgeKind, Ids> expected = {{EdgeKind::kReplied, {reply.id}},
                                            {EdgeKind::kForwarded, {forward.id}},
                                            {EdgeKind::kAddressed, {mail.id}},
                                            {EdgeKind::kShared, {link.id}},
                                            {EdgeKind::kSent, {sender.id}}};
  for (const auto& [kind, documents] : expected) {
    const Edge* edge = edge_of(graph, kind);
    ASSERT_NE(edge, nullptr) << edge_kind_name(kind);
    EXPECT_EQ(edge->weight, 1);
    const Row row = index_->row(documents[0], kNobody).value();
    EXPECT_EQ(edge->span.first_ms, row.sent_ms);
    EXPECT_EQ(ids(index_->edge_rows(kind, edge->source, edge->target, {}, kNobody).value().rows),
              documents);
  }
  const Edge& heaviest = graph.edges.front();
  EXPECT_EQ(heaviest.kind, EdgeKind::kWrote);
  EXPECT_EQ(heaviest.weight, 3);
  EXPECT_EQ(heaviest.span.last_ms, sender.sent_ms);
  EXPECT_EQ(ids(index_->edge_rows(EdgeKind::kWrote, heaviest.source, heaviest.target, {}, kNobody)
                    .value()
                    .rows),
            (Ids{first.id, link.id, sender.id}));
  std::set<NodeId> named;
  for (const Node& node : graph.nodes) named.insert(node.id);
  for (const Edge& edge : graph.edges) {
    EXPECT_TRUE(named.contains(edge.source));
    EXPECT_TRUE(named.contains(edge.target));
  }
}

// Edges against counts kept beside them, over commits in which replies and files come late.
TEST_F(GraphTest, EdgesAreTheSameHoweverTheyAreCommitted) {
  std::mt19937 random(11);
  std::map<std::pair<int, int>, std::int64_t> expected;
  std::vector<int> authors = {0};
  for (int i = 1; i <= 400; ++i) authors.push_back(static_cast<int>(random() % 9));
  for (int i = 1; i <= 400; ++i) {
    Document document = message("u" + std::to_string(authors[static_cast<std::size_t>(i)]), i);
    if (i % 3 == 0) {
      const int other = 1 + static_cast<int>(random() % 400);
      if (other != i) {
        document.reply_to = std::to_string(other);
        ++expected[{authors[static_cast<std::size_t>(i)],
                    authors[static_cast<std::size_t>(other)]}];
      }
    }
    add(document);
    if (random() % 40 == 0) commit();
  }
  commit();
  std::map<std::pair<int, int>, std::int64_t> found;
  const Unmasked all = [&] {
    Unmasked unmasked;
    for (const Account& account : index_->accounts(0, 100, kNobody).value())
      unmasked.accounts.insert(account.pseudonym);
    return unmasked;
  }();
  const Graph graph = index_->graph({.kinds = {EdgeKind::kReplied}, .edges = 5000}, all).value();
  std::map<NodeId, int> who;
  for (const Node& node : graph.nodes) who[node.id] = std::stoi(node.account->id.substr(1));
  for (const Edge& edge : graph.edges) found[{who[edge.source], who[edge.target]}] = edge.weight;
  EXPECT_EQ(found, expected);
}

TEST_F(GraphTest, FiltersNarrow) {
  for (int i = 0; i < 5; ++i) {
    Document document = message("u" + std::to_string(i), i);
    for (int j = 0; j <= i; ++j) {
      document.selectors.push_back(
          {.kind = j == 0 ? "iban" : "url", .value = "v" + std::to_string(j)});
    }
    add(document);
  }
  commit();
  EXPECT_EQ(index_->graph({.kinds = {EdgeKind::kShared}}, kNobody)->matching, 15);
  EXPECT_EQ(
      index_->graph({.kinds = {EdgeKind::kShared}, .selector_kind = "iban"}, kNobody)->matching, 5);
  EXPECT_EQ(index_->graph({.min_weight = 2}, kNobody)->matching, 0);
  const Graph cut = index_->graph({.edges = 3}, kNobody).value();
  EXPECT_EQ(cut.edges.size(), 3U);
  EXPECT_EQ(cut.matching, 20);
  EXPECT_EQ(index_->graph({.edges = 0}, kNobody).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(index_->graph({.edges = kMaxGraphEdges + 1}, kNobody).error().code,
            ErrorCode::kInvalid);
}

TEST_F(GraphTest, NeighboursOfAChatASelectorAndAFileAreOpen) {
  Document link = message("u1");
  link.selectors = {{.kind = "url", .value = "https://harvest.example/"}};
  add(link);
  add(message("u2"));
  commit();
  const Graph chat = index_->neighbours({NodeType::kChat, 1}, {}, kNobody).value();
  EXPECT_EQ(chat.edges.size(), 2U);
  EXPECT_EQ(chat.nodes.size(), 3U);
  EXPECT_EQ(index_->neighbours({NodeType::kSelector, 1}, {}, kNobody)->edges.size(), 1U);
  EXPECT_EQ(index_->neighbours({NodeType::kAccount, 1}, {}, kNobody).error().code,
            ErrorCode::kDenied);
}

TEST_F(GraphTest, SelectorsAreCountedAndDated) {
  for (const int minutes : {30, 10, 20}) {
    Document document = message("u1", minutes);
    document.selectors = {{.kind = "url", .value = "a", .offset = 0, .length = 1},
                          {.kind = "url", .value = "a", .offset = 5, .length = 1}};
    if (minutes == 10) document.selectors.push_back({.kind = "iban", .value = "b"});
    add(document);
    commit();
  }
  const auto selectors = index_->selectors("", 0, 10, kNobody).value();
  ASSERT_EQ(selectors.size(), 2U);
  EXPECT_EQ(selectors[0].value, "a");
  EXPECT_EQ(selectors[0].hits, 6);
  EXPECT_EQ(selectors[0].documents, 3);
  EXPECT_EQ(selectors[0].span.first_ms, kStart + 10 * 60'000);
  EXPECT_EQ(selectors[0].span.last_ms, kStart + 30 * 60'000);
  EXPECT_EQ(index_->selectors("iban", 0, 10, kNobody)->size(), 1U);
  EXPECT_EQ(index_->selectors("", 1, 10, kNobody)->size(), 1U);
  EXPECT_EQ(index_->selector(selectors[0].row, kNobody)->value, "a");
  EXPECT_EQ(index_->selector(99, kNobody).error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace sanad::case_index::test
