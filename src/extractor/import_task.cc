// An original of any length, read over the channel: docs/formats/import.md.
#include <fmt/format.h>

#include "base/utf8.h"
#include "crypto/crypto.h"
#include "extractor/import.h"
#include "extractor/tasks.h"
#include "features/features.h"
#include "frame_writer.h"
#include "intake/intake.h"
#include "piecewise/piecewise.h"
#include "selectors/selectors.h"
#include "similarity/similarity.h"

namespace sanad::extractor {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;
// What is read as a whole: a document, a picture, a coded body.
constexpr std::uint64_t kMaxWhole = 512ULL << 20;
// Beyond, similarity digests are not computed of what is read as a stream.
constexpr std::uint64_t kMaxSimilar = 64ULL << 20;

class ImportSink final : public intake::Sink {
 public:
  ImportSink(const std::string& region, const Write& write)
      : options_{.region = region, .patterns = nullptr}, write_(write), parts_(write) {}

  Result<void> record(json::Object record) override {
    for (const char* member : {"title", "text"}) {
      const json::Value* value = record.find(member);
      if (value == nullptr || value->as_string() == nullptr) continue;
      const std::string text = *value->as_string();
      features::add_selectors(text, member, options_, record);
      if (member == std::string_view("text")) features::add_languages(text, record);
    }
    return write_json(write_, 'R', std::move(record));
  }
  Result<void> begin_part(const intake::Part& part) override {
    json::Object head{{"name", format_base64(as_bytes(part.name))}};
    if (part.is_encrypted) head.set("encrypted", true);
    if (part.type == "html" || part.type == "mail") head.set("type", part.type);
    if (!part.coding.empty()) head.set("coding", replace_malformed_utf8(part.coding.substr(0, 40)));
    if (!part.charset.empty())
      head.set("charset", replace_malformed_utf8(part.charset.substr(0, 40)));
    if (part.record > 0) head.set("record", part.record);
    return write_json(write_, 'P', std::move(head));
  }
  Result<void> part_data(ByteView piece) override { return parts_.data(piece); }
  Result<void> end_part(std::string_view problem, bool is_given_up) override {
    return parts_.end(problem, is_given_up);
  }
  Result<void> unread(const intake::Unread& what) override {
    json::Object why{{"reason", what.reason}};
    if (what.offset) why.set("offset", *what.offset);
    if (what.length) why.set("length", *what.length);
    return write_json(write_, 'U', std::move(why));
  }

 private:
  selectors::Options options_;
  const Write& write_;
  FrameSink parts_;
};

Result<Bytes> all_of(RandomSource& source) {
  Bytes bytes(static_cast<std::size_t>(source.size()));
  SANAD_TRY(const std::size_t got, source.read_at(0, bytes));
  bytes.resize(got);
  return bytes;
}

// Digests of a source that is read as a stream.
Result<json::Object> digests_of(RandomSource& source) {
  using Algorithm = crypto::Hasher::Algorithm;
  crypto::Hasher sha256(Algorithm::kSha256), sha1(Algorithm::kSha1), md5(Algorithm::kMd5);
  Bytes piece(kPiece);
  for (std::uint64_t at = 0;;) {
    SANAD_TRY(const std::size_t got, source.read_at(at, piece));
    if (got == 0) break;
    for (crypto::Hasher* hasher : {&sha256, &sha1, &md5})
      hasher->update(ByteView(piece).first(got));
    at += got;
  }
  json::Object item{{"size", source.size()},
                    {"sha256", format_hex(sha256.finish())},
                    {"sha1", format_hex(sha1.finish())},
                    {"md5", format_hex(md5.finish())}};
  if (source.size() > kMaxSimilar) return item;
  SANAD_TRY(const Bytes bytes, all_of(source));
  if (const auto digest = similarity::tlsh(bytes)) item.set("tlsh", *digest);
  item.set("ssdeep", piecewise::ssdeep(bytes));
  return item;
}

class Import {
 public:
  Import(const ImportOrder& order, const json::Object& cage, const Write& write)
      : order_(order), features_{order.region}, cage_(cage), write_(write) {}

  Result<void> run(RandomSource& source) {
    if (order_.coding.empty()) return decoded(source);
    if (source.size() > kMaxWhole) return undecoded(source, "it is too long to be decoded");
    SANAD_TRY(const Bytes coded, all_of(source));
    const auto bytes = decode(coded, order_.coding);
    if (!bytes.ok()) return undecoded(source, bytes.error().message);
    MemorySource plain(*bytes);
    return decoded(plain);
  }

 private:
  Result<void> decoded(RandomSource& source) {
    SANAD_TRY(const intake::Importer importer, intake::importer_of(source, order_.hints));
    return importer == intake::Importer::kNone ? whole(source) : streamed(source, importer);
  }

  Result<void> item(json::Object item) {
    item.set("cage", cage_);
    return write_json(write_, 'I', std::move(item));
  }

  Result<void> undecoded(RandomSource& source, const std::string& reason) {
    SANAD_TRY(json::Object digests, digests_of(source));
    SANAD_CHECK(item(std::move(digests)));
    return last("", {}, reason);
  }

  // A thing by itself, and what it holds.
  Result<void> whole(RandomSource& source) {
    if (source.size() > kMaxWhole) {
      SANAD_TRY(json::Object digests, digests_of(source));
      SANAD_CHECK(item(std::move(digests)));
      return last(
          "", {},
          fmt::format("it is longer than {} bytes: only its digests were computed", kMaxWhole));
    }
    SANAD_TRY(const Bytes bytes, all_of(source));
    const parts::Hints hints{order_.hints.type, order_.hints.charset};
    const parts::Kind kind = parts::kind_of(bytes, hints);
    SANAD_TRY(json::Object answer, fingerprint_item(bytes, kind, hints, true, &features_));
    SANAD_CHECK(item(std::move(answer)));
    FrameSink sink(write_);
    parts::Limits limits;
    limits.parts = std::min(limits.parts, order_.limits.parts);
    limits.bytes = std::min(limits.bytes, order_.limits.bytes);
    limits.part_bytes = std::min(limits.part_bytes, order_.limits.part_bytes);
    SANAD_TRY(const parts::Opened opened, parts::open(bytes, kind, hints, limits, sink));
    return last(parts::kind_name(kind),
                {.records = 0, .parts = opened.parts, .charset = {}, .problems = opened.problems});
  }

  Result<void> streamed(RandomSource& source, intake::Importer importer) {
    SANAD_TRY(json::Object digests, digests_of(source));
    digests.set("kind", std::string(intake::importer_name(importer)));
    SANAD_CHECK(item(std::move(digests)));
    ImportSink sink(order_.region, write_);
    SANAD_TRY(const intake::Summary summary,
              intake::import(source, importer, order_.hints, order_.limits, sink));
    return last(intake::importer_name(importer), summary);
  }

  Result<void> last(std::string_view importer, const intake::Summary& summary,
                    const std::string& problem = "") {
    json::Object object{{"importer", std::string(importer)},
                        {"version", intake::kVersion},
                        {"records", summary.records},
                        {"parts", summary.parts}};
    if (!summary.charset.empty()) object.set("charset", summary.charset);
    json::Array problems;
    for (const std::string& one : summary.problems) problems.emplace_back(one);
    if (!problem.empty()) problems.emplace_back(problem);
    object.set("problems", std::move(problems));
    return write_json(write_, 'Z', std::move(object));
  }

  const ImportOrder& order_;
  Features features_;
  const json::Object& cage_;
  const Write& write_;
};

}  // namespace

Result<ImportOrder> parse_import_order(ByteView text) {
  SANAD_TRY_WITH(const json::Value value, json::parse(as_text(text)), "the order to import");
  ImportOrder order;
  const auto number = [&](const char* name, std::uint64_t fallback) {
    return static_cast<std::uint64_t>(value[name].int_or(static_cast<std::int64_t>(fallback)));
  };
  SANAD_TRY(const std::int64_t size, json::require_int(value, "size"));
  order.size = static_cast<std::uint64_t>(size);
  order.memory_bytes = number("memory_bytes", order.memory_bytes);
  order.cpu_seconds = static_cast<std::uint32_t>(number("cpu_seconds", order.cpu_seconds));
  order.coding = value["coding"].string_or("");
  order.region = value["region"].string_or("");
  SANAD_TRY_WITH(const Bytes name, parse_base64(value["name"].string_or("")), "the item's name");
  order.hints = {to_text(name), value["type"].string_or(""), value["charset"].string_or(""),
                 value["mapping"]};
  order.limits.records = number("records", order.limits.records);
  order.limits.parts = number("parts", order.limits.parts);
  order.limits.bytes = number("bytes", order.limits.bytes);
  order.limits.part_bytes = number("part_bytes", order.limits.part_bytes);
  return order;
}

Result<void> import_task(const ImportOrder& order, RandomSource& source, const json::Object& cage,
                         const Write& write) {
  return Import(order, cage, write).run(source);
}

}  // namespace sanad::extractor
