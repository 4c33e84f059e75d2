// Comparisons of two captures that a bundle tells, each side proven in its ledger
// (docs/formats/corroboration.md). Part of the check "inclusion".
#include "corroborations.h"

#include <fmt/format.h>

#include "base/id.h"
#include "crypto/crypto.h"
#include "merkle/merkle.h"
#include "merkle/proof.h"
#include "shape.h"
#include "tlog/entry.h"
#include "tlog/proof.h"

namespace sanad::verifier {
namespace {

constexpr std::string_view kFolder = "data/corroboration/";
constexpr std::string_view kEnding = ".json";
constexpr std::uint64_t kMaxBytes = 1 << 20;

bool is_sealing(std::string_view leaf) {
  const auto parsed = tlog::parse_leaf(leaf);
  return parsed.ok() && parsed->kind == "exhibit.sealed";
}

bool stands_in_this_ledger(const Context& context, const json::Value& shown, std::uint64_t entry) {
  if (!has_members(shown, {"leaf", "proof"})) return false;
  const std::string leaf = shown["leaf"].string_or("");
  const auto proof = tlog::parse_proof(shown["proof"].string_or(""));
  return is_sealing(leaf) && proof.ok() && proof->checkpoint == as_text(context.checkpoint_bytes) &&
         proof->index.value == entry &&
         merkle::verify_inclusion(merkle::leaf_hash(as_bytes(leaf)), proof->index,
                                  context.head.size, proof->hashes, context.head.root)
             .ok();
}

// cited: what the entry says of the other ledger.
bool stands_in_the_other(const json::Value& shown, const json::Value& cited) {
  if (!has_members(shown, {"key", "leaf", "proof"})) return false;
  const std::string leaf = shown["leaf"].string_or(""), text = shown["proof"].string_or("");
  const auto proof = tlog::parse_proof(text);
  const auto key = tlog::parse_vkey(shown["key"].string_or(""));
  if (!is_sealing(leaf) || !proof.ok() || !key.ok() ||
      format_hex(crypto::sha256(as_bytes(text))) != cited["proof_sha256"].string_or("") ||
      proof->index.value != count_in(cited["sealed"]))
    return false;
  const auto opened = tlog::verify_proof(*proof, as_bytes(leaf), *key);
  return opened.ok() && key->name == opened->checkpoint.origin &&
         opened->checkpoint.origin == cited["origin"].string_or("") &&
         opened->checkpoint.head.size.value == count_in(cited["size"]);
}

// In words what is wrong; empty: nothing.
std::string_view problem_of(const Context& context, std::string_view text, std::string_view id) {
  const auto parsed = json::parse_canonical(text);
  if (!parsed.ok() ||
      !has_members(*parsed, {"entry", "foreign", "here", "recorded", "there", "v"}) ||
      (*parsed)["v"].as_int() != 1 || !has_members((*parsed)["foreign"], {"here", "there"}))
    return "it is not of the form that it should have";
  const auto index = count_in((*parsed)["entry"]);
  const auto entry = index ? context.entries.find(*index) : context.entries.end();
  if (entry == context.entries.end() || entry->second.kind != "corroboration.recorded" ||
      entry->second.case_id != context.index.case_id ||
      entry->second.data["corroboration"].string_or("") != id ||
      json::format_canonical(entry->second.data) != json::format_canonical((*parsed)["recorded"]))
    return "it is not what the ledger recorded";
  for (const char* side : {"here", "there"}) {
    const json::Value& said = entry->second.data[side];
    const auto sealed = count_in(said["entry"]);
    if (!sealed || !stands_in_this_ledger(context, (*parsed)[side], *sealed))
      return "a side is not proven to stand in this ledger";
    const json::Value& other = (*parsed)["foreign"][side];
    if (!other.is_null() && !stands_in_the_other(other, said["foreign"]))
      return "a side is not proven to stand in the other agency's ledger";
  }
  return {};
}

}  // namespace

std::string corroboration_path(std::string_view id) {
  return fmt::format("{}{}{}", kFolder, id, kEnding);
}

std::string_view corroboration_of(std::string_view path) {
  if (!path.starts_with(kFolder) || !path.ends_with(kEnding)) return {};
  path.remove_prefix(kFolder.size());
  path.remove_suffix(kEnding.size());
  return is_id("corroboration", path) ? path : std::string_view();
}

Result<std::vector<std::string>> corroboration_problems(const Context& context) {
  std::vector<std::string> problems;
  for (const File& file : context.container.files) {
    const std::string_view id = corroboration_of(file.path);
    if (id.empty()) continue;
    std::string_view problem = "it is too long";
    std::optional<Bytes> bytes;
    if (file.size <= kMaxBytes) {
      SANAD_TRY(bytes, context.bytes_of(file.path));
      problem = problem_of(context, as_text(*bytes), id);
    }
    if (!problem.empty()) problems.push_back(fmt::format("\"{}\": {}.", file.path, problem));
  }
  return problems;
}

}  // namespace sanad::verifier
