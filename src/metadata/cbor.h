// CBOR (RFC 8949), read in place: what claims, assertions and signatures are written in.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace sanad::metadata {

struct Cbor {
  enum class Type { kUnsigned, kNegative, kBytes, kText, kArray, kMap, kOther };
  Type type = Type::kOther;
  std::uint64_t number = 0;  // kUnsigned: the value; kNegative: the value is -1 - number
  ByteView bytes;            // kBytes, kText: borrowed from what was parsed
  std::vector<Cbor> items;   // kArray; kMap: keys and values in turn

  std::string_view text() const { return type == Type::kText ? as_text(bytes) : ""; }
  // The value of a key; null where there is none, or this is no map.
  const Cbor* find(std::string_view key) const;
  const Cbor* find(std::int64_t key) const;
  std::optional<std::int64_t> integer() const;
};

// One item that fills all of bytes; tags are passed over. Absent: malformed, strings in pieces,
// deeper than 32 or of more than 50,000 items. bytes must outlive it.
std::optional<Cbor> parse_cbor(ByteView bytes);

// The parts that a signature is written over (RFC 9052, 4.4).
Bytes signed_bytes(ByteView protected_header, ByteView payload);

}  // namespace sanad::metadata
