#include "exercise_studies.h"

#include <fmt/format.h>

#include <algorithm>

#include "act_kinds.h"
#include "base/numbers.h"
#include "crypto/crypto.h"
#include "story/telling.h"

namespace sanad::service {
namespace {

constexpr std::string_view kSeatFile = "/seat.json";
constexpr std::uint64_t kMaxSeatFileBytes = 4 << 20;
constexpr std::string_view kFacts[] = {"fact.cited", "fact.verified", "exercise.answered-before"};

bool is_study_id(std::string_view text) {
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, is_plain);
}

Result<std::string> read_study_file(Workspace& workspace, const std::string& directory,
                                    std::string_view study, std::string_view name) {
  if (directory.empty()) {
    const auto part = story::embedded_file(fmt::format("studies/{}/{}", study, name));
    if (part) return std::string(*part);
    return Error{ErrorCode::kNotFound,
                 fmt::format("there is no study \"{}\" in this program", study)};
  }
  const std::string path = fmt::format("{}/{}/{}", directory, study, name);
  auto bytes = files::read_file(workspace.file_system(), path, training::kMaxFileBytes);
  if (!bytes.ok() && bytes.error().code == ErrorCode::kNotFound)
    return Error{ErrorCode::kNotFound,
                 fmt::format("there is no study \"{}\" among the studies of this seat ({} is "
                             "missing)",
                             study, name)};
  if (!bytes.ok()) return bytes.error();
  return to_text(*bytes);
}

Result<void> check_kinds(const training::Truth& truth) {
  for (const std::string& kind : truth.kinds())
    if (!is_entry_kind(kind) && std::ranges::find(kFacts, kind) == std::end(kFacts))
      return Error{ErrorCode::kInvalid,
                   fmt::format("truth.json: a condition speaks of \"{}\", which is no kind of "
                               "entry, nor a fact",
                               kind)};
  return {};
}

const std::map<std::string, std::string> kNoValues;

// `${NAME}`, or `${STUDY.NAME}`, of this study.
Result<std::string> expand_with(const std::map<std::string, std::string>& values,
                                std::string_view study, std::string_view text) {
  const std::string prefix = std::string(study) + ".";
  std::string told;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = std::min(text.find("${", at), text.size());
    told += text.substr(at, begin - at);
    if (begin == text.size()) break;
    const std::size_t end = text.find('}', begin);
    std::string_view name =
        end == std::string_view::npos ? "" : text.substr(begin + 2, end - begin - 2);
    if (name.starts_with(prefix)) name.remove_prefix(prefix.size());
    const auto found = values.find(std::string(name));
    if (found == values.end())
      return Error{ErrorCode::kInvalid,
                   fmt::format("the variable \"{}\" has no value at this seat", name)};
    told += found->second;
    at = end + 1;
  }
  return told;
}

}  // namespace

Result<StudyValues> told_values(std::uint64_t seed, std::int64_t seat) {
  SANAD_TRY(const auto world, story::World::embedded());
  SANAD_TRY(const auto telling, story::Telling::of(world, seed, static_cast<std::uint32_t>(seat)));
  StudyValues values;
  for (const auto& [name, value] : telling.values()) {
    const std::size_t dot = name.find('.');
    values[name.substr(0, dot)][name.substr(dot + 1)] = value;
  }
  return values;
}

std::string seed_digest(std::uint64_t seed) {
  return format_hex(crypto::sha256(as_bytes(fmt::format("{}", seed))));
}

Result<std::string> write_seat_file(Workspace& workspace, const SeatFile& file) {
  json::Object values;
  for (const auto& [study, of_study] : file.values) {
    json::Object one;
    for (const auto& [name, value] : of_study) one.set(name, value);
    values.set(study, std::move(one));
  }
  const std::string text = json::format_pretty(json::Object{{"seed", fmt::format("{}", file.seed)},
                                                            {"studies", file.studies_directory},
                                                            {"values", std::move(values)}});
  SANAD_CHECK(files::write_file_atomic(
      workspace.file_system(), workspace.directory() + std::string(kSeatFile), as_bytes(text)));
  return format_hex(crypto::sha256(as_bytes(text)));
}

Result<SeatFile> read_seat_file(Workspace& workspace, const Seat& seat) {
  SANAD_TRY_WITH(
      const Bytes bytes,
      files::read_file(workspace.file_system(), workspace.directory() + std::string(kSeatFile),
                       kMaxSeatFileBytes),
      "seat.json, which holds what was assigned to this seat");
  if (format_hex(crypto::sha256(bytes)) != seat.file_sha256)
    return Error{ErrorCode::kIntegrity,
                 "seat.json is not the file that was written when the seat was assigned; put it "
                 "back"};
  SANAD_TRY_WITH(const json::Value value, json::parse(as_text(bytes)), "seat.json");
  SeatFile file;
  SANAD_TRY_WITH(file.seed, parse_decimal(value["seed"].string_or("")), "seat.json");
  file.studies_directory = value["studies"].string_or("");
  if (const json::Object* values = value["values"].as_object())
    for (const json::Member& study : *values)
      if (const json::Object* names = study.value.as_object())
        for (const json::Member& one : *names)
          file.values[study.name][one.name] = one.value.string_or("");
  return file;
}

Result<LoadedStudy> load_study(Workspace& workspace, const SeatFile& file, std::string_view study) {
  if (!is_study_id(study))
    return Error{ErrorCode::kInvalid, fmt::format("\"{}\" is no name of a study", study)};
  const auto of_study = file.values.find(std::string(study));
  const training::Expand expand = [&](std::string_view text) {
    return expand_with(of_study == file.values.end() ? kNoValues : of_study->second, study, text);
  };
  LoadedStudy loaded;
  SANAD_TRY(const std::string told,
            read_study_file(workspace, file.studies_directory, study, "study.json"));
  SANAD_TRY(const std::string truth,
            read_study_file(workspace, file.studies_directory, study, "truth.json"));
  SANAD_TRY(const std::string debrief,
            read_study_file(workspace, file.studies_directory, study, "debrief.json"));
  loaded.study_sha256 = format_hex(crypto::sha256(as_bytes(told)));
  loaded.truth_sha256 = format_hex(crypto::sha256(as_bytes(truth)));
  SANAD_TRY_WITH(loaded.study, training::read_study(told, expand), study);
  if (loaded.study.id != study)
    return Error{ErrorCode::kInvalid,
                 fmt::format("{}: study.json: id: must be the name of its folder", study)};
  SANAD_TRY_WITH(loaded.truth, training::read_truth(truth, loaded.study, expand), study);
  SANAD_CHECK_WITH(check_kinds(loaded.truth), study);
  SANAD_TRY_WITH(loaded.debrief,
                 training::read_debrief(debrief, loaded.study, loaded.truth.trap_ids(), expand),
                 study);
  return loaded;
}

}  // namespace sanad::service
