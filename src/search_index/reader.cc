#include "reader.h"

#include <algorithm>

namespace sanad::search_index {

Result<const Bytes*> ChunkCache::chunk(std::uint64_t segment, std::uint32_t number) {
  const Key key{segment, number};
  const auto found = places_.find(key);
  if (found != places_.end()) {
    kept_.splice(kept_.begin(), kept_, found->second);
    return &found->second->bytes;
  }
  SANAD_TRY(Bytes bytes, store_.chunk(segment, number));
  bytes_ += bytes.size();
  kept_.push_front({segment, number, std::move(bytes)});
  places_[key] = kept_.begin();
  while (bytes_ > kMaxBytes && kept_.size() > 1) {
    const Kept& last = kept_.back();
    bytes_ -= last.bytes.size();
    places_.erase({last.segment, last.number});
    kept_.pop_back();
  }
  return &kept_.front().bytes;
}

void ChunkCache::forget(std::uint64_t segment) {
  for (auto at = kept_.begin(); at != kept_.end();) {
    if (at->segment != segment) {
      ++at;
      continue;
    }
    bytes_ -= at->bytes.size();
    places_.erase({at->segment, at->number});
    at = kept_.erase(at);
  }
}

void ChunkCache::clear() {
  places_.clear();
  kept_.clear();
  bytes_ = 0;
}

Result<std::unique_ptr<Segment>> Segment::open(ChunkCache& cache, const SegmentRow& row) {
  std::unique_ptr<Segment> segment(new Segment(cache, row));  // NOLINT: private constructor
  SANAD_CHECK(segment->load());
  return segment;
}

Result<void> Segment::read(std::uint64_t at, std::uint64_t size, Bytes& out) const {
  out.clear();
  if (at > row_.bytes || size > row_.bytes - at) return damaged("a part lies beyond its segment");
  out.reserve(size);
  while (size > 0) {
    const auto number = static_cast<std::uint32_t>(at / kChunkBytes);
    const std::size_t inside = at % kChunkBytes;
    SANAD_TRY(const Bytes* chunk, cache_.chunk(row_.id, number));
    if (chunk->size() <= inside) return damaged("a chunk is too short");
    const auto take = std::min<std::uint64_t>(size, chunk->size() - inside);
    const auto begin = chunk->begin() + static_cast<std::ptrdiff_t>(inside);
    out.insert(out.end(), begin, begin + static_cast<std::ptrdiff_t>(take));
    at += take;
    size -= take;
  }
  return {};
}

Result<void> Segment::load() {
  if (row_.bytes < kFooterBytes) return damaged("a segment is too short");
  Bytes bytes;
  SANAD_CHECK(read(row_.bytes - kFooterBytes, kFooterBytes, bytes));
  if (!read_footer(bytes, row_.bytes, layout_) || layout_.documents != row_.documents) {
    return damaged("the end of a segment makes no sense");
  }
  SANAD_CHECK(read(layout_.dictionary_at, layout_.documents_at - layout_.dictionary_at, bytes));
  if (!load_dictionary(bytes)) return damaged("a dictionary makes no sense");
  Bytes times;
  SANAD_CHECK(read(layout_.documents_at, layout_.times_at - layout_.documents_at, bytes));
  SANAD_CHECK(read(layout_.times_at, layout_.sounds_at - layout_.times_at, times));
  if (!load_documents(bytes, times)) return damaged("a list of documents makes no sense");
  return {};
}

bool Segment::load_dictionary(ByteView bytes) {
  NumberReader reader(bytes);
  std::uint64_t offset = 0;
  if (layout_.terms > bytes.size()) return false;
  begins_.reserve(layout_.terms + 1);
  counts_.reserve(layout_.terms);
  offsets_.reserve(layout_.terms);
  std::size_t last = 0;
  for (std::uint64_t i = 0; i < layout_.terms; ++i) {
    const std::uint64_t shared = reader.number();
    const ByteView rest = reader.bytes(reader.number());
    const std::uint64_t count = reader.number();
    offset += reader.number();
    const std::size_t begin = letters_.size();
    if (!reader.ok() || shared > begin - last || shared + rest.size() == 0 || count == 0 ||
        count > layout_.documents || offset >= layout_.dictionary_at ||
        letters_.size() + shared + rest.size() > 0xFFFF'FFFF) {
      return false;
    }
    letters_.append(letters_, last, shared);
    letters_ += as_text(rest);
    const std::string_view all = letters_;
    if (i > 0 && all.substr(begin) <= all.substr(last, begin - last)) return false;
    begins_.push_back(static_cast<std::uint32_t>(begin));
    counts_.push_back(static_cast<std::uint32_t>(count));
    offsets_.push_back(offset);
    last = begin;
  }
  begins_.push_back(static_cast<std::uint32_t>(letters_.size()));
  letters_.shrink_to_fit();
  return reader.left() == 0;
}

bool Segment::load_documents(ByteView ids, ByteView times) {
  NumberReader id_reader(ids);
  NumberReader time_reader(times);
  ids_.reserve(row_.documents);
  times_.reserve(row_.documents);
  std::uint64_t last = 0;
  for (std::uint32_t i = 0; i < row_.documents; ++i) {
    const std::uint64_t gap = id_reader.number();
    if (i > 0 && (gap == 0 || last + gap < last)) return false;
    last += gap;
    ids_.push_back(last);
    times_.push_back(static_cast<std::int64_t>(time_reader.fixed(8)));
  }
  return id_reader.ok() && time_reader.ok() && id_reader.left() == 0;
}

std::uint32_t Segment::lower_bound(std::string_view wanted) const {
  std::uint32_t first = 0;
  std::uint32_t last = terms();
  while (first < last) {
    const std::uint32_t middle = first + (last - first) / 2;
    if (term(middle) < wanted) {
      first = middle + 1;
    } else {
      last = middle;
    }
  }
  return first;
}

std::uint32_t Segment::end_of_prefix(std::string_view prefix) const {
  std::string after(prefix);
  after += '\xFF';  // no byte of UTF-8 is greater
  return lower_bound(after);
}

std::uint32_t Segment::find(std::string_view wanted) const {
  const std::uint32_t at = lower_bound(wanted);
  return at < terms() && term(at) == wanted ? at : terms();
}

Result<std::vector<std::uint32_t>> Segment::terms_of_sound(std::uint32_t key) {
  if (!sounds_loaded_) {
    Bytes bytes;
    SANAD_CHECK(read(layout_.sounds_at, layout_.footer_at - layout_.sounds_at, bytes));
    NumberReader reader(bytes);
    while (reader.left() >= 8) {
      const std::uint64_t sound = reader.fixed(4);
      const std::uint64_t number = reader.fixed(4);
      if (number >= terms()) return damaged("a table of sounds makes no sense");
      sounds_.push_back(sound << 32 | number);
    }
    std::sort(sounds_.begin(), sounds_.end());
    sounds_loaded_ = true;
  }
  std::vector<std::uint32_t> out;
  const std::uint64_t first = std::uint64_t{key} << 32;
  for (auto at = std::lower_bound(sounds_.begin(), sounds_.end(), first);
       at != sounds_.end() && *at >> 32 == key; ++at) {
    out.push_back(static_cast<std::uint32_t>(*at));
  }
  return out;
}

Result<PostingsHead> Segment::postings(std::uint32_t number) const {
  const std::uint64_t at = offsets_[number];
  Bytes bytes;
  SANAD_CHECK(read(at, std::min<std::uint64_t>(kMaxSizesBytes, layout_.dictionary_at - at), bytes));
  PostingsSizes sizes;
  PostingsHead head;
  if (!read_sizes(bytes, sizes)) return damaged("postings make no sense");
  if (at + sizes.head + sizes.blocks + sizes.documents + sizes.positions > layout_.dictionary_at) {
    return damaged("postings reach beyond their part");
  }
  SANAD_CHECK(read(at + sizes.head, sizes.blocks, bytes));
  if (!read_blocks(bytes, sizes, at, counts_[number], head)) return damaged("blocks make no sense");
  if (!head.blocks.empty() && head.blocks.back().last >= row_.documents) {
    return damaged("postings name documents that are not there");
  }
  return head;
}

Result<void> Segment::read_all(std::uint32_t number, std::vector<Posting>& out,
                               Bytes& positions) const {
  SANAD_TRY(const PostingsHead head, postings(number));
  const char term_class = term(number)[0];
  const std::size_t begin = out.size();
  Bytes bytes;
  SANAD_CHECK(read(head.documents_at, head.positions_at - head.documents_at, bytes));
  SANAD_CHECK(read(head.positions_at, head.end - head.positions_at, positions));
  std::uint32_t documents[kBlockDocuments];
  std::uint8_t impacts[kBlockDocuments];
  std::vector<ByteView> places;
  for (const Block& block : head.blocks) {
    const auto part = ByteView(bytes).subspan(block.documents_at, block.documents_bytes);
    const bool fine = read_block(part, block, has_positions(term_class), documents, impacts);
    const auto place_bytes = ByteView(positions).subspan(block.positions_at, block.positions_bytes);
    if (!fine || (has_positions(term_class) && !read_positions(place_bytes, block.count, places))) {
      return damaged("a block makes no sense");
    }
    for (std::uint32_t i = 0; i < block.count; ++i) {
      out.push_back({documents[i], impacts[i], has_positions(term_class) ? places[i] : ByteView{}});
    }
  }
  return out.size() - begin == counts_[number] ? Result<void>{} : damaged("postings are missing");
}

}  // namespace sanad::search_index
