// Redactions through the service, decoded by the real program in its cage.
#include "service/redactions.h"

#include <fmt/format.h>

#include "cage/input.h"
#include "extract/pixels.h"
#include "import_rig.h"
#include "pictures/people.h"
#include "redaction/picture.h"
#include "redaction/proof.h"
#include "service/bundles.h"
#include "service/part_views.h"
#include "service/redaction_compare.h"
#include "verifier/verifier.h"
#include "zip/reader.h"

namespace sanad::service {
namespace {

redaction::Picture painted(std::uint32_t width, std::uint32_t height, unsigned seed = 3) {
  redaction::Picture picture{width, height, {}};
  for (std::size_t i = 0; i < std::size_t{width} * height * 3; ++i)
    picture.pixels.push_back(static_cast<std::uint8_t>(1 + (i * seed + i / 97) % 250));
  return picture;
}
std::string file_of(const redaction::Picture& picture) {
  return to_text(redaction::write_png(picture).value());
}

class RedactionsTest : public ImportRig {
 protected:
  records::Exhibit import_picture(const redaction::Picture& picture) {
    permit_imports();
    write("photo.png", file_of(picture));
    return import_folder();
  }
  static PictureSubject original() { return {"original-1", {}, {}}; }
  static std::string id_of(const json::Value& made) { return made["redaction"].string_or(""); }

  Bytes bundle_with(const records::Exhibit& exhibit, const std::vector<std::string>& redactions) {
    BundleOrder order{case_.id, {exhibit.id}, "court", {}, redactions};
    const auto ordered = order_bundle(workspace(), amal_, order);
    EXPECT_TRUE(ordered.ok()) << ordered.error().message;
    const auto ran =
        run_bundle(workspace(), workspace().jobs().find(ordered->job).value(), monitor_);
    EXPECT_TRUE(ran.ok()) << ran.error().message;
    auto opened = open_bundle(workspace(), amal_, ordered->bundle).value();
    Bytes zip(opened.reader->size());
    EXPECT_EQ(opened.reader->read_at(0, zip).value(), zip.size());
    return zip;
  }
  static verifier::Report verified(const Bytes& zip) {
    MemorySource source(zip);
    return verifier::verify(source, {}, nullptr).value();
  }
};

TEST_F(RedactionsTest, WhatARedactionSealedIsNotTakenForALeftoverOfInterruptedWork) {
  const auto exhibit = import_picture(painted(90, 50));
  ASSERT_TRUE(redact(workspace(), amal_, exhibit, original(), {{17, 0, 1, 20, "a face"}}).ok());
  const auto granted =
      permit(workspace(), amal_, {case_.id, authority::Activity::kImport, {}, "", "a telephone"})
          .value();
  ASSERT_TRUE(workspace()
                  .custody()
                  .record_import_started(granted, {"import-9", "exhibit-9", "a disc", "x", "9"})
                  .ok());
  const std::string orphan = put_object(case_.id, "sealed, and not yet named");
  ASSERT_TRUE(reopen().ok());
  const auto left = entries("objects.unclaimed");
  ASSERT_EQ(left.size(), 1u);
  const json::Array& kept = *left.front().data["kept"].as_array();
  ASSERT_EQ(kept.size(), 1u) << json::format_pretty(left.front().data);
  EXPECT_EQ(kept.front().string_or(""), orphan);
}

TEST_F(RedactionsTest, ARedactedFileIsBlackInItsBoxesAndTheOriginalElsewhere) {
  const auto picture = painted(90, 50);
  const auto exhibit = import_picture(picture);
  const auto made = redact(workspace(), amal_, exhibit, original(),
                           {{17, 0, 1, 20, "a face"}, {70, 40, 500, 500, "a plate"}});
  ASSERT_TRUE(made.ok()) << made.error().message;
  EXPECT_EQ((*made)["open"].int_or(0), 6 * 4 - 2 - 4);
  EXPECT_EQ(json::format_canonical((*made)["closed"]), "[2,4]");
  EXPECT_EQ(json::format_canonical((*made)["boxes"]), "[[1,0,1,2,0],[4,2,2,2,1]]");
  const auto shown = redacted_picture(workspace(), chand_, exhibit, id_of(*made)).value();
  const auto read = redaction::read_png(shown.picture).value();
  for (std::uint32_t y = 0; y < 50; ++y) {
    for (std::uint32_t x = 0; x < 90; ++x) {
      const bool is_closed = (x / 16 == 1 && y < 32) || (x >= 64 && y >= 32);
      for (std::size_t c = 0; c < 3; ++c) {
        const std::size_t at = (std::size_t{y} * 90 + x) * 3 + c;
        ASSERT_EQ(read.pixels[at], is_closed ? 0 : picture.pixels[at]) << x << "," << y;
      }
    }
  }
  // A program that is not ours reads the same pixels.
  const cage::Input input = cage::Input::of(shown.picture).value();
  const auto seen = extract::whole_picture(workspace().extractor(), input.fd(), "").value();
  EXPECT_EQ(seen.pixels, read.pixels);
  EXPECT_EQ(seen.decoder.substr(0, 6), "libpng");
}

TEST_F(RedactionsTest, TheTilesAreCommittedToOnceAndTheOriginalStaysAsItWas) {
  const auto exhibit = import_picture(painted(64, 64));
  ASSERT_TRUE(redact(workspace(), amal_, exhibit, original(), {{0, 0, 9, 9, "a face"}}).ok());
  ASSERT_TRUE(redact(workspace(), behram_, exhibit, original(), {{40, 40, 9, 9, "a name"}}).ok());
  const auto tiles = entries("exhibit.tiles");
  ASSERT_EQ(tiles.size(), 1U);
  EXPECT_EQ(tiles[0].data["sha256"].string_or(""),
            workspace().records().file(exhibit, "original-1").value().sha256);
  const auto redacted = entries("exhibit.redacted");
  ASSERT_EQ(redacted.size(), 2U);
  EXPECT_EQ(redacted[0].actor, amal_.id);
  EXPECT_EQ(redacted[1].data["tiles"].int_or(0), static_cast<std::int64_t>(tiles[0].index));
  const auto listed = list_redactions(workspace(), chand_, exhibit).value();
  ASSERT_EQ(listed.size(), 2U);
  for (const json::Value& one : listed) {
    const auto checked = check_redaction(workspace(), amal_, id_of(one));
    ASSERT_TRUE(checked.ok()) << checked.error().message;
    EXPECT_TRUE((*checked)["agrees"].bool_or(false));
  }
  EXPECT_EQ(check_redaction(workspace(), amal_, "redaction-0000000000000000").error().code,
            ErrorCode::kNotFound);
}

TEST_F(RedactionsTest, APartAndAPageAreRedactedAndTheDigestOfAPartIsNotTold) {
  permit_imports();
  write("photo.png", file_of(painted(40, 40)));
  write("a.pdf",
        "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        "2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 300 100] >>\nendobj\n"
        "3 0 obj\n<< /Type /Page /Parent 2 0 R >>\nendobj\n"
        "trailer\n<< /Root 1 0 R >>\n%%EOF\n");
  const auto exhibit = import_folder();
  const json::Value page = page_of_parts(workspace(), amal_, exhibit, 0, 100).value();
  for (const json::Value& part : *page["items"].as_array()) {
    const auto number = static_cast<std::uint64_t>(part["number"].int_or(0));
    PictureSubject subject{"", number, {}};
    if (part["path"].string_or("") == "a.pdf") subject.page = 1;
    const auto made = redact(workspace(), amal_, exhibit, subject, {{0, 0, 9, 9, "a face"}});
    ASSERT_TRUE(made.ok()) << part["path"].string_or("") << ": " << made.error().message;
    EXPECT_EQ((*made)["part"].int_or(-1), part["number"].int_or(-2));
    EXPECT_TRUE(check_redaction(workspace(), amal_, id_of(*made)).ok());
  }
  ASSERT_EQ(entries("exhibit.tiles").size(), 2U);
  for (const auto& entry : entries("exhibit.tiles")) EXPECT_TRUE(entry.data["sha256"].is_null());
}

TEST_F(RedactionsTest, WhatCannotBeRedactedIsRefusedWithTheReasonAndRecordsNothing) {
  permit_imports();
  write("a.txt", "no picture at all");
  write("photo.png", file_of(painted(40, 40)));
  const auto exhibit = import_folder();
  const auto code = [&](const PictureSubject& subject, const std::vector<HiddenBox>& boxes) {
    const auto made = redact(workspace(), amal_, exhibit, subject, boxes);
    EXPECT_FALSE(made.ok());
    return made.ok() ? ErrorCode::kIo : made.error().code;
  };
  const PictureSubject photo{"original-2", {}, {}};
  EXPECT_EQ(code(original(), {{0, 0, 9, 9, "a face"}}), ErrorCode::kInvalid);
  EXPECT_EQ(code({"original-9", {}, {}}, {{0, 0, 9, 9, "a face"}}), ErrorCode::kNotFound);
  EXPECT_EQ(code({"", 99, {}}, {{0, 0, 9, 9, "a face"}}), ErrorCode::kNotFound);
  EXPECT_EQ(code(photo, {}), ErrorCode::kInvalid);
  EXPECT_EQ(code(photo, {{0, 0, 9, 9, " "}}), ErrorCode::kInvalid);
  EXPECT_EQ(code(photo, {{40, 0, 9, 9, "a face"}}), ErrorCode::kInvalid);
  EXPECT_EQ(code(photo, {{0, 0, 0, 9, "a face"}}), ErrorCode::kInvalid);
  EXPECT_TRUE(entries("exhibit.redacted").empty());
  for (const char* text : {"", "1,2,3:x", "1,2,3,4", "1,2,3,4,5:x", "a,2,3,4:x", "-1,2,3,4:x"})
    EXPECT_FALSE(parse_box(text).ok()) << text;
  const auto box = parse_box("1,2,3,4:a face: his").value();
  EXPECT_EQ(box.height, 4U);
  EXPECT_EQ(box.reason, "a face: his");
}

TEST_F(RedactionsTest, ABundleShowsTheRedactionAndWithholdsTheFilesAndTheOriginalCompares) {
  const auto picture = painted(90, 50);
  const auto exhibit = import_picture(picture);
  const auto hidden =
      redact(workspace(), amal_, exhibit, original(), {{0, 0, 40, 40, "a face"}}).value();
  const auto other =
      redact(workspace(), amal_, exhibit, original(), {{0, 0, 9, 9, "an eye"}}).value();
  const Bytes zip = bundle_with(exhibit, {id_of(hidden)});
  const auto report = verified(zip);
  EXPECT_EQ(verifier::verdict_name(report.verdict), "intact with warnings")
      << verifier::format_report_text(report);
  ASSERT_EQ(report.exhibits.size(), 1U);
  EXPECT_TRUE(report.exhibits[0].files.empty());
  EXPECT_EQ(report.exhibits[0].withheld.size(), 2U);
  // Neither the other redaction nor the digest of its picture: whoever knows what this one shows
  // could try what that one shows besides.
  const std::string all = to_text(zip);
  EXPECT_NE(all.find(id_of(hidden)), std::string::npos);
  EXPECT_EQ(all.find(id_of(other)), std::string::npos);
  EXPECT_EQ(all.find(other["sha256"].string_or("?")), std::string::npos);
  EXPECT_EQ(entries("bundle.exported").back().data["redactions"].as_array()->size(), 1U);

  const auto compare = [&](const std::string& file) {
    return compare_redaction(workspace().extractor(), zip, id_of(hidden), as_bytes(file)).value();
  };
  const auto same = compare(file_of(picture));
  EXPECT_TRUE(same["same"].bool_or(false)) << same["sentence"].string_or("");
  EXPECT_EQ(same["digest"].string_or(""), "same");
  redaction::Picture changed = picture;
  changed.pixels.back() ^= 1;
  EXPECT_FALSE(compare(file_of(changed))["same"].bool_or(true));
  EXPECT_EQ(compare(file_of(changed))["different_tiles"].int_or(0), 1);
  EXPECT_EQ(compare(file_of(changed))["digest"].string_or(""), "other");
  EXPECT_FALSE(compare(file_of(painted(50, 90)))["same"].bool_or(true));
  EXPECT_EQ(compare_redaction(workspace().extractor(), zip, id_of(other), {}).error().code,
            ErrorCode::kNotFound);
  Bytes broken = zip;
  broken[broken.size() / 2] ^= 1;
  EXPECT_EQ(compare_redaction(workspace().extractor(), broken, id_of(hidden), {}).error().code,
            ErrorCode::kIntegrity);
}

TEST_F(RedactionsTest, ABundleTakesOnlyRedactionsOfItsExhibitsAndEachOnce) {
  const auto exhibit = import_picture(painted(40, 40));
  const auto made =
      redact(workspace(), amal_, exhibit, original(), {{0, 0, 9, 9, "a face"}}).value();
  for (const std::vector<std::string>& wrong :
       {std::vector<std::string>{"redaction-0000000000000000"}, {id_of(made), id_of(made)}}) {
    const auto ordered =
        order_bundle(workspace(), amal_, {case_.id, {exhibit.id}, "court", {}, wrong});
    ASSERT_FALSE(ordered.ok());
    EXPECT_EQ(ordered.error().code, ErrorCode::kInvalid);
  }
}

TEST_F(RedactionsTest, LookingAtWhatIsToBeRedactedAndAtTheResultAreLooks) {
  const auto exhibit = import_picture(painted(2'000, 30));
  const std::size_t before = entries("exhibit.viewed").size();
  const auto shown = picture_to_redact(workspace(), amal_, exhibit, original()).value();
  EXPECT_EQ(shown["width"].int_or(0), 2'000);
  EXPECT_EQ(shown["tile"].int_or(0), 16);
  ASSERT_EQ(entries("exhibit.viewed").size(), before + 1);
  EXPECT_EQ(entries("exhibit.viewed").back().data["purpose"].string_or(""), "redacting original-1");
  const auto made =
      redact(workspace(), amal_, exhibit, original(), {{0, 0, 9, 9, "a face"}}).value();
  ASSERT_TRUE(redacted_picture(workspace(), chand_, exhibit, id_of(made)).ok());
  EXPECT_EQ(entries("exhibit.viewed").size(), before + 2);
}

const char* const kThreePages =
    "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    "2 0 obj\n<< /Type /Pages /Kids [3 0 R 4 0 R 5 0 R] /Count 3 /MediaBox [0 0 120 90] "
    ">>\nendobj\n"
    "3 0 obj\n<< /Type /Page /Parent 2 0 R >>\nendobj\n"
    "4 0 obj\n<< /Type /Page /Parent 2 0 R >>\nendobj\n"
    "5 0 obj\n<< /Type /Page /Parent 2 0 R >>\nendobj\n"
    "trailer\n<< /Root 1 0 R >>\n%%EOF\n";

// What the check of redactions tells besides its sentence.
std::string told_of_redactions(const verifier::Report& report) {
  std::string all;
  for (const verifier::Check& check : report.checks)
    if (check.id == "redactions")
      for (const std::string& line : check.details) all += line + "\n";
  return all;
}

TEST_F(RedactionsTest, PagesThatAreShownAreOneDocumentAndOthersAreLeftOutAndCounted) {
  permit_imports();
  write("a.pdf", kThreePages);
  const auto exhibit = import_folder();
  const auto page = [&](std::uint64_t number, const std::vector<HiddenBox>& boxes) {
    return redact(workspace(), amal_, exhibit, {"original-1", {}, number}, boxes).value();
  };
  const std::string first = id_of(page(1, {{0, 0, 9, 9, "a name"}}));
  const std::string again = id_of(page(1, {{0, 0, 40, 9, "two names"}}));
  const json::Value whole = page(3, {});
  EXPECT_EQ(json::format_canonical(whole["boxes"]), "[]");
  EXPECT_EQ(json::format_canonical(whole["closed"]), "[]");
  EXPECT_EQ(entries("exhibit.tiles").front().data["pages"].int_or(0), 3);
  const std::string last = id_of(whole);

  const Bytes zip = bundle_with(exhibit, {last, first, again});
  const auto report = verified(zip);
  EXPECT_EQ(verifier::verdict_name(report.verdict), "intact with warnings")
      << verifier::format_report_text(report);
  // Of the first page the redaction that was made last; the second was not redacted.
  EXPECT_NE(told_of_redactions(report).find(
                again + ".pdf: pages 1, 3 of 3, each its picture and nothing else"),
            std::string::npos)
      << told_of_redactions(report);
  MemorySource source(zip);
  const auto reader = zip::Reader::open(source, {}).value();
  std::string documents;
  for (const zip::Entry& entry : reader.entries())
    if (entry.name.ends_with(".pdf") && entry.name.find("/redactions/") != std::string::npos)
      documents += entry.name.substr(entry.name.rfind('/') + 1);
  EXPECT_EQ(documents, again + ".pdf");
}

TEST_F(RedactionsTest, APictureOfWhichNothingIsHiddenIsNoRedaction) {
  const auto exhibit = import_picture(painted(40, 40));
  EXPECT_EQ(redact(workspace(), amal_, exhibit, original(), {}).error().code, ErrorCode::kInvalid);
  EXPECT_TRUE(entries("exhibit.tiles").empty());
}

// A face on a gentle ground, and nothing else.
redaction::Picture with_face() {
  auto drawn = pictures::draw({pictures::Kind::kGradient, 320, 240, 3, 5});
  pictures::paint_face(drawn, 80, 40, 160);
  return {320, 240, std::move(drawn.pixels)};
}

TEST_F(RedactionsTest, ASuggestionHidesNothingUntilAnOfficerTakesItForAReason) {
  const auto exhibit = import_picture(with_face());
  const auto count = [&] {
    return workspace().records().entries({.limit = 100'000}).value().size();
  };
  const std::size_t before = count();
  const auto suggested = suggest_boxes(workspace(), amal_, exhibit, original()).value();
  ASSERT_EQ(suggested["suggestions"].as_array()->size(), 1U);
  const json::Value& face = (*suggested["suggestions"].as_array())[0];
  EXPECT_EQ(face["kind"].string_or(""), "face");
  EXPECT_EQ(face["by"].string_or(""), "haarcascade_frontalface_alt2");
  EXPECT_FALSE(suggested["cut"].bool_or(true));
  // A look, and no more: nothing of what was found is kept.
  EXPECT_EQ(entries("exhibit.viewed").back().data["purpose"].string_or(""), "redacting original-1");
  EXPECT_EQ(count(), before + 1);
  EXPECT_TRUE(entries("exhibit.tiles").empty());

  EXPECT_EQ(take_suggestions(suggested, "plate", "a plate").error().code, ErrorCode::kInvalid);
  const auto taken = take_suggestions(suggested, "face", "a bystander").value();
  ASSERT_EQ(taken.size(), 1U);
  EXPECT_FALSE(redact(workspace(), amal_, exhibit, original(),
                      take_suggestions(suggested, "face", " ").value())
                   .ok());
  const auto made = redact(workspace(), amal_, exhibit, original(), taken).value();
  EXPECT_EQ(json::format_canonical(made["reasons"]), "[\"a bystander\"]");
  // From the brows to the mouth everything is black.
  const auto shown = redacted_picture(workspace(), amal_, exhibit, id_of(made)).value();
  const auto read = redaction::read_png(shown.picture).value();
  for (std::size_t y = 40 + 58; y < 40 + 130; ++y)
    for (std::size_t x = 80 + 35; x < 80 + 125; ++x)
      ASSERT_EQ(read.pixels[(y * 320 + x) * 3], 0) << x << "," << y;
}

TEST_F(RedactionsTest, WhereALimitWasReachedAllOfAKindCannotBeTaken) {
  const json::Value cut(json::Object{
      {"suggestions", json::Array{json::Object{
                          {"kind", "text"}, {"x", 1}, {"y", 2}, {"width", 3}, {"height", 4}}}},
      {"cut", true}});
  EXPECT_EQ(take_suggestions(cut, "text", "a name").error().code, ErrorCode::kInvalid);
}

TEST_F(RedactionsTest, WhatIsNoPictureOrIsNotToBeSeenGetsNoSuggestions) {
  permit_imports();
  write("a.txt", "no picture at all");
  const auto exhibit = import_folder();
  EXPECT_EQ(suggest_boxes(workspace(), amal_, exhibit, original()).error().code,
            ErrorCode::kInvalid);
  EXPECT_EQ(suggest_boxes(workspace(), dara_, exhibit, original()).error().code,
            ErrorCode::kDenied);
}

}  // namespace
}  // namespace sanad::service
