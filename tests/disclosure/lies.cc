#include "lies.h"

#include <algorithm>

#include "craft.h"

namespace sanad::disclosure {

using tamper::Bag;

std::vector<std::string> paths_in(const Bag& bag, std::string_view folder,
                                  std::string_view ending) {
  std::vector<std::string> paths;
  for (const auto& [path, bytes] : bag.files)
    if (path.starts_with(folder) && path.ends_with(ending)) paths.push_back(path);
  return paths;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1)
    lines.push_back(text.substr(at, text.find('\n', at) - at));
  return lines;
}

bool change_a_line(Bag& bag, std::string_view folder, Random& random, const ChangeLine& change) {
  std::vector<std::string> paths = paths_in(bag, folder, ".jsonl");
  std::ranges::shuffle(paths, random);
  for (const std::string& path : paths) {
    std::vector<std::string> lines = lines_of(bag.text(path));
    const std::size_t start = random() % lines.size();
    for (std::size_t i = 0; i < lines.size(); ++i) {
      std::string& line = lines[(start + i) % lines.size()];
      auto value = json::parse(line);
      if (!value.ok() || !change(*value->as_object())) continue;
      const std::string changed = json::format_canonical(*value);
      if (changed == line) continue;
      line = changed;
      std::string text;
      for (const std::string& one : lines) text += one + '\n';
      bag.put(path, text);
      return true;
    }
  }
  return false;
}

std::vector<Lie> all_lies() {
  std::vector<Lie> all;
  for (auto some : {excerpt_lies(), mask_lies(), redaction_lies(), schedule_lies(), ledger_lies()})
    all.insert(all.end(), some.begin(), some.end());
  return all;
}

std::optional<Bytes> told(const Bag& honest, const Lie& lie, const crypto::SigningKey& agency,
                          Random& random) {
  Bag bag = honest;
  if (!lie.tell(bag, random)) return std::nullopt;
  tamper::rewrite_reader(bag);
  tamper::answer_anew(bag);
  if (lie.is_signed) {
    tamper::resign(bag, agency);
  } else {
    tamper::rehash_payload(bag);
    tamper::rehash_tags(bag);
  }
  return tamper::pack(bag);
}

Bytes told_nothing(const Bag& honest, const crypto::SigningKey& agency) {
  const Lie nothing{"nothing", [](Bag&, Random&) { return true; }};
  Random random;
  return *told(honest, nothing, agency, random);
}

}  // namespace sanad::disclosure
