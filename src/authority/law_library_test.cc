#include "authority/law_library.h"

#include <gtest/gtest.h>

#include "law_pack_rig.h"

namespace sanad::authority {
namespace {

TEST(LawLibrary, AnAgencysFileStandsBesideTheShippedPacks) {
  const std::string good = testdata("pack.json");
  const std::string later =
      replaced(good, "\"edition\": \"2026-03-01\"", "\"edition\": \"2026-06-01\"");
  const std::vector<EmbeddedFile> files = {{"b-broken.json", "{\"pack\": 1}"},
                                           {"c-later.json", later},
                                           {"a-tirazan.json", good},
                                           {"d-again.json", good}};
  const auto loaded = load_law(files);
  ASSERT_TRUE(loaded.ok()) << loaded.error().message;
  std::vector<std::string> ids;
  for (const LawPack* pack : loaded->library.latest()) ids.push_back(pack->id);
  EXPECT_EQ(ids,
            (std::vector<std::string>{"eu", "in", "international", "pk", "tirazan", "uk", "us"}));
  EXPECT_EQ(loaded->library.latest("tirazan")->edition, "2026-06-01");
  ASSERT_NE(loaded->library.find("tirazan", "2026-03-01"), nullptr);
  EXPECT_EQ(loaded->library.find("tirazan", "2026-04-01"), nullptr);
  EXPECT_EQ(loaded->library.latest("atlantis"), nullptr);
  ASSERT_EQ(loaded->refused.size(), 2u);
  EXPECT_EQ(loaded->refused[0].code, ErrorCode::kInvalid);
  EXPECT_TRUE(loaded->refused[0].message.starts_with("the law pack b-broken.json: "))
      << loaded->refused[0].message;
  EXPECT_EQ(loaded->refused[1].code, ErrorCode::kConflict);
  EXPECT_NE(loaded->refused[1].message.find("d-again.json"), std::string::npos);
}

TEST(LawLibrary, AnAdoptedPackTakesThePlaceOfTheDraft) {
  LawLibrary library = LawLibrary::shipped().value();
  const LawPack* draft = library.latest("uk");
  ASSERT_NE(draft, nullptr);
  const std::string text = json::format_canonical(format_law_pack(*draft));
  const std::string adopted = replaced(text, "\"status\":\"draft\"",
                                       "\"adopted_by\":\"the agency\",\"status\":\"adopted\"");
  EXPECT_EQ(library.add("uk.json", text).error().code, ErrorCode::kConflict);
  ASSERT_TRUE(library.add("uk.json", adopted).ok());
  EXPECT_TRUE(library.latest("uk")->caution().empty());
  EXPECT_EQ(library.latest("uk")->adopted_by, "the agency");
  EXPECT_EQ(library.add("uk.json", adopted).error().code, ErrorCode::kConflict);
  EXPECT_EQ(library.add("uk.json", text).error().code, ErrorCode::kConflict);
}

TEST(LawLibrary, ASupersededEditionIsCitedWithAWarning) {
  LawLibrary library = LawLibrary::shipped().value();
  const std::string good = testdata("pack.json");
  ASSERT_TRUE(library.add("old", good).ok());
  const auto before = library.cite("tirazan", "2026-03-01", "la-2", "2026-03-05");
  ASSERT_TRUE(before.ok());
  EXPECT_TRUE(before->warnings.empty());
  ASSERT_TRUE(
      library
          .add("new", replaced(good, "\"edition\": \"2026-03-01\"", "\"edition\": \"2026-06-01\""))
          .ok());
  const auto cited = library.cite("tirazan", "2026-03-01", "la-1", "2026-03-05");
  ASSERT_TRUE(cited.ok());
  EXPECT_EQ(cited->pack->edition, "2026-03-01");
  EXPECT_EQ(cited->provision->key, "la-1");
  ASSERT_EQ(cited->warnings.size(), 3u);
  EXPECT_EQ(cited->warnings[0],
            "edition 2026-03-01 of the law pack \"tirazan\" is superseded by 2026-06-01");
  EXPECT_EQ(library.cite("tirazan", "2020-01-01", "la-1", "2026-03-05").error().code,
            ErrorCode::kInvalid);
  EXPECT_EQ(library.cite("atlantis", "2026-03-01", "la-1", "2026-03-05").error().code,
            ErrorCode::kInvalid);
  EXPECT_NE(
      library.cite("tirazan", "2026-03-01", "la-9", "2026-03-05").error().message.find("la-9"),
      std::string::npos);
}

}  // namespace
}  // namespace sanad::authority
