// sanad-verify: checks a bundle, or a certificate of training, offline and says in words what was
// found. Exit status: 0 intact (with or without warnings) or valid, 1 tampered or not valid, 2
// unusable (also: unreadable files, wrong arguments).
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "credential/check.h"
#include "credential/compact.h"
#include "verifier/aliases.h"
#include "verifier/questions.h"
#include "verifier/verifier.h"

namespace {

using sanad::Bytes;
using sanad::Error;
using sanad::ErrorCode;
using sanad::Result;

constexpr std::uint64_t kMaxTrustFileBytes = 1ULL << 20;
constexpr int kNotProven = 1;
constexpr int kUnusable = 2;

constexpr std::string_view kHelp =
    R"(Usage: sanad-verify BUNDLE [--questions] [--json] [--quiet] [--language en|ur]
                    [--trust-key FILE]... [--trust-tsa FILE]... [--aliases FILE]
       sanad-verify CERTIFICATE.json [--revocations FILE] [--issuer DID]... [--at TIME] [--json]

Checks a bundle, or a certificate of training, without any network and says what was checked and
what was not.

  --trust-key FILE   the agency's key (.pem or .vkey) that you had from elsewhere
  --trust-tsa FILE   root certificate (.pem) of a timestamp authority that you trust
  --aliases FILE     besides, who stands behind the officers' aliases, from the key that was sealed
                     apart (once it is opened); exit status 1 unless each name is proven
  --questions        besides, what a defence expert asks, with each answer and its proof
  --language en|ur   the language of these questions
  --revocations FILE the issuer's list of certificates that were revoked
  --issuer DID       an issuer's key (did:key:...) that you had from elsewhere
  --at TIME          whether the certificate was valid then (2026-11-24T16:50:00Z), not now
  --json             the report as JSON, with the answers
  --quiet            nothing but the exit status

Exit status: 0 intact (with or without warnings) or valid, 1 tampered or not valid, 2 unusable.

Example: sanad-verify case-12.zip --trust-key agency.vkey --trust-tsa authority.pem
         sanad-verify amal.json --revocations revocations.json --issuer did:key:z6Mk...
)";

// A regular file that is read where asked; closed on destruction.
class FileSource final : public sanad::RandomSource {
 public:
  static Result<FileSource> open(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat status{};
    if (descriptor < 0 || ::fstat(descriptor, &status) != 0) {
      const int reason = errno;
      if (descriptor >= 0) ::close(descriptor);
      return sanad::io_error(fmt::format("\"{}\" cannot be opened", path), reason);
    }
    FileSource source(descriptor, static_cast<std::uint64_t>(status.st_size));
    if (!S_ISREG(status.st_mode))
      return Error{ErrorCode::kInvalid, fmt::format("\"{}\" is not a file.", path)};
    return source;
  }
  FileSource(FileSource&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)), size_(other.size_) {}
  FileSource& operator=(FileSource&&) = delete;
  ~FileSource() override {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  std::uint64_t size() const override { return size_; }
  Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> out) override {
    while (true) {
      const ssize_t got = ::pread(descriptor_, out.data(), out.size(), static_cast<off_t>(offset));
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno != EINTR) return sanad::io_error("The file cannot be read", errno);
    }
  }

 private:
  FileSource(int descriptor, std::uint64_t size) : descriptor_(descriptor), size_(size) {}
  int descriptor_;
  std::uint64_t size_;
};

// "Reading 42 %" on a terminal, at most once for each percent.
class TerminalProgress final : public sanad::verifier::Progress {
 public:
  void advance(std::uint64_t done_bytes, std::uint64_t total_bytes) override {
    const std::uint64_t percent = total_bytes == 0 ? 100 : done_bytes * 100 / total_bytes;
    if (percent == shown_) return;
    shown_ = percent;
    fmt::print(stderr, "\rReading {} %", percent);
    if (percent == 100) fmt::print(stderr, "\r             \r");
  }

 private:
  std::uint64_t shown_ = 0;
};

struct Options {
  std::string bundle;
  std::vector<std::string> keys;
  std::vector<std::string> roots;
  std::string aliases;
  bool json = false;
  bool questions = false;
  sanad::verifier::Language language = sanad::verifier::Language::kEnglish;
  bool quiet = false;
  bool help = false;
  // Of a certificate.
  std::string revocations;
  std::vector<std::string> issuers;
  std::optional<sanad::Timestamp> at;
};

bool is_of_certificate(std::string_view argument) {
  return argument == "--revocations" || argument == "--issuer" || argument == "--at";
}

Result<void> take_of_certificate(Options& options, const std::string& argument,
                                 const std::string& value) {
  if (argument == "--revocations") {
    options.revocations = value;
  } else if (argument == "--issuer") {
    SANAD_CHECK_WITH(sanad::credential::parse_did(value), argument);
    options.issuers.push_back(value);
  } else {
    SANAD_TRY_WITH(const sanad::Timestamp at, sanad::parse_timestamp(value), argument);
    options.at = at;
  }
  return {};
}

Result<Options> parse_options(const std::vector<std::string>& arguments) {
  Options options;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (argument == "--trust-key" || argument == "--trust-tsa") {
      if (++i == arguments.size())
        return Error{ErrorCode::kInvalid, fmt::format("{} needs a file.", argument)};
      (argument == "--trust-key" ? options.keys : options.roots).push_back(arguments[i]);
    } else if (is_of_certificate(argument)) {
      if (++i == arguments.size())
        return Error{ErrorCode::kInvalid, fmt::format("{} needs a value.", argument)};
      SANAD_CHECK(take_of_certificate(options, argument, arguments[i]));
    } else if (argument == "--aliases") {
      if (++i == arguments.size()) return Error{ErrorCode::kInvalid, "--aliases needs a file."};
      options.aliases = arguments[i];
    } else if (argument == "--language") {
      const std::string word = ++i == arguments.size() ? "" : arguments[i];
      if (word != "en" && word != "ur")
        return Error{ErrorCode::kInvalid, "--language needs en or ur."};
      if (word == "ur") options.language = sanad::verifier::Language::kUrdu;
    } else if (argument == "--questions") {
      options.questions = true;
    } else if (argument == "--json") {
      options.json = true;
    } else if (argument == "--quiet") {
      options.quiet = true;
    } else if (argument == "--help" || argument == "-h") {
      options.help = true;
    } else if (argument.starts_with("-")) {
      return Error{ErrorCode::kInvalid, fmt::format("{} is not an option; see --help.", argument)};
    } else if (!options.bundle.empty()) {
      return Error{ErrorCode::kInvalid, "Name one bundle only."};
    } else {
      options.bundle = argument;
    }
  }
  if (options.bundle.empty() && !options.help)
    return Error{ErrorCode::kInvalid, "Name the bundle to check; see --help."};
  return options;
}

Result<std::string> read_small(const std::string& path) {
  SANAD_TRY(FileSource source, FileSource::open(path));
  if (source.size() > kMaxTrustFileBytes)
    return Error{ErrorCode::kLimit, fmt::format("\"{}\" is too large for a key file.", path)};
  std::string text(source.size(), '\0');
  std::size_t done = 0;
  while (done < text.size()) {
    SANAD_TRY(const std::size_t got,
              source.read_at(
                  done, {reinterpret_cast<std::uint8_t*>(text.data()) + done, text.size() - done}));
    if (got == 0) return Error{ErrorCode::kIo, fmt::format("\"{}\" changed while read.", path)};
    done += got;
  }
  return text;
}

Result<sanad::verifier::Trust> read_trust(const Options& options) {
  sanad::verifier::Trust trust;
  for (const std::string& path : options.keys) {
    SANAD_TRY(const std::string text, read_small(path));
    SANAD_TRY_WITH(const auto key, sanad::verifier::parse_trusted_key(text), path);
    trust.agency_keys.push_back(key);
  }
  for (const std::string& path : options.roots) {
    SANAD_TRY(const std::string text, read_small(path));
    SANAD_TRY_WITH(const auto roots, sanad::verifier::parse_trusted_roots(text), path);
    trust.roots.insert(trust.roots.end(), roots.begin(), roots.end());
  }
  return trust;
}

void print_questions(const sanad::verifier::Report& report, const Options& options) {
  const auto text = [&](std::string_view code) {
    return sanad::verifier::question_text(options.language, code);
  };
  fmt::print("\n{}\n", text("page:title"));
  for (const std::string_view code :
       {"page:lead", "page:trust", "page:authority", "page:disclosed"})
    fmt::print("  {}\n", text(code));
  fmt::print("{}", sanad::verifier::format_answers_text(report.answers, options.language));
}

// False: some name is not proven, or the key is of another bundle.
Result<bool> print_aliases(FileSource& bundle, const sanad::verifier::Report& report,
                           const Options& options) {
  SANAD_TRY(const std::string key, read_small(options.aliases));
  const auto named = sanad::verifier::open_alias_key(bundle, report, key);
  if (!named.ok() && named.error().code != ErrorCode::kIntegrity)
    return named.error().with_context(options.aliases);
  if (options.quiet) return named.ok();
  if (!named.ok()) {
    fmt::print(stderr, "\nThe key to the aliases is not taken: {}.\n", named.error().message);
    return false;
  }
  // Beside a report in JSON nothing else stands on standard output.
  std::FILE* out = options.json ? stderr : stdout;
  fmt::print(out, "\nOfficers, by entries that the bundle's checkpoint proves:\n");
  for (const auto& one : *named)
    fmt::print(out, "  {}  {} ({})\n", one.officer, one.name, fmt::join(one.roles, ", "));
  return true;
}

// A bundle is a zip file; a certificate is JSON, or what its QR code holds.
Result<bool> is_certificate(FileSource& file) {
  std::array<std::uint8_t, sanad::credential::kCompactMark.size()> head{};
  SANAD_TRY(const std::size_t got, file.read_at(0, head));
  const std::string_view text = sanad::as_text(sanad::ByteView(head).first(got));
  return text.starts_with('{') || sanad::credential::is_compact(text);
}

Result<int> run_certificate(const Options& options) {
  sanad::credential::Expectation expected{
      options.at.value_or(sanad::SystemClock().now()), options.issuers, {}};
  if (!options.revocations.empty()) {
    SANAD_TRY(expected.revocations, read_small(options.revocations));
  }
  SANAD_TRY(std::string text, read_small(options.bundle));
  if (sanad::credential::is_compact(text) && text.ends_with('\n')) text.pop_back();
  const auto report = sanad::credential::check_credential(text, expected);
  if (!report.ok())
    return report.error().with_context(
        fmt::format("\"{}\" is not a certificate that can be checked", options.bundle));
  if (options.json)
    fmt::print("{}\n", sanad::json::format_canonical(sanad::credential::report_json(*report)));
  else if (!options.quiet)
    fmt::print("{}", sanad::credential::report_text(*report));
  return report->is_valid() ? 0 : kNotProven;
}

Result<int> run(const std::vector<std::string>& arguments) {
  SANAD_TRY(const Options options, parse_options(arguments));
  if (options.help) {
    fmt::print("{}", kHelp);
    return 0;
  }
  SANAD_TRY(const sanad::verifier::Trust trust, read_trust(options));
  SANAD_TRY(FileSource source, FileSource::open(options.bundle));
  SANAD_TRY(const bool certificate, is_certificate(source));
  if (certificate) return run_certificate(options);
  if (!options.revocations.empty() || !options.issuers.empty() || options.at)
    return Error{ErrorCode::kInvalid,
                 "--revocations, --issuer and --at are for certificates of training."};
  TerminalProgress progress;
  const bool shows = !options.quiet && !options.json && ::isatty(STDERR_FILENO) == 1;
  SANAD_TRY(const auto report, sanad::verifier::verify(source, trust, shows ? &progress : nullptr));
  if (options.json)
    fmt::print("{}\n", sanad::verifier::format_report_json(report));
  else if (!options.quiet)
    fmt::print("{}", sanad::verifier::format_report_text(report));
  if (options.questions && !options.json && !options.quiet) print_questions(report, options);
  if (!options.aliases.empty()) {
    SANAD_TRY(const bool is_proven, print_aliases(source, report, options));
    if (!is_proven) return kNotProven;
  }
  switch (report.verdict) {
    case sanad::verifier::Verdict::kIntact:
    case sanad::verifier::Verdict::kIntactWithWarnings:
      return 0;
    case sanad::verifier::Verdict::kTampered:
      return 1;
    case sanad::verifier::Verdict::kUnusable:
      break;
  }
  return kUnusable;
}

}  // namespace

int main(int argc, char** argv) {
  const Result<int> status = run({argv + 1, argv + argc});
  if (status.ok()) return status.value();
  fmt::print(stderr, "sanad-verify: {}\n", status.error().message);
  return kUnusable;
}
