// Text that a machine read in the pictures and scanned pages of an import (docs/ocr.md).
//
// It is derived, and may be wrong: it is no part of the list of parts and of its tree. What was
// read in a stretch of parts is sealed in the vault and named by an entry "exhibit.ocr", with the
// version of what read it; work that stopped goes on behind the last stretch. Wherever the text is
// shown it is said to be read by a machine, and how sure that was.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "capture/capture.h"
#include "records/jobs.h"
#include "service/workspace.h"

namespace sanad::service {

// Queues a job of kind "ocr" for an import that was read; answers the one that waits, where there
// is one. kInvalid: the exhibit is no import. kNotFound: it was not read yet.
Result<std::string> order_picture_texts(Workspace& workspace, const authority::Officer& caller,
                                        const records::Exhibit& exhibit);
Result<std::string> queue_picture_texts(Workspace& workspace, const std::string& case_id,
                                        const std::string& exhibit, const std::string& actor);

// Runs one. Answers {"exhibit", "items", "with_text", "unread", "indexing"}: of this run, and the
// job that will put it into the case's index. kUnavailable: the reader or its models are not
// installed.
Result<json::Value> run_picture_texts(Workspace& workspace, const records::Job& job,
                                      capture::Monitor& monitor);

// What was read in the parts of an exhibit, by their numbers, as docs/formats/items.md has it;
// empty where nothing was.
using PictureTexts = std::map<std::uint64_t, json::Value>;
Result<PictureTexts> picture_texts(Workspace& workspace, const records::Exhibit& exhibit);
// In one part; null where nothing was.
Result<json::Value> picture_text(Workspace& workspace, const records::Exhibit& exhibit,
                                 std::uint64_t number);

// Puts what was read beside what an item itself says.
void add_picture_text(const json::Value& read, json::Object& item);

}  // namespace sanad::service
