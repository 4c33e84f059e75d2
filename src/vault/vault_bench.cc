// Vault against its bound: OpenSSL's SHA-256 and AES-256-GCM of the same bytes, one after the
// other, in the same run. Prints MB/s and the ratio; the best of several rounds, since other work
// on the machine only ever slows a round down.
//   vault_bench [DIRECTORY]     where the vault is made; default: the temporary directory
#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <chrono>
#include <memory>

#include "vault/vault.h"

namespace {

using namespace sanad;

constexpr std::size_t kPieceSize = 1 << 20;
constexpr int kPieces = 256;
constexpr int kRounds = 5;
constexpr const char* kCase = "case-7k2mq4x3a9b5c6d8";

template <typename Work>
double megabytes_per_second(Work work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  return kPieces * (kPieceSize / 1e6) / took.count();
}

void bound(const Bytes& piece) {
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> hash(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  const std::unique_ptr<EVP_CIPHER_CTX, void (*)(EVP_CIPHER_CTX*)> cipher(EVP_CIPHER_CTX_new(),
                                                                          EVP_CIPHER_CTX_free);
  EVP_DigestInit_ex(hash.get(), EVP_sha256(), nullptr);
  const Bytes key(32, 1), nonce(12, 2);
  EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.data(), nonce.data());
  Bytes out(kPieceSize);
  int size = 0;
  for (int i = 0; i < kPieces; ++i) {
    EVP_DigestUpdate(hash.get(), piece.data(), piece.size());
    EVP_EncryptUpdate(cipher.get(), out.data(), &size, piece.data(), int(piece.size()));
  }
  unsigned char digest[32], tag[16];
  EVP_DigestFinal_ex(hash.get(), digest, nullptr);
  EVP_EncryptFinal_ex(cipher.get(), out.data(), &size);
  EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, 16, tag);
}

struct Figures {
  double bound = 0, write = 0, write_sha512 = 0, read = 0, verify = 0;
};

// The rounds' contents differ in their first bytes, so that none is kept already.
Digest256 write(vault::Vault& vault, Bytes& piece, bool sha512) {
  static std::uint8_t round = 0;
  const auto writer = vault.begin(kCase, {.sha512 = sha512}).value();
  piece[0] = ++round;
  for (int i = 0; i < kPieces; ++i) (void)writer->write(piece);
  return writer->seal().value().info.sha256;
}

void read(vault::Vault& vault, const Digest256& digest) {
  const auto reader = vault.open_object(kCase, digest).value();
  Bytes buffer(kPieceSize);
  while (reader->read(buffer).value() != 0) {
  }
}

}  // namespace

int main(int argc, char** argv) {
  files::PosixFileSystem fs;
  const auto temp = files::TempDir::create("vault-bench").value();
  const files::Path root = argc > 1 ? files::Path(argv[1]) / "vault-bench" : temp.path();
  if (!files::remove_tree(fs, root) || !files::make_directories(fs, root)) return 3;
  const auto keyring =
      keyring::Keyring::create(fs, root / "keys", keyring::KeyFile{}, {"log", "agency"}).value();
  if (!keyring->create_case_key(kCase)) return 3;
  const auto vault = vault::Vault::open(fs, root / "vault", *keyring).value();
  Bytes piece = crypto::random_bytes(kPieceSize);
  Figures best;
  for (int round = 0; round < kRounds; ++round) {
    Digest256 digest{};
    const auto keep = [](double& figure, double now) { figure = std::max(figure, now); };
    keep(best.bound, megabytes_per_second([&] { bound(piece); }));
    keep(best.write, megabytes_per_second([&] { digest = write(*vault, piece, false); }));
    keep(best.read, megabytes_per_second([&] { read(*vault, digest); }));
    keep(best.verify, megabytes_per_second([&] { (void)vault->verify(kCase, digest); }));
    keep(best.write_sha512, megabytes_per_second([&] { (void)write(*vault, piece, true); }));
    if (!files::remove_tree(fs, root / "vault" / kCase)) return 3;
  }
  if (!files::remove_tree(fs, root)) return 3;
  fmt::print("SHA-256 + AES-256-GCM (bound)    {:7.0f} MB/s\n", best.bound);
  fmt::print("write, synced to disk            {:7.0f} MB/s  {:.2f}\n", best.write,
             best.write / best.bound);
  fmt::print("write with SHA-512, synced       {:7.0f} MB/s  {:.2f}\n", best.write_sha512,
             best.write_sha512 / best.bound);
  fmt::print("read, every chunk verified       {:7.0f} MB/s  {:.2f}\n", best.read,
             best.read / best.bound);
  fmt::print("verify (read and re-hash)        {:7.0f} MB/s  {:.2f}\n", best.verify,
             best.verify / best.bound);
  return 0;
}
