#include "items.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "warc/http.h"
#include "warc/reader.h"
#include "zip/reader.h"

namespace sanad::service {
namespace {

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

class Items {
 public:
  Items(const std::function<Result<void>(const Item&)>& on_item,
        const std::function<void(const Item&, const std::string&)>& on_unread)
      : on_item_(on_item), on_unread_(on_unread) {}

  Result<void> file(vault::ObjectReader& reader, const records::ExhibitFile& file) {
    Item item{file.name, "", "", {}};
    auto bytes = read_all(reader, kMaxItemBytes);
    if (!bytes.ok()) return unread(item, bytes.error());
    item.bytes = std::move(*bytes);
    return on_item_(item);
  }

  Result<void> archive(vault::ObjectReader& object, const records::ExhibitFile& file) {
    const Item whole{file.name, "", "", {}};
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
    for (const warc::Damage& damage : reader.damages()) on_unread_(whole, damage.reason);
    return {};
  }

 private:
  Result<void> response(warc::Reader& reader, const warc::Record& record,
                        const records::ExhibitFile& file) {
    Item item{
        file.name, fmt::format("{} {}", record.field("WARC-Target-URI"), record.id()), "", {}};
    auto read = read_response(reader);
    if (!read.ok()) return unread(item, read.error());
    if (!read->readable || read->body.empty()) return {};
    item.coding = field_of(read->head, "Content-Encoding");
    item.bytes = std::move(read->body);
    return on_item_(item);
  }

  // What is wrong with our own disk stops the work; what is wrong with an item is that item's.
  Result<void> unread(const Item& item, const Error& error) {
    if (error.code == ErrorCode::kIo) return error;
    on_unread_(item, error.message);
    return {};
  }

  const std::function<Result<void>(const Item&)>& on_item_;
  const std::function<void(const Item&, const std::string&)>& on_unread_;
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

}  // namespace

Result<void> for_each_item(
    Workspace& workspace, const records::Exhibit& exhibit,
    const std::function<Result<void>(const Item&)>& on_item,
    const std::function<void(const Item&, const std::string& reason)>& on_unread) {
  Items items(on_item, on_unread);
  for (const records::ExhibitFile& file : exhibit.files) {
    if (!is_own(file.role)) SANAD_CHECK(each_of_file(workspace, exhibit, file, items));
  }
  return {};
}

Result<Item> read_item(Workspace& workspace, const records::Exhibit& exhibit, std::string_view file,
                       std::string_view part) {
  const auto there = std::ranges::find(exhibit.files, file, &records::ExhibitFile::name);
  if (there == exhibit.files.end()) {
    return Error{ErrorCode::kNotFound,
                 fmt::format("the exhibit {} has no file \"{}\"", exhibit.number, file)};
  }
  if (there->role == "netlog")
    return Error{ErrorCode::kDenied, "the network log stays sealed; a court may order otherwise"};
  if (part.empty()) {
    SANAD_TRY(const auto reader, open(workspace, exhibit, *there));
    Item item{there->name, "", "", {}};
    SANAD_TRY(item.bytes, read_all(*reader, kMaxItemBytes));
    return item;
  }
  std::optional<Item> found;
  std::string reason;
  // What follows the part is not read: the error ends the reading.
  const std::function<Result<void>(const Item&)> on_item = [&](const Item& item) -> Result<void> {
    if (item.part != part) return {};
    found = item;
    return Error{ErrorCode::kConflict, "found"};
  };
  const std::function<void(const Item&, const std::string&)> on_unread =
      [&](const Item& item, const std::string& why) {
        if (item.part == part) reason = why;
      };
  Items items(on_item, on_unread);
  const auto read = each_of_file(workspace, exhibit, *there, items);
  if (found) return std::move(*found);
  if (!read.ok()) return read.error();
  if (!reason.empty()) return Error{ErrorCode::kInvalid, reason};
  return Error{ErrorCode::kNotFound,
               fmt::format("{} of the exhibit {} has no part \"{}\"", file, exhibit.number, part)};
}

}  // namespace sanad::service
