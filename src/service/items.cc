#include "items.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "cage/input.h"
#include "closed_files.h"
#include "crypto/crypto.h"
#include "extract/import.h"
#include "extract/walk.h"
#include "extract/way.h"
#include "warc/http.h"
#include "warc/reader.h"
#include "zip/reader.h"

namespace sanad::service {
namespace {

constexpr std::size_t kMaxCharsetBytes = 40;
constexpr std::size_t kFilesAPage = 1000;
constexpr std::string_view kArchiveRecords = "archive/data.warc.gz";
// What we made ourselves of the page, and the log, say nothing that the page's own parts do not
// say.
constexpr std::array<std::string_view, 5> kOwnRoles = {"acquisition", "netlog", "pdf", "dom",
                                                       "mhtml"};

bool is_own(std::string_view role) { return std::ranges::find(kOwnRoles, role) != kOwnRoles.end(); }

Result<Bytes> read_all(ByteSource& source, std::uint64_t most) {
  Bytes all;
  std::array<std::uint8_t, 65'536> piece{};
  for (;;) {
    SANAD_TRY(const std::size_t n, source.read(piece));
    if (n == 0) return all;
    if (all.size() + n > most)
      return Error{ErrorCode::kLimit, fmt::format("it is longer than {} bytes", most)};
    all.insert(all.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(n));
  }
}

// The value of a field in an HTTP head, without white space around it.
std::string field_of(std::string_view head, std::string_view name) {
  while (!head.empty()) {
    const std::size_t end = std::min(head.find('\n'), head.size());
    std::string_view line = head.substr(0, end);
    head.remove_prefix(std::min(end + 1, head.size()));
    const std::size_t colon = line.find(':');
    if (colon != name.size()) continue;
    const bool same = std::equal(name.begin(), name.end(), line.begin(),
                                 [](char a, char b) { return (a | 0x20) == (b | 0x20); });
    if (!same) continue;
    line.remove_prefix(colon + 1);
    const std::size_t first = line.find_first_not_of(" \t"), last = line.find_last_not_of(" \t\r");
    return first == std::string_view::npos ? std::string()
                                           : std::string(line.substr(first, last - first + 1));
  }
  return {};
}

struct Response {
  std::string head;
  Bytes body;
  bool readable = false;
};

Result<Response> read_response(warc::Reader& reader) {
  Response response;
  warc::HttpSplitter splitter;
  std::array<std::uint8_t, 65'536> piece{};
  for (;;) {
    SANAD_TRY(const std::size_t n, reader.read_block(piece));
    if (n == 0) break;
    const ByteView data(piece.data(), n);
    if (response.head.size() < warc::kMaxHttpHeadBytes &&
        response.head.find("\r\n\r\n") == std::string::npos) {
      response.head += as_text(data);
    }
    splitter.update(data, [&](ByteView part) {
      response.body.insert(response.body.end(), part.begin(), part.end());
    });
    if (response.body.size() > kMaxItemBytes) {
      return Error{ErrorCode::kLimit, fmt::format("it is longer than {} bytes", kMaxItemBytes)};
    }
  }
  response.head.resize(std::min(response.head.find("\r\n\r\n"), response.head.size()));
  response.readable = splitter.has_payload();
  return response;
}

// A parameter of a media type (RFC 9110 8.3.1), without quotes.
std::string parameter_of(std::string_view type, std::string_view name) {
  std::string lower(type);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  });
  const std::size_t at = lower.find(fmt::format("{}=", name));
  if (at == std::string::npos) return {};
  std::string value = lower.substr(at + name.size() + 1);
  value.resize(std::min(value.find(';'), value.size()));
  std::erase_if(value, [](char c) { return c == '"' || c == ' ' || c == '\''; });
  return value.size() > kMaxCharsetBytes ? std::string() : value;
}

extract::Hints hints_of(std::string_view head) {
  extract::Hints hints;
  hints.coding = field_of(head, "Content-Encoding");
  const std::string type = field_of(head, "Content-Type");
  if (type.starts_with("text/html") || type.starts_with("application/xhtml")) hints.type = "html";
  if (type.starts_with("message/rfc822") || type.starts_with("multipart/related"))
    hints.type = "mail";
  if (type.starts_with("text/") || !hints.type.empty())
    hints.charset = parameter_of(type, "charset");
  return hints;
}

// Of a response: its address and record, which names it alone.
std::string step_of(const warc::Record& record) {
  constexpr std::size_t kMaxAddressBytes = 8192;
  return extract::escape_step(record.field("WARC-Target-URI"), kMaxAddressBytes) + " " +
         extract::escape_step(record.id());
}

class Items {
 public:
  explicit Items(const ItemReader& to) : to_(to) {}

  Result<void> file(vault::ObjectReader& reader, const records::ExhibitFile& file) {
    Item item{file.name, "", {}, file.sha256, {}};
    auto bytes = read_all(reader, kMaxItemBytes);
    if (!bytes.ok()) return unread(item, bytes.error());
    item.bytes = std::move(*bytes);
    return to_.on_item(item);
  }

  Result<void> archive(vault::ObjectReader& object, const records::ExhibitFile& file) {
    const Item whole{file.name, "", {}, file.sha256, {}};
    const auto package = zip::Reader::open(object, {});
    if (!package.ok()) return unread(whole, package.error());
    const zip::Entry* entry = package->find(kArchiveRecords);
    if (entry == nullptr) return {};
    SANAD_TRY(const auto source, package->open_entry(*entry));
    warc::Reader reader(*source, {});
    for (;;) {
      auto record = reader.next();
      if (!record.ok()) return unread(whole, record.error());
      if (!record->has_value()) break;
      if ((*record)->type() == "response") SANAD_CHECK(response(reader, **record, file));
    }
    for (const warc::Damage& damage : reader.damages())
      SANAD_CHECK(to_.on_unread(whole, damage.reason));
    return to_.on_archive_read ? to_.on_archive_read(file) : Result<void>();
  }

 private:
  Result<void> response(warc::Reader& reader, const warc::Record& record,
                        const records::ExhibitFile& file) {
    Item item{file.name, step_of(record), {}, "", {}};
    auto read = read_response(reader);
    if (!read.ok()) return unread(item, read.error());
    if (!read->readable || read->body.empty()) return {};
    item.hints = hints_of(read->head);
    item.bytes = std::move(read->body);
    item.sha256 = format_hex(crypto::sha256(item.bytes));
    return to_.on_item(item);
  }

  // What is wrong with our own disk stops the work; what is wrong with an item is that item's.
  Result<void> unread(const Item& item, const Error& error) {
    if (error.code == ErrorCode::kIo) return error;
    return to_.on_unread(item, error.message);
  }

  const ItemReader& to_;
};

Result<std::unique_ptr<vault::ObjectReader>> open(Workspace& workspace,
                                                  const records::Exhibit& exhibit,
                                                  const records::ExhibitFile& file) {
  SANAD_TRY(const Digest256 digest, parse_digest256(file.sha256));
  return workspace.vault().open_object(exhibit.case_id, digest);
}

Result<void> each_of_file(Workspace& workspace, const records::Exhibit& exhibit,
                          const records::ExhibitFile& file, Items& items) {
  SANAD_TRY(const auto reader, open(workspace, exhibit, file));
  return file.role == "archive" ? items.archive(*reader, file) : items.file(*reader, file);
}

// The whole of a file, or one response of a web archive.
Result<Item> root_item(Workspace& workspace, const records::Exhibit& exhibit,
                       const records::ExhibitFile& file, std::string_view step) {
  if (step.empty()) {
    SANAD_TRY(const auto reader, open(workspace, exhibit, file));
    Item item{file.name, "", {}, file.sha256, {}};
    SANAD_TRY(item.bytes, read_all(*reader, kMaxItemBytes));
    return item;
  }
  std::optional<Item> found;
  std::string reason;
  ItemReader to;
  // What follows the part is not read: the error ends the reading.
  to.on_item = [&](const Item& item) -> Result<void> {
    if (item.part != step) return {};
    found = item;
    return Error{ErrorCode::kConflict, "found"};
  };
  to.on_unread = [&](const Item& item, const std::string& why) -> Result<void> {
    if (item.part == step) reason = why;
    return {};
  };
  Items items(to);
  const auto read = each_of_file(workspace, exhibit, file, items);
  if (found) return std::move(*found);
  if (!read.ok()) return read.error();
  if (!reason.empty()) return Error{ErrorCode::kInvalid, reason};
  return Error{ErrorCode::kNotFound, fmt::format("there is no part \"{}\"", step)};
}

}  // namespace

Result<void> for_each_item(Workspace& workspace, const records::Exhibit& exhibit,
                           const ItemReader& reader) {
  Items items(reader);
  const auto take = [&](const records::ExhibitFile& file) -> Result<void> {
    if (is_own(file.role)) return {};
    if (reader.wants) {
      SANAD_TRY(const bool wanted, reader.wants(file));
      if (!wanted) return {};
    }
    return each_of_file(workspace, exhibit, file, items);
  };
  for (const records::ExhibitFile& file : exhibit.files) SANAD_CHECK(take(file));
  if (!exhibit.is_import()) return {};
  SANAD_TRY(const ClosedFiles closed, ClosedFiles::of(workspace, exhibit));
  for (std::uint64_t first = 1;; first += kFilesAPage) {
    SANAD_TRY(const auto files, workspace.records().imported_files(exhibit.id, first, kFilesAPage));
    for (const records::ExhibitFile& file : files) {
      if (!closed.holds(file)) {
        SANAD_CHECK(take(file));
      } else {
        SANAD_CHECK(
            reader.on_unread({file.name, "", {}, file.sha256, {}}, std::string(kClosedReason)));
      }
    }
    if (files.size() < kFilesAPage) return {};
  }
}

// A part of a file that was imported, by the way that its list of parts has.
static Result<Item> imported_item(Workspace& workspace, const records::Exhibit& exhibit,
                                  const records::ExhibitFile& file, std::string_view way) {
  SANAD_TRY(const auto reader, open(workspace, exhibit, file));
  const extract::Source source{file.size, [&](std::uint64_t offset, std::span<std::uint8_t> out) {
                                 return reader->read_at(offset, out);
                               }};
  extract::ImportHints hints;
  SANAD_TRY(hints.name, extract::unescape_step(file.path.substr(file.path.find_last_of('/') + 1)));
  SANAD_TRY_WITH(
      extract::Part found,
      extract::read_import_part(workspace.extractor(), source, hints, way, kMaxItemBytes),
      fmt::format("{} of the exhibit {}", file.name, exhibit.number));
  Item item{file.name, std::string(way), std::move(found.hints), "", std::move(found.bytes)};
  item.sha256 = format_hex(crypto::sha256(item.bytes));
  return item;
}

Result<Item> read_listed_item(Workspace& workspace, const records::Exhibit& exhibit,
                              const json::Value& line) {
  if (line["item"].is_null())
    return Error{ErrorCode::kDenied, "the part has no bytes of its own, or was set aside"};
  SANAD_TRY(const records::ExhibitFile file,
            workspace.records().file(exhibit, line["file"].string_or("")));
  const std::string way = line["way"].string_or("");
  if (!way.empty()) return imported_item(workspace, exhibit, file, way);
  return read_item(workspace, exhibit, file.name, "");
}

Result<Item> read_item(Workspace& workspace, const records::Exhibit& exhibit, std::string_view file,
                       std::string_view part) {
  SANAD_TRY(const records::ExhibitFile there, workspace.records().file(exhibit, file));
  SANAD_TRY(const ClosedFiles closed, ClosedFiles::of(workspace, exhibit));
  if (closed.holds(there)) return Error{ErrorCode::kDenied, std::string(kClosedReason)};
  if (there.role == "original" && !part.empty()) {
    auto imported = imported_item(workspace, exhibit, there, part);
    // What was found by its bytes is named as its form names it, whatever an importer makes of it.
    if (imported.ok() || imported.error().code != ErrorCode::kNotFound) return imported;
  }
  if (there.role == "netlog")
    return Error{ErrorCode::kDenied, "the network log stays sealed; a court may order otherwise"};
  // Of a web archive, the first step is a response; of any other file, a part of it.
  const std::size_t arrow = std::min(part.find(extract::kArrow), part.size());
  const bool in_archive = there.role == "archive" && !part.empty();
  const std::string_view root = in_archive ? part.substr(0, arrow) : "";
  std::string_view way = part;
  if (in_archive) way.remove_prefix(arrow == part.size() ? arrow : arrow + extract::kArrow.size());
  SANAD_TRY_WITH(Item item, root_item(workspace, exhibit, there, root),
                 fmt::format("{} of the exhibit {}", file, exhibit.number));
  if (!way.empty()) {
    SANAD_TRY(const cage::Input input, cage::Input::of(item.bytes));
    SANAD_TRY_WITH(extract::Part found,
                   extract::read_part(workspace.extractor(), input.fd(), item.hints, way),
                   fmt::format("{} of the exhibit {}", file, exhibit.number));
    item.hints = std::move(found.hints);
    item.bytes = std::move(found.bytes);
    item.sha256 = format_hex(crypto::sha256(item.bytes));
  }
  item.part = std::string(part);
  return item;
}

std::string key_of(const Item& item) {
  extract::Node node;
  node.hints = item.hints;
  node.sha256 = item.sha256;
  return extract::key_of(node);
}

}  // namespace sanad::service
