#include "container.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/id.h"
#include "verifier/verifier.h"

namespace sanad::verifier {
namespace {

constexpr std::uint64_t kMax16 = 0xffff;
constexpr std::uint64_t kMax32 = 0xffffffff;
constexpr std::size_t kCentralBytes = 46;
constexpr std::size_t kEndBytes = 22;
constexpr std::size_t kEnd64Bytes = 56;
constexpr std::size_t kTailBytes = kEnd64Bytes + 20 + kEndBytes;  // with Zip64's two records
constexpr std::uint64_t kNoLimit = std::uint64_t{1} << 53;

// One file's headers, before its name is known to be acceptable.
struct Header {
  std::string name;
  std::uint64_t size = 0;
  std::uint32_t crc32 = 0;
  std::uint64_t offset = 0;
};

struct Directory {
  std::uint64_t count = 0;
  std::uint64_t size = 0;
  std::uint64_t offset = 0;
};

class Writer {
 public:
  Writer& put(int width, std::uint64_t value) {
    for (int i = 0; i < width; ++i, value >>= 8) bytes_.push_back(static_cast<std::uint8_t>(value));
    return *this;
  }
  Writer& put(std::string_view text) {
    bytes_.insert(bytes_.end(), text.begin(), text.end());
    return *this;
  }
  Bytes take() { return std::move(bytes_); }

 private:
  Bytes bytes_;
};

// The caller has checked that the bytes are there.
std::uint64_t number_at(ByteView bytes, std::size_t offset, std::size_t width) {
  std::uint64_t value = 0;
  for (std::size_t i = width; i > 0; --i) value = value << 8 | bytes[offset + i - 1];
  return value;
}

Bytes format_local(const Header& file) {
  const bool large = file.size >= kMax32;
  const std::uint64_t size = std::min(file.size, kMax32);
  Writer out;
  out.put(4, 0x04034b50).put(2, large ? 45 : 20).put(2, 0x0800).put(2, 0).put(2, 0).put(2, 0x21);
  out.put(4, file.crc32).put(4, size).put(4, size).put(2, file.name.size()).put(2, large ? 20 : 0);
  out.put(file.name);
  if (large) out.put(2, 1).put(2, 16).put(8, file.size).put(8, file.size);
  return out.take();
}

Bytes format_central(const Header& file) {
  const bool large = file.size >= kMax32;
  const bool far = file.offset >= kMax32;
  const std::uint64_t size = std::min(file.size, kMax32);
  const std::uint64_t fields = (large ? 16U : 0U) + (far ? 8U : 0U);
  Writer out;
  out.put(4, 0x02014b50).put(2, fields > 0 ? 0x032d : 0x0314).put(2, large ? 45 : 20);
  out.put(2, 0x0800).put(2, 0).put(2, 0).put(2, 0x21).put(4, file.crc32).put(4, size).put(4, size);
  out.put(2, file.name.size()).put(2, fields > 0 ? fields + 4 : 0).put(2, 0).put(2, 0).put(2, 0);
  out.put(4, std::uint64_t{0100644} << 16).put(4, std::min(file.offset, kMax32)).put(file.name);
  if (fields > 0) out.put(2, 1).put(2, fields);
  if (large) out.put(8, file.size).put(8, file.size);
  if (far) out.put(8, file.offset);
  return out.take();
}

Bytes format_end(const Directory& directory) {
  const auto& [count, size, offset] = directory;
  Writer out;
  if (count >= kMax16 || size >= kMax32 || offset >= kMax32) {
    out.put(4, 0x06064b50).put(8, 44).put(2, 0x032d).put(2, 45).put(4, 0).put(4, 0);
    out.put(8, count).put(8, count).put(8, size).put(8, offset);
    out.put(4, 0x07064b50).put(4, 0).put(8, offset + size).put(4, 1);
  }
  const std::uint64_t count16 = std::min(count, kMax16);
  out.put(4, 0x06054b50).put(2, 0).put(2, 0).put(2, count16).put(2, count16);
  out.put(4, std::min(size, kMax32)).put(4, std::min(offset, kMax32)).put(2, 0);
  return out.take();
}

Error problem(std::string message) { return {ErrorCode::kInvalid, std::move(message)}; }

Error bad_end() {
  return problem("Its end record is missing or wrong; it may be cut off or have bytes added.");
}

Result<Directory> read_end(RandomSource& source) {
  const std::uint64_t total = source.size();
  if (total < kEndBytes) return problem("It is not a zip file, or an empty one.");
  const std::uint64_t tail_size = std::min<std::uint64_t>(total, kTailBytes);
  SANAD_TRY(const Bytes tail, read_exactly(source, total - tail_size, tail_size));
  const std::size_t end = tail.size() - kEndBytes;
  if (number_at(tail, end, 4) != 0x06054b50) return bad_end();
  Directory directory{number_at(tail, end + 10, 2), number_at(tail, end + 12, 4),
                      number_at(tail, end + 16, 4)};
  if (directory.count == kMax16 || directory.size == kMax32 || directory.offset == kMax32) {
    if (tail.size() < kTailBytes) return bad_end();
    directory = {number_at(tail, 32, 8), number_at(tail, 40, 8), number_at(tail, 48, 8)};
  }
  if (directory.count > kMaxFiles || directory.size > kMaxDirectoryBytes)
    return Error{ErrorCode::kLimit, "It holds more files than a bundle may."};
  const Bytes expected = format_end(directory);
  const bool fills =
      directory.offset <= total && directory.offset + directory.size + expected.size() == total;
  if (!fills || !std::equal(expected.rbegin(), expected.rend(), tail.rbegin())) return bad_end();
  return directory;
}

// For messages: no control characters, and not endless.
std::string shown(std::string_view name) {
  std::string text(name.substr(0, 200));
  std::ranges::replace_if(text, [](char c) { return c < 0x20 || c > 0x7e; }, '?');
  return text;
}

Error bad_header(std::string_view name) {
  return problem(fmt::format("The header of \"{}\" is not of the plain form.", shown(name)));
}

// Reads name, size, CRC-32 and offset of the central header at position, which moves behind it.
Result<Header> parse_central(ByteView bytes, std::size_t& position) {
  const Error unreadable = problem("Its directory cannot be read.");
  if (bytes.size() - position < kCentralBytes) return unreadable;
  const ByteView rest = bytes.subspan(position);
  const auto name_size = static_cast<std::size_t>(number_at(rest, 28, 2));
  const auto extra_size = static_cast<std::size_t>(number_at(rest, 30, 2));
  const std::size_t end = kCentralBytes + name_size + extra_size;
  if (rest.size() < end) return unreadable;
  Header file{to_text(rest.subspan(kCentralBytes, name_size)), number_at(rest, 24, 4),
              static_cast<std::uint32_t>(number_at(rest, 16, 4)), number_at(rest, 42, 4)};
  std::size_t field = kCentralBytes + name_size + 4;
  if (file.size == kMax32 && field + 16 <= end) {
    file.size = number_at(rest, field, 8);
    field += 16;
  }
  if (file.offset == kMax32 && field + 8 <= end) file.offset = number_at(rest, field, 8);
  if (!std::ranges::equal(format_central(file), rest.first(end))) return bad_header(file.name);
  position += end;
  return file;
}

std::string folded(std::string_view name) {
  std::string text(name);
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> prefixes) {
  return std::ranges::any_of(prefixes, [&](std::string_view p) { return text.starts_with(p); });
}

std::uint64_t max_size(std::string_view path) {
  if (path.starts_with("data/")) return kNoLimit;
  if (starts_with_any(path, {"entries/", "keys/", "ledger/"})) return kMaxEntryBytes;
  return starts_with_any(path, {"manifest-", "tagmanifest-"}) ? kMaxManifestBytes
                                                              : kMaxTagFileBytes;
}

// What holds between the names and sizes of all files.
class NameRules {
 public:
  // Answers the path below the top folder.
  Result<std::string> take(const Header& file) {
    const std::string name = shown(file.name);
    if (!is_plain_name(file.name))
      return problem(fmt::format("The name \"{}\" is not allowed.", name));
    if (!previous_.empty() && !(previous_ < file.name))
      return problem(fmt::format("\"{}\" is out of order or stands twice.", name));
    previous_ = file.name;
    const std::size_t slash = std::min(file.name.find('/'), file.name.size());
    const std::string folder = file.name.substr(0, slash);
    if (folder_.empty()) folder_ = folder;
    if (slash == file.name.size() || folder != folder_ || !is_id("bundle", folder))
      return problem(fmt::format("\"{}\" is not in the bundle's one top folder.", name));
    SANAD_CHECK(add_folded(folded(file.name)));
    std::string path = file.name.substr(slash + 1);
    if (!path.starts_with("data/")) tag_bytes_ += std::min(file.size, kNoLimit);
    if (file.size > max_size(path) || tag_bytes_ > kMaxTagBytes)
      return Error{ErrorCode::kLimit, fmt::format("\"{}\" is larger than allowed.", name)};
    return path;
  }

  // The top folder, once no file stands where a folder does.
  Result<std::string> finish() const {
    for (const std::string& name : folders_)
      if (files_.contains(name)) return twice(name);
    return folder_;
  }

 private:
  static Error twice(std::string_view name) {
    return problem(fmt::format("\"{}\" stands twice when case is ignored.", shown(name)));
  }

  Result<void> add_folded(const std::string& name) {
    for (std::size_t at = name.find('/'); at != std::string::npos; at = name.find('/', at + 1))
      folders_.insert(name.substr(0, at));
    if (!files_.insert(name).second) return twice(name);
    return {};
  }

  std::string previous_;
  std::string folder_;
  std::set<std::string, std::less<>> files_;
  std::set<std::string, std::less<>> folders_;
  std::uint64_t tag_bytes_ = 0;
};

}  // namespace

Result<Bytes> read_exactly(RandomSource& source, std::uint64_t offset, std::uint64_t size) {
  if (offset > source.size() || size > source.size() - offset)
    return Error{ErrorCode::kIo, "The bundle ends before it should."};
  Bytes bytes(static_cast<std::size_t>(size));
  std::size_t done = 0;
  while (done < bytes.size()) {
    SANAD_TRY(const std::size_t got, source.read_at(offset + done, std::span(bytes).subspan(done)));
    if (got == 0) return Error{ErrorCode::kIo, "The bundle changed while it was read."};
    done += got;
  }
  return bytes;
}

bool is_plain_name(std::string_view name) {
  if (name.empty() || name.size() > kMaxNameBytes) return false;
  if (std::ranges::any_of(name, [](char c) { return c < 0x20 || c > 0x7e; })) return false;
  if (name.find_first_of("\"%*:<>?\\|") != std::string_view::npos) return false;
  for (std::size_t start = 0; start <= name.size();) {
    const std::size_t end = std::min(name.find('/', start), name.size());
    const std::string_view part = name.substr(start, end - start);
    if (part.empty() || part.front() == ' ' || part.back() == ' ' || part.back() == '.')
      return false;
    start = end + 1;
  }
  return true;
}

const File* Container::find(std::string_view path) const {
  const auto at = std::ranges::lower_bound(files, path, {}, &File::path);
  return at != files.end() && at->path == path ? &*at : nullptr;
}

Result<Container> read_container(RandomSource& source) {
  SANAD_TRY(const Directory directory, read_end(source));
  SANAD_TRY(const Bytes bytes, read_exactly(source, directory.offset, directory.size));
  Container container;
  NameRules rules;
  std::size_t position = 0;
  std::uint64_t offset = 0;
  for (std::uint64_t i = 0; i < directory.count; ++i) {
    SANAD_TRY(const Header file, parse_central(bytes, position));
    SANAD_TRY(std::string path, rules.take(file));
    const Bytes local = format_local(file);
    const std::uint64_t start = offset + local.size();
    if (file.offset != offset || start > directory.offset || file.size > directory.offset - start)
      return problem(fmt::format("\"{}\" does not follow the file before it.", shown(file.name)));
    SANAD_TRY(const Bytes found, read_exactly(source, offset, local.size()));
    if (found != local) return bad_header(file.name);
    container.files.push_back({std::move(path), file.size, file.crc32, start, "", "", false});
    offset = start + file.size;
  }
  if (position != bytes.size() || offset != directory.offset)
    return problem("Its directory cannot be read.");
  if (container.files.empty()) return problem("It is not a zip file, or an empty one.");
  SANAD_TRY(container.folder, rules.finish());
  return container;
}

}  // namespace sanad::verifier
