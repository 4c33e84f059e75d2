// A zip of given members.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "base/stream.h"
#include "zip/writer.h"

namespace sanad::extract {

inline Bytes zipped(const std::vector<std::pair<std::string, std::string>>& members) {
  MemorySink sink;
  zip::Writer writer(sink, {});
  for (const auto& [name, bytes] : members)
    EXPECT_TRUE(writer.add(name, zip::Method::kDeflated, as_bytes(bytes)).ok());
  EXPECT_TRUE(writer.finish().ok());
  return sink.take();
}

}  // namespace sanad::extract
