// Lists of known content, ready to be compared with: what they hold in a database, and their
// picture hashes in an index.
//
//   directory/library.db    the entries of every list, numbered
//   directory/pdq/          hamming_store::SegmentSet: hashes of pictures and of videos' frames
//   directory/points/       the same: points of pictures and of videos' key frames
//   directory/texts/        an index of passages for each list that has texts
//
// Everything here follows from the lists themselves, which are kept elsewhere, and can be made
// again by put() for each. The index is filled before the database and may so hold numbers that the
// database does not know; each candidate is compared again with the value that the database has, so
// that neither that nor a crash between the two gives a wrong answer. A number is never used for
// another entry.
//
// A hit is a lead, never a finding. Thread-safe: lookups see what was there before a put() until it
// is complete, and never wait for it. Each way of recognising content is one class (signal.h).
// Tested by library_test.cc.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "extract/extract.h"
#include "files/files.h"
#include "json/json.h"
#include "lists/model.h"

namespace sanad::identify {

// Of the signals that can be compared. docs/formats/fingerprints.md says what each means.
inline constexpr int kPictureDistance = 31;    // PDQ, of 256 bits
inline constexpr int kPictureQuality = 50;     // PDQ, of 100: below, a picture is not looked up
inline constexpr int kFileDistance = 50;       // TLSH
inline constexpr int kPiecewiseDistance = 40;  // ssdeep: 100 less its score
inline constexpr double kVideoShare = 0.5;     // of the frames of one of the two
inline constexpr double kTextShare = 0.2;      // of the letters of one of the two, or:
inline constexpr std::uint64_t kTextLetters = 200;  // in passages

// The radius of a lookup where nobody says one. Signals other than pdq, tlsh and ssdeep are
// compared exactly or by their own rule, and have none.
constexpr unsigned default_radius(std::string_view signal) {
  if (signal == "ssdeep") return kPiecewiseDistance;
  return signal == "tlsh" ? kFileDistance : kPictureDistance;
}

struct ListState {
  std::string id;
  std::string name;
  std::string version;
  std::string stamp;  // as given to put()
  std::uint64_t entries = 0;
};

struct Update {
  std::uint64_t added = 0;
  std::uint64_t removed = 0;
  std::uint64_t kept = 0;
  std::uint64_t unusable = 0;  // kept, and never found: their value is not of their signal's form
  bool wants_rescan = false;   // something was added that the past was not compared with
};

// An entry as its list has it now.
struct ListedEntry {
  std::string signal;
  std::string value;
  std::vector<std::string> labels;
  bool disputed = false;
};

// One entry that an item resembles, and why it is said to.
struct Hit {
  std::string list;  // identifier
  std::string list_name;
  std::string list_version;
  std::string entry;
  std::string signal;     // of the entry
  std::string value;      // of the entry
  std::string algorithm;  // that compared
  double distance = 0;    // in the signal's measure; 0 the same
  double threshold = 0;
  bool disputed = false;  // somebody disputes the entry: the hit says so wherever it is shown
  std::vector<std::string> labels;
  json::Object details;  // by signal: turned, frames, segments, passages
};

// What became of one item of a batch.
struct Matched {
  std::vector<Hit> hits;
  std::vector<std::string> missed;  // a sentence for each comparison that failed because of it
};

class Library {
 public:
  // extractor: compares what only a program in the cage may; its pool outlives the library.
  static Result<std::unique_ptr<Library>> open(files::FileSystem& fs, const files::Path& directory,
                                               extract::Extractor extractor = {});
  ~Library();

  // Takes the place of the version that was there under this id. list satisfies lists::check_list.
  // stamp: anything by which the caller knows later what it has put there.
  Result<Update> put(std::string_view id, const lists::List& list, std::string_view stamp);
  Result<void> remove(std::string_view id);
  Result<std::vector<ListState>> lists() const;

  // Entries that are live at now and within the radius (kInvalid above hamming::kRadiusMax). list:
  // an id, or empty for all.
  Result<std::vector<Hit>> lookup(std::string_view signal, std::string_view value, unsigned radius,
                                  std::string_view list, Timestamp now) const;

  // Absent: the list does not hold it.
  Result<std::optional<ListedEntry>> find(std::string_view list, std::string_view entry) const;

  // Whether somebody disputes the entry now, which may be otherwise than when a match with it was
  // found. Absent: the list no longer holds it.
  Result<std::optional<bool>> is_disputed(std::string_view list, std::string_view entry) const;

  // What of an item belongs into a list, so that it is found again: an entry for each signal that
  // it has. item: the answer of extract::fingerprint_with_text(). Identifiers follow from the
  // values. kInvalid: the item has no digest.
  Result<std::vector<lists::Entry>> entries_of(const json::Value& item) const;

  // Everything that an item resembles. item: the members of extract::fingerprint()'s answer, and
  // sha256, sha1 and md5 of its bytes. missed: takes a sentence for each comparison that failed
  // because of what was compared (kInvalid, kLimit); where null, that is the error.
  Result<std::vector<Hit>> match(const json::Value& item, Timestamp now,
                                 std::vector<std::string>* missed = nullptr) const;

  // The same of many items at once, whose pictures are looked up together: for going through a
  // vault when a list has changed. One answer for each item.
  Result<std::vector<Matched>> match_all(std::span<const json::Value> items, Timestamp now) const;

  // What was computed of content with this SHA-256, so that a new list is compared with the past
  // without reading it again; absent if never remembered. Texts are not kept here: where
  // may_share_passages() says so of a remembered item, it is to be read again, with its text.
  Result<std::optional<json::Value>> remembered(std::string_view sha256) const;
  Result<void> remember(std::string_view sha256, const json::Value& item);
  Result<bool> may_share_passages(const json::Value& item) const;

  // What rules said of content with this key (that of remembered()), so that only new rules need it
  // again. rules: the SHA-256 of their file.
  Result<std::optional<json::Value>> remembered_run(std::string_view sha256,
                                                    std::string_view rules) const;
  Result<void> remember_run(std::string_view sha256, std::string_view rules,
                            const json::Value& outcome);

  // Forgets all that was remembered of items and of runs of rules, and leaves no trace of it in the
  // file: content that was remembered may be of what was disposed of. The lists stay.
  Result<void> forget_items();

  // Merges the index's fresh part, if that is worth it. On a thread of the caller's.
  Result<void> tidy();

  struct State;  // of this module's files only

 private:
  explicit Library(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace sanad::identify
