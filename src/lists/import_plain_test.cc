#include <gtest/gtest.h>

#include "list_fixture.h"
#include "lists/import.h"

namespace sanad::lists {
namespace {

Imported plain(std::string_view bytes, std::string signal = "") {
  auto imported = import_plain(bytes, {.name = "N", .owner = "O", .signal = std::move(signal)});
  EXPECT_TRUE(imported.ok()) << imported.error().message;
  return std::move(imported).value();
}

const Entry* only(const Imported& imported) {
  EXPECT_EQ(imported.list.entries.size(), 1U);
  return imported.list.entries.empty() ? nullptr : &imported.list.entries[0];
}

TEST(Plain, EachStyleOfLineIsRead) {
  const std::string md5 = hex_of('a', 32);
  const std::string sha256 = hex_of('b', 64);
  struct Case {
    std::string line, given, signal, value, note;
  };
  for (const auto& [line, given, signal, value, note] : std::vector<Case>{
           {md5, "", "md5", md5, ""},
           {hex_of('A', 32), "", "md5", md5, ""},
           {hex_of('c', 40), "", "sha1", hex_of('c', 40), ""},
           {hex_of('d', 128), "", "sha512", hex_of('d', 128), ""},
           {sha256, "pdq", "pdq", sha256, ""},
           {sha256 + "  pier.jpg", "", "sha256", sha256, "pier.jpg"},
           {sha256 + " *pier.jpg", "", "sha256", sha256, "pier.jpg"},
           {"\\" + sha256 + "  a\\nb\\\\c", "", "sha256", sha256, "a\nb\\c"},
           {"SHA256 (pier (2).jpg) = " + sha256, "", "sha256", sha256, "pier (2).jpg"},
           {"MD5 (x) = " + md5, "", "md5", md5, "x"},
           {"pdq " + sha256, "", "pdq", sha256, ""},
           {"text two words", "", "text", "two words", ""},
           {sha256 + ",87,pier.jpg", "pdq", "pdq", sha256, "pier.jpg"},
           {sha256 + "  pier.jpg", "pdq", "pdq", sha256, "pier.jpg"},
           {"3:abc:de,\"pier.txt\"", "ssdeep", "ssdeep", "3:abc:de", "pier.txt"},
           {"T1" + hex_of('A', 70) + "\tpier.txt", "tlsh", "tlsh", "T1" + hex_of('A', 70),
            "pier.txt"},
           {"#harbour is a text", "text", "text", "#harbour is a text", ""},
           {"hxxp://pier[.]example/", "url", "url", "http://pier.example/", ""}}) {
    const Imported imported = plain(line + "\r\n", given);
    const Entry* entry = only(imported);
    ASSERT_TRUE(entry) << line;
    EXPECT_EQ(entry->signal, signal) << line;
    EXPECT_EQ(entry->value, value) << line;
    EXPECT_EQ(entry->note, note) << line;
  }
  EXPECT_EQ(only(plain(sha256 + ",87,x", "pdq"))->quality, 87);
}

TEST(Plain, CommentsEmptyLinesAndAByteOrderMarkAreNoRecords) {
  const Imported imported =
      plain("\xef\xbb\xbf# comment\n\n; comment\n// comment\n   \n" + hex_of('a', 32));
  EXPECT_EQ(imported.counts.read, 1U);
  EXPECT_EQ(imported.counts.taken, 1U);
}

TEST(Plain, ItsOwnFirstLineTellsSsdeep) {
  const Imported imported =
      plain("ssdeep,1.1--blocksize:hash:hash,filename\n3:abc:de,\"a\"\n6:abc:de,\"b\"\n");
  EXPECT_EQ(imported.counts.taken, 2U);
}

TEST(Plain, SixtyFourDigitsAloneAreNotGuessed) {
  const Imported imported = plain(hex_of('a', 64));
  EXPECT_EQ(imported.counts.not_understood, 1U);
  EXPECT_NE(imported.problems[0].sentence.find("SHA-256 or PDQ"), std::string::npos);
}

TEST(Plain, WhatIsNotUnderstoodHasItsLine) {
  const Imported imported =
      plain(hex_of('a', 32) + "\nwhat is this\n" + hex_of('g', 32) + "\n\xff\n");
  EXPECT_EQ(imported.counts.read, 4U);
  EXPECT_EQ(imported.counts.not_understood, 3U);
  EXPECT_EQ(imported.problems[0].where, "line 2");
  EXPECT_EQ(imported.problems[1].where, "line 3");
  EXPECT_EQ(imported.problems[2].where, "line 4");
}

TEST(Plain, TheSameValueTwiceIsOneEntryAndIsCounted) {
  const Imported imported = plain(hex_of('a', 32) + "  one\n" + hex_of('A', 32) + "  two\n");
  EXPECT_EQ(imported.counts.duplicate, 1U);
  EXPECT_EQ(only(imported)->note, "one");
  EXPECT_NE(imported.problems[1].sentence.find("the note differs"), std::string::npos);
}

TEST(Plain, IsStrictestWhereNoTlpIsStated) {
  EXPECT_EQ(plain("").list.tlp, Tlp::kAmberStrict);
  EXPECT_NE(plain("").problems[0].sentence.find("TLP"), std::string::npos);
  const auto given = import_plain("", {.name = "N", .owner = "O", .tlp = Tlp::kGreen});
  EXPECT_EQ(given->list.tlp, Tlp::kGreen);
  EXPECT_TRUE(given->problems.empty());
}

TEST(Plain, RefusesWhatIsNoText) {
  EXPECT_EQ(import_plain(std::string_view("a\0b", 3), {.name = "N", .owner = "O"}).error().code,
            ErrorCode::kInvalid);
  EXPECT_EQ(import_plain("x", {.name = "N", .owner = "O", .signal = "P D Q"}).error().code,
            ErrorCode::kInvalid);
  EXPECT_EQ(import_plain("", {.name = "N"}).error().code, ErrorCode::kInvalid);
}

}  // namespace
}  // namespace sanad::lists
