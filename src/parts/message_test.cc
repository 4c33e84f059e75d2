#include "mapi.h"
#include "office_rig.h"

namespace sanad::parts {
namespace {

using Messages = PartsTest;

TEST_F(Messages, OfOutlookGiveWhoWroteToWhomBodiesAndAttachments) {
  const std::string item = sample("letter.msg");
  EXPECT_EQ(text_in(item),
            "From: Amal Mirani <amal@harbour.example>\n"
            "To: The Keeper <keeper@harbour.example>\nCc: North Pier <pier@harbour.example>\n"
            "Date: 2026-03-01T18:30:00.000Z\nSubject: Lanterns at the north pier — چراغ\n");
  const Outcome outcome = opened(item);
  EXPECT_EQ(outcome.kind, Kind::kMsg);
  ASSERT_EQ(outcome.names(), "body.txt;body.html;lantern.png;");
  EXPECT_EQ(outcome.parts[0].bytes, "Seven lanterns tonight.\r\nسات چراغ\r\n");
  EXPECT_EQ(text_in(outcome.parts[1].bytes, outcome.hints[1]), "Seven lanterns tonight.\n");
  EXPECT_TRUE(outcome.parts[2].bytes.starts_with("\x89PNG"));
  EXPECT_EQ(outcome.parts[2].bytes.size(), 1040U);
}

TEST_F(Messages, WithinOthersAreMessagesAgain) {
  const Outcome outer = opened(sample("forward.msg"));
  ASSERT_EQ(outer.names(), "body.txt;Lanterns at the north pier.msg;");
  EXPECT_EQ(outer.parts[0].bytes, "café");  // by the code page that the message names
  const Outcome inner = opened(outer.parts[1].bytes);
  EXPECT_EQ(inner.kind, Kind::kMsg);
  EXPECT_EQ(inner.names(), "body.txt;body.html;lantern.png;");
  EXPECT_NE(text_in(outer.parts[1].bytes).find("Date: 2026-03-01T18:30:00.000Z\n"),
            std::string::npos);
}

TEST_F(Messages, ThatAreNotInTheUtf8ThatTheyNameAreInTheCommonCodePage) {
  constexpr std::uint16_t kSubject = 0x0037;
  for (const std::string_view kept : {"caf\xE9", "caf\xC3\xA9"}) {
    MapiProperties properties;
    properties.charset = "UTF-8";
    properties.set(kSubject, kMapiString8, as_bytes(kept));
    EXPECT_EQ(properties.text(kSubject), "café");
  }
}

TEST_F(Messages, OfWinmailGiveTheSame) {
  const std::string item = sample("winmail.dat");
  EXPECT_EQ(text_in(item),
            "From: Amal Mirani <amal@harbour.example>\n"
            "To: The Keeper <keeper@harbour.example>\nDate: 2026-03-01T18:30:00.000Z\n"
            "Subject: Lanterns by winmail\n");
  const Outcome outcome = opened(item);
  EXPECT_EQ(outcome.kind, Kind::kTnef);
  EXPECT_TRUE(outcome.problems.empty());
  ASSERT_EQ(outcome.names(), "lantern of the pier.png;inner;body.rtf;");
  EXPECT_EQ(outcome.parts[0].bytes.size(), 1040U);
  EXPECT_EQ(text_in(outcome.parts[2].bytes), "lanterns سوق\n");
  // The message within is TNEF again, in the code page that it names.
  const Outcome inner = opened(outcome.parts[1].bytes);
  EXPECT_EQ(inner.kind, Kind::kTnef);
  ASSERT_EQ(inner.names(), "body.txt;");
  EXPECT_EQ(inner.parts[0].bytes, "سوق النهر");
  EXPECT_EQ(text_in(outcome.parts[1].bytes), "Subject: an inner note\n");
}

TEST_F(Messages, AChecksumThatIsAnotherIsSaid) {
  std::string item = sample("winmail.dat");
  item[item.find("\x89PNG") + 30] ^= 1;
  const Outcome outcome = opened(item);
  EXPECT_EQ(outcome.parts.size(), 3U);
  EXPECT_EQ(outcome.problems, std::vector<std::string>{"a checksum is another"});
}

TEST_F(Messages, AWinmailThatIsCutGivesTheBeginningOfItsAttachment) {
  const std::string whole = sample("winmail.dat");
  const Outcome outcome = opened(whole.substr(0, whole.find("\x89PNG") + 500));
  ASSERT_EQ(outcome.parts.size(), 2U);
  EXPECT_EQ(outcome.parts[0].bytes.size(), 500U);
  EXPECT_EQ(outcome.parts[0].problem, "it is cut off");
  EXPECT_EQ(outcome.parts[1].name, "body.rtf");
  EXPECT_EQ(outcome.problems, std::vector<std::string>{"it is cut off"});
}

// The two examples of MS-OXRTFCP, section 3.
TEST_F(Messages, PackedRtfIsUnpackedAsTheStandardShows) {
  const Bytes simple = *parse_hex(
      "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a"
      "80"
      "0fa0");
  const UnpackedRtf one = unpack_rtf(simple);
  EXPECT_EQ(as_text(one.bytes), "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n");
  EXPECT_EQ(one.problem, "");
  const Bytes crossing = *parse_hex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0");
  EXPECT_EQ(as_text(unpack_rtf(crossing).bytes), "{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}");
  Bytes flipped = simple;
  flipped.back() ^= 0x40;
  EXPECT_NE(unpack_rtf(flipped).problem, "");
  EXPECT_EQ(unpack_rtf(ByteView(simple).first(30)).bytes.empty(), false);
  EXPECT_EQ(unpack_rtf(ByteView(simple).first(10)).problem, "its head is missing");
}

TEST_F(Messages, DamageIsSurvived) {
  expect_damage_is_survived(sample("letter.msg"), 211, 400);
  expect_damage_is_survived(sample("forward.msg"), 311, 400);
  expect_damage_is_survived(sample("winmail.dat"), 7, 2000);
}

}  // namespace
}  // namespace sanad::parts
