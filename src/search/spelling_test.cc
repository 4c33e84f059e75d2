// Which spellings find each other: the tables of testdata, row by row, in both directions.
#include "search/spelling.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "search/highlight.h"

namespace sanad::search {
namespace {

std::vector<std::vector<std::string>> rows_of(const std::string& file) {
  std::ifstream in(SANAD_SOURCE_DIR "/src/search/testdata/" + file);
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string> row(1);
    for (const char c : line) {
      if (c == '\t') {
        row.emplace_back();
      } else {
        row.back() += c;
      }
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

bool finds(const std::string& one, const std::string& other, bool transliterate = false) {
  const std::string query = transliterate ? one : fmt::format("\"{}\"", one);
  return !highlight(parse_query(query).value(), other, Field::kText, transliterate).value().empty();
}

TEST(Spellings, ThatArePairedFindEachOther) {
  const auto rows = rows_of("same.tsv");
  ASSERT_GE(rows.size(), 200U);
  for (const auto& row : rows) {
    ASSERT_EQ(row.size(), 4U) << row[0];
    EXPECT_NE(row[1], row[2]) << "a pair of the same";
    EXPECT_TRUE(finds(row[1], row[2]))
        << row[0] << ": " << row[1] << " -> " << row[2] << ": " << row[3];
    EXPECT_TRUE(finds(row[2], row[1]))
        << row[0] << ": " << row[2] << " -> " << row[1] << ": " << row[3];
  }
}

TEST(Spellings, OfOtherWordsDoNotFindEachOther) {
  const auto rows = rows_of("different.tsv");
  ASSERT_GE(rows.size(), 100U);
  for (const auto& row : rows) {
    ASSERT_EQ(row.size(), 4U) << row[0];
    EXPECT_FALSE(finds(row[1], row[2]))
        << row[0] << ": " << row[1] << " -> " << row[2] << ": " << row[3];
    EXPECT_FALSE(finds(row[2], row[1]))
        << row[0] << ": " << row[2] << " -> " << row[1] << ": " << row[3];
  }
}

TEST(Spellings, OfAnotherScriptAreOfferedByTheirSound) {
  for (const auto& row : rows_of("sounds.tsv")) {
    ASSERT_EQ(row.size(), 3U) << row[0];
    const bool offered = row[2] == "yes";
    EXPECT_EQ(finds(row[0], row[1], true), offered) << row[0] << " -> " << row[1];
    EXPECT_EQ(finds(row[1], row[0], true), offered) << row[1] << " -> " << row[0];
    EXPECT_FALSE(finds(row[0], row[1])) << "without asking for it: " << row[0];
  }
}

// The distance by its definition: the least of all ways, tried one after the other.
int slow_distance(std::u32string_view a, std::u32string_view b) {
  std::vector<std::vector<int>> d(a.size() + 1, std::vector<int>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = static_cast<int>(i + j);
        continue;
      }
      d[i][j] =
          std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

TEST(NearSpelling, IsTheDistanceOfTheDefinition) {
  std::mt19937 random(5);
  const auto word = [&] {
    std::u32string out;
    for (std::size_t i = random() % 7; i > 0; --i) out += U"abc"[random() % 3];
    return out;
  };
  for (int round = 0; round < 20000; ++round) {
    const auto a = word();
    const auto b = word();
    const int expected = slow_distance(a, b);
    for (int most = 1; most <= 2; ++most) {
      const auto got = letters_apart(a, b, most);
      ASSERT_EQ(got.has_value(), expected <= most) << expected;
      if (got) {
        ASSERT_EQ(*got, expected);
      }
    }
  }
}

TEST(NearSpelling, OfTooLongWordsIsNone) {
  EXPECT_FALSE(letters_apart(std::u32string(60, U'a'), std::u32string(60, U'a'), 2).has_value());
}

}  // namespace
}  // namespace sanad::search
