// Permits are made by decisions and by nothing else: what is claimed here is checked when it is
// compiled, so that whoever opens another way does not get as far as a test.
#include <gtest/gtest.h>

#include <string>
#include <type_traits>

#include "authority/demands.h"
#include "authority/person.h"

namespace sanad::authority {
namespace {

// Not from nothing, not member by member, not from a text, an officer or what was asked for; and a
// class derived from it could not be made either.
template <typename T, typename Asked>
constexpr bool kOnlyDecided =
    !std::is_default_constructible_v<T> && !std::is_aggregate_v<T> &&
    !std::is_constructible_v<T, std::string> && !std::is_constructible_v<T, const Officer&> &&
    !std::is_constructible_v<T, const Asked&> && !std::is_constructible_v<T, const Refusal&> &&
    !std::is_constructible_v<T, const Officer&, const Asked&>;

static_assert(kOnlyDecided<Permit, ActRequest>);
static_assert(kOnlyDecided<IntrusivePermit, IntrusiveRequest>);
static_assert(kOnlyDecided<PersonPermit, Authorisation>);
template <typename T>
struct Derived : T {};
static_assert(!std::is_default_constructible_v<Derived<Permit>>);
static_assert(!std::is_default_constructible_v<Derived<IntrusivePermit>>);
static_assert(!std::is_default_constructible_v<Derived<PersonPermit>>);
// A decision says one thing or the other; one that says nothing would be a permit by oversight.
static_assert(!std::is_default_constructible_v<Decision>);
static_assert(!std::is_default_constructible_v<IntrusiveDecision>);
static_assert(!std::is_default_constructible_v<PersonDecision>);
// One kind of permit is not another.
static_assert(!std::is_convertible_v<IntrusivePermit, Permit>);
static_assert(!std::is_convertible_v<PersonPermit, Permit>);
static_assert(!std::is_convertible_v<Permit, PersonPermit>);

TEST(Permits, ARefusalHoldsNone) {
  const Decision refused =
      decide(Officer{"officer-1", "Naz", {Role::kAuditor}, true},
             ActRequest{"case-1", Activity::kCapture, {}, ""}, {}, Timestamp{});
  EXPECT_FALSE(refused.allowed());
  EXPECT_THROW((void)refused.permit(), std::bad_variant_access);
}

}  // namespace
}  // namespace sanad::authority
