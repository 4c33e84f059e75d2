// Oversight over HTTP: counts, acts without content, and who had access.
#include <gtest/gtest.h>

#include "test_rig.h"

namespace sanad::server {
namespace {

class OversightRoutesTest : public Rig {};

TEST_F(OversightRoutesTest, AuditorsAndSupervisorsAskAndOthersAreRefusedWithAnEntry) {
  const std::string of_case = open_case();
  const std::string exhibit = seal_exhibit(of_case);
  EXPECT_EQ(call(amal_, "GET", "/oversight/statistics?period=2020").status, 403);
  EXPECT_EQ(count_entries("act.refused"), 1u);
  const Reply made = call(esen_, "GET", "/oversight/statistics?period=2020-H1&language=ur");
  ASSERT_EQ(made.status, 200) << made.text;
  EXPECT_NE(made.body["page"].string_or("").find("dir=\"rtl\""), std::string::npos);
  EXPECT_EQ(made.body["csv"].string_or("").substr(0, 23), "period,table,row,count\r");
  EXPECT_EQ(call(esen_, "GET", "/oversight/statistics?period=2999").status, 409);
  EXPECT_EQ(call(esen_, "GET", "/oversight/statistics?period=May").status, 400);
  const Reply report = call(
      behram_, "GET", "/oversight/report?from=2020-01-01T00:00:00Z&until=2999-01-01T00:00:00Z");
  ASSERT_EQ(report.status, 200) << report.text;
  EXPECT_EQ(report.body["refusals"].as_array()->size(), 1u);
  EXPECT_EQ(call(behram_, "GET", "/oversight/report?from=x&until=y").status, 400);
  const Reply access = call(esen_, "GET", "/oversight/access?subject=" + exhibit);
  ASSERT_EQ(access.status, 200) << access.text;
  EXPECT_TRUE(access.body["accesses"].as_array()->empty());
  EXPECT_EQ(call(esen_, "GET", "/oversight/access?subject=nobody").status, 404);
  EXPECT_EQ(count_entries("oversight.asked"), 3u);
}

}  // namespace
}  // namespace sanad::server
