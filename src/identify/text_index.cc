#include "text_index.h"

#include <fmt/format.h>

#include <set>

#include "crypto/crypto.h"

namespace sanad::identify {
namespace {

constexpr std::size_t kBatch = 1000;
constexpr std::string_view kEnding = ".index";

std::string file_name(std::string_view list_id, std::span<const std::uint32_t> numbers) {
  std::string named = fmt::format("{}\n{}\n", text::kFingerprintAlgorithm, list_id);
  for (const std::uint32_t number : numbers)
    fmt::format_to(std::back_inserter(named), "{} ", number);
  const std::string digest = format_hex(crypto::sha256(as_bytes(named)));
  return digest + std::string(kEnding);
}

}  // namespace

Result<void> TextIndex::open(std::span<const std::string> list_ids) {
  SANAD_CHECK(files::make_directories(fs_, directory_));
  Lists lists;
  for (const std::string& id : list_ids) {
    SANAD_TRY(std::vector<std::uint32_t> numbers, rows_.numbers("text", id));
    if (numbers.empty()) continue;
    SANAD_TRY(lists[id], texts_of(id, std::move(numbers)));
  }
  set_current(std::move(lists));
  return sweep();
}

Result<void> TextIndex::renew(const std::string& list_id) {
  Lists lists = *current();
  SANAD_TRY(std::vector<std::uint32_t> numbers, rows_.numbers("text", list_id));
  if (numbers.empty()) {
    lists.erase(list_id);
  } else {
    SANAD_TRY(lists[list_id], texts_of(list_id, std::move(numbers)));
  }
  set_current(std::move(lists));
  return sweep();
}

Result<std::vector<std::uint32_t>> TextIndex::look_up(const text::Fingerprint& query,
                                                      std::size_t most) const {
  std::vector<std::uint32_t> found;
  const auto lists = current();
  for (const auto& [id, texts] : *lists) {
    SANAD_TRY(const text::Lookup lookup, texts->index->lookup(query, most));
    for (const text::Candidate& candidate : lookup.candidates) {
      if (candidate.document < texts->numbers.size())
        found.push_back(texts->numbers[candidate.document]);
    }
  }
  return found;
}

Result<std::shared_ptr<const TextIndex::Texts>> TextIndex::texts_of(
    const std::string& list_id, std::vector<std::uint32_t> numbers) {
  const files::Path path = directory_ / file_name(list_id, numbers);
  auto texts = std::make_shared<Texts>();
  const auto map = [&]() -> Result<void> {
    SANAD_TRY(texts->mapping, fs_.map(path));
    SANAD_TRY(texts->index, text::PassageIndex::open(texts->mapping->bytes()));
    if (texts->index->documents() != numbers.size())
      return Error{ErrorCode::kIntegrity, "the index of texts has another number of documents"};
    return {};
  };
  SANAD_TRY(const auto there, fs_.stat(path));
  // It follows from the database, so that a damaged one is no loss.
  if (!there || !map().ok()) {
    SANAD_CHECK_WITH(write(path, list_id), "making the index of a list's texts");
    SANAD_CHECK(map());
  }
  texts->numbers = std::move(numbers);
  return std::shared_ptr<const Texts>(std::move(texts));
}

Result<void> TextIndex::write(const files::Path& path, const std::string& list_id) {
  text::PassageIndexBuilder builder;
  for (std::uint32_t after = 0;;) {
    SANAD_TRY(const auto batch, rows_.values("text", list_id, after, kBatch));
    if (batch.empty()) break;
    for (const Rows::Value& one : batch) {
      // One that cannot be folded keeps its place, and is never found.
      auto fingerprint = text::fingerprint(one.value);
      SANAD_CHECK(builder.add(fingerprint.ok() ? *fingerprint : text::Fingerprint{}));
    }
    after = batch.back().number;
  }
  return files::stream_file_atomic(fs_, path, [&](ByteSink& sink) { return builder.write(sink); });
}

// What no list names any more; a mapping outlives its name.
Result<void> TextIndex::sweep() const {
  std::set<std::string> wanted;
  for (const auto& [id, texts] : *current()) wanted.insert(file_name(id, texts->numbers));
  SANAD_TRY(const auto files, fs_.list(directory_));
  for (const files::FileInfo& file : files) {
    if (!file.is_directory && wanted.count(file.name) == 0)
      SANAD_CHECK(fs_.remove(directory_ / file.name));
  }
  return {};
}

std::shared_ptr<const TextIndex::Lists> TextIndex::current() const {
  const std::lock_guard lock(mutex_);
  return current_;
}

void TextIndex::set_current(Lists lists) {
  const std::lock_guard lock(mutex_);
  current_ = std::make_shared<const Lists>(std::move(lists));
}

}  // namespace sanad::identify
