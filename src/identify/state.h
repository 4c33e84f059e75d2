// What a Library holds, shared by the file that fills it and the one that compares.
#pragma once

#include <map>
#include <mutex>
#include <shared_mutex>

#include "hamming_store/segment_set.h"
#include "identify/library.h"
#include "matching/video.h"
#include "records/sqlite.h"
#include "text/passage_index.h"

namespace sanad::identify {

// One row of the table of entries, with its list.
struct Row {
  std::uint32_t number = 0;
  std::string list, list_name, list_version;
  std::string entry, signal, value, labels;
  bool disputed = false;
  std::optional<std::int64_t> expires_at_ms;
};

std::vector<std::string> labels_of(const Row& row);

// The texts of all lists, by the passages in them. Made again when they change.
struct Passages {
  Bytes bytes;
  std::optional<text::PassageIndex> index;
  std::vector<std::uint32_t> numbers;  // of each document
};

struct Library::State {
  explicit State(records::Database opened) : database(std::move(opened)) {}

  mutable std::mutex mutex;  // guards database
  records::Database database;
  std::unique_ptr<hamming_store::SegmentSet> pictures;
  mutable std::shared_mutex passages_mutex;  // guards which passages there are; they do not change
  std::shared_ptr<const Passages> passages;

  // All but read_passages() with the mutex held. where: the condition, with one text or number to
  // bind for each "?".
  Result<std::vector<Row>> rows(std::string_view where,
                                std::initializer_list<std::string_view> texts);
  Result<std::optional<Row>> row(std::uint32_t number);
  Result<void> read_passages();

  struct Plan;
  Result<Plan> plan(std::string_view id, const lists::List& list);
  Result<void> write(std::string_view id, const lists::List& list, std::string_view stamp,
                     const Plan& plan);
};

// The 256 bits of a PDQ hash in hexadecimal. kInvalid: it is none.
Result<hamming::Fingerprint> picture_fingerprint(std::string_view hex);

// Frames of a video in the form that lists have: "TIME_MS,QUALITY,HASH" joined by ";"
// (docs/formats/fingerprints.md).
Result<std::vector<matching::Frame>> parse_frames(std::string_view value);

// Those of the extractor's answer "video"; empty if there are none.
std::vector<matching::Frame> frames_of(const json::Value& video);

// The items of the extractor's answer "audio"; empty if there are none.
std::vector<std::uint32_t> unpack_sound(const json::Value& audio);

}  // namespace sanad::identify
