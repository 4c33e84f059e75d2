// Files of exports that the server makes and keeps.
#include <fmt/format.h>

#include <algorithm>

#include "bundle_content.h"
#include "crypto/id.h"
#include "file_export_making.h"
#include "queue.h"
#include "service/people.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Officer;
using authority::Role;

namespace {

constexpr std::size_t kAllEntries = SIZE_MAX / 4;
constexpr std::uint64_t kReportEveryBytes = 4ULL << 20;

// Tells how much is written, and stops when asked to.
class WatchedSink final : public ByteSink {
 public:
  WatchedSink(ByteSink& inner, capture::Monitor& monitor) : inner_(inner), monitor_(monitor) {}
  Result<void> write(ByteView data) override {
    written_ += data.size();
    if (written_ >= reported_ + kReportEveryBytes) {
      reported_ = written_;
      monitor_.on_progress({"exporting", written_, 0, fmt::format("{} MiB", written_ >> 20)});
      if (monitor_.is_cancelled()) return Error{ErrorCode::kConflict, "stopped by the officer"};
    }
    return inner_.write(data);
  }

 private:
  ByteSink& inner_;
  capture::Monitor& monitor_;
  std::uint64_t written_ = 0, reported_ = 0;
};

std::vector<std::string> texts_of(const json::Value& list) {
  std::vector<std::string> texts;
  if (const json::Array* array = list.as_array())
    for (const json::Value& one : *array) texts.push_back(one.string_or(""));
  return texts;
}

KeptExport kept_of(const records::Entry& entry) {
  const json::Value& data = entry.data;
  KeptExport kept;
  kept.id = data["export"].string_or("");
  kept.case_id = entry.case_id;
  kept.format = data["format"].string_or("");
  const FilesFormat* format = find_files_format(kept.format);
  kept.name = format == nullptr ? kept.id : files_export_name(*format, kept.id);
  kept.exhibits = texts_of(data["exhibits"]);
  kept.purpose = data["purpose"].string_or("");
  kept.why_named = data["why_named"].string_or("");
  kept.sha256 = data["sha256"].string_or("");
  kept.size = static_cast<std::uint64_t>(data["size"].int_or(0));
  kept.created_at = entry.at;
  kept.created_by = entry.actor;
  return kept;
}

// Newest first.
Result<std::vector<KeptExport>> kept_in(Workspace& workspace, const std::string& case_id) {
  SANAD_TRY(const auto entries,
            workspace.records().entries(
                {.case_id = case_id, .kind = "case.exported", .limit = kAllEntries}));
  std::vector<KeptExport> kept;
  for (const records::Entry& entry : entries)
    if (entry.data["kept"].bool_or(false)) kept.push_back(kept_of(entry));
  return kept;
}

Result<KeptExport> find_kept(Workspace& workspace, const std::string& case_id,
                             std::string_view id) {
  SANAD_TRY(auto kept, kept_in(workspace, case_id));
  const auto found = std::ranges::find(kept, id, &KeptExport::id);
  if (found == kept.end())
    return Error{ErrorCode::kNotFound, fmt::format("the case has no exported file \"{}\"", id)};
  return std::move(*found);
}

json::Value result_of(const KeptExport& kept) {
  return json::Object{{"export", kept.id}, {"sha256", kept.sha256}, {"size", kept.size}};
}

Result<FilesExportOrder> order_of(const records::Job& job) {
  const json::Value& payload = job.payload;
  const FilesFormat* format = find_files_format(payload["format"].string_or(""));
  if (format == nullptr) return Error{ErrorCode::kInvalid, "the job names no format of a file"};
  FilesExportOrder order;
  order.case_id = job.case_id;
  order.exhibits = texts_of(payload["exhibits"]);
  order.format = *format;
  order.purpose = payload["purpose"].string_or("");
  order.why_named = payload["why_named"].string_or("");
  return order;
}

}  // namespace

Result<OrderedFilesExport> order_files_export(Workspace& workspace, const Officer& caller,
                                              const FilesExportOrder& order) {
  SANAD_TRY(const ExportSubject subject, check_files_export(workspace, caller, order));
  SANAD_CHECK(check_told_imports(workspace, subject, order));
  json::Array ids;
  for (const records::Exhibit& exhibit : subject.exhibits) ids.emplace_back(exhibit.id);
  OrderedFilesExport ordered{"", crypto::new_id("export")};
  SANAD_TRY(ordered.job, queue_job(workspace, "export", subject.of_case.id, caller.id,
                                   json::Object{{"export", ordered.id},
                                                {"format", format_name(order.format)},
                                                {"exhibits", std::move(ids)},
                                                {"purpose", order.purpose},
                                                {"why_named", order.why_named}}));
  return ordered;
}

Result<json::Value> run_files_export(Workspace& workspace, const records::Job& job,
                                     capture::Monitor& monitor) {
  monitor.on_progress({"gathering", 0, 0, ""});
  const std::string id = job.payload["export"].string_or("");
  // Made by a run that was stopped before it could say so.
  if (const auto made = find_kept(workspace, job.case_id, id); made.ok()) return result_of(*made);
  SANAD_TRY(const FilesExportOrder order, order_of(job));
  SANAD_TRY(const Officer officer, workspace.records().officer(job.actor));
  SANAD_TRY(const ExportSubject subject, check_files_export(workspace, officer, order));
  SANAD_TRY(auto object, workspace.vault().begin(subject.of_case.id));
  WatchedSink sink(*object, monitor);
  monitor.on_progress({"exporting", 0, 0, ""});
  SANAD_TRY(const json::Object told,
            write_files_export(workspace, officer, order, subject, id, sink));
  SANAD_TRY(const vault::SealedObject sealed, object->seal());
  json::Object data = files_export_entry(order, subject, id, format_hex(sealed.info.sha256),
                                         sealed.info.size_bytes, told);
  data.set("kept", true);
  SANAD_CHECK(workspace.custody().record(
      {"case.exported", officer.id, subject.of_case.id, std::move(data)}));
  SANAD_TRY(const KeptExport made, find_kept(workspace, subject.of_case.id, id));
  return result_of(made);
}

Result<std::vector<KeptExport>> list_files_exports(Workspace& workspace, const Officer& caller,
                                                   std::string_view case_id) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
  return kept_in(workspace, of_case.id);
}

Result<OpenedExport> open_files_export(Workspace& workspace, const Officer& caller,
                                       std::string_view case_id, std::string_view id) {
  SANAD_CHECK(require_role(workspace, caller,
                           {Role::kInvestigator, Role::kSupervisor, Role::kEvidenceOfficer},
                           "take an exported file"));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
  SANAD_TRY(KeptExport made, find_kept(workspace, of_case.id, id));
  for (const std::string& exhibit : made.exhibits)
    SANAD_CHECK(require_sight(workspace, caller, of_case.id, exhibit));
  for (const std::string& exhibit : made.exhibits) {
    SANAD_TRY(const auto gone, workspace.records().tombstone(exhibit));
    if (gone)
      return Error{ErrorCode::kNotFound,
                   fmt::format("the copy of {} that was kept here held {}, which was disposed of "
                               "({})",
                               made.id, gone->number, gone->id)};
  }
  SANAD_TRY(const Digest256 digest, parse_digest256(made.sha256));
  SANAD_TRY_WITH(auto reader, workspace.vault().open_object(of_case.id, digest),
                 fmt::format("the exported file {}", made.id));
  return OpenedExport{std::move(made), std::move(reader)};
}

json::Object view(const KeptExport& kept) {
  return json::Object{{"export", kept.id},
                      {"case", kept.case_id},
                      {"format", kept.format},
                      {"name", kept.name},
                      {"exhibits", json::Array(kept.exhibits.begin(), kept.exhibits.end())},
                      {"purpose", kept.purpose},
                      {"why_named", kept.why_named},
                      {"sha256", kept.sha256},
                      {"size", kept.size},
                      {"created_at", format_timestamp(kept.created_at)},
                      {"created_by", kept.created_by}};
}

}  // namespace sanad::service
