// Papers and policies as tests of planning need them.
#pragma once

#include "service/papers.h"
#include "service/planning.h"
#include "test_rig.h"

namespace sanad::service {

class PlanningRig : public Rig {
 protected:
  void SetUp() override {
    Rig::SetUp();
    case_ = open_one();
    farid_ = add("Farid Nour", authority::Role::kSupervisor);
  }
  std::string in(std::int64_t ms) const { return format_timestamp({clock_.now().unix_ms + ms}); }

  void demand(json::Object policy) {
    const auto set = set_policy(workspace(), behram_, json::Value(std::move(policy)), "order 4");
    ASSERT_TRUE(set.ok()) << set.error().message;
  }
  // Every required field that is not given and that the record does not know, filled with a word of
  // its type.
  json::Value content(const char* form_key, json::Object given) {
    const Law law = law_of(workspace()).value();
    for (const auto& field : law.library.latest("international")->form(form_key)->fields) {
      if (given.find(field.key) || !field.required) continue;
      if (field.source == "case" || field.source == "agency") continue;
      if (field.type == "list")
        given.set(field.key, json::Array{"one"});
      else if (field.type == "choice")
        given.set(field.key, field.choices[0].value);
      else if (field.type == "choices")
        given.set(field.key, json::Array{field.choices[0].value});
      else if (field.type == "date")
        given.set(field.key, "2026-11-24");
      else if (field.type == "time")
        given.set(field.key, in(20 * kDayMs));
      else if (field.type == "url")
        given.set(field.key, kForum);
      else
        given.set(field.key, "A sentence.");
    }
    return json::Value(std::move(given));
  }
  Result<authority::Paper> fill(const char* form_key, json::Object given = {},
                                const authority::Officer* who = nullptr) {
    PaperOrder order;
    order.case_id = case_.id;
    order.pack = "international";
    order.form = form_key;
    order.content = content(form_key, std::move(given));
    return fill_paper(workspace(), who ? *who : amal_, order);
  }
  Result<authority::Paper> fill_for_agency(const char* form_key, json::Object given) {
    PaperOrder order;
    order.pack = "international";
    order.form = form_key;
    order.content = content(form_key, std::move(given));
    return fill_paper(workspace(), amal_, order);
  }
  Result<authority::Paper> submitted(const char* form_key, json::Object given = {}) {
    SANAD_TRY(const authority::Paper paper, fill(form_key, std::move(given)));
    return submit_paper(workspace(), amal_, paper.id, 1);
  }
  authority::Paper in_force(const char* form_key, json::Object given = {}) {
    const auto paper = submitted(form_key, std::move(given));
    EXPECT_TRUE(paper.ok()) << paper.error().message;
    return approved_paper(*paper);
  }
  authority::Paper approved_paper(const authority::Paper& paper) {
    const auto decided =
        decide_paper(workspace(), behram_, paper.id, paper.newest().version, Verdict::kApprove, "");
    EXPECT_TRUE(decided.ok()) << decided.error().message;
    return *decided;
  }
  authority::Paper legality_record(const char* act, const char* covers) {
    return in_force("lnp-record", {{"act", act}, {"covers", json::Array{covers}}});
  }
  // The code that a capture of the forum is refused with.
  std::string capture_code(const char* url = kForum) {
    const std::size_t before = entries("act.refused").size();
    const auto permitted = permit(workspace(), amal_,
                                  authority::ActRequest{case_.id, authority::Activity::kCapture,
                                                        authority::parse_url(url).value(), ""});
    if (permitted.ok()) return "allowed";
    EXPECT_EQ(permitted.error().code, ErrorCode::kDenied);
    EXPECT_EQ(entries("act.refused").size(), before + 1);
    return last_refusal();
  }
  std::string last_refusal() {
    const auto refusals = entries("act.refused");
    return refusals.empty() ? "none" : refusals.back().data["code"].string_or("");
  }

  records::Case case_;
  authority::Officer farid_;
};

}  // namespace sanad::service
