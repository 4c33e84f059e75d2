#include "present/schedules.h"

#include <fmt/format.h>

#include <algorithm>

#include "json/json.h"
#include "present/record_page.h"

namespace sanad::present {
namespace {

json::Object item_json(const ScheduledItem& item) {
  json::Object value{{"at", item.at},
                     {"decided_by", item.decided_by},
                     {"description", item.description},
                     {"entry", item.entry},
                     {"item", item.item},
                     {"note", item.note},
                     {"number", item.number},
                     {"test", item.test}};
  if (!item.sensitive.empty()) value.set("sensitive", item.sensitive);
  return value;
}

std::string list_json(const Schedules& schedules, std::string_view name,
                      const std::vector<const ScheduledItem*>& items) {
  json::Array list;
  for (const ScheduledItem* item : items) list.emplace_back(item_json(*item));
  return json::format_canonical(json::Object{{"v", 1},
                                             {"schedule", name},
                                             {"bundle", schedules.bundle},
                                             {"case", schedules.case_id},
                                             {"at", schedules.at},
                                             {"items", std::move(list)}});
}

RecordPage page_of(const Schedules& schedules, std::string_view title, std::string_view intro) {
  RecordPage page;
  page.language = "en";
  page.title = fmt::format("{}: {}", schedules.case_reference, title);
  page.intro = intro;
  page.footer = fmt::format("{}. {}. Made with the bundle {}.", schedules.agency, schedules.at,
                            schedules.bundle);
  return page;
}

std::string test_in_words(const ScheduledItem& item) {
  if (item.test.empty()) return "not looked at";
  if (item.test == "undermines") return "may undermine the case of the prosecution";
  if (item.test == "assists") return "may assist the accused";
  return "neither undermines nor assists";
}

std::string list_html(const Schedules& schedules, bool sensitive,
                      const std::vector<const ScheduledItem*>& items) {
  RecordPage page =
      page_of(schedules,
              sensitive ? "Schedule of sensitive unused material"
                        : "Schedule of non-sensitive unused material",
              sensitive ? "What is not in the bundle and would harm an important public interest "
                          "if it were disclosed, each with the reason."
                        : "What of the case is not in the bundle and is not sensitive. Numbers are "
                          "kept for ever; those that are missing stand on another schedule, or "
                          "were disclosed since.");
  RecordSection section{fmt::format("{} items", items.size()), {}, {}, {}, {}};
  section.columns = {"No.", "Item", "Date", "Where", "Test for disclosure"};
  if (sensitive) section.columns.push_back("Why it is sensitive");
  for (const ScheduledItem* item : items) {
    std::vector<std::string> row{
        std::to_string(item->number), item->description, item->at,
        fmt::format("{}; ledger entry {}", item->item, item->entry),
        test_in_words(*item) + (item->note.empty() ? "" : ": " + item->note)};
    if (sensitive) row.push_back(item->sensitive);
    section.table.push_back(std::move(row));
  }
  page.sections.push_back(std::move(section));
  if (items.empty()) page.notes.push_back("Nil return: there is no such item.");
  page.notes.push_back("Signature of the disclosure officer, and date:");
  return record_page_html(page);
}

struct Counts {
  std::uint64_t sensitive = 0, unexamined = 0;
  json::Array relevant;
};
Counts count(const Schedules& schedules) {
  Counts counts;
  for (const ScheduledItem& item : schedules.items) {
    counts.sensitive += item.sensitive.empty() ? 0 : 1;
    counts.unexamined += item.test.empty() ? 1 : 0;
    if (item.test == "undermines" || item.test == "assists")
      counts.relevant.emplace_back(item.number);
  }
  return counts;
}

ScheduleFile report_of(const Schedules& schedules) {
  Counts counts = count(schedules);
  RecordPage page = page_of(schedules, "Report of the disclosure officer",
                            "What of the unused material may undermine the case of the prosecution "
                            "or assist the accused, and what nobody has looked at for that.");
  RecordSection figures{"Figures", {}, {}, {}, {}};
  figures.rows = {{"Items on both schedules", std::to_string(schedules.items.size())},
                  {"Of these sensitive", std::to_string(counts.sensitive)},
                  {"Not looked at", std::to_string(counts.unexamined)}};
  RecordSection relevant{"May undermine or assist", {}, {}, {}, {}};
  relevant.columns = {"No.", "Item", "Test for disclosure", "Schedule"};
  for (const ScheduledItem& item : schedules.items)
    if (item.test == "undermines" || item.test == "assists")
      relevant.table.push_back({std::to_string(item.number), item.description,
                                test_in_words(item) + (item.note.empty() ? "" : ": " + item.note),
                                item.sensitive.empty() ? "non-sensitive" : "sensitive"});
  page.sections = {std::move(figures), std::move(relevant)};
  page.notes = {"Signature of the disclosure officer, and date:"};
  return {"report",
          json::format_canonical(json::Object{{"v", 1},
                                              {"schedule", "report"},
                                              {"bundle", schedules.bundle},
                                              {"case", schedules.case_id},
                                              {"at", schedules.at},
                                              {"items", schedules.items.size()},
                                              {"sensitive", counts.sensitive},
                                              {"not_examined", counts.unexamined},
                                              {"relevant", std::move(counts.relevant)}}),
          record_page_html(page)};
}

}  // namespace

std::string_view build_name(Build build) {
  return build == Build::kOperational ? "operational" : "disclosable";
}

std::optional<Build> parse_build(std::string_view name) {
  for (const Build build : {Build::kOperational, Build::kDisclosable})
    if (build_name(build) == name) return build;
  return std::nullopt;
}

std::vector<ScheduleFile> format_schedules(const Schedules& schedules, Build build) {
  std::vector<const ScheduledItem*> open, sensitive;
  for (const ScheduledItem& item : schedules.items)
    (item.sensitive.empty() ? open : sensitive).push_back(&item);
  std::vector<ScheduleFile> files{{"non-sensitive", list_json(schedules, "non-sensitive", open),
                                   list_html(schedules, false, open)}};
  if (build == Build::kDisclosable) return files;
  files.push_back({"sensitive", list_json(schedules, "sensitive", sensitive),
                   list_html(schedules, true, sensitive)});
  files.push_back(report_of(schedules));
  return files;
}

}  // namespace sanad::present
