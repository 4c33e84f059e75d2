// Captures of the range, compared with what it served.
#include <fmt/format.h>

#include <chrono>
#include <thread>

#include "service/captures.h"
#include "service/exhibits.h"
#include "validation/truth.h"
#include "validation_world.h"

namespace sanad::service {
namespace {

using validation::TestResult;
using validation::Verdict;

constexpr std::string_view kSource = "the range's own log of what it served";
constexpr std::uint32_t kMaxSecondsAPage = 40;
constexpr std::int64_t kWaitForTruthMs = 5000;
constexpr auto kAskAgain = std::chrono::milliseconds(20);

struct Page {
  std::string_view id;
  std::string_view url;
  std::string_view what;
};

// Between them: frames of other sites, scripts, media asked for in ranges, codings, framing,
// redirects, statuses, headers that are odd, preflights, downloads.
constexpr Page kPages[] = {
    {"capture-forum", "https://forum.tirazan.example/", "a page with pictures and cookies"},
    {"capture-video", "https://video.tirazan.example/", "a page with video, sound and comments"},
    {"capture-news", "https://news.tirazan.example/", "a page with a frame of another site"},
    {"capture-odd-headers", "https://awkward.tirazan.example/odd-headers", "headers as sent"},
    {"capture-coded", "https://awkward.tirazan.example/coded.html", "gzip, deflate and br"},
    {"capture-framing", "https://awkward.tirazan.example/framing.html",
     "chunked, closed, cut and reset bodies"},
    {"capture-redirects", "https://awkward.tirazan.example/redirects.html", "redirects"},
    {"capture-statuses", "https://awkward.tirazan.example/statuses.html", "statuses"},
    {"capture-preflight", "https://awkward.tirazan.example/preflight.html", "a preflight"},
};

// Exchanges that are still in progress end soon: the browser is gone.
json::Value settled_truth(range::Range& range) {
  json::Value truth;
  const auto until = SystemClock().now().unix_ms + kWaitForTruthMs;
  while (true) {
    const auto entries = range.truth().entries();
    truth = range::format_truth(entries, range.truth().dropped_entries());
    bool is_open = false;
    for (const auto& entry : entries) is_open = is_open || entry.is_open;
    if (!is_open || SystemClock().now().unix_ms > until) return truth;
    std::this_thread::sleep_for(kAskAgain);
  }
}

// The same truth with one body's digest altered, of the first response that is in the archive.
json::Value altered_truth(json::Value truth) {
  json::Array& exchanges = *truth.as_object()->find("exchanges")->as_array();
  for (json::Value& one : exchanges) {
    json::Object& exchange = *one.as_object();
    if (exchange.find("status")->int_or(0) != 200 || exchange.find("body") == nullptr) continue;
    const std::string none(64, '0');
    exchange.find("body")->as_object()->set("sha256", none);
    if (json::Value* decoded = exchange.find("decoded_body"))
      decoded->as_object()->set("sha256", none);
    break;
  }
  return truth;
}

Result<void> compare(ValidationWorld& world, const std::string& exhibit_id, TestResult& test) {
  Workspace& workspace = world.workspace();
  SANAD_TRY(const auto exhibit, workspace.records().exhibit(exhibit_id));
  SANAD_TRY(const json::Value acquisition,
            read_acquisition(workspace, world.investigator(), exhibit));
  SANAD_TRY(auto wacz, open_recorded(workspace, exhibit, "capture.wacz"));
  const json::Value truth = settled_truth(world.range());
  SANAD_TRY(const auto found, validation::compare_with_truth(*wacz.reader, truth, acquisition));
  test.got = found.told();
  test.expected = fmt::format(
      "{} served, each in the archive as it was sent or listed as not kept; nothing else",
      found.served);
  test.alteration = "the digest of one body that the range says it served";
  SANAD_TRY(auto again, open_recorded(workspace, exhibit, "capture.wacz"));
  SANAD_TRY(const auto other,
            validation::compare_with_truth(*again.reader, altered_truth(truth), acquisition));
  test.altered_got = other.told();
  settle(test, found.agrees(), !other.agrees());
  return {};
}

Result<void> capture_page(ValidationWorld& world, const Page& page, TestResult& test) {
  world.range().truth().reset();
  CaptureOrder order{world.case_id(), std::string(page.url), "", {}};
  order.options.max_seconds = kMaxSecondsAPage;
  SANAD_TRY(const auto ordered, order_capture(world.workspace(), world.investigator(), order));
  SANAD_CHECK(world.run(ordered.job, "range"));
  return compare(world, ordered.exhibit, test);
}

// The pipeline must refuse what the authorisation does not cover, before anything goes out.
void try_without_permit(ValidationWorld& world, Tests& tests) {
  TestResult test =
      world_test("capture-refused", "range", "decision on an act", "the authorisation's targets");
  test.expected = "denied; the range was asked for nothing";
  world.range().truth().reset();
  const CaptureOrder order{world.case_id(), "https://elsewhere.example/", "", {}};
  const auto ordered = order_capture(world.workspace(), world.investigator(), order);
  const bool is_denied = !ordered.ok() && ordered.error().code == ErrorCode::kDenied;
  const std::size_t asked = world.range().truth().entries().size();
  test.got = fmt::format("{}; the range was asked for {}", is_denied ? "denied" : "not denied",
                         asked == 0 ? "nothing" : std::to_string(asked));
  settle(test, is_denied && asked == 0, true);
  tests.push_back(std::move(test));
}

}  // namespace

void validate_captures(ValidationWorld& world, Tests& tests) {
  for (const Page& page : kPages) {
    TestResult test = world_test(page.id, "range", fmt::format("capture: {}", page.what), kSource);
    world.tell("range", std::string(page.url));
    if (world.is_stopped()) {
      test.reason = "the validation was stopped";
    } else if (const auto compared = capture_page(world, page, test); !compared.ok()) {
      test.verdict = Verdict::kFailed;
      test.reason = compared.error().message;
    }
    tests.push_back(std::move(test));
  }
  try_without_permit(world, tests);
}

}  // namespace sanad::service
