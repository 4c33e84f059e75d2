#include "craft.h"

#include <fmt/format.h>

#include <cstdlib>

namespace sanad::tamper {

void edit_index(Bag& bag, const std::function<void(json::Object&)>& change) {
  auto value = json::parse(bag.text("bundle.json"));
  if (!value.ok()) std::abort();
  change(*value->as_object());
  bag.put("bundle.json", json::format_canonical(value.value()));
}

json::Array& list_in(json::Object& object, std::string_view name) {
  return *object.find(name)->as_array();
}

json::Object& first_exhibit(json::Object& index) {
  return *list_in(index, "exhibits").front().as_object();
}

std::uint64_t index_of(const Bag& bag, std::string_view kind) {
  const std::string wanted = fmt::format("\"kind\":\"{}\"", kind);
  for (const auto& [path, bytes] : bag.files)
    if (path.starts_with("entries/") && path.ends_with(".leaf") &&
        as_text(bytes).find(wanted) != std::string_view::npos)
      return std::stoull(path.substr(8));
  std::abort();
}

}  // namespace sanad::tamper
