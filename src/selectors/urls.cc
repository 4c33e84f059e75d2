// URLs, and links that invite to a chat or show a place.
#include <algorithm>

#include "core.h"

namespace sanad::selectors {
namespace {

constexpr std::array<std::string_view, 19> kSchemes = {
    "https", "http", "ftps", "sftp", "ftp",  "wss",  "ws",   "whatsapp", "tg",     "sgnl",
    "ipfs",  "ssh",  "git",  "smb",  "rtsp", "rtmp", "ircs", "irc",      "discord"};

// The scheme that ends before the colon.
std::string_view scheme_before(const Byte* colon) {
  for (const std::string_view scheme : kSchemes) {
    const Byte* begin = colon - scheme.size();
    if (begins_with_any_case(begin, scheme) && !is(begin[-1], kAlnum) && begin[-1] != '+' &&
        begin[-1] != '-')
      return scheme;
  }
  return {};
}

// Past the last byte that may be of a URL; quotes, angle brackets and spaces end it.
const Byte* url_end(const Byte* at, const Byte* limit) {
  const Byte* begin = at;
  while (at < limit) {
    if (*at < 0x80) {
      if (!is(*at, kUrlByte)) break;
      // "&quot;", "&lt;" and "&gt;" are HTML's quotes and brackets.
      if (*at == '&' &&
          (begins_with(at, "&quot;") || begins_with(at, "&lt;") || begins_with(at, "&gt;") ||
           begins_with(at, "&#39;") || begins_with(at, "&nbsp;")))
        break;
      ++at;
    } else {
      const Code code = code_at(at);
      if (code.bytes == 0 || !is_word_code(code.value)) break;
      at += code.bytes;
    }
  }
  // What a sentence puts after a link is not of it; a bracket is, if it was opened inside.
  while (at > begin) {
    const Byte last = at[-1];
    const bool mark = last == '.' || last == ',' || last == ';' || last == ':' || last == '!' ||
                      last == '?' || last == '\'' || last == '*' || last == '_' || last == '~' ||
                      last == '|' || last == '^' || last == '{' || last == '[' || last == '(';
    bool unopened = false;
    if (last == ')' || last == ']' || last == '}') {
      const char open = last == ')' ? '(' : last == ']' ? '[' : '{';
      unopened = std::count(begin, at, open) < std::count(begin, at, static_cast<char>(last));
    }
    if (!mark && !unopened) break;
    --at;
  }
  return at;
}

bool is_id(std::string_view text, std::size_t least, std::size_t most, std::string_view also) {
  return text.size() >= least && text.size() <= most &&
         std::all_of(text.begin(), text.end(), [&](char c) {
           return is(static_cast<Byte>(c), kAlnum) || also.find(c) != also.npos;
         });
}

// The part of a path until '/', '?', '#' or '&'.
std::string_view segment(std::string_view& path) {
  const std::size_t end = std::min(path.find_first_of("/?#&"), path.size());
  const std::string_view part = path.substr(0, end);
  path.remove_prefix(std::min(end + 1, path.size()));
  return part;
}

std::optional<std::string> telegram_value(std::string_view path) {
  if (!path.empty() && path[0] == '+') {
    path.remove_prefix(1);
    const std::string_view hash = segment(path);
    if (is_id(hash, 10, 40, "_-")) return "invite/" + std::string(hash);
    return std::nullopt;
  }
  std::string_view first = segment(path);
  if (first == "joinchat") {
    const std::string_view hash = segment(path);
    if (is_id(hash, 10, 40, "_-")) return "invite/" + std::string(hash);
    return std::nullopt;
  }
  if (first == "addstickers" || first == "share" || first == "proxy" || first == "iv")
    return std::nullopt;
  if (first == "s") first = segment(path);
  if (first == "c") {
    const std::string_view channel = segment(path);
    if (is_id(channel, 5, 14, "") && is(static_cast<Byte>(channel[0]), kDigit))
      return "channel/" + std::string(channel);
    return std::nullopt;
  }
  if (!is_id(first, 4, 32, "_") || !is(static_cast<Byte>(first[0]), kLetter)) return std::nullopt;
  return lower_text(first);
}

}  // namespace

// Names the account, group or server that a link leads to. Links need no scheme.
bool Core::add_invite(const Host& host, const Byte* begin, const Byte* end) {
  if (!host.ascii || host.end - host.begin > 20) return false;
  std::string name = lower_text(text_of(host.begin, host.end));
  if (name.substr(0, 4) == "www.") name.erase(0, 4);
  constexpr std::array<std::string_view, 11> kHosts = {
      "t.me",         "telegram.me",       "telegram.dog",
      "wa.me",        "chat.whatsapp.com", "api.whatsapp.com",
      "discord.gg",   "discord.com",       "discordapp.com",
      "signal.group", "signal.me"};
  if (std::find(kHosts.begin(), kHosts.end(), name) == kHosts.end() || *host.end != '/')
    return false;
  if (end <= host.end) end = url_end(host.end, host.end + 256);
  if (absolute(begin) > 0 && begin == host.begin &&
      (is(begin[-1], kWord) || begin[-1] == '.' || begin[-1] == '-'))
    return false;
  std::string_view path = text_of(host.end + 1, std::max(end, host.end + 1));
  const std::string whole(path);
  std::optional<std::string> value;
  Kind kind = Kind::kTelegram;
  if (name[0] == 't') {
    value = telegram_value(path);
  } else if (name == "wa.me" || name == "chat.whatsapp.com" || name == "api.whatsapp.com") {
    kind = Kind::kWhatsapp;
    std::string_view first = name == "api.whatsapp.com" ? std::string_view() : segment(path);
    if (const std::size_t phone = whole.find("phone=");
        name == "api.whatsapp.com" && phone != whole.npos) {
      path = std::string_view(whole).substr(phone + 6);
      first = segment(path);
      if (first.substr(0, 3) == "%2B") first.remove_prefix(3);
    }
    if (!first.empty() && first[0] == '+') first.remove_prefix(1);
    const bool number = !first.empty() && std::all_of(first.begin(), first.end(), [](char c) {
      return is(static_cast<Byte>(c), kDigit);
    });
    if (name == "chat.whatsapp.com" && first == "invite") first = segment(path);
    if (name == "chat.whatsapp.com" && is_id(first, 20, 24, "_-"))
      value = "invite/" + std::string(first);
    if (number && name != "chat.whatsapp.com") {
      const CallingCode* code = find_calling_code(first);
      if (code != nullptr && !region_of(*code, first.substr(code->code.size())).empty())
        value = "+" + std::string(first);
    }
  } else if (name[0] == 'd') {
    kind = Kind::kDiscord;
    std::string_view first = segment(path);
    if (name != "discord.gg") first = first == "invite" ? segment(path) : std::string_view();
    if (is_id(first, 2, 32, "-")) value = "invite/" + std::string(first);
  } else {
    kind = Kind::kSignal;
    if (name == "signal.group" && path.substr(0, 1) == "#" && is_id(path.substr(1), 20, 200, "_-="))
      value = "group/" + std::string(path.substr(1));
    if (name == "signal.me" && path.substr(0, 3) == "#p/") value = std::string(path.substr(3));
    if (name == "signal.me" && path.substr(0, 4) == "#eu/")
      value = "user/" + std::string(path.substr(4));
  }
  if (!value) return false;
  Hit* hit = add(kind, begin, end, *value);
  if (hit != nullptr && kind == Kind::kWhatsapp && (*value)[0] == '+') {
    const CallingCode* code = find_calling_code(std::string_view(*value).substr(1));
    hit->region = region_of(*code, std::string_view(*value).substr(1 + code->code.size()));
  }
  url_ = std::max(url_, absolute(end));
  domain_ = std::max(domain_, absolute(end));
  return true;
}

// tg://resolve?domain=NAME, tg://join?invite=HASH, whatsapp://send?phone=...,
// whatsapp://chat?code=...
void Core::add_custom_scheme(std::string_view scheme, const Byte* begin, const Byte* end) {
  const std::string text(text_of(begin, end));
  const auto parameter = [&](std::string_view name) {
    std::size_t at = text.find(std::string(name) + "=");
    if (at == text.npos) return std::string();
    at += name.size() + 1;
    return text.substr(at, std::min(text.find('&', at), text.size()) - at);
  };
  if (scheme == "tg") {
    const std::string domain = parameter("domain");
    const std::string invite = parameter("invite");
    if (is_id(domain, 4, 32, "_"))
      add(Kind::kTelegram, begin, end, lower_text(domain));
    else if (is_id(invite, 10, 40, "_-"))
      add(Kind::kTelegram, begin, end, "invite/" + invite);
  } else if (scheme == "whatsapp") {
    std::string phone = parameter("phone");
    if (phone.substr(0, 1) == "+") phone.erase(0, 1);
    if (is_id(phone, 8, 15, "") && find_calling_code(phone) != nullptr)
      add(Kind::kWhatsapp, begin, end, "+" + phone);
    if (const std::string code = parameter("code"); is_id(code, 20, 24, "_-"))
      add(Kind::kWhatsapp, begin, end, "invite/" + code);
  } else if (scheme == "sgnl" && text.find("signal.group") != text.npos) {
    const std::size_t at = text.find('#');
    if (at != text.npos && is_id(std::string_view(text).substr(at + 1), 20, 200, "_-="))
      add(Kind::kSignal, begin, end, "group/" + text.substr(at + 1));
  }
}

void Core::find_url(const Byte* colon) {
  const std::string_view scheme = scheme_before(colon);
  if (scheme.empty() || colon[2] != '/') return;
  const Byte* begin = colon - scheme.size();
  const Byte* authority = colon + 3;
  const Byte* end = url_end(authority, std::min(window_.end, begin + kMaxSelectorBytes));
  if (end <= authority) return;
  url_ = std::max(url_, absolute(end));
  if (scheme == "tg" || scheme == "whatsapp" || scheme == "sgnl" || scheme == "discord" ||
      scheme == "ipfs") {
    add(Kind::kUrl, begin, end, std::string(scheme) + std::string(text_of(colon, end)));
    add_custom_scheme(scheme, begin, end);
    return;
  }
  const Byte* path =
      std::find_if(authority, end, [](Byte b) { return b == '/' || b == '?' || b == '#'; });
  const Byte* user = std::find(authority, path, '@');
  const Byte* name = user == path ? authority : user + 1;
  std::string host_text;
  Host host;
  if (*name == '[') {
    const Byte* close = std::find(name, path, ']');
    const auto address = close == path ? std::nullopt : parse_ipv6(text_of(name + 1, close));
    if (!address) return;
    add(Kind::kIpv6, name + 1, close, *address);
    host_text = "[" + *address + "]";
    host.end = close + 1;
  } else {
    host = host_from(name);
    if (host.labels == 0 || host.end > end) return;
    host_text = host_value(host);
    if (host_text.empty()) return;
    const bool local = host_text == "localhost";
    if (host.labels < 2 && !local) return;
  }
  if (host.end != path && *host.end != ':') {
    // Something that no host holds follows: the URL ends with its host.
    end = host.end;
    path = end;
  }
  std::string value = std::string(scheme) + "://" + std::string(text_of(authority, name)) +
                      host_text + std::string(text_of(host.end, end));
  add(Kind::kUrl, begin, end, std::move(value));
  url_ = std::max(url_, absolute(end));
  authority_ = std::max(authority_, absolute(path));
  domain_ = std::max(domain_, absolute(path));
  if (host.begin == nullptr) return;
  add_invite(host, begin, end);
  const Byte* last = host.end;
  while (last > host.begin && is(last[-1], kDigit)) --last;
  if (last < host.end && (last == host.begin || last[-1] == '.')) {
    find_ipv4(host.begin);
  } else {
    add_host(host, false, host.end);
  }
  if (path < end) add_map_link(host, path, end);
}

}  // namespace sanad::selectors
