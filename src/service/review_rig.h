// Reviewers, an exhibit that was asked about, and steps of assessments, for tests.
#pragma once

#include <algorithm>

#include "request_rig.h"
#include "service/assessment_queue.h"
#include "service/assessments.h"
#include "service/exculpatory.h"

namespace sanad::service {

class ReviewRig : public RequestRig {
 protected:
  void SetUp() override {
    RequestRig::SetUp();
    gul_ = add("Gul Tarin", authority::Role::kReviewer);
    hamid_ = add("Hamid Vessar", authority::Role::kReviewer);
    ilya_ = add("Ilya Sarn", authority::Role::kReviewer);
    exhibit_ = seal_one(case_);
  }

  records::SheetSubject subject() const { return {exhibit_.id, std::nullopt}; }
  void ask(bool is_urgent = false) {
    const auto asked = ask_for_assessment(workspace(), behram_, subject(), is_urgent,
                                          "Is this the circle's own channel?");
    ASSERT_TRUE(asked.ok()) << asked.error().message;
  }
  records::Assessment take(const authority::Officer& who) {
    const auto taken = take_assessment(workspace(), who, subject());
    EXPECT_TRUE(taken.ok()) << (taken.ok() ? "" : taken.error().message);
    return taken.ok() ? *taken : records::Assessment{};
  }

  json::Object grounds(json::Object more = {}) const {
    more.set("reason", "The thread says so itself.");
    more.set("confidence", "moderate");
    more.set("evidence", json::Array{json::Object{{"exhibit", exhibit_.number}, {"note", ""}}});
    return more;
  }
  json::Object purpose(const char* assessed = "none") const {
    return grounds({{"claimed", "journalism"}, {"assessed", assessed}});
  }
  json::Object source() const { return grounds({{"text", "An account of the circle."}}); }
  json::Object content() const {
    return grounds({{"text", "A poem and a map."}, {"languages", json::Array{"ur"}}});
  }
  // With words of the first facet; of the others it is said why there are none.
  json::Object uses(std::vector<std::string> labels = {}, bool incitement = false) const {
    json::Array list, none;
    for (const std::string& label : labels) list.emplace_back(grounds({{"label", label}}));
    for (const char* facet : {"gifct-behaviour", "unodc-use", "unodc-function"}) {
      const bool has_word = std::ranges::any_of(labels, [&](const std::string& one) {
        return one.starts_with(std::string(facet) + ":");
      });
      if (!has_word)
        none.emplace_back(json::Object{{"facet", facet}, {"reason", "Nothing of it is there."}});
    }
    return {{"uses", std::move(list)}, {"none", std::move(none)}, {"incitement", incitement}};
  }
  json::Object rabat() const {
    json::Object boxes;
    for (const std::string_view box : review::kBoxes)
      boxes.set(std::string(box),
                json::Object{{"text", "What is known of " + std::string(box)},
                             {"met", "yes"},
                             {"evidence", json::Array{json::Object{{"exhibit", exhibit_.id}}}}});
    return {{"audience", "Readers of the thread."},
            {"target_group", "Visitors of the market."},
            {"boxes", std::move(boxes)},
            {"conclusion", "criminal"},
            {"reason", "All six, read together."}};
  }
  json::Object outcome(const char* key, const char* despite = "") const {
    return grounds({{"outcome", key}, {"despite", despite}});
  }

  Result<records::Assessment> write(const authority::Officer& who, const std::string& id,
                                    review::Step step, json::Object what) {
    return write_step(workspace(), who, id, step, json::Value(std::move(what)));
  }
  void write_until_uses(const authority::Officer& who, const std::string& id,
                        std::vector<std::string> labels = {}) {
    using review::Step;
    ASSERT_TRUE(write(who, id, Step::kPurpose, purpose()).ok());
    ASSERT_TRUE(write(who, id, Step::kSource, source()).ok());
    ASSERT_TRUE(write(who, id, Step::kContent, content()).ok());
    const auto written = write(who, id, Step::kUses, uses(std::move(labels)));
    ASSERT_TRUE(written.ok()) << written.error().message;
  }
  records::Assessment assessed(const authority::Officer& who, const char* result,
                               std::vector<std::string> labels = {}) {
    const std::string id = take(who).id;
    write_until_uses(who, id, std::move(labels));
    const auto done = write(who, id, review::Step::kOutcome, outcome(result));
    EXPECT_TRUE(done.ok()) << (done.ok() ? "" : done.error().message);
    return done.ok() ? *done : records::Assessment{};
  }
  records::ExculpatoryNote noted(const authority::Officer& who) {
    return note_exculpatory(workspace(), who, case_.id, "The author reports on the circle.",
                            json::Array{json::Object{{"exhibit", exhibit_.number}}})
        .value();
  }

  records::Exhibit exhibit_;
  authority::Officer gul_, hamid_, ilya_;
};

}  // namespace sanad::service
