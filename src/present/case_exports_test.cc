#include "present/case_exports.h"

#include <gtest/gtest.h>

namespace sanad::present {
namespace {

TEST(CsvCell, WhatASpreadsheetWouldRunIsText) {
  for (const char* formula : {"=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\n=1", "\r@x", "\tx"})
    EXPECT_NE(csv_cell(formula).find('\''), std::string::npos) << formula;
  EXPECT_EQ(csv_cell("=HYPERLINK(\"https://sea.example\")"),
            "\"'=HYPERLINK(\"\"https://sea.example\"\")\"");
  for (const char* plain : {"", "TZ-2026-0001", "a=b", "12", "https://sea.example/?a=1"})
    EXPECT_EQ(csv_cell(plain), plain);
}

TEST(CsvCell, IsQuotedWhereItMustBe) {
  EXPECT_EQ(csv_cell("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_cell("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(csv_cell("a\r\nb"), "\"a\r\nb\"");
  EXPECT_EQ(csv_cell(std::string_view("a\0b", 3)),
            "a\xEF\xBF\xBD"
            "b");
}

TEST(XmlText, NothingOfATextIsMarkup) {
  EXPECT_EQ(xml_text("<a b=\"c\">&]]>"), "&lt;a b=&quot;c&quot;&gt;&amp;]]&gt;");
  EXPECT_EQ(xml_text(std::string_view("a\0\x1b\x7f\n\t\r", 7)),
            "a\xEF\xBF\xBD\xEF\xBF\xBD\x7f\n\t&#13;");
  EXPECT_EQ(xml_text("\xff"), "\xEF\xBF\xBD");
  EXPECT_EQ(xml_text("\xEF\xBF\xBF"
                     "x\xEF\xBF\xBE"),
            "\xEF\xBF\xBD"
            "x\xEF\xBF\xBD");
  EXPECT_EQ(xml_text("لالٹین"), "لالٹین");
}

CaseRecord record_of(const std::string& title) {
  CaseRecord record;
  record.origin = "ledger.tirazan.example";
  record.agency = "Tirazan Cyber Wing";
  record.software_version = "0.1.0";
  ExhibitRecord exhibit;
  exhibit.exhibit = "exhibit-1";
  exhibit.number = "TZ-1";
  exhibit.requested.data = json::Object{{"authorisation", "authorisation-1"},
                                        {"instrument", "supervisor-order"},
                                        {"valid_from", "2026-01-01T00:00:00.000Z"},
                                        {"valid_to", "2026-02-01T00:00:00.000Z"}};
  exhibit.requested.actor = "officer-1";
  exhibit.approved.actor = "officer-2";
  exhibit.started.actor = "officer-1";
  exhibit.sealed.kind = "exhibit.sealed";
  exhibit.sealed.index = {7};
  exhibit.sealed.actor = "officer-1";
  exhibit.sealed.data = json::Object{{"exhibit", "exhibit-1"},
                                     {"title", title},
                                     {"completeness", json::Object{{"status", "complete"}}}};
  exhibit.files.push_back({"original-1", "original", "text/plain", 12, std::string(64, 'a'),
                           std::string(128, 'b'), "chat/=cmd.txt", ""});
  record.entries.push_back(exhibit.sealed);
  record.exhibits.push_back(std::move(exhibit));
  return record;
}

TEST(CaseTables, HostileNamesStayInTheirCells) {
  const CaseRecord record = record_of("=cmd|' /C calc'!A0,\"\r\nx");
  const std::string exhibits = format_table(record, CaseTable::kExhibits);
  EXPECT_NE(exhibits.find("\"'=cmd|' /C calc'!A0,\"\"\r\nx\""), std::string::npos) << exhibits;
  const std::string files = format_table(record, CaseTable::kFiles);
  EXPECT_NE(files.find(std::string(64, 'a')), std::string::npos);
  EXPECT_NE(format_table(record, CaseTable::kEntries).find("exhibit.sealed"), std::string::npos);
  EXPECT_NE(format_table(record, CaseTable::kAuthorisations).find("officer-2"), std::string::npos);
}

TEST(Premis, TellsObjectsEventsAgentsAndRightsAndNoTitleIsMarkup) {
  const std::string xml = format_premis(record_of("</originalName><agent>&"));
  for (const char* part :
       {"xsi:type=\"intellectualEntity\"", "xsi:type=\"file\"", "<eventType>ingestion</eventType>",
        "<agentVersion>0.1.0</agentVersion>", "<rightsBasis>other</rightsBasis>",
        "ledger.tirazan.example/exhibit-1/original-1",
        "<originalName>&lt;/originalName&gt;&lt;agent&gt;&amp;</originalName>"})
    EXPECT_NE(xml.find(part), std::string::npos) << part;
  EXPECT_LT(xml.find("<event>"), xml.find("<agent>"));
  EXPECT_LT(xml.find("<agent>"), xml.find("<rights>"));
}

}  // namespace
}  // namespace sanad::present
