#include <benchmark/benchmark.h>

#include "crypto/crypto.h"

namespace sanad::crypto {
namespace {

void hash_sha256(benchmark::State& state) {
  const Bytes data(static_cast<std::size_t>(state.range(0)), 7);
  for (auto _ : state) benchmark::DoNotOptimize(sha256(data));
  state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(hash_sha256)->Arg(65)->Arg(1 << 20);

void seal_chunk(benchmark::State& state) {
  const Bytes plain(static_cast<std::size_t>(state.range(0)), 7);
  Bytes sealed(plain.size() + kGcmTagSize);
  Aes256Gcm cipher(Bytes(32, 1));
  const Bytes nonce(kGcmNonceSize, 2);
  for (auto _ : state) cipher.seal(nonce, {}, plain, sealed.data());
  state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(seal_chunk)->Arg(1 << 16)->Arg(1 << 20);

void sign_ed25519(benchmark::State& state) {
  const SigningKey key = SigningKey::generate();
  const Bytes message(120, 7);
  for (auto _ : state) benchmark::DoNotOptimize(key.sign(message));
}
BENCHMARK(sign_ed25519);

void check_ed25519(benchmark::State& state) {
  const SigningKey key = SigningKey::generate();
  const Bytes message(120, 7);
  const Bytes signature = key.sign(message);
  for (auto _ : state) {
    benchmark::DoNotOptimize(verify_ed25519(key.public_key(), message, signature));
  }
}
BENCHMARK(check_ed25519);

}  // namespace
}  // namespace sanad::crypto

BENCHMARK_MAIN();
