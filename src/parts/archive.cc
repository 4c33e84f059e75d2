// Archives by libarchive. Filters that start other programs, and formats that are texts or name
// files elsewhere (mtree, shar), are left out on purpose.
#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>

#include "internal.h"

namespace sanad::parts {
namespace {

struct Closer {
  void operator()(archive* handle) const { ::archive_read_free(handle); }
};
using Handle = std::unique_ptr<archive, Closer>;

std::string words(archive* handle) {
  const char* text = ::archive_error_string(handle);
  return text == nullptr ? "it is damaged" : text;
}

Handle open_handle(ByteView item, const std::function<void(archive*)>& support) {
  Handle handle(::archive_read_new());
  if (!handle) return nullptr;
  support(handle.get());
  return ::archive_read_open_memory(handle.get(), item.data(), item.size()) == ARCHIVE_OK
             ? std::move(handle)
             : nullptr;
}

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

void support_zip(archive* handle) { ::archive_read_support_format_zip(handle); }

void support_compressed_file(archive* handle) {
  support_filters(handle);
  ::archive_read_support_format_raw(handle);
}

void support_compressed_tar(archive* handle) {
  support_filters(handle);
  ::archive_read_support_format_tar(handle);
}

std::string name_of(archive_entry* entry) {
  const char* name = ::archive_entry_pathname_utf8(entry);
  if (name == nullptr) name = ::archive_entry_pathname(entry);
  return name == nullptr ? std::string() : std::string(name);
}

enum class Next { kEntry, kSkip, kEnd };

Next next_entry(archive* handle, archive_entry** entry, std::string& problem) {
  const int status = ::archive_read_next_header(handle, entry);
  if (status == ARCHIVE_EOF) return Next::kEnd;
  if (status == ARCHIVE_FATAL) {
    problem = ::archive_read_has_encrypted_entries(handle) > 0
                  ? "the names of its parts are encrypted: " + words(handle)
                  : words(handle);
    return Next::kEnd;
  }
  if (status == ARCHIVE_RETRY || status == ARCHIVE_FAILED) return Next::kSkip;
  return ::archive_entry_filetype(*entry) == AE_IFDIR ? Next::kSkip : Next::kEntry;
}

constexpr std::size_t kPiece = 1 << 16;

// One entry's bytes. False: nothing more can be read of the archive.
bool give_entry(archive* handle, archive_entry* entry, Part part, Outlet& outlet,
                std::string& problem) {
  part.encrypted = ::archive_entry_is_data_encrypted(entry) > 0;
  const bool is_encrypted = part.encrypted;
  if (!outlet.begin(std::move(part))) return false;
  if (is_encrypted) return outlet.end("it is encrypted");
  std::array<std::uint8_t, kPiece> piece;
  for (;;) {
    const la_ssize_t n = ::archive_read_data(handle, piece.data(), piece.size());
    if (n == 0) return outlet.end();
    if (n > 0) {
      if (outlet.data({piece.data(), static_cast<std::size_t>(n)})) continue;
      return outlet.end();
    }
    if (n == ARCHIVE_WARN || n == ARCHIVE_RETRY) continue;
    const std::string why = words(handle);
    const bool more = outlet.end(why);
    if (n == ARCHIVE_FATAL) problem = why;
    return more && n != ARCHIVE_FATAL;
  }
}

void open_all(archive* handle, Outlet& outlet,
              const std::function<bool(const std::string&)>& is_wanted, bool is_raw_possible) {
  std::string problem;
  archive_entry* entry = nullptr;
  for (;;) {
    const Next next = next_entry(handle, &entry, problem);
    if (next == Next::kEnd) break;
    if (next == Next::kSkip) continue;
    Part part;
    const bool is_raw =
        is_raw_possible && ::archive_format(handle) == ARCHIVE_FORMAT_RAW;  // one file, unnamed
    part.name = is_raw ? "content" : name_of(entry);
    const bool is_link =
        ::archive_entry_hardlink(entry) != nullptr || ::archive_entry_filetype(entry) == AE_IFLNK;
    if (is_link || !is_wanted(part.name)) continue;
    // Without a filter that knows it, the item would be its own part.
    if (is_raw && ::archive_filter_count(handle) < 2) {
      problem = "it is not packed as its first bytes say";
      break;
    }
    if (!give_entry(handle, entry, std::move(part), outlet, problem)) break;
  }
  if (!problem.empty()) outlet.problem(problem);
}

bool has_zip_end(ByteView item) {
  constexpr std::size_t kRecord = 22, kMostComment = 65'535;  // APPNOTE 4.3.16
  const std::size_t tail = std::min(item.size(), kRecord + kMostComment);
  return as_text(item).substr(item.size() - tail).find("PK\x05\x06") != std::string_view::npos;
}

}  // namespace

void open_entries(archive* handle, Outlet& outlet) {
  open_all(handle, outlet, [](const std::string&) { return true; }, false);
}

bool is_tar(ByteView item) {
  constexpr std::size_t kBlock = 512, kChecksumAt = 148, kChecksumEnd = 156;
  if (item.size() < kBlock || item[0] == 0) return false;
  std::uint32_t sum = 0, stated = 0;
  for (std::size_t i = 0; i < kBlock; ++i)
    sum += i >= kChecksumAt && i < kChecksumEnd ? ' ' : item[i];
  bool any = false;
  for (std::size_t i = kChecksumAt; i < kChecksumEnd; ++i) {
    if (item[i] >= '0' && item[i] <= '7') {
      stated = stated * 8 + (item[i] - '0');
      any = true;
    } else if (any) {
      break;
    } else if (item[i] != ' ') {
      return false;
    }
  }
  return any && sum == stated;
}

void open_archive(ByteView item, Outlet& outlet) {
  // libarchive then reads what local headers name, and calls that the whole.
  if (as_text(item).starts_with("PK\x03\x04") && !has_zip_end(item))
    outlet.problem("the end of the zip is missing; what stands before it was read");
  const Handle handle = open_handle(item, support_archives);
  if (!handle) return outlet.problem("it cannot be opened as an archive");
  open_entries(handle.get(), outlet);
}

// libarchive takes whatever begins with zeros for an empty tar, so that is_tar decides here.
static bool holds_tar(ByteView item) {
  const Handle handle = open_handle(item, support_compressed_file);
  archive_entry* entry = nullptr;
  if (!handle || ::archive_read_next_header(handle.get(), &entry) != ARCHIVE_OK) return false;
  std::array<std::uint8_t, 512> head{};
  const la_ssize_t n = ::archive_read_data(handle.get(), head.data(), head.size());
  return n == static_cast<la_ssize_t>(head.size()) && is_tar(head);
}

void open_compressed(ByteView item, Outlet& outlet) {
  if (as_text(item).starts_with("\x1F\x8B")) return open_gzip(item, outlet);
  const bool is_tar_within = holds_tar(item);
  const Handle handle =
      open_handle(item, is_tar_within ? support_compressed_tar : support_compressed_file);
  if (!handle) return outlet.problem("it cannot be unpacked");
  open_all(handle.get(), outlet, [](const std::string&) { return true; }, !is_tar_within);
}

void open_members(ByteView zip, Outlet& outlet,
                  const std::function<bool(const std::string&)>& is_wanted) {
  const Handle handle = open_handle(zip, support_zip);
  if (!handle) return outlet.problem("it cannot be opened as a zip");
  open_all(handle.get(), outlet, is_wanted, false);
}

std::string read_members(ByteView zip, std::size_t most_bytes,
                         const std::function<bool(const std::string&)>& is_wanted,
                         const std::function<bool(const std::string&, Bytes)>& on_member) {
  const Handle handle = open_handle(zip, support_zip);
  if (!handle) return "it cannot be opened as a zip";
  std::string problem;
  archive_entry* entry = nullptr;
  for (;;) {
    const Next next = next_entry(handle.get(), &entry, problem);
    if (next == Next::kEnd) return problem;
    if (next == Next::kSkip) continue;
    const std::string name = name_of(entry);
    if (!is_wanted(name)) continue;
    Bytes bytes;
    std::array<std::uint8_t, kPiece> piece;
    la_ssize_t n = 0;
    while (bytes.size() < most_bytes &&
           (n = ::archive_read_data(handle.get(), piece.data(), piece.size())) > 0)
      bytes.insert(bytes.end(), piece.begin(), piece.begin() + n);
    if (n < 0) problem = words(handle.get());
    if (bytes.size() > most_bytes) bytes.resize(most_bytes);
    if (!on_member(name, std::move(bytes)) || n == ARCHIVE_FATAL) return problem;
  }
}

}  // namespace sanad::parts
