#include "chats/whatsapp.h"

#include <gtest/gtest.h>

#include "whatsapp_head.h"

namespace sanad::chats {
namespace {

struct WhatsAppFound {
  WhatsAppDates dates;
  std::vector<Message> messages;
  std::vector<Unread> unread;
};

Result<WhatsAppFound> read_whatsapp(std::string_view text, std::size_t chunk = SIZE_MAX) {
  const auto feed = [&](auto& reader) -> Result<void> {
    for (std::size_t at = 0; at < text.size(); at += std::min(chunk, text.size()))
      SANAD_CHECK(reader.write(as_bytes(text.substr(at, chunk))));
    return {};
  };
  WhatsAppFound found;
  WhatsAppSurvey survey;
  SANAD_CHECK(feed(survey));
  SANAD_TRY(found.dates, survey.finish());
  WhatsAppReader reader(
      found.dates, "Harbour",
      {.on_chat = nullptr,
       .on_message =
           [&](Message&& one) { return found.messages.push_back(std::move(one)), Result<void>{}; },
       .on_unread =
           [&](Unread&& one) { return found.unread.push_back(std::move(one)), Result<void>{}; }});
  SANAD_CHECK(feed(reader));
  SANAD_CHECK(reader.finish());
  return found;
}

std::string local(const Message& message) { return format_local(*message.local); }

constexpr std::string_view kAndroid =
    "31/12/2025, 21:41 - Messages and calls are end-to-end encrypted.\n"
    "31/12/2025, 21:42 - Amal: the boat is late\n"
    "and the pier is closed\n"
    "31/12/2025, 21:43 - +92 300 0000000: IMG-20251231-WA0001.jpg (file attached)\n"
    "with a caption\n"
    "31/12/2025, 21:44 - Amal: <Media omitted>\n";

TEST(WhatsApp, ReadsAndroidsFormWithLinesAndFiles) {
  const auto found = read_whatsapp(kAndroid);
  ASSERT_TRUE(found.ok()) << found.error().message;
  ASSERT_EQ(found->messages.size(), 4U);
  EXPECT_TRUE(found->dates.is_certain);
  EXPECT_TRUE(found->messages[0].is_service);
  EXPECT_EQ(found->messages[1].author, "Amal");
  EXPECT_EQ(found->messages[1].text, "the boat is late\nand the pier is closed");
  EXPECT_EQ(local(found->messages[1]), "2025-12-31T21:42");
  EXPECT_EQ(kAndroid.substr(found->messages[1].offset, found->messages[1].length),
            "31/12/2025, 21:42 - Amal: the boat is late\nand the pier is closed");
  ASSERT_EQ(found->messages[2].attachments.size(), 1U);
  EXPECT_EQ(found->messages[2].attachments[0].path, "IMG-20251231-WA0001.jpg");
  EXPECT_EQ(found->messages[2].attachments[0].kind, "photo");
  EXPECT_EQ(found->messages[3].attachments[0].absent, "<Media omitted>");
}

TEST(WhatsApp, ReadsIosFormWithMarksOfDirection) {
  const auto found = read_whatsapp(
      "\xEF\xBB\xBF[31.12.25, 21:41:05] Amal: hello\r\n"
      "\xE2\x80\x8E[31.12.25, 21:42:00] \xE2\x80\xAA+92 300 0000000\xE2\x80\xAC: "
      "\xE2\x80\x8E<attached: 00000002-PHOTO-2025-12-31-21-42-00.jpg>\r\n");
  ASSERT_TRUE(found.ok());
  ASSERT_EQ(found->messages.size(), 2U);
  EXPECT_EQ(local(found->messages[0]), "2025-12-31T21:41:05");
  EXPECT_EQ(found->messages[0].text, "hello");
  EXPECT_EQ(found->messages[1].author, "+92 300 0000000");
  EXPECT_EQ(found->messages[1].attachments.at(0).path, "00000002-PHOTO-2025-12-31-21-42-00.jpg");
}

TEST(WhatsApp, ReadsDatesAsManyLanguagesWriteThem) {
  struct Row {
    const char* line;
    const char* time;
  };
  constexpr Row kRows[] = {{"31/12/2025, 9:41 pm - A: x", "2025-12-31T21:41"},
                           {"31/12/2025, 9:41\xE2\x80\xAFPM - A: x", "2025-12-31T21:41"},
                           {"31/12/2025, 12:05 am - A: x", "2025-12-31T00:05"},
                           {"31/12/25, 12:05 p. m. - A: x", "2025-12-31T12:05"},
                           {"12/31/25, 21:41 - A: x", "2025-12-31T21:41"},
                           {"2025-12-31, 21:41 - A: x", "2025-12-31T21:41"},
                           {"2025/12/31, 21:41 - A: x", "2025-12-31T21:41"},
                           {"31.12.2025, 21:41 - A: x", "2025-12-31T21:41"},
                           {"31.12.2025 21.41 - A: x", "2025-12-31T21:41"},
                           {"31. 12. 2025, 21:41 \xE2\x80\x93 A: x", "2025-12-31T21:41"},
                           {"[31/12/2025, 9:41:07 PM] A: x", "2025-12-31T21:41:07"},
                           {"31.12.2025 klo 21.41.07 - A: x", "2025-12-31T21:41:07"},
                           {"31/12/2025 à 21:41 - A: x", "2025-12-31T21:41"},
                           {"31.12.25, 21:41:07: A: x", "2025-12-31T21:41:07"},
                           {"٣١/١٢/٢٠٢٥، ٩:٤١ م - A: x", "2025-12-31T21:41"},
                           {"٣١\u200F/١٢\u200F/٢٠٢٥ ٩:٤١ ص - A: x", "2025-12-31T09:41"},
                           {"۳۱/۱۲/۲۰۲۵، ۲۱:۴۱ - A: x", "2025-12-31T21:41"}};
  for (const Row& row : kRows) {
    const auto found = read_whatsapp(row.line);
    ASSERT_TRUE(found.ok()) << row.line;
    ASSERT_EQ(found->messages.size(), 1U) << row.line;
    EXPECT_EQ(local(found->messages[0]), row.time) << row.line;
    EXPECT_TRUE(found->messages[0].local->is_certain) << row.line;
    EXPECT_EQ(found->messages[0].author, "A") << row.line;
  }
}

TEST(WhatsApp, AHalfOfTheDayBehindHoursToTwentyFourIsRead) {
  const auto found = read_whatsapp(
      "01/20/2019, 00:08 a. m. - Amal: one\n01/20/2019, 12:05 AM - Amal: two\n"
      "01/20/2019, 12:06 PM - Amal: three\n01/20/2019, 15:55 PM - Amal: four\n"
      "01/20/2019, 15:56 AM - Amal: no time\n");
  ASSERT_TRUE(found.ok()) << found.error().message;
  ASSERT_EQ(found->messages.size(), 4U);
  EXPECT_EQ(local(found->messages[0]), "2019-01-20T00:08");
  EXPECT_EQ(local(found->messages[1]), "2019-01-20T00:05");
  EXPECT_EQ(local(found->messages[2]), "2019-01-20T12:06");
  EXPECT_EQ(local(found->messages[3]), "2019-01-20T15:55");
  EXPECT_EQ(found->messages[3].text, "four\n01/20/2019, 15:56 AM - Amal: no time");
}

TEST(WhatsApp, WhatLooksLikeADateAndIsNoneStaysText) {
  const auto found = read_whatsapp(
      "31/12/2025, 21:41 - Amal: the ferry goes\n"
      "31/13/2025, 21:41 - at no such day\n"
      "5/1/2026 is the next\n"
      "12:30 - lunch\n"
      "1/2/3, 4:5 - nothing\n");
  ASSERT_TRUE(found.ok());
  ASSERT_EQ(found->messages.size(), 1U);
  EXPECT_NE(found->messages[0].text.find("lunch"), std::string::npos);
}

TEST(WhatsApp, DayAndMonthAreToldByTheWholeFile) {
  EXPECT_EQ(read_whatsapp("03/04/2025, 10:00 - A: x\n13/04/2025, 10:00 - A: y\n")
                ->messages[0]
                .local->month,
            4);
  EXPECT_EQ(read_whatsapp("03/04/2025, 10:00 - A: x\n03/14/2025, 10:00 - A: y\n")
                ->messages[0]
                .local->month,
            3);
  // By their order: the second would be before the first if the day came first.
  const auto by_order = read_whatsapp("02/11/2025, 10:00 - A: x\n03/01/2025, 10:00 - A: y\n");
  EXPECT_EQ(by_order->dates.order, DateOrder::kMonthFirst);
  EXPECT_TRUE(by_order->dates.is_certain);
  const auto nobody_knows = read_whatsapp("03/04/2025, 10:00 - A: x\n");
  EXPECT_FALSE(nobody_knows->messages[0].local->is_certain);
  EXPECT_TRUE(json::Value(to_json(nobody_knows->messages[0]))["local_uncertain"].bool_or(false));
  EXPECT_TRUE(read_whatsapp("04/04/2025, 10:00 - A: x\n")->messages[0].local->is_certain);
}

TEST(WhatsApp, AnyCutIntoChunksGivesTheSame) {
  const auto whole = read_whatsapp(kAndroid);
  for (std::size_t chunk = 1; chunk < 80; ++chunk) {
    const auto parts = read_whatsapp(kAndroid, chunk);
    ASSERT_EQ(parts->messages.size(), whole->messages.size());
    for (std::size_t i = 0; i < whole->messages.size(); ++i) {
      EXPECT_EQ(parts->messages[i].text, whole->messages[i].text);
      EXPECT_EQ(parts->messages[i].offset, whole->messages[i].offset);
      EXPECT_EQ(parts->messages[i].length, whole->messages[i].length);
    }
  }
}

TEST(WhatsApp, LinesBeforeTheFirstMessageAreCountedAsUnread) {
  const auto found = read_whatsapp("Some words\nand more\n31/12/2025, 21:41 - A: x\n");
  ASSERT_TRUE(found.ok());
  ASSERT_EQ(found->unread.size(), 1U);
  EXPECT_EQ(found->unread[0].offset, 0U);
  EXPECT_EQ(found->unread[0].length, std::string_view("Some words\nand more").size());
}

TEST(WhatsApp, WhatIsNoExportIsRefused) {
  for (const char* text : {"", "a letter\nof two lines\n", "\xFF\xFE", "31/12/2025"}) {
    const auto found = read_whatsapp(text);
    ASSERT_FALSE(found.ok()) << text;
    EXPECT_EQ(found.error().code, ErrorCode::kInvalid);
  }
}

TEST(WhatsApp, BytesThatAreNoUtf8AndMessagesWithoutEndAreMarked) {
  const auto found = read_whatsapp("31/12/2025, 21:41 - A: x\xFFy\n");
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->messages[0].text, "x\xEF\xBF\xBDy");
  EXPECT_TRUE(json::Value(found->messages[0].other)["malformed"].bool_or(false));
  std::string many = "31/12/2025, 21:41 - A: x\n";
  for (int i = 0; i < 40'000; ++i) many += "a line that does not end the message\n";
  const auto cut = read_whatsapp(many, 1 << 16);
  ASSERT_TRUE(cut.ok());
  EXPECT_TRUE(json::Value(cut->messages[0].other)["cut"].bool_or(false));
  EXPECT_EQ(cut->messages[0].length, many.size() - 1);
  EXPECT_LE(cut->messages[0].text.size(), kMaxWhatsAppMessage);
}

}  // namespace
}  // namespace sanad::chats
