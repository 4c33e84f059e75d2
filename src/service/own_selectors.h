// Which e-mail addresses, telephone numbers, handles and the like may be shown where third parties
// are masked: those whose own mask was lifted in the case, and those that an account whose mask was
// lifted is called by, unless an account that is still masked is called so too. A selector that
// merely stands in what somebody wrote is nobody's own, and a name without "@" is no handle.
// Tested by own_selectors_test.cc.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "selectors/selectors.h"

namespace sanad::service {

// What names a person, or leads to one. kind: by selectors::kind_name().
bool is_personal_kind(std::string_view kind);

class OwnSelectors {
 public:
  // called: the name or the identifier of an account.
  void add_account(std::string_view called, bool is_masked);
  // In the normal form.
  void add_lifted(std::string_view kind, std::string_view value);

  bool may_show(std::string_view kind, std::string_view value) const;
  // The personal ones in a text that may not be shown, in its order.
  std::vector<selectors::Hit> hidden_in(std::string_view text) const;

 private:
  std::set<std::string, std::less<>> open_, hidden_, lifted_;  // kind, a blank, value
};

}  // namespace sanad::service
