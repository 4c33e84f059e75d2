#include <gtest/gtest.h>

#include "fixture.h"

namespace sanad::case_index::test {
namespace {

const auto kNever = [] { return false; };
using Ids = std::vector<std::int64_t>;
using ClustersTest = IndexTest;

text::Fingerprint print_of(std::vector<std::uint64_t> marks) { return {200, std::move(marks)}; }

TEST_F(ClustersTest, TextsThatSharePassagesHaveTheirFirstAppearance) {
  Document late = message("u1", 50);
  late.print = print_of({1, 2, 3, 4, 5});
  Document early = message("u2", 10);
  early.print = print_of({1, 2, 3, 4, 6});
  early.source.exhibit = "exhibit-2";
  Document middle = message("u1", 30);
  middle.print = print_of({1, 2, 3, 4, 5});
  Document other = message("u3", 1);
  other.print = print_of({7, 8, 9});
  Document copy = late;
  copy.id = next_++;
  copy.source.exhibit = "exhibit-3";
  for (const auto& document : {late, early, middle, other, copy}) add(document);
  commit();
  EXPECT_FALSE(index_->cluster_run().value());
  const ClusterRun run = index_->build_clusters({}, kNever).value();
  EXPECT_EQ(run.texts, 4);
  EXPECT_EQ(run.text_clusters, 1);
  EXPECT_EQ(run.picture_clusters, 0);
  EXPECT_EQ(run.last_document, copy.id);
  const auto kept = index_->cluster_run().value();
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->rule.share, 60);
  EXPECT_EQ(kept->rule.bits, 31U);
  EXPECT_EQ(kept->rule.quality, 50);
  EXPECT_EQ(kept->last_document, copy.id);

  const ClusterPage page = index_->clusters(Likeness::kText, 0, 10, kNobody).value();
  ASSERT_EQ(page.clusters.size(), 1U);
  EXPECT_FALSE(page.more);
  const Cluster& cluster = page.clusters[0];
  EXPECT_EQ(cluster.members, 3);
  EXPECT_EQ(cluster.exhibits, 2);
  EXPECT_EQ(cluster.accounts, 2);
  EXPECT_EQ(cluster.first.cite.document, early.id);
  EXPECT_EQ(cluster.span.first_ms, early.sent_ms);
  EXPECT_EQ(cluster.span.last_ms, late.sent_ms);
  const ClusterMembers members = index_->cluster_members(cluster.number, 0, 2, kNobody).value();
  ASSERT_EQ(members.members.size(), 2U);
  EXPECT_TRUE(members.more);
  EXPECT_EQ(members.members[0].row.cite.document, early.id);
  EXPECT_EQ(members.members[0].likeness, 100);
  EXPECT_EQ(members.members[1].row.cite.document, middle.id);
  EXPECT_EQ(members.members[1].likeness, 66);
}

TEST_F(ClustersTest, PicturesAreJoinedTurnedOrNotAndBadOnesAreLeftOut) {
  const auto picture = [&](std::uint64_t bits, int quality) {
    Document document = item("p" + std::to_string(next_) + ".jpg", "a");
    document.picture = Picture{{bits, 0, 0, 0}, quality, {}};
    return document;
  };
  Document first = picture(0, 90);
  first.picture->turned.assign(8, {~0ULL, ~0ULL, 0, 0});
  const Document near = picture(0x7FFF'FFFF, 90);
  const Document far = picture(~0ULL, 90);
  const Document poor = picture(0, 49);
  Document turned = picture(0, 80);
  turned.picture->pdq = {~0ULL, ~0ULL, 0, 0};
  Document carrier = message("u1", 7);
  carrier.attachments = {{.kind = "photo", .path = "../" + near.source.original_name}};
  for (const auto& document : {first, near, far, poor, turned, carrier}) add(document);
  commit();
  const ClusterRun run = index_->build_clusters({}, kNever).value();
  EXPECT_EQ(run.pictures, 4);
  EXPECT_EQ(run.picture_clusters, 1);
  const auto clusters = index_->clusters(Likeness::kPicture, 0, 10, kNobody).value().clusters;
  ASSERT_EQ(clusters.size(), 1U);
  EXPECT_EQ(clusters[0].members, 3);
  EXPECT_EQ(clusters[0].accounts, 1);
  EXPECT_EQ(clusters[0].first.cite.document, near.id);  // the only one whose time is known
  const auto members = index_->cluster_members(clusters[0].number, 0, 10, kNobody).value().members;
  ASSERT_EQ(members.size(), 3U);
  EXPECT_EQ(members[0].likeness, 0);
  EXPECT_EQ(members[1].likeness, 31);
}

TEST_F(ClustersTest, ADocumentKnowsItsClusters) {
  Document a = message("u1");
  a.print = print_of({1, 2, 3, 4});
  a.content = 77;
  Document b = message("u2", 5);
  b.print = a.print;
  const Document alone = message("u3", 9);
  for (const Document& one : {a, b, alone}) add(one);
  commit();
  ASSERT_EQ(index_->build_clusters({}, kNever)->text_clusters, 1);
  EXPECT_EQ(index_->find_document(a).value(), a.id);
  const auto of_b = index_->clusters_of(b.id, kNobody).value();
  ASSERT_EQ(of_b.size(), 1U);
  EXPECT_EQ(of_b[0].first.cite.document, a.id);
  EXPECT_EQ(of_b[0].likeness, Likeness::kText);
  EXPECT_TRUE(index_->clusters_of(alone.id, kNobody)->empty());
}

TEST_F(ClustersTest, AnotherRunReplacesTheOneBefore) {
  Document a = message("u1");
  a.print = print_of({1, 2, 3, 4});
  Document b = message("u1");
  b.print = print_of({1, 2, 3, 5});
  add(a);
  add(b);
  commit();
  EXPECT_EQ(index_->build_clusters({.share = 60}, kNever)->text_clusters, 1);
  EXPECT_EQ(index_->build_clusters({.share = 61}, kNever)->text_clusters, 0);
  EXPECT_TRUE(index_->clusters(Likeness::kText, 0, 10, kNobody).value().clusters.empty());
}

TEST_F(ClustersTest, RulesOutOfBoundsAndCancellingAreRefused) {
  for (const ClusterRule& rule : {ClusterRule{.share = 49}, ClusterRule{.share = 101},
                                  ClusterRule{.bits = 65}, ClusterRule{.quality = 101}}) {
    EXPECT_EQ(index_->build_clusters(rule, kNever).error().code, ErrorCode::kInvalid);
  }
  Document a = message("u1");
  a.print = print_of({1, 2, 3});
  add(a);
  EXPECT_EQ(index_->build_clusters({}, kNever).error().code, ErrorCode::kConflict);
  commit();
  EXPECT_EQ(index_->build_clusters({}, [] { return true; }).error().code, ErrorCode::kConflict);
}

TEST_F(ClustersTest, RemovingAnExhibitForgetsTheClusters) {
  Document a = message("u1");
  a.print = print_of({1, 2, 3});
  Document b = message("u1");
  b.print = a.print;
  add(a);
  add(b);
  commit();
  ASSERT_EQ(index_->build_clusters({}, kNever)->text_clusters, 1);
  ASSERT_TRUE(index_->remove_exhibit("exhibit-2").ok());
  EXPECT_FALSE(index_->cluster_run().value());
}

TEST_F(ClustersTest, AnExhibitTakenOutMeanwhileIsNoticed) {
  Document a = message("u1");
  a.print = print_of({1, 2, 3});
  add(a);
  commit();
  const auto built = index_->build_clusters({}, [&] {
    EXPECT_TRUE(index_->remove_exhibit("exhibit-1").ok());
    return false;
  });
  ASSERT_FALSE(built.ok());
  EXPECT_EQ(built.error().code, ErrorCode::kConflict);
}

TEST_F(ClustersTest, AChainIsInOrderOfTimeAndNamesItsSources) {
  Document original = message("u1", 5);
  original.content = 77;
  Document forward = message("u2", 9);
  forward.content = 77;
  forward.forwarded_from = {"u1", ""};
  Document later = message("u3", 7);
  later.content = 77;
  later.forwarded_from = {"", "Somebody"};
  Document short_one = message("u3", 7);
  short_one.content = 76;
  for (const auto& document : {original, forward, later, short_one}) add(document);
  commit();
  const auto chain = index_->chain(forward.id, {.accounts = {}}).value();
  ASSERT_EQ(chain.size(), 3U);
  EXPECT_EQ(chain[0].row.cite.document, original.id);
  EXPECT_FALSE(chain[0].is_forward);
  EXPECT_FALSE(chain[0].from);
  EXPECT_EQ(chain[1].row.cite.document, later.id);
  EXPECT_TRUE(chain[1].is_forward);
  EXPECT_EQ(chain[2].row.cite.document, forward.id);
  EXPECT_EQ(chain[2].from->row, chain[0].row.author->row);
  EXPECT_TRUE(index_->chain(short_one.id, kNobody).value().empty());
  EXPECT_EQ(index_->chain(99, kNobody).error().code, ErrorCode::kNotFound);
}

TEST_F(ClustersTest, FilesThatAreThereMoreThanOnceAreListed) {
  const auto a = add(item("a.pdf", "a"));
  add(item("b.pdf", "b"));
  const auto again = add(item("c.pdf", "a"));
  commit();
  const auto duplicates = index_->duplicates(0, 10).value();
  ASSERT_EQ(duplicates.size(), 1U);
  EXPECT_EQ(duplicates[0].sha256, std::string(64, 'a'));
  EXPECT_EQ(duplicates[0].documents, 2);
  const Rows first = index_->same_file(duplicates[0].sha256, {.limit = 1}, kNobody).value();
  EXPECT_EQ(ids(first.rows), Ids{a});
  ASSERT_TRUE(first.next);
  const Rows second =
      index_->same_file(duplicates[0].sha256, {.limit = 1, .after = first.next}, kNobody).value();
  EXPECT_EQ(ids(second.rows), Ids{again});
  EXPECT_FALSE(second.next);
  EXPECT_EQ(index_->same_file("short", {}, kNobody).error().code, ErrorCode::kInvalid);
}

}  // namespace
}  // namespace sanad::case_index::test
