#include "redaction_subjects.h"

#include <fmt/format.h>

#include "closed_content.h"
#include "part_lines.h"
#include "service/people.h"

namespace sanad::service {
namespace {

json::Value or_null(const std::optional<std::uint64_t>& number) {
  return number ? json::Value(*number) : json::Value(nullptr);
}

}  // namespace

Result<void> require_redactor(Workspace& workspace, const authority::Officer& caller) {
  return require_role(workspace, caller,
                      {authority::Role::kInvestigator, authority::Role::kSupervisor,
                       authority::Role::kEvidenceOfficer},
                      "redact an exhibit");
}

Result<Item> open_subject(Workspace& workspace, const authority::Officer& caller,
                          const records::Exhibit& exhibit, const PictureSubject& subject,
                          json::Object& source) {
  source = {{"file", subject.file},
            {"part", or_null(subject.part)},
            {"page", or_null(subject.page)},
            {"parts", nullptr},
            {"sha256", nullptr}};
  if (!subject.part) {
    SANAD_TRY(const records::ExhibitFile file, workspace.records().file(exhibit, subject.file));
    source.set("sha256", file.sha256);
    return readable(workspace, caller, exhibit, subject.file,
                    read_item(workspace, exhibit, subject.file, ""));
  }
  SANAD_TRY(OpenList list, open_list(workspace, exhibit));
  SANAD_TRY(const json::Value line, read_number(list, workspace, *subject.part));
  source.set("file", line["file"].string_or(""));
  source.set("parts", list.list.index);
  if (line["item"].is_null() && line["set_aside"].is_null())
    return Error{
        ErrorCode::kInvalid,
        fmt::format("part {} has no bytes of its own, and so nothing of it can be redacted",
                    *subject.part)};
  return readable(workspace, caller, exhibit, line["file"].string_or(""),
                  read_listed_item(workspace, exhibit, line));
}

std::string subject_text(const json::Object& source, std::initializer_list<const char*> members) {
  json::Object subject;
  for (const char* member : members) subject.set(member, *source.find(member));
  return json::format_canonical(json::Value(std::move(subject)));
}

Result<json::Object> seal_redaction_file(Workspace& workspace, const records::Exhibit& exhibit,
                                         ByteView bytes) {
  SANAD_TRY(const auto writer, workspace.vault().begin(exhibit.case_id));
  SANAD_CHECK(writer->write(bytes));
  SANAD_TRY(const vault::SealedObject sealed, writer->seal());
  return json::Object{{"sha256", format_hex(sealed.info.sha256)}, {"size", sealed.info.size_bytes}};
}

json::Object view_of(const FoundRedaction& found) {
  const bool is_timed = found.kind != redaction::Kind::kPicture;
  json::Object view{{"of", redaction::word_of(found.kind)}};
  for (const char* name :
       {"redaction", "exhibit", "file", "part", "page", "reasons", "open", "closed", "tool"})
    view.set(name, found.redacted.data[name]);
  const char* covered = is_timed ? "ranges" : "boxes";
  view.set(covered, found.redacted.data[covered]);
  for (const char* name : {"decoder", "root"}) view.set(name, found.tiles.data[name]);
  if (found.kind == redaction::Kind::kSound)
    for (const char* name : {"rate", "channels", "samples"}) view.set(name, found.tiles.data[name]);
  else
    for (const char* name : {"width", "height"}) view.set(name, found.tiles.data[name]);
  if (found.kind == redaction::Kind::kFilm)
    for (const char* name : {"length_ms", "encoder"}) view.set(name, found.tiles.data[name]);
  view.set("sha256", found.file()["sha256"]);
  view.set("size", found.file()["size"]);
  view.set("by", found.redacted.actor);
  view.set("at", format_timestamp(found.redacted.at));
  return view;
}

PictureSubject subject_of(const json::Value& data) {
  PictureSubject subject{data["file"].string_or(""), {}, {}};
  if (const auto part = data["part"].as_int()) subject.part = static_cast<std::uint64_t>(*part);
  if (const auto page = data["page"].as_int()) subject.page = static_cast<std::uint64_t>(*page);
  return subject;
}

std::string name_of(const PictureSubject& subject) {
  std::string name = subject.part ? fmt::format("part {}", *subject.part) : subject.file;
  if (subject.page) name += fmt::format(", page {}", *subject.page);
  return name;
}

}  // namespace sanad::service
