// Invented words and numbers that must not be found where they are hidden, made so that nothing
// else looks like a piece of one.
#pragma once

#include <cstddef>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sanad::disclosure {

// A piece of a secret word is six letters of it. Five in a row are one of 26^5 = 12 million, and
// are met by chance in the digests and keys of a thousand bundles; of six, with the letters below,
// it takes chance far longer, and a word of which only five letters leak is not told by them.
inline constexpr std::size_t kPiece = 6;
// Within base64 and the like, where letters of both cases stand by chance: eight, case kept.
inline constexpr std::size_t kCodedPiece = 8;
// Of a number of thirteen digits eleven: ten in a row stand by chance in so many digests.
inline constexpr std::size_t kNumberPiece = 11;

struct Secret {
  std::string text;  // lower case letters, or digits
  bool is_number = false;
  bool is_of_person = false;  // who took part: masked unless somebody says why not
};

class Secrets {
 public:
  explicit Secrets(std::uint64_t seed) : random_(seed) {}
  // No two share a piece, in either direction.
  std::string word(std::size_t letters = 18) { return make(letters, false); }
  std::string person(std::size_t letters = 12) { return make(letters, true); }
  std::string number(bool is_of_person = false);
  // An e-mail address, a secret before and behind the sign.
  std::string address();
  const std::vector<Secret>& all() const { return all_; }
  std::mt19937_64& random() { return random_; }

 private:
  std::string make(std::size_t letters, bool is_of_person);
  bool takes(const std::string& text, std::size_t piece);

  std::mt19937_64 random_;
  std::vector<Secret> all_;
  std::set<std::string, std::less<>> pieces_;
};

}  // namespace sanad::disclosure
