// A directory for one browser that the browser's user may enter, and what dead ones left behind.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"

namespace sanad::browser {

// "sanad-browser-PID-XXXXXX" in the system's directory for temporary files, which the browser's
// user can reach (a private working directory it often cannot). Holds no secrets; removed at the
// end.
class Scratch {
 public:
  static Result<std::unique_ptr<Scratch>> create();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const std::string& path() const { return path_; }

 private:
  explicit Scratch(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

// Removes such directories of processes that are no more; ours only. Answers how many.
int sweep_scratch();

}  // namespace sanad::browser
