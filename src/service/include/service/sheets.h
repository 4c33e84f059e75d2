// Verification sheets: what officers found on examining an exhibit or a part of one. Each saving is
// an entry "sheet.saved" that holds the whole sheet, so that every version stays, with its author
// and time, and a correction overwrites nothing. What machines know is offered beside a sheet as
// facts with their sources, and never becomes a finding. Tested by sheets_test.cc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "service/workspace.h"

namespace sanad::service {

inline constexpr std::size_t kMaxSheetReasonBytes = 2'048;
// Beside one sheet; how many more there are is said.
inline constexpr std::size_t kMaxFacts = 300;

struct SheetOrder {
  records::SheetSubject subject;  // exhibit: identifier or number
  std::int64_t base = 0;          // the version that was changed; 0: there was none
  std::string reason;             // why it is changed; not needed for the first
  json::Value content;            // docs/verification-sheet.md
};

// By an investigator, a supervisor or a reviewer. kInvalid: not a sheet, an empty one, no reason
// for a change, or it cites what the case does not have. kConflict: another version was saved
// meanwhile, or nothing was changed. kDenied: also where the part, or one that is cited, was set
// aside. kNotFound. kLimit: the sheet is too long.
Result<records::SheetVersion> save_sheet(Workspace& workspace, const authority::Officer& caller,
                                         const SheetOrder& order);

// All versions, newest first; none: nothing was saved. By whoever may read a case, as all below.
// kNotFound: there is no such exhibit or part. kDenied: the part was set aside.
Result<std::vector<records::SheetVersion>> sheet_history(Workspace& workspace,
                                                         const authority::Officer& caller,
                                                         const records::SheetSubject& subject);
Result<records::SheetVersion> read_sheet(Workspace& workspace, const authority::Officer& caller,
                                         std::string_view sheet, std::int64_t version);
// The newest version of each sheet of a case. exhibit: identifier or number; empty for all.
Result<std::vector<records::SheetVersion>> list_sheets(Workspace& workspace,
                                                       const authority::Officer& caller,
                                                       std::string_view case_id,
                                                       std::string_view exhibit);

// What is on record of the exhibit or part, sorted to the questions that it bears on:
// {"items": [{"panel", "question", "fact", "name"?, "value", "source"}], "left_out"}. People stand
// there by pseudonyms. Of a part, the look is recorded as exhibit.viewed. kNotFound, kDenied.
Result<json::Value> sheet_facts(Workspace& workspace, const authority::Officer& caller,
                                const records::SheetSubject& subject);

// With the exhibit's number and the author's name; whole: with the content.
Result<json::Object> view(Workspace& workspace, const records::SheetVersion& version, bool whole);
// What sheet_history() answered about the subject: its questions, the newest version whole, and the
// heads of all.
Result<json::Object> view_sheet(Workspace& workspace, const records::SheetSubject& subject,
                                const std::vector<records::SheetVersion>& versions);
// The questions that the panels ask, in their order.
json::Array sheet_questions();

}  // namespace sanad::service
