// A bundle of everything, verified and altered; ledger and vault, checked and altered on disk.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "service/audit.h"
#include "service/bundles.h"
#include "validation_world.h"
#include "verifier/verifier.h"
#include "zip/reader.h"

namespace sanad::service {
namespace {

namespace fs = std::filesystem;
using validation::TestResult;
using validation::Verdict;

constexpr std::uint64_t kMaxBundleBytes = 512ULL << 20U;
constexpr std::size_t kMostAlterations = 40;
constexpr std::uint64_t kFixitySample = 200;

class Quiet final : public capture::Monitor {
 public:
  void on_progress(const capture::Progress&) override {}
  bool is_cancelled() override { return false; }
};

Result<Bytes> export_bundle(ValidationWorld& world) {
  BundleOrder order;
  order.case_id = world.case_id();
  order.purpose = "validation of the tool";
  SANAD_TRY(const auto ordered, order_bundle(world.workspace(), world.investigator(), order));
  SANAD_CHECK(world.run(ordered.job, "bundle"));
  SANAD_TRY(const auto opened,
            open_bundle(world.workspace(), world.investigator(), ordered.bundle));
  if (opened.reader->size() > kMaxBundleBytes)
    return Error{ErrorCode::kLimit, "the bundle of the validation is longer than it can be"};
  Bytes bytes(opened.reader->size());
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    SANAD_TRY(const std::size_t got, opened.reader->read(std::span(bytes).subspan(filled)));
    if (got == 0) return Error{ErrorCode::kIntegrity, "the bundle ends early"};
    filled += got;
  }
  return bytes;
}

Result<verifier::Trust> trust_of(ValidationWorld& world) {
  verifier::Trust trust;
  trust.agency_keys.push_back(world.workspace().keyring().agency_signer().public_key());
  SANAD_TRY(trust.roots, verifier::parse_trusted_roots(world.range().authority_pem()));
  return trust;
}

// Where a byte is flipped: in the middle of files spread over the bundle, and in its directory.
Result<std::vector<std::size_t>> places(ByteView bundle) {
  MemorySource source(bundle);
  SANAD_TRY(const zip::Reader reader, zip::Reader::open(source, {}));
  std::vector<std::size_t> found;
  for (const zip::Entry& entry : reader.entries())
    if (entry.compressed_size > 0)
      found.push_back(static_cast<std::size_t>(entry.data_offset + entry.compressed_size / 2));
  std::vector<std::size_t> chosen;
  const std::size_t step = std::max<std::size_t>(1, found.size() / kMostAlterations);
  for (std::size_t i = 0; i < found.size() && chosen.size() < kMostAlterations; i += step)
    chosen.push_back(found[i]);
  chosen.push_back(bundle.size() - 30);
  return chosen;
}

bool is_refused(ByteView bytes, const verifier::Trust& trust) {
  MemorySource source(bytes);
  const auto report = verifier::verify(source, trust, nullptr);
  return !report.ok() || report->verdict == verifier::Verdict::kTampered ||
         report->verdict == verifier::Verdict::kUnusable;
}

std::string first_problem(const verifier::Report& report) {
  for (const verifier::Check& check : report.checks)
    if (check.status == verifier::Status::kFail || check.status == verifier::Status::kWarn)
      return fmt::format("{}: {}", check.id, check.message);
  return "";
}

Result<void> verify_bundle(ValidationWorld& world, TestResult& whole, TestResult& altered) {
  SANAD_TRY(Bytes bundle, export_bundle(world));
  SANAD_TRY(const verifier::Trust trust, trust_of(world));
  world.tell("bundle", "verifying");
  {
    MemorySource source(bundle);
    SANAD_TRY(const auto report, verifier::verify(source, trust, nullptr));
    whole.expected = "intact; timestamped";
    whole.got = fmt::format("{}; {}", verifier::verdict_name(report.verdict),
                            report.timestamp_time.empty() ? "not timestamped" : "timestamped");
    settle(whole, whole.got == whole.expected, true);
    if (whole.verdict != Verdict::kPassed) whole.reason = first_problem(report);
  }
  SANAD_TRY(const auto spots, places(bundle));
  std::size_t refused = 0, tried = 0;
  for (const std::size_t spot : spots) {
    if (world.is_stopped()) return Error{ErrorCode::kConflict, "the validation was stopped"};
    world.tell("bundle", fmt::format("altered at {} of {} places", tried, spots.size() + 2));
    bundle[spot] ^= 1;
    if (is_refused(bundle, trust)) ++refused;
    bundle[spot] ^= 1;
    ++tried;
  }
  if (is_refused(ByteView(bundle).first(bundle.size() - 1), trust)) ++refused;
  bundle.push_back('x');
  if (is_refused(bundle, trust)) ++refused;
  tried += 2;
  altered.expected = fmt::format("{} of {} refused", tried, tried);
  altered.got = fmt::format("{} of {} refused", refused, tried);
  settle(altered, refused == tried, true);
  return {};
}

// Flips one bit in the middle of a file.
Result<void> alter_file(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (fd < 0) return io_error("opening " + path, errno);
  const off_t middle = ::lseek(fd, 0, SEEK_END) / 2;
  std::uint8_t byte = 0;
  const bool done = ::pread(fd, &byte, 1, middle) == 1 && (byte ^= 1, true) &&
                    ::pwrite(fd, &byte, 1, middle) == 1;
  const int problem = errno;
  ::close(fd);
  if (!done) return io_error("altering " + path, problem);
  return {};
}

// The largest file under a folder whose path has a word in it.
std::string largest_file(const std::string& folder, std::string_view word) {
  std::string largest;
  std::uintmax_t size = 0;
  std::error_code ignored;
  for (fs::recursive_directory_iterator at(folder, ignored), end; at != end;
       at.increment(ignored)) {
    if (!at->is_regular_file(ignored) || at->path().string().find(word) == std::string::npos)
      continue;
    if (at->file_size(ignored) > size) {
      size = at->file_size(ignored);
      largest = at->path().string();
    }
  }
  return largest;
}

Result<void> check_ledger(ValidationWorld& world, TestResult& test) {
  Workspace& workspace = world.workspace();
  Quiet quiet;
  test.expected = "whole, with a timestamp";
  const auto whole = verify_ledger(workspace, quiet);
  test.got = !whole.ok()                            ? whole.error().message
             : (*whole)["timestamps"].int_or(0) > 0 ? "whole, with a timestamp"
                                                    : "whole, without a timestamp";
  test.alteration = "one bit of a tile on disk";
  const std::string tile = largest_file(workspace.directory() + "/ledger", "tile");
  if (tile.empty()) return Error{ErrorCode::kNotFound, "the ledger has no tiles to alter"};
  SANAD_CHECK(alter_file(tile));
  const auto broken = verify_ledger(workspace, quiet);
  test.altered_got = broken.ok() ? "whole" : "refused: " + broken.error().message;
  const bool is_found = !broken.ok() && broken.error().code == ErrorCode::kIntegrity;
  SANAD_CHECK(alter_file(tile));
  settle(test, test.got == test.expected, is_found);
  return {};
}

Result<void> check_vault(ValidationWorld& world, TestResult& test) {
  Workspace& workspace = world.workspace();
  SANAD_TRY(const json::Value whole, check_fixity(workspace, custody::kSystem, kFixitySample));
  const auto failed = [](const json::Value& result) { return result["failed"].as_array()->size(); };
  test.expected = "0 objects differ from what was sealed";
  test.got = fmt::format("{} objects differ from what was sealed", failed(whole));
  if (whole["checked"].int_or(0) == 0) test.got = "there were no objects";
  test.alteration = "one bit of an object on disk";
  const std::string object = largest_file(workspace.directory() + "/vault/" + world.case_id(), "");
  if (object.empty()) return Error{ErrorCode::kNotFound, "the vault has no objects to alter"};
  SANAD_CHECK(alter_file(object));
  SANAD_TRY(const json::Value broken, check_fixity(workspace, custody::kSystem, kFixitySample));
  test.altered_got = fmt::format("{} objects differ from what was sealed", failed(broken));
  settle(test, test.got == test.expected, failed(broken) == 1);
  return {};
}

void note(TestResult& test, const Result<void>& outcome) {
  if (outcome.ok()) return;
  test.verdict = Verdict::kFailed;
  test.reason = outcome.error().message;
}

}  // namespace

void validate_bundle(ValidationWorld& world, Tests& tests) {
  TestResult whole = world_test("bundle", "bundle", "bundle of all that was captured and imported",
                                "sanad-verify's checks, with the agency's key and the authority's "
                                "certificate");
  TestResult altered = world_test("bundle-altered", "bundle", "the same bundle, altered",
                                  "one bit in files spread over it and in its directory; its last "
                                  "byte gone; a byte more");
  world.tell("bundle", "");
  const auto outcome = verify_bundle(world, whole, altered);
  for (TestResult* test : {&whole, &altered})
    if (test->verdict == Verdict::kNotRun) note(*test, outcome);
  tests.push_back(std::move(whole));
  tests.push_back(std::move(altered));
}

void validate_stores(ValidationWorld& world, Tests& tests) {
  TestResult ledger = world_test("ledger", "ledger", "ledger, recomputed", "its own leaves");
  TestResult vault =
      world_test("vault", "vault", "stored objects, re-hashed", "the digests in the ledger");
  world.tell("stores", "");
  note(ledger, check_ledger(world, ledger));
  note(vault, check_vault(world, vault));
  tests.push_back(std::move(ledger));
  tests.push_back(std::move(vault));
}

}  // namespace sanad::service
