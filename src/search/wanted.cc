#include <fmt/format.h>

#include <algorithm>

#include "search/spelling.h"
#include "search/terms.h"

namespace sanad::search {
namespace {

TermClass class_of(Field field) {
  switch (field) {
    case Field::kText:
      return TermClass::kWord;
    case Field::kTitle:
      return TermClass::kTitleWord;
    case Field::kAuthor:
      return TermClass::kAuthorWord;
    case Field::kChat:
      break;
  }
  return TermClass::kChatWord;
}

bool is_name(const Token& token) {
  return token.term[0] == static_cast<char>(TermClass::kHashtag) ||
         token.term[0] == static_cast<char>(TermClass::kHandle);
}

std::size_t letter_count(const std::string& term) { return letters_of(term).size() - 1; }

bool is_unspaced_term(const std::string& term) {
  const auto letters = letters_of(term);
  return letters.size() > 1 && text::is_unspaced(letters[1]);
}

// Tokens of a query's words, as slots: the widest token of each place, with its other spellings.
std::vector<Slot> slots_of(const std::vector<Token>& tokens, char term_class) {
  std::vector<Slot> slots;
  for (std::size_t i = 0; i < tokens.size();) {
    const std::uint32_t position = tokens[i].position;
    std::uint32_t words = 0;
    std::size_t end = i;
    for (; end < tokens.size() && tokens[end].position == position; ++end) {
      if (tokens[end].term[0] == term_class) words = std::max(words, tokens[end].words);
    }
    // Two words that Persian also joins are asked for as they were typed.
    if (words > 1 && end < tokens.size() && tokens[i].range.end < tokens[end].range.begin)
      words = 1;
    Slot slot{position, {}, false};
    for (; i < end; ++i) {
      const bool taken = tokens[i].term[0] == term_class && tokens[i].words == words;
      if (taken) slot.terms.push_back(tokens[i].term);
    }
    const std::uint32_t next = position + std::max(words, 1U);
    while (i < tokens.size() && tokens[i].position < next) ++i;
    if (!slot.terms.empty()) slots.push_back(std::move(slot));
  }
  // The last letter of a stretch without spaces is in the pair before it.
  std::erase_if(slots, [&](const Slot& slot) {
    return slots.size() > 1 && &slot != &slots[0] && is_unspaced_term(slot.terms[0]) &&
           letter_count(slot.terms[0]) == 1;
  });
  return slots;
}

std::vector<Slot> strict_slots(const std::vector<Token>& tokens) {
  std::vector<Slot> slots;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (token.term[0] != static_cast<char>(TermClass::kWord) || token.words != 1) continue;
    const bool repeated = !slots.empty() && slots.back().offset == token.position;
    if (repeated) continue;
    Slot slot{token.position, {token.term}, !token.rewritten};
    if (token.rewritten) {
      for (std::size_t j = i; j < tokens.size() && tokens[j].position == token.position; ++j) {
        if (tokens[j].term[0] == static_cast<char>(TermClass::kAsWritten) && tokens[j].words == 1) {
          slot.terms = {tokens[j].term};
        }
      }
    }
    slots.push_back(std::move(slot));
  }
  return slots;
}

Error not_one_word(const Node& node) {
  return {ErrorCode::kInvalid,
          fmt::format("\"{}\" is more than one word; only a single word can be looked for by its "
                      "beginning or near spelling.",
                      node.text)};
}

Result<Wanted> ending_of(const Node& node, Wanted out) {
  if (out.slots.size() != 1) return not_one_word(node);
  out.mode = node.spelling == Spelling::kPrefix ? Wanted::Mode::kPrefix : Wanted::Mode::kNear;
  out.distance = node.distance;
  const std::string& term = out.slots[0].terms[0];
  const std::size_t letters = letter_count(term);
  const std::size_t least = out.mode == Wanted::Mode::kNear ? kMinNearLetters : kMinPrefixLetters;
  if (letters < least && !is_unspaced_term(term)) {
    return Error{ErrorCode::kInvalid, fmt::format("Write at least {} letters before {}.", least,
                                                  out.mode == Wanted::Mode::kNear ? '~' : '*')};
  }
  return out;
}

}  // namespace

std::string_view how_name(How how) {
  constexpr std::string_view kNames[] = {"exact", "folded", "near", "transliterated"};
  return kNames[static_cast<std::size_t>(how)];
}

Result<Wanted> wanted(const Node& node) {
  const TermClass words = class_of(node.field);
  SANAD_TRY(const std::vector<Token> tokens, tokenize(node.text, words));
  Wanted out;
  const bool plain = node.spelling == Spelling::kFolded && !node.quoted;
  // A hashtag or handle that is all of the word is looked for whole.
  const auto name = std::find_if(tokens.begin(), tokens.end(), is_name);
  if (plain && name != tokens.end() && name->range.begin == 0 &&
      name->range.end == node.text.size()) {
    out.slots = {{0, {name->term}, false}};
    return out;
  }
  out.slots = node.spelling == Spelling::kAsWritten ? strict_slots(tokens)
                                                    : slots_of(tokens, static_cast<char>(words));
  if (out.slots.empty()) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("\"{}\" has no letters or digits to look for.", node.text)};
  }
  const std::uint32_t first = out.slots[0].offset;
  for (Slot& slot : out.slots) slot.offset -= first;
  out.words = out.slots.back().offset + 1;
  if (node.spelling == Spelling::kPrefix || node.spelling == Spelling::kNear)
    return ending_of(node, out);
  const std::string& term = out.slots[0].terms[0];
  if (out.slots.size() == 1 && is_unspaced_term(term) && letter_count(term) == 1) {
    out.mode = Wanted::Mode::kPrefix;
  }
  out.transliterate = plain && out.slots.size() == 1 && out.mode == Wanted::Mode::kTerms;
  return out;
}

}  // namespace sanad::search
