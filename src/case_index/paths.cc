#include <fmt/format.h>

#include <optional>
#include <string_view>
#include <vector>

#include "writer.h"

namespace sanad::case_index {
namespace {

// Directories of a path, "." and ".." resolved. nullopt where it leads above the top.
std::optional<std::string> resolve(std::string_view folder, std::string_view path) {
  std::vector<std::string_view> steps;
  for (const std::string_view part : {folder, path}) {
    for (std::size_t at = 0; at <= part.size();) {
      const std::size_t end = std::min(part.find('/', at), part.size());
      const std::string_view step = part.substr(at, end - at);
      at = end + 1;
      if (step.empty() || step == ".") continue;
      if (step != "..") {
        steps.push_back(step);
      } else if (steps.empty()) {
        return std::nullopt;
      } else {
        steps.pop_back();
      }
    }
  }
  return fmt::format("{}", fmt::join(steps, "/"));
}

std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

// The last step of a way names a member of what the steps before it lead to.
constexpr std::string_view kArrow = " \xE2\x86\x92 ";

std::string path_in(const Source& source, std::string_view steps, std::string_view folder,
                    std::string_view path) {
  const auto resolved = resolve(folder, path);
  if (!resolved) return {};
  if (source.way.empty()) return fmt::format("{}\n{}", source.exhibit, *resolved);
  return fmt::format("{}\n{}\n{}\n{}", source.exhibit, source.original, steps, *resolved);
}

}  // namespace

std::string sibling_path(const Source& holder, std::string_view path) {
  if (holder.way.empty()) return path_in(holder, {}, folder_of(holder.original_name), path);
  const std::size_t arrow = holder.way.rfind(kArrow);
  const std::size_t begin = arrow == std::string::npos ? 0 : arrow + kArrow.size();
  return path_in(holder, std::string_view(holder.way).substr(0, begin),
                 folder_of(std::string_view(holder.way).substr(begin)), path);
}

std::string inner_path(const Source& holder, std::string_view path) {
  Source within = holder;
  if (!within.way.empty()) within.way += kArrow;
  within.way += path;
  return own_path(within);
}

std::string own_path(const Source& item) {
  if (item.way.empty()) return path_in(item, {}, {}, item.original_name);
  const std::size_t arrow = item.way.rfind(kArrow);
  const std::size_t begin = arrow == std::string::npos ? 0 : arrow + kArrow.size();
  return path_in(item, std::string_view(item.way).substr(0, begin), {},
                 std::string_view(item.way).substr(begin));
}

}  // namespace sanad::case_index
