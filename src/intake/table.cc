// Tables: CSV and TSV (RFC 4180 and what programs make of it), and JSON objects, one to a line or
// in an array.
#include <algorithm>
#include <array>

#include "importers.h"
#include "json_records.h"
#include "mapping.h"

namespace sanad::intake {
namespace {

constexpr std::size_t kMaxRowBytes = 16U << 20U;
constexpr std::size_t kMaxCells = 4096;  // further ones of a row are joined to the last

// The sign that stands in the first line most often, outside of quotes.
char delimiter_of(std::string_view head, char quote) {
  std::array<std::size_t, 4> counts{};
  constexpr std::string_view kSigns = ",;\t|";
  bool is_quoted = false;
  for (const char c : head) {
    if (c == quote) is_quoted = !is_quoted;
    if (is_quoted) continue;
    if (c == '\n') break;
    if (const std::size_t at = kSigns.find(c); at != std::string_view::npos) ++counts[at];
  }
  return kSigns[static_cast<std::size_t>(std::ranges::max_element(counts) - counts.begin())];
}

struct Row {
  std::vector<std::string> cells;
  std::size_t size = 0;  // of its text, with its line end
  bool is_open = false;  // the text ended within quotes
  bool is_whole = false;
};

// DEVIATION from RFC 4180: a quote inside an unquoted cell is kept as it is.
class RowParser {
 public:
  RowParser(char delimiter, char quote) : delimiter_(delimiter), quote_(quote) {}

  Row parse(std::string_view text, bool is_end) const {
    Row row;
    row.cells.emplace_back();
    bool at_start = true;
    std::size_t i = 0;
    while (i < text.size()) {
      const char c = text[i];
      if (c == quote_ && at_start) {
        i = quoted(text, i + 1, row);
        if (row.is_open) break;
        at_start = false;
        continue;
      }
      ++i;
      if (c == '\n') {
        row.is_whole = true;
        break;
      }
      if (c == delimiter_ && row.cells.size() < kMaxCells) {
        row.cells.emplace_back();
        at_start = true;
      } else if (c != '\r' || (i < text.size() && text[i] != '\n')) {
        row.cells.back() += c;
        at_start = false;
      }
    }
    row.size = i;
    row.is_whole = row.is_whole || (is_end && !row.is_open && i == text.size());
    return row;
  }

 private:
  std::size_t quoted(std::string_view text, std::size_t i, Row& row) const {
    for (; i < text.size(); ++i) {
      if (text[i] != quote_) {
        row.cells.back() += text[i];
      } else if (i + 1 < text.size() && text[i + 1] == quote_) {
        row.cells.back() += quote_;
        ++i;
      } else {
        return i + 1;
      }
    }
    row.is_open = true;
    return i;
  }

  char delimiter_, quote_;
};

class CsvTable {
 public:
  CsvTable(TextInput& text, const Mapping& mapping, Delivery& out)
      : text_(text), place_of_(places_of(text)), mapping_(mapping), out_(out) {}

  Result<void> run() {
    SANAD_CHECK(fill());
    if (held_.starts_with("\xEF\xBB\xBF")) SANAD_CHECK(drop(3));
    const char quote = mapping_.quote.value_or('"');
    const char delimiter = mapping_.delimiter.value_or(delimiter_of(held_, quote));
    const RowParser quoting(delimiter, quote), plain(delimiter, '\0');
    while (at_ < held_.size()) {
      const std::string_view rest = std::string_view(held_).substr(at_);
      const RowParser& parser = passed_over_ < kMostPassedOver ? quoting : plain;
      const Row row = parser.parse(rest, is_over_);
      if (row.is_whole) {
        SANAD_CHECK(take(row));
        continue;
      }
      if (!is_over_ && rest.size() < kMaxRowBytes) {
        SANAD_CHECK(fill());
        continue;
      }
      SANAD_CHECK(pass_over());
    }
    return {};
  }

 private:
  Result<void> fill() {
    constexpr std::size_t kPiece = 1U << 18U;
    // What has been taken is dropped here, and not row by row. A long row is begun anew each time,
    // and so gets as much again.
    held_.erase(0, at_);
    at_ = 0;
    const std::size_t before = held_.size(), wanted = std::max(kPiece, before);
    held_.resize(before + wanted);
    SANAD_TRY(const std::size_t got,
              text_.read({reinterpret_cast<std::uint8_t*>(held_.data()) + before, wanted}));
    held_.resize(before + got);
    is_over_ = got == 0;
    return {};
  }

  Result<void> drop(std::size_t size) {
    at_ += size;
    offset_ += size;
    return at_ == held_.size() && !is_over_ ? fill() : Result<void>();
  }

  Result<JsonPlace> place(std::uint64_t length) {
    SANAD_TRY(const auto begin, place_of_(offset_));
    SANAD_TRY(const auto end, place_of_(offset_ + length));
    if (!begin || !end) return JsonPlace{};
    return JsonPlace{*begin, *end - *begin, true};
  }

  Result<void> take(const Row& row) {
    const bool is_blank = row.cells.size() == 1 && row.cells[0].empty();
    if (!is_blank && ++rows_ == 1 && mapping_.has_header.value_or(true)) {
      header_ = row.cells;
    } else if (!is_blank) {
      Cells cells;
      for (std::size_t i = 0; i < row.cells.size(); ++i)
        cells.emplace_back(i < header_.size() ? header_[i] : "", row.cells[i]);
      json::Object record = row_record(mapping_, cells);
      SANAD_TRY(const JsonPlace at, place(row.size));
      set_place(record, at);
      SANAD_CHECK(out_.record(std::move(record)));
    }
    return drop(row.size);
  }

  // A quote that nothing closes, or a line that is too long: the line is given up to its end, so
  // that no rest of it looks like a row.
  Result<void> pass_over() {
    SANAD_TRY(const auto begin, place_of_(offset_));
    if (++passed_over_ == kMostPassedOver)
      out_.problem("its quotes do not close; from here on they were read as letters");
    for (bool ends = false; !ends;) {
      const std::size_t line_end = held_.find('\n', at_);
      const bool is_found = line_end != std::string::npos;
      SANAD_CHECK(drop((is_found ? line_end + 1 : held_.size()) - at_));
      ends = is_found || at_ == held_.size();
    }
    SANAD_TRY(const auto end, place_of_(offset_));
    const std::string_view why = "a row has no end; its first line was passed over";
    return begin && end ? out_.unread(why, *begin, *end - *begin) : out_.unread(why);
  }

  TextInput& text_;
  PlaceOf place_of_;
  const Mapping& mapping_;
  Delivery& out_;
  std::string held_;
  std::size_t at_ = 0;                   // in what is held, of the next row
  std::uint64_t offset_ = 0, rows_ = 0;  // of the next row, in the text
  static constexpr int kMostPassedOver = 50;
  int passed_over_ = 0;
  bool is_over_ = false;
  std::vector<std::string> header_;
};

Result<void> deliver_object(const json::Value& value, const JsonPlace& place,
                            const Mapping& mapping, Delivery& out) {
  Cells cells;
  for (const json::Member& member : *value.as_object()) {
    const bool is_plain = member.value.as_object() == nullptr && member.value.as_array() == nullptr;
    if (member.value.is_null()) continue;
    cells.emplace_back(member.name,
                       is_plain ? text_of(member.value) : json::format_canonical(member.value));
  }
  json::Object record = row_record(mapping, cells);
  set_place(record, place);
  return out.record(std::move(record));
}

Result<std::optional<Mapping>> mapping_of(const Hints& hints, Delivery& out) {
  auto mapping = parse_mapping(hints.mapping);
  if (mapping.ok()) return std::optional(std::move(*mapping));
  out.problem(mapping.error().message);
  return std::optional<Mapping>();
}

}  // namespace

Result<void> import_csv(RandomSource& source, const Hints& hints, Delivery& out) {
  SANAD_TRY(const auto mapping, mapping_of(hints, out));
  if (!mapping) return {};
  SANAD_TRY(TextInput text, open_text(source, hints, out));
  return CsvTable(text, *mapping, out).run();
}

Result<void> import_json_rows(RandomSource& source, const Hints& hints, Delivery& out) {
  SANAD_TRY(const auto mapping, mapping_of(hints, out));
  if (!mapping) return {};
  return each_json(
      source, hints,
      {.array = mapping->rows,
       .take = [&](const json::Value& value,
                   const JsonPlace& place) { return deliver_object(value, place, *mapping, out); }},
      out);
}

Result<void> import_json_lines(RandomSource& source, const Hints& hints, Delivery& out) {
  SANAD_TRY(const auto mapping, mapping_of(hints, out));
  if (!mapping) return {};
  SANAD_TRY(TextInput text, open_text(source, hints, out));
  const PlaceOf place_of = places_of(text);
  std::string held;
  std::uint64_t offset = 0;
  const auto line = [&](std::string_view bytes) -> Result<void> {
    SANAD_TRY(const auto begin, place_of(offset));
    SANAD_TRY(const auto end, place_of(offset + bytes.size()));
    JsonPlace place;
    if (begin && end) place = {*begin, *end - *begin, true};
    offset += bytes.size() + 1;
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    if (bytes.find_first_not_of(" \t\r") == std::string_view::npos) return {};
    const auto value = json::parse_foreign(bytes);
    if (value.ok() && value->as_object() != nullptr)
      return deliver_object(*value, place, *mapping, out);
    const std::string why = value.ok() ? "a line is no object" : value.error().message;
    return place.is_known ? out.unread(why, place.offset, place.length) : out.unread(why);
  };
  const auto lines = [&](ByteView piece) -> Result<void> {
    std::string_view rest = as_text(piece);
    for (std::size_t end; (end = rest.find('\n')) != std::string_view::npos;) {
      held += rest.substr(0, end);
      rest.remove_prefix(end + 1);
      SANAD_CHECK(line(held));
      held.clear();
    }
    held += rest;
    if (held.size() <= kMaxJsonRecord) return {};
    SANAD_CHECK(out.unread("a line is too long to be read"));
    offset += held.size();
    held.clear();
    return {};
  };
  SANAD_CHECK(each_piece(text, lines));
  return held.empty() ? Result<void>() : line(held);
}

}  // namespace sanad::intake
