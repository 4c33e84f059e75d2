// Writes the fixture's bundle with one exhibit file of the size given, for measurements:
//   make_bundle FILE MEGABYTES
#include <fmt/format.h>

#include <cstdlib>
#include <string>

#include "fixture.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "Usage: make_bundle FILE MEGABYTES\n");
    return 2;
  }
  const std::size_t megabytes = std::strtoull(argv[2], nullptr, 10);
  const sanad::tamper::Case original({.archive_bytes = megabytes * 1'000'000});
  sanad::tamper::write_file(argv[1], original.bundle(nullptr));
  return 0;
}
