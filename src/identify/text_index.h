// The texts of each list by the passages in them: one immutable file for a list, made again when
// its texts change, and mapped into memory.
//
//   directory/DIGEST.index   text::PassageIndex; document i is the list's i-th text by number
//
// DIGEST names the list, its texts (by their entries' numbers) and the algorithm, so that a file
// that does not fit what the database holds has another name: it is made again, and the old one
// removed. Thread-safe; lookups never wait for an update.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "files/files.h"
#include "rows.h"
#include "text/passage_index.h"

namespace sanad::identify {

class TextIndex {
 public:
  TextIndex(files::FileSystem& fs, files::Path directory, Rows& rows)
      : fs_(fs), directory_(std::move(directory)), rows_(rows) {}

  // Opens what there is, makes what is missing or damaged, and removes what belongs to no list.
  Result<void> open(std::span<const std::string> list_ids);
  // After the list's texts changed in the database.
  Result<void> renew(const std::string& list_id);

  // The numbers of entries that may share passages, most shared marks first for each list.
  Result<std::vector<std::uint32_t>> look_up(const text::Fingerprint& query,
                                             std::size_t most) const;

 private:
  struct Texts {
    std::unique_ptr<files::Mapping> mapping;
    std::optional<text::PassageIndex> index;
    std::vector<std::uint32_t> numbers;  // of each document
  };
  using Lists = std::map<std::string, std::shared_ptr<const Texts>, std::less<>>;

  Result<std::shared_ptr<const Texts>> texts_of(const std::string& list_id,
                                                std::vector<std::uint32_t> numbers);
  Result<void> write(const files::Path& path, const std::string& list_id);
  Result<void> sweep() const;
  std::shared_ptr<const Lists> current() const;
  void set_current(Lists lists);

  files::FileSystem& fs_;
  files::Path directory_;
  Rows& rows_;
  mutable std::mutex mutex_;  // guards which lists are current
  std::shared_ptr<const Lists> current_ = std::make_shared<const Lists>();
};

}  // namespace sanad::identify
