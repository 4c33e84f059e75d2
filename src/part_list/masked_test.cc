#include "part_list/masked.h"

#include <gtest/gtest.h>

#include <random>

#include "part_list/excerpt.h"

namespace sanad::part_list {
namespace {

const Seed kPartSeed{9, 8, 7, 6, 5, 4, 3, 2, 1};

std::string canonical_of(const json::Value& part) { return json::format_canonical(part); }

json::Value named_message() {
  return json::Object{
      {"file", "original-1"},
      {"record", json::Object{{"author", "Samira of Pier Nine"},
                              {"number", 4'000'017},
                              {"text", "Ask Samira for the key, or call 0555 0101"},
                              {"to", json::Array{"Samira of Pier Nine", "Harbour Chat"}}}}};
}

const std::vector<Mask> kMasks = {
    {"/record/author", 0, 4, "Person 3", "a bystander"},
    {"/record/number", 0, 1, "Person 3", "a bystander"},
    {"/record/text", 1, 1, "Person 3", "a bystander"},
    {"/record/text", 7, 2, "a number", "of no matter to the charge"},
    {"/record/to/0", 0, 4, "Person 3", "a bystander"},
};

Result<MaskedPart> read_line(std::string_view line) {
  SANAD_TRY(const json::Value value, json::parse_canonical(line));
  return read_masked(value);
}

TEST(Masked, ShowsAllButTheWordsThatAreMasked) {
  const std::string line = canonical_of(named_message());
  const auto told = format_masked(17, kPartSeed, line, kMasks);
  ASSERT_TRUE(told.ok()) << told.error().message;
  for (const char* secret : {"Samira", "Pier", "0555", "0101", "4000017"})
    EXPECT_EQ(told->find(secret), std::string::npos) << *told;
  EXPECT_NE(told->find(R"({"at":"/record/text","runs":["Ask ",{"as":"Person 3","reason":)"
                       R"("a bystander","words":1},"for the key, or call ",{"as":"a number",)"
                       R"("reason":"of no matter to the charge","words":2}]})"),
            std::string::npos)
      << *told;
  const auto masked = read_line(*told);
  ASSERT_TRUE(masked.ok()) << masked.error().message;
  EXPECT_EQ(masked->number, 17u);
  EXPECT_EQ(masked->commitment, commitment_by_words(kPartSeed, line));
  EXPECT_EQ(masked->words_for, (std::map<std::string, std::uint64_t>{
                                   {"a bystander", 10}, {"of no matter to the charge", 2}}));
  EXPECT_EQ(masked->part,
            R"({"file":"original-1","record":{"author":null,"number":null,"text":null,)"
            R"("to":[null,"Harbour Chat"]}})");
}

TEST(Masked, WhatCannotBeMaskedIsRefused) {
  const std::string line = canonical_of(named_message());
  const auto code = [&](const Mask& one, const Mask& other = kMasks[4]) {
    const auto told = format_masked(1, kPartSeed, line, {one, other});
    return told.ok() ? std::optional<ErrorCode>() : told.error().code;
  };
  EXPECT_EQ(code({"/record/nobody", 0, 1, "Person 3", "why"}), ErrorCode::kInvalid);
  EXPECT_EQ(code({"/record", 0, 1, "Person 3", "why"}), ErrorCode::kInvalid);
  EXPECT_EQ(code({"/record/text", 8, 2, "Person 3", "why"}), ErrorCode::kInvalid);
  EXPECT_EQ(code({"/record/text", 3, 0, "Person 3", "why"}), ErrorCode::kInvalid);
  EXPECT_EQ(code({"/record/text", UINT64_MAX, 2, "Person 3", "why"}), ErrorCode::kInvalid);
  EXPECT_EQ(code({"/record/text", 1, 2, "Person 3", "why"}, {"/record/text", 2, 1, "x", "why"}),
            ErrorCode::kInvalid);
  EXPECT_EQ(code({"/record/text", 1, 1, "", "why"}), ErrorCode::kInvalid);
  EXPECT_EQ(code({"/record/text", 1, 1, "Person 3", ""}), ErrorCode::kInvalid);
  EXPECT_EQ(code({"/record/text", 1, 1, std::string(101, 'x'), "why"}), ErrorCode::kInvalid);
}

// Parts and masks by chance; each is shown as it is, and a change of any byte of what proves or is
// shown leads to another commitment or is no such line.
TEST(Masked, AnyPartUnderAnyMasksIsProvenAndNoChangeIs) {
  std::mt19937 random(11);
  const auto pick = [&](std::size_t below) { return random() % below; };
  const char* words[] = {"lamp", "boat ",     " ",        "\n",    "a\"b", "کشتی",
                         "\\",   "pier\n\n ", "\\n nine", "x\ty ", "é ",   "~/"};
  int tried = 0;
  for (int round = 0; round < 400; ++round) {
    json::Object record;
    for (std::size_t field = 0; field < 1 + pick(6); ++field) {
      std::string text;
      for (std::size_t n = pick(12); n > 0; --n) text += words[pick(std::size(words))];
      json::Value value = text;
      if (pick(4) == 0) value = static_cast<std::int64_t>(pick(1'000'000));
      if (pick(8) == 0) value = nullptr;
      if (pick(8) == 0) value = json::Array{text, json::Object{{"in", text}}};
      record.set("f" + std::to_string(field) + (pick(5) == 0 ? "/~\"" : ""), std::move(value));
    }
    const std::string line = canonical_of(json::Object{{"record", std::move(record)}});
    std::vector<Mask> masks;
    ScalarScanner scanner(line);
    while (scanner.next()) {
      std::vector<std::string_view> cut{{}};
      if (scanner.is_text()) {
        cut.clear();
        cut_words(std::string_view(line).substr(scanner.begin(), scanner.end() - scanner.begin()),
                  cut);
      }
      for (std::size_t n = 0; n < cut.size(); ++n) {
        if (pick(3) != 0) continue;
        const std::uint64_t many = 1 + pick(cut.size() - n);
        masks.push_back({scanner.pointer(), n, many, "Person 1", "a bystander"});
        n += static_cast<std::size_t>(many);
      }
    }
    if (masks.empty()) continue;
    const auto told = format_masked(3, kPartSeed, line, masks);
    ASSERT_TRUE(told.ok()) << told.error().message << '\n' << line;
    const auto honest = read_line(*told);
    ASSERT_TRUE(honest.ok()) << *told;
    ASSERT_EQ(honest->commitment, commitment_by_words(kPartSeed, line)) << *told;
    for (int change = 0; change < 20; ++change) {
      std::string other = *told;
      other[pick(other.size())] ^= static_cast<char>(1 << pick(7));
      const auto found = read_line(other);
      if (!found.ok()) continue;
      ++tried;
      // What stands for masked words, and why, is the agency's word; so is the number until it is
      // held against the place in the tree.
      const bool same_proof = found->commitment == honest->commitment;
      if (same_proof) {
        EXPECT_EQ(found->part, honest->part) << other;
        std::uint64_t was = 0, is = 0;
        for (const auto& [reason, count] : honest->words_for) was += count;
        for (const auto& [reason, count] : found->words_for) is += count;
        EXPECT_EQ(is, was) << other;
      }
    }
  }
  EXPECT_GT(tried, 500);
}

TEST(Masked, AListOfMillionsOfMaskedWordsThatAreNotThereCostsNothing) {
  const std::string line =
      R"({"hidden":[],"masked":[{"at":"/a","runs":[{"as":"x","reason":"y","words":9000000000000000}]}],)"
      R"("number":0,"part":{"a":null},"seeds":[]})";
  EXPECT_EQ(read_line(line).error().code, ErrorCode::kIntegrity);
}

TEST(Masked, AnExcerptCountsWhatIsMaskedAndAnOlderListCannotMask) {
  const Bytes key(32, 3);
  for (const Algorithm algorithm : {Algorithm::kWords, Algorithm::kWhole}) {
    MemorySink list, aside, sink;
    Writer writer(key, list, aside, algorithm);
    for (int n = 0; n < 9; ++n) ASSERT_TRUE(writer.add(named_message()).ok());
    const auto counts = write_excerpt(
        algorithm, key, writer.head(),
        [&](std::uint64_t number, std::string_view) -> Result<Choice> {
          return number % 3 == 0 ? Choice{"", kMasks} : Choice{number == 1 ? "elsewhere" : ""};
        },
        [&](const auto& to) { return to(list.bytes()); }, sink);
    if (algorithm == Algorithm::kWhole) {
      ASSERT_FALSE(counts.ok());
      EXPECT_EQ(counts.error().code, ErrorCode::kInvalid);
      continue;
    }
    ASSERT_TRUE(counts.ok()) << counts.error().message;
    EXPECT_EQ(counts->shown, 8u);
    EXPECT_EQ(counts->masked, 3u);
    ExcerptReader reader(algorithm, writer.head(),
                         [](std::uint64_t, std::string_view) -> Result<void> { return {}; });
    ASSERT_TRUE(reader.update(sink.bytes()).ok());
    ASSERT_TRUE(reader.finish().ok());
    EXPECT_EQ(reader.masked_for(),
              (std::map<std::string, ExcerptReader::MaskedCount>{
                  {"a bystander", {30, 3}}, {"of no matter to the charge", {6, 3}}}));
    ExcerptReader older(Algorithm::kWhole, writer.head(),
                        [](std::uint64_t, std::string_view) -> Result<void> { return {}; });
    EXPECT_EQ(older.update(sink.bytes()).error().code, ErrorCode::kIntegrity);
  }
}

}  // namespace
}  // namespace sanad::part_list
