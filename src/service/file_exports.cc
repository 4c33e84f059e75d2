#include "service/file_exports.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "bundle_content.h"
#include "cage/input.h"
#include "crypto/ecdsa.h"
#include "crypto/id.h"
#include "extract/extract.h"
#include "file_export_making.h"
#include "present/case_exports.h"
#include "present/case_uco.h"
#include "present/file_exports.h"
#include "reasons.h"
#include "service/exhibits.h"
#include "service/part_excerpts.h"
#include "service/people.h"
#include "service/sight.h"
#include "service/version.h"
#include "spool/spool.h"
#include "warc/signed.h"

namespace sanad::service {

using authority::Officer;
using authority::Role;

namespace {

struct Named {
  FilesFormat format;
  std::string_view name, ending;
};
constexpr std::array<Named, 4> kFormats = {{{FilesFormat::kCaseUco, "case-uco", "jsonld"},
                                            {FilesFormat::kLoadFile, "load-file", "zip"},
                                            {FilesFormat::kBag, "bag", "zip"},
                                            {FilesFormat::kSignedWacz, "wacz", "wacz"}}};
constexpr std::uint64_t kMaxDocumentBytes = 64ULL << 20;

const Named& named(FilesFormat format) {
  return *std::ranges::find(kFormats, format, &Named::format);
}

// The file until it is read: written once, with its digest.
class Spooled final : public ByteSink, public ByteSource {
 public:
  static Result<std::unique_ptr<Spooled>> create(Workspace& workspace) {
    auto made = std::make_unique<Spooled>();
    SANAD_TRY(made->spool_, spool::Spool::create(workspace.working_directory()));
    return made;
  }
  Result<void> write(ByteView data) override {
    hasher_.update(data);
    return spool_->append(stream_, data);
  }
  Result<std::string> finish() {
    SANAD_CHECK(spool_->flush(stream_));
    source_ = spool_->open(stream_);
    return format_hex(hasher_.finish());
  }
  Result<std::size_t> read(std::span<std::uint8_t> out) override { return source_->read(out); }
  std::uint64_t size() const { return stream_.size; }

 private:
  std::unique_ptr<spool::Spool> spool_;
  spool::Spool::Stream stream_;
  std::unique_ptr<ByteSource> source_;
  crypto::Hasher hasher_{crypto::Hasher::Algorithm::kSha256};
};

struct Exporting {
  Workspace& workspace;
  const Officer& caller;
  const FilesExportOrder& order;
  const records::Case& of_case;
  const std::vector<records::Exhibit>& exhibits;
  const std::string& id;
};

// What stands in the documents of a page, by the cage; a fault of the page is no fault of ours.
Result<std::string> text_of(Workspace& workspace, const records::Exhibit& exhibit,
                            const present::FileRecord& file) {
  if (file.role != "dom" || file.size > kMaxDocumentBytes) return std::string();
  SANAD_TRY(const auto opened, open_recorded(workspace, exhibit, file.name));
  Bytes bytes(file.size);
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    SANAD_TRY(const std::size_t got,
              opened.reader->read_at(filled, std::span(bytes).subspan(filled)));
    if (got == 0) break;
    filled += got;
  }
  SANAD_TRY(const cage::Input input, cage::Input::of(bytes));
  extract::Hints hints;
  hints.type = "html";
  hints.charset = "utf-8";
  const auto answer = extract::fingerprint_with_text(workspace.extractor(), input.fd(), hints);
  if (!answer.ok() && answer.error().code == ErrorCode::kIo) return answer.error();
  return answer.ok() ? (*answer)["text_content"].string_or("") : std::string();
}

bool tells_imports(FilesFormat format) {
  return format == FilesFormat::kCaseUco || format == FilesFormat::kLoadFile;
}

// All parts of an import, third parties masked unless it is said why not.
Result<json::Value> all_parts(Workspace& workspace, const records::Exhibit& exhibit,
                              const FilesExportOrder& order) {
  return check_excerpt(workspace, exhibit,
                       PartExcerpt{exhibit.id, {kAllParts}, "", order.why_named, {}});
}

// Of an import that was not read yet, or could not be, no parts are told.
Result<bool> has_parts(Workspace& workspace, const records::Exhibit& exhibit) {
  if (!exhibit.is_import()) return false;
  const auto list = workspace.records().part_list(exhibit.id);
  if (!list.ok() && list.error().code != ErrorCode::kNotFound) return list.error();
  return list.ok() && list->data["parts"].int_or(0) > 0;
}

Result<json::Object> write_case(const Exporting& a, ByteSink& sink) {
  std::vector<present::ShownExhibit> told;
  std::vector<std::unique_ptr<present::BundledExhibit>> shown;  // what writes the parts
  std::uint64_t imports_untold = 0;
  for (const records::Exhibit& exhibit : a.exhibits) {
    SANAD_TRY(const bool is_told, has_parts(a.workspace, exhibit));
    if (!is_told) {
      imports_untold += exhibit.is_import() ? 1 : 0;
      continue;
    }
    SANAD_TRY(const json::Value value, all_parts(a.workspace, exhibit, a.order));
    shown.push_back(std::make_unique<present::BundledExhibit>());
    SANAD_CHECK(show_in_part(a.workspace, exhibit, value, *shown.back()));
    told.push_back({exhibit.id, shown.back()->parts->value, shown.back()->write_excerpt});
  }
  SANAD_TRY(const auto content, bundle_content(a.workspace, a.caller, a.id, a.of_case, a.exhibits));
  SANAD_TRY(const present::CaseRecord record, present::read_case(content));
  SANAD_TRY(const present::PartCounts counts, present::write_case_uco(record, told, sink));
  SANAD_CHECK(sink.write(as_bytes("\n")));
  return json::Object{{"parts", counts.told},
                      {"closed", counts.closed},
                      {"masked_words", counts.masked_words},
                      {"imports_untold", imports_untold},
                      {"why_named", a.order.why_named}};
}

Result<json::Object> write_load_file(const Exporting& a, ByteSink& sink) {
  const bool is_masked = a.order.why_named.empty();
  json::Array excerpts;
  std::vector<present::ExhibitParts> parts;
  // What writes the parts holds on to these.
  std::vector<std::unique_ptr<present::BundledExhibit>> shown;
  for (const records::Exhibit& exhibit : a.exhibits) {
    if (!exhibit.is_import()) continue;
    SANAD_TRY(json::Value value, all_parts(a.workspace, exhibit, a.order));
    shown.push_back(std::make_unique<present::BundledExhibit>());
    SANAD_CHECK(show_in_part(a.workspace, exhibit, value, *shown.back()));
    parts.push_back({exhibit.id, shown.back()->write_excerpt});
    if (is_masked) excerpts.push_back(std::move(value));
  }
  const json::Value payload = json::Object{{"bundle", a.id}, {"excerpts", std::move(excerpts)}};
  SANAD_TRY(const auto content,
            gather_bundle(a.workspace, a.caller, payload, a.of_case, a.exhibits));
  SANAD_TRY(const present::CaseRecord record, present::read_case(content));
  zip::Writer archive(sink, {.modified = content.created_at, .sha256 = true});
  SANAD_TRY(const present::LoadFileCounts counts,
            present::write_load_file(
                content, record, parts,
                [&](const present::ExhibitRecord& of, const present::FileRecord& file) {
                  const auto exhibit =
                      std::ranges::find(a.exhibits, of.exhibit, &records::Exhibit::id);
                  return text_of(a.workspace, *exhibit, file);
                },
                archive));
  SANAD_CHECK(archive.finish());
  return json::Object{{"documents", counts.documents}, {"natives", counts.natives},
                      {"texts", counts.texts},         {"images", counts.images},
                      {"withheld", counts.withheld},   {"masked_words", counts.masked_words},
                      {"why_named", a.order.why_named}};
}

Result<json::Object> write_bag(const Exporting& a, ByteSink& sink) {
  SANAD_TRY(const auto content, bundle_content(a.workspace, a.caller, a.id, a.of_case, a.exhibits));
  SANAD_TRY(const present::CaseRecord record, present::read_case(content));
  zip::Writer archive(sink, {.modified = content.created_at, .sha256 = true});
  SANAD_CHECK(present::write_bag(content, record, archive));
  SANAD_CHECK(archive.finish());
  return json::Object{};
}

// The workspace's key for signed archives, of which nothing is stored. Two labels, since a key of
// 384 bits takes more than one block gives.
Result<crypto::EcdsaP384Key> wacz_key(Workspace& workspace) {
  Bytes seed;
  for (const char* label : {"wacz-signing-1", "wacz-signing-2"}) {
    const keyring::Secret half = workspace.keyring().workspace_subkey(label);
    seed.insert(seed.end(), half.view().begin(), half.view().end());
  }
  auto key = crypto::EcdsaP384Key::from_seed(seed);
  crypto::wipe(seed);
  return key;
}

std::vector<records::ExhibitFile>::const_iterator archive_of(const records::Exhibit& exhibit) {
  return std::ranges::find(exhibit.files, "archive", &records::ExhibitFile::role);
}

Result<json::Object> write_wacz(const Exporting& a, ByteSink& sink) {
  const records::Exhibit& exhibit = a.exhibits.front();
  const auto file = archive_of(exhibit);
  SANAD_TRY(const auto content, bundle_content(a.workspace, a.caller, a.id, a.of_case, a.exhibits));
  SANAD_TRY(const present::CaseRecord record, present::read_case(content));
  for (const present::FileRecord& one : record.exhibits.front().files)
    if (one.name == file->name && !one.withheld.empty())
      return Error{ErrorCode::kInvalid, fmt::format("its archive is withheld: {}", one.withheld)};
  SANAD_TRY(const auto opened, open_recorded(a.workspace, exhibit, file->name));
  SANAD_TRY(const crypto::EcdsaP384Key key, wacz_key(a.workspace));
  SANAD_TRY_WITH(const std::string signed_hash,
                 warc::write_signed_wacz(*opened.reader,
                                         {fmt::format("Sanad {}", kVersion), key.public_key(),
                                          [&](ByteView message) { return key.sign(message); }},
                                         sink),
                 fmt::format("{} of {}", file->name, exhibit.number));
  return json::Object{{"sealed_sha256", file->sha256},
                      {"signed", signed_hash},
                      {"public_key", format_base64(key.public_key())}};
}

Result<json::Object> write(const Exporting& a, ByteSink& sink) {
  switch (a.order.format) {
    case FilesFormat::kCaseUco:
      return write_case(a, sink);
    case FilesFormat::kLoadFile:
      return write_load_file(a, sink);
    case FilesFormat::kBag:
      return write_bag(a, sink);
    case FilesFormat::kSignedWacz:
      break;
  }
  return write_wacz(a, sink);
}

}  // namespace

std::string_view format_name(FilesFormat format) { return named(format).name; }

const FilesFormat* find_files_format(std::string_view name) {
  const auto found = std::ranges::find(kFormats, name, &Named::name);
  return found == kFormats.end() ? nullptr : &found->format;
}

std::string files_export_name(FilesFormat format, const std::string& id) {
  return fmt::format("{}.{}", id, named(format).ending);
}

Result<ExportSubject> check_files_export(Workspace& workspace, const Officer& caller,
                                         const FilesExportOrder& order) {
  SANAD_CHECK(require_role(workspace, caller,
                           {Role::kInvestigator, Role::kSupervisor, Role::kEvidenceOfficer},
                           "export a case"));
  SANAD_CHECK(require_words(order.purpose, "what the export is for"));
  if (!order.why_named.empty()) {
    SANAD_CHECK(require_words(order.why_named, "why third parties are named"));
    if (!tells_imports(order.format))
      return Error{ErrorCode::kInvalid,
                   "only in CASE/UCO and in a load file are third parties masked; the others hold "
                   "whole files"};
  }
  ExportSubject subject;
  SANAD_TRY(subject.of_case, case_for(workspace, caller, order.case_id));
  SANAD_TRY(subject.exhibits, bundled_exhibits(workspace, subject.of_case, order.exhibits));
  for (const records::Exhibit& exhibit : subject.exhibits)
    SANAD_CHECK(require_sight(workspace, caller, exhibit.case_id, exhibit.id));
  const records::Exhibit& first = subject.exhibits.front();
  const bool is_capture =
      subject.exhibits.size() == 1 && !first.is_import() && archive_of(first) != first.files.end();
  if (order.format == FilesFormat::kSignedWacz && !is_capture)
    return Error{ErrorCode::kInvalid,
                 "a web archive is of one capture: name one exhibit that is the capture of a page"};
  return subject;
}

Result<void> check_told_imports(Workspace& workspace, const ExportSubject& subject,
                                const FilesExportOrder& order) {
  if (!tells_imports(order.format)) return {};
  for (const records::Exhibit& exhibit : subject.exhibits) {
    SANAD_TRY(const bool is_told, has_parts(workspace, exhibit));
    const bool must_be_told = exhibit.is_import() && order.format == FilesFormat::kLoadFile;
    if (!is_told && !must_be_told) continue;
    const auto value = all_parts(workspace, exhibit, order);
    if (!value.ok()) return value.error();
  }
  return {};
}

Result<json::Object> write_files_export(Workspace& workspace, const Officer& caller,
                                        const FilesExportOrder& order, const ExportSubject& subject,
                                        const std::string& id, ByteSink& sink) {
  return write({workspace, caller, order, subject.of_case, subject.exhibits, id}, sink);
}

json::Object files_export_entry(const FilesExportOrder& order, const ExportSubject& subject,
                                const std::string& id, const std::string& sha256,
                                std::uint64_t size, const json::Object& told) {
  json::Array ids;
  for (const records::Exhibit& exhibit : subject.exhibits) ids.emplace_back(exhibit.id);
  json::Object data{{"export", id},
                    {"format", format_name(order.format)},
                    {"exhibits", std::move(ids)},
                    {"sha256", sha256},
                    {"size", size},
                    {"purpose", order.purpose}};
  for (const json::Member& member : told) data.set(member.name, member.value);
  return data;
}

Result<FilesExport> export_files(Workspace& workspace, const Officer& caller,
                                 const FilesExportOrder& order) {
  SANAD_TRY(const ExportSubject subject, check_files_export(workspace, caller, order));
  FilesExport made;
  made.id = crypto::new_id("export");
  SANAD_TRY(auto spooled, Spooled::create(workspace));
  SANAD_TRY(made.told, write_files_export(workspace, caller, order, subject, made.id, *spooled));
  SANAD_TRY(made.sha256, spooled->finish());
  made.size = spooled->size();
  made.name = files_export_name(order.format, made.id);
  made.exhibits = subject.exhibits.size();
  SANAD_CHECK(workspace.custody().record(
      {"case.exported", caller.id, subject.of_case.id,
       files_export_entry(order, subject, made.id, made.sha256, made.size, made.told)}));
  made.bytes = std::move(spooled);
  return made;
}

}  // namespace sanad::service
