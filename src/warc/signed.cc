#include "warc/signed.h"

#include <fmt/format.h>

#include <map>

#include "base/time.h"
#include "crypto/crypto.h"
#include "json/json.h"
#include "zip/reader.h"
#include "zip/writer.h"

namespace sanad::warc {
namespace {

constexpr std::string_view kDatapackage = "datapackage.json";
constexpr std::string_view kDigest = "datapackage-digest.json";
constexpr std::uint64_t kMaxDatapackageBytes = 64ULL << 20;
constexpr std::string_view kSpecification = "0.1.0";

Error not_ours(std::string_view what) {
  return {ErrorCode::kInvalid, fmt::format("the archive cannot be signed: {}", what)};
}

std::string named(const Digest256& digest) { return fmt::format("sha256:{}", format_hex(digest)); }

struct Package {
  json::Value datapackage;
  std::string hash;                              // of datapackage.json
  std::map<std::string, std::string> resources;  // from path to "sha256:..."
};

Result<json::Value> read_json(const zip::Reader& reader, std::string_view name, Bytes* bytes) {
  const zip::Entry* entry = reader.find(name);
  if (entry == nullptr) return not_ours(fmt::format("it has no {}", name));
  SANAD_TRY(*bytes, reader.read_all(*entry, kMaxDatapackageBytes));
  SANAD_TRY_WITH(json::Value value, json::parse(as_text(*bytes)), std::string(name));
  return value;
}

Result<Package> read_package(const zip::Reader& reader) {
  Package package;
  Bytes bytes;
  SANAD_TRY(package.datapackage, read_json(reader, kDatapackage, &bytes));
  package.hash = named(crypto::sha256(bytes));
  SANAD_TRY(const json::Value digest, read_json(reader, kDigest, &bytes));
  if (digest["hash"].string_or("") != package.hash)
    return Error{ErrorCode::kIntegrity, "datapackage.json is not what its digest names"};
  if (!digest["signedData"].is_null()) return not_ours("it is signed already");
  const json::Array* resources = package.datapackage["resources"].as_array();
  if (resources == nullptr) return not_ours("it lists nothing");
  for (const json::Value& one : *resources)
    package.resources[one["path"].string_or("")] = one["hash"].string_or("");
  return package;
}

Result<void> copy(const zip::Reader& reader, const zip::Entry& entry, const Package& package,
                  zip::Writer& writer) {
  SANAD_TRY(const auto content, reader.open_entry(entry));
  SANAD_CHECK(writer.begin(entry.name, entry.method));
  Bytes piece(256 * 1024);
  for (;;) {
    SANAD_TRY(const std::size_t got, content->read(piece));
    if (got == 0) break;
    SANAD_CHECK(writer.write(ByteView(piece).first(got)));
  }
  SANAD_TRY(const zip::Written written, writer.end());
  if (entry.name == kDatapackage) return {};
  const auto listed = package.resources.find(entry.name);
  if (listed == package.resources.end() || listed->second != named(*written.sha256))
    return Error{ErrorCode::kIntegrity,
                 fmt::format("{} is not what datapackage.json lists", entry.name)};
  return {};
}

}  // namespace

Result<std::string> write_signed_wacz(RandomSource& source, const WaczSigner& signer,
                                      ByteSink& sink) {
  SANAD_TRY(const zip::Reader reader, zip::Reader::open(source, {}));
  SANAD_TRY(const Package package, read_package(reader));
  const std::string created = package.datapackage["created"].string_or("");
  SANAD_TRY_WITH(const Timestamp at, parse_timestamp(created), "when the package was made");
  zip::Writer writer(sink, {.modified = at, .sha256 = true});
  std::size_t copied = 0;
  for (const zip::Entry& entry : reader.entries()) {
    if (entry.name == kDigest) continue;
    SANAD_CHECK(copy(reader, entry, package, writer));
    ++copied;
  }
  if (copied != package.resources.size() + 1) return not_ours("a file that it lists is missing");
  const Bytes signature = signer.sign(as_bytes(package.hash));
  const json::Value digest =
      json::Object{{"path", kDatapackage},
                   {"hash", package.hash},
                   {"signedData", json::Object{{"hash", package.hash},
                                               {"created", created},
                                               {"software", signer.software},
                                               {"version", kSpecification},
                                               {"signature", format_base64(signature)},
                                               {"publicKey", format_base64(signer.public_key)}}}};
  SANAD_CHECK(writer.add(kDigest, zip::Method::kStored, as_bytes(json::format_pretty(digest))));
  SANAD_CHECK(writer.finish());
  return package.hash;
}

}  // namespace sanad::warc
