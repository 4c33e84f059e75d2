#include <fmt/format.h>

#include <algorithm>

#include "crypto/crypto.h"
#include "merkle/merkle.h"
#include "merkle/proof.h"
#include "operations.h"
#include "part_list/part_list.h"
#include "timestamp/timestamp.h"
#include "tlog/checkpoint.h"
#include "tlog/entry.h"
#include "tlog/note.h"
#include "tlog/proof.h"

namespace sanad::validation {
namespace {

constexpr std::size_t kMaxListed = 100'000;

Result<std::vector<Bytes>> list_of(const json::Value& inputs, std::string_view name) {
  const json::Array* array = inputs[name].as_array();
  if (array == nullptr || array->size() > kMaxListed)
    return Error{ErrorCode::kInvalid, fmt::format("the input \"{}\" is no list", name)};
  std::vector<Bytes> list;
  for (const json::Value& one : *array) {
    SANAD_TRY(Bytes bytes, parse_hex(one.string_or("-")));
    list.push_back(std::move(bytes));
  }
  return list;
}

Result<merkle::Hash> hash_of(const json::Value& inputs, std::string_view name) {
  SANAD_TRY(const std::string text, text_of(inputs, name));
  return parse_digest256(text);
}

Result<std::vector<merkle::Hash>> proof_of(const json::Value& inputs) {
  SANAD_TRY(const auto list, list_of(inputs, "proof"));
  std::vector<merkle::Hash> hashes;
  for (const Bytes& bytes : list) {
    merkle::Hash hash{};
    if (bytes.size() != hash.size())
      return Error{ErrorCode::kInvalid, "a hash of the proof has not 32 bytes"};
    std::ranges::copy(bytes, hash.begin());
    hashes.push_back(hash);
  }
  return hashes;
}

Result<std::string> root(const json::Value& inputs, const extract::Extractor&) {
  SANAD_TRY(const auto leaves, list_of(inputs, "leaves"));
  merkle::Frontier frontier;
  for (const Bytes& leaf : leaves) frontier.append(merkle::leaf_hash(leaf));
  return format_hex(frontier.root());
}

Result<std::string> inclusion(const json::Value& inputs, const extract::Extractor&) {
  SANAD_TRY(const Bytes leaf, hex_of(inputs, "leaf"));
  SANAD_TRY(const std::uint64_t index, number_of(inputs, "index"));
  SANAD_TRY(const std::uint64_t size, number_of(inputs, "size"));
  SANAD_TRY(const auto proof, proof_of(inputs));
  SANAD_TRY(const merkle::Hash expected, hash_of(inputs, "root"));
  SANAD_CHECK(merkle::verify_inclusion(merkle::leaf_hash(leaf), {index}, {size}, proof, expected));
  return std::string("valid");
}

Result<std::string> consistency(const json::Value& inputs, const extract::Extractor&) {
  merkle::TreeHead older, newer;
  SANAD_TRY(older.size.value, number_of(inputs, "old_size"));
  SANAD_TRY(older.root, hash_of(inputs, "old_root"));
  SANAD_TRY(newer.size.value, number_of(inputs, "new_size"));
  SANAD_TRY(newer.root, hash_of(inputs, "new_root"));
  SANAD_TRY(const auto proof, proof_of(inputs));
  SANAD_CHECK(merkle::verify_consistency(older, newer, proof));
  return std::string("valid");
}

Result<tlog::VerifierKey> key_of(const json::Value& inputs) {
  SANAD_TRY(const std::string text, text_of(inputs, "vkey"));
  return tlog::parse_vkey(text);
}

std::string told(const tlog::OpenedCheckpoint& opened) {
  return fmt::format("{} {} {}", opened.checkpoint.origin, opened.checkpoint.head.size.value,
                     format_hex(opened.checkpoint.head.root));
}

Result<std::string> note(const json::Value& inputs, const extract::Extractor&) {
  SANAD_TRY(const tlog::VerifierKey key, key_of(inputs));
  SANAD_TRY(const Bytes bytes, bytes_of(inputs, "note"));
  SANAD_TRY(const tlog::Note parsed, tlog::parse_note(as_text(bytes)));
  SANAD_TRY(const auto verified, tlog::verify_note(parsed, std::vector{key}));
  return verified.empty() ? "" : verified.front().key.name;
}

Result<std::string> checkpoint(const json::Value& inputs, const extract::Extractor&) {
  SANAD_TRY(const tlog::VerifierKey key, key_of(inputs));
  SANAD_TRY(const Bytes bytes, bytes_of(inputs, "note"));
  SANAD_TRY(const auto opened, tlog::open_checkpoint(as_text(bytes), key));
  return told(opened);
}

Result<std::string> log_proof(const json::Value& inputs, const extract::Extractor&) {
  SANAD_TRY(const tlog::VerifierKey key, key_of(inputs));
  SANAD_TRY(const Bytes bytes, bytes_of(inputs, "proof"));
  SANAD_TRY(const Bytes entry, bytes_of(inputs, "entry"));
  SANAD_TRY(const tlog::ProofFile proof, tlog::parse_proof(as_text(bytes)));
  SANAD_TRY(const auto opened, tlog::verify_proof(proof, entry, key));
  return told(opened);
}

Result<std::string> ledger_entry(const json::Value& inputs, const extract::Extractor&) {
  SANAD_TRY(const std::string text, text_of(inputs, "leaf"));
  SANAD_TRY(const tlog::EntryLeaf leaf, tlog::parse_leaf(text));
  SANAD_TRY(const Bytes salt, bytes_of(inputs, "salt"));
  SANAD_TRY(const std::string body, text_of(inputs, "body"));
  return std::string(tlog::opens(leaf, salt, body) ? "opens" : "does not open");
}

Result<std::string> part_commitment(const json::Value& inputs, const extract::Extractor&) {
  SANAD_TRY(const std::string name, text_of(inputs, "algorithm"));
  const auto algorithm = part_list::algorithm_named(name);
  SANAD_TRY(const Bytes salt, bytes_of(inputs, "salt"));
  SANAD_TRY(const std::string line, text_of(inputs, "line"));
  if (!algorithm || salt.size() != part_list::salt_of(*algorithm, Bytes(32), 0).size())
    return Error{ErrorCode::kInvalid, "the algorithm is none, or the salt not of its length"};
  return format_hex(part_list::commitment_of(*algorithm, salt, line));
}

Result<std::string> verify_timestamp(const json::Value& inputs, const extract::Extractor&) {
  SANAD_TRY(const Bytes response, bytes_of(inputs, "response"));
  SANAD_TRY(const Bytes request, bytes_of(inputs, "request"));
  SANAD_TRY(const Bytes data, bytes_of(inputs, "data"));
  SANAD_TRY(const std::string pem, text_of(inputs, "roots"));
  SANAD_TRY(const auto roots, timestamp::parse_certificates_pem(pem));
  SANAD_TRY(const auto verified, timestamp::verify(response, request, crypto::sha256(data), roots));
  if (!verified.authority_trusted) return Error{ErrorCode::kIntegrity, verified.authority_problem};
  return format_timestamp(verified.info.gen_time);
}

}  // namespace

void add_log_operations(Operations& all) {
  all["merkle-root"] = root;
  all["merkle-inclusion"] = inclusion;
  all["merkle-consistency"] = consistency;
  all["note-verify"] = note;
  all["checkpoint-open"] = checkpoint;
  all["log-proof"] = log_proof;
  all["ledger-entry"] = ledger_entry;
  all["part-commitment"] = part_commitment;
  all["timestamp"] = verify_timestamp;
}

}  // namespace sanad::validation
