#include "lists/import.h"

#include <algorithm>
#include <array>

#include "lists/format.h"
#include "text.h"

namespace sanad::lists {

namespace {
constexpr std::array<std::string_view, 6> kFormatNames = {
    "sanad", "plain", "threatexchange-csv", "threatexchange-json", "stix", "misp"};
constexpr std::size_t kGuessBytes = 4096;
}  // namespace

std::string_view format_name(Format format) {
  return kFormatNames.at(static_cast<std::size_t>(format));
}

std::optional<Format> parse_format(std::string_view text) {
  const auto found = std::find(kFormatNames.begin(), kFormatNames.end(), text);
  if (found == kFormatNames.end()) return std::nullopt;
  return static_cast<Format>(found - kFormatNames.begin());
}

Format guess_format(std::string_view bytes) {
  std::string_view head = trim(bytes.substr(0, kGuessBytes));
  if (head.starts_with("\xef\xbb\xbf")) head.remove_prefix(3);
  if (head.starts_with('{') || head.starts_with('[')) {
    const auto has = [&](std::string_view word) {
      return head.find(word) != std::string_view::npos;
    };
    if (has("\"sanad-list\"") || has("\"entries\":[")) return Format::kOwn;
    if (has("\"bundle\"") || has("\"spec_version\"")) return Format::kStix;
    if (has("\"Event\"") || has("\"Attribute\"")) return Format::kMisp;
    return Format::kThreatExchangeJson;
  }
  const std::string first = ascii_lower(head.substr(0, std::min(head.find('\n'), head.size())));
  const bool names_columns =
      first.find("indicator") != std::string::npos || first.find("signal_str") != std::string::npos;
  return names_columns && first.find(',') != std::string::npos ? Format::kThreatExchangeCsv
                                                               : Format::kPlain;
}

Result<Imported> import_list(Format format, std::string_view bytes, const ImportOptions& options) {
  switch (format) {
    case Format::kPlain:
      return import_plain(bytes, options);
    case Format::kThreatExchangeCsv:
      return import_threatexchange_csv(bytes, options);
    case Format::kThreatExchangeJson:
      return import_threatexchange_json(bytes, options);
    case Format::kStix:
      return import_stix(bytes, options);
    case Format::kMisp:
      return import_misp(bytes, options);
    case Format::kOwn:
      break;
  }
  if (bytes.size() > options.limits.max_bytes)
    return Error{ErrorCode::kLimit, "the file is larger than is read; split it"};
  Imported imported;
  SANAD_TRY(imported.list, parse_loose_list(bytes));
  if (imported.list.entries.size() > options.limits.max_entries)
    return Error{ErrorCode::kLimit, "the list has more entries than are read; split it"};
  imported.counts.read = imported.counts.taken = imported.list.entries.size();
  for (const auto& entry : imported.list.entries)
    imported.counts.feedback_taken += entry.feedback.size();
  imported.counts.feedback_read = imported.counts.feedback_taken;
  return imported;
}

}  // namespace sanad::lists
