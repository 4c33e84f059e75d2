// Plain hash files: one record a line. What a line may be is told apart by its shape:
//   # comment      ; comment      // comment      empty
//   HEX                           the options name the signal, or its length does
//   HEX  NAME      HEX *NAME      as md5sum, sha1sum and sha256sum write (also "\HEX  NAME")
//   SHA256 (NAME) = HEX           as BSD's tools and sha256sum --tag write
//   SIGNAL VALUE                  as python-threatexchange keeps local files
//   HEX,QUALITY,NAME              as PDQ's command line writes; only for pdq
//   BLOCKSIZE:HASH:HASH,"NAME"    as ssdeep writes, below its own first line
// 64 digits may be SHA-256 or PDQ: without a signal, and without two spaces and a name, such a line
// is not understood, since a wrong guess would match nothing and say nothing.
#include <fmt/format.h>

#include <array>

#include "base/numbers.h"
#include "base/utf8.h"
#include "collect.h"
#include "lists/signal.h"
#include "text.h"

namespace sanad::lists {

namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

struct Line {
  std::string signal;
  std::string value;
  std::string name;  // of the file that was hashed; becomes the note
  std::optional<int> quality;
};

struct BsdName {
  std::string_view word;
  std::string_view signal;
};
constexpr std::array<BsdName, 5> kBsdNames = {{{"MD5", "md5"},
                                               {"SHA1", "sha1"},
                                               {"SHA256", "sha256"},
                                               {"SHA2-256", "sha256"},
                                               {"SHA512", "sha512"}}};

std::string signal_by_length(std::size_t digits) {
  if (digits == 32) return "md5";
  if (digits == 40) return "sha1";
  if (digits == 128) return "sha512";
  return {};
}

// sha256sum writes a backslash before a line whose name has \\, \n or \r in it.
std::string unescape_name(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] != '\\' || i + 1 == name.size()) {
      out += name[i];
      continue;
    }
    ++i;
    out += name[i] == 'n' ? '\n' : name[i] == 'r' ? '\r' : name[i];
  }
  return out;
}

std::optional<Line> parse_bsd(std::string_view line) {
  const auto open = line.find(" (");
  const auto close = line.rfind(") = ");
  if (open == std::string_view::npos || close == std::string_view::npos || close < open + 2)
    return std::nullopt;
  const bool escaped = line.starts_with('\\');
  const auto word = line.substr(escaped ? 1 : 0, open - (escaped ? 1 : 0));
  for (const auto& [bsd, signal] : kBsdNames) {
    if (bsd != word) continue;
    const auto name = line.substr(open + 2, close - open - 2);
    return Line{std::string(signal),
                std::string(line.substr(close + 4)),
                escaped ? unescape_name(name) : std::string(name),
                {}};
  }
  return std::nullopt;
}

std::optional<Line> parse_sum(std::string_view line, const std::string& signal) {
  const bool escaped = line.starts_with('\\');
  if (escaped) line.remove_prefix(1);
  const auto space = line.find(' ');
  if (space == std::string_view::npos || space + 2 >= line.size()) return std::nullopt;
  const auto digits = line.substr(0, space);
  if (!all_hex(digits) || (line[space + 1] != ' ' && line[space + 1] != '*')) return std::nullopt;
  const std::string by_length = digits.size() == 64 ? "sha256" : signal_by_length(digits.size());
  const auto name = line.substr(space + 2);
  return Line{signal.empty() ? by_length : signal,
              std::string(digits),
              escaped ? unescape_name(name) : std::string(name),
              {}};
}

// VALUE, VALUE,QUALITY,NAME or VALUE and a name after white space.
Line parse_value(std::string_view line, const std::string& signal) {
  Line parsed{.signal = signal, .value = std::string(line)};
  if (signal == "text" || signal == "url" || (!signal.empty() && !is_known_signal(signal)))
    return parsed;
  const auto end = line.find_first_of(signal == "ssdeep" ? "," : ", \t");
  if (end == std::string_view::npos) return parsed;
  parsed.value = std::string(trim(line.substr(0, end)));
  std::string_view rest = trim(line.substr(end + 1));
  if (line[end] == ',' && signal == "pdq") {
    const auto comma = std::min(rest.find(','), rest.size());
    const auto quality = parse_decimal(trim(rest.substr(0, comma)));
    if (quality.ok() && *quality <= 100) {
      parsed.quality = static_cast<int>(*quality);
      rest = comma == rest.size() ? std::string_view() : trim(rest.substr(comma + 1));
    }
  }
  if (rest.size() >= 2 && rest.front() == '"' && rest.back() == '"')
    rest = rest.substr(1, rest.size() - 2);
  parsed.name = std::string(rest);
  return parsed;
}

Line parse_line(std::string_view line, const std::string& signal) {
  if (auto bsd = parse_bsd(line)) return *bsd;
  if (signal.empty() || signal == "md5" || signal == "pdq" || signal.starts_with("sha")) {
    if (auto sum = parse_sum(line, signal)) return *sum;
  }
  const auto space = line.find(' ');
  if (signal.empty() && space != std::string_view::npos && is_known_signal(line.substr(0, space)))
    return parse_value(trim(line.substr(space)), std::string(line.substr(0, space)));
  Line parsed = parse_value(line, signal);
  if (signal.empty() && all_hex(parsed.value))
    parsed.signal = signal_by_length(parsed.value.size());
  return parsed;
}

// A text may begin with any sign, so a file of texts has no comments.
bool is_comment(std::string_view line, std::string_view signal) {
  if (line.empty() || signal == "text") return line.empty();
  return line[0] == '#' || line[0] == ';' || line.starts_with("//");
}

void take_line(Collector& collector, std::string_view line, const std::string& signal,
               const std::string& where) {
  if (utf8_prefix_length(line) != line.size()) {
    collector.not_understood(where, "the line is not UTF-8");
    return;
  }
  Line parsed = parse_line(line, signal);
  if (parsed.signal.empty()) {
    collector.not_understood(
        where, parsed.value.size() == 64 && all_hex(parsed.value)
                   ? "64 digits may be SHA-256 or PDQ; say which signal the file holds"
                   : "the line does not say which signal it holds; name it for the whole file");
    return;
  }
  Entry entry{.signal = std::move(parsed.signal), .value = std::move(parsed.value)};
  entry.quality = parsed.quality;
  entry.note = std::move(parsed.name);
  collector.take(std::move(entry), where);
}

}  // namespace

Result<Imported> import_plain(std::string_view bytes, const ImportOptions& options) {
  Collector collector(options);
  SANAD_CHECK(collector.begin(bytes.size()));
  if (!options.signal.empty() && !is_signal_name(options.signal))
    return Error{ErrorCode::kInvalid,
                 "a signal's name is lower-case letters, digits and hyphens, such as \"pdq\""};
  if (bytes.find('\0') != std::string_view::npos)
    return Error{ErrorCode::kInvalid, "a plain list is text; this file holds zero bytes"};
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  std::string signal = options.signal;
  for (std::size_t number = 1; !bytes.empty(); ++number) {
    const auto end = std::min(bytes.find('\n'), bytes.size());
    const auto line = trim(bytes.substr(0, end));
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    if (signal.empty() && line.starts_with("ssdeep,1.") && line.ends_with(",filename")) {
      signal = "ssdeep";
    } else if (!is_comment(line, signal) &&
               !(signal == "ssdeep" && line.starts_with("ssdeep,1."))) {
      take_line(collector, line, signal, fmt::format("line {}", number));
      SANAD_CHECK(collector.within_limits());
    }
  }
  return collector.finish();
}

}  // namespace sanad::lists
