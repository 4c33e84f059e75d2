// The answers for a bundle that is being written: the same code over the files that an answer rests
// on, before there is a zip.
#include <fmt/format.h>

#include <algorithm>

#include "questions.h"
#include "tlog/note.h"
#include "verifier/questions.h"

namespace sanad::verifier {
namespace {

// The files one after another, each read when asked for; the last one is kept.
class DraftSource final : public RandomSource {
 public:
  explicit DraftSource(std::vector<DraftFile> files) : files_(std::move(files)) {
    std::ranges::sort(files_, {}, &DraftFile::path);
    for (const DraftFile& file : files_) {
      starts_.push_back(size_);
      size_ += file.size;
    }
  }

  Container container(const std::string& folder) const {
    Container container;
    container.folder = folder;
    for (std::size_t i = 0; i < files_.size(); ++i) {
      File file;
      file.path = files_[i].path;
      file.size = files_[i].size;
      file.start = starts_[i];
      file.sha256 = files_[i].sha256;
      container.files.push_back(std::move(file));
    }
    return container;
  }

  std::uint64_t size() const override { return size_; }
  Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> out) override {
    const auto next = std::ranges::upper_bound(starts_, offset);
    if (next == starts_.begin() || offset >= size_) return std::size_t{0};
    const auto at = static_cast<std::size_t>(next - starts_.begin()) - 1;
    if (held_ != at) {
      SANAD_TRY(bytes_, files_[at].read());
      held_ = at;
      if (bytes_.size() != files_[at].size)
        return Error{ErrorCode::kIntegrity,
                     fmt::format("\"{}\" has another size than was said.", files_[at].path)};
    }
    const std::uint64_t from = offset - starts_[at];
    const std::size_t count = std::min<std::uint64_t>(out.size(), bytes_.size() - from);
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(from), count, out.begin());
    return count;
  }

 private:
  std::vector<DraftFile> files_;
  std::vector<std::uint64_t> starts_;
  std::uint64_t size_ = 0;
  std::size_t held_ = SIZE_MAX;
  Bytes bytes_;
};

Error unverifiable(std::string_view what) {
  return Error{ErrorCode::kInvalid, fmt::format("The bundle would not verify: {}", what)};
}

// What "index" and "checkpoint" would have learned.
Result<void> read_tags(Context& context) {
  SANAD_TRY(const Bytes index, context.required("bundle.json"));
  SANAD_TRY(const json::Value value, json::parse_canonical(as_text(index)));
  auto read = read_index(value);
  if (!read) return unverifiable("bundle.json does not have the members that it must have.");
  context.index = std::move(*read);
  SANAD_TRY(context.checkpoint_bytes, context.required("ledger/checkpoint"));
  SANAD_TRY(const Bytes key, context.required("keys/log.vkey"));
  const std::string_view line = as_text(key);
  if (!line.ends_with('\n')) return unverifiable("keys/log.vkey is not one line.");
  SANAD_TRY(context.log_key, tlog::parse_vkey(line.substr(0, line.size() - 1)));
  return {};
}

struct DraftCheck {
  std::string_view id;
  Result<Outcome> (*run)(Context&);
};
constexpr DraftCheck kRun[] = {
    {"entries", check_entries},
    {"authority", check_authority},
    {"completeness", check_completeness},
    {"timestamp", check_timestamp},
};

Result<void> run_check(Context& context, std::string_view id, Result<Outcome> (*run)(Context&)) {
  SANAD_TRY(const Outcome outcome, run(context));
  context.statuses[std::string(id)] = outcome.status;
  return {};
}

// The checks that an answer rests on; one that fails only makes answers that cannot be shown. Those
// that are not run here look at what the writer makes of these very files, and are taken to pass.
Result<void> run_checks(Context& context) {
  for (const std::string_view id : {"payload", "tags", "signature", "checkpoint", "inclusion",
                                    "exhibits", "excerpts", "redactions"})
    context.statuses[std::string(id)] = Status::kPass;
  for (const DraftCheck& check : kRun) SANAD_CHECK(run_check(context, check.id, check.run));
  if (context.timestamp) SANAD_CHECK(run_check(context, "time-order", check_time_order));
  return {};
}

}  // namespace

Result<std::string> cross_examination(const std::string& folder, std::vector<DraftFile> files) {
  DraftSource source(std::move(files));
  const Trust nobody;
  Context context{.source = source, .trust = nobody};
  context.container = source.container(folder);
  SANAD_CHECK(read_tags(context));
  SANAD_CHECK(run_checks(context));
  SANAD_TRY(const json::Value answers, cross_examine(context));
  return json::format_canonical(answers);
}

}  // namespace sanad::verifier
