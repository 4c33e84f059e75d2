// Comparisons of two captures in a bundle, whose sides are proven in this ledger and in another
// agency's: one that is as it should be, and many that are not, by whoever holds the keys and signs
// all of it. Both verifiers tell them apart.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "bag.h"
#include "crafted.h"
#include "crypto/crypto.h"
#include "fixture.h"
#include "tlog/proof.h"
#include "verifier/page.h"
#include "verifier/verifier.h"

namespace sanad::tamper {
namespace {

constexpr const char* kId = "corroboration-1mmmmmmmmmmmmmmm";
constexpr const char* kOther = "corroboration-2nnnnnnnnnnnnnnn";

// What is told: the file, and the entry that it must agree with.
struct Told {
  std::string id = kId;
  json::Object data;  // of the entry
  json::Value file;
};
using Lie = std::function<void(Told&)>;

struct Foreign {
  Foreign() {
    ledger.origin = "ledger.sahil.example";
    for (const char* kind : {"workspace.created", "case.opened", "capture.started",
                             "exhibit.sealed", "exhibit.viewed", "bundle.exported"})
      ledger.add("2024-03-02T10:00:00.000Z", kind, "officer-3ccccccccccccccc", "", json::Object{});
  }
  json::Object shown(std::uint64_t index) const {
    const auto entry = ledger.disclose(index);
    return {
        {"key", tlog::format_vkey(ledger.vkey())}, {"leaf", entry.leaf}, {"proof", entry.proof}};
  }
  json::Object cited(std::uint64_t index) const {
    return {{"origin", ledger.origin},
            {"size", ledger.leaves.size()},
            {"sealed", index},
            {"proof_sha256", format_hex(crypto::sha256(as_bytes(ledger.disclose(index).proof)))}};
  }
  Ledger ledger;
};
constexpr std::uint64_t kForeignSealed = 3;

std::vector<std::uint64_t> sealings(const present::BundleContent& content) {
  std::vector<std::uint64_t> found;
  for (const present::DisclosedEntry& entry : content.entries)
    if (entry.leaf.find("\"exhibit.sealed\"") != std::string::npos)
      found.push_back(entry.index.value);
  std::ranges::sort(found);
  return found;
}

json::Object shown_here(const Case& of_case, std::uint64_t index) {
  const auto entry = of_case.ledger().disclose(index);
  return {{"leaf", entry.leaf}, {"proof", entry.proof}};
}

json::Object& inner(json::Value& value, std::string_view name) {
  return *value.as_object()->find(name)->as_object();
}

class Corroborations : public ::testing::Test {
 protected:
  // lie: of what the ledger records and the file tells; after: of the file alone, once its proofs
  // are there.
  Bytes bundle(const Lie& lie, const std::function<void(Told&, const Case&)>& after) {
    const auto at = sealings(Case().content(nullptr, ""));
    Told told;
    told.data = {
        {"corroboration", kId},
        {"exhibit", "exhibit-1eeeeeeeeeeeeeee"},
        {"other", "exhibit-2ffffffffffffff0"},
        {"here", json::Object{{"entry", at[0]}, {"foreign", nullptr}}},
        {"there", json::Object{{"entry", at[1]}, {"foreign", foreign_.cited(kForeignSealed)}}},
        {"same", 3}};
    if (lie) lie(told);
    Story story;
    story.further = {{"corroboration.recorded", told.data}};
    const Case made(story);
    auto content = made.content(nullptr, "<!doctype html><title>page</title>");
    const std::uint64_t entry = recorded_in(content);
    told.file = json::Object{
        {"v", 1},
        {"entry", entry},
        {"recorded", told.data},
        {"here", shown_here(made, at[0])},
        {"there", shown_here(made, at[1])},
        {"foreign", json::Object{{"here", nullptr}, {"there", foreign_.shown(kForeignSealed)}}}};
    if (after) after(told, made);
    content.corroborations.push_back({told.id, json::format_canonical(told.file)});
    trust_ = {{made.agency_key().public_key()}, {}};
    auto assembler = present::BundleAssembler::create(
        std::move(content),
        [&](ByteView data) -> Result<Bytes> { return made.agency_key().sign(data); }, {});
    MemorySink sink;
    EXPECT_TRUE(assembler.ok() && assembler->write(sink).ok());
    return sink.take();
  }
  static std::uint64_t recorded_in(const present::BundleContent& content) {
    const auto found = std::ranges::find_if(content.entries, [](const auto& entry) {
      return entry.leaf.find("\"corroboration.recorded\"") != std::string::npos;
    });
    return found->index.value;
  }
  verifier::Report check(const Bytes& bytes) {
    MemorySource source(bytes);
    return verifier::verify(source, trust_, nullptr).value();
  }
  Foreign foreign_;
  verifier::Trust trust_;
};

std::string summary(const verifier::Report& report) {
  std::string text(verifier::verdict_name(report.verdict));
  for (const verifier::Check& check : report.checks)
    if (check.status != verifier::Status::kPass)
      text += fmt::format("; {} {}", check.id, verifier::status_name(check.status));
  return text;
}

struct Attempt {
  const char* name;
  Lie lie;
  std::function<void(Told&, const Case&)> after;
};

std::vector<Attempt> attempts(const Foreign& foreign) {
  const auto file = [](std::function<void(json::Value&)> change) {
    return [change = std::move(change)](Told& told, const Case&) { change(told.file); };
  };
  const auto cites = [](const char* member, json::Value value) -> Lie {
    return [member, value = std::move(value)](Told& told) {
      told.data.find("there")->as_object()->find("foreign")->as_object()->set(member, value);
    };
  };
  return {
      {"another count than was recorded", {}, file([](json::Value& v) {
         inner(v, "recorded").set("same", 4);
       })},
      {"another version", {}, file([](json::Value& v) { v.as_object()->set("v", 2); })},
      {"a member more", {}, file([](json::Value& v) { v.as_object()->set("note", "x"); })},
      {"a side left out", {}, file([](json::Value& v) { v.as_object()->erase("there"); })},
      {"by an entry of another kind", {}, file([](json::Value& v) {
         v.as_object()->set("entry", 2);
       })},
      {"by an entry that is not here", {}, file([](json::Value& v) {
         v.as_object()->set("entry", 999);
       })},
      {"under another name", {}, [](Told& told, const Case&) { told.id = kOther; }},
      {"the two sides exchanged", {}, file([](json::Value& v) {
         std::swap(*v.as_object()->find("here"), *v.as_object()->find("there"));
       })},
      {"a side of another entry of this ledger",
       {},
       [](Told& told, const Case& made) {
         told.file.as_object()->set("there", shown_here(made, 2));
       }},
      {"a side that the ledger says is of no sealing",
       [](Told& told) { told.data.find("there")->as_object()->set("entry", 2); },
       [](Told& told, const Case& made) {
         told.file.as_object()->set("there", shown_here(made, 2));
       }},
      {"a leaf of this ledger altered", {}, file([](json::Value& v) {
         std::string leaf = inner(v, "here").find("leaf")->string_or("");
         leaf.replace(leaf.find("2024"), 4, "2023");
         inner(v, "here").set("leaf", leaf);
       })},
      {"a proof from another ledger of this name",
       {},
       [](Told& told, const Case&) {
         told.file.as_object()->set(
             "here", shown_here(Case(), static_cast<std::uint64_t>(
                                            (*told.data.find("here"))["entry"].int_or(0))));
       }},
      {"a foreign side where the ledger has none",
       {},
       [&foreign](Told& told, const Case&) {
         inner(told.file, "foreign").set("here", foreign.shown(kForeignSealed));
       }},
      {"the other ledger's entry of another kind",
       [&foreign](Told& told) {
         told.data.find("there")->as_object()->set("foreign", foreign.cited(4));
       },
       [&foreign](Told& told, const Case&) {
         inner(told.file, "foreign").set("there", foreign.shown(4));
       }},
      {"another digest of the proof than was recorded",
       cites("proof_sha256", std::string(64, '0')),
       {}},
      {"another index in the other ledger", cites("sealed", 2), {}},
      {"another size of the other ledger", cites("size", 7), {}},
      {"another origin", cites("origin", "ledger.tirazan.example"), {}},
      {"the other ledger's key exchanged", {}, file([](json::Value& v) {
         inner(*v.as_object()->find("foreign"), "there")
             .set("key", tlog::format_vkey(Foreign().ledger.vkey()));
       })},
      {"the other ledger's leaf altered", {}, file([](json::Value& v) {
         json::Object& there = inner(*v.as_object()->find("foreign"), "there");
         std::string leaf = there.find("leaf")->string_or("");
         leaf.replace(leaf.find("2024"), 4, "2023");
         there.set("leaf", leaf);
       })},
      {"the other ledger without its key", {}, file([](json::Value& v) {
         inner(*v.as_object()->find("foreign"), "there").erase("key");
       })},
      {"the other ledger said to be nothing", {}, file([](json::Value& v) {
         inner(v, "foreign").set("there", json::Object{});
       })},
  };
}

TEST_F(Corroborations, AreProvenInBothLedgersAndNoLieAboutThemPasses) {
  const TemporaryFolder folder;
  json::Array changes;
  std::size_t files = 0;
  const auto look = [&](std::string_view name, const Bytes& bytes, bool is_honest) {
    const verifier::Report report = check(bytes);
    const std::string text = summary(report);
    const bool fails = text.find("; inclusion fail") != std::string::npos;
    EXPECT_EQ(fails, !is_honest) << name << ": " << text;
    EXPECT_EQ(text.starts_with("tampered"), !is_honest) << name << ": " << text;
    const std::string file = fmt::format("{}.zip", files++);
    write_file(folder.path() / file, bytes);
    changes.push_back(json::Object{
        {"name", name}, {"summary", text}, {"answers", report.answers["answers"]}, {"file", file}});
  };
  // Whom the verifier of the page trusts is told once; signers are not what is tried here.
  const Bytes honest = bundle({}, {});
  const auto first_trust = trust_;
  look("honest", honest, true);
  const auto answers = check(honest).answers["answers"];
  const std::string told = json::format_canonical(answers);
  EXPECT_NE(told.find("data/corroboration/corroboration-1mmmmmmmmmmmmmmm.json"), std::string::npos)
      << "the answer cites it";
  const Bytes without_theirs =
      bundle({}, [](Told& it, const Case&) { inner(it.file, "foreign").set("there", nullptr); });
  trust_ = first_trust;
  look("the other bundle is not here any more", without_theirs, true);
  for (const Attempt& one : attempts(foreign_)) {
    const Bytes bytes = bundle(one.lie, one.after);
    trust_ = first_trust;
    look(one.name, bytes, false);
  }
  write_file(folder.path() / "base.zip", honest);
  write_file(folder.path() / "changes.json", as_bytes(json::format_canonical(changes)));
  Authority authority;
  write_file(folder.path() / "trust.json",
             as_bytes(json::format_canonical(json::Object{
                 {"key", format_base64(first_trust.agency_keys.front())},
                 {"root", format_base64(authority.root_der())},
                 {"reader", format_hex(crypto::sha256(as_bytes(verifier::reader_page())))}})));
  std::string output;
  const int status = run_command(
      folder.path(), fmt::format("node '{}/tests/tamper/agree.mjs' .", SANAD_SOURCE_DIR), &output);
  EXPECT_EQ(status, 0) << output;
}

}  // namespace
}  // namespace sanad::tamper
