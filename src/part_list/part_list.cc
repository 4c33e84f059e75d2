#include "part_list/part_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "crypto/crypto.h"
#include "part_list/words.h"

namespace sanad::part_list {
namespace {

constexpr std::string_view kNames[] = {"sanad-part-1", "sanad-part-2"};

Bytes labelled(Algorithm algorithm, std::size_t more) {
  const std::string_view name = name_of(algorithm);
  Bytes bytes;
  bytes.reserve(name.size() + 1 + more);
  bytes.assign(name.begin(), name.end());
  bytes.push_back('\n');
  return bytes;
}

Digest256 commitment_in(Algorithm algorithm, ByteView key, std::uint64_t number,
                        std::string_view line) {
  return commitment_of(algorithm, salt_of(algorithm, key, number), line);
}

Error not_a_part(std::uint64_t number) {
  return {ErrorCode::kIntegrity,
          fmt::format("line {} of the list of parts is no part", number + 1)};
}

}  // namespace

std::string_view name_of(Algorithm algorithm) {
  return kNames[static_cast<std::size_t>(algorithm)];
}

std::optional<Algorithm> algorithm_named(std::string_view name) {
  for (const Algorithm algorithm : {Algorithm::kWhole, Algorithm::kWords})
    if (name_of(algorithm) == name) return algorithm;
  return std::nullopt;
}

Bytes salt_of(Algorithm algorithm, ByteView key, std::uint64_t number) {
  Bytes input = labelled(algorithm, 8);
  for (int shift = 56; shift >= 0; shift -= 8)
    input.push_back(static_cast<std::uint8_t>(number >> shift));
  const Digest256 salt = crypto::hmac_sha256(key, input);
  return {salt.begin(),
          algorithm == Algorithm::kWhole ? salt.end() : salt.begin() + std::tuple_size_v<Seed>};
}

Digest256 commitment_of(Algorithm algorithm, ByteView salt, std::string_view line) {
  if (algorithm == Algorithm::kWords) {
    Seed seed{};
    std::copy_n(salt.begin(), std::min(salt.size(), seed.size()), seed.begin());
    return commitment_by_words(seed, line);
  }
  Bytes input = labelled(algorithm, salt.size() + line.size());
  input.insert(input.end(), salt.begin(), salt.end());
  input.insert(input.end(), line.begin(), line.end());
  return crypto::sha256(input);
}

Writer::Writer(ByteView key, ByteSink& list, ByteSink& set_aside, Algorithm algorithm)
    : algorithm_(algorithm), key_(key.begin(), key.end()), list_(list), set_aside_(set_aside) {}

Result<std::string> Writer::line_of(const json::Value& part) const {
  if (part.as_object() == nullptr)
    return Error{ErrorCode::kInvalid, "a part must be a JSON object"};
  std::string line = json::format_canonical(part);
  if (line.size() > kMaxLineBytes)
    return Error{ErrorCode::kLimit,
                 fmt::format("a part of {} bytes is longer than the {} that a list holds",
                             line.size(), kMaxLineBytes)};
  return line;
}

Result<Place> Writer::put(ByteSink& sink, std::uint64_t& end, std::string_view line) {
  const Place place{tree_.size().value, end, line.size()};
  std::string with_end(line);
  with_end += '\n';
  SANAD_CHECK(sink.write(as_bytes(with_end)));
  end += with_end.size();
  return place;
}

Result<Place> Writer::add(const json::Value& part) {
  SANAD_TRY(const std::string line, line_of(part));
  SANAD_TRY(const Place place, put(list_, list_end_, line));
  tree_.append(merkle::leaf_hash(commitment_in(algorithm_, key_, place.number, line)));
  return place;
}

Result<Place> Writer::add_set_aside(const json::Value& part, std::string_view reason) {
  SANAD_TRY(const std::string line, line_of(part));
  const std::uint64_t number = tree_.size().value;
  const Digest256 commitment = commitment_in(algorithm_, key_, number, line);
  SANAD_TRY(const Place place, put(set_aside_, set_aside_end_, line));
  SANAD_CHECK(put(list_, list_end_,
                  json::format_canonical(json::Object{{"commitment", format_hex(commitment)},
                                                      {"set_aside", reason}})));
  tree_.append(merkle::leaf_hash(commitment));
  ++set_aside_count_;
  return place;
}

Reader::Reader(Algorithm algorithm, ByteView key, OnLine on_line)
    : algorithm_(algorithm), key_(key.begin(), key.end()), on_line_(std::move(on_line)) {}

Result<void> Reader::update(ByteView bytes) {
  std::string_view text = as_text(bytes);
  while (!text.empty()) {
    const std::size_t feed = text.find('\n');
    if (rest_.size() + std::min(feed, text.size()) > kMaxLineBytes)
      return not_a_part(tree_.size().value);
    if (feed == std::string_view::npos) {
      rest_ += text;
      return {};
    }
    if (rest_.empty()) {
      SANAD_CHECK(line(text.substr(0, feed)));
    } else {
      rest_ += text.substr(0, feed);
      SANAD_CHECK(line(rest_));
      rest_.clear();
    }
    text.remove_prefix(feed + 1);
  }
  return {};
}

Result<void> Reader::line(std::string_view text) {
  Line line{{tree_.size().value, end_, text.size()}, text};
  end_ += text.size() + 1;
  if (!text.starts_with('{') || !text.ends_with('}')) return not_a_part(line.place.number);
  if (text.starts_with(R"({"commitment":")")) {
    const auto left = json::parse_canonical(text);
    const auto commitment =
        parse_digest256(left.ok() ? left.value()["commitment"].string_or("") : "");
    if (!commitment.ok() || left.value()["set_aside"].as_string() == nullptr)
      return not_a_part(line.place.number);
    line.is_set_aside = true;
    line.commitment = *commitment;
  } else if (!key_.empty()) {
    line.commitment = commitment_in(algorithm_, key_, line.place.number, text);
  }
  tree_.append(merkle::leaf_hash(line.commitment));
  return on_line_(line);
}

Result<void> Reader::finish() {
  if (rest_.empty()) return {};
  return Error{ErrorCode::kIntegrity, "the list of parts ends in the middle of a part"};
}

Result<std::vector<Disclosure>> disclose(Algorithm algorithm, ByteView key,
                                         const merkle::TreeHead& head,
                                         const std::vector<std::uint64_t>& numbers,
                                         const ReadList& read) {
  merkle::MemoryTree tree;
  std::vector<Disclosure> parts;
  Reader reader(algorithm, key, [&](const Reader::Line& line) -> Result<void> {
    tree.append(merkle::leaf_hash(line.commitment));
    if (!std::ranges::binary_search(numbers, line.place.number)) return {};
    if (line.is_set_aside)
      return Error{ErrorCode::kNotFound,
                   fmt::format("part {} was set aside, and is not shown", line.place.number)};
    parts.push_back({line.place.number,
                     salt_of(algorithm, key, line.place.number),
                     std::string(line.text),
                     {}});
    return {};
  });
  SANAD_CHECK(read([&](ByteView bytes) { return reader.update(bytes); }));
  SANAD_CHECK(reader.finish());
  if (tree.size() != head.size || tree.root() != head.root)
    return Error{ErrorCode::kIntegrity, "the list of parts is not the one that the ledger names"};
  if (parts.size() != numbers.size())
    return Error{ErrorCode::kNotFound,
                 fmt::format("the exhibit has {} parts, and no other", head.size.value)};
  for (Disclosure& part : parts) {
    SANAD_TRY(part.proof, merkle::make_inclusion_proof({part.number}, head.size, tree));
  }
  return parts;
}

Result<void> verify(Algorithm algorithm, const Disclosure& part, const merkle::TreeHead& head) {
  const Digest256 commitment = commitment_of(algorithm, part.salt, part.line);
  return merkle::verify_inclusion(merkle::leaf_hash(commitment), {part.number}, head.size,
                                  part.proof, head.root);
}

}  // namespace sanad::part_list
