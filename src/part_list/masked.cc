#include "part_list/masked.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>

#include "shape.h"

namespace sanad::part_list {
namespace {

std::string quoted(std::string_view text) { return json::format_canonical(json::Value(text)); }

bool is_short_text(std::string_view text, std::size_t most) {
  return !text.empty() && text.size() <= most;
}

Error no_such_words(const Mask& mask) {
  return {ErrorCode::kInvalid,
          fmt::format("the part has no words {} to {} at \"{}\" that could be masked", mask.first,
                      mask.first + mask.words - 1, mask.at)};
}

// Writes a part with its masked fields cut out, and what is told of these.
class Masking {
 public:
  Masking(std::string_view line, const std::vector<Mask>& masks) : line_(line), masks_(masks) {}

  Result<void> run() {
    ScalarScanner scanner(line_);
    while (scanner.next()) {
      const std::string_view scalar =
          line_.substr(scanner.begin(), scanner.end() - scanner.begin());
      words_.clear();
      if (scanner.is_text())
        cut_words(scalar, words_);
      else
        words_.push_back(scalar);
      const auto here = masks_at(scanner.pointer());
      if (!here.empty()) SANAD_CHECK(mask(here, scanner));
      leaf_ += words_.size();
    }
    part += line_.substr(done_);
    if (used_ != masks_.size()) return no_such_words(*unused());
    return {};
  }

  std::string part, told;             // told: the elements of "masked"
  std::vector<std::uint64_t> masked;  // leaves

 private:
  using Here = std::vector<const Mask*>;
  Here masks_at(const std::string& pointer) const {
    Here here;
    for (const Mask& mask : masks_)
      if (mask.at == pointer) here.push_back(&mask);
    std::ranges::sort(here, {}, &Mask::first);
    return here;
  }
  const Mask* unused() const {
    const Mask* left = masks_.data();
    for (const Mask& mask : masks_)
      if (std::ranges::find(seen_, &mask) == seen_.end()) left = &mask;
    return left;
  }

  Result<void> mask(const Here& here, const ScalarScanner& scanner) {
    std::uint64_t behind = 0;
    for (const Mask* mask : here) {
      if (mask->words == 0 || mask->first < behind || mask->first > words_.size() ||
          mask->words > words_.size() - mask->first)
        return no_such_words(*mask);
      behind = mask->first + mask->words;
      for (std::uint64_t n = mask->first; n < behind; ++n) masked.push_back(leaf_ + n);
      seen_.push_back(mask);
    }
    used_ += here.size();
    const std::size_t quote = scanner.is_text() ? 1 : 0;
    part += line_.substr(done_, scanner.begin() - quote - done_);
    part += "null";
    done_ = scanner.end() + quote;
    if (!told.empty()) told += ',';
    const Mask& first = *here.front();
    if (scanner.is_text())
      told += fmt::format(R"({{"at":{},"runs":[{}]}})", quoted(first.at), runs(here));
    else
      told += fmt::format(R"({{"as":{},"at":{},"reason":{}}})", quoted(first.as), quoted(first.at),
                          quoted(first.reason));
    return {};
  }

  std::string runs(const Here& here) const {
    std::string runs;
    std::uint64_t at = 0;
    const auto show = [&](std::uint64_t end) {
      if (at == end) return;
      runs += '"';
      for (; at < end; ++at) runs += words_[static_cast<std::size_t>(at)];
      runs += "\",";
    };
    for (const Mask* mask : here) {
      show(mask->first);
      runs += fmt::format(R"({{"as":{},"reason":{},"words":{}}},)", quoted(mask->as),
                          quoted(mask->reason), mask->words);
      at += mask->words;
    }
    show(words_.size());
    runs.pop_back();
    return runs;
  }

  std::string_view line_;
  const std::vector<Mask>& masks_;
  std::vector<std::string_view> words_;
  std::vector<const Mask*> seen_;
  std::size_t used_ = 0, done_ = 0;
  std::uint64_t leaf_ = 1;
};

std::string seeds_and_hidden(const Seed& seed, std::string_view line,
                             const std::vector<std::uint64_t>& masked, std::string& hidden) {
  const CutPart cut = cut_part(line);
  const std::uint64_t leaves = cut.words.size() + 1;
  std::string seeds;
  for (const Cover::Step& step : Cover::of(leaves, masked)) {
    const Seed at = seed_of_subtree(seed, leaves, step);
    std::string& list = step.is_masked ? hidden : seeds;
    list +=
        fmt::format("{}\"{}\"", list.empty() ? "" : ",",
                    step.is_masked ? format_hex(commitment_of_word(
                                         at, cut.words[static_cast<std::size_t>(step.first) - 1]))
                                   : format_hex(at));
  }
  return seeds;
}

Error no_masked_part() {
  return {ErrorCode::kIntegrity, "a part with masked words is not of the form that it should have"};
}

// Puts the leaves of a part together from what is shown of it.
class Unmasking {
 public:
  explicit Unmasking(const json::Array& told, std::size_t hidden)
      : told_(told), may_hide_(hidden) {}

  Result<void> run(std::string_view part) {
    ScalarScanner scanner(part);
    std::size_t done = 0;
    while (scanner.next()) {
      frame += part.substr(done, scanner.begin() - done);
      done = scanner.end();
      const std::string_view scalar = part.substr(scanner.begin(), scanner.end() - scanner.begin());
      const bool is_told = at_ < told_.size() && scalar == "null" && !scanner.is_text() &&
                           told_[at_]["at"].string_or("") == scanner.pointer();
      if (is_told) {
        SANAD_CHECK(take(told_[at_++]));
      } else if (scanner.is_text()) {
        frame += std::to_string(show(scalar));
      } else {
        words.push_back(scalar);
        frame += '0';
      }
    }
    frame += part.substr(done);
    return at_ == told_.size() ? Result<void>() : no_masked_part();
  }

  std::string frame;
  std::vector<std::string_view> words;  // empty where masked
  std::vector<std::uint64_t> masked;    // leaves
  std::map<std::string, std::uint64_t> words_for;

 private:
  std::size_t show(std::string_view text) {
    const std::size_t before = words.size();
    cut_words(text, words);
    return words.size() - before;
  }
  // Words that are masked, as one of told says it.
  Result<void> hide(const json::Value& by, std::uint64_t count) {
    const std::string reason = by["reason"].string_or("");
    if (!is_short_text(by["as"].string_or(""), kMaxPseudonymBytes) ||
        !is_short_text(reason, kMaxReasonBytes) || count == 0 || count > may_hide_ - masked.size())
      return no_masked_part();
    words_for[reason] += count;
    for (std::uint64_t n = 0; n < count; ++n) {
      words.emplace_back();
      masked.push_back(words.size());
    }
    return {};
  }
  Result<void> take(const json::Value& one) {
    if (has_just(one, {"as", "at", "reason"})) {
      frame += '0';
      return hide(one, 1);
    }
    const json::Array* runs = one["runs"].as_array();
    if (!has_just(one, {"at", "runs"}) || runs == nullptr) return no_masked_part();
    const std::size_t before = words.size();
    bool was_text = false, has_mask = false;
    for (const json::Value& run : *runs) {
      if (const std::string* text = run.as_string()) {
        if (text->empty() || was_text) return no_masked_part();
        was_text = true;
        const std::string& kept = kept_.emplace_back(quoted(*text));
        show(std::string_view(kept).substr(1, kept.size() - 2));
        continue;
      }
      const auto count = run["words"].as_int();
      if (!has_just(run, {"as", "reason", "words"}) || !count || *count <= 0)
        return no_masked_part();
      SANAD_CHECK(hide(run, static_cast<std::uint64_t>(*count)));
      was_text = false;
      has_mask = true;
    }
    if (!has_mask) return no_masked_part();
    frame += fmt::format("\"{}\"", words.size() - before);
    return {};
  }

  const json::Array& told_;
  std::size_t may_hide_, at_ = 0;
  std::deque<std::string> kept_;
};

Result<Digest256> commitment_from(const Unmasking& part, const json::Array& seeds,
                                  const json::Array& hidden) {
  const std::uint64_t leaves = part.words.size() + 1;
  PartCommitment commitment;
  std::size_t seed = 0, closed = 0;
  for (const Cover::Step& step : Cover::of(leaves, part.masked)) {
    if (step.is_masked) {
      if (closed == hidden.size()) return no_masked_part();
      const auto digest = parse_digest256(hidden[closed++].string_or(""));
      if (!digest.ok()) return no_masked_part();
      commitment.add(*digest);
      continue;
    }
    if (seed == seeds.size()) return no_masked_part();
    const auto bytes = parse_hex(seeds[seed++].string_or(""));
    Seed subtree{};
    if (!bytes.ok() || bytes->size() != subtree.size()) return no_masked_part();
    std::ranges::copy(*bytes, subtree.begin());
    each_salt_within(subtree, step, leaves, [&](std::uint64_t leaf, const Seed& salt) {
      commitment.add(
          commitment_of_word(salt, leaf == 0 ? std::string_view(part.frame)
                                             : part.words[static_cast<std::size_t>(leaf) - 1]));
    });
  }
  if (seed != seeds.size() || closed != hidden.size()) return no_masked_part();
  return commitment.finish();
}

}  // namespace

Result<std::string> format_masked(std::uint64_t number, const Seed& seed, std::string_view line,
                                  std::vector<Mask> masks) {
  for (const Mask& mask : masks)
    if (!is_short_text(mask.as, kMaxPseudonymBytes) || !is_short_text(mask.reason, kMaxReasonBytes))
      return Error{ErrorCode::kInvalid,
                   fmt::format("what is masked has a reason of at most {} bytes, and in its place "
                               "a text of at most {}",
                               kMaxReasonBytes, kMaxPseudonymBytes)};
  Masking masking(line, masks);
  SANAD_CHECK(masking.run());
  std::string hidden;
  const std::string seeds = seeds_and_hidden(seed, line, masking.masked, hidden);
  return fmt::format(R"({{"hidden":[{}],"masked":[{}],"number":{},"part":{},"seeds":[{}]}})",
                     hidden, masking.told, number, masking.part, seeds);
}

bool is_masked_line(const json::Value& line) {
  return has_just(line, {"hidden", "masked", "number", "part", "seeds"});
}

Result<MaskedPart> read_masked(const json::Value& line) {
  const auto number = line["number"].as_int();
  const json::Array* told = line["masked"].as_array();
  const json::Array* hidden = line["hidden"].as_array();
  const json::Array* seeds = line["seeds"].as_array();
  if (!is_masked_line(line) || !number || *number < 0 || told == nullptr || told->empty() ||
      hidden == nullptr || seeds == nullptr || line["part"].as_object() == nullptr)
    return no_masked_part();
  MaskedPart masked;
  masked.number = static_cast<std::uint64_t>(*number);
  masked.part = json::format_canonical(line["part"]);
  Unmasking part(*told, hidden->size());
  SANAD_CHECK(part.run(masked.part));
  SANAD_TRY(masked.commitment, commitment_from(part, *seeds, *hidden));
  masked.words_for = std::move(part.words_for);
  return masked;
}

}  // namespace sanad::part_list
