// The best answers of all segments.
#pragma once

#include <vector>

#include "plan.h"
#include "search_index/search_index.h"

namespace sanad::search_index {

// Walks through what plan gives for each segment, passing over blocks that cannot hold a better
// answer once enough were counted. kIntegrity where damage is met.
Result<Page> top(const Plan& plan, const std::vector<Segment*>& segments,
                 const PageRequest& request);

}  // namespace sanad::search_index
