#include "authority/law_library.h"

#include <fmt/format.h>

#include <algorithm>

namespace sanad::authority {
namespace {

bool is_before(const LawPack& a, const LawPack& b) {
  return a.id != b.id ? a.id < b.id : a.edition < b.edition;
}

}  // namespace

Result<LawLibrary> LawLibrary::shipped() {
  LawLibrary library;
  SANAD_TRY(library.packs_, shipped_law_packs());
  std::ranges::sort(library.packs_, is_before);
  return library;
}

Result<void> LawLibrary::add(std::string_view file_name, std::string_view bytes) {
  const std::string where = fmt::format("the law pack {}", file_name);
  SANAD_TRY_WITH(LawPack pack, parse_law_pack(bytes), where);
  const auto place = std::ranges::lower_bound(packs_, pack, is_before);
  if (place == packs_.end() || is_before(pack, *place)) {
    packs_.insert(place, std::move(pack));
    return {};
  }
  if (place->status != "draft" || pack.status != "adopted") {
    return Error{
        ErrorCode::kConflict,
        fmt::format("{}: edition {} of \"{}\" is there already; give yours a later edition, or "
                    "mark it adopted",
                    where, pack.edition, pack.id)};
  }
  *place = std::move(pack);
  return {};
}

Result<void> LawLibrary::adopt(std::string_view id, std::string_view edition,
                               std::string_view adopted_by) {
  const auto found = std::ranges::find_if(
      packs_, [&](const LawPack& pack) { return pack.id == id && pack.edition == edition; });
  if (found == packs_.end() || found->status != "draft")
    return Error{ErrorCode::kInvalid,
                 fmt::format("there is no draft of edition {} of a law pack \"{}\"", edition, id)};
  found->status = "adopted";
  found->adopted_by = adopted_by;
  return {};
}

std::vector<const LawPack*> LawLibrary::latest() const {
  std::vector<const LawPack*> newest;
  for (const auto& pack : packs_) {
    if (!newest.empty() && newest.back()->id == pack.id) newest.pop_back();
    newest.push_back(&pack);
  }
  return newest;
}

const LawPack* LawLibrary::latest(std::string_view id) const {
  for (const LawPack* pack : latest()) {
    if (pack->id == id) return pack;
  }
  return nullptr;
}

const LawPack* LawLibrary::find(std::string_view id, std::string_view edition) const {
  const auto found = std::ranges::find_if(
      packs_, [&](const LawPack& pack) { return pack.id == id && pack.edition == edition; });
  return found == packs_.end() ? nullptr : &*found;
}

Result<Cited> LawLibrary::cite(std::string_view id, std::string_view edition,
                               std::string_view provision, std::string_view on) const {
  Cited cited{.pack = find(id, edition)};
  if (!cited.pack) {
    const LawPack* newest = latest(id);
    return Error{
        ErrorCode::kInvalid,
        newest ? fmt::format("edition {} of the law pack \"{}\" is not here, and is superseded "
                             "by {}; cite that one",
                             edition, id, newest->edition)
               : fmt::format("there is no law pack \"{}\"; see \"sanad law list\"", id)};
  }
  cited.provision = cited.pack->find(provision);
  if (!cited.provision)
    return Error{ErrorCode::kInvalid,
                 fmt::format("edition {} of the law pack \"{}\" has no provision \"{}\"", edition,
                             id, provision)};
  if (const LawPack* newest = latest(id); newest != cited.pack)
    cited.warnings.push_back(fmt::format("edition {} of the law pack \"{}\" is superseded by {}",
                                         edition, id, newest->edition));
  for (auto& warning : warnings(*cited.pack, *cited.provision, on))
    cited.warnings.push_back(std::move(warning));
  return cited;
}

Result<LoadedLaw> load_law(std::span<const EmbeddedFile> files) {
  LoadedLaw loaded;
  SANAD_TRY(loaded.library, LawLibrary::shipped());
  std::vector<EmbeddedFile> sorted(files.begin(), files.end());
  std::ranges::sort(sorted, {}, &EmbeddedFile::name);
  for (const auto& file : sorted) {
    const auto added = loaded.library.add(file.name, file.bytes);
    if (!added.ok()) loaded.refused.push_back(added.error());
  }
  return loaded;
}

}  // namespace sanad::authority
