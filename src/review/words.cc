#include "review/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "base/embedded.h"
#include "json/json.h"

namespace sanad::review {

std::span<const EmbeddedFile> form_files();

namespace {

template <typename T>
const T* find(const std::vector<T>& items, std::string_view key) {
  const auto found = std::ranges::find(items, key, &T::key);
  return found == items.end() ? nullptr : &*found;
}

template <typename T>
Result<std::vector<T>> read(const json::Value& value, std::string_view list, std::string_view flag,
                            bool T::* member) {
  std::vector<T> items;
  const json::Array* all = value[list].as_array();
  if (all == nullptr || all->empty())
    return Error{ErrorCode::kInvalid, fmt::format("\"{}\" is a list of at least one word", list)};
  for (const json::Value& one : *all) {
    T item;
    SANAD_TRY_WITH(item.key, json::require_string(one, "key"), list);
    SANAD_TRY_WITH(item.title, json::require_string(one, "title"), list);
    const bool* set = one[flag].as_bool();
    if (set == nullptr || find(items, item.key) != nullptr)
      return Error{ErrorCode::kInvalid,
                   fmt::format("\"{}\": \"{}\" stands there twice, or does not say \"{}\"", list,
                               item.key, flag)};
    item.*member = *set;
    items.push_back(std::move(item));
  }
  return items;
}

}  // namespace

const Purpose* Words::purpose(std::string_view key) const { return find(purposes, key); }
const Outcome* Words::outcome(std::string_view key) const { return find(outcomes, key); }
const Conclusion* Words::conclusion(std::string_view key) const { return find(conclusions, key); }

Result<Words> parse_words(std::string_view text) {
  SANAD_TRY(const json::Value value, json::parse(text));
  Words words;
  SANAD_TRY(words.edition, json::require_string(value, "edition"));
  SANAD_TRY(words.purposes, read<Purpose>(value, "purposes", "protected", &Purpose::is_protected));
  SANAD_TRY(words.outcomes, read<Outcome>(value, "outcomes", "acts", &Outcome::acts));
  SANAD_TRY(words.conclusions,
            read<Conclusion>(value, "conclusions", "needs_all", &Conclusion::needs_all));
  return words;
}

Result<Words> shipped_words() { return parse_words(form_files().front().bytes); }

}  // namespace sanad::review
