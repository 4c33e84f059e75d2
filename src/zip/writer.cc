#include "zip/writer.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <cassert>
#include <vector>

#include "crypto/crypto.h"
#include "format.h"

namespace sanad::zip {
namespace {

constexpr std::size_t kBufferBytes = 64 * 1024;
constexpr std::size_t kMaxZlibInput = 1U << 30;

struct DosTime {
  std::uint16_t time = 0;
  std::uint16_t date = (1U << 5) | 1;  // 1980-01-01
};

// Civil date from days since 1970-01-01 (proleptic Gregorian calendar), shifted to start in March
// so that the leap day is a year's last.
DosTime dos_time(Timestamp at) {
  constexpr std::int64_t kFirst = 315532800;  // 1980-01-01T00:00:00Z
  constexpr std::int64_t kLast = 4354819198;  // 2107-12-31T23:59:58Z
  constexpr std::int64_t kDaySeconds = 86400;
  const std::int64_t seconds = std::clamp(at.unix_ms / 1000, kFirst, kLast);
  const std::int64_t shifted = seconds / kDaySeconds + 719468;
  const std::int64_t era = shifted / 146097;
  const std::int64_t day_of_era = shifted % 146097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
  const std::int64_t day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
  const std::int64_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  const std::int64_t second = seconds % kDaySeconds;
  DosTime result;
  result.time = static_cast<std::uint16_t>((second / 3600) << 11 | (second / 60 % 60) << 5 |
                                           (second % 60) / 2);
  result.date = static_cast<std::uint16_t>((year - 1980) << 9 | month << 5 | day);
  return result;
}

// A raw deflate stream of one entry.
class Deflater {
 public:
  explicit Deflater(int level) {
    const int status = deflateInit2(&stream_, level, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    ready_ = status == Z_OK;
  }
  ~Deflater() {
    if (ready_) deflateEnd(&stream_);
  }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  // Compresses data and hands what is ready to emit(ByteView) -> Result<void>.
  template <typename Emit>
  Result<void> run(ByteView data, bool last, const Emit& emit) {
    if (!ready_) return Error{ErrorCode::kLimit, "There is not enough memory to compress."};
    do {
      const std::size_t taken = std::min(data.size(), kMaxZlibInput);
      stream_.next_in = const_cast<Bytef*>(data.data());
      stream_.avail_in = static_cast<uInt>(taken);
      data = data.subspan(taken);
      const int flush = last && data.empty() ? Z_FINISH : Z_NO_FLUSH;
      do {
        stream_.next_out = buffer_.data();
        stream_.avail_out = static_cast<uInt>(buffer_.size());
        deflate(&stream_, flush);
        SANAD_CHECK(emit(ByteView(buffer_.data(), buffer_.size() - stream_.avail_out)));
      } while (stream_.avail_out == 0);
    } while (!data.empty());
    return {};
  }

 private:
  z_stream stream_{};
  bool ready_ = false;
  std::array<std::uint8_t, kBufferBytes> buffer_;
};

struct DirectoryEntry {
  std::string name = {};
  Method method = Method::kStored;
  bool streamed = false;
  std::uint64_t header_offset = 0;
  std::uint64_t size = 0;
  std::uint64_t compressed_size = 0;
  std::uint32_t crc32 = 0;

  bool zip64_sizes() const { return streamed || size >= kMax32 || compressed_size >= kMax32; }
  std::uint16_t flags() const {
    return static_cast<std::uint16_t>(kFlagUtf8 | (streamed ? kFlagDescriptor : 0));
  }
};

Bytes format_local(const DirectoryEntry& entry, DosTime at) {
  const bool zip64 = entry.zip64_sizes();
  Bytes out;
  put(out, kLocalSignature);
  put(out, zip64 ? kVersionZip64 : kVersionPlain);
  put(out, entry.flags());
  put(out, static_cast<std::uint16_t>(entry.method));
  put(out, at.time);
  put(out, at.date);
  put(out, entry.crc32);
  put(out, zip64 ? kMax32 : static_cast<std::uint32_t>(entry.compressed_size));
  put(out, zip64 ? kMax32 : static_cast<std::uint32_t>(entry.size));
  put(out, static_cast<std::uint16_t>(entry.name.size()));
  put(out, static_cast<std::uint16_t>(zip64 ? 20 : 0));
  out.insert(out.end(), entry.name.begin(), entry.name.end());
  if (zip64) {
    put(out, kExtraZip64);
    put(out, std::uint16_t{16});
    put(out, entry.size);
    put(out, entry.compressed_size);
  }
  return out;
}

Bytes format_central(const DirectoryEntry& entry, DosTime at) {
  const bool zip64_sizes = entry.zip64_sizes();
  const bool zip64_offset = entry.header_offset >= kMax32;
  Bytes extra;
  if (zip64_sizes || zip64_offset) {
    put(extra, kExtraZip64);
    put(extra, static_cast<std::uint16_t>((zip64_sizes ? 16 : 0) + (zip64_offset ? 8 : 0)));
    if (zip64_sizes) {
      put(extra, entry.size);
      put(extra, entry.compressed_size);
    }
    if (zip64_offset) put(extra, entry.header_offset);
  }
  const std::uint16_t version = extra.empty() ? kVersionPlain : kVersionZip64;
  Bytes out;
  put(out, kCentralSignature);
  put(out, static_cast<std::uint16_t>(kMadeByUnix | version));
  put(out, zip64_sizes ? kVersionZip64 : kVersionPlain);
  put(out, entry.flags());
  put(out, static_cast<std::uint16_t>(entry.method));
  put(out, at.time);
  put(out, at.date);
  put(out, entry.crc32);
  put(out, zip64_sizes ? kMax32 : static_cast<std::uint32_t>(entry.compressed_size));
  put(out, zip64_sizes ? kMax32 : static_cast<std::uint32_t>(entry.size));
  put(out, static_cast<std::uint16_t>(entry.name.size()));
  put(out, static_cast<std::uint16_t>(extra.size()));
  put(out, std::uint16_t{0});  // comment
  put(out, std::uint16_t{0});  // disk
  put(out, std::uint16_t{0});  // internal attributes
  put(out, std::uint32_t{(kModeRegular | 0644U) << 16});
  put(out, zip64_offset ? kMax32 : static_cast<std::uint32_t>(entry.header_offset));
  out.insert(out.end(), entry.name.begin(), entry.name.end());
  out.insert(out.end(), extra.begin(), extra.end());
  return out;
}

// The end of the directory, with its Zip64 form before it where a number does not fit.
Bytes format_end(std::uint64_t count, std::uint64_t offset, std::uint64_t size) {
  Bytes out;
  if (count >= kMax16 || offset >= kMax32 || size >= kMax32) {
    put(out, kEnd64Signature);
    put(out, std::uint64_t{kEnd64Size - 12});
    put(out, static_cast<std::uint16_t>(kMadeByUnix | kVersionZip64));
    put(out, kVersionZip64);
    put(out, std::uint32_t{0});
    put(out, std::uint32_t{0});
    put(out, count);
    put(out, count);
    put(out, size);
    put(out, offset);
    put(out, kLocator64Signature);
    put(out, std::uint32_t{0});
    put(out, offset + size);
    put(out, std::uint32_t{1});
  }
  const auto count16 = static_cast<std::uint16_t>(std::min<std::uint64_t>(count, kMax16));
  put(out, kEndSignature);
  put(out, std::uint16_t{0});
  put(out, std::uint16_t{0});
  put(out, count16);
  put(out, count16);
  put(out, static_cast<std::uint32_t>(std::min<std::uint64_t>(size, kMax32)));
  put(out, static_cast<std::uint32_t>(std::min<std::uint64_t>(offset, kMax32)));
  put(out, std::uint16_t{0});
  return out;
}

}  // namespace

struct Writer::State {
  State(ByteSink& sink_in, WriterOptions options_in)
      : sink(sink_in), options(options_in), at(dos_time(options_in.modified)) {}

  Result<void> emit(ByteView data) {
    if (data.empty()) return {};
    if (Result<void> done = sink.write(data); !done.ok()) {
      failed = true;
      return done;
    }
    offset += data.size();
    return {};
  }

  Result<void> start(std::string_view name) {
    assert(!open && !finished);
    if (failed)
      return Error{ErrorCode::kIo, "The archive cannot go on after it could not be written."};
    if (directory.size() >= kMaxEntries)
      return Error{
          ErrorCode::kLimit,
          fmt::format("The archive already holds {} files, the most allowed.", kMaxEntries)};
    SANAD_CHECK(check_name(name));
    if (name.ends_with('/'))
      return Error{ErrorCode::kInvalid, "Folders are not written on their own: name a file."};
    return names.add(name);
  }

  // Writes the local header of entry, which becomes the open one.
  Result<void> open_entry(DirectoryEntry entry) {
    entry.header_offset = offset;
    SANAD_CHECK(emit(format_local(entry, at)));
    written =
        Written{.name = entry.name, .header_offset = entry.header_offset, .data_offset = offset};
    current = std::move(entry);
    crc = 0;
    open = true;
    sha256.reset();
    sha512.reset();
    if (options.sha256) sha256.emplace(crypto::Hasher::Algorithm::kSha256);
    if (options.sha512) sha512.emplace(crypto::Hasher::Algorithm::kSha512);
    return {};
  }

  void note(ByteView data) {
    if (data.empty()) return;  // zlib takes a null pointer for a fresh start
    written.size += data.size();
    crc = static_cast<std::uint32_t>(crc32_z(crc, data.data(), data.size()));
    if (sha256) sha256->update(data);
    if (sha512) sha512->update(data);
  }

  Written close_entry() {
    written.crc32 = crc;
    if (sha256) {
      written.sha256.emplace();
      std::ranges::copy(sha256->finish(), written.sha256->begin());
    }
    if (sha512) {
      written.sha512.emplace();
      std::ranges::copy(sha512->finish(), written.sha512->begin());
    }
    current.size = written.size;
    current.compressed_size = written.compressed_size;
    current.crc32 = crc;
    directory.push_back(current);
    open = false;
    return written;
  }

  ByteSink& sink;
  WriterOptions options;
  DosTime at;
  NameSet names;
  std::vector<DirectoryEntry> directory;
  std::uint64_t offset = 0;
  bool open = false;
  bool failed = false;
  bool finished = false;

  // The open entry.
  DirectoryEntry current;
  Written written;
  std::uint32_t crc = 0;
  std::unique_ptr<Deflater> deflater;
  std::optional<crypto::Hasher> sha256;
  std::optional<crypto::Hasher> sha512;
};

Writer::Writer(ByteSink& sink, WriterOptions options)
    : state_(std::make_unique<State>(sink, options)) {}
Writer::~Writer() = default;

Result<void> Writer::begin(std::string_view name, Method method) {
  SANAD_CHECK(state_->start(name));
  if (method == Method::kDeflated)
    state_->deflater = std::make_unique<Deflater>(state_->options.level);
  return state_->open_entry({.name = std::string(name), .method = method, .streamed = true});
}

Result<void> Writer::begin_known(std::string_view name, std::uint64_t size, std::uint32_t crc32) {
  SANAD_CHECK(state_->start(name));
  return state_->open_entry(
      {.name = std::string(name), .size = size, .compressed_size = size, .crc32 = crc32});
}

Result<void> Writer::write(ByteView data) {
  State& state = *state_;
  assert(state.open);
  if (!state.current.streamed && state.written.size + data.size() > state.current.size) {
    state.failed = true;
    return Error{ErrorCode::kIntegrity,
                 fmt::format("\"{}\" is longer than was announced.", state.current.name)};
  }
  state.note(data);
  if (!state.deflater) {
    state.written.compressed_size += data.size();
    return state.emit(data);
  }
  return state.deflater->run(data, false, [&](ByteView part) {
    state.written.compressed_size += part.size();
    return state.emit(part);
  });
}

Result<Written> Writer::end() {
  State& state = *state_;
  assert(state.open);
  if (state.deflater) {
    SANAD_CHECK(state.deflater->run({}, true, [&](ByteView part) {
      state.written.compressed_size += part.size();
      return state.emit(part);
    }));
    state.deflater.reset();
  }
  if (!state.current.streamed) {
    if (state.written.size != state.current.size || state.crc != state.current.crc32) {
      state.failed = true;
      return Error{ErrorCode::kIntegrity,
                   fmt::format("\"{}\" is not what was announced: its size or its CRC differs.",
                               state.current.name)};
    }
    return state.close_entry();
  }
  Bytes descriptor;
  put(descriptor, kDescriptorSignature);
  put(descriptor, state.crc);
  put(descriptor, state.written.compressed_size);
  put(descriptor, state.written.size);
  SANAD_CHECK(state.emit(descriptor));
  return state.close_entry();
}

Result<Written> Writer::add(std::string_view name, Method method, ByteView content) {
  State& state = *state_;
  SANAD_CHECK(state.start(name));
  Bytes packed;
  if (method == Method::kDeflated) {
    auto deflater = std::make_unique<Deflater>(state.options.level);
    SANAD_CHECK(deflater->run(content, true, [&](ByteView part) -> Result<void> {
      packed.insert(packed.end(), part.begin(), part.end());
      return {};
    }));
  }
  const ByteView body = method == Method::kDeflated ? ByteView(packed) : content;
  const auto crc =
      content.empty() ? 0U : static_cast<std::uint32_t>(crc32_z(0, content.data(), content.size()));
  SANAD_CHECK(state.open_entry({.name = std::string(name),
                                .method = method,
                                .size = content.size(),
                                .compressed_size = body.size(),
                                .crc32 = crc}));
  state.note(content);
  state.written.compressed_size = body.size();
  SANAD_CHECK(state.emit(body));
  return state.close_entry();
}

Result<void> Writer::finish() {
  State& state = *state_;
  assert(!state.open && !state.finished);
  if (state.failed)
    return Error{ErrorCode::kIo, "The archive cannot be finished after it could not be written."};
  state.finished = true;
  const std::uint64_t start = state.offset;
  for (const DirectoryEntry& entry : state.directory)
    SANAD_CHECK(state.emit(format_central(entry, state.at)));
  return state.emit(format_end(state.directory.size(), start, state.offset - start));
}

std::uint64_t Writer::offset() const { return state_->offset; }

}  // namespace sanad::zip
