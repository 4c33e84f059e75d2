#include "bundle_corroborations.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "bundle_files.h"
#include "service/foreign_bundles.h"
#include "tlog/entry.h"
#include "tlog/proof.h"

namespace sanad::service {
namespace {

constexpr std::uint64_t kMaxProofBytes = 1 << 20;

class Unhurried final : public capture::Monitor {
 public:
  void on_progress(const capture::Progress&) override {}
  bool is_cancelled() override { return false; }
};

// Its leaf, which is public even where its body was destroyed, and the proof.
Result<json::Value> proven_here(Workspace& workspace, std::uint64_t entry,
                                const std::string& checkpoint, const merkle::TreeHead& head) {
  SANAD_TRY(ledger::StoredEntry stored, workspace.ledger().entry({entry}));
  SANAD_TRY(auto hashes, workspace.ledger().inclusion_proof({entry}, head.size));
  return json::Value(json::Object{
      {"leaf", std::move(stored.leaf_text)},
      {"proof", tlog::format_proof({std::nullopt, {entry}, std::move(hashes), checkpoint})}});
}

Result<std::string> text_in(const std::vector<ImportFile>& files, std::string_view path) {
  const auto file = std::ranges::find(files, path, &ImportFile::path);
  if (file == files.end() || file->size > kMaxProofBytes) return std::string();
  SANAD_TRY(const auto source, file->open());
  std::string text(file->size, '\0');
  std::size_t filled = 0;
  while (filled < text.size()) {
    SANAD_TRY(const std::size_t got,
              source->read(std::span(reinterpret_cast<std::uint8_t*>(text.data()) + filled,
                                     text.size() - filled)));
    if (got == 0) break;
    filled += got;
  }
  return text;
}

// From the other agency's bundle, which is the first file of the exhibit that came of it; null
// where it is not here any more.
Result<json::Value> proven_there(Workspace& workspace, const json::Value& side) {
  const json::Value& cited = side["foreign"];
  if (cited.is_null()) return json::Value(nullptr);
  const auto exhibit = workspace.records().exhibit(side["exhibit"].string_or(""));
  if (!exhibit.ok())
    return exhibit.error().code == ErrorCode::kNotFound ? Result<json::Value>(json::Value(nullptr))
                                                        : exhibit.error();
  SANAD_TRY(const auto origin, foreign_origin(workspace, *exhibit));
  SANAD_TRY(const auto files, workspace.records().imported_files(exhibit->id, 1, 1));
  if (!origin || files.empty() || files[0].sha256 != cited["bundle_sha256"].string_or(""))
    return json::Value(nullptr);
  SANAD_TRY(const Digest256 digest, parse_digest256(files[0].sha256));
  const auto object = workspace.vault().open_object(exhibit->case_id, digest);
  if (!object.ok())
    return object.error().code == ErrorCode::kNotFound ? Result<json::Value>(json::Value(nullptr))
                                                       : object.error();
  const extract::Source source{files[0].size,
                               [&](std::uint64_t offset, std::span<std::uint8_t> out) {
                                 return (*object)->read_at(offset, out);
                               }};
  Unhurried monitor;
  const std::string folder = origin->data["bundle"]["bundle"].string_or("");
  SANAD_TRY(const auto entries, unpack_bundle(workspace, source, folder + "/entries/", monitor));
  SANAD_TRY(const auto keys, unpack_bundle(workspace, source, folder + "/keys/", monitor));
  const std::int64_t sealed = cited["sealed"].int_or(-1);
  SANAD_TRY(std::string leaf, text_in(entries, fmt::format("{}.leaf", sealed)));
  SANAD_TRY(std::string proof, text_in(entries, fmt::format("{}.tlog-proof", sealed)));
  SANAD_TRY(std::string key, text_in(keys, "log.vkey"));
  if (!key.empty()) key.pop_back();  // the line feed
  if (!tlog::parse_leaf(leaf).ok() || !tlog::parse_proof(proof).ok() || !tlog::parse_vkey(key).ok())
    return json::Value(nullptr);
  return json::Value(json::Object{
      {"key", std::move(key)}, {"leaf", std::move(leaf)}, {"proof", std::move(proof)}});
}

}  // namespace

Result<std::vector<present::BundledCorroboration>> corroborations_of(
    Workspace& workspace, const records::Case& of_case, const present::BundleContent& content,
    const merkle::TreeHead& head) {
  std::vector<present::BundledCorroboration> made;
  for (const present::DisclosedEntry& entry : content.entries) {
    SANAD_TRY(const tlog::EntryLeaf leaf, tlog::parse_leaf(entry.leaf));
    if (leaf.kind != "corroboration.recorded") continue;
    SANAD_TRY(const json::Value body, tlog::parse_body(entry.body));
    if (body["case"].string_or("") != of_case.id) continue;
    const json::Value& data = body["data"];
    json::Object file{{"v", 1}, {"entry", entry.index.value}, {"recorded", data}}, foreign;
    for (const char* side : {"here", "there"}) {
      const auto sealed = static_cast<std::uint64_t>(data[side]["entry"].int_or(0));
      SANAD_TRY(json::Value here, proven_here(workspace, sealed, content.checkpoint, head));
      file.set(side, std::move(here));
      SANAD_TRY(json::Value there, proven_there(workspace, data[side]));
      foreign.set(side, std::move(there));
    }
    file.set("foreign", std::move(foreign));
    made.push_back({data["corroboration"].string_or(""), json::format_canonical(file)});
  }
  return made;
}

}  // namespace sanad::service
