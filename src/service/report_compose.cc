// The report of a case, composed from statements and the record, in one language.
#include "report_compose.h"

#include <fmt/format.h>

#include <algorithm>

#include "keeping_acts.h"
#include "looks.h"
#include "report_cites.h"
#include "service/blind.h"
#include "service/exhibits.h"
#include "service/version.h"

namespace sanad::service {
namespace {

using present::QuotedBytes;
using present::ReportBlock;
using present::ReportPoint;
using present::ReportSection;
using present::ReportTable;

constexpr std::size_t kAllEntries = SIZE_MAX / 4;
constexpr std::size_t kFilesShown = 200;  // of one exhibit
constexpr std::string_view kQuotes = "the quotations of the report";

std::string number_text(std::uint64_t value) { return std::to_string(value); }

std::string where_of(const ReportComposer& of, const ReportCite& cite, const std::string& number) {
  const std::string first = number_text(cite.offset), end = number_text(cite.offset + cite.length);
  return cite.part ? of.words.fill("cite.part", {number, number_text(*cite.part), first, end})
                   : of.words.fill("cite.file", {number, cite.file, first, end});
}

// Where the record stands in the original, and whether the quotation is there as it is shown.
std::string original_note(const ReportComposer& of, const CitedBytes& found) {
  if (found.original.empty()) return {};
  if (!found.original_offset) return of.words.fill("cite.in", {found.original});
  const std::string first = number_text(*found.original_offset);
  const std::string end = number_text(*found.original_offset + found.original_length.value_or(0));
  return of.words.fill(found.is_exact ? "cite.exact" : "cite.read", {found.original, first, end});
}

Result<void> add_notes(ReportComposer& of, const std::string& author, const ReportCite& cite,
                       const CitedBytes& found, QuotedBytes& quoted) {
  if (!of.masks) {
    SANAD_TRY(of.masks, ReportMasks::of(of.workspace, of.report.of_case.id));
  }
  quoted.quote = of.masks->put_on(found.quote, found.masks);
  if (quoted.quote != found.quote) quoted.notes.push_back(of.words("cite.masked"));
  if (!found.author.empty()) quoted.notes.push_back(of.words.fill("cite.by", {found.author}));
  if (const std::string note = original_note(of, found); !note.empty())
    quoted.notes.push_back(note);
  if (found.quote.empty())
    quoted.notes.push_back(of.words.fill("cite.digest", {found.stretch_sha256}));
  if (!found.is_picture || cite.length != found.total) return {};
  const std::string what = cite.part ? of.words.fill("part", {number_text(*cite.part)}) : cite.file;
  SANAD_TRY(const std::size_t figure,
            add_picture(of, found.exhibit, what, cite.part, cite.file, {author, cite.uncover}));
  quoted.notes.push_back(of.words.fill("cite.figure", {number_text(figure)}));
  return {};
}

Result<QuotedBytes> quote_of(ReportComposer& of, const std::string& author,
                             const ReportCite& cite) {
  QuotedBytes quoted;
  SANAD_TRY(const auto gone, of.workspace.records().tombstone(cite.exhibit));
  if (gone) {
    quoted.where = where_of(of, cite, gone->number);
    quoted.notes.push_back(of.words.fill("cite.gone", {gone->number}));
    return quoted;
  }
  const auto found = read_cited(of.workspace, of.report.of_case.id, cite, true);
  // Damage is never passed over.
  if (!found.ok() && found.error().code == ErrorCode::kIntegrity) return found.error();
  quoted.where = where_of(of, cite, of.number(cite.exhibit));
  if (!found.ok()) {
    quoted.notes.push_back(of.words.fill("cite.unreadable", {found.error().message}));
    return quoted;
  }
  SANAD_CHECK(record_look_once(of.workspace, of.caller, found->exhibit,
                               cite.part ? "list of parts" : cite.file, kQuotes));
  SANAD_CHECK(add_notes(of, author, cite, *found, quoted));
  return quoted;
}

Result<ReportPoint> point_of(ReportComposer& of, const ReportStatement& one) {
  ReportPoint point;
  point.kind = one.kind;
  point.text = one.text;
  point.holder = of.name(one.author);
  point.source = of.words.fill(
      "stated.by", {of.name(one.author), format_timestamp(one.at), number_text(one.index)});
  if (one.version > 1)
    point.source += ", " + of.words.fill("stated.version",
                                         {number_text(static_cast<std::uint64_t>(one.version))});
  for (const ReportCite& cite : report_cites_of(one.cites)) {
    SANAD_TRY(QuotedBytes quoted, quote_of(of, one.author, cite));
    point.quotes.push_back(std::move(quoted));
  }
  return point;
}

Result<ReportBlock> stated_in(ReportComposer& of, std::string_view section) {
  ReportBlock block = of.block("officers_state");
  for (const ReportStatement& one : of.report.statements) {
    if (one.section != section) continue;
    SANAD_TRY(ReportPoint point, point_of(of, one));
    block.points.push_back(std::move(point));
  }
  if (block.points.empty()) block.note = of.words("nothing_stated");
  return block;
}

ReportBlock digests_of(const ReportComposer& of, const records::Exhibit& exhibit,
                       const std::vector<records::ExhibitFile>& files, std::uint64_t more) {
  ReportBlock block;
  block.heading = of.words.fill("results.subject", {exhibit.number});
  ReportTable table{
      {of.words("exhibits.file"), of.words("exhibits.size"), of.words("exhibits.digests")},
      {},
      {2}};
  for (const records::ExhibitFile& file : files)
    table.rows.push_back(
        {file.path.empty() ? file.name : fmt::format("{} ({})", file.name, file.path),
         number_text(file.size), file.sha256 + " " + file.sha512});
  block.table = std::move(table);
  block.note = of.words.fill(
      "exhibits.sealed", {format_timestamp(exhibit.ended_at), number_text(exhibit.sealed_index)});
  if (more > 0) block.note += " · " + of.words.fill("exhibits.more", {number_text(more)});
  return block;
}

Result<ReportSection> exhibits_annex(const ReportComposer& of) {
  ReportSection annex{"exhibits", "A", of.words("annex.exhibits"), {}};
  for (const records::Exhibit& exhibit : of.exhibits) {
    std::vector<records::ExhibitFile> files = exhibit.files;
    if (exhibit.further_files > 0) {
      SANAD_TRY(auto imported, of.workspace.records().imported_files(exhibit.id, 1, kFilesShown));
      files.insert(files.end(), std::make_move_iterator(imported.begin()),
                   std::make_move_iterator(imported.end()));
    }
    const auto all = exhibit.files.size() + static_cast<std::size_t>(exhibit.further_files);
    annex.blocks.push_back(digests_of(of, exhibit, files, all - files.size()));
  }
  if (annex.blocks.empty()) annex.blocks.push_back({.note = of.words("sources.none")});
  return annex;
}

ReportSection figures_annex(const ReportComposer& of) {
  ReportSection annex{"figures", "B", of.words("annex.figures"), {}};
  ReportBlock block;
  block.figures = of.figures;
  if (block.figures.empty()) block.note = of.words("figures.none");
  annex.blocks.push_back(std::move(block));
  return annex;
}

ReportSection glossary_annex(const ReportComposer& of) {
  ReportSection annex{"glossary", "C", of.words("annex.glossary"), {}};
  ReportBlock block;
  for (const present::GlossaryTerm& one : of.words.glossary())
    block.terms.emplace_back(one.term, one.meaning);
  annex.blocks.push_back(std::move(block));
  return annex;
}

Result<void> read_case(ReportComposer& of) {
  const std::string& case_id = of.report.of_case.id;
  SANAD_TRY(of.exhibits, of.workspace.records().exhibits(case_id));
  std::ranges::sort(of.exhibits, {}, &records::Exhibit::sealed_index);
  for (const records::Exhibit& one : of.exhibits) {
    SANAD_TRY(json::Value acquisition, read_acquisition(of.workspace, of.caller, one));
    of.acquisitions.push_back(std::move(acquisition));
  }
  SANAD_TRY(of.entries, of.workspace.records().entries(
                            {.case_id = case_id, .limit = kAllEntries, .oldest_first = true}));
  std::erase_if(of.entries, [](const records::Entry& entry) { return entry.destroyed; });
  return leave_out_unknown(of.workspace, nullptr, of.entries);
}

using Adder = Result<void> (*)(ReportComposer&, ReportSection&);
constexpr std::array<Adder, kReportSections.size()> kAdders = {
    add_objectives, add_methodology, add_activities, add_sources, add_gaps, add_results};

}  // namespace

std::string ReportComposer::name(const std::string& officer) const {
  return name_of(workspace, officer);
}

std::string ReportComposer::number(const std::string& exhibit) const {
  const auto found = std::ranges::find(exhibits, exhibit, &records::Exhibit::id);
  if (found != exhibits.end()) return found->number;
  const auto gone = workspace.records().tombstone(exhibit);
  return gone.ok() && *gone ? (*gone)->number : exhibit;
}

present::ReportPoint ReportComposer::from_record(std::string text, std::uint64_t entry) const {
  present::ReportPoint point;
  point.text = std::move(text);
  point.source = words.fill("from_record.entry", {std::to_string(entry)});
  return point;
}

present::ReportBlock ReportComposer::block(std::string_view heading) const {
  present::ReportBlock made;
  made.heading = words(heading);
  return made;
}

Result<present::CourtReport> compose_report(Workspace& workspace, const authority::Officer& caller,
                                            const CaseReport& report, std::string_view language) {
  const present::CourtWords words = present::CourtWords::of(language);
  ReportComposer of{workspace, caller, report, words, {}, {}, {}, {}};
  SANAD_CHECK(read_case(of));
  present::CourtReport made;
  made.language = words.language();
  SANAD_TRY(made.agency, workspace.records().agency());
  made.case_reference = report.of_case.reference;
  made.case_title = report.of_case.title;
  made.made_at = format_timestamp(workspace.clock().now());
  made.made_by = of.name(caller.id);
  made.software = fmt::format("Sanad {}", kVersion);
  made.is_draft = !report.sign_off.has_value();
  if (report.sign_off) {
    made.signed_by = of.name(report.sign_off->by);
    made.signed_at = format_timestamp(report.sign_off->at);
  }
  const std::uint64_t last = of.entries.empty() ? 0 : of.entries.back().index;
  made.ledger = words.fill("ledger.at", {workspace.keyring().names().ledger, std::to_string(last)});
  for (std::size_t i = 0; i < kReportSections.size(); ++i) {
    const std::string key(kReportSections[i]);
    ReportSection section{key, std::to_string(i + 1), words("section." + key), {}};
    SANAD_TRY(ReportBlock stated, stated_in(of, key));
    section.blocks.push_back(std::move(stated));
    SANAD_CHECK(kAdders[i](of, section));
    made.sections.push_back(std::move(section));
  }
  SANAD_CHECK(add_drawn_figures(of));
  SANAD_TRY(ReportSection exhibits, exhibits_annex(of));
  made.sections.push_back(std::move(exhibits));
  made.sections.push_back(figures_annex(of));
  made.sections.push_back(glossary_annex(of));
  return made;
}

}  // namespace sanad::service
