#include "lists/signal.h"
#include "signal.h"

namespace sanad::identify {
namespace {

class ExactSignal final : public Signal {
 public:
  explicit ExactSignal(std::string_view name) : name_(name) {}

  std::string_view name() const override { return name_; }
  std::string_view algorithm() const override { return name_; }
  double threshold() const override { return 0; }

  // One digest says it all: the others are for lists that have nothing better.
  std::optional<Fingerprint> fingerprint(const json::Value& item) const override {
    const std::string value = item[name_].string_or("");
    if (name_ != "sha256" || value.empty()) return std::nullopt;
    return Fingerprint{value};
  }

  Result<double> distance(std::string_view a, std::string_view b) const override {
    SANAD_TRY(const std::string one, lists::canonical_value(name_, a));
    SANAD_TRY(const std::string other, lists::canonical_value(name_, b));
    return one == other ? 0.0 : 1.0;
  }

  Result<void> match(const json::Value& item, Hits& hits) const override {
    const std::string value = item[name_].string_or("");
    if (value.empty()) return {};
    return look_up(value, 0, hits);
  }

  Result<void> look_up(const std::string& value, unsigned, Hits& hits) const override {
    SANAD_TRY(const std::vector<Row> rows, hits.rows().with_value(name_, value));
    for (const Row& row : rows) hits.add(row, algorithm(), 0, threshold());
    return {};
  }

 private:
  std::string name_;
};

}  // namespace

std::unique_ptr<Signal> exact_signal(std::string_view name) {
  return std::make_unique<ExactSignal>(name);
}

}  // namespace sanad::identify
