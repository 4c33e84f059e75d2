#include "compound/compound.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "tables.h"

namespace sanad::compound {
namespace {

constexpr std::string_view kSignature = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
constexpr std::size_t kMaxProblems = 20;
enum EntryType : std::uint8_t { kUnused = 0, kStorage = 1, kStream = 2, kRoot = 5 };

struct RawEntry {
  std::string name;
  std::uint8_t type = kUnused;
  std::uint32_t left = kNoEntry, right = kNoEntry, child = kNoEntry, start = 0;
  std::uint64_t size = 0;
};

std::string name_of(ByteView entry) {
  const std::size_t stated = std::min<std::size_t>(u16_at(entry, 64), 64);
  std::string name;
  for (std::size_t i = 0; i + 2 < stated + 1; i += 2) {
    const std::uint32_t unit = u16_at(entry, i);
    if (unit == 0) break;
    const bool is_pair = unit >= 0xD800 && unit < 0xDC00 && i + 4 <= stated &&
                         (u16_at(entry, i + 2) & 0xFC00U) == 0xDC00;
    if (is_pair) {
      append_utf8(name, 0x10000 + ((unit - 0xD800) << 10U) + (u16_at(entry, i + 2) - 0xDC00U));
      i += 2;
    } else {
      append_utf8(name, (unit & 0xF800U) == 0xD800 ? 0xFFFD : unit);
    }
  }
  return name;
}

std::string lower(std::string_view text) {
  std::string all(text);
  for (char& c : all) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  }
  return all;
}

}  // namespace

bool is_compound(ByteView head) { return as_text(head).starts_with(kSignature); }

// Reads the tables of one file, in the order in which sectors are given away: tables, directory,
// short streams, streams.
class Opener {
 public:
  explicit Opener(ByteView item) : item_(item), fat_({}, 0), mini_fat_({}, 0) {}

  Result<File> run() {
    if (!is_compound(item_) || item_.size() < kHeaderBytes)
      return Error{ErrorCode::kInvalid, "it is no compound file"};
    const std::uint16_t shift = u16_at(item_, 30);
    if (shift != 9 && shift != 12)
      return Error{ErrorCode::kInvalid, fmt::format("its sectors have no size: 2^{} bytes", shift)};
    file_.item_ = item_;
    file_.sector_bytes_ = std::size_t{1} << shift;
    is_long_ = shift == 12;
    read_fat();
    read_directory();
    if (raw_.empty()) return Error{ErrorCode::kInvalid, "its directory cannot be read"};
    read_mini();
    build_tree();
    claim_streams();
    return std::move(file_);
  }

 private:
  std::size_t sector_bytes() const { return file_.sector_bytes_; }
  void problem(std::string what) {
    if (file_.problems_.size() < kMaxProblems) file_.problems_.push_back(std::move(what));
  }

  std::vector<std::uint32_t> numbers_in(const std::vector<std::uint32_t>& sectors) const {
    std::vector<std::uint32_t> numbers;
    for (const std::uint32_t one : sectors) {
      const ByteView bytes = file_.sector(one);
      for (std::size_t at = 0; at + 4 <= bytes.size(); at += 4)
        numbers.push_back(u32_at(bytes, at));
      // A sector that is cut off still stands for as many numbers.
      numbers.resize(
          (numbers.size() + sector_bytes() / 4 - 1) / (sector_bytes() / 4) * (sector_bytes() / 4),
          kFreeSector);
    }
    return numbers;
  }

  // MS-CFB 2.3, 2.5: the header names the first sectors of the table, and a chain of sectors the
  // others.
  void read_fat() {
    const std::size_t behind = item_.size() - std::min(item_.size(), sector_bytes());
    const std::size_t sectors = (behind + sector_bytes() - 1) / sector_bytes();
    Table places({}, sectors);
    std::vector<std::uint32_t> of_fat;
    const auto take = [&](std::uint32_t sector) {
      if (sector == kFreeSector) return;
      if (places.claim_one(sector)) {
        of_fat.push_back(sector);
      } else {
        problem("its table of sectors names a sector twice, or one beyond the file");
      }
    };
    for (std::size_t i = 0; i < kDifatInHeader; ++i) take(u32_at(item_, 76 + i * 4));
    std::vector<std::uint32_t> of_difat;
    for (std::uint32_t at = u32_at(item_, 68); at <= kMaxRegularSector && at != 0xFFFFFFFA;) {
      if (!places.claim_one(at)) {
        problem("the list of its tables leads in a circle, or out of the file");
        break;
      }
      of_difat.push_back(at);
      const std::vector<std::uint32_t> numbers = numbers_in({at});
      if (numbers.empty()) break;
      for (std::size_t i = 0; i + 1 < numbers.size(); ++i) take(numbers[i]);
      at = numbers.back();
    }
    std::vector<std::uint32_t> next = numbers_in(of_fat);
    next.resize(std::min(next.size(), sectors));
    if (next.size() < sectors && sectors - next.size() > sector_bytes() / 4)
      problem("its table of sectors does not cover the file");
    fat_ = Table(std::move(next), sectors);
    for (const std::uint32_t one : of_fat) fat_.claim_one(one);
    for (const std::uint32_t one : of_difat) fat_.claim_one(one);
  }

  std::vector<std::uint32_t> claim(std::uint32_t start, std::size_t most, const char* what) {
    std::string why;
    auto chain = fat_.claim(start, most, why);
    if (!why.empty()) problem(fmt::format("{} is damaged: {}", what, why));
    return chain;
  }

  void read_directory() {
    for (const std::uint32_t one : claim(u32_at(item_, 48), fat_.size(), "its directory")) {
      const ByteView bytes = file_.sector(one);
      for (std::size_t at = 0; at + kEntryBytes <= bytes.size(); at += kEntryBytes) {
        if (raw_.size() == kMaxNodes) return problem("it has too many streams; the rest is left");
        raw_.push_back(entry_of(bytes.subspan(at, kEntryBytes)));
      }
    }
    if (!raw_.empty() && raw_[0].type != kRoot) problem("its directory does not begin with a root");
  }

  RawEntry entry_of(ByteView bytes) const {
    RawEntry entry;
    entry.type = bytes[66];
    if (entry.type == kUnused) return entry;
    entry.name = name_of(bytes);
    entry.left = u32_at(bytes, 68);
    entry.right = u32_at(bytes, 72);
    entry.child = u32_at(bytes, 76);
    entry.start = u32_at(bytes, 116);
    // The upper half means nothing with sectors of 512 bytes (MS-CFB 2.6.1).
    entry.size =
        u32_at(bytes, 120) | (is_long_ ? static_cast<std::uint64_t>(u32_at(bytes, 124)) << 32 : 0);
    return entry;
  }

  void read_mini() {
    const std::size_t most = sectors_of(raw_[0].size, sector_bytes());
    if (raw_[0].size > 0) {
      for (const std::uint32_t one : claim(raw_[0].start, most, "what holds its short streams")) {
        const ByteView bytes = file_.sector(one);
        file_.mini_.insert(file_.mini_.end(), bytes.begin(), bytes.end());
      }
    }
    file_.mini_.resize(std::min<std::size_t>(file_.mini_.size(), raw_[0].size));
    const std::uint32_t start = u32_at(item_, 60);
    std::vector<std::uint32_t> next;
    if (start <= kMaxRegularSector)
      next = numbers_in(claim(start, fat_.size(), "its table of short sectors"));
    mini_fat_ = Table(std::move(next), sectors_of(file_.mini_.size(), kMiniSectorBytes));
  }

  std::size_t sectors_of(std::uint64_t bytes, std::size_t each) const {
    return static_cast<std::size_t>(std::min<std::uint64_t>(bytes, item_.size()) + each - 1) / each;
  }

  // Siblings are a binary tree, in the order of their names (MS-CFB 2.6.4); here whatever names a
  // node first has it.
  void build_tree() {
    add({"", kRoot, kNoEntry, kNoEntry, kNoEntry, 0, 0}, 0, 0);
    std::vector<bool> seen(raw_.size(), false);
    seen[0] = true;
    struct Next {
      std::uint32_t entry;
      std::size_t parent, depth;
    };
    std::vector<Next> next;
    if (raw_[0].child != kNoEntry) next.push_back({raw_[0].child, 0, 1});
    while (!next.empty()) {
      const Next at = next.back();
      next.pop_back();
      if (at.entry >= raw_.size() || seen[at.entry]) {
        problem("its directory names a stream twice, or one that is not there");
        continue;
      }
      seen[at.entry] = true;
      const RawEntry& entry = raw_[at.entry];
      for (const std::uint32_t sibling : {entry.right, entry.left}) {
        if (sibling != kNoEntry) next.push_back({sibling, at.parent, at.depth});
      }
      if (entry.type != kStorage && entry.type != kStream) continue;
      const std::size_t node = add(entry, at.entry, at.parent);
      if (entry.type != kStorage || entry.child == kNoEntry) continue;
      if (at.depth == kMaxDepth) {
        problem("its storages nest too deeply; those within were not opened");
      } else {
        next.push_back({entry.child, node, at.depth + 1});
      }
    }
    add_lost(seen);
    for (auto& all : file_.children_)
      std::ranges::sort(all, {}, [this](std::size_t node) { return entry_of_[node]; });
  }

  // Streams that no storage names stand in the root.
  void add_lost(const std::vector<bool>& seen) {
    std::size_t lost = 0;
    for (std::size_t i = 1; i < raw_.size(); ++i) {
      if (seen[i] || raw_[i].type != kStream) continue;
      add(raw_[i], i, 0);
      ++lost;
    }
    if (lost > 0) problem(fmt::format("{} streams belong to no storage", lost));
  }

  std::size_t add(const RawEntry& entry, std::size_t number, std::size_t parent) {
    const std::size_t node = file_.nodes_.size();
    const bool is_storage = entry.type != kStream;
    file_.nodes_.push_back({entry.name, is_storage, is_storage ? 0 : entry.size, parent});
    file_.children_.emplace_back();
    file_.chains_.emplace_back();
    entry_of_.push_back(number);
    if (node != 0) file_.children_[parent].push_back(node);
    return node;
  }

  void claim_streams() {
    for (std::size_t node = 1; node < file_.nodes_.size(); ++node) {
      const RawEntry& entry = raw_[entry_of_[node]];
      if (entry.type != kStream || entry.size == 0) continue;
      File::Chain& chain = file_.chains_[node];
      chain.in_mini = entry.size < kMiniStreamCutoff;
      const std::size_t each = chain.in_mini ? kMiniSectorBytes : sector_bytes();
      chain.sectors = (chain.in_mini ? mini_fat_ : fat_)
                          .claim(entry.start, sectors_of(entry.size, each), chain.problem);
    }
  }

  ByteView item_;
  File file_;
  bool is_long_ = false;
  Table fat_, mini_fat_;
  std::vector<RawEntry> raw_;
  std::vector<std::size_t> entry_of_;  // of each node
};

Result<File> File::open(ByteView item) { return Opener(item).run(); }

ByteView File::sector(std::uint32_t number) const {
  const std::uint64_t at = (static_cast<std::uint64_t>(number) + 1) * sector_bytes_;
  if (at >= item_.size()) return {};
  return item_.subspan(static_cast<std::size_t>(at),
                       std::min<std::size_t>(sector_bytes_, item_.size() - at));
}

std::optional<std::size_t> File::find(std::size_t storage, std::string_view name) const {
  const std::string wanted = lower(name);
  for (const std::size_t child : children_[storage]) {
    if (lower(nodes_[child].name) == wanted) return child;
  }
  return std::nullopt;
}

Content File::read(std::size_t stream) const {
  Content content;
  const Chain& chain = chains_[stream];
  const std::uint64_t size = nodes_[stream].size;
  const ByteView mini(mini_);
  for (const std::uint32_t one : chain.sectors) {
    ByteView bytes = sector(one);
    if (chain.in_mini) {
      const std::size_t at = one * kMiniSectorBytes;
      bytes = mini.subspan(at, std::min(kMiniSectorBytes, mini.size() - at));
    }
    content.bytes.insert(content.bytes.end(), bytes.begin(), bytes.end());
  }
  if (content.bytes.size() > size) content.bytes.resize(static_cast<std::size_t>(size));
  if (content.bytes.size() < size) {
    content.problem = fmt::format("it breaks off after {} of {} bytes{}{}", content.bytes.size(),
                                  size, chain.problem.empty() ? "" : ": ", chain.problem);
  }
  return content;
}

Content File::read(std::size_t storage, std::string_view name) const {
  const auto stream = find(storage, name);
  return stream && !nodes_[*stream].is_storage ? read(*stream) : Content{};
}

}  // namespace sanad::compound
