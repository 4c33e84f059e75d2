#include "directory.h"

#include <fmt/format.h>

#include <algorithm>

#include "format.h"
#include "zip/name.h"

namespace sanad::zip {
namespace {

struct End {
  std::uint64_t count = 0;
  std::uint64_t size = 0;
  std::uint64_t offset = 0;
  std::uint64_t place = 0;  // of the first end record: where the directory must stop
};

// APPNOTE 4.3.14 and 4.3.15: the Zip64 records before the end record, for numbers it cannot hold.
Result<End> read_end64(RandomSource& source, std::uint64_t end_place, const End& short_end) {
  if (end_place < kLocator64Size + kEnd64Size) return refuse("its Zip64 records are missing");
  SANAD_TRY(const Bytes locator, read_exactly(source, end_place - kLocator64Size, kLocator64Size));
  const std::uint64_t place = end_place - kLocator64Size - kEnd64Size;
  if (get<std::uint32_t>(locator, 0) != kLocator64Signature ||
      get<std::uint32_t>(locator, 4) != 0 || get<std::uint64_t>(locator, 8) != place ||
      get<std::uint32_t>(locator, 16) > 1)
    return refuse("its Zip64 locator is missing or points elsewhere");
  SANAD_TRY(const Bytes record, read_exactly(source, place, kEnd64Size));
  if (get<std::uint32_t>(record, 0) != kEnd64Signature ||
      get<std::uint64_t>(record, 4) != kEnd64Size - 12 || get<std::uint32_t>(record, 16) != 0 ||
      get<std::uint32_t>(record, 20) != 0)
    return refuse("its Zip64 end record is malformed");
  End end;
  end.count = get<std::uint64_t>(record, 32);
  end.size = get<std::uint64_t>(record, 40);
  end.offset = get<std::uint64_t>(record, 48);
  end.place = place;
  if (get<std::uint64_t>(record, 24) != end.count) return refuse("it is cut over several disks");
  const auto agrees = [](std::uint64_t small, std::uint64_t large, std::uint64_t sentinel) {
    return small == sentinel || small == large;
  };
  if (!agrees(short_end.count, end.count, kMax16) || !agrees(short_end.size, end.size, kMax32) ||
      !agrees(short_end.offset, end.offset, kMax32))
    return refuse("its two end records differ");
  return end;
}

Result<End> read_end(RandomSource& source) {
  if (source.size() < kEndSize) return refuse("it is too short to be one");
  const std::uint64_t place = source.size() - kEndSize;
  SANAD_TRY(const Bytes record, read_exactly(source, place, kEndSize));
  if (get<std::uint32_t>(record, 0) != kEndSignature || get<std::uint16_t>(record, 20) != 0)
    return refuse("it does not end with an end record, or has a comment or bytes after it");
  if (get<std::uint16_t>(record, 4) != 0 || get<std::uint16_t>(record, 6) != 0 ||
      get<std::uint16_t>(record, 8) != get<std::uint16_t>(record, 10))
    return refuse("it is cut over several disks");
  End end{.count = get<std::uint16_t>(record, 10),
          .size = get<std::uint32_t>(record, 12),
          .offset = get<std::uint32_t>(record, 16),
          .place = place};
  if (end.count == kMax16 || end.size == kMax32 || end.offset == kMax32) {
    SANAD_TRY(end, read_end64(source, place, end));
  }
  if (end.offset > end.place || end.size != end.place - end.offset)
    return refuse("its directory does not end where its end record begins");
  if (end.count > end.size / kCentralSize)
    return refuse("its directory is too short for its entries");
  return end;
}

struct Zip64 {
  bool present = false;
  ByteView data;
};

// APPNOTE 4.5: a list of (id, size, data).
Result<Zip64> find_zip64(ByteView extra) {
  Zip64 found;
  while (!extra.empty()) {
    if (extra.size() < 4) return refuse("an extra field is malformed");
    const auto id = get<std::uint16_t>(extra, 0);
    const std::size_t size = get<std::uint16_t>(extra, 2);
    if (size > extra.size() - 4) return refuse("an extra field is malformed");
    if (id == kExtraUnicodePath) return refuse("an extra field renames an entry");
    if (id == kExtraStrongEncryption || id == kExtraAes) return refuse("an entry is encrypted");
    if (id == kExtraZip64) {
      if (found.present) return refuse("an entry has two Zip64 fields");
      found = {true, extra.subspan(4, size)};
    }
    extra = extra.subspan(4 + size);
  }
  return found;
}

// Replaces each number that is the sentinel by the next one of the Zip64 field, which must hold
// exactly those (APPNOTE 4.5.3).
Result<void> widen(const Zip64& zip64, std::initializer_list<std::uint64_t*> numbers) {
  ByteView rest = zip64.data;
  for (std::uint64_t* number : numbers) {
    if (*number != kMax32) continue;
    if (rest.size() < 8) return refuse("a Zip64 field is missing or too short");
    *number = get<std::uint64_t>(rest, 0);
    rest = rest.subspan(8);
  }
  if (!rest.empty()) return refuse("a Zip64 field is too long");
  return {};
}

Result<void> check_kind(const Entry& entry, std::uint16_t made_by, std::uint32_t attributes) {
  constexpr std::uint16_t kHostUnix = 3;
  constexpr std::uint16_t kHostMac = 19;
  constexpr std::uint32_t kDosFolder = 0x10;
  constexpr std::uint32_t kDosVolume = 0x08;
  const int host = made_by >> 8;
  if (host == kHostUnix || host == kHostMac) {
    const std::uint32_t type = (attributes >> 16) & kModeTypeMask;
    const std::uint32_t wanted = entry.is_folder ? kModeFolder : kModeRegular;
    if (type != 0 && type != wanted)
      return refuse(fmt::format("\"{}\" is a link or a special file", entry.name));
  }
  if ((attributes & kDosVolume) != 0 || ((attributes & kDosFolder) != 0 && !entry.is_folder))
    return refuse(fmt::format("\"{}\" is not a plain file", entry.name));
  if (entry.is_folder && (entry.size != 0 || entry.crc32 != 0))
    return refuse(fmt::format("the folder \"{}\" has content", entry.name));
  return {};
}

Result<void> check_method(const Entry& entry, std::uint16_t method, std::uint16_t flags) {
  if ((flags & ~(kFlagDescriptor | kFlagUtf8 | kFlagDeflateHint)) != 0)
    return refuse(
        fmt::format("\"{}\" is encrypted or uses features that are not read", entry.name));
  if (method != 0 && method != 8)
    return refuse(fmt::format("\"{}\" is compressed in a way that is not read", entry.name));
  if (method == 0 && entry.size != entry.compressed_size)
    return refuse(fmt::format("\"{}\" is stored, but its two sizes differ", entry.name));
  return {};
}

Result<void> check_size(const Entry& entry, const Limits& limits, std::uint64_t& total) {
  const auto too_large = [&](std::string_view what) {
    return Error{ErrorCode::kLimit,
                 fmt::format("The archive is refused: \"{}\" {}.", entry.name, what)};
  };
  if (entry.size > limits.max_entry_bytes)
    return too_large(fmt::format("unpacks to more than {} bytes", limits.max_entry_bytes));
  if (entry.size > limits.max_total_bytes - total)
    return too_large(fmt::format("takes the whole past {} bytes", limits.max_total_bytes));
  total += entry.size;
  if (entry.size > kRatioFreeBytes && entry.size / limits.max_ratio > entry.compressed_size)
    return too_large(fmt::format("unpacks to more than {} times its size", limits.max_ratio));
  return {};
}

// Walks through the directory in pieces.
class DirectoryReader {
 public:
  DirectoryReader(RandomSource& source, std::uint64_t offset, std::uint64_t end)
      : source_(source), offset_(offset), end_(end) {}

  // The next size bytes, valid until the next call.
  Result<ByteView> take(std::size_t size) {
    if (buffer_.size() - position_ < size) SANAD_CHECK(refill(size));
    const ByteView taken = ByteView(buffer_).subspan(position_, size);
    position_ += size;
    return taken;
  }
  bool done() const { return offset_ == end_ && position_ == buffer_.size(); }

 private:
  Result<void> refill(std::size_t size) {
    constexpr std::uint64_t kPieceBytes = 256 * 1024;
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(position_));
    position_ = 0;
    const auto more = static_cast<std::size_t>(std::min(kPieceBytes, end_ - offset_));
    if (buffer_.size() + more < size) return refuse("its directory ends in the middle of an entry");
    SANAD_TRY(const Bytes piece, read_exactly(source_, offset_, more));
    buffer_.insert(buffer_.end(), piece.begin(), piece.end());
    offset_ += more;
    return {};
  }

  RandomSource& source_;
  std::uint64_t offset_;
  std::uint64_t end_;
  Bytes buffer_;
  std::size_t position_ = 0;
};

Result<Listed> read_listed(DirectoryReader& reader) {
  SANAD_TRY(const ByteView view, reader.take(kCentralSize));
  const Bytes fixed(view.begin(), view.end());
  if (get<std::uint32_t>(fixed, 0) != kCentralSignature)
    return refuse("its directory is malformed");
  Listed listed;
  Entry& entry = listed.entry;
  listed.flags = get<std::uint16_t>(fixed, 8);
  const auto method = get<std::uint16_t>(fixed, 10);
  entry.method = static_cast<Method>(method);
  listed.time = get<std::uint16_t>(fixed, 12);
  listed.date = get<std::uint16_t>(fixed, 14);
  entry.crc32 = get<std::uint32_t>(fixed, 16);
  entry.compressed_size = get<std::uint32_t>(fixed, 20);
  entry.size = get<std::uint32_t>(fixed, 24);
  entry.header_offset = get<std::uint32_t>(fixed, 42);
  const std::size_t name_size = get<std::uint16_t>(fixed, 28);
  const std::size_t extra_size = get<std::uint16_t>(fixed, 30);
  if (get<std::uint16_t>(fixed, 32) != 0) return refuse("an entry has a comment");
  if (get<std::uint16_t>(fixed, 34) != 0) return refuse("it is cut over several disks");
  if ((get<std::uint16_t>(fixed, 6) & 0xff) > kVersionZip64)
    return refuse("an entry needs a newer version of the format than is read");
  SANAD_TRY(const ByteView text, reader.take(name_size));
  entry.name = to_text(text);
  SANAD_CHECK(check_name(entry.name));
  const bool plain = std::ranges::all_of(entry.name, [](char c) { return (c & 0x80) == 0; });
  if (!plain && (listed.flags & kFlagUtf8) == 0)
    return refuse("a name is in an unknown character set");
  entry.is_folder = entry.name.ends_with('/');
  SANAD_TRY(const ByteView extra, reader.take(extra_size));
  SANAD_TRY(const Zip64 zip64, find_zip64(extra));
  SANAD_CHECK(widen(zip64, {&entry.size, &entry.compressed_size, &entry.header_offset}));
  SANAD_CHECK(check_method(entry, method, listed.flags));
  SANAD_CHECK(check_kind(entry, get<std::uint16_t>(fixed, 4), get<std::uint32_t>(fixed, 38)));
  return listed;
}

// The sizes and CRC of a local header: real ones, or zero where a descriptor follows.
Result<void> check_local_numbers(ByteView fixed, const Zip64& zip64, const Listed& listed) {
  const Entry& entry = listed.entry;
  const auto crc = get<std::uint32_t>(fixed, 14);
  std::uint64_t compressed_size = get<std::uint32_t>(fixed, 18);
  std::uint64_t size = get<std::uint32_t>(fixed, 22);
  if (zip64.present) {
    // Both sizes are there (APPNOTE 4.5.3), even if only one is asked for.
    if (zip64.data.size() != 16) return refuse("a Zip64 field is malformed");
    if (size == kMax32) size = get<std::uint64_t>(zip64.data, 0);
    if (compressed_size == kMax32) compressed_size = get<std::uint64_t>(zip64.data, 8);
  }
  const bool real =
      crc == entry.crc32 && size == entry.size && compressed_size == entry.compressed_size;
  const bool blank =
      (listed.flags & kFlagDescriptor) != 0 && crc == 0 && size == 0 && compressed_size == 0;
  if (!real && !blank)
    return refuse(fmt::format("\"{}\" is described differently in two places", entry.name));
  return {};
}

// Reads the local header; answers whether it has a Zip64 field, and sets data_offset.
Result<bool> check_local(RandomSource& source, Listed& listed) {
  Entry& entry = listed.entry;
  SANAD_TRY(const Bytes fixed, read_exactly(source, entry.header_offset, kLocalSize));
  const auto differs = [&] {
    return refuse(fmt::format("\"{}\" is described differently in two places", entry.name));
  };
  if (get<std::uint32_t>(fixed, 0) != kLocalSignature) return differs();
  const std::size_t name_size = get<std::uint16_t>(fixed, 26);
  const std::size_t extra_size = get<std::uint16_t>(fixed, 28);
  if (get<std::uint16_t>(fixed, 6) != listed.flags ||
      get<std::uint16_t>(fixed, 8) != static_cast<std::uint16_t>(entry.method) ||
      get<std::uint16_t>(fixed, 10) != listed.time ||
      get<std::uint16_t>(fixed, 12) != listed.date || name_size != entry.name.size())
    return differs();
  SANAD_TRY(const Bytes tail,
            read_exactly(source, entry.header_offset + kLocalSize, name_size + extra_size));
  const ByteView view(tail);
  if (as_text(view.first(name_size)) != entry.name) return differs();
  SANAD_TRY(const Zip64 zip64, find_zip64(view.subspan(name_size)));
  SANAD_CHECK(check_local_numbers(fixed, zip64, listed));
  entry.data_offset = entry.header_offset + kLocalSize + tail.size();
  return zip64.present;
}

// APPNOTE 4.3.9: crc, two sizes of 4 or 8 bytes, with or without a signature. The gap between the
// content and the next header says which; sizes of 8 bytes go with a Zip64 field.
Result<void> check_descriptor(RandomSource& source, const Listed& listed, std::uint64_t gap,
                              bool zip64) {
  const Entry& entry = listed.entry;
  const std::size_t number_size = zip64 ? 8 : 4;
  const std::size_t bare = 4 + 2 * number_size;
  const auto bad = [&] {
    return refuse(fmt::format("there is a gap, or a wrong descriptor, behind \"{}\"", entry.name));
  };
  if (gap != bare && gap != bare + 4) return bad();
  SANAD_TRY(const Bytes bytes, read_exactly(source, entry.data_offset + entry.compressed_size,
                                            static_cast<std::size_t>(gap)));
  ByteView rest(bytes);
  if (gap != bare) {
    if (get<std::uint32_t>(rest, 0) != kDescriptorSignature) return bad();
    rest = rest.subspan(4);
  }
  const auto number = [&](std::size_t offset) {
    return zip64 ? get<std::uint64_t>(rest, offset)
                 : std::uint64_t{get<std::uint32_t>(rest, offset)};
  };
  if (get<std::uint32_t>(rest, 0) != entry.crc32 || number(4) != entry.compressed_size ||
      number(4 + number_size) != entry.size)
    return bad();
  return {};
}

}  // namespace

Error refuse(std::string_view reason) {
  return {ErrorCode::kInvalid, fmt::format("The zip archive is refused: {}.", reason)};
}

Result<Bytes> read_exactly(RandomSource& source, std::uint64_t offset, std::size_t size) {
  if (offset > source.size() || size > source.size() - offset)
    return refuse("it points beyond its own end");
  Bytes bytes(size);
  std::size_t filled = 0;
  while (filled < size) {
    SANAD_TRY(const std::size_t got,
              source.read_at(offset + filled, std::span(bytes).subspan(filled)));
    if (got == 0) return refuse("it ends before its own end record");
    filled += got;
  }
  return bytes;
}

Result<Directory> read_directory(RandomSource& source, const Limits& limits) {
  SANAD_TRY(const End end, read_end(source));
  if (end.count > limits.max_entries)
    return Error{ErrorCode::kLimit, fmt::format("The archive is refused: it holds {} files, and {} "
                                                "are allowed.",
                                                end.count, limits.max_entries)};
  if (end.size > kMaxDirectoryBytes)
    return Error{ErrorCode::kLimit, "The archive is refused: its directory is too long."};
  Directory directory;
  directory.offset = end.offset;
  directory.listed.reserve(static_cast<std::size_t>(end.count));
  DirectoryReader reader(source, end.offset, end.offset + end.size);
  NameSet names;
  std::uint64_t total = 0;
  for (std::uint64_t i = 0; i < end.count; ++i) {
    SANAD_TRY(Listed listed, read_listed(reader));
    if (Result<void> fresh = names.add(listed.entry.name); !fresh.ok())
      return refuse(fmt::format("two entries would become one file, \"{}\"", listed.entry.name));
    SANAD_CHECK(check_size(listed.entry, limits, total));
    directory.listed.push_back(std::move(listed));
  }
  if (!reader.done()) return refuse("its directory holds more than its entries");
  return directory;
}

Result<void> check_layout(RandomSource& source, Directory& directory) {
  std::vector<Listed>& listed = directory.listed;
  std::ranges::sort(listed, {}, [](const Listed& l) { return l.entry.header_offset; });
  std::uint64_t expected = 0;
  for (std::size_t i = 0; i < listed.size(); ++i) {
    const std::uint64_t next =
        i + 1 < listed.size() ? listed[i + 1].entry.header_offset : directory.offset;
    Entry& entry = listed[i].entry;
    if (entry.header_offset != expected)
      return refuse(
          fmt::format("there are bytes before \"{}\" that belong to no entry, or it "
                      "overlaps another",
                      entry.name));
    SANAD_TRY(const bool zip64, check_local(source, listed[i]));
    if (entry.data_offset > next || entry.compressed_size > next - entry.data_offset)
      return refuse(fmt::format("\"{}\" overlaps what follows it", entry.name));
    const std::uint64_t gap = next - entry.data_offset - entry.compressed_size;
    if ((listed[i].flags & kFlagDescriptor) != 0) {
      SANAD_CHECK(check_descriptor(source, listed[i], gap, zip64));
    } else if (gap != 0) {
      return refuse(
          fmt::format("there are bytes behind \"{}\" that belong to no entry", entry.name));
    }
    expected = next;
  }
  if (expected != directory.offset) return refuse("there are bytes before its directory");
  return {};
}

}  // namespace sanad::zip
