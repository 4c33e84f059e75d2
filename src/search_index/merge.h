// Several segments made one, without the documents that must go.
#pragma once

#include <string>
#include <vector>

#include "reader.h"
#include "writer.h"

namespace sanad::search_index {

// parts: not empty; each document of dropped[i] (by number; empty for none) of parts[i] is left
// out. Returns a row of no documents, and writes nothing, if none stays. Memory: one term's
// postings, and 16 bytes a document.
Result<SegmentRow> merge(const std::vector<Segment*>& parts,
                         const std::vector<std::vector<bool>>& dropped, SegmentStore& store,
                         std::uint64_t segment_id);

}  // namespace sanad::search_index
