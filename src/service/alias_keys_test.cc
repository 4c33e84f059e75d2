#include "service/alias_keys.h"

#include "service/bundles.h"
#include "service/exchange.h"
#include "test_rig.h"
#include "timestamp/timestamp.h"

namespace sanad::service {
namespace {

class AliasKeys : public Rig {
 protected:
  void SetUp() override {
    Rig::SetUp();
    case_ = open_one();
    approved(case_);
    exhibit_ = seal_one(case_);
    const auto card = own_card(workspace(), behram_);
    ASSERT_TRUE(card.ok()) << card.error().message;
    court_ = timestamp::format_certificates_pem({&card->sealing, 1});
    signing_ = timestamp::format_certificates_pem({&card->signing, 1});
  }
  ErrorCode refused(const authority::Officer& caller, const AliasKeyOrder& order) {
    const auto sealed = seal_alias_key(workspace(), caller, order);
    EXPECT_FALSE(sealed.ok());
    EXPECT_FALSE(sealed.ok() ? true : sealed.error().message.empty());
    return sealed.ok() ? ErrorCode::kIo : sealed.error().code;
  }

  records::Case case_;
  records::Exhibit exhibit_;
  std::string court_, signing_;
};

TEST_F(AliasKeys, AreForASupervisorAndSomeonesCertificate) {
  EXPECT_EQ(refused(amal_, {"bundle-1", court_, "order 9"}), ErrorCode::kDenied);
  const auto entries = workspace().records().entries({.kind = "act.refused", .limit = 10});
  ASSERT_TRUE(entries.ok());
  ASSERT_FALSE(entries->empty());
  EXPECT_EQ(entries->front().actor, amal_.id);
  EXPECT_EQ(refused(behram_, {"bundle-none", court_, "order 9"}), ErrorCode::kNotFound);
}

}  // namespace
}  // namespace sanad::service
