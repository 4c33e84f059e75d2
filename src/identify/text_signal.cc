#include <algorithm>

#include "lists/model.h"
#include "share.h"
#include "signal.h"
#include "text/fingerprint.h"
#include "text_index.h"

namespace sanad::identify {
namespace {

constexpr std::size_t kMaxCandidates = 200;  // of each list

json::Array passages_json(const text::Comparison& comparison) {
  json::Array passages;
  for (const text::Passage& one : comparison.passages) {
    passages.emplace_back(json::Object{{"begin", one.a.begin},
                                       {"end", one.a.end},
                                       {"list_begin", one.b.begin},
                                       {"list_end", one.b.end},
                                       {"letters", one.letters}});
  }
  return passages;
}

class Passages final : public TextSignal {
 public:
  Passages(files::FileSystem& fs, const files::Path& directory, Rows& rows)
      : index_(fs, directory, rows) {}
  Result<void> open(std::span<const std::string> list_ids) { return index_.open(list_ids); }

  std::string_view name() const override { return "text"; }
  std::string_view algorithm() const override { return text::kFingerprintAlgorithm; }
  double threshold() const override { return distance_of(kTextShare); }

  // The text itself: passages are compared, and people read them.
  std::optional<Fingerprint> fingerprint(const json::Value& item) const override {
    std::string text = item["text_content"].string_or("");
    if (text.empty() || text.size() > lists::kMaxValueBytes) return std::nullopt;
    return Fingerprint{std::move(text)};
  }

  Result<double> distance(std::string_view a, std::string_view b) const override {
    SANAD_TRY(const text::Comparison comparison, text::compare(a, b));
    return distance_of(std::max(comparison.share_of_a, comparison.share_of_b));
  }
  bool is_usable(std::string_view value) const override { return text::fingerprint(value).ok(); }

  Result<void> match(const json::Value& item, Hits& hits) const override {
    const std::string content = item["text_content"].string_or("");
    if (content.empty()) return {};
    return look_up(content, 0, hits);
  }

  Result<void> look_up(const std::string& content, unsigned, Hits& hits) const override {
    SANAD_TRY(const text::Fingerprint fingerprint, text::fingerprint(content));
    SANAD_TRY(const auto candidates, index_.look_up(fingerprint, kMaxCandidates));
    for (const std::uint32_t number : candidates) {
      SANAD_TRY(const std::optional<Row> row, hits.rows().row(number));
      if (row && row->signal == name()) SANAD_CHECK(compare(content, *row, hits));
    }
    return {};
  }

  Result<bool> may_match(std::string_view fingerprint) const override {
    if (fingerprint.empty()) return false;
    SANAD_TRY(const text::Fingerprint parsed, text::parse_fingerprint(fingerprint));
    SANAD_TRY(const auto found, index_.look_up(parsed, 1));
    return !found.empty();
  }

  Result<void> complete(const Change& change) override {
    return change.touches(name()) ? index_.renew(change.list) : Result<void>{};
  }

 private:
  Result<void> compare(std::string_view content, const Row& row, Hits& hits) const {
    SANAD_TRY(const text::Comparison comparison, text::compare(content, row.value));
    std::uint64_t letters = 0;
    for (const text::Passage& passage : comparison.passages) letters += passage.letters;
    const double share = std::max(comparison.share_of_a, comparison.share_of_b);
    if (share < kTextShare && letters < kTextLetters) return {};
    Hit* hit = hits.add(row, algorithm(), distance_of(share), threshold());
    if (hit == nullptr) return {};
    hit->details.set("share_of_item", rounded(comparison.share_of_a));
    hit->details.set("share_of_entry", rounded(comparison.share_of_b));
    hit->details.set("letters", letters);
    hit->details.set("passages", passages_json(comparison));
    return {};
  }

  TextIndex index_;
};

}  // namespace

Result<std::unique_ptr<TextSignal>> text_signal(files::FileSystem& fs, const files::Path& directory,
                                                Rows& rows, std::span<const std::string> list_ids) {
  auto made = std::make_unique<Passages>(fs, directory, rows);
  SANAD_CHECK(made->open(list_ids));
  return std::unique_ptr<TextSignal>(std::move(made));
}

}  // namespace sanad::identify
