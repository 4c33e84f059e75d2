#include "browser/process.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>

#include <filesystem>

#include "browser/install.h"
#include "test_rig.h"

namespace sanad::browser {
namespace {

using test::Rig;

class BrokenSink final : public ByteSink {
 public:
  Result<void> write(ByteView) override { return Error{ErrorCode::kIo, "the disk is full"}; }
};

std::string text_of(const MemorySink& sink) { return to_text(sink.bytes()); }

TEST(BrowserInstall, MissingBrowserIsUnavailableAndSaysWhatToInstall) {
  const auto found = find_browser("/nonexistent/chromium");
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().code, ErrorCode::kUnavailable);
  EXPECT_NE(found.error().message.find("install the package chromium"), std::string::npos);
}

TEST(BrowserInstall, ProgramThatIsNotABrowserIsRefused) {
  for (const char* path : {"/bin/true", "/bin/false"}) {
    const auto found = find_browser(path);
    ASSERT_FALSE(found.ok()) << path;
    EXPECT_EQ(found.error().code, ErrorCode::kUnavailable);
  }
}

TEST(BrowserInstall, InstalledBrowserStatesItsVersion) {
  const auto found = find_browser("");
  ASSERT_TRUE(found.ok()) << found.error().message;
  EXPECT_TRUE(found->path.starts_with("/"));
  EXPECT_NE(found->version.find("Chrom"), std::string::npos);
}

TEST(BrowserProcess, SandboxIsAsPlannedAndThePlanSaysWhy) {
  auto rig = Rig::open();
  ASSERT_TRUE(rig.ok()) << rig.error().message;
  Process& process = *(*rig)->process;
  const SandboxPlan& plan = process.record().sandbox;
  EXPECT_FALSE(plan.reason.empty());
  const SandboxObservation seen = process.observe_sandbox();
  EXPECT_TRUE(seen.renderer_found);
  EXPECT_EQ(seen.confined(), plan.on) << plan.reason;
  struct stat owner{};
  ASSERT_EQ(::stat(process.download_directory().c_str(), &owner), 0);
  EXPECT_EQ(owner.st_mode & 077U, 0U);
  EXPECT_EQ(owner.st_uid, plan.drop ? plan.drop->uid : ::geteuid());
  const auto& line = process.record().command_line;
  EXPECT_EQ(std::count(line.begin(), line.end(), "--no-sandbox"), plan.on ? 0 : 1);
}

TEST(BrowserProcess, ClosesWhenAskedAndLeavesNothingBehind) {
  auto rig = Rig::open();
  ASSERT_TRUE(rig.ok()) << rig.error().message;
  const std::string home =
      std::filesystem::path((*rig)->process->download_directory()).parent_path().string();
  ASSERT_TRUE(std::filesystem::exists(home));
  const ExitState exit = close_browser(*(*rig)->connection, *(*rig)->process, 10'000);
  EXPECT_FALSE(exit.signalled) << exit.describe();
  EXPECT_EQ(exit.code, 0);
  rig->reset();
  EXPECT_FALSE(std::filesystem::exists(home));
}

TEST(BrowserProcess, NetworkLogArrivesWhole) {
  MemorySink log;
  test::Server server(test::Pages{{"/", {"<title>hello</title>"}}});
  LaunchOptions options;
  options.net_log = &log;
  auto rig = Rig::open(options);
  ASSERT_TRUE(rig.ok()) << rig.error().message;
  (*rig)->visit(server.url("/"));
  close_browser(*(*rig)->connection, *(*rig)->process, 10'000);
  const NetLogResult result = (*rig)->process->finish_net_log();
  EXPECT_TRUE(result.ended);
  EXPECT_FALSE(result.error.has_value());
  EXPECT_EQ(result.bytes, log.bytes().size());
  EXPECT_EQ(result.lost_bytes, 0U);
  const std::string text = text_of(log);
  EXPECT_TRUE(text.starts_with("{\"constants\":"));
  EXPECT_NE(text.find(server.url("/")), std::string::npos);
  // Not one JSON text: the browser cannot take back the comma after the last event of a pipe.
  EXPECT_TRUE(text.ends_with("}\n")) << text.substr(text.size() - 100);
}

TEST(BrowserProcess, FailingLogSinkIsReportedAndDoesNotStopTheBrowser) {
  BrokenSink log;
  test::Server server(test::Pages{{"/", {"<title>hello</title>"}}});
  LaunchOptions options;
  options.net_log = &log;
  auto rig = Rig::open(options);
  ASSERT_TRUE(rig.ok()) << rig.error().message;
  EXPECT_TRUE((*rig)->visit(server.url("/")).quiet);
  close_browser(*(*rig)->connection, *(*rig)->process, 10'000);
  const NetLogResult result = (*rig)->process->finish_net_log();
  ASSERT_TRUE(result.error.has_value());
  EXPECT_EQ(result.error->message, "the disk is full");
  EXPECT_EQ(result.bytes, 0U);
  EXPECT_GT(result.lost_bytes, 0U);
}

TEST(BrowserProcess, KilledBrowserIsSeenByEveryWaiter) {
  auto rig = Rig::open();
  ASSERT_TRUE(rig.ok()) << rig.error().message;
  ::kill((*rig)->process->pid(), SIGKILL);
  const auto answer = browser_version(*(*rig)->connection);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, ErrorCode::kUnavailable);
  const auto exit = (*rig)->process->wait_exit(10'000);
  ASSERT_TRUE(exit.has_value());
  EXPECT_TRUE(exit->signalled);
  EXPECT_EQ(exit->code, SIGKILL);
  EXPECT_TRUE((*rig)->until([&] { return (*rig)->connection->closed(); }));
  EXPECT_TRUE((*rig)->observer->page_crashed((*rig)->page->handle()));
  EXPECT_TRUE((*rig)->page->wait_for_quiet({500, 20'000}).crashed);
}

TEST(BrowserProcess, ScratchDirectoryThatDoesNotExistIsNamed) {
  LaunchOptions options;
  options.scratch_directory = "/nonexistent/scratch";
  const auto process = Process::launch(options);
  ASSERT_FALSE(process.ok());
  EXPECT_EQ(process.error().code, ErrorCode::kIo);
  EXPECT_NE(process.error().message.find("/nonexistent/scratch"), std::string::npos);
}

TEST(BrowserProcess, LocaleTimeZoneAndViewportAreWhatWasAsked) {
  test::Server server(test::Pages{{"/", {"<title>hello</title>"}}});
  LaunchOptions options;
  options.locale = "ur";
  options.time_zone = "Asia/Karachi";
  options.viewport = {1000, 700, 2.0};
  auto rig = Rig::open(options);
  ASSERT_TRUE(rig.ok()) << rig.error().message;
  ASSERT_TRUE((*rig)->page->set_viewport(options.viewport).ok());
  (*rig)->visit(server.url("/"));
  const auto state = (*rig)->page->state();
  ASSERT_TRUE(state.ok()) << state.error().message;
  EXPECT_EQ(state->language, "ur");
  EXPECT_EQ(state->time_zone, "Asia/Karachi");
  EXPECT_EQ(state->viewport_width, 1000);
  EXPECT_EQ(state->viewport_height, 700);
  EXPECT_EQ(state->device_scale, 2.0);
  EXPECT_EQ(server.header_of("/", "Accept-Language"), "ur");
  EXPECT_EQ(server.header_of("/", "User-Agent"), state->user_agent);
}

}  // namespace
}  // namespace sanad::browser
