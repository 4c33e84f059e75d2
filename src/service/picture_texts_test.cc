// Text in pictures of an import, read by the real program in its cage.
#include "service/picture_texts.h"

#include <algorithm>

#include "import_rig.h"
#include "service/evidence.h"
#include "service/identification.h"
#include "service/lists.h"
#include "service/rule_sets.h"
#include "service/search.h"

namespace sanad::service {
namespace {

std::string ocr_sample(const std::string& name) {
  std::ifstream file(SANAD_SOURCE_DIR "/src/ocr/testdata/" + name, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

class PictureTextsTest : public ImportRig {
 protected:
  void SetUp() override {
    ImportRig::SetUp();
    permit_imports();
    write("a.png", ocr_sample("en.png"));
    write("b.txt", "The harvest is late.");
    write("c.png", ocr_sample("fa.png"));
    write("d.png", ocr_sample("en.png"));
  }
  Result<json::Value> read_pictures(const records::Exhibit& exhibit) {
    const auto ordered = order_picture_texts(workspace(), amal_, exhibit);
    if (!ordered.ok()) return ordered.error();
    return run_picture_texts(workspace(), workspace().jobs().find(*ordered).value(), monitor_);
  }
  SearchAnswer search(const std::string& query) {
    SearchOrder order;
    order.case_id = case_.id;
    order.query = query;
    order.objective = "what is to be read";
    return search_case(workspace(), amal_, order).value();
  }
  void list_the_statement_and_a_rule() {
    ListOrder order;
    order.format = lists::Format::kPlain;
    order.name = "Statements";
    order.signal = "text";
    const std::string statement = "THE HARVEST BEGINS NEXT WEEK -- so all farmers should be ready!";
    ASSERT_TRUE(import_list(workspace(), amal_, statement + "\n", order).ok());
    RuleSetOrder rules;
    rules.name = "Places";
    const std::string rule =
        "sanad-rules 1\nrule old-bridge\nversion 1\nwhy The meeting place of an invented group.\n"
        "any old bridge\nmatch meet at the old bridge\nno-match meet at the pier\n";
    ASSERT_TRUE(import_rules(workspace(), amal_, rule, rules).ok());
  }
  std::vector<records::Match> identify() {
    records::Job job;
    job.id = "job-1";
    job.case_id = case_.id;
    job.actor = amal_.id;
    job.payload = json::Object{};
    EXPECT_TRUE(run_identification(workspace(), job, monitor_).ok());
    return workspace().records().matches(case_.id).value();
  }
  bool is_comparison_queued() {
    return std::ranges::any_of(
        workspace().jobs().of_case(case_.id, 100).value(), [](const records::Job& job) {
          return job.kind == "identify" && job.state == records::JobState::kQueued;
        });
  }
  void index(const json::Value& answer) {
    const std::string job = answer["indexing"].string_or("");
    ASSERT_TRUE(run_indexing(workspace(), workspace().jobs().find(job).value(), monitor_).ok());
  }
};

TEST_F(PictureTextsTest, IsQueuedWhereTheImportAskedForItAndFoundAsReadByAMachine) {
  json::Value imported;
  const auto exhibit = import_folder(true, &imported);
  const std::string job = imported["picture_texts"].string_or("");
  index(imported);
  EXPECT_EQ(search("harvest").parts.size(), 1U);
  const auto read = run_picture_texts(workspace(), workspace().jobs().find(job).value(), monitor_);
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ((*read)["items"].int_or(0), 2);  // the same bytes are read once
  EXPECT_EQ((*read)["with_text"].int_or(0), 2);
  index(*read);
  const SearchAnswer found = search("harvest");
  ASSERT_EQ(found.parts.size(), 2U);
  int by_machine = 0;
  for (const FoundPart& part : found.parts) {
    if (!part.machine_read) continue;
    ++by_machine;
    EXPECT_GT(part.machine_read->confidence, 80);
    EXPECT_FALSE(part.machine_read->engine.empty());
    EXPECT_FALSE(part.snippet.highlights.empty());
  }
  EXPECT_EQ(by_machine, 1);
  // The list of parts and its root are what they were.
  EXPECT_EQ(entries("exhibit.parts").size(), 1U);
  ASSERT_EQ(entries("exhibit.ocr").size(), 1U);
  EXPECT_EQ(entries("exhibit.ocr").front().data["root"].string_or(""),
            entries("exhibit.parts").front().data["root"].string_or("none"));
  ASSERT_TRUE(reopen().ok());
  EXPECT_TRUE(entries("objects.unclaimed").empty());
  EXPECT_EQ(picture_texts(workspace(), exhibit)->size(), 2U);
}

TEST_F(PictureTextsTest, IsComparedWithListsAndRulesAndEachMatchSaysThatAMachineReadIt) {
  const auto exhibit = import_folder();
  list_the_statement_and_a_rule();
  EXPECT_TRUE(identify().empty());
  ASSERT_TRUE(read_pictures(exhibit).ok());
  EXPECT_TRUE(is_comparison_queued());
  const auto matches = identify();
  ASSERT_EQ(matches.size(), 4U);  // the list and the rule, in the picture and in its copy
  for (const records::Match& match : matches) {
    const json::Value& read = match.data["details"]["machine_read"];
    EXPECT_GT(read["confidence"].int_or(0), 80) << match.signal;
    EXPECT_NE(read["engine"].string_or("").find("tesseract"), std::string::npos);
    EXPECT_EQ(read["part_number"].int_or(-1), 1);  // texts come before pictures
    EXPECT_TRUE(match.data["record"].is_null());
    const auto evidence = match_evidence(workspace(), amal_, match.id);
    ASSERT_TRUE(evidence.ok()) << evidence.error().message;
    EXPECT_GT((*evidence)["found"]["machine_read"]["confidence"].int_or(0), 80);
    // The picture is what tells whether the machine was right.
    EXPECT_TRUE((*evidence)["found"]["has_picture"].bool_or(false));
    if (match.signal != "text") continue;
    const json::Array& passages = *(*evidence)["passages"].as_array();
    ASSERT_EQ(passages.size(), 1U);
    EXPECT_TRUE(passages[0]["found"]["text"].string_or("").starts_with("The harvest begins"));
    EXPECT_TRUE(passages[0]["listed"]["text"].string_or("").starts_with("THE HARVEST"));
  }
  // Found once, however often it is looked for.
  EXPECT_EQ(identify().size(), 4U);
}

TEST_F(PictureTextsTest, AMatchInTheTextItselfIsNoneOfAMachine) {
  write("e.txt", "The harvest begins next week, so all farmers should be ready.");
  import_folder();
  list_the_statement_and_a_rule();
  const auto matches = identify();
  ASSERT_EQ(matches.size(), 1U);
  EXPECT_TRUE(matches[0].data["details"]["machine_read"].is_null());
  const auto evidence = match_evidence(workspace(), amal_, matches[0].id);
  ASSERT_TRUE(evidence.ok());
  EXPECT_TRUE((*evidence)["found"]["machine_read"].is_null());
}

TEST_F(PictureTextsTest, WhatWasStoppedGoesOnBehindWhatWasRead) {
  const auto exhibit = import_folder();
  EXPECT_TRUE(picture_texts(workspace(), exhibit)->empty());
  monitor_.told = 0;
  monitor_.cancel_at = 2;
  EXPECT_EQ(read_pictures(exhibit).error().code, ErrorCode::kConflict);
  EXPECT_EQ(picture_texts(workspace(), exhibit)->size(), 1U);
  ASSERT_EQ(entries("exhibit.ocr").size(), 1U);
  const std::int64_t last = entries("exhibit.ocr").front().data["last"].int_or(-1);
  monitor_ = {};
  const auto again = read_pictures(exhibit);
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_EQ((*again)["items"].int_or(0), 1);
  ASSERT_EQ(entries("exhibit.ocr").size(), 2U);
  EXPECT_EQ(entries("exhibit.ocr").back().data["first"].int_or(0), last + 1);
  EXPECT_EQ(picture_texts(workspace(), exhibit)->size(), 2U);
  // Then there is nothing left.
  EXPECT_EQ((*read_pictures(exhibit))["items"].int_or(-1), 0);
  EXPECT_EQ(entries("exhibit.ocr").size(), 2U);
}

TEST_F(PictureTextsTest, OfACaptureOrWhatWasNotReadThereIsNothingToRead) {
  approved(case_);
  const auto capture = seal_one(case_);
  EXPECT_EQ(order_picture_texts(workspace(), amal_, capture).error().code, ErrorCode::kInvalid);
  ImportOrder order;
  order.case_id = case_.id;
  order.source = "a telephone";
  order.found = find_files(folder().string()).value();
  const auto imported = import_files(workspace(), amal_, order, monitor_).value();
  const auto exhibit = workspace().records().exhibit(imported.exhibit).value();
  EXPECT_EQ(order_picture_texts(workspace(), amal_, exhibit).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(order_picture_texts(workspace(), esen_, exhibit).error().code, ErrorCode::kDenied);
}

}  // namespace
}  // namespace sanad::service
