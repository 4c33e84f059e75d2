// A workspace on a disk in memory, for the tests of this module.
#pragma once

#include <gtest/gtest.h>

#include "files/fault.h"
#include "ledger/ledger.h"

namespace sanad::ledger {

inline constexpr const char* kTestCase = "case-7k2mq4x3a9b5c6d8";
inline constexpr Timestamp kTestStart{1'795'000'000'000};

inline NewEntry test_entry(int number, std::string case_id = kTestCase) {
  json::Object body;
  body.set("v", 1);
  body.set("kind", "test.added");
  body.set("number", number);
  return {"test.added", std::move(case_id), std::move(body)};
}

// The number in a stored test entry.
inline std::int64_t number_of(const StoredEntry& entry) {
  return json::parse(entry.body->text).value()["number"].int_or(-1);
}

struct Workspace {
  explicit Workspace(files::FileSystem& filesystem, const files::Path& root = "w")
      : fs(filesystem), directory(root / "ledger") {
    keyring = keyring::Keyring::create(fs, root / "keys", keyring::KeyFile{},
                                       {"ledger.tirazan.example", "agency.tirazan.example"})
                  .value();
    EXPECT_TRUE(keyring->create_case_key(kTestCase));
  }
  Result<std::unique_ptr<Ledger>> open(Access access = Access::kWrite) {
    return Ledger::open(fs, directory, *keyring, clock, access);
  }
  files::FileSystem& fs;
  files::Path directory;
  std::unique_ptr<keyring::Keyring> keyring;
  ManualClock clock{kTestStart};
};

}  // namespace sanad::ledger
