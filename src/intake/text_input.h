// Text in whatever encoding, as UTF-8, with the way back from each byte of it to the source.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/stream.h"

namespace sanad::intake {

// A source from its beginning to its end.
class Sequential final : public ByteSource {
 public:
  explicit Sequential(RandomSource& source, std::uint64_t at = 0) : source_(source), at_(at) {}
  Result<std::size_t> read(std::span<std::uint8_t> out) override;

 private:
  RandomSource& source_;
  std::uint64_t at_;
};

// The first bytes, at most most of them.
Result<Bytes> head_of(RandomSource& source, std::size_t most);

// "UTF-8", "UTF-16LE" …: by a mark, by zeros, by being UTF-8 nearly everywhere, else as declared,
// else by a guess, and then so marked (parts::charset_of). Empty: these bytes are no text.
std::string charset_of(ByteView head, std::string_view declared);

class TextInput final : public ByteSource {
 public:
  // charset: as charset_of says it. Of UTF-8 the bytes are given as they stand.
  TextInput(RandomSource& source, std::string charset);
  ~TextInput() override;
  TextInput(TextInput&&) noexcept;
  Result<std::size_t> read(std::span<std::uint8_t> out) override;
  const std::string& charset() const { return charset_; }
  // Each byte of the text has one place in the source: true but for encodings of several bytes that
  // are neither UTF-8, UTF-16 nor UTF-32.
  bool has_places() const { return form_ != Form::kOther; }
  // The place in the source of a byte of the text that was read. kIo and others of the source.
  Result<std::uint64_t> place_of(std::uint64_t text_offset);
  void rewind();

 private:
  enum class Form : std::uint8_t { kUtf8, kUtf16, kUtf32, kTable, kOther };
  struct Step {  // a place where a character begins in both
    std::uint64_t text = 0, source = 0;
  };
  class Converter;

  Result<bool> refill();
  // Takes one character; 0 where more bytes are needed.
  std::size_t take_one(ByteView from, bool is_end, std::string& out) const;
  void decode(ByteView from, bool is_end, std::size_t& used);

  RandomSource& source_;
  std::string charset_;
  Form form_ = Form::kUtf8;
  bool is_big_endian_ = false;
  std::array<std::uint32_t, 256> table_{};
  std::unique_ptr<Converter> converter_;
  std::vector<Step> steps_;
  std::uint64_t at_ = 0;       // in the source, of what has been read of it
  std::uint64_t decoded_ = 0;  // bytes of text so far
  Bytes raw_;                  // read and not decoded
  std::string text_;           // decoded and not given
  std::size_t text_at_ = 0;
  bool is_over_ = false;
};

// Every piece of the source, until it ends or take fails.
Result<void> each_piece(ByteSource& source, const std::function<Result<void>(ByteView)>& take);

}  // namespace sanad::intake
