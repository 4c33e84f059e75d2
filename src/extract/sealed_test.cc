// What a stranger sealed is walked by the real program in its cage; keys stay here.
#include "extract/sealed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <utility>

#include "zipped_rig.h"

namespace sanad::extract {
namespace {

constexpr Timestamp kFrom{1'700'000'000'000}, kTo{4'000'000'000'000};

struct Agency {
  explicit Agency(std::uint8_t number, const char* name, cms::Use use)
      : key(cms::PrivateKey::from_seed(Bytes(cms::kSeedBytes, number)).value()),
        certificate(cms::make_certificate(key, {name, use, number, kFrom, kTo}).value()) {}
  cms::Identity identity() const { return {&key, certificate}; }
  cms::PrivateKey key;
  Bytes certificate;
};

class SealedTest : public ::testing::Test {
 protected:
  Bytes seal(ByteView content) const {
    MemorySink sink;
    const std::vector<Bytes> recipients = {reader_.certificate};
    auto sealer = cms::Sealer::create(sink, signer_.identity(), recipients).value();
    EXPECT_TRUE(sealer->write(content).ok());
    EXPECT_TRUE(sealer->finish().ok());
    return sink.take();
  }
  Result<Bytes> open(const Bytes& sealed, const Agency& who, const Extractor& extractor = {}) {
    const cms::Identity ours[] = {who.identity()};
    MemorySink message, content;
    SANAD_TRY(const std::size_t place, open_envelope(extractor, source_of(sealed), ours, message));
    EXPECT_EQ(place, 0U);
    const std::vector<Bytes> known = {reader_.certificate, signer_.certificate};
    SANAD_TRY(const std::size_t signer,
              open_signed(extractor, source_of(message.bytes()), known, content));
    EXPECT_EQ(signer, 1U);
    return content.take();
  }

  Agency signer_{1, "Tirazan Cyber Wing", cms::Use::kSign};
  Agency reader_{2, "Sahil Cyber Unit", cms::Use::kSeal};
  Agency other_{3, "Marwat Desk", cms::Use::kSeal};
};

TEST_F(SealedTest, APackageOfAnyLengthOpensForWhomItIsFor) {
  for (const std::size_t size : {std::size_t{1}, std::size_t{300'000}, std::size_t{9} << 20U}) {
    Bytes content(size);
    for (std::size_t i = 0; i < size; ++i)
      content[i] = static_cast<std::uint8_t>(i * 131 + i / 251);
    const auto opened = open(seal(content), reader_);
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    EXPECT_TRUE(*opened == content);
  }
  EXPECT_EQ(open(seal(as_bytes("lantern")), other_).error().code, ErrorCode::kNotFound);
}

TEST_F(SealedTest, WhatIsChangedForeignOrNoPackageIsRefused) {
  const Bytes sealed = seal(as_bytes("lantern"));
  Bytes changed = sealed;
  changed.back() ^= 1;  // what authenticates it
  EXPECT_FALSE(open(changed, reader_).ok());
  for (const char* text : {"", "0", "no package at all", "0\x80\x06"}) {
    const auto opened = open(to_bytes(text), reader_);
    EXPECT_EQ(opened.error().code, ErrorCode::kInvalid) << text;
  }
  const Bytes receipt = cms::sign(as_bytes("received"), signer_.identity()).value();
  MemorySink content;
  const std::vector<Bytes> strangers = {other_.certificate};
  EXPECT_EQ(open_signed({}, source_of(receipt), strangers, content).error().code,
            ErrorCode::kNotFound);
  EXPECT_TRUE(content.bytes().empty());
  const std::vector<Bytes> known = {signer_.certificate};
  EXPECT_TRUE(open_signed({}, source_of(receipt), known, content).ok());
  EXPECT_EQ(as_text(content.bytes()), "received");
}

// No parser of a message is left in this process to fall back to.
TEST_F(SealedTest, WithoutACageNothingIsOpened) {
  Extractor none;
  none.program = "/there/is/no/sanad-extract";
  EXPECT_EQ(open(seal(as_bytes("lantern")), reader_, none).error().code, ErrorCode::kUnavailable);
  // A program that says something else than an outline.
  Extractor other;
  other.program = "/bin/echo";
  EXPECT_EQ(open(seal(as_bytes("lantern")), reader_, other).error().code, ErrorCode::kInvalid);
}

TEST_F(SealedTest, AnErrorOfOurOwnSideIsGivenAsItIs) {
  class Full final : public ByteSink {
   public:
    Result<void> write(ByteView) override { return Error{ErrorCode::kIo, "the disk is full"}; }
  } full;
  const Bytes sealed = seal(as_bytes("lantern"));
  const cms::Identity ours[] = {reader_.identity()};
  EXPECT_EQ(open_envelope({}, source_of(sealed), ours, full).error().code, ErrorCode::kIo);
  const Source broken{sealed.size(), [](std::uint64_t, std::span<std::uint8_t>) {
                        return Result<std::size_t>(Error{ErrorCode::kIo, "the disk is gone"});
                      }};
  MemorySink plain;
  EXPECT_EQ(open_envelope({}, broken, ours, plain).error().code, ErrorCode::kIo);
}

TEST_F(SealedTest, ABundleIsVerifiedAndItsFilesAreReadInTheCage) {
  const Bytes bytes =
      zipped({{"bundle-1/data/exhibits/exhibit-1/page.html", "the boats leave at dawn"},
              {"bundle-1/data/exhibits/exhibit-1/deep/note.txt", std::string(700'000, 'x')},
              {"bundle-1/data/exhibits/exhibit-2/other.txt", "another exhibit's"}});
  const std::vector<Bytes> keys = {Bytes(32, 7)};
  const auto report = verify_bundle({}, source_of(bytes), keys);
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_NE(report->verdict, "intact");
  EXPECT_FALSE(report->problem.empty());
  EXPECT_FALSE(report->is_signed);
  const std::vector<Bytes> short_key = {Bytes(3, 7)};
  EXPECT_FALSE(verify_bundle({}, source_of(bytes), short_key).ok());

  std::map<std::string, std::string> files;
  std::string waiting;
  const auto keep_bytes = [&](ByteView piece) -> Result<void> {
    waiting += as_text(piece);
    return {};
  };
  const auto keep_file = [&](const std::string& path, std::uint64_t size) -> Result<void> {
    EXPECT_EQ(size, waiting.size());
    files[path] = std::exchange(waiting, {});
    return {};
  };
  const auto read = read_bundle_files({}, source_of(bytes), "bundle-1/data/exhibits/exhibit-1/",
                                      keep_bytes, keep_file);
  ASSERT_TRUE(read.ok()) << read.error().message;
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(files["page.html"], "the boats leave at dawn");
  EXPECT_EQ(files["deep/note.txt"], std::string(700'000, 'x'));
  EXPECT_EQ(read_bundle_files({}, source_of(as_bytes("no bundle")), "", keep_bytes, keep_file)
                .error()
                .code,
            ErrorCode::kInvalid);
}

}  // namespace
}  // namespace sanad::extract
