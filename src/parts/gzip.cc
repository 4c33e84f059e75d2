// gzip (RFC 1952), by zlib itself: libarchive loses up to 64 KiB before the place where a file
// breaks off, which of a small file is all.
#include <archive.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <memory>

#include "internal.h"

namespace sanad::parts {
namespace {

constexpr std::size_t kPiece = 1 << 16;
constexpr int kGzipOnly = 15 + 16;  // zlib's word for it

class Unzipped {
 public:
  explicit Unzipped(ByteView item) : item_(item) {
    name_.resize(kMaxNameBytes);
    header_.name = name_.data();
    header_.name_max = static_cast<uInt>(name_.size());
    is_ready_ = ::inflateInit2(&stream_, kGzipOnly) == Z_OK;
    stream_.next_in = const_cast<Bytef*>(item.data());  // zlib does not write there
    if (is_ready_) ::inflateGetHeader(&stream_, &header_);
  }
  ~Unzipped() { ::inflateEnd(&stream_); }
  Unzipped(const Unzipped&) = delete;
  Unzipped& operator=(const Unzipped&) = delete;

  // The next bytes; none at the end or where it breaks.
  ByteView next() {
    std::size_t size = 0;
    while (size == 0 && is_ready_) {
      feed();
      stream_.next_out = piece_.data();
      stream_.avail_out = static_cast<uInt>(piece_.size());
      const int status = ::inflate(&stream_, Z_NO_FLUSH);
      size = piece_.size() - stream_.avail_out;
      if (status == Z_STREAM_END) {
        next_member();
      } else if (status != Z_OK) {
        is_ready_ = false;
        problem_ = status == Z_BUF_ERROR ? "it is cut off" : "it is damaged";
      }
    }
    return {piece_.data(), size};
  }
  const std::string& problem() const { return problem_; }
  // What the file was called before it was packed; known after the first next().
  std::string name() const {
    if (header_.done != 1 || header_.name == nullptr) return {};
    return {reinterpret_cast<const char*>(name_.data()),
            static_cast<std::size_t>(std::ranges::find(name_, 0) - name_.begin())};
  }

 private:
  // zlib counts what is left in 32 bits.
  void feed() {
    const auto used = static_cast<std::size_t>(stream_.next_in - item_.data());
    stream_.avail_in = static_cast<uInt>(std::min<std::size_t>(item_.size() - used, 1U << 30U));
  }
  // Members stand one after another (RFC 1952 2.2); what else follows is padding.
  void next_member() {
    const auto used = static_cast<std::size_t>(stream_.next_in - item_.data());
    const bool more = item_.size() - used > 2 && item_[used] == 0x1F && item_[used + 1] == 0x8B;
    is_ready_ = more && ::inflateReset(&stream_) == Z_OK;
  }

  ByteView item_;
  z_stream stream_{};
  gz_header header_{};
  std::vector<Bytef> name_;
  std::array<std::uint8_t, kPiece> piece_{};
  std::string problem_;
  bool is_ready_ = false;
};

la_ssize_t read_piece(archive*, void* from, const void** piece) {
  const ByteView bytes = static_cast<Unzipped*>(from)->next();
  *piece = bytes.data();
  return static_cast<la_ssize_t>(bytes.size());
}

void open_tar_within(ByteView item, Outlet& outlet) {
  Unzipped unzipped(item);
  const std::unique_ptr<archive, decltype(&::archive_read_free)> handle(::archive_read_new(),
                                                                        ::archive_read_free);
  ::archive_read_support_format_tar(handle.get());
  if (::archive_read_open(handle.get(), &unzipped, nullptr, read_piece, nullptr) == ARCHIVE_OK)
    open_entries(handle.get(), outlet);
  if (!unzipped.problem().empty()) outlet.problem(unzipped.problem());
}

}  // namespace

void open_gzip(ByteView item, Outlet& outlet) {
  Unzipped unzipped(item);
  ByteView piece = unzipped.next();
  if (is_tar(piece)) return open_tar_within(item, outlet);
  Part part;
  part.name = unzipped.name();
  if (part.name.empty()) part.name = "content";
  if (!outlet.begin(std::move(part))) return;
  while (!piece.empty() && outlet.data(piece)) piece = unzipped.next();
  outlet.end(unzipped.problem());
}

}  // namespace sanad::parts
