// Selectors: what points to a person, place, account or machine, found in any bytes.
//
// One pass marks anchors ('@', "://", the first digit of a number, a long run of letters and
// digits ...) with vector instructions; from each the scanner walks back and forward and validates.
// What has a checksum is a hit only if the checksum holds. Hits in text that is written in another
// way (entities, percent signs, UTF-16, base64, gzip ...) name the way as layers.
//
//   Scanner scanner({.region = "PK"});
//   scanner.feed(chunk); ... scanner.finish();
//   for (Hit& hit : scanner.take()) ...
//
// Any split of the same bytes into chunks gives the same hits: work is done in segments whose
// bounds are absolute offsets. Memory is constant. Kinds, normal forms and sources:
// docs/formats/selectors.md. Tested by *_test.cc here; fuzzed by selectors_fuzz.cc.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "selectors/patterns.h"

namespace sanad::selectors {

enum class Kind : std::uint8_t {
  kUrl,
  kDomain,
  kOnion,
  kEmail,
  kPhone,
  kIpv4,
  kIpv6,
  kIban,
  kBitcoin,
  kBitcoinTest,  // of the test network, which pays nobody: of exercises
  kEthereum,
  kTron,
  kMonero,
  kSolana,
  kTelegram,
  kWhatsapp,
  kDiscord,
  kSignal,
  kHandle,
  kHashtag,
  kCoordinates,
  kDate,
  kMac,
  kImei,
  kCnic,
  kMd5,
  kSha1,
  kSha256,
  kSha512,
  kPattern,
};
inline constexpr std::size_t kKinds = 30;

std::string_view kind_name(Kind kind);
std::optional<Kind> parse_kind(std::string_view name);

enum class Layer : std::uint8_t {
  kHtml,
  kPercent,
  kQuotedPrintable,
  kJson,
  kZeroWidth,
  kDefang,
  kUtf16Le,
  kUtf16Be,
  kBase64,
  kGzip,
};
std::string_view layer_name(Layer layer);

// A URL, or another selector, is cut or passed over beyond this.
inline constexpr std::size_t kMaxSelectorBytes = 4096;
// One inside another.
inline constexpr int kMaxLayers = 4;
// Of one gzip member; what follows is not looked at, and Scanner::cut_layers() counts it.
inline constexpr std::uint64_t kMaxInflatedBytes = 4ULL << 30;

struct Hit {
  Kind kind = Kind::kUrl;
  bool personal = false;  // of a person: to be masked by default
  std::string value;      // the normal form
  std::string raw;        // as it stands: here, or in the base64, gzip or UTF-16 layer
  std::uint64_t offset = 0;
  std::uint64_t length = 0;   // of the outermost bytes
  std::vector<Layer> layers;  // outermost first; empty: it stands there plainly
  std::string_view region;    // of a phone number or IBAN: ISO 3166-1 alpha-2; static
  std::string_view calendar;  // of a date; static
  std::string pattern;        // of an own pattern: its name
  friend bool operator==(const Hit&, const Hit&) = default;
};

enum class Instructions : std::uint8_t { kBest, kPlain, kAvx2, kAvx512 };

struct Options {
  // Two capitals: numbers without a country code are read as of there. Empty: they are no hits.
  std::string region;
  std::uint64_t kinds = ~0ULL;                      // bit of each Kind that is wanted
  std::shared_ptr<const PatternSet> patterns;       // may be null
  Instructions instructions = Instructions::kBest;  // what the machine lacks falls back to plain
};

class Scanner {
 public:
  explicit Scanner(Options options);
  Scanner(Scanner&&) noexcept;
  Scanner& operator=(Scanner&&) noexcept;
  ~Scanner();

  void feed(ByteView chunk);
  // The end: nothing may be fed after it.
  void finish();
  // The hits that are settled, ascending by offset among themselves and after all earlier ones
  // but for those of long layers, which come when they are decoded.
  std::vector<Hit> take();
  std::uint64_t cut_layers() const;

 private:
  class Stream;
  std::unique_ptr<const Options> options_;  // borrowed by the stream
  std::unique_ptr<Stream> stream_;
};

// All of it at once; ascending by offset, then length, then kind.
std::vector<Hit> scan(std::string_view bytes, const Options& options);

}  // namespace sanad::selectors
