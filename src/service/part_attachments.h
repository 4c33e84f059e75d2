// Bytes of parts in a bundle's excerpt: a picture in a chat, what a mail brought along
// (docs/formats/excerpt.md). Bytes cannot be masked, so they stay closed unless an officer asks for
// them; and where somebody is masked of whom they might tell, the officer says why.
// Tested by part_attachments_test.cc.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "part_lines.h"
#include "people_masks.h"
#include "present/bundle.h"
#include "service/part_excerpts.h"
#include "service/workspace.h"

namespace sanad::service {

// As a job keeps them: [{"number", "name", "type", "file", "way", "sha256", "size", "masked"}…],
// ascending; masked: a third party who is masked sent it, or is named in it, or nobody knows who
// sent it. shown: of the excerpt, ascending. Of those that the excerpt asks for by kAllParts only
// such are chosen as can be opened.
// kInvalid: a part that is named has no bytes, is not shown, or cannot be opened: it holds other
// parts that are not open too, nothing is known of what it holds, or it wants a reason and there is
// none; or none is left. kLimit: more than kMaxAttachments.
Result<json::Array> choose_attachments(Workspace& workspace, const records::Exhibit& exhibit,
                                       OpenList& open, const PartExcerpt& excerpt,
                                       const std::vector<PartRange>& shown,
                                       const PeopleMasks& masks);

// The numbers of those that a job keeps.
std::set<std::uint64_t> attachment_numbers(const json::Value& attachments);

// What writes them, in constant memory. A part that lies within a file is read once, with all
// others of that file, into a working file without a name. kIntegrity, of the writing: the bytes
// are not those that the list names. The workspace outlives them.
std::vector<present::BundledAttachment> bundled_attachments(Workspace& workspace,
                                                            const records::Exhibit& exhibit,
                                                            const json::Value& attachments);

}  // namespace sanad::service
