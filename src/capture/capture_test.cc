// Captures of the range by a real Chromium.
#include <gtest/gtest.h>

#include "capture_rig.h"

namespace sanad::capture::test {
namespace {

Rig& rig() {
  static Rig shared;
  return shared;
}

TEST(Capture, KeepsEveryFileOfAForumPage) {
  const auto outcome = rig().capture("https://forum.tirazan.example/thread/1");
  ASSERT_TRUE(outcome.ok()) << outcome.error().message;
  EXPECT_TRUE(outcome->is_complete) << joined(outcome->reasons);
  for (const char* name : {"screenshot.png", "screenshot-full.png", "page.pdf", "dom.html",
                           "page.mhtml", "capture.wacz", "netlog.json", "acquisition.json"}) {
    EXPECT_TRUE(has_file(*outcome, name)) << name;
  }
  EXPECT_EQ(outcome->files.back().name, "acquisition.json");
}

}  // namespace
}  // namespace sanad::capture::test
