#include "picture_index.h"

#include "base/bytes.h"

namespace sanad::identify {

Result<hamming::Fingerprint> picture_fingerprint(std::string_view hex) {
  SANAD_TRY_WITH(const Digest256 bytes, parse_digest256(hex), "a PDQ hash");
  return hamming::fingerprint_from(bytes);
}

Result<std::shared_ptr<PictureIndex>> open_picture_index(files::FileSystem& fs,
                                                         const files::Path& directory) {
  SANAD_TRY(auto set, hamming_store::SegmentSet::open(fs, directory));
  return std::make_shared<PictureIndex>(std::move(set));
}

Result<void> PictureIndex::add(std::vector<hamming::Entry> entries) {
  if (entries.size() > hamming_store::kFreshWanted) return set_->import_entries(std::move(entries));
  if (entries.empty()) return {};
  return set_->add(entries);
}

Result<void> PictureIndex::remove(const Change& change, std::string_view signal) {
  std::vector<std::uint32_t> numbers;
  for (const Row& row : change.gone) {
    if (row.signal == signal) numbers.push_back(row.number);
  }
  if (numbers.empty()) return {};
  return set_->remove(numbers);
}

Result<void> PictureIndex::tidy() {
  if (!set_->wants_merge()) return {};
  SANAD_CHECK(set_->merge());
  return {};
}

}  // namespace sanad::identify
