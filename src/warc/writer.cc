#include "warc/writer.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <vector>

namespace sanad::warc {
namespace {

constexpr std::size_t kBufferBytes = 64 * 1024;
constexpr int kTextLevel = 4;
constexpr int kCodedLevel = 0;  // bytes that are compressed already are only wrapped

// One gzip member. zlib writes no name and no time into its header, so the bytes repeat.
class GzipMember {
 public:
  explicit GzipMember(int level) {
    constexpr int kGzipWrapper = 16;
    ready_ = deflateInit2(&stream_, level, Z_DEFLATED, MAX_WBITS + kGzipWrapper, 8,
                          Z_DEFAULT_STRATEGY) == Z_OK;
  }
  ~GzipMember() {
    if (ready_) deflateEnd(&stream_);
  }
  GzipMember(const GzipMember&) = delete;
  GzipMember& operator=(const GzipMember&) = delete;

  template <typename Emit>
  Result<void> run(ByteView data, bool last, const Emit& emit) {
    constexpr std::size_t kMaxInput = 1U << 30;
    if (!ready_) return Error{ErrorCode::kLimit, "There is not enough memory to compress."};
    do {
      const std::size_t taken = std::min(data.size(), kMaxInput);
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

Result<void> check_block(const RecordHeader& header, const Block& block) {
  const BlockForm form = block.facts.form;
  if ((form == BlockForm::kHttpParts) == block.head.empty())
    return Error{ErrorCode::kInvalid,
                 "The archive's record cannot be written: a head goes with a block in parts."};
  const bool http_record = header.type == RecordType::kRequest ||
                           header.type == RecordType::kResponse ||
                           header.type == RecordType::kRevisit;
  if (form != BlockForm::kOpaque && !http_record)
    return Error{ErrorCode::kInvalid,
                 "The archive's record cannot be written: its type carries no HTTP message."};
  return {};
}

}  // namespace

struct Writer::State {
  State(ByteSink& sink_in, FileForm form_in) : sink(sink_in), form(form_in) {}

  Result<void> emit(ByteView data) {
    if (data.empty()) return {};
    SANAD_CHECK(sink.write(data));
    offset += data.size();
    record_hash->update(data);
    return {};
  }

  Result<void> pass(ByteView data) {
    if (!member) return emit(data);
    return member->run(data, false, [this](ByteView part) { return emit(part); });
  }

  Result<void> pass_block(ByteView data) {
    length += data.size();
    if (length > announced) return wrong_block();
    block_hash->update(data);
    return pass(data);
  }

  static Error wrong_block() {
    return {ErrorCode::kIntegrity,
            "A body changed between being received and being written into the archive."};
  }

  Result<void> write_block(const Block& block) {
    SANAD_CHECK(pass_block(as_bytes(block.head)));
    const bool chunked = block.facts.form == BlockForm::kHttpParts && block.facts.http->chunked;
    Chunker chunker;
    const Chunker::Emit forward = [this](ByteView part) { return pass_block(part); };
    std::vector<std::uint8_t> buffer(kBufferBytes);
    while (block.body != nullptr) {
      SANAD_TRY(const std::size_t got, block.body->read(buffer));
      if (got == 0) break;
      const ByteView part = ByteView(buffer).first(got);
      SANAD_CHECK(chunked ? chunker.update(part, forward) : pass_block(part));
    }
    if (chunked) SANAD_CHECK(chunker.finish(forward));
    if (length != announced || !std::ranges::equal(block_hash->finish(), block.facts.sha256))
      return wrong_block();
    return {};
  }

  Result<void> write_record(const std::string& header, const Block& block) {
    length = 0;
    announced = block.facts.length;
    block_hash.emplace(crypto::Hasher::Algorithm::kSha256);
    record_hash.emplace(crypto::Hasher::Algorithm::kSha256);
    if (form == FileForm::kGzip) {
      const bool coded = block.facts.http && block.facts.http->coded;
      member = std::make_unique<GzipMember>(coded ? kCodedLevel : kTextLevel);
    }
    SANAD_CHECK(pass(as_bytes(header)));
    SANAD_CHECK(write_block(block));
    SANAD_CHECK(pass(as_bytes("\r\n\r\n")));
    if (!member) return {};
    return member->run({}, true, [this](ByteView part) { return emit(part); });
  }

  ByteSink& sink;
  FileForm form;
  std::uint64_t offset = 0;
  bool failed = false;

  // The record being written.
  std::unique_ptr<GzipMember> member;
  std::uint64_t length = 0;
  std::uint64_t announced = 0;
  std::optional<crypto::Hasher> block_hash;
  std::optional<crypto::Hasher> record_hash;
};

Writer::Writer(ByteSink& sink, FileForm form) : state_(std::make_unique<State>(sink, form)) {}
Writer::~Writer() = default;

Result<WrittenRecord> Writer::write(const RecordHeader& header, const Block& block) {
  State& state = *state_;
  if (state.failed)
    return Error{ErrorCode::kIo, "The archive cannot go on after it could not be written."};
  SANAD_CHECK(check_block(header, block));
  SANAD_TRY(const std::string text, format_record_header(header, block.facts));
  WrittenRecord written;
  written.id = header.id;
  written.offset = state.offset;
  Result<void> done = state.write_record(text, block);
  state.member.reset();
  if (!done.ok()) {
    state.failed = true;
    return done.error();
  }
  written.length = state.offset - written.offset;
  std::ranges::copy(state.record_hash->finish(), written.sha256.begin());
  written.block_sha256 = block.facts.sha256;
  written.payload_sha256 = header.type == RecordType::kRevisit    ? header.referred_payload_sha256
                           : header.type == RecordType::kResource ? block.facts.sha256
                                                                  : block.facts.payload_sha256;
  return written;
}

std::uint64_t Writer::offset() const { return state_->offset; }

}  // namespace sanad::warc
