// No change of a bundle passes as "intact", and the two verifiers agree on each: the C++ one runs
// here, the one of verify.html in Node (agree.mjs), over the same changes.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "bag.h"
#include "crafted.h"
#include "fixture.h"
#include "mutate.h"
#include "verifier/page.h"
#include "verifier/verifier.h"
#include "zip/reader.h"

namespace sanad::tamper {
namespace {

constexpr int kRandomChanges = 2'400;
constexpr std::uint64_t kSeed = 20'240'302;

verifier::Report check(ByteView bytes, const verifier::Trust& trust) {
  MemorySource source(bytes);
  auto report = verifier::verify(source, trust, nullptr);
  EXPECT_TRUE(report.ok());
  return report.ok() ? std::move(report).value() : verifier::Report{};
}

// One line for each check that did not pass, to compare and to show.
std::string summary(const verifier::Report& report) {
  std::string text(verifier::verdict_name(report.verdict));
  for (const verifier::Check& check : report.checks)
    if (check.status != verifier::Status::kPass)
      text += fmt::format("; {} {}", check.id, verifier::status_name(check.status));
  return text;
}

json::Value expectation(std::string_view name, const verifier::Report& report) {
  return json::Object{
      {"name", name}, {"summary", summary(report)}, {"answers", report.answers["answers"]}};
}

// Where small files and headers begin.
std::vector<std::uint64_t> places_in(ByteView zip) {
  MemorySource source(zip);
  const auto reader = zip::Reader::open(source, {});
  if (!reader.ok()) std::abort();
  std::vector<std::uint64_t> places;
  for (const zip::Entry& entry : reader->entries()) {
    places.push_back(entry.header_offset);
    places.push_back(entry.data_offset);
  }
  const zip::Entry& last = reader->entries().back();
  for (std::uint64_t at = last.data_offset + last.size; at < zip.size(); at += 60)
    places.push_back(at);
  return places;
}

class TamperTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { world_ = new World(); }
  static void TearDownTestSuite() {
    delete world_;
    world_ = nullptr;
  }

  struct World {
    Authority authority;
    Case original;
    Bytes intact = original.bundle(&authority);
    verifier::Trust trust = original.trust(authority);
  };
  static World& world() { return *world_; }

  // Has verify.html's code look at the same files; folder holds them.
  static void expect_agreement(const std::filesystem::path& folder) {
    const verifier::Trust& trust = world().trust;
    write_file(folder / "trust.json",
               as_bytes(json::format_canonical(json::Object{
                   {"key", format_base64(trust.agency_keys.front())},
                   {"root", format_base64(trust.roots.front())},
                   {"reader", format_hex(crypto::sha256(as_bytes(verifier::reader_page())))}})));
    std::string output;
    const int status = run_command(
        folder, fmt::format("node '{}/tests/tamper/agree.mjs' .", SANAD_SOURCE_DIR), &output);
    EXPECT_EQ(status, 0) << output;
  }

 private:
  static World* world_;
};
TamperTest::World* TamperTest::world_ = nullptr;

TEST_F(TamperTest, TheBundleIsIntactBeforeAnybodyTouchesIt) {
  const verifier::Report report = check(world().intact, world().trust);
  EXPECT_EQ(summary(report), "intact") << verifier::format_report_text(report);
}

TEST_F(TamperTest, NoRandomChangePassesAndBothVerifiersAgree) {
  const TemporaryFolder folder;
  write_file(folder.path() / "base.zip", world().intact);
  const std::vector<std::uint64_t> places = places_in(world().intact);
  std::mt19937_64 random(kSeed);
  json::Array changes;
  changes.push_back(expectation("unchanged", check(world().intact, world().trust)));
  changes.back().as_object()->set("edits", json::Array{});
  for (int i = 0; i < kRandomChanges; ++i) {
    const std::vector<Edit> edits = random_edits(world().intact, places, random);
    const verifier::Report report = check(apply_edits(world().intact, edits), world().trust);
    EXPECT_TRUE(report.verdict == verifier::Verdict::kTampered ||
                report.verdict == verifier::Verdict::kUnusable)
        << "change " << i << " of seed " << kSeed << ": " << summary(report);
    json::Array ops;
    for (const Edit& edit : edits)
      ops.push_back(json::Array{edit.offset, edit.removed, format_base64(edit.inserted)});
    json::Value change = expectation(fmt::format("random {}", i), report);
    change.as_object()->set("edits", std::move(ops));
    changes.push_back(std::move(change));
  }
  write_file(folder.path() / "changes.json", as_bytes(json::format_canonical(changes)));
  expect_agreement(folder.path());
}

TEST_F(TamperTest, NoCraftedChangePassesAndBothVerifiersAgree) {
  const TemporaryFolder folder;
  const std::vector<Crafted> crafted = craft(world().intact, world().authority);
  EXPECT_GE(crafted.size(), 100U);
  write_file(folder.path() / "base.zip", world().intact);
  json::Array changes;
  std::set<std::string> names;
  for (const Crafted& change : crafted) {
    EXPECT_TRUE(names.insert(change.name).second) << change.name;
    EXPECT_NE(change.bytes, world().intact) << change.name;
    const verifier::Report report = check(change.bytes, world().trust);
    EXPECT_NE(report.verdict, verifier::Verdict::kIntact) << change.name;
    const std::string file = fmt::format("crafted-{}.zip", names.size());
    write_file(folder.path() / file, change.bytes);
    json::Value value = expectation(change.name, report);
    value.as_object()->set("file", file);
    changes.push_back(std::move(value));
  }
  write_file(folder.path() / "changes.json", as_bytes(json::format_canonical(changes)));
  expect_agreement(folder.path());
}

// What a forger can still reach with a key of his own is a warning that names the unknown signer.
TEST_F(TamperTest, OnlyWhatIsWhollyConsistentIsLeftAtAWarning) {
  const std::set<std::string> consistent = {"signed with another key only",
                                            "withheld reason changed",
                                            "exhibit withheld afterwards",
                                            "the reason of a closed message changed",
                                            "the pseudonym of a masked word changed",
                                            "an attachment called otherwise",
                                            "timestamp stripped",
                                            "timestamp of the forger's own authority",
                                            "index.html: of a version to come",
                                            "the reader left out as a whole",
                                            "a whole bundle forged",
                                            "answers left out",
                                            "an incomplete capture"};
  std::set<std::string> warned;
  for (const Crafted& change : craft(world().intact, world().authority)) {
    const verifier::Report report = check(change.bytes, world().trust);
    if (report.verdict != verifier::Verdict::kIntactWithWarnings) continue;
    warned.insert(change.name);
    EXPECT_NE(summary(report).find("signer warn"), std::string::npos) << change.name;
  }
  EXPECT_EQ(warned, consistent);
}

TEST_F(TamperTest, EachKindOfChangeIsNamedByTheCheckThatFindsIt) {
  const std::map<std::string, std::string> found_by = {
      {"exhibit changed", "payload"},
      {"exhibit missing", "payload"},
      {"exhibits swapped", "payload"},
      {"exhibit changed, all digests rewritten", "signature"},
      {"exhibit changed, signed with another key", "exhibits"},
      {"entry's salt changed, signed with another key", "entries"},
      {"another log's proof", "inclusion"},
      {"a message edited in the excerpt", "payload"},
      {"a message edited, signed with another key", "excerpts"},
      {"a message left out", "excerpts"},
      {"two messages in the other order", "excerpts"},
      {"a message invented", "excerpts"},
      {"fewer messages said to be closed", "excerpts"},
      {"a word beside a masked one edited", "excerpts"},
      {"a masked word given, of the agency's choice", "excerpts"},
      {"fewer words said to be masked", "excerpts"},
      {"more words said to be masked", "excerpts"},
      {"a masked word's commitment exchanged", "excerpts"},
      {"a seed exchanged", "excerpts"},
      {"a masked word said to stand elsewhere", "excerpts"},
      {"a masked field filled in", "excerpts"},
      {"a masked word without a reason", "excerpts"},
      {"a bit of an attachment changed", "payload"},
      {"a bit of an attachment changed, signed with another key", "excerpts"},
      {"an attachment longer by a byte", "excerpts"},
      {"an attachment that is another one's bytes", "excerpts"},
      {"the bytes of a part that is closed", "excerpts"},
      {"the bytes of a part with masked words", "excerpts"},
      {"the bytes of a message", "excerpts"},
      {"the bytes of a part that there is not", "excerpts"},
      {"an attachment that is listed and not there", "index"},
      {"an attachment that is there and not listed", "index"},
      {"attachments in another order", "index"},
      {"an attachment called by a way out of the folder", "index"},
      {"an attachment of no type", "index"},
      {"attachments of an exhibit that is not shown in part", "index"},
      {"a certificate that no entry tells of", "schedules"},
      {"a certificate of which a page is missing", "index"},
      {"a certificate that the index does not name", "index"},
      {"a certificate for nobody's build", "index"},
      {"an item left off the schedule", "schedules"},
      {"a number on the schedule changed", "schedules"},
      {"what may assist the accused is said to do neither", "schedules"},
      {"the sensitive schedule left out", "index"},
      {"schedules said to be for the defence", "schedules"},
      {"schedules that the index forgets", "index"},
      {"no word of schedules", "schedules"},
      {"schedules by another entry", "schedules"},
      {"an excerpt that leads to another entry", "excerpts"},
      {"an excerpt of the other exhibit", "excerpts"},
      {"an excerpt that the index forgets", "index"},
      {"a message edited in the reader alone", "reader"},
      {"a closed stretch shorter in the reader alone", "reader"},
      {"another officer in the reader alone", "reader"},
      {"a withheld file forgotten in the reader alone", "reader"},
      {"withheld reason changed, not in the reader", "reader"},
      {"a chunk fewer in the reader alone", "reader"},
      {"a script of the forger's own beside the reader", "reader"},
      {"index.html: a letter changed", "reader"},
      {"index.html: left out", "reader"},
      {"index.html: says that it is of version \"0\"", "reader"},
      {"an answer turned round", "answers"},
      {"an answer left out", "answers"},
      {"answers that are not canonical", "answers"},
      {"timestamp stripped, its answers kept", "answers"},
      {"exhibit withheld afterwards, its answers kept", "answers"},
      {"checkpoint forged under the ledger's name", "checkpoint"},
      {"a forged approval of one's own request", "authority"},
      {"a capture after the authorisation ended", "authority"},
      {"a capture after the authorisation was revoked", "authority"},
      {"timestamp over something else", "timestamp"},
      {"index forgets an exhibit", "index"},
      {"gap between files", "container"}};
  std::size_t seen = 0;
  for (const Crafted& change : craft(world().intact, world().authority)) {
    const auto expected = found_by.find(change.name);
    if (expected == found_by.end()) continue;
    ++seen;
    const std::string text = summary(check(change.bytes, world().trust));
    EXPECT_NE(text.find("; " + expected->second + " fail"), std::string::npos)
        << change.name << ": " << text;
  }
  EXPECT_EQ(seen, found_by.size());
}

TEST_F(TamperTest, WithoutTrustTheVerdictSaysWhatIsUnknown) {
  EXPECT_EQ(summary(check(world().intact, {})),
            "intact with warnings; signer warn; timestamp-authority warn");
  const Bytes unstamped = world().original.bundle(nullptr);
  EXPECT_EQ(
      summary(check(unstamped, world().trust)),
      "intact with warnings; timestamp warn; timestamp-authority skipped; time-order skipped");
}

}  // namespace
}  // namespace sanad::tamper
