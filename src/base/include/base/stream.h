// Bytes in motion, with constant memory whatever their length.
#pragma once

#include <cstdint>
#include <span>

#include "base/bytes.h"
#include "base/result.h"

namespace sanad {

class ByteSink {
 public:
  virtual ~ByteSink() = default;
  // Takes all of data or fails; after a failure the sink takes nothing more.
  virtual Result<void> write(ByteView data) = 0;
};

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Fills the front of out; answers how many bytes, 0 at the end.
  virtual Result<std::size_t> read(std::span<std::uint8_t> out) = 0;
};

class RandomSource {
 public:
  virtual ~RandomSource() = default;
  virtual std::uint64_t size() const = 0;
  // Fills the front of out from offset; fewer bytes than asked only at the end.
  virtual Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> out) = 0;
};

// Collects what is written, for tests and small documents.
class MemorySink final : public ByteSink {
 public:
  Result<void> write(ByteView data) override {
    bytes_.insert(bytes_.end(), data.begin(), data.end());
    return {};
  }
  const Bytes& bytes() const { return bytes_; }
  Bytes take() { return std::move(bytes_); }

 private:
  Bytes bytes_;
};

// Reads from bytes that outlive it.
class MemorySource final : public ByteSource, public RandomSource {
 public:
  explicit MemorySource(ByteView bytes) : bytes_(bytes) {}
  Result<std::size_t> read(std::span<std::uint8_t> out) override;
  std::uint64_t size() const override { return bytes_.size(); }
  Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> out) override;

 private:
  ByteView bytes_;
  std::size_t position_ = 0;
};

}  // namespace sanad
