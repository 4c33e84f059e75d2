#pragma once

#include <fmt/format.h>

#include <map>
#include <string>

#include "training/grade.h"

namespace sanad::training {

// Variables of the tests.
inline Result<std::string> expand_test(std::string_view text) {
  static const std::map<std::string, std::string, std::less<>> kValues = {
      {"WALLET", "tb1qexampleexampleexample"},
      {"HANDLE", "lamp_keeper_7"},
      {"AMOUNT", "250"},
      {"SEEN", "2026-03-04T18:40:00Z"}};
  std::string told;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = std::min(text.find("${", at), text.size());
    told += text.substr(at, begin - at);
    if (begin == text.size()) break;
    const std::size_t end = text.find('}', begin);
    const auto found = end == std::string_view::npos
                           ? kValues.end()
                           : kValues.find(text.substr(begin + 2, end - begin - 2));
    if (found == kValues.end())
      return Error{ErrorCode::kInvalid,
                   fmt::format("\"{}\" names no variable", text.substr(begin, end - begin))};
    told += found->second;
    at = end + 1;
  }
  return told;
}

inline constexpr std::string_view kStudyFile = R"({
 "format":"sanad-study/1","id":"lamps","use":"financing",
 "title":{"en":"Lamps","ur":"چراغ"},"summary":{"en":"A short one.","ur":"مختصر۔"},"minutes":30,
 "brief":{"en":"Find out where the money goes.","ur":"معلوم کریں کہ رقم کہاں جاتی ہے۔"},
 "legal_basis":[{"title":{"en":"Power","ur":"اختیار"},"text":{"en":"The Act.","ur":"قانون۔"}}],
 "scope":{"objective":{"en":"The shop.","ur":"دکان۔"},"targets":["https://shop.tirazan.example/*"],
  "not_in_scope":[{"en":"The journalist.","ur":"صحافی۔"}]},
 "case":{"title":{"en":"Lamps of Sahil","ur":"ساحل کے چراغ"},"law_pack":"generic"},
 "tasks":[
  {"id":"capture","title":{"en":"Capture","ur":"محفوظ کریں"},"text":{"en":"Seal the page.","ur":"صفحہ محفوظ کریں۔"},
   "points":10,"hints":[{"text":{"en":"Look at the shop for ${HANDLE}.","ur":"دکان دیکھیں ${HANDLE}۔"},"cost":2},
    {"text":{"en":"It is on the second page.","ur":"دوسرے صفحے پر۔"},"cost":3}]},
  {"id":"wallet","title":{"en":"Wallet","ur":"بٹوہ"},"text":{"en":"Which wallet?","ur":"کون سا بٹوہ؟"},
   "points":15,"hints":[],"answer":{"kind":"text"}},
  {"id":"kind","title":{"en":"Kind","ur":"قسم"},"text":{"en":"Who is it?","ur":"کون ہے؟"},
   "points":5,"hints":[],"answer":{"kind":"choice","options":[{"id":"seller","text":{"en":"A seller","ur":"دکاندار"}},
    {"id":"reporter","text":{"en":"A reporter","ur":"صحافی"}}]}}]})";

inline constexpr std::string_view kTruthFile = R"({
 "format":"sanad-truth/1","study":"lamps",
 "checks":[
  {"id":"sealed","task":"capture","points":10,"met":{"en":"You sealed the page.","ur":"آپ نے صفحہ محفوظ کیا۔"},
   "unmet":{"en":"The page is not sealed.","ur":"صفحہ محفوظ نہیں۔"},
   "holds":{"some":{"kind":"exhibit.sealed","by":"investigator","data":{"url":{"starts_with":"https://shop."}}}}},
  {"id":"cited","task":"wallet","points":5,"met":{"en":"You cited ${WALLET}, which ${HANDLE} gives.","ur":"آپ نے ${WALLET} کا حوالہ دیا (${HANDLE})۔"},
   "unmet":{"en":"The report does not cite the wallet.","ur":"رپورٹ بٹوے کا حوالہ نہیں دیتی۔"},
   "holds":{"some":[{"kind":"exhibit.sealed","bind":{"E":"exhibit"}},
     {"kind":"fact.cited","data":{"exhibit":{"same_as":"E"},"text":{"contains":"${WALLET}"}}}]}},
  {"id":"named","task":"wallet","points":6,"met":{"en":"Right: ${WALLET}.","ur":"درست: ${WALLET}۔"},
   "unmet":{"en":"Not this one.","ur":"یہ نہیں۔"},
   "holds":{"some":{"kind":"exercise.answered","data":{"task":"wallet","answer":{"folded":"${WALLET}"}}}}},
  {"id":"kind","task":"kind","points":5,"met":{"en":"Right.","ur":"درست۔"},"unmet":{"en":"Look again.","ur":"دوبارہ دیکھیں۔"},
   "holds":{"some":{"kind":"exercise.answered","data":{"task":"kind","answer":"seller"}}}}],
 "rubrics":[{"id":"clear","task":"wallet","points":4,"criteria":[
   {"id":"plain","text":{"en":"Plain words","ur":"سادہ الفاظ"},"points":3},
   {"id":"doubt","text":{"en":"Says what is not known","ur":"نامعلوم بتاتا ہے"},"points":1}]}],
 "traps":[
  {"id":"reporter","costs":7,"kind":"journalist","title":{"en":"A journalist","ur":"صحافی"},
   "told":{"en":"${HANDLE} reports on it.","ur":"${HANDLE} خبر دیتا ہے۔"},
   "falls":{"some":{"kind":"capture.started","data":{"url":{"contains":"news.tirazan.example"}}}}},
  {"id":"late","costs":4,"kind":"expired","title":{"en":"Expired","ur":"میعاد ختم"},"told":{"en":"It had ended.","ur":"مدت ختم تھی۔"},
   "falls":{"count":{"kind":"act.refused","by":"investigator","data":{"code":"expired"}},"at_least":2}}]})";

inline Study study_of_tests() { return *read_study(kStudyFile, expand_test); }
inline Truth truth_of_tests() { return *read_truth(kTruthFile, study_of_tests(), expand_test); }

inline constexpr std::string_view kTrainee = "officer-1111111111111111";

// Adds entries one second after the other.
class RecordOfTests {
 public:
  explicit RecordOfTests(bool is_submitted = true) : record_(std::string(kTrainee), is_submitted) {}
  RecordOfTests& add(std::string kind, json::Object data, std::string actor = std::string(kTrainee),
                     Side side = Side::kOwn) {
    record_.add({.side = side,
                 .index = next_++,
                 .kind = std::move(kind),
                 .actor = std::move(actor),
                 .roles = {"investigator"},
                 .at = {1'773'000'000'000 + static_cast<std::int64_t>(next_) * 1000},
                 .case_id = "case-1",
                 .data = std::move(data)});
    return *this;
  }
  const Record& record() const { return record_; }

 private:
  Record record_;
  std::uint64_t next_ = 0;
};

inline RecordOfTests perfect_record(bool is_submitted = true) {
  RecordOfTests all(is_submitted);
  all.add("capture.started", {{"url", "https://shop.tirazan.example/1"}})
      .add("exhibit.sealed", {{"exhibit", "exhibit-1"}, {"url", "https://shop.tirazan.example/1"}})
      .add("fact.cited",
           {{"exhibit", "exhibit-1"}, {"text", "send it to tb1qexampleexampleexample today"}})
      .add("exercise.answered", {{"task", "wallet"}, {"answer", "TB1Q exampleexampleexample"}})
      .add("exercise.answered", {{"task", "wallet"}, {"answer", "TB1QEXAMPLEexampleexample"}})
      .add("exercise.answered", {{"task", "kind"}, {"answer", "seller"}});
  return all;
}

inline const RubricMarks kFullRubric = {{"clear", {{"plain", 3}, {"doubt", 1}}}};

}  // namespace sanad::training
