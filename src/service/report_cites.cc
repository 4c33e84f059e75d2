#include "report_cites.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/bytes.h"
#include "cited.h"
#include "closed_content.h"
#include "closed_files.h"
#include "crypto/crypto.h"
#include "items.h"
#include "looks.h"
#include "ordinary_names.h"
#include "reasons.h"
#include "service/exhibits.h"
#include "service/part_views.h"
#include "service/reports.h"
#include "service/sight.h"

namespace sanad::service {
namespace {

using Mask = CitedBytes::Mask;

// Shorter names are too often words of something else.
constexpr std::size_t kLeastNameBytes = 3;
constexpr std::size_t kSliceBytes = 256 * 1024;
constexpr std::string_view kLookPurpose = "a citation of the report";

Error beyond(const CitedBytes& found, std::string_view what) {
  return {ErrorCode::kInvalid,
          fmt::format("{} of {} has {} bytes; the bytes that are cited are not all there", what,
                      found.exhibit.number, found.total)};
}

bool is_within(const ReportCite& cite, std::uint64_t total) {
  return cite.length > 0 && cite.offset < total && cite.length <= total - cite.offset;
}

// A stretch of text begins and ends at letters; anything else is told by its digest.
Result<void> take_stretch(std::string_view bytes, CitedBytes& found) {
  const auto is_inside = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
  found.stretch_sha256 = format_hex(crypto::sha256(as_bytes(bytes)));
  if (bytes.size() > kMaxQuoteBytes || bytes.find('\0') != std::string_view::npos) return {};
  if (is_utf8(bytes)) {
    found.quote = bytes;
    return {};
  }
  std::string_view inner = bytes;
  while (!inner.empty() && is_inside(inner.front())) inner.remove_prefix(1);
  for (int i = 0; i < 4 && !inner.empty() && !is_utf8(inner); ++i) inner.remove_suffix(1);
  if (!inner.empty() && is_utf8(inner) && inner.size() + 6 >= bytes.size())
    return Error{ErrorCode::kInvalid,
                 fmt::format("the bytes cited in {} begin or end within a letter; move the offset "
                             "or the length",
                             found.exhibit.number)};
  return {};
}

Result<std::string> read_bytes(vault::ObjectReader& reader, std::uint64_t offset,
                               std::uint64_t length) {
  std::string bytes(length, '\0');
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    SANAD_TRY(
        const std::size_t got,
        reader.read_at(offset + filled, {reinterpret_cast<std::uint8_t*>(bytes.data()) + filled,
                                         bytes.size() - filled}));
    if (got == 0) return Error{ErrorCode::kIntegrity, "what was sealed is cut short"};
    filled += got;
  }
  return bytes;
}

// Longer stretches are digested as they are read.
Result<void> take_long_stretch(vault::ObjectReader& reader, const ReportCite& cite,
                               CitedBytes& found) {
  crypto::Hasher hasher(crypto::Hasher::Algorithm::kSha256);
  for (std::uint64_t at = 0; at < cite.length;) {
    const std::uint64_t size = std::min<std::uint64_t>(kSliceBytes, cite.length - at);
    SANAD_TRY(const std::string bytes, read_bytes(reader, cite.offset + at, size));
    hasher.update(as_bytes(bytes));
    at += size;
  }
  found.stretch_sha256 = format_hex(hasher.finish());
  return {};
}

bool is_picture_file(const records::ExhibitFile& file) {
  return file.role == "screenshot" || file.media_type.starts_with("image/");
}

Result<void> read_file(Workspace& workspace, const ReportCite& cite, CitedBytes& found) {
  SANAD_TRY(const records::ExhibitFile file, workspace.records().file(found.exhibit, cite.file));
  if (file.role == "netlog")
    return Error{ErrorCode::kDenied,
                 "the network log holds cookies and other people's data, so it stays sealed"};
  SANAD_TRY(const ClosedFiles closed, ClosedFiles::of(workspace, found.exhibit));
  if (closed.holds(file)) return Error{ErrorCode::kDenied, std::string(kClosedReason)};
  found.sha256 = file.sha256;
  found.total = file.size;
  found.is_picture = is_picture_file(file);
  if (!is_within(cite, file.size)) return beyond(found, file.name);
  SANAD_TRY(const OpenedFile opened, open_recorded(workspace, found.exhibit, file.name));
  if (cite.length > kMaxQuoteBytes) return take_long_stretch(*opened.reader, cite, found);
  SANAD_TRY(const std::string bytes, read_bytes(*opened.reader, cite.offset, cite.length));
  return take_stretch(bytes, found);
}

// Is the quotation in the record's own bytes, as the original has them? Only of a record that
// stands in the original itself: one within an archive is told by its bytes in the archive's item.
Result<void> find_in_original(Workspace& workspace, const json::Value& line, CitedBytes& found) {
  const auto offset = line["record"]["offset"].as_int();
  const auto length = line["record"]["length"].as_int();
  found.original = line["file"].string_or("");
  if (const std::string way = line["way"].string_or(""); !way.empty())
    found.original += " → " + way;
  if (!offset || !length || *offset < 0 || *length <= 0) return {};
  found.original_offset = static_cast<std::uint64_t>(*offset);
  found.original_length = static_cast<std::uint64_t>(*length);
  if (!line["way"].string_or("").empty() || found.quote.empty() ||
      *found.original_length > (1U << 20))
    return {};
  SANAD_TRY(const OpenedFile opened,
            open_recorded(workspace, found.exhibit, line["file"].string_or("")));
  if (*found.original_offset + *found.original_length > opened.reader->size()) return {};
  SANAD_TRY(const std::string bytes,
            read_bytes(*opened.reader, *found.original_offset, *found.original_length));
  const std::size_t at = bytes.find(found.quote);
  if (at == std::string::npos) return {};
  found.is_exact = true;
  found.original_offset = *found.original_offset + at;
  found.original_length = found.quote.size();
  return {};
}

Result<void> add_people(Workspace& workspace, const ReportCite& cite, const json::Value& line,
                        CitedBytes& found) {
  SANAD_TRY(const auto facts, workspace.case_indexes().facts(found.exhibit.case_id));
  SANAD_TRY(const auto unmasked, unmasked_in(workspace, found.exhibit.case_id));
  case_index::Source source;
  source.exhibit = found.exhibit.id;
  source.way = line["way"].string_or("");
  source.part = *cite.part;
  SANAD_TRY(const case_index::Document document,
            case_index::read_document(line["record"], 1, std::move(source)));
  std::vector<const case_index::Party*> parties{&document.author, &document.forwarded_from};
  for (const case_index::Party& one : document.to) parties.push_back(&one);
  for (const case_index::Party* party : parties) {
    SANAD_TRY(const auto account, facts->find_account(document, *party, unmasked));
    // Whom the index does not know yet is a bystander all the same.
    const std::string pseudonym =
        account ? fmt::format("Person {}", account->pseudonym) : std::string("Person");
    const bool is_masked = !account || account->is_masked;
    if (party == &document.author && !party->empty())
      found.author = is_masked ? pseudonym : account->name;
    if (!is_masked) continue;
    for (const std::string& name : {party->name, party->id})
      if (name.size() >= kLeastNameBytes) found.masks.push_back({name, pseudonym});
  }
  return {};
}

Result<void> read_part(Workspace& workspace, const ReportCite& cite, bool with_people,
                       CitedBytes& found) {
  SANAD_TRY(const json::Value line, part_line(workspace, found.exhibit, *cite.part));
  if (!line["set_aside"].is_null())
    return Error{ErrorCode::kDenied,
                 fmt::format("part {} of {} is outside the authorisation; it was set aside",
                             *cite.part, found.exhibit.number)};
  const std::string what = fmt::format("part {}", *cite.part);
  if (!line["item"].is_null()) {
    SANAD_TRY(const Item item, read_listed_item(workspace, found.exhibit, line));
    found.sha256 = line["item"]["sha256"].string_or("");
    found.total = item.bytes.size();
    found.is_picture = !line["item"]["picture"].is_null() || !line["item"]["pdq"].is_null();
    if (!is_within(cite, found.total)) return beyond(found, what);
    return take_stretch(as_text(item.bytes).substr(cite.offset, cite.length), found);
  }
  const std::string* text = line["record"]["text"].as_string();
  if (text == nullptr || text->empty())
    return Error{ErrorCode::kInvalid,
                 fmt::format("part {} of {} was not read, or says nothing; cite its file",
                             *cite.part, found.exhibit.number)};
  found.total = text->size();
  if (!is_within(cite, found.total)) return beyond(found, what);
  SANAD_CHECK(take_stretch(std::string_view(*text).substr(cite.offset, cite.length), found));
  SANAD_CHECK(find_in_original(workspace, line, found));
  return with_people ? add_people(workspace, cite, line, found) : Result<void>{};
}

std::optional<std::uint64_t> count_in(const json::Value& value) {
  const auto number = value.as_int();
  if (!number || *number < 0) return std::nullopt;
  return static_cast<std::uint64_t>(*number);
}

Result<ReportCite> parse_given(const json::Value& one) {
  const Error wrong{ErrorCode::kInvalid,
                    "each cite has an \"exhibit\" and a \"file\" or a \"part\"; \"offset\" and "
                    "\"length\" are whole numbers, both or neither"};
  ReportCite cite;
  cite.exhibit = one["exhibit"].string_or("");
  cite.file = one["file"].string_or("");
  cite.uncover = one["uncover"].string_or("");
  cite.part = count_in(one["part"]);
  const auto offset = count_in(one["offset"]), length = count_in(one["length"]);
  const bool has_part = !one["part"].is_null();
  if (cite.exhibit.empty() || cite.file.empty() != has_part || has_part != cite.part.has_value() ||
      offset.has_value() != length.has_value() ||
      (!offset && !(one["offset"].is_null() && one["length"].is_null())))
    return wrong;
  if (length && *length == 0) return wrong;
  cite.offset = offset.value_or(0);
  cite.length = length.value_or(0);
  if (!cite.uncover.empty()) SANAD_CHECK(require_words(cite.uncover, "why the picture is shown"));
  return cite;
}

// Of the whole: how long it is.
Result<std::uint64_t> whole_length(Workspace& workspace, const records::Exhibit& exhibit,
                                   const ReportCite& cite) {
  if (!cite.part) {
    SANAD_TRY(const records::ExhibitFile file, workspace.records().file(exhibit, cite.file));
    return file.size;
  }
  SANAD_TRY(const json::Value line, part_line(workspace, exhibit, *cite.part));
  if (!line["item"].is_null())
    return static_cast<std::uint64_t>(std::max<std::int64_t>(0, line["item"]["size"].int_or(0)));
  return line["record"]["text"].string_or("").size();
}

}  // namespace

std::vector<ReportCite> report_cites_of(const json::Value& cites) {
  std::vector<ReportCite> all;
  const json::Array* list = cites.as_array();
  if (list == nullptr) return all;
  for (const json::Value& one : *list)
    all.push_back({one["exhibit"].string_or(""), one["file"].string_or(""), count_in(one["part"]),
                   count_in(one["offset"]).value_or(0), count_in(one["length"]).value_or(0),
                   one["uncover"].string_or("")});
  return all;
}

json::Object format_cite(const ReportCite& cite) {
  return json::Object{{"exhibit", cite.exhibit},
                      {"file", cite.file},
                      {"part", cite.part ? json::Value(*cite.part) : json::Value(nullptr)},
                      {"offset", cite.offset},
                      {"length", cite.length},
                      {"uncover", cite.uncover}};
}

Result<CitedBytes> read_cited(Workspace& workspace, std::string_view case_id,
                              const ReportCite& cite, bool with_people) {
  CitedBytes found;
  SANAD_TRY(found.exhibit, workspace.records().exhibit(cite.exhibit));
  if (found.exhibit.case_id != case_id)
    return Error{ErrorCode::kInvalid,
                 fmt::format("the exhibit {} belongs to another case; cite those of this one",
                             found.exhibit.number)};
  if (cite.part) {
    SANAD_CHECK(read_part(workspace, cite, with_people, found));
  } else {
    SANAD_CHECK(read_file(workspace, cite, found));
  }
  return found;
}

Result<SettledCites> settle_report_cites(Workspace& workspace, const authority::Officer& caller,
                                         std::string_view case_id, const json::Value& given) {
  SettledCites settled;
  const json::Array* list = given.as_array();
  if (list == nullptr || list->size() > kMaxStatementCites)
    return Error{ErrorCode::kInvalid,
                 fmt::format("\"cites\" is a list of at most {}", kMaxStatementCites)};
  for (const json::Value& one : *list) {
    SANAD_TRY(ReportCite cite, parse_given(one));
    SANAD_TRY(const records::Exhibit exhibit, exhibit_for(workspace, caller, cite.exhibit));
    cite.exhibit = exhibit.id;
    if (cite.length == 0) {
      SANAD_TRY(cite.length, whole_length(workspace, exhibit, cite));
    }
    auto found = read_cited(workspace, case_id, cite, true);
    if (!found.ok() && found.error().code == ErrorCode::kDenied) {
      const auto file = workspace.records().file(exhibit, cite.file);
      const bool is_log = file.ok() && file->role == "netlog";
      return refuse_content(workspace, caller, exhibit, cite.file.empty() ? "parts" : cite.file,
                            is_log ? kStaysSealed : kSetAside, found.error().message);
    }
    if (!found.ok()) return found.error();
    SANAD_CHECK(record_look_once(workspace, caller, exhibit,
                                 cite.part ? "list of parts" : cite.file, kLookPurpose));
    settled.cites.emplace_back(format_cite(cite));
    settled.masks.insert(settled.masks.end(), found->masks.begin(), found->masks.end());
  }
  return settled;
}

Result<ReportMasks> ReportMasks::of(Workspace& workspace, const std::string& case_id) {
  SANAD_TRY(PeopleMasks people, PeopleMasks::of(workspace, case_id, true, {}));
  return ReportMasks(std::move(people));
}

// Ascending, apart from each other.
std::vector<PeopleMasks::Found> ReportMasks::find(std::string_view text,
                                                  const std::vector<Mask>& masks) const {
  std::vector<PeopleMasks::Found> found = people_.find(text, is_ordinary_word);
  for (const Mask& mask : masks)
    for (std::size_t at = text.find(mask.name); at != std::string_view::npos;
         at = text.find(mask.name, at + mask.name.size()))
      found.push_back({at, at + mask.name.size(), mask.pseudonym});
  std::ranges::sort(found, [](const auto& a, const auto& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  std::vector<PeopleMasks::Found> apart;
  for (PeopleMasks::Found& one : found) {
    if (apart.empty() || one.begin >= apart.back().end)
      apart.push_back(std::move(one));
    else
      apart.back().end = std::max(apart.back().end, one.end);
  }
  return apart;
}

bool ReportMasks::are_in(std::string_view text, const std::vector<Mask>& masks) const {
  return !find(text, masks).empty();
}

std::string ReportMasks::put_on(std::string_view text, const std::vector<Mask>& masks) const {
  std::string shown;
  std::size_t at = 0;
  for (const PeopleMasks::Found& one : find(text, masks)) {
    shown += fmt::format("{}[{}]", text.substr(at, one.begin - at), one.as);
    at = one.end;
  }
  return shown.append(text.substr(at));
}

}  // namespace sanad::service
