#include "outputs.h"

#include <algorithm>
#include <optional>

namespace sanad::capture {
namespace {

// Tells the vault's failures from those of whoever produces the bytes.
class WatchedSink final : public ByteSink {
 public:
  explicit WatchedSink(ByteSink& to) : to_(to) {}
  Result<void> write(ByteView data) override {
    auto written = to_.write(data);
    if (!written.ok()) failure_ = written.error();
    return written;
  }
  const std::optional<Error>& failure() const { return failure_; }

 private:
  ByteSink& to_;
  std::optional<Error> failure_;
};

}  // namespace

SealedFile sealed_file(std::string name, std::string role, std::string media_type,
                       const vault::SealedObject& object) {
  SealedFile file{std::move(name),
                  std::move(role),
                  std::move(media_type),
                  object.info.size_bytes,
                  format_hex(object.info.sha256),
                  ""};
  if (object.info.sha512) file.sha512 = format_hex(*object.info.sha512);
  return file;
}

Result<std::unique_ptr<vault::ObjectWriter>> Keeper::begin() {
  return vault_.begin(case_id_, {.sha512 = true});
}

void Keeper::not_kept(std::string url, std::string reason) {
  not_kept_.push_back({std::move(url), std::move(reason)});
}

const SealedFile* Keeper::find(std::string_view name) const {
  const auto found = std::ranges::find(files_, name, &SealedFile::name);
  return found == files_.end() ? nullptr : &*found;
}

Result<bool> Keeper::keep(const std::string& name, const std::string& role,
                          const std::string& media_type, const Produce& produce) {
  SANAD_TRY(const auto writer, begin());
  WatchedSink sink(*writer);
  const auto produced = produce(sink);
  if (sink.failure()) return *sink.failure();
  if (!produced.ok()) {
    if (produced.error().code == ErrorCode::kIo) return produced.error();
    not_kept(name, produced.error().message);
    return false;
  }
  SANAD_TRY(const vault::SealedObject sealed, writer->seal());
  files_.push_back(sealed_file(name, role, media_type, sealed));
  return true;
}

}  // namespace sanad::capture
