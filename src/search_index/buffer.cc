#include "buffer.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "coding.h"

namespace sanad::search_index {

using search::TermClass;

namespace {

// Long texts are cut into words piece by piece, between words where there are any.
std::size_t piece_length(std::string_view text) {
  constexpr std::size_t kPieceBytes = std::size_t{1} << 20;
  if (text.size() <= kPieceBytes) return text.size();
  const std::size_t space = text.substr(0, kPieceBytes).find_last_of(" \n\r\t");
  if (space != std::string_view::npos) return space + 1;
  std::size_t end = kPieceBytes;
  while (end > kPieceBytes - 4 && (static_cast<std::uint8_t>(text[end]) & 0xC0) == 0x80) --end;
  return end;
}

}  // namespace

std::uint32_t Buffer::number_of(const std::string& term) {
  const auto [at, added] = numbers_.try_emplace(term, static_cast<std::uint32_t>(terms_.size()));
  if (added) terms_.emplace_back();
  return at->second;
}

// Returns how many positions the text has.
Result<std::uint32_t> Buffer::put_words(std::string_view text, TermClass words,
                                        std::uint32_t from) {
  if (text.size() > kMaxFieldBytes) {
    return Error{ErrorCode::kLimit,
                 fmt::format("A text to be searched is longer than {} MiB; add it in parts.",
                             kMaxFieldBytes >> 20)};
  }
  std::uint32_t count = 0;
  while (!text.empty()) {
    const std::size_t length = piece_length(text);
    SANAD_TRY(const std::vector<search::Token> tokens,
              search::tokenize(text.substr(0, length), words));
    const std::uint32_t before = count;
    for (const search::Token& token : tokens) {
      places_.push_back({number_of(token.term), from + before + token.position, token.rewritten});
      count = std::max(count, before + token.position + token.words);
    }
    text.remove_prefix(length);
  }
  return count;
}

void Buffer::put_fact(TermClass term_class, std::string_view value) {
  if (!value.empty()) places_.push_back({number_of(search::term_of(term_class, value)), 0, false});
}

Result<void> Buffer::add(std::uint64_t id, const Fields& fields, const Facts& facts) {
  places_.clear();
  std::uint32_t words = 0;
  if (!fields.title.empty()) {
    SANAD_TRY(const std::uint32_t title, put_words(fields.title, TermClass::kWord, 0));
    SANAD_CHECK(put_words(fields.title, TermClass::kTitleWord, 0));
    words = title;
  }
  const std::uint32_t from = words == 0 ? 0 : words + search::kFieldGap;
  SANAD_TRY(const std::uint32_t in_text, put_words(fields.text, TermClass::kWord, from));
  words += in_text;
  SANAD_CHECK(put_words(fields.author, TermClass::kAuthorWord, 0));
  SANAD_CHECK(put_words(fields.chat, TermClass::kChatWord, 0));
  put_fact(TermClass::kAuthor, facts.author_id);
  put_fact(TermClass::kChat, facts.chat_id);
  put_fact(TermClass::kKind, facts.kind);
  put_fact(TermClass::kPlatform, facts.platform);
  put_fact(TermClass::kExhibit, facts.exhibit);
  for (const std::string& language : facts.languages) put_fact(TermClass::kLanguage, language);
  for (const std::string& has : facts.has) put_fact(TermClass::kHas, has);
  put_document(words);
  documents_.push_back({id, facts.at_ms});
  bytes_ += fields.title.size() + fields.text.size() + fields.author.size() + fields.chat.size();
  return {};
}

void Buffer::put_document(std::uint32_t words) {
  std::sort(places_.begin(), places_.end(), [](const Place& a, const Place& b) {
    return std::tie(a.term, a.position) < std::tie(b.term, b.position);
  });
  const auto document = static_cast<std::uint32_t>(documents_.size());
  for (std::size_t at = 0; at < places_.size();) {
    Waiting& term = terms_[places_[at].term];
    positions_.clear();
    std::uint32_t times = 0;
    std::uint32_t last = 0;
    const std::uint32_t number = places_[at].term;
    for (; at < places_.size() && places_[at].term == number; ++at) {
      const Place& place = places_[at];
      if (times > 0 && place.position == last) continue;
      put_number(positions_, std::uint64_t{place.position - last} << 1 | (place.rewritten ? 1 : 0));
      last = place.position;
      ++times;
    }
    put_number(term.bytes, document - term.last);
    term.bytes.push_back(impact_of(times, std::max(words, 1U)));
    put_number(term.bytes, positions_.size());
    term.bytes.insert(term.bytes.end(), positions_.begin(), positions_.end());
    term.last = document;
    ++term.count;
  }
}

Result<SegmentRow> Buffer::write(SegmentStore& store, std::uint64_t segment_id) const {
  std::vector<std::pair<std::string_view, std::uint32_t>> order;
  order.reserve(numbers_.size());
  for (const auto& [term, number] : numbers_) order.emplace_back(term, number);
  std::sort(order.begin(), order.end());
  SegmentWriter writer(store, segment_id);
  std::vector<Posting> postings;
  for (const auto& [term, number] : order) {
    const Waiting& waiting = terms_[number];
    if (waiting.count == 0) continue;  // of a document that was refused
    NumberReader reader(waiting.bytes);
    postings.clear();
    std::uint32_t document = 0;
    for (std::uint32_t i = 0; i < waiting.count; ++i) {
      document += static_cast<std::uint32_t>(reader.number());
      const auto impact = static_cast<std::uint8_t>(reader.fixed(1));
      postings.push_back({document, impact, reader.bytes(reader.number())});
    }
    SANAD_CHECK(writer.add(term, postings));
  }
  return writer.finish(documents_);
}

void Buffer::clear() {
  bytes_ = 0;
  documents_.clear();
  numbers_.clear();
  terms_.clear();
}

}  // namespace sanad::search_index
