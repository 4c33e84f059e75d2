#include "secrets.h"

namespace sanad::disclosure {
namespace {

// No letter of a hexadecimal digest; and every third is one that the identifiers of Sanad do not
// have, so that neither is ever taken for a piece of a word.
constexpr std::string_view kConsonants = "gjkmnpqrstvwxyz";
constexpr std::string_view kRare = "ilou";

}  // namespace

bool Secrets::takes(const std::string& text, std::size_t piece) {
  const std::string reversed(text.rbegin(), text.rend());
  std::set<std::string> mine;
  for (const std::string& way : {text, reversed}) {
    for (std::size_t at = 0; at + piece <= way.size(); ++at) {
      if (pieces_.contains(way.substr(at, piece))) return false;
      mine.insert(way.substr(at, piece));
    }
  }
  pieces_.insert(mine.begin(), mine.end());
  return true;
}

std::string Secrets::make(std::size_t letters, bool is_of_person) {
  while (true) {
    std::string text;
    const std::size_t phase = random_() % 3;
    while (text.size() < letters)
      text += text.size() % 3 == phase ? kRare[random_() % kRare.size()]
                                       : kConsonants[random_() % kConsonants.size()];
    if (!takes(text, kPiece)) continue;
    all_.push_back({text, false, is_of_person});
    return text;
  }
}

std::string Secrets::number(bool is_of_person) {
  while (true) {
    std::string text;
    while (text.size() < 13) text += static_cast<char>('1' + random_() % 9);
    if (!takes(text, kNumberPiece)) continue;
    all_.push_back({text, true, is_of_person});
    return text;
  }
}

std::string Secrets::address() { return person() + "@" + person() + ".tirazan.example"; }

}  // namespace sanad::disclosure
