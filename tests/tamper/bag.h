// A bundle taken apart, changed and put together again, as somebody who tampers would do it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "crypto/crypto.h"

namespace sanad::tamper {

struct Bag {
  std::string folder;
  std::map<std::string, Bytes> files;  // by path below the folder

  std::string text(const std::string& path) const { return to_text(files.at(path)); }
  void put(const std::string& path, std::string_view text) { files[path] = to_bytes(text); }
  // Replaces the first place of from in a file; aborts if there is none.
  void edit(const std::string& path, std::string_view from, std::string_view to);
};

Bag unpack(ByteView zip);
Bytes pack(const Bag& bag);

// Makes payload manifests and Payload-Oxum true again.
void rehash_payload(Bag& bag);
// Makes the tag manifests true again.
void rehash_tags(Bag& bag);
// Makes what the reader shows follow from the other files again.
void rewrite_reader(Bag& bag);
// Payload and tag manifests, and signs with key, whose public half replaces the agency's.
void resign(Bag& bag, const crypto::SigningKey& key);

// One file of a zip with every number of its headers open to lies.
struct RawEntry {
  std::string name;
  Bytes data;
  std::uint32_t crc = 0;
  std::uint32_t local_crc = 0;
  std::uint32_t size = 0;
  std::uint32_t local_size = 0;
  std::uint32_t packed_size = 0;
  std::uint16_t made_by = 0x0314;
  std::uint16_t version = 20;
  std::uint16_t local_version = 20;
  std::uint16_t flags = 0x0800;
  std::uint16_t local_flags = 0x0800;
  std::uint16_t method = 0;
  std::uint16_t time = 0;
  std::uint16_t date = 0x21;
  std::uint16_t disk = 0;
  std::uint16_t internal = 0;
  std::uint32_t external = 0100644U << 16;
  std::uint32_t offset_lie = 0;  // added to the offset in the directory
  std::string local_name;        // if not the same
  Bytes extra;
  Bytes local_extra;
  Bytes comment;
  Bytes after;  // bytes behind the data
};

struct RawZip {
  Bytes before;
  std::vector<RawEntry> entries;
  Bytes before_directory;
  Bytes comment;
  bool zip64_end = false;
  std::uint32_t count_lie = 0;
  std::uint16_t disk = 0;
  Bytes after;
};

RawZip raw(const Bag& bag);
RawEntry& entry_of(RawZip& zip, std::string_view path);  // aborts if there is none
RawEntry raw_entry(std::string name, ByteView data);
Bytes build(const RawZip& zip);

}  // namespace sanad::tamper
