// What is done to a page beyond loading it; each step is an entry in the record.
#include <fmt/format.h>

#include "browser/page.h"

namespace sanad::browser {
namespace {

constexpr int kStepTimeoutMs = 20'000;

constexpr std::string_view kScrollOnce = R"((() => {
  const from = Math.round(scrollY);
  scrollBy({top: innerHeight, behavior: 'instant'});
  const height = document.scrollingElement ? document.scrollingElement.scrollHeight : 0;
  return {from, to: Math.round(scrollY), height: Math.round(height)};
})())";

// Opens the next thing that can be opened, and names it; null when there is none.
constexpr std::string_view kExpandNext = R"((() => {
  globalThis.sanadOpened = globalThis.sanadOpened || new WeakSet();
  const name = (e) => (e.textContent || '').trim().replace(/\s+/g, ' ').slice(0, 80);
  for (const d of document.querySelectorAll('details:not([open])')) {
    if (sanadOpened.has(d)) continue;
    sanadOpened.add(d);
    d.open = true;
    return 'details: ' + name(d.querySelector('summary') || d);
  }
  for (const b of document.querySelectorAll('button[aria-expanded="false"]')) {
    if (sanadOpened.has(b) || b.disabled || b.closest('a[href]')) continue;
    if (b.form && b.type === 'submit') continue;
    sanadOpened.add(b);
    b.click();
    return 'button: ' + name(b);
  }
  return null;
})())";

}  // namespace

Result<std::vector<BehaviourStep>> Page::scroll_through(const QuietLimits& per_step,
                                                        const std::function<bool()>& stop) {
  std::vector<BehaviourStep> steps;
  SANAD_TRY(const std::int64_t context,
            isolated_context(handle_.frame_id, handle_.session, kStepTimeoutMs));
  bool at_end = false;
  while (!at_end && static_cast<int>(steps.size()) < kMaxBehaviourSteps && !(stop && stop())) {
    const Timestamp at = clock_.now();
    SANAD_TRY(const json::Value moved,
              evaluate_in(context, handle_.session, std::string(kScrollOnce), kStepTimeoutMs));
    const std::int64_t from = moved["from"].int_or(0);
    const std::int64_t to = moved["to"].int_or(0);
    const QuietOutcome quiet = wait_for_quiet(per_step, stop);
    at_end = to == from;
    steps.push_back(
        {at, "scroll",
         fmt::format("from {} to {} of {} pixels{}", from, to, moved["height"].int_or(0),
                     quiet.quiet ? "" : ", not quiet after")});
  }
  const Timestamp at = clock_.now();
  SANAD_CHECK(evaluate_in(context, handle_.session, "scrollTo({top: 0, behavior: 'instant'})",
                          kStepTimeoutMs));
  steps.push_back({at, "scroll", at_end ? "back to the top" : "limit reached, back to the top"});
  return steps;
}

Result<std::vector<BehaviourStep>> Page::expand(const QuietLimits& per_step,
                                                const std::function<bool()>& stop) {
  std::vector<BehaviourStep> steps;
  SANAD_TRY(const std::int64_t context,
            isolated_context(handle_.frame_id, handle_.session, kStepTimeoutMs));
  while (static_cast<int>(steps.size()) < kMaxExpansions && !(stop && stop())) {
    const Timestamp at = clock_.now();
    SANAD_TRY(const json::Value opened,
              evaluate_in(context, handle_.session, std::string(kExpandNext), kStepTimeoutMs));
    if (opened.is_null()) break;
    wait_for_quiet(per_step, stop);
    steps.push_back({at, "expand", opened.string_or("")});
  }
  return steps;
}

}  // namespace sanad::browser
