// AES-256-GCM (NIST SP 800-38D) with a 96-bit nonce and a 128-bit tag.
#include <algorithm>
#include <cassert>
#include <limits>

#include "crypto/crypto.h"
#include "openssl.h"

namespace sanad::crypto {
namespace {

constexpr std::size_t kKeySize = 32;

// EVP counts in int; longer messages go in pieces.
constexpr std::size_t kMaxPieceSize = std::size_t{1} << 30;

using Update = int (*)(EVP_CIPHER_CTX*, unsigned char*, int*, const unsigned char*, int);

void run(Update update, EVP_CIPHER_CTX* context, ByteView in, std::uint8_t* out) {
  while (!in.empty()) {
    const std::size_t size = std::min(in.size(), kMaxPieceSize);
    int written = 0;
    must(update(context, out, &written, in.data(), static_cast<int>(size)) == 1, "AES-GCM");
    in = in.subspan(size);
    if (out != nullptr) out += size;
  }
}

}  // namespace

struct Aes256Gcm::State {
  CipherContext sealing{EVP_CIPHER_CTX_new()};
  CipherContext opening{EVP_CIPHER_CTX_new()};
};

Aes256Gcm::Aes256Gcm(ByteView key) : state_(std::make_unique<State>()) {
  assert(key.size() == kKeySize);
  must(EVP_EncryptInit_ex2(state_->sealing.get(), EVP_aes_256_gcm(), key.data(), nullptr,
                           nullptr) == 1,
       "AES-GCM");
  must(EVP_DecryptInit_ex2(state_->opening.get(), EVP_aes_256_gcm(), key.data(), nullptr,
                           nullptr) == 1,
       "AES-GCM");
}
Aes256Gcm::~Aes256Gcm() = default;
Aes256Gcm::Aes256Gcm(Aes256Gcm&&) noexcept = default;
Aes256Gcm& Aes256Gcm::operator=(Aes256Gcm&&) noexcept = default;

void Aes256Gcm::seal(ByteView nonce, ByteView associated, ByteView plain, std::uint8_t* out) {
  assert(nonce.size() == kGcmNonceSize);
  EVP_CIPHER_CTX* context = state_->sealing.get();
  must(EVP_EncryptInit_ex2(context, nullptr, nullptr, nonce.data(), nullptr) == 1, "AES-GCM");
  run(EVP_EncryptUpdate, context, associated, nullptr);
  run(EVP_EncryptUpdate, context, plain, out);
  int written = 0;
  std::uint8_t* tag = out + plain.size();
  must(EVP_EncryptFinal_ex(context, tag, &written) == 1 && written == 0, "AES-GCM");
  must(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, kGcmTagSize, tag) == 1, "AES-GCM");
}

bool Aes256Gcm::open(ByteView nonce, ByteView associated, ByteView sealed, std::uint8_t* out) {
  if (nonce.size() != kGcmNonceSize || sealed.size() < kGcmTagSize) return false;
  const ByteView coded = sealed.first(sealed.size() - kGcmTagSize);
  std::array<std::uint8_t, kGcmTagSize> tag{};
  std::copy_n(sealed.end() - kGcmTagSize, kGcmTagSize, tag.begin());
  EVP_CIPHER_CTX* context = state_->opening.get();
  must(EVP_DecryptInit_ex2(context, nullptr, nullptr, nonce.data(), nullptr) == 1, "AES-GCM");
  run(EVP_DecryptUpdate, context, associated, nullptr);
  run(EVP_DecryptUpdate, context, coded, out);
  must(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, kGcmTagSize, tag.data()) == 1, "AES-GCM");
  int written = 0;
  std::uint8_t none = 0;
  if (EVP_DecryptFinal_ex(context, &none, &written) == 1) return true;
  if (!coded.empty()) wipe({out, coded.size()});
  return false;
}

Bytes seal_aes256gcm(ByteView key, ByteView nonce, ByteView associated, ByteView plain) {
  Bytes sealed(plain.size() + kGcmTagSize);
  Aes256Gcm(key).seal(nonce, associated, plain, sealed.data());
  return sealed;
}

Result<Bytes> open_aes256gcm(ByteView key, ByteView nonce, ByteView associated, ByteView sealed) {
  if (sealed.size() >= kGcmTagSize) {
    Bytes plain(sealed.size() - kGcmTagSize);
    if (Aes256Gcm(key).open(nonce, associated, sealed, plain.data())) return plain;
  }
  return Error{ErrorCode::kIntegrity,
               "the sealed bytes were changed or were sealed with another key"};
}

}  // namespace sanad::crypto
