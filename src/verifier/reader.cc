// The reader that a bundle brings with it: what it shows is what the other checks have proven
// (docs/formats/reader.md).
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "context.h"
#include "crypto/crypto.h"
#include "reader_data/reader_data.h"
#include "verifier/page.h"

namespace sanad::verifier {
namespace {

constexpr std::size_t kPieceBytes = 256 * 1024;
constexpr std::uint64_t kReaderVersion = 1;
constexpr std::string_view kVersionMark = "<!doctype html>\n<!-- Sanad reader ";

// Compares the scripts that the reader must have with those that it has.
class Comparison {
 public:
  explicit Comparison(const Container& container) : container_(container) {}

  reader_data::OnFile taker() {
    return [this](const std::string& path, std::string_view content) -> Result<void> {
      expected_.insert(path);
      const File* file = container_.find(path);
      if (file == nullptr)
        problems_.push_back(fmt::format("\"{}\" is missing.", path));
      else if (file->sha256 != format_hex(crypto::sha256(as_bytes(content))))
        problems_.push_back(fmt::format("\"{}\" is not what follows from the other files.", path));
      return {};
    };
  }

  std::vector<std::string> finish() {
    for (const File& file : container_.files)
      if (file.path.starts_with(reader_data::kFolder) && !expected_.contains(file.path))
        problems_.push_back(fmt::format("\"{}\" does not belong to the reader.", file.path));
    return std::move(problems_);
  }

 private:
  const Container& container_;
  std::set<std::string, std::less<>> expected_;
  std::vector<std::string> problems_;
};

using Firsts = std::map<std::string, std::vector<std::uint64_t>>;

Result<void> derive_entries(const Context& context, const reader_data::OnFile& on_file,
                            Firsts& firsts) {
  reader_data::Chunks chunks("entries", on_file);
  for (const std::uint64_t entry : context.index.entries) {
    SANAD_TRY(const Bytes leaf, context.required(fmt::format("entries/{}.leaf", entry)));
    SANAD_TRY(const Bytes body, context.required(fmt::format("entries/{}.body", entry)));
    SANAD_CHECK(chunks.add(reader_data::entry_line(entry, as_text(leaf), as_text(body)), entry));
  }
  SANAD_CHECK(chunks.finish());
  firsts["entries"] = chunks.firsts();
  return {};
}

Result<void> derive_excerpt(const Context& context, const std::string& exhibit,
                            const reader_data::OnFile& on_file, Firsts& firsts) {
  const File& file = *context.container.find(excerpt_path(exhibit));
  reader_data::Chunks chunks(exhibit, on_file);
  for (std::uint64_t done = 0; done < file.size;) {
    const std::uint64_t size = std::min<std::uint64_t>(kPieceBytes, file.size - done);
    SANAD_TRY(const Bytes piece, read_exactly(context.source, file.start + done, size));
    SANAD_CHECK(chunks.update(piece));
    done += size;
  }
  SANAD_CHECK(chunks.finish());
  firsts[exhibit] = chunks.firsts();
  return {};
}

Result<void> derive(const Context& context, const reader_data::OnFile& on_file) {
  Firsts firsts;
  SANAD_CHECK(derive_entries(context, on_file, firsts));
  for (const IndexedExhibit& exhibit : context.index.exhibits)
    if (exhibit.excerpt) SANAD_CHECK(derive_excerpt(context, exhibit.exhibit, on_file, firsts));
  SANAD_TRY(const Bytes index, context.required("bundle.json"));
  SANAD_CHECK(
      on_file(reader_data::path_of("bundle"), reader_data::format_file("bundle", as_text(index))));
  return on_file(reader_data::path_of("chunks"),
                 reader_data::format_file("chunks", reader_data::format_chunks(firsts)));
}

// True if the page says that it is of a later version than this program knows.
bool is_later(std::string_view page) {
  if (!page.starts_with(kVersionMark)) return false;
  page.remove_prefix(kVersionMark.size());
  std::uint64_t version = 0;
  const auto [end, error] = std::from_chars(page.data(), page.data() + page.size(), version);
  const auto digits = static_cast<std::size_t>(end - page.data());
  return error == std::errc() && digits > 0 && digits < 10 && page.front() != '0' &&
         page.substr(digits).starts_with(" -->\n") && version > kReaderVersion;
}

}  // namespace

bool is_of_reader(std::string_view path) {
  return path == reader_data::kPage || path.starts_with(reader_data::kFolder);
}

Result<Outcome> check_reader(Context& context) {
  const auto& files = context.container.files;
  if (std::ranges::none_of(files, [](const File& file) { return is_of_reader(file.path); }))
    return pass("The bundle brings no reader with it.");
  Comparison comparison(context.container);
  SANAD_CHECK(derive(context, comparison.taker()));
  std::vector<std::string> problems = comparison.finish();
  SANAD_TRY(const auto page, context.bytes_of(reader_data::kPage));
  const bool known = page && as_text(*page) == reader_page();
  const bool later = page && !known && is_later(as_text(*page));
  if (!page) problems.push_back(fmt::format("\"{}\" is missing.", reader_data::kPage));
  if (page && !known && !later)
    problems.push_back(
        fmt::format("\"{}\" is not the reader that it says it is.", reader_data::kPage));
  if (!problems.empty())
    return fail("The reader does not show just what was proven.", std::move(problems));
  if (later)
    return warn(
        "The reader index.html is of a later version, which this verifier does not know: "
        "what it shows was checked, and how it shows it was not.");
  return pass(
      "The reader index.html is the one that this verifier knows, and what it shows is what "
      "was proven.");
}

}  // namespace sanad::verifier
