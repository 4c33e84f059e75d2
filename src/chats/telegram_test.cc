#include "chats/telegram.h"

#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <sstream>

#include "telegram_message.h"

namespace sanad::chats {
namespace {

struct Found {
  std::vector<Chat> chats;
  std::vector<Message> messages;
  std::vector<Unread> unread;

  Sink sink() {
    return {
        .on_chat = [this](Chat&& one) { return chats.push_back(std::move(one)), Result<void>{}; },
        .on_message =
            [this](Message&& one) { return messages.push_back(std::move(one)), Result<void>{}; },
        .on_unread =
            [this](Unread&& one) { return unread.push_back(std::move(one)), Result<void>{}; }};
  }
  std::string all() const {
    std::string text;
    for (const Message& one : messages)
      text += json::format_canonical(json::Value(to_json(one))) + std::to_string(one.offset) + "\n";
    for (const Unread& one : unread) text += one.reason + std::to_string(one.offset) + "\n";
    return text;
  }
};

Result<Found> read(std::string_view text, std::size_t chunk = SIZE_MAX) {
  Found found;
  TelegramReader reader(found.sink());
  for (std::size_t at = 0; at < text.size(); at += std::min(chunk, text.size()))
    SANAD_CHECK(reader.write(as_bytes(text.substr(at, chunk))));
  SANAD_CHECK(reader.finish());
  return found;
}

constexpr std::string_view kExport = R"J({
 "name": "Harbour \"news\"", "type": "private_supergroup", "id": 1234,
 "messages": [
  {"id": 1, "type": "service", "date": "2025-12-30T08:00:00", "date_unixtime": "1767078000",
   "actor": "Amal", "actor_id": "user7", "action": "create_group", "title": "Harbour", "text": ""},
  {"id": 2, "type": "message", "date": "2025-12-31T21:41:05", "date_unixtime": "1767213665",
   "edited": "2025-12-31T21:45:00", "edited_unixtime": "1767213900",
   "from": "Amal", "from_id": "user7", "reply_to_message_id": 1, "forwarded_from": "Pier radio",
   "text": ["See ", {"type": "text_link", "text": "this", "href": "https://pier.example/a"}, " }]{"],
   "photo": "photos/photo_1.jpg", "photo_file_size": 4096, "width": 640, "height": 480},
  {"id": 3, "type": "message", "date": "2025-12-31T21:42:00", "from": null, "from_id": "user8",
   "file": "(File not included. Change data exporting settings to download.)",
   "media_type": "voice_message", "mime_type": "audio/ogg", "duration_seconds": 4, "text": "چراغ"}
 ]})J";

TEST(Telegram, ReadsMessagesWithTheirBytesInTheExport) {
  const auto found = read(kExport);
  ASSERT_TRUE(found.ok()) << found.error().message;
  ASSERT_EQ(found->chats.size(), 1U);
  EXPECT_EQ(found->chats[0].name, "Harbour \"news\"");
  EXPECT_EQ(found->chats[0].kind, "private_supergroup");
  ASSERT_EQ(found->messages.size(), 3U);
  const Message& first = found->messages[0];
  EXPECT_TRUE(first.is_service);
  EXPECT_EQ(first.author, "Amal");
  EXPECT_EQ(json::Value(first.other)["action"].string_or(""), "create_group");
  const Message& second = found->messages[1];
  EXPECT_EQ(second.chat, "1234");
  EXPECT_EQ(format_timestamp(*second.at), "2025-12-31T20:41:05.000Z");
  EXPECT_EQ(format_local(*second.local), "2025-12-31T21:41:05");
  EXPECT_EQ(second.text, "See this }]{");
  ASSERT_EQ(second.marks.size(), 1U);
  EXPECT_EQ(second.marks[0], (Mark{"text_link", 4, 4, "https://pier.example/a"}));
  EXPECT_EQ(second.reply_to, "1");
  EXPECT_EQ(second.forwarded_from, "Pier radio");
  EXPECT_EQ(second.attachments[0].path, "photos/photo_1.jpg");
  EXPECT_EQ(second.attachments[0].size_bytes, 4096);
  const std::string_view bytes = kExport.substr(second.offset, second.length);
  EXPECT_TRUE(bytes.starts_with("{\"id\": 2") && bytes.ends_with("\"height\": 480}")) << bytes;
  const Message& third = found->messages[2];
  EXPECT_FALSE(third.at.has_value());
  EXPECT_EQ(third.attachments[0].kind, "voice");
  EXPECT_TRUE(third.attachments[0].absent.starts_with("(File not included"));
  EXPECT_EQ(third.text, "چراغ");
}

TEST(Telegram, AnyCutIntoChunksGivesTheSame) {
  const std::string whole = read(kExport)->all();
  for (std::size_t chunk = 1; chunk < 100; ++chunk) EXPECT_EQ(read(kExport, chunk)->all(), whole);
}

TEST(Telegram, ReadsAWholeAccountWithTheChatsOfEach) {
  const auto found = read(R"({"about": "x", "contacts": {"list": [{"id": 9, "name": "Nobody"}]},
    "chats": {"about": "y", "list": [
      {"name": "One", "type": "personal_chat", "id": 11, "messages": [{"id": 1, "text": "a"}]},
      {"type": "saved_messages", "id": 12, "messages": []},
      {"name": null, "type": "personal_chat", "id": 13, "messages": [{"id": 1, "text": "b"}]}]},
    "left_chats": {"list": [{"name": "Gone", "type": "public_channel", "id": 14,
                             "messages": [{"id": 5, "text": "c"}]}]}})");
  ASSERT_TRUE(found.ok());
  ASSERT_EQ(found->messages.size(), 3U);
  EXPECT_EQ(found->messages[0].chat, "11");
  EXPECT_EQ(found->messages[1].chat, "13");
  EXPECT_EQ(found->chats[1].name, "");
  EXPECT_EQ(found->messages[2].chat, "14");
}

TEST(Telegram, AMessageWithAFaultCostsThatMessage) {
  const auto found = read(R"({"name": "a", "id": 1, "messages": [{"id": 1, "text": "whole"},
    {"id": 2, "text": fault}, {"id": 3, "text": "caf\xe9 \x41"}, {"id": 4, "text": "after"}]})");
  ASSERT_TRUE(found.ok());
  ASSERT_EQ(found->messages.size(), 3U);
  ASSERT_EQ(found->unread.size(), 1U);
  EXPECT_EQ(found->messages[1].text, "café A");
  EXPECT_EQ(json::Value(found->messages[1].other)["repaired"].string_or(""), "escapes");
  EXPECT_EQ(found->messages[2].id, "4");
}

TEST(Telegram, BytesThatAreNoUtf8AreMarkedAndNothingIsLost) {
  const auto found = read("{\"name\": \"a\", \"messages\": [{\"id\": 1, \"text\": \"x\xFFy\"}]}");
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->messages.at(0).text, "x\xEF\xBF\xBDy");
  EXPECT_TRUE(json::Value(found->messages[0].other)["malformed"].bool_or(false));
}

TEST(Telegram, ACutTailKeepsTheHead) {
  for (std::size_t end = kExport.find("\"id\": 3"); end < kExport.size() - 2; ++end) {
    const auto found = read(kExport.substr(0, end));
    ASSERT_TRUE(found.ok()) << end;
    EXPECT_GE(found->messages.size(), 2U);
    ASSERT_EQ(found->unread.size(), 1U) << end;
    EXPECT_NE(found->unread[0].reason.find("ends"), std::string::npos);
  }
}

TEST(Telegram, AMessageBeyondTheLimitIsPassedOverAndCounted) {
  const std::string long_text(kMaxTelegramMessage, 'a');
  const auto found = read(R"({"name": "a", "messages": [{"id": 1, "text": ")" + long_text +
                              R"("}, {"id": 2, "text": "after"}]})",
                          1 << 16);
  ASSERT_TRUE(found.ok());
  ASSERT_EQ(found->messages.size(), 1U);
  EXPECT_EQ(found->messages[0].id, "2");
  ASSERT_EQ(found->unread.size(), 1U);
  EXPECT_GT(found->unread[0].length, long_text.size());
}

TEST(Telegram, WhatIsNoExportIsRefused) {
  for (const char* text :
       {"", "[]", "{}", "not JSON", R"({"messages": []})", R"({"messages": 4})"}) {
    const auto found = read(text);
    ASSERT_FALSE(found.ok()) << text;
    EXPECT_EQ(found.error().code, ErrorCode::kInvalid);
  }
  EXPECT_EQ(read(std::string(1000, '[')).error().code, ErrorCode::kInvalid);
}

TEST(Telegram, FlippedBytesNeverLoseMoreThanTheyTouch) {
  std::string text = R"({"name": "a", "id": 1, "messages": [)";
  for (int i = 0; i < 200; ++i)
    text += std::string(i == 0 ? "" : ",") + R"({"id": )" + std::to_string(i) + R"(, "text": "m"})";
  text += "]}";
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    std::string damaged = text;
    const std::size_t at = 40 + random() % (text.size() - 40);
    damaged[at] = "xyz01,:"[random() % 7];  // brackets and quotes may cost what follows
    if (std::string_view("{}[]\"\\").find(text[at]) != std::string_view::npos) continue;
    const auto found = read(damaged);
    ASSERT_TRUE(found.ok());
    EXPECT_GE(found->messages.size() + found->unread.size(), 199U) << at;
  }
}

}  // namespace
}  // namespace sanad::chats
