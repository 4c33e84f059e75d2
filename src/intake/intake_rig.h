// An import in memory, written down.
#pragma once

#include <string>
#include <vector>

#include "intake/intake.h"
#include "parts/parts.h"

namespace sanad::intake {

struct TakenPart {
  Part head;
  std::string bytes, problem;
  bool is_given_up = false;
};

struct Taken final : Sink {
  Result<void> record(json::Object record) override {
    records.emplace_back(std::move(record));
    return {};
  }
  Result<void> begin_part(const Part& part) override {
    parts.push_back({part, "", "", false});
    return {};
  }
  Result<void> part_data(ByteView piece) override {
    parts.back().bytes += as_text(piece);
    return {};
  }
  Result<void> end_part(std::string_view problem, bool is_given_up) override {
    parts.back().problem = problem;
    parts.back().is_given_up = is_given_up;
    return {};
  }
  Result<void> unread(const Unread& what) override {
    unreads.push_back(what);
    return {};
  }

  Importer importer = Importer::kNone;
  Summary summary;
  std::vector<json::Value> records;
  std::vector<TakenPart> parts;
  std::vector<Unread> unreads;
};

// By what the bytes and hints show.
inline Result<void> take(std::string_view bytes, const Hints& hints, Taken& taken,
                         const Limits& limits = {}) {
  [[maybe_unused]] static const bool kPrepared = (parts::prepare(), true);
  MemorySource source(as_bytes(bytes));
  SANAD_TRY(taken.importer, importer_of(source, hints));
  SANAD_TRY(taken.summary, import(source, taken.importer, hints, limits, taken));
  return {};
}

}  // namespace sanad::intake
