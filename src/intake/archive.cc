// Archives by libarchive. Filters that start other programs, and formats that are texts or name
// files elsewhere (mtree, shar), are left out on purpose.
#include <archive.h>
#include <archive_entry.h>

#include <array>
#include <cstdio>
#include <memory>
#include <optional>

#include "archive_reader.h"
#include "gzip_source.h"
#include "importers.h"
#include "parts/parts.h"
#include "text_input.h"

namespace sanad::intake {
namespace {

constexpr std::size_t kPiece = 1U << 18U;

struct Closer {
  void operator()(archive* handle) const { ::archive_read_free(handle); }
};
using Handle = std::unique_ptr<archive, Closer>;

// What libarchive reads from; an error of the source outlives its calls.
class Feed {
 public:
  explicit Feed(RandomSource& random) : random_(&random), buffer_(kPiece) {}
  explicit Feed(ByteSource& stream) : stream_(&stream), buffer_(kPiece) {}

  bool open(archive* handle) {
    ::archive_read_set_callback_data(handle, this);
    ::archive_read_set_read_callback(handle, read);
    if (random_ != nullptr) {
      ::archive_read_set_seek_callback(handle, seek);
      ::archive_read_set_skip_callback(handle, skip);
    }
    return ::archive_read_open1(handle) == ARCHIVE_OK;
  }
  const std::optional<Error>& error() const { return error_; }

 private:
  static la_ssize_t read(archive*, void* self, const void** piece) {
    Feed& feed = *static_cast<Feed*>(self);
    const auto got = feed.random_ != nullptr ? feed.random_->read_at(feed.at_, feed.buffer_)
                                             : feed.stream_->read(feed.buffer_);
    if (!got.ok()) {
      feed.error_ = got.error();
      return ARCHIVE_FATAL;
    }
    feed.at_ += *got;
    *piece = feed.buffer_.data();
    return static_cast<la_ssize_t>(*got);
  }
  static la_int64_t skip(archive*, void* self, la_int64_t wanted) {
    Feed& feed = *static_cast<Feed*>(self);
    const std::uint64_t left = feed.random_->size() - std::min(feed.at_, feed.random_->size());
    const auto done = std::min(left, static_cast<std::uint64_t>(std::max<la_int64_t>(wanted, 0)));
    feed.at_ += done;
    return static_cast<la_int64_t>(done);
  }
  static la_int64_t seek(archive*, void* self, la_int64_t offset, int whence) {
    Feed& feed = *static_cast<Feed*>(self);
    const auto size = static_cast<la_int64_t>(feed.random_->size());
    const la_int64_t base = whence == SEEK_SET   ? 0
                            : whence == SEEK_CUR ? static_cast<la_int64_t>(feed.at_)
                                                 : size;
    if (offset < -base || offset > size - base) return ARCHIVE_FATAL;
    feed.at_ = static_cast<std::uint64_t>(base + offset);
    return base + offset;
  }

  RandomSource* random_ = nullptr;
  ByteSource* stream_ = nullptr;
  Bytes buffer_;
  std::uint64_t at_ = 0;
  std::optional<Error> error_;
};

void support_filters(archive* handle) {
  ::archive_read_support_filter_bzip2(handle);
  ::archive_read_support_filter_xz(handle);
  ::archive_read_support_filter_lzma(handle);
  ::archive_read_support_filter_zstd(handle);
  ::archive_read_support_filter_lzip(handle);
  ::archive_read_support_filter_compress(handle);
}

void support_archives(archive* handle) {
  ::archive_read_support_format_zip(handle);
  ::archive_read_support_format_tar(handle);
  ::archive_read_support_format_7zip(handle);
  ::archive_read_support_format_rar(handle);
  ::archive_read_support_format_rar5(handle);
  ::archive_read_support_format_cab(handle);
  ::archive_read_support_format_cpio(handle);
  // A cpio in one of these.
  ::archive_read_support_filter_rpm(handle);
  ::archive_read_support_filter_gzip(handle);
  support_filters(handle);
}

std::string words(archive* handle) {
  const char* text = ::archive_error_string(handle);
  return text == nullptr ? "it is damaged" : text;
}

std::string name_of(archive_entry* entry) {
  const char* name = ::archive_entry_pathname_utf8(entry);
  if (name == nullptr) name = ::archive_entry_pathname(entry);
  return name == nullptr ? std::string() : std::string(name);
}

class Entries {
 public:
  Entries(archive* handle, const Feed& feed, Delivery& out, bool is_raw)
      : handle_(handle), feed_(feed), out_(out), is_raw_(is_raw) {}

  Result<void> all() {
    for (std::uint64_t members = 0;; ++members) {
      archive_entry* entry = nullptr;
      const int status = ::archive_read_next_header(handle_, &entry);
      if (feed_.error()) return *feed_.error();
      if (status == ARCHIVE_EOF) {
        // libarchive takes a table of contents that it does not understand for an empty one.
        if (members == 0) out_.problem("no file was found in it");
        return {};
      }
      if (status == ARCHIVE_FATAL) {
        const bool are_names_hidden = ::archive_read_has_encrypted_entries(handle_) > 0;
        out_.problem(are_names_hidden ? "the names of its parts are encrypted: " + words(handle_)
                                      : words(handle_));
        return {};
      }
      if (status == ARCHIVE_RETRY || status == ARCHIVE_FAILED) {
        out_.problem("one of its files cannot be read: " + words(handle_));
        continue;
      }
      if (!is_file(entry)) continue;
      SANAD_TRY(const bool more, one(entry));
      if (!more) return {};
    }
  }

 private:
  static bool is_file(archive_entry* entry) {
    return ::archive_entry_hardlink(entry) == nullptr &&
           ::archive_entry_filetype(entry) != AE_IFLNK &&
           ::archive_entry_filetype(entry) != AE_IFDIR;
  }

  // False: nothing more can be read of the archive.
  Result<bool> one(archive_entry* entry) {
    Part part;
    part.name = is_raw_ ? "content" : name_of(entry);
    part.is_encrypted = ::archive_entry_is_data_encrypted(entry) > 0;
    const bool is_hidden = part.is_encrypted;
    // Without a filter that knows it, the source would be its own part.
    if (is_raw_ && ::archive_filter_count(handle_) < 2) {
      out_.problem("it is not packed as its first bytes say");
      return false;
    }
    SANAD_CHECK(out_.begin_part(std::move(part)));
    if (is_hidden) {
      SANAD_CHECK(out_.end_part("it is encrypted"));
      return true;
    }
    return bytes();
  }

  Result<bool> bytes() {
    Bytes piece(kPiece);
    for (;;) {
      const la_ssize_t n = ::archive_read_data(handle_, piece.data(), piece.size());
      if (feed_.error()) return *feed_.error();
      if (n > 0) {
        SANAD_TRY(const bool wanted, out_.data(ByteView(piece).first(static_cast<std::size_t>(n))));
        if (wanted) continue;
      }
      if (n >= 0) {
        SANAD_CHECK(out_.end_part());
        return true;
      }
      if (n == ARCHIVE_WARN || n == ARCHIVE_RETRY) continue;
      const std::string why = words(handle_);
      SANAD_CHECK(out_.end_part(why));
      if (n == ARCHIVE_FATAL) out_.problem(why);
      return n != ARCHIVE_FATAL;
    }
  }

  archive* handle_;
  const Feed& feed_;
  Delivery& out_;
  bool is_raw_;
};

Result<bool> has_zip_end(RandomSource& source) {
  constexpr std::uint64_t kRecord = 22, kMostComment = 65'535;  // APPNOTE 4.3.16
  Bytes tail(static_cast<std::size_t>(std::min(source.size(), kRecord + kMostComment)));
  SANAD_TRY(const std::size_t got, source.read_at(source.size() - tail.size(), tail));
  tail.resize(got);
  return as_text(tail).find("PK\x05\x06") != std::string_view::npos;
}

Result<void> tar_of(ByteSource& unpacked, Delivery& out) {
  const Handle handle(::archive_read_new());
  ::archive_read_support_format_tar(handle.get());
  Feed feed(unpacked);
  if (!feed.open(handle.get())) {
    if (feed.error()) return *feed.error();
    out.problem("it cannot be opened as a tar");
    return {};
  }
  return Entries(handle.get(), feed, out, false).all();
}

// A stream whose first bytes have been looked at.
class Peeked final : public ByteSource {
 public:
  explicit Peeked(ByteSource& source) : source_(source) {}
  Result<ByteView> peek(std::size_t size) {
    while (head_.size() < size) {
      const std::size_t held = head_.size();
      head_.resize(size);
      SANAD_TRY(const std::size_t got, source_.read(std::span(head_).subspan(held)));
      head_.resize(held + got);
      if (got == 0) break;
    }
    return ByteView(head_);
  }
  Result<std::size_t> read(std::span<std::uint8_t> out) override {
    if (at_ == head_.size()) return source_.read(out);
    const std::size_t part = std::min(out.size(), head_.size() - at_);
    std::copy_n(head_.begin() + static_cast<std::ptrdiff_t>(at_), part, out.begin());
    at_ += part;
    return part;
  }

 private:
  ByteSource& source_;
  Bytes head_;
  std::size_t at_ = 0;
};

constexpr std::size_t kTarBlock = 512;

Result<void> import_gzip(RandomSource& source, Delivery& out) {
  Sequential packed(source);
  GzipSource unzipped(packed);
  Peeked stream(unzipped);
  SANAD_TRY(const ByteView start, stream.peek(kTarBlock));
  if (parts::is_tar(start)) {
    SANAD_CHECK(tar_of(stream, out));
    if (!unzipped.problem().empty()) out.problem(unzipped.problem());
    return {};
  }
  Part part;
  part.name = unzipped.name();
  if (part.name.empty()) part.name = "content";
  SANAD_CHECK(out.begin_part(std::move(part)));
  Bytes piece(kPiece);
  for (bool wanted = true; wanted;) {
    SANAD_TRY(const std::size_t got, stream.read(piece));
    if (got == 0) break;
    SANAD_TRY(wanted, out.data(ByteView(piece).first(got)));
  }
  return out.end_part(unzipped.problem());
}

// libarchive takes whatever begins with zeros for an empty tar, so that is_tar decides here.
Result<bool> holds_tar(RandomSource& source) {
  const Handle handle(::archive_read_new());
  support_filters(handle.get());
  ::archive_read_support_format_raw(handle.get());
  Feed feed(source);
  archive_entry* entry = nullptr;
  if (!feed.open(handle.get()) || ::archive_read_next_header(handle.get(), &entry) != ARCHIVE_OK) {
    if (feed.error()) return *feed.error();
    return false;
  }
  std::array<std::uint8_t, kTarBlock> head{};
  const la_ssize_t n = ::archive_read_data(handle.get(), head.data(), head.size());
  if (feed.error()) return *feed.error();
  return n == static_cast<la_ssize_t>(head.size()) && parts::is_tar(head);
}

}  // namespace

Result<bool> holds_document(RandomSource& source) {
  constexpr int kMostEntries = 64;
  constexpr std::string_view kOdf = "application/vnd.oasis.opendocument";
  SANAD_TRY(const Bytes start, head_of(source, 4));
  if (!as_text(start).starts_with("PK")) return false;
  const Handle handle(::archive_read_new());
  ::archive_read_support_format_zip(handle.get());
  Feed feed(source);
  if (!feed.open(handle.get())) {
    if (feed.error()) return *feed.error();
    return false;
  }
  archive_entry* entry = nullptr;
  for (int i = 0; i < kMostEntries; ++i) {
    const int status = ::archive_read_next_header(handle.get(), &entry);
    if (feed.error()) return *feed.error();
    if (status != ARCHIVE_OK && status != ARCHIVE_WARN) return false;
    const std::string name = name_of(entry);
    if (name == "[Content_Types].xml") return true;
    if (name != "mimetype") continue;
    std::array<char, 100> type{};
    const la_ssize_t n = ::archive_read_data(handle.get(), type.data(), type.size());
    if (feed.error()) return *feed.error();
    if (n > 0 && std::string_view(type.data(), static_cast<std::size_t>(n)).starts_with(kOdf))
      return true;
  }
  return false;
}

Result<void> import_archive(RandomSource& source, Delivery& out) {
  SANAD_TRY(const Bytes start, head_of(source, 4));
  const bool is_zip = as_text(start) == "PK\x03\x04";
  SANAD_TRY(const bool has_end, has_zip_end(source));
  // libarchive then reads what local headers name, and calls that the whole.
  if (is_zip && !has_end)
    out.problem("the end of the zip is missing; what stands before it was read");
  const Handle handle(::archive_read_new());
  support_archives(handle.get());
  Feed feed(source);
  if (!feed.open(handle.get())) {
    if (feed.error()) return *feed.error();
    out.problem("it cannot be opened as an archive");
    return {};
  }
  return Entries(handle.get(), feed, out, false).all();
}

Result<void> import_compressed(RandomSource& source, Delivery& out) {
  SANAD_TRY(const Bytes start, head_of(source, 2));
  if (as_text(start) == "\x1F\x8B") return import_gzip(source, out);
  SANAD_TRY(const bool is_tar_within, holds_tar(source));
  const Handle handle(::archive_read_new());
  support_filters(handle.get());
  if (is_tar_within) {
    ::archive_read_support_format_tar(handle.get());
  } else {
    ::archive_read_support_format_raw(handle.get());
  }
  Feed feed(source);
  if (!feed.open(handle.get())) {
    if (feed.error()) return *feed.error();
    out.problem("it cannot be unpacked");
    return {};
  }
  return Entries(handle.get(), feed, out, !is_tar_within).all();
}

}  // namespace sanad::intake
