// What the ledger must say of a redaction, of whatever it is (redactions.cc), and the check of
// recordings and videos (sound_redactions.cc, film_redactions.cc).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "context.h"

namespace sanad::verifier {

inline constexpr std::string_view kNoEntries =
    "no entries tell of this redaction, or they do not agree";

bool is_of(const Context& context, const Entry& entry, std::string_view kind,
           std::string_view exhibit);
// The entry of that index and kind, of this exhibit, before another entry; null if there is none.
const Entry* entry_before(const Context& context, const json::Value& index, std::string_view kind,
                          std::string_view exhibit, std::uint64_t before);
bool same(const json::Value& a, const json::Value& b);
// Whether the entry is of a file as it was sealed, or of a part of the list that the ledger has.
bool names_its_source(const Context& context, const Entry& entry, std::string_view exhibit);
bool counts_are(const redaction::Counts& counts, const json::Value& data);

struct SegmentTotals {
  std::uint64_t recordings = 0, open = 0, closed = 0;  // segments
};
// The sentence of what is wrong; empty if nothing is: then the totals are counted, and what is
// closed is told. kIo.
Result<std::string> check_sound(const Context& context, std::string_view exhibit,
                                const IndexedRedaction& indexed, SegmentTotals& totals,
                                std::vector<std::string>& details);
Result<std::string> check_film(const Context& context, std::string_view exhibit,
                               const IndexedRedaction& indexed, SegmentTotals& totals,
                               std::vector<std::string>& details);

}  // namespace sanad::verifier
