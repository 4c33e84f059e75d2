// Screenings as JSON, and the sentence that goes with every lead.
#include <fmt/format.h>

#include "service/screening.h"

namespace sanad::service {
namespace {

json::Value text_or_null(const std::string& text) {
  return text.empty() ? json::Value(nullptr) : json::Value(text);
}

json::Array strings(const std::vector<std::string>& items) {
  json::Array array;
  for (const std::string& item : items) array.emplace_back(item);
  return array;
}

std::string_view standing_word(std::string_view change) {
  if (change == "removed") return "de-listed";
  return change == "added" ? "listed-again" : "changed";
}

json::Value standing_json(const std::optional<records::LeadStanding>& standing) {
  if (!standing) return nullptr;
  return json::Object{{"state", standing_word(standing->change)},
                      {"version_id", standing->version_id},
                      {"version", standing->version},
                      {"since", format_timestamp(standing->since)}};
}

json::Object record_json(const LeadRecord& record) {
  const records::LeadCounts& counts = record.counts;
  const auto measured = screening::measured_false_alarms(record.min_score);
  return json::Object{{"reviewed", counts.same + counts.not_same + counts.undecided},
                      {"same", counts.same},
                      {"not_same", counts.not_same},
                      {"undecided", counts.undecided},
                      {"open", counts.open},
                      {"measured", json::Object{{"min_score", measured.min_score},
                                                {"names", screening::kMeasuredNames},
                                                {"list_entries", screening::kMeasuredEntries},
                                                {"percent", measured.percent}}},
                      {"sentence", how_often_wrong(record)}};
}

}  // namespace

json::Object view(const records::PeopleListVersion& version) {
  return json::Object{{"list", version.list},
                      {"version_id", version.id},
                      {"name", version.name},
                      {"publisher", version.publisher},
                      {"format", version.format},
                      {"columns", version.columns},
                      {"version", version.version},
                      {"sha256", version.sha256},
                      {"size", version.size},
                      {"entries", version.entries},
                      {"added", version.added},
                      {"removed", version.removed},
                      {"changed", version.changed},
                      {"imported_at", format_timestamp(version.imported_at)},
                      {"imported_by", version.imported_by},
                      {"versions", version.versions}};
}

json::Object view(const ImportedPeopleList& imported) {
  json::Object object = view(imported.list);
  object.set("first", imported.is_first);
  object.set("compared", imported.is_compared);
  object.set("leads_delisted", imported.leads_delisted);
  object.set("leads_changed", imported.leads_changed);
  object.set("cases", strings(imported.cases));
  object.set("jobs", strings(imported.jobs));
  return object;
}

json::Object view(const records::Screening& screening) {
  const json::Value& data = screening.data;
  return json::Object{{"screening", screening.id},
                      {"case", screening.case_id},
                      {"asked", data["asked"]},
                      {"reason", data["reason"]},
                      {"min_score", data["min_score"]},
                      {"algorithm", data["algorithm"]},
                      {"lists", data["lists"]},
                      {"leads", screening.leads},
                      {"open", screening.open},
                      // A crash between the act and its leads: ask again.
                      {"complete", screening.at_once >= data["leads"].int_or(0)},
                      {"at", format_timestamp(screening.at)},
                      {"by", screening.actor}};
}

json::Object view(const records::ScreeningLead& lead) {
  const json::Object* data = lead.data.as_object();
  json::Object object = data ? *data : json::Object{};
  object.set("case", lead.case_id);
  object.set("found_at", format_timestamp(lead.found_at));
  object.set("outcome", lead.outcome);
  object.set("reviewed_by", text_or_null(lead.reviewed_by));
  object.set("reviewed_at", lead.reviewed_at ? json::Value(format_timestamp(*lead.reviewed_at))
                                             : json::Value(nullptr));
  object.set("reason", text_or_null(lead.reason));
  object.set("standing", standing_json(lead.standing));
  return object;
}

json::Object view(const ReadScreening& read, const LeadRecord& record) {
  json::Array items;
  for (const records::ScreeningLead& lead : read.leads) items.emplace_back(view(lead));
  json::Object object = view(read.screening);
  object.set("items", std::move(items));
  object.set("how_often_wrong", record_json(record));
  object.set("notice", screening::kLeadNotice);
  return object;
}

std::string how_often_wrong(const LeadRecord& record) {
  const records::LeadCounts& counts = record.counts;
  const std::int64_t reviewed = counts.same + counts.not_same + counts.undecided;
  const auto measured = screening::measured_false_alarms(record.min_score);
  std::string here =
      reviewed == 0 ? "No lead of this workspace has been reviewed yet."
                    : fmt::format(
                          "Of {} leads reviewed in this workspace, {} were not the person asked "
                          "about, and {} could not be told.",
                          reviewed, counts.not_same, counts.undecided);
  return fmt::format(
      "{} Measured on {} invented names against a list of {} others: {} % had a lead "
      "at a least likeness of {}, and every one of those was wrong.",
      here, screening::kMeasuredNames, screening::kMeasuredEntries, measured.percent,
      measured.min_score);
}

}  // namespace sanad::service
