// CSV as RFC 4180 has it, with line ends of either kind.
#include <fmt/format.h>

#include <algorithm>

#include "base/bytes.h"
#include "screening/list.h"

namespace sanad::screening {
namespace {

struct Row {
  std::vector<std::string> cells;
  std::size_t line = 0;  // where it begins
};

class CsvReader {
 public:
  CsvReader(std::string_view text, char separator) : text_(text), separator_(separator) {}

  bool at_end() const { return at_ >= text_.size(); }

  Result<Row> next() {
    Row row;
    row.line = line_;
    while (true) {
      SANAD_TRY(std::string cell, next_cell());
      row.cells.push_back(std::move(cell));
      if (at_end()) return row;
      const char c = text_[at_++];
      if (c == separator_) continue;
      if (c == '\r' && !at_end() && text_[at_] == '\n') ++at_;
      ++line_;
      return row;
    }
  }

 private:
  Error wrong(ErrorCode code, std::string_view what) const {
    return {code, fmt::format("line {}: {}.", line_, what)};
  }

  Result<std::string> next_cell() {
    std::string cell;
    if (at_end() || text_[at_] != '"') {
      while (!at_end() && text_[at_] != separator_ && text_[at_] != '\n' && text_[at_] != '\r') {
        cell += text_[at_++];
      }
      if (cell.size() > kMaxFieldBytes) return wrong(ErrorCode::kLimit, "a cell is too long");
      return cell;
    }
    ++at_;
    while (true) {
      if (at_end()) return wrong(ErrorCode::kInvalid, "a quotation mark is never closed");
      const char c = text_[at_++];
      if (c == '"') {
        if (at_end() || text_[at_] != '"') break;
        ++at_;
      }
      if (c == '\n') ++line_;
      cell += c;
      if (cell.size() > kMaxFieldBytes) return wrong(ErrorCode::kLimit, "a cell is too long");
    }
    const bool ended =
        at_end() || text_[at_] == separator_ || text_[at_] == '\n' || text_[at_] == '\r';
    if (!ended) return wrong(ErrorCode::kInvalid, "text follows a closing quotation mark");
    return cell;
  }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == text.npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

std::vector<std::string> pieces(std::string_view cell, char inside) {
  std::vector<std::string> out;
  while (!cell.empty()) {
    const std::size_t end = std::min(cell.find(inside), cell.size());
    if (std::string piece = trimmed(cell.substr(0, end)); !piece.empty()) out.push_back(piece);
    cell.remove_prefix(std::min(end + 1, cell.size()));
  }
  return out;
}

// Cells of one row by the titles that the user mapped.
class Mapped {
 public:
  Mapped(const Row& titles, const CsvColumns& columns) : titles_(titles), columns_(columns) {}

  // The first mapped title that the file lacks; empty if none.
  std::string missing() const {
    for (const std::string* title :
         {&columns_.name, &columns_.aliases, &columns_.weak_aliases, &columns_.father_name,
          &columns_.birth_date, &columns_.birth_place, &columns_.nationality, &columns_.document,
          &columns_.reference, &columns_.listed_on, &columns_.comments}) {
      if (!title->empty() && place(*title) == titles_.cells.size()) return *title;
    }
    return {};
  }

  Result<Entry> entry(const Row& row) const {
    Entry out;
    const auto one = [&](const std::string& title) { return trimmed(cell(row, title)); };
    const auto several = [&](const std::string& title) {
      return pieces(cell(row, title), columns_.inside);
    };
    const std::string name = one(columns_.name);
    if (name.empty()) {
      return Error{ErrorCode::kInvalid,
                   fmt::format("line {}: the column \"{}\" is empty; every row needs a name.",
                               row.line, columns_.name)};
    }
    out.names.push_back({name, NameKind::kPrimary});
    for (auto& alias : several(columns_.aliases)) out.names.push_back({alias, NameKind::kAlias});
    for (auto& alias : several(columns_.weak_aliases)) {
      out.names.push_back({alias, NameKind::kWeakAlias});
    }
    if (out.names.size() > kMaxNamesAnEntry) {
      return Error{ErrorCode::kLimit, fmt::format("line {}: a row has too many names.", row.line)};
    }
    out.father_name = one(columns_.father_name);
    for (const auto& text : several(columns_.birth_date)) {
      if (const auto date = parse_birth_date(text)) out.births.push_back(*date);
    }
    out.birth_places = several(columns_.birth_place);
    out.nationalities = several(columns_.nationality);
    for (auto& number : several(columns_.document)) out.documents.push_back({"", number, ""});
    out.reference = one(columns_.reference);
    out.id = out.reference.empty() ? fmt::format("line {}", row.line) : out.reference;
    out.listed_on = one(columns_.listed_on);
    out.comments = one(columns_.comments);
    return out;
  }

 private:
  std::size_t place(const std::string& title) const {
    const auto found =
        std::find_if(titles_.cells.begin(), titles_.cells.end(),
                     [&](const std::string& cell) { return trimmed(cell) == title; });
    return static_cast<std::size_t>(found - titles_.cells.begin());
  }
  std::string_view cell(const Row& row, const std::string& title) const {
    if (title.empty()) return {};
    const std::size_t at = place(title);
    return at < row.cells.size() ? std::string_view(row.cells[at]) : std::string_view();
  }

  const Row& titles_;
  const CsvColumns& columns_;
};

}  // namespace

Result<List> parse_csv_list(std::string_view csv, const CsvColumns& columns, std::string list_name,
                            std::string list_version) {
  if (csv.size() > kMaxListBytes) {
    return Error{ErrorCode::kLimit,
                 fmt::format("The list is longer than {} MiB.", kMaxListBytes >> 20)};
  }
  if (columns.name.empty()) {
    return Error{ErrorCode::kInvalid, "Say which column holds the name."};
  }
  if (!is_utf8(csv)) return Error{ErrorCode::kInvalid, "The list is not UTF-8; save it as UTF-8."};
  if (csv.substr(0, 3) == "\xEF\xBB\xBF") csv.remove_prefix(3);
  CsvReader reader(csv, columns.separator);
  SANAD_TRY(const Row titles, reader.next());
  const Mapped mapped(titles, columns);
  if (const std::string title = mapped.missing(); !title.empty()) {
    return Error{ErrorCode::kInvalid, fmt::format("The file has no column \"{}\".", title)};
  }
  List list{std::move(list_name), std::move(list_version), {}};
  while (!reader.at_end()) {
    SANAD_TRY(const Row row, reader.next());
    const bool empty = std::all_of(row.cells.begin(), row.cells.end(),
                                   [](const std::string& cell) { return trimmed(cell).empty(); });
    if (empty) continue;
    if (list.entries.size() == kMaxEntries) {
      return Error{ErrorCode::kLimit, fmt::format("line {}: the list is too long.", row.line)};
    }
    SANAD_TRY(Entry entry, mapped.entry(row));
    list.entries.push_back(std::move(entry));
  }
  return list;
}

}  // namespace sanad::screening
