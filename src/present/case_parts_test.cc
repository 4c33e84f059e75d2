// What is told of an import's parts in CASE/UCO: what the excerpt shows, and nothing else. Whole
// graphs are held against the shapes of UCO in bench/exports.sh.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>

#include "part_list/masked.h"
#include "part_list/part_list.h"
#include "present/case_uco.h"

namespace sanad::present {
namespace {

constexpr std::string_view kExhibit = "exhibit-1";

struct Part {
  std::string line;
  std::vector<part_list::Mask> masks = {};
  bool is_closed = false;
};

class CasePartsTest : public testing::Test {
 protected:
  CasePartsTest() {
    record_.origin = "ledger.tirazan.example";
    record_.case_id = "case-1";
    ExhibitRecord exhibit;
    exhibit.exhibit = kExhibit;
    exhibit.number = "TZ-1";
    for (const auto& [name, path] : {std::pair{"original-1", "chat/result.json"},
                                     {"original-2", "chat/photos/a.png"},
                                     {"original-3", "letters.mbox"}}) {
      FileRecord file;
      file.name = name;
      file.path = path;
      file.media_type = "application/octet-stream";
      file.sha256 = std::string(64, 'a');
      file.sha512 = std::string(128, 'b');
      exhibit.files.push_back(file);
    }
    record_.exhibits.push_back(exhibit);
  }

  // As part_list::write_excerpt() has it, with closed parts one by one.
  Result<std::string> excerpt(const std::vector<Part>& parts) {
    std::string text;
    for (std::size_t number = 0; number < parts.size(); ++number) {
      const Part& part = parts[number];
      const Bytes salt = part_list::salt_of(part_list::kAlgorithm, key_, number);
      commitments_.push_back(
          format_hex(part_list::commitment_of(part_list::kAlgorithm, salt, part.line)));
      if (part.is_closed) {
        text += fmt::format(R"({{"closed":1,"from":{},"hash":"{}","reason":"r"}})", number,
                            std::string(64, '0'));
      } else if (part.masks.empty()) {
        text += fmt::format(R"({{"number":{},"part":{},"salt":"{}"}})", number, part.line,
                            format_hex(salt));
      } else {
        part_list::Seed seed{};
        std::ranges::copy(salt, seed.begin());
        SANAD_TRY(const std::string line,
                  part_list::format_masked(number, seed, part.line, part.masks));
        text += line;
      }
      text += '\n';
    }
    return text;
  }

  Result<PartCounts> write(const std::vector<Part>& parts, std::size_t piece = 7) {
    SANAD_TRY(const std::string lines, excerpt(parts));
    return write_lines(lines, piece);
  }
  Result<PartCounts> write_lines(const std::string& lines, std::size_t piece = 7) {
    MemorySink sink;
    const ShownExhibit shown{std::string(kExhibit), 9, [&](ByteSink& to) -> Result<void> {
                               for (std::size_t at = 0; at < lines.size(); at += piece)
                                 SANAD_CHECK(to.write(as_bytes(lines.substr(at, piece))));
                               return {};
                             }};
    SANAD_TRY(const PartCounts counts, write_case_uco(record_, {shown}, sink));
    text_ = to_text(sink.bytes());
    SANAD_TRY(document_, json::parse_canonical(text_));
    nodes_.clear();
    for (const json::Value& node : *document_["@graph"].as_array())
      EXPECT_TRUE(nodes_.emplace(node["@id"].string_or(""), &node).second) << "a node twice";
    return counts;
  }

  std::vector<const json::Value*> of_type(std::string_view type) const {
    std::vector<const json::Value*> found;
    for (const json::Value& node : *document_["@graph"].as_array())
      if (node["@type"].string_or("") == type) found.push_back(&node);
    return found;
  }
  const json::Value& at(const json::Value& reference) const {
    static const json::Value kNothing;
    const auto found = nodes_.find(reference["@id"].string_or(""));
    EXPECT_NE(found, nodes_.end()) << json::format_canonical(reference);
    return found == nodes_.end() ? kNothing : *found->second;
  }
  static const json::Value& facet(const json::Value& node, std::size_t n = 0) {
    return (*node["uco-core:hasFacet"].as_array())[n];
  }
  static std::string id_of(const json::Value& node) { return node["@id"].string_or(""); }
  std::vector<std::pair<std::string, std::string>> related(std::string_view kind) const {
    std::vector<std::pair<std::string, std::string>> found;
    for (const json::Value* one : of_type("uco-observable:ObservableRelationship"))
      if ((*one)["uco-core:kindOfRelationship"].string_or("") == kind)
        found.emplace_back((*one)["uco-core:source"]["@id"].string_or(""),
                           (*one)["uco-core:target"]["@id"].string_or(""));
    return found;
  }

  static std::string message(int id, std::string_view author, std::string_view rest = "") {
    return fmt::format(
        R"({{"file":"original-1","record":{{"at":"2026-03-02T10:00:0{0}.000Z",{2}"author":"{1}","author_id":"u-{1}","chat":"c","chat_name":"Harbour","id":"{0}","kind":"message","length":20,"offset":{0}0,"platform":"telegram","text":"line {0} by the pier"}},"way":""}})",
        id, author, rest);
  }

  const Bytes key_ = Bytes(32, 7);
  CaseRecord record_;
  std::vector<std::string> commitments_;
  std::string text_;
  json::Value document_;
  std::map<std::string, const json::Value*> nodes_;
};

TEST_F(CasePartsTest, TellsMessagesWithTheirPeopleTimesAndPlaces) {
  const auto counts = write({{message(1, "Amina")}, {message(2, "Nadir")}, {message(3, "Amina")}});
  ASSERT_TRUE(counts.ok()) << counts.error().message;
  EXPECT_EQ(counts->told, 3u);
  const auto messages = of_type("uco-observable:Message");
  ASSERT_EQ(messages.size(), 3u);
  const json::Value& second = facet(*messages[1]);
  EXPECT_EQ(second["uco-observable:messageText"].string_or(""), "line 2 by the pier");
  EXPECT_EQ(second["uco-observable:sentTime"]["@value"].string_or(""), "2026-03-02T10:00:02.000Z");
  EXPECT_EQ(at(second["uco-observable:application"])["uco-core:name"].string_or(""), "telegram");
  const json::Value& account = at(second["uco-observable:from"]);
  EXPECT_EQ(facet(account)["uco-observable:accountIdentifier"].string_or(""), "u-Nadir");
  EXPECT_EQ(facet(account, 2)["uco-observable:displayName"].string_or(""), "Nadir");
  EXPECT_EQ(of_type("uco-observable:ApplicationAccount").size(), 2u);
  EXPECT_EQ((*messages[1])["sanad:part"]["@value"].string_or(""), "1");
  EXPECT_EQ((*messages[1])["sanad:partCommitment"]["@value"].string_or(""), commitments_[1]);
  const auto within = related("Contained_Within");
  ASSERT_EQ(within.size(), 3u);
  EXPECT_EQ(within[1].first, (*messages[1])["@id"].string_or(""));
  const auto range = facet(*of_type("uco-observable:ObservableRelationship")[1]);
  EXPECT_EQ(range["uco-observable:rangeOffset"]["@value"].string_or(""), "20");
}

TEST_F(CasePartsTest, AThreadHasItsMessagesInOrderAndSaysWhereOthersAreClosed) {
  ASSERT_TRUE(write({{message(1, "Amina")},
                     {message(2, "Nadir")},
                     {message(3, "Amina"), {}, true},
                     {message(4, "Nadir")},
                     {message(5, "Amina"), {}, true}})
                  .ok());
  const auto threads = of_type("uco-types:Thread");
  ASSERT_EQ(threads.size(), 1u);
  const json::Array& items = *(*threads[0])["co:item"].as_array();
  ASSERT_EQ(items.size(), 3u);
  for (std::size_t i = 0; i < items.size(); ++i)
    EXPECT_EQ(at(at(items[i])["co:itemContent"])["@id"].string_or(""),
              (*of_type("uco-observable:Message")[i])["@id"].string_or(""));
  EXPECT_EQ(id_of(at(items[1])["uco-types:threadPreviousItem"]), id_of(items[0]));
  EXPECT_EQ(id_of(at(items[2])["uco-types:threadPredecessor"]), id_of(items[1]))
      << "one is closed between them";
  EXPECT_TRUE(at(items[2])["uco-types:threadPreviousItem"].is_null());
  EXPECT_EQ(id_of((*threads[0])["uco-types:threadOriginItem"]), id_of(items[0]));
  EXPECT_TRUE((*threads[0])["uco-types:threadTerminalItem"].is_null()) << "one is closed behind it";
  const json::Value& conversation = *of_type("uco-observable:MessageThread").at(0);
  EXPECT_EQ(conversation["uco-core:name"].string_or(""), "Harbour");
  EXPECT_EQ(facet(conversation)["uco-observable:participant"].as_array()->size(), 2u);
  const json::Value& parts =
      at({json::Object{{"@id", document_["@graph"].as_array()->back()["@id"]}}});
  EXPECT_EQ(parts["sanad:partsClosed"]["@value"].string_or(""), "2");
}

TEST_F(CasePartsTest, WhatIsMaskedStandsByItsPseudonymAndWhatIsClosedNowhere) {
  const auto hidden = [](std::string at, std::string as, std::uint64_t first = 0) {
    return part_list::Mask{std::move(at), first, 1, std::move(as), "names a third party"};
  };
  ASSERT_TRUE(
      write({{message(1, "Samira"),
              {hidden("/record/author", "Person 3"), hidden("/record/author_id", "Person 3"),
               hidden("/record/text", "Person 4", 4)}},
             {message(2, "Zarmina"), {}, true},
             {message(3, "Samira"),
              {hidden("/record/author", "Person 3"), hidden("/record/author_id", "Person 3"),
               hidden("/record/offset", "withheld"), hidden("/record/at", "withheld")}},
             {message(4, "Laila"),
              {hidden("/record/author", "a person"), hidden("/record/author_id", "a person")}},
             {message(5, "Gulnaz"),
              {hidden("/record/author", "a person"), hidden("/record/author_id", "a person")}}})
          .ok());
  for (const char* secret : {"Samira", "Zarmina", "Laila", "Gulnaz", "line 2", "the pier\"},\"way"})
    EXPECT_EQ(text_.find(secret), std::string::npos) << secret;
  const auto messages = of_type("uco-observable:Message");
  ASSERT_EQ(messages.size(), 4u);
  EXPECT_EQ(facet(*messages[0])["uco-observable:messageText"].string_or(""),
            "line 1 by the [Person 4]");
  EXPECT_EQ((*messages[0])["sanad:maskedWords"]["@value"].string_or(""), "3");
  EXPECT_EQ((*messages[0])["sanad:partCommitment"]["@value"].string_or(""), commitments_[0])
      << "the commitment that the ledger's root is made of, masked or not";
  const auto from = [&](std::size_t n) { return facet(*messages[n])["uco-observable:from"]; };
  const json::Value& account = at(from(0));
  EXPECT_TRUE(account["sanad:masked"].bool_or(false));
  EXPECT_TRUE(facet(account)["uco-observable:accountIdentifier"].is_null());
  EXPECT_EQ(facet(account, 2)["uco-observable:displayName"].string_or(""), "[Person 3]");
  EXPECT_EQ(id_of(from(0)), id_of(from(1))) << "one pseudonym, one account";
  EXPECT_NE(id_of(from(2)), id_of(from(3)))
      << "of \"a person\" it is not said that it is always the same";
  EXPECT_TRUE(facet(*messages[1])["uco-observable:sentTime"].is_null());
}

TEST_F(CasePartsTest, TellsMailsWithTheirAttachmentsByDigest) {
  const std::string mail =
      R"({"file":"original-3","record":{"at":"2026-03-02T09:00:00.000Z","attachments":[{"kind":"file","path":"message 1/a.csv","size":7}],"author":"keeper@harbour.example","author_id":"keeper@harbour.example","id":"0@harbour.example","kind":"mail","platform":"mail","text":"The lamp is lit.","title":"Letter","to":[{"id":"pier@harbour.example","name":"Pier"},{"as":"cc","id":"boat@harbour.example"}]},"way":""})";
  const std::string item = fmt::format(
      R"({{"file":"original-3","item":{{"kind":"csv","md5":"{}","sha256":"{}","size":7}},"way":"message 1/a.csv"}})",
      std::string(32, '1'), std::string(64, '2'));
  ASSERT_TRUE(
      write({{mail},
             {item},
             {message(3, "Amina", R"("attachments":[{"kind":"photo","path":"photos/a.png"}],)")}})
          .ok());
  const auto mails = of_type("uco-observable:EmailMessage");
  ASSERT_EQ(mails.size(), 1u);
  const json::Value& told = facet(*mails[0]);
  EXPECT_EQ(told["@type"].string_or(""), "uco-observable:EmailMessageFacet");
  EXPECT_EQ(told["uco-observable:subject"].string_or(""), "Letter");
  EXPECT_EQ(told["uco-observable:body"].string_or(""), "The lamp is lit.");
  const json::Value& to = facet(at((*told["uco-observable:to"].as_array())[0]));
  EXPECT_EQ(to["uco-observable:addressValue"].string_or(""), "pier@harbour.example");
  EXPECT_EQ(to["uco-observable:displayName"].string_or(""), "Pier");
  EXPECT_EQ(told["uco-observable:cc"].as_array()->size(), 1u);
  const auto attached = related("Attachment_Of");
  ASSERT_EQ(attached.size(), 2u);
  EXPECT_EQ(attached[0].second, (*mails[0])["@id"].string_or(""));
  const json::Value& csv = *nodes_.at(attached[0].first);
  EXPECT_EQ(facet(csv)["uco-observable:fileName"].string_or(""), "a.csv");
  const json::Array& hashes = *facet(csv, 1)["uco-observable:hash"].as_array();
  ASSERT_EQ(hashes.size(), 2u);
  EXPECT_EQ(hashes[1]["uco-types:hashValue"]["@value"].string_or(""), std::string(64, '2'));
  // A file beside the chat is a file of the exhibit; its digests stand in the ledger.
  EXPECT_EQ(attached[1].second, (*of_type("uco-observable:Message")[0])["@id"].string_or(""));
}

TEST_F(CasePartsTest, ADigestThatIsMaskedIsNoDigestAndAnAttachmentThatIsMaskedIsNotTied) {
  const std::string mail =
      R"({"file":"original-3","record":{"attachments":[{"kind":"file","path":"a.csv"}],"kind":"mail","text":"t"},"way":""})";
  const std::string item = fmt::format(
      R"({{"file":"original-3","item":{{"kind":"csv","sha256":"{}","size":7}},"way":"a.csv"}})",
      std::string(64, '2'));
  const auto hide = [](std::string at) {
    return part_list::Mask{std::move(at), 0, 1, "withheld", "could tell what is masked"};
  };
  ASSERT_TRUE(write({{mail, {hide("/record/attachments/0/path")}},
                     {item, {hide("/item/sha256"), hide("/item/size")}}})
                  .ok());
  EXPECT_TRUE(related("Attachment_Of").empty());
  EXPECT_EQ(text_.find(std::string(64, '2')), std::string::npos);
  const json::Value& told = *of_type("uco-observable:File").back();
  EXPECT_TRUE(facet(told, 1)["uco-observable:hash"].is_null());
  EXPECT_TRUE(facet(told, 1)["uco-observable:sizeInBytes"].is_null());
}

TEST_F(CasePartsTest, IsTheSameHoweverTheExcerptIsCut) {
  const std::vector<Part> parts = {{message(1, "Amina")}, {message(2, "Nadir")}};
  ASSERT_TRUE(write(parts, 1).ok());
  const std::string first = text_;
  ASSERT_TRUE(write(parts, 100'000).ok());
  EXPECT_EQ(text_, first);
}

TEST_F(CasePartsTest, RefusesWhatIsNoExcerptOfTheExhibit) {
  for (const std::string bad :
       {"{}\n", "nothing\n",
        "{\"number\":0,\"part\":{\"file\":\"original-1\",\"way\":\"\"},\"salt\":\"00\"}\n",
        "{\"number\":0,\"part\":{\"file\":\"original-9\",\"item\":{},\"way\":\"\"},\"salt\":"
        "\"00000000000000000000000000000000\"}\n"})
    EXPECT_FALSE(write_lines(bad).ok()) << bad;
  MemorySink sink;
  const ShownExhibit other{"exhibit-2", 9, [](ByteSink&) -> Result<void> { return {}; }};
  EXPECT_EQ(write_case_uco(record_, {other}, sink).error().code, ErrorCode::kInvalid);
}

}  // namespace
}  // namespace sanad::present
