#include "extract/frames.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "extract/way.h"

namespace sanad::extract {
namespace {

Bytes frame(char tag, std::string_view payload) {
  Bytes bytes = {static_cast<std::uint8_t>(tag)};
  for (const int shift : {24, 16, 8, 0})
    bytes.push_back(static_cast<std::uint8_t>(payload.size() >> shift));
  bytes.insert(bytes.end(), payload.begin(), payload.end());
  return bytes;
}
std::string head(std::string_view name, std::string_view rest = "") {
  return "{\"name\":\"" + format_base64(as_bytes(name)) + "\"" + std::string(rest) + "}";
}
Bytes joined(const std::vector<Bytes>& frames) {
  Bytes all;
  for (const Bytes& one : frames) all.insert(all.end(), one.begin(), one.end());
  return all;
}

struct Read {
  Result<Opened> outcome = Error{};
  std::vector<Part> parts;
  std::vector<json::Value> items;
};

Read read(ByteView stream, const PartLimits& limits = {}, bool with_item = false,
          std::size_t piece = 1 << 20) {
  Read got;
  FrameReader::Handler handler;
  if (with_item) {
    handler.on_item = [&](json::Value item) -> Result<void> {
      got.items.push_back(std::move(item));
      return {};
    };
  }
  handler.on_part = [&](Part part) -> Result<void> {
    got.parts.push_back(std::move(part));
    return {};
  };
  FrameReader reader(limits, handler);
  while (!stream.empty()) {
    const std::size_t n = std::min(piece, stream.size());
    if (const auto taken = reader.update(stream.first(n)); !taken.ok()) {
      got.outcome = taken.error();
      return got;
    }
    stream = stream.subspan(n);
  }
  got.outcome = reader.finish();
  return got;
}

const Bytes kGood =
    joined({frame('I', R"({"sha256":"x"})"),
            frame('P', head("a\xFF", R"(,"type":"html","charset":"utf-8")")), frame('D', "lan"),
            frame('D', "tern"), frame('E', "{}"), frame('P', head("b", R"(,"encrypted":true)")),
            frame('E', R"({"problem":"it is encrypted"})"),
            frame('Z', R"({"kind":"archive","problems":["cut off"]})")});

TEST(Frames, AreReadHoweverTheStreamIsCutIntoPieces) {
  for (std::size_t piece = 1; piece < kGood.size(); ++piece) {
    const Read got = read(kGood, {}, true, piece);
    ASSERT_TRUE(got.outcome.ok()) << got.outcome.error().message;
    EXPECT_EQ(got.items.size(), 1U);
    ASSERT_EQ(got.parts.size(), 2U);
    EXPECT_EQ(got.parts[0].name, "a\xFF");
    EXPECT_EQ(got.parts[0].number, 1U);
    EXPECT_EQ(got.parts[0].hints.type, "html");
    EXPECT_EQ(got.parts[0].hints.charset, "utf-8");
    EXPECT_EQ(as_text(got.parts[0].bytes), "lantern");
    EXPECT_TRUE(got.parts[1].is_encrypted);
    EXPECT_EQ(got.parts[1].problem, "it is encrypted");
    EXPECT_EQ(got.outcome->kind, "archive");
    EXPECT_EQ(got.outcome->parts, 2U);
    EXPECT_EQ(got.outcome->problems, std::vector<std::string>{"cut off"});
  }
}

TEST(Frames, ThatEndTooEarlyAreAnError) {
  for (std::size_t size = 0; size < kGood.size(); ++size) {
    EXPECT_FALSE(read(ByteView(kGood).first(size), {}, true).outcome.ok()) << size;
  }
}

TEST(Frames, OutOfPlaceAreAnError) {
  const Bytes part = joined({frame('P', head("a")), frame('E', "{}")}), end = frame('Z', "{}");
  const std::vector<std::vector<Bytes>> wrong = {
      {frame('D', "x"), end},
      {frame('E', "{}"), end},
      {frame('P', head("a")), end},
      {frame('P', head("a")), part, end},
      {frame('I', "{}"), end},  // nobody asked for the item
      {end, end},
      {end, part},
      {frame('Q', "{}"), end},
      {frame('P', "[]"), frame('E', "{}"), end},
      {frame('P', R"({"name":"not base64"})"), frame('E', "{}"), end},
      {frame('P', "{"), frame('E', "{}"), end},
      {part, frame('Z', "7")},
  };
  for (std::size_t i = 0; i < wrong.size(); ++i)
    EXPECT_FALSE(read(joined(wrong[i])).outcome.ok()) << "case " << i;
  EXPECT_TRUE(read(joined({part, part, end})).outcome.ok());
  // With an item asked for, it comes first and once.
  EXPECT_FALSE(read(joined({part, frame('I', "{}"), end}), {}, true).outcome.ok());
  EXPECT_FALSE(read(joined({frame('I', "{}"), frame('I', "{}"), end}), {}, true).outcome.ok());
  EXPECT_FALSE(read(end, {}, true).outcome.ok());
}

TEST(Frames, LengthsAreLimitsAndNotSizes) {
  // Four gigabytes announced, nothing sent: refused at once, and no memory is taken.
  for (const char tag : {'I', 'P', 'D', 'E', 'Z'}) {
    const Bytes announced = {static_cast<std::uint8_t>(tag), 0xFF, 0xFF, 0xFF, 0xFF};
    const Read got = read(announced, {}, true);
    ASSERT_FALSE(got.outcome.ok());
    EXPECT_NE(got.outcome.error().message.find("4294967295 bytes"), std::string::npos);
  }
  const Bytes two =
      joined({frame('P', head("a")), frame('D', "1234567"), frame('E', "{}"), frame('P', head("b")),
              frame('D', "1234567"), frame('E', "{}"), frame('Z', "{}")});
  EXPECT_TRUE(read(two, {.parts = 2, .bytes = 14, .part_bytes = 7}).outcome.ok());
  EXPECT_FALSE(read(two, {.parts = 1}).outcome.ok());
  EXPECT_FALSE(read(two, {.bytes = 13}).outcome.ok());
  EXPECT_FALSE(read(two, {.part_bytes = 6}).outcome.ok());
  EXPECT_FALSE(read(joined({frame('P', head(std::string(kMaxPartNameBytes + 1, 'x'))),
                            frame('E', "{}"), frame('Z', "{}")}))
                   .outcome.ok());
}

TEST(Frames, OfAPartThatWasGivenUpNothingIsKept) {
  const Read got =
      read(joined({frame('P', head("a")), frame('D', "the beginning"),
                   frame('E', R"({"problem":"too long","given_up":true})"), frame('Z', "{}")}));
  ASSERT_EQ(got.parts.size(), 1U);
  EXPECT_TRUE(got.parts[0].bytes.empty());
  EXPECT_EQ(got.parts[0].problem, "too long");
}

struct ReadImport {
  Result<Opened> outcome = Error{};
  std::vector<std::string> events;
};

ReadImport read_import(ByteView stream, std::size_t piece = 1 << 20) {
  ReadImport got;
  const auto note = [&got](std::string event) {
    got.events.push_back(std::move(event));
    return Result<void>();
  };
  FrameReader reader(
      {}, {.on_item = [&](json::Value) { return note("item"); },
           .on_part =
               [&](Part part) {
                 EXPECT_TRUE(part.bytes.empty());
                 return note(part.name + " of " + std::to_string(part.record) + " " +
                             part.hints.coding + " " + std::to_string(part.size));
               },
           .on_record = [&](json::Value record) { return note(record["id"].string_or("")); },
           .on_unread = [&](json::Value why) { return note(why["reason"].string_or("")); },
           .on_data = [&](ByteView bytes) { return note(to_text(bytes)); }});
  while (!stream.empty()) {
    const std::size_t n = std::min(piece, stream.size());
    if (const auto taken = reader.update(stream.first(n)); !taken.ok()) {
      got.outcome = taken.error();
      return got;
    }
    stream = stream.subspan(n);
  }
  got.outcome = reader.finish();
  return got;
}

const Bytes kGoodImport = joined(
    {frame('I', "{}"), frame('R', R"({"id":"7"})"), frame('U', R"({"reason":"cut"})"),
     frame('P', head("a", R"(,"record":1,"coding":"gzip")")), frame('D', "xy"), frame('E', "{}"),
     frame('R', R"({"id":"8"})"), frame('Z', R"({"importer":"har","records":2})")});

TEST(Frames, OfAnImportHaveRecordsAndWhatIsUnread) {
  for (std::size_t piece = 1; piece < kGoodImport.size(); ++piece) {
    const ReadImport got = read_import(kGoodImport, piece);
    ASSERT_TRUE(got.outcome.ok()) << got.outcome.error().message;
    EXPECT_EQ(got.events,
              (std::vector<std::string>{"item", "7", "cut", "xy", "a of 1 gzip 2", "8"}));
    EXPECT_EQ(got.outcome->records, 2U);
    EXPECT_EQ(got.outcome->last["importer"].string_or(""), "har");
  }
}

TEST(Frames, OfAnImportAreRefusedOutOfPlace) {
  const Bytes item = frame('I', "{}"), end = frame('Z', "{}"), record = frame('R', "{}"),
              unread = frame('U', "{}"), part = frame('P', head("a"));
  for (const auto& wrong : std::vector<Bytes>{
           joined({record, end}), joined({unread, end}), joined({item, part, record, end}),
           joined({item, part, unread, end}), joined({item, frame('R', "[]"), end}),
           joined({item, frame('U', "7"), end}),
           joined({item, frame('P', head("a", R"(,"record":1)")), frame('E', "{}"), end})}) {
    EXPECT_FALSE(read_import(wrong).outcome.ok());
  }
  EXPECT_FALSE(read(joined({item, record, end}), {}, true).outcome.ok()) << "nobody asked for it";
  EXPECT_FALSE(read(joined({item, unread, end}), {}, true).outcome.ok());
  Bytes huge = joined({item, frame('R', "")});
  huge[huge.size() - 4] = 0x7F;
  EXPECT_FALSE(read_import(huge).outcome.ok());
}

TEST(Way, NamesAreShownAsTheyAreWhereThatIsClear) {
  EXPECT_EQ(escape_step("folder/چراغ 1.jpg"), "folder/چراغ 1.jpg");
  EXPECT_EQ(join_way(join_way("", "a.zip"), "b.jpg"), "a.zip → b.jpg");
  EXPECT_EQ(join_way("a.zip", ""), "a.zip");
}

TEST(Way, WhatIsUnclearIsEscapedAndComesBack) {
  const std::pair<std::string, std::string> cases[] = {
      {"a\\b", "a\\\\b"},
      {"a\nb", "a\\x0Ab"},
      {"a → b", "a \\xE2\\x86\\x92 b"},
      {"\xFF\xC3", "\\xFF\\xC3"},
      {"x\u202Egpj.exe", "x\\xE2\\x80\\xAEgpj.exe"},
      {"\u0085", "\\xC2\\x85"},
      {std::string("\0", 1), "\\x00"},
  };
  for (const auto& [name, step] : cases) {
    EXPECT_EQ(escape_step(name), step);
    EXPECT_EQ(unescape_step(step).value(), name);
  }
  for (const char* wrong : {"\\", "\\q", "\\x1", "\\xZZ"})
    EXPECT_FALSE(unescape_step(wrong).ok()) << wrong;
}

TEST(Way, EveryStringOfBytesHasAStepOfItsOwn) {
  std::set<std::string> steps;
  std::size_t count = 0;
  const std::string alphabet("\\x0A#\xE2\x86\x92\xFF ", 10);
  const std::function<void(const std::string&)> all = [&](const std::string& name) {
    const std::string step = escape_step(name);
    EXPECT_TRUE(is_utf8(step));
    EXPECT_EQ(step.find("\xE2\x86\x92"), std::string::npos);
    EXPECT_EQ(unescape_step(step).value(), name);
    steps.insert(step);
    ++count;
    if (name.size() == 4) return;
    for (const char c : alphabet) all(name + c);
  };
  all("");
  EXPECT_EQ(steps.size(), count);
}

TEST(Way, PartsOfOneNameAreToldApart) {
  Steps steps;
  const auto step = [&steps](std::string name, std::uint64_t number) {
    Part part;
    part.name = std::move(name);
    part.number = number;
    return steps.of(part);
  };
  EXPECT_EQ(step("a", 1), "a");
  EXPECT_EQ(step("a", 2), "a\\#2");
  EXPECT_EQ(step("", 3), "\\#3");
  EXPECT_EQ(step("a\\#2", 4), "a\\\\#2");
  const std::string lengthy = step(std::string(500, 'x'), 5);
  EXPECT_EQ(lengthy, std::string(kMaxStepBytes, 'x') + "\\#5");
  EXPECT_EQ(step(std::string(500, 'x'), 6), std::string(kMaxStepBytes, 'x') + "\\#6");
}

}  // namespace
}  // namespace sanad::extract
