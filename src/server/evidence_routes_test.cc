// The evidence of a match over HTTP: both sides, from real files, through the cage.
#include <gtest/gtest.h>

#include <algorithm>

#include "extract/extract.h"
#include "list_test_rig.h"
#include "pictures/pictures.h"
#include "service/identification.h"
#include "service/lists.h"
#include "service/worker.h"

namespace sanad::server {
namespace {

using pictures::Picture;

Picture mirrored(const Picture& in) {
  Picture out = in;
  for (int y = 0; y < in.height; ++y) {
    for (int x = 0; x < in.width; ++x) {
      const auto from = in.pixels.begin() + (y * in.width + in.width - 1 - x) * 3;
      std::copy_n(from, 3, out.pixels.begin() + (y * in.width + x) * 3);
    }
  }
  return out;
}

Bytes png(const Picture& picture) {
  return extract::format_png({picture.width, picture.height, picture.pixels, {}, false}).value();
}

void put(Bytes& out, std::uint64_t value, int size) {  // little-endian
  for (int i = 0; i < size; ++i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}
void put_chunk(Bytes& out, std::string_view name, const Bytes& data) {
  out.insert(out.end(), name.begin(), name.end());
  put(out, data.size(), 4);
  out.insert(out.end(), data.begin(), data.end());
  if (data.size() % 2 != 0) out.push_back(0);
}
Bytes list_of_chunks(std::string_view name, const Bytes& chunks) {
  Bytes out(name.begin(), name.end());
  out.insert(out.end(), chunks.begin(), chunks.end());
  return out;
}

// One uncompressed frame a second in an AVI file. Widths that four divides need no padding.
Bytes video(const std::vector<Picture>& frames) {
  const auto width = static_cast<std::uint64_t>(frames.front().width);
  const auto height = static_cast<std::uint64_t>(frames.front().height);
  Bytes main, stream = to_bytes("vidsDIB "), format, movie;
  for (const std::uint64_t value :
       {std::uint64_t{1'000'000}, std::uint64_t{0}, std::uint64_t{0}, std::uint64_t{0},
        std::uint64_t{frames.size()}, std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{0}, width,
        height, std::uint64_t{0}, std::uint64_t{0}, std::uint64_t{0}, std::uint64_t{0}})
    put(main, value, 4);
  for (const std::uint64_t value :
       {std::uint64_t{0}, std::uint64_t{0}, std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1},
        std::uint64_t{0}, std::uint64_t{frames.size()}, std::uint64_t{0}, std::uint64_t{0},
        std::uint64_t{0}, std::uint64_t{0}, std::uint64_t{0}})
    put(stream, value, 4);
  put(format, 40, 4);
  put(format, width, 4);
  put(format, height, 4);
  put(format, 1, 2);
  put(format, 24, 2);
  for (int i = 0; i < 6; ++i) put(format, 0, 4);
  for (const Picture& frame : frames) {
    Bytes rows;
    for (int y = frame.height - 1; y >= 0; --y) {
      for (int x = 0; x < frame.width; ++x) {
        const auto at = static_cast<std::size_t>((y * frame.width + x) * 3);
        for (const std::size_t c : {2U, 1U, 0U}) rows.push_back(frame.pixels[at + c]);
      }
    }
    put_chunk(movie, "00db", rows);
  }
  Bytes one, headers, body, out;
  put_chunk(one, "strh", stream);
  put_chunk(one, "strf", format);
  put_chunk(headers, "avih", main);
  put_chunk(headers, "LIST", list_of_chunks("strl", one));
  put_chunk(body, "LIST", list_of_chunks("hdrl", headers));
  put_chunk(body, "LIST", list_of_chunks("movi", movie));
  put_chunk(out, "RIFF", list_of_chunks("AVI ", body));
  return out;
}

class EvidenceRoutesTest : public ListRig {
 protected:
  void SetUp() override {
    ListRig::SetUp();
    case_ = open_case();
  }

  // An exhibit with one file that was downloaded.
  std::string seal(const Bytes& content, const std::string& name = "download-1") {
    const std::string exhibit = crypto::new_id("exhibit");
    auto writer = workspace_->vault().begin(case_).value();
    EXPECT_TRUE(writer->write(content).ok());
    const std::string digest = format_hex(writer->seal().value().info.sha256);
    const std::string now = format_timestamp(clock_.now());
    EXPECT_TRUE(
        workspace_->custody()
            .record({"exhibit.sealed", amal().id, case_,
                     json::Object{{"exhibit", exhibit},
                                  {"number", fmt::format("TZ/2026/0001-{:03}", ++exhibits_)},
                                  {"capture", crypto::new_id("capture")},
                                  {"authorisation", crypto::new_id("authorisation")},
                                  {"url", "https://forum.tirazan.example/"},
                                  {"title", "Threads"},
                                  {"started_at", now},
                                  {"ended_at", now},
                                  {"files", json::Array{json::Object{
                                                {"name", name},
                                                {"role", "download"},
                                                {"media_type", "application/octet-stream"},
                                                {"size", content.size()},
                                                {"sha256", digest},
                                                {"sha512", std::string(128, '0')}}}},
                                  {"completeness", json::Object{{"status", "complete"},
                                                                {"reasons", json::Array{}}}}}})
            .ok());
    return exhibit;
  }
  authority::Officer amal() { return workspace_->records().officer("Amal Mirani").value(); }

  void bank(const std::string& exhibit) {
    const auto banked = service::bank(
        *workspace_, amal(), {"Judged here", exhibit, "download-1", "", "a judgement", {}});
    ASSERT_TRUE(banked.ok()) << banked.error().message;
  }
  void identify() {
    const auto job = service::order_identification(*workspace_, amal(), case_);
    ASSERT_TRUE(job.ok()) << job.error().message;
    const std::atomic<bool> stop{false};
    const auto done = service::run_now(*workspace_, *job, stop, [](const capture::Progress&) {});
    ASSERT_TRUE(done.ok()) << done.error().message;
  }
  // The match of this exhibit by this signal.
  std::string match_of(const std::string& exhibit, const std::string& signal) {
    const auto all = service::list_matches(*workspace_, amal(), case_, "").value();
    for (const auto& one : all) {
      if (one.match.exhibit == exhibit && one.match.signal == signal) return one.match.id;
    }
    ADD_FAILURE() << "no match by " << signal;
    return "";
  }
  Reply evidence(const std::string& match, std::optional<Session> who = {}) {
    return call(who.value_or(amal_), "GET", "/matches/" + match + "/evidence");
  }
  Reply picture(const std::string& match, const std::string& side,
                std::optional<Session> who = {}) {
    return call(who.value_or(amal_), "GET", "/matches/" + match + "/pictures/" + side);
  }

  std::string case_;
  int exhibits_ = 0;
};

TEST_F(EvidenceRoutesTest, AMirroredPictureStandsBesideTheBankedOneThatItResembles) {
  const Picture original = pictures::draw({pictures::Kind::kTerrain, 320, 240, 3, 6});
  const Picture turned = mirrored(original);
  const std::string banked = seal(png(original)), found = seal(png(turned));
  bank(banked);
  identify();
  const std::string match = match_of(found, "pdq");
  const Reply reply = evidence(match);
  ASSERT_EQ(reply.status, 200) << reply.text;
  EXPECT_EQ(reply.body["found"]["exhibit"].string_or(""), found);
  EXPECT_EQ(reply.body["found"]["number"].string_or(""), "TZ/2026/0001-002");
  EXPECT_EQ(reply.body["found"]["content"].string_or(""), "picture");
  EXPECT_TRUE(reply.body["found"]["has_picture"].bool_or(false));
  EXPECT_EQ(reply.body["listed"]["exhibit"].string_or(""), banked);
  EXPECT_EQ(reply.body["listed"]["file"].string_or(""), "download-1");
  EXPECT_TRUE(reply.body["listed"]["has_picture"].bool_or(false));
  EXPECT_TRUE(reply.body["listed"]["absent"].is_null());
  EXPECT_EQ(reply.body["turned"].string_or(""), "mirrored left to right");
  EXPECT_TRUE(reply.body["align"]["mirror"].bool_or(false));
  EXPECT_EQ(reply.body["align"]["rotate"].int_or(-1), 0);
  EXPECT_TRUE(reply.body["overlap"].is_null());
  EXPECT_TRUE(reply.body["frames"].as_array()->empty());
  EXPECT_TRUE(reply.body["passages"].as_array()->empty());

  const Reply seen = picture(match, "found"), known = picture(match, "listed");
  ASSERT_EQ(seen.status, 200) << seen.text;
  EXPECT_EQ(seen.header("Content-Type"), "image/png");
  EXPECT_EQ(seen.header("Cache-Control"), "no-store");
  EXPECT_EQ(seen.header("X-Content-Type-Options"), "nosniff");
  EXPECT_NE(seen.header("Content-Security-Policy").find("sandbox"), std::string::npos);
  EXPECT_EQ(to_bytes(seen.text), png(turned));
  EXPECT_EQ(to_bytes(known.text), png(original));
}

// PDQ does not find it.
TEST_F(EvidenceRoutesTest, ACropOfABankedPictureIsFoundByItsPointsWithItsOutline) {
  const Picture original = pictures::draw({pictures::Kind::kShapes, 480, 360, 3, 21});
  Picture crop{336, 288, 3, {}};
  for (int y = 36; y < 324; ++y) {
    const auto row = original.pixels.begin() + (y * 480 + 96) * 3;
    crop.pixels.insert(crop.pixels.end(), row, row + 336 * 3);
  }
  const std::string banked = seal(png(original)), found = seal(png(crop));
  bank(banked);
  identify();
  const Reply reply = evidence(match_of(found, "points"));
  ASSERT_EQ(reply.status, 200) << reply.text;
  EXPECT_EQ(reply.body["found"]["content"].string_or(""), "picture");
  EXPECT_TRUE(reply.body["listed"]["has_picture"].bool_or(false));
  EXPECT_EQ(reply.body["turned"].string_or(""), "as it is");
  EXPECT_FALSE(reply.body["align"]["mirror"].bool_or(true));
  const json::Value& overlap = reply.body["overlap"];
  EXPECT_GE(overlap["points"].int_or(0), 9);
  EXPECT_LE(overlap["points"].int_or(0), overlap["points_in_common"].int_or(0));
  const auto expect_corner = [&](const char* name, std::size_t corner, double x, double y) {
    const json::Array* corners = overlap[name].as_array();
    ASSERT_TRUE(corners != nullptr && corners->size() == 4);
    const json::Array& at = *(*corners)[corner].as_array();
    EXPECT_NEAR(static_cast<double>(at[0].int_or(0)), x, 150) << name;
    EXPECT_NEAR(static_cast<double>(at[1].int_or(0)), y, 150) << name;
  };
  expect_corner("found_in_listed", 0, 2000, 1000);
  expect_corner("found_in_listed", 2, 9000, 9000);
  expect_corner("listed_in_found", 0, -2857, -1250);
}

TEST_F(EvidenceRoutesTest, LookingIsRecordedOnceForAnOfficerAMatchAndASide) {
  const Picture original = pictures::draw({pictures::Kind::kTerrain, 320, 240, 3, 6});
  const std::string banked = seal(png(original)), found = seal(png(mirrored(original)));
  bank(banked);
  identify();
  const std::string match = match_of(found, "pdq");
  EXPECT_EQ(evidence(match).status, 200);
  EXPECT_EQ(count_entries("exhibit.viewed"), 0u);  // numbers only
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(picture(match, "found").status, 200);
    EXPECT_EQ(picture(match, "listed").status, 200);
  }
  EXPECT_EQ(count_entries("exhibit.viewed"), 2u);
  EXPECT_EQ(picture(match, "found", chand_).status, 200);
  EXPECT_EQ(count_entries("exhibit.viewed"), 3u);
  clock_.advance_ms(10LL * 60 * 1000);
  EXPECT_EQ(picture(match, "found").status, 200);
  EXPECT_EQ(count_entries("exhibit.viewed"), 4u);
  const auto looks =
      workspace_->records().entries({.exhibit = banked, .kind = "exhibit.viewed"}).value();
  ASSERT_EQ(looks.size(), 1u);
  EXPECT_EQ(looks[0].actor, amal().id);
  EXPECT_EQ(looks[0].case_id, case_);
  EXPECT_EQ(looks[0].data["file"].string_or(""), "download-1");
  EXPECT_EQ(looks[0].data["purpose"].string_or(""), "evidence of " + match + ", listed side");
}

TEST_F(EvidenceRoutesTest, ItIsShownToThoseWhoMayReadACase) {
  const std::string list = import_two();
  const std::string match =
      record_match(case_, seal(to_bytes("a few words"), "page.html"), list, entry_of(list, kValue));
  for (const Session& who : {amal_, behram_, chand_}) EXPECT_EQ(evidence(match, who).status, 200);
  EXPECT_EQ(evidence(match, dara_).status, 403);
  EXPECT_EQ(evidence(match, Session{}).status, 401);
  EXPECT_EQ(picture(match, "found", dara_).status, 403);
  EXPECT_EQ(picture(match, "found", Session{}).status, 401);
  EXPECT_EQ(call(amal_, "POST", "/matches/" + match + "/pictures/found").status, 405);
}

TEST_F(EvidenceRoutesTest, OfAListOfOthersThereIsTheFingerprintOnly) {
  const std::string list = import_two();
  const std::string match =
      record_match(case_, seal(to_bytes("a few words"), "page.html"), list, entry_of(list, kValue));
  const Reply reply = evidence(match);
  ASSERT_EQ(reply.status, 200) << reply.text;
  EXPECT_EQ(reply.body["found"]["content"].string_or(""), "text");
  EXPECT_EQ(reply.body["listed"]["absent"].string_or(""), "the list holds only the fingerprint");
  EXPECT_EQ(reply.body["listed"]["value"].string_or(""), kValue);
  EXPECT_FALSE(reply.body["listed"]["has_picture"].bool_or(true));
  EXPECT_TRUE(reply.body["listed"]["exhibit"].is_null());
  EXPECT_TRUE(reply.body["align"].is_null());
  const Reply none = picture(match, "listed");
  EXPECT_EQ(none.status, 404);
  EXPECT_NE(none.text.find("only the fingerprint"), std::string::npos);
  EXPECT_EQ(picture(match, "found").status, 400);  // it is no picture
  EXPECT_EQ(count_entries("exhibit.viewed"), 0u);
}

TEST_F(EvidenceRoutesTest, WhatIsNotThereIsSaid) {
  const std::string list = import_two();
  const std::string exhibit = seal(to_bytes("a few words"));  // there is no page.html in it
  const std::string match = record_match(case_, exhibit, list, "an entry that is no more");
  const Reply reply = evidence(match);
  ASSERT_EQ(reply.status, 200) << reply.text;
  EXPECT_NE(reply.body["found"]["absent"].string_or("").find("no file"), std::string::npos);
  EXPECT_EQ(reply.body["found"]["content"].string_or(""), "other");
  EXPECT_EQ(reply.body["listed"]["absent"].string_or(""), "the list no longer holds the entry");
  EXPECT_EQ(picture(match, "found").status, 404);
  EXPECT_EQ(picture(match, "lost").status, 404);
  EXPECT_EQ(evidence("match-0000000000000000").status, 404);
  EXPECT_EQ(picture("match-0000000000000000", "found").status, 404);
  for (const char* time : {"x", "-1", "1e3", "nan", "1%20", "86401", "0x10"})
    EXPECT_EQ(picture(match, std::string("found?seconds=") + time).status, 400) << time;
}

TEST_F(EvidenceRoutesTest, ADisputeIsInTheEvidence) {
  const std::string list = import_two();
  const std::string entry = entry_of(list, kValue);
  const std::string match = record_match(case_, seal(to_bytes("words"), "page.html"), list, entry);
  EXPECT_FALSE(evidence(match).body["disputed"].bool_or(true));
  EXPECT_EQ(say(amal_, list, entry, "dispute", "a news report").status, 200);
  EXPECT_TRUE(evidence(match).body["disputed"].bool_or(false));
}

TEST_F(EvidenceRoutesTest, ATextIsShownWithThePassagesThatItShares) {
  const std::string statement =
      "Tonight the seven lanterns of the river market are lit, and whoever holds the key of the "
      "old orchard shall bring it to the copper bridge.";
  ASSERT_EQ(import(amal_, statement + "\n", {{"signal", "text"}, {"name", "Statements"}}).status,
            201);
  const std::string before = "Somebody wrote: ", after = " That was all.";
  const std::string exhibit = seal(to_bytes(before + statement + after));
  identify();
  const std::string match = match_of(exhibit, "text");
  const Reply reply = evidence(match);
  ASSERT_EQ(reply.status, 200) << reply.text;
  EXPECT_EQ(reply.body["listed"]["value"].string_or(""), statement);
  EXPECT_TRUE(reply.body["listed"]["absent"].is_null());
  ASSERT_EQ(reply.body["passages"].as_array()->size(), 1u);
  const json::Value& pair = reply.body["passages"].as_array()->front();
  // The folding leaves the full stop out.
  const std::string shared = statement.substr(0, statement.size() - 1);
  EXPECT_EQ(pair["found"]["text"].string_or(""), shared);
  EXPECT_EQ(pair["listed"]["text"].string_or(""), shared);
  EXPECT_EQ(pair["found"]["before"].string_or(""), before);
  EXPECT_EQ(pair["found"]["after"].string_or(""), "." + after);
  EXPECT_EQ(pair["found"]["start"].int_or(0), static_cast<std::int64_t>(before.size()));
  EXPECT_FALSE(pair["found"]["cut"].bool_or(true));
  EXPECT_EQ(count_entries("exhibit.viewed"), 1u);
  // A version without the text: what was found stays, and nothing of the list is shown.
  ASSERT_EQ(import(amal_, "Another statement of the river market about boats and nets.\n",
                   {{"signal", "text"}, {"name", "Statements"}})
                .status,
            201);
  const Reply later = evidence(match);
  ASSERT_EQ(later.body["passages"].as_array()->size(), 1u) << later.text;
  EXPECT_EQ(later.body["passages"].as_array()->front()["found"]["text"].string_or(""), shared);
  EXPECT_TRUE(later.body["passages"].as_array()->front()["listed"].is_null());
  EXPECT_EQ(count_entries("exhibit.viewed"), 1u);
}

TEST_F(EvidenceRoutesTest, ALongTextIsCutByLettersAndSaysSo) {
  std::string statement;
  for (int i = 0; i < 900; ++i) statement += fmt::format("{}فانوس ", i * i);
  ASSERT_EQ(import(amal_, statement + "\n", {{"signal", "text"}, {"name", "Statements"}}).status,
            201);
  const std::string exhibit = seal(to_bytes(statement));
  identify();
  const Reply reply = evidence(match_of(exhibit, "text"));
  ASSERT_EQ(reply.status, 200);
  EXPECT_TRUE(reply.body["listed"]["value_cut"].bool_or(false));
  const json::Value& pair = reply.body["passages"].as_array()->front();
  EXPECT_TRUE(pair["found"]["cut"].bool_or(false));
  EXPECT_TRUE(statement.starts_with(pair["found"]["text"].string_or("x")));
  EXPECT_GT(pair["found"]["text"].string_or("").size(), 2000u);
  EXPECT_LT(pair["found"]["text"].string_or("").size(), 4000u);
  const json::Value hit = first(look_up(amal_, {{"signal", "text"}, {"value", statement}}));
  EXPECT_TRUE(hit["value_cut"].bool_or(false));
  EXPECT_TRUE(statement.starts_with(hit["value"].string_or("x")));
}

TEST_F(EvidenceRoutesTest, FramesOfACutStandBesideTheirOriginals) {
  std::vector<Picture> frames;
  for (std::uint64_t i = 0; i < 12; ++i)
    frames.push_back(pictures::draw({pictures::Kind::kTerrain, 160, 120, 3, i + 20}));
  const std::string banked = seal(video(frames));
  const std::vector<Picture> cut(frames.begin() + 5, frames.begin() + 10);
  const std::string found = seal(video(cut));
  bank(banked);
  identify();
  const std::string match = match_of(found, "vpdq");
  const Reply reply = evidence(match);
  ASSERT_EQ(reply.status, 200) << reply.text;
  EXPECT_EQ(reply.body["found"]["content"].string_or(""), "video");
  EXPECT_EQ(reply.body["listed"]["content"].string_or(""), "video");
  ASSERT_FALSE(reply.body["frames"].as_array()->empty());
  for (const json::Value& pair : *reply.body["frames"].as_array()) {
    const std::int64_t at = pair["found_seconds"].int_or(-1);
    EXPECT_EQ(pair["listed_seconds"].int_or(-1), at + 5);
    const Reply left = picture(match, fmt::format("found?seconds={}", at));
    const Reply right = picture(match, fmt::format("listed?seconds={}", at + 5));
    ASSERT_EQ(left.status, 200);
    EXPECT_EQ(left.text, right.text);
    EXPECT_EQ(to_bytes(left.text), png(frames[static_cast<std::size_t>(at + 5)]));
  }
  EXPECT_EQ(count_entries("exhibit.viewed"), 2u);
}

// Hashes of frames do not find it.
TEST_F(EvidenceRoutesTest, FramesOfACroppedVideoStandBesideTheirOriginalsWithOutlines) {
  std::vector<Picture> frames, cropped;
  for (std::uint64_t i = 0; i < 6; ++i) {
    const Picture& frame =
        frames.emplace_back(pictures::draw({pictures::Kind::kTerrain, 320, 240, 3, i + 40}));
    if (i == 0) continue;
    Picture& crop = cropped.emplace_back(Picture{256, 192, 3, {}});
    for (int y = 24; y < 216; ++y) {
      const auto row = frame.pixels.begin() + (y * 320 + 32) * 3;
      crop.pixels.insert(crop.pixels.end(), row, row + 256 * 3);
    }
  }
  const std::string banked = seal(video(frames)), found = seal(video(cropped));
  bank(banked);
  identify();
  const std::string match = match_of(found, "vpoints");
  const Reply reply = evidence(match);
  ASSERT_EQ(reply.status, 200) << reply.text;
  EXPECT_EQ(reply.body["found"]["content"].string_or(""), "video");
  EXPECT_EQ(reply.body["listed"]["content"].string_or(""), "video");
  EXPECT_TRUE(reply.body["overlap"].is_null());
  const json::Array& pairs = *reply.body["frames"].as_array();
  ASSERT_GE(pairs.size(), 3u);
  for (const json::Value& pair : pairs) {
    const std::int64_t at = pair["found_seconds"].int_or(-1);
    EXPECT_EQ(pair["listed_seconds"].int_or(-1), at + 1);
    EXPECT_TRUE(pair["distance"].is_null());
    EXPECT_GE(pair["overlap"]["points"].int_or(0), 7);
    const json::Array& corners = *pair["overlap"]["found_in_listed"].as_array();
    ASSERT_EQ(corners.size(), 4u);
    EXPECT_NEAR(static_cast<double>((*corners[0].as_array())[0].int_or(0)), 1000, 200);
    EXPECT_NEAR(static_cast<double>((*corners[0].as_array())[1].int_or(0)), 1000, 200);
    const Reply right = picture(match, fmt::format("listed?seconds={}", at + 1));
    EXPECT_EQ(to_bytes(right.text), png(frames[static_cast<std::size_t>(at + 1)]));
  }
}

TEST_F(EvidenceRoutesTest, TheSameFileIsTheSamePicture) {
  const Bytes file = png(pictures::draw({pictures::Kind::kTerrain, 320, 240, 3, 6}));
  const std::string banked = seal(file), found = seal(file);
  bank(banked);
  identify();
  const Reply reply = evidence(match_of(found, "sha256"));
  EXPECT_EQ(reply.body["listed"]["content"].string_or(""), "picture");
  EXPECT_EQ(reply.body["turned"].string_or(""), "as it is");
  EXPECT_EQ(reply.body["align"]["rotate"].int_or(-1), 0);
  EXPECT_TRUE(reply.body["listed"]["has_picture"].bool_or(false));
}

}  // namespace
}  // namespace sanad::server
