#include "capture_comparison.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace sanad::service {
namespace {

struct Got {
  std::string url, sha256;
  std::int64_t status = 200;
};

json::Value record(const std::vector<Got>& answers, json::Object more = {}) {
  json::Array exchanges;
  for (const Got& one : answers)
    exchanges.push_back(json::Object{{"party", "page"},
                                     {"method", "GET"},
                                     {"url", one.url},
                                     {"status", one.status},
                                     {"body_sha256", one.sha256}});
  json::Object object{{"method", "browser"},
                      {"url_requested", "https://pier.example/"},
                      {"url_final", "https://pier.example/"},
                      {"start_utc", "2026-03-01T10:00:00.000Z"},
                      {"user_agent", "Browser 1"},
                      {"exchanges", std::move(exchanges)}};
  for (const json::Member& member : more) object.set(member.name, member.value);
  return object;
}

CaptureComparison compared(const json::Value& here, const json::Value& there,
                           const std::vector<OwnCapture>& own = {}) {
  auto result = compare_captures_by_part({here, ""}, {there, ""}, own);
  EXPECT_TRUE(result.ok()) << result.error().message;
  return std::move(*result);
}

const std::string kPage = "https://pier.example/", kAd = "https://pier.example/ad";

TEST(CaptureComparison, TheSameBytesFromTheSameAddressAreTheSame) {
  const auto result =
      compared(record({{kPage, "aa"}, {kAd, "bb"}}), record({{kAd + "#top", "bb"}, {kPage, "aa"}}));
  EXPECT_EQ(result.parts, 2u);
  EXPECT_EQ(result.same, 2u);
  EXPECT_TRUE(result.rows.empty());
  EXPECT_EQ(result.likeness_percent, -1);
}

TEST(CaptureComparison, DynamicIsSaidOnlyWhereOneAskerGotTwoAnswers) {
  // Nothing bears it out.
  const json::Value here = record({{kPage, "aa"}, {kAd, "b1"}});
  const json::Value there = record({{kPage, "aa"}, {kAd, "b2"}});
  EXPECT_EQ(compared(here, there).rows.at(0).explanation, "unexplained");
  // Within one load.
  const auto within = compared(record({{kPage, "aa"}, {kAd, "b1"}, {kAd, "b3"}}), there);
  EXPECT_EQ(within.dynamic, 1u);
  EXPECT_NE(within.rows.at(0).detail.find("here"), std::string::npos);
  // Between two captures of one's own, which is cited.
  const auto series = compared(here, there, {{"exhibit-7", record({{kAd, "b9"}})}});
  EXPECT_EQ(series.rows.at(0).explanation, "dynamic");
  EXPECT_NE(series.rows.at(0).detail.find("exhibit-7"), std::string::npos);
  // Another capture that got the same answer as here bears nothing out.
  EXPECT_EQ(compared(here, there, {{"exhibit-7", record({{kAd, "b1"}})}}).rows.at(0).explanation,
            "unexplained");
}

TEST(CaptureComparison, WhatDifferedBetweenTheAskersIsNamedAndNotCalledTheCause) {
  const auto result =
      compared(record({{kPage, "aa"}}),
               record({{kPage, "ab"}}, {{"user_agent", "Browser 2"}, {"egress_ip", "192.0.2.7"}}));
  ASSERT_EQ(result.contexts.size(), 2u);
  EXPECT_EQ(result.context, 1u);
  EXPECT_NE(result.rows.at(0).detail.find("user agent, address of the asker"), std::string::npos);
  EXPECT_NE(result.rows.at(0).detail.find("may"), std::string::npos);
}

TEST(CaptureComparison, WhatIsMissingIsExplainedByTheRecordThatLacksIt) {
  const json::Value whole = record({{kPage, "aa"}, {kAd, "bb"}});
  const json::Value failed =
      record({{kPage, "aa"}},
             {{"errors", json::Array{json::Object{{"url", kAd}, {"error", "net::ERR_FAILED"}}}}});
  const auto there = compared(whole, failed);
  EXPECT_EQ(there.missing_there, 1u);
  EXPECT_EQ(there.rows.at(0).explanation, "failed");
  EXPECT_NE(there.rows.at(0).detail.find("ERR_FAILED"), std::string::npos);
  const auto here = compared(record({{kPage, "aa"}}, {{"unlisted_exchanges", 3}}), whole);
  EXPECT_EQ(here.missing_here, 1u);
  EXPECT_EQ(here.rows.at(0).explanation, "unlisted");
  const json::Value unkept =
      record({{kPage, "aa"}},
             {{"not_kept", json::Array{json::Object{{"url", kAd}, {"reason", "too long"}}}}});
  EXPECT_EQ(compared(whole, unkept).rows.at(0).explanation, "not-kept");
  EXPECT_EQ(compared(whole, record({{kPage, "aa"}})).rows.at(0).explanation, "not-asked");
}

TEST(CaptureComparison, ABodyThatWasCutIsNotComparedAndAStatusIs) {
  json::Value cut = record({{kPage, "aa"}});
  json::Object exchange = *(*cut["exchanges"].as_array())[0].as_object();
  exchange.set("truncated", "length");
  exchange.set("body_sha256", "cc");
  json::Object whole = *cut.as_object();
  whole.set("exchanges", json::Array{exchange});
  EXPECT_EQ(compared(record({{kPage, "aa"}}), whole).same, 0u);
  EXPECT_EQ(compared(record({{kPage, "", 404}}), record({{kPage, "", 404}})).same, 1u);
  EXPECT_EQ(compared(record({{kPage, "aa", 200}}), record({{kPage, "aa", 404}})).same, 0u);
}

TEST(CaptureComparison, OtherTargetsAndOtherMaterialAreRefused) {
  const json::Value here = record({});
  EXPECT_EQ(compare_captures_by_part(
                {here, ""}, {record({}, {{"url_requested", "https://sea.example/"}}), ""}, {})
                .error()
                .code,
            ErrorCode::kInvalid);
  EXPECT_FALSE(
      compare_captures_by_part({here, ""}, {record({}, {{"method", "import"}}), ""}, {}).ok());
  EXPECT_FALSE(compare_captures_by_part({here, ""}, {json::Value(json::Array{}), ""}, {}).ok());
  EXPECT_FALSE(
      compare_captures_by_part({here, ""}, {record({}, {{"start_utc", "soon"}}), ""}, {}).ok());
}

TEST(CaptureComparison, TimeAndDocumentsAreComparedAndNoNumberOfRowsIsTooMany) {
  std::vector<Got> many;
  for (int i = 0; i < 1000; ++i) many.push_back({fmt::format("https://pier.example/{}", i), "aa"});
  const auto result =
      compare_captures_by_part({record(many), "the boats leave at dawn from the old pier"},
                               {record({}, {{"start_utc", "2026-03-01T11:00:00.000Z"}}),
                                "the boats leave at dawn from the old pier"},
                               {});
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->seconds_between, 3600);
  EXPECT_EQ(result->likeness_percent, 100);
  EXPECT_EQ(result->rows.size(), kMaxComparisonRows);
  EXPECT_EQ(result->more_rows + result->rows.size(), result->missing_there);
  EXPECT_EQ(result->missing_there, 1000u);
}

}  // namespace
}  // namespace sanad::service
