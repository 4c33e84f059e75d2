#include "identify/library.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "identify/evidence.h"
#include "identify_fixture.h"
#include "matching/chromaprint.h"
#include "text/fingerprint.h"

namespace sanad::identify {
namespace {

std::string random_hash(std::mt19937_64& random) {
  Digest256 hash{};
  for (std::uint8_t& byte : hash) byte = static_cast<std::uint8_t>(random());
  return format_hex(hash);
}

std::string with_flipped(const std::string& hash, int bits) {
  Digest256 bytes = parse_digest256(hash).value();
  for (int bit = 0; bit < bits; ++bit)
    bytes[static_cast<std::size_t>(bit * 7 % 32)] ^= static_cast<std::uint8_t>(1 << (bit / 32 % 8));
  return format_hex(bytes);
}

lists::Entry entry(const std::string& id, const std::string& signal, const std::string& value) {
  lists::Entry made;
  made.id = id;
  made.signal = signal;
  made.value = value;
  return made;
}

lists::List list_of(std::vector<lists::Entry> entries, const std::string& version = "1") {
  lists::List list;
  list.name = "Lantern list";
  list.owner = "Tirazan Cyber Wing";
  list.version = version;
  list.entries = std::move(entries);
  lists::sort_list(list);
  return list;
}

json::Object picture_item(const std::string& hash, int quality = 100) {
  json::Array dihedral;
  for (int i = 0; i < 8; ++i)
    dihedral.emplace_back(i == 0 ? hash : std::string(64, static_cast<char>('0' + i)));
  return json::Object{
      {"pdq", hash}, {"pdq_quality", quality}, {"pdq_dihedral", std::move(dihedral)}};
}

class LibraryTest : public testing::Test {
 protected:
  void SetUp() override { reopen(); }
  void reopen() {
    library_.reset();
    auto opened = Library::open(fs_, files::Path(folder_.path()) / "identify");
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    library_ = std::move(*opened);
  }
  std::vector<Hit> match(json::Object item, Timestamp now = kNow) {
    auto hits = library_->match(json::Value(std::move(item)), now);
    EXPECT_TRUE(hits.ok()) << hits.error().message;
    return hits.ok() ? std::move(*hits) : std::vector<Hit>{};
  }
  Update put(const std::string& id, const lists::List& list) {
    auto update = library_->put(id, list, "stamp-" + list.version);
    EXPECT_TRUE(update.ok()) << update.error().message;
    return update.ok() ? *update : Update{};
  }

  files::PosixFileSystem fs_;
  files::TempDir folder_ = files::TempDir::create("sanad-identify-test").value();
  std::mt19937_64 random_{7};
  std::unique_ptr<Library> library_;
};

TEST_F(LibraryTest, APictureIsFoundUpToTheThresholdAndNotBeyond) {
  const std::string known = random_hash(random_);
  put("list-1", list_of({entry("a", "pdq", known)}));
  for (const int bits : {0, 1, 31}) {
    const auto hits = match(picture_item(with_flipped(known, bits)));
    ASSERT_EQ(hits.size(), 1U) << bits;
    EXPECT_EQ(hits[0].entry, "a");
    EXPECT_EQ(hits[0].distance, bits);
    EXPECT_EQ(hits[0].threshold, kPictureDistance);
    EXPECT_EQ(hits[0].list_name, "Lantern list");
    EXPECT_EQ(hits[0].list_version, "1");
  }
  EXPECT_TRUE(match(picture_item(with_flipped(known, 32))).empty());
}

TEST_F(LibraryTest, AMirroredPictureIsFoundAndTheHitSaysHow) {
  const std::string known = random_hash(random_);
  put("list-1", list_of({entry("a", "pdq", known)}));
  json::Object item = picture_item(random_hash(random_));
  json::Array dihedral;
  for (int i = 0; i < 8; ++i) dihedral.emplace_back(i == 5 ? known : random_hash(random_));
  item.set("pdq_dihedral", std::move(dihedral));
  const auto hits = match(std::move(item));
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(json::Value(hits[0].details)["turned"].string_or(""), "mirrored left to right");
}

TEST_F(LibraryTest, APictureOfLowQualityIsNotLookedUp) {
  const std::string known = random_hash(random_);
  put("list-1", list_of({entry("a", "pdq", known)}));
  EXPECT_TRUE(match(picture_item(known, kPictureQuality - 1)).empty());
}

TEST_F(LibraryTest, ManyItemsAtOnceAreAnsweredAsEachAlone) {
  std::vector<std::string> known;
  std::vector<lists::Entry> entries{entry("file", "sha256", std::string(64, 'a'))};
  for (int i = 0; i < 40; ++i) {
    known.push_back(random_hash(random_));
    entries.push_back(entry(fmt::format("p-{}", i), "pdq", known.back()));
  }
  put("list-1", list_of(std::move(entries)));
  std::vector<json::Value> items;
  for (int i = 0; i < 40; ++i) {
    const int bits = i % 36;  // the last of them too far
    items.emplace_back(picture_item(with_flipped(known[static_cast<std::size_t>(i)], bits)));
    if (i % 5 == 0) items.emplace_back(picture_item(known[0], kPictureQuality - 1));
    if (i % 7 == 0) items.emplace_back(json::Object{{"sha256", std::string(64, 'a')}});
  }
  items.emplace_back(picture_item("no hash at all"));
  const auto together = library_->match_all(items, kNow);
  ASSERT_TRUE(together.ok()) << together.error().message;
  ASSERT_EQ(together->size(), items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    std::vector<std::string> missed;
    const auto alone = library_->match(items[i], kNow, &missed);
    ASSERT_TRUE(alone.ok());
    EXPECT_EQ((*together)[i].missed, missed) << i;
    ASSERT_EQ((*together)[i].hits.size(), alone->size()) << i;
    for (std::size_t hit = 0; hit < alone->size(); ++hit) {
      EXPECT_EQ((*together)[i].hits[hit].entry, (*alone)[hit].entry);
      EXPECT_EQ((*together)[i].hits[hit].distance, (*alone)[hit].distance);
    }
  }
  EXPECT_EQ(together->back().missed.size(), 1U);
  EXPECT_TRUE(library_->match_all({}, kNow)->empty());
}

TEST_F(LibraryTest, AFileIsFoundByEachOfItsDigests) {
  const std::string digest(64, 'a'), older(32, 'b');
  put("list-1", list_of({entry("a", "sha256", digest), entry("b", "md5", older)}));
  const auto hits = match(json::Object{{"sha256", digest}, {"md5", older}});
  ASSERT_EQ(hits.size(), 2U);
  EXPECT_EQ(hits[0].signal, "sha256");
  EXPECT_EQ(hits[1].signal, "md5");
}

TEST_F(LibraryTest, AVideoIsFoundByACutOfItWithTheOffset) {
  std::vector<std::string> frames;
  for (int i = 0; i < 60; ++i) frames.push_back(random_hash(random_));
  std::string value;
  for (int i = 0; i < 60; ++i)
    value +=
        fmt::format("{}{},90,{}", i == 0 ? "" : ";", i * 1000, frames[static_cast<std::size_t>(i)]);
  put("list-1", list_of({entry("v", "vpdq", value)}));
  json::Array cut;
  for (int i = 0; i < 20; ++i) {
    cut.emplace_back(
        json::Object{{"time_ms", i * 1000},
                     {"pdq", with_flipped(frames[static_cast<std::size_t>(i + 30)], 9)},
                     {"pdq_quality", 90}});
  }
  const auto hits = match(json::Object{{"video", json::Object{{"frames", std::move(cut)}}}});
  ASSERT_EQ(hits.size(), 1U);
  const json::Value details(hits[0].details);
  EXPECT_EQ(hits[0].distance, 0);
  EXPECT_EQ((*details["alignments"].as_array())[0]["offset_ms"].int_or(0), 30'000);
}

TEST_F(LibraryTest, AMirroredVideoIsFoundOnceAndSaidToBeMirrored) {
  std::string value;
  json::Array frames;
  for (int i = 0; i < 20; ++i) {
    const std::string known = random_hash(random_);
    value += fmt::format("{}{},90,{}", i == 0 ? "" : ";", i * 1000, known);
    frames.emplace_back(json::Object{{"time_ms", i * 1000},
                                     {"pdq", i >= 12 ? known : random_hash(random_)},
                                     {"pdq_mirrored", with_flipped(known, 7)},
                                     {"pdq_quality", 90}});
  }
  put("list-1", list_of({entry("v", "vpdq", value)}));
  const auto hits = match(json::Object{{"video", json::Object{{"frames", std::move(frames)}}}});
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0].distance, 0);
  EXPECT_EQ(json::Value(hits[0].details)["turned"].string_or(""), "mirrored left to right");
}

TEST_F(LibraryTest, AVideoIsFoundByWhatLiesWithinItsBlackBars) {
  std::string value;
  json::Array frames;
  for (int i = 0; i < 20; ++i) {
    const std::string known = random_hash(random_);
    value += fmt::format("{}{},90,{}", i == 0 ? "" : ";", i * 1000, known);
    frames.emplace_back(json::Object{{"time_ms", i * 1000},
                                     {"pdq", random_hash(random_)},
                                     {"pdq_quality", 90},
                                     {"pdq_inner", with_flipped(known, 5)},
                                     {"pdq_inner_quality", i < 15 ? 90 : 10}});
  }
  put("list-1", list_of({entry("v", "vpdq", value)}));
  const json::Object video{{"video", json::Object{{"frames", std::move(frames)}}}};
  const auto hits = match(video);
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0].distance, 0);
  const auto pairs = frame_pairs(json::Value(video), "vpdq", value, "", 12);
  ASSERT_TRUE(pairs.ok());
  ASSERT_EQ(pairs->size(), 12U);
  EXPECT_EQ(pairs->front().distance, 5);
}

TEST_F(LibraryTest, AKnownPictureIsFoundInAVideoAtItsTimes) {
  const std::string known = random_hash(random_);
  put("list-1", list_of({entry("a", "pdq", known)}));
  json::Array frames;
  for (int i = 0; i < 5; ++i) {
    frames.emplace_back(
        json::Object{{"time_ms", i * 1000},
                     {"pdq", i == 3 ? with_flipped(known, 4) : random_hash(random_)},
                     {"pdq_quality", 90}});
  }
  const auto hits = match(json::Object{{"video", json::Object{{"frames", std::move(frames)}}}});
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0].distance, 4);
  EXPECT_EQ((*json::Value(hits[0].details)["frames_ms"].as_array())[0].int_or(0), 3000);
}

std::vector<std::uint32_t> invented_sound(std::size_t items, std::mt19937_64& random) {
  std::vector<std::uint32_t> sound(items);
  for (std::uint32_t& item : sound) item = static_cast<std::uint32_t>(random());
  return sound;
}

json::Object sound_item(const std::vector<std::uint32_t>& items) {
  Bytes packed;
  for (const std::uint32_t item : items) {
    for (int shift = 24; shift >= 0; shift -= 8)
      packed.push_back(static_cast<std::uint8_t>(item >> shift));
  }
  return json::Object{
      {"audio", json::Object{{"items", format_base64(packed)}, {"item_us", 123'800}}}};
}

TEST_F(LibraryTest, ACutOfARecordingIsFoundWithItsPlace) {
  const auto known = invented_sound(2000, random_);
  put("list-1", list_of({entry("s", "chromaprint", matching::format_chromaprint(known))}));
  std::vector<std::uint32_t> heard = invented_sound(300, random_);
  heard.insert(heard.end(), known.begin() + 800, known.begin() + 1200);
  for (std::uint32_t& item : heard) item ^= random_() % 3 == 0 ? 1U << (random_() % 32) : 0U;
  const auto hits = match(sound_item(heard));
  ASSERT_EQ(hits.size(), 1U);
  const json::Value details(hits[0].details);
  const json::Value& segment = (*details["segments"].as_array())[0];
  EXPECT_NEAR(static_cast<double>(segment["begin_ms"].int_or(0)), 300 * 123.8, 2000);
  EXPECT_NEAR(static_cast<double>(segment["list_begin_ms"].int_or(0)), 800 * 123.8, 2000);
  EXPECT_TRUE(match(sound_item(invented_sound(1000, random_))).empty());
}

constexpr std::string_view kStatement =
    "Neighbours of the river market! Tonight the seven lanterns are lit at the copper bridge, and "
    "whoever holds the key of the old orchard "
    "shall bring it to the gate before the bell. Let nobody ask the miller, for the miller has "
    "closed his windows.";

TEST_F(LibraryTest, AQuotedTextIsFoundWithItsPassages) {
  put("list-1", list_of({entry("t", "text", std::string(kStatement))}));
  const std::string article =
      "A long report about the weather in the valley, which was mild. The pamphlet said: \"TONIGHT "
      "the seven lanterns -- are lit, at the "
      "copper bridge; and whoever holds the key of the old orchard shall bring it to the gate "
      "before the bell\". Nobody came, and the "
      "miller, asked by this newspaper, knew of nothing.";
  const auto hits = match(json::Object{{"text_content", article}});
  ASSERT_EQ(hits.size(), 1U);
  const json::Value details(hits[0].details);
  const json::Value& passage = (*details["passages"].as_array())[0];
  const std::string words = article.substr(
      static_cast<std::size_t>(passage["begin"].int_or(0)),
      static_cast<std::size_t>(passage["end"].int_or(0) - passage["begin"].int_or(0)));
  EXPECT_NE(words.find("seven lanterns -- are lit"), std::string::npos) << words;
  EXPECT_TRUE(
      match(json::Object{{"text_content",
                          "Nothing of this is in any list, and the valley stays quiet all week."}})
          .empty());
}

TEST_F(LibraryTest, ANewVersionTakesThePlaceOfTheOldOne) {
  const std::string first = random_hash(random_), second = random_hash(random_),
                    third = random_hash(random_);
  put("list-1", list_of({entry("a", "pdq", first), entry("b", "pdq", second)}));
  const Update update =
      put("list-1", list_of({entry("b", "pdq", second), entry("c", "pdq", third)}, "2"));
  EXPECT_EQ(update.added, 1U);
  EXPECT_EQ(update.removed, 1U);
  EXPECT_EQ(update.kept, 1U);
  EXPECT_TRUE(match(picture_item(first)).empty());
  EXPECT_EQ(match(picture_item(second)).at(0).list_version, "2");
  EXPECT_EQ(match(picture_item(third)).at(0).entry, "c");
  EXPECT_FALSE(put("list-1", list_of({entry("b", "pdq", second)}, "3")).wants_rescan);
}

TEST_F(LibraryTest, EverythingIsThereAfterOpeningAgain) {
  const std::string known = random_hash(random_);
  put("list-1", list_of({entry("a", "pdq", known), entry("t", "text", std::string(kStatement))}));
  reopen();
  EXPECT_EQ(match(picture_item(known)).size(), 1U);
  EXPECT_EQ(match(json::Object{{"text_content", std::string(kStatement)}}).size(), 1U);
  const auto lists = library_->lists().value();
  ASSERT_EQ(lists.size(), 1U);
  EXPECT_EQ(lists[0].entries, 2U);
  EXPECT_EQ(lists[0].stamp, "stamp-1");
}

TEST_F(LibraryTest, ARemovedListIsNotComparedWith) {
  const std::string known = random_hash(random_);
  put("list-1", list_of({entry("a", "pdq", known)}));
  put("list-2", list_of({entry("z", "pdq", known)}));
  ASSERT_TRUE(library_->remove("list-1").ok());
  const auto hits = match(picture_item(known));
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0].list, "list-2");
  EXPECT_EQ(library_->lists()->size(), 1U);
}

TEST_F(LibraryTest, AnEntryThatHasExpiredIsNoHit) {
  lists::Entry made = entry("a", "sha256", std::string(64, 'a'));
  made.expires_at = Timestamp{kNow.unix_ms};
  put("list-1", list_of({made}));
  EXPECT_EQ(match(json::Object{{"sha256", made.value}}, Timestamp{kNow.unix_ms - 1}).size(), 1U);
  EXPECT_TRUE(match(json::Object{{"sha256", made.value}}, kNow).empty());
}

TEST_F(LibraryTest, AnEntryInDisputeSaysSoInEveryHit) {
  lists::Entry made = entry("a", "sha256", std::string(64, 'a'));
  made.feedback.push_back({"Sahil Media Desk", lists::Opinion::kDispute, "a news report", kNow});
  put("list-1", list_of({made}));
  EXPECT_TRUE(match(json::Object{{"sha256", made.value}}).at(0).disputed);
  made.feedback.push_back(
      {"Sahil Media Desk", lists::Opinion::kWithdraw, "it was not", Timestamp{kNow.unix_ms + 1}});
  put("list-1", list_of({made}, "2"));
  EXPECT_FALSE(match(json::Object{{"sha256", made.value}}).at(0).disputed);
}

TEST_F(LibraryTest, TheDisputeOfAnEntryIsToldAsItStandsNow) {
  lists::Entry made = entry("a", "sha256", std::string(64, 'a'));
  put("list-1", list_of({made}));
  EXPECT_EQ(library_->is_disputed("list-1", "a").value(), std::optional<bool>(false));
  made.feedback.push_back({"Sahil Media Desk", lists::Opinion::kDispute, "a news report", kNow});
  put("list-1", list_of({made}, "2"));
  EXPECT_EQ(library_->is_disputed("list-1", "a").value(), std::optional<bool>(true));
  EXPECT_EQ(library_->is_disputed("list-2", "a").value(), std::nullopt);
  EXPECT_EQ(library_->is_disputed("list-1", "b").value(), std::nullopt);
}

TEST_F(LibraryTest, ALookupNamesDistancesNearestFirstWithinOneList) {
  const std::string known = random_hash(random_);
  put("list-1", list_of({entry("far", "pdq", with_flipped(known, 20)),
                         entry("near", "pdq", with_flipped(known, 2))}));
  put("list-2", list_of({entry("other", "pdq", known)}));
  const auto hits = library_->lookup("pdq", known, 31, "list-1", kNow).value();
  ASSERT_EQ(hits.size(), 2U);
  EXPECT_EQ(hits[0].entry, "near");
  EXPECT_EQ(hits[0].distance, 2);
  EXPECT_EQ(hits[1].distance, 20);
  EXPECT_EQ(library_->lookup("pdq", known, 31, "", kNow)->size(), 3U);
  EXPECT_EQ(library_->lookup("pdq", "not a hash", 31, "", kNow).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(library_->lookup("pdq", known, 65, "", kNow).error().code, ErrorCode::kInvalid);
}

TEST_F(LibraryTest, WhatRulesSaidIsRememberedByItemAndByRules) {
  EXPECT_FALSE(library_->remembered_run("abc", "r1")->has_value());
  ASSERT_TRUE(library_->remember_run("abc", "r1", json::Object{{"hits", json::Array{}}}).ok());
  EXPECT_TRUE((*library_->remembered_run("abc", "r1").value())["hits"].as_array() != nullptr);
  EXPECT_FALSE(library_->remembered_run("abc", "r2")->has_value());
  EXPECT_FALSE(library_->remembered_run("abd", "r1")->has_value());
}

TEST_F(LibraryTest, ItemsAreRememberedWithoutTheirText) {
  EXPECT_FALSE(library_->remembered("abc")->has_value());
  put("list-1", list_of({entry("t", "text", std::string(kStatement))}));
  const auto fingerprint = text::fingerprint(kStatement).value();
  const json::Value item(json::Object{{"text", text::format_fingerprint(fingerprint)},
                                      {"text_content", std::string(kStatement)}});
  ASSERT_TRUE(library_->remember("abc", item).ok());
  const auto again = library_->remembered("abc").value();
  ASSERT_TRUE(again.has_value());
  EXPECT_TRUE((*again)["text_content"].is_null());
  EXPECT_TRUE(library_->may_share_passages(*again).value());
  EXPECT_FALSE(library_->may_share_passages(json::Value(json::Object{})).value());
}

// Whatever is banked must be found again, by every signal that it has.
TEST_F(LibraryTest, WhatIsListedOfAnItemFindsTheItemAgain) {
  json::Object picture = picture_item(random_hash(random_));
  picture.set("sha256", std::string(64, 'a'));
  json::Array frames;
  for (int i = 0; i < 4; ++i) {
    frames.emplace_back(
        json::Object{{"time_ms", i * 1000}, {"pdq", random_hash(random_)}, {"pdq_quality", 80}});
  }
  const json::Object video{{"sha256", std::string(64, 'b')},
                           {"video", json::Object{{"frames", std::move(frames)}}}};
  const json::Object text{{"sha256", std::string(64, 'c')},
                          {"text_content", std::string(kStatement)}};
  json::Object sound = sound_item(invented_sound(400, random_));
  sound.set("sha256", std::string(64, 'd'));
  const std::pair<json::Object, std::set<std::string>> cases[] = {
      {picture, {"sha256", "pdq"}},
      {sound, {"sha256", "chromaprint"}},
      {video, {"sha256", "vpdq"}},
      {text, {"sha256", "text"}}};
  for (const auto& [item, signals] : cases) {
    const auto entries = library_->entries_of(json::Value(item));
    ASSERT_TRUE(entries.ok()) << entries.error().message;
    put("list-1", list_of(*entries));
    std::set<std::string> found;
    for (const Hit& hit : match(item)) found.insert(hit.signal);
    EXPECT_EQ(found, signals);
  }
  EXPECT_FALSE(library_->entries_of(json::Value(json::Object{})).ok());
}

// A list is somebody else's: what is wrong in it must not keep the rest from being compared with.
TEST_F(LibraryTest, AnEntryThatIsNotOfItsSignalsFormIsCountedAndNeverFound) {
  const Update update =
      put("list-1", list_of({entry("v", "vpdq", "0,90,xyz"), entry("s", "chromaprint", "AgAAAQ"),
                             entry("a", "sha256", std::string(64, 'a'))}));
  EXPECT_EQ(update.unusable, 2U);
  EXPECT_EQ(update.added, 3U);
  EXPECT_EQ(match(json::Object{{"sha256", std::string(64, 'a')}}).size(), 1U);
  EXPECT_TRUE(match(sound_item(invented_sound(100, random_))).empty());
}

}  // namespace
}  // namespace sanad::identify
