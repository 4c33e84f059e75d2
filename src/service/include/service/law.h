// The law of a workspace: the packs that ship, and those that an agency added as files. What was
// added is sealed in the vault and named by an entry, so that nothing counts as law that nobody
// took in. Tested by law_test.cc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "authority/law_library.h"
#include "service/workspace.h"

namespace sanad::service {

inline constexpr std::size_t kMaxLawPackBytes = 8ULL << 20;

struct Law {
  authority::LawLibrary library;
  // What was added and cannot stand: of an edition that ships by now, adopted as another text.
  std::vector<std::string> problems;
};
// kIntegrity: what was added is damaged or gone.
Result<Law> law_of(Workspace& workspace);

// By a supervisor or an administrator. file: its name, for people. kInvalid names the place in the
// file that is wrong; kConflict: the edition is there already, and is not a draft.
Result<authority::LawPack> add_law_pack(Workspace& workspace, const authority::Officer& caller,
                                        std::string_view file, std::string_view bytes);
// A draft becomes the agency's own, on counsel's advice, for which the reason stands. By a
// supervisor. kConflict: it is adopted already.
Result<authority::LawPack> adopt_law_pack(Workspace& workspace, const authority::Officer& caller,
                                          std::string_view pack, std::string_view edition,
                                          std::string_view reason);

// Edition and status of each, with what its papers must say: {"pack", "title", "edition", "status",
// "caution", "adopted_by", "newest", "own", "provisions", "forms", "clocks"}.
Result<json::Array> view_law(Workspace& workspace, const Law& law);
json::Object view_pack(const authority::LawPack& pack, bool is_newest, bool is_own);

// "2026-11-24": the day of a citation that is made now.
std::string day_of(Timestamp now);

}  // namespace sanad::service
