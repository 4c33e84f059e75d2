#include "validation/environment.h"

#include <gtest/gtest.h>

#include <fstream>

#include "files/files.h"

namespace sanad::validation {
namespace {

TEST(FileDigests, AreRememberedUntilTheFileChanges) {
  const auto folder = files::TempDir::create().value();
  const std::string path = (folder.path() / "program").string();
  const auto write = [&](std::string_view text) { std::ofstream(path) << text; };
  write("abc");
  FileDigests digests;
  EXPECT_EQ(digests.of(path).value(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(digests.of(path).value(), FileDigests().of(path).value());
  write("abcd");
  EXPECT_EQ(digests.of(path).value(), FileDigests().of(path).value());
  EXPECT_NE(digests.of(path).value().substr(0, 8), "ba7816bf");
  EXPECT_FALSE(digests.of(path + ".none").ok());
  EXPECT_FALSE(digests.of(folder.path().string()).ok());
}

TEST(Environment, NamesProgramsSystemAndBrowserAndChangesWithEach) {
  FileDigests digests;
  EnvironmentInput input{"0.1.0", "/proc/self/exe", "", "/proc/self/exe", "Chromium 1", true, "on"};
  const json::Object one = read_environment(input, digests);
  const json::Value value(one);
  EXPECT_EQ((*value["programs"].as_array())[0]["sha256"].string_or("").size(), 64U);
  EXPECT_TRUE((*value["programs"].as_array())[2]["sha256"].is_null());
  EXPECT_FALSE(value["system"]["kernel"].string_or("").empty());
  EXPECT_EQ(environment_digest(one), environment_digest(read_environment(input, digests)));
  input.browser_version = "Chromium 2";
  EXPECT_NE(environment_digest(one), environment_digest(read_environment(input, digests)));
  input.browser_version = "Chromium 1";
  input.version = "0.1.1";
  EXPECT_NE(environment_digest(one), environment_digest(read_environment(input, digests)));
}

TEST(Environment, VersionsArePackagesThatAreInstalled) {
  const json::Value versions = package_versions(
      "Package: zlib1g\nStatus: install ok installed\nVersion: 1:1.2\n\n"
      "Package: unrelated\nStatus: install ok installed\nVersion: 9\n\n"
      "Package: libssl3\nStatus: deinstall ok config-files\nVersion: 3\n\n"
      "Package: libc6\nStatus: install ok installed\nVersion: 2.36\n");
  EXPECT_EQ(json::format_canonical(versions),
            R"([{"name":"libc6","version":"2.36"},{"name":"zlib1g","version":"1:1.2"}])");
}

}  // namespace
}  // namespace sanad::validation
