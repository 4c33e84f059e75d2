#include "service/imports.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "crypto/id.h"
#include "extract/way.h"
#include "import_record.h"
#include "queue.h"
#include "service/cases.h"
#include "service/people.h"
#include "service/sight.h"
#include "service/validations.h"

namespace sanad::service {
namespace {

// Of an entry's body; a ledger entry is at most 65,535 bytes.
constexpr std::size_t kMaxFilesBytes = 40'000;
constexpr std::size_t kPieceBytes = 256 * 1024;
constexpr std::size_t kMaxPathBytes = 8192;
constexpr std::size_t kMaxReasons = 50;
constexpr std::uint64_t kReportEveryBytes = 4ULL << 20;

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

Result<void> check_order(const ImportOrder& order) {
  if (is_blank(order.source) || order.source.size() > authority::kMaxReasonBytes ||
      !is_utf8(order.source)) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("say in at most {} bytes who handed the material over or what it was "
                             "taken from; it stands in the record",
                             authority::kMaxReasonBytes)};
  }
  if (order.title.size() > authority::kMaxReasonBytes || !is_utf8(order.title))
    return Error{ErrorCode::kInvalid, "the title is too long or is not UTF-8"};
  if (order.found.files.empty())
    return Error{ErrorCode::kInvalid,
                 fmt::format("there is no file in \"{}\" that could be imported",
                             extract::escape_step(order.found.name))};
  return {};
}

// A path with each step in the form in which parts are named (docs/formats/parts.md).
std::string escape_path(std::string_view path) {
  std::string escaped;
  for (;;) {
    const std::size_t slash = path.find('/');
    escaped += extract::escape_step(path.substr(0, slash), kMaxPathBytes);
    if (slash == std::string_view::npos) return escaped;
    escaped += '/';
    path.remove_prefix(slash + 1);
  }
}

// The files of one import on their way into the vault and the ledger.
class Sealing {
 public:
  Sealing(Workspace& workspace, const authority::Permit& permit, const records::Import& import,
          capture::Monitor& monitor)
      : workspace_(workspace), permit_(permit), import_(import), monitor_(monitor) {}

  // What an earlier run recorded already.
  Result<void> take_recorded() {
    for (;;) {
      SANAD_TRY(const auto files,
                workspace_.records().imported_files(import_.exhibit, count_ + 1, 1000));
      if (files.empty()) return {};
      for (const records::ExhibitFile& file : files) {
        ++count_;
        bytes_ += file.size;
        duplicates_ += file.same_as.empty() ? 0 : 1;
        recorded_[file.path] = file;
      }
    }
  }

  Result<void> take(const ImportFile& file) {
    const std::string path = escape_path(file.path);
    const std::string modified = file.modified_at ? format_timestamp(*file.modified_at) : "";
    if (const auto there = recorded_.find(path); there != recorded_.end()) {
      if (there->second.size == file.size && there->second.modified_at == modified) return {};
      return Error{ErrorCode::kInvalid,
                   fmt::format("{} was changed since the import stopped; import it anew", path)};
    }
    auto sealed = seal(file, path);
    if (!sealed.ok()) {
      // Our own disk or the officer's wish ends the import; a file that cannot be read does not.
      if (is_ours_ || sealed.error().code == ErrorCode::kConflict) return sealed.error();
      problems_.push_back(fmt::format("{} could not be read: {}", path, sealed.error().message));
      return {};
    }
    return add(path, modified, *sealed);
  }

  Result<void> flush() {
    if (waiting_.empty()) return {};
    const std::uint64_t first = count_ + 1 - waiting_.size();
    SANAD_CHECK(workspace_.custody().record({"exhibit.files", permit_.officer(), permit_.case_id(),
                                             json::Object{{"exhibit", import_.exhibit},
                                                          {"import", import_.id},
                                                          {"first", first},
                                                          {"files", std::move(waiting_)}}}));
    waiting_ = {};
    waiting_bytes_ = 0;
    in_waiting_.clear();
    return {};
  }

  std::uint64_t count() const { return count_; }
  std::uint64_t bytes() const { return bytes_; }
  std::uint64_t duplicates() const { return duplicates_; }
  const std::vector<std::string>& problems() const { return problems_; }

 private:
  Result<vault::SealedObject> seal(const ImportFile& file, const std::string& path) {
    SANAD_TRY(const auto source, file.open());
    is_ours_ = true;
    SANAD_TRY(const auto writer, workspace_.vault().begin(permit_.case_id(), {.sha512 = true}));
    Bytes piece(kPieceBytes);
    for (;;) {
      is_ours_ = false;
      SANAD_TRY(const std::size_t got, source->read(piece));
      is_ours_ = true;
      if (got == 0) break;
      SANAD_CHECK(writer->write(ByteView(piece.data(), got)));
      bytes_ += got;
      SANAD_CHECK(report(path));
    }
    SANAD_TRY(vault::SealedObject sealed, writer->seal());
    is_ours_ = false;
    return sealed;
  }

  Result<void> report(const std::string& path) {
    if (bytes_ < reported_ + kReportEveryBytes && count_ < reported_count_ + 100) return {};
    reported_ = bytes_;
    reported_count_ = count_;
    monitor_.on_progress({"sealing", bytes_, count_, path});
    if (monitor_.is_cancelled()) return Error{ErrorCode::kConflict, "stopped by the officer"};
    return {};
  }

  Result<void> add(const std::string& path, const std::string& modified,
                   const vault::SealedObject& sealed) {
    const std::string digest = format_hex(sealed.info.sha256);
    SANAD_TRY(std::string same_as,
              workspace_.records().imported_before(permit_.case_id(), digest, import_.exhibit));
    const std::string name = fmt::format("original-{}", count_ + 1);
    const auto [there, is_new] =
        in_waiting_.emplace(digest, fmt::format("{}/{}", import_.exhibit, name));
    if (same_as.empty() && !is_new) same_as = there->second;
    duplicates_ += same_as.empty() ? 0 : 1;
    json::Object item{
        {"name", name},
        {"path", path},
        {"role", "original"},
        {"media_type", media_type_of(path)},
        {"size", sealed.info.size_bytes},
        {"sha256", digest},
        {"sha512", sealed.info.sha512 ? format_hex(*sealed.info.sha512) : std::string()},
        {"modified_at", modified},
        {"same_as", same_as}};
    const std::size_t length = json::format_canonical(item).size();
    if (waiting_bytes_ + length > kMaxFilesBytes) SANAD_CHECK(flush());
    waiting_bytes_ += length;
    waiting_.emplace_back(std::move(item));
    ++count_;
    return {};
  }

  Workspace& workspace_;
  const authority::Permit& permit_;
  const records::Import& import_;
  capture::Monitor& monitor_;
  std::map<std::string, records::ExhibitFile> recorded_;  // by path
  json::Array waiting_;                                   // for the next entry
  std::size_t waiting_bytes_ = 0;
  std::map<std::string, std::string> in_waiting_;  // digest to file
  std::uint64_t count_ = 0, bytes_ = 0, duplicates_ = 0, reported_ = 0, reported_count_ = 0;
  std::vector<std::string> problems_;
  bool is_ours_ = false;  // what fails now is ours, not the file's
};

struct Begun {
  authority::Permit permit;
  records::Import import;
  std::string number;
};

std::string number_text(const records::Case& of_case, std::int64_t number) {
  return fmt::format("{}-{:03}", of_case.reference, number);
}

Result<Begun> begin(Workspace& workspace, authority::Permit permit, const records::Case& of_case,
                    const ImportOrder& order) {
  const std::lock_guard lock(workspace.numbering());
  SANAD_TRY(const std::int64_t begun, workspace.records().count_acquisitions(of_case.id));
  const custody::ImportStart start{crypto::new_id("import"), crypto::new_id("exhibit"),
                                   order.source, extract::escape_step(order.found.name),
                                   number_text(of_case, begun + 1)};
  if (order.before) SANAD_CHECK(order.before(start.exhibit));
  SANAD_CHECK(workspace.custody().record_import_started(permit, start));
  SANAD_TRY(records::Import import, workspace.records().find_import(start.import));
  return Begun{std::move(permit), std::move(import), start.number};
}

Result<Begun> begin_again(Workspace& workspace, authority::Permit permit,
                          const records::Case& of_case, const ImportOrder& order) {
  SANAD_TRY(records::Import import, workspace.records().find_import(order.resume));
  if (import.authorisation != permit.authorisation()) {
    return Error{ErrorCode::kInvalid, fmt::format("the import {} began under {}; go on under that",
                                                  import.id, import.authorisation)};
  }
  if (import.case_id != of_case.id || import.state == "sealed") {
    return Error{ErrorCode::kInvalid,
                 fmt::format("the import {} is of another case, or was finished", import.id)};
  }
  if (import.name != extract::escape_step(order.found.name)) {
    return Error{ErrorCode::kInvalid, fmt::format("the import {} was of \"{}\"; name that again",
                                                  import.id, import.name)};
  }
  std::string number = import.number;
  return Begun{std::move(permit), std::move(import), std::move(number)};
}

Result<void> record_stop(Workspace& workspace, const records::Import& import,
                         std::string_view actor, std::string_view reason) {
  SANAD_CHECK(workspace.custody().record(
      {"import.stopped", std::string(actor), import.case_id,
       json::Object{{"import", import.id}, {"exhibit", import.exhibit}, {"reason", reason}}}));
  return {};
}

json::Array reasons_of(const ImportOrder& order, const Sealing& sealing) {
  std::vector<std::string> reasons = sealing.problems();
  for (const std::string& left : order.found.left_out)
    reasons.push_back(fmt::format("left out: {}", extract::escape_step(left)));
  json::Array array;
  for (const std::string& reason : reasons) {
    if (array.size() == kMaxReasons) break;
    array.emplace_back(reason.substr(0, 400));
  }
  if (reasons.size() > kMaxReasons)
    array.emplace_back(fmt::format("and {} more", reasons.size() - kMaxReasons));
  return array;
}

Result<json::Object> seal_record(Workspace& workspace, const std::string& case_id,
                                 const json::Value& record) {
  SANAD_TRY(const auto writer, workspace.vault().begin(case_id, {.sha512 = true}));
  SANAD_CHECK(writer->write(as_bytes(json::format_canonical(record))));
  SANAD_TRY(const vault::SealedObject sealed, writer->seal());
  return json::Object{
      {"name", "acquisition.json"},
      {"role", "acquisition"},
      {"media_type", "application/json"},
      {"size", sealed.info.size_bytes},
      {"sha256", format_hex(sealed.info.sha256)},
      {"sha512", sealed.info.sha512 ? format_hex(*sealed.info.sha512) : std::string()}};
}

Result<std::string> queue_reading(Workspace& workspace, const Begun& begun,
                                  const ImportOrder& order) {
  json::Object payload{
      {"exhibit", begun.import.exhibit}, {"mapping", order.mapping}, {"region", order.region}};
  if (order.with_ocr) payload.set("ocr", true);
  if (!order.sealed_whole.empty()) payload.set("sealed_whole", order.sealed_whole);
  return queue_job(workspace, "import", begun.permit.case_id(), begun.permit.officer(),
                   std::move(payload));
}

// Where all was sealed and the reading did not come to its end: the job that is to read it, the one
// before or another like it.
Result<ImportedExhibit> read_on(Workspace& workspace, const records::Import& import) {
  constexpr std::size_t kJobsLookedAt = 10'000;
  const auto parts = workspace.records().part_list(import.exhibit);
  if (parts.ok())
    return Error{ErrorCode::kInvalid,
                 fmt::format("the import {} was finished; import the material anew to have it read "
                             "again",
                             import.id)};
  if (parts.error().code != ErrorCode::kNotFound) return parts.error();
  SANAD_TRY(const records::Exhibit exhibit, workspace.records().exhibit(import.exhibit));
  ImportedExhibit imported{import.id, exhibit.id, exhibit.number, ""};
  imported.files = static_cast<std::uint64_t>(exhibit.further_files);
  SANAD_TRY(const auto jobs, workspace.jobs().of_case(import.case_id, kJobsLookedAt));
  const auto before = std::ranges::find_if(jobs, [&](const records::Job& job) {
    return job.kind == "import" && job.payload["exhibit"].string_or("") == exhibit.id;
  });
  if (before == jobs.end())
    return Error{
        ErrorCode::kNotFound,
        fmt::format("how {} was to be read is not known any more; import it anew", exhibit.number)};
  imported.job = before->id;
  if (!records::is_final(before->state)) return imported;
  SANAD_TRY(imported.job,
            queue_job(workspace, "import", import.case_id, before->actor, before->payload));
  return imported;
}

Result<void> seal_all(Workspace& workspace, const Begun& begun, const records::Case& of_case,
                      const ImportOrder& order, Sealing& sealing) {
  const Timestamp started = workspace.clock().now();
  const capture::Health health = capture::check_health(workspace.clock(), workspace.directory());
  SANAD_TRY(const authority::Officer officer, workspace.records().officer(begun.permit.officer()));
  SANAD_CHECK(sealing.take_recorded());
  for (const ImportFile& file : order.found.files) SANAD_CHECK(sealing.take(file));
  SANAD_CHECK(sealing.flush());
  if (sealing.count() == 0)
    return Error{ErrorCode::kInvalid, "no file could be read: " + sealing.problems().front()};
  const std::string title = order.title.empty() ? begun.import.name : order.title;
  SANAD_TRY(json::Value validation, cited_validation(workspace));
  const ImportContext context{
      begun.import.id, begun.import.exhibit, begun.number, title,
      of_case,         officer.name,         started,      std::move(validation)};
  SANAD_TRY(json::Object acquisition,
            seal_record(workspace, of_case.id,
                        import_record(workspace, begun.permit, order, context, health,
                                      sealing.count(), sealing.bytes())));
  json::Array reasons = reasons_of(order, sealing);
  const char* status = reasons.empty() ? "complete" : "incomplete";
  SANAD_CHECK(workspace.custody().record(
      {"exhibit.sealed", begun.permit.officer(), of_case.id,
       json::Object{
           {"exhibit", begun.import.exhibit},
           {"number", begun.number},
           {"import", begun.import.id},
           {"authorisation", begun.permit.authorisation()},
           {"source", order.source},
           {"title", title},
           {"started_at", format_timestamp(started)},
           {"ended_at", format_timestamp(workspace.clock().now())},
           {"files", json::Array{std::move(acquisition)}},
           {"further_files", sealing.count()},
           {"completeness", json::Object{{"status", status}, {"reasons", std::move(reasons)}}}}}));
  return {};
}

}  // namespace

Result<ImportedExhibit> import_files(Workspace& workspace, const authority::Officer& caller,
                                     const ImportOrder& order, capture::Monitor& monitor) {
  SANAD_CHECK(check_order(order));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, order.case_id));
  authority::ActRequest act{
      of_case.id, authority::Activity::kImport, {}, order.authorisation, order.source};
  act.files = order.found.files.size();
  for (const ImportFile& file : order.found.files) act.bytes += file.size;
  if (!order.resume.empty()) {
    SANAD_TRY(const records::Import begun, workspace.records().find_import(order.resume));
    act.authorisation = begun.authorisation;
  }
  const auto inside = workspace.gates().enter(of_case.id);
  SANAD_TRY(authority::Permit granted, permit(workspace, caller, act));
  if (!order.resume.empty()) {
    SANAD_TRY(const records::Import begun, workspace.records().find_import(order.resume));
    if (begun.case_id == of_case.id && begun.state == "sealed") return read_on(workspace, begun);
  }
  SANAD_TRY(const Begun begun, order.resume.empty()
                                   ? begin(workspace, std::move(granted), of_case, order)
                                   : begin_again(workspace, std::move(granted), of_case, order));
  Sealing sealing(workspace, begun.permit, begun.import, monitor);
  const auto sealed = seal_all(workspace, begun, of_case, order, sealing);
  if (!sealed.ok()) {
    // What was sealed before stays, so that the import can go on from there.
    SANAD_CHECK(sealing.flush());
    SANAD_CHECK(record_stop(workspace, begun.import, caller.id, sealed.error().message));
    return Error{sealed.error().code, fmt::format("{}; go on later with --resume {}",
                                                  sealed.error().message, begun.import.id)};
  }
  ImportedExhibit imported{begun.import.id, begun.import.exhibit, begun.number, "",
                           sealing.count(), sealing.duplicates()};
  SANAD_TRY(imported.job, queue_reading(workspace, begun, order));
  return imported;
}

Result<void> settle_interrupted_imports(Workspace& workspace) {
  SANAD_TRY(const auto started, workspace.records().imports("started"));
  for (const records::Import& import : started) {
    SANAD_CHECK(record_stop(workspace, import, custody::kSystem,
                            "the program stopped while this import was under way"));
  }
  return {};
}

}  // namespace sanad::service
