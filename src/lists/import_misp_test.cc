#include <gtest/gtest.h>

#include "list_fixture.h"
#include "lists/import.h"

namespace sanad::lists {
namespace {

std::string attribute(const std::string& type, const std::string& value,
                      const std::string& more = "") {
  return R"({"type":")" + type + R"(","value":")" + value + R"(","to_ids":true)" + more + "}";
}

std::string event(const std::string& attributes, const std::string& more = "") {
  return R"({"Event":{"info":"Harbour posters","date":"2026-11-24","Orgc":{"name":"Unit 4"},)" +
         more + R"("Attribute":[)" + attributes + "]}}";
}

Imported misp(const std::string& text) {
  auto imported = import_misp(text, {});
  EXPECT_TRUE(imported.ok()) << imported.error().message;
  return std::move(imported).value();
}

TEST(Misp, TheEventNamesTheListItsOwnerAndItsTlp) {
  const Imported imported =
      misp(event(attribute("md5", hex_of('a', 32)), R"("Tag":[{"name":"tlp:amber+strict"}],)"));
  EXPECT_EQ(imported.list.name, "Harbour posters");
  EXPECT_EQ(imported.list.owner, "Unit 4");
  EXPECT_EQ(imported.list.tlp, Tlp::kAmberStrict);
  EXPECT_EQ(imported.list.published_at, at("2026-11-24T00:00:00Z"));
}

TEST(Misp, TheStrictestTlpOfEventAndAttributesCounts) {
  EXPECT_EQ(misp(event(attribute("md5", hex_of('a', 32), R"(,"Tag":[{"name":"tlp:red"}])"),
                       R"("Tag":[{"name":"tlp:green"},{"name":"tlp:white"}],)"))
                .list.tlp,
            Tlp::kRed);
}

TEST(Misp, NamedHashesGiveTheirNameAsNote) {
  const Imported imported =
      misp(event(attribute("filename|sha256", "pier.jpg|" + hex_of('a', 64)) + "," +
                 attribute("malware-sample", "b.exe|" + hex_of('b', 32))));
  ASSERT_EQ(imported.list.entries.size(), 2U);
  for (const auto& entry : imported.list.entries) EXPECT_FALSE(entry.note.empty());
}

TEST(Misp, AttributesOfObjectsAreRead) {
  const Imported imported = misp(event("", R"("Object":[{"name":"file","Attribute":[)" +
                                               attribute("sha1", hex_of('a', 40)) + "," +
                                               attribute("filename", "x") + "]}],"));
  EXPECT_EQ(imported.counts.taken, 1U);
  EXPECT_EQ(imported.counts.not_understood, 1U);
  EXPECT_EQ(imported.problems[0].where, "/Event/Object/0/Attribute/1");
}

TEST(Misp, AnswersOfServersAreRead) {
  const std::string one = event(attribute("md5", hex_of('a', 32)));
  EXPECT_EQ(misp(R"({"response":[)" + one + "," + event(attribute("md5", hex_of('b', 32))) + "]}")
                .counts.taken,
            2U);
  EXPECT_EQ(misp("[" + one + "]").counts.taken, 1U);
  const auto only = import_misp(
      R"({"response":{"Attribute":[)" + attribute("tlsh", "T1" + hex_of('A', 70)) + "]}}",
      {.name = "N", .owner = "O"});
  EXPECT_EQ(only->counts.taken, 1U);
}

TEST(Misp, ContextAndDeletedAttributesAreNotTakenButCounted) {
  const Imported imported =
      misp(event(attribute("md5", hex_of('a', 32), R"(,"deleted":true)") +
                 R"(,{"type":"md5","value":")" + hex_of('b', 32) + R"(","to_ids":false},)" +
                 attribute("md5", "short") + "," + attribute("ip-dst", "192.0.2.1") + ",7"));
  EXPECT_EQ(imported.counts.read, 5U);
  EXPECT_EQ(imported.counts.not_understood, 5U);
}

TEST(Misp, OpinionsAndSightingsBecomeFeedback) {
  const Imported imported = misp(event(attribute("md5", hex_of('a', 32),
                                                 R"(,"Tag":[{"name":"poster"}],"Opinion":[
        {"opinion":"90","comment":"Seen it","authors":"A","created":"2026-01-01 10:00:00"},
        {"opinion":10,"comment":"","authors":"B","created":"2026-01-02 10:00:00"},
        {"opinion":0,"comment":"Ours","authors":"C","created":"2026-01-03 10:00:00"},
        {"opinion":50,"authors":"D"}],
       "Sighting":[{"type":"1","date_sighting":"1767225600","Organisation":{"name":"E"}},
                   {"type":"0"},{"type":"2","date_sighting":"1800000000"}])")));
  ASSERT_EQ(imported.list.entries.size(), 1U);
  const Entry& entry = imported.list.entries[0];
  ASSERT_EQ(entry.feedback.size(), 4U);
  EXPECT_EQ(entry.feedback[0].by, "E");
  EXPECT_EQ(entry.feedback[1].opinion, Opinion::kAgree);
  EXPECT_EQ(entry.feedback[2].opinion, Opinion::kDisagree);
  EXPECT_EQ(entry.feedback[3].opinion, Opinion::kDispute);
  EXPECT_EQ(entry.expires_at, (Timestamp{1'800'000'000'000}));
  EXPECT_EQ(entry.labels[0].value, "poster");
  EXPECT_EQ(imported.counts.feedback_read, 6U);
  EXPECT_EQ(imported.counts.feedback_taken, 4U);
}

TEST(Misp, RefusesWhatIsNoEvent) {
  for (const auto* text : {"", "{}", "7", R"({"response":{}})", R"({"Event":7})"})
    EXPECT_FALSE(import_misp(text, {.name = "N", .owner = "O"}).ok()) << text;
}

}  // namespace
}  // namespace sanad::lists
