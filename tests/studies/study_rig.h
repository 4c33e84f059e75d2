// The embedded world as a seat finds it, and its studies as the trainer's side reads them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "story/telling.h"
#include "training/grade.h"

namespace sanad::studies {

inline constexpr const char* kStudies[] = {
    "financing", "gathering-dissemination", "incitement", "propaganda", "recruitment", "training"};

struct Read {
  training::Study study;
  training::Truth truth;
  training::Debrief debrief;
  json::Value truth_file;  // with values in place
};

class Seat {
 public:
  Seat(std::uint64_t seed, std::uint32_t seat);

  const story::Telling& telling() const { return *telling_; }
  Read read(const std::string& study) const;
  // Every page that an address shows, before anything has happened, after all of it, and after
  // each event alone.
  std::vector<story::Page> pages(const std::string& url) const;

 private:
  std::shared_ptr<const story::World> world_;
  std::unique_ptr<story::Telling> telling_;
};

// Seats of two classes, and two side by side.
std::vector<std::pair<std::uint64_t, std::uint32_t>> seats();

}  // namespace sanad::studies
