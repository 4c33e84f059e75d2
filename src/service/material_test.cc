#include "service/material.h"

#include "material_rig.h"
#include "service/worker.h"

namespace sanad::service {
namespace {

class MaterialTest : public MaterialRig {};

TEST_F(MaterialTest, EveryFigureLeadsToItsDocuments) {
  const Material of = material();
  const auto& facts = of.facts();
  const auto graph = facts.graph({}, of.unmasked()).value();
  ASSERT_FALSE(graph.edges.empty());
  for (const auto& edge : graph.edges) {
    const auto rows = facts.edge_rows(edge.kind, edge.source, edge.target, {}, of.unmasked());
    EXPECT_EQ(static_cast<std::int64_t>(rows->rows.size()), edge.weight)
        << case_index::edge_kind_name(edge.kind);
  }
  for (const auto& one : facts.selectors("", 0, 10, of.unmasked()).value()) {
    case_index::Filter filter;
    filter.selector = one.row;
    const auto rows = facts.rows(filter, case_index::Order::kNumber, {}, of.unmasked());
    EXPECT_EQ(static_cast<std::int64_t>(rows->rows.size()), one.documents);
    const auto shown = view(of, *rows).value();
    const json::Value first = (*json::Value(shown)["items"].as_array())[0];
    EXPECT_EQ(first["number"].string_or(""), exhibit_.number);
    EXPECT_EQ(first["exhibit"].string_or(""), exhibit_.id);
    EXPECT_EQ(first["part"].int_or(0), 1);
  }
}

TEST_F(MaterialTest, OnlyReadersOfCasesMayAsk) {
  EXPECT_EQ(Material::open(workspace(), dara_, case_.id).error().code, ErrorCode::kDenied);
  EXPECT_EQ(Material::open(workspace(), amal_, "no-case").error().code, ErrorCode::kNotFound);
  EXPECT_TRUE(Material::open(workspace(), chand_, case_.reference).ok());
}

TEST_F(MaterialTest, ACaseWhoseKeyWasDestroyedHasNoViews) {
  const auto other = open_one("TZ-2026-0002");
  ASSERT_TRUE(workspace().keyring().destroy_case_key(other.id).ok());
  EXPECT_EQ(Material::open(workspace(), amal_, other.id).error().code, ErrorCode::kNotFound);
}

TEST_F(MaterialTest, ZonesAreFoundByNameAndNothingElseIsRead) {
  EXPECT_EQ(find_zone(workspace(), "")->name(), "UTC");
  EXPECT_EQ(find_zone(workspace(), "UTC+05:00")->offset_seconds(0), 5 * 3600);
  EXPECT_EQ(find_zone(workspace(), "UTC-03:30")->offset_seconds(0), -(3 * 3600 + 1800));
  for (const char* wrong : {"UTC+5", "UTC+05:60", "UTC+0a:00", "UTC+19:00", "../../etc/hostname",
                            "/etc/hostname", "Asia/Nowhere", "Asia", "tzdata.zi", "Asia/Kar\nachi"})
    EXPECT_EQ(find_zone(workspace(), wrong).error().code, ErrorCode::kInvalid) << wrong;
}

TEST_F(MaterialTest, WhatIsAlikeIsLookedForByAJobThatKeepsItsRule) {
  const auto facts = workspace().case_indexes().facts(case_.id).value();
  EXPECT_FALSE(facts->cluster_run()->has_value());
  const case_index::ClusterRule rule{.share = 70, .bits = 20, .quality = 40};
  const auto job = order_clusters(workspace(), amal_, case_.id, rule);
  ASSERT_TRUE(job.ok());
  EXPECT_EQ(order_clusters(workspace(), behram_, case_.id, rule).value(), *job);
  EXPECT_NE(order_clusters(workspace(), behram_, case_.id, {}).value(), *job);
  std::atomic<bool> stop{false};
  const auto done = run_now(workspace(), *job, stop, {});
  ASSERT_TRUE(done.ok()) << done.error().message;
  EXPECT_EQ(done->result["texts"].int_or(-1), 0);
  const auto run = facts->cluster_run().value();
  ASSERT_TRUE(run.has_value());
  EXPECT_EQ(run->rule.share, 70);
  EXPECT_EQ(run->rule.bits, 20u);
}

TEST_F(MaterialTest, ClustersAreOrderedWithinBoundsAndByThoseWhoMay) {
  for (const case_index::ClusterRule& wrong :
       {case_index::ClusterRule{.share = 49}, case_index::ClusterRule{.share = 101},
        case_index::ClusterRule{.bits = 65}, case_index::ClusterRule{.quality = -1}})
    EXPECT_EQ(order_clusters(workspace(), amal_, case_.id, wrong).error().code,
              ErrorCode::kInvalid);
  for (const auto& who : {chand_, dara_, esen_})
    EXPECT_EQ(order_clusters(workspace(), who, case_.id, {}).error().code, ErrorCode::kDenied);
  EXPECT_EQ(order_clusters(workspace(), amal_, "no-case", {}).error().code, ErrorCode::kNotFound);
}

TEST_F(MaterialTest, NodesAndCursorsAreReadStrictly) {
  EXPECT_EQ(parse_node("chat:12")->row, 12);
  EXPECT_EQ(parse_node("file:1")->type, case_index::NodeType::kFile);
  for (const char* wrong : {"", "chat", "chat:", "chat:0", "chat:-1", "chat:1x", "person:1", ":1"})
    EXPECT_EQ(parse_node(wrong).error().code, ErrorCode::kInvalid) << wrong;
  EXPECT_EQ(parse_after("-5:12")->ms, -5);
  for (const char* wrong : {"", "5", "5:", ":5", "5:x", "99999999999999999999:1"})
    EXPECT_EQ(parse_after(wrong).error().code, ErrorCode::kInvalid) << wrong;
}

}  // namespace
}  // namespace sanad::service
