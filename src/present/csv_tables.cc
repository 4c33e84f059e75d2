#include <fmt/format.h>

#include <initializer_list>
#include <set>
#include <string>

#include "base/time.h"
#include "gather.h"
#include "present/case_exports.h"

namespace sanad::present {
namespace {

void add_row(std::string& out, std::initializer_list<std::string_view> cells) {
  bool is_first = true;
  for (const std::string_view cell : cells) {
    if (!is_first) out += ',';
    is_first = false;
    out += csv_cell(cell);
  }
  out += "\r\n";
}

std::string number(std::uint64_t value) { return std::to_string(value); }

std::string exhibits_table(const CaseRecord& record) {
  std::string out;
  add_row(out, {"number", "exhibit", "title", "kind", "url", "source", "collector", "authorisation",
                "started_at", "ended_at", "entry", "files", "completeness"});
  for (const ExhibitRecord& one : record.exhibits) {
    const json::Value& sealed = one.sealed.data;
    add_row(out, {one.number, one.exhibit, sealed["title"].string_or(""),
                  sealed["import"].is_null() ? "capture" : "import", sealed["url"].string_or(""),
                  sealed["source"].string_or(""), one.started.actor,
                  sealed["authorisation"].string_or(""), sealed["started_at"].string_or(""),
                  sealed["ended_at"].string_or(""), number(one.sealed.index.value),
                  number(one.files.size()), sealed["completeness"]["status"].string_or("")});
  }
  return out;
}

std::string files_table(const CaseRecord& record) {
  std::string out;
  add_row(out, {"number", "exhibit", "file", "path", "role", "media_type", "size", "sha256",
                "sha512", "withheld"});
  for (const ExhibitRecord& one : record.exhibits)
    for (const FileRecord& file : one.files)
      add_row(out, {one.number, one.exhibit, file.name, file.path, file.role, file.media_type,
                    number(file.size), file.sha256, file.sha512, file.withheld});
  return out;
}

std::string entries_table(const CaseRecord& record) {
  std::string out;
  add_row(out, {"entry", "at", "kind", "actor", "exhibit", "commitment"});
  for (const EntryRecord& one : record.entries)
    add_row(out, {number(one.index.value), format_timestamp(one.at), one.kind, one.actor,
                  one.data["exhibit"].string_or(""), one.commitment});
  return out;
}

std::string authorisations_table(const CaseRecord& record) {
  std::string out;
  add_row(out, {"authorisation", "instrument", "reference", "issuing_authority", "valid_from",
                "valid_to", "requested_by", "requested_entry", "approved_by", "approved_entry"});
  std::set<std::string> known;
  for (const ExhibitRecord& one : record.exhibits) {
    const json::Value& asked = one.requested.data;
    const std::string id = asked["authorisation"].string_or("");
    if (!known.insert(id).second) continue;
    add_row(
        out,
        {id, asked["instrument"].string_or(""), asked["instrument_reference"].string_or(""),
         asked["issuing_authority"].string_or(""), asked["valid_from"].string_or(""),
         asked["valid_to"].string_or(""), one.requested.actor, number(one.requested.index.value),
         one.approved.actor, number(one.approved.index.value)});
  }
  return out;
}

}  // namespace

Result<CaseRecord> read_case(const BundleContent& content) { return gather(content); }

std::string csv_cell(std::string_view text) {
  // Spreadsheets run what begins like this, also behind white space.
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  const bool is_formula =
      !text.empty() && (text.front() == '\t' || text.front() == '\r' || text.front() == '\n' ||
                        (first != std::string_view::npos &&
                         std::string_view("=+-@").find(text[first]) != std::string_view::npos));
  std::string cell = is_formula ? "'" : "";
  for (const char c : text) {
    // No program agrees on what NUL is in a table.
    if (c == '\0')
      cell += "\xEF\xBF\xBD";
    else
      cell += c;
    if (c == '"') cell += c;
  }
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  return fmt::format("\"{}\"", cell);
}

std::string format_table(const CaseRecord& record, CaseTable table) {
  switch (table) {
    case CaseTable::kExhibits:
      return exhibits_table(record);
    case CaseTable::kFiles:
      return files_table(record);
    case CaseTable::kEntries:
      return entries_table(record);
    case CaseTable::kAuthorisations:
      break;
  }
  return authorisations_table(record);
}

}  // namespace sanad::present
