#include "service/partners.h"

#include <set>

#include "service/lists.h"
#include "test_rig.h"

namespace sanad::service {
namespace {

constexpr const char* kMd5 = "0123456789abcdef0123456789abcdef";

class PartnersTest : public Rig {
 protected:
  records::List import(const char* name, const std::string& content, const char* signal,
                       lists::Tlp tlp = lists::Tlp::kGreen) {
    ListOrder order;
    order.name = name;
    order.signal = signal;
    order.tlp = tlp;
    return import_list(workspace(), amal_, content, order)->list;
  }
  records::Token issue(std::vector<std::string> scopes, std::vector<std::string> lists) {
    return issue_token(workspace(), behram_,
                       {"Sahil Media Desk",
                        "checks of uploads",
                        std::move(scopes),
                        std::move(lists),
                        {clock_.now().unix_ms + kDayMs}})
        ->token;
  }
  Result<Answer> ask_for(const records::Token& token, std::string_view type, std::string_view value,
                         std::optional<std::vector<std::string>> banks = std::nullopt) {
    return ask(workspace(), token, find_partner_signal(type).value(), value, banks);
  }
};

TEST_F(PartnersTest, AHitIsRecordedBeforeItIsToldAndAMissIsCounted) {
  const auto list = import("LANTERN", std::string(kMd5) + "\n", "md5");
  const auto token = issue({"lookup"}, {"LANTERN"});
  const auto found = ask_for(token, "video_md5", kMd5);
  ASSERT_TRUE(found.ok()) << found.error().message;
  ASSERT_EQ(found->told.size(), 1u);
  EXPECT_EQ(found->told[0].bank, "LANTERN");
  EXPECT_EQ(found->told[0].distance, "0");
  const auto recorded = entries("lookup.disclosed");
  ASSERT_EQ(recorded.size(), 1u);
  EXPECT_EQ(recorded[0].data["token"].string_or(""), token.id);
  EXPECT_EQ(recorded[0].data["partner"].string_or(""), "Sahil Media Desk");
  const json::Value& told = recorded[0].data["lists"].as_array()->front();
  EXPECT_EQ(told["list"].string_or(""), list.id);
  EXPECT_EQ(told["version"].string_or("?"), list.version);
  EXPECT_EQ(told["entries"].as_array()->front()["content"].int_or(0), found->told[0].content);
  EXPECT_TRUE(ask_for(token, "video_md5", std::string(32, 'f'))->told.empty());
  EXPECT_EQ(entries("lookup.disclosed").size(), 1u);
  clock_.advance_ms(kDayMs);
  ASSERT_TRUE(record_finished_days(workspace()).ok());
  EXPECT_EQ(entries("token.used").at(0).data["lookups"].int_or(0), 2);
  EXPECT_EQ(entries("token.used").at(0).data["hits"].int_or(0), 1);
}

TEST_F(PartnersTest, ATokenIsToldOfItsListsOnly) {
  import("LANTERN", std::string(kMd5) + "\n", "md5");
  import("BRIDGE", std::string(kMd5) + "\n", "md5");
  import("ORCHARD", std::string(kMd5) + "\n", "md5");
  const auto token = issue({"lookup"}, {"LANTERN", "BRIDGE"});
  const auto banks_told = [&](std::optional<std::vector<std::string>> banks) {
    std::set<std::string> names;
    const auto answer = ask_for(token, "md5", kMd5, std::move(banks));
    for (const Told& told : answer->told) names.insert(told.bank);
    return names;
  };
  EXPECT_EQ(banks_told(std::nullopt), (std::set<std::string>{"BRIDGE", "LANTERN"}));
  EXPECT_EQ(banks_told(std::vector<std::string>{"BRIDGE", "ORCHARD"}),
            (std::set<std::string>{"BRIDGE"}));
  EXPECT_TRUE(banks_told(std::vector<std::string>{}).empty());
  // A later version that is closer held is told no more.
  import("BRIDGE", std::string(kMd5) + "\n", "md5", lists::Tlp::kRed);
  EXPECT_EQ(banks_told(std::nullopt), (std::set<std::string>{"LANTERN"}));
  EXPECT_EQ(banks_of(workspace(), token)->size(), 1u);
}

TEST_F(PartnersTest, ScopeAndWordsAreChecked) {
  import("LANTERN", std::string(kMd5) + "\n", "md5");
  const auto lookup = issue({"lookup"}, {"LANTERN"});
  const auto hash = issue({"hash"}, {});
  EXPECT_EQ(ask_for(hash, "md5", kMd5).error().code, ErrorCode::kDenied);
  EXPECT_EQ(ask_for(lookup, "pdq", "zz").error().code, ErrorCode::kInvalid);
  EXPECT_EQ(find_partner_signal("lantern").error().code, ErrorCode::kInvalid);
  const Bytes none = to_bytes("not media");
  const auto hashed = [&](const records::Token& token, const char* content,
                          std::vector<std::string> types = {}) {
    return hash_file(workspace(), token, content, none, types);
  };
  EXPECT_EQ(hashed(lookup, "photo").error().code, ErrorCode::kDenied);
  EXPECT_EQ(hashed(hash, "audio").error().code, ErrorCode::kInvalid);
  EXPECT_EQ(hashed(hash, "photo", {"video_md5"}).error().code, ErrorCode::kInvalid);
}

TEST_F(PartnersTest, BankNamesAreOfHmasFormAndDifferWhereListsDo) {
  const auto name_of = [](const char* name) {
    records::List list;
    list.name = name;
    return bank_name(list);
  };
  EXPECT_EQ(name_of("LANTERN_2026"), "LANTERN_2026");
  EXPECT_TRUE(name_of("Lantern files").starts_with("LANTERN_FILES_"));
  EXPECT_TRUE(name_of("فہرست").starts_with("LIST_"));
  std::set<std::string> names;
  for (const char* name :
       {"Lantern files", "lantern files", "LANTERN FILES", "LANTERN_FILES", "Lantern, files", "ف"})
    names.insert(name_of(name));
  EXPECT_EQ(names.size(), 6u);
  for (const std::string& name : names)
    EXPECT_EQ(name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"), std::string::npos);
}

TEST_F(PartnersTest, AContentNumberIsExactInJsonAndNamesOneEntry) {
  EXPECT_EQ(content_number("list-1", "a"), content_number("list-1", "a"));
  EXPECT_NE(content_number("list-1", "a"), content_number("list-2", "a"));
  EXPECT_NE(content_number("list-1", "a"), content_number("list-1", "b"));
  for (int i = 0; i < 1000; ++i) {
    const std::int64_t number = content_number("list-1", std::to_string(i));
    EXPECT_GT(number, 0);
    EXPECT_LT(number, std::int64_t{1} << 53);
  }
}

TEST_F(PartnersTest, AnAnswerTellsTheNearestAndSaysHowManyMoreThereAre) {
  std::string content;
  for (std::size_t i = 0; i < kMaxHitsTold + 5; ++i) {
    std::string value(64, '0');
    value[i % 64] = static_cast<char>('1' + i / 64);
    content += value + "\n";
  }
  import("LANTERN", content, "pdq");
  const auto answer = ask_for(issue({"lookup"}, {"LANTERN"}), "pdq", std::string(64, '0'));
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  EXPECT_EQ(answer->told.size(), kMaxHitsTold);
  EXPECT_EQ(answer->not_told, 5u);
  EXPECT_EQ(answer->told[0].distance, "1");
  EXPECT_EQ(entries("lookup.disclosed").at(0).data["not_told"].int_or(0), 5);
}

}  // namespace
}  // namespace sanad::service
