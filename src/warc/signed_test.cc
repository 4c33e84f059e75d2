#include "warc/signed.h"

#include <gtest/gtest.h>

#include "crypto/ecdsa.h"
#include "json/json.h"
#include "warc/wacz.h"
#include "zip/reader.h"

namespace sanad::warc {
namespace {

Bytes make_package() {
  MemorySink sink;
  WaczWriter writer(sink, {.created = {1'790'000'000'123}, .software = "Sanad 0.1.0"});
  EXPECT_TRUE(writer.add_page({"page-1", "https://forum.tirazan.example/", {1}, "Forum"}).ok());
  const std::string lines(5000, 'x');
  EXPECT_TRUE(writer.add_file("acquisition.json", zip::Method::kDeflated, as_bytes(lines)).ok());
  EXPECT_TRUE(writer.finish().ok());
  return sink.take();
}

class SignedWacz : public ::testing::Test {
 protected:
  Result<std::string> sign(const Bytes& package) {
    MemorySource source(package);
    MemorySink sink;
    auto answer = write_signed_wacz(
        source,
        {"Sanad 0.1.0", key_.public_key(), [&](ByteView message) { return key_.sign(message); }},
        sink);
    signed_ = sink.take();
    return answer;
  }
  static Bytes file(const Bytes& package, std::string_view name) {
    MemorySource source(package);
    const auto reader = zip::Reader::open(source, {}).value();
    return reader.read_all(*reader.find(name), 1 << 20).value();
  }
  crypto::EcdsaP384Key key_ = crypto::EcdsaP384Key::from_seed(Bytes(64, 9)).value();
  Bytes signed_;
};

TEST_F(SignedWacz, HasTheSameContentAndASignatureOfItsDescription) {
  const Bytes package = make_package();
  const auto hash = sign(package);
  ASSERT_TRUE(hash.ok()) << hash.error().message;
  MemorySource before(package), after(signed_);
  const auto a = zip::Reader::open(before, {}).value(), b = zip::Reader::open(after, {}).value();
  ASSERT_EQ(a.entries().size(), b.entries().size());
  for (std::size_t i = 0; i < a.entries().size(); ++i) {
    const std::string& name = a.entries()[i].name;
    EXPECT_EQ(b.entries()[i].name, name);
    EXPECT_EQ(b.entries()[i].method, a.entries()[i].method);
    if (name != "datapackage-digest.json") {
      EXPECT_EQ(file(signed_, name), file(package, name)) << name;
    }
  }
  const auto digest = json::parse(as_text(file(signed_, "datapackage-digest.json"))).value();
  const json::Value& told = digest["signedData"];
  EXPECT_EQ(told.as_object()->size(), 6u) << "no member that the specification does not list";
  EXPECT_EQ(digest["hash"].string_or(""), *hash);
  EXPECT_EQ(told["hash"].string_or(""), *hash);
  EXPECT_EQ(told["version"].string_or(""), "0.1.0");
  const auto package_json = json::parse(as_text(file(signed_, "datapackage.json"))).value();
  EXPECT_EQ(told["created"].string_or("a"), package_json["created"].string_or("b"));
  EXPECT_TRUE(crypto::verify_ecdsa_p384(parse_base64(told["publicKey"].string_or("")).value(),
                                        as_bytes(*hash),
                                        parse_base64(told["signature"].string_or("")).value()));
}

TEST_F(SignedWacz, WhatIsNotWholeOrSignedAlreadyIsNotSigned) {
  const Bytes package = make_package();
  ASSERT_TRUE(sign(package).ok());
  const Bytes once = signed_;
  EXPECT_EQ(sign(once).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(sign(Bytes(100, 1)).error().code, ErrorCode::kInvalid);
  // A description that lists another digest: the same archive with a digit of it changed.
  for (const std::string_view text : {"sha256:", "\"path\": \"pages/"}) {
    Bytes changed = package;
    const std::string_view all = as_text(changed);
    const std::size_t at = all.find(text);
    ASSERT_NE(at, std::string_view::npos);
    changed[at + 8] ^= 1;
    EXPECT_FALSE(sign(changed).ok()) << text;
  }
}

TEST_F(SignedWacz, WhatItsListDoesNotNameIsNotSigned) {
  const Bytes package = make_package();
  MemorySource source(package);
  const auto reader = zip::Reader::open(source, {}).value();
  for (const bool is_more : {true, false}) {
    MemorySink sink;
    zip::Writer writer(sink, {});
    for (const zip::Entry& entry : reader.entries())
      if (is_more || entry.name != "pages/pages.jsonl") {
        ASSERT_TRUE(
            writer.add(entry.name, entry.method, reader.read_all(entry, 1 << 20).value()).ok());
      }
    if (is_more) {
      ASSERT_TRUE(writer.add("more.txt", zip::Method::kStored, as_bytes("more")).ok());
    }
    ASSERT_TRUE(writer.finish().ok());
    EXPECT_FALSE(sign(sink.take()).ok()) << is_more;
  }
}

}  // namespace
}  // namespace sanad::warc
