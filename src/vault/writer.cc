#include <fmt/format.h>

#include <algorithm>
#include <cassert>

#include "extra_hashes.h"
#include "format.h"
#include "vault/vault.h"

namespace sanad::vault {

using Algorithm = crypto::Hasher::Algorithm;

namespace {

std::vector<Algorithm> algorithms_of(const ExtraDigests& extra) {
  std::vector<Algorithm> algorithms;
  if (extra.sha512) algorithms.push_back(Algorithm::kSha512);
  if (extra.sha1) algorithms.push_back(Algorithm::kSha1);
  if (extra.md5) algorithms.push_back(Algorithm::kMd5);
  return algorithms;
}

}  // namespace

struct ObjectWriter::State {
  State(files::FileSystem& filesystem, files::Path vault_directory, std::string case_name,
        keyring::Secret key, const HeaderFields& fields, const ExtraDigests& extra_algorithms)
      : fs(filesystem),
        directory(std::move(vault_directory)),
        case_id(std::move(case_name)),
        case_key(std::move(key)),
        header(format_header(fields)),
        cipher(object_key(case_key, fields.salt).view()),
        sha256(Algorithm::kSha256),
        extra(extra_algorithms),
        hashes(algorithms_of(extra)) {}

  files::FileSystem& fs;
  files::Path directory;
  std::string case_id;
  keyring::Secret case_key;
  Header header;
  crypto::Aes256Gcm cipher;
  crypto::Hasher sha256;
  ExtraDigests extra;
  ExtraHashes hashes;

  files::Path temporary;
  std::unique_ptr<files::File> file;
  bool temporary_exists = false;
  Bytes pending;  // content that does not fill a chunk yet
  Bytes sealed;   // of one chunk
  std::uint64_t chunk_count = 0;
  std::uint64_t size_bytes = 0;
  bool failed = false;

  void hash(ByteView data) {
    hashes.update(data);  // first: it may go on beside what follows
    sha256.update(data);
  }

  Result<void> put_chunk(ByteView content) {
    hash(content);
    sealed.resize(content.size() + crypto::kGcmTagSize);
    cipher.seal(chunk_nonce(chunk_count), header, content, sealed.data());
    ++chunk_count;
    size_bytes += content.size();
    return file->write(sealed);
  }

  Result<void> put(ByteView data) {
    while (!data.empty()) {
      if (pending.empty() && data.size() >= kChunkSize) {  // without a copy
        SANAD_CHECK(put_chunk(data.first(kChunkSize)));
        data = data.subspan(kChunkSize);
        continue;
      }
      const std::size_t n = std::min<std::size_t>(data.size(), kChunkSize - pending.size());
      pending.insert(pending.end(), data.begin(), data.begin() + static_cast<std::ptrdiff_t>(n));
      data = data.subspan(n);
      if (pending.size() < kChunkSize) continue;
      SANAD_CHECK(put_chunk(pending));
      pending.clear();
    }
    return {};
  }

  Result<SealedObject> finish();
  Result<void> place(const files::Path& path);
};

Result<SealedObject> ObjectWriter::State::finish() {
  if (!pending.empty()) SANAD_CHECK(put_chunk(pending));
  SealedObject object;
  const Bytes digest = sha256.finish();
  std::copy_n(digest.begin(), object.info.sha256.size(), object.info.sha256.begin());
  object.info.size_bytes = size_bytes;
  std::vector<Bytes> others = hashes.finish();
  auto other = others.begin();
  if (extra.sha512) {
    std::copy_n(other->begin(), object.info.sha512.emplace().size(), object.info.sha512->begin());
    ++other;
  }
  if (extra.sha1) object.sha1 = std::move(*other++);
  if (extra.md5) object.md5 = std::move(*other++);
  const auto trailer = format_trailer(object.info);
  sealed.resize(kSealedTrailerSize);
  cipher.seal(trailer_nonce(chunk_count), header, trailer, sealed.data());
  SANAD_CHECK(file->write(sealed));

  const files::Path path =
      directory / object_path(case_id, object_name(case_key, object.info.sha256));
  SANAD_TRY(const auto existing, fs.stat(path));
  if (existing) {
    SANAD_TRY_WITH(const OpenedFile kept, open_file(fs, path, case_key),
                   fmt::format("Object {} of case {} is in the vault already, but damaged",
                               format_hex(object.info.sha256), case_id));
    object.was_there = true;
    // Its directory may never have been synced, if its writer died just before.
    SANAD_CHECK(fs.sync_directory(path.parent_path()));
    return object;
  }
  SANAD_CHECK(place(path));
  return object;
}

Result<void> ObjectWriter::State::place(const files::Path& path) {
  SANAD_CHECK(file->sync());
  const files::Path parent = path.parent_path();
  for (const files::Path& each : {parent.parent_path(), parent}) {
    // Synced even if it is there: another writer may have made it and not come to syncing it.
    SANAD_CHECK(fs.make_directory(each));
    SANAD_CHECK(fs.sync_directory(each.parent_path()));
  }
  SANAD_CHECK(fs.rename(temporary, path));
  temporary_exists = false;
  return fs.sync_directory(parent);
}

ObjectWriter::ObjectWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}

ObjectWriter::~ObjectWriter() {
  state_->file.reset();
  if (!state_->temporary_exists) return;
  // If this fails too, sweep_temporaries() finds the file.
  (void)state_->fs.remove(state_->temporary);
}

Result<void> ObjectWriter::write(ByteView data) {
  assert(!state_->failed);
  auto written = state_->put(data);
  if (!written) state_->failed = true;
  return written;
}

Result<SealedObject> ObjectWriter::seal() {
  assert(!state_->failed);
  state_->failed = true;  // nothing may follow
  return state_->finish();
}

Result<std::unique_ptr<ObjectWriter>> Vault::begin(std::string_view case_id, ExtraDigests extra) {
  SANAD_TRY(keyring::Secret key, keyring_.case_key(case_id));
  HeaderFields fields{kChunkSize, {}};
  const Bytes salt = crypto::random_bytes(kSaltSize);
  std::copy(salt.begin(), salt.end(), fields.salt.begin());
  auto state = std::make_unique<ObjectWriter::State>(fs_, directory_, std::string(case_id),
                                                     std::move(key), fields, extra);
  SANAD_TRY(state->temporary, temporary_path());
  SANAD_TRY(state->file, fs_.open(state->temporary, files::OpenMode::kCreateNew));
  state->temporary_exists = true;
  std::unique_ptr<ObjectWriter> writer(new ObjectWriter(std::move(state)));
  SANAD_CHECK(writer->state_->file->write(writer->state_->header));
  return writer;
}

}  // namespace sanad::vault
