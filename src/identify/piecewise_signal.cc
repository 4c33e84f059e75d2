#include "extract/extract.h"
#include "lists/signal.h"
#include "scanned.h"
#include "ssdeep.h"

namespace sanad::identify {
namespace {

// The library that scores digests is linked with the extractor's program only, so it is asked, and
// only about those that may be near.
class PiecewiseSignal final : public Signal {
 public:
  PiecewiseSignal(Rows& rows, extract::Extractor extractor)
      : extractor_(std::move(extractor)), entries_(rows, "ssdeep", [](std::string_view value) {
          return lists::canonical_value("ssdeep", value);
        }) {}

  std::string_view name() const override { return "ssdeep"; }
  std::string_view algorithm() const override { return "ssdeep-1"; }
  double threshold() const override { return kPiecewiseDistance; }

  // For lists of others: TLSH says the same of a file, and more finely.
  std::optional<Fingerprint> fingerprint(const json::Value&) const override { return std::nullopt; }

  Result<double> distance(std::string_view a, std::string_view b) const override {
    SANAD_TRY(const std::string one, lists::canonical_value(name(), a));
    SANAD_TRY(const std::string other, lists::canonical_value(name(), b));
    if (one == other) return 0.0;
    if (!may_be_near(one, other)) return 100.0;
    SANAD_TRY(const auto scores, extract::compare_ssdeep(extractor_, {&one, 1}, {&other, 1}));
    return 100 - scores[0][0];
  }

  Result<void> match(const json::Value& item, Hits& hits) const override {
    const std::string digest = item["ssdeep"].string_or("");
    if (digest.empty()) return {};
    return look_up(digest, kPiecewiseDistance, hits);
  }

  Result<void> look_up(const std::string& digest, unsigned radius, Hits& hits) const override {
    SANAD_TRY(const auto all, entries_.all());
    std::vector<std::uint32_t> numbers;
    std::vector<std::string> values;
    for (const auto& one : *all) {
      if (!may_be_near(digest, *one.value)) continue;
      numbers.push_back(one.number);
      values.push_back(*one.value);
    }
    if (values.empty()) return {};
    SANAD_TRY(const auto scores, extract::compare_ssdeep(extractor_, {&digest, 1}, values));
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const int apart = 100 - scores[0][i];
      if (apart > static_cast<int>(radius) || apart >= 100) continue;
      SANAD_TRY(const std::optional<Row> row, hits.rows().row(numbers[i]));
      if (row) hits.add(*row, algorithm(), apart, radius);
    }
    return {};
  }
  Result<void> complete(const Change& change) override {
    entries_.complete(change);
    return {};
  }

 private:
  extract::Extractor extractor_;
  Scanned<std::string> entries_;
};

}  // namespace

std::unique_ptr<Signal> piecewise_signal(Rows& rows, extract::Extractor extractor) {
  return std::make_unique<PiecewiseSignal>(rows, std::move(extractor));
}

}  // namespace sanad::identify
