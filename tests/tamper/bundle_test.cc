// A bundle as the people see it who get it: with unzip, sha256sum and openssl, as its README.txt
// says; with a browser; and with nothing but what BagIt and CASE say.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "bag.h"
#include "fixture.h"
#include "verifier/page.h"

namespace sanad::tamper {
namespace {

class BundleTest : public testing::Test {
 protected:
  void SetUp() override {
    bundle_ = original_.bundle(&authority_, verifier::verify_page());
    write_file(folder_.path() / "bundle.zip", bundle_);
    write_file(folder_.path() / "root.pem", as_bytes(authority_.root_pem()));
    write_file(folder_.path() / "agency.vkey", as_bytes(unpack(bundle_).text("keys/agency.vkey")));
  }

  std::filesystem::path unzipped() {
    std::string output;
    EXPECT_EQ(run_command(folder_.path(), "unzip -q bundle.zip", &output), 0) << output;
    return folder_.path() / unpack(bundle_).folder;
  }

  int sanad_verify(const std::string& arguments, std::string* output) {
    return run_command(folder_.path(),
                       fmt::format("'{}/bin/sanad-verify' {}", SANAD_BINARY_DIR, arguments),
                       output);
  }

  Authority authority_;
  Case original_;
  Bytes bundle_;
  TemporaryFolder folder_;
};

// The commands of README.txt: lines that begin with two spaces and a program's name.
std::vector<std::string> readme_commands(const std::string& readme) {
  std::vector<std::string> commands;
  for (std::size_t at = 0; at < readme.size();) {
    const std::size_t end = std::min(readme.find('\n', at), readme.size());
    const std::string line = readme.substr(at, end - at);
    for (const std::string_view program : {"sha256sum ", "sha512sum ", "openssl ", "cat "})
      if (line.starts_with("  " + std::string(program))) commands.push_back(line.substr(2));
    at = end + 1;
  }
  return commands;
}

TEST_F(BundleTest, EveryCommandOfTheReadmeSucceeds) {
  const std::filesystem::path folder = unzipped();
  const auto commands = readme_commands(to_text(read_file(folder / "README.txt")));
  EXPECT_EQ(commands.size(), 10U);
  for (const std::string& command : commands) {
    std::string output;
    EXPECT_EQ(run_command(folder, command, &output), 0) << command << "\n" << output;
  }
}

TEST_F(BundleTest, TheReadmesCommandsFailOnAnAlteredBundle) {
  const std::filesystem::path folder = unzipped();
  write_file(folder / "bundle.json", as_bytes("{}"));
  write_file(folder / "tagmanifest-sha256.txt", as_bytes("0\n"));
  write_file(folder / "ledger/checkpoint", as_bytes("x\n"));
  int failed = 0;
  for (const std::string& command : readme_commands(to_text(read_file(folder / "README.txt"))))
    failed += run_command(folder, command) != 0 ? 1 : 0;
  EXPECT_EQ(failed, 4);  // both tag manifests, the signature, the timestamp over the checkpoint
}

TEST_F(BundleTest, TheCommitmentIsWhatTheReadmeSays) {
  const std::filesystem::path folder = unzipped();
  std::string digest;
  std::string leaf;
  for (const std::string& command : readme_commands(to_text(read_file(folder / "README.txt")))) {
    if (!command.starts_with("cat ")) continue;
    run_command(folder, command, command.find("sha256sum") != std::string::npos ? &digest : &leaf);
  }
  ASSERT_GE(digest.size(), 64U);
  EXPECT_NE(leaf.find(digest.substr(0, 64)), std::string::npos);
}

TEST_F(BundleTest, OtherZipReadersAcceptIt) {
  std::string output;
  EXPECT_EQ(run_command(folder_.path(), "unzip -t bundle.zip", &output), 0) << output;
  EXPECT_EQ(run_command(folder_.path(), "python3 -m zipfile -t bundle.zip", &output), 0) << output;
}

TEST_F(BundleTest, TheSameContentGivesTheSameBytes) {
  const present::BundleContent content = original_.content(&authority_, verifier::verify_page());
  const auto sign = [&](ByteView data) -> Result<Bytes> {
    return original_.agency_key().sign(data);
  };
  MemorySink first;
  MemorySink second;
  for (MemorySink* sink : {&first, &second}) {
    auto assembler = present::BundleAssembler::create(content, sign, {});
    ASSERT_TRUE(assembler.ok());
    ASSERT_TRUE(assembler->write(*sink).ok());
  }
  EXPECT_EQ(first.bytes(), second.bytes());
}

TEST_F(BundleTest, AFileThatIsNotWhatWasSealedIsRefused) {
  for (const bool longer : {false, true}) {
    Case spoilt;
    Bytes& file = spoilt.sealed().begin()->second.files.at("capture.wacz");
    if (longer)
      file.push_back(0);
    else
      file[0] ^= 1;
    auto assembler = present::BundleAssembler::create(
        spoilt.content(nullptr, "page"),
        [&](ByteView data) -> Result<Bytes> { return spoilt.agency_key().sign(data); }, {});
    ASSERT_TRUE(assembler.ok());
    MemorySink sink;
    const auto written = assembler->write(sink);
    ASSERT_FALSE(written.ok());
    EXPECT_EQ(written.error().code, ErrorCode::kIntegrity);
    EXPECT_NE(written.error().message.find("capture.wacz"), std::string::npos);
  }
}

TEST_F(BundleTest, TheNetworkLogIsAlwaysWithheld) {
  for (const auto& [path, bytes] : unpack(bundle_).files)
    EXPECT_EQ(path.find("netlog"), std::string::npos) << path;
}

TEST_F(BundleTest, ContentThatCouldNotVerifyIsRefused) {
  const auto sign = [&](ByteView data) -> Result<Bytes> {
    return original_.agency_key().sign(data);
  };
  const auto refused = [&](const std::function<void(present::BundleContent&)>& change) {
    present::BundleContent content = original_.content(nullptr, "page");
    change(content);
    auto assembler = present::BundleAssembler::create(std::move(content), sign, {});
    return !assembler.ok() && assembler.error().code == ErrorCode::kInvalid;
  };
  EXPECT_FALSE(refused([](auto&) {}));
  EXPECT_TRUE(refused([](auto& content) { content.exhibits.clear(); }));
  EXPECT_TRUE(refused([](auto& content) { content.exhibits[0].sealed.value += 1; }));
  EXPECT_TRUE(refused([](auto& content) { content.exhibits[0].withheld["nothing.txt"] = "x"; }));
  EXPECT_TRUE(refused([](auto& content) { content.entries.push_back(content.entries[0]); }));
  EXPECT_TRUE(refused([](auto& content) { content.entries[0].salt[0] ^= 1; }));
  EXPECT_TRUE(refused([](auto& content) { content.entries.erase(content.entries.begin() + 2); }));
  EXPECT_TRUE(refused([](auto& content) { content.verify_page = ""; }));
  EXPECT_TRUE(refused([](auto& content) { content.reader_page = ""; }));
  EXPECT_TRUE(refused([](auto& content) {
    content.agency_key = vkey_of(crypto::SigningKey::generate(), "someone.tirazan.example");
  }));
}

TEST_F(BundleTest, ReportsArePrintedWhereAPrinterIsGiven) {
  std::vector<std::string> pages;
  auto assembler = present::BundleAssembler::create(
      original_.content(&authority_, verifier::verify_page()),
      [&](ByteView data) -> Result<Bytes> { return original_.agency_key().sign(data); },
      [&](const std::string& html) -> Result<Bytes> {
        pages.push_back(html);
        return to_bytes("%PDF-1.7");
      });
  ASSERT_TRUE(assembler.ok());
  MemorySink sink;
  ASSERT_TRUE(assembler->write(sink).ok());
  EXPECT_EQ(pages.size(), 3U);  // of two exhibits, and the answers
  MemorySource source(sink.bytes());
  const auto report = verifier::verify(source, original_.trust(authority_), nullptr);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->verdict, verifier::Verdict::kIntact);
  EXPECT_NE(pages[0].find("&lt;b&gt;شمع&lt;/b&gt;"), std::string::npos);
  EXPECT_EQ(pages[0].find("<b>"), std::string::npos);
  for (const std::string_view field :
       {"Collector IP address", "Start of collection", "Web address (URL)",
        "Collection package hash list", "Time service", "WHOIS service"})
    EXPECT_NE(pages[0].find(field), std::string::npos) << field;
}

void collect(const json::Value& value, std::set<std::string>& defined,
             std::set<std::string>& used) {
  if (const json::Array* array = value.as_array())
    for (const json::Value& item : *array) collect(item, defined, used);
  const json::Object* object = value.as_object();
  if (object == nullptr) return;
  const std::string id = value["@id"].string_or("");
  if (!id.empty()) (object->size() == 1 ? used : defined).insert(id);
  for (const json::Member& member : *object) {
    const std::size_t colon = member.name.find(':');
    if (colon != std::string::npos) used.insert("prefix " + member.name.substr(0, colon));
    if (member.name == "@type") {
      const std::string type = member.value.string_or("");
      used.insert("prefix " + type.substr(0, type.find(':')));
    }
    if (member.name != "@context") collect(member.value, defined, used);
  }
}

TEST_F(BundleTest, TheCaseRecordIsWholeLinkedData) {
  const auto value = json::parse_canonical(unpack(bundle_).text("data/case.jsonld"));
  ASSERT_TRUE(value.ok());
  std::set<std::string> defined;
  std::set<std::string> used;
  collect(value.value()["@graph"], defined, used);
  for (const json::Member& member : *value.value()["@context"].as_object()) {
    const std::string iri = member.value.string_or("");
    EXPECT_TRUE(iri.ends_with('/') || iri.ends_with('#')) << iri;
    if (member.name.starts_with("uco-")) {
      EXPECT_EQ(iri,
                "https://ontology.unifiedcyberontology.org/uco/" + member.name.substr(4) + "/");
    }
    defined.insert("prefix " + member.name);
  }
  EXPECT_EQ(value.value()["@context"]["investigation"].string_or(""),
            "https://ontology.caseontology.org/case/investigation/");
  for (const std::string& id : used) EXPECT_TRUE(defined.contains(id)) << id;
  const std::string text = unpack(bundle_).text("data/case.jsonld");
  for (const std::string_view type : {"Investigation", "Authorization", "InvestigativeAction",
                                      "ProvenanceRecord", "Investigator"})
    EXPECT_NE(text.find(fmt::format("\"investigation:{}\"", type)), std::string::npos) << type;
}

TEST_F(BundleTest, TheCommandSaysWhatItFoundWithItsExitStatus) {
  std::string output;
  EXPECT_EQ(sanad_verify("bundle.zip --trust-key agency.vkey --trust-tsa root.pem", &output), 0);
  EXPECT_TRUE(output.starts_with("INTACT:")) << output;
  EXPECT_NE(output.find("What was not checked"), std::string::npos);

  output.clear();
  EXPECT_EQ(sanad_verify("bundle.zip --json", &output), 0);
  const auto report = json::parse(output);
  ASSERT_TRUE(report.ok()) << output;
  EXPECT_EQ(report.value()["verdict"].string_or(""), "intact with warnings");
  EXPECT_EQ(report.value()["checks"].as_array()->size(), 21U);

  Bytes changed = bundle_;
  changed[changed.size() / 2] ^= 1;
  write_file(folder_.path() / "changed.zip", changed);
  EXPECT_EQ(sanad_verify("changed.zip --quiet", &output), 1);
  write_file(folder_.path() / "short.zip", ByteView(bundle_).first(bundle_.size() - 9));
  EXPECT_EQ(sanad_verify("short.zip --quiet", &output), 2);
}

TEST_F(BundleTest, TheCommandRefusesWhatItCannotUse) {
  for (const char* arguments :
       {"", "missing.zip", ".", "bundle.zip --unknown", "bundle.zip another.zip",
        "bundle.zip --trust-key", "bundle.zip --trust-key bundle.zip",
        "bundle.zip --trust-tsa agency.vkey"}) {
    std::string output;
    EXPECT_EQ(sanad_verify(arguments, &output), 2) << arguments;
    EXPECT_TRUE(output.starts_with("sanad-verify: ")) << output;
  }
  std::string output;
  EXPECT_EQ(sanad_verify("--help", &output), 0);
  EXPECT_NE(output.find("Example:"), std::string::npos);
}

TEST_F(BundleTest, ThePageVerifiesInABrowserFromDiskWithoutAnyRequest) {
  Bytes changed = bundle_;
  changed[changed.size() / 2] ^= 1;
  write_file(folder_.path() / "changed.zip", changed);
  write_file(folder_.path() / "verify.html", as_bytes(verifier::verify_page()));
  std::string output;
  EXPECT_EQ(
      run_command(folder_.path(),
                  fmt::format("node '{}/tests/tamper/browser.mjs' .", SANAD_SOURCE_DIR), &output),
      0)
      << output;
}

TEST_F(BundleTest, TheReaderWorksFromDiskAndFromTheZipWithoutAnyRequestElsewhere) {
  Bytes changed = bundle_;
  changed[changed.size() / 2] ^= 1;
  write_file(folder_.path() / "changed.zip", changed);
  write_file(folder_.path() / "many.zip", Case({.parts = 3'000}).bundle(nullptr));
  std::string output;
  ASSERT_EQ(run_command(folder_.path(),
                        "mkdir unpacked many alone && unzip -q -d unpacked bundle.zip && "
                        "unzip -q -d many many.zip && cp unpacked/*/index.html alone",
                        &output),
            0)
      << output;
  EXPECT_EQ(
      run_command(folder_.path(),
                  fmt::format("node '{}/tests/tamper/reader.mjs' .", SANAD_SOURCE_DIR), &output),
      0)
      << output;
}

// Their scripts are joined, and so must not use a name twice.
TEST_F(BundleTest, TheScriptOfEachPageCanBeRead) {
  for (const std::string_view page : {verifier::verify_page(), verifier::reader_page()}) {
    const std::size_t begin = page.find('>', page.find("<script")) + 1;
    write_file(folder_.path() / "page.js",
               as_bytes(page.substr(begin, page.rfind("</script>") - begin)));
    std::string output;
    EXPECT_EQ(run_command(folder_.path(), "node --check page.js", &output), 0) << output;
  }
}

TEST_F(BundleTest, TheReadersOwnTestsHold) {
  std::string output;
  EXPECT_EQ(run_command(folder_.path(),
                        fmt::format("node --test '{}/src/verifier/reader/reader_test.mjs'",
                                    SANAD_SOURCE_DIR),
                        &output),
            0)
      << output;
}

}  // namespace
}  // namespace sanad::tamper
