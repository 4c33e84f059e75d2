#include "part_list/excerpt.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace sanad::part_list {
namespace {

const Bytes kExcerptKey(32, 9);

json::Value message(std::uint64_t n) {
  return json::Object{{"kind", "message"}, {"text", fmt::format("The lamp of pier {} is out", n)}};
}

struct Listed {
  Algorithm algorithm;
  std::string list;
  merkle::TreeHead head;
};

// Every seventh is set aside if asked for.
Listed listed(Algorithm algorithm, std::uint64_t parts, bool with_set_aside) {
  MemorySink list, set_aside;
  Writer writer(kExcerptKey, list, set_aside, algorithm);
  for (std::uint64_t n = 0; n < parts; ++n) {
    const bool is_set_aside = with_set_aside && n % 7 == 6;
    EXPECT_TRUE((is_set_aside ? writer.add_set_aside(message(n), "before the window")
                              : writer.add(message(n)))
                    .ok());
  }
  return {algorithm, std::string(as_text(list.bytes())), writer.head()};
}

ReadList reading(const std::string& list) {
  return [&list](const std::function<Result<void>(ByteView)>& to) { return to(as_bytes(list)); };
}

using Reason = std::function<std::string_view(std::uint64_t number)>;

Choose closing(const Reason& reason) {
  return [reason](std::uint64_t number, std::string_view) -> Result<Choice> {
    return Choice{reason(number)};
  };
}

std::string excerpt_of(const Listed& from, const Reason& reason) {
  MemorySink sink;
  const auto counts = write_excerpt(from.algorithm, kExcerptKey, from.head, closing(reason),
                                    reading(from.list), sink);
  EXPECT_TRUE(counts.ok()) << (counts.ok() ? "" : counts.error().message);
  return std::string(as_text(sink.bytes()));
}

struct Read {
  Result<void> verdict;
  std::map<std::uint64_t, std::string> shown;
  std::uint64_t closed = 0;
  std::map<std::string, std::uint64_t> closed_for;
};

Read read(const std::string& excerpt, const Listed& from, std::size_t piece = 4096) {
  Read found;
  ExcerptReader reader(from.algorithm, from.head,
                       [&](std::uint64_t number, std::string_view line) -> Result<void> {
                         found.shown.emplace(number, line);
                         return {};
                       });
  for (std::size_t at = 0; found.verdict.ok() && at < excerpt.size(); at += piece)
    found.verdict = reader.update(as_bytes(std::string_view(excerpt).substr(at, piece)));
  if (found.verdict.ok()) found.verdict = reader.finish();
  found.closed = reader.closed();
  found.closed_for = reader.closed_for();
  return found;
}

class Excerpt : public testing::TestWithParam<Algorithm> {};
INSTANTIATE_TEST_SUITE_P(Both, Excerpt, testing::Values(Algorithm::kWhole, Algorithm::kWords));

TEST_P(Excerpt, ShowsWhatIsOpenAndCountsWhatIsClosed) {
  for (const std::uint64_t parts : {1, 2, 5, 64, 100, 257}) {
    const Listed from = listed(GetParam(), parts, true);
    const auto reason = [](std::uint64_t n) -> std::string_view {
      return n % 3 == 0 ? "" : n % 2 == 0 ? "a bystander" : "not of the charge";
    };
    const std::string excerpt = excerpt_of(from, reason);
    for (const std::size_t piece : {std::size_t{1}, std::size_t{13}, std::size_t{1} << 20}) {
      const Read found = read(excerpt, from, piece);
      ASSERT_TRUE(found.verdict.ok()) << found.verdict.error().message;
      std::map<std::string, std::uint64_t> closed;
      for (std::uint64_t n = 0; n < parts; ++n) {
        const std::string why = n % 7 == 6 ? "before the window" : std::string(reason(n));
        if (why.empty()) {
          EXPECT_EQ(found.shown.at(n), json::format_canonical(message(n)));
        } else {
          ++closed[why];
        }
      }
      EXPECT_EQ(found.closed_for, closed);
      EXPECT_EQ(found.shown.size() + found.closed, parts);
    }
  }
}

TEST_P(Excerpt, ClosesLongRunsInFewLines) {
  const Listed from = listed(GetParam(), 100'000, false);
  const std::string excerpt =
      excerpt_of(from, [](std::uint64_t n) { return n == 40'000 ? "" : "not of the charge"; });
  EXPECT_LT(std::count(excerpt.begin(), excerpt.end(), '\n'), 36);
  EXPECT_TRUE(read(excerpt, from).verdict.ok());
}

TEST_P(Excerpt, TellsNothingOfAClosedPart) {
  const Listed from = listed(GetParam(), 64, false);
  const std::string excerpt =
      excerpt_of(from, [](std::uint64_t n) { return n % 2 == 0 ? "" : "a bystander"; });
  for (std::uint64_t n = 1; n < 64; n += 2) {
    EXPECT_EQ(excerpt.find(fmt::format("pier {} is", n)), std::string::npos);
    const std::string line = json::format_canonical(message(n));
    EXPECT_EQ(excerpt.find(format_hex(salt_of(GetParam(), kExcerptKey, n))), std::string::npos);
    // Who guesses the text of a part still lacks its salt.
    EXPECT_EQ(excerpt.find(format_hex(commitment_of(GetParam(), {}, line))), std::string::npos);
  }
}

// Each dishonest excerpt is made from an honest one.
TEST_P(Excerpt, ADishonestOneIsNoExcerptOfTheExhibit) {
  std::mt19937 random(7);
  const auto pick = [&](std::size_t below) {
    return std::uniform_int_distribution<std::size_t>(0, below - 1)(random);
  };
  int tried = 0;
  for (int round = 0; round < 1'500; ++round) {
    const std::uint64_t parts = 2 + pick(60);
    const Listed from = listed(GetParam(), parts, round % 2 == 0);
    const std::string honest = excerpt_of(
        from, [&](std::uint64_t n) { return (n * 31 + parts) % 3 == 0 ? "a bystander" : ""; });
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < honest.size(); at = honest.find('\n', at) + 1)
      lines.push_back(honest.substr(at, honest.find('\n', at) - at));
    const std::size_t one = pick(lines.size()), other = pick(lines.size());
    switch (round % 6) {
      case 0:
        lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(one));
        break;
      case 1:
        std::swap(lines[one], lines[other]);
        break;
      case 2:
        lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(one), lines[other]);
        break;
      case 3:
        lines[one][pick(lines[one].size())] ^= static_cast<char>(1 << pick(7));
        break;
      case 4:
        lines[one] = R"({"closed":1,"from":)" + std::to_string(one) + R"(,"hash":")" +
                     std::string(64, '0') + R"(","reason":"a bystander"})";
        break;
      default: {
        const std::size_t at = lines[one].find("lamp");
        if (at != std::string::npos) lines[one].replace(at, 4, "boat");
      }
    }
    std::string dishonest;
    for (const std::string& line : lines) dishonest += line + '\n';
    // The reason of a closed part is the agency's word; it stands in the bundle's signed list.
    const auto without_reasons = [](std::string text) {
      for (std::size_t at = 0; (at = text.find("\"reason\":\"", at)) != std::string::npos;)
        text.erase(at, text.find('}', at) - at);
      return text;
    };
    if (without_reasons(dishonest) == without_reasons(honest)) continue;
    ++tried;
    const Read found = read(dishonest, from);
    ASSERT_FALSE(found.verdict.ok()) << dishonest;
    EXPECT_EQ(found.verdict.error().code, ErrorCode::kIntegrity);
  }
  EXPECT_GT(tried, 1'000);
}

TEST_P(Excerpt, AListThatIsNotTheExhibitsGivesNone) {
  const Listed from = listed(GetParam(), 20, false), other = listed(GetParam(), 21, false);
  MemorySink sink;
  const auto all = [](std::uint64_t) { return std::string_view(); };
  EXPECT_EQ(
      write_excerpt(GetParam(), kExcerptKey, from.head, closing(all), reading(other.list), sink)
          .error()
          .code,
      ErrorCode::kIntegrity);
  const std::string long_reason(kMaxReasonBytes + 1, 'x');
  EXPECT_EQ(write_excerpt(GetParam(), kExcerptKey, from.head,
                          closing([&](std::uint64_t) { return std::string_view(long_reason); }),
                          reading(from.list), sink)
                .error()
                .code,
            ErrorCode::kInvalid);
}

}  // namespace
}  // namespace sanad::part_list
