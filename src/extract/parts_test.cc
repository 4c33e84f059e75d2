// Opening through the real program in its cage.
#include <gtest/gtest.h>

#include <map>

#include "cage/input.h"
#include "crypto/crypto.h"
#include "extract/walk.h"
#include "zipped_rig.h"

namespace sanad::extract {
namespace {

std::string mail_with(ByteView attachment, const std::string& name) {
  return "From: zarin@tirazan.example\nTo: bridge@tirazan.example\nMIME-Version: 1.0\n"
         "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n"
         "Seven lanterns are in the archive.\n--b\nContent-Type: application/zip\n"
         "Content-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=" +
         name + "\n\n" + format_base64(attachment) + "\n--b--\n";
}

struct Seen {
  Result<Opened> outcome = Error{};
  std::map<std::string, std::string> parts;
};

Seen opened(ByteView item, const PartLimits& limits = {}, const Extractor& extractor = {}) {
  Seen seen;
  const cage::Input input = cage::Input::of(item).value();
  seen.outcome = open_parts(extractor, input.fd(), {}, limits, [&seen](Part part) -> Result<void> {
    seen.parts[part.name] = to_text(part.bytes) + part.problem;
    return {};
  });
  return seen;
}

class Recorder final : public Visitor {
 public:
  Result<bool> wants(const Node& node) override {
    asked.push_back(node.way);
    return !passed_over.contains(node.way);
  }
  Result<void> on_item(const Node& node, const json::Value& item) override {
    items[node.way] = item["text_content"].string_or("");
    EXPECT_EQ(node.sha256, format_hex(crypto::sha256(node.bytes)));
    return fail_at == node.way ? Result<void>(Error{ErrorCode::kDenied, "not this"})
                               : Result<void>();
  }
  Result<void> on_unread(const Node& node, const std::string& reason) override {
    unread[node.way] = reason;
    return {};
  }
  Result<void> on_done(const Node& node, const json::Value& item) override {
    done[node.way] = item;
    return {};
  }
  std::vector<std::string> asked;
  std::set<std::string> passed_over;
  std::map<std::string, std::string> items, unread;
  std::map<std::string, json::Value> done;
  std::string fail_at = "nowhere";
};

Result<void> walked(ByteView item, Recorder& recorder, const Extractor& extractor = {}) {
  Node root;
  root.sha256 = format_hex(crypto::sha256(item));
  root.bytes = item;
  const cage::Input input = cage::Input::of(item).value();
  const auto outcome = walk(extractor, root, input.fd(), recorder);
  return outcome;
}

TEST(OpenParts, GiveWhatWasPutIn) {
  const std::string long_one(300'000, 'x');
  const Seen seen = opened(zipped({{"a.txt", "a lantern"}, {"b/long", long_one}}));
  ASSERT_TRUE(seen.outcome.ok()) << seen.outcome.error().message;
  EXPECT_EQ(seen.outcome->kind, "archive");
  EXPECT_EQ(seen.outcome->parts, 2U);
  EXPECT_EQ(seen.parts.at("a.txt"), "a lantern");
  EXPECT_EQ(seen.parts.at("b/long") == long_one, true);
}

TEST(OpenParts, OfWhatHoldsNothingAreNone) {
  const Seen seen = opened(as_bytes("seven lanterns"));
  ASSERT_TRUE(seen.outcome.ok());
  EXPECT_EQ(seen.outcome->kind, "text");
  EXPECT_EQ(seen.outcome->parts, 0U);
}

TEST(OpenParts, KeepToTheLimitsThatTheyWereGiven) {
  const Bytes item = zipped({{"a", std::string(5000, 'x')}, {"b", "2"}, {"c", "3"}});
  const Seen part = opened(item, {.part_bytes = 4000});
  ASSERT_TRUE(part.outcome.ok()) << part.outcome.error().message;
  EXPECT_EQ(part.parts.at("a"), "it is longer than 4000 bytes");
  EXPECT_EQ(part.parts.at("c"), "3");
  const Seen two = opened(item, {.parts = 2});
  ASSERT_TRUE(two.outcome.ok());
  EXPECT_EQ(two.parts.size(), 2U);
  EXPECT_EQ(two.outcome->problems.size(), 1U);
}

TEST(OpenParts, AnErrorOfTheTakerEndsTheProgramAndIsGivenBack) {
  const Bytes item = zipped({{"a", "1"}, {"b", "2"}});
  const cage::Input input = cage::Input::of(item).value();
  int taken = 0;
  const auto outcome = open_parts({}, input.fd(), {}, {}, [&taken](const Part&) -> Result<void> {
    ++taken;
    return Error{ErrorCode::kDenied, "not this"};
  });
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, ErrorCode::kDenied);
  EXPECT_EQ(taken, 1);
}

TEST(OpenParts, AnAnswerThatIsNoFramesIsAnError) {
  Extractor extractor;
  extractor.program = "/bin/echo";
  const Seen seen = opened(as_bytes("x"), {}, extractor);
  ASSERT_FALSE(seen.outcome.ok());
  EXPECT_EQ(seen.outcome.error().code, ErrorCode::kInvalid);
  EXPECT_NE(seen.outcome.error().message.find("not to be trusted"), std::string::npos);
}

TEST(Walk, GoesThroughEveryDepthAndNamesTheWay) {
  const std::string mail = mail_with(zipped({{"folder/note.txt", "a note"}}), "a.zip");
  Recorder recorder;
  ASSERT_TRUE(walked(as_bytes(mail), recorder).ok());
  EXPECT_EQ(recorder.asked,
            (std::vector<std::string>{"", "body.txt", "a.zip", "a.zip → folder/note.txt"}));
  EXPECT_EQ(recorder.items.at("a.zip → folder/note.txt"), "a note");
  EXPECT_EQ(recorder.items.at("body.txt"), "Seven lanterns are in the archive.");
  EXPECT_TRUE(recorder.unread.empty());
  const json::Array* parts = recorder.done.at("")["parts"].as_array();
  ASSERT_NE(parts, nullptr);
  ASSERT_EQ(parts->size(), 2U);
  EXPECT_EQ((*parts)[1]["step"].string_or(""), "a.zip");
  EXPECT_EQ((*parts)[1]["key"].string_or(""),
            format_hex(crypto::sha256(zipped({{"folder/note.txt", "a note"}}))));
}

TEST(Walk, PassesOverWhatIsNotWantedWithAllThatItHolds) {
  const std::string mail = mail_with(zipped({{"note.txt", "a note"}}), "a.zip");
  Recorder recorder;
  recorder.passed_over = {"a.zip"};
  ASSERT_TRUE(walked(as_bytes(mail), recorder).ok());
  EXPECT_FALSE(recorder.items.contains("a.zip"));
  EXPECT_FALSE(recorder.items.contains("a.zip → note.txt"));
  EXPECT_TRUE(recorder.items.contains("body.txt"));
}

TEST(Walk, AnErrorOfTheVisitorEndsItAtAnyDepth) {
  const std::string mail = mail_with(zipped({{"note.txt", "a note"}, {"other", "x"}}), "a.zip");
  Recorder recorder;
  recorder.fail_at = "a.zip → note.txt";
  const auto outcome = walked(as_bytes(mail), recorder);
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, ErrorCode::kDenied);
  EXPECT_FALSE(recorder.items.contains("a.zip → other"));
}

TEST(Walk, EndsInTheDepthAndSaysSo) {
  std::string inner = "the innermost text";
  for (unsigned i = 0; i < kMaxDepth + 3; ++i) inner = to_text(zipped({{"a", inner}}));
  Recorder recorder;
  ASSERT_TRUE(walked(as_bytes(inner), recorder).ok());
  EXPECT_EQ(recorder.items.size(), kMaxDepth + 1);
  ASSERT_EQ(recorder.unread.size(), 1U);
  EXPECT_NE(recorder.unread.begin()->second.find("archives deep"), std::string::npos);
}

TEST(Walk, ABrokenPartCostsThatPart) {
  Bytes broken = zipped({{"note.txt", "a note"}});
  broken.resize(broken.size() - 30);
  const Bytes item = zipped({{"broken.zip", to_text(broken)}, {"whole.txt", "a lantern"}});
  Recorder recorder;
  ASSERT_TRUE(walked(item, recorder).ok());
  EXPECT_EQ(recorder.items.at("whole.txt"), "a lantern");
  EXPECT_EQ(recorder.items.at("broken.zip → note.txt"), "a note");
  EXPECT_TRUE(recorder.unread.contains("broken.zip"));
}

TEST(Walk, AMissingProgramIsNoItemsFault) {
  Extractor extractor;
  extractor.program = "/there/is/no/sanad-extract";
  Recorder recorder;
  const auto outcome = walked(as_bytes("x"), recorder, extractor);
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, ErrorCode::kUnavailable);
}

TEST(Walk, CancellingEndsIt) {
  Extractor extractor;
  extractor.is_cancelled = [] { return true; };
  Recorder recorder;
  const auto outcome = walked(zipped({{"a", "1"}}), recorder, extractor);
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, ErrorCode::kConflict);
}

TEST(Walk, TheSameBytesReadOtherwiseAreRememberedApart) {
  Node node;
  node.sha256 = "aa";
  std::set<std::string> keys = {key_of(node)};
  node.hints.coding = "gzip";
  keys.insert(key_of(node));
  node.hints.type = "html";
  keys.insert(key_of(node));
  node.hints.charset = "windows-1256";
  keys.insert(key_of(node));
  EXPECT_EQ(keys.size(), 4U);
}

}  // namespace
}  // namespace sanad::extract
