// Writes a storage as a file of its own: version 4 of the format, whose sectors of 4,096 bytes need
// no list of tables beyond the header for as much as is copied.
//
// In this order: header, streams, short streams together, their table, directory, table of sectors.
#include <fmt/format.h>

#include <algorithm>

#include "compound/compound.h"
#include "tables.h"

namespace sanad::compound {
namespace {

constexpr std::size_t kSectorBytes = 4096;
constexpr std::uint8_t kBlack = 1;

void put(Bytes& out, std::size_t at, std::uint64_t value, std::size_t bytes) {
  for (std::size_t i = 0; i < bytes; ++i) out[at + i] = static_cast<std::uint8_t>(value >> (8 * i));
}

// UTF-16 of what Node::name can be.
std::vector<std::uint16_t> units_of(std::string_view name) {
  std::vector<std::uint16_t> units;
  for (std::size_t i = 0; i < name.size();) {
    const auto lead = static_cast<unsigned char>(name[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::uint32_t point = length == 1 ? lead : lead & (0x7FU >> length);
    for (std::size_t k = 1; k < length && i + k < name.size(); ++k)
      point = point << 6U | (static_cast<unsigned char>(name[i + k]) & 0x3FU);
    i += length;
    if (point >= 0x10000) {
      units.push_back(static_cast<std::uint16_t>(0xD800 + ((point - 0x10000) >> 10U)));
      point = 0xDC00 + ((point - 0x10000) & 0x3FFU);
    }
    units.push_back(static_cast<std::uint16_t>(point));
  }
  return units;
}

std::uint16_t upper(std::uint16_t unit) {
  return unit >= 'a' && unit <= 'z' ? static_cast<std::uint16_t>(unit - 0x20) : unit;
}

// MS-CFB 2.6.4: shorter names first, then by their capitals.
bool is_before(const std::vector<std::uint16_t>& a, const std::vector<std::uint16_t>& b) {
  if (a.size() != b.size()) return a.size() < b.size();
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (upper(a[i]) != upper(b[i])) return upper(a[i]) < upper(b[i]);
  }
  return false;
}

class Writer {
 public:
  Writer(const File& file, std::size_t storage) : file_(file), out_(kSectorBytes, 0) {
    entries_.push_back({storage, {'R', 'o', 'o', 't', ' ', 'E', 'n', 't', 'r', 'y'}});
    entries_[0].type = 5;
  }

  Result<Bytes> run() {
    for (std::size_t i = 0; i < entries_.size(); ++i) {  // grows meanwhile
      if (entries_[i].type != 2) add_children(i);
    }
    for (Entry& entry : entries_) {
      if (entry.type == 2) SANAD_CHECK(write_stream(entry));
    }
    entries_[0].start = mini_.empty() ? kEndOfChain : append(mini_);
    entries_[0].size = mini_.size();
    const std::uint32_t mini_table = mini_next_.empty() ? kEndOfChain : append(table(mini_next_));
    const std::size_t mini_sectors = (mini_next_.size() * 4 + kSectorBytes - 1) / kSectorBytes;
    const std::uint32_t directory = append(directory_bytes());
    write_fat();
    write_header(directory, mini_table, mini_sectors);
    return std::move(out_);
  }

 private:
  struct Entry {
    std::size_t node;
    std::vector<std::uint16_t> name;
    std::uint8_t type = 1;
    std::uint32_t left = kNoEntry, right = kNoEntry, child = kNoEntry, start = 0;
    std::uint64_t size = 0;
  };

  void add_children(std::size_t parent) {
    const std::size_t first = entries_.size();
    for (const std::size_t node : file_.children(entries_[parent].node)) {
      Entry entry{node, units_of(file_.nodes()[node].name)};
      entry.type = file_.nodes()[node].is_storage ? 1 : 2;
      entries_.push_back(std::move(entry));
    }
    std::sort(entries_.begin() + static_cast<std::ptrdiff_t>(first), entries_.end(),
              [](const Entry& a, const Entry& b) {
                if (is_before(a.name, b.name)) return true;
                return !is_before(b.name, a.name) && a.node < b.node;
              });
    entries_[parent].child = balance(first, entries_.size());
  }

  std::uint32_t balance(std::size_t from, std::size_t to) {
    if (from == to) return kNoEntry;
    const std::size_t middle = from + (to - from) / 2;
    entries_[middle].left = balance(from, middle);
    entries_[middle].right = balance(middle + 1, to);
    return static_cast<std::uint32_t>(middle);
  }

  Result<void> write_stream(Entry& entry) {
    const Content content = file_.read(entry.node);
    if (out_.size() + content.bytes.size() > kMaxCopyBytes)
      return Error{ErrorCode::kLimit, fmt::format("it is longer than {} bytes", kMaxCopyBytes)};
    entry.size = content.bytes.size();
    entry.start = kEndOfChain;
    if (content.bytes.empty()) return {};
    if (content.bytes.size() >= kMiniStreamCutoff) {
      entry.start = append(content.bytes);
      return {};
    }
    entry.start = static_cast<std::uint32_t>(mini_next_.size());
    mini_.insert(mini_.end(), content.bytes.begin(), content.bytes.end());
    const std::size_t sectors = (content.bytes.size() + kMiniSectorBytes - 1) / kMiniSectorBytes;
    mini_.resize((mini_next_.size() + sectors) * kMiniSectorBytes);
    add_chain(mini_next_, sectors);
    return {};
  }

  static void add_chain(std::vector<std::uint32_t>& next, std::size_t sectors) {
    for (std::size_t i = 1; i < sectors; ++i)
      next.push_back(static_cast<std::uint32_t>(next.size() + 1));
    next.push_back(kEndOfChain);
  }

  // The first sector of it.
  std::uint32_t append(const Bytes& bytes) {
    const auto start = static_cast<std::uint32_t>(next_.size());
    const std::size_t sectors = (bytes.size() + kSectorBytes - 1) / kSectorBytes;
    out_.insert(out_.end(), bytes.begin(), bytes.end());
    out_.resize((next_.size() + 1 + sectors) * kSectorBytes);
    add_chain(next_, sectors);
    return start;
  }

  static Bytes table(const std::vector<std::uint32_t>& numbers) {
    Bytes bytes((numbers.size() * 4 + kSectorBytes - 1) / kSectorBytes * kSectorBytes, 0xFF);
    for (std::size_t i = 0; i < numbers.size(); ++i) put(bytes, i * 4, numbers[i], 4);
    return bytes;
  }

  Bytes directory_bytes() const {
    Bytes bytes((entries_.size() * kEntryBytes + kSectorBytes - 1) / kSectorBytes * kSectorBytes);
    for (std::size_t i = 0; i < bytes.size() / kEntryBytes; ++i) {
      const std::size_t at = i * kEntryBytes;
      for (const std::size_t link : {68U, 72U, 76U}) put(bytes, at + link, kNoEntry, 4);
      if (i >= entries_.size()) continue;
      const Entry& entry = entries_[i];
      const std::size_t length = std::min<std::size_t>(entry.name.size(), 31);
      for (std::size_t k = 0; k < length; ++k) put(bytes, at + 2 * k, entry.name[k], 2);
      put(bytes, at + 64, 2 * (length + 1), 2);
      bytes[at + 66] = entry.type;
      bytes[at + 67] = kBlack;
      put(bytes, at + 68, entry.left, 4);
      put(bytes, at + 72, entry.right, 4);
      put(bytes, at + 76, entry.child, 4);
      put(bytes, at + 116, entry.start, 4);
      put(bytes, at + 120, entry.size, 8);
    }
    return bytes;
  }

  void write_fat() {
    std::size_t sectors = 0;  // of the table, which has an entry for each of its own too
    while (sectors * kSectorBytes / 4 < next_.size() + sectors) ++sectors;
    fat_start_ = static_cast<std::uint32_t>(next_.size());
    next_.insert(next_.end(), sectors, kFatSector);
    const Bytes bytes = table(next_);
    out_.insert(out_.end(), bytes.begin(), bytes.end());
    fat_sectors_ = sectors;
  }

  // MS-CFB 2.2.
  void write_header(std::uint32_t directory, std::uint32_t mini_table, std::size_t mini_sectors) {
    constexpr std::string_view kSignature = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    std::copy(kSignature.begin(), kSignature.end(), out_.begin());
    put(out_, 24, 0x3E, 2);
    put(out_, 26, 4, 2);
    put(out_, 28, 0xFFFE, 2);
    put(out_, 30, 12, 2);
    put(out_, 32, 6, 2);
    put(out_, 40, (entries_.size() * kEntryBytes + kSectorBytes - 1) / kSectorBytes, 4);
    put(out_, 44, fat_sectors_, 4);
    put(out_, 48, directory, 4);
    put(out_, 56, kMiniStreamCutoff, 4);
    put(out_, 60, mini_table, 4);
    put(out_, 64, mini_sectors, 4);
    put(out_, 68, kEndOfChain, 4);
    for (std::size_t i = 0; i < kDifatInHeader; ++i)
      put(out_, 76 + 4 * i, i < fat_sectors_ ? fat_start_ + i : kFreeSector, 4);
  }

  const File& file_;
  Bytes out_, mini_;
  std::vector<std::uint32_t> next_, mini_next_;
  std::vector<Entry> entries_;
  std::uint32_t fat_start_ = 0;
  std::size_t fat_sectors_ = 0;
};

}  // namespace

Result<Bytes> copy_of(const File& file, std::size_t storage) { return Writer(file, storage).run(); }

}  // namespace sanad::compound
