#include "warc/wacz.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>

#include "cdxj.h"
#include "json/json.h"

namespace sanad::warc {
namespace {

constexpr std::string_view kDatapackage = "datapackage.json";
constexpr std::string_view kDatapackageDigest = "datapackage-digest.json";

// Passes what the WARC writer gives to the open entry of the package.
class EntrySink final : public ByteSink {
 public:
  explicit EntrySink(zip::Writer& writer) : writer_(writer) {}
  Result<void> write(ByteView data) override { return writer_.write(data); }

 private:
  zip::Writer& writer_;
};

// The last part of a path, which the description gives as a resource's name.
std::string_view base_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

Result<void> check_root_name(std::string_view name) {
  const auto taken = {"archive",
                      "indexes",
                      "pages",
                      "data.warc.gz",
                      "index.cdx",
                      "pages.jsonl",
                      "datapackage.json",
                      "datapackage-digest.json"};
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
  const bool is_taken = std::ranges::any_of(taken, [&](std::string_view other) {
    return std::ranges::equal(name, other, {}, lower, lower);
  });
  if (is_taken || name.find('/') != std::string_view::npos)
    return Error{ErrorCode::kInvalid,
                 fmt::format("\"{}\" cannot be the name of a further file in the archive.", name)};
  return {};
}

json::Value describe(const WaczInfo& info, const std::vector<WaczResource>& resources) {
  json::Array list;
  for (const WaczResource& resource : resources) {
    std::string name(base_name(resource.path));
    for (char& c : name)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    list.push_back(json::Object{{"name", name},
                                {"path", resource.path},
                                {"hash", format_digest(resource.sha256)},
                                {"bytes", resource.size}});
  }
  json::Object package;
  package.set("profile", "data-package");
  package.set("wacz_version", kWaczVersion);
  if (!info.title.empty()) package.set("title", info.title);
  if (!info.description.empty()) package.set("description", info.description);
  package.set("created", format_timestamp(info.created));
  package.set("software", info.software);
  if (!info.main_page_url.empty()) package.set("mainPageUrl", info.main_page_url);
  if (info.main_page_date) package.set("mainPageDate", format_timestamp(*info.main_page_date));
  package.set("resources", std::move(list));
  return package;
}

std::string format_page(const Page& page) {
  json::Object line{{"id", page.id}, {"url", page.url}, {"ts", format_timestamp(page.at)}};
  if (!page.title.empty()) line.set("title", page.title);
  return json::format_canonical(line) + "\n";
}

}  // namespace

struct WaczWriter::State {
  State(ByteSink& sink, WaczInfo info_in)
      : info(std::move(info_in)),
        zip(sink, {.modified = info.created, .sha256 = true}),
        entry_sink(zip),
        warc(entry_sink) {}

  Result<void> open_archive() {
    if (phase != Phase::kStart) return {};
    phase = Phase::kRecords;
    return zip.begin(kArchivePath, zip::Method::kStored);
  }

  Result<void> close_archive() {
    SANAD_CHECK(open_archive());
    if (phase != Phase::kRecords) return {};
    phase = Phase::kFiles;
    SANAD_TRY(const zip::Written written, zip.end());
    note(written);
    return {};
  }

  WaczResource note(const zip::Written& written) {
    resources.push_back({written.name, *written.sha256, written.size});
    return resources.back();
  }

  // Lines whose length and CRC are known, so that the entry needs no descriptor.
  Result<void> write_lines(std::string_view path, const std::vector<std::string>& lines) {
    std::uint64_t size = 0;
    uLong crc = 0;
    for (const std::string& line : lines) {
      size += line.size();
      crc = crc32_z(crc, as_bytes(line).data(), line.size());
    }
    SANAD_CHECK(zip.begin_known(path, size, static_cast<std::uint32_t>(crc)));
    for (const std::string& line : lines) SANAD_CHECK(zip.write(as_bytes(line)));
    SANAD_TRY(const zip::Written written, zip.end());
    note(written);
    return {};
  }

  Result<void> write_index() {
    std::ranges::sort(index);
    return write_lines(kIndexPath, index);
  }

  Result<void> write_pages() {
    std::vector<std::string> lines = {
        R"({"format":"json-pages-1.0","id":"pages","title":"All Pages","hasText":false})"
        "\n"};
    for (const Page& page : pages) lines.push_back(format_page(page));
    return write_lines(kPagesPath, lines);
  }

  enum class Phase { kStart, kRecords, kFiles, kFinished };

  WaczInfo info;
  zip::Writer zip;
  EntrySink entry_sink;
  Writer warc;
  Phase phase = Phase::kStart;
  std::vector<std::string> index;
  std::vector<Page> pages;
  std::vector<WaczResource> resources;
  std::uint64_t records = 0;
};

WaczWriter::WaczWriter(ByteSink& sink, WaczInfo info)
    : state_(std::make_unique<State>(sink, std::move(info))) {}
WaczWriter::~WaczWriter() = default;

Result<WrittenRecord> WaczWriter::add_record(const RecordHeader& header, const Block& block,
                                             const IndexHints& hints) {
  State& state = *state_;
  if (state.phase != State::Phase::kStart && state.phase != State::Phase::kRecords)
    return Error{ErrorCode::kInvalid, "Records go into the archive before its further files."};
  if (state.index.size() >= kMaxIndexEntries)
    return Error{ErrorCode::kLimit, fmt::format("The archive already indexes {} records, the most "
                                                "allowed.",
                                                kMaxIndexEntries)};
  // The hints are checked before the record is written.
  SANAD_CHECK(format_index_line(header, block.facts, {}, hints));
  SANAD_CHECK(state.open_archive());
  SANAD_TRY(WrittenRecord written, state.warc.write(header, block));
  SANAD_TRY(std::optional<std::string> line,
            format_index_line(header, block.facts, written, hints));
  if (line) state.index.push_back(std::move(*line));
  ++state.records;
  return written;
}

Result<void> WaczWriter::add_page(Page page) {
  if (page.url.empty() || !is_utf8(page.url) || !is_utf8(page.title) || !is_utf8(page.id))
    return Error{ErrorCode::kInvalid, "A page in the archive needs an address, in UTF-8."};
  if (state_->pages.size() >= kMaxPages)
    return Error{ErrorCode::kLimit, fmt::format("The archive already lists {} pages, the most "
                                                "allowed.",
                                                kMaxPages)};
  state_->pages.push_back(std::move(page));
  return {};
}

Result<WaczResource> WaczWriter::add_file(std::string_view name, zip::Method method,
                                          ByteView content) {
  SANAD_CHECK(check_root_name(name));
  SANAD_CHECK(state_->close_archive());
  SANAD_TRY(const zip::Written written, state_->zip.add(name, method, content));
  return state_->note(written);
}

Result<void> WaczWriter::begin_file(std::string_view name, zip::Method method) {
  SANAD_CHECK(check_root_name(name));
  SANAD_CHECK(state_->close_archive());
  return state_->zip.begin(name, method);
}

Result<void> WaczWriter::write_file(ByteView data) { return state_->zip.write(data); }

Result<WaczResource> WaczWriter::end_file() {
  SANAD_TRY(const zip::Written written, state_->zip.end());
  return state_->note(written);
}

Result<WaczSummary> WaczWriter::finish() {
  State& state = *state_;
  SANAD_CHECK(state.close_archive());
  SANAD_CHECK(state.write_index());
  SANAD_CHECK(state.write_pages());
  const std::string package = json::format_pretty(describe(state.info, state.resources));
  SANAD_TRY(const zip::Written written,
            state.zip.add(kDatapackage, zip::Method::kStored, as_bytes(package)));
  const std::string digest = json::format_pretty(
      json::Object{{"path", kDatapackage}, {"hash", format_digest(*written.sha256)}});
  SANAD_CHECK(state.zip.add(kDatapackageDigest, zip::Method::kStored, as_bytes(digest)));
  SANAD_CHECK(state.zip.finish());
  state.phase = State::Phase::kFinished;
  return WaczSummary{.resources = state.resources,
                     .datapackage_sha256 = *written.sha256,
                     .records = state.records,
                     .size = state.zip.offset()};
}

}  // namespace sanad::warc
