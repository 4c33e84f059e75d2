#include <algorithm>

#include "signal.h"

namespace sanad::identify {

bool Change::touches(std::string_view signal) const {
  return std::ranges::any_of(added, [&](const Added& one) { return one.signal == signal; }) ||
         std::ranges::any_of(gone, [&](const Row& row) { return row.signal == signal; });
}

void Signal::match_all(std::span<Asked> batch) const {
  for (Asked& one : batch) one.outcome = match(one.item, one.hits);
}

Result<void> Signal::prepare(const Change&) { return {}; }
Result<void> Signal::complete(const Change&) { return {}; }

Hit* Hits::add(const Row& row, std::string_view algorithm, double distance, double threshold) {
  if (row.expires_at_ms && *row.expires_at_ms <= now_.unix_ms) return nullptr;
  Hit hit;
  hit.list = row.list;
  hit.list_name = row.list_name;
  hit.list_version = row.list_version;
  hit.entry = row.entry;
  hit.signal = row.signal;
  hit.value = row.value;
  hit.algorithm = std::string(algorithm);
  hit.distance = distance;
  hit.threshold = threshold;
  hit.disputed = row.disputed;
  hit.labels = labels_of(row);
  hits_.push_back(std::move(hit));
  return &hits_.back();
}

}  // namespace sanad::identify
