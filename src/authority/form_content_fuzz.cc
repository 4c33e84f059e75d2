#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "authority/form_content.h"

// Any JSON, written into every form that ships: what is accepted is accepted again, alike, and
// differs from nothing in just what is filled in.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  using namespace sanad::authority;
  static const std::vector<LawPack> packs = shipped_law_packs().value();
  const auto content = json::parse({reinterpret_cast<const char*>(data), size});
  if (!content.ok()) return 0;
  for (const LawPack& pack : packs) {
    for (const Form& form : pack.forms) {
      const auto checked = check_content(form, *content, FormStage::kDraft);
      if (!checked.ok()) continue;
      const json::Value value(*checked);
      const auto again = check_content(form, value, FormStage::kDraft);
      if (!again.ok() || json::format_canonical(*again) != json::format_canonical(value))
        std::abort();
      if (differences(form, json::Value(), value).size() != checked->size()) std::abort();
      if (!differences(form, value, value).empty()) std::abort();
    }
  }
  return 0;
}
