// One way of recognising content again, behind one small interface: by which fingerprint a list
// holds an item, how far two fingerprints lie apart, up to where that is a hit, and an index over
// the fingerprints of all lists.
//
// Bytes become fingerprints in the cage (extract/extract.h); its answer is what is called an item
// here. A new signal is one class, named in make_signals() (library.cc).
//
// Thread-safe. Lookups work on what was there when they began, and wait for no update.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "files/files.h"
#include "identify/library.h"
#include "json/json.h"
#include "rows.h"

namespace sanad::identify {

// What an update of one list adds and takes away.
struct Change {
  struct Added {
    std::uint32_t number = 0;
    std::string_view signal;  // borrowed from the list
    std::string_view value;
  };
  std::string list;
  std::vector<Added> added;
  std::vector<Row> gone;

  bool touches(std::string_view signal) const;
};

// Where the hits of one item or lookup are gathered.
class Hits {
 public:
  Hits(Rows& rows, Timestamp now) : rows_(rows), now_(now) {}

  // Null where the entry has expired. The hit may be added to until the next is added.
  Hit* add(const Row& row, std::string_view algorithm, double distance, double threshold);
  Rows& rows() { return rows_; }
  std::vector<Hit> take() { return std::move(hits_); }

 private:
  Rows& rows_;
  Timestamp now_;
  std::vector<Hit> hits_;
};

// An item of a batch, and what a signal says of it.
struct Asked {
  const json::Value& item;
  Hits hits;
  Result<void> outcome = {};
};

class Signal {
 public:
  // A fingerprint in the form that lists have (lists/signal.h).
  struct Fingerprint {
    std::string value;
    std::optional<int> quality = {};  // of 100, where the signal has one
  };

  virtual ~Signal() = default;
  virtual std::string_view name() const = 0;
  virtual std::string_view algorithm() const = 0;  // with its version; named in every hit

  // By which a list holds the item. Empty: the item has none, or none that is worth listing.
  virtual std::optional<Fingerprint> fingerprint(const json::Value& item) const = 0;
  // Of two values, in the signal's measure; 0 the same. kInvalid: one is not of its form.
  virtual Result<double> distance(std::string_view a, std::string_view b) const = 0;
  virtual double threshold() const = 0;
  virtual bool is_usable(std::string_view value) const { return distance(value, value).ok(); }

  // Every entry that the item resembles.
  virtual Result<void> match(const json::Value& item, Hits& hits) const = 0;
  // The same of many items, which an index may answer together.
  virtual void match_all(std::span<Asked> batch) const;
  // Every entry within the radius of the value; signals without radii take their threshold.
  virtual Result<void> look_up(const std::string& value, unsigned radius, Hits& hits) const = 0;

  // An update of a list calls prepare(), writes the entries, and calls complete(). An entry that
  // is found in between and that the database does not know is no hit.
  virtual Result<void> prepare(const Change& change);
  virtual Result<void> complete(const Change& change);
  // Work that may wait for a quiet moment.
  virtual Result<void> tidy() { return {}; }
};

// The same bytes. name: sha256, sha1, md5, sha512.
std::unique_ptr<Signal> exact_signal(std::string_view name);

class PictureIndex;
Result<std::shared_ptr<PictureIndex>> open_picture_index(files::FileSystem& fs,
                                                         const files::Path& directory);
// PDQ of pictures ("pdq"), and of videos' frames ("vpdq"), which finds listed pictures in a video
// too. Both are kept in one index.
std::unique_ptr<Signal> picture_signal(std::shared_ptr<PictureIndex> index);
std::unique_ptr<Signal> video_signal(std::shared_ptr<PictureIndex> index);
// Points of pictures ("points") and of videos' key frames ("vpoints"); each finds the other's
// entries too. Both are kept in one index, of their own.
inline constexpr std::string_view kVideoPoints = "vpoints";
std::unique_ptr<Signal> points_signal(std::shared_ptr<PictureIndex> index);
std::unique_ptr<Signal> video_points_signal(std::shared_ptr<PictureIndex> index);

// Landmarks of sound, "landmarks": an index of pairs of them, in memory, names what is compared.
std::unique_ptr<Signal> landmarks_signal(Rows& rows);

// Compared with every entry, which are held in memory: "chromaprint", "tlsh" and "ssdeep".
std::unique_ptr<Signal> sound_signal(Rows& rows);
std::unique_ptr<Signal> file_signal(Rows& rows);
std::unique_ptr<Signal> piecewise_signal(Rows& rows, extract::Extractor extractor);

// Shared passages of texts, by an index file for each list.
class TextSignal : public Signal {
 public:
  // Whether the text behind a fingerprint (text::format_fingerprint) is worth comparing.
  virtual Result<bool> may_match(std::string_view fingerprint) const = 0;
};
Result<std::unique_ptr<TextSignal>> text_signal(files::FileSystem& fs, const files::Path& directory,
                                                Rows& rows, std::span<const std::string> list_ids);

}  // namespace sanad::identify
