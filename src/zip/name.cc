#include "zip/name.h"

#include <fmt/format.h>

#include "base/bytes.h"

namespace sanad::zip {
namespace {

Error refused(std::string_view reason) {
  return {ErrorCode::kInvalid,
          fmt::format("The archive holds a name that is refused: {}.", reason)};
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string fold(std::string_view name) {
  std::string folded(name);
  for (char& c : folded)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return folded;
}

}  // namespace

Result<void> check_name(std::string_view name) {
  if (name.empty()) return refused("it is empty");
  if (name.size() > kMaxNameBytes) return refused("it is too long");
  if (!is_utf8(name)) return refused("it is not UTF-8");
  for (char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) return refused("it has a control character");
    if (c == '\\') return refused("it has a backslash");
  }
  if (name.front() == '/') return refused("it is absolute");
  if (name.size() >= 2 && name[1] == ':' && is_letter(name[0]))
    return refused("it starts with a drive letter");
  std::string_view rest = name.ends_with('/') ? name.substr(0, name.size() - 1) : name;
  while (true) {
    const std::size_t slash = rest.find('/');
    const std::string_view part = rest.substr(0, slash);
    if (part.empty() || part == "." || part == "..")
      return refused("a part of it is empty, \".\" or \"..\"");
    if (slash == std::string_view::npos) return {};
    rest.remove_prefix(slash + 1);
  }
}

Result<void> NameSet::add(std::string_view name) {
  const auto conflict = [&] {
    return Error{
        ErrorCode::kConflict,
        fmt::format("The archive names \"{}\" twice, or as both a file and a folder.", name)};
  };
  std::string folded = fold(name);
  const bool is_folder = folded.ends_with('/');
  if (is_folder) folded.pop_back();
  if (files_.contains(folded)) return conflict();
  if (is_folder ? folder_entries_.contains(folded) : folders_.contains(folded)) return conflict();
  for (std::size_t slash = folded.find('/'); slash != std::string::npos;
       slash = folded.find('/', slash + 1))
    if (files_.contains(std::string_view(folded).substr(0, slash))) return conflict();

  for (std::size_t slash = folded.find('/'); slash != std::string::npos;
       slash = folded.find('/', slash + 1))
    folders_.insert(folded.substr(0, slash));
  if (!is_folder) {
    files_.insert(std::move(folded));
  } else {
    folders_.insert(folded);
    folder_entries_.insert(std::move(folded));
  }
  return {};
}

}  // namespace sanad::zip
