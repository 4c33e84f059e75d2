// Writes a WACZ 1.1.1 package in one pass: the records as they come, then further files, then the
// index, the list of pages and the description with a digest of every file. docs/formats/wacz.md
// shows the bytes.
//
//   WaczWriter writer(sink, info);
//   SANAD_CHECK(writer.add_record(header, block));             // any number
//   SANAD_CHECK(writer.add_file("acquisition.json", zip::Method::kDeflated, bytes));
//   SANAD_TRY(auto summary, writer.finish());
//
// Memory grows by one index line a record, never with lengths. The same calls give the same bytes
// (with the same zlib). Not thread-safe. Tested by wacz_test.cc and
// tests/conformance/check_wacz.mjs.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/stream.h"
#include "base/time.h"
#include "warc/block.h"
#include "warc/record.h"
#include "warc/writer.h"
#include "zip/writer.h"

namespace sanad::warc {

inline constexpr std::size_t kMaxIndexEntries = 200'000;
inline constexpr std::size_t kMaxPages = 10'000;
inline constexpr std::size_t kMaxRequestQueryBytes = 4096;
inline constexpr std::string_view kWaczVersion = "1.1.1";
inline constexpr std::string_view kArchivePath = "archive/data.warc.gz";
inline constexpr std::string_view kIndexPath = "indexes/index.cdx";
inline constexpr std::string_view kPagesPath = "pages/pages.jsonl";

struct WaczInfo {
  Timestamp created = {};
  std::string software = {};       // name and version
  std::string title = {};          // may be empty
  std::string description = {};    // may be empty
  std::string main_page_url = {};  // may be empty
  std::optional<Timestamp> main_page_date = {};
};

struct Page {
  std::string id = {};
  std::string url = {};
  Timestamp at = {};
  std::string title = {};  // may be empty
};

// For the index only: how a response was asked for, where that was not GET.
struct IndexHints {
  std::string method = {};         // "POST"; empty or "GET": not noted
  std::string request_query = {};  // the request's body in the form of a query, cut to 4 KiB
};

struct WaczResource {
  std::string path;
  Digest256 sha256{};
  std::uint64_t size = 0;
};

struct WaczSummary {
  std::vector<WaczResource> resources;  // all but datapackage.json and its digest
  Digest256 datapackage_sha256{};
  std::uint64_t records = 0;
  std::uint64_t size = 0;  // of the package
};

class WaczWriter {
 public:
  // sink outlives the writer.
  WaczWriter(ByteSink& sink, WaczInfo info);
  ~WaczWriter();
  WaczWriter(const WaczWriter&) = delete;
  WaczWriter& operator=(const WaczWriter&) = delete;

  // Errors as Writer::write(); kLimit: the index is full, nothing was written. Responses, revisits,
  // resources and metadata with an address are indexed. Not after the first file.
  Result<WrittenRecord> add_record(const RecordHeader& header, const Block& block,
                                   const IndexHints& hints = {});

  // kInvalid: no address; kLimit: too many pages. At any time before finish().
  Result<void> add_page(Page page);

  // A file at the root, whole or as a stream. kInvalid: a name with "/" or one that WACZ uses.
  Result<WaczResource> add_file(std::string_view name, zip::Method method, ByteView content);
  Result<void> begin_file(std::string_view name, zip::Method method);
  Result<void> write_file(ByteView data);
  Result<WaczResource> end_file();

  Result<WaczSummary> finish();  // once

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sanad::warc
