// Captures of the range by a real Chromium.
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "capture_rig.h"
#include "json/json.h"

namespace sanad::capture::test {
namespace {

class CaptureTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { shared_ = std::make_unique<Rig>(); }
  static void TearDownTestSuite() { shared_.reset(); }
  void SetUp() override {
    rig().options = Options{};
    rig().options.max_seconds = 120;
    rig().monitor = TestMonitor{};
    saved_ = rig().authorisation;
    saved_environment_ = rig().environment;
  }
  void TearDown() override {
    rig().authorisation = saved_;
    rig().environment = saved_environment_;
  }
  static Rig& rig() { return *shared_; }

  // Captures, and claims what holds for every page.
  Outcome take(const std::string& url) {
    auto outcome = rig().capture(url);
    EXPECT_TRUE(outcome.ok()) << url << ": " << outcome.error().message;
    if (!outcome.ok()) return {};
    EXPECT_EQ(joined(rig().unaccounted(*outcome)), "") << url;
    for (const ArchivedResponse& one : rig().responses(*outcome)) {
      EXPECT_TRUE(one.digests_match) << one.url;
      EXPECT_EQ(one.form, "wire") << one.url;
    }
    EXPECT_EQ(outcome->files.back().name, "acquisition.json");
    EXPECT_TRUE(has_file(*outcome, "capture.wacz"));
    EXPECT_TRUE(has_file(*outcome, "netlog.json"));
    return std::move(*outcome);
  }
  static std::string awkward(const std::string& path) {
    return "https://awkward.tirazan.example" + path;
  }
  static std::string b_only(const Outcome& outcome) {
    return json::format_canonical(outcome.acquisition["reconciliation"]["b_only"]);
  }

 private:
  inline static std::unique_ptr<Rig> shared_;
  authority::Authorisation saved_;
  Environment saved_environment_;
};

pid_t browser_child() {
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    std::ifstream stat(entry.path() / "stat");
    std::string pid, name, state, parent;
    if (!(stat >> pid >> name >> state >> parent)) continue;
    if (parent == std::to_string(::getpid()) && name.find("chrom") != std::string::npos) {
      return static_cast<pid_t>(std::atoi(pid.c_str()));
    }
  }
  return 0;
}

std::uint64_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::uint64_t all = 0, resident = 0;
  statm >> all >> resident;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

// "METHOD host target" of what the range was asked for, sorted. A visit without a window asks for
// no icon.
std::vector<std::string> asked(range::Range& range) {
  std::vector<std::string> lines;
  for (const range::TruthEntry& entry : range.truth().entries()) {
    if (entry.target == "/favicon.ico") continue;
    lines.push_back(fmt::format("{} {} {}", entry.method, entry.host, entry.target));
  }
  std::ranges::sort(lines);
  return lines;
}

// A visit that nobody watches. The browser stays until it has asked for that many things, since a
// beacon goes out after the page is drawn, and then a little longer, for what it would ask beyond
// them.
std::vector<std::string> asked_without_us(Rig& rig, const std::string& url, std::size_t expected) {
  constexpr auto kMost = std::chrono::seconds(60);
  constexpr auto kBeyond = std::chrono::seconds(1);
  rig.range->truth().reset();
  const auto profile = files::TempDir::create().value();
  std::string command = fmt::format(
      "exec chromium --headless --no-sandbox --disable-gpu --no-first-run "
      "--disable-background-networking --disable-component-update --disable-sync --disable-quic "
      "--user-data-dir={} --host-resolver-rules='{}' --ignore-certificate-errors-spki-list={} '{}' "
      ">/dev/null 2>&1",
      profile.path().string(), rig.environment.host_resolver_rules,
      rig.environment.trusted_spki_sha256, url);
  std::string shell = "/bin/sh", option = "-c";
  std::array<char*, 4> words = {shell.data(), option.data(), command.data(), nullptr};
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  pid_t pid = 0;
  EXPECT_EQ(::posix_spawn(&pid, shell.c_str(), nullptr, &attributes, words.data(), environ), 0);
  ::posix_spawnattr_destroy(&attributes);
  if (pid == 0) return {};
  const auto begun = std::chrono::steady_clock::now();
  while (asked(*rig.range).size() < expected && std::chrono::steady_clock::now() < begun + kMost) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  std::this_thread::sleep_for(kBeyond);
  ::kill(-pid, SIGKILL);
  ::waitpid(pid, nullptr, 0);
  return asked(*rig.range);
}

TEST_F(CaptureTest, ThePageAsksForTheSameWithAndWithoutUs) {
  rig().options.scroll = false;
  const Outcome outcome = take(awkward("/steady.html"));
  EXPECT_TRUE(outcome.is_complete) << joined(outcome.reasons);
  const std::vector<std::string> with = asked(*rig().range);
  const std::vector<std::string> without =
      asked_without_us(rig(), awkward("/steady.html"), with.size());
  EXPECT_EQ(fmt::format("{}", fmt::join(with, "\n")), fmt::format("{}", fmt::join(without, "\n")));
  EXPECT_GT(with.size(), 3U);
}

TEST_F(CaptureTest, MemoryDoesNotGrowWithADownload) {
  const std::uint64_t before = resident_bytes();
  std::uint64_t most = before;
  rig().monitor.on_each = [&most](const Progress&) { most = std::max(most, resident_bytes()); };
  const auto outcome = rig().capture(awkward("/download?bytes=134217728"));
  ASSERT_TRUE(outcome.ok()) << outcome.error().message;
  const auto file = std::ranges::find(outcome->files, "download-1", &SealedFile::name);
  ASSERT_NE(file, outcome->files.end()) << joined(outcome->reasons);
  EXPECT_EQ(file->size, 134'217'728U);
  EXPECT_LT(most - before, 100U << 20);
}

TEST_F(CaptureTest, KeepsEveryFileOfAForumPage) {
  const Outcome outcome = take("https://forum.tirazan.example/thread/1");
  EXPECT_TRUE(outcome.is_complete) << joined(outcome.reasons);
  for (const char* name :
       {"screenshot.png", "screenshot-full.png", "page.pdf", "dom.html", "page.mhtml"}) {
    EXPECT_TRUE(has_file(outcome, name)) << name;
  }
  EXPECT_TRUE(as_text(rig().read(outcome, "screenshot.png")).starts_with("\x89PNG"));
  EXPECT_TRUE(as_text(rig().read(outcome, "page.pdf")).starts_with("%PDF-"));
  EXPECT_NE(outcome.title.find("Red Lantern"), std::string::npos);
  EXPECT_EQ(b_only(outcome), "[]");
  EXPECT_EQ(json::format_canonical(outcome.acquisition["reconciliation"]["differences"]), "[]");
  for (const ArchivedResponse& one : rig().responses(outcome)) {
    EXPECT_EQ(one.ip_address, "127.0.0.1");
  }
  const auto sealed = json::parse(as_text(rig().read(outcome, "acquisition.json")));
  ASSERT_TRUE(sealed.ok());
  EXPECT_EQ(json::format_canonical(*sealed), json::format_canonical(outcome.acquisition));
  for (const char* phase : {"starting", "loading", "archive"}) {
    EXPECT_GT(rig().monitor.phases[phase], 0) << phase;
  }
}

TEST_F(CaptureTest, TakesTheFirstPictureBeforeItTouchesThePage) {
  const Outcome outcome = take(awkward("/lazy.html"));
  const std::string taken = outcome.acquisition["screenshot"]["taken_at"].string_or("");
  const json::Array* steps = outcome.acquisition["behaviours"].as_array();
  ASSERT_TRUE(steps != nullptr && !steps->empty());
  EXPECT_LE(taken, steps->front()["at"].string_or(""));
  // What scrolling loads is there as well.
  EXPECT_GE(rig().responses(outcome).size(), 13U);
}

struct Awkward {
  const char* path;
  const char* claim;
  void (*check)(const Outcome&, Rig&);
};

TEST_F(CaptureTest, AwkwardPagesAreKeptOrNamed) {
  const std::vector<Awkward> table = {
      {"/frames.html", "frames have documents of their own",
       [](const Outcome& o, Rig&) { EXPECT_TRUE(has_file(o, "dom-frame-1.html")); }},
      {"/workers.html", "workers are targets",
       [](const Outcome& o, Rig&) { EXPECT_GE(o.acquisition["targets"].as_array()->size(), 3U); }},
      {"/service-worker.html", "a service worker's answers are explained",
       [](const Outcome& o, Rig&) {
         EXPECT_GT(o.acquisition["reconciliation"]["explained"]["service-worker"].int_or(0), 0);
       }},
      {"/websocket.html", "websocket messages are told",
       [](const Outcome& o, Rig&) {
         EXPECT_EQ(o.acquisition["web_sockets"].as_array()->size(), 1U);
       }},
      {"/events.html", "events are counted",
       [](const Outcome& o, Rig&) {
         EXPECT_EQ(o.acquisition["event_stream_messages"].int_or(0), 5);
       }},
      {"/redirects.html", "every redirect is a response",
       [](const Outcome& o, Rig& r) {
         const auto all = r.responses(o);
         EXPECT_GE(
             std::ranges::count_if(all, [](const auto& one) { return one.status / 100 == 3; }), 5);
       }},
      {"/statuses.html", "answers without a body are kept",
       [](const Outcome& o, Rig& r) {
         std::set<int> seen;
         for (const auto& one : r.responses(o)) seen.insert(one.status);
         for (const int status : {204, 205, 206, 304, 404, 500, 503}) {
           EXPECT_TRUE(seen.contains(status)) << status;
         }
       }},
      {"/data-urls.html", "data and blob addresses are explained",
       [](const Outcome& o, Rig&) {
         EXPECT_GT(o.acquisition["reconciliation"]["explained"]["local"].int_or(0), 0);
       }},
      {"/coded.html", "codings stay, and are undone for the record",
       [](const Outcome& o, Rig&) {
         EXPECT_NE(json::format_canonical(o.acquisition["exchanges"]).find("GZIP"),
                   std::string::npos);
       }},
      {"/framing.html", "cut and broken answers are named",
       [](const Outcome& o, Rig&) { EXPECT_FALSE(o.acquisition["errors"].as_array()->empty()); }},
      {"/preflight.html", "preflights are kept",
       [](const Outcome& o, Rig&) {
         EXPECT_NE(json::format_canonical(o.acquisition["exchanges"]).find("OPTIONS"),
                   std::string::npos);
       }},
      {"/dialogs.html", "dialogs are dismissed and told",
       [](const Outcome& o, Rig&) { EXPECT_GE(o.acquisition["dialogs"].as_array()->size(), 3U); }},
      {"/cached.html", "the second answer comes from the cache",
       [](const Outcome& o, Rig&) { EXPECT_TRUE(o.is_complete) << joined(o.reasons); }},
      {"/odd-headers", "odd header lines are kept as they came", [](const Outcome&, Rig&) {}},
      {"/sign-in.html", "a password is asked for and none is given",
       [](const Outcome& o, Rig& r) {
         const auto all = r.responses(o);
         EXPECT_TRUE(std::ranges::any_of(all, [](const auto& one) { return one.status == 401; }));
       }},
  };
  for (const Awkward& page : table) {
    SCOPED_TRACE(std::string(page.path) + ": " + page.claim);
    const Outcome outcome = take(awkward(page.path));
    if (outcome.files.empty()) continue;
    EXPECT_EQ(b_only(outcome), "[]");
    page.check(outcome, rig());
  }
}

TEST_F(CaptureTest, KeepsADownloadAsAFileWithTheSitesNameInTheRecord) {
  const Outcome outcome = take(awkward("/download?bytes=100000"));
  EXPECT_EQ(rig().read(outcome, "download-1").size(), 100'000U);
  const json::Array* downloads = outcome.acquisition["downloads"].as_array();
  ASSERT_EQ(downloads->size(), 1U);
  EXPECT_NE(downloads->front()["suggested_name"].string_or(""), "");
}

TEST_F(CaptureTest, StopsAtTheLimitOfBytesAndSaysSo) {
  rig().options.max_bytes = 3 << 20;
  const Outcome outcome = take(awkward("/big.html?mib=32"));
  EXPECT_FALSE(outcome.is_complete);
  EXPECT_NE(joined(outcome.reasons).find("bytes was reached"), std::string::npos);
  EXPECT_NE(json::format_canonical(outcome.acquisition["truncated"]).find("length"),
            std::string::npos);
}

TEST_F(CaptureTest, StopsAtTheLimitOfTimeOnAPageThatHangs) {
  rig().options.max_seconds = 5;
  const Outcome outcome = take(awkward("/hang.html"));
  EXPECT_FALSE(outcome.is_complete);
  EXPECT_FALSE(outcome.reasons.empty());
}

TEST_F(CaptureTest, CapturesAPageThatIsNeverQuiet) {
  const Outcome outcome = take(awkward("/never-quiet.html"));
  EXPECT_TRUE(has_file(outcome, "screenshot.png"));
  EXPECT_FALSE(outcome.acquisition["loading"]["quiet"].bool_or(true));
}

TEST_F(CaptureTest, KeepsWhatCameWhenTheBrowserIsKilled) {
  rig().monitor.on_each = [killed = false](const Progress& progress) mutable {
    if (killed || progress.phase == "starting" || progress.requests < 1) return;
    if (const pid_t pid = browser_child(); pid > 0) killed = ::kill(pid, SIGKILL) == 0;
  };
  const auto outcome = rig().capture(awkward("/slow.html"));
  ASSERT_TRUE(outcome.ok()) << outcome.error().message;
  EXPECT_FALSE(outcome->is_complete);
  EXPECT_NE(joined(outcome->reasons).find("signal 9"), std::string::npos)
      << joined(outcome->reasons);
  EXPECT_TRUE(has_file(*outcome, "netlog.json"));
  EXPECT_TRUE(has_file(*outcome, "capture.wacz"));
  EXPECT_EQ(outcome->files.back().name, "acquisition.json");
  rig().responses(*outcome);
}

TEST_F(CaptureTest, StopsWhenTheOfficerSaysSo) {
  rig().monitor.on_each = [this](const Progress& progress) {
    if (progress.phase == "loading") rig().monitor.cancel = true;
  };
  const auto outcome = rig().capture(awkward("/endless.html"));
  ASSERT_TRUE(outcome.ok()) << outcome.error().message;
  EXPECT_FALSE(outcome->is_complete);
  EXPECT_NE(joined(outcome->reasons).find("stopped by the officer"), std::string::npos);
  EXPECT_TRUE(is_named(*outcome, "screenshot.png"));
}

TEST_F(CaptureTest, ShowsNothingOfAPageOutsideTheAuthorisation) {
  rig().authorisation.request.targets[0].value = "awkward.tirazan.example";
  for (const char* path : {"/redirect/outside", "/navigates-away.html"}) {
    const auto outcome = rig().capture(awkward(path));
    ASSERT_TRUE(outcome.ok()) << outcome.error().message;
    EXPECT_FALSE(outcome->is_complete) << path;
    EXPECT_TRUE(outcome->acquisition["scope"]["left"].bool_or(false)) << path;
    EXPECT_NE(joined(outcome->reasons).find("does not cover"), std::string::npos) << path;
    EXPECT_FALSE(has_file(*outcome, "page.pdf")) << path;
  }
}

TEST_F(CaptureTest, StopsBeforeAPrivateAddressThatIsNotNamed) {
  const auto outcome = rig().capture(awkward("/redirect/private"));
  ASSERT_TRUE(outcome.ok()) << outcome.error().message;
  EXPECT_FALSE(outcome->is_complete);
  EXPECT_NE(joined(outcome->reasons).find("private address http://10.0.0.1"), std::string::npos)
      << joined(outcome->reasons);
  EXPECT_FALSE(has_file(*outcome, "screenshot.png"));
}

TEST_F(CaptureTest, StopsWhenANameLeadsToAPrivateAddress) {
  rig().authorisation.request.targets[1].value = "127.0.0.2/32";
  const auto outcome = rig().capture("https://forum.tirazan.example/");
  ASSERT_TRUE(outcome.ok()) << outcome.error().message;
  EXPECT_FALSE(outcome->is_complete);
  EXPECT_NE(joined(outcome->reasons).find("private address 127.0.0.1"), std::string::npos)
      << joined(outcome->reasons);
}

TEST_F(CaptureTest, RefusesANameThatLeadsToAPrivateAddressBeforeTheBrowserStarts) {
  rig().environment.host_resolver_rules.clear();
  rig().environment.browser_path = "/there/is/no/browser";
  rig().environment.look_up = [](const std::string&) {
    return std::vector<std::string>{"127.0.0.1", "10.0.0.7"};
  };
  const auto outcome = rig().capture("https://forum.tirazan.example/");
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, ErrorCode::kDenied);
  EXPECT_NE(outcome.error().message.find("leads to 10.0.0.7"), std::string::npos)
      << outcome.error().message;
}

// A number is looked up on every machine; which names there are differs.
TEST(LookUp, TheSystemSaysWhereANameLeads) {
  EXPECT_EQ(look_up_by_system("127.0.0.1"), std::vector<std::string>{"127.0.0.1"});
  EXPECT_EQ(look_up_by_system("::1"), std::vector<std::string>{"::1"});
  EXPECT_TRUE(look_up_by_system("no-such-name.invalid").empty());
}

TEST_F(CaptureTest, RefusesABadCertificateAndKeepsIt) {
  for (const char* host : {"expired", "selfsigned"}) {
    const Outcome outcome = take(fmt::format("https://{}.tirazan.example/", host));
    EXPECT_FALSE(outcome.is_complete);
    EXPECT_NE(joined(outcome.reasons).find("net::ERR_CERT_AUTHORITY_INVALID"), std::string::npos)
        << joined(outcome.reasons);
    const std::string connections = json::format_canonical(outcome.acquisition["connections"]);
    EXPECT_NE(connections.find("\"certificates\":[{\"sha256\""), std::string::npos);
    EXPECT_TRUE(rig().responses(outcome).empty());
  }
}

TEST_F(CaptureTest, LoadsABadCertificateOnlyIfThePermitSaysSo) {
  rig().authorisation.request.activities.push_back(authority::Activity::kAcceptInvalidCertificate);
  const Outcome outcome = take("https://selfsigned.tirazan.example/");
  EXPECT_TRUE(outcome.is_complete) << joined(outcome.reasons);
  EXPECT_FALSE(rig().responses(outcome).empty());
  EXPECT_TRUE(outcome.acquisition["authority"]["accepts_invalid_certificate"].bool_or(false));
}

TEST_F(CaptureTest, AHostThatDoesNotExistIsAnIncompleteOutcome) {
  rig().authorisation.request.targets.push_back({authority::TargetKind::kHost, "nowhere.example"});
  const Outcome outcome = take("https://nowhere.example/");
  EXPECT_FALSE(outcome.is_complete);
  EXPECT_NE(joined(outcome.reasons).find("ERR_NAME_NOT_RESOLVED"), std::string::npos);
}

TEST_F(CaptureTest, LeavesNothingBehind) {
  take("https://paste.tirazan.example/p/7.html");
  EXPECT_TRUE(rig().disk.list(rig().environment.working_directory).value().empty());
  const std::string ours = fmt::format("sanad-capture-{}-", ::getpid());
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::temp_directory_path())) {
    EXPECT_FALSE(entry.path().filename().string().starts_with(ours)) << entry.path();
  }
  EXPECT_EQ(browser_child(), 0);
}

TEST_F(CaptureTest, SaysWhatIsWrongBeforeItBegins) {
  Environment environment = rig().environment;
  const auto attempt = [&] {
    return capture(rig().permit_for("https://forum.tirazan.example/"), rig().options, rig().context,
                   {environment, *rig().vault, rig().clock, rig().monitor});
  };
  rig().options.max_seconds = 0;
  EXPECT_EQ(attempt().error().code, ErrorCode::kInvalid);
  rig().options.max_seconds = kMaxSeconds + 1;
  EXPECT_EQ(attempt().error().code, ErrorCode::kInvalid);
  rig().options = Options{};
  rig().options.locale = "en US; rm";
  EXPECT_EQ(attempt().error().code, ErrorCode::kInvalid);
  rig().options = Options{};
  environment.working_directory = "/nowhere/at/all";
  EXPECT_EQ(attempt().error().code, ErrorCode::kInvalid);
  environment = rig().environment;
  environment.browser_path = "/nowhere/chromium";
  EXPECT_EQ(attempt().error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace sanad::capture::test
