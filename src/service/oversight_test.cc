// Oversight: counts that identify nobody, acts without content, and who had access.
#include "service/oversight.h"

#include "disposal_rig.h"
#include "service/exhibits.h"

namespace sanad::service {
namespace {

class OversightTest : public DisposalRig<Rig> {
 protected:
  void SetUp() override {
    Rig::SetUp();
    case_ = open_one();
    approved(case_);
    exhibit_ = seal_one(case_);
  }
  // A year after the rig's time, so that its half year is over.
  json::Object statistics(std::string_view period) {
    auto made = oversight_statistics(workspace(), esen_, period);
    EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().message);
    return made.ok() ? *made : json::Object{};
  }
  json::Value count(const json::Object& of, std::string_view table, std::string_view row) {
    for (const json::Value& one : *of.find("tables")->as_array()) {
      if (one["key"].string_or("") != table) continue;
      if (row == "total") return one["total"];
      for (const json::Value& each : *one["rows"].as_array())
        if (each["key"].string_or("") == row) return each["count"];
    }
    return "no such row";
  }
  std::string period() const {
    const std::string day = format_timestamp(clock_.now());
    return day.substr(0, 4) + (day.substr(5, 2) < "07" ? "-H1" : "-H2");
  }
  void refuse_often(int times) {
    for (int i = 0; i < times; ++i) EXPECT_FALSE(set_retention(workspace(), amal_, {}).ok());
  }
  records::Case case_;
  records::Exhibit exhibit_;
};

TEST_F(OversightTest, CountsOfAPeriodThatIsOverWithSmallOnesLeftOut) {
  const std::string half = period();
  refuse_often(7);
  EXPECT_EQ(oversight_statistics(workspace(), esen_, half).error().code, ErrorCode::kConflict);
  clock_.advance_ms(400 * kDayMs);
  const json::Object shown = statistics(half);
  EXPECT_EQ(count(shown, "refusals", "wrong-role").int_or(0), 7);
  EXPECT_EQ(count(shown, "refusals", "total").int_or(0), 7);
  EXPECT_TRUE(count(shown, "acts", "captures").is_null()) << "one capture";
  EXPECT_EQ(count(shown, "acts", "imports").int_or(-1), 0) << "that there was none may be said";
  EXPECT_TRUE(count(shown, "acts", "total").is_null());
  const json::Object year = statistics(half.substr(0, 4));
  EXPECT_EQ(count(year, "refusals", "wrong-role").int_or(0), 7);
  EXPECT_TRUE(count(year, "acts", "captures").is_null());
  const std::string csv = statistics_csv(shown);
  EXPECT_NE(csv.find(half + ",refusals,wrong-role,7\r\n"), std::string::npos) << csv;
  EXPECT_NE(csv.find(",acts,captures,suppressed\r\n"), std::string::npos) << csv;
  for (const char* language : {"en", "ur"}) {
    const std::string page = statistics_html(shown, language);
    EXPECT_EQ(page.find(amal_.name), std::string::npos);
    EXPECT_EQ(page.find(exhibit_.number), std::string::npos);
  }
  for (const char* wrong : {"", "20", "2026-H3", "2026-07", "this year"})
    EXPECT_EQ(oversight_statistics(workspace(), esen_, wrong).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(oversight_statistics(workspace(), amal_, half).error().code, ErrorCode::kDenied);
  EXPECT_EQ(entries("oversight.asked").size(), 2u);
}

TEST_F(OversightTest, TheReportListsActsWithoutContent) {
  const Timestamp from = clock_.now();
  refuse_often(1);
  ASSERT_TRUE(workspace()
                  .custody()
                  .record({"person.unmasked", amal_.id, case_.id,
                           json::Object{{"what", "account"},
                                        {"pseudonym", 12},
                                        {"identifier", "telegram:user91"},
                                        {"reason", "he leads Ostrakan"},
                                        {"authorisation", ""}}})
                  .ok());
  ASSERT_TRUE(workspace()
                  .custody()
                  .record({"emergency.lapsed", "system", case_.id,
                           json::Object{{"emergency", "emergency-0000000000000001"}}})
                  .ok());
  clock_.advance_ms(1000);
  const auto report = oversight_report(workspace(), esen_, from, clock_.now());
  ASSERT_TRUE(report.ok()) << report.error().message;
  for (const char* list : {"refusals", "lapses", "unmaskings"})
    EXPECT_EQ(report->find(list)->as_array()->size(), 1u) << list;
  const std::string text = json::format_canonical(json::Value(*report));
  for (const char* hidden : {"user91", "Ostrakan"})
    EXPECT_EQ(text.find(hidden), std::string::npos) << hidden;
  EXPECT_NE(text.find("\"pseudonym\":12"), std::string::npos);
  EXPECT_NE(text.find("wrong-role"), std::string::npos);
  EXPECT_EQ(oversight_report(workspace(), esen_, clock_.now(), from).error().code,
            ErrorCode::kInvalid);
  EXPECT_EQ(oversight_report(workspace(), chand_, from, clock_.now()).error().code,
            ErrorCode::kDenied);
}

TEST_F(OversightTest, WhoHadAccessIsAskedOfTheLedgerAndOutlivesTheContent) {
  ASSERT_TRUE(open_file(workspace(), amal_, exhibit_, "page.html", Access::kView, "to read").ok());
  ASSERT_TRUE(open_file(workspace(), chand_, exhibit_, "page.html", Access::kCopy, "court").ok());
  const auto names = [&](std::string_view subject) {
    const auto found = oversight_access(workspace(), esen_, subject);
    EXPECT_TRUE(found.ok()) << (found.ok() ? "" : found.error().message);
    std::vector<std::string> officers;
    if (!found.ok()) return officers;
    for (const json::Value& one : *found->find("accesses")->as_array())
      officers.push_back(one["officer_name"].string_or(""));
    std::ranges::sort(officers);
    return officers;
  };
  const std::vector<std::string> both{amal_.name, chand_.name};
  EXPECT_EQ(names(exhibit_.number), both);
  EXPECT_EQ(names(case_.reference), both);
  EXPECT_EQ(names(chand_.name), std::vector<std::string>{chand_.name});
  EXPECT_TRUE(names(case_.reference + "#12").empty());
  EXPECT_EQ(oversight_access(workspace(), esen_, "nobody").error().code, ErrorCode::kNotFound);
  set_rule();
  let_time_pass();
  ASSERT_EQ(dispose_of(case_.id, exhibit_.id).state, "done");
  EXPECT_EQ(names(exhibit_.number), both) << "the tombstone says so";
}

TEST_F(OversightTest, TheLedgerIsReadActByActAndRegistersAsCounts) {
  ASSERT_TRUE(place_hold(workspace(), amal_, {case_.id, "", "suit 3", "Ostrakan asked"}).ok());
  const auto page = oversight_entries(workspace(), esen_, {.case_id = case_.reference, .limit = 2});
  ASSERT_TRUE(page.ok()) << page.error().message;
  ASSERT_EQ(page->items.size(), 2u);
  EXPECT_TRUE(page->next.has_value());
  const json::Value& newest = page->items.front();
  EXPECT_EQ(newest["kind"].string_or(""), "hold.placed");
  EXPECT_EQ(newest["officer_name"].string_or(""), amal_.name);
  EXPECT_EQ(newest["case"].string_or(""), case_.id);
  EXPECT_EQ(json::format_canonical(newest).find("Ostrakan"), std::string::npos);
  const auto counted = oversight_registers(workspace(), esen_, case_.reference);
  ASSERT_TRUE(counted.ok()) << counted.error().message;
  const std::string text = json::format_canonical(json::Value(*counted));
  EXPECT_NE(
      text.find(R"({"register":"holds","states":[{"count":1,"state":"standing"}],"total":1})"),
      std::string::npos)
      << text;
  EXPECT_EQ(oversight_entries(workspace(), amal_, {}).error().code, ErrorCode::kDenied);
  EXPECT_EQ(oversight_registers(workspace(), chand_, "").error().code, ErrorCode::kDenied);
}

TEST(ActDataTest, MembersThatAreListedForTheKindStandAndEverythingElseGoes) {
  const json::Value data = json::Object{{"hold", "hold-7k2mq4x3a9b5c6d8"},
                                        {"exhibit", "Ostrakan"},
                                        {"ground", "Ostrakan said so"},
                                        {"reason", "hold-7k2mq4x3a9b5c6d8"},
                                        {"count", 3}};
  EXPECT_EQ(json::format_canonical(act_data("hold.placed", data)),
            R"({"exhibit":null,"hold":"hold-7k2mq4x3a9b5c6d8"})")
      << "a listed member that is no identifier is left out, and one that is not listed whatever "
         "it is";
  EXPECT_EQ(json::format_canonical(act_data("no.such-kind", data)), "{}");
  const json::Value asked =
      json::Object{{"law", json::Object{{"provision", "peca-31"}, {"note", "Ostrakan"}}},
                   {"targets", json::Array{"Ostrakan", "his brother"}},
                   {"valid_from", "2026-11-24T00:00:00.000Z"},
                   {"activities", json::Array{"capture"}}};
  EXPECT_EQ(json::format_canonical(act_data("authorisation.requested", asked)),
            R"({"activities":["capture"],"law":{"provision":"peca-31"},"targets":2,)"
            R"("valid_from":"2026-11-24T00:00:00.000Z"})");
}

}  // namespace
}  // namespace sanad::service
