#include "writer.h"

#include <algorithm>

#include "coding.h"
#include "layout.h"
#include "search/spelling.h"

namespace sanad::search_index {

Result<void> SegmentWriter::add(std::string_view term, const std::vector<Posting>& postings) {
  put_term(term, postings.size());
  put_postings(waiting_, postings, term[0]);
  return flush(false);
}

void SegmentWriter::put_term(std::string_view term, std::size_t documents) {
  std::size_t shared = 0;
  while (shared < std::min(term.size(), last_term_.size()) && term[shared] == last_term_[shared]) {
    ++shared;
  }
  const std::uint64_t offset = written_ + waiting_.size();
  put_number(dictionary_, shared);
  put_number(dictionary_, term.size() - shared);
  const ByteView rest = as_bytes(term.substr(shared));
  dictionary_.insert(dictionary_.end(), rest.begin(), rest.end());
  put_number(dictionary_, documents);
  put_number(dictionary_, offset - last_offset_);
  last_term_ = term;
  last_offset_ = offset;
  if (is_sounded(term[0])) {
    const std::uint32_t key = search::sound_key(search::letters_of(term.substr(1)));
    if (key != 0) sounds_.push_back({key, terms_});
  }
  ++terms_;
}

Result<void> SegmentWriter::flush(bool all) {
  std::size_t at = 0;
  while (waiting_.size() - at >= kChunkBytes || (all && at < waiting_.size())) {
    const std::size_t size = std::min(kChunkBytes, waiting_.size() - at);
    SANAD_CHECK(store_.put_chunk(row_.id, chunks_++, ByteView(waiting_).subspan(at, size)));
    at += size;
  }
  waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(at));
  written_ += at;
  return {};
}

Result<SegmentRow> SegmentWriter::finish(const std::vector<DocumentRow>& documents) {
  Layout layout;
  layout.documents = documents.size();
  layout.terms = terms_;
  layout.dictionary_at = written_ + waiting_.size();
  waiting_.insert(waiting_.end(), dictionary_.begin(), dictionary_.end());
  layout.documents_at = written_ + waiting_.size();
  std::uint64_t last = 0;
  for (const DocumentRow& row : documents) {
    put_number(waiting_, row.id - last);
    last = row.id;
  }
  layout.times_at = written_ + waiting_.size();
  for (const DocumentRow& row : documents) {
    put_fixed(waiting_, static_cast<std::uint64_t>(row.at_ms.value_or(kNoTime)), 8);
  }
  layout.sounds_at = written_ + waiting_.size();
  std::sort(sounds_.begin(), sounds_.end());
  for (const Sound& sound : sounds_) {
    put_fixed(waiting_, sound.key, 4);
    put_fixed(waiting_, sound.term, 4);
  }
  layout.footer_at = written_ + waiting_.size();
  put_footer(waiting_, layout);
  SANAD_CHECK(flush(true));
  row_.bytes = written_;
  row_.documents = static_cast<std::uint32_t>(documents.size());
  SANAD_CHECK(store_.put_segment(row_));
  return row_;
}

}  // namespace sanad::search_index
