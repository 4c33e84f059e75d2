// Every importer on what its truth is known of; on what is cut, flipped and coded otherwise.
#include "intake/intake.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

#include "intake_rig.h"
#include "samples.h"

namespace sanad::intake {
namespace {

Taken taken(std::string_view bytes, const Hints& hints = {}, const Limits& limits = {}) {
  Taken all;
  const auto outcome = take(bytes, hints, all, limits);
  EXPECT_TRUE(outcome.ok()) << outcome.error().message;
  return all;
}

std::string at(const json::Value& record, std::string_view name) {
  return record[name].string_or("");
}

// The bytes that a record says are its own.
std::string_view own(const json::Value& record, std::string_view bytes) {
  return bytes.substr(static_cast<std::size_t>(record["offset"].int_or(0)),
                      static_cast<std::size_t>(record["length"].int_or(0)));
}

TEST(Intake, KnowsEachFormByItsBytes) {
  for (const samples::Sample& sample : samples::all()) {
    const Taken all = taken(sample.bytes, {.name = sample.name});
    EXPECT_EQ(importer_name(all.importer), sample.importer) << sample.name;
    EXPECT_EQ(all.records.size(), sample.records) << sample.name;
    EXPECT_EQ(all.parts.size(), sample.parts) << sample.name;
    EXPECT_TRUE(all.unreads.empty()) << sample.name << ": " << all.unreads.front().reason;
    EXPECT_TRUE(all.summary.problems.empty()) << sample.name << all.summary.problems.front();
    EXPECT_EQ(all.summary.records, sample.records);
  }
}

TEST(Intake, LeavesPicturesAndDocumentsAlone) {
  for (const std::string_view bytes : {"\x89PNG\r\n\x1a\n", "%PDF-1.7", "GIF89a", "",
                                       "a plain text of seven lanterns", "<html>", "{\"a\": 1}"}) {
    MemorySource source(as_bytes(bytes));
    EXPECT_EQ(importer_of(source, {}).value(), Importer::kNone) << bytes;
  }
}

TEST(Intake, TelegramPagesSayWhoWroteWhenAndInAnswerToWhat) {
  const std::string page = samples::telegram_page();
  const Taken all = taken(page, {.name = "messages.html"});
  ASSERT_EQ(all.records.size(), 5U);
  EXPECT_EQ(at(all.records[0], "text"), "10 January 2026");
  EXPECT_TRUE(all.records[0]["service"].bool_or(false));
  const json::Value& first = all.records[1];
  EXPECT_EQ(at(first, "id"), "2");
  EXPECT_EQ(at(first, "author"), "Amal");
  EXPECT_EQ(at(first, "at"), "2026-01-10T09:34:56.000Z");
  EXPECT_EQ(at(first, "text"), "The boat is late\nsee the pier & wait");
  EXPECT_EQ(at(first, "chat_name"), "Harbour");
  const json::Value& mark = first["marks"].as_array()->front();
  EXPECT_EQ(at(first, "text")
                .substr(static_cast<std::size_t>(mark["offset"].int_or(0)),
                        static_cast<std::size_t>(mark["length"].int_or(0))),
            "the pier");
  EXPECT_EQ(at(mark, "target"), "https://pier.example/");
  EXPECT_TRUE(own(first, page).starts_with("<div class=\"message default"));
  const json::Value& joined = all.records[2];
  EXPECT_EQ(at(joined, "author"), "Amal");
  EXPECT_EQ(at(joined, "reply_to"), "2");
  const json::Value& photo = all.records[3];
  EXPECT_EQ(at(photo, "local"), "2026-01-10T12:36:00");
  EXPECT_EQ(at(photo, "forwarded_from"), "Pier news");
  ASSERT_EQ(photo["attachments"].as_array()->size(), 1U);
  EXPECT_EQ(at(photo["attachments"].as_array()->front(), "path"), "photos/photo_1.jpg");
  const json::Value& absent = all.records[4]["attachments"].as_array()->front();
  EXPECT_EQ(at(absent, "kind"), "video");
  EXPECT_TRUE(at(absent, "absent").starts_with("Not included"));
}

TEST(Intake, AWhatsAppExportNamesItsChatByItsFile) {
  const Taken all = taken(samples::whatsapp(), {.name = "media/WhatsApp Chat with Amal.txt"});
  ASSERT_EQ(all.records.size(), 3U);
  EXPECT_EQ(at(all.records[0], "chat_name"), "WhatsApp Chat with Amal");
  EXPECT_EQ(at(all.records[1], "local"), "2026-01-31T21:42");
  EXPECT_EQ(at(all.records[1], "text"), "when does it come?\nnobody knows");
  EXPECT_EQ(own(all.records[1], samples::whatsapp()),
            "31/01/2026, 21:42 - Zarin: when does it come?\nnobody knows");
}

TEST(Intake, AMailSaysItsHeadersInWordsAndGivesItsAttachments) {
  const Taken all = taken(samples::mail());
  ASSERT_EQ(all.records.size(), 1U);
  const json::Value& mail = all.records[0];
  EXPECT_EQ(at(mail, "kind"), "mail");
  EXPECT_EQ(at(mail, "id"), "7@tirazan.example");
  EXPECT_EQ(at(mail, "reply_to"), "6@tirazan.example");
  EXPECT_EQ(at(mail, "title"), "Lanterns – seven");
  EXPECT_EQ(at(mail, "at"), "2026-01-31T16:41:05.000Z");
  EXPECT_EQ(at(mail, "author"), "Zarin");
  EXPECT_EQ(at(mail, "author_id"), "zarin@tirazan.example");
  const json::Array& to = *mail["to"].as_array();
  ASSERT_EQ(to.size(), 2U);
  EXPECT_EQ(at(to[0], "id"), "bridge@tirazan.example");
  EXPECT_EQ(at(to[1], "as"), "cc");
  EXPECT_EQ(at(mail, "text"), "Seven lanterns are lit.");
  EXPECT_EQ(at(mail["other"], "html_text"), "Seven lanterns are out.");
  ASSERT_EQ(all.parts.size(), 1U);
  EXPECT_EQ(all.parts[0].head.name, "list.txt");
  EXPECT_EQ(all.parts[0].head.record, 1U);
  EXPECT_EQ(all.parts[0].bytes, "one\ntwo\n");
}

TEST(Intake, AMailboxOfManyMailsIsReadToItsEnd) {
  std::string box;
  constexpr int kMails = 500;
  for (int i = 0; i < kMails; ++i)
    box += samples::mail_of(i, "It says\n>From here on\nFrom there\n" + std::string(2000, 'x'));
  const Taken all = taken(box);
  ASSERT_EQ(all.records.size(), static_cast<std::size_t>(kMails));
  for (int i = 0; i < kMails; i += 99) {
    const json::Value& mail = all.records[static_cast<std::size_t>(i)];
    EXPECT_EQ(at(mail, "title"), fmt::format("boat {}", i));
    EXPECT_TRUE(own(mail, box).starts_with("From zarin@tirazan.example "));
    EXPECT_NE(at(mail, "text").find("From there"), std::string::npos);
  }
}

TEST(Intake, AMailTooLongForMemoryIsAPart) {
  const std::string box = samples::mail_of(1, "short") +
                          samples::mail_of(2, std::string(34U << 20U, 'x')) +
                          samples::mail_of(3, "short");
  const Taken all = taken(box);
  EXPECT_EQ(all.records.size(), 2U);
  ASSERT_EQ(all.parts.size(), 1U);
  EXPECT_EQ(all.parts[0].head.name, "message 2");
  EXPECT_EQ(all.parts[0].head.type, "mail");
  EXPECT_TRUE(all.parts[0].bytes.starts_with("From: Zarin"));
  EXPECT_GT(all.parts[0].bytes.size(), 34U << 20U);
  EXPECT_EQ(at(all.records[1], "title"), "boat 3");
}

TEST(Intake, APageInAMailIsAPageWithWhatItNeeds) {
  const Taken all = taken(samples::mhtml());
  ASSERT_EQ(all.records.size(), 1U);
  EXPECT_EQ(at(all.records[0], "kind"), "page");
  EXPECT_EQ(at(all.records[0], "id"), "https://pier.example/");
  EXPECT_EQ(at(all.records[0], "text"), "Seven lanterns");
  ASSERT_EQ(all.parts.size(), 2U);
  EXPECT_EQ(all.parts[1].head.name, "https://pier.example/a.gif");
  EXPECT_EQ(all.parts[1].bytes, "GIF89a");
}

TEST(Intake, APageCutFromItsMailsHeadersIsAPageStill) {
  const Taken all = taken(
      "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\n"
      "Content-Type: text/html\r\nContent-Location: https://pier.example/\r\n\r\n<p>Seven "
      "lanterns\r\n--b--\r\n");
  EXPECT_EQ(all.importer, Importer::kMhtml);
  ASSERT_EQ(all.records.size(), 1U);
  ASSERT_EQ(all.parts.size(), 1U);
  EXPECT_EQ(all.parts[0].head.name, "https://pier.example/");
}

TEST(Intake, ABodyWhoseChunksWereTakenOffIsGivenAndSaid) {
  for (const std::string body : {"<html>seven lanterns</html>", "beef"}) {
    const std::string block =
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n" + body;
    const Taken all = taken(fmt::format(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: "
        "https://pier.example/\r\nWARC-Date: 2026-01-31T16:41:05Z\r\nContent-Type: "
        "application/http\r\nContent-Length: {}\r\n\r\n{}\r\n\r\n",
        block.size(), block));
    ASSERT_EQ(all.parts.size(), 1U);
    EXPECT_EQ(all.parts[0].bytes, body);
    EXPECT_EQ(all.parts[0].problem, "its head announces chunks that it does not have");
  }
}

TEST(Intake, AWebArchiveGivesEachResponseWithItsBody) {
  const std::string plain = samples::warc();
  const Taken all = taken(plain);
  ASSERT_EQ(all.records.size(), 3U);
  EXPECT_NE(at(all.records[0], "text").find("software: sample"), std::string::npos);
  const json::Value& response = all.records[1];
  EXPECT_EQ(at(response, "title"), "https://pier.example/page");
  EXPECT_EQ(at(response, "at"), "2026-01-31T16:41:05.000Z");
  EXPECT_EQ(response["other"]["status"].int_or(0), 200);
  EXPECT_EQ(at(response["other"], "media_type"), "text/html");
  EXPECT_EQ(at(response["other"], "ip"), "127.0.0.1");
  ASSERT_EQ(all.parts.size(), 2U);
  EXPECT_EQ(all.parts[0].bytes, "<html>seven lanterns</html>");
  EXPECT_EQ(all.parts[0].head.type, "html");
  EXPECT_EQ(all.parts[0].head.charset, "utf-8");
  EXPECT_EQ(all.parts[0].head.record, 2U);
  EXPECT_EQ(all.parts[1].head.coding, "gzip");
  EXPECT_EQ(plain.find("WARC/1.1\r\nWARC-Type: response"),
            static_cast<std::size_t>(response["offset"].int_or(0)));
  const Taken packed = taken(samples::gzipped(plain));
  EXPECT_EQ(packed.importer, Importer::kWarc);
  EXPECT_EQ(packed.records.size(), 3U);
  EXPECT_EQ(packed.parts[0].bytes, all.parts[0].bytes);
}

TEST(Intake, ADigestThatDiffersIsSaid) {
  std::string warc = samples::warc();
  const std::size_t where = warc.find("seven");
  warc[where] = 'S';
  const Taken all = taken(warc);
  EXPECT_EQ(all.records.size(), 3U);
  ASSERT_EQ(all.unreads.size(), 1U);
  EXPECT_NE(all.unreads[0].reason.find("another digest"), std::string::npos);
}

TEST(Intake, AHarGivesWhatWasReceivedAndSent) {
  const Taken all = taken(samples::har());
  ASSERT_EQ(all.records.size(), 2U);
  EXPECT_EQ(at(all.records[0], "title"), "https://pier.example/a");
  EXPECT_EQ(at(all.records[0], "at"), "2026-01-31T16:41:05.120Z");
  EXPECT_EQ(at(all.records[0]["other"], "method"), "POST");
  EXPECT_EQ(all.records[0]["other"]["status"].int_or(0), 200);
  ASSERT_EQ(all.parts.size(), 2U);
  EXPECT_EQ(all.parts[0].bytes, std::string("\0\1\2", 3));
  EXPECT_EQ(all.parts[1].head.name, "https://pier.example/a (sent)");
  EXPECT_EQ(all.parts[1].bytes, "who=amal");
  EXPECT_EQ(at(all.records[1]["other"], "body"), "absent");
}

TEST(Intake, AnXArchiveGivesPostsMessagesAndLists) {
  const Taken posts = taken(samples::x_posts(), {.name = "data/tweets.js"});
  ASSERT_EQ(posts.records.size(), 2U);
  const json::Value& post = posts.records[0];
  EXPECT_EQ(at(post, "kind"), "post");
  EXPECT_EQ(at(post, "id"), "11");
  EXPECT_EQ(at(post, "at"), "2018-10-10T20:19:24.000Z");
  const json::Value& mark = post["marks"].as_array()->front();
  EXPECT_EQ(at(post, "text")
                .substr(static_cast<std::size_t>(mark["offset"].int_or(0)),
                        static_cast<std::size_t>(mark["length"].int_or(0))),
            "https://t.example/1");
  EXPECT_EQ(at(mark, "target"), "https://pier.example/");
  EXPECT_EQ(at(post["attachments"].as_array()->front(), "path"), "tweets_media/11-a.jpg");
  const Taken messages = taken(samples::x_messages());
  ASSERT_EQ(messages.records.size(), 3U);
  EXPECT_EQ(at(messages.records[0], "chat"), "1-2");
  EXPECT_EQ(at(messages.records[0], "author_id"), "1");
  EXPECT_EQ(at(messages.records[0], "at"), "2020-01-01T10:00:00.000Z");
  EXPECT_TRUE(messages.records[1]["service"].bool_or(false));
  EXPECT_EQ(at(messages.records[2], "chat"), "1-3");
  const Taken old = taken(
      "Grailbird.data.tweets_2015_01 = \n[ {\"id_str\": \"9\", \"text\": \"the pier is closed\", "
      "\"created_at\": \"2015-01-24 02:02:37 +0000\"} ]");
  ASSERT_EQ(old.records.size(), 1U);
  EXPECT_EQ(at(old.records[0], "kind"), "post");
  EXPECT_EQ(at(old.records[0], "text"), "the pier is closed");
  EXPECT_EQ(at(old.records[0], "at"), "2015-01-24T02:02:37.000Z");
  const Taken followers =
      taken("window.YTD.follower.part0 = [{\"follower\": {\"accountId\": \"7\"}}]");
  ASSERT_EQ(followers.records.size(), 1U);
  EXPECT_EQ(at(followers.records[0], "kind"), "row");
  EXPECT_EQ(at(followers.records[0], "title"), "follower");
  EXPECT_EQ(at(followers.records[0]["other"], "accountId"), "7");
}

TEST(Intake, ATableBecomesRecordsByItsMapping) {
  const std::string csv =
      "\xEF\xBB\xBFSent;Who;Words;Boat\r\n"
      "31/01/2026 21:41;Amal;\"late; very \"\"late\"\"\nindeed\";7\r\n"
      "\r\n"
      "never;Zarin;yes;\r\n";
  const json::Value mapping =
      json::parse(R"({"kind": "message", "platform": "forum", "zone": "+05:00",
      "time": "%d/%m/%Y %H:%M", "columns": {"Sent": "at", "Who": "author", "3": "text"}})")
          .value();
  const Taken all = taken(csv, {.name = "boats.csv", .mapping = mapping});
  ASSERT_EQ(all.records.size(), 2U);
  EXPECT_EQ(at(all.records[0], "kind"), "message");
  EXPECT_EQ(at(all.records[0], "at"), "2026-01-31T16:41:00.000Z");
  EXPECT_EQ(at(all.records[0], "author"), "Amal");
  EXPECT_EQ(at(all.records[0], "text"), "late; very \"late\"\nindeed");
  EXPECT_EQ(at(all.records[0]["other"], "Boat"), "7");
  EXPECT_TRUE(own(all.records[0], csv).starts_with("31/01/2026"));
  EXPECT_EQ(at(all.records[1]["other"], "at"), "never");
  const Taken plain = taken(csv, {.name = "boats.csv"});
  ASSERT_EQ(plain.records.size(), 2U);
  EXPECT_EQ(at(plain.records[1], "text"), "never\tZarin\tyes");
  EXPECT_EQ(at(plain.records[1]["other"], "Who"), "Zarin");
}

TEST(Intake, AMappingThatIsWrongSaysWhy) {
  for (const char* wrong : {R"({"kind": "boat"})", R"({"zone": "east"})", R"({"delimiter": "ab"})",
                            R"({"columns": {"a": 7}})", "[]"}) {
    const Taken all = taken("a,b\n1,2\n", {.name = "t.csv", .mapping = json::parse(wrong).value()});
    EXPECT_TRUE(all.records.empty());
    ASSERT_EQ(all.summary.problems.size(), 1U) << wrong;
    EXPECT_TRUE(all.summary.problems[0].starts_with("the table's mapping: ")) << wrong;
  }
}

TEST(Intake, AQuoteThatNothingClosesCostsItsLine) {
  const Taken all = taken("a,b\n1,2\n\"3,4\n5,6\n", {.name = "t.csv"});
  ASSERT_EQ(all.records.size(), 2U);
  EXPECT_EQ(at(all.records[1]["other"], "a"), "5");
  ASSERT_EQ(all.unreads.size(), 1U);
  EXPECT_EQ(*all.unreads[0].offset, 8U);
  EXPECT_EQ(*all.unreads[0].length, 5U);
}

TEST(Intake, JsonTablesAreLinesOrAnArray) {
  const Taken lines =
      taken("{\"who\": \"Amal\", \"n\": 7}\n\nno json\n{\"who\": \"Zarin\"}", {.name = "t.jsonl"});
  ASSERT_EQ(lines.records.size(), 2U);
  EXPECT_EQ(at(lines.records[0], "text"), "Amal\t7");
  EXPECT_EQ(lines.unreads.size(), 1U);
  const json::Value mapping =
      json::parse(R"({"rows": "items", "columns": {"who": "author"}})").value();
  const Taken rows =
      taken("{\"page\": 1, \"items\": [{\"who\": \"Amal\"}, 7, {\"who\": \"Zarin\"}]}",
            {.name = "t.json", .mapping = mapping});
  ASSERT_EQ(rows.records.size(), 2U);
  EXPECT_EQ(at(rows.records[1], "author"), "Zarin");
  EXPECT_EQ(rows.unreads.size(), 1U);
}

std::string utf16(std::string_view ascii, bool with_mark) {
  std::string out = with_mark ? "\xFF\xFE" : "";
  for (const char c : ascii) {
    out += c;
    out += '\0';
  }
  return out;
}

TEST(Intake, OtherEncodingsAreReadAndTheirPlacesAreThoseOfTheSource) {
  std::string text;
  for (int i = 10; i < 60; ++i) text += fmt::format("31/01/2026, 21:{} - Amal: boat {}\n", i, i);
  for (const bool with_mark : {true, false}) {
    const std::string coded = utf16(text, with_mark);
    const Taken all = taken(coded, {.name = "_chat.txt"});
    ASSERT_EQ(all.records.size(), 50U);
    EXPECT_EQ(all.summary.charset, "UTF-16LE");
    EXPECT_EQ(own(all.records[31], coded), utf16("31/01/2026, 21:41 - Amal: boat 41", false));
  }
  // "The boat is late" in Arabic letters of Windows-1256, and in Latin ones of Windows-1252.
  const std::string arabic =
      "31/01/2026, 21:41 - \xC7\xE3\xE1: \xC7\xE1\xDE\xC7\xD1\xC8 "
      "\xE3\xCA\xC3\xCE\xD1\n31/01/2026, 21:42 - \xC7\xE3\xE1: \xE4\xDA\xE3\n";
  const Taken in_arabic = taken(arabic, {.name = "_chat.txt", .charset = "windows-1256"});
  ASSERT_EQ(in_arabic.records.size(), 2U);
  EXPECT_EQ(at(in_arabic.records[0], "author"), "امل");
  EXPECT_EQ(at(in_arabic.records[0], "text"), "القارب متأخر");
  EXPECT_EQ(own(in_arabic.records[1], arabic), arabic.substr(arabic.find("31", 5), 28));
  const Taken in_latin =
      taken("name,where\nZo\xEB,caf\xE9\n", {.name = "t.csv", .charset = "windows-1252"});
  ASSERT_EQ(in_latin.records.size(), 1U);
  EXPECT_EQ(at(in_latin.records[0]["other"], "name"), "Zoë");
}

TEST(Intake, ALongTextIsReadInPiecesThatTogetherAreTheText) {
  std::string text;
  for (int line = 0; text.size() < kLongTextBytes + 1000; ++line)
    text += fmt::format("line {} of the harbour master's book: کشتی دیر سے آئی\n", line);
  const std::string without_lines = std::string(kLongTextBytes, 'a') + "é";
  for (const std::string& one : {text, without_lines}) {
    Taken taken;
    ASSERT_TRUE(take(one, {}, taken).ok());
    EXPECT_EQ(taken.importer, Importer::kLongText);
    std::string together;
    for (const json::Value& record : taken.records) {
      EXPECT_EQ(record["kind"].string_or(""), "page");
      EXPECT_EQ(static_cast<std::size_t>(record["offset"].int_or(-1)), together.size());
      together += record["text"].string_or("");
      EXPECT_EQ(static_cast<std::size_t>(record["length"].int_or(0)),
                record["text"].string_or("").size());
    }
    EXPECT_GT(taken.records.size(), 20U);
    EXPECT_EQ(together, one);
  }
  // In another encoding the places are those of the source.
  std::string wide = "\xFF\xFE";
  while (wide.size() <= kLongTextBytes) wide += std::string("k\0i\0\n\0", 6);
  Taken taken;
  ASSERT_TRUE(take(wide, {}, taken).ok());
  EXPECT_EQ(taken.summary.charset, "UTF-16LE");
  EXPECT_EQ(taken.records.front()["offset"].int_or(0), 2);
  const json::Value& last = taken.records.back();
  EXPECT_EQ(static_cast<std::size_t>(last["offset"].int_or(0) + last["length"].int_or(0)),
            wide.size());
  Taken page;
  ASSERT_TRUE(take("<html>" + text, {}, page).ok());
  EXPECT_EQ(page.importer, Importer::kNone);
}

TEST(Intake, ABrokenCharacterIsReplacedAndCostsNothingElse) {
  const Taken all = taken("name,where\nZo\xFF,here\nAmal,الميناء\nb,مرسى\n", {.name = "t.csv"});
  ASSERT_EQ(all.records.size(), 3U);
  EXPECT_EQ(at(all.records[0]["other"], "name"), "Zo\xEF\xBF\xBD");
}

TEST(Intake, WhatIsCutKeepsItsHead) {
  for (const samples::Sample& sample : samples::all()) {
    for (std::size_t size = sample.bytes.size() / 2; size < sample.bytes.size();
         size += std::max<std::size_t>(1, sample.bytes.size() / 97)) {
      Taken all;
      const Hints hints{.name = sample.name};
      const auto outcome = take(std::string_view(sample.bytes).substr(0, size), hints, all);
      ASSERT_TRUE(outcome.ok()) << sample.name << size << outcome.error().message;
      EXPECT_LE(all.records.size(), sample.records) << sample.name;
    }
  }
}

TEST(Intake, FlippedBitsEndNothingButWhatTheyHit) {
  std::mt19937 random(7);
  for (const samples::Sample& sample : samples::all()) {
    for (int round = 0; round < 40; ++round) {
      std::string bytes = sample.bytes;
      for (int i = 0; i <= round % 5; ++i)
        bytes[random() % bytes.size()] ^= static_cast<char>(1U << random() % 8);
      Taken all;
      const auto outcome = take(bytes, {.name = sample.name}, all);
      ASSERT_TRUE(outcome.ok()) << sample.name << outcome.error().message;
      for (const json::Value& record : all.records)
        EXPECT_TRUE(is_utf8(json::format_canonical(record))) << sample.name;
    }
  }
}

TEST(Intake, LimitsEndItAndSaySo) {
  const std::string box = samples::mail_of(1, "a") + samples::mail_of(2, "b");
  const Taken one = taken(box, {}, {.records = 1});
  EXPECT_EQ(one.records.size(), 1U);
  ASSERT_EQ(one.summary.problems.size(), 1U);
  EXPECT_NE(one.summary.problems[0].find("more than 1 records"), std::string::npos);
  const std::string zip = samples::zip({{"a", std::string(5000, 'x')}, {"b", "2"}, {"c", "3"}});
  const Taken parts = taken(zip, {}, {.parts = 2});
  EXPECT_EQ(parts.parts.size(), 2U);
  EXPECT_EQ(parts.summary.problems.size(), 1U);
  const Taken short_ones = taken(zip, {}, {.part_bytes = 4000});
  ASSERT_EQ(short_ones.parts.size(), 3U);
  EXPECT_TRUE(short_ones.parts[0].is_given_up);
  EXPECT_EQ(short_ones.parts[2].bytes, "3");
}

TEST(Intake, ABombIsGivenUp) {
  const std::string bomb = samples::zip({{"zeros", std::string(3U << 20U, '\0')}, {"b", "2"}});
  const Taken all = taken(bomb, {}, {.bytes = 1U << 20U});
  ASSERT_EQ(all.parts.size(), 1U);
  EXPECT_TRUE(all.parts[0].is_given_up);
  ASSERT_EQ(all.summary.problems.size(), 1U);
  EXPECT_NE(all.summary.problems[0].find("unpacks to more than"), std::string::npos);
}

TEST(Intake, ErrorsOfTheSinkEndIt) {
  struct Full final : Sink {
    Result<void> record(json::Object) override { return Error{ErrorCode::kIo, "full"}; }
    Result<void> begin_part(const Part&) override { return Error{ErrorCode::kIo, "full"}; }
    Result<void> part_data(ByteView) override { return {}; }
    Result<void> end_part(std::string_view, bool) override { return {}; }
    Result<void> unread(const Unread&) override { return {}; }
  };
  for (const samples::Sample& sample : samples::all()) {
    Taken before;
    ASSERT_TRUE(take(sample.bytes, {.name = sample.name}, before).ok());
    MemorySource source(as_bytes(sample.bytes));
    const Hints hints{.name = sample.name};
    Full sink;
    const auto importer = importer_of(source, hints).value();
    const auto outcome = import(source, importer, hints, {}, sink);
    ASSERT_FALSE(outcome.ok()) << sample.name;
    EXPECT_EQ(outcome.error().code, ErrorCode::kIo);
  }
}

}  // namespace
}  // namespace sanad::intake
