#include <fmt/format.h>

#include "collect.h"
#include "losses.h"
#include "text.h"

namespace sanad::lists {

namespace {

// As coreutils does: a backslash before the line, and \\, \n and \r inside the name.
std::string sum_line(const Entry& entry) {
  const std::string& name = entry.note.empty() ? entry.id : entry.note;
  if (name.find_first_of("\\\n\r") == std::string::npos)
    return fmt::format("{}  {}\n", entry.value, name);
  std::string escaped;
  for (const char c : name) {
    if (c == '\\' || c == '\n' || c == '\r') {
      escaped += c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\\\";
    } else {
      escaped += c;
    }
  }
  return fmt::format("\\{}  {}\n", entry.value, escaped);
}

}  // namespace

Result<Exported> export_plain(const List& list, std::string_view signal, PlainStyle style) {
  SANAD_CHECK(check_list(list));
  Losses losses;
  Exported exported;
  const bool has_comments = signal != "text";
  if (has_comments)
    exported.text = fmt::format("# {}, version {}, by {}, TLP:{}\n", list.name, list.version,
                                list.owner, ascii_upper(tlp_name(list.tlp)));
  for (const auto& entry : list.entries) {
    if (entry.signal != signal) {
      losses.add("entries of other signals have no place in this file");
      continue;
    }
    if (entry.value.find('\n') != std::string::npos) {
      losses.add("texts of several lines have no place in a file of lines");
      continue;
    }
    exported.text += style == PlainStyle::kSum ? sum_line(entry) : entry.value + "\n";
    losses.add_if(style == PlainStyle::kBare && !entry.note.empty(), "notes are left out");
    losses.add_if(entry.quality.has_value(), "qualities are left out");
    losses.add_if(!entry.provenance.empty(), "the provenance of entries is left out");
    losses.add_if(entry.added_at.has_value() || entry.expires_at.has_value(),
                  "times of entries are left out");
    losses.add("labels are left out", entry.labels.size());
    losses.add("opinions are left out", entry.feedback.size());
    losses.add_if(dispute_state(list, entry) == DisputeState::kInDispute,
                  "the reader will not see that entries are in dispute");
  }
  losses.add_if(!list.licence.empty() || !list.provenance.empty() || list.expires_at.has_value(),
                "the list's licence, provenance and expiry are left out");
  exported.losses = losses.take();
  return exported;
}

}  // namespace sanad::lists
