#include <map>

#include "frames.h"
#include "identify/evidence.h"
#include "pdq/pdq.h"
#include "picture_index.h"

namespace sanad::identify {
namespace {

class PictureSignal final : public Signal {
 public:
  explicit PictureSignal(std::shared_ptr<PictureIndex> index) : index_(std::move(index)) {}

  std::string_view name() const override { return "pdq"; }
  std::string_view algorithm() const override { return pdq::kAlgorithm; }
  double threshold() const override { return kPictureDistance; }

  std::optional<Fingerprint> fingerprint(const json::Value& item) const override {
    const auto quality = item["pdq_quality"].int_or(0);
    // An animation's first frame says less than all of them.
    if (quality < kPictureQuality || !frames_of(item["video"]).empty()) return std::nullopt;
    return Fingerprint{item["pdq"].string_or(""), static_cast<int>(quality)};
  }

  Result<double> distance(std::string_view a, std::string_view b) const override {
    SANAD_TRY(const hamming::Fingerprint one, picture_fingerprint(a));
    SANAD_TRY(const hamming::Fingerprint other, picture_fingerprint(b));
    return hamming::distance(one, other);
  }

  Result<void> match(const json::Value& item, Hits& hits) const override {
    return within(variants_of(item), kPictureDistance, hits);
  }

  void match_all(std::span<Asked> batch) const override {
    std::vector<Variants> asked(batch.size());
    std::vector<hamming::Fingerprint> queries;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      asked[i] = variants_of(batch[i].item);
      auto own = fingerprints_of(asked[i]);
      batch[i].outcome = own.ok() ? Result<void>() : Result<void>(own.error());
      if (!own.ok()) asked[i].clear();
      if (own.ok()) queries.insert(queries.end(), own->begin(), own->end());
    }
    const auto found = index_->look_up(queries, kPictureDistance);
    std::size_t first = 0;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (!batch[i].outcome.ok()) continue;
      batch[i].outcome = found.ok()
                             ? take(asked[i], std::span(*found).subspan(first, asked[i].size()),
                                    kPictureDistance, batch[i].hits)
                             : Result<void>(found.error());
      first += asked[i].size();
    }
  }

  Result<void> look_up(const std::string& value, unsigned radius, Hits& hits) const override {
    return within({value}, radius, hits);
  }

  Result<void> prepare(const Change& change) override {
    std::vector<hamming::Entry> entries;
    for (const Change::Added& one : change.added) {
      if (one.signal != name()) continue;
      if (const auto hash = picture_fingerprint(one.value); hash.ok())
        entries.push_back({*hash, one.number});
    }
    return index_->add(std::move(entries));
  }
  Result<void> complete(const Change& change) override { return index_->remove(change, name()); }
  Result<void> tidy() override { return index_->tidy(); }

 private:
  struct Nearest {
    unsigned distance = 0;
    std::size_t variant = 0;
  };

  using Variants = std::vector<std::string>;

  // Empty where the picture is not looked up.
  static Variants variants_of(const json::Value& item) {
    Variants variants;
    if (item["pdq_quality"].int_or(0) < kPictureQuality) return variants;
    if (const json::Array* dihedral = item["pdq_dihedral"].as_array()) {
      for (std::size_t i = 0; i < dihedral->size() && i < kTurned.size(); ++i)
        variants.push_back((*dihedral)[i].string_or(""));
    }
    return variants;
  }

  static Result<std::vector<hamming::Fingerprint>> fingerprints_of(const Variants& variants) {
    std::vector<hamming::Fingerprint> queries;
    for (const std::string& variant : variants) {
      SANAD_TRY(const hamming::Fingerprint query, picture_fingerprint(variant));
      queries.push_back(query);
    }
    return queries;
  }

  Result<void> within(const Variants& variants, unsigned radius, Hits& hits) const {
    SANAD_TRY(const auto queries, fingerprints_of(variants));
    SANAD_TRY(const auto matches, index_->look_up(queries, radius));
    return take(variants, matches, radius, hits);
  }

  // The best of the variants for each entry.
  Result<void> take(const Variants& variants, std::span<const std::vector<hamming::Match>> matches,
                    unsigned radius, Hits& hits) const {
    std::map<std::uint32_t, Nearest> best;
    for (std::size_t i = 0; i < matches.size(); ++i) {
      for (const hamming::Match& match : matches[i]) {
        const auto at = best.try_emplace(match.entry, match.distance, i).first;
        if (match.distance < at->second.distance) at->second = {match.distance, i};
      }
    }
    for (const auto& [number, found] : best) {
      SANAD_TRY(const std::optional<Row> row, hits.rows().row(number));
      if (!row || row->signal != name()) continue;
      // The index may know the number from a list that was never written down.
      SANAD_TRY(const double apart, distance(variants[found.variant], row->value));
      if (apart > radius) continue;
      if (Hit* hit = hits.add(*row, algorithm(), apart, radius))
        hit->details.set("turned", kTurned[found.variant]);
    }
    return {};
  }

  std::shared_ptr<PictureIndex> index_;
};

}  // namespace

std::unique_ptr<Signal> picture_signal(std::shared_ptr<PictureIndex> index) {
  return std::make_unique<PictureSignal>(std::move(index));
}

}  // namespace sanad::identify
