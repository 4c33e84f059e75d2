#include "authority/scope.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace sanad::authority {
namespace {

struct HostPattern {
  bool any_below = false;  // "*.example" covers a.example below it, never the name itself
  std::string host;
  std::optional<std::uint16_t> port;
};

Result<HostPattern> parse_host_pattern(std::string_view text) {
  HostPattern pattern;
  if (text.starts_with("*.")) {
    pattern.any_below = true;
    text.remove_prefix(2);
    if (text.find('.') == std::string_view::npos) {
      return Error{ErrorCode::kInvalid, "\"*.\" must stand before a name of two parts or more"};
    }
  }
  if (text.find_first_of("/?#@*") != std::string_view::npos) {
    return Error{ErrorCode::kInvalid,
                 "write a host alone, such as forum.tirazan.example or *.tirazan.example"};
  }
  SANAD_TRY_WITH(const Url url, parse_url(fmt::format("http://{}/", text)), "a host target");
  if (pattern.any_below && (url.host_is_ipv6 || parse_ip(url.host))) {
    return Error{ErrorCode::kInvalid, "nothing stands below an IP address"};
  }
  pattern.host = url.host;
  const bool names_port = text.ends_with(":80") || !url.has_default_port();
  if (names_port) pattern.port = url.port;
  return pattern;
}

// Letters that need no escape and have one are the same address (RFC 3986, 6.2.2.2). Compared so;
// what is asked for stays as it was written. Nothing else is folded: not the case of a path, not
// the order of a query, not an escaped slash or star.
std::string plain_letters(std::string_view text) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      const auto c = static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                            (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
      if (is_plain) {
        out.push_back(c);
        i += 2;
        continue;
      }
    }
    out.push_back(text[i]);
  }
  return out;
}

bool covers_host(const HostPattern& pattern, const Url& url) {
  if (pattern.port ? *pattern.port != url.port : !url.has_default_port()) return false;
  if (!pattern.any_below) return url.host == pattern.host;
  if (url.host_is_ipv6) return false;
  return url.host.size() > pattern.host.size() + 1 && url.host.ends_with("." + pattern.host);
}

// A star stands for any characters, none included. Linear in text for each star (greedy with one
// point to return to).
bool matches_pattern(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t star_text = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_text = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++star_text;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

Result<Url> parse_url_pattern(std::string_view text) {
  SANAD_TRY_WITH(Url url, parse_url(text), "a URL target");
  if (url.host.find('*') != std::string::npos) {
    return Error{ErrorCode::kInvalid,
                 "a URL target names its host in full; use a host target for *.example"};
  }
  return url;
}

bool covers_url(const Url& pattern, const Url& url) {
  return pattern.origin() == url.origin() &&
         matches_pattern(plain_letters(pattern.path + pattern.query),
                         plain_letters(url.path + url.query));
}

Result<Url> parse_account(std::string_view text) {
  SANAD_TRY_WITH(Url url, parse_url(text), "an account target");
  if (url.path == "/" && url.query.empty()) {
    return Error{ErrorCode::kInvalid,
                 "an account target names the account's page, not the whole site; use a host "
                 "target for that"};
  }
  return url;
}

// "platform:id": a platform in lower-case letters, then what the export calls the account or chat.
Result<void> check_identifier(std::string_view text) {
  constexpr std::size_t kMaxIdentifierBytes = 512;
  const std::size_t colon = text.find(':');
  const std::string_view platform = text.substr(0, std::min(colon, text.size()));
  const bool is_named = !platform.empty() && std::ranges::all_of(platform, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
  if (colon == std::string_view::npos || !is_named || colon + 1 == text.size() ||
      text.size() > kMaxIdentifierBytes) {
    return Error{ErrorCode::kInvalid,
                 "an identifier is a platform, a colon and the account or chat as the export calls "
                 "it, such as telegram:user4521"};
  }
  return {};
}

}  // namespace

Result<void> check_target(const Target& target) {
  switch (target.kind) {
    case TargetKind::kHost: {
      SANAD_CHECK(parse_host_pattern(target.value));
      return {};
    }
    case TargetKind::kUrl: {
      SANAD_CHECK(parse_url_pattern(target.value));
      return {};
    }
    case TargetKind::kAccount: {
      SANAD_CHECK(parse_account(target.value));
      return {};
    }
    case TargetKind::kAddress: {
      SANAD_CHECK(parse_ip_range(target.value));
      return {};
    }
    case TargetKind::kIdentifier:
      return check_identifier(target.value);
  }
  return Error{ErrorCode::kInvalid, "this kind of target is not known"};
}

bool lies_below(const Url& base_url, const Url& url) {
  if (base_url.origin() != url.origin()) return false;
  const std::string base_path = plain_letters(base_url.path);
  const std::string path = plain_letters(url.path);
  std::string_view base = base_path;
  if (base.ends_with('/')) base.remove_suffix(1);
  if (!std::string_view(path).starts_with(base)) return false;
  const bool on_boundary = path.size() == base.size() || path[base.size()] == '/';
  if (base_url.query.empty()) return on_boundary;
  return path == base_path && plain_letters(url.query) == plain_letters(base_url.query);
}

bool covers(const Target& target, const Url& url) {
  switch (target.kind) {
    case TargetKind::kHost: {
      const auto pattern = parse_host_pattern(target.value);
      return pattern.ok() && covers_host(*pattern, url);
    }
    case TargetKind::kUrl: {
      const auto pattern = parse_url_pattern(target.value);
      return pattern.ok() && covers_url(*pattern, url);
    }
    case TargetKind::kAccount: {
      const auto account = parse_account(target.value);
      return account.ok() && lies_below(*account, url);
    }
    case TargetKind::kAddress:
    case TargetKind::kIdentifier:
      return false;
  }
  return false;
}

}  // namespace sanad::authority
