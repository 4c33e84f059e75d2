#include "zip/reader.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>

#include "directory.h"

namespace sanad::zip {
namespace {

Error damaged(const Entry& entry, std::string_view what) {
  return {ErrorCode::kIntegrity,
          fmt::format("\"{}\" in the archive is damaged: {}.", entry.name, what)};
}

// Counts and checks what an entry gives.
class EntrySource : public ByteSource {
 public:
  EntrySource(RandomSource& source, const Entry& entry) : source_(source), entry_(entry) {}

  Result<std::size_t> read(std::span<std::uint8_t> out) final {
    if (failure_) return *failure_;
    if (out.empty() || finished_) return std::size_t{0};
    Result<std::size_t> got = produce(out);
    if (!got.ok()) return fail(got.error());
    if (*got == 0) {
      finished_ = true;
      if (given_ != entry_.size) return fail(damaged(entry_, "it is shorter than declared"));
      if (crc_ != entry_.crc32) return fail(damaged(entry_, "its CRC-32 differs"));
      return std::size_t{0};
    }
    if (*got > entry_.size - given_) return fail(damaged(entry_, "it is longer than declared"));
    crc_ = static_cast<std::uint32_t>(crc32_z(crc_, out.data(), *got));
    given_ += *got;
    return *got;
  }

 protected:
  // The next unpacked bytes; 0 at the end of what is packed.
  virtual Result<std::size_t> produce(std::span<std::uint8_t> out) = 0;

  // The next packed bytes; 0 at their end.
  Result<std::size_t> packed(std::span<std::uint8_t> out) {
    const std::uint64_t left = entry_.compressed_size - taken_;
    if (left == 0) return std::size_t{0};
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(out.size(), left));
    SANAD_TRY(const std::size_t got,
              source_.read_at(entry_.data_offset + taken_, out.first(wanted)));
    if (got == 0) return damaged(entry_, "the archive ends within it");
    taken_ += got;
    return got;
  }

  const Entry& entry() const { return entry_; }
  std::uint64_t left() const { return entry_.compressed_size - taken_; }

 private:
  Error fail(Error error) {
    failure_ = std::move(error);
    return *failure_;
  }

  RandomSource& source_;
  const Entry entry_;
  std::uint64_t taken_ = 0;
  std::uint64_t given_ = 0;
  std::uint32_t crc_ = 0;
  bool finished_ = false;
  std::optional<Error> failure_;
};

class StoredSource final : public EntrySource {
 public:
  using EntrySource::EntrySource;

 private:
  Result<std::size_t> produce(std::span<std::uint8_t> out) override { return packed(out); }
};

class DeflatedSource final : public EntrySource {
 public:
  DeflatedSource(RandomSource& source, const Entry& entry) : EntrySource(source, entry) {
    ready_ = inflateInit2(&stream_, -MAX_WBITS) == Z_OK;
  }
  ~DeflatedSource() override {
    if (ready_) inflateEnd(&stream_);
  }
  DeflatedSource(const DeflatedSource&) = delete;
  DeflatedSource& operator=(const DeflatedSource&) = delete;

 private:
  Result<std::size_t> produce(std::span<std::uint8_t> out) override {
    if (!ready_) return Error{ErrorCode::kLimit, "There is not enough memory to unpack."};
    if (ended_) return std::size_t{0};
    const std::size_t room = std::min<std::size_t>(out.size(), 1U << 30);
    stream_.next_out = out.data();
    stream_.avail_out = static_cast<uInt>(room);
    while (stream_.avail_out == room) {
      if (stream_.avail_in == 0) {
        SANAD_TRY(const std::size_t got, packed(buffer_));
        stream_.next_in = buffer_.data();
        stream_.avail_in = static_cast<uInt>(got);
        if (got == 0) return damaged(entry(), "its compressed data is cut");
      }
      const int status = inflate(&stream_, Z_NO_FLUSH);
      if (status == Z_STREAM_END) {
        ended_ = true;
        if (stream_.avail_in != 0 || left() != 0)
          return damaged(entry(), "bytes follow its compressed data");
        break;
      }
      if (status != Z_OK && status != Z_BUF_ERROR)
        return damaged(entry(), "its compressed data is malformed");
    }
    return room - stream_.avail_out;
  }

  z_stream stream_{};
  bool ready_ = false;
  bool ended_ = false;
  std::array<std::uint8_t, 64 * 1024> buffer_;
};

}  // namespace

Result<Reader> Reader::open(RandomSource& source, const Limits& limits) {
  SANAD_TRY(Directory directory, read_directory(source, limits));
  SANAD_CHECK(check_layout(source, directory));
  Reader reader;
  reader.source_ = &source;
  reader.entries_.reserve(directory.listed.size());
  for (Listed& listed : directory.listed) {
    reader.by_name_.emplace(listed.entry.name, reader.entries_.size());
    reader.entries_.push_back(std::move(listed.entry));
  }
  return reader;
}

const Entry* Reader::find(std::string_view name) const {
  const auto found = by_name_.find(std::string(name));
  return found == by_name_.end() ? nullptr : &entries_[found->second];
}

Result<std::unique_ptr<ByteSource>> Reader::open_entry(const Entry& entry) const {
  if (entry.method == Method::kStored)
    return std::unique_ptr<ByteSource>(std::make_unique<StoredSource>(*source_, entry));
  return std::unique_ptr<ByteSource>(std::make_unique<DeflatedSource>(*source_, entry));
}

Result<Bytes> Reader::read_all(const Entry& entry, std::uint64_t max_bytes) const {
  if (entry.size > max_bytes)
    return Error{ErrorCode::kLimit, fmt::format("\"{}\" in the archive is longer than {} bytes.",
                                                entry.name, max_bytes)};
  SANAD_TRY(const std::unique_ptr<ByteSource> content, open_entry(entry));
  Bytes bytes;
  std::array<std::uint8_t, 64 * 1024> piece;
  while (true) {
    SANAD_TRY(const std::size_t got, content->read(piece));
    if (got == 0) return bytes;
    bytes.insert(bytes.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(got));
  }
}

}  // namespace sanad::zip
