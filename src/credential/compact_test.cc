#include "credential/compact.h"

#include <gtest/gtest.h>

#include "fixture.h"
#include "packing.h"

namespace sanad::credential {
namespace {

TEST(Compact, TheWholeCertificateComesBackByteForByte) {
  const std::string text = signed_text(sample());
  const std::string compact = format_compact(text);
  EXPECT_LE(compact.size(), 1'800u);
  EXPECT_EQ(parse_compact(compact).value(), text);
}

TEST(Compact, WhatWasMisreadIsRefused) {
  const std::string compact = format_compact(signed_text(sample()));
  EXPECT_FALSE(parse_compact(compact.substr(1)).ok());
  EXPECT_FALSE(parse_compact(compact.substr(0, compact.size() - 3)).ok());
  EXPECT_FALSE(parse_compact(compact + "BB8").ok());
  EXPECT_FALSE(parse_compact(std::string(kCompactMark)).ok());
  std::string changed = compact;
  changed[200] = changed[200] == 'A' ? 'B' : 'A';
  EXPECT_FALSE(parse_compact(changed).ok()) << "the stream has a check of its own";
}

TEST(Compact, ABombIsNotUnpacked) {
  EXPECT_EQ(parse_compact(format_compact(std::string(1 << 20, 'a'))).error().code,
            ErrorCode::kLimit);
  const Bytes packed = pack(Bytes(100, 1), Packing::kGzip);
  EXPECT_EQ(unpack(packed, Packing::kGzip, 99).error().code, ErrorCode::kLimit);
  EXPECT_EQ(unpack(packed, Packing::kGzip, 100).value(), Bytes(100, 1));
  EXPECT_FALSE(unpack(packed, Packing::kZlib, 100).ok());
}

}  // namespace
}  // namespace sanad::credential
