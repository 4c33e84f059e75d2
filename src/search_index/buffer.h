// Documents that wait to become a segment.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "search_index/search_index.h"
#include "writer.h"

namespace sanad::search_index {

class Buffer {
 public:
  // id: above those that wait.
  Result<void> add(std::uint64_t id, const Fields& fields, const Facts& facts);

  std::size_t bytes() const { return bytes_; }  // of the texts that wait
  std::size_t documents() const { return documents_.size(); }
  const std::vector<DocumentRow>& rows() const { return documents_; }
  Result<SegmentRow> write(SegmentStore& store, std::uint64_t segment_id) const;
  void clear();

 private:
  struct Waiting {  // of one term
    std::uint32_t count = 0;
    std::uint32_t last = 0;
    Bytes bytes;  // for each document: gap, impact, size of positions, positions
  };
  struct Place {  // of one term in the document that is added
    std::uint32_t term;
    std::uint32_t position;
    bool rewritten;
  };
  std::uint32_t number_of(const std::string& term);
  Result<std::uint32_t> put_words(std::string_view text, search::TermClass words,
                                  std::uint32_t from);
  void put_fact(search::TermClass term_class, std::string_view value);
  void put_document(std::uint32_t words);

  std::vector<DocumentRow> documents_;
  std::size_t bytes_ = 0;
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<Waiting> terms_;
  std::vector<Place> places_;
  Bytes positions_;
};

}  // namespace sanad::search_index
