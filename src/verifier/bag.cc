// The bag (RFC 8493): every file is listed, every listed file is there, and nothing was altered.
#include <fmt/format.h>

#include <algorithm>

#include "context.h"
#include "manifest.h"

namespace sanad::verifier {
namespace {

using Files = std::vector<const File*>;
using Details = std::vector<std::string>;

bool is_payload(const File& file) { return file.path.starts_with("data/"); }

// The tag manifests and the signature over one of them, which no manifest lists.
bool is_unlisted(const File& file) { return file.path.starts_with("tagmanifest-"); }

void compare(const std::map<std::string, std::string, std::less<>>& listed, const Files& files,
             std::string File::* digest, Details& details) {
  for (const File* file : files) {
    const auto at = listed.find(file->path);
    if (at == listed.end())
      details.push_back(fmt::format("\"{}\" is not in the hash list.", file->path));
    else if (at->second != file->*digest)
      details.push_back(
          fmt::format("\"{}\" was altered: its digest differs from the hash list.", file->path));
  }
  for (const auto& [path, hex] : listed) {
    const auto at = std::ranges::lower_bound(files, path, {},
                                             [](const File* f) -> const auto& { return f->path; });
    if (at == files.end() || (*at)->path != path)
      details.push_back(fmt::format("\"{}\" is missing.", path));
  }
}

void check_crc(const File& file, Details& details) {
  if (!file.intact)
    details.push_back(
        fmt::format("The zip's CRC-32 of \"{}\" is not that of its bytes.", file.path));
}

struct Algorithm {
  std::string_view name;
  std::size_t hex_digits;
  std::string File::* digest;
};
constexpr Algorithm kAlgorithms[] = {{"sha256", 64, &File::sha256}, {"sha512", 128, &File::sha512}};

Result<Details> check_manifests(const Context& context, std::string_view prefix,
                                const Files& files) {
  Details details;
  for (const File* file : files) check_crc(*file, details);
  for (const Algorithm& algorithm : kAlgorithms) {
    const std::string name = fmt::format("{}-{}.txt", prefix, algorithm.name);
    SANAD_TRY(const auto bytes, context.bytes_of(name));
    if (!bytes) {
      details.push_back(fmt::format("\"{}\" is missing.", name));
      continue;
    }
    const auto listed = parse_manifest(as_text(*bytes), algorithm.hex_digits);
    if (listed.ok())
      compare(listed.value(), files, algorithm.digest, details);
    else
      details.push_back(fmt::format("\"{}\" is not a well-formed hash list.", name));
  }
  return details;
}

// "Payload-Oxum: bytes.files" of bag-info.txt, once.
Result<bool> has_true_oxum(const Context& context, const Files& files) {
  SANAD_TRY(const auto bytes, context.bytes_of("bag-info.txt"));
  if (!bytes || !is_utf8(as_text(*bytes))) return false;
  std::uint64_t total = 0;
  for (const File* file : files) total += file->size;
  const std::string expected = fmt::format("Payload-Oxum: {}.{}", total, files.size());
  std::size_t found = 0;
  bool equal = false;
  std::string_view text = as_text(*bytes);
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    if (line.starts_with("Payload-Oxum: ")) {
      ++found;
      equal = line == expected;
    }
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return found == 1 && equal;
}

}  // namespace

Result<Outcome> check_payload(Context& context) {
  Files files;
  for (const File& file : context.container.files)
    if (is_payload(file)) files.push_back(&file);
  SANAD_TRY(Details details, check_manifests(context, "manifest", files));
  SANAD_TRY(const bool oxum, has_true_oxum(context, files));
  if (!oxum) details.emplace_back("bag-info.txt does not state the payload's true size and count.");
  if (!details.empty())
    return fail("The payload files and their hash lists disagree.", std::move(details));
  return pass(fmt::format(
      "All {} payload files have the SHA-256 and SHA-512 digests that the hash lists state.",
      files.size()));
}

Result<Outcome> check_tags(Context& context) {
  Files files;
  Details unlisted;
  for (const File& file : context.container.files) {
    if (is_payload(file)) continue;
    if (is_unlisted(file))
      check_crc(file, unlisted);
    else
      files.push_back(&file);
  }
  SANAD_TRY(Details details, check_manifests(context, "tagmanifest", files));
  details.insert(details.end(), unlisted.begin(), unlisted.end());
  if (!details.empty())
    return fail("The accompanying files and their hash lists disagree.", std::move(details));
  return pass(fmt::format(
      "All {} accompanying files have the digests that the tag manifests state.", files.size()));
}

}  // namespace sanad::verifier
