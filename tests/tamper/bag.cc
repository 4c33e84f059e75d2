#include "bag.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "fixture.h"
#include "reader_data/reader_data.h"
#include "zip/reader.h"

namespace sanad::tamper {
namespace {

class Numbers {
 public:
  Numbers& put(int width, std::uint64_t value) {
    for (int i = 0; i < width; ++i, value >>= 8) bytes_.push_back(static_cast<std::uint8_t>(value));
    return *this;
  }
  Numbers& put(ByteView bytes) {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    return *this;
  }
  std::size_t size() const { return bytes_.size(); }
  Bytes take() { return std::move(bytes_); }

 private:
  Bytes bytes_;
};

std::uint32_t crc_of(ByteView data) {
  return data.empty() ? 0 : static_cast<std::uint32_t>(crc32_z(0, data.data(), data.size()));
}

std::string list(const Bag& bag, bool sha512, bool payload) {
  std::string text;
  for (const auto& [path, bytes] : bag.files) {
    if (path.starts_with("data/") != payload || path.starts_with("tagmanifest-")) continue;
    const std::string digest =
        sha512 ? format_hex(crypto::sha512(bytes)) : format_hex(crypto::sha256(bytes));
    text += fmt::format("{}  {}\n", digest, path);
  }
  return text;
}

std::string local_name(const RawEntry& entry) {
  return entry.local_name.empty() ? entry.name : entry.local_name;
}

Bytes local_header(const RawEntry& entry) {
  const std::string name = local_name(entry);
  Numbers out;
  out.put(4, 0x04034b50).put(2, entry.local_version).put(2, entry.local_flags).put(2, entry.method);
  out.put(2, entry.time).put(2, entry.date).put(4, entry.local_crc).put(4, entry.local_size);
  out.put(4, entry.local_size).put(2, name.size()).put(2, entry.local_extra.size());
  return out.put(as_bytes(name)).put(entry.local_extra).take();
}

Bytes central_header(const RawEntry& entry, std::uint64_t offset) {
  Numbers out;
  out.put(4, 0x02014b50).put(2, entry.made_by).put(2, entry.version).put(2, entry.flags);
  out.put(2, entry.method).put(2, entry.time).put(2, entry.date).put(4, entry.crc);
  out.put(4, entry.packed_size).put(4, entry.size).put(2, entry.name.size());
  out.put(2, entry.extra.size()).put(2, entry.comment.size()).put(2, entry.disk);
  out.put(2, entry.internal).put(4, entry.external).put(4, offset + entry.offset_lie);
  return out.put(as_bytes(entry.name)).put(entry.extra).put(entry.comment).take();
}

}  // namespace

void Bag::edit(const std::string& path, std::string_view from, std::string_view to) {
  std::string content = text(path);
  const std::size_t at = content.find(from);
  if (at == std::string::npos) std::abort();
  content.replace(at, from.size(), to);
  put(path, content);
}

Bag unpack(ByteView zip) {
  MemorySource source(zip);
  const auto reader = zip::Reader::open(source, {});
  if (!reader.ok()) std::abort();
  Bag bag;
  for (const zip::Entry& entry : reader->entries()) {
    const std::size_t slash = entry.name.find('/');
    bag.folder = entry.name.substr(0, slash);
    auto bytes = reader->read_all(entry, 1 << 30);
    if (!bytes.ok()) std::abort();
    bag.files[entry.name.substr(slash + 1)] = std::move(bytes).value();
  }
  return bag;
}

Bytes pack(const Bag& bag) { return build(raw(bag)); }

void rehash_payload(Bag& bag) {
  std::uint64_t bytes = 0;
  std::uint64_t count = 0;
  for (const auto& [path, content] : bag.files) {
    if (!path.starts_with("data/")) continue;
    bytes += content.size();
    ++count;
  }
  bag.put("manifest-sha256.txt", list(bag, false, true));
  bag.put("manifest-sha512.txt", list(bag, true, true));
  std::string info = bag.text("bag-info.txt");
  const std::size_t at = info.find("Payload-Oxum: ");
  info.replace(at, info.find('\n', at) - at, fmt::format("Payload-Oxum: {}.{}", bytes, count));
  bag.put("bag-info.txt", info);
}

void rehash_tags(Bag& bag) {
  bag.put("tagmanifest-sha256.txt", list(bag, false, false));
  bag.put("tagmanifest-sha512.txt", list(bag, true, false));
}

void rewrite_reader(Bag& bag) {
  std::erase_if(bag.files,
                [](const auto& file) { return file.first.starts_with(reader_data::kFolder); });
  const auto put = [&](const std::string& path, std::string_view text) -> Result<void> {
    bag.put(path, text);
    return {};
  };
  const auto must = [](const Result<void>& done) {
    if (!done.ok()) std::abort();
  };
  std::set<std::uint64_t> entries;
  std::vector<std::string> excerpts;
  for (const auto& [path, bytes] : bag.files) {
    if (path.starts_with("entries/")) entries.insert(std::stoull(path.substr(8)));
    if (path.starts_with("data/excerpts/")) excerpts.push_back(path);
  }
  std::map<std::string, std::vector<std::uint64_t>> firsts;
  reader_data::Chunks chunks("entries", put);
  for (const std::uint64_t entry : entries)
    must(chunks.add(reader_data::entry_line(entry, bag.text(fmt::format("entries/{}.leaf", entry)),
                                            bag.text(fmt::format("entries/{}.body", entry))),
                    entry));
  must(chunks.finish());
  firsts["entries"] = chunks.firsts();
  for (const std::string& path : excerpts) {
    const std::string exhibit = path.substr(14, path.size() - 14 - 6);
    reader_data::Chunks parts(exhibit, put);
    must(parts.update(Bytes(bag.files.at(path))));
    must(parts.finish());
    firsts[exhibit] = parts.firsts();
  }
  must(put(reader_data::path_of("bundle"),
           reader_data::format_file("bundle", bag.text("bundle.json"))));
  must(put(reader_data::path_of("chunks"),
           reader_data::format_file("chunks", reader_data::format_chunks(firsts))));
}

void resign(Bag& bag, const crypto::SigningKey& key) {
  Bytes der = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};
  der.insert(der.end(), key.public_key().begin(), key.public_key().end());
  bag.put("keys/agency.pem",
          fmt::format("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n",
                      format_base64(der)));
  bag.put("keys/agency.vkey",
          tlog::format_vkey(vkey_of(key, "crime-office.tirazan.example")) + "\n");
  rehash_payload(bag);
  rehash_tags(bag);
  bag.files["tagmanifest-sha256.txt.sig"] = key.sign(bag.files.at("tagmanifest-sha256.txt"));
}

RawEntry raw_entry(std::string name, ByteView data) {
  RawEntry entry;
  entry.name = std::move(name);
  entry.data.assign(data.begin(), data.end());
  entry.crc = entry.local_crc = crc_of(data);
  entry.size = entry.local_size = entry.packed_size = static_cast<std::uint32_t>(data.size());
  return entry;
}

RawZip raw(const Bag& bag) {
  RawZip zip;
  for (const auto& [path, bytes] : bag.files)
    zip.entries.push_back(raw_entry(bag.folder + "/" + path, bytes));
  return zip;
}

RawEntry& entry_of(RawZip& zip, std::string_view path) {
  const auto at = std::ranges::find_if(
      zip.entries, [&](const RawEntry& e) { return e.name.ends_with("/" + std::string(path)); });
  if (at == zip.entries.end()) std::abort();
  return *at;
}

Bytes build(const RawZip& zip) {
  Numbers out;
  Numbers directory;
  out.put(zip.before);
  for (const RawEntry& entry : zip.entries) {
    directory.put(central_header(entry, out.size()));
    out.put(local_header(entry)).put(entry.data).put(entry.after);
  }
  out.put(zip.before_directory);
  const std::uint64_t offset = out.size();
  const std::uint64_t size = directory.size();
  const std::uint64_t count = zip.entries.size() + zip.count_lie;
  out.put(directory.take());
  if (zip.zip64_end) {
    out.put(4, 0x06064b50).put(8, 44).put(2, 0x032d).put(2, 45).put(4, 0).put(4, 0);
    out.put(8, count).put(8, count).put(8, size).put(8, offset);
    out.put(4, 0x07064b50).put(4, 0).put(8, offset + size).put(4, 1);
  }
  out.put(4, 0x06054b50).put(2, zip.disk).put(2, zip.disk).put(2, count).put(2, count);
  out.put(4, size).put(4, offset).put(2, zip.comment.size()).put(zip.comment).put(zip.after);
  return out.take();
}

}  // namespace sanad::tamper
