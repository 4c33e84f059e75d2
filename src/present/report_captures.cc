#include "report_captures.h"

#include <fmt/format.h>

#include "base/time.h"
#include "report_html.h"

namespace sanad::present {
namespace {

// "TZ-1 (entry 7 of this ledger)", and of one that another agency captured where it stands there.
std::string cited(const json::Value& side) {
  const json::Value& foreign = side["foreign"];
  std::string text = fmt::format("{} (entry {} of this ledger)", side["number"].string_or(""),
                                 side["entry"].int_or(0));
  if (foreign.is_null()) return text;
  return text + fmt::format(
                    "; captured by {} ({}): {}, entry {} of {} entries of the ledger {}, SHA-256 "
                    "of the proof {}",
                    foreign["agency"].string_or(""),
                    foreign["known"].bool_or(false) ? "a partner of the agency"
                                                    : "whom the agency does not know",
                    foreign["number"].string_or(""), foreign["sealed"].int_or(0),
                    foreign["size"].int_or(0), foreign["origin"].string_or(""),
                    foreign["proof_sha256"].string_or(""));
}

std::string in_words(std::string_view explanation) {
  if (explanation == "dynamic") return "dynamic: it changes by itself";
  if (explanation == "context") return "the two asked differently; that may be why";
  if (explanation == "unexplained") return "not explained by the records";
  if (explanation == "failed") return "that capture asked for it and failed";
  if (explanation == "not-kept") return "that capture did not keep it";
  if (explanation == "unlisted") return "that record does not list all its exchanges";
  if (explanation == "not-asked") return "that capture did not ask for it";
  return std::string(explanation);
}

void add_rows(std::string& out, const json::Value& data) {
  const json::Array* rows = data["rows"].as_array();
  if (rows == nullptr || rows->empty()) return;
  out +=
      "<table>\n<thead><tr><th scope=\"col\">Request</th><th scope=\"col\">Outcome</th><th "
      "scope=\"col\">Explanation</th></tr></thead>\n";
  for (const json::Value& one : *rows)
    out += fmt::format(
        "<tr><td>{} {}</td><td>{}</td><td>{}: {}</td></tr>\n", escape(one["method"].string_or("")),
        value_or_unrecorded(one["url"].string_or("")), escape(one["what"].string_or("")),
        escape(in_words(one["explanation"].string_or(""))), escape(one["detail"].string_or("")));
  out += "</table>\n";
  if (const auto more = data["more_rows"].int_or(0); more > 0)
    out += fmt::format("<p>{} more rows did not fit into the entry.</p>\n", more);
}

void add_comparison(std::string& out, const EntryRecord& entry) {
  const json::Value& data = entry.data;
  out += "<table>\n";
  row(out, "Recorded",
      fmt::format("{}, by {}, entry {}", format_timestamp(entry.at), entry.actor,
                  entry.index.value));
  row(out, "Here", cited(data["here"]));
  row(out, "There", cited(data["there"]));
  row(out, "Seconds between the two", std::to_string(data["seconds_between"].int_or(0)));
  row(out, "Parts",
      fmt::format("{}: {} the same, {} dynamic, {} where the two asked differently, {} "
                  "unexplained, {} missing here, {} missing there",
                  data["parts"].int_or(0), data["same"].int_or(0), data["dynamic"].int_or(0),
                  data["context"].int_or(0), data["unexplained"].int_or(0),
                  data["missing_here"].int_or(0), data["missing_there"].int_or(0)));
  row(out, "The page as received", data["same_page"].bool_or(false) ? "the same bytes" : "differs");
  if (const json::Array* contexts = data["contexts"].as_array())
    for (const json::Value& one : *contexts)
      row(out, "Differs: " + one["what"].string_or(""),
          fmt::format("{} here, {} there", one["here"].string_or(""), one["there"].string_or("")));
  row(out, "Note", data["note"].string_or(""));
  row(out, "Proofs of both sides",
      fmt::format("data/corroboration/{}.json", data["corroboration"].string_or("")));
  out += "</table>\n";
  add_rows(out, data);
}

}  // namespace

void captures_section(std::string& out, const CaseRecord& record, const ExhibitRecord& exhibit) {
  bool is_first = true;
  for (const EntryRecord& entry : record.entries) {
    if (entry.kind != "corroboration.recorded" || entry.case_id != record.case_id ||
        (entry.data["exhibit"].string_or("") != exhibit.exhibit &&
         entry.data["other"].string_or("") != exhibit.exhibit))
      continue;
    if (is_first)
      out +=
          "<h2>9. Captures compared with this one</h2>\n<p>Part by part, as the records of both "
          "captures tell. That two captures agree does not prove that what the page says is "
          "true, nor that who made them are independent of each other.</p>\n";
    is_first = false;
    add_comparison(out, entry);
  }
}

}  // namespace sanad::present
