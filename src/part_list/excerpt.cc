#include "part_list/excerpt.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <utility>
#include <vector>

#include "shape.h"

namespace sanad::part_list {
namespace {

// A part's line with its number and salt around it.
constexpr std::size_t kMaxExcerptLine = kMaxLineBytes + 256;

// Closed parts one after the other, for one reason: the roots of the perfect subtrees that they
// fill, largest possible.
class ClosedRun {
 public:
  void add(std::uint64_t number, const merkle::Hash& leaf, std::string_view reason) {
    if (nodes_.empty()) reason_ = reason;
    Node node{{0, number}, leaf};
    while (node.id.index % 2 == 1 && !nodes_.empty() && nodes_.back().id.level == node.id.level &&
           nodes_.back().id.index + 1 == node.id.index) {
      node = {{node.id.level + 1, node.id.index / 2},
              merkle::node_hash(nodes_.back().hash, node.hash)};
      nodes_.pop_back();
    }
    nodes_.push_back(node);
  }
  bool goes_on_for(std::string_view reason) const { return nodes_.empty() || reason_ == reason; }
  Result<void> write(ByteSink& excerpt) {
    for (const Node& node : nodes_) {
      const std::string line =
          json::format_canonical(json::Object{{"closed", std::uint64_t{1} << node.id.level},
                                              {"from", node.id.index << node.id.level},
                                              {"hash", format_hex(node.hash)},
                                              {"reason", reason_}}) +
          '\n';
      SANAD_CHECK(excerpt.write(as_bytes(line)));
    }
    nodes_.clear();
    return {};
  }

 private:
  struct Node {
    merkle::NodeId id;
    merkle::Hash hash{};
  };
  std::vector<Node> nodes_;
  std::string reason_;
};

// A shown part. Its own text is canonical, and "number" < "part" < "salt".
Result<std::string> shown_line(Algorithm algorithm, const Reader::Line& line, ByteView key,
                               std::vector<Mask> masks) {
  const Bytes salt = salt_of(algorithm, key, line.place.number);
  if (masks.empty())
    return fmt::format(R"({{"number":{},"part":{},"salt":"{}"}})"
                       "\n",
                       line.place.number, line.text, format_hex(salt));
  if (algorithm != Algorithm::kWords)
    return Error{ErrorCode::kInvalid,
                 "this exhibit was read before words could be masked: its parts are shown or "
                 "closed as a whole, or it is read again"};
  Seed seed{};
  std::ranges::copy(salt, seed.begin());
  SANAD_TRY(std::string masked,
            format_masked(line.place.number, seed, line.text, std::move(masks)));
  return masked += '\n';
}

Result<std::string> set_aside_reason(const Reader::Line& line) {
  SANAD_TRY(const json::Value value, json::parse_canonical(line.text));
  return value["set_aside"].string_or("");
}

}  // namespace

Result<ExcerptCounts> write_excerpt(Algorithm algorithm, ByteView key, const merkle::TreeHead& head,
                                    const Choose& choose, const ReadList& read, ByteSink& excerpt) {
  ExcerptCounts counts;
  ClosedRun run;
  std::string own_reason;
  Reader reader(algorithm, key, [&](const Reader::Line& line) -> Result<void> {
    Choice choice;
    if (line.is_set_aside) {
      SANAD_TRY(own_reason, set_aside_reason(line));
      choice.closed_for = own_reason;
    } else {
      SANAD_TRY(choice, choose(line.place.number, line.text));
    }
    const std::string_view why = choice.closed_for;
    if (why.size() > kMaxReasonBytes)
      return Error{ErrorCode::kInvalid,
                   fmt::format("a reason to close parts has at most {} bytes", kMaxReasonBytes)};
    const bool is_closed = line.is_set_aside || !why.empty();
    if (!is_closed || !run.goes_on_for(why)) SANAD_CHECK(run.write(excerpt));
    if (is_closed) {
      ++counts.closed;
      run.add(line.place.number, merkle::leaf_hash(line.commitment), why);
      return {};
    }
    ++counts.shown;
    counts.masked += choice.masks.empty() ? 0 : 1;
    SANAD_TRY(const std::string shown, shown_line(algorithm, line, key, std::move(choice.masks)));
    return excerpt.write(as_bytes(shown));
  });
  SANAD_CHECK(read([&](ByteView bytes) { return reader.update(bytes); }));
  SANAD_CHECK(reader.finish());
  SANAD_CHECK(run.write(excerpt));
  if (reader.head() != head)
    return Error{ErrorCode::kIntegrity, "the list of parts is not the one that the ledger names"};
  return counts;
}

ExcerptReader::ExcerptReader(Algorithm algorithm, const merkle::TreeHead& head, OnPart on_part)
    : algorithm_(algorithm), head_(head), on_part_(std::move(on_part)) {}

Error ExcerptReader::no_excerpt() const {
  return {ErrorCode::kIntegrity, fmt::format("line {} is of no excerpt of parts", lines_ + 1)};
}

Result<void> ExcerptReader::update(ByteView bytes) {
  std::string_view text = as_text(bytes);
  while (!text.empty()) {
    const std::size_t feed = text.find('\n');
    if (rest_.size() + std::min(feed, text.size()) > kMaxExcerptLine) return no_excerpt();
    if (feed == std::string_view::npos) {
      rest_ += text;
      return {};
    }
    rest_ += text.substr(0, feed);
    SANAD_CHECK(line(std::exchange(rest_, {})));
    text.remove_prefix(feed + 1);
  }
  return {};
}

Result<void> ExcerptReader::line(std::string_view text) {
  const auto value = json::parse_canonical(text);
  if (!value.ok()) return no_excerpt();
  if (has_just(*value, {"number", "part", "salt"})) {
    SANAD_CHECK(shown_part(*value));
  } else if (is_masked_line(*value)) {
    SANAD_CHECK(masked_part(*value));
  } else if (has_just(*value, {"closed", "from", "hash", "reason"})) {
    SANAD_CHECK(closed_parts(*value));
  } else {
    return no_excerpt();
  }
  ++lines_;
  return {};
}

Result<void> ExcerptReader::take(std::uint64_t number, const Digest256& commitment,
                                 std::string_view part) {
  if (number != tree_.size().value || tree_.size().value >= head_.size.value) return no_excerpt();
  tree_.append(merkle::leaf_hash(commitment));
  ++shown_;
  return on_part_(number, part);
}

Result<void> ExcerptReader::shown_part(const json::Value& value) {
  const auto number = value["number"].as_int();
  const auto salt = parse_hex(value["salt"].string_or(""));
  const std::size_t salt_bytes =
      algorithm_ == Algorithm::kWords ? std::tuple_size_v<Seed> : std::tuple_size_v<Digest256>;
  if (!number || *number < 0 || !salt.ok() || salt->size() != salt_bytes ||
      value["part"].as_object() == nullptr)
    return no_excerpt();
  const std::string part = json::format_canonical(value["part"]);
  is_masked_ = false;
  return take(static_cast<std::uint64_t>(*number), commitment_of(algorithm_, *salt, part), part);
}

Result<void> ExcerptReader::masked_part(const json::Value& value) {
  if (algorithm_ != Algorithm::kWords) return no_excerpt();
  const auto masked = read_masked(value);
  if (!masked.ok()) return no_excerpt();
  for (const auto& [reason, words] : masked->words_for) {
    MaskedCount& count = masked_for_[reason];
    count.words += words;
    ++count.parts;
  }
  is_masked_ = true;
  return take(masked->number, masked->commitment, masked->part);
}

Result<void> ExcerptReader::closed_parts(const json::Value& value) {
  const auto count = value["closed"].as_int();
  const auto from = value["from"].as_int();
  const auto hash = parse_digest256(value["hash"].string_or(""));
  const std::string* reason = value["reason"].as_string();
  if (!count || *count <= 0 || !std::has_single_bit(static_cast<std::uint64_t>(*count)) || !from ||
      *from < 0 || !hash.ok() || reason == nullptr || reason->empty() ||
      reason->size() > kMaxReasonBytes)
    return no_excerpt();
  const auto parts = static_cast<std::uint64_t>(*count);
  const auto first = static_cast<std::uint64_t>(*from);
  const auto level = static_cast<unsigned>(std::countr_zero(parts));
  if (first != tree_.size().value || first % parts != 0 || parts > head_.size.value - first)
    return no_excerpt();
  if (!tree_.append_subtree({level, first >> level}, *hash).ok()) return no_excerpt();
  closed_for_[*reason] += parts;
  return {};
}

Result<void> ExcerptReader::finish() {
  if (!rest_.empty())
    return Error{ErrorCode::kIntegrity, "the excerpt of parts ends in the middle of a line"};
  if (tree_.size() != head_.size)
    return Error{ErrorCode::kIntegrity, fmt::format("the excerpt has {} parts, and the exhibit {}",
                                                    tree_.size().value, head_.size.value)};
  if (tree_.root() != head_.root)
    return Error{ErrorCode::kIntegrity,
                 "the excerpt does not come from the exhibit: a part was altered, invented, left "
                 "out or moved"};
  return {};
}

}  // namespace sanad::part_list
