#include <algorithm>

#include "base/utf8.h"
#include "extractor/bundle.h"
#include "frame_writer.h"
#include "zip/reader.h"

namespace sanad::extractor {
namespace {

constexpr std::size_t kPieceBytes = 256 * 1024;
constexpr std::size_t kMaxToldBytes = 1000;

std::string short_text(std::string_view text) {
  return replace_malformed_utf8(std::string(text.substr(0, kMaxToldBytes)));
}

json::Object told(const verifier::ReportedExhibit& exhibit) {
  return {
      {"exhibit", short_text(exhibit.exhibit)},       {"number", short_text(exhibit.number)},
      {"title", short_text(exhibit.title)},           {"url", replace_malformed_utf8(exhibit.url)},
      {"started_at", short_text(exhibit.started_at)}, {"sealed", exhibit.sealed},
      {"proof_sha256", exhibit.proof_sha256}};
}

}  // namespace

Result<BundleOrder> parse_bundle_order(ByteView text) {
  SANAD_TRY_WITH(const json::Value value, json::parse(as_text(text)),
                 "the order to verify a bundle");
  BundleOrder order;
  SANAD_TRY(const std::int64_t size, json::require_int(value, "size"));
  order.size = static_cast<std::uint64_t>(size);
  order.cpu_seconds = static_cast<std::uint32_t>(value["cpu_seconds"].int_or(120));
  const json::Array* keys = value["agency_keys"].as_array();
  if (keys == nullptr)
    return Error{ErrorCode::kInvalid, "the order to verify a bundle names no keys"};
  for (const json::Value& one : *keys) {
    SANAD_TRY(const Bytes key, parse_base64(one.string_or("")));
    auto& trusted = order.trust.agency_keys.emplace_back();
    if (key.size() != trusted.size())
      return Error{ErrorCode::kInvalid, "the order to verify a bundle names what is no key"};
    std::ranges::copy(key, trusted.begin());
  }
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
  for (const auto& one : report.exhibits) exhibits.emplace_back(told(one));
  SANAD_CHECK(write_json(
      write, 'I',
      json::Object{
          {"cage", cage},
          {"verdict", verifier::verdict_name(report.verdict)},
          {"signed", is_signed},
          {"check", failed == report.checks.end() ? std::string() : failed->id},
          {"problem", failed == report.checks.end() ? std::string() : short_text(failed->message)},
          {"bundle", short_text(report.bundle)},
          {"agency", short_text(report.agency)},
          {"agency_key", report.agency_key},
          {"case", short_text(report.case_reference)},
          {"timestamp", report.timestamp_time},
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
