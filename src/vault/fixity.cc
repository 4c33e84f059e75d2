// Re-hashing what is kept: bit rot is found by looking, before someone needs the object.
#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "base/id.h"
#include "format.h"
#include "vault/vault.h"

namespace sanad::vault {
namespace {

struct Candidate {
  std::string case_id;
  ListedObject object;
};

}  // namespace

Result<void> Vault::verify(std::string_view case_id, const Digest256& digest) {
  SANAD_TRY(const auto reader, open_object(case_id, digest));
  crypto::Hasher sha256(crypto::Hasher::Algorithm::kSha256);
  std::optional<crypto::Hasher> sha512;
  if (reader->info().sha512) sha512.emplace(crypto::Hasher::Algorithm::kSha512);
  Bytes buffer(kChunkSize);
  for (;;) {
    SANAD_TRY(const std::size_t got, reader->read(buffer));
    if (got == 0) break;
    const ByteView data = ByteView(buffer).first(got);
    sha256.update(data);
    if (sha512) sha512->update(data);
  }
  const bool equal = std::ranges::equal(sha256.finish(), digest) &&
                     (!sha512 || std::ranges::equal(sha512->finish(), *reader->info().sha512));
  if (equal) return {};
  return Error{ErrorCode::kIntegrity,
               fmt::format("Object {} of case {} holds other bytes than were sealed.",
                           format_hex(digest), case_id)};
}

Result<FixityReport> Vault::sample(std::uint64_t seed, std::uint64_t count) {
  SANAD_TRY(const auto cases, fs_.list(directory_));
  std::vector<Candidate> candidates;
  for (const files::FileInfo& each : cases) {
    if (!each.is_directory || !is_id("case", each.name)) continue;
    auto objects = list(each.name);
    if (!objects && objects.error().code == ErrorCode::kNotFound) continue;  // disposed of
    if (!objects) return objects.error();
    for (ListedObject& object : *objects) candidates.push_back({each.name, std::move(object)});
  }
  // Fisher-Yates by hand: std::shuffle may differ between libraries, and a draw must be repeatable.
  std::mt19937_64 random(seed);
  FixityReport report;
  for (std::size_t i = 0; i < candidates.size() && report.checked < count; ++i) {
    std::swap(candidates[i], candidates[i + random() % (candidates.size() - i)]);
    const Candidate& drawn = candidates[i];
    ++report.checked;
    const auto& info = drawn.object.info;
    auto checked = info ? verify(drawn.case_id, info->sha256) : Result<void>(info.error());
    if (checked) continue;
    if (checked.error().code != ErrorCode::kIntegrity) return checked.error();
    report.failed.push_back({drawn.case_id, drawn.object.file,
                             info ? std::optional(info->sha256) : std::nullopt,
                             checked.error().message});
  }
  return report;
}

}  // namespace sanad::vault
