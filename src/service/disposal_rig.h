// Exhibits whose time has come, for tests of disposal.
#pragma once

#include "service/disposal.h"
#include "service/retention.h"
#include "test_rig.h"

namespace sanad::service {

template <typename Base>
class DisposalRig : public Base {
 protected:
  // A rule of the agency that keeps everything for thirty days.
  void set_rule() {
    RetentionOrder order{"",
                         "everything",
                         "thirty days",
                         "international",
                         "bp-minimisation",
                         clocks::Period{30, clocks::Unit::kDays},
                         clocks::Period{1, clocks::Unit::kYears},
                         "order 7/2026"};
    const auto set = set_retention(this->workspace(), this->behram_, order);
    ASSERT_TRUE(set.ok()) << set.error().message;
  }
  void let_time_pass() { this->clock_.advance_ms(31 * kDayMs); }

  records::Disposal proposed(const std::string& case_id, const std::string& exhibit) {
    auto made = propose_disposal(this->workspace(), this->chand_, {case_id, exhibit, "its time"});
    EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().message);
    return made.ok() ? *made : records::Disposal{};
  }
  records::Disposal approved_disposal(const std::string& case_id, const std::string& exhibit) {
    const records::Disposal made = proposed(case_id, exhibit);
    auto agreed = approve_disposal(this->workspace(), this->behram_, made.id, "agreed");
    EXPECT_TRUE(agreed.ok()) << (agreed.ok() ? "" : agreed.error().message);
    return agreed.ok() ? *agreed : records::Disposal{};
  }
  records::Disposal dispose_of(const std::string& case_id, const std::string& exhibit) {
    const records::Disposal agreed = approved_disposal(case_id, exhibit);
    const auto done = carry_out_disposals(this->workspace());
    EXPECT_TRUE(done.ok()) << (done.ok() ? "" : done.error().message);
    return this->workspace().records().disposal(agreed.id).value();
  }
};

}  // namespace sanad::service
