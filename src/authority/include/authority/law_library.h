// All packs of law at hand: those that ship, and those that an agency puts beside them as files.
// Pure: the caller reads the files. Tested by law_library_test.cc.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "authority/law_pack.h"
#include "base/embedded.h"

namespace sanad::authority {

// Where a citation leads. The pointers live as long as the library.
struct Cited {
  const LawPack* pack = nullptr;
  const Provision* provision = nullptr;
  std::vector<std::string> warnings;  // a later edition, a superseded provision, an unconfirmed one
};

class LawLibrary {
 public:
  static Result<LawLibrary> shipped();

  // Adds a pack. One of the same id and edition takes the place of a draft if it is adopted;
  // otherwise it is kConflict. kInvalid: as parse_law_pack. Nothing is added on errors, which name
  // the file.
  Result<void> add(std::string_view file_name, std::string_view bytes);
  // The draft counts as adopted from now on. kInvalid: there is no such draft.
  Result<void> adopt(std::string_view id, std::string_view edition, std::string_view adopted_by);

  // By id, then edition.
  const std::vector<LawPack>& all() const { return packs_; }
  // The newest edition of each, by id.
  std::vector<const LawPack*> latest() const;
  // Borrowed, null if absent.
  const LawPack* latest(std::string_view id) const;
  const LawPack* find(std::string_view id, std::string_view edition) const;
  // kInvalid names what is not there. on: the day of the citation, "2026-11-24".
  Result<Cited> cite(std::string_view id, std::string_view edition, std::string_view provision,
                     std::string_view on) const;

 private:
  std::vector<LawPack> packs_;  // by id, then edition
};

struct LoadedLaw {
  LawLibrary library;
  // Files that were left out, each with the reason; the others are there.
  std::vector<Error> refused;
};
// The shipped packs and an agency's files, in the order of their names.
Result<LoadedLaw> load_law(std::span<const EmbeddedFile> files);

}  // namespace sanad::authority
