// Redactions of sound through the service, decoded by the real program in its cage.
#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "cage/input.h"
#include "extract/pixels.h"
#include "import_rig.h"
#include "redaction/sound.h"
#include "service/bundles.h"
#include "service/part_views.h"
#include "service/redaction_compare.h"
#include "service/redactions.h"
#include "verifier/verifier.h"
#include "zip/reader.h"

namespace sanad::service {
namespace {

struct Recording {
  redaction::Track track;
  Bytes samples;
};
Recording recorded(std::uint32_t rate, std::uint32_t channels, std::uint64_t samples) {
  Recording out{redaction::Track::of(rate, channels, samples).value(), {}};
  for (std::uint64_t i = 0; i < out.track.bytes(); ++i)
    out.samples.push_back(static_cast<std::uint8_t>(1 + (i * 31 + i / 97) % 250));
  return out;
}
std::string wav_of(const Recording& recording) {
  return to_text(redaction::write_wav(recording.track, recording.samples));
}

class SoundRedactionsTest : public ImportRig {
 protected:
  records::Exhibit import_file(const std::string& name, const std::string& content) {
    permit_imports();
    write(name, content);
    return import_folder();
  }
  static PictureSubject first_file() { return {"original-1", {}, {}}; }
  static std::string id_of(const json::Value& made) { return made["redaction"].string_or(""); }
  json::Value mute(const records::Exhibit& exhibit, const std::vector<HiddenRange>& ranges) {
    const auto made = redact_sound(workspace(), amal_, exhibit, first_file(), ranges);
    EXPECT_TRUE(made.ok()) << made.error().message;
    return made.ok() ? *made : json::Value();
  }
  Bytes bundle_with(const records::Exhibit& exhibit, const std::vector<std::string>& redactions) {
    const auto ordered =
        order_bundle(workspace(), amal_, {case_.id, {exhibit.id}, "court", {}, redactions});
    EXPECT_TRUE(ordered.ok()) << ordered.error().message;
    const auto ran =
        run_bundle(workspace(), workspace().jobs().find(ordered->job).value(), monitor_);
    EXPECT_TRUE(ran.ok()) << ran.error().message;
    auto opened = open_bundle(workspace(), amal_, ordered->bundle).value();
    Bytes zip(opened.reader->size());
    EXPECT_EQ(opened.reader->read_at(0, zip).value(), zip.size());
    return zip;
  }
};

TEST_F(SoundRedactionsTest, ARecordingIsSilentInItsTimesAndTheOriginalElsewhere) {
  const Recording original = recorded(11'025, 2, 11'025 * 3 + 700);  // 31 segments
  const auto exhibit = import_file("call.wav", wav_of(original));
  const auto made = mute(exhibit, {{250, 400, "a name"}, {3'010, 90'000, "a number"}});
  EXPECT_EQ(json::format_canonical(made["ranges"]), "[[2,2,0],[30,1,1]]");
  EXPECT_EQ(made["open"].int_or(0), 28);
  EXPECT_EQ(json::format_canonical(made["closed"]), "[2,1]");
  EXPECT_EQ(made["of"].string_or(""), "sound");
  EXPECT_EQ(made["rate"].int_or(0), 11'025);
  const auto shown = redacted_picture(workspace(), chand_, exhibit, id_of(made)).value();
  ASSERT_EQ(shown.kind, redaction::Kind::kSound);
  const auto wav = redaction::read_wav(shown.picture).value();
  ASSERT_EQ(wav.track, original.track);
  for (std::size_t i = 0; i < wav.samples.size(); ++i) {
    const std::size_t sample = i / 4;  // of both channels
    const bool is_closed = (sample >= 2'205 && sample < 4'410) || sample >= 33'075;
    ASSERT_EQ(wav.samples[i], is_closed ? 0 : original.samples[i]) << i;
  }
  // A program that is not ours hears the same samples.
  const cage::Input input = cage::Input::of(shown.picture).value();
  const auto heard = extract::whole_sound(workspace().extractor(), input.fd(), "").value();
  EXPECT_EQ(heard.samples, Bytes(wav.samples.begin(), wav.samples.end()));
}

TEST_F(SoundRedactionsTest, TheSegmentsAreCommittedToOnceAndBothRedactionsLeadToThem) {
  const auto exhibit = import_file("call.wav", wav_of(recorded(8'000, 1, 16'000)));
  mute(exhibit, {{0, 100, "a name"}});
  mute(exhibit, {{500, 900, "a number"}});
  const auto segments = entries("exhibit.segments");
  ASSERT_EQ(segments.size(), 1U);
  EXPECT_EQ(segments[0].data["sha256"].string_or(""),
            workspace().records().file(exhibit, "original-1").value().sha256);
  EXPECT_EQ(segments[0].data["segments"].int_or(0), 20);
  const auto listed = list_redactions(workspace(), chand_, exhibit).value();
  ASSERT_EQ(listed.size(), 2U);
  for (const json::Value& one : listed) {
    const auto checked = check_redaction(workspace(), amal_, id_of(one));
    ASSERT_TRUE(checked.ok()) << checked.error().message;
    EXPECT_TRUE((*checked)["agrees"].bool_or(false));
  }
}

TEST_F(SoundRedactionsTest, ThePartsOfAnImportAndTheSoundOfAVideoAreRedacted) {
  permit_imports();
  write("call.wav", wav_of(recorded(16'000, 1, 32'000)));
  std::ifstream video(SANAD_SOURCE_DIR "/src/media/testdata/turned.mp4", std::ios::binary);
  write("clip.mp4", std::string(std::istreambuf_iterator<char>(video), {}));
  const auto exhibit = import_folder();
  const json::Value page = page_of_parts(workspace(), amal_, exhibit, 0, 100).value();
  for (const json::Value& part : *page["items"].as_array()) {
    const PictureSubject subject{"", static_cast<std::uint64_t>(part["number"].int_or(0)), {}};
    const auto made = redact_sound(workspace(), amal_, exhibit, subject, {{100, 900, "a name"}});
    ASSERT_TRUE(made.ok()) << part["path"].string_or("") << ": " << made.error().message;
    EXPECT_EQ((*made)["part"].int_or(-1), part["number"].int_or(-2));
    EXPECT_TRUE(check_redaction(workspace(), amal_, id_of(*made)).ok());
  }
  ASSERT_EQ(entries("exhibit.segments").size(), 2U);
  for (const auto& entry : entries("exhibit.segments")) EXPECT_TRUE(entry.data["sha256"].is_null());
}

TEST_F(SoundRedactionsTest, WhatCannotBeRedactedIsRefusedWithTheReasonAndRecordsNothing) {
  permit_imports();
  write("a.txt", "no sound at all");
  write("call.wav", wav_of(recorded(8'000, 1, 16'000)));
  const auto exhibit = import_folder();
  const auto code = [&](const PictureSubject& subject, const std::vector<HiddenRange>& ranges) {
    const auto made = redact_sound(workspace(), amal_, exhibit, subject, ranges);
    EXPECT_FALSE(made.ok());
    return made.ok() ? ErrorCode::kIo : made.error().code;
  };
  const PictureSubject call{"original-2", {}, {}};
  EXPECT_EQ(code(first_file(), {{0, 9, "a name"}}), ErrorCode::kInvalid);
  EXPECT_EQ(code({"original-9", {}, {}}, {{0, 9, "a name"}}), ErrorCode::kNotFound);
  EXPECT_EQ(code({"", 99, {}}, {{0, 9, "a name"}}), ErrorCode::kNotFound);
  EXPECT_EQ(code({"original-2", {}, 1}, {{0, 9, "a name"}}), ErrorCode::kInvalid);
  EXPECT_EQ(code(call, {}), ErrorCode::kInvalid);
  EXPECT_EQ(code(call, {{0, 9, " "}}), ErrorCode::kInvalid);
  EXPECT_EQ(code(call, {{9, 9, "a name"}}), ErrorCode::kInvalid);
  EXPECT_EQ(code(call, {{2'000, 3'000, "a name"}}), ErrorCode::kInvalid);
  EXPECT_TRUE(entries("exhibit.redacted").empty());
  EXPECT_TRUE(entries("exhibit.segments").empty());
  const auto made = redact_sound(workspace(), esen_, exhibit, call, {{0, 9, "a name"}});
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().code, ErrorCode::kDenied);
}

TEST_F(SoundRedactionsTest, TimesAreSecondsOrMinutesAndSecondsAndNothingElse) {
  EXPECT_EQ(parse_play_time("62.5").value(), 62'500U);
  EXPECT_EQ(parse_play_time("1:02.5").value(), 62'500U);
  EXPECT_EQ(parse_play_time("01:00:00.025").value(), 3'600'025U);
  EXPECT_EQ(parse_play_time("0").value(), 0U);
  EXPECT_EQ(parse_play_time("90:00").value(), 5'400'000U);
  for (const char* text : {"", ":", "1:", ":1", "1:60", "1:02:60", "1:1:1:1", "-1", "1.", "1.0000",
                           "1,5", "a", "1:0a", " 1", "1 ", "1234567", "1.5:2"})
    EXPECT_FALSE(parse_play_time(text).ok()) << text;
}

TEST_F(SoundRedactionsTest, ABundleShowsTheRecordingAndWithholdsTheFilesAndTheOriginalCompares) {
  const Recording original = recorded(8'000, 2, 24'000);
  const auto exhibit = import_file("call.wav", wav_of(original));
  const auto hidden = mute(exhibit, {{500, 1'500, "a name"}});
  const auto other = mute(exhibit, {{500, 600, "a syllable"}});
  const Bytes zip = bundle_with(exhibit, {id_of(hidden)});
  MemorySource source(zip);
  const auto report = verifier::verify(source, {}, nullptr).value();
  EXPECT_EQ(verifier::verdict_name(report.verdict), "intact with warnings")
      << verifier::format_report_text(report);
  ASSERT_EQ(report.exhibits.size(), 1U);
  EXPECT_TRUE(report.exhibits[0].files.empty());
  const std::string all = to_text(zip);
  EXPECT_NE(all.find(id_of(hidden) + ".wav"), std::string::npos);
  EXPECT_EQ(all.find(id_of(other)), std::string::npos);
  EXPECT_EQ(all.find(other["sha256"].string_or("?")), std::string::npos);

  const auto compare = [&](const std::string& file) {
    return compare_redaction(workspace().extractor(), zip, id_of(hidden), as_bytes(file)).value();
  };
  const auto same = compare(wav_of(original));
  EXPECT_TRUE(same["same"].bool_or(false)) << same["sentence"].string_or("");
  EXPECT_EQ(same["digest"].string_or(""), "same");
  EXPECT_EQ(same["open_segments"].int_or(0), 20);
  Recording changed = original;
  changed.samples.back() ^= 1;
  EXPECT_FALSE(compare(wav_of(changed))["same"].bool_or(true));
  EXPECT_EQ(compare(wav_of(changed))["different_segments"].int_or(0), 1);
  EXPECT_EQ(compare(wav_of(changed))["largest_difference"].int_or(0), 256);
  // In a closed segment alone: no sample that is shown differs, but the file is another.
  changed = original;
  changed.samples[2 * 2 * 8'000] ^= 1;
  EXPECT_EQ(compare(wav_of(changed))["different_segments"].int_or(-1), 0);
  EXPECT_EQ(compare(wav_of(changed))["digest"].string_or(""), "other");
  EXPECT_FALSE(compare(wav_of(recorded(8'000, 1, 48'000)))["same"].bool_or(true));
  EXPECT_EQ(compare_redaction(workspace().extractor(), zip, id_of(hidden), {}).error().code,
            ErrorCode::kInvalid);
}

// The secret as the very samples that are muted, in a comment of the file, and behind its end.
TEST_F(SoundRedactionsTest, NoFragmentOfWhatIsMutedIsInAnyFileOfABundle) {
  const std::string secret = "mtxqvhgwzkrjynpuls";
  Recording original = recorded(8'000, 1, 24'000);
  for (std::size_t i = 8'000; i < 24'000; ++i) original.samples[i] = secret[i % secret.size()];
  std::string file = wav_of(original);
  const std::string comment = "ICMT" + std::string("\x12\0\0\0", 4) + secret;
  file += "LIST" + std::string("\x1E\0\0\0", 4) + "INFO" + comment + secret;
  const std::size_t size = file.size() - 8;
  for (std::size_t i = 0; i < 4; ++i) file[4 + i] = static_cast<char>(size >> (8 * i));
  const auto count_in = [&](std::string_view bytes) {
    std::size_t found = 0;
    for (std::size_t at = 0; at + 6 <= secret.size(); ++at)
      found += bytes.find(secret.substr(at, 6)) != std::string_view::npos ? 1 : 0;
    return found;
  };
  EXPECT_EQ(count_in(file), secret.size() - 5);  // the control
  const auto exhibit = import_file("call.wav", file);
  const auto made = mute(exhibit, {{500, 1'500, "a name"}});
  EXPECT_EQ(made["samples"].int_or(0), 24'000);
  const Bytes zip = bundle_with(exhibit, {id_of(made)});
  MemorySource source(zip);
  EXPECT_EQ(verifier::verdict_name(verifier::verify(source, {}, nullptr).value().verdict),
            "intact with warnings");
  const auto reader = zip::Reader::open(source, {}).value();
  std::size_t seen = 0;
  for (const zip::Entry& entry : reader.entries()) {
    const Bytes bytes = reader.read_all(entry, 1ULL << 30).value();
    EXPECT_EQ(count_in(as_text(bytes)), 0U) << entry.name;
    seen += entry.name.ends_with(".wav") ? 1 : 0;
  }
  EXPECT_EQ(seen, 1U);
}

TEST_F(SoundRedactionsTest, ARedactedRecordingIsPlayedInStretches) {
  const Recording original = recorded(8'000, 1, 8'000 * 130);
  const auto exhibit = import_file("call.wav", wav_of(original));
  const auto made = mute(exhibit, {{0, 61'000, "a name"}});
  const std::size_t before = entries("exhibit.viewed").size();
  const auto shown = redacted_picture(workspace(), chand_, exhibit, id_of(made)).value();
  EXPECT_EQ(entries("exhibit.viewed").size(), before + 1);
  Bytes joined;
  for (std::uint64_t begin = 0; begin < 180'000; begin += 60'000) {
    const auto stretch = stretch_of(shown, begin).value();
    EXPECT_EQ(stretch["duration_ms"].int_or(0), 130'000);
    EXPECT_EQ(stretch["is_last"].bool_or(begin != 120'000), begin == 120'000);
    const Bytes file = parse_base64(stretch["sound"].string_or("")).value();
    const auto wav = redaction::read_wav(file).value();
    joined.insert(joined.end(), wav.samples.begin(), wav.samples.end());
  }
  EXPECT_EQ(redaction::write_wav(original.track, joined), shown.picture);
  EXPECT_EQ(stretch_of(shown, 130'000).error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace sanad::service
