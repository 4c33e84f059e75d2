// Of what a redaction is made, and what is told of it: common to pictures and recordings.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "items.h"
#include "redaction_entries.h"
#include "service/redactions.h"

namespace sanad::service {

// kDenied, recorded: another role.
Result<void> require_redactor(Workspace& workspace, const authority::Officer& caller);

// The bytes, and the members of source: "file", "part", "page", "parts", "sha256".
Result<Item> open_subject(Workspace& workspace, const authority::Officer& caller,
                          const records::Exhibit& exhibit, const PictureSubject& subject,
                          json::Object& source);
// What names a picture or a recording for its seed: the same one has the same salts each time.
std::string subject_text(const json::Object& source, std::initializer_list<const char*> members);

// Into the vault, as {"sha256", "size"}.
Result<json::Object> seal_redaction_file(Workspace& workspace, const records::Exhibit& exhibit,
                                         ByteView bytes);

json::Object view_of(const FoundRedaction& found);
PictureSubject subject_of(const json::Value& data);
std::string name_of(const PictureSubject& subject);

// As check_redaction(), of a recording.
Result<json::Value> check_sound_redaction(Workspace& workspace, const authority::Officer& caller,
                                          const records::Exhibit& exhibit,
                                          const FoundRedaction& found);
// The same of a video.
Result<json::Value> check_film_redaction(Workspace& workspace, const authority::Officer& caller,
                                         const records::Exhibit& exhibit,
                                         const FoundRedaction& found);

}  // namespace sanad::service
