// Selectors of any file: found, and shown with the bytes that they stand at.
#include <fcntl.h>
#include <fmt/format.h>
#include <stdio.h>
#include <unistd.h>

#include <array>

#include "base/utf8.h"
#include "command.h"
#include "selectors/selectors.h"

namespace sanad::cli {
namespace {

constexpr std::size_t kReadBytes = 256 * 1024;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ > STDERR_FILENO) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

struct View {
  bool json = false;
  bool names_file = false;
  bool shows_personal = false;
};

// Letters and digits as '*', but for the last.
std::string masked(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool sign = c == '-' || c == ' ' || c == '/';
    if ((c & 0xC0) == 0x80) continue;
    out += sign || (i + 1 == text.size() && (c & 0x80) == 0) ? c : '*';
  }
  return out;
}

std::string shown_kind(const selectors::Hit& hit) {
  std::string kind(selectors::kind_name(hit.kind));
  return hit.pattern.empty() ? kind : kind + '/' + hit.pattern;
}

json::Object to_json(const selectors::Hit& hit, const std::string& file, const View& view) {
  const bool hidden = hit.personal && !view.shows_personal;
  const std::string value = replace_malformed_utf8(hit.value);
  const std::string raw = replace_malformed_utf8(hit.raw);
  json::Object object;
  if (view.names_file) object.set("file", replace_malformed_utf8(file));
  object.set("kind", std::string(selectors::kind_name(hit.kind)));
  if (!hit.pattern.empty()) object.set("pattern", hit.pattern);
  object.set("value", hidden ? masked(value) : value);
  object.set("raw", hidden ? masked(raw) : raw);
  object.set("offset", hit.offset);
  object.set("length", hit.length);
  if (!hit.layers.empty()) {
    json::Array layers;
    for (const selectors::Layer layer : hit.layers)
      layers.emplace_back(selectors::layer_name(layer));
    object.set("layers", std::move(layers));
  }
  if (hit.personal) object.set("personal", true);
  if (!hit.region.empty()) object.set("region", hit.region);
  if (!hit.calendar.empty()) object.set("calendar", hit.calendar);
  return object;
}

// Nothing in a table may move the reader's cursor.
std::string printable(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  }
  return text;
}

void show(const selectors::Hit& hit, const std::string& file, const View& view) {
  if (view.json) {
    fmt::print("{}\n", json::format_canonical(to_json(hit, file, view)));
    return;
  }
  std::string notes;
  const auto note = [&](std::string_view text) {
    notes += (notes.empty() ? "" : ", ") + std::string(text);
  };
  for (const selectors::Layer layer : hit.layers) note(selectors::layer_name(layer));
  if (!hit.region.empty()) note(hit.region);
  if (!hit.calendar.empty()) note(hit.calendar);
  if (hit.personal) note("personal");
  const std::string value = replace_malformed_utf8(hit.value);
  fmt::print("{}{:>12}  {:>6}  {:<12} {}{}\n", view.names_file ? printable(file) + ": " : "",
             hit.offset, hit.length, shown_kind(hit),
             printable(hit.personal && !view.shows_personal ? masked(value) : value),
             notes.empty() ? "" : "  [" + notes + "]");
}

Result<void> scan_file(const std::string& name, const selectors::Options& options,
                       const View& view) {
  const Descriptor file(name == "-" ? STDIN_FILENO : ::open(name.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number() < 0) {
    if (errno == ENOENT)
      return Error{ErrorCode::kNotFound,
                   fmt::format("there is no file {}; look at its name", name)};
    return io_error(fmt::format("{} cannot be opened", name), errno);
  }
  selectors::Scanner scanner(options);
  std::vector<std::uint8_t> bytes(kReadBytes);
  bool more = true;
  while (more && !stop_requested) {
    const ssize_t got = ::read(file.number(), bytes.data(), bytes.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return io_error(fmt::format("{} cannot be read", name), errno);
    more = got > 0;
    if (more)
      scanner.feed(ByteView(bytes).first(static_cast<std::size_t>(got)));
    else
      scanner.finish();
    for (const selectors::Hit& hit : scanner.take()) show(hit, name, view);
  }
  if (stop_requested)
    return Error{ErrorCode::kUnavailable, "stopped before the end; run it again for the rest"};
  if (scanner.cut_layers() > 0) {
    fmt::print(
        stderr,
        "note: {}: {} packed parts are longer than {} GiB; what follows in them was not read\n",
        name, scanner.cut_layers(), selectors::kMaxInflatedBytes >> 30);
  }
  return {};
}

Result<selectors::Options> read_options(Context& context) {
  selectors::Options options;
  options.region = context.arguments.value("--region");
  const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (!options.region.empty() &&
      !(options.region.size() == 2 && capital(options.region[0]) && capital(options.region[1]))) {
    return Error{ErrorCode::kInvalid, "--region is a country's two capitals, as in --region PK"};
  }
  const std::vector<std::string> kinds = context.arguments.all("--kind");
  if (!kinds.empty()) options.kinds = 0;
  for (const std::string& name : kinds) {
    const auto kind = selectors::parse_kind(name);
    if (!kind) {
      std::string known;
      for (std::size_t i = 0; i < selectors::kKinds; ++i)
        known +=
            (i ? ", " : "") + std::string(selectors::kind_name(static_cast<selectors::Kind>(i)));
      return Error{ErrorCode::kInvalid,
                   fmt::format("\"{}\" is no kind; these are: {}", name, known)};
    }
    options.kinds |= 1ULL << static_cast<unsigned>(*kind);
  }
  if (const std::string name = context.arguments.value("--patterns"); !name.empty()) {
    SANAD_TRY(const std::string content, read_text(name, selectors::kMaxPatternFileBytes + 1));
    SANAD_TRY_WITH(selectors::PatternSet set, selectors::parse_patterns(content), name);
    options.patterns = std::make_shared<const selectors::PatternSet>(std::move(set));
  }
  return options;
}

Result<int> find_selectors(Context& context) {
  const std::vector<std::string>& names = context.arguments.rest();
  if (names.empty())
    return Error{ErrorCode::kInvalid, "name one file or more; - is the standard input"};
  SANAD_TRY(const selectors::Options options, read_options(context));
  const View view{context.json(), names.size() > 1, context.arguments.has("--personal")};
  for (const std::string& name : names) SANAD_CHECK(scan_file(name, options, view));
  return 0;
}

}  // namespace

std::vector<Command> selector_commands() {
  return {{"selectors",
           "FILE...",
           "Finds addresses, numbers, wallets, places and dates in any files, with their bytes. "
           "Needs no workspace.",
           "sanad selectors export.json --region PK --json",
           {{"--kind", "KIND", "only this kind; may be repeated", true},
            {"--region", "REGION", "numbers without a country code are of there (PK)", false},
            {"--patterns", "FILE", "an agency's own patterns as well", false},
            {"--personal", "", "show what is masked as personal data", false}},
           find_selectors}};
}

}  // namespace sanad::cli
