#include "compound/compound.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <random>

namespace sanad::compound {
namespace {

// Written by LibreOffice: sectors of 512 bytes, and streams that are all short.
Bytes sample(const std::string& name = "latin.doc") {
  std::ifstream file(std::string(SANAD_SOURCE_DIR) + "/src/parts/testdata/" + name,
                     std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::uint32_t number_at(const Bytes& file, std::size_t at) {
  return file[at] | static_cast<std::uint32_t>(file[at + 1]) << 8 |
         static_cast<std::uint32_t>(file[at + 2]) << 16 |
         static_cast<std::uint32_t>(file[at + 3]) << 24;
}
void put(Bytes& file, std::size_t at, std::uint32_t value) {
  for (std::size_t i = 0; i < 4; ++i) file[at + i] = static_cast<std::uint8_t>(value >> (8 * i));
}
std::size_t place_of(std::uint32_t sector) { return (std::size_t{sector} + 1) * 512; }
// Where the table says what follows a short sector.
std::size_t next_of(const Bytes& file, std::uint32_t sector) {
  return place_of(number_at(file, 60)) + 4 * std::size_t{sector};
}
// Of the n-th entry of the directory, which lies in one piece in the sample.
std::size_t entry(const Bytes& file, std::size_t n) {
  return place_of(number_at(file, 48)) + 128 * n;
}
std::size_t entry_of(const Bytes& file, std::string_view name) {
  for (std::size_t n = 0; n < 7; ++n) {
    bool is_it = true;
    for (std::size_t i = 0; i < name.size(); ++i)
      is_it &= file[entry(file, n) + 2 * i] == static_cast<std::uint8_t>(name[i]);
    if (is_it) return entry(file, n);
  }
  return 0;
}

// All that can be read, in bytes; each node is read once.
std::size_t read_all(const File& file) {
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < file.nodes().size(); ++i) {
    if (!file.nodes()[i].is_storage) bytes += file.read(i).bytes.size();
  }
  return bytes;
}

TEST(Compound, ReadsWhatAnotherProgramWrote) {
  const Bytes item = sample();
  const auto file = File::open(item);
  ASSERT_TRUE(file.ok());
  EXPECT_TRUE(file->problems().empty());
  const Content document = file->read(0, "worddocument");
  EXPECT_EQ(document.problem, "");
  ASSERT_GT(document.bytes.size(), 512U);
  EXPECT_EQ(document.bytes[0], 0xEC);
  EXPECT_EQ(document.bytes[1], 0xA5);
  EXPECT_TRUE(file->find(0, "\5SummaryInformation"));
  EXPECT_FALSE(file->find(0, "Workbook"));
}

TEST(Compound, ACopyHoldsTheSameAndIsTheSameEachTime) {
  for (const char* name : {"latin.doc", "note.doc", "letter.msg", "forward.msg"}) {
    const Bytes item = sample(name);
    const auto file = File::open(item);
    ASSERT_TRUE(file.ok());
    const auto copy = copy_of(*file, 0);
    ASSERT_TRUE(copy.ok());
    const auto again = File::open(*copy);
    ASSERT_TRUE(again.ok());
    EXPECT_TRUE(again->problems().empty()) << again->problems()[0];
    EXPECT_EQ(again->nodes().size(), file->nodes().size());
    EXPECT_EQ(read_all(*again), read_all(*file));
    for (const std::size_t child : file->children(0)) {
      const Node& node = file->nodes()[child];
      if (!node.is_storage) {
        EXPECT_EQ(again->read(0, node.name).bytes, file->read(child).bytes) << node.name;
      }
    }
    EXPECT_EQ(*copy_of(*again, 0), *copy);
  }
}

TEST(Compound, ACircleOfSectorsEndsWhereItBegan) {
  Bytes item = sample();
  const std::uint32_t start = number_at(item, entry_of(item, "WordDocument") + 116);
  put(item, next_of(item, start), start);
  const auto file = File::open(item);
  ASSERT_TRUE(file.ok());
  const Content content = file->read(0, "WordDocument");
  EXPECT_EQ(content.bytes.size(), 64U);
  EXPECT_NE(content.problem.find("circle"), std::string::npos) << content.problem;
}

TEST(Compound, ASectorBelongsToTheFirstThatNamesIt) {
  Bytes item = sample();
  const std::size_t word = entry_of(item, "WordDocument"), table = entry_of(item, "1Table");
  ASSERT_NE(table, 0U);
  put(item, table + 116, number_at(item, word + 116));
  put(item, table + 120, number_at(item, word + 120));
  const auto file = File::open(item);
  ASSERT_TRUE(file.ok());
  const Content one = file->read(0, "WordDocument"), other = file->read(0, "1Table");
  EXPECT_NE(one.problem.empty(), other.problem.empty());
  EXPECT_LE(read_all(*file), item.size());
}

TEST(Compound, ASizeBeyondTheFileIsSaid) {
  Bytes item = sample();
  put(item, entry_of(item, "WordDocument") + 120, 0xFFFFFFF0);
  const auto file = File::open(item);
  ASSERT_TRUE(file.ok());
  const Content content = file->read(0, "WordDocument");
  EXPECT_LE(content.bytes.size(), item.size());
  EXPECT_NE(content.problem.find("of 4294967280 bytes"), std::string::npos) << content.problem;
}

TEST(Compound, NamesThatLeadInACircleAreReadOnce) {
  Bytes item = sample();
  const std::size_t root = entry(item, 0);
  const std::uint32_t first = number_at(item, root + 76);
  put(item, entry(item, first) + 68, first);
  const auto file = File::open(item);
  ASSERT_TRUE(file.ok());
  EXPECT_FALSE(file->problems().empty());
  EXPECT_GT(read_all(*file), 0U);
}

TEST(Compound, StreamsThatNoStorageNamesAreFound) {
  Bytes item = sample();
  put(item, entry(item, 0) + 76, 0xFFFFFFFF);
  const auto file = File::open(item);
  ASSERT_TRUE(file.ok());
  EXPECT_TRUE(file->find(0, "WordDocument"));
  ASSERT_EQ(file->problems().size(), 1U);
  EXPECT_NE(file->problems()[0].find("belong to no storage"), std::string::npos);
}

TEST(Compound, ATableThatLeadsInACircleIsLeft) {
  Bytes item = sample();
  put(item, 68, number_at(item, 48));  // the list of tables goes on
  put(item, place_of(number_at(item, 48)) + 508, number_at(item, 48));  // there, and there again
  const auto file = File::open(item);
  if (file.ok()) {
    EXPECT_FALSE(file->problems().empty());
  }
}

TEST(Compound, WhatIsNoneIsRefused) {
  EXPECT_FALSE(File::open(to_bytes("no such file")).ok());
  Bytes item = sample();
  item[30] = 20;
  EXPECT_FALSE(File::open(item).ok());
  EXPECT_FALSE(File::open(ByteView(sample()).first(100)).ok());
}

TEST(Compound, IsReadAsFarAsItGoesWhereverItIsCut) {
  const Bytes item = sample("note.doc");
  std::size_t most = 0;
  for (std::size_t length = 0; length <= item.size(); length += 61) {
    const auto file = File::open(ByteView(item).first(length));
    if (!file.ok()) continue;
    const std::size_t bytes = read_all(*file);
    EXPECT_LE(bytes, 2 * length);
    most = std::max(most, bytes);
  }
  EXPECT_GT(most, item.size() / 2);
}

TEST(Compound, FlippedBitsNeverGiveMoreThanTheFileHolds) {
  const Bytes whole = sample("forward.msg");
  std::mt19937 random(23);
  for (int i = 0; i < 3000; ++i) {
    Bytes item = whole;
    for (int n = 0; n < 1 + i % 20; ++n)
      item[random() % item.size()] ^= static_cast<std::uint8_t>(1U << random() % 8);
    const auto file = File::open(item);
    if (!file.ok()) continue;
    EXPECT_LE(read_all(*file), 2 * item.size());
    EXPECT_TRUE(copy_of(*file, 0).ok());
  }
}

}  // namespace
}  // namespace sanad::compound
