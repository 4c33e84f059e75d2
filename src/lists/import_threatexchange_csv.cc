// CSV of three kinds:
//   1. python-threatexchange's "dataset --csv": signal_type,signal_str,collab,category,tags
//   2. its cache without a header: value,descriptor,added_on,tags or value,indicator,descriptor,
//      added_on,tags; the signal is in the file's name, so the options must give it
//   3. ThreatExchange's bulk files, whose header names descriptor fields in any order
#include <fmt/format.h>

#include <array>

#include "collect.h"
#include "csv.h"
#include "text.h"
#include "threatexchange.h"

namespace sanad::lists {

namespace {

enum Column {
  kType,
  kValue,
  kId,
  kTags,
  kCategory,
  kStatus,
  kShare,
  kNote,
  kAdded,
  kExpires,
  kBy,
  kColumns,
  kNone = kColumns
};

struct ColumnName {
  std::string_view word;
  Column column;
};
constexpr std::array<ColumnName, 20> kColumnNames = {
    {{"signal_type", kType},    {"type", kType},
     {"indicator_type", kType}, {"signal_str", kValue},
     {"indicator", kValue},     {"raw_indicator", kValue},
     {"hash", kValue},          {"id", kId},
     {"descriptor_id", kId},    {"tags", kTags},
     {"category", kCategory},   {"status", kStatus},
     {"share_level", kShare},   {"description", kNote},
     {"added_on", kAdded},      {"expired_on", kExpires},
     {"collab", kBy},           {"owner", kBy},
     {"owner_name", kBy},       {"submitter", kBy}}};

using Places = std::array<std::size_t, kColumns>;
constexpr std::size_t kAbsent = static_cast<std::size_t>(-1);

Column column_of(std::string_view name) {
  std::string word = ascii_lower(trim(name));
  if (word.starts_with("td_")) word.erase(0, 3);
  for (const auto& [known, column] : kColumnNames) {
    if (known == word) return column;
  }
  return kNone;
}

class CsvImport {
 public:
  explicit CsvImport(const ImportOptions& options) : collector_(options) { places_.fill(kAbsent); }

  Result<Imported> run(std::string_view bytes) {
    SANAD_CHECK(collector_.begin(bytes.size()));
    CsvReader reader(bytes);
    auto first = reader.next();
    if (!first) return Error{ErrorCode::kInvalid, "the file is empty; it should be CSV"};
    SANAD_TRY(const bool has_header, read_header(*first));
    if (!has_header) take(*first);
    while (auto row = reader.next()) {
      take(*row);
      SANAD_CHECK(collector_.within_limits());
    }
    return collector_.finish();
  }

 private:
  // False if the first row is a record already.
  Result<bool> read_header(const CsvRow& row) {
    for (std::size_t i = 0; i < row.fields.size(); ++i) {
      const Column column = column_of(row.fields[i]);
      if (column != kNone && places_[column] == kAbsent) places_[column] = i;
    }
    if (places_[kValue] != kAbsent) {
      for (const auto& field : row.fields) {
        if (column_of(field) == kNone)
          collector_.problem("line 1", fmt::format("the column \"{}\" is not read",
                                                   cut_utf8(field, kMaxNameBytes)));
      }
      return true;
    }
    places_.fill(kAbsent);
    const std::size_t width = row.fields.size();
    if (collector_.options().signal.empty() || (width != 4 && width != 5))
      return Error{ErrorCode::kInvalid,
                   "no column of the first line is named indicator, raw_indicator or signal_str; "
                   "for a file without a header, give the signal"};
    places_[kValue] = 0;
    places_[kId] = 1;
    places_[kAdded] = width - 2;
    places_[kTags] = width - 1;
    return false;
  }

  std::string_view field(const CsvRow& row, Column column) const {
    const std::size_t place = places_[column];
    return place < row.fields.size() ? trim(row.fields[place]) : std::string_view();
  }

  void take(const CsvRow& row) {
    const std::string where = fmt::format("line {}", row.line);
    if (row.is_unclosed) {
      collector_.not_understood(where, "a quote that begins in this row is never closed");
      return;
    }
    std::string signal = collector_.options().signal;
    if (const auto type = field(row, kType); !type.empty()) {
      signal = signal_from_type(type);
      if (signal.empty()) {
        collector_.not_understood(where, fmt::format("the type \"{}\" is no signal of a list",
                                                     cut_utf8(type, kMaxNameBytes)));
        return;
      }
    }
    Entry entry{.id = std::string(field(row, kId)),
                .signal = std::move(signal),
                .value = std::string(field(row, kValue)),
                .note = std::string(field(row, kNote))};
    entry.added_at = time(row, kAdded, where);
    entry.expires_at = time(row, kExpires, where);
    if (const auto place = collector_.take(std::move(entry), where)) describe(*place, row, where);
  }

  std::optional<Timestamp> time(const CsvRow& row, Column column, std::string_view where) {
    const auto text = field(row, column);
    if (text.empty() || text == "0") return std::nullopt;
    const auto at = parse_foreign_time(text);
    if (!at) collector_.problem(where, "a time was not understood and left out");
    return at;
  }

  void describe(std::size_t place, const CsvRow& row, std::string_view where) {
    std::string tags(field(row, kTags));
    for (char& c : tags) c = c == ',' || c == ';' || is_space(c) ? ' ' : c;
    for (std::string_view rest = trim(tags); !rest.empty(); rest = trim(rest)) {
      const auto end = std::min(rest.find(' '), rest.size());
      collector_.tag(place, rest.substr(0, end), where);
      rest.remove_prefix(end);
    }
    if (const auto level = field(row, kShare); !level.empty()) {
      if (const auto tlp = parse_tlp(level)) {
        collector_.tlp(*tlp);
      } else {
        collector_.problem(where, "the share level was not understood");
      }
    }
    opine(place, field(row, kCategory), row, where);
    opine(place, field(row, kStatus), row, where);
  }

  // A category or a status is one party's opinion of the entry.
  void opine(std::size_t place, std::string_view word, const CsvRow& row, std::string_view where) {
    if (word.empty()) return;
    const std::string upper = ascii_upper(word);
    if (upper == "POSITIVE_CLASS" || upper == "MALICIOUS") return;  // what an entry means anyway
    const bool against = upper == "NEGATIVE_CLASS" || upper == "NON_MALICIOUS";
    if (!against && upper != "DISPUTED") {
      collector_.tag(place, ascii_lower(word), where);
      return;
    }
    collector_.feedback(place,
                        {.by = std::string(field(row, kBy)),
                         .opinion = against ? Opinion::kDisagree : Opinion::kDispute,
                         .reason = fmt::format("ThreatExchange: {}", upper),
                         .at = collector_.options().imported_at},
                        where);
  }

  Collector collector_;
  Places places_;
};

}  // namespace

Result<Imported> import_threatexchange_csv(std::string_view bytes, const ImportOptions& options) {
  return CsvImport(options).run(bytes);
}

}  // namespace sanad::lists
