#include "present/certificate.h"

#include <gtest/gtest.h>

#include "base/embedded.h"
#include "present/court_words.h"

namespace sanad::present {

std::span<const EmbeddedFile> court_files();

namespace {

json::Value certificate() {
  return json::parse(
             R"({"format":"sanad-certificate/1","certificate":"certificate-0000000000000001",
    "build":"operational","state":"signed","agency":"A & B","at":"2026-11-24T16:50:00.000Z",
    "case":{"id":"case-1","reference":"TZ-1","title":"<Meeting>"},
    "form":{"pack":"pk","key":"qso","edition":"2026","title":{"en":"Statement","ur":"بیان"},
            "citations":["QSO art. 73"],"cautions":["draft: to be confirmed by counsel"]},
    "ledger":{"origin":"log","size":12},"exhibits":[{"exhibit":"exhibit-1","number":"TZ-1-001","sealed":7}],
    "fields":[
      {"key":"collector","label":{"en":"Collector","ur":"حاصل کنندہ"},"part":"A","record":"collector",
       "personal":false,"asked":false,"annex":false,"stated":null,"lines":[
        {"exhibit":"TZ-1-001","says":"collector","values":[{"officer":"officer-1"},"A & B"],"because":"",
         "operational":false,"source":{"entry":7,"exhibit":"exhibit-1","file":"acquisition.json","offset":10,"length":5}},
        {"exhibit":"TZ-1-001","says":"plain","values":["10.9.8.7"],"because":"","operational":true,"source":{"entry":7}},
        {"exhibit":"TZ-1-001","says":"","values":[],"because":"no-timestamp","operational":false,"source":{}}]},
      {"key":"home","label":{"en":"Residing at","ur":"رہائش"},"part":"A","record":"","personal":true,"asked":true,
       "annex":false,"lines":[],"stated":{"by":"officer-1","value":"Lane <7>"}},
      {"key":"place","label":{"en":"Place","ur":"مقام"},"part":"A","record":"","personal":false,"asked":true,
       "annex":false,"lines":[],"stated":{"by":"officer-1","open":"not known"}}],
    "statements":[
      {"key":"working","part":"A","text":{"en":"It worked.","ur":"یہ چلا۔"},"said":{"by":"officer-1","made":true,"reason":""}},
      {"key":"use","part":"A","text":{"en":"In regular use.","ur":"معمول کا استعمال۔"},"said":{"by":"officer-1","made":false,"reason":"on loan"}}],
    "signers":[{"signer":"party","label":{"en":"Party","ur":"فریق"},"part":"A","by":"officer-1",
                "at":"2026-11-25T09:00:00.000Z","entry":14,"basis":[{"demand":"in-charge","reference":""}]}],
    "names":{"officer-1":"Amal Mirani"}})")
      .value();
}

bool has(const std::string& page, std::string_view text) {
  return page.find(text) != std::string::npos;
}

}  // namespace

TEST(Certificate, TellsRecordStatementAndWhatCannotBeShownApart) {
  const std::string page = certificate_html(certificate(), "en");
  for (const char* text :
       {"Prepared from the record; to be read by counsel",
        "Cannot be shown:", "no independent timestamp covers it yet", "From the record",
        "Lane &lt;7&gt;", "Left open by", "not known", "NOT stated by", "on loan", "Amal Mirani",
        "ledger entry \xE2\x81\xA8"
        "7\xE2\x81\xA9",
        "acquisition.json", "&lt;Meeting&gt;", "draft: to be confirmed by counsel",
        "Name, date and signature by hand"})
    EXPECT_TRUE(has(page, text)) << text;
  EXPECT_FALSE(has(page, "[["));
  EXPECT_FALSE(has(page, "http://"));
}

TEST(Certificate, IsInUrduFromRightToLeft) {
  const std::string page = certificate_html(certificate(), "ur");
  for (const char* text : {"lang=\"ur\" dir=\"rtl\"", "ثابت نہیں کیا جا سکتا", "حاصل کنندہ",
                           "یہ چلا۔", "مسودہ: وکیل کی توثیق باقی ہے"})
    EXPECT_TRUE(has(page, text)) << text;
  EXPECT_FALSE(has(page, "Cannot be shown"));
  EXPECT_FALSE(has(page, "[["));
}

TEST(Certificate, LinesHaveTextsForWhoLooksAtThem) {
  json::Value described = certificate();
  add_line_texts(described);
  const json::Array& lines = *(*described["fields"].as_array())[0]["lines"].as_array();
  EXPECT_TRUE(has(lines[0]["text"]["en"].string_or(""), "Amal Mirani"));
  EXPECT_TRUE(has(lines[2]["text"]["en"].string_or(""), "no independent timestamp"));
  EXPECT_TRUE(has(lines[2]["text"]["ur"].string_or(""), "ثابت نہیں کیا جا سکتا"));
}

TEST(Certificate, ADisclosableOneNamesNoOfficerAndNoPlaceOfWork) {
  const json::Value cut = disclosable_certificate(certificate());
  for (const char* language : {"en", "ur"}) {
    const std::string page = certificate_html(cut, language);
    for (const char* text : {"Amal", "Lane", "10.9.8.7"}) EXPECT_FALSE(has(page, text)) << text;
    EXPECT_TRUE(has(page, "officer-1"));
  }
  for (const char* text : {"Amal", "Lane", "10.9.8.7"})
    EXPECT_FALSE(has(json::format_canonical(cut), text)) << text;
  EXPECT_TRUE(has(certificate_html(cut, "en"), "on loan"));
}

TEST(Certificate, EveryWordIsThereInBothLanguagesWithTheSamePlaces) {
  const EmbeddedFile* file = find_embedded(court_files(), "certificate.json");
  ASSERT_NE(file, nullptr);
  const json::Value words =
      json::parse(std::string_view(file->bytes.data(), file->bytes.size())).value();
  for (const json::Member& one : *words.as_object()) {
    const std::string en = one.value["en"].string_or(""), ur = one.value["ur"].string_or("");
    EXPECT_FALSE(en.empty() || ur.empty()) << one.name;
    for (char digit = '0'; digit <= '9'; ++digit) {
      const std::string place = std::string("{") + digit + "}";
      EXPECT_EQ(has(en, place), has(ur, place)) << one.name << place;
    }
  }
}

}  // namespace sanad::present
