#include "verification/sheet.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "bounds.h"

namespace sanad::verification {
namespace {

constexpr const char* kWhole = R"({
  "claim": "The picture shows the river market on the evening of 14 March 2026.",
  "source": {
    "provenance": {"text": "Sent in a chat that a witness handed over.", "finding": "neither", "confidence": "high",
                   "reasons": "The chat does not say where the sender had it from.", "evidence": []},
    "motive": {"text": "", "finding": "not-examined", "reasons": "Nothing is known of the sender.", "evidence": []}},
  "item": {
    "exif": {"text": "The camera's clock says 13 March.", "finding": "contradicts", "confidence": "moderate",
             "reasons": "A day before the claimed one; cameras are often set wrong.",
             "evidence": [{"exhibit": "exhibit-7k2mq4x3a9b5c6d8", "part": 17, "offset": 120, "length": 20, "note": "DateTimeOriginal"}]}},
  "content": {
    "place": {"text": "The bridge and the two towers of the river market.", "finding": "supports", "confidence": "high",
              "reasons": "The towers stand in the same order and distance.",
              "evidence": [{"address": "https://maps.tirazan.example/market", "seen_at": "2026-03-20T09:00:00.000Z", "note": ""}]}},
  "geolocation": {"claimed": "the river market of Zarin", "candidates": [
    {"name": "River market, north bank", "latitude": "8.5000", "longitude": "65.25", "radius_m": 40, "features": "Two towers, one arch.",
     "method": "compared with a street picture", "tools": "", "finding": "supports", "confidence": "high", "reasons": "Seven of seven features.",
     "evidence": [{"exhibit": "exhibit-7k2mq4x3a9b5c6d8", "part": 17, "note": ""}]},
    {"name": "Old harbour", "latitude": "-8.1", "longitude": "-180", "radius_m": 500, "features": "One tower only.",
     "method": "compared with a street picture", "tools": "", "finding": "contradicts", "confidence": "high", "reasons": "There is no second tower.",
     "evidence": [{"exhibit": "exhibit-7k2mq4x3a9b5c6d8", "file": "page.png", "note": ""}]}]},
  "chronolocation": {"claimed": "the evening of 14 March 2026", "estimates": [
    {"method": "shadows", "earliest": "2026-03-14T17:05", "latest": "2026-03-14T17:45", "zone": "UTC+05:00", "uncertainty": "twenty minutes",
     "details": "The pole's shadow is 2.1 times its height.", "tools": "a sun calculator", "finding": "supports", "confidence": "low",
     "reasons": "The ground may slope.", "evidence": [{"exhibit": "exhibit-7k2mq4x3a9b5c6d8", "part": 17, "note": ""}]},
    {"method": "first-appearance", "earliest": "", "latest": "2026-03-15T02:00", "zone": "UTC", "uncertainty": "", "details": "", "tools": "",
     "finding": "not-examined", "reasons": "", "evidence": []}]}})";

json::Value whole() { return json::parse(kWhole).value(); }
std::string canonical(const Sheet& sheet) { return json::format_canonical(format_sheet(sheet)); }

// The place of a member in a sheet: "item.exif.finding", "geolocation.candidates.0.latitude".
json::Value* member(json::Value& of, std::string_view path) {
  json::Value* at = &of;
  while (!path.empty()) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    const std::string step(path.substr(0, dot));
    at = at->as_array() ? &(*at->as_array())[static_cast<std::size_t>(std::stoul(step))]
                        : at->as_object()->find(step);
    path.remove_prefix(std::min(dot + 1, path.size()));
  }
  return at;
}

Result<Sheet> with(std::string_view path, json::Value value) {
  json::Value sheet = whole();
  const std::size_t dot = path.rfind('.');
  json::Value* parent = dot == std::string_view::npos ? &sheet : member(sheet, path.substr(0, dot));
  parent->as_object()->set(std::string(path.substr(dot + 1)), std::move(value));
  return parse_sheet(sheet);
}

void expect_refused(const Result<Sheet>& read, std::string_view says) {
  ASSERT_FALSE(read.ok()) << says;
  EXPECT_EQ(read.error().code, ErrorCode::kInvalid);
  EXPECT_NE(read.error().message.find(says), std::string::npos) << read.error().message;
}

TEST(SheetTest, AWholeSheetIsReadAndWrittenAsItWas) {
  const auto sheet = parse_sheet(whole());
  ASSERT_TRUE(sheet.ok()) << sheet.error().message;
  EXPECT_EQ(canonical(*sheet), json::format_canonical(whole()));
  EXPECT_EQ(sheet->candidates[0].latitude, "8.5000") << "the digits that were written stay";
  EXPECT_FALSE(sheet->empty());
  EXPECT_TRUE(parse_sheet(json::Value(json::Object{}))->empty());
}

TEST(SheetTest, ThereIsNoPlaceForAVerdictOrAScore) {
  const std::string form = canonical(*parse_sheet(whole()));
  for (const char* word : {"\"verified\"", "\"verdict\"", "\"score\"", "\"overall\"", "\"total\""})
    EXPECT_EQ(form.find(word), std::string::npos) << word;
  for (const char* path :
       {"verified", "score", "verdict", "overall", "item.exif.score", "geolocation.verdict",
        "geolocation.candidates.0.likelihood", "chronolocation.estimates.0.score"})
    expect_refused(with(path, true), "no verdict of the whole");
  for (const char* path : {"source.verified", "item.score", "content.overall"})
    expect_refused(with(path, json::Object{}), "does not ask");
}

TEST(SheetTest, EveryPanelHasItsQuestionsOnce) {
  std::set<std::string> ids;
  Panel last = Panel::kSource;
  for (const Question& question : questions()) {
    EXPECT_TRUE(ids.insert(std::string(question.id)).second) << question.id;
    EXPECT_FALSE(question.text.empty());
    EXPECT_GE(question.panel, last);
    last = question.panel;
  }
  EXPECT_EQ(ids.size(), kQuestions);
  expect_refused(with("source.exif", json::Object{}), "does not ask for \"exif\"");
}

// Every answer of these small parts against the rule in plain words.
TEST(SheetTest, AFindingNeedsItsConfidenceReasonsAndEvidence) {
  const json::Value cited(
      json::Object{{"exhibit", "exhibit-7k2mq4x3a9b5c6d8"}, {"part", 1}, {"note", ""}});
  int accepted = 0;
  for (const char* finding : {"supports", "contradicts", "neither", "not-examined"}) {
    for (const char* confidence : {"", "low", "moderate", "high"}) {
      for (int bits = 0; bits < 16; ++bits) {
        const bool has_text = bits & 1, has_reasons = bits & 2, has_evidence = bits & 4,
                   has_claim = bits & 8;
        json::Array evidence;
        if (has_evidence) evidence.push_back(cited);
        const json::Value sheet(json::Object{
            {"claim", has_claim ? "It was made at the river market." : " "},
            {"item", json::Object{{"editing", json::Object{{"text", has_text ? "None seen." : ""},
                                                           {"finding", finding},
                                                           {"confidence", confidence},
                                                           {"reasons", has_reasons ? "So." : "\n"},
                                                           {"evidence", evidence}}}}}});
        const std::string_view found(finding);
        const bool is_sure = *confidence != '\0';
        const bool expected = found == "not-examined"
                                  ? !is_sure && !has_evidence
                                  : is_sure && has_text && has_reasons && has_claim &&
                                        (has_evidence || found == "neither");
        const auto read = parse_sheet(sheet);
        EXPECT_EQ(read.ok(), expected) << json::format_canonical(sheet);
        accepted += read.ok();
      }
    }
  }
  EXPECT_EQ(accepted, 3 * 2 * 1 + 3 * 2 + 8);
}

TEST(SheetTest, ContradictingAndSupportingFindingsHaveOneForm) {
  json::Value other = whole();
  *member(other, "item.exif.finding") = "supports";
  *member(other, "content.place.finding") = "contradicts";
  const auto turned = parse_sheet(other);
  ASSERT_TRUE(turned.ok());
  const auto names = [](const json::Value& answer) {
    std::set<std::string> all;
    for (const json::Member& one : *answer.as_object()) all.insert(one.name);
    return all;
  };
  const json::Value form(format_sheet(*turned));
  EXPECT_EQ(names(form["item"]["exif"]), names(form["content"]["place"]));
}

TEST(SheetTest, EvidenceIsAStretchOfAnExhibitOrAnAddressSeen) {
  const auto cite = [](json::Object one) {
    return with("item.exif.evidence", json::Array{std::move(one)});
  };
  const char* exhibit = "exhibit-7k2mq4x3a9b5c6d8";
  EXPECT_TRUE(cite({{"exhibit", exhibit}}).ok());
  EXPECT_TRUE(cite({{"exhibit", exhibit}, {"file", "page.html"}, {"offset", 0}}).ok());
  EXPECT_TRUE(cite({{"address", "https://a.example/"}, {"seen_at", "2026-03-14T17:05:00Z"}}).ok());
  expect_refused(cite({}), "cite an exhibit, or an address");
  expect_refused(cite({{"note", "I remember it"}}), "cite an exhibit, or an address");
  expect_refused(cite({{"exhibit", exhibit}, {"address", "https://a.example/"}}), "not both");
  expect_refused(cite({{"exhibit", exhibit}, {"part", 1}, {"file", "page.html"}}), "not both");
  expect_refused(cite({{"exhibit", exhibit}, {"offset", 3}}), "name it");
  expect_refused(cite({{"exhibit", exhibit}, {"part", 1}, {"length", 3}}), "needs its offset");
  expect_refused(cite({{"exhibit", exhibit}, {"part", 1}, {"offset", 0}, {"length", 0}}),
                 "at least 1");
  expect_refused(cite({{"exhibit", exhibit}, {"part", -1}}), "whole number");
  expect_refused(cite({{"exhibit", exhibit}, {"part", 1.5}}), "whole number");
  expect_refused(cite({{"address", "a.example"}, {"seen_at", "2026-03-14T17:05:00Z"}}), "scheme");
  expect_refused(cite({{"address", "https://a.example/ b"}, {"seen_at", "2026-03-14T17:05:00Z"}}),
                 "scheme");
  expect_refused(cite({{"address", "https://a.example/"}}), "when the address was seen");
  expect_refused(cite({{"address", "https://a.example/"}, {"seen_at", "yesterday"}}), "seen_at");
  expect_refused(
      cite({{"address", "https://a.example/"}, {"seen_at", "2026-03-14T17:05:00Z"}, {"part", 1}}),
      "are of an exhibit");
}

TEST(SheetTest, PlacesAndTimesAreThoseThatThereAre) {
  expect_refused(with("geolocation.candidates.0.latitude", "90.01"), "decimal degrees");
  expect_refused(with("geolocation.candidates.0.longitude", 65.25), "\"longitude\" is a text");
  expect_refused(with("geolocation.candidates.0.radius_m", 0), "uncertainty");
  expect_refused(with("geolocation.candidates.0.radius_m", kMaxRadiusM + 1), "uncertainty");
  expect_refused(with("geolocation.candidates.0.name", " "), "a name");
  expect_refused(with("geolocation.candidates.0.features", ""), "features");
  expect_refused(with("geolocation.candidates.0.method", ""), "method");
  expect_refused(with("geolocation.candidates.0.evidence", json::Array{}), "cite it");
  expect_refused(with("chronolocation.estimates.0.earliest", "2026-02-30T17:05"), "that there is");
  expect_refused(with("chronolocation.estimates.0.latest", "2026-03-14T17:04"), "before the");
  expect_refused(with("chronolocation.estimates.0.zone", ""), "zone");
  expect_refused(with("chronolocation.estimates.0.zone", "PKT"), "zone");
  expect_refused(with("chronolocation.estimates.0.method", "guess"), "one of shadows");
  expect_refused(with("chronolocation.estimates.0.details", " "), "what was measured");
  EXPECT_TRUE(with("chronolocation.estimates.0.zone", "unknown").ok());
}

TEST(SheetTest, DegreesZonesAndMinutesAreReadStrictly) {
  for (const char* good : {"0", "-0", "90", "-90", "90.000", "8.12345678", "24.8607"})
    EXPECT_TRUE(is_degrees(good, 90)) << good;
  for (const char* wrong : {"", "-", ".", "5.", ".5", "+5", "05", "90.0001", "91", "1e1", "5,2",
                            "8.123456789", "5 ", "٥"})
    EXPECT_FALSE(is_degrees(wrong, 90)) << wrong;
  for (const char* good : {"UTC", "unknown", "UTC+05:00", "UTC-03:30", "UTC+18:00"})
    EXPECT_TRUE(is_zone(good)) << good;
  for (const char* wrong : {"", "utc", "UTC+5", "UTC+18:01", "UTC+05:60", "UTC 05:00", "UTC+0a:00"})
    EXPECT_FALSE(is_zone(wrong)) << wrong;
  EXPECT_TRUE(is_local_minute("2024-02-29T23:59"));
  for (const char* wrong : {"", "2026-02-29T10:00", "2026-03-14T24:00", "2026-03-14 17:05",
                            "2026-03-14T17:05:00", "2026-3-14T17:05"})
    EXPECT_FALSE(is_local_minute(wrong)) << wrong;
}

TEST(SheetTest, TextsAndListsHaveBounds) {
  EXPECT_TRUE(with("claim", std::string(kMaxTextBytes, 'a')).ok());
  expect_refused(with("claim", std::string(kMaxTextBytes + 1, 'a')), "at most");
  expect_refused(with("claim", 5), "is a text");
  expect_refused(with("claim", std::string("hidden\x1b[2J")), "is a text");
  EXPECT_TRUE(with("claim", "دریا کا بازار، ۱۴ مارچ\n").ok());
  expect_refused(with("source", json::Array{}), "JSON object");
  expect_refused(with("geolocation", 1), "JSON object");
  expect_refused(with("geolocation.candidates", json::Object{}), "is a list");
  json::Array many(kMaxCandidates + 1, whole()["geolocation"]["candidates"].as_array()->front());
  expect_refused(with("geolocation.candidates", std::move(many)), "at most 20");
  expect_refused(parse_sheet(json::Value("text")), "JSON object");
  expect_refused(with("item.exif.finding", "verified"), "\"finding\" is");
  expect_refused(with("item.exif.confidence", "certain"), "\"confidence\" is");
}

TEST(SheetTest, AnEntryOfTheLedgerHoldsTheLongestSheet) {
  json::Object answers;
  for (const Question& question : questions())
    if (question.panel == Panel::kContent)
      answers.set(std::string(question.id), json::Object{{"text", std::string(7'500, 'a')}});
  const auto read = parse_sheet(json::Value(json::Object{{"content", answers}}));
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().code, ErrorCode::kLimit);
  answers.erase("completeness");
  const auto shorter = parse_sheet(json::Value(json::Object{{"content", answers}}));
  ASSERT_TRUE(shorter.ok());
  EXPECT_LE(canonical(*shorter).size(), kMaxSheetBytes);
}

// Sheets made at random within the rules: each has one form, whatever the order of its members.
class RandomSheets : public testing::Test {
 protected:
  std::mt19937 random_{20260314};
  std::size_t below(std::size_t most) {
    return std::uniform_int_distribution<std::size_t>(0, most - 1)(random_);
  }
  std::string words() {
    static const std::array<std::string, 6> kWords = {"bridge",    "پل",  "\"quoted\"",
                                                      "line\nend", "<b>", "برج"};
    std::string text = kWords[below(kWords.size())];
    for (std::size_t i = below(8); i > 0; --i) text += " " + kWords[below(kWords.size())];
    return text;
  }
  Assessment assessment() {
    Assessment made;
    made.finding = static_cast<Finding>(below(4));
    made.reasons = words();
    if (made.finding == Finding::kNotExamined) return made;
    made.confidence = static_cast<Confidence>(1 + below(3));
    for (std::size_t i = 1 + below(3); i > 0; --i) {
      Evidence one;
      one.note = words();
      if (below(2) == 0) {
        one.address = "https://a.tirazan.example/x";
        one.seen_at = "2026-03-14T17:05:00.000Z";
      } else {
        one.exhibit = "exhibit-7k2mq4x3a9b5c6d8";
        if (below(2) == 0) one.part = below(400'000);
        if (one.part && below(2) == 0) one.offset = below(1'000'000);
        if (one.offset && below(2) == 0) one.length = 1 + below(1000);
      }
      made.evidence.push_back(one);
    }
    return made;
  }
  Sheet sheet() {
    Sheet made;
    made.claim = words();
    for (std::size_t question = 0; question < kQuestions; ++question)
      if (below(2) == 0) made.answers.push_back({question, words(), assessment()});
    for (std::size_t i = below(4); i > 0; --i)
      made.candidates.push_back({words(), "8.50", "-65.25",
                                 static_cast<std::int64_t>(1 + below(900)), words(), words(),
                                 words(), assessment()});
    for (std::size_t i = below(4); i > 0; --i)
      made.estimates.push_back({static_cast<TimeMethod>(below(6)), "2026-03-14T17:05", "",
                                "UTC+05:00", words(), words(), words(), assessment()});
    return made;
  }
  json::Value shuffled(const json::Value& value) {
    if (const json::Object* object = value.as_object()) {
      std::vector<json::Member> members(object->begin(), object->end());
      std::ranges::shuffle(members, random_);
      json::Object made;
      for (const json::Member& one : members) made.set(one.name, shuffled(one.value));
      return json::Value(std::move(made));
    }
    if (const json::Array* array = value.as_array()) {
      json::Array made;
      for (const json::Value& one : *array) made.push_back(shuffled(one));
      return json::Value(std::move(made));
    }
    return value;
  }
};

TEST_F(RandomSheets, HaveOneFormThatReadsBack) {
  for (int round = 0; round < 500; ++round) {
    const Sheet made = sheet();
    const std::string form = canonical(made);
    const auto read = parse_sheet(shuffled(json::Value(format_sheet(made))));
    if (form.size() > kMaxSheetBytes) continue;
    ASSERT_TRUE(read.ok()) << read.error().message << "\n" << form;
    ASSERT_EQ(canonical(*read), form);
  }
}

}  // namespace
}  // namespace sanad::verification
