#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "context.h"
#include "digest.h"
#include "verifier/verifier.h"

namespace sanad::verifier {
namespace {

Result<Outcome> check_container(Context& context) {
  auto container = read_container(context.source);
  if (container.ok()) {
    context.container = std::move(container).value();
    return pass(fmt::format(
        "The zip file is of the plain form and holds {} files, with nothing between them.",
        context.container.files.size()));
  }
  if (container.error().code == ErrorCode::kIo) return container.error();
  return fail("The zip file is not of the form that a bundle must have.",
              {container.error().message});
}

// A check runs only if all that it needs have passed.
struct Step {
  std::string_view id;
  Result<Outcome> (*run)(Context&);
  std::array<std::string_view, 2> needs;
};
constexpr Step kSteps[] = {
    {"container", check_container, {}},
    {"format", check_format, {"container"}},
    {"payload", check_payload, {"format"}},
    {"tags", check_tags, {"format"}},
    {"index", check_index, {"format"}},
    {"signature", check_signature, {"format"}},
    {"signer", check_signer, {"signature"}},
    {"checkpoint", check_checkpoint, {"index"}},
    {"entries", check_entries, {"index"}},
    {"inclusion", check_inclusion, {"checkpoint", "entries"}},
    {"authority", check_authority, {"entries"}},
    {"exhibits", check_exhibits, {"entries"}},
    {"excerpts", check_excerpts, {"entries"}},
    {"schedules", check_schedules, {"entries"}},
    {"reader", check_reader, {"excerpts"}},
    {"redactions", check_redactions, {"entries"}},
    {"completeness", check_completeness, {"entries"}},
    {"timestamp", check_timestamp, {"index"}},
    {"timestamp-authority", check_timestamp_authority, {"timestamp"}},
    {"time-order", check_time_order, {"timestamp", "entries"}},
    {"answers", check_answers, {"index"}},
};

Status status_of(std::span<const Check> checks, std::string_view id) {
  const auto at = std::ranges::find(checks, id, &Check::id);
  return at == checks.end() ? Status::kSkipped : at->status;
}

bool is_ready(const Step& step, std::span<const Check> checks) {
  return std::ranges::all_of(step.needs, [&](std::string_view need) {
    return need.empty() || status_of(checks, need) == Status::kPass;
  });
}

Verdict verdict_of(std::span<const Check> checks) {
  const auto any = [&](Status status) {
    return std::ranges::find(checks, status, &Check::status) != checks.end();
  };
  if (status_of(checks, "container") == Status::kFail ||
      status_of(checks, "format") == Status::kFail)
    return Verdict::kUnusable;
  if (any(Status::kFail)) return Verdict::kTampered;
  return any(Status::kWarn) ? Verdict::kIntactWithWarnings : Verdict::kIntact;
}

std::vector<std::string> not_checked(const Context& context, std::span<const Check> checks) {
  std::vector<std::string> list{"Whether what the captured pages say is true.",
                                "Ledger entries that are not in this bundle: other acts in the "
                                "case, or a later withdrawal of "
                                "an authorisation.",
                                "Whether the address was one that the authorisation covers; read "
                                "the request's targets beside "
                                "the exhibit's address.",
                                "Whether the reports and data/case.jsonld say just what the "
                                "entries and the excerpts say; they are signed, and "
                                "the entries and the excerpts decide."};
  if (status_of(checks, "signer") != Status::kPass)
    list.emplace_back(
        "Who signed: compare the key with one that the agency gave you by another way.");
  if (status_of(checks, "timestamp") == Status::kPass)
    list.emplace_back(
        "Whether the timestamp authority's certificate was revoked; that cannot be asked offline.");
  else
    list.emplace_back("When this existed: no timestamp of an independent authority was confirmed.");
  if (std::ranges::any_of(context.index.exhibits,
                          [](const auto& exhibit) { return !exhibit.withheld.empty(); }))
    list.emplace_back("Files that were sealed but withheld; only their digests are known here.");
  return list;
}

std::string number_text(const json::Value& number) {
  return number.as_string() != nullptr ? *number.as_string() : json::format_canonical(number);
}

ReportedExhibit describe(const Context& context, const IndexedExhibit& indexed) {
  ReportedExhibit exhibit;
  exhibit.exhibit = indexed.exhibit;
  exhibit.number = number_text(indexed.number);
  exhibit.withheld = indexed.withheld;
  exhibit.sealed = indexed.sealed;
  const File* proof = context.container.find(fmt::format("entries/{}.tlog-proof", indexed.sealed));
  if (proof != nullptr) exhibit.proof_sha256 = proof->sha256;
  if (const auto at = context.entries.find(indexed.sealed); at != context.entries.end()) {
    const json::Value& data = at->second.data;
    exhibit.title = data["title"].string_or("");
    exhibit.url = data["url"].string_or("");
    exhibit.started_at = data["started_at"].string_or("");
    exhibit.ended_at = data["ended_at"].string_or("");
  }
  for (const std::string& name : indexed.files) {
    const File* file =
        context.container.find(fmt::format("data/exhibits/{}/{}", indexed.exhibit, name));
    if (file != nullptr) exhibit.files.push_back({name, file->size, file->sha256, file->sha512});
  }
  return exhibit;
}

Report make_report(const Context& context, std::vector<Check> checks) {
  Report report;
  report.verdict = verdict_of(checks);
  report.not_checked = not_checked(context, checks);
  if (status_of(checks, "index") == Status::kPass) {
    report.bundle = context.index.bundle;
    report.agency = context.index.agency;
    report.case_reference = context.index.case_reference;
    report.case_title = context.index.case_title;
    for (const IndexedExhibit& indexed : context.index.exhibits)
      report.exhibits.push_back(describe(context, indexed));
  }
  if (status_of(checks, "signature") == Status::kPass && context.agency_key)
    report.agency_key = format_base64(context.agency_key->public_key);
  if (status_of(checks, "checkpoint") == Status::kPass) {
    report.origin = context.index.origin;
    report.tree_size = context.index.tree_size;
  }
  if (context.timestamp) {
    report.timestamp_time = format_timestamp(context.timestamp->info.gen_time);
    report.timestamp_authority = context.timestamp->info.authority;
  }
  report.answers = context.answers;
  report.checks = std::move(checks);
  return report;
}

}  // namespace

Status Context::status_of(std::string_view id) const {
  const auto at = statuses.find(id);
  return at == statuses.end() ? Status::kSkipped : at->second;
}

Result<std::optional<Bytes>> Context::bytes_of(std::string_view path) const {
  const File* file = container.find(path);
  if (file == nullptr) return std::optional<Bytes>();
  SANAD_TRY(Bytes bytes, read_exactly(source, file->start, file->size));
  return std::optional(std::move(bytes));
}

Result<Bytes> Context::required(std::string_view path) const {
  SANAD_TRY(auto bytes, bytes_of(path));
  if (!bytes) return Error{ErrorCode::kIo, fmt::format("\"{}\" is not in the bundle.", path)};
  return std::move(*bytes);
}

Result<Report> verify(RandomSource& source, const Trust& trust, Progress* progress) {
  Context context{.source = source, .trust = trust};
  std::vector<Check> checks;
  for (const Step& step : kSteps) {
    Outcome outcome{
        Status::kSkipped, "Not run, because an earlier check that it needs did not pass.", {}};
    if (is_ready(step, checks)) {
      SANAD_TRY(outcome, step.run(context));
    }
    context.statuses[std::string(step.id)] = outcome.status;
    checks.push_back({std::string(step.id), outcome.status, std::move(outcome.message),
                      std::move(outcome.details)});
    if (step.id == "format" && outcome.status == Status::kPass)
      SANAD_CHECK(digest_files(source, context.container, progress));
  }
  return make_report(context, std::move(checks));
}

}  // namespace sanad::verifier
