// Names and keys; the container as a whole is tested on real bundles in tests/tamper.
#include "container.h"

#include <gtest/gtest.h>

#include "keys.h"
#include "tlog/note.h"
#include "verifier/page.h"
#include "verifier/verifier.h"

namespace sanad::verifier {
namespace {

TEST(PlainNameTest, AcceptsWhatEveryFileSystemKeeps) {
  for (const char* name :
       {"a", "data/a.txt", "report (1).pdf", ".hidden", "a/b/c", "A-Z_0=9,@+~!#$&'()[]{}^;`"})
    EXPECT_TRUE(is_plain_name(name)) << name;
  EXPECT_TRUE(is_plain_name(std::string(kMaxNameBytes, 'a')));
}

TEST(PlainNameTest, RefusesWhatSomeSystemReadsOtherwise) {
  for (const char* name : {"",    "/",   "/a",   "a/",   "a//b", ".",    "..",   "a/../b",  "a/.",
                           "a.",  "a ",  " a",   "a /b", "a\\b", "c:/a", "a*",   "a?",      "a<b",
                           "a>b", "a|b", "a\"b", "50%",  "a\nb", "a\tb", "\x7f", "\xc3\xa9"})
    EXPECT_FALSE(is_plain_name(name)) << name;
  EXPECT_FALSE(is_plain_name(std::string(kMaxNameBytes + 1, 'a')));
}

// A source that fails, as a disk does.
class BrokenSource final : public RandomSource {
 public:
  std::uint64_t size() const override { return 1'000; }
  Result<std::size_t> read_at(std::uint64_t, std::span<std::uint8_t>) override {
    return Error{ErrorCode::kIo, "The disk failed."};
  }
};

TEST(VerifyTest, AFailingDiskIsAnErrorAndNotAVerdict) {
  BrokenSource source;
  const auto report = verify(source, {}, nullptr);
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().code, ErrorCode::kIo);
}

TEST(VerifyTest, EveryShortFileIsUnusable) {
  for (std::size_t size = 0; size < 200; ++size) {
    const Bytes zeros(size);
    MemorySource source(zeros);
    const auto report = verify(source, {}, nullptr);
    ASSERT_TRUE(report.ok());
    EXPECT_EQ(report->verdict, Verdict::kUnusable);
    EXPECT_EQ(report->checks.size(), 21U);
  }
}

TEST(PemTest, ReadsBlocksAndPassesOverWhatIsBetween) {
  const std::string block = "-----BEGIN X-----\nAAEC\n-----END X-----\n";
  const auto blocks = parse_pem("hello\n" + block + "text\n" + block, "X");
  ASSERT_TRUE(blocks.ok());
  EXPECT_EQ(blocks->size(), 2U);
  EXPECT_EQ(blocks->front(), (Bytes{0, 1, 2}));
}

TEST(PemTest, RefusesBrokenBlocks) {
  for (const char* text :
       {"", "-----BEGIN X-----\nAAEC\n", "-----BEGIN X-----\nA!EC\n-----END X-----",
        "-----BEGIN X-----\nAAE\n-----END X-----", "-----BEGIN Y-----\nAAEC\n-----END Y-----"})
    EXPECT_FALSE(parse_pem(text, "X").ok()) << text;
}

TEST(TrustTest, ReadsAKeyInBothForms) {
  const std::string pem =
      "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n"
      "-----END PUBLIC KEY-----\n";
  const auto key = parse_trusted_key(pem);
  ASSERT_TRUE(key.ok());
  const std::string vkey =
      tlog::format_vkey({"crime-office", tlog::SignatureType::kEd25519, key.value()});
  const auto again = parse_trusted_key(vkey + "\n");
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again.value(), key.value());
  EXPECT_FALSE(parse_trusted_key("not a key").ok());
  EXPECT_FALSE(parse_trusted_roots(pem).ok());
}

TEST(PageTest, IsOneFileThatAsksForNothing) {
  std::string page(verify_page());
  // Names of vocabularies by which certificates are told, as they stand in them; nothing is asked
  // of these addresses.
  for (const std::string name : {"https://www.w3.org/ns/credentials/v2",
                                 "https://purl.imsglobal.org/spec/ob/v3p0/context"}) {
    const std::size_t at = page.find('"' + name);
    ASSERT_NE(at, std::string::npos) << name;
    page.erase(at, name.size() + 1);
  }
  EXPECT_TRUE(page.starts_with("<!doctype html>"));
  EXPECT_NE(page.find("default-src 'none'; script-src 'sha256-"), std::string_view::npos);
  for (const char* word : {"\nimport ", "src=\"", "href=\"", "http://", "https://", "fetch(",
                           "XMLHttpRequest", "@STYLE@", "@SCRIPT@", "@POLICY@"})
    EXPECT_EQ(page.find(word), std::string_view::npos) << word;
}

TEST(PageTest, TheReaderAsksForFilesOfItsDiskAtMost) {
  const std::string_view page = reader_page();
  EXPECT_TRUE(page.starts_with("<!doctype html>\n<!-- Sanad reader 1 -->\n"));
  EXPECT_NE(page.find("default-src 'none'; script-src 'sha256-"), std::string_view::npos);
  for (const char* word :
       {"\nimport ", " src=\"", "http://", "https://", "fetch(", "innerHTML", "XMLHttpRequest",
        "eval(", "@STYLE@", "@SCRIPT@", "@POLICY@", "@READER_DIGEST@"})
    EXPECT_EQ(page.find(word), std::string_view::npos) << word;
}

}  // namespace
}  // namespace sanad::verifier
