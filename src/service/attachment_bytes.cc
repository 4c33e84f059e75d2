// What writes the bytes of parts into a bundle.
#include <fmt/format.h>

#include <map>
#include <memory>

#include "crypto/crypto.h"
#include "extract/import.h"
#include "extract/way.h"
#include "part_attachments.h"
#include "service/exhibits.h"
#include "spool/spool.h"

namespace sanad::service {
namespace {

constexpr std::size_t kPieceBytes = 256 * 1024;

struct Named {
  std::string file, way, sha256;
  std::uint64_t number = 0, size = 0;
};

// Passes bytes on and compares them, at the end, with what the list of parts says.
class Compared {
 public:
  Compared(const records::Exhibit& exhibit, const Named& named)
      : exhibit_(exhibit), named_(named) {}
  void update(ByteView piece) {
    hasher_.update(piece);
    size_ += piece.size();
  }
  Result<void> finish() {
    if (size_ == named_.size && format_hex(hasher_.finish()) == named_.sha256) return {};
    return Error{ErrorCode::kIntegrity,
                 fmt::format("the bytes of part {} of {} are not those that were read",
                             named_.number, exhibit_.number)};
  }

 private:
  const records::Exhibit& exhibit_;
  const Named& named_;
  crypto::Hasher hasher_{crypto::Hasher::Algorithm::kSha256};
  std::uint64_t size_ = 0;
};

// Of one exhibit. Whole files are read from the vault; what lies within one is kept, sealed, from
// its first reading on.
class AttachmentBytes {
 public:
  AttachmentBytes(Workspace& workspace, const records::Exhibit& exhibit,
                  std::map<std::uint64_t, Named> named)
      : workspace_(workspace), exhibit_(exhibit), named_(std::move(named)) {}

  Result<void> write(std::uint64_t number, ByteSink& sink) {
    const Named& named = named_.at(number);
    if (named.way.empty()) return write_file(named, sink);
    if (spool_ == nullptr) {
      auto filled = fill();
      if (!filled.ok()) {
        spool_.reset();
        return filled;
      }
    }
    return copy(*spool_->open(streams_.at(number)), named, sink);
  }

 private:
  Result<void> copy(ByteSource& source, const Named& named, ByteSink& sink) const {
    Compared compared(exhibit_, named);
    Bytes piece(kPieceBytes);
    for (;;) {
      SANAD_TRY(const std::size_t got, source.read(piece));
      if (got == 0) return compared.finish();
      compared.update(ByteView(piece).first(got));
      SANAD_CHECK(sink.write(ByteView(piece).first(got)));
    }
  }

  Result<void> write_file(const Named& named, ByteSink& sink) const {
    SANAD_TRY(const OpenedFile opened, open_recorded(workspace_, exhibit_, named.file));
    return copy(*opened.reader, named, sink);
  }

  Result<void> fill() {
    streams_.clear();
    SANAD_TRY(spool_, spool::Spool::create(workspace_.working_directory()));
    std::map<std::string, std::map<std::string, std::uint64_t>> by_file;
    for (const auto& [number, named] : named_)
      if (!named.way.empty()) by_file[named.file].emplace(named.way, number);
    for (const auto& [file, ways] : by_file) SANAD_CHECK(fill_from(file, ways));
    return {};
  }

  Result<void> fill_from(const std::string& name,
                         const std::map<std::string, std::uint64_t>& by_way) {
    SANAD_TRY(const records::ExhibitFile file, workspace_.records().file(exhibit_, name));
    SANAD_TRY(const OpenedFile opened, open_recorded(workspace_, exhibit_, name));
    const extract::Source source{file.size, [&](std::uint64_t offset, std::span<std::uint8_t> out) {
                                   return opened.reader->read_at(offset, out);
                                 }};
    extract::ImportHints hints;
    SANAD_TRY(hints.name,
              extract::unescape_step(file.path.substr(file.path.find_last_of('/') + 1)));
    std::set<std::string> ways;
    for (const auto& [way, number] : by_way) ways.insert(way);
    extract::Extractor extractor = workspace_.extractor();
    extractor.spool_folder = workspace_.working_directory();
    const auto read = extract::copy_import_parts(
        extractor, source, hints, ways,
        [&](const std::string& way, const extract::Source& bytes) -> Result<void> {
          return keep(by_way.at(way), bytes);
        });
    return read.ok() ? Result<void>()
                     : read.error().with_context(fmt::format("{} of {}", name, exhibit_.number));
  }

  Result<void> keep(std::uint64_t number, const extract::Source& bytes) {
    spool::Spool::Stream& stream = streams_[number];
    Compared compared(exhibit_, named_.at(number));
    Bytes piece(kPieceBytes);
    for (std::uint64_t at = 0;;) {
      SANAD_TRY(const std::size_t got, bytes.read_at(at, piece));
      if (got == 0) break;
      compared.update(ByteView(piece).first(got));
      SANAD_CHECK(spool_->append(stream, ByteView(piece).first(got)));
      at += got;
    }
    SANAD_CHECK(compared.finish());
    return spool_->flush(stream);
  }

  Workspace& workspace_;
  records::Exhibit exhibit_;
  std::map<std::uint64_t, Named> named_;
  std::unique_ptr<spool::Spool> spool_;
  std::map<std::uint64_t, spool::Spool::Stream> streams_;
};

}  // namespace

std::vector<present::BundledAttachment> bundled_attachments(Workspace& workspace,
                                                            const records::Exhibit& exhibit,
                                                            const json::Value& attachments) {
  std::vector<present::BundledAttachment> bundled;
  const json::Array* list = attachments.as_array();
  if (list == nullptr) return bundled;
  std::map<std::uint64_t, Named> named;
  for (const json::Value& one : *list) {
    const auto number = static_cast<std::uint64_t>(one["number"].int_or(0));
    named[number] = {one["file"].string_or(""), one["way"].string_or(""),
                     one["sha256"].string_or(""), number,
                     static_cast<std::uint64_t>(one["size"].int_or(0))};
  }
  const auto bytes = std::make_shared<AttachmentBytes>(workspace, exhibit, std::move(named));
  for (const json::Value& one : *list) {
    const auto number = static_cast<std::uint64_t>(one["number"].int_or(0));
    bundled.push_back({number, one["name"].string_or(""), one["type"].string_or(""),
                       [bytes, number](ByteSink& sink) { return bytes->write(number, sink); }});
  }
  return bundled;
}

}  // namespace sanad::service
