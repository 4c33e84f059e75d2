#include "extract/sealed.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

#include "cage/input.h"
#include "cage/killed.h"

namespace sanad::extract {
namespace {

// As of import_client.cc: one that takes longer than this for each byte is held to be a trap.
constexpr std::uint64_t kLeastBytesASecond = 1U << 20U;

Error untrusted() {
  return {ErrorCode::kInvalid,
          "the extractor gives no answer that it may give: the package is not to be trusted"};
}

Result<std::string> order_of(const Source& source, bool is_signed,
                             std::span<const Bytes> certificates, std::uint32_t seconds) {
  json::Array names;
  for (const Bytes& one : certificates) {
    SANAD_TRY(const cms::CertificateName name, cms::name_of(one));
    names.emplace_back(json::Object{{"issuer", format_base64(name.issuer)},
                                    {"serial", format_base64(name.serial)},
                                    {"key", format_base64(name.key_identifier)}});
  }
  return json::format_canonical(json::Object{{"size", source.size},
                                             {"cpu_seconds", seconds},
                                             {"signed", is_signed},
                                             {"names", std::move(names)}});
}

// As of import_client.cc.
cage::Limits limits_of(const Extractor& extractor, const Source& source) {
  cage::Limits limits = extractor.limits;
  const std::uint64_t more = std::min<std::uint64_t>(source.size / kLeastBytesASecond, 1'000'000);
  limits.cpu_seconds += static_cast<std::uint32_t>(more);
  limits.wall_seconds += static_cast<std::uint32_t>(2 * more);
  limits.output_bytes = std::numeric_limits<std::uint64_t>::max();
  return limits;
}

// One run of a task that reads source over the channel.
Result<Opened> run_task(const Extractor& extractor, const Source& source, const char* task,
                        const std::string& order, const cage::Limits& limits, FrameReader& reader) {
  SANAD_TRY(const cage::Input input, cage::Input::of(as_bytes(order)));
  const cage::Order run{.program = extractor.program,
                        .arguments = {task},
                        .input = input.fd(),
                        .limits = limits,
                        .is_cancelled = extractor.is_cancelled,
                        .read_at = source.read_at};
  const auto done = cage::run(run, [&reader](ByteView piece) { return reader.update(piece); });
  if (!done.ok()) {
    if (cage::was_killed(done.error())) return Error{ErrorCode::kUnavailable, done.error().message};
    return done.error();
  }
  return reader.finish();
}

// One run of the task "sealed". What on_outline and on_content answer, and so what this process
// makes of the bytes, is kept apart from how the caged one ended: only its own failure is the
// message's.
Result<void> walk(const Extractor& extractor, const Source& source, bool is_signed,
                  std::span<const Bytes> certificates,
                  const std::function<Result<void>(const std::string&)>& on_outline,
                  const std::function<Result<void>(ByteView)>& on_content) {
  const cage::Limits limits = limits_of(extractor, source);
  SANAD_TRY(const std::string order, order_of(source, is_signed, certificates, limits.cpu_seconds));
  FrameReader reader({.parts = 1, .bytes = source.size, .part_bytes = source.size},
                     {.on_item = [&](json::Value item) -> Result<void> {
                        const std::string* outline = item["outline"].as_string();
                        return outline == nullptr ? Result<void>(untrusted())
                                                  : on_outline(*outline);
                      },
                      .on_part = [](Part) { return Result<void>(); },
                      .on_data = on_content});
  SANAD_TRY(const Opened opened, run_task(extractor, source, "sealed", order, limits, reader));
  return opened.parts == 1 ? Result<void>() : untrusted();
}

BundledExhibit exhibit_of(const json::Value& told) {
  BundledExhibit exhibit;
  exhibit.exhibit = told["exhibit"].string_or("");
  exhibit.number = told["number"].string_or("");
  exhibit.title = told["title"].string_or("");
  exhibit.url = told["url"].string_or("");
  exhibit.started_at = told["started_at"].string_or("");
  exhibit.sealed = static_cast<std::uint64_t>(std::max<std::int64_t>(told["sealed"].int_or(0), 0));
  exhibit.proof_sha256 = told["proof_sha256"].string_or("");
  return exhibit;
}

BundleReport report_of(const json::Value& told) {
  BundleReport report;
  report.verdict = told["verdict"].string_or("");
  report.check = told["check"].string_or("");
  report.problem = told["problem"].string_or("");
  report.is_signed = told["signed"].bool_or(false);
  report.bundle = told["bundle"].string_or("");
  report.agency = told["agency"].string_or("");
  report.agency_key = told["agency_key"].string_or("");
  report.case_reference = told["case"].string_or("");
  report.timestamp = told["timestamp"].string_or("");
  report.origin = told["origin"].string_or("");
  report.tree_size =
      static_cast<std::uint64_t>(std::max<std::int64_t>(told["tree_size"].int_or(0), 0));
  if (const json::Array* exhibits = told["exhibits"].as_array())
    for (const json::Value& one : *exhibits) report.exhibits.push_back(exhibit_of(one));
  return report;
}

}  // namespace

Result<std::size_t> open_envelope(const Extractor& extractor, const Source& source,
                                  std::span<const cms::Identity> ours, ByteSink& plain) {
  std::vector<Bytes> certificates;
  for (const cms::Identity& one : ours) certificates.push_back(one.certificate);
  std::unique_ptr<cms::EnvelopeOpener> opener;
  std::size_t place = 0;
  const auto walked = walk(
      extractor, source, false, certificates,
      [&](const std::string& text) -> Result<void> {
        SANAD_TRY(const auto outline, cms::parse_envelope_outline(text));
        SANAD_TRY(opener, cms::EnvelopeOpener::create(outline, ours, plain));
        place = *outline.place;
        return {};
      },
      [&](ByteView piece) { return opener->write(piece); });
  if (!walked.ok()) return walked.error();
  SANAD_CHECK(opener->finish());
  return place;
}

Result<std::size_t> open_signed(const Extractor& extractor, const Source& source,
                                std::span<const Bytes> known, ByteSink& content) {
  std::unique_ptr<cms::SignedOpener> opener;
  const auto walked = walk(
      extractor, source, true, known,
      [&](const std::string& text) -> Result<void> {
        SANAD_TRY(auto outline, cms::parse_signed_outline(text));
        SANAD_TRY(opener, cms::SignedOpener::create(std::move(outline), known));
        return {};
      },
      [&](ByteView piece) {
        auto written = content.write(piece);
        return written.ok() ? opener->write(piece) : written;
      });
  if (!walked.ok()) return walked.error();
  return opener->finish();
}

Result<BundleReport> verify_bundle(const Extractor& extractor, const Source& source,
                                   std::span<const Bytes> agency_keys) {
  const cage::Limits limits = limits_of(extractor, source);
  json::Array keys;
  for (const Bytes& one : agency_keys) keys.emplace_back(format_base64(one));
  const std::string order = json::format_canonical(json::Object{{"size", source.size},
                                                                {"cpu_seconds", limits.cpu_seconds},
                                                                {"agency_keys", std::move(keys)}});
  BundleReport report;
  bool is_told = false;
  FrameReader reader({.parts = 0, .bytes = 0, .part_bytes = 0},
                     {.on_item =
                          [&](const json::Value& item) {
                            is_told = item["exhibits"].as_array() != nullptr;
                            report = report_of(item);
                            return Result<void>();
                          },
                      .on_part = [](Part) { return Result<void>(); }});
  SANAD_CHECK(run_task(extractor, source, "bundle", order, limits, reader));
  if (!is_told || report.verdict.empty()) return untrusted();
  return report;
}

Result<void> read_bundle_files(
    const Extractor& extractor, const Source& source, const std::string& folder,
    const std::function<Result<void>(ByteView)>& on_bytes,
    const std::function<Result<void>(const std::string& path, std::uint64_t size)>& on_file) {
  const cage::Limits limits = limits_of(extractor, source);
  const std::string order = json::format_canonical(
      json::Object{{"size", source.size}, {"cpu_seconds", limits.cpu_seconds}, {"folder", folder}});
  FrameReader reader(
      {.parts = kMaxImportParts, .bytes = kMaxImportBytes, .part_bytes = kMaxImportBytes},
      {.on_item = {},
       .on_part = [&](const Part& part) { return on_file(part.name, part.size); },
       .on_data = on_bytes});
  SANAD_CHECK(run_task(extractor, source, "bundle-files", order, limits, reader));
  return {};
}

}  // namespace sanad::extract
