#include "threatexchange.h"

#include <array>

#include "text.h"

namespace sanad::lists {

namespace {

struct TypeName {
  std::string_view word;  // lower case, without the prefix "hash_"
  std::string_view signal;
};
constexpr std::array<TypeName, 23> kTypeNames = {{{"pdq", "pdq"},
                                                  {"md5", "md5"},
                                                  {"video_md5", "md5"},
                                                  {"photo_md5", "md5"},
                                                  {"sha1", "sha1"},
                                                  {"sha-1", "sha1"},
                                                  {"sha256", "sha256"},
                                                  {"sha-256", "sha256"},
                                                  {"video_sha256", "sha256"},
                                                  {"sha512", "sha512"},
                                                  {"sha-512", "sha512"},
                                                  {"tlsh", "tlsh"},
                                                  {"text_tlsh", "tlsh"},
                                                  {"ssdeep", "ssdeep"},
                                                  {"chromaprint", "chromaprint"},
                                                  {"text", "text"},
                                                  {"raw_text", "text"},
                                                  {"text_string", "text"},
                                                  {"url", "url"},
                                                  {"uri", "url"},
                                                  {"raw_uri", "url"},
                                                  {"unclickable_url", "url"},
                                                  {"unclickable_uri", "url"}}};

}  // namespace

std::string signal_from_type(std::string_view type) {
  std::string word = ascii_lower(trim(type));
  if (word.starts_with("hash_")) word.erase(0, 5);
  for (const auto& [name, signal] : kTypeNames) {
    if (name == word) return std::string(signal);
  }
  return {};
}

std::string_view indicator_type(std::string_view signal) {
  if (signal == "pdq") return "HASH_PDQ";
  if (signal == "md5") return "HASH_MD5";
  if (signal == "sha1") return "HASH_SHA1";
  if (signal == "sha256") return "HASH_SHA256";
  if (signal == "tlsh") return "HASH_TLSH";
  if (signal == "ssdeep") return "HASH_SSDEEP";
  if (signal == "text") return "TEXT_STRING";
  if (signal == "url") return "URI";
  return {};
}

std::string_view share_level(Tlp tlp) {
  switch (tlp) {
    case Tlp::kClear:
      return "WHITE";
    case Tlp::kGreen:
      return "GREEN";
    case Tlp::kAmber:
      return "AMBER";
    case Tlp::kAmberStrict:
    case Tlp::kRed:
      break;
  }
  return "RED";
}

}  // namespace sanad::lists
