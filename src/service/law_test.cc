#include "service/law.h"

#include <fstream>
#include <iterator>

#include "service/papers.h"
#include "service/views.h"
#include "test_rig.h"

namespace sanad::service {
namespace {

class LawTest : public Rig {
 protected:
  static std::string tirazan(std::string_view edition = "2026-03-01") {
    std::ifstream file(SANAD_SOURCE_DIR "/src/authority/testdata/pack.json");
    std::string text{std::istreambuf_iterator<char>(file), {}};
    const std::string_view before = "\"edition\": \"2026-03-01\"";
    return text.replace(text.find(before), before.size(),
                        "\"edition\": \"" + std::string(edition) + "\"");
  }
  json::Object citing(const char* pack, const char* edition, const char* provision) {
    json::Object asked = request();
    asked.set("law", json::Object{{"pack", pack}, {"edition", edition}, {"provision", provision}});
    return asked;
  }
  std::string caution(std::string_view pack) {
    return std::string(law_of(workspace())->library.latest(pack)->caution());
  }
};

TEST_F(LawTest, AnAgencyAddsAPackWithoutCodeAndItCounts) {
  const records::Case of_case = open_one();
  EXPECT_EQ(open_case(workspace(), amal_, "TZ-2", "t", "tirazan").error().code,
            ErrorCode::kInvalid);
  const auto added = add_law_pack(workspace(), behram_, "tirazan.json", tirazan());
  ASSERT_TRUE(added.ok()) << added.error().message;
  EXPECT_EQ(entries("law.added").back().data["edition"].string_or(""), "2026-03-01");
  EXPECT_TRUE(open_case(workspace(), amal_, "TZ-2", "t", "tirazan").ok());
  EXPECT_TRUE(request_authorisation(workspace(), amal_, of_case.id,
                                    json::Value(citing("tirazan", "2026-03-01", "la-2")))
                  .ok());
  ASSERT_TRUE(reopen().ok());
  EXPECT_NE(law_of(workspace())->library.latest("tirazan"), nullptr);
}

TEST_F(LawTest, APackThatIsWrongIsRefusedByItsPlaceAndNothingIsAdded) {
  const auto refused = [&](const authority::Officer& who, std::string_view text) {
    return add_law_pack(workspace(), who, "own.json", text).error();
  };
  EXPECT_EQ(refused(amal_, tirazan()).code, ErrorCode::kDenied);
  EXPECT_EQ(refused(behram_, "{}").code, ErrorCode::kInvalid);
  std::string wrong = tirazan();
  wrong.replace(wrong.find("\"document\": \"notice\""), 20, "\"document\": \"poem\"");
  EXPECT_NE(refused(behram_, wrong).message.find("own.json"), std::string::npos);
  EXPECT_NE(refused(behram_, wrong).message.find("document"), std::string::npos);
  EXPECT_TRUE(entries("law.added").empty());
  ASSERT_TRUE(add_law_pack(workspace(), dara_, "own.json", tirazan()).ok());
  EXPECT_EQ(refused(behram_, tirazan()).code, ErrorCode::kConflict);
}

TEST_F(LawTest, ASupersededEditionWarnsAndIsNamedOnTheAuthorisation) {
  const records::Case of_case = open_one();
  ASSERT_TRUE(add_law_pack(workspace(), behram_, "old.json", tirazan("2026-01-01")).ok());
  ASSERT_TRUE(add_law_pack(workspace(), behram_, "new.json", tirazan("2026-03-01")).ok());
  const auto asked = request_authorisation(workspace(), amal_, of_case.id,
                                           json::Value(citing("tirazan", "2026-01-01", "la-1")));
  ASSERT_TRUE(asked.ok()) << asked.error().message;
  ASSERT_EQ(asked->law_warnings.size(), 3u);
  EXPECT_NE(asked->law_warnings[0].find("superseded by 2026-03-01"), std::string::npos);
  EXPECT_NE(asked->law_warnings[1].find("Lantern Act s. 2"), std::string::npos);
  EXPECT_NE(asked->law_warnings[2].find("no longer in force"), std::string::npos);
  EXPECT_EQ(view(*asked, clock_.now()).find("law_warnings")->as_array()->size(), 3u);
  const auto newest = request_authorisation(workspace(), amal_, of_case.id,
                                            json::Value(citing("tirazan", "2026-03-01", "la-2")));
  EXPECT_TRUE(newest->law_warnings.empty());
  EXPECT_FALSE(request_authorisation(workspace(), amal_, of_case.id,
                                     json::Value(citing("tirazan", "2025-01-01", "la-2")))
                   .ok());
}

TEST_F(LawTest, ADraftSaysSoUntilASupervisorAdoptsIt) {
  EXPECT_EQ(caution("pk"), "draft: to be confirmed by counsel");
  const auto adopt = [&](const authority::Officer& who, const char* edition, const char* reason) {
    const auto adopted = adopt_law_pack(workspace(), who, "pk", edition, reason);
    return adopted.ok() ? "adopted" : adopted.error().message;
  };
  EXPECT_NE(adopt(amal_, "2026-11-01", "r").find("role"), std::string::npos);
  EXPECT_NE(adopt(behram_, "2026-11-01", " ").find("reason"), std::string::npos);
  EXPECT_NE(adopt(behram_, "2020-01-01", "r").find("no edition"), std::string::npos);
  EXPECT_TRUE(entries("law.adopted").empty());
  EXPECT_EQ(adopt(behram_, "2026-11-01", "opinion 12 of counsel"), "adopted");
  EXPECT_EQ(caution("pk"), "");
  EXPECT_EQ(law_of(workspace())->library.latest("pk")->adopted_by,
            "Tirazan Cyber Wing: opinion 12 of counsel");
  EXPECT_EQ(caution("eu"), "draft: to be confirmed by counsel");
  EXPECT_NE(adopt(behram_, "2026-11-01", "r").find("already"), std::string::npos);
  ASSERT_TRUE(reopen().ok());
  EXPECT_EQ(caution("pk"), "");
}

TEST_F(LawTest, AnAdoptionHoldsOnlyForTheTextThatWasAdopted) {
  ASSERT_TRUE(workspace()
                  .custody()
                  .record({"law.adopted", behram_.id, "",
                           json::Object{{"pack", "pk"},
                                        {"edition", "2026-11-01"},
                                        {"sha256", std::string(64, '0')},
                                        {"reason", "another text"}}})
                  .ok());
  EXPECT_EQ(caution("pk"), "draft: to be confirmed by counsel");
  ASSERT_EQ(law_of(workspace())->problems.size(), 1u);
}

TEST_F(LawTest, FormsOfAnAgencysOwnPackAreFilledInLikeOthers) {
  const records::Case of_case = open_one();
  std::string text = tirazan();
  const std::string_view effect = "\"effect\": \"order\"";
  text.replace(text.find(effect), effect.size(), "\"effect\": \"record\"");
  ASSERT_TRUE(add_law_pack(workspace(), behram_, "own.json", text).ok());
  PaperOrder order;
  order.case_id = of_case.id;
  order.pack = "tirazan";
  order.form = "notice";
  order.content = json::Value(json::Object{{"what", "lamp"}});
  const auto filled = fill_paper(workspace(), amal_, order);
  EXPECT_TRUE(filled.ok()) << filled.error().message;
}

}  // namespace
}  // namespace sanad::service
