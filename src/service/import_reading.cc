#include "service/import_reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/stable_sort.h"
#include "extract/import.h"
#include "extract/way.h"
#include "looks.h"
#include "part_keeper.h"
#include "part_lines.h"
#include "service/cases.h"
#include "service/identification.h"
#include "service/people.h"
#include "service/picture_texts.h"

namespace sanad::service {
namespace {

constexpr std::size_t kFilesAPage = 1000;
constexpr std::size_t kPieceBytes = 256 * 1024;
constexpr std::size_t kMaxProblems = 50;
constexpr std::uint64_t kReportEvery = 500;

struct Importers {
  std::uint64_t files = 0, records = 0, unread = 0;
};

// Everything that is read in one exhibit, from all its files.
class Reading {
 public:
  Reading(Workspace& workspace, PartKeeper& keeper, capture::Monitor& monitor)
      : workspace_(workspace), keeper_(keeper), monitor_(monitor) {}

  Result<void> take(const records::ExhibitFile& file, const json::Value& part,
                    const PartKeeper::Holder* holder = nullptr) {
    SANAD_CHECK(keeper_.keep(part, holder));
    const std::uint64_t read = keeper_.counts().all();
    if (read < reported_ + kReportEvery) return {};
    reported_ = read;
    monitor_.on_progress({"reading", bytes_, read, file.path});
    if (monitor_.is_cancelled()) return Error{ErrorCode::kConflict, "stopped by the officer"};
    return {};
  }

  void done(const records::ExhibitFile& file, const json::Value& summary) {
    const std::string name =
        fmt::format("{} {}", summary["importer"].string_or("none"), summary["version"].int_or(0));
    Importers& of = importers_[name];
    ++of.files;
    of.records += static_cast<std::uint64_t>(summary["records"].int_or(0));
    if (const json::Array* problems = summary["problems"].as_array()) {
      for (const json::Value& problem : *problems)
        add_problem(fmt::format("{}: {}", file.path, problem.string_or("")));
    }
  }
  void add_problem(const std::string& problem) {
    ++problem_count_;
    if (problems_.size() < kMaxProblems) problems_.emplace_back(problem.substr(0, 400));
  }
  void add_bytes(std::uint64_t bytes) { bytes_ += bytes; }

  json::Array importers() const {
    json::Array array;
    for (const auto& [name, of] : importers_) {
      const std::size_t space = name.find(' ');
      array.emplace_back(json::Object{{"importer", name.substr(0, space)},
                                      {"version", name.substr(space + 1)},
                                      {"files", of.files},
                                      {"records", of.records}});
    }
    return array;
  }
  json::Array problems() const {
    json::Array all = problems_;
    if (problem_count_ > problems_.size())
      all.emplace_back(fmt::format("and {} more", problem_count_ - problems_.size()));
    return all;
  }
  Workspace& workspace() { return workspace_; }

 private:
  Workspace& workspace_;
  PartKeeper& keeper_;
  capture::Monitor& monitor_;
  std::map<std::string, Importers> importers_;
  json::Array problems_;
  std::uint64_t problem_count_ = 0, reported_ = 0, bytes_ = 0;
};

// Of one file.
class FileVisitor final : public extract::ImportVisitor {
 public:
  FileVisitor(Reading& reading, const records::ExhibitFile& file)
      : reading_(reading), file_(file) {}

  Result<void> on_item(const extract::Node& node, const json::Value& item) override {
    return take(node, "item", item);
  }
  Result<void> on_record(const extract::Node& node, json::Value record) override {
    return take(node, "record", std::move(record));
  }
  Result<void> on_unread(const extract::Node& node, const json::Value& why) override {
    return take(node, "unread", why);
  }
  Result<void> on_done(const extract::Node&, const json::Value& summary) override {
    reading_.done(file_, summary);
    return {};
  }

 private:
  Result<void> take(const extract::Node& node, std::string_view member, json::Value value) {
    json::Object part{{"file", file_.name}, {"path", file_.path}, {"way", node.way}};
    part.set(std::string(member), std::move(value));
    if (node.parent == nullptr) return reading_.take(file_, part);
    const PartKeeper::Holder holder{node.parent->way, node.record};
    return reading_.take(file_, part, &holder);
  }

  Reading& reading_;
  const records::ExhibitFile& file_;
};

// Chats and tables come before what they attach, so that it is known what belongs to a message that
// is set aside.
int rank_of(const records::ExhibitFile& file) {
  constexpr std::array<std::string_view, 8> kTexts = {".json", ".txt",  ".html", ".htm",
                                                      ".csv",  ".mbox", ".eml",  ".js"};
  const bool is_text = std::ranges::any_of(
      kTexts, [&](std::string_view ending) { return file.path.ends_with(ending); });
  return is_text ? 0 : 1;
}

Result<std::vector<records::ExhibitFile>> all_files(Workspace& workspace,
                                                    const std::string& exhibit) {
  std::vector<records::ExhibitFile> files;
  for (;;) {
    SANAD_TRY(auto page,
              workspace.records().imported_files(exhibit, files.size() + 1, kFilesAPage));
    if (page.empty()) break;
    std::ranges::move(page, std::back_inserter(files));
  }
  sanad::stable_sort(files, [](const records::ExhibitFile& a, const records::ExhibitFile& b) {
    return rank_of(a) < rank_of(b);
  });
  return files;
}

Result<void> read_file(Workspace& workspace, const records::Exhibit& exhibit,
                       const records::ExhibitFile& file, const json::Value& payload,
                       const extract::Extractor& extractor, Reading& reading) {
  SANAD_TRY(const Digest256 digest, parse_digest256(file.sha256));
  SANAD_TRY_WITH(const auto object, workspace.vault().open_object(exhibit.case_id, digest),
                 file.path);
  const extract::Source source{file.size, [&](std::uint64_t offset, std::span<std::uint8_t> out) {
                                 return object->read_at(offset, out);
                               }};
  extract::ImportHints hints;
  const std::string last = file.path.substr(file.path.find_last_of('/') + 1);
  SANAD_TRY(hints.name, extract::unescape_step(last));
  hints.mapping = payload["mapping"];
  hints.region = payload["region"].string_or("");
  hints.sha256 = file.sha256;
  FileVisitor visitor(reading, file);
  const auto walked = extract::walk_import(extractor, source, hints, visitor);
  reading.add_bytes(file.size);
  return walked;
}

json::Object sealed_json(const vault::SealedObject& object) {
  return json::Object{{"sha256", format_hex(object.info.sha256)}, {"size", object.info.size_bytes}};
}

// null: too many to be named.
json::Value set_aside_in(const PartKeeper& keeper) {
  constexpr std::size_t kMaxNamed = 1000;
  if (keeper.set_aside_in().size() > kMaxNamed) return nullptr;
  json::Array names;
  for (const std::string& name : keeper.set_aside_in()) names.emplace_back(name);
  return names;
}

Result<void> record_parts(Workspace& workspace, const records::Exhibit& exhibit,
                          const std::string& actor, PartKeeper& keeper, const Reading& reading) {
  SANAD_TRY(const PartKeeper::Sealed sealed, keeper.seal());
  const PartCounts& counts = keeper.counts();
  json::Object data{{"exhibit", exhibit.id},
                    {"import", exhibit.capture},
                    {"algorithm", part_list::name_of(part_list::kAlgorithm)},
                    {"parts", counts.all()},
                    {"items", counts.items},
                    {"records", counts.records},
                    {"unread", counts.unread},
                    {"set_aside", counts.set_aside},
                    {"set_aside_in", set_aside_in(keeper)},
                    {"root", format_hex(sealed.head.root)},
                    {"list", sealed_json(sealed.list)},
                    {"importers", reading.importers()},
                    {"problems", reading.problems()}};
  if (sealed.set_aside) data.set("set_aside_list", sealed_json(*sealed.set_aside));
  SANAD_CHECK(
      workspace.custody().record({"exhibit.parts", actor, exhibit.case_id, std::move(data)}));
  return {};
}

// Gives the list of parts from its first byte.
Result<void> read_list(Workspace& workspace, const records::Exhibit& exhibit,
                       const records::PartList& list,
                       const std::function<Result<void>(ByteView)>& to) {
  SANAD_TRY(const Digest256 digest, parse_digest256(list.data["list"]["sha256"].string_or("")));
  SANAD_TRY_WITH(const auto object, workspace.vault().open_object(exhibit.case_id, digest),
                 fmt::format("the list of parts of {}", exhibit.number));
  Bytes piece(kPieceBytes);
  for (;;) {
    SANAD_TRY(const std::size_t got, object->read(piece));
    if (got == 0) return {};
    SANAD_CHECK(to(ByteView(piece.data(), got)));
  }
}

constexpr std::string_view kListName = "list of parts";

}  // namespace

Result<json::Value> run_import(Workspace& workspace, const records::Job& job,
                               capture::Monitor& monitor) {
  SANAD_TRY(const records::Exhibit exhibit,
            workspace.records().exhibit(job.payload["exhibit"].string_or("")));
  SANAD_TRY(const authority::Officer officer, workspace.records().officer(job.actor));
  const authority::ActRequest act{
      exhibit.case_id, authority::Activity::kImport, {}, exhibit.authorisation, exhibit.source};
  SANAD_TRY(const authority::Permit granted, permit(workspace, officer, act));
  SANAD_TRY(const auto files, all_files(workspace, exhibit.id));
  SANAD_TRY(const auto keeper, PartKeeper::create(workspace, granted, exhibit.id));
  Reading reading(workspace, *keeper, monitor);
  extract::Extractor extractor;
  extractor.is_cancelled = [&] { return monitor.is_cancelled(); };
  for (const records::ExhibitFile& file : files) {
    // The same bytes again are a part of their own, without what they hold.
    if (!file.same_as.empty() && file.same_as.starts_with(exhibit.id + "/")) {
      SANAD_CHECK(
          reading.take(file, json::Object{{"file", file.name},
                                          {"path", file.path},
                                          {"way", ""},
                                          {"item", json::Object{{"sha256", file.sha256},
                                                                {"size", file.size},
                                                                {"same_as", file.same_as}}}}));
      continue;
    }
    SANAD_CHECK(read_file(workspace, exhibit, file, job.payload, extractor, reading));
  }
  SANAD_CHECK(record_parts(workspace, exhibit, job.actor, *keeper, reading));
  // What was read is recorded, whatever becomes of these.
  (void)queue_identification(workspace, exhibit.case_id, job.actor);
  SANAD_TRY(const std::string indexing,
            queue_indexing(workspace, exhibit.case_id, exhibit.id, job.actor));
  const PartCounts& counts = keeper->counts();
  json::Object answer{{"exhibit", exhibit.id},   {"parts", counts.all()},
                      {"items", counts.items},   {"records", counts.records},
                      {"unread", counts.unread}, {"set_aside", counts.set_aside},
                      {"indexing", indexing}};
  if (job.payload["ocr"].bool_or(false)) {
    SANAD_TRY(const std::string pictures,
              queue_picture_texts(workspace, exhibit.case_id, exhibit.id, job.actor));
    answer.set("picture_texts", pictures);
  }
  return json::Value(std::move(answer));
}

Result<void> read_part_list(Workspace& workspace, const authority::Officer& caller,
                            const records::Exhibit& exhibit, std::string_view purpose,
                            const std::function<Result<void>(const part_list::Reader::Line&)>& to) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const records::PartList list, workspace.records().part_list(exhibit.id));
  SANAD_CHECK(record_look(workspace, caller, exhibit, kListName, purpose));
  part_list::Reader reader(to);
  SANAD_CHECK(
      read_list(workspace, exhibit, list, [&](ByteView bytes) { return reader.update(bytes); }));
  return reader.finish();
}

Result<DisclosedParts> disclose_parts(Workspace& workspace, const authority::Officer& caller,
                                      const records::Exhibit& exhibit,
                                      const std::vector<std::uint64_t>& numbers,
                                      std::string_view purpose) {
  SANAD_CHECK(require_role(workspace, caller,
                           {authority::Role::kInvestigator, authority::Role::kSupervisor,
                            authority::Role::kEvidenceOfficer},
                           "hand out parts of an exhibit"));
  SANAD_TRY(const records::PartList list, workspace.records().part_list(exhibit.id));
  SANAD_TRY(const Digest256 root, parse_digest256(list.data["root"].string_or("")));
  SANAD_TRY(const Bytes key, part_salt_key(workspace, exhibit.case_id, exhibit.id));
  DisclosedParts disclosed;
  disclosed.head = {{static_cast<std::uint64_t>(list.data["parts"].int_or(0))}, root};
  disclosed.entry = list.index;
  SANAD_TRY(disclosed.algorithm, algorithm_of(list));
  SANAD_TRY(disclosed.parts,
            part_list::disclose(disclosed.algorithm, key, disclosed.head, numbers,
                                [&](const std::function<Result<void>(ByteView)>& to) {
                                  return read_list(workspace, exhibit, list, to);
                                }));
  SANAD_CHECK(workspace.custody().record(
      {"exhibit.copied", caller.id, exhibit.case_id,
       json::Object{{"exhibit", exhibit.id}, {"file", kListName}, {"purpose", purpose}}}));
  return disclosed;
}

}  // namespace sanad::service
