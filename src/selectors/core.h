// The scanner of one window: anchors, walking, validation.
//
// The window is bytes that lie together, with at least kPadding zero bytes before and after them,
// so that walks need no bounds: a zero byte is part of no selector. Nothing here outlives a window
// but the marks, which are absolute offsets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "anchors.h"
#include "characters.h"
#include "numbers.h"
#include "selectors/selectors.h"

namespace sanad::selectors {

inline constexpr std::size_t kPadding = 256;
// What a walk may see before and after an anchor.
inline constexpr std::size_t kContext = 8192;
static_assert(kMaxSelectorBytes * 2 <= kContext);

// Takes over where bytes are another stream in disguise.
class LayerHost {
 public:
  virtual ~LayerHost() = default;
  // Decodes from that byte of the window; answers the absolute offset up to which it is dealt with.
  virtual std::uint64_t open_layer(Layer layer, const Byte* at) = 0;
};

struct Host {
  const Byte* begin = nullptr;
  const Byte* end = nullptr;
  int labels = 0;
  bool ascii = true;
};

class Core {
 public:
  explicit Core(const Options& options);
  ~Core();
  Core(const Core&) = delete;
  Core& operator=(const Core&) = delete;
  // Ready for other bytes. depth: how many layers they are inside.
  void reset(int depth);

  struct Window {
    const Byte* begin = nullptr;
    const Byte* end = nullptr;
    std::uint64_t offset = 0;  // absolute, of begin
  };
  // Finds what is anchored in the bytes from from to to of the window; the hits are added to
  // hits(). host: null where streams in disguise are not looked for (depth is then kept by us).
  void scan(const Window& window, const Byte* from, const Byte* to, LayerHost* host);
  std::vector<Hit>& hits() { return hits_; }
  // What has been dealt with by others.
  void cover(std::uint64_t until) { covered_ = std::max(covered_, until); }

 private:
  void on_anchor(const Byte* at);
  void on_run(const Byte* at);

  // Each looks around its anchor and adds what is valid there.
  void find_url(const Byte* colon);
  void find_domain(const Byte* dot);
  void find_email_or_handle(const Byte* at_sign);
  void find_hashtag(const Byte* hash);
  void find_colons(const Byte* colon);  // MAC and IPv6
  bool find_mac(const Byte* begin);
  void find_ipv6(const Byte* colon);
  void find_iban(const Byte* begin);
  void find_phone(const Byte* plus);
  bool find_national_phone(const Byte* begin);
  bool add_phone(const Byte* begin, const PhoneDigits& digits, std::string_view international);
  void find_open_code(const Byte* plus);
  void find_number(const Byte* first);
  bool find_ipv4(const Byte* first);
  bool find_date(const Byte* first);
  bool find_named_date(const Byte* first, const NumberText& number);
  bool find_coordinates(const Byte* first);
  bool find_cnic(const Byte* first, const NumberText& number);
  bool find_imei(const Byte* first, const NumberText& number);
  void find_encoded(const Byte* at);  // regions.cc
  void merge_region(const struct Region& region, const Byte* trigger);
  void find_token(const Byte* begin, const Byte* end);
  void find_wallet(const Byte* begin, const Byte* end);
  void find_hash(const Byte* begin, const Byte* end);

  void add_host(const Host& host, bool bare, const Byte* after);
  bool add_invite(const Host& host, const Byte* begin, const Byte* end);
  void add_map_link(const Host& host, const Byte* begin, const Byte* end);
  void add_custom_scheme(std::string_view scheme, const Byte* begin, const Byte* end);
  bool wants(Kind kind) const { return (options_.kinds >> static_cast<unsigned>(kind) & 1) != 0; }
  Hit* add(Kind kind, const Byte* begin, const Byte* end, std::string value);

  std::uint64_t absolute(const Byte* at) const {
    return window_.offset + static_cast<std::uint64_t>(at - window_.begin);
  }
  // One of the words, in any case, stands within 64 bytes before or after.
  bool has_context(const Byte* begin, const Byte* end,
                   const std::vector<std::string_view>& words) const;

  const Options& options_;
  FindAnchors find_anchors_;
  std::vector<Anchors> anchors_;
  std::vector<Hit> hits_;
  Window window_;
  LayerHost* host_ = nullptr;
  int depth_ = 0;
  // Absolute offsets up to which nothing of that sort is looked for any more.
  std::uint64_t covered_ = 0;    // at all
  std::uint64_t url_ = 0;        // numbers, hashtags and bare names inside a URL
  std::uint64_t authority_ = 0;  // e-mail addresses inside the user part of a URL
  std::uint64_t domain_ = 0;
  std::uint64_t number_ = 0;
  std::uint64_t colons_ = 0;
  std::uint64_t run_ = 0;
  std::uint64_t region_ = 0;
  std::unique_ptr<Core> inner_;  // for regions, made when first needed
};

inline std::string_view text_of(const Byte* begin, const Byte* end) {
  return {reinterpret_cast<const char*>(begin), static_cast<std::size_t>(end - begin)};
}
inline bool begins_with(const Byte* at, std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (at[i] != static_cast<Byte>(text[i])) return false;
  }
  return true;
}
inline bool begins_with_any_case(const Byte* at, std::string_view lower_text) {
  for (std::size_t i = 0; i < lower_text.size(); ++i) {
    if (lower(at[i]) != static_cast<Byte>(lower_text[i])) return false;
  }
  return true;
}
std::string lower_text(std::string_view text);

// Hosts (hosts.cc). The host that holds that byte, which is of a label: cut to end in a public
// name, or with labels 0 where there is none.
Host host_around(const Byte* at, const Byte* lowest);
Host host_from(const Byte* begin);
// Lower case, labels that are not ASCII as RFC 3492 writes them. Empty: not a name.
std::string host_value(const Host& host);
bool is_top_level(std::string_view label);  // lower case; A-labels too
// Common as a word, a file's ending or a member in programs: needs more around it.
enum class TopLevelUse : std::uint8_t { kPlain, kAlsoWord, kAlsoFile };
TopLevelUse top_level_use(std::string_view label);
std::string punycode(std::u32string_view label);  // RFC 3492; without "xn--"
// The onion name's key and checksum hold (Tor rend-spec-v3, section 6).
bool is_onion_v3(std::string_view label);

// Checksums (wallets.cc, bech32.cc).
bool is_base58check(std::string_view text, std::size_t bytes, std::initializer_list<Byte> versions);
// BIP-173, BIP-350. network: "bc", the main one, or "tb", the test one.
bool is_segwit_address(std::string_view text, std::string_view network);
bool is_monero_address(std::string_view text);
bool is_base58_of_32_bytes(std::string_view text);
// The 40 digits with the capitals of EIP-55.
std::string eip55(std::string_view forty_hex_digits);
bool is_luhn(std::string_view digits);

std::optional<std::string> parse_ipv6(std::string_view text);  // answers RFC 5952's form

}  // namespace sanad::selectors
