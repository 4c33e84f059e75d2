// Pictures, recordings and videos of exhibits that are shown with something hidden
// (docs/formats/redaction.md). A redaction is a working copy: the exhibit stays as it was sealed.
// Tested by redactions_test.cc, and attacked by redaction_attack_test.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "extract/extract.h"
#include "present/bundle.h"
#include "redaction/kind.h"
#include "service/workspace.h"

namespace sanad::service {

// Pixels of the picture the right way up.
struct HiddenBox {
  std::uint64_t x = 0, y = 0, width = 0, height = 0;
  std::string reason;
};
// "x,y,width,height:reason". kInvalid: any other form.
Result<HiddenBox> parse_box(std::string_view text);

// Which picture: a file of the exhibit, or a part of an import by its number; of a PDF one page.
struct PictureSubject {
  std::string file;  // not asked for where there is a part
  std::optional<std::uint64_t> part;
  std::optional<std::uint64_t> page;  // from 1 on
};

// By an investigator, a supervisor or an evidence officer. boxes: none for a page of a PDF that is
// shown whole beside others. Records exhibit.tiles, unless the ledger
// has it, and exhibit.redacted; the redacted picture and its proof are in the vault then. Answers
// the redaction's view. kInvalid: no picture, or boxes that cannot be used. kDenied, recorded: the
// part was set aside, or parts of the file.
Result<json::Value> redact(Workspace& workspace, const authority::Officer& caller,
                           const records::Exhibit& exhibit, const PictureSubject& subject,
                           const std::vector<HiddenBox>& boxes);

// {"width", "height", "picture" (PNG in base64, at most extract::kPreviewSide on a side)} of what
// is to be redacted; width and height are of the whole. A look, recorded as such. Whoever may
// redact.
Result<json::Value> picture_to_redact(Workspace& workspace, const authority::Officer& caller,
                                      const records::Exhibit& exhibit,
                                      const PictureSubject& subject);

// Where in the picture there may be faces, number plates and text, looked for in the cage:
// {"width", "height", "suggestions" [{"kind" ("face", "plate" or "text"), "by" (what found it),
// "x", "y", "width", "height"}], "cut" (a limit was reached: there may be more)}. Nothing is hidden
// by it, and it is kept nowhere. A look, recorded as such. Whoever may redact. kUnavailable: what
// it needs is not installed.
Result<json::Value> suggest_boxes(Workspace& workspace, const authority::Officer& caller,
                                  const records::Exhibit& exhibit, const PictureSubject& subject);
// All suggested boxes of a kind, for the officer's reason. kInvalid: there is none, or there may be
// more than were suggested.
Result<std::vector<HiddenBox>> take_suggestions(const json::Value& suggested, std::string_view kind,
                                                std::string_view reason);

// Of a recording, or of the sound or the pictures of a video; from its beginning, where nothing
// moves, or from its first picture.
struct HiddenRange {
  std::uint64_t from_ms = 0, to_ms = 0;
  std::string reason;
};
// "62.5", "1:02.5" or "0:01:02.5" in milliseconds. kInvalid: any other form.
Result<std::uint64_t> parse_play_time(std::string_view text);

// As redact(), of sound; subject: no page. Records exhibit.segments, unless the ledger has it, and
// exhibit.redacted. kInvalid: no sound, sound that is too long, or times that cannot be used.
Result<json::Value> redact_sound(Workspace& workspace, const authority::Officer& caller,
                                 const records::Exhibit& exhibit, const PictureSubject& subject,
                                 const std::vector<HiddenRange>& ranges);

// As redact(), of the pictures of a video, which are encoded anew, up to 15 minutes of them.
// Records exhibit.frames, unless the ledger has it, and exhibit.redacted. kInvalid: no video, or
// times that cannot be used; also where it is too long, or too large as it is encoded. Of a minute
// of 1920 × 1080 it computes some twelve seconds.
Result<json::Value> redact_film(Workspace& workspace, const authority::Officer& caller,
                                const records::Exhibit& exhibit, const PictureSubject& subject,
                                const std::vector<HiddenRange>& ranges);

// What of a video is covered in the ranges. With both, the sound is redacted first, and what is
// recorded of it stays where the pictures cannot be.
enum class Covering { kSound, kPictures, kBoth };
Result<Covering> parse_covering(std::string_view text);  // "sound", "pictures" or "both"
// The redactions' views, of one or two.
Result<json::Array> redact_times(Workspace& workspace, const authority::Officer& caller,
                                 const records::Exhibit& exhibit, const PictureSubject& subject,
                                 const std::vector<HiddenRange>& ranges, Covering covering);

// All redactions of an exhibit, oldest first: {"of" ("picture", "sound" or "film"), "redaction",
// "exhibit", "file", "part", "page", "reasons", "open", "closed", "sha256", "size", "by", "at", …}:
// of pictures "width", "height", "boxes"; of sound "rate", "channels", "samples", "ranges"; of
// films "width", "height", "length_ms", "ranges", "encoder". By whoever may read the case.
Result<json::Array> list_redactions(Workspace& workspace, const authority::Officer& caller,
                                    const records::Exhibit& exhibit);

// The redacted picture, a PNG, recording, a WAV, or video, a WebM, and its proof. A look, recorded
// as such. kNotFound.
struct RedactedPicture {
  Bytes picture;
  std::string proof;
  redaction::Kind kind = redaction::Kind::kPicture;
};
// {"begin_ms", "length_ms", "duration_ms", "is_last", "sound" (WAV, in base64), "proof"} of a
// recording, as much from a time on as is listened to at once. kNotFound: it ends before.
Result<json::Value> stretch_of(const RedactedPicture& redacted, std::uint64_t begin_ms);
// The same of a video: {"begin_ms", "pictures" [{"at_ms", "width", "height", "picture" (JPEG, in
// base64)}], "duration_ms", "is_last", "damaged", "proof"}, decoded in the cage.
Result<json::Value> film_stretch_of(Workspace& workspace, const RedactedPicture& redacted,
                                    std::uint64_t begin_ms);
Result<RedactedPicture> redacted_picture(Workspace& workspace, const authority::Officer& caller,
                                         const records::Exhibit& exhibit, std::string_view id);

// Whether the original, as it is in the vault, decoded again, still leads to the root in the ledger
// and the redaction to it. kIntegrity: it does not. By whoever may redact.
Result<json::Value> check_redaction(Workspace& workspace, const authority::Officer& caller,
                                    std::string_view id);

// For a bundle. ids: redactions of exhibits that are in it, each once; else kInvalid.
Result<void> check_shown_redactions(Workspace& workspace, const std::vector<std::string>& ids,
                                    const std::vector<records::Exhibit>& exhibits);
// Which entries about exhibits that are shown redacted go into the bundle: how each was had, who
// looked at it, and the redactions that were chosen. Others do not: what was read or written of it
// may say what the picture hides, and the digest of another redaction would let whoever has this
// one try what the other shows.
struct RedactedDisclosure {
  std::set<std::string> exhibits;
  std::set<std::uint64_t> entries;
  bool leaves_out(const records::Entry& entry) const;
};
Result<RedactedDisclosure> redacted_disclosure(Workspace& workspace,
                                               const std::vector<std::string>& ids,
                                               const std::vector<records::Exhibit>& exhibits);
// Shows those of the exhibit among ids, and withholds every file of the exhibit.
Result<void> show_redacted(Workspace& workspace, const records::Exhibit& exhibit,
                           const std::vector<std::string>& ids, present::BundledExhibit& item);

}  // namespace sanad::service
