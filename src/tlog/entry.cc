#include "tlog/entry.h"

#include <cassert>

#include "crypto/crypto.h"

namespace sanad::tlog {
namespace {

constexpr std::int64_t kLeafVersion = 1;

}  // namespace

bool is_kind(std::string_view kind) {
  if (kind.empty() || kind.size() > kMaxKindSize) return false;
  bool word_starts = true;
  for (const char c : kind) {
    const bool letter = c >= 'a' && c <= 'z';
    const bool inner = letter || (c >= '0' && c <= '9') || c == '-';
    if (word_starts ? !letter : !(inner || c == '.')) return false;
    word_starts = c == '.';
  }
  return !word_starts;
}

std::string format_leaf(const EntryLeaf& leaf) {
  assert(is_kind(leaf.kind));
  // Canonical as it stands: names in order, and nothing in the values that JSON would escape.
  std::string text;
  text.reserve(160 + leaf.kind.size());
  text.append(R"({"at":")").append(format_timestamp(leaf.at));
  text.append(R"(","commitment":")").append(format_hex(leaf.commitment));
  text.append(R"(","kind":")").append(leaf.kind).append(R"(","v":)");
  text.append(std::to_string(kLeafVersion)).append("}");
  return text;
}

Result<EntryLeaf> parse_leaf(std::string_view text) {
  SANAD_TRY_WITH(const json::Value value, json::parse(text), "leaf of a log entry");
  SANAD_TRY_WITH(const std::string at, json::require_string(value, "at"), "leaf");
  SANAD_TRY_WITH(const std::string commitment, json::require_string(value, "commitment"), "leaf");
  EntryLeaf leaf;
  SANAD_TRY_WITH(leaf.kind, json::require_string(value, "kind"), "leaf");
  SANAD_TRY_WITH(leaf.at, parse_timestamp(at), "leaf");
  SANAD_TRY_WITH(leaf.commitment, parse_digest256(commitment), "leaf");
  if (!is_kind(leaf.kind)) {
    return Error{ErrorCode::kInvalid, "the leaf's kind must be lower-case words joined by dots"};
  }
  if (format_leaf(leaf) != text) {
    return Error{ErrorCode::kInvalid,
                 "the leaf is not written in its one form, or is of an unknown version"};
  }
  return leaf;
}

Result<json::Value> parse_body(std::string_view body) {
  if (body.size() > kMaxBodySize) {
    return Error{ErrorCode::kLimit, "the body of an entry is at most 65,535 bytes long"};
  }
  SANAD_TRY_WITH(json::Value value, json::parse_canonical(body), "body of a log entry");
  if (value.as_object() == nullptr) {
    return Error{ErrorCode::kInvalid, "the body of an entry must be a JSON object"};
  }
  return value;
}

Digest256 commit(ByteView salt, std::string_view body) {
  assert(salt.size() == kSaltSize);
  Bytes committed;
  committed.reserve(salt.size() + body.size());
  committed.insert(committed.end(), salt.begin(), salt.end());
  committed.insert(committed.end(), body.begin(), body.end());
  return crypto::sha256(committed);
}

bool opens(const EntryLeaf& leaf, ByteView salt, std::string_view body) {
  return salt.size() == kSaltSize && commit(salt, body) == leaf.commitment;
}

}  // namespace sanad::tlog
