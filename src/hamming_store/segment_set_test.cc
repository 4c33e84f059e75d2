#include "hamming_store/segment_set.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "files/fault.h"
#include "hamming_store/index_file.h"
#include "set_model.h"

namespace sanad::hamming_store {
namespace {

using files::FaultFileSystem;
using test::kSet;
using test::Model;
using test::Random;

std::unique_ptr<SegmentSet> open_set(files::FileSystem& fs, const files::Path& directory = kSet) {
  auto set = SegmentSet::open(fs, directory);
  EXPECT_TRUE(set.ok()) << (set.ok() ? "" : set.error().message);
  return set.ok() ? std::move(*set) : nullptr;
}

std::vector<files::Path> files_with(files::FileSystem& fs, std::string_view prefix) {
  std::vector<files::Path> paths;
  for (const auto& item : fs.list(kSet).value()) {
    if (item.name.starts_with(prefix)) paths.push_back(kSet / item.name);
  }
  return paths;
}

TEST(IndexFileTest, ComesBackFromTheRealDisk) {
  files::PosixFileSystem fs;
  const auto directory = files::TempDir::create("index-file").value();
  Random random(1);
  std::vector<hamming::Entry> entries;
  for (std::uint32_t i = 0; i < 70'000; ++i) entries.push_back(test::random_entry(i, random));
  const files::Path path = directory.path() / "index";
  ASSERT_TRUE(write_index_file(fs, path, entries));
  const auto file = IndexFile::open(fs, path);
  ASSERT_TRUE(file) << file.error().message;
  (*file)->warm();
  EXPECT_TRUE((*file)->index().verify());
  const auto found = (*file)->index().lookup(entries[77].fingerprint, 31);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 1U);
  EXPECT_EQ(found->at(0).entry, 77U);
  EXPECT_EQ(IndexFile::open(fs, directory.path() / "other").error().code, ErrorCode::kNotFound);
}

TEST(SegmentSetTest, EqualsComparingEachUnderAnyOrderOfChanges) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    Random random(seed);
    FaultFileSystem disk;
    auto set = open_set(disk);
    Model model;
    std::vector<hamming::Fingerprint> queries;
    for (int step = 0; step < 60; ++step) {
      std::vector<hamming::Entry> entries;
      std::vector<std::uint32_t> numbers;
      for (std::size_t i = random() % 20; i > 0; --i) {
        auto entry = test::random_entry(static_cast<std::uint32_t>(random() % 40), random);
        if (!queries.empty() && random() % 2 == 0) {
          entry.fingerprint = test::near(queries[random() % queries.size()], 20, random);
        }
        entries.push_back(entry);
        queries.push_back(test::near(entry.fingerprint, 12, random));
        if (i % 4 == 0) numbers.push_back(static_cast<std::uint32_t>(random() % 40));
      }
      switch (random() % 6) {
        case 0:
          ASSERT_TRUE(set->import_entries(entries));
          model.add(entries);
          break;
        case 1:
          ASSERT_TRUE(set->remove(numbers));
          model.remove(numbers);
          break;
        case 2:
          ASSERT_TRUE(set->merge());
          break;
        case 3:
          set.reset();
          set = open_set(disk);
          ASSERT_TRUE(set);
          break;
        default:
          ASSERT_TRUE(set->add(entries));
          model.add(entries);
      }
      const auto radius = static_cast<unsigned>(random() % 65);
      test::expect_same(*set, model, queries, radius);
      const auto together = set->lookup_all(queries, radius);
      ASSERT_TRUE(together);
      for (std::size_t i = 0; i < queries.size(); ++i) {
        ASSERT_EQ(together->at(i), model.lookup(queries[i], radius));
      }
    }
    EXPECT_TRUE(set->verify());
  }
}

TEST(SegmentSetTest, MergingKeepsSegmentsFewAndDropsWhatWasRemoved) {
  Random random(3);
  FaultFileSystem disk;
  auto set = open_set(disk);
  for (std::uint32_t round = 0; round < 40; ++round) {
    std::vector<hamming::Entry> entries;
    for (std::uint32_t i = 0; i < 50; ++i) {
      entries.push_back(test::random_entry(round * 50 + i, random));
    }
    ASSERT_TRUE(set->add(entries));
    ASSERT_TRUE(set->merge());
    EXPECT_LE(set->stats().segments, 4U);
    EXPECT_EQ(set->stats().fresh_rows, 0U);
  }
  EXPECT_EQ(set->stats().segment_rows, 2000U);
  std::vector<std::uint32_t> most;
  for (std::uint32_t i = 0; i < 1990; ++i) most.push_back(i);
  ASSERT_TRUE(set->remove(most));
  EXPECT_EQ(set->stats().removals, 1990U);
  std::vector<hamming::Entry> many;
  for (std::uint32_t i = 0; i < 2000; ++i) many.push_back(test::random_entry(5000 + i, random));
  ASSERT_TRUE(set->add(many));
  ASSERT_TRUE(*set->merge());
  EXPECT_EQ(set->stats().segment_rows, 2010U);
  EXPECT_EQ(set->stats().removals, 0U);
  EXPECT_EQ(files_with(disk, "segment-").size(), set->stats().segments);
  EXPECT_EQ(files_with(disk, "log-").size(), 1U);
  EXPECT_FALSE(*set->merge());
}

TEST(SegmentSetTest, ALookupWorksOnWhileChangesAndMergesGoOn) {
  Random random(4);
  FaultFileSystem disk;
  auto set = open_set(disk);
  const auto kept = test::random_entry(1, random);
  ASSERT_TRUE(set->add({&kept, 1}));
  std::atomic<bool> done = false;
  std::atomic<int> missed = 0;
  const auto look = [&] {
    while (!done) {
      const auto found = set->lookup(kept.fingerprint, 31);
      if (!found || found->size() != 1) ++missed;
    }
  };
  std::thread reader(look);
  std::thread second_reader(look);
  std::thread merger([&] {
    while (!done) {
      if (!set->merge()) ++missed;
    }
  });
  for (std::uint32_t i = 0; i < 300; ++i) {
    const auto entry = test::random_entry(2 + i % 20, random);
    const std::uint32_t number = 2 + (i + 7) % 20;
    if (!set->add({&entry, 1}) || !set->remove({&number, 1})) ++missed;
  }
  done = true;
  reader.join();
  second_reader.join();
  merger.join();
  EXPECT_EQ(missed, 0);
}

TEST(SegmentSetTest, RefusesWhatIsTooMuchAtOnceAndTooGreatARadius) {
  FaultFileSystem disk;
  auto set = open_set(disk);
  EXPECT_EQ(set->add(std::vector<hamming::Entry>(kAddMax + 1)).error().code, ErrorCode::kLimit);
  EXPECT_EQ(set->remove(std::vector<std::uint32_t>(kAddMax + 1)).error().code, ErrorCode::kLimit);
  EXPECT_EQ(set->lookup({}, 65).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(set->lookup_all({}, 65).error().code, ErrorCode::kInvalid);
  EXPECT_TRUE(set->add({}));
  EXPECT_TRUE(set->remove({}));
  EXPECT_TRUE(set->import_entries({}));
  EXPECT_FALSE(*set->merge());
  EXPECT_FALSE(set->wants_merge());
}

TEST(SegmentSetTest, WantsAMergeWhenMuchIsFresh) {
  Random random(4);
  FaultFileSystem disk;
  auto set = open_set(disk);
  std::vector<hamming::Entry> entries;
  for (std::uint32_t i = 0; i < kFreshWanted; ++i) {
    entries.push_back(test::random_entry(i, random));
  }
  ASSERT_TRUE(set->add(entries));
  EXPECT_TRUE(set->wants_merge());
  ASSERT_TRUE(set->merge());
  EXPECT_FALSE(set->wants_merge());
}

TEST(SegmentSetTest, IsOpenOnceAtATime) {
  FaultFileSystem disk;
  const auto set = open_set(disk);
  EXPECT_EQ(SegmentSet::open(disk, kSet).error().code, ErrorCode::kConflict);
}

// A set with two segments and a log, closed.
void fill(FaultFileSystem& disk) {
  Random random(6);
  auto set = open_set(disk);
  for (std::uint32_t i = 0; i < 2; ++i) {
    ASSERT_TRUE(set->import_entries({test::random_entry(i, random)}));
  }
  for (std::uint32_t i = 0; i < 3; ++i) {
    const auto entry = test::random_entry(10 + i, random);
    ASSERT_TRUE(set->add({&entry, 1}));
  }
}

ErrorCode open_error(files::FileSystem& disk) {
  const auto set = SegmentSet::open(disk, kSet);
  EXPECT_FALSE(set.ok());
  return set.ok() ? ErrorCode::kInvalid : set.error().code;
}

TEST(SegmentSetTest, AMissingFileIsFound) {
  for (const std::string_view prefix : {"manifest", "segment-"}) {
    FaultFileSystem disk;
    fill(disk);
    ASSERT_TRUE(disk.remove(files_with(disk, prefix).front()));
    EXPECT_EQ(open_error(disk), ErrorCode::kIntegrity) << prefix;
  }
}

TEST(SegmentSetTest, AnotherSegmentInItsPlaceIsFound) {
  FaultFileSystem disk;
  fill(disk);
  const auto segments = files_with(disk, "segment-");
  ASSERT_TRUE(
      disk.set_contents(segments[0], files::read_file(disk, segments[1], 1U << 20U).value()));
  EXPECT_EQ(open_error(disk), ErrorCode::kIntegrity);
}

TEST(SegmentSetTest, AnyBitChangedIsFoundByOpeningOrByVerifying) {
  for (const std::string_view prefix : {"manifest", "segment-", "log-"}) {
    FaultFileSystem disk;
    fill(disk);
    const files::Path path = files_with(disk, prefix).front();
    const std::size_t size = files::read_file(disk, path, 1U << 20U).value().size();
    // The last change of a log cannot be told from one that was never acknowledged.
    const std::size_t last = prefix == "log-" ? size / 3 * 2 : size;
    for (std::size_t byte = 0; byte < last; byte += byte < 600 ? 1 : 61) {
      ASSERT_TRUE(disk.flip_bit(path, byte * 8 + byte % 8));
      {
        const auto set = SegmentSet::open(disk, kSet);
        const auto verified = set.ok() ? (*set)->verify() : Result<void>(set.error());
        ASSERT_FALSE(verified.ok()) << prefix << byte;
        EXPECT_EQ(verified.error().code, ErrorCode::kIntegrity);
      }
      ASSERT_TRUE(disk.flip_bit(path, byte * 8 + byte % 8));
    }
    EXPECT_TRUE(SegmentSet::open(disk, kSet));
  }
}

TEST(SegmentSetTest, AMissingLogIsFound) {
  FaultFileSystem disk;
  fill(disk);
  ASSERT_TRUE(disk.rename(kSet / "log-00000000000000000001", kSet / "log-00000000000000000002"));
  EXPECT_EQ(open_error(disk), ErrorCode::kIntegrity);
  const Bytes log = files::read_file(disk, kSet / "log-00000000000000000002", 1U << 20U).value();
  // The first change cut out: the others do not follow the manifest.
  const Bytes rest(log.begin() + static_cast<std::ptrdiff_t>(log.size() / 3), log.end());
  ASSERT_TRUE(disk.set_contents(kSet / "log-00000000000000000001", rest));
  ASSERT_TRUE(disk.remove(kSet / "log-00000000000000000002"));
  EXPECT_EQ(open_error(disk), ErrorCode::kIntegrity);
}

}  // namespace
}  // namespace sanad::hamming_store
