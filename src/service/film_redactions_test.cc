// Redactions of the pictures of videos through the service, decoded by the real program in its
// cage.
#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "cage/input.h"
#include "crypto/crypto.h"
#include "extract/stretches.h"
#include "import_rig.h"
#include "redaction/film.h"
#include "service/bundles.h"
#include "service/part_views.h"
#include "service/redaction_compare.h"
#include "service/redactions.h"
#include "verifier/verifier.h"
#include "zip/reader.h"

namespace sanad::service {
namespace {

// Fourteen seconds, ten pictures each, with sound.
std::string turned_video() {
  std::ifstream video(SANAD_SOURCE_DIR "/src/media/testdata/turned.mp4", std::ios::binary);
  return {std::istreambuf_iterator<char>(video), {}};
}

class FilmRedactionsTest : public ImportRig {
 protected:
  records::Exhibit import_video(const std::string& content = turned_video()) {
    permit_imports();
    write("clip.mp4", content);
    return import_folder();
  }
  static PictureSubject only_file() { return {"original-1", {}, {}}; }
  static std::string name_of_made(const json::Value& made) {
    return made["redaction"].string_or("");
  }
  json::Value cover(const records::Exhibit& exhibit, const std::vector<HiddenRange>& ranges) {
    const auto made = redact_film(workspace(), amal_, exhibit, only_file(), ranges);
    EXPECT_TRUE(made.ok()) << made.error().message;
    return made.ok() ? *made : json::Value();
  }
  Bytes bundle_showing(const records::Exhibit& exhibit, const std::vector<std::string>& ids) {
    const auto ordered =
        order_bundle(workspace(), amal_, {case_.id, {exhibit.id}, "court", {}, ids});
    EXPECT_TRUE(ordered.ok()) << ordered.error().message;
    const auto ran =
        run_bundle(workspace(), workspace().jobs().find(ordered->job).value(), monitor_);
    EXPECT_TRUE(ran.ok()) << ran.error().message;
    auto opened = open_bundle(workspace(), amal_, ordered->bundle).value();
    Bytes zip(opened.reader->size());
    EXPECT_EQ(opened.reader->read_at(0, zip).value(), zip.size());
    return zip;
  }
  // Times and mean greys of the pictures from a second on, as the cage decodes them.
  std::vector<std::pair<std::int64_t, double>> watch(ByteView file, std::int64_t begin_ms) {
    const cage::Input input = cage::Input::of(file).value();
    std::vector<std::pair<std::int64_t, double>> out;
    const auto end = extract::moving(
        workspace().extractor(), input.fd(), "", begin_ms, [&](const extract::Preview& one) {
          double sum = 0;
          for (const std::uint8_t byte : one.pixels) sum += byte;
          out.emplace_back(one.time_ms.value_or(-1), sum / static_cast<double>(one.pixels.size()));
          return Result<void>();
        });
    EXPECT_TRUE(end.ok()) << end.error().message;
    return out;
  }
};

TEST_F(FilmRedactionsTest, AVideoIsGreyInItsTimesAndNearTheOriginalElsewhere) {
  const auto exhibit = import_video();
  const auto made = cover(exhibit, {{2'500, 4'000, "a face"}, {12'900, 99'000, "a house"}});
  EXPECT_EQ(json::format_canonical(made["ranges"]), "[[2,2,0],[12,2,1]]");
  EXPECT_EQ(made["of"].string_or(""), "film");
  EXPECT_EQ(made["open"].int_or(0), 10);
  EXPECT_EQ(json::format_canonical(made["closed"]), "[2,2]");
  EXPECT_EQ(made["length_ms"].int_or(0), 14'000);
  EXPECT_EQ(made["width"].int_or(0), 64);
  const auto shown = redacted_picture(workspace(), chand_, exhibit, name_of_made(made)).value();
  ASSERT_EQ(shown.kind, redaction::Kind::kFilm);
  EXPECT_EQ(made["sha256"].string_or(""), format_hex(crypto::sha256(shown.picture)));
  MemorySource source(shown.picture);
  EXPECT_EQ(redaction::read_film(source).value().segments.size(), 14U);
  const auto before = watch(as_bytes(turned_video()), 0), after = watch(shown.picture, 0);
  ASSERT_GT(after.size(), 80U);
  std::size_t near = 0, grey = 0;
  for (const auto& [time_ms, mean] : after) {
    if (time_ms >= 2'000 && time_ms < 4'000) {
      EXPECT_NEAR(mean, 130, 2) << time_ms;  // 128 of luma as a screen shows it
      ++grey;
      continue;
    }
    const auto same = std::ranges::find(before, time_ms, &std::pair<std::int64_t, double>::first);
    ASSERT_NE(same, before.end()) << time_ms;
    EXPECT_NEAR(mean, same->second, 4) << time_ms;
    ++near;
  }
  EXPECT_GE(grey, 2U);
  EXPECT_GE(near, 78U);
}

TEST_F(FilmRedactionsTest, TheFramesAreCommittedToOnceAndBothRedactionsLeadToThem) {
  const auto exhibit = import_video();
  cover(exhibit, {{0, 100, "a face"}});
  cover(exhibit, {{5'000, 9'000, "a house"}});
  const auto frames = entries("exhibit.frames");
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].data["sha256"].string_or(""),
            workspace().records().file(exhibit, "original-1").value().sha256);
  EXPECT_EQ(frames[0].data["segments"].int_or(0), 14);
  EXPECT_TRUE(frames[0].data["encoder"].string_or("").starts_with("libvpx "));
  const auto listed = list_redactions(workspace(), chand_, exhibit).value();
  ASSERT_EQ(listed.size(), 2U);
  for (const json::Value& one : listed) {
    const auto checked = check_redaction(workspace(), amal_, name_of_made(one));
    ASSERT_TRUE(checked.ok()) << checked.error().message;
    EXPECT_TRUE((*checked)["agrees"].bool_or(false));
  }
}

TEST_F(FilmRedactionsTest, SoundAndPicturesAreCoveredInOneActAndAPartOfAnImportToo) {
  const auto exhibit = import_video();
  const auto both = redact_times(workspace(), amal_, exhibit, only_file(),
                                 {{1'050, 2'000, "a name"}}, Covering::kBoth);
  ASSERT_TRUE(both.ok()) << both.error().message;
  ASSERT_EQ(both->size(), 2U);
  EXPECT_EQ((*both)[0]["of"].string_or(""), "sound");
  EXPECT_EQ(json::format_canonical((*both)[0]["ranges"]), "[[10,10,0]]");
  EXPECT_EQ((*both)[1]["of"].string_or(""), "film");
  EXPECT_EQ(json::format_canonical((*both)[1]["ranges"]), "[[1,1,0]]");
  const json::Value page = page_of_parts(workspace(), amal_, exhibit, 0, 100).value();
  const json::Value& part = (*page["items"].as_array())[0];
  const PictureSubject subject{"", static_cast<std::uint64_t>(part["number"].int_or(0)), {}};
  const auto made = redact_film(workspace(), amal_, exhibit, subject, {{100, 900, "a face"}});
  ASSERT_TRUE(made.ok()) << made.error().message;
  EXPECT_EQ((*made)["part"].int_or(-1), part["number"].int_or(-2));
  EXPECT_TRUE(check_redaction(workspace(), amal_, name_of_made(*made)).ok());
  EXPECT_EQ(entries("exhibit.frames").size(), 2U);
}

TEST_F(FilmRedactionsTest, WhatCannotBeRedactedIsRefusedWithTheReasonAndRecordsNothing) {
  permit_imports();
  write("a.txt", "no video at all");
  write("clip.mp4", turned_video());
  const auto exhibit = import_folder();
  const auto code = [&](const PictureSubject& subject, const std::vector<HiddenRange>& ranges) {
    const auto made = redact_film(workspace(), amal_, exhibit, subject, ranges);
    EXPECT_FALSE(made.ok());
    return made.ok() ? ErrorCode::kIo : made.error().code;
  };
  const PictureSubject clip{"original-2", {}, {}};
  EXPECT_EQ(code(only_file(), {{0, 9, "a face"}}), ErrorCode::kInvalid);
  EXPECT_EQ(code({"original-9", {}, {}}, {{0, 9, "a face"}}), ErrorCode::kNotFound);
  EXPECT_EQ(code({"", 99, {}}, {{0, 9, "a face"}}), ErrorCode::kNotFound);
  EXPECT_EQ(code({"original-2", {}, 1}, {{0, 9, "a face"}}), ErrorCode::kInvalid);
  EXPECT_EQ(code(clip, {}), ErrorCode::kInvalid);
  EXPECT_EQ(code(clip, {{0, 9, " "}}), ErrorCode::kInvalid);
  EXPECT_EQ(code(clip, {{9, 9, "a face"}}), ErrorCode::kInvalid);
  EXPECT_EQ(code(clip, {{14'000, 15'000, "a face"}}), ErrorCode::kInvalid);
  EXPECT_TRUE(entries("exhibit.redacted").empty());
  EXPECT_TRUE(entries("exhibit.frames").empty());
  const auto made = redact_film(workspace(), esen_, exhibit, clip, {{0, 9, "a face"}});
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().code, ErrorCode::kDenied);
  EXPECT_FALSE(parse_covering("smell").ok());
  EXPECT_EQ(parse_covering("both").value(), Covering::kBoth);
}

TEST_F(FilmRedactionsTest, ABundleShowsTheVideoAndWithholdsTheFilesAndTheOriginalCompares) {
  const auto exhibit = import_video();
  const auto hidden = cover(exhibit, {{2'000, 4'000, "a face"}});
  const auto other = cover(exhibit, {{2'000, 3'000, "a hand"}});
  const Bytes zip = bundle_showing(exhibit, {name_of_made(hidden)});
  MemorySource source(zip);
  const auto report = verifier::verify(source, {}, nullptr).value();
  EXPECT_EQ(verifier::verdict_name(report.verdict), "intact with warnings")
      << verifier::format_report_text(report);
  ASSERT_EQ(report.exhibits.size(), 1U);
  EXPECT_TRUE(report.exhibits[0].files.empty());
  const std::string all = to_text(zip);
  EXPECT_NE(all.find(name_of_made(hidden) + ".webm"), std::string::npos);
  EXPECT_EQ(all.find(name_of_made(other)), std::string::npos);
  EXPECT_EQ(all.find(other["sha256"].string_or("?")), std::string::npos);

  const auto compare = [&](const std::string& file) {
    return compare_redaction(workspace().extractor(), zip, name_of_made(hidden), as_bytes(file));
  };
  const auto same = compare(turned_video()).value();
  EXPECT_TRUE(same["same"].bool_or(false)) << same["sentence"].string_or("");
  EXPECT_EQ(same["digest"].string_or(""), "same");
  EXPECT_EQ(same["open_segments"].int_or(0), 12);
  EXPECT_EQ(same["different_segments"].int_or(-1), 0);
  EXPECT_EQ(compare("no video").error().code, ErrorCode::kInvalid);
}

}  // namespace
}  // namespace sanad::service
