#include "service/bundles.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/bytes.h"
#include "bundle_content.h"
#include "bundle_entries.h"
#include "certificate_acts.h"
#include "closed_content.h"
#include "crypto/id.h"
#include "present/bundle.h"
#include "printer.h"
#include "queue.h"
#include "redaction_entries.h"
#include "report_acts.h"
#include "service/people.h"
#include "service/redactions.h"
#include "service/sight.h"
#include "service/unused.h"

namespace sanad::service {

using authority::Role;

namespace {

constexpr std::uint64_t kReportEveryBytes = 4ULL << 20;

// Counts what passes, tells of it, and stops when asked to.
class WatchedSink final : public ByteSink {
 public:
  WatchedSink(ByteSink& inner, capture::Monitor& monitor, std::uint64_t total)
      : inner_(inner), monitor_(monitor), total_(total) {}
  Result<void> write(ByteView data) override {
    written_ += data.size();
    if (written_ >= reported_ + kReportEveryBytes) {
      reported_ = written_;
      monitor_.on_progress({"bundling", written_, 0,
                            fmt::format("{} of about {} MiB", written_ >> 20, total_ >> 20)});
      if (monitor_.is_cancelled()) return Error{ErrorCode::kConflict, "stopped by the officer"};
    }
    return inner_.write(data);
  }

 private:
  ByteSink& inner_;
  capture::Monitor& monitor_;
  std::uint64_t total_;
  std::uint64_t written_ = 0;
  std::uint64_t reported_ = 0;
};

Result<vault::SealedObject> write_bundle(Workspace& workspace, const records::Case& of_case,
                                         present::BundleContent content,
                                         capture::Monitor& monitor) {
  SANAD_TRY(const std::string browser_path, workspace.records().setting("capture.browser_path"));
  Printer printer(browser_path, workspace.clock());
  const auto sign = [&](ByteView data) -> Result<Bytes> {
    return workspace.keyring().agency_signer().sign(data);
  };
  const auto print = [&](const std::string& html) -> Result<Bytes> {
    monitor.on_progress({"reports", 0, 0, ""});
    return printer.print(html);
  };
  SANAD_TRY(auto assembler, present::BundleAssembler::create(std::move(content), sign, print));
  SANAD_TRY(auto object, workspace.vault().begin(of_case.id));
  WatchedSink sink(*object, monitor, assembler.payload_bytes());
  monitor.on_progress({"bundling", 0, 0, ""});
  SANAD_CHECK_WITH(assembler.write(sink), "writing the bundle");
  return object->seal();
}

Result<json::Array> checked_excerpts(Workspace& workspace, const authority::Officer& caller,
                                     const std::vector<records::Exhibit>& exhibits,
                                     const std::vector<PartExcerpt>& excerpts) {
  json::Array checked;
  std::set<std::string> seen;
  for (const PartExcerpt& excerpt : excerpts) {
    const auto exhibit = std::ranges::find_if(exhibits, [&](const records::Exhibit& one) {
      return one.id == excerpt.exhibit || one.number == excerpt.exhibit;
    });
    if (exhibit == exhibits.end() || !seen.insert(exhibit->id).second)
      return Error{
          ErrorCode::kInvalid,
          fmt::format("\"{}\" is shown in part, and is not an exhibit of the bundle, or is "
                      "named twice",
                      excerpt.exhibit)};
    auto value = check_excerpt(workspace, *exhibit, excerpt);
    if (!value.ok() && value.error().code == ErrorCode::kDenied)
      return refuse_content(workspace, caller, *exhibit, "parts", kSetAside, value.error().message);
    if (!value.ok()) return value.error();
    checked.push_back(std::move(*value));
  }
  return checked;
}

// kInvalid: there is no such build, or it would leave out what nobody decided upon.
Result<std::optional<present::Build>> checked_build(Workspace& workspace,
                                                    const records::Case& of_case,
                                                    const std::vector<records::Exhibit>& exhibits,
                                                    const std::string& name) {
  if (name.empty()) return std::optional<present::Build>();
  const auto build = present::parse_build(name);
  if (!build)
    return Error{ErrorCode::kInvalid,
                 fmt::format("there is no build \"{}\": it is operational or disclosable", name)};
  std::set<std::string> ids;
  for (const records::Exhibit& exhibit : exhibits) ids.insert(exhibit.id);
  SANAD_CHECK(require_decided(workspace, of_case, ids));
  return build;
}

// In a disclosable build every import is shown as an excerpt.
std::vector<PartExcerpt> excerpts_for(const BundleOrder& order,
                                      const std::vector<records::Exhibit>& exhibits,
                                      const std::optional<present::Build>& build) {
  std::vector<PartExcerpt> excerpts = order.excerpts;
  if (build != present::Build::kDisclosable) return excerpts;
  for (const records::Exhibit& exhibit : exhibits) {
    const bool is_named = std::ranges::any_of(excerpts, [&](const PartExcerpt& one) {
      return one.exhibit == exhibit.id || one.exhibit == exhibit.number;
    });
    if (exhibit.is_import() && !is_named) excerpts.push_back({exhibit.id, {kAllParts}, ""});
  }
  return excerpts;
}

// Of how many parts the bytes are there, of how many of these somebody is masked, and why they are
// shown all the same.
void add_attachments_told(const json::Value& excerpt, json::Object& told) {
  const json::Array* attachments = excerpt["attachments"].as_array();
  if (attachments == nullptr) return;
  const auto masked = std::ranges::count_if(
      *attachments, [](const json::Value& one) { return one["masked"].bool_or(false); });
  told.set("attachments", std::uint64_t{attachments->size()});
  told.set("attachments_masked", static_cast<std::uint64_t>(masked));
  told.set("why_attachments", excerpt["why_attachments"]);
}

// Bytes are whole, so that they are shown beside no redaction of their exhibit, nor where the same
// bytes are shown redacted.
Result<void> check_attachments(Workspace& workspace, const json::Array& excerpts,
                               const std::vector<records::Exhibit>& exhibits,
                               const std::vector<std::string>& redactions) {
  std::set<std::string> redacted;  // exhibits, and digests
  for (const std::string& id : redactions)
    for (const records::Exhibit& exhibit : exhibits) {
      const auto found = find_redaction(workspace, exhibit, id);
      if (!found.ok()) continue;
      redacted.insert(exhibit.id);
      redacted.insert(found->tiles.data["sha256"].string_or("-"));
    }
  for (const json::Value& excerpt : excerpts) {
    const json::Array* attachments = excerpt["attachments"].as_array();
    if (attachments == nullptr) continue;
    const bool is_redacted = redacted.contains(excerpt["exhibit"].string_or("")) ||
                             std::ranges::any_of(*attachments, [&](const json::Value& one) {
                               return redacted.contains(one["sha256"].string_or(""));
                             });
    if (is_redacted)
      return Error{ErrorCode::kInvalid,
                   "the bytes of a part may show what a redaction in the bundle hides; export them "
                   "apart"};
  }
  return {};
}

// Which exhibits were shown in part, how many parts of each, and why the others are closed.
json::Array excerpts_told(const records::Job& job) {
  json::Array told;
  const json::Array* excerpts = job.payload["excerpts"].as_array();
  if (excerpts == nullptr) return told;
  for (const json::Value& one : *excerpts) {
    std::int64_t shown = 0;
    for (const json::Value& range : *one["shown"].as_array())
      shown += (*range.as_array())[1].int_or(0) - (*range.as_array())[0].int_or(0) + 1;
    json::Object of{{"exhibit", one["exhibit"]},
                    {"shown", shown},
                    {"reason", one["reason"]},
                    {"why_people_shown", one["why_people_shown"]}};
    add_attachments_told(one, of);
    told.emplace_back(std::move(of));
  }
  return told;
}

json::Value bundle_result(const records::Bundle& bundle) {
  return json::Object{{"bundle", bundle.id}, {"sha256", bundle.sha256}, {"size", bundle.size}};
}

}  // namespace

Result<OrderedBundle> order_bundle(Workspace& workspace, const authority::Officer& caller,
                                   const BundleOrder& order) {
  SANAD_CHECK(require_role(workspace, caller,
                           {Role::kInvestigator, Role::kSupervisor, Role::kEvidenceOfficer},
                           "export a bundle"));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, order.case_id));
  SANAD_TRY(const auto exhibits, bundled_exhibits(workspace, of_case, order.exhibits));
  if (order.purpose.find_first_not_of(" \t\r\n") == std::string::npos ||
      order.purpose.size() > authority::kMaxReasonBytes || !is_utf8(order.purpose)) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("say in at most {} bytes what the bundle is for; it stands in the "
                             "custody record",
                             authority::kMaxReasonBytes)};
  }
  json::Array ids;
  for (const auto& exhibit : exhibits) {
    SANAD_CHECK(require_sight(workspace, caller, exhibit.case_id, exhibit.id));
    ids.emplace_back(exhibit.id);
  }
  SANAD_TRY(const auto build, checked_build(workspace, of_case, exhibits, order.build));
  SANAD_TRY(json::Array excerpts,
            checked_excerpts(workspace, caller, exhibits, excerpts_for(order, exhibits, build)));
  SANAD_CHECK(check_shown_redactions(workspace, order.redactions, exhibits));
  SANAD_CHECK(check_attachments(workspace, excerpts, exhibits, order.redactions));
  if (!order.report.empty()) {
    if (!excerpts.empty() || !order.redactions.empty() || build == present::Build::kDisclosable)
      return Error{ErrorCode::kInvalid,
                   "a report may quote what is closed in an exhibit that is shown in part or "
                   "redacted, and names officers; export them apart"};
    SANAD_CHECK(check_report_for_bundle(workspace, of_case, order.report, exhibits));
  }
  SANAD_CHECK(check_entry_choice(workspace, caller, of_case, order));
  SANAD_CHECK(check_certificates_for_bundle(workspace, of_case, order.certificates, exhibits));
  OrderedBundle ordered{"", crypto::new_id("bundle")};
  SANAD_TRY(
      ordered.job,
      queue_job(
          workspace, "bundle", of_case.id, caller.id,
          json::Object{
              {"bundle", ordered.bundle},
              {"exhibits", std::move(ids)},
              {"excerpts", std::move(excerpts)},
              {"build", order.build},
              {"redactions", json::Array(order.redactions.begin(), order.redactions.end())},
              {"report", order.report},
              {"certificates", json::Array(order.certificates.begin(), order.certificates.end())},
              {"chosen", format_entry_choice(order)},
              {"purpose", order.purpose}}));
  return ordered;
}

Result<json::Value> run_bundle(Workspace& workspace, const records::Job& job,
                               capture::Monitor& monitor) {
  monitor.on_progress({"gathering", 0, 0, ""});
  // Exported by a run that was stopped before it could say so: a bundle is exported once.
  const auto exported = workspace.records().bundle(job.payload["bundle"].string_or(""));
  if (exported.ok()) return bundle_result(*exported);
  SANAD_TRY(const records::Case of_case, workspace.records().find_case(job.case_id));
  SANAD_TRY(const auto exhibits,
            bundled_exhibits(workspace, of_case, ids_of(job.payload["exhibits"])));
  SANAD_TRY(const authority::Officer officer, workspace.records().officer(job.actor));
  SANAD_TRY(auto content, gather_bundle(workspace, officer, job.payload, of_case, exhibits));
  const std::string bundle = content.bundle;
  SANAD_TRY(const vault::SealedObject sealed,
            write_bundle(workspace, of_case, std::move(content), monitor));
  const std::string digest = format_hex(sealed.info.sha256);
  SANAD_CHECK(
      workspace.custody().record({"bundle.exported", job.actor, of_case.id,
                                  json::Object{{"bundle", bundle},
                                               {"exhibits", job.payload["exhibits"]},
                                               {"excerpts", excerpts_told(job)},
                                               {"build", job.payload["build"]},
                                               {"redactions", job.payload["redactions"]},
                                               {"certificates", job.payload["certificates"]},
                                               {"sha256", digest},
                                               {"size", sealed.info.size_bytes},
                                               {"purpose", job.payload["purpose"]}}}));
  SANAD_TRY(const records::Bundle made, workspace.records().bundle(bundle));
  return bundle_result(made);
}

Result<std::vector<records::Bundle>> list_bundles(Workspace& workspace,
                                                  const authority::Officer& caller,
                                                  std::string_view case_id) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
  return workspace.records().bundles(of_case.id);
}

Result<OpenedBundle> open_bundle(Workspace& workspace, const authority::Officer& caller,
                                 std::string_view id) {
  SANAD_CHECK(require_role(workspace, caller,
                           {Role::kInvestigator, Role::kSupervisor, Role::kEvidenceOfficer},
                           "take a bundle"));
  SANAD_TRY(records::Bundle bundle, workspace.records().bundle(id));
  SANAD_CHECK(require_sight(workspace, caller, bundle.case_id));
  for (const std::string& exhibit : bundle.exhibits)
    SANAD_CHECK(require_sight(workspace, caller, bundle.case_id, exhibit));
  SANAD_TRY(const Digest256 digest, parse_digest256(bundle.sha256));
  for (const std::string& exhibit : bundle.exhibits) {
    SANAD_TRY(const auto gone, workspace.records().tombstone(exhibit));
    if (gone)
      return Error{ErrorCode::kNotFound,
                   fmt::format("the copy of {} that was kept here held {}, which was disposed of "
                               "({}); copies elsewhere still verify",
                               bundle.id, gone->number, gone->id)};
  }
  SANAD_TRY_WITH(auto reader, workspace.vault().open_object(bundle.case_id, digest),
                 fmt::format("the bundle {}", bundle.id));
  return OpenedBundle{std::move(bundle), std::move(reader)};
}

}  // namespace sanad::service
