// What an import holds, compared with lists and term rules message by message, through the real
// extractor, vault and ledger.
#include <fmt/format.h>

#include <fstream>

#include "cage/input.h"
#include "extract/extract.h"
#include "import_rig.h"
#include "pictures/pictures.h"
#include "service/evidence.h"
#include "service/identification.h"
#include "service/lists.h"
#include "service/rule_sets.h"

namespace sanad::service {
namespace {

constexpr std::string_view kStatement =
    "Tonight the seven lanterns of the river market are lit, and whoever holds the key of the old "
    "orchard shall bring it to the copper bridge before the third bell.";
constexpr std::string_view kRules =
    "sanad-rules 1\nrule copper-bridge\nversion 1\nwhy The meeting place of an invented group.\n"
    "any copper bridge\nmatch meet at the copper bridge\nno-match meet at the pier\n";

struct Message {
  int day;
  std::string text;
  std::string photo = {};
};

std::string export_of(const std::vector<Message>& messages) {
  json::Array array;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    json::Object message{
        {"id", std::uint64_t{i + 1}},
        {"type", "message"},
        {"date", "2026-03-01T12:00:00"},
        {"date_unixtime", std::to_string(1'772'323'200 + 86'400 * messages[i].day)},
        {"from", "Lantern"},
        {"from_id", "user1"},
        {"text", messages[i].text}};
    if (!messages[i].photo.empty()) message.set("photo", messages[i].photo);
    array.emplace_back(std::move(message));
  }
  return json::format_canonical(json::Object{{"name", "Harbour"},
                                             {"type", "private_group"},
                                             {"id", 4711},
                                             {"messages", std::move(array)}});
}

class PartComparisonTest : public ImportRig {
 protected:
  void list_of(std::string_view signal, std::string_view value) {
    ListOrder order;
    order.format = lists::Format::kPlain;
    order.name = fmt::format("Known {}", signal);
    order.signal = std::string(signal);
    const auto taken = import_list(workspace(), amal_, std::string(value) + "\n", order);
    ASSERT_TRUE(taken.ok()) << taken.error().message;
  }
  Result<json::Value> identify() {
    records::Job job;
    job.id = "job-1";
    job.case_id = case_.id;
    job.actor = amal_.id;
    job.payload = json::Object{};
    return run_identification(workspace(), job, monitor_);
  }
  std::vector<records::Match> matches() { return workspace().records().matches(case_.id).value(); }
};

TEST_F(PartComparisonTest, AMessageIsFoundWithItsPlaceAndTheSameTextElsewhereIsCountedWithIt) {
  permit_imports();
  const std::string typed =
      "TONIGHT, the seven lanterns of the river market are lit -- and whoever "
      "holds the key of the old orchard shall bring it!";
  write("result.json", export_of({{0, "The boat is late"},
                                  {1, "forwarded: " + typed},
                                  {2, "See you at the pier"},
                                  {3, "forwarded: " + typed},
                                  {4, "forwarded: " + typed}}));
  const auto exhibit = import_folder();
  list_of("text", kStatement);
  ASSERT_TRUE(identify().ok());
  ASSERT_EQ(matches().size(), 1U);
  const records::Match match = matches().front();
  EXPECT_EQ(match.exhibit, exhibit.id);
  EXPECT_EQ(match.file, "original-1");
  EXPECT_EQ(match.part, "");
  EXPECT_EQ(match.signal, "text");
  EXPECT_EQ(match.data["part_number"].int_or(-1), 2);  // after the file and the first message
  EXPECT_EQ(match.data["record"]["id"].string_or(""), "2");
  EXPECT_EQ(match.data["also"]["count"].int_or(0), 2);
  EXPECT_EQ(json::format_canonical(match.data["also"]["part_numbers"]), "[4,5]");
  const auto offset = static_cast<std::size_t>(match.data["record"]["offset"].int_or(0));
  std::ifstream file(folder() / "result.json", std::ios::binary);
  const std::string all((std::istreambuf_iterator<char>(file)), {});
  EXPECT_EQ(all.find("\"forwarded: TONIGHT"),
            all.find("\"text\":", offset) + std::string_view("\"text\":").size());
  // Found once, however often it is looked for.
  ASSERT_TRUE(identify().ok());
  EXPECT_EQ(matches().size(), 1U);

  const auto evidence = match_evidence(workspace(), amal_, match.id);
  ASSERT_TRUE(evidence.ok()) << evidence.error().message;
  EXPECT_EQ((*evidence)["found"]["content"].string_or(""), "text");
  EXPECT_EQ((*evidence)["found"]["part_number"].int_or(0), 2);
  const json::Value& passage = (*evidence)["passages"].as_array()->front();
  EXPECT_TRUE(passage["found"]["text"].string_or("").starts_with("TONIGHT, the seven lanterns"));
  EXPECT_EQ(passage["found"]["before"].string_or(""), "forwarded: ");
  EXPECT_TRUE(passage["listed"]["text"].string_or("").starts_with("Tonight the seven"));
  EXPECT_EQ(entries("exhibit.viewed").size(), 1U);
}

TEST_F(PartComparisonTest, ANewRuleIsRunOverTheMessagesOfThePast) {
  permit_imports();
  write("result.json",
        export_of({{0, "We meet at the copper bridge"}, {1, "and not at the pier"}}));
  import_folder();
  RuleSetOrder order;
  order.name = "Places";
  ASSERT_TRUE(import_rules(workspace(), amal_, std::string(kRules), order).ok());
  ASSERT_TRUE(identify().ok());
  ASSERT_EQ(matches().size(), 1U);
  EXPECT_EQ(matches().front().signal, "term-rule");
  EXPECT_EQ(matches().front().data["part_number"].int_or(0), 1);
  EXPECT_EQ(
      matches().front().data["details"]["phrases"].as_array()->front()["passage"].string_or(""),
      "We meet at the copper bridge");
  EXPECT_TRUE(match_evidence(workspace(), amal_, matches().front().id).ok());
}

TEST_F(PartComparisonTest, WhatWasSetAsideIsNotComparedAndTheRestOfItsFileIs) {
  permit_imports(
      {{"material_from", "2026-03-10T00:00:00.000Z"}, {"material_to", "2026-03-20T00:00:00.000Z"}});
  const std::string inside = std::string(kStatement) + " Inside.";
  write("result.json",
        export_of({{0, std::string(kStatement)}, {12, inside}, {30, std::string(kStatement)}}));
  import_folder();
  list_of("text", kStatement);
  ASSERT_TRUE(identify().ok());
  ASSERT_EQ(matches().size(), 1U);
  EXPECT_EQ(matches().front().data["record"]["id"].string_or(""), "2");
  EXPECT_TRUE(matches().front().data["also"].is_null());
  const json::Value unread = entries("identify.ran").back().data["unread"];
  EXPECT_EQ(unread.as_array()->front()["reason"].string_or(""),
            "2 parts are outside the authorisation, and were not compared");
  const auto evidence = match_evidence(workspace(), amal_, matches().front().id);
  ASSERT_TRUE(evidence.ok());
  EXPECT_FALSE((*evidence)["passages"].as_array()->empty());
}

// The picture is seen though its file is closed as a whole: it belongs to a message that is not.
TEST_F(PartComparisonTest, AnAttachmentIsFoundByItsPicture) {
  permit_imports(
      {{"material_from", "2026-03-10T00:00:00.000Z"}, {"material_to", "2026-03-20T00:00:00.000Z"}});
  pictures::Picture drawn = pictures::draw({pictures::Kind::kTerrain, 320, 240, 3, 6});
  const Bytes picture = extract::format_png({320, 240, std::move(drawn.pixels), {}, false}).value();
  const auto mail = [&](const char* date, std::string_view text, bool with_picture) {
    std::string all = fmt::format(
        "From amal@harbour.tirazan.example Thu Mar  3 10:00:00 2026\nFrom: "
        "amal@harbour.tirazan.example\nDate: {}\nSubject: a letter\nMIME-Version: "
        "1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: "
        "text/plain\n\n{}\n",
        date, text);
    if (with_picture) {
      all +=
          "--b\nContent-Type: image/png; name=p.png\nContent-Disposition: attachment; "
          "filename=p.png\nContent-Transfer-Encoding: base64\n\n" +
          format_base64(picture) + "\n";
    }
    return all + "--b--\n\n";
  };
  write("two.mbox", mail("3 Mar 2026 10:00:00 +0000", "The early letter.", false) +
                        mail("12 Mar 2026 10:00:00 +0000", "The letter within.", true));
  import_folder();
  const auto input = cage::Input::of(picture).value();
  const auto print = extract::fingerprint(workspace().extractor(), input.fd()).value();
  list_of("pdq", print["pdq"].string_or(""));
  ASSERT_TRUE(identify().ok());
  ASSERT_EQ(matches().size(), 1U);
  const records::Match match = matches().front();
  EXPECT_EQ(match.signal, "pdq");
  EXPECT_TRUE(match.part.ends_with("p.png")) << match.part;
  EXPECT_TRUE(match.data["record"].is_null());
  EXPECT_GT(match.data["part_number"].int_or(0), 0);
  const auto seen = match_picture(workspace(), amal_, match.id, Side::kFound, std::nullopt);
  ASSERT_TRUE(seen.ok()) << seen.error().message;
  EXPECT_TRUE(as_text(*seen).starts_with("\x89PNG"));
}

TEST_F(PartComparisonTest, AWordOfTheOfficerEndsIt) {
  permit_imports();
  write("result.json", export_of({{0, std::string(kStatement)}}));
  import_folder();
  list_of("text", kStatement);
  monitor_.cancelled = true;
  EXPECT_EQ(identify().error().code, ErrorCode::kConflict);
  EXPECT_TRUE(matches().empty());
}

}  // namespace
}  // namespace sanad::service
