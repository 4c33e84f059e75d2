#include "certificate_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/time.h"

namespace sanad::service {
namespace {

using records::Entry;

struct Source {
  std::optional<std::uint64_t> entry;
  std::string exhibit, file;
  std::uint64_t offset = 0, length = 0;
};

json::Value format_source(const Source& source) {
  json::Object object;
  if (source.entry) object.set("entry", *source.entry);
  if (source.file.empty()) return object;
  object.set("exhibit", source.exhibit);
  object.set("file", source.file);
  object.set("offset", source.offset);
  object.set("length", source.length);
  return object;
}

json::Value officer(const std::string& id) { return json::Object{{"officer", id}}; }
json::Value number(std::uint64_t value) { return std::to_string(value); }
json::Value number(std::int64_t value) { return std::to_string(value); }
std::string text(const json::Value& value) { return value.string_or(""); }

std::size_t count_of(const json::Value& list) {
  return list.as_array() == nullptr ? 0 : list.as_array()->size();
}

// Whole seconds from one to the other; empty: one of them is no time.
std::string seconds(std::string_view from, std::string_view to) {
  const auto begun = parse_timestamp(from), ended = parse_timestamp(to);
  if (!begun.ok() || !ended.ok()) return "?";
  return std::to_string((ended->unix_ms - begun->unix_ms) / 1000);
}

// The lines of one exhibit.
class Lines {
 public:
  Lines(const CertificateRecord& record, const CertifiedExhibit* of, json::Array& out)
      : record_(record), of_(of), out_(out) {}

  const CertificateRecord& record() const { return record_; }
  const CertifiedExhibit& of() const { return *of_; }
  const json::Value& member(std::string_view name) const { return of_->acquisition[name]; }
  bool has_record() const { return of_->acquisition.as_object() != nullptr; }

  void show(std::string_view says, json::Array values, const Source& source,
            bool operational = false) {
    add(says, std::move(values), "", source, operational);
  }
  void cannot(std::string_view because) { add("", {}, because, {}, false); }
  Source sealed() const { return {of_->exhibit.sealed_index, "", "", 0, 0}; }
  // A member of the acquisition record, with the bytes at which it stands. The record is written
  // for people: each member begins a line, two spaces in.
  Source in_record(std::string_view name) const {
    Source source = sealed();
    const std::string begins = fmt::format("\n  \"{}\":", name);
    const std::size_t at = of_->text.find(begins);
    if (at == std::string::npos) return source;
    std::size_t end = of_->text.find("\n  \"", at + begins.size());
    if (end == std::string::npos) end = of_->text.size();
    source.exhibit = of_->exhibit.id;
    source.file = "acquisition.json";
    source.offset = at + 1;
    source.length = end - at - 1;
    return source;
  }
  // Of the record, as it is.
  void plain(std::string_view name, const json::Value& value, std::string_view because,
             bool operational = false) {
    if (!has_record()) return cannot("no-record");
    if (text(value).empty()) return cannot(because);
    show("plain", {value}, in_record(name), operational);
  }

 private:
  void add(std::string_view says, json::Array values, std::string_view because,
           const Source& source, bool operational) {
    out_.emplace_back(json::Object{{"exhibit", of_ == nullptr ? "" : of_->exhibit.number},
                                   {"says", says},
                                   {"values", std::move(values)},
                                   {"because", because},
                                   {"operational", operational},
                                   {"source", format_source(source)}});
  }
  const CertificateRecord& record_;
  const CertifiedExhibit* of_;
  json::Array& out_;
};

const Entry* entry_of(const CertifiedExhibit& of, std::string_view kind) {
  const auto found = std::ranges::find(of.entries, kind, &Entry::kind);
  return found == of.entries.end() ? nullptr : &*found;
}

const Entry* start_of(const CertifiedExhibit& of) {
  return entry_of(of, of.exhibit.is_import() ? "import.started" : "capture.started");
}

void exhibits(Lines& lines) {
  const records::Exhibit& one = lines.of().exhibit;
  lines.show(one.is_import() ? "exhibit.import" : "exhibit.capture",
             {one.is_import() ? one.source : one.url, format_timestamp(one.started_at),
              format_timestamp(one.ended_at), number(one.sealed_index)},
             lines.sealed());
}

// The entry that names the file: of what was imported one of exhibit.files.
Source entry_naming(const Lines& lines, const std::string& name) {
  for (const Entry& entry : lines.of().entries) {
    if (entry.kind != "exhibit.files" || entry.data["files"].as_array() == nullptr) continue;
    for (const json::Value& file : *entry.data["files"].as_array())
      if (text(file["name"]) == name) return {entry.index, "", "", 0, 0};
  }
  return lines.sealed();
}

void hashes(Lines& lines) {
  for (const records::ExhibitFile& file : lines.of().files)
    lines.show("hash", {file.name, number(std::uint64_t{file.size}), file.sha256, file.sha512},
               entry_naming(lines, file.name));
  if (lines.of().more_files > 0)
    lines.show("hash.more", {number(lines.of().more_files)}, lines.sealed());
}

void algorithm(Lines& lines) { lines.show("algorithm", {}, lines.sealed()); }

void collector(Lines& lines) {
  if (!lines.has_record()) return lines.cannot("no-record");
  const std::string who = text(lines.member("collector")["officer"]);
  if (who.empty()) return lines.cannot("not-recorded");
  lines.show("collector", {officer(who), lines.member("collector")["agency"]},
             lines.in_record("collector"));
}

void software(Lines& lines) {
  if (!lines.has_record()) return lines.cannot("no-record");
  if (count_of(lines.member("software")) == 0) lines.cannot("not-recorded");
  if (const json::Array* all = lines.member("software").as_array())
    for (const json::Value& one : *all)
      lines.show("software", {one["name"], one["version"]}, lines.in_record("software"));
  if (const std::string os = text(lines.member("env")["os"]); !os.empty())
    lines.show("software.system", {os}, lines.in_record("env"));
  const std::string environment = text(lines.member("validation")["environment"]);
  if (environment.empty()) return lines.cannot("no-build-hash");
  lines.show("software.environment", {environment}, lines.in_record("validation"));
}

json::Array failed_checks(const json::Value& test) {
  json::Array failed;
  if (const json::Array* checks = test["checks"].as_array())
    for (const json::Value& one : *checks)
      if (!one["passed"].bool_or(false)) failed.push_back(one["name"]);
  return failed;
}

std::string names_of(const json::Value& checks, bool only_failed) {
  std::string names;
  if (const json::Array* all = checks.as_array())
    for (const json::Value& one : *all)
      if (!only_failed || !one["passed"].bool_or(false))
        names += (names.empty() ? "" : ", ") + text(one["name"]);
  return names;
}

std::int64_t damaged(const Entry& run) {
  return static_cast<std::int64_t>(count_of(run.data["failed"]));
}

// The nearest run on that side of the collection.
const Entry* nearest_fixity(const Lines& lines, bool before) {
  const records::Exhibit& one = lines.of().exhibit;
  const Entry* nearest = nullptr;
  for (const Entry& run : lines.record().fixity) {
    if (before && run.at <= one.started_at) nearest = &run;
    if (!before && run.at >= one.ended_at) return &run;
  }
  return nearest;
}

void health(Lines& lines, bool before) {
  const std::string side = before ? "before" : "after";
  const records::Exhibit& one = lines.of().exhibit;
  const json::Value& test = lines.member("health")[side];
  if (!lines.has_record()) {
    lines.cannot("no-record");
  } else if (text(test["at"]).empty() || test["passed"].as_bool() == nullptr) {
    lines.cannot("no-health-record");
  } else {
    const std::string at = text(test["at"]);
    const std::string age = before ? seconds(at, format_timestamp(one.started_at))
                                   : seconds(format_timestamp(one.ended_at), at);
    const bool passed = test["passed"].bool_or(false) && failed_checks(test).empty();
    lines.show(
        fmt::format("health.{}.{}", side, passed ? "passed" : "failed"),
        {at, age, std::to_string(count_of(test["checks"])), names_of(test["checks"], !passed)},
        lines.in_record("health"));
  }
  const Entry* run = nearest_fixity(lines, before);
  if (run == nullptr) return lines.cannot("no-fixity-run");
  const std::string at = format_timestamp(run->at);
  lines.show("fixity." + side,
             {at,
              before ? seconds(at, format_timestamp(one.started_at))
                     : seconds(format_timestamp(one.ended_at), at),
              number(run->data["checked"].int_or(0)), number(damaged(*run)), number(run->index)},
             {run->index, "", "", 0, 0});
}

// What went wrong, as far as anything records it; answers how many lines.
int record_incidents(Lines& lines) {
  int found = 0;
  const auto tell = [&](std::string_view says, json::Array values, std::string_view member) {
    ++found;
    lines.show(says, std::move(values), lines.in_record(member));
  };
  for (const char* side : {"before", "after"})
    if (!failed_checks(lines.member("health")[side]).empty())
      tell("incident.checks", {names_of(lines.member("health")[side]["checks"], true)}, "health");
  const std::size_t errors = count_of(lines.member("errors"));
  const std::size_t cut = count_of(lines.member("truncated"));
  const std::size_t lost = count_of(lines.member("not_kept"));
  if (errors + cut + lost > 0)
    tell("incident.requests", {std::to_string(errors), std::to_string(cut), std::to_string(lost)},
         "errors");
  const json::Value& log = lines.member("network_log");
  if (log["lost_bytes"].int_or(0) > 0 || log["damaged_lines"].int_or(0) > 0)
    tell("incident.log",
         {number(log["lost_bytes"].int_or(0)), number(log["damaged_lines"].int_or(0))},
         "network_log");
  if (const std::size_t none = count_of(lines.member("reconciliation")["b_only"]); none > 0)
    tell("incident.unexplained", {std::to_string(none)}, "reconciliation");
  if (lines.member("loading")["crashed"].bool_or(false)) tell("incident.crash", {}, "loading");
  return found;
}

void incidents(Lines& lines) {
  if (!lines.has_record()) return lines.cannot("no-record");
  int found = record_incidents(lines);
  const records::Exhibit& one = lines.of().exhibit;
  if (one.completeness != "complete") {
    ++found;
    lines.show("incident.completeness", {fmt::format("{}", fmt::join(one.reasons, "; "))},
               lines.sealed());
  }
  for (const Entry& run : lines.record().fixity) {
    if (run.at < one.ended_at || damaged(run) == 0) continue;
    ++found;
    lines.show("incident.fixity",
               {format_timestamp(run.at), number(damaged(run)), number(run.index)},
               {run.index, "", "", 0, 0});
  }
  if (found == 0) lines.show("incident.none", {}, lines.in_record("health"));
}

void timestamp(Lines& lines) {
  const std::uint64_t sealed = lines.of().exhibit.sealed_index;
  for (const Entry& stamp : lines.record().timestamps) {
    const std::int64_t size = stamp.data["tree_size"].int_or(0);
    if (size <= 0 || static_cast<std::uint64_t>(size) <= sealed) continue;
    return lines.show(
        "timestamp",
        {stamp.data["authority"], stamp.data["gen_time"], number(size), number(sealed)},
        {stamp.index, "", "", 0, 0});
  }
  lines.cannot("no-timestamp");
}

void security(Lines& lines) {
  const Source sealed = lines.sealed();
  lines.show("security.digests", {number(*sealed.entry)}, sealed);
  lines.show("security.ledger", {lines.record().ledger_name}, sealed);
  lines.show("security.bundle", {lines.record().agency_key_name}, sealed);
}

void clock(Lines& lines) {
  if (!lines.has_record()) return lines.cannot("no-record");
  for (const auto& [name, says] :
       {std::pair{"clock", "clock.before"}, {"clock_after", "clock.after"}}) {
    const json::Value& one = lines.member(name);
    if (one["synchronised"].as_bool() == nullptr) {
      lines.cannot("not-recorded");
    } else if (!one["synchronised"].bool_or(false)) {
      lines.cannot("clock-not-synchronised");
    } else {
      lines.show(says,
                 {one["source"], json::format_canonical(one["offset_ms"]),
                  json::format_canonical(one["max_error_ms"]), one["checked_at"]},
                 lines.in_record(name));
    }
  }
}

void validation(Lines& lines) {
  if (!lines.has_record()) return lines.cannot("no-record");
  const json::Value& cited = lines.member("validation");
  const json::Value& newest = cited["newest"];
  if (text(cited["state"]).empty() || newest.is_null()) return lines.cannot("no-validation");
  if (text(cited["state"]) != "current") return lines.cannot("validated-otherwise");
  const auto entry = newest["entry"].int_or(0);
  Source source = lines.in_record("validation");
  lines.show(text(newest["verdict"]) == "passed" ? "validation.passed" : "validation.failed",
             {newest["validation"], newest["version"], newest["recorded_at"], number(entry),
              newest["sha256"]},
             source);
}

void authority(Lines& lines) {
  const Entry* asked = entry_of(lines.of(), "authorisation.requested");
  const Entry* approved = entry_of(lines.of(), "authorisation.approved");
  const Entry* started = start_of(lines.of());
  if (asked == nullptr || approved == nullptr || started == nullptr ||
      approved->index > started->index)
    return lines.cannot("no-authority");
  const json::Value& data = asked->data;
  lines.show("authority",
             {data["instrument"], data["instrument_reference"], data["issuing_authority"],
              officer(asked->actor), officer(approved->actor), format_timestamp(approved->at),
              data["valid_from"], data["valid_to"], format_timestamp(started->at)},
             {approved->index, "", "", 0, 0});
  if (const Entry* revoked = entry_of(lines.of(), "authorisation.revoked"))
    lines.show("authority.revoked", {format_timestamp(revoked->at)},
               {revoked->index, "", "", 0, 0});
}

struct Looks {
  std::int64_t viewed = 0, copied = 0;
  const Entry* first = nullptr;
  const Entry* last = nullptr;
};

void custody(Lines& lines) {
  if (const Entry* started = start_of(lines.of()))
    lines.show("custody.started",
               {format_timestamp(started->at), officer(started->actor), number(started->index)},
               {started->index, "", "", 0, 0});
  std::map<std::string, Looks> looks;
  for (const Entry& entry : lines.of().entries) {
    const Source source{entry.index, "", "", 0, 0};
    if (entry.kind == "exhibit.sealed")
      lines.show("custody.sealed", {format_timestamp(entry.at), number(entry.index)}, source);
    if (entry.kind == "bundle.exported" || entry.kind == "package.sealed")
      lines.show(entry.kind == "bundle.exported" ? "custody.exported" : "custody.given",
                 {entry.data["bundle"], format_timestamp(entry.at), officer(entry.actor),
                  number(entry.index)},
                 source);
    if (entry.kind != "exhibit.viewed" && entry.kind != "exhibit.copied") continue;
    Looks& of = looks[entry.actor];
    if (of.first == nullptr) of.first = &entry;
    of.last = &entry;
    ++(entry.kind == "exhibit.viewed" ? of.viewed : of.copied);
  }
  for (const auto& [who, of] : looks)
    lines.show("custody.looked",
               {officer(who), number(of.viewed), number(of.copied), format_timestamp(of.first->at),
                format_timestamp(of.last->at)},
               {of.last->index, "", "", 0, 0});
}

void gaps(Lines& lines) {
  lines.cannot("before-collection");
  const Entry* started = start_of(lines.of());
  const Entry* sealed = entry_of(lines.of(), "exhibit.sealed");
  if (started != nullptr && sealed != nullptr)
    lines.show("gap.between",
               {seconds(format_timestamp(started->at), format_timestamp(sealed->at))},
               {sealed->index, "", "", 0, 0});
  std::string copies;
  std::int64_t count = 0;
  std::uint64_t last = 0;
  for (const Entry& entry : lines.of().entries) {
    if (entry.kind != "exhibit.copied" && entry.kind != "bundle.exported" &&
        entry.kind != "package.sealed")
      continue;
    last = entry.index;
    if (++count <= 50) copies += (copies.empty() ? "" : ", ") + std::to_string(entry.index);
  }
  if (count > 50) copies += ", …";
  if (count > 0) lines.show("gap.copies", {number(count), copies}, {last, "", "", 0, 0});
  const Entry* run = lines.record().fixity.empty() ? nullptr : &lines.record().fixity.back();
  if (run == nullptr || run->at < lines.of().exhibit.ended_at) return lines.cannot("no-fixity-run");
  lines.show("gap.fixity",
             {format_timestamp(run->at), number(run->data["checked"].int_or(0)),
              number(damaged(*run)), number(run->index)},
             {run->index, "", "", 0, 0});
}

void process(Lines& lines) {
  if (!lines.has_record()) return lines.cannot("no-record");
  if (lines.of().exhibit.is_import()) return lines.show("process.import", {}, lines.sealed());
  const json::Value& requests = lines.member("reconciliation")["requests"];
  std::int64_t explained = 0;
  if (const json::Array* all = requests.as_array())
    for (const json::Value& one : *all) explained += text(one["explained_by"]) == "none" ? 0 : 1;
  const json::Value& browser = lines.member("browser");
  lines.show("process.capture",
             {fmt::format("{} {}", text(browser["name"]), text(browser["version"])),
              std::to_string(count_of(requests)), number(explained)},
             lines.in_record("reconciliation"));
}

void acquired(Lines& lines) {
  const records::Exhibit& one = lines.of().exhibit;
  lines.show("acquired", {format_timestamp(one.started_at), format_timestamp(one.ended_at)},
             lines.sealed());
}

void origin(Lines& lines) {
  if (!lines.has_record()) return lines.cannot("no-record");
  if (lines.of().exhibit.is_import()) {
    if (text(lines.member("source")).empty()) return lines.cannot("not-recorded");
    return lines.show("origin.import", {lines.member("source")}, lines.in_record("source"));
  }
  std::string addresses;
  if (const json::Array* all = lines.member("target_ips").as_array())
    for (const json::Value& one : *all) addresses += (addresses.empty() ? "" : ", ") + text(one);
  if (addresses.empty()) return lines.cannot("not-recorded");
  lines.show("origin.capture", {lines.of().exhibit.url, addresses}, lines.in_record("target_ips"));
}

void target_ips(Lines& lines) {
  if (lines.of().exhibit.is_import()) return lines.cannot("not-a-capture");
  const json::Array* all = lines.member("target_ips").as_array();
  if (all == nullptr || all->empty()) return lines.cannot("not-recorded");
  for (const json::Value& one : *all) lines.show("plain", {one}, lines.in_record("target_ips"));
}

void captured(Lines& lines) {
  std::uint64_t bytes = 0;
  for (const records::ExhibitFile& file : lines.of().files) bytes += file.size;
  if (lines.of().more_files > 0) return lines.cannot("not-recorded");
  lines.show(
      "captured",
      {std::to_string(lines.of().files.size()), number(bytes), lines.of().exhibit.completeness},
      lines.sealed());
}

const records::ExhibitFile* file_of_role(const CertifiedExhibit& of, std::string_view role) {
  const auto found = std::ranges::find(of.files, role, &records::ExhibitFile::role);
  return found == of.files.end() ? nullptr : &*found;
}

void role_digest(Lines& lines, std::string_view role) {
  const records::ExhibitFile* file = file_of_role(lines.of(), role);
  if (file == nullptr)
    return lines.cannot(lines.of().exhibit.is_import() ? "not-a-capture" : "not-recorded");
  lines.show("plain", {role == "archive" ? file->name : file->sha256}, lines.sealed());
}

void hash_list(Lines& lines) {
  const records::ExhibitFile* list = file_of_role(lines.of(), "acquisition");
  if (list == nullptr) return lines.cannot("no-record");
  const std::size_t files = lines.of().files.size() + lines.of().more_files;
  if (lines.of().exhibit.is_import())
    return lines.show("hash-list.import",
                      {std::to_string(files - 1), number(lines.of().exhibit.sealed_index)},
                      lines.sealed());
  lines.show("hash-list", {std::to_string(count_of(lines.member("hashes"))), list->sha256},
             lines.in_record("hashes"));
}

void services(Lines& lines, std::string_view which) {
  if (!lines.has_record()) return lines.cannot("no-record");
  const json::Value& asked = which == "time" && lines.member("services").is_null()
                                 ? lines.member("clock")["source"]
                                 : lines.member("services")[which];
  lines.plain(lines.member("services").is_null() ? "clock" : "services", asked, "no-service");
}

// Facts of all of the exhibits together.
void of_case(Lines& lines, bool with_title) {
  const records::Case& one = lines.record().of_case;
  if (with_title) return lines.show("case", {one.reference, one.title}, {});
  lines.show("plain", {one.reference}, {});
}

void bundle(Lines& lines) {
  if (!lines.record().bundle) return lines.cannot("no-bundle");
  const Entry& entry = lines.record().bundle->entry;
  lines.show("bundle",
             {entry.data["bundle"], format_timestamp(entry.at), number(entry.index),
              entry.data["sha256"], number(entry.data["size"].int_or(0))},
             {entry.index, "", "", 0, 0});
}

void verifier_report(Lines& lines) {
  if (!lines.record().bundle) return lines.cannot("no-bundle");
  const CheckedBundle& of = *lines.record().bundle;
  if (of.verdict.empty()) return lines.cannot("bundle-unread");
  const Source source{of.entry.index, "", "", 0, 0};
  lines.show("verifier",
             {of.entry.data["bundle"], of.verdict, number(of.passed), number(of.warned),
              number(of.failed)},
             source);
  if (!of.warnings.empty())
    lines.show("verifier.warned", {fmt::format("{}", fmt::join(of.warnings, ", "))}, source);
}

void notice(Lines& lines) {
  if (lines.record().notices.empty()) return lines.cannot("no-notice");
  for (const CertificateNotice& one : lines.record().notices)
    lines.show("notice",
               {one.certificate, one.addressee, one.served_at, officer(one.by), number(one.entry)},
               {one.entry, "", "", 0, 0});
}

void competency(Lines& lines) { lines.show("competency", {}, {}); }

using Adder = void (*)(Lines&);
struct Answer {
  std::string_view asked;
  Adder add;
  bool of_all = false;
};

constexpr Answer kAnswers[] = {
    {"acquired-on", acquired},
    {"authority", authority},
    {"bundle-hash", bundle, true},
    {"captured-data", captured},
    {"case-reference", [](Lines& lines) { of_case(lines, false); }, true},
    {"clock", clock},
    {"collector", collector},
    {"collector-ip",
     [](Lines& lines) {
       lines.plain("egress_ip", lines.member("egress_ip"), "not-recorded", true);
     }},
    {"competency", competency, true},
    {"custody", custody},
    {"custody-gaps", gaps},
    {"end", [](Lines& lines) { lines.plain("end_utc", lines.member("end_utc"), "not-recorded"); }},
    {"exhibit-hashes", hashes},
    {"exhibits", exhibits},
    {"hash-algorithm", algorithm},
    {"hash-list", hash_list},
    {"hash-of-hash-list", [](Lines& lines) { role_digest(lines, "acquisition"); }},
    {"health-after", [](Lines& lines) { health(lines, false); }},
    {"health-before", [](Lines& lines) { health(lines, true); }},
    {"html-hash",
     [](Lines& lines) {
       lines.plain("html_sha256", lines.member("html_sha256"),
                   lines.of().exhibit.is_import() ? "not-a-capture" : "not-recorded");
     }},
    {"incidents", incidents},
    {"investigation", [](Lines& lines) { of_case(lines, true); }, true},
    {"ip-service", [](Lines& lines) { services(lines, "ip"); }},
    {"notice", notice, true},
    {"origin", origin},
    {"package-file", [](Lines& lines) { role_digest(lines, "archive"); }},
    {"process", process},
    {"screenshot-hash", [](Lines& lines) { role_digest(lines, "screenshot"); }},
    {"security-procedure", security},
    {"software", software},
    {"start",
     [](Lines& lines) { lines.plain("start_utc", lines.member("start_utc"), "not-recorded"); }},
    {"target-ips", target_ips},
    {"time-service", [](Lines& lines) { services(lines, "time"); }},
    {"timestamp", timestamp},
    {"url",
     [](Lines& lines) {
       lines.plain("url_requested", lines.member("url_requested"),
                   lines.of().exhibit.is_import() ? "not-a-capture" : "not-recorded");
     }},
    {"validation", validation},
    {"verifier-report", verifier_report, true},
    {"whois-service", [](Lines& lines) { services(lines, "whois"); }},
};

}  // namespace

json::Array facts_of(const CertificateRecord& record, std::string_view asked) {
  json::Array out;
  const auto found = std::ranges::find(kAnswers, asked, &Answer::asked);
  if (found == std::end(kAnswers)) return out;
  if (found->of_all) {
    Lines lines(record, nullptr, out);
    found->add(lines);
    return out;
  }
  for (const CertifiedExhibit& exhibit : record.exhibits) {
    Lines lines(record, &exhibit, out);
    found->add(lines);
  }
  return out;
}

bool shows_something(const json::Array& lines) {
  return std::ranges::any_of(
      lines, [](const json::Value& line) { return line["because"].string_or("").empty(); });
}

}  // namespace sanad::service
