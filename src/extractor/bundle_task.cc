#include <algorithm>

#include "base/utf8.h"
#include "extractor/bundle.h"
#include "frame_writer.h"
#include "zip/reader.h"

namespace sanad::extractor {
namespace {

constexpr std::size_t kPieceBytes = 256 * 1024;

}  // namespace

Result<BundleOrder> parse_bundle_order(ByteView text) {
  SANAD_TRY_WITH(const json::Value value, json::parse(as_text(text)),
                 "the order to verify a bundle");
  BundleOrder order;
  SANAD_TRY(const std::int64_t size, json::require_int(value, "size"));
  order.size = static_cast<std::uint64_t>(size);
  order.cpu_seconds = static_cast<std::uint32_t>(value["cpu_seconds"].int_or(120));
  SANAD_TRY(const Bytes key, parse_base64(value["agency_key"].string_or("")));
  auto& trusted = order.trust.agency_keys.emplace_back();
  if (key.size() != trusted.size())
    return Error{ErrorCode::kInvalid, "the order to verify a bundle names no key"};
  std::ranges::copy(key, trusted.begin());
  return order;
}

Result<void> bundle_task(const BundleOrder& order, RandomSource& source, const json::Object& cage,
                         const Write& write) {
  SANAD_TRY(const verifier::Report report, verifier::verify(source, order.trust, nullptr));
  const auto failed = std::ranges::find_if(report.checks, [](const verifier::Check& check) {
    return check.status == verifier::Status::kFail;
  });
  const bool is_signed = std::ranges::any_of(report.checks, [](const verifier::Check& check) {
    return check.id == "signer" && check.status == verifier::Status::kPass;
  });
  json::Array exhibits;
  for (const auto& one : report.exhibits) exhibits.emplace_back(one.exhibit);
  SANAD_CHECK(write_json(
      write, 'I',
      json::Object{{"cage", cage},
                   {"verdict", verifier::verdict_name(report.verdict)},
                   {"signed", is_signed},
                   {"problem", failed == report.checks.end()
                                   ? std::string()
                                   : replace_malformed_utf8(failed->message.substr(0, 1000))},
                   {"origin", replace_malformed_utf8(report.origin)},
                   {"tree_size", report.tree_size},
                   {"exhibits", std::move(exhibits)}}));
  return write_json(write, 'Z', {});
}

Result<BundleFilesOrder> parse_bundle_files_order(ByteView text) {
  SANAD_TRY_WITH(const json::Value value, json::parse(as_text(text)),
                 "the order to read a bundle's files");
  BundleFilesOrder order;
  SANAD_TRY(const std::int64_t size, json::require_int(value, "size"));
  order.size = static_cast<std::uint64_t>(size);
  order.cpu_seconds = static_cast<std::uint32_t>(value["cpu_seconds"].int_or(120));
  SANAD_TRY(order.folder, json::require_string(value, "folder"));
  return order;
}

Result<void> bundle_files_task(const BundleFilesOrder& order, RandomSource& source,
                               const json::Object&, const Write& write) {
  SANAD_TRY(const zip::Reader bundle, zip::Reader::open(source, zip::Limits{}));
  Bytes piece(kPieceBytes);
  for (const zip::Entry& entry : bundle.entries()) {
    if (!entry.name.starts_with(order.folder) || entry.is_folder) continue;
    const std::string name = entry.name.substr(order.folder.size());
    SANAD_CHECK(write_json(write, 'P', json::Object{{"name", format_base64(as_bytes(name))}}));
    SANAD_TRY(const auto file, bundle.open_entry(entry));
    for (;;) {
      SANAD_TRY(const std::size_t got, file->read(piece));
      if (got == 0) break;
      SANAD_CHECK(write_frame(write, 'D', ByteView(piece).first(got)));
    }
    SANAD_CHECK(write_json(write, 'E', {}));
  }
  return write_json(write, 'Z', {});
}

}  // namespace sanad::extractor
