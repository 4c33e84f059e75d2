// Matches over HTTP: ordered, listed and reviewed by those who may, and a dispute is never left
// out.
#include <gtest/gtest.h>

#include <set>

#include "list_test_rig.h"

namespace sanad::server {
namespace {

class MatchRoutesTest : public ListRig {};

TEST_F(MatchRoutesTest, ADisputeIsInTheEntryInEveryHitAndInEveryMatchUntilItEnds) {
  const std::string of_case = open_case();
  const std::string exhibit = seal_exhibit(of_case);
  const std::string list = import_two();
  const std::string entry = entry_of(list, kValue), other = entry_of(list, kOther);
  const std::string match = record_match(of_case, exhibit, list, entry);
  record_match(of_case, exhibit, list, other);
  const auto matches_disputed = [&] {
    std::set<std::string> found;
    const Reply reply = call(chand_, "GET", "/cases/" + of_case + "/matches");
    for (const auto& one : *reply.body["items"].as_array()) {
      EXPECT_FALSE(one["disputed_when_found"].bool_or(true));
      if (one["disputed"].bool_or(false)) found.insert(one["entry"].string_or(""));
    }
    return found;
  };
  const auto hit_disputed = [&](const std::string& value) {
    return first(look_up(chand_, {{"signal", "sha256"}, {"value", value}}))["disputed"].bool_or(
        false);
  };
  EXPECT_TRUE(matches_disputed().empty());
  const Reply said = say(amal_, list, entry, "dispute", "a news report");
  ASSERT_EQ(said.status, 200);
  EXPECT_EQ(said.body["dispute"].string_or(""), "in dispute");
  EXPECT_EQ(said.body["disputed_by"].as_array()->front().string_or(""), "Tirazan Cyber Wing");
  EXPECT_EQ(said.body["feedback"].as_array()->front()["reason"].string_or(""), "a news report");
  for (const auto& one : entries(list)) {
    EXPECT_EQ(one["dispute"].string_or(""),
              one["entry"].string_or("") == entry ? "in dispute" : "none");
  }
  EXPECT_TRUE(hit_disputed(kValue));
  EXPECT_FALSE(hit_disputed(kOther));
  EXPECT_EQ(matches_disputed(), std::set<std::string>{entry});
  EXPECT_TRUE(review(amal_, match, "confirmed", "compared").body["disputed"].bool_or(false));
  clock_.advance_ms(1000);
  EXPECT_EQ(say(amal_, list, entry, "withdraw", "it was none").body["dispute"].string_or(""),
            "settled");
  EXPECT_FALSE(hit_disputed(kValue));
  EXPECT_TRUE(matches_disputed().empty());
  EXPECT_EQ(count_entries("list.feedback"), 2u);
}

TEST_F(MatchRoutesTest, ACaseIsComparedAsAJobOnceThereIsAList) {
  const std::string of_case = open_case();
  const std::string path = "/cases/" + of_case + "/identifications";
  EXPECT_EQ(call(amal_, "POST", path).status, 400);
  import_two();
  EXPECT_EQ(call(esen_, "POST", path).status, 403);
  EXPECT_EQ(call(amal_, "POST", "/cases/x/identifications").status, 404);
  const Reply accepted = call(amal_, "POST", path);
  ASSERT_EQ(accepted.status, 202);
  const Reply job = call(amal_, "GET", "/jobs/" + accepted.body["job"].string_or(""));
  EXPECT_EQ(job.body["kind"].string_or(""), "identify");
  EXPECT_EQ(job.body["case"].string_or(""), of_case);
}

TEST_F(MatchRoutesTest, AMatchIsReviewedWithAReasonByThoseWhoMay) {
  const std::string of_case = open_case();
  const std::string list = import_two();
  const std::string match =
      record_match(of_case, seal_exhibit(of_case), list, entry_of(list, kValue));
  const auto in_state = [&](const std::string& state) {
    return call(amal_, "GET", "/cases/" + of_case + "/matches?state=" + state)
        .body["items"]
        .as_array()
        ->size();
  };
  EXPECT_EQ(in_state("open"), 1u);
  EXPECT_EQ(review(amal_, match, "perhaps", "x").status, 400);
  EXPECT_EQ(review(amal_, match, "rejected", "").status, 400);
  EXPECT_EQ(review(amal_, "match-0000000000000000", "rejected", "x").status, 404);
  EXPECT_EQ(review(esen_, match, "rejected", "x").status, 403);
  EXPECT_EQ(count_entries("match.reviewed"), 0u);
  const Reply reviewed = review(behram_, match, "rejected", "our own picture");
  ASSERT_EQ(reviewed.status, 200);
  EXPECT_EQ(reviewed.body["state"].string_or(""), "rejected");
  EXPECT_EQ(reviewed.body["reason"].string_or(""), "our own picture");
  EXPECT_EQ(reviewed.body["reviewed_by"].string_or(""),
            workspace_->records().officer("Behram Sorani")->id);
  EXPECT_EQ(in_state("open"), 0u);
  EXPECT_EQ(in_state("rejected"), 1u);
  EXPECT_EQ(call(amal_, "GET", "/cases/" + of_case + "/matches?state=x").status, 400);
  EXPECT_EQ(call(amal_, "GET", "/cases/x/matches").status, 404);
  const Reply record = call(amal_, "GET", "/cases/" + of_case + "/entries");
  EXPECT_EQ(first(record)["summary"].string_or(""), "A match was rejected: our own picture");
}

TEST_F(MatchRoutesTest, MatchesComeInPagesThatAReviewDoesNotUpset) {
  const std::string of_case = open_case();
  const std::string exhibit = seal_exhibit(of_case);
  const std::string list = import_two();
  for (int i = 0; i < 150; ++i) {
    if (i % 50 == 0) clock_.advance_ms(1000);
    record_match(of_case, exhibit, list, fmt::format("entry-{}", i));
  }
  const std::string path = "/cases/" + of_case + "/matches?state=open";
  const Reply page = call(amal_, "GET", path);
  ASSERT_EQ(page.body["items"].as_array()->size(), 100u);
  const std::string cursor = page.body["next"].string_or("");
  EXPECT_EQ(review(amal_, cursor, "rejected", "x").status, 200);
  const Reply rest = call(amal_, "GET", path + "&cursor=" + cursor);
  EXPECT_EQ(rest.body["items"].as_array()->size(), 50u);
  EXPECT_TRUE(rest.body["next"].is_null());
  std::set<std::string> seen;
  for (const Reply& reply : {page, rest})
    for (const auto& item : *reply.body["items"].as_array())
      EXPECT_TRUE(seen.insert(item["match"].string_or("")).second);
  EXPECT_EQ(call(amal_, "GET", path + "&cursor=x").status, 400);
}

TEST_F(MatchRoutesTest, TheMatchesOfOneExhibitAreAskedForByItsName) {
  const std::string of_case = open_case();
  const std::string exhibit = seal_exhibit(of_case), other = crypto::new_id("exhibit");
  const std::string list = import_two();
  const std::string match = record_match(of_case, exhibit, list, "entry-1");
  record_match(of_case, other, list, "entry-1");
  const std::string path = "/cases/" + of_case + "/matches";
  EXPECT_EQ(call(amal_, "GET", path).body["items"].as_array()->size(), 2u);
  const Reply ours = call(amal_, "GET", path + "?exhibit=" + exhibit);
  ASSERT_EQ(ours.body["items"].as_array()->size(), 1u);
  EXPECT_EQ(first(ours)["match"].string_or(""), match);
  EXPECT_TRUE(call(amal_, "GET", path + "?state=rejected&exhibit=" + exhibit)
                  .body["items"]
                  .as_array()
                  ->empty());
  EXPECT_TRUE(call(amal_, "GET", path + "?exhibit=exhibit-0000000000000000")
                  .body["items"]
                  .as_array()
                  ->empty());
}

}  // namespace
}  // namespace sanad::server
