#include "collect.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/numbers.h"
#include "base/utf8.h"
#include "lists/signal.h"
#include "order.h"
#include "text.h"

namespace sanad::lists {

namespace {

// "Z", "+0000", "+00:00" and other offsets; minutes to add to reach UTC. nullopt if it is none.
std::optional<int> parse_offset(std::string_view zone) {
  if (zone == "Z" || zone == "z") return 0;
  std::string digits;
  for (const char c : zone.substr(std::min<std::size_t>(1, zone.size()))) {
    if (c != ':') digits += c;
  }
  if (zone.size() < 5 || (zone[0] != '+' && zone[0] != '-') || digits.size() != 4 ||
      !std::all_of(digits.begin(), digits.end(), is_digit))
    return std::nullopt;
  const int minutes = ((digits[0] - '0') * 10 + (digits[1] - '0')) * 60 + (digits[2] - '0') * 10 +
                      (digits[3] - '0');
  return zone[0] == '+' ? -minutes : minutes;
}

std::optional<Timestamp> in_range(std::int64_t unix_ms) {
  constexpr std::int64_t kFirst = -62167219200000;
  constexpr std::int64_t kLast = 253402300799999;
  if (unix_ms < kFirst || unix_ms > kLast) return std::nullopt;
  return Timestamp{unix_ms};
}

}  // namespace

std::optional<Timestamp> parse_foreign_time(std::string_view text) {
  text = trim(text);
  if (!text.empty() && text.size() <= 12 && std::all_of(text.begin(), text.end(), is_digit)) {
    const auto seconds = parse_decimal(text);
    if (!seconds.ok() || *seconds == 0) return std::nullopt;
    return in_range(static_cast<std::int64_t>(*seconds) * 1000);
  }
  if (text.size() < 10 || text.size() > 40) return std::nullopt;
  std::string date(text.substr(0, 10));
  if (text.size() == 10) {
    const auto day = parse_timestamp(date + "T00:00:00Z");
    return day.ok() ? std::optional(*day) : std::nullopt;
  }
  if (text[10] != 'T' && text[10] != 't' && text[10] != ' ') return std::nullopt;
  const auto zone_at = text.find_first_of("Zz+-", 11);
  const auto zone = zone_at == std::string_view::npos ? "Z" : text.substr(zone_at);
  const auto offset = parse_offset(zone);
  const auto at = parse_timestamp(
      date + "T" +
      std::string(text.substr(11, zone_at == std::string_view::npos ? zone_at : zone_at - 11)) +
      "Z");
  if (!offset || !at.ok()) return std::nullopt;
  return in_range(at->unix_ms + std::int64_t{*offset} * 60'000);
}

std::optional<Timestamp> time_of(const json::Value& value) {
  if (const auto* text = value.as_string()) return parse_foreign_time(std::string_view(*text));
  const auto seconds = value.as_int();
  if (!seconds || *seconds <= 0 || *seconds > 253402300799) return std::nullopt;
  return in_range(*seconds * 1000);
}

std::string text_of(const json::Value& value) {
  if (const auto* text = value.as_string()) return *text;
  if (const auto number = value.as_int()) return std::to_string(*number);
  return {};
}

std::optional<Label> label_from_tag(std::string_view tag, const FacetSet* facets) {
  tag = trim(tag);
  if (auto label = parse_label(tag); label.ok() && facets && facets->find(label->facet))
    return *label;
  auto label = parse_label("tag:" + std::string(tag));
  if (!label.ok()) return std::nullopt;
  return *label;
}

std::string tag_from_label(const Label& label) {
  return label.facet == "tag" ? label.value : format_label(label);
}

Result<void> Collector::begin(std::size_t bytes) {
  if (bytes > options_.limits.max_bytes)
    return Error{ErrorCode::kLimit, fmt::format("the file has {} bytes and {} are read; split it",
                                                bytes, options_.limits.max_bytes)};
  List& list = result_.list;
  list.name = options_.name;
  list.owner = options_.owner;
  list.provenance = options_.provenance;
  list.licence = options_.licence;
  list.version = options_.version;
  list.published_at = options_.imported_at;
  return {};
}

void Collector::say(std::string List::* member, std::string_view text) {
  if ((list().*member).empty()) list().*member = std::string(text);
}

void Collector::problem(std::string_view where, std::string sentence) {
  if (result_.problems.size() < options_.limits.max_problems) {
    result_.problems.push_back({std::string(where), std::move(sentence)});
  } else {
    ++result_.problems_not_kept;
  }
}

void Collector::not_understood(std::string_view where, std::string sentence) {
  ++result_.counts.read;
  ++result_.counts.not_understood;
  problem(where, std::move(sentence));
}

std::string Collector::clean_text(std::string_view text, std::size_t max, bool one_line,
                                  std::string_view member, std::string_view where) {
  std::string out = replace_malformed_utf8(text);
  const bool changed = out != text;
  bool replaced = false;
  for (char& c : out) {
    if (!is_control(c) || (!one_line && (c == '\n' || c == '\t'))) continue;
    c = ' ';
    replaced = true;
  }
  if (changed || replaced)
    problem(where, fmt::format("{}: bytes that are no text were replaced", member));
  out = std::string(trim(out));
  if (out.size() > max) {
    problem(where, fmt::format("{}: cut to {} bytes", member, max));
    out = std::string(trim(cut_utf8(out, max)));
  }
  return out;
}

void Collector::clean(Entry& entry, std::string_view where) {
  entry.note = clean_text(entry.note, kMaxTextBytes, false, "the note", where);
  entry.provenance = clean_text(entry.provenance, kMaxTextBytes, false, "the provenance", where);
  if (entry.quality && (*entry.quality < 0 || *entry.quality > 100)) {
    problem(where, "the quality is not 0 to 100, and was left out");
    entry.quality.reset();
  }
}

void Collector::merge(Entry& kept, Entry&& again, std::string_view where) {
  problem(where, fmt::format("the same value stands earlier as {}; labels and opinions of both "
                             "are kept there",
                             kept.id));
  const auto keep = [&](auto& first, auto& second, std::string_view member) {
    using Member = std::decay_t<decltype(first)>;
    if (second == Member{} || first == second) return;
    if (first == Member{}) {
      first = std::move(second);
    } else {
      problem(where, fmt::format("{} differs from {}'s, which is kept", member, kept.id));
    }
  };
  keep(kept.note, again.note, "the note");
  keep(kept.provenance, again.provenance, "the provenance");
  keep(kept.quality, again.quality, "the quality");
  keep(kept.added_at, again.added_at, "the time of addition");
  keep(kept.expires_at, again.expires_at, "the expiry");
}

void Collector::give_id(Entry& entry) {
  const auto usable = [&](const std::string& id) { return is_entry_id(id) && !ids_.contains(id); };
  if (!usable(entry.id)) {
    const std::string derived = derive_entry_id(entry.signal, entry.value);
    entry.id = derived;
    for (int i = 2; !usable(entry.id); ++i) entry.id = fmt::format("{}-{}", derived, i);
  }
  ids_.insert(entry.id);
}

std::optional<std::size_t> Collector::take(Entry entry, std::string_view where) {
  ++result_.counts.read;
  auto canonical = canonical_value(entry.signal, entry.value);
  if (!canonical.ok()) {
    ++result_.counts.not_understood;
    problem(where, canonical.error().message);
    return std::nullopt;
  }
  entry.value = std::move(canonical).value();
  clean(entry, where);
  const auto [found, is_new] =
      places_.try_emplace(entry.signal + "\n" + entry.value, result_.list.entries.size());
  if (!is_new) {
    ++result_.counts.duplicate;
    merge(result_.list.entries[found->second], std::move(entry), where);
    return found->second;
  }
  ++result_.counts.taken;
  give_id(entry);
  result_.list.entries.push_back(std::move(entry));
  return found->second;
}

void Collector::tag(std::size_t place, std::string_view tag, std::string_view where) {
  auto& labels = entry(place).labels;
  auto label = label_from_tag(tag, options_.facets);
  if (!label) {
    problem(where, "a tag that is no single line of at most 252 bytes was left out");
  } else if (std::find(labels.begin(), labels.end(), *label) != labels.end()) {
    return;
  } else if (labels.size() >= kMaxLabels) {
    problem(where, fmt::format("a tag beyond {} was left out", kMaxLabels));
  } else {
    labels.push_back(std::move(*label));
  }
}

void Collector::feedback(std::size_t place, Feedback feedback, std::string_view where) {
  ++result_.counts.feedback_read;
  feedback.by = clean_text(feedback.by, kMaxNameBytes, true, "who gave an opinion", where);
  feedback.reason = clean_text(feedback.reason, kMaxTextBytes, false, "the reason", where);
  if (feedback.by.empty()) feedback.by = "unknown";
  auto& all = entry(place).feedback;
  if (std::find(all.begin(), all.end(), feedback) != all.end()) {
    problem(where, "an opinion stands twice, and counts once");
  } else if (all.size() >= kMaxFeedback) {
    problem(where, fmt::format("an opinion beyond {} was left out", kMaxFeedback));
  } else {
    ++result_.counts.feedback_taken;
    all.push_back(std::move(feedback));
  }
}

void Collector::feedback_not_taken(std::string_view where, std::string sentence) {
  ++result_.counts.feedback_read;
  problem(where, std::move(sentence));
}

Result<void> Collector::within_limits() const {
  if (result_.list.entries.size() <= options_.limits.max_entries) return {};
  return Error{ErrorCode::kLimit, fmt::format("the file has more than {} entries; split it",
                                              options_.limits.max_entries)};
}

Result<Imported> Collector::finish() {
  SANAD_CHECK(within_limits());
  List& list = result_.list;
  const auto header = [&](std::string& text, std::size_t max, std::string_view member) {
    text = clean_text(text, max, max == kMaxNameBytes, member, "");
  };
  header(list.name, kMaxNameBytes, "the list's name");
  header(list.owner, kMaxNameBytes, "the list's owner");
  header(list.version, kMaxNameBytes, "the list's version");
  header(list.provenance, kMaxTextBytes, "the list's provenance");
  header(list.licence, kMaxTextBytes, "the list's licence");
  if (list.name.empty() || list.owner.empty())
    return Error{ErrorCode::kInvalid, "the file does not name the list and its owner; give both"};
  if (list.version.empty()) list.version = "1";
  if (options_.tlp) {
    list.tlp = *options_.tlp;
  } else if (tlp_) {
    list.tlp = *tlp_;
  } else {
    problem("", "no TLP is stated; amber+strict was taken");
  }
  sort_list(list);
  SANAD_CHECK_WITH(check_list(list), "after reading");
  return std::move(result_);
}

}  // namespace sanad::lists
