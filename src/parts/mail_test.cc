#include "parts/mail.h"

#include <fmt/format.h>

#include "parts_rig.h"

namespace sanad::parts {
namespace {

using Mails = PartsTest;

constexpr std::string_view kMail =
    "From: =?UTF-8?B?2obYsdin2Lo=?= <zarin@tirazan.example>\r\n"
    "To: bridge@tirazan.example\r\nSubject: =?windows-1256?Q?=D3=E6=DE?= tonight\r\n"
    "X-Other: not shown\r\nMIME-Version: 1.0\r\n"
    "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\npreamble\r\n"
    "--b\r\nContent-Type: text/plain; charset=windows-1256\r\n"
    "Content-Transfer-Encoding: quoted-printable\r\n\r\n=D3=E6=DE lantern\r\n"
    "--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>a page\r\n"
    "--b\r\nContent-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n"
    "Content-Disposition: attachment; filename*=UTF-8''%DA%86%D8%B1%D8%A7%D8%BA.zip\r\n\r\n"
    "UEsD\r\nBAo=\r\n"
    "--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: b@tirazan.example\r\nSubject: within\r\n\r\n"
    "the inner one\r\n--b--\r\n";

TEST_F(Mails, GiveEachLeafDecodedWithItsNameAndCharset) {
  const Outcome outcome = opened(kMail);
  EXPECT_EQ(outcome.kind, Kind::kMail);
  ASSERT_EQ(outcome.names(), "body.txt;body.html;چراغ.zip;message.eml;");
  EXPECT_EQ(outcome.parts[0].bytes, "\xD3\xE6\xDE lantern");
  EXPECT_EQ(outcome.hints[0].charset, "windows-1256");
  EXPECT_EQ(outcome.hints[1].type, "html");
  EXPECT_EQ(outcome.parts[2].bytes, std::string_view("PK\x03\x04\x0A"));
  EXPECT_EQ(outcome.hints[3].type, "mail");
  EXPECT_NE(outcome.parts[3].bytes.find("the inner one"), std::string::npos);
  EXPECT_EQ(opened(outcome.parts[3].bytes, {}, outcome.hints[3]).names(), "body.txt;");
}

TEST_F(Mails, AreKnownByTheHeadersOfMimeAlone) {
  for (const std::string_view mail :
       {"Content-Type: multipart/mixed; boundary=b\n\n--b\n\na lantern\n--b--\n",
        "Content-type: text/plain\nContent-transfer-encoding: base64\n\nYSBsYW50ZXJu\n"}) {
    const Outcome outcome = opened(mail);
    EXPECT_EQ(outcome.kind, Kind::kMail) << mail;
    ASSERT_EQ(outcome.parts.size(), 1U) << mail;
    EXPECT_EQ(outcome.parts[0].bytes, "a lantern");
  }
  EXPECT_EQ(opened("Content-Type: text/plain\n\na lantern\n").kind, Kind::kText);
}

TEST_F(Mails, ALineThatIsNoHeaderCostsNothing) {
  const std::string_view mail =
      "From: zarin@tirazan.example\nX-Folded: a line\nthat was not folded\nSubject: late\n"
      "MIME-Version: 1.0\nContent-Type: text/plain\n\nthe boat\n";
  const Outcome outcome = opened(mail);
  EXPECT_EQ(outcome.kind, Kind::kMail);
  ASSERT_EQ(outcome.parts.size(), 1U);
  EXPECT_EQ(outcome.parts[0].bytes, "the boat\n");
  // A note that begins like one is a note.
  EXPECT_EQ(opened("From: Amal\nTo: Zarin\nmeet me at the pier\n").kind, Kind::kText);
}

TEST_F(Mails, TheirHeadersAreTheirText) {
  const std::string text = text_in(kMail);
  EXPECT_EQ(text,
            "From: چراغ <zarin@tirazan.example>\nTo: bridge@tirazan.example\n"
            "Subject: سوق tonight\n");
  EXPECT_EQ(text_in("\xD3\xE6\xDE \xC7\xE1\xE4\xE5\xD1", {"", "windows-1256"}), "سوق النهر");
}

TEST_F(Mails, WhatIsEncryptedIsListed) {
  const Outcome outcome = opened(
      "From: a@tirazan.example\nTo: b@tirazan.example\nContent-Type: multipart/encrypted; "
      "protocol=\"application/pgp-encrypted\"; boundary=b\n\n--b\nContent-Type: "
      "application/pgp-encrypted\n\nVersion: 1\n--b\nContent-Type: application/octet-stream; "
      "name=\"encrypted.asc\"\n\nxyz\n--b--\n");
  ASSERT_EQ(outcome.parts.size(), 2U);
  EXPECT_TRUE(outcome.parts[1].encrypted);
  EXPECT_EQ(outcome.parts[1].bytes, "");
}

TEST_F(Mails, AMailboxGivesEachMailAsItStands) {
  std::string box;
  std::vector<std::string> mails;
  for (int i = 0; i < 5; ++i) {
    mails.push_back(fmt::format(
        "From: a@tirazan.example\nTo: b@tirazan.example\nSubject: {}\n\nFrom the bridge\n"
        "\nFrom here on, no header follows\n\n",
        i));
    box += "From a@tirazan.example Sun Nov  1 12:00:00 2026\n" + mails.back();
  }
  const Outcome outcome = opened(box);
  EXPECT_EQ(outcome.kind, Kind::kMailbox);
  ASSERT_EQ(outcome.parts.size(), mails.size());
  for (std::size_t i = 0; i < mails.size(); ++i) EXPECT_EQ(outcome.parts[i].bytes, mails[i]);
}

TEST_F(Mails, ACutMailGivesItsHead) {
  for (std::size_t size = kMail.size(); size > 300; --size) {
    const Outcome outcome = opened(kMail.substr(0, size));
    if (size > 460) {
      ASSERT_GE(outcome.parts.size(), 1U) << size;
      EXPECT_TRUE(std::string_view(outcome.parts[0].bytes).starts_with("\xD3")) << size;
    }
  }
}

TEST_F(Mails, WordsThatWereEncodedOneByOneAreAllRead) {
  const std::string mail =
      "From: =?UTF-8?B?QW1hbA==?=\r\n =?utf-8?b?IE1pcmFuaQ==?= <amal@tirazan.example>\r\n"
      "To: b@tirazan.example\r\n"
      "Subject: =?UTF-8?B?U2V2ZQ==?=\r\n =?UTF-8?B?biBsYW4=?= =?UTF-8?B?dGVybg==?=\r\n"
      "\t=?UTF-8?Q?s?= =?UTF-8?B?INi0?= =?UTF-8?B?2LQ=?= at eight\r\n"
      "Content-Type: application/x-lamp\r\n"
      "Content-Disposition: attachment; filename=\"=?UTF-8?B?bGFtcA==?=\r\n =?UTF-8?B?LnR4dA==?=\""
      "\r\n\r\noil\r\n";
  const auto read = read_mail(as_bytes(mail));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->subject, "Seven lanterns شش at eight");
  ASSERT_EQ(read->from.size(), 1U);
  EXPECT_EQ(read->from[0].name, "Amal Mirani");
  EXPECT_EQ(read->from[0].address, "amal@tirazan.example");
  ASSERT_EQ(read->leaves.size(), 1U);
  EXPECT_EQ(read->leaves[0].part.name, "lamp.txt");
  EXPECT_NE(text_in(mail).find("Subject: Seven lanterns"), std::string::npos);
}

TEST_F(Mails, APartsTextIsReadWhereNoBoundaryIsFound) {
  const auto read = read_mail(
      as_bytes("From: a@tirazan.example\nTo: b@tirazan.example\nContent-Type: multipart/mixed; "
               "boundary=b\n\nSeven lanterns\n--another\n\nlit\n"));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->text, "Seven lanterns\n--another\n\nlit");
}

TEST_F(Mails, ASenderWithoutAnAddressIsNamed) {
  const auto read =
      read_mail(as_bytes("From: big boat b@tirazan.example\nTo: b@tirazan.example\n"
                         "Message-ID: <1@2@tirazan.example>\n\nlit\n"));
  ASSERT_TRUE(read.has_value());
  ASSERT_EQ(read->from.size(), 1U);
  EXPECT_EQ(read->from[0].name, "big boat b@tirazan.example");
  EXPECT_EQ(read->message_id, "1@2@tirazan.example");
}

TEST_F(Mails, NestedBeyondReasonTheyEnd) {
  std::string head = "From: a@tirazan.example\nTo: b@tirazan.example\n", tail;
  for (int i = 0; i < 3000; ++i) {
    head += fmt::format("Content-Type: multipart/mixed; boundary=b{0}\n\n--b{0}\n", i);
    tail = fmt::format("\n--b{}--", i) + tail;
  }
  (void)opened(head + "\ntext\n" + tail);
}

}  // namespace
}  // namespace sanad::parts
