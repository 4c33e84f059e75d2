// What we seal the openssl program opens, and what it seals we open; whatever is changed on the
// way is refused.
#include "cms/cms.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>

#include "walk.h"

namespace sanad::cms {
namespace {

namespace fs = std::filesystem;

constexpr Timestamp kFrom{1'700'000'000'000};
constexpr Timestamp kTo{4'000'000'000'000};

PrivateKey key_of(std::uint8_t number) {
  return PrivateKey::from_seed(Bytes(kSeedBytes, number)).value();
}

class CmsTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "sanad-cms-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
    const auto certificate = [](const PrivateKey& key, const char* who, Use use) {
      return make_certificate(key, {who, use, 7, kFrom, kTo}).value();
    };
    signer_ = {&signing_, certificate(signing_, "Tirazan Cyber Wing", Use::kSign)};
    reader_ = {&sealing_, certificate(sealing_, "Sahil Cyber Unit", Use::kSeal)};
    other_ = {&other_key_, certificate(other_key_, "Marwat Desk", Use::kSeal)};
  }
  void TearDown() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  void put(const std::string& name, ByteView bytes) const {
    std::ofstream out(folder_ / name, std::ios::binary);
    out.write(reinterpret_cast<const char*>(bytes.data()),
              static_cast<std::streamsize>(bytes.size()));
  }
  Bytes get(const std::string& name) const {
    std::ifstream in(folder_ / name, std::ios::binary);
    return to_bytes(std::string(std::istreambuf_iterator<char>(in), {}));
  }
  int run(const std::string& command) const {
    return std::system(
        ("cd '" + folder_.string() + "' && { " + command + "; } >>log 2>&1").c_str());
  }
  void put_keys() const {
    put("signer.der", signer_.certificate);
    put("reader.der", reader_.certificate);
    put("reader.key", as_bytes(sealing_.pem()));
    put("signer.key", as_bytes(signing_.pem()));
    ASSERT_EQ(run("openssl x509 -inform DER -in signer.der -out signer.pem && "
                  "openssl x509 -inform DER -in reader.der -out reader.pem"),
              0);
  }

  Bytes seal(ByteView content, std::size_t piece = 10'000) const {
    MemorySink sink;
    const std::vector<Bytes> recipients = {reader_.certificate, other_.certificate};
    auto sealer = Sealer::create(sink, signer_, recipients).value();
    while (!content.empty()) {
      const std::size_t most = std::min(content.size(), piece);
      EXPECT_TRUE(sealer->write(content.first(most)).ok());
      content = content.subspan(most);
    }
    EXPECT_TRUE(sealer->finish().ok());
    return sink.bytes();
  }

  // As server and cage do it together, each outline passing through its form.
  static Result<std::size_t> open_outer(const Bytes& sealed, const std::vector<Identity>& ours,
                                        ByteSink& plain) {
    std::vector<CertificateName> names;
    for (const Identity& one : ours) names.push_back(name_of(one.certificate).value());
    MemorySource source(sealed);
    SANAD_TRY(const EnvelopeRead read, read_envelope(source, names));
    SANAD_TRY(const auto outline, parse_envelope_outline(format_outline(read.outline)));
    EXPECT_EQ(outline, read.outline);
    SANAD_TRY(const auto opener, EnvelopeOpener::create(outline, ours, plain));
    SANAD_CHECK(pour(*read.content, [&](ByteView piece) { return opener->write(piece); }));
    SANAD_CHECK(opener->finish());
    return *outline.place;
  }
  static Result<std::size_t> open_inner(
      const Bytes& message, const std::vector<Bytes>& known, ByteSink& content,
      const std::function<void(SignedOutline&)>& change = [](SignedOutline&) {}) {
    std::vector<CertificateName> names;
    for (const Bytes& one : known) names.push_back(name_of(one).value());
    MemorySource source(message);
    SANAD_TRY(SignedRead read, read_signed(source, names));
    SANAD_TRY(SignedOutline outline, parse_signed_outline(format_outline(read.outline)));
    EXPECT_EQ(outline, read.outline);
    change(outline);
    SANAD_TRY(const auto opener, SignedOpener::create(std::move(outline), known));
    const auto poured = pour(*read.content, [&](ByteView piece) {
      const auto written = content.write(piece);
      return written.ok() ? opener->write(piece) : written;
    });
    if (!poured.ok()) return poured.error();
    return opener->finish();
  }
  static Result<void> pour(ByteSource& from, const std::function<Result<void>(ByteView)>& to) {
    for (std::uint8_t piece[5000];;) {
      SANAD_TRY(const std::size_t got, from.read(piece));
      if (got == 0) return {};
      SANAD_CHECK(to(ByteView(piece, got)));
    }
  }

  Result<Bytes> open(const Bytes& sealed, const Identity& who) const {
    MemorySink message, content;
    SANAD_TRY(const std::size_t ours,
              open_outer(sealed, {{&signing_, signer_.certificate}, who}, message));
    EXPECT_EQ(ours, 1u);
    SANAD_TRY(const std::size_t place,
              open_inner(message.bytes(), {other_.certificate, signer_.certificate}, content));
    EXPECT_EQ(place, 1u);
    return content.bytes();
  }

  static Bytes content(std::size_t size) {
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i * 131 + i / 251);
    return bytes;
  }

  fs::path folder_;
  PrivateKey signing_ = key_of(1), sealing_ = key_of(2), other_key_ = key_of(3);
  Identity signer_, reader_, other_;
};

TEST_F(CmsTest, ASeedGivesOneKeyAndACertificateSaysWhatItIsFor) {
  EXPECT_EQ(key_of(9).pem(), key_of(9).pem());
  EXPECT_NE(key_of(9).pem(), key_of(8).pem());
  EXPECT_EQ(PrivateKey::from_seed(Bytes(31, 1)).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(PrivateKey::from_seed(Bytes(32, 0)).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(PrivateKey::from_seed(Bytes(32, 0xff)).error().code, ErrorCode::kInvalid);
  const auto info = read_certificate(reader_.certificate).value();
  EXPECT_EQ(info.key, "EC P-256");
  EXPECT_EQ(info.subject, "CN=Sahil Cyber Unit sealing,O=Sahil Cyber Unit");
  EXPECT_TRUE(info.may_seal && !info.may_sign);
  EXPECT_EQ(info.from, kFrom);
  EXPECT_EQ(info.to, kTo);
  EXPECT_TRUE(read_certificate(signer_.certificate).value().may_sign);
  Bytes longer = reader_.certificate;
  longer.push_back(0);
  EXPECT_EQ(read_certificate(longer).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(read_certificate(Bytes(kMaxCertificateBytes + 1)).error().code, ErrorCode::kLimit);
  EXPECT_EQ(make_certificate(signing_, {"", Use::kSign, 1, kFrom, kTo}).error().code,
            ErrorCode::kInvalid);
  put_keys();
  EXPECT_EQ(run("openssl verify -check_ss_sig -CAfile signer.pem signer.pem"), 0);
}

TEST_F(CmsTest, WhatIsSealedOpensForEachRecipientAndForNobodyElse) {
  for (const std::size_t size : {1U, 4096U, 300'001U}) {
    const Bytes sealed = seal(content(size));
    EXPECT_EQ(open(sealed, reader_).value(), content(size)) << size;
    EXPECT_EQ(open(sealed, other_).value(), content(size)) << size;
  }
  const PrivateKey stranger = key_of(4);
  const Identity third{&stranger,
                       make_certificate(stranger, {"X", Use::kSeal, 7, kFrom, kTo}).value()};
  EXPECT_EQ(open(seal(content(10)), third).error().code, ErrorCode::kNotFound);
}

TEST_F(CmsTest, TheOpensslProgramOpensWhatWeSeal) {
  put_keys();
  put("sealed.cms", seal(content(1'000'000)));
  EXPECT_EQ(run("openssl cms -decrypt -inform DER -in sealed.cms -recip reader.pem -inkey "
                "reader.key -out message.cms"),
            0);
  EXPECT_EQ(run("openssl cms -verify -inform DER -in message.cms -CAfile signer.pem -purpose any "
                "-out content"),
            0);
  EXPECT_EQ(get("content"), content(1'000'000));
}

TEST_F(CmsTest, WeOpenWhatTheOpensslProgramSeals) {
  put_keys();
  put("content", content(200'000));
  for (const char* streaming : {"", "-stream"}) {
    const std::string how = streaming;
    ASSERT_EQ(run("openssl cms -sign -binary -nodetach " + how +
                  " -in content -signer signer.pem -inkey signer.key -md sha256 -outform DER -out "
                  "message.cms && openssl cms -encrypt -binary " +
                  how + " -aes-256-gcm -in message.cms -outform DER -out sealed.cms reader.pem"),
              0);
    EXPECT_EQ(open(get("sealed.cms"), reader_).value(), content(200'000)) << how;
  }
}

TEST_F(CmsTest, ARecipientsRsaKeyServesToo) {
  put_keys();
  ASSERT_EQ(run("openssl req -x509 -newkey rsa:2048 -nodes -keyout rsa.key -out rsa.pem -days 2 "
                "-subj /CN=Old && openssl x509 -in rsa.pem -outform DER -out rsa.der"),
            0);
  MemorySink sink;
  const std::vector<Bytes> recipients = {get("rsa.der")};
  auto sealer = Sealer::create(sink, signer_, recipients).value();
  ASSERT_TRUE(sealer->write(content(5000)).ok());
  ASSERT_TRUE(sealer->finish().ok());
  put("sealed.cms", sink.bytes());
  EXPECT_EQ(run("openssl cms -decrypt -inform DER -in sealed.cms -recip rsa.pem -inkey rsa.key "
                "-out message.cms && openssl cms -verify -inform DER -in message.cms -CAfile "
                "signer.pem -purpose any -out content"),
            0);
  EXPECT_EQ(get("content"), content(5000));
}

TEST_F(CmsTest, NoByteOfASealedPackageCanBeChangedUnnoticed) {
  const Bytes sealed = seal(content(600));
  ASSERT_TRUE(open(sealed, reader_).ok());
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    Bytes changed = sealed;
    changed[i] ^= 0x01;
    const auto opened = open(changed, reader_);
    // What only concerns the other recipient may differ; the content is then the same.
    EXPECT_TRUE(!opened.ok() || *opened == content(600)) << i;
  }
  for (const std::size_t size : {sealed.size() - 1, sealed.size() / 2, std::size_t{3}}) {
    const Bytes cut(sealed.begin(), sealed.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_FALSE(open(cut, reader_).ok()) << size;
  }
  Bytes longer = sealed;
  longer.push_back(0);
  EXPECT_EQ(open(longer, reader_).error().code, ErrorCode::kInvalid);
}

TEST_F(CmsTest, ASignatureByAnotherKeyOrOverOtherBytesIsRefused) {
  const Bytes message = sign(as_bytes("received"), signer_).value();
  const auto open_with = [](const Bytes& bytes, const std::vector<Bytes>& known) {
    MemorySink sink;
    return open_inner(bytes, known, sink);
  };
  EXPECT_TRUE(open_with(message, {signer_.certificate}).ok());
  EXPECT_EQ(open_with(message, {other_.certificate}).error().code, ErrorCode::kNotFound);
  // The same name and serial number, and another key.
  const Bytes forged =
      make_certificate(other_key_, {"Tirazan Cyber Wing", Use::kSign, 7, kFrom, kTo}).value();
  EXPECT_EQ(open_with(message, {forged}).error().code, ErrorCode::kIntegrity);
  EXPECT_EQ(open_with(message, {forged, signer_.certificate}).value(), 1u);
  Bytes changed = message;
  const auto at = std::search(changed.begin(), changed.end(), "received", &"received"[8]);
  ASSERT_NE(at, changed.end());
  *at ^= 1;
  EXPECT_EQ(open_with(changed, {signer_.certificate}).error().code, ErrorCode::kIntegrity);
  EXPECT_EQ(open_with(seal(content(3)), {signer_.certificate}).error().code, ErrorCode::kInvalid);
}

// The cage may have been taken over by what it read.
TEST_F(CmsTest, AnOutlineThatLiesOpensAndVerifiesNothing) {
  const Bytes message = sign(as_bytes("received"), signer_).value();
  const Bytes other = sign(as_bytes("rejected"), signer_).value();
  const std::vector<Bytes> known = {other_.certificate, signer_.certificate};
  const auto code_after = [&](const std::function<void(SignedOutline&)>& change) {
    MemorySink sink;
    const auto opened = open_inner(message, known, sink, change);
    return opened.ok() ? std::optional<ErrorCode>() : std::optional(opened.error().code);
  };
  EXPECT_EQ(code_after([](SignedOutline&) {}), std::nullopt);
  MemorySource source(other);
  const std::vector<CertificateName> names = {name_of(other_.certificate).value(),
                                              name_of(signer_.certificate).value()};
  const SignedOutline of_other = read_signed(source, names)->outline;
  // A signature that the partner made, over other bytes.
  EXPECT_EQ(code_after([&](SignedOutline& said) { said = of_other; }), ErrorCode::kIntegrity);
  // And with its digest beside ours.
  EXPECT_EQ(code_after([&](SignedOutline& said) {
              said = of_other;
              said.attributes.push_back(said.attributes.back());
            }),
            ErrorCode::kInvalid);
  EXPECT_EQ(code_after([&](SignedOutline& said) {
              std::erase_if(said.attributes, [](const auto& one) { return one.values.empty(); });
            }),
            ErrorCode::kInvalid);
  EXPECT_EQ(code_after([](SignedOutline& said) { said.attributes.pop_back(); }).has_value(), true);
  EXPECT_EQ(code_after([](SignedOutline& said) { said.places = {0}; }), ErrorCode::kIntegrity);
  EXPECT_EQ(code_after([](SignedOutline& said) { said.places = {}; }), ErrorCode::kNotFound);
  EXPECT_EQ(code_after([](SignedOutline& said) { said.places = {9000}; }), ErrorCode::kNotFound);
  EXPECT_EQ(code_after([](SignedOutline& said) { said.is_rsa = true; }), ErrorCode::kIntegrity);
  EXPECT_EQ(code_after([](SignedOutline& said) { said.signature.assign(200, 0xff); }),
            ErrorCode::kIntegrity);

  const Bytes sealed = seal(content(100));
  MemorySource outer(sealed);
  const std::vector<CertificateName> ours = {name_of(reader_.certificate).value()};
  const EnvelopeOutline right = read_envelope(outer, ours)->outline;
  const Identity who[] = {{&sealing_, reader_.certificate}};
  MemorySink plain;
  const auto code_of = [&](const std::function<void(EnvelopeOutline&)>& change) {
    EnvelopeOutline said = right;
    change(said);
    const auto opener = EnvelopeOpener::create(said, who, plain);
    return opener.ok() ? std::optional<ErrorCode>() : std::optional(opener.error().code);
  };
  EXPECT_EQ(code_of([](EnvelopeOutline&) {}), std::nullopt);
  EXPECT_EQ(code_of([](EnvelopeOutline& said) { said.place = 1; }), ErrorCode::kNotFound);
  // Not on the curve: what would tell a stranger of our key.
  EXPECT_EQ(code_of([](EnvelopeOutline& said) { said.point[40] ^= 1; }), ErrorCode::kInvalid);
  EXPECT_EQ(code_of([](EnvelopeOutline& said) { said.wrapped[3] ^= 1; }), ErrorCode::kIntegrity);
  EXPECT_EQ(code_of([](EnvelopeOutline& said) { said.material = {1}; }), ErrorCode::kIntegrity);
  EXPECT_EQ(code_of([](EnvelopeOutline& said) { said.wrapping = 16; }), ErrorCode::kIntegrity);
}

TEST_F(CmsTest, AnOutlineIsReadAsItIsWrittenAndNotOtherwise) {
  const Bytes sealed = seal(content(100));
  MemorySource outer(sealed);
  const std::vector<CertificateName> ours = {name_of(reader_.certificate).value()};
  const std::string text = format_outline(read_envelope(outer, ours)->outline);
  ASSERT_TRUE(parse_envelope_outline(text).ok());
  EXPECT_FALSE(parse_envelope_outline(text + " ").ok());
  EXPECT_FALSE(parse_envelope_outline("{}").ok());
  EXPECT_FALSE(parse_signed_outline(text).ok());
  EXPECT_FALSE(parse_envelope_outline(text.substr(0, text.size() - 1) + ",\"z\":1}").ok());
  EnvelopeOutline wrong = parse_envelope_outline(text).value();
  const auto is_read = [](const EnvelopeOutline& one) {
    return parse_envelope_outline(format_outline(one)).ok();
  };
  for (Bytes EnvelopeOutline::* member : {&EnvelopeOutline::point, &EnvelopeOutline::wrapped,
                                          &EnvelopeOutline::nonce, &EnvelopeOutline::tag}) {
    EnvelopeOutline cut = wrong;
    (cut.*member).pop_back();
    EXPECT_FALSE(is_read(cut));
  }
  wrong.place = kMaxNames;
  EXPECT_FALSE(is_read(wrong));
  EXPECT_TRUE(is_read(EnvelopeOutline{}));
  const Bytes message = sign(as_bytes("received"), signer_).value();
  MemorySource inner(message);
  const SignedOutline right = read_signed(inner, ours)->outline;
  EXPECT_TRUE(right.places.empty());
  SignedOutline old = right;
  old.hash = Hash::kSha1;
  EXPECT_FALSE(parse_signed_outline(format_outline(old)).ok());
  SignedOutline many = right;
  many.attributes.resize(kMaxAttributes + 1, many.attributes.front());
  EXPECT_FALSE(parse_signed_outline(format_outline(many)).ok());
}

TEST_F(CmsTest, CertificatesThatCannotBeSealedForAreNamed) {
  MemorySink sink;
  const std::vector<Bytes> none;
  EXPECT_EQ(Sealer::create(sink, signer_, none).error().code, ErrorCode::kInvalid);
  const std::vector<Bytes> wrong = {signer_.certificate};
  EXPECT_NE(Sealer::create(sink, signer_, wrong).error().message.find("Tirazan"),
            std::string::npos);
  const std::vector<Bytes> right = {reader_.certificate};
  EXPECT_EQ(Sealer::create(sink, signer_, right).value()->finish().error().code,
            ErrorCode::kInvalid);
}

// A source that makes a long message as it is read, so that none of it needs to be kept.
TEST_F(CmsTest, LongContentNeverStandsInMemory) {
  class Counting final : public ByteSink {
   public:
    Result<void> write(ByteView data) override {
      size += data.size();
      largest = std::max(largest, data.size());
      return {};
    }
    std::uint64_t size = 0;
    std::size_t largest = 0;
  } sink;
  const std::vector<Bytes> recipients = {reader_.certificate};
  auto sealer = Sealer::create(sink, signer_, recipients).value();
  const Bytes piece = content(1U << 20U);
  for (int i = 0; i < 64; ++i) {
    const std::uint64_t before = sink.size;
    ASSERT_TRUE(sealer->write(piece).ok());
    // What was given leaves at once, but for what a block or a buffer holds.
    ASSERT_GT(sink.size + (64U << 10U), before + piece.size());
  }
  ASSERT_TRUE(sealer->finish().ok());
  EXPECT_GT(sink.size, 64ULL << 20U);
  EXPECT_LE(sink.largest, 128U << 10U);
}

TEST_F(CmsTest, AFailureOfTheSinkOrSourceIsToldAsItIs) {
  class Full final : public ByteSink {
   public:
    Result<void> write(ByteView) override { return Error{ErrorCode::kIo, "the disk is full"}; }
  } full;
  const std::vector<Bytes> recipients = {reader_.certificate};
  auto sealer = Sealer::create(full, signer_, recipients).value();
  auto written = sealer->write(content(1U << 20U));
  if (written.ok()) written = sealer->finish();
  EXPECT_EQ(written.error().code, ErrorCode::kIo);
  const Bytes sealed = seal(content(100'000));
  EXPECT_EQ(open_outer(sealed, {{&sealing_, reader_.certificate}}, full).error().code,
            ErrorCode::kIo);
}

}  // namespace
}  // namespace sanad::cms
