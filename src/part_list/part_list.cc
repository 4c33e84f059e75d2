#include "part_list/part_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "crypto/crypto.h"

namespace sanad::part_list {
namespace {

Bytes labelled(std::size_t more) {
  Bytes bytes;
  bytes.reserve(kAlgorithm.size() + 1 + more);
  bytes.assign(kAlgorithm.begin(), kAlgorithm.end());
  bytes.push_back('\n');
  return bytes;
}

Error not_a_part(std::uint64_t number) {
  return {ErrorCode::kIntegrity,
          fmt::format("line {} of the list of parts is no part", number + 1)};
}

}  // namespace

Digest256 salt_of(ByteView key, std::uint64_t number) {
  Bytes input = labelled(8);
  for (int shift = 56; shift >= 0; shift -= 8)
    input.push_back(static_cast<std::uint8_t>(number >> shift));
  return crypto::hmac_sha256(key, input);
}

Digest256 commitment_of(ByteView salt, std::string_view line) {
  Bytes input = labelled(salt.size() + line.size());
  input.insert(input.end(), salt.begin(), salt.end());
  input.insert(input.end(), line.begin(), line.end());
  return crypto::sha256(input);
}

Writer::Writer(ByteView key, ByteSink& list, ByteSink& set_aside)
    : key_(key.begin(), key.end()), list_(list), set_aside_(set_aside) {}

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
  tree_.append(merkle::leaf_hash(commitment_of(salt_of(key_, place.number), line)));
  return place;
}

Result<Place> Writer::add_set_aside(const json::Value& part, std::string_view reason) {
  SANAD_TRY(const std::string line, line_of(part));
  const std::uint64_t number = tree_.size().value;
  const Digest256 commitment = commitment_of(salt_of(key_, number), line);
  SANAD_TRY(const Place place, put(set_aside_, set_aside_end_, line));
  SANAD_CHECK(put(list_, list_end_,
                  json::format_canonical(json::Object{{"commitment", format_hex(commitment)},
                                                      {"set_aside", reason}})));
  tree_.append(merkle::leaf_hash(commitment));
  ++set_aside_count_;
  return place;
}

Reader::Reader(ByteView key, OnLine on_line)
    : key_(key.begin(), key.end()), on_line_(std::move(on_line)) {}

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
    line.commitment = commitment_of(salt_of(key_, line.place.number), text);
  }
  tree_.append(merkle::leaf_hash(line.commitment));
  return on_line_(line);
}

Result<void> Reader::finish() {
  if (rest_.empty()) return {};
  return Error{ErrorCode::kIntegrity, "the list of parts ends in the middle of a part"};
}

Result<std::vector<Disclosure>> disclose(ByteView key, const merkle::TreeHead& head,
                                         const std::vector<std::uint64_t>& numbers,
                                         const ReadList& read) {
  merkle::MemoryTree tree;
  std::vector<Disclosure> parts;
  Reader reader(key, [&](const Reader::Line& line) -> Result<void> {
    tree.append(merkle::leaf_hash(line.commitment));
    if (!std::ranges::binary_search(numbers, line.place.number)) return {};
    if (line.is_set_aside)
      return Error{ErrorCode::kNotFound,
                   fmt::format("part {} was set aside, and is not shown", line.place.number)};
    const Digest256 salt = salt_of(key, line.place.number);
    parts.push_back(
        {line.place.number, Bytes(salt.begin(), salt.end()), std::string(line.text), {}});
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

Result<void> verify(const Disclosure& part, const merkle::TreeHead& head) {
  const Digest256 commitment = commitment_of(part.salt, part.line);
  return merkle::verify_inclusion(merkle::leaf_hash(commitment), {part.number}, head.size,
                                  part.proof, head.root);
}

}  // namespace sanad::part_list
