#include "service/law.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/bytes.h"
#include "crypto/crypto.h"
#include "reasons.h"
#include "sealed_text.h"
#include "service/people.h"

namespace sanad::service {

using authority::LawPack;
using authority::Role;

namespace {

std::string digest_of(const LawPack& pack) {
  return format_hex(
      crypto::sha256(as_bytes(json::format_canonical(authority::format_law_pack(pack)))));
}

Result<void> apply_adoptions(Workspace& workspace, Law& law) {
  SANAD_TRY(const auto adoptions, workspace.records().law_adoptions());
  for (const auto& adoption : adoptions) {
    const LawPack* pack = law.library.find(adoption.pack, adoption.edition);
    if (!pack || pack->status == "adopted") continue;
    if (digest_of(*pack) != adoption.sha256) {
      law.problems.push_back(
          fmt::format("edition {} of \"{}\" was adopted with another text; compare them, and adopt "
                      "it again",
                      adoption.edition, adoption.pack));
      continue;
    }
    SANAD_TRY(const std::string agency, workspace.records().agency());
    SANAD_CHECK(law.library.adopt(adoption.pack, adoption.edition,
                                  fmt::format("{}: {}", agency, adoption.reason)));
  }
  return {};
}

}  // namespace

Result<Law> law_of(Workspace& workspace) {
  Law law;
  SANAD_TRY(law.library, authority::LawLibrary::shipped());
  SANAD_TRY(const auto files, workspace.records().law_packs());
  for (const auto& file : files) {
    SANAD_TRY_WITH(const std::string text, open_sealed_text(workspace, file.sha256),
                   fmt::format("the law pack {}", file.file));
    const auto added = law.library.add(file.file, text);
    if (!added.ok()) law.problems.push_back(added.error().message);
  }
  SANAD_CHECK(apply_adoptions(workspace, law));
  return law;
}

Result<LawPack> add_law_pack(Workspace& workspace, const authority::Officer& caller,
                             std::string_view file, std::string_view bytes) {
  SANAD_CHECK(
      require_role(workspace, caller, {Role::kSupervisor, Role::kAdministrator}, "add a law pack"));
  SANAD_CHECK(require_words(file, "the name of the file", 200));
  if (bytes.size() > kMaxLawPackBytes)
    return Error{ErrorCode::kLimit, fmt::format("the law pack {} is longer than {} MiB", file,
                                                kMaxLawPackBytes >> 20U)};
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(Law law, law_of(workspace));
  SANAD_CHECK(law.library.add(file, bytes));
  SANAD_TRY(LawPack pack, authority::parse_law_pack(bytes));
  SANAD_TRY(const std::string sha256, seal_text(workspace, bytes));
  SANAD_CHECK(workspace.custody().record({"law.added", caller.id, "",
                                          json::Object{{"pack", pack.id},
                                                       {"edition", pack.edition},
                                                       {"title", pack.title},
                                                       {"status", pack.status},
                                                       {"file", file},
                                                       {"sha256", sha256},
                                                       {"size", bytes.size()}}}));
  return pack;
}

Result<LawPack> adopt_law_pack(Workspace& workspace, const authority::Officer& caller,
                               std::string_view pack, std::string_view edition,
                               std::string_view reason) {
  SANAD_CHECK(require_role(workspace, caller, {Role::kSupervisor}, "adopt a law pack"));
  SANAD_CHECK(require_words(reason, "the reason, with who advised it,"));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const Law law, law_of(workspace));
  const LawPack* draft = law.library.find(pack, edition);
  if (!draft)
    return Error{ErrorCode::kNotFound,
                 fmt::format("there is no edition {} of a law pack \"{}\"; see \"sanad law list\"",
                             edition, pack)};
  if (draft->status == "adopted")
    return Error{ErrorCode::kConflict,
                 fmt::format("edition {} of \"{}\" is adopted already", edition, pack)};
  SANAD_CHECK(workspace.custody().record({"law.adopted", caller.id, "",
                                          json::Object{{"pack", draft->id},
                                                       {"edition", draft->edition},
                                                       {"sha256", digest_of(*draft)},
                                                       {"reason", reason}}}));
  SANAD_TRY(const Law after, law_of(workspace));
  return *after.library.find(pack, edition);
}

Result<json::Array> view_law(Workspace& workspace, const Law& law) {
  SANAD_TRY(const auto own, workspace.records().law_packs());
  json::Array items;
  for (const LawPack& pack : law.library.all()) {
    const bool is_own = std::ranges::any_of(own, [&](const auto& file) {
      return file.pack == pack.id && file.edition == pack.edition;
    });
    items.emplace_back(view_pack(pack, law.library.latest(pack.id) == &pack, is_own));
  }
  return items;
}

json::Object view_pack(const LawPack& pack, bool is_newest, bool is_own) {
  const auto count = [](const auto& items) { return static_cast<std::uint64_t>(items.size()); };
  return json::Object{{"pack", pack.id},
                      {"title", pack.title},
                      {"edition", pack.edition},
                      {"status", pack.status},
                      {"caution", std::string(pack.caution())},
                      {"adopted_by", pack.adopted_by},
                      {"newest", is_newest},
                      {"own", is_own},
                      {"provisions", count(pack.provisions)},
                      {"forms", count(pack.forms)},
                      {"clocks", count(pack.clocks)}};
}

std::string day_of(Timestamp now) { return format_timestamp(now).substr(0, 10); }

}  // namespace sanad::service
