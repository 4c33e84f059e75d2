// The worked examples of docs/formats/entry.md and proof.md are what this code writes, and the
// commands that those pages give a reader accept them and refuse changed ones.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "crypto/pem.h"
#include "tlog/entry.h"
#include "tlog/proof.h"

namespace sanad::tlog {
namespace {

namespace fs = std::filesystem;

std::string page(const std::string& name) {
  std::ifstream in(fs::path(SANAD_SOURCE_DIR) / "docs" / "formats" / name);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// The text between a line "```" + language and the next "```".
std::string code_block(const std::string& text, const std::string& language) {
  const std::string start = "```" + language + "\n";
  const std::size_t begin = text.find(start);
  if (begin == std::string::npos) return {};
  const std::size_t first = begin + start.size();
  return text.substr(first, text.find("```", first) - first);
}

// A small log: five entries with known salts, signed by a known key.
struct Example {
  crypto::SigningKey key = crypto::SigningKey::from_seed(Bytes(32, 0x42)).value();
  VerifierKey log{"ledger.tirazan.example", SignatureType::kEd25519, key.public_key()};
  std::vector<std::string> bodies;
  std::vector<EntryLeaf> leaves;
  merkle::MemoryTree tree;

  static Bytes salt(std::size_t i) { return Bytes(kSaltSize, static_cast<std::uint8_t>(i + 1)); }
  Example() {
    for (std::size_t i = 0; i < 5; ++i) {
      bodies.push_back(json::format_canonical(
          json::Object{{"actor", "officer-0000000000000001"},
                       {"case", "case-0000000000000001"},
                       {"data", json::Object{{"note", "example " + std::to_string(i)}}},
                       {"kind", "example.noted"},
                       {"v", 1}}));
      EntryLeaf leaf;
      leaf.at = {1'795'539'000'000 + static_cast<std::int64_t>(i) * 1000};
      leaf.commitment = commit(salt(i), bodies[i]);
      leaf.kind = "example.noted";
      leaves.push_back(leaf);
      tree.append(merkle::leaf_hash(as_bytes(format_leaf(leaf))));
    }
  }
  std::string proof_text(std::uint64_t index) const {
    Checkpoint checkpoint{log.name, {tree.size(), tree.root()}, {}};
    return format_proof({std::nullopt,
                         {index},
                         merkle::make_inclusion_proof({index}, tree.size(), tree).value(),
                         sign_checkpoint(checkpoint, key)});
  }
};

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "sanad-docs-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) std::abort();
    path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  void write(const std::string& name, std::string_view text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
  }
  int run(const std::string& script) const {
    write("script.sh", script);
    return std::system(("cd '" + path_.string() + "' && bash -e script.sh >out 2>&1").c_str());
  }

 private:
  fs::path path_;
};

TEST(EntryPage, ShowsTheLeafSaltAndBodyThatWeWrite) {
  const Example example;
  const std::string text = page("entry.md");
  EXPECT_NE(text.find(format_leaf(example.leaves[2])), text.npos) << format_leaf(example.leaves[2]);
  EXPECT_NE(text.find(example.bodies[2]), text.npos) << example.bodies[2];
  EXPECT_NE(text.find(format_base64(Example::salt(2))), text.npos)
      << format_base64(Example::salt(2));
  const auto hash = merkle::leaf_hash(as_bytes(format_leaf(example.leaves[2])));
  EXPECT_NE(text.find(format_hex(hash)), text.npos) << format_hex(hash);
}

TEST(EntryPage, CommandsOpenTheCommitmentAndRefuseAnotherBody) {
  const Folder folder;
  const std::string script = code_block(page("entry.md"), "sh");
  EXPECT_EQ(folder.run(script), 0);
  std::string changed = script;
  const std::size_t at = changed.find("example 2");
  ASSERT_NE(at, changed.npos);
  changed.replace(at, 9, "example 3");
  EXPECT_NE(folder.run(changed), 0);
}

TEST(ProofPage, ShowsTheProofAndKeyThatWeWrite) {
  const Example example;
  const std::string text = page("proof.md");
  EXPECT_EQ(code_block(text, "proof"), example.proof_text(2));
  EXPECT_NE(text.find(format_vkey(example.log)), text.npos) << format_vkey(example.log);
  const auto proof = parse_proof(code_block(text, "proof"));
  ASSERT_TRUE(proof.ok());
  EXPECT_TRUE(
      verify_proof(proof.value(), as_bytes(format_leaf(example.leaves[2])), example.log).ok());
}

TEST(ProofPage, CommandsAcceptEveryProofOfTheLogAndRefuseOthers) {
  const Example example;
  const Folder folder;
  const std::string script = code_block(page("proof.md"), "sh");
  ASSERT_FALSE(script.empty());
  folder.write("log.pem", crypto::format_public_key_pem(example.key.public_key()));
  for (std::size_t i = 0; i < 5; ++i) {
    folder.write("entry.leaf", format_leaf(example.leaves[i]));
    folder.write("entry.tlog-proof", example.proof_text(i));
    EXPECT_EQ(folder.run(script), 0) << i;
    folder.write("entry.leaf", format_leaf(example.leaves[(i + 1) % 5]));
    EXPECT_NE(folder.run(script), 0) << i;
  }
  folder.write("entry.leaf", format_leaf(example.leaves[4]));
  folder.write("log.pem", crypto::format_public_key_pem(example.log.public_key));
  EXPECT_EQ(folder.run(script), 0);
  folder.write("log.pem", crypto::format_public_key_pem(
                              crypto::SigningKey::from_seed(Bytes(32, 1)).value().public_key()));
  EXPECT_NE(folder.run(script), 0);
}

}  // namespace
}  // namespace sanad::tlog
