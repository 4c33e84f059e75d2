#include <fmt/format.h>

#include <map>

#include "collect.h"
#include "csv.h"
#include "json/json.h"
#include "losses.h"
#include "text.h"
#include "threatexchange.h"

namespace sanad::lists {

namespace {

// As Graph writes it: "2026-11-24T16:50:00+0000".
std::string graph_time(Timestamp at) { return format_timestamp(at).substr(0, 19) + "+0000"; }

void count_common_losses(const Entry& entry, Losses& losses) {
  losses.add_if(entry.quality.has_value(), "qualities are left out");
  losses.add_if(!entry.provenance.empty(), "the provenance of entries is left out");
  for (const auto& feedback : entry.feedback)
    losses.add_if(!feedback.reason.empty(), "the reasons of opinions are left out");
  losses.add("the times of opinions are left out", entry.feedback.size());
}

void count_header_losses(const List& list, Losses& losses) {
  losses.add_if(true, "the list's version and time of publication are left out");
  losses.add_if(!list.licence.empty() || !list.provenance.empty() || list.expires_at.has_value(),
                "the list's licence, provenance and expiry are left out");
}

// What each party says last, as reactions; a dispute only while it stands.
json::Array reactions(const List& list, const Entry& entry, Losses& losses) {
  std::map<std::string_view, std::string_view> last;  // reaction by party
  const auto standing = standing_disputes(list, entry);
  for (const auto& feedback : entry.feedback) {
    if (feedback.by.find(',') != std::string::npos) {
      losses.add("opinions of parties with a comma in their name are left out");
    } else if (feedback.opinion == Opinion::kAgree) {
      last[feedback.by] = "HELPFUL";
    } else if (feedback.opinion == Opinion::kDisagree) {
      last[feedback.by] = "NOT_HELPFUL";
    } else if (feedback.opinion != Opinion::kDispute) {
      losses.add("withdrawals and answers are left out, and the disputes that they end");
      if (feedback.opinion == Opinion::kWithdraw) last.erase(feedback.by);
    }
  }
  for (const auto by : standing) {
    if (by.find(',') == std::string_view::npos) last[by] = "DISAGREE_WITH_TAGS";
  }
  std::map<std::string_view, std::string> parties;  // by reaction
  for (const auto& [by, reaction] : last) {
    auto& all = parties[reaction];
    if (!all.empty()) all += ',';
    all += by;
  }
  json::Array array;
  for (const auto& [reaction, all] : parties)
    array.emplace_back(json::Object{{"key", reaction}, {"value", all}});
  return array;
}

json::Object descriptor(const List& list, const Entry& entry, Losses& losses) {
  json::Object object{{"id", entry.id},
                      {"raw_indicator", entry.value},
                      {"type", indicator_type(entry.signal)},
                      {"owner", json::Object{{"name", list.owner}}},
                      {"status", "MALICIOUS"},
                      {"share_level", share_level(list.tlp)}};
  json::Array tags;
  for (const auto& label : entry.labels)
    tags.emplace_back(json::Object{{"text", tag_from_label(label)}});
  object.set("tags", json::Object{{"data", std::move(tags)}});
  if (!entry.note.empty()) object.set("description", entry.note);
  if (entry.added_at) object.set("added_on", graph_time(*entry.added_at));
  if (entry.expires_at) object.set("expired_on", graph_time(*entry.expires_at));
  if (!entry.feedback.empty()) object.set("reactions", reactions(list, entry, losses));
  return object;
}

// The names that python-threatexchange gives its signals, where it has them.
std::string_view csv_type(std::string_view signal) {
  return signal == "text" ? "raw_text" : signal;
}

std::string csv_tags(const Entry& entry, Losses& losses) {
  std::string tags;
  for (const auto& label : entry.labels) {
    const std::string tag = tag_from_label(label);
    if (tag.find_first_of(" ,;\t") != std::string::npos) {
      losses.add("tags with a space, a comma or a semicolon are left out");
      continue;
    }
    if (!tags.empty()) tags += ' ';
    tags += tag;
  }
  return tags;
}

}  // namespace

Result<Exported> export_threatexchange_json(const List& list) {
  SANAD_CHECK(check_list(list));
  Losses losses;
  json::Array data;
  for (const auto& entry : list.entries) {
    if (indicator_type(entry.signal).empty()) {
      losses.add(fmt::format("entries of {} have no type in ThreatExchange", entry.signal));
      continue;
    }
    data.emplace_back(descriptor(list, entry, losses));
    count_common_losses(entry, losses);
  }
  count_header_losses(list, losses);
  losses.add_if(true, "the list's name is left out");
  losses.add_if(list.tlp == Tlp::kAmberStrict, "AMBER+STRICT is written as RED, which is stricter");
  return Exported{json::format_pretty(json::Object{{"data", std::move(data)}}) + "\n",
                  losses.take()};
}

Result<Exported> export_threatexchange_csv(const List& list) {
  SANAD_CHECK(check_list(list));
  Losses losses;
  Exported exported;
  append_csv_row(exported.text, {"signal_type", "signal_str", "collab", "category", "tags"});
  for (const auto& entry : list.entries) {
    if (signal_from_type(csv_type(entry.signal)).empty()) {
      losses.add(fmt::format("entries of {} have no name in ThreatExchange", entry.signal));
      continue;
    }
    const bool disputed = dispute_state(list, entry) == DisputeState::kInDispute;
    append_csv_row(exported.text,
                   {std::string(csv_type(entry.signal)), entry.value, list.name,
                    disputed ? "DISPUTED" : "POSITIVE_CLASS", csv_tags(entry, losses)});
    count_common_losses(entry, losses);
    losses.add_if(true, "the ids of entries are left out");
    losses.add_if(!entry.note.empty(), "notes are left out");
    losses.add_if(entry.added_at.has_value() || entry.expires_at.has_value(),
                  "times of entries are left out");
    losses.add("opinions are left out, save that an entry is in dispute", entry.feedback.size());
  }
  count_header_losses(list, losses);
  losses.add_if(true, "the list's owner and TLP are left out");
  exported.losses = losses.take();
  return exported;
}

}  // namespace sanad::lists
