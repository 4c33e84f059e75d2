// Writes the fixture's bundle with one exhibit file of the size given, for measurements, and with
// a recording of which something is muted, where its size is given:
//   make_bundle FILE MEGABYTES [MEGABYTES-OF-SOUND]
#include <fmt/format.h>

#include <cstdlib>
#include <string>
#include <utility>

#include "fixture.h"

int main(int argc, char** argv) {
  if (argc != 3 && argc != 4) {
    fmt::print(stderr, "Usage: make_bundle FILE MEGABYTES [MEGABYTES-OF-SOUND]\n");
    return 2;
  }
  sanad::tamper::Story story;
  story.archive_bytes = std::strtoull(argv[2], nullptr, 10) * 1'000'000;
  if (argc == 4)
    story.sound = [samples = std::strtoull(argv[3], nullptr, 10) *
                             250'000](sanad::tamper::ToldSound& told) {
      const sanad::json::Value digest = *told.segments.find("sha256");
      told = sanad::tamper::honest_sound({}, std::move(told.plan), samples);
      told.segments.set("sha256", digest);
    };
  const sanad::tamper::Case original(story);
  sanad::tamper::write_file(argv[1], original.bundle(nullptr));
  return 0;
}
