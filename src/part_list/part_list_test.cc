#include "part_list/part_list.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

namespace sanad::part_list {
namespace {

class Memory final : public ByteSink {
 public:
  Result<void> write(ByteView data) override {
    text.append(as_text(data));
    return {};
  }
  std::string text;
};

const Bytes kKey(32, 7);

json::Value message(int n) {
  return json::Object{{"kind", "message"}, {"text", fmt::format("The boat is late, {}", n)}};
}

struct Written {
  Memory list, set_aside;
  merkle::TreeHead head;
};

// Every fifth part is set aside if asked for.
Written write(Algorithm algorithm, int parts, bool with_set_aside) {
  Written written;
  Writer writer(kKey, written.list, written.set_aside, algorithm);
  for (int i = 0; i < parts; ++i) {
    const bool is_set_aside = with_set_aside && i % 5 == 4;
    EXPECT_TRUE((is_set_aside ? writer.add_set_aside(message(i), "before the window")
                              : writer.add(message(i)))
                    .ok());
  }
  written.head = writer.head();
  return written;
}

ReadList reading(const std::string& list, std::size_t piece) {
  return [&list, piece](const std::function<Result<void>(ByteView)>& to) -> Result<void> {
    for (std::size_t at = 0; at < list.size(); at += piece)
      SANAD_CHECK(to(as_bytes(std::string_view(list).substr(at, piece))));
    return {};
  };
}

class PartList : public testing::TestWithParam<Algorithm> {};
INSTANTIATE_TEST_SUITE_P(Both, PartList, testing::Values(Algorithm::kWhole, Algorithm::kWords));

TEST_P(PartList, DisclosesSomePartsAndProvesThemWithoutTheOthers) {
  for (const int parts : {1, 2, 3, 7, 64, 333}) {
    const Written written = write(GetParam(), parts, true);
    std::vector<std::uint64_t> numbers;
    for (int i = 0; i < parts; i += 3)
      if (i % 5 != 4) numbers.push_back(static_cast<std::uint64_t>(i));
    for (const std::size_t piece : {std::size_t{1}, std::size_t{17}, std::size_t{100'000}}) {
      const auto shown =
          disclose(GetParam(), kKey, written.head, numbers, reading(written.list.text, piece));
      ASSERT_TRUE(shown.ok()) << shown.error().message;
      ASSERT_EQ(shown->size(), numbers.size());
      for (const Disclosure& part : *shown) {
        EXPECT_TRUE(verify(GetParam(), part, written.head).ok());
        EXPECT_EQ(part.line, json::format_canonical(message(static_cast<int>(part.number))));
      }
    }
  }
}

TEST_P(PartList, RefusesAPartThatWasAlteredOrComesFromElsewhere) {
  const Written written = write(GetParam(), 40, false);
  const auto shown =
      disclose(GetParam(), kKey, written.head, {3, 21}, reading(written.list.text, 4096));
  ASSERT_TRUE(shown.ok());
  Disclosure part = shown->front();
  part.line[part.line.size() - 3] ^= 1;
  EXPECT_EQ(verify(GetParam(), part, written.head).error().code, ErrorCode::kIntegrity);
  part = shown->front();
  part.salt[0] ^= 1;
  EXPECT_EQ(verify(GetParam(), part, written.head).error().code, ErrorCode::kIntegrity);
  part = shown->front();
  part.number = 4;
  EXPECT_FALSE(verify(GetParam(), part, written.head).ok());
  part = shown->front();
  part.proof.pop_back();
  EXPECT_FALSE(verify(GetParam(), part, written.head).ok());
  EXPECT_FALSE(verify(GetParam(), shown->front(), write(GetParam(), 41, false).head).ok());
}

TEST_P(PartList, SaysNothingOfAPartThatIsSetAside) {
  const Written written = write(GetParam(), 5, true);
  EXPECT_EQ(written.list.text.find("late, 4"), std::string::npos);
  EXPECT_NE(written.set_aside.text.find("late, 4"), std::string::npos);
  const auto shown =
      disclose(GetParam(), kKey, written.head, {4}, reading(written.list.text, 4096));
  EXPECT_EQ(shown.error().code, ErrorCode::kNotFound);
}

TEST_P(PartList, CommitsToWhatIsSetAsideAsToTheRest) {
  EXPECT_EQ(write(GetParam(), 50, true).head, write(GetParam(), 50, false).head);
}

TEST_P(PartList, GivesTheSameWordsOtherCommitmentsElsewhere) {
  EXPECT_NE(commitment_of(GetParam(), salt_of(GetParam(), kKey, 0), "{}"),
            commitment_of(GetParam(), salt_of(GetParam(), kKey, 1), "{}"));
  EXPECT_NE(salt_of(GetParam(), kKey, 0), salt_of(GetParam(), Bytes(32, 8), 0));
}

// Made by: printf 'sanad-part-1\n\0\0\0\0\0\0\0\5' | openssl dgst -sha256 -mac HMAC -macopt
// hexkey:0707…07, then (printf 'sanad-part-1\n'; that, as bytes; printf '{"a":1}') | sha256sum.
TEST(PartListWhole, ComputesWhatOtherProgramsCompute) {
  const Bytes salt = salt_of(Algorithm::kWhole, kKey, 5);
  EXPECT_EQ(format_hex(salt), "8a23df6ae6d416a9d430e2c323bc236b11af725f665ff4852cb625da30772fde");
  EXPECT_EQ(format_hex(commitment_of(Algorithm::kWhole, salt, R"({"a":1})")),
            "70d3d9eb79358209998b1934d4322de97447e4c727e3bbd94b87a63fd7938a5c");
}

TEST_P(PartList, NoticesALineThatIsMissingAddedOrCutOff) {
  const Written written = write(GetParam(), 9, true);
  const std::string& list = written.list.text;
  const std::size_t second = list.find('\n') + 1;
  for (const std::string& altered :
       {list.substr(second), list + list.substr(0, second), list.substr(0, list.size() - 5),
        "[]\n" + list, "{\"commitment\":\"00\",\"set_aside\":\"x\"}\n" + list}) {
    const auto shown = disclose(GetParam(), kKey, written.head, {0}, reading(altered, 64));
    ASSERT_FALSE(shown.ok());
    EXPECT_EQ(shown.error().code, ErrorCode::kIntegrity) << shown.error().message;
  }
}

TEST_P(PartList, RefusesWhatIsNoObject) {
  Memory list, aside;
  Writer writer(kKey, list, aside, GetParam());
  EXPECT_EQ(writer.add(json::Array{}).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(writer.add_set_aside("text", "why").error().code, ErrorCode::kInvalid);
  EXPECT_TRUE(list.text.empty());
  EXPECT_EQ(writer.head().size.value, 0u);
}

TEST_P(PartList, TellsWhereEachLineLies) {
  Memory list, aside;
  Writer writer(kKey, list, aside, GetParam());
  for (int i = 0; i < 20; ++i) {
    const auto place = writer.add(message(i));
    ASSERT_TRUE(place.ok());
    EXPECT_EQ(place->number, static_cast<std::uint64_t>(i));
    EXPECT_EQ(list.text.substr(place->offset, place->length), json::format_canonical(message(i)));
  }
}

}  // namespace
}  // namespace sanad::part_list
