#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "format.h"
#include "vault/vault.h"

namespace sanad::vault {

struct ObjectReader::State {
  OpenedFile opened;
  std::string name;  // for messages
  Bytes sealed;      // of one chunk
  Bytes chunk;       // its content, if loaded
  std::optional<std::uint64_t> loaded;
  std::uint64_t position = 0;

  Result<void> load(std::uint64_t index) {
    if (loaded == index) return {};
    loaded.reset();
    const std::uint64_t offset = index * opened.chunk_size;
    const std::uint64_t left = opened.info.size_bytes - offset;
    chunk.resize(static_cast<std::size_t>(std::min<std::uint64_t>(opened.chunk_size, left)));
    sealed.resize(chunk.size() + crypto::kGcmTagSize);
    SANAD_TRY(const std::size_t got,
              opened.file->read_at(kHeaderSize + offset + index * crypto::kGcmTagSize, sealed));
    const bool whole = got == sealed.size() &&
                       opened.cipher.open(chunk_nonce(index), opened.header, sealed, chunk.data());
    if (!whole) {
      return Error{
          ErrorCode::kIntegrity,
          fmt::format("{} was altered on disk in the {} bytes from offset {}; restore it from a "
                      "backup.",
                      name, chunk.size(), offset)};
    }
    loaded = index;
    return {};
  }
};

ObjectReader::ObjectReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
ObjectReader::~ObjectReader() = default;

const ObjectInfo& ObjectReader::info() const { return state_->opened.info; }

Result<std::size_t> ObjectReader::read(std::span<std::uint8_t> out) {
  SANAD_TRY(const std::size_t got, read_at(state_->position, out));
  state_->position += got;
  return got;
}

Result<std::size_t> ObjectReader::read_at(std::uint64_t offset, std::span<std::uint8_t> out) {
  std::size_t done = 0;
  while (done < out.size() && offset < size()) {
    SANAD_CHECK(state_->load(offset / state_->opened.chunk_size));
    const auto within = static_cast<std::size_t>(offset % state_->opened.chunk_size);
    const std::size_t n = std::min(out.size() - done, state_->chunk.size() - within);
    std::memcpy(out.data() + done, state_->chunk.data() + within, n);
    done += n;
    offset += n;
  }
  return done;
}

Result<std::unique_ptr<ObjectReader>> Vault::open_object(std::string_view case_id,
                                                         const Digest256& digest) {
  SANAD_TRY(const keyring::Secret key, keyring_.case_key(case_id));
  const std::string name = fmt::format("Object {} of case {}", format_hex(digest), case_id);
  auto opened = open_file(fs_, directory_ / object_path(case_id, object_name(key, digest)), key);
  if (!opened) {
    if (opened.error().code == ErrorCode::kNotFound) {
      return Error{ErrorCode::kNotFound, name + " is not in the vault."};
    }
    if (opened.error().code != ErrorCode::kIntegrity) return opened.error();
    return Error{ErrorCode::kIntegrity, fmt::format("{} is damaged: {}; restore it from a backup.",
                                                    name, opened.error().message)};
  }
  if (opened->info.sha256 != digest) {
    return Error{ErrorCode::kIntegrity,
                 fmt::format("{} was replaced by object {}; restore it from a backup.", name,
                             format_hex(opened->info.sha256))};
  }
  auto state = std::unique_ptr<ObjectReader::State>(
      new ObjectReader::State{std::move(*opened), name, {}, {}, {}, 0});
  return std::unique_ptr<ObjectReader>(new ObjectReader(std::move(state)));
}

}  // namespace sanad::vault
