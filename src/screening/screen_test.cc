#include "screening/screen.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <random>

#include "name_index.h"
#include "test_names.h"

namespace sanad::screening {
namespace {

Screener screener() {
  std::ifstream file(std::string(SANAD_SOURCE_DIR) + "/src/screening/testdata/un_list.xml");
  const std::string xml{std::istreambuf_iterator<char>(file), {}};
  return Screener::create(parse_un_list(xml, "Example list").value()).value();
}

const FieldAgreement& field(const Lead& lead, std::string_view name) {
  for (const FieldAgreement& one : lead.fields) {
    if (one.field == name) return one;
  }
  ADD_FAILURE() << name;
  return lead.fields[0];
}

std::vector<Lead> ask(const Query& query) { return screener().screen(query, {}).value(); }

TEST(Screening, GivesALeadWithListVersionAndEveryFieldExplained) {
  const auto leads = ask({.name = "Karim Youssef Abdurrahman",
                          .father_name = "نادر قاسم",
                          .birth_date = "1970-05-02",
                          .birth_place = "Kel Tawaz",
                          .document = "tz0012345",
                          .nationality = "TIRAZAN"});
  ASSERT_EQ(leads.size(), 1U);
  const Lead& lead = leads[0];
  EXPECT_EQ(lead.reference, "TZi.001");
  EXPECT_EQ(lead.list_name, "Example list");
  EXPECT_EQ(lead.list_version, "2026-01-15T08:00:00.000Z");
  EXPECT_FALSE(lead.weak_alias);
  ASSERT_EQ(lead.fields.size(), 6U);
  for (const FieldAgreement& one : lead.fields) {
    EXPECT_EQ(one.agreement, Agreement::kAgree) << one.field << ": " << one.sentence;
    EXPECT_EQ(one.sentence.back(), '.');
  }
  EXPECT_EQ(field(lead, "birth date").sentence, "Born on 1970-05-02, as in the list.");
  EXPECT_EQ(field(lead, "document").sentence, "The list has the same number: Passport.");
}

TEST(Screening, SaysWhichPartsStandOnlyOnOneSide) {
  const auto leads = ask({.name = "Yusuf Karim Tiradari"});
  ASSERT_EQ(leads.size(), 1U);
  const std::string& sentence = leads[0].fields[0].sentence;
  EXPECT_NE(sentence.find("Karim is like Kareem"), std::string::npos) << sentence;
  EXPECT_NE(sentence.find("in another order"), std::string::npos) << sentence;
}

TEST(Screening, MarksAWeakAliasAndLetsItAgreeOnlyPartly) {
  const auto leads = ask({.name = "Abou Zar"});
  ASSERT_EQ(leads.size(), 1U);
  EXPECT_TRUE(leads[0].weak_alias);
  EXPECT_EQ(leads[0].fields[0].agreement, Agreement::kPartly);
  EXPECT_NE(leads[0].fields[0].sentence.find("calls this alias weak"), std::string::npos);
}

TEST(Screening, SaysWhatIsUnknownOnWhichSide) {
  const auto leads = ask({.name = "Zainab Lorekuri", .document = "X1"});
  ASSERT_EQ(leads.size(), 1U);
  EXPECT_EQ(field(leads[0], "document").sentence, "The list gives no document.");
  EXPECT_EQ(field(leads[0], "birth date").sentence, "No date of birth was asked about.");
  EXPECT_EQ(field(leads[0], "birth date").agreement, Agreement::kUnknown);
}

TEST(Screening, ReadsTheFatherOutOfTheName) {
  const auto agrees = ask({.name = "Zaynab bint Haroun Lorekuri"});
  ASSERT_EQ(agrees.size(), 1U);
  EXPECT_EQ(field(agrees[0], "father").agreement, Agreement::kAgree);
  const auto differs = ask({.name = "Zaynab Lorekuri", .father_name = "Bilal"});
  ASSERT_EQ(differs.size(), 1U);
  EXPECT_EQ(field(differs[0], "father").agreement, Agreement::kDisagree);
}

struct Dates {
  const char* asked;
  const char* listed;
  Agreement agreement;
};

List one_entry(Entry entry) { return {"L", "1", {std::move(entry)}}; }

TEST(Screening, ComparesDatesByWhatIsKnown) {
  const Dates table[] = {
      {"1970-05-02", "1970-05-02", Agreement::kAgree},
      {"1970-05-02", "1970-02-05", Agreement::kPartly},
      {"1970-05-02", "1970-05", Agreement::kPartly},
      {"1970-05-02", "1970-05-03", Agreement::kDisagree},
      {"1970", "1970-05-02", Agreement::kPartly},
      {"1970", "1971", Agreement::kDisagree},
      {"1970", "c. 1972", Agreement::kPartly},
      {"1970", "c. 1974", Agreement::kDisagree},
      {"1970", "1968 to 1971", Agreement::kPartly},
  };
  for (const Dates& row : table) {
    Entry entry;
    entry.names = {{"Karim Qasim", NameKind::kPrimary}};
    entry.births = {*parse_birth_date(row.listed)};
    const Screener one = Screener::create(one_entry(entry)).value();
    const auto leads = one.screen({.name = "Karim Qasim", .birth_date = row.asked}, {}).value();
    ASSERT_EQ(leads.size(), 1U);
    EXPECT_EQ(field(leads[0], "birth date").agreement, row.agreement)
        << row.asked << " / " << row.listed;
  }
}

TEST(Screening, ComparesPlacesDocumentsAndNationalities) {
  Entry entry;
  entry.names = {{"Karim Qasim", NameKind::kPrimary}};
  entry.birth_places = {"Kel Tavaz, Tirazan"};
  entry.documents = {{"Card", "AB-12345", ""}};
  entry.nationalities = {"Tirazan"};
  const Screener one = Screener::create(one_entry(entry)).value();
  const auto lead = [&](Query query) {
    query.name = "Karim Qasim";
    return one.screen(query, {}).value().at(0);
  };
  EXPECT_EQ(field(lead({.birth_place = "Old Mill"}), "birth place").agreement,
            Agreement::kDisagree);
  EXPECT_EQ(field(lead({.document = "AB12346"}), "document").agreement, Agreement::kPartly);
  EXPECT_EQ(field(lead({.document = "ab 12345"}), "document").agreement, Agreement::kAgree);
  EXPECT_EQ(field(lead({.document = "ZZ99999"}), "document").agreement, Agreement::kDisagree);
  EXPECT_EQ(field(lead({.nationality = "Elsewhere"}), "nationality").agreement,
            Agreement::kDisagree);
}

TEST(Screening, KeepsToTheLimitsAndTheScoreAskedFor) {
  List list{"L", "1", {}};
  for (int i = 0; i < 30; ++i) {
    Entry entry;
    entry.id = std::to_string(i);
    entry.names = {{"Karim Qasim", NameKind::kPrimary}};
    list.entries.push_back(entry);
  }
  const Screener many = Screener::create(list).value();
  const auto leads = many.screen({.name = "Qasim Karim"}, {.max_leads = 7}).value();
  ASSERT_EQ(leads.size(), 7U);
  for (std::size_t i = 0; i < leads.size(); ++i) EXPECT_EQ(leads[i].entry, i);
  EXPECT_TRUE(many.screen({.name = "Qasim Karim"}, {.min_score = 100}).value().empty());
  EXPECT_EQ(many.screen({.name = "Karim Qasim"}, {.min_score = 100}).value().size(), 30U);
}

TEST(ScreeningErrors, SayWhatToChange) {
  const Screener one = screener();
  EXPECT_EQ(one.screen({.name = " - "}, {}).error().code, ErrorCode::kInvalid);
  const auto date = one.screen({.name = "Karim", .birth_date = "2/5/70"}, {});
  EXPECT_EQ(date.error().code, ErrorCode::kInvalid);
  EXPECT_EQ(date.error().message, "\"2/5/70\" is no date; write 1970, 1970-05 or 1970-05-02.");
  EXPECT_EQ(one.screen({.name = std::string(2000, 'a')}, {}).error().code, ErrorCode::kLimit);
  Entry entry;
  entry.id = "E7";
  entry.names = {{std::string(2000, 'a'), NameKind::kPrimary}};
  const auto made = Screener::create(one_entry(entry));
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().code, ErrorCode::kLimit);
  EXPECT_NE(made.error().message.find("entry E7"), std::string::npos);
}

TEST(Screening, OfAListedNameScoresWholeWhateverItsParts) {
  for (const char* name :
       {"ح ن ن يٌ", "Y. W. Qasim", "ع ir", "Ali Ali", "Nur Din Nur Din", "د د نور"}) {
    Entry entry;
    entry.names = {{name, NameKind::kPrimary}};
    const auto leads = Screener::create(one_entry(entry))->screen({.name = name}, {}).value();
    ASSERT_EQ(leads.size(), 1U) << name;
    EXPECT_EQ(leads[0].score, 100) << name;
  }
}

TEST(Screening, OfAnEmptyListGivesNoLead) {
  const Screener none = Screener::create({"L", "1", {}}).value();
  EXPECT_TRUE(none.screen({.name = "Karim Qasim"}, {}).value().empty());
}

// The index may pass over a name only if aligning it would not have reached the score.
TEST(Screening, MissesNothingThatComparingWithEveryNameFinds) {
  std::mt19937 random(41);
  NameIndex index;
  std::vector<Name> names;
  for (int i = 0; i < 400; ++i) {
    const InventedPerson person = invent_person(random);
    names.push_back(parse_name(person.latin()).value());
    index.add(names.back());
  }
  index.build();
  std::size_t found_in_all = 0;
  for (int i = 0; i < 200; ++i) {
    std::string asked;
    for (const GivenName* given : invent_person(random).given)
      asked += std::string(given->arabic) + ' ';
    const Name& other = names[random() % names.size()];
    const Name query = i % 2 == 0 ? other : parse_name(asked).value();
    const auto hits = index.find(query, .75F);
    found_in_all += hits.size();
    for (std::uint32_t n = 0; n < names.size(); ++n) {
      // All parts of the shorter name alike: whatever the weights, this is a lead.
      const NameLikeness plain = compare_names(query, names[n]);
      std::size_t parts = 0;
      for (const PartPair& pair : plain.pairs) parts += pair.a.count;
      if (parts < query.parts.size() || parts < 2 || plain.score < .95F) continue;
      EXPECT_TRUE(std::any_of(hits.begin(), hits.end(), [&](const NameHit& hit) {
        return hit.name == n;
      })) << names[n].parts[0].text;
    }
  }
  EXPECT_GE(found_in_all, 100U);
}

TEST(FalseAlarms, AreThoseOfTheNearestMeasuredThresholdBelow) {
  EXPECT_EQ(measured_false_alarms(75).percent, .38);
  EXPECT_EQ(measured_false_alarms(79).min_score, 75);
  EXPECT_EQ(measured_false_alarms(100).min_score, 95);
  EXPECT_EQ(measured_false_alarms(1).min_score, 60);
}

}  // namespace
}  // namespace sanad::screening
