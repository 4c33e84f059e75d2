// Does a target of an authorisation cover a web address? Forms and meaning:
// docs/formats/authorisation.md, "Targets". Tested by scope_test.cc; fuzzed by scope_fuzz.cc.
#pragma once

#include "authority/types.h"
#include "authority/url.h"
#include "base/result.h"

namespace sanad::authority {

// kInvalid says what a target of this kind looks like.
Result<void> check_target(const Target& target);

// The page itself and what lies below it on path boundaries: /@lantern is above /@lantern/posts and
// /@lantern?page=2, not above /@lanterns. With a query, that page alone.
bool lies_below(const Url& base_url, const Url& url);

// False as well where the target cannot be read: what is not understood covers nothing. Address
// targets cover no URL.
bool covers(const Target& target, const Url& url);

}  // namespace sanad::authority
