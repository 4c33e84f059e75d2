#include "service/reports.h"

#include "base/bytes.h"
#include "crypto/crypto.h"
#include "extract/extract.h"
#include "import_rig.h"
#include "pictures/pictures.h"
#include "service/disposal.h"
#include "service/exculpatory.h"
#include "service/part_views.h"
#include "service/planning.h"
#include "service/retention.h"

namespace sanad::service {
namespace {

using authority::Role;

constexpr const char* kChat =
    R"({"name":"Harbour","type":"private_group","id":4711,"messages":[)"
    R"({"id":1,"type":"message","date":"2026-03-14T09:26:53","date_unixtime":"1773480413","from":"Zarmina Rud","from_id":"user7","text":"Meet at the river market at nine.","text_entities":[]},)"
    R"({"id":2,"type":"message","date":"2026-03-14T09:30:53","date_unixtime":"1773480653","from":"Korin Vale","from_id":"user8","text":"Zarmina Rud \"writes\" for the paper.","text_entities":[]}]})";

std::string boat() {
  pictures::Picture drawn = pictures::draw({pictures::Kind::kTerrain, 320, 240, 3, 6});
  return to_text(extract::format_png({320, 240, std::move(drawn.pixels), {}, false}).value());
}

class ReportsTest : public ImportRig {
 protected:
  void SetUp() override {
    ImportRig::SetUp();
    farid_ = add("Farid Tamar", Role::kSupervisor);
    permit_imports();
    write("result.json", kChat);
    write("note.txt", "The boat is early. دریا کے کنارے");
    write("boat.png", boat());
    json::Value read;
    exhibit_ = import_folder(false, &read);
    ASSERT_TRUE(run_indexing(workspace(),
                             workspace().jobs().find(read["indexing"].string_or("")).value(),
                             monitor_)
                    .ok());
  }

  std::uint64_t part_that(const std::function<bool(const json::Value&)>& is) {
    for (std::uint64_t number = 0;; ++number) {
      const auto line = part_line(workspace(), exhibit_, number);
      if (!line.ok()) break;
      if (is(*line)) return number;
    }
    ADD_FAILURE() << "no such part";
    return 0;
  }
  std::uint64_t message(std::string_view begin) {
    return part_that([&](const json::Value& line) {
      return line["record"]["text"].string_or("").starts_with(begin);
    });
  }
  std::uint64_t item(std::string_view member) {
    return part_that([&](const json::Value& line) { return !line["item"][member].is_null(); });
  }

  json::Value cite_part(std::uint64_t part, std::uint64_t offset, std::uint64_t length) {
    return json::Array{json::Object{
        {"exhibit", exhibit_.number}, {"part", part}, {"offset", offset}, {"length", length}}};
  }
  json::Value cite_file(const char* file, std::uint64_t offset, std::uint64_t length) {
    return json::Array{json::Object{
        {"exhibit", exhibit_.id}, {"file", file}, {"offset", offset}, {"length", length}}};
  }
  std::string file_with(std::string_view path) {
    for (const auto& file : workspace().records().imported_files(exhibit_.id, 1, 100).value())
      if (file.path.find(path) != std::string::npos) return file.name;
    ADD_FAILURE() << "no file " << path;
    return "";
  }

  Result<ReportStatement> state(const authority::Officer& who, const char* kind, const char* text,
                                json::Value cites, const char* section = "sources") {
    return state_in_report(workspace(), who,
                           {case_.id, "", 0, section, kind, text, "", std::move(cites)});
  }
  ErrorCode fault(const char* kind, json::Value cites, const char* text = "It is so.") {
    const auto made = state(amal_, kind, text, std::move(cites));
    EXPECT_FALSE(made.ok()) << json::format_canonical(made.ok() ? made->cites : json::Value());
    return made.ok() ? ErrorCode::kIo : made.error().code;
  }
  std::string page(const char* language = "en") {
    const auto html = preview_report(workspace(), amal_, case_.id, language);
    EXPECT_TRUE(html.ok()) << (html.ok() ? "" : html.error().message);
    return html.ok() ? *html : "";
  }
  std::string last_refusal() { return entries("act.refused").back().data["code"].string_or(""); }

  authority::Officer farid_;
  records::Exhibit exhibit_;
};

TEST_F(ReportsTest, AFactShowsTheBytesOfTheSealedOriginalAndNobodyTypedThem) {
  const std::string note = file_with("note.txt");
  const auto made =
      state(amal_, "fact", "The boat came before its time.", cite_file(note.c_str(), 4, 13));
  ASSERT_TRUE(made.ok()) << made.error().message;
  const std::string html = page();
  EXPECT_NE(html.find("<blockquote dir=\"auto\">boat is early</blockquote>"), std::string::npos);
  EXPECT_NE(html.find("The boat came before its time."), std::string::npos);
  // The entry holds where, never what.
  const std::string entry = json::format_canonical(entries("report.stated").back().data);
  EXPECT_EQ(entry.find("boat is early"), std::string::npos) << entry;
}

TEST_F(ReportsTest, AMessageIsQuotedByItsPartWithItsPlaceInTheOriginalAndItsAuthorMasked) {
  const std::uint64_t part = message("Meet at");
  ASSERT_TRUE(state(amal_, "fact", "A meeting was named.", cite_part(part, 12, 12)).ok());
  const std::string html = page();
  EXPECT_NE(html.find("<blockquote dir=\"auto\">river market</blockquote>"), std::string::npos);
  EXPECT_NE(html.find("there byte for byte in"), std::string::npos);
  EXPECT_NE(html.find("written by \xE2\x81\xA8Person "), std::string::npos);
  EXPECT_EQ(html.find("Zarmina"), std::string::npos);
  // The place that is named is really there.
  const std::size_t at = std::string_view(kChat).find("river market");
  EXPECT_NE(html.find("\xE2\x81\xA8" + std::to_string(at) + "\xE2\x81\xA9"), std::string::npos);
}

TEST_F(ReportsTest, ANameWhoseMaskWasNotLiftedIsReplacedInQuotationsAndRefusedInStatements) {
  const std::uint64_t answer = message("Zarmina Rud \"writes\"");
  EXPECT_EQ(fault("fact", cite_part(answer, 0, 11), "Korin Vale says who writes."),
            ErrorCode::kDenied);
  EXPECT_EQ(last_refusal(), "masked");
  EXPECT_TRUE(entries("report.stated").empty());
  const std::uint64_t first = message("Meet at");
  ASSERT_TRUE(state(amal_, "fact", "One writes of another.", cite_part(answer, 12, 8)).ok());
  ASSERT_TRUE(state(amal_, "gap", "Who else came is not known.", cite_part(first, 0, 7)).ok());
  const std::string html = page();
  EXPECT_NE(html.find("&quot;writes&quot;"), std::string::npos);
  EXPECT_NE(html.find("as it was read from"), std::string::npos)
      << "the original has it with escapes, so it is not there byte for byte";
  EXPECT_EQ(html.find("Korin"), std::string::npos);
}

TEST_F(ReportsTest, WhoIsKnownFromAnotherExhibitAloneIsMaskedInQuotationsToo) {
  write("pier.txt",
        "Nadir Kosh came with a rose, says mother. Rose waited; that was NADIR KOSH's boat.");
  exhibit_ = import_folder();
  index_all();
  for (const char* name : {"pier.txt", "note.txt", "boat.png"})
    std::filesystem::remove(folder() / name);
  write(
      "result.json",
      R"({"name":"Harbour","type":"private_group","id":4712,"messages":[)"
      R"({"id":1,"type":"message","date":"2026-03-14T09:26:53","date_unixtime":"1773480413","from":"Nadir Kosh","from_id":"user31","text":"I came."},)"
      R"({"id":2,"type":"message","date":"2026-03-14T09:27:53","date_unixtime":"1773480473","from":"Rose","from_id":"user32","text":"I waited."},)"
      R"({"id":3,"type":"message","date":"2026-03-14T09:28:53","date_unixtime":"1773480533","from":"Mother","from_id":"user33","text":"I saw it."}]})");
  import_folder();
  index_all();
  const auto person = [&](const std::string& id) {
    const auto facts = workspace().case_indexes().facts(case_.id).value();
    for (const auto& account : facts->accounts(0, 100, {}).value()) {
      const auto known = facts->account_identifier(account.row);
      if (known.ok() && *known == "telegram:" + id)
        return "[Person " + std::to_string(account.pseudonym) + "]";
    }
    return "no account " + id;
  };
  const std::string note = file_with("pier.txt");
  ASSERT_TRUE(state(amal_, "fact", "Two met at the pier.", cite_file(note.c_str(), 0, 82)).ok());
  const std::string html = page();
  const std::string quote = person("user31") + " came with a rose, says mother. " +
                            person("user32") + " waited; that was " + person("user31") + " boat.";
  EXPECT_NE(html.find(quote), std::string::npos) << quote << '\n'
                                                 << html.substr(html.find("<blockquote"), 400);
  EXPECT_EQ(html.find("Nadir"), std::string::npos);
  EXPECT_EQ(fault("opinion", json::Array{}, "It was Nadir Kosh."), ErrorCode::kDenied);
  EXPECT_EQ(last_refusal(), "masked");
}

TEST_F(ReportsTest, WhatIsNotThereOrSplitsALetterIsNoCitation) {
  const std::string note = file_with("note.txt");
  const auto at = [&](std::uint64_t offset, std::uint64_t length) {
    return fault("fact", cite_file(note.c_str(), offset, length));
  };
  EXPECT_EQ(at(0, 1000), ErrorCode::kInvalid);
  EXPECT_EQ(at(UINT64_MAX / 4, 2), ErrorCode::kInvalid);
  EXPECT_EQ(at(0, 0), ErrorCode::kInvalid);
  EXPECT_EQ(at(20, 8), ErrorCode::kInvalid) << "it begins within a letter";
  EXPECT_EQ(fault("fact", cite_file("original-99", 0, 1)), ErrorCode::kNotFound);
  EXPECT_EQ(fault("fact", cite_part(99, 0, 1)), ErrorCode::kNotFound);
  EXPECT_EQ(fault("fact", json::Array{}), ErrorCode::kInvalid) << "a fact rests on something";
  EXPECT_EQ(fault("fact", nullptr), ErrorCode::kInvalid);
  EXPECT_EQ(fault("fact", json::Array{json::Object{{"exhibit", exhibit_.id}}}),
            ErrorCode::kInvalid);
  EXPECT_EQ(fault("rumour", cite_file(note.c_str(), 0, 3)), ErrorCode::kInvalid);
  EXPECT_EQ(state(amal_, "fact", "x", cite_file(note.c_str(), 0, 3), "verdict").error().code,
            ErrorCode::kInvalid);
  EXPECT_EQ(fault("opinion", json::Array{}, " "), ErrorCode::kInvalid);
  const auto other = open_one("TZ-2026-0002");
  EXPECT_EQ(
      state_in_report(workspace(), amal_,
                      {other.id, "", 0, "sources", "fact", "x", "", cite_file(note.c_str(), 0, 3)})
          .error()
          .code,
      ErrorCode::kInvalid)
      << "another case's exhibit";
  EXPECT_TRUE(entries("report.stated").empty());
}

TEST_F(ReportsTest, BytesThatAreNoTextAreToldByTheirDigest) {
  const std::string chat = file_with("boat.png");
  ASSERT_TRUE(state(amal_, "fact", "A picture begins so.", cite_file(chat.c_str(), 8, 64)).ok());
  const std::string bytes = boat().substr(8, 64);
  EXPECT_NE(page().find(format_hex(crypto::sha256(as_bytes(bytes)))), std::string::npos);
}

TEST_F(ReportsTest, APictureStaysCoveredUntilSomebodySaysWhyItIsShown) {
  const std::uint64_t part = item("pdq");
  json::Object whole{{"exhibit", exhibit_.id}, {"part", part}};
  const auto first = state(amal_, "fact", "A boat.", json::Array{whole});
  ASSERT_TRUE(first.ok()) << first.error().message;
  std::string html = page();
  EXPECT_NE(html.find("<div class=\"cover\">Covered."), std::string::npos);
  EXPECT_EQ(html.find("<img"), std::string::npos);
  whole.set("uncover", "the court must see the flag");
  const auto second = state_in_report(workspace(), amal_,
                                      {case_.id, first->id, 1, "sources", "fact", "A boat.",
                                       "the flag matters", json::Array{whole}});
  ASSERT_TRUE(second.ok()) << second.error().message;
  html = page("ur");
  EXPECT_NE(html.find("src=\"data:image/png;base64,"), std::string::npos);
  EXPECT_NE(html.find("the court must see the flag"), std::string::npos);
  EXPECT_FALSE(entries("exhibit.viewed").empty());
}

TEST_F(ReportsTest, AStatementIsChangedInVersionsAndWithdrawnAndAllOfItStaysInTheLedger) {
  const auto made = state(amal_, "opinion", "It is a call.", json::Array{}, "results");
  ASSERT_TRUE(made.ok());
  const auto change = [&](std::int64_t base, const char* text, const char* reason) {
    return state_in_report(
        workspace(), behram_,
        {case_.id, made->id, base, "results", "opinion", text, reason, json::Array{}});
  };
  EXPECT_EQ(change(1, "It is a call.", "same").error().code, ErrorCode::kConflict);
  EXPECT_EQ(change(1, "It may be a call.", "").error().code, ErrorCode::kInvalid);
  ASSERT_TRUE(change(1, "It may be a call.", "too strong").ok());
  EXPECT_EQ(change(1, "It is none.", "late").error().code, ErrorCode::kConflict);
  const auto report = case_report(workspace(), chand_, case_.reference).value();
  ASSERT_EQ(report.statements.size(), 1u);
  EXPECT_EQ(report.statements[0].version, 2);
  EXPECT_EQ(report.statements[0].authors, (std::vector<std::string>{amal_.id, behram_.id}));
  ASSERT_TRUE(withdraw_statement(workspace(), amal_, case_.id, made->id, "wrong thread").ok());
  EXPECT_EQ(withdraw_statement(workspace(), amal_, case_.id, made->id, "again").error().code,
            ErrorCode::kNotFound);
  EXPECT_TRUE(case_report(workspace(), amal_, case_.id)->statements.empty());
  EXPECT_EQ(entries("report.stated").size(), 2u);
}

TEST_F(ReportsTest, ASecondPersonSignsWhatStandsAndAChangeMakesThatVoid) {
  EXPECT_EQ(sign_report(workspace(), farid_, case_.id, "").error().code, ErrorCode::kConflict);
  const auto made = state(behram_, "opinion", "It is a call.", json::Array{}, "results");
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(sign_report(workspace(), behram_, case_.id, "").error().code, ErrorCode::kDenied);
  EXPECT_EQ(last_refusal(), "four-eyes");
  EXPECT_EQ(sign_report(workspace(), amal_, case_.id, "").error().code, ErrorCode::kDenied);
  ASSERT_TRUE(sign_report(workspace(), farid_, case_.id, "read in full").ok());
  EXPECT_EQ(sign_report(workspace(), farid_, case_.id, "").error().code, ErrorCode::kConflict);
  EXPECT_NE(page().find("Farid Tamar"), std::string::npos);
  ASSERT_TRUE(state(amal_, "gap", "The hour is not known.", json::Array{}, "gaps").ok());
  EXPECT_FALSE(case_report(workspace(), amal_, case_.id)->sign_off.has_value());
}

TEST_F(ReportsTest, ItIsNotMadeBeforeSomethingIsSaidOfWhatSpeaksForSomebody) {
  const auto refused = [&](std::string_view code) {
    const auto order = order_report(workspace(), amal_, case_.id);
    EXPECT_EQ(order.ok() ? ErrorCode::kIo : order.error().code, ErrorCode::kDenied);
    EXPECT_EQ(last_refusal(), code);
  };
  refused("no-exculpatory");
  const auto note = note_exculpatory(workspace(), amal_, case_.id, "One writes for the paper.",
                                     json::Array{json::Object{{"exhibit", exhibit_.id}}})
                        .value();
  refused("exculpatory-unanswered");
  ASSERT_TRUE(
      answer_exculpatory(workspace(), behram_, note.id, "taken-into-account", "It is so.").ok());
  EXPECT_TRUE(order_report(workspace(), amal_, case_.id).ok());
  ASSERT_TRUE(
      set_policy(workspace(), behram_, json::Object{{"report_second_person", true}}, "order 9")
          .ok());
  refused("not-signed");
  ASSERT_TRUE(state(amal_, "opinion", "It is a call.", json::Array{}, "results").ok());
  ASSERT_TRUE(sign_report(workspace(), farid_, case_.id, "read").ok());
  EXPECT_TRUE(order_report(workspace(), amal_, case_.id).ok());
  const std::string html = page();
  EXPECT_NE(html.find("One writes for the paper."), std::string::npos);
  EXPECT_NE(html.find("taken into account"), std::string::npos);
}

TEST_F(ReportsTest, TheRecordSaysOfItselfWhatItKnowsWithTheEntryOfEach) {
  const std::string html = page();
  for (const char* words :
       {"Investigative objectives", "Methodology", "Performed activities",
        "Underlying data and sources", "Gaps, uncertainties", "Results and recommendations",
        "Glossary for the bench", "Officers stated nothing in this section.", "a telephone",
        "from the record, entry"})
    EXPECT_NE(html.find(words), std::string::npos) << words;
  for (const auto& file : workspace().records().imported_files(exhibit_.id, 1, 100).value()) {
    EXPECT_NE(html.find(file.sha256), std::string::npos) << file.path;
    EXPECT_NE(html.find(file.sha512), std::string::npos) << file.path;
  }
  EXPECT_EQ(html.find("[["), std::string::npos) << "every word is there";
  EXPECT_EQ(page("ur").find("[["), std::string::npos);
  EXPECT_GE(html.find("<svg"), 1u);
  for (const char* secret : {"Zarmina", "Korin", "user7", "user8"})
    EXPECT_EQ(html.find(secret), std::string::npos) << secret;
}

TEST_F(ReportsTest, WhoMayNotReadTheCaseIsToldNothing) {
  for (const auto& who : {dara_, esen_}) {
    EXPECT_EQ(case_report(workspace(), who, case_.id).error().code, ErrorCode::kDenied);
    EXPECT_EQ(preview_report(workspace(), who, case_.id, "en").error().code, ErrorCode::kDenied);
  }
  EXPECT_EQ(preview_report(workspace(), amal_, case_.id, "fr").error().code, ErrorCode::kInvalid);
  EXPECT_EQ(open_report(workspace(), amal_, case_.id, "report-1", "report.en.pdf").error().code,
            ErrorCode::kNotFound);
}

}  // namespace
}  // namespace sanad::service
