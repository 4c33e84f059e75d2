#include "validation/environment.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <clocale>
#include <fstream>
#include <iterator>

#include "crypto/crypto.h"

namespace sanad::validation {
namespace {

constexpr std::size_t kMaxTextBytes = 64U << 20U;

// Packages whose code takes part in what becomes evidence (THIRD_PARTY.md).
constexpr std::array<std::string_view, 42> kPackages = {
    "chromium",          "chromium-common", "fonts-noto-core",   "libarchive13",
    "libargon2-1",       "libavcodec59",    "libavformat59",     "libavutil57",
    "libbrotli1",        "libc6",           "libcairo2",         "libchromaprint1",
    "libcld2-0",         "libexiv2-27",     "libexpat1",         "libfmt9",
    "libfuzzy2",         "libgmime-3.0-0",  "libgumbo1",         "libicu72",
    "libjpeg62-turbo",   "libpng16-16",     "libpoppler-cpp0v5", "libpq5",
    "libqpdf29",         "libre2-9",        "libseccomp2",       "libsqlite3-0",
    "libssl3",           "libstdc++6",      "libswresample4",    "libswscale6",
    "libtesseract5",     "libtlsh0",        "libxml2",           "libyara9",
    "libzstd1",          "openssl",         "tesseract-ocr",     "tesseract-ocr-eng",
    "tesseract-ocr-urd", "zlib1g"};

std::string read_text(const char* path) {
  std::ifstream file(path, std::ios::binary);
  std::string text;
  std::array<char, 65'536> buffer{};
  while (file && text.size() < kMaxTextBytes) {
    file.read(buffer.data(), buffer.size());
    text.append(buffer.data(), static_cast<std::size_t>(file.gcount()));
  }
  return text;
}

// The value of the first line "NAME<separator>value".
std::string value_of(std::string_view text, std::string_view name, char separator) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    at = end + 1;
    if (!line.starts_with(name)) continue;
    std::string_view rest = line.substr(name.size());
    while (!rest.empty() && (rest.front() == ' ' || rest.front() == '\t')) rest.remove_prefix(1);
    if (rest.empty() || rest.front() != separator) continue;
    rest.remove_prefix(1);
    while (!rest.empty() && (rest.front() == ' ' || rest.front() == '"')) rest.remove_prefix(1);
    while (!rest.empty() && (rest.back() == ' ' || rest.back() == '"')) rest.remove_suffix(1);
    return std::string(rest);
  }
  return "";
}

json::Object system_json() {
  utsname names{};
  const bool known = ::uname(&names) == 0;
  const char* locale = std::setlocale(LC_ALL, nullptr);
  return json::Object{{"name", value_of(read_text("/etc/os-release"), "PRETTY_NAME", '=')},
                      {"kernel", known ? fmt::format("{} {}", names.sysname, names.release) : ""},
                      {"machine", known ? names.machine : ""},
                      {"processor", value_of(read_text("/proc/cpuinfo"), "model name", ':')},
                      {"locale", locale == nullptr ? "" : locale}};
}

json::Value digest_or_null(FileDigests& digests, const std::string& path) {
  if (path.empty()) return nullptr;
  const auto digest = digests.of(path);
  return digest.ok() ? json::Value(*digest) : json::Value(nullptr);
}

}  // namespace

Result<std::string> FileDigests::of(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return io_error("opening " + path, errno);
  struct stat info{};
  if (::fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
    ::close(fd);
    return Error{ErrorCode::kNotFound, fmt::format("{} is no file", path)};
  }
  const Key key{info.st_dev, info.st_ino, static_cast<std::uint64_t>(info.st_size),
                std::int64_t{info.st_mtim.tv_sec} * 1'000'000'000 + info.st_mtim.tv_nsec};
  const std::lock_guard lock(mutex_);
  if (const auto found = known_.find(key); found != known_.end()) {
    ::close(fd);
    return found->second;
  }
  crypto::Hasher hasher(crypto::Hasher::Algorithm::kSha256);
  Bytes buffer(1U << 20U);
  ssize_t got = 0;
  while ((got = ::read(fd, buffer.data(), buffer.size())) > 0)
    hasher.update(ByteView(buffer).first(static_cast<std::size_t>(got)));
  ::close(fd);
  if (got < 0) return io_error("reading " + path, errno);
  std::string digest = format_hex(hasher.finish());
  known_[key] = digest;
  return digest;
}

json::Array package_versions(std::string_view status) {
  std::map<std::string, std::string> found;
  std::size_t at = 0;
  while (at < status.size()) {
    std::size_t end = status.find("\n\n", at);
    if (end == std::string_view::npos) end = status.size();
    const std::string_view one = status.substr(at, end - at);
    at = end + 2;
    std::string name = value_of(one, "Package", ':');
    if (!std::ranges::binary_search(kPackages, std::string_view(name))) continue;
    if (value_of(one, "Status", ':') != "install ok installed") continue;
    found[std::move(name)] = value_of(one, "Version", ':');
  }
  json::Array versions;
  for (const auto& [name, version] : found)
    versions.emplace_back(json::Object{{"name", name}, {"version", version}});
  return versions;
}

json::Object read_environment(const EnvironmentInput& input, FileDigests& digests) {
  json::Array programs;
  for (const auto& [name, path] : {std::pair<const char*, std::string>{"sanad", "/proc/self/exe"},
                                   {"sanad-extract", input.extractor},
                                   {"sanad-ocr", input.reader_of_images}})
    programs.emplace_back(json::Object{{"name", name}, {"sha256", digest_or_null(digests, path)}});
  json::Object browser{{"name", input.browser_path},
                       {"version", input.browser_version},
                       {"sha256", digest_or_null(digests, input.browser_path)},
                       {"sandbox", json::Object{{"on", input.browser_is_confined},
                                                {"reason", input.browser_sandbox}}}};
  return json::Object{{"version", input.version},
                      {"programs", std::move(programs)},
                      {"browser", std::move(browser)},
                      {"system", system_json()},
                      {"libraries", package_versions(read_text("/var/lib/dpkg/status"))}};
}

std::string environment_digest(const json::Object& environment) {
  return format_hex(crypto::sha256(as_bytes(json::format_canonical(json::Value(environment)))));
}

}  // namespace sanad::validation
