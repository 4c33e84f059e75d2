#include "present/report.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"
#include "report_captures.h"
#include "report_html.h"
#include "report_sheets.h"

namespace sanad::present {
namespace {

constexpr int kMaxNesting = 12;

constexpr std::string_view kStyle = R"(
@page { size: A4; margin: 18mm; }
body { font: 10.5pt/1.5 "Noto Sans", "Noto Naskh Arabic", sans-serif; color: #111; max-width: 180mm; margin: 0 auto; }
h1 { font-size: 16pt; margin: 0 0 2mm; } h2 { font-size: 12pt; margin: 6mm 0 2mm; break-after: avoid; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 0.25mm solid #999; padding: 1mm 2mm; text-align: start; vertical-align: top; overflow-wrap: anywhere; }
th { width: 34%; background: #f0f0ee; font-weight: 600; }
thead th { width: auto; } tr { break-inside: avoid; }
.digest { font: 7.5pt/1.35 "Noto Sans Mono", monospace; }
:lang(ur) { font-family: "Noto Nastaliq Urdu", "Noto Naskh Arabic", serif; line-height: 2; }
footer { margin-top: 8mm; color: #444; font-size: 9pt; }
)";

// Any JSON value as text or as nested tables.
std::string render(const json::Value& value, int depth) {
  if (const std::string* text = value.as_string()) return value_or_unrecorded(*text);
  if (depth > kMaxNesting || (value.as_array() == nullptr && value.as_object() == nullptr))
    return escape(json::format_canonical(value));
  std::string out;
  if (const json::Array* array = value.as_array()) {
    if (array->empty()) return "none";
    out += "<ul>";
    for (const json::Value& item : *array)
      out += fmt::format("<li>{}</li>", render(item, depth + 1));
    return out + "</ul>";
  }
  out += "<table>";
  for (const json::Member& member : *value.as_object())
    out += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", escape(member.name),
                       render(member.value, depth + 1));
  return out + "</table>";
}

// The text of a member, or a list of texts joined; empty if there is none.
std::string text_of(const json::Value& value) {
  if (const std::string* text = value.as_string()) return *text;
  if (value.as_int()) return std::to_string(*value.as_int());
  std::string out;
  if (const json::Array* array = value.as_array())
    for (const json::Value& item : *array) {
      const std::string part =
          item.as_string() != nullptr
              ? *item.as_string()
              : fmt::format("{} {}", item["name"].string_or(""), item["version"].string_or(""));
      out += (out.empty() ? "" : ", ") + part;
    }
  return out;
}

// Which pictures, recordings and videos are shown with something hidden, and what of the record
// stays away with the files.
void redactions_note(std::string& out, const CaseRecord& record, const ExhibitRecord& exhibit) {
  out +=
      "<p>Of this exhibit redacted pictures, recordings or videos are shown, and its files, the "
      "acquisition record among "
      "them, are withheld: what is called not recorded below may stand in that.</p>\n<table>\n";
  for (const RedactionRecord& one : exhibit.redactions) {
    const auto entry = std::ranges::find(record.entries, one.entry, &EntryRecord::index);
    if (entry == record.entries.end()) continue;
    const json::Array* reasons = entry->data["reasons"].as_array();
    const json::Array* closed = entry->data["closed"].as_array();
    std::string text = fmt::format("{} {} are open", entry->data["open"].int_or(0),
                                   redaction::pieces_of(one.kind));
    for (std::size_t i = 0;
         reasons != nullptr && closed != nullptr && i < reasons->size() && i < closed->size(); ++i)
      text +=
          fmt::format("; {} are closed: {}", (*closed)[i].int_or(0), (*reasons)[i].string_or(""));
    row(out, one.redaction, text);
  }
  out += "</table>\n";
}

void collector_section(std::string& out, const CaseRecord& record, const ExhibitRecord& exhibit) {
  const json::Value& acquisition = exhibit.acquisition;
  out += "<h2>1. Collector information</h2>\n<table>\n";
  row(out, "Investigation", fmt::format("{} - {}", record.case_reference, record.case_title));
  row(out, "Agency", record.agency);
  row(out, "Collector", exhibit.started.actor);
  row(out, "Collector IP address", text_of(acquisition["egress_ip"]));
  row(out, "Start of collection", exhibit.sealed.data["started_at"].string_or(""));
  row(out, "End of collection", exhibit.sealed.data["ended_at"].string_or(""));
  const json::Value& request = exhibit.requested.data;
  row(out, "Authority",
      fmt::format("{}: {} {}, issued by {}; requested by {}, approved by {}; valid {} to {}",
                  request["authorisation"].string_or(""), request["instrument"].string_or(""),
                  request["instrument_reference"].string_or(""),
                  request["issuing_authority"].string_or(""), exhibit.requested.actor,
                  exhibit.approved.actor, request["valid_from"].string_or(""),
                  request["valid_to"].string_or("")));
  out += "</table>\n";
}

std::string files_with_role(const ExhibitRecord& exhibit, std::string_view role) {
  std::string out;
  for (const FileRecord& file : exhibit.files)
    if (file.role == role) out += (out.empty() ? "" : ", ") + file.name;
  return out;
}

void target_section(std::string& out, const ExhibitRecord& exhibit) {
  const json::Value& acquisition = exhibit.acquisition;
  const json::Value& sealed = exhibit.sealed.data;
  out += "<h2>2. Target information</h2>\n<table>\n";
  if (!sealed["import"].is_null()) {
    row(out, "Handed over by, or taken from", sealed["source"].string_or(""));
    row(out, "Name of the file or folder", sealed["title"].string_or(""));
    row(out, "Files", std::to_string(sealed["further_files"].int_or(0)));
    out += "</table>\n";
    return;
  }
  row(out, "Web address (URL)", exhibit.sealed.data["url"].string_or(""));
  row(out, "Address at the end of redirects", text_of(acquisition["url_final"]));
  row(out, "Title", exhibit.sealed.data["title"].string_or(""));
  row(out, "HTML source code", files_with_role(exhibit, "dom"));
  row(out, "Screenshot", files_with_role(exhibit, "screenshot"));
  row(out, "Captured data", files_with_role(exhibit, "archive"));
  row(out, "IP address(es)", text_of(acquisition["target_ips"]));
  out += "</table>\n";
}

void package_section(std::string& out, const ExhibitRecord& exhibit) {
  out += "<h2>3. Collection package information</h2>\n<table>\n";
  row(out, "Collection package file name", files_with_role(exhibit, "archive"));
  row(out, "Collection package hash list",
      fmt::format("the table below; as sealed in ledger entry {}; in the bundle, "
                  "manifest-sha256.txt and manifest-sha512.txt",
                  exhibit.sealed.index.value));
  row(out, "Hash of collection package hash list file",
      fmt::format("{} (salted SHA-256 of the sealed list, in the leaf of ledger entry {}); in the "
                  "bundle, tagmanifest-sha256.txt states the digests of the hash lists",
                  exhibit.sealed.commitment, exhibit.sealed.index.value));
  out +=
      "</table>\n<table>\n<thead><tr><th scope=\"col\">File</th><th scope=\"col\">Role</th>"
      "<th scope=\"col\">Bytes</th><th scope=\"col\">SHA-256 and SHA-512</th></tr></thead>\n";
  for (const FileRecord& file : exhibit.files) {
    const std::string withheld =
        file.withheld.empty() ? "" : fmt::format("<br>Withheld: {}", escape(file.withheld));
    out += fmt::format(
        "<tr><td>{}{}</td><td>{}</td><td>{}</td><td class=\"digest\">{}<br>{}</td></tr>\n",
        escape(file.path.empty() ? file.name : fmt::format("{}: {}", file.name, file.path)),
        withheld, escape(file.role), file.size, escape(file.sha256), escape(file.sha512));
  }
  out += "</table>\n";
}

// What the record cites, and whether the cited entry is among those that this bundle proves.
std::string validation_text(const CaseRecord& record, const json::Value& acquisition) {
  const json::Value& cited = acquisition["validation"];
  const json::Value& newest = cited["newest"];
  const std::string state = cited["state"].string_or("");
  if (state == "none")
    return "None: the software had not been validated here when the exhibit was made.";
  if (newest.as_object() == nullptr) return "";
  const auto same = [&](const EntryRecord& entry, const char* member) {
    return entry.data[member].string_or("-") == newest[member].string_or("");
  };
  const std::int64_t index = newest["entry"].int_or(-1);
  const bool is_proven = std::ranges::any_of(record.entries, [&](const EntryRecord& one) {
    return one.kind == "validation.recorded" &&
           static_cast<std::int64_t>(one.index.value) == index && same(one, "validation") &&
           same(one, "sha256") && same(one, "verdict") && same(one, "environment");
  });
  const std::string which =
      fmt::format("{} of {}, verdict: {}; report with SHA-256 {}; {}",
                  newest["validation"].string_or(""), newest["recorded_at"].string_or(""),
                  newest["verdict"].string_or(""), newest["sha256"].string_or(""),
                  is_proven ? fmt::format("ledger entry {}, in this bundle", index)
                            : std::string("its ledger entry is not in this bundle"));
  if (state == "current") return "Of this version and environment: " + which + ".";
  return fmt::format(
      "None of this version and environment. The newest is of {}: {}.",
      state == "of-another-version" ? "another version of the software" : "another environment",
      which);
}

void services_section(std::string& out, const CaseRecord& record, const ExhibitRecord& exhibit) {
  const json::Value& acquisition = exhibit.acquisition;
  const json::Value& browser = acquisition["browser"];
  const json::Value& services = acquisition["services"];
  out += "<h2>4. Services used</h2>\n<table>\n";
  std::string software = fmt::format("Sanad {}", record.software_version);
  if (const std::string list = text_of(acquisition["software"]); !list.empty()) software = list;
  row(out, "Software product(s)", software);
  row(out, "Browser",
      browser["name"].as_string() == nullptr
          ? ""
          : fmt::format("{} {}", browser["name"].string_or(""), browser["version"].string_or("")));
  row(out, "Validation of the software", validation_text(record, acquisition));
  row(out, "Time service", text_of(services["time"]));
  row(out, "Clock",
      acquisition["clock"].as_object() == nullptr ? ""
                                                  : json::format_canonical(acquisition["clock"]));
  row(out, "IP service", text_of(services["ip"]));
  row(out, "WHOIS service", text_of(services["whois"]));
  out += "</table>\n";
}

void completeness_section(std::string& out, const ExhibitRecord& exhibit) {
  const json::Value& completeness = exhibit.sealed.data["completeness"];
  out += "<h2>5. Completeness</h2>\n<table>\n";
  row(out, "Status", completeness["status"].string_or(""));
  row(out, "Reasons", text_of(completeness["reasons"]));
  out += "</table>\n";
}

void custody_section(std::string& out, const CaseRecord& record, const ExhibitRecord& exhibit) {
  out +=
      "<h2>6. Ledger entries about this exhibit in the bundle</h2>\n<table>\n"
      "<thead><tr><th scope=\"col\">Entry</th><th scope=\"col\">Time</th>"
      "<th scope=\"col\">Act</th><th scope=\"col\">By</th></tr></thead>\n";
  const std::string authorisation = exhibit.sealed.data["authorisation"].string_or("");
  for (const EntryRecord& entry : record.entries) {
    const bool about = entry.data["exhibit"].string_or("") == exhibit.exhibit ||
                       entry.data["authorisation"].string_or("") == authorisation;
    if (about && entry.case_id == record.case_id)
      out +=
          fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n", entry.index.value,
                      format_timestamp(entry.at), escape(entry.kind), escape(entry.actor));
  }
  out += "</table>\n";
}

}  // namespace

std::string format_report_html(const CaseRecord& record, const ExhibitRecord& exhibit) {
  std::string out = fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "style-src 'unsafe-inline'\">\n<title>Technical report on {0}</title>\n<style>{1}</style>\n"
      "</head>\n<body>\n<h1>Technical report on exhibit {2}</h1>\n<p>{0}, sealed {3}. Online data "
      "collection form after Annex IV of the Berkeley Protocol, filled in from the sealed "
      "record.</p>\n",
      escape(exhibit.exhibit), kStyle, escape(exhibit.number), format_timestamp(exhibit.sealed.at));
  if (!exhibit.redactions.empty()) redactions_note(out, record, exhibit);
  collector_section(out, record, exhibit);
  target_section(out, exhibit);
  package_section(out, exhibit);
  services_section(out, record, exhibit);
  completeness_section(out, exhibit);
  custody_section(out, record, exhibit);
  if (exhibit.acquisition.as_object() != nullptr)
    out += "<h2>7. The acquisition record in full</h2>\n" + render(exhibit.acquisition, 0);
  sheets_section(out, record, exhibit);
  captures_section(out, record, exhibit);
  out += fmt::format(
      "<footer>Bundle {}. Ledger {} at {} entries. Made by {} at {}. The sealed record decides "
      "where "
      "this report differs.</footer>\n</body>\n</html>\n",
      escape(record.bundle), escape(record.origin), record.tree_size, escape(record.created_by),
      format_timestamp(record.created_at));
  return out;
}

}  // namespace sanad::present
