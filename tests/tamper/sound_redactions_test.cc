// Redacted recordings that are not what they are said to be: by one who holds the keys and lets the
// ledger itself say it, and by somebody who changes a bundle and signs it anew. Both verifiers
// refuse each.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "bag.h"
#include "crafted.h"
#include "crypto/crypto.h"
#include "fixture.h"
#include "verifier/page.h"
#include "verifier/verifier.h"

namespace sanad::tamper {
namespace {

constexpr const char* kSoundFile = "data/redactions/redaction-5kkkkkkkkkkkkkkk.wav";
constexpr const char* kSoundProof = "data/redactions/redaction-5kkkkkkkkkkkkkkk.jsonl";
constexpr std::size_t kHead = redaction::kWavHeadBytes;
constexpr std::size_t kSegment = 3'200;  // bytes

class Lies {
 public:
  // The ledger, the recording and the proof are told so, and all of it signed.
  void tell(std::string name, const std::function<void(ToldSound&)>& lie) {
    Story story;
    story.sound = lie;
    made.push_back({std::move(name), Case(story).bundle(nullptr)});
  }
  std::vector<Crafted> made;
};

Bytes::iterator place(Bytes& file, std::size_t at) {
  return file.begin() + static_cast<std::ptrdiff_t>(at);
}

void lie_about_samples(Lies& lies) {
  const auto mask = redaction::mask_of(redaction::Track{8'000, 2, 20'500}, honest_sound({}).plan);
  for (std::size_t segment = 0; segment < mask.size(); ++segment) {
    const std::size_t at = kHead + segment * kSegment;
    if (mask[segment] == redaction::kOpen) {
      lies.tell(fmt::format("a bit of open segment {} changed", segment),
                [&](ToldSound& told) { told.sound[at + segment * 7 % 700] ^= 1; });
      lies.tell(fmt::format("open segment {} silent", segment), [&](ToldSound& told) {
        std::fill_n(place(told.sound, at), std::min(kSegment, told.sound.size() - at), 0);
      });
      continue;
    }
    lies.tell(fmt::format("closed segment {} heard", segment), [&](ToldSound& told) {
      std::copy_n(place(told.original, at - kHead), std::min(kSegment, told.sound.size() - at),
                  place(told.sound, at));
    });
    lies.tell(
        fmt::format("one bit of closed segment {} is not silent", segment),
        [&](ToldSound& told) { told.sound[std::min(at + 3'199, told.sound.size() - 1)] = 1; });
  }
  for (const auto& [a, b] : {std::pair{0U, 1U}, {1U, 9U}, {12U, 24U}})
    lies.tell(fmt::format("segments {} and {} exchanged", a, b), [&](ToldSound& told) {
      std::swap_ranges(place(told.sound, kHead + a * kSegment),
                       place(told.sound, kHead + (a + 1) * kSegment),
                       place(told.sound, kHead + b * kSegment));
    });
  lies.tell("segment 10 in the place of 11 too", [](ToldSound& told) {
    std::copy_n(place(told.sound, kHead + 10 * kSegment), kSegment,
                place(told.sound, kHead + 11 * kSegment));
  });
  lies.tell("the whole original",
            [](ToldSound& told) { told.sound = redaction::write_wav(told.track, told.original); });
  lies.tell("the two channels exchanged", [](ToldSound& told) {
    for (std::size_t at = kHead; at < told.sound.size(); at += 4)
      std::swap_ranges(place(told.sound, at), place(told.sound, at + 2), place(told.sound, at + 2));
  });
}

void lie_about_times(Lies& lies) {
  for (std::size_t range = 0; range < 3; ++range) {
    for (std::size_t member = 0; member < 3; ++member) {
      for (const int by : {-1, 1}) {
        lies.tell(fmt::format("range {} moved: member {} by {}", range, member, by),
                  [&](ToldSound& told) {
                    json::Array& ranges = *told.data.find("ranges")->as_array();
                    json::Value& number = (*ranges[range].as_array())[member];
                    number = number.int_or(0) + by;
                  });
        if (member == 2) continue;
        lies.tell(fmt::format("range {} moved, counted anew: member {} by {}", range, member, by),
                  [&](ToldSound& told) {
                    json::Array& ranges = *told.data.find("ranges")->as_array();
                    json::Value& number = (*ranges[range].as_array())[member];
                    number = number.int_or(0) + by;
                    const auto plan = redaction::parse_plan(told.track, json::Value(told.data));
                    if (!plan.ok()) return;
                    const auto counts = redaction::count(redaction::mask_of(told.track, *plan), 2);
                    told.data.set("open", counts.open);
                    told.data.set("closed", json::Array{counts.closed[0], counts.closed[1]});
                  });
      }
    }
  }
  const auto ranges = [&](std::string name, const json::Value& value) {
    lies.tell(std::move(name), [value](ToldSound& told) { told.data.set("ranges", value); });
  };
  ranges("no ranges", json::Array{});
  ranges("ranges that are no list", 3);
  ranges("ranges of four numbers", json::Array{json::Array{3, 4, 0, 0}, json::Array{8, 2, 1, 0}});
  ranges("ranges of texts", json::Array{json::Array{"3", "4", "0"}});
  ranges("one range less", json::Array{json::Array{3, 4, 0}, json::Array{8, 2, 1}});
  ranges("one beyond the end",
         json::Array{json::Array{3, 4, 0}, json::Array{8, 2, 1}, json::Array{25, 2, 1}});
  ranges("a range that ends before it begins",
         json::Array{json::Array{3, 4, 0}, json::Array{8, -2, 1}, json::Array{25, 1, 1}});
  lies.tell("ranges left out", [](ToldSound& told) { told.data.erase("ranges"); });
  for (const int by : {-1, 1}) {
    lies.tell(fmt::format("open count changed by {}", by), [&](ToldSound& told) {
      told.data.set("open", told.data.find("open")->int_or(0) + by);
    });
    for (std::size_t reason = 0; reason < 2; ++reason)
      lies.tell(fmt::format("closed count {} changed by {}", reason, by), [&](ToldSound& told) {
        json::Value& count = (*told.data.find("closed")->as_array())[reason];
        count = count.int_or(0) + by;
      });
  }
  lies.tell("counts left out", [](ToldSound& told) { told.data.erase("closed"); });
  const auto reasons = [&](std::string name, const json::Value& value) {
    lies.tell(std::move(name), [value](ToldSound& told) { told.data.set("reasons", value); });
  };
  reasons("no reasons", json::Array{});
  reasons("a reason twice", json::Array{"a number", "a number"});
  reasons("a reason of spaces", json::Array{"a number", " "});
  reasons("a third reason", json::Array{"a name", "a number", "more"});
  reasons("a reason that is long", json::Array{"a", std::string(501, 'b')});
}

void lie_about_files(Lies& lies) {
  for (std::size_t at = 0; at < kHead; ++at)
    lies.tell(fmt::format("byte {} of the head changed", at),
              [&](ToldSound& told) { told.sound[at] ^= 1; });
  for (const std::size_t more : {1U, 2U, 4U, 44U, 5'000U})
    lies.tell(fmt::format("{} bytes behind the samples", more),
              [&](ToldSound& told) { told.sound.resize(told.sound.size() + more); });
  for (const std::size_t less : {1U, 4U, 3'200U})
    lies.tell(fmt::format("{} bytes less", less),
              [&](ToldSound& told) { told.sound.resize(told.sound.size() - less); });
  lies.tell("a chunk before the samples", [](ToldSound& told) {
    const Bytes chunk = to_bytes(std::string("LIST\x0C\0\0\0INFOISFTSaha", 20));
    told.sound.insert(place(told.sound, 36), chunk.begin(), chunk.end());
  });
  lies.tell("a chunk behind them, counted in the head", [](ToldSound& told) {
    const Bytes chunk = to_bytes(std::string("LIST\x0C\0\0\0INFOISFTSaha", 20));
    told.sound.insert(told.sound.end(), chunk.begin(), chunk.end());
    const std::size_t size = told.sound.size() - 8;
    for (std::size_t i = 0; i < 4; ++i)
      told.sound[4 + i] = static_cast<std::uint8_t>(size >> (8 * i));
  });
  lies.tell("the same bytes as sound of one channel", [](ToldSound& told) {
    const Bytes samples(place(told.sound, kHead), told.sound.end());
    told.sound = redaction::write_wav({8'000, 1, samples.size() / 2}, samples);
  });
  lies.tell("the same samples at another rate", [](ToldSound& told) {
    const Bytes samples(place(told.sound, kHead), told.sound.end());
    told.sound = redaction::write_wav({8'001, 2, samples.size() / 4}, samples);
  });
  lies.tell("no recording", [](ToldSound& told) { told.sound.clear(); });
  lies.tell("another digest", [](ToldSound& told) {
    told.data.set("sound", json::Object{{"sha256", std::string(64, '0')},
                                        {"size", std::uint64_t{told.sound.size()}}});
  });
  lies.tell("another length", [](ToldSound& told) {
    told.data.set("sound",
                  json::Object{{"sha256", format_hex(crypto::sha256(told.sound))}, {"size", 5}});
  });
}

void lie_about_proofs(Lies& lies) {
  std::mt19937_64 random(20'261'130);
  for (int i = 0; i < 30; ++i)
    lies.tell(fmt::format("byte {} of the proof changed", i), [&](ToldSound& told) {
      told.proof[random() % told.proof.size()] ^= static_cast<char>(1U << random() % 7);
    });
  lies.tell("no proof", [](ToldSound& told) { told.proof.clear(); });
  lies.tell("the last line without its end", [](ToldSound& told) { told.proof.pop_back(); });
  lies.tell("an empty line more", [](ToldSound& told) { told.proof += '\n'; });
  lies.tell("the first line left out",
            [](ToldSound& told) { told.proof.erase(0, told.proof.find('\n') + 1); });
}

void lie_about_sources(Lies& lies) {
  const auto of = [&](std::string name, const std::string& member, const json::Value& value,
                      bool in_both = false) {
    lies.tell(std::move(name), [&](ToldSound& told) {
      told.segments.set(member, value);
      if (in_both) told.data.set(member, value);
    });
  };
  of("a file that was not sealed", "file", "other.wav", true);
  of("another sealed file", "file", "screenshot.png", true);
  of("a part of an exhibit without parts", "part", 3, true);
  of("segments of another file", "file", "screenshot.png");
  of("a page", "page", 1);
  of("another digest of the file", "sha256", std::string(64, 'a'));
  of("no digest of the file", "sha256", nullptr);
  of("an exhibit of which the segments are not", "exhibit", "exhibit-2ffffffffffffff0");
  of("the algorithm of pictures", "algorithm", "sanad-tile-1");
  of("another root", "root", "7e3a1c0de0b1b0a5f2cc2a7fd1f6b8f0c1e3d0a9988776655443322110ffeedd");
  of("a root that is none", "root", "7e3a");
  of("another rate", "rate", 8'001);
  of("another number of channels", "channels", 1);
  of("no channels", "channels", 0);
  of("fewer samples", "samples", 20'499);
  of("more samples than there may be", "samples", 999'999'999);
  of("fewer segments", "segments", 25);
  lies.tell("an entry of tiles in their place",
            [](ToldSound& told) { told.data.set("segments", 1); });
  lies.tell("segments that were committed to afterwards",
            [](ToldSound& told) { told.segments_come_last = true; });
}

// By somebody without the keys: the ledger stays, the bundle is signed with another key.
void change_bundles(ByteView intact, std::vector<Crafted>& made) {
  const crypto::SigningKey forger = crypto::SigningKey::generate();
  const auto change = [&](std::string name, const std::function<void(Bag&)>& f) {
    Bag bag = unpack(intact);
    f(bag);
    resign(bag, forger);
    made.push_back({"bundle: " + std::move(name), pack(bag)});
  };
  change("a sample", [](Bag& bag) { bag.files.at(kSoundFile)[kHead + 9] ^= 1; });
  change("the proof", [](Bag& bag) { bag.files.at(kSoundProof)[70] ^= 2; });
  change("the recording left out", [](Bag& bag) { bag.files.erase(kSoundFile); });
  change("the proof left out", [](Bag& bag) { bag.files.erase(kSoundProof); });
  change("as a picture", [](Bag& bag) {
    bag.put("data/redactions/redaction-5kkkkkkkkkkkkkkk.png", bag.text(kSoundFile));
    bag.files.erase(kSoundFile);
    bag.edit("bundle.json", R"("of":"sound",)", "");
  });
  change("of something else",
         [](Bag& bag) { bag.edit("bundle.json", R"("of":"sound")", R"("of":"smell")"); });
  change("the picture as a recording", [](Bag& bag) {
    const std::string id = "redaction-1kkkkkkkkkkkkkkk";
    bag.put("data/redactions/" + id + ".wav", bag.text("data/redactions/" + id + ".png"));
    bag.files.erase("data/redactions/" + id + ".png");
    bag.edit("bundle.json", R"("redaction":")" + id, R"("of":"sound","redaction":")" + id);
  });
  change("the redaction not told of", [](Bag& bag) {
    auto value = json::parse(bag.text("bundle.json")).value();
    json::Array& exhibits = *value.as_object()->find("exhibits")->as_array();
    exhibits[0].as_object()->find("redactions")->as_array()->pop_back();
    bag.put("bundle.json", json::format_canonical(value));
  });
}

std::string summary(const verifier::Report& report) {
  std::string text(verifier::verdict_name(report.verdict));
  for (const verifier::Check& check : report.checks)
    if (check.status != verifier::Status::kPass)
      text += fmt::format("; {} {}", check.id, verifier::status_name(check.status));
  return text;
}

TEST(SoundRedactionsTest, AnHonestRecordingVerifiesAndNoOtherInEitherVerifier) {
  Authority authority;
  Story honest;
  honest.sound = [](ToldSound&) {};
  const Case original(honest);
  const verifier::Trust trust = original.trust(authority);
  const Bytes intact = original.bundle(&authority);
  Lies lies;
  lie_about_samples(lies);
  lie_about_times(lies);
  lie_about_files(lies);
  lie_about_proofs(lies);
  lie_about_sources(lies);
  change_bundles(intact, lies.made);
  EXPECT_GE(lies.made.size(), 220U);

  const TemporaryFolder folder;
  write_file(folder.path() / "base.zip", intact);
  json::Array changes;
  std::set<std::string> names;
  const auto summary_of = [&](const Crafted& made) {
    MemorySource source(made.bytes);
    const auto report = verifier::verify(source, trust, nullptr).value();
    const std::string text = summary(report);
    const std::string file = fmt::format("{}.zip", names.size());
    write_file(folder.path() / file, made.bytes);
    changes.push_back(json::Object{{"name", made.name},
                                   {"summary", text},
                                   {"answers", report.answers["answers"]},
                                   {"file", file}});
    EXPECT_TRUE(names.insert(made.name).second) << made.name;
    return text;
  };
  EXPECT_EQ(summary_of({"honest", intact}), "intact");
  // Another officer's, of ranges that overlap: the first one counts.
  Story overlapping;
  overlapping.sound = [](ToldSound& told) {
    const json::Value digest = *told.segments.find("sha256");
    told = honest_sound({}, {{"a name", "a number"}, {{3, 4, 1}, {5, 4, 0}, {0, 26, 1}}});
    told.segments.set("sha256", digest);
  };
  const std::string others = summary_of({"overlapping", Case(overlapping).bundle(nullptr)});
  EXPECT_EQ(others.find("redactions"), std::string::npos) << others;
  for (const Crafted& made : lies.made) {
    const std::string text = summary_of(made);
    EXPECT_TRUE(text.find("; redactions fail") != std::string::npos ||
                text.find("; index fail") != std::string::npos)
        << made.name << ": " << text;
  }
  write_file(folder.path() / "changes.json", as_bytes(json::format_canonical(changes)));
  write_file(folder.path() / "trust.json",
             as_bytes(json::format_canonical(json::Object{
                 {"key", format_base64(trust.agency_keys.front())},
                 {"root", format_base64(trust.roots.front())},
                 {"reader", format_hex(crypto::sha256(as_bytes(verifier::reader_page())))}})));
  std::string output;
  const int status = run_command(
      folder.path(), fmt::format("node '{}/tests/tamper/agree.mjs' .", SANAD_SOURCE_DIR), &output);
  EXPECT_EQ(status, 0) << output;
  RecordProperty("lies", static_cast<int>(lies.made.size()));
}

}  // namespace
}  // namespace sanad::tamper
