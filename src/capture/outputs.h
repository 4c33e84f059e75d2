// Seals what a capture makes, file by file, and remembers what could not be kept.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/stream.h"
#include "capture/capture.h"

namespace sanad::capture {

struct NotKept {
  std::string url;  // or the name of the file that was to be made
  std::string reason;
};

SealedFile sealed_file(std::string name, std::string role, std::string media_type,
                       const vault::SealedObject& object);

// Used by one thread at a time.
class Keeper {
 public:
  Keeper(vault::Vault& vault, std::string case_id) : vault_(vault), case_id_(std::move(case_id)) {}

  using Produce = std::function<Result<void>(ByteSink& sink)>;
  // Answers whether it was kept. A producer that fails by itself is noted in not_kept(); an error
  // of the vault comes back.
  Result<bool> keep(const std::string& name, const std::string& role, const std::string& media_type,
                    const Produce& produce);
  Result<std::unique_ptr<vault::ObjectWriter>> begin();
  void add(SealedFile file) { files_.push_back(std::move(file)); }
  void not_kept(std::string url, std::string reason);

  const std::vector<SealedFile>& files() const { return files_; }
  const SealedFile* find(std::string_view name) const;  // null if absent
  const std::vector<NotKept>& all_not_kept() const { return not_kept_; }

 private:
  vault::Vault& vault_;
  std::string case_id_;
  std::vector<SealedFile> files_;
  std::vector<NotKept> not_kept_;
};

}  // namespace sanad::capture
