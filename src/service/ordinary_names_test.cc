#include "ordinary_names.h"

#include <gtest/gtest.h>

namespace sanad::service {
namespace {

TEST(OrdinaryNames, WordsThatNameNobodyAreLeftHoweverTheyAreWritten) {
  for (const char* word : {"Mother", "mother", "MOTHER", "Admin", "zzz"})
    EXPECT_EQ(is_ordinary_word(word, word), std::string_view(word) != "zzz") << word;
  EXPECT_TRUE(is_ordinary_word("Ammi", "ammi"));
  EXPECT_TRUE(is_ordinary_word("بھائی", "بھائی"));
  EXPECT_TRUE(is_ordinary_word("You", "you")) << "the last of the list";
  EXPECT_TRUE(is_ordinary_word("abba", "Abba")) << "the first of the list";
}

TEST(OrdinaryNames, WordsOfEveryDayAreNamesWhereTheyHaveACapital) {
  EXPECT_TRUE(is_ordinary_word("Rose", "rose"));
  EXPECT_FALSE(is_ordinary_word("Rose", "Rose"));
  EXPECT_FALSE(is_ordinary_word("rose", "ROSE"));
}

TEST(OrdinaryNames, EverythingElseIsAName) {
  EXPECT_FALSE(is_ordinary_word("Samira", "samira"));
  EXPECT_FALSE(is_ordinary_word("روشن", "روشن"));
  EXPECT_FALSE(is_ordinary_word("user4521", "user4521"));
  EXPECT_FALSE(is_ordinary_word("", ""));
}

}  // namespace
}  // namespace sanad::service
