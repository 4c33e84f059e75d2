// Counting the ledger for half a year or a year.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/numbers.h"
#include "oversight_acts.h"
#include "present/record_page.h"
#include "service/oversight.h"
#include "suppression.h"

namespace sanad::service {

using authority::Officer;
namespace {

struct Span {
  std::string label;
  Timestamp from, until;
  std::vector<Span> halves;  // of a year
};

Result<Timestamp> first_of(int year, int month) {
  return parse_timestamp(fmt::format("{:04}-{:02}-01T00:00:00.000Z", year, month));
}

Result<Span> parse_span(std::string_view text) {
  const Error wrong{
      ErrorCode::kInvalid,
      fmt::format("\"{}\" is no period; write it like 2026, 2026-H1 or 2026-H2", text)};
  const auto year = parse_decimal(text.substr(0, 4));
  const std::string_view half = text.size() > 4 ? text.substr(4) : "";
  if (text.size() < 4 || !year.ok() || *year < 1000 ||
      (half != "" && half != "-H1" && half != "-H2"))
    return wrong;
  const int y = static_cast<int>(*year);
  SANAD_TRY(const Timestamp start, first_of(y, 1));
  SANAD_TRY(const Timestamp middle, first_of(y, 7));
  SANAD_TRY(const Timestamp end, first_of(y + 1, 1));
  const Span first{fmt::format("{}-H1", y), start, middle, {}};
  const Span second{fmt::format("{}-H2", y), middle, end, {}};
  if (half == "-H1") return first;
  if (half == "-H2") return second;
  return Span{fmt::format("{}", y), start, end, {first, second}};
}

using Table = std::map<std::string, std::uint64_t>;
using Tables = std::map<std::string, Table>;

// Every table has these rows, also where nothing was counted: none may be said.
Tables empty_tables() {
  return {{"authorisations", {{"requested", 0}, {"approved", 0}, {"rejected", 0}, {"revoked", 0}}},
          {"acts",
           {{"captures", 0}, {"imports", 0}, {"searches", 0}, {"screenings", 0}, {"bundles", 0}}},
          {"persons", {{"unmaskings", 0}, {"views", 0}}},
          {"requests", {{"issued", 0}, {"received", 0}, {"answered", 0}}},
          {"outcomes", {}},
          {"forms", {}},
          {"refusals", {}},
          {"emergencies", {{"declared", 0}, {"ratified", 0}, {"refused", 0}, {"lapsed", 0}}},
          {"clocks", {{"overdue", 0}, {"ended", 0}}},
          {"keeping", {{"holds", 0}, {"disposals", 0}}},
          {"partners", {{"disclosures", 0}}}};
}

struct Counted {
  std::string_view kind, table, row;
};
constexpr Counted kCounted[] = {{"authorisation.requested", "authorisations", "requested"},
                                {"authorisation.approved", "authorisations", "approved"},
                                {"authorisation.rejected", "authorisations", "rejected"},
                                {"authorisation.revoked", "authorisations", "revoked"},
                                {"capture.started", "acts", "captures"},
                                {"import.started", "acts", "imports"},
                                {"search.ran", "acts", "searches"},
                                {"screening.ran", "acts", "screenings"},
                                {"bundle.exported", "acts", "bundles"},
                                {"person.unmasked", "persons", "unmaskings"},
                                {"person.viewed", "persons", "views"},
                                {"request.issued", "requests", "issued"},
                                {"request.registered", "requests", "received"},
                                {"request.answered", "requests", "answered"},
                                {"emergency.declared", "emergencies", "declared"},
                                {"emergency.lapsed", "emergencies", "lapsed"},
                                {"clock.overdue", "clocks", "overdue"},
                                {"clock.ended", "clocks", "ended"},
                                {"hold.placed", "keeping", "holds"},
                                {"disposal.done", "keeping", "disposals"},
                                {"lookup.disclosed", "partners", "disclosures"}};

void count(const records::Entry& entry, Tables& tables) {
  const auto member = [&](std::string_view name) { return entry.data[name].string_or(""); };
  // The kind stands in the leaf, so what was destroyed since is counted too; its particulars are
  // not.
  for (const Counted& one : kCounted)
    if (one.kind == entry.kind) ++tables[std::string(one.table)][std::string(one.row)];
  if (entry.destroyed) return;
  if (entry.kind == "act.refused") ++tables["refusals"][member("code")];
  if (entry.kind == "request.answered") ++tables["outcomes"][member("outcome")];
  if (entry.kind == "request.issued") {
    const json::Value& law = entry.data["law"];
    ++tables["forms"][fmt::format("{}/{}", law["pack"].string_or(""), law["form"].string_or(""))];
  }
  if (entry.kind == "emergency.decided") ++tables["emergencies"][member("outcome")];
}

Tables count_span(const std::vector<records::Entry>& entries, const Span& span) {
  Tables tables = empty_tables();
  for (const records::Entry& entry : entries)
    if (entry.at >= span.from && entry.at < span.until) count(entry, tables);
  return tables;
}

std::vector<std::pair<std::string, std::uint64_t>> rows_of(const Table& table) {
  return {table.begin(), table.end()};
}

// What the halves leave out, the year leaves out; and its total, where a half leaves out its own.
PublishedTable publish_year(const std::string& key, const Table& table,
                            const std::vector<Tables>& halves) {
  std::set<std::string> hidden;
  bool hide_total = false;
  for (const Tables& half : halves) {
    const auto there = half.find(key);
    if (there == half.end()) continue;
    const PublishedTable shown = publish(key, rows_of(there->second));
    hide_total = hide_total || !shown.total;
    for (const PublishedRow& row : shown.rows)
      if (!row.count) hidden.insert(row.key);
  }
  return publish(key, rows_of(table), hidden, hide_total);
}

json::Value number_or_null(const std::optional<std::uint64_t>& count) {
  return count ? json::Value(*count) : json::Value(nullptr);
}

json::Object table_json(const PublishedTable& table) {
  json::Array rows;
  for (const PublishedRow& row : table.rows)
    rows.emplace_back(json::Object{{"key", row.key}, {"count", number_or_null(row.count)}});
  return json::Object{
      {"key", table.key}, {"rows", std::move(rows)}, {"total", number_or_null(table.total)}};
}

struct Label {
  std::string_view key, en, ur;
};
constexpr Label kLabels[] = {
    {"authorisations", "Authorisations", "اجازت نامے"},
    {"requested", "requested", "طلب کیے گئے"},
    {"approved", "approved", "منظور"},
    {"rejected", "rejected", "نامنظور"},
    {"revoked", "revoked", "منسوخ"},
    {"acts", "Acts under authority", "اختیار کے تحت کارروائیاں"},
    {"captures", "captures of pages", "صفحات محفوظ کرنا"},
    {"imports", "imports", "درآمد"},
    {"searches", "searches in material", "مواد میں تلاش"},
    {"screenings", "screenings of names", "ناموں کی جانچ"},
    {"bundles", "bundles exported", "بنڈل برآمد"},
    {"persons", "Persons", "اشخاص"},
    {"unmaskings", "masks lifted", "نقاب ہٹائے گئے"},
    {"views", "views of one person", "ایک شخص کا مشاہدہ"},
    {"requests", "Requests to others", "دوسروں سے درخواستیں"},
    {"issued", "issued", "جاری"},
    {"received", "came in", "موصول"},
    {"answered", "answered", "جواب ملا"},
    {"outcomes", "Outcomes of requests", "درخواستوں کے نتائج"},
    {"forms", "Requests by form", "درخواستیں بلحاظ فارم"},
    {"refusals", "Refusals, by reason", "انکار، بلحاظ وجہ"},
    {"emergencies", "Emergencies", "ہنگامی حالات"},
    {"declared", "declared", "اعلان ہوا"},
    {"ratified", "ratified", "توثیق ہوئی"},
    {"refused", "refused", "انکار ہوا"},
    {"lapsed", "lapsed", "ساقط ہوئے"},
    {"clocks", "Clocks", "میعادیں"},
    {"overdue", "deadlines passed", "گزری ہوئی میعادیں"},
    {"ended", "powers that ended", "ختم شدہ اختیارات"},
    {"keeping", "Keeping", "تحفظ"},
    {"holds", "holds placed", "روکیں"},
    {"disposals", "disposals", "تلفیاں"},
    {"partners", "Partners", "شراکت دار"},
    {"disclosures", "entries told to partners", "شراکت داروں کو بتایا گیا"}};

std::string label_of(const std::string& key, bool urdu) {
  for (const Label& one : kLabels)
    if (one.key == key) return std::string(urdu ? one.ur : one.en);
  return key;
}

std::string count_text(const json::Value& count) {
  return count.is_null() ? "–" : fmt::format("{}", count.int_or(0));
}

}  // namespace

Result<json::Object> oversight_statistics(Workspace& workspace, const Officer& caller,
                                          std::string_view period) {
  SANAD_TRY(const Span span, parse_span(period));
  if (span.until > workspace.clock().now())
    return Error{
        ErrorCode::kConflict,
        fmt::format("{} is not over; its counts would be compared with later ones", span.label)};
  SANAD_CHECK(begin_oversight(workspace, caller, "statistics", span.label));
  SANAD_TRY(const auto entries, all_entries(workspace));
  const Tables tables = count_span(entries, span);
  std::vector<Tables> halves;
  for (const Span& half : span.halves) halves.push_back(count_span(entries, half));
  json::Array shown;
  for (const auto& [key, table] : tables)
    shown.emplace_back(table_json(publish_year(key, table, halves)));
  SANAD_TRY(const std::string agency, workspace.records().agency());
  return json::Object{{"agency", agency},
                      {"period", span.label},
                      {"from", format_timestamp(span.from)},
                      {"until", format_timestamp(span.until)},
                      {"smallest", kSmallest},
                      {"tables", std::move(shown)}};
}

std::string statistics_csv(const json::Object& statistics) {
  // No key holds a comma, a quotation mark or a line feed: they are words of the program.
  std::string lines = "period,table,row,count\r\n";
  const std::string period = statistics.find("period")->string_or("");
  for (const json::Value& table : *statistics.find("tables")->as_array()) {
    const std::string key = table["key"].string_or("");
    const auto add = [&](const std::string& row, const json::Value& count) {
      lines += fmt::format("{},{},{},{}\r\n", period, key, row,
                           count.is_null() ? "suppressed" : count_text(count));
    };
    for (const json::Value& row : *table["rows"].as_array())
      add(row["key"].string_or(""), row["count"]);
    add("total", table["total"]);
  }
  return lines;
}

std::string statistics_html(const json::Object& statistics, std::string_view language) {
  const bool urdu = language == "ur";
  present::RecordPage page;
  page.language = language;
  page.title = fmt::format("{} {}", urdu ? "نگرانی کے اعداد و شمار" : "Statistics for oversight",
                           statistics.find("period")->string_or(""));
  page.intro = urdu ? "ان اعداد میں کوئی شناخت نہیں۔ جو گنتی چھوٹی ہو وہ درج نہیں، اور نہ وہ جس سے "
                      "اسے نکالا جا سکے؛ اس کی جگہ – ہے۔"
                    : "These counts identify nobody. A small count is left out, and so is whatever "
                      "would let it be worked out; – stands in its place.";
  for (const json::Value& table : *statistics.find("tables")->as_array()) {
    present::RecordSection section;
    section.heading = label_of(table["key"].string_or(""), urdu);
    for (const json::Value& row : *table["rows"].as_array())
      section.rows.emplace_back(label_of(row["key"].string_or(""), urdu), count_text(row["count"]));
    section.rows.emplace_back(urdu ? "کل" : "total", count_text(table["total"]));
    page.sections.push_back(std::move(section));
  }
  page.notes = {
      urdu ? "جو اندراجات تلف ہو چکے وہ اپنی قسم کے تحت گنے گئے ہیں، تفصیل کے تحت نہیں۔"
           : "Entries whose bodies were destroyed since are counted by their kind, and not "
             "by their particulars."};
  page.footer =
      fmt::format("{} · {}", statistics.find("agency")->string_or(""),
                  urdu ? "سند نے اپنے کھاتے سے تیار کیا۔" : "Made by Sanad from its ledger.");
  return present::record_page_html(page);
}

}  // namespace sanad::service
