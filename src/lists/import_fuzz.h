// What each importer must hold to, whatever the bytes: no crash, counts that add up, a list that
// keeps its promises and comes back from our own form as it was.
#pragma once

#include <cstdint>
#include <cstdlib>

#include "lists/export.h"
#include "lists/format.h"
#include "lists/import.h"

namespace sanad::lists {

inline void check(bool holds) {
  if (!holds) std::abort();
}

inline void check_sound(const Imported& imported) {
  const ImportCounts& counts = imported.counts;
  check(counts.read == counts.taken + counts.duplicate + counts.not_understood);
  check(counts.taken == imported.list.entries.size());
  check(counts.feedback_taken <= counts.feedback_read);
  check(check_list(imported.list).ok());
  const auto again = parse_list(format_list(imported.list));
  check(again.ok() && *again == imported.list);
}

// The two that carry everything give the same list again, whatever came in.
inline void check_exports(const List& list) {
  check(export_threatexchange_csv(list).ok());
  check(export_threatexchange_json(list).ok());
  check(export_plain(list, "pdq", PlainStyle::kSum).ok());
  const auto stix = export_stix(list);
  const auto misp = export_misp(list);
  check(stix.ok() && misp.ok());
  const auto from_stix = import_stix(stix->text, {});
  const auto from_misp = import_misp(misp->text, {});
  check(from_stix.ok() && from_misp.ok());
  check_sound(*from_stix);
  check_sound(*from_misp);
  check(from_misp->list.entries.size() == list.entries.size());
}

inline int fuzz_import(Format format, const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const auto* signal : {"", "pdq", "text"}) {
    ImportOptions options{.name = "N", .owner = "O", .signal = signal};
    options.limits.max_problems = 10;
    const auto imported = import_list(format, bytes, options);
    if (!imported.ok()) continue;
    check_sound(*imported);
    check_exports(imported->list);
  }
  return 0;
}

}  // namespace sanad::lists
