// Redacted videos that are not what they are said to be: by one who holds the keys and lets the
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

constexpr const char* kFilmFile = "data/redactions/redaction-6kkkkkkkkkkkkkkk.webm";
constexpr const char* kFilmProof = "data/redactions/redaction-6kkkkkkkkkkkkkkk.jsonl";

class Lies {
 public:
  // The ledger, the video and the proof are told so, and all of it signed.
  void tell(std::string name, const std::function<void(ToldFilm&)>& lie) {
    Story story;
    story.film = lie;
    made.push_back({std::move(name), Case(story).bundle(nullptr)});
  }
  std::vector<Crafted> made;
};

void lie_about_pictures(Lies& lies) {
  const ToldFilm honest = honest_film({});
  const auto mask = redaction::mask_of(honest.film.segments(), honest.plan);
  for (std::size_t segment = 0; segment < mask.size(); ++segment) {
    if (mask[segment] == redaction::kOpen) {
      lies.tell(fmt::format("a bit of open segment {} changed", segment),
                [&](ToldFilm& told) { told.clusters[segment].back() ^= 1; });
      lies.tell(fmt::format("open segment {} grey", segment), [&](ToldFilm& told) {
        told.clusters[segment] = redaction::grey_segment(told.film, segment);
      });
      lies.tell(fmt::format("a picture of open segment {} left out", segment), [&](ToldFilm& told) {
        Bytes& cluster = told.clusters[segment];
        const std::size_t less = 9 + 33 + segment;  // the last block
        cluster.resize(cluster.size() - less);
        cluster[7] = static_cast<std::uint8_t>(cluster.size() - 8);
      });
      continue;
    }
    lies.tell(fmt::format("closed segment {} seen", segment),
              [&](ToldFilm& told) { told.clusters[segment] = told.original[segment]; });
    lies.tell(fmt::format("one bit of closed segment {} is not grey", segment),
              [&](ToldFilm& told) { told.clusters[segment][40] ^= 1; });
    lies.tell(fmt::format("a secret in the unused end of the cover {}", segment),
              [&](ToldFilm& told) { told.clusters[segment].back() = 's'; });
    lies.tell(fmt::format("a second picture in the cover {}", segment), [&](ToldFilm& told) {
      Bytes& cluster = told.clusters[segment];
      const Bytes block = {0xA3, 0x10, 0, 0, 8, 0x81, 0, 50, 0, 0x11, 2, 0, 's'};
      cluster.insert(cluster.end(), block.begin(), block.end());
      cluster[7] = static_cast<std::uint8_t>(cluster.size() - 8);
    });
    lies.tell(fmt::format("the cover {} of another second", segment), [&](ToldFilm& told) {
      told.clusters[segment] = redaction::grey_segment(told.film, segment + 1);
    });
    lies.tell(fmt::format("the cover {} of another size", segment), [&](ToldFilm& told) {
      told.clusters[segment] = redaction::grey_segment({48, 64, 12'400}, segment);
    });
  }
  for (const auto& [a, b] : {std::pair{0U, 1U}, {1U, 9U}, {10U, 11U}}) {
    lies.tell(fmt::format("segments {} and {} exchanged", a, b),
              [&](ToldFilm& told) { std::swap(told.clusters[a], told.clusters[b]); });
    lies.tell(fmt::format("segments {} and {} exchanged, with their times", a, b),
              [&](ToldFilm& told) {
                std::swap(told.clusters[a], told.clusters[b]);
                for (const unsigned number : {a, b})
                  for (const unsigned shift : {0U, 8U, 16U, 24U})
                    told.clusters[number][13 - shift / 8] =
                        static_cast<std::uint8_t>(number * 1000 >> shift);
              });
  }
  for (const std::size_t segment : {0U, 3U, 7U, 12U}) {
    lies.tell(fmt::format("segment {} left out", segment), [&](ToldFilm& told) {
      told.clusters.erase(told.clusters.begin() + static_cast<std::ptrdiff_t>(segment));
    });
    lies.tell(fmt::format("segment {} twice", segment), [&](ToldFilm& told) {
      told.clusters.insert(told.clusters.begin() + static_cast<std::ptrdiff_t>(segment),
                           told.clusters[segment]);
    });
  }
  lies.tell("the whole original", [](ToldFilm& told) { told.clusters = told.original; });
}

void lie_about_times(Lies& lies) {
  for (std::size_t range = 0; range < 3; ++range) {
    for (std::size_t member = 0; member < 3; ++member) {
      for (const int by : {-1, 1}) {
        lies.tell(fmt::format("range {} moved: member {} by {}", range, member, by),
                  [&](ToldFilm& told) {
                    json::Array& ranges = *told.data.find("ranges")->as_array();
                    json::Value& number = (*ranges[range].as_array())[member];
                    number = number.int_or(0) + by;
                  });
        if (member == 2) continue;
        lies.tell(fmt::format("range {} moved, counted anew: member {} by {}", range, member, by),
                  [&](ToldFilm& told) {
                    json::Array& ranges = *told.data.find("ranges")->as_array();
                    json::Value& number = (*ranges[range].as_array())[member];
                    number = number.int_or(0) + by;
                    const auto plan =
                        redaction::parse_plan(told.film.segments(), json::Value(told.data));
                    if (!plan.ok()) return;
                    const auto counts =
                        redaction::count(redaction::mask_of(told.film.segments(), *plan), 2);
                    told.data.set("open", counts.open);
                    told.data.set("closed", json::Array{counts.closed[0], counts.closed[1]});
                  });
      }
    }
  }
  const auto ranges = [&](std::string name, const json::Value& value) {
    lies.tell(std::move(name), [value](ToldFilm& told) { told.data.set("ranges", value); });
  };
  ranges("no ranges", json::Array{});
  ranges("ranges that are no list", 3);
  ranges("ranges of four numbers", json::Array{json::Array{2, 3, 1, 0}, json::Array{6, 1, 0, 0}});
  ranges("ranges of texts", json::Array{json::Array{"2", "3", "1"}});
  ranges("one range less", json::Array{json::Array{2, 3, 1}, json::Array{6, 1, 0}});
  ranges("one beyond the end",
         json::Array{json::Array{2, 3, 1}, json::Array{6, 1, 0}, json::Array{12, 2, 0}});
  ranges("a range that ends before it begins",
         json::Array{json::Array{2, 3, 1}, json::Array{6, -1, 0}, json::Array{12, 1, 0}});
  lies.tell("ranges left out", [](ToldFilm& told) { told.data.erase("ranges"); });
  for (const int by : {-1, 1}) {
    lies.tell(fmt::format("open count changed by {}", by), [&](ToldFilm& told) {
      told.data.set("open", told.data.find("open")->int_or(0) + by);
    });
    for (std::size_t reason = 0; reason < 2; ++reason)
      lies.tell(fmt::format("closed count {} changed by {}", reason, by), [&](ToldFilm& told) {
        json::Value& count = (*told.data.find("closed")->as_array())[reason];
        count = count.int_or(0) + by;
      });
  }
  lies.tell("counts left out", [](ToldFilm& told) { told.data.erase("closed"); });
  const auto reasons = [&](std::string name, const json::Value& value) {
    lies.tell(std::move(name), [value](ToldFilm& told) { told.data.set("reasons", value); });
  };
  reasons("no reasons", json::Array{});
  reasons("a reason twice", json::Array{"a number", "a number"});
  reasons("a reason of spaces", json::Array{"a number", " "});
  reasons("a third reason", json::Array{"a name", "a number", "more"});
  reasons("a reason that is long", json::Array{"a", std::string(501, 'b')});
}

void lie_about_files(Lies& lies) {
  const std::size_t head = redaction::write_film_head({1, 1, 1}, 0).size();
  const auto change = [&](std::string name, const std::function<void(Bytes&)>& f) {
    lies.tell(std::move(name), [&](ToldFilm& told) {
      Bytes file = told.file();
      f(file);
      told.video = std::move(file);
    });
  };
  for (std::size_t at = 0; at < head; ++at)
    change(fmt::format("byte {} of the head changed", at), [&](Bytes& file) { file[at] ^= 1; });
  for (const std::size_t more : {1U, 8U, 5'000U})
    change(fmt::format("{} bytes behind the segments", more),
           [&](Bytes& file) { file.resize(file.size() + more); });
  for (const std::size_t less : {1U, 4U, 300U})
    change(fmt::format("{} bytes less", less),
           [&](Bytes& file) { file.resize(file.size() - less); });
  const auto put_in = [&](std::string name, std::size_t at, const Bytes& element) {
    change(std::move(name), [&](Bytes& file) {
      file.insert(file.begin() + static_cast<std::ptrdiff_t>(at == 0 ? file.size() : at),
                  element.begin(), element.end());
      // Counted in the segment's length, which stands before Info.
      const auto mark = std::ranges::search(file, Bytes{0x18, 0x53, 0x80, 0x67});
      const auto length = mark.begin() - file.begin() + 4;
      const std::uint64_t size = file.size() - static_cast<std::size_t>(length) - 8;
      for (int i = 0; i < 7; ++i)
        file[static_cast<std::size_t>(length + 7 - i)] = static_cast<std::uint8_t>(size >> (8 * i));
    });
  };
  const Bytes nothing = {0xEC, 0x86, 's', 'e', 'c', 'r', 'e', 't'};
  put_in("a void before the segments", head, nothing);
  put_in("a void behind them", 0, nothing);
  put_in("tags behind them", 0, {0x12, 0x54, 0xC3, 0x67, 0x86, 's', 'e', 'c', 'r', 'e', 't'});
  put_in("an attachment before them", head,
         {0x19, 0x41, 0xA4, 0x69, 0x86, 's', 'e', 'c', 'r', 'e', 't'});
  lies.tell("a void in an open segment, counted in it", [&](ToldFilm& told) {
    Bytes& cluster = told.clusters[0];
    cluster.insert(cluster.end(), nothing.begin(), nothing.end());
    cluster[7] = static_cast<std::uint8_t>(cluster.size() - 8);
  });
  lies.tell("the same segments at another size", [](ToldFilm& told) { told.film.width = 65; });
  lies.tell("the same segments of another length",
            [](ToldFilm& told) { told.film.length_ms = 12'401; });
  lies.tell("no video", [](ToldFilm& told) { told.video = Bytes(); });
  lies.tell("another digest", [](ToldFilm& told) {
    told.data.set("film", json::Object{{"sha256", std::string(64, '0')},
                                       {"size", std::uint64_t{told.file().size()}}});
  });
  lies.tell("another length", [](ToldFilm& told) {
    told.data.set("film",
                  json::Object{{"sha256", format_hex(crypto::sha256(told.file()))}, {"size", 5}});
  });
}

void lie_about_proofs(Lies& lies) {
  std::mt19937_64 random(20'261'130);
  for (int i = 0; i < 30; ++i)
    lies.tell(fmt::format("byte {} of the proof changed", i), [&](ToldFilm& told) {
      told.proof[random() % told.proof.size()] ^= static_cast<char>(1U << random() % 7);
    });
  lies.tell("no proof", [](ToldFilm& told) { told.proof.clear(); });
  lies.tell("the last line without its end", [](ToldFilm& told) { told.proof.pop_back(); });
  lies.tell("an empty line more", [](ToldFilm& told) { told.proof += '\n'; });
  lies.tell("the first line left out",
            [](ToldFilm& told) { told.proof.erase(0, told.proof.find('\n') + 1); });
}

void lie_about_sources(Lies& lies) {
  const auto of = [&](std::string name, const std::string& member, const json::Value& value,
                      bool in_both = false) {
    lies.tell(std::move(name), [&](ToldFilm& told) {
      told.frames.set(member, value);
      if (in_both) told.data.set(member, value);
    });
  };
  of("a file that was not sealed", "file", "other.mp4", true);
  of("another sealed file", "file", "screenshot.png", true);
  of("a part of an exhibit without parts", "part", 3, true);
  of("frames of another file", "file", "screenshot.png");
  of("a page", "page", 1);
  of("another digest of the file", "sha256", std::string(64, 'a'));
  of("no digest of the file", "sha256", nullptr);
  of("an exhibit of which the frames are not", "exhibit", "exhibit-2ffffffffffffff0");
  of("the algorithm of sound", "algorithm", "sanad-segment-1");
  of("another root", "root", "7e3a1c0de0b1b0a5f2cc2a7fd1f6b8f0c1e3d0a9988776655443322110ffeedd");
  of("a root that is none", "root", "7e3a");
  of("another width", "width", 65);
  of("another height", "height", 47);
  of("no height", "height", 0);
  of("a larger one than there may be", "width", 641);
  of("a shorter one", "length_ms", 12'399);
  of("a longer one than there may be", "length_ms", 3'600'001);
  of("fewer segments", "segments", 12);
  lies.tell("an entry of tiles in their place", [](ToldFilm& told) { told.data.set("frames", 1); });
  lies.tell("frames that were committed to afterwards",
            [](ToldFilm& told) { told.frames_come_last = true; });
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
  change("a frame", [](Bag& bag) { bag.files.at(kFilmFile)[300] ^= 1; });
  change("the proof", [](Bag& bag) { bag.files.at(kFilmProof)[70] ^= 2; });
  change("the video left out", [](Bag& bag) { bag.files.erase(kFilmFile); });
  change("the proof left out", [](Bag& bag) { bag.files.erase(kFilmProof); });
  change("as a recording", [](Bag& bag) {
    bag.put("data/redactions/redaction-6kkkkkkkkkkkkkkk.wav", bag.text(kFilmFile));
    bag.files.erase(kFilmFile);
    bag.edit("bundle.json", R"("of":"film")", R"("of":"sound")");
  });
  change("as a picture", [](Bag& bag) {
    bag.put("data/redactions/redaction-6kkkkkkkkkkkkkkk.png", bag.text(kFilmFile));
    bag.files.erase(kFilmFile);
    bag.edit("bundle.json", R"("of":"film",)", "");
  });
  change("of something else",
         [](Bag& bag) { bag.edit("bundle.json", R"("of":"film")", R"("of":"smell")"); });
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

TEST(FilmRedactionsTest, AnHonestVideoVerifiesAndNoOtherInEitherVerifier) {
  Authority authority;
  Story honest;
  honest.film = [](ToldFilm&) {};
  const Case original(honest);
  const verifier::Trust trust = original.trust(authority);
  const Bytes intact = original.bundle(&authority);
  Lies lies;
  lie_about_pictures(lies);
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
  overlapping.film = [](ToldFilm& told) {
    const json::Value digest = *told.frames.find("sha256");
    told = honest_film({}, {{"a face", "a house"}, {{3, 4, 1}, {5, 4, 0}, {0, 13, 1}}});
    told.frames.set("sha256", digest);
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
