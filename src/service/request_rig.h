// Drafts of requests in an invented case, for tests.
#pragma once

#include "base/stream.h"
#include "planning_rig.h"
#include "service/requests.h"
#include "service/running_clocks.h"

namespace sanad::service {

class RequestRig : public PlanningRig {
 protected:
  void SetUp() override {
    PlanningRig::SetUp();
    approved(case_);
  }

  // Complete, but for the capture, which seal_one() makes.
  json::Object referral() const {
    return json::Object{
        {"pack", "international"},
        {"form", "platform-referral"},
        {"addressee", "Forum of Tirazan, trust and safety"},
        {"provision", "iccpr-19-3"},
        {"basis", "The thread calls for violence against the market's visitors."},
        {"url", kForum},
        {"identifiers", json::Array{"thread 17", "user lantern4"}},
        {"preservation_considered", "Asked for in R02."},
        {"deconfliction", "Cleared with the desk of Tirazan North on 24 November."},
        {"fields", json::Object{{"purpose-assessed", "No educational or journalistic purpose."}}}};
  }
  json::Object order_of_removal() const {
    return json::Object{
        {"pack", "eu"},
        {"form", "tco-removal-order"},
        {"addressee", "Forum of Tirazan"},
        {"addressee_contact", "orders@forum.tirazan.example"},
        {"provision", "tco-3"},
        {"basis", "The thread incites to commit offences of terror."},
        {"url", kForum},
        {"identifiers", json::Array{"thread 17"}},
        {"preservation_considered", "The order itself preserves."},
        {"deconfliction", "Cleared with Tirazan North."},
        {"fields", json::Object{{"issuing-state", "Tirazan"},
                                {"legal-representative", "L. Representative"},
                                {"main-establishment", "Tirazan"},
                                {"kinds", json::Array{"incites"}},
                                {"sent-to-main-establishment", "yes"},
                                {"authority-contact", "1 Harbour Street, Tirazan"},
                                {"follow-up-contact", "desk@wing.tirazan.example"},
                                {"redress", "The court of Tirazan, within 30 days."}}}};
  }
  json::Object notice() const {
    return json::Object{
        {"pack", "pk"},
        {"form", "peca-31-notice"},
        {"addressee", "Forum of Tirazan"},
        {"provision", "peca-31"},
        {"basis", "Posts of the account are evidence of recruitment."},
        {"url", kForum},
        {"identifiers", json::Array{"user lantern4"}},
        {"offence", "Recruitment, as the pack has it"},
        {"fields", json::Object{{"mandate", "JIT order 4/2026"},
                                {"data-specified", "Posts of user lantern4 in November 2026"},
                                {"necessity", "They show who recruits."},
                                {"risk", "They are deleted within days."},
                                {"period-days", "90"}}}};
  }

  records::Request draft(json::Object content) {
    auto made =
        draft_request(workspace(), amal_, {case_.id, "", 0, json::Value(std::move(content))});
    EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().message);
    return made.ok() ? *made : records::Request{};
  }
  records::Request issued(json::Object content) {
    const records::Request made = draft(std::move(content));
    const auto agreed = approve_request(workspace(), behram_, made.id, "as it stands");
    EXPECT_TRUE(agreed.ok()) << (agreed.ok() ? "" : agreed.error().message);
    const auto out = issue_request(workspace(), amal_, made.id);
    EXPECT_TRUE(out.ok()) << (out.ok() ? "" : out.error().message);
    return out.ok() ? *out : made;
  }
  RequestReport report(std::string_view how = "registered mail") const {
    RequestReport one;
    one.at = clock_.now();
    one.how = how;
    return one;
  }
  // That data may be asked of whom the notice is addressed to.
  void justify() { legality_record("provider-request", "Forum of Tirazan"); }
  void allow(std::string_view powers) {
    ASSERT_TRUE(change_setting(workspace(), dara_.id, kPowersSetting, powers).ok());
  }
  std::string read(const records::RequestDocument& document) {
    auto reader =
        workspace().vault().open_object(case_.id, parse_digest256(document.sha256).value()).value();
    Bytes bytes(reader->size());
    EXPECT_EQ(reader->read_at(0, bytes).value(), bytes.size());
    return to_text(bytes);
  }
  ReadClock clock_of(const records::Request& request, std::string_view key) {
    for (const auto& one : workspace().records().clocks_of_request(request.id).value())
      if (one.rule.key == key) return read_clock(workspace(), one).value();
    ADD_FAILURE() << "no clock " << key;
    return {};
  }
};

}  // namespace sanad::service
