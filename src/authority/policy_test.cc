#include "authority/policy.h"

#include <gtest/gtest.h>

namespace sanad::authority {
namespace {

std::string fault(const char* text) {
  const auto policy = parse_policy(json::parse(text).value());
  return policy.ok() ? "fine" : policy.error().message;
}

TEST(Policy, TheDefaultsDemandNothing) {
  const Policy policy = parse_policy(json::Value(json::Object{})).value();
  EXPECT_TRUE(policy.before_collection.empty());
  EXPECT_FALSE(policy.preliminary_assessment);
  EXPECT_FALSE(policy.authorisations_lapse);
  EXPECT_EQ(policy.bulk_files, 0u);
  EXPECT_EQ(policy.mandate, Strictness::kOff);
  EXPECT_EQ(policy.competency, Strictness::kOff);
}

TEST(Policy, WhatIsWrittenIsReadAgain) {
  const char* text =
      R"({"authorisations_lapse":true,"before_collection":["plan","risk-assessment"],)"
      R"("break_after_looks":20,"break_minutes":10,"bulk_bytes":1000,)"
      R"("bulk_files":10,"competency":"warn","emergency_hours":48,"exposure":"refuse",)"
      R"("looks_per_day":60,"looks_per_week":200,"mandate":"refuse",)"
      R"("preliminary_assessment":true,"ratify_hours":2,"remind_days":7,"report_second_person":true,)"
      R"("two_persons_for":["gifct-behaviour:graphic-violence"]})";
  const Policy policy = parse_policy(json::parse(text).value()).value();
  EXPECT_EQ(json::format_canonical(format_policy(policy)), text);
  const auto defaults = parse_policy(json::Value(format_policy(Policy{})));
  ASSERT_TRUE(defaults.ok()) << defaults.error().message;
}

TEST(Policy, AWrongMemberIsNamed) {
  for (const auto& [text, name] : std::vector<std::pair<const char*, const char*>>{
           {R"({"surprise":1})", "surprise"},
           {R"({"before_collection":["luck"]})", "before_collection"},
           {R"({"before_collection":"plan"})", "before_collection"},
           {R"({"preliminary_assessment":"yes"})", "preliminary_assessment"},
           {R"({"bulk_files":-1})", "bulk_files"},
           {R"({"bulk_bytes":1.5})", "bulk_bytes"},
           {R"({"mandate":"maybe"})", "mandate"},
           {R"({"competency":true})", "competency"},
           {R"({"ratify_hours":0})", "ratify_hours"},
           {R"({"emergency_hours":721})", "emergency_hours"},
           {R"({"remind_days":367})", "remind_days"},
           {R"({"exposure":"always"})", "exposure"},
           {R"({"looks_per_day":-1})", "looks_per_day"},
           {R"({"break_minutes":0})", "break_minutes"},
           {R"({"two_persons_for":["violence"]})", "two_persons_for"},
           {R"({"two_persons_for":"violence"})", "two_persons_for"},
           {R"({"report_second_person":"yes"})", "report_second_person"},
           {"[]", "object"}})
    EXPECT_NE(fault(text).find(name), std::string::npos) << text << ": " << fault(text);
}

}  // namespace
}  // namespace sanad::authority
