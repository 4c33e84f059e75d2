// Which questions there are, what each needs, and the check that compares the answers with those
// that the bundle brings.
#include "questions.h"

#include <fmt/format.h>

#include <algorithm>

#include "json/json.h"
#include "verifier/questions.h"

namespace sanad::verifier {
namespace {

constexpr std::size_t kMaxNeeds = 8;

struct Question {
  std::string_view id;
  bool is_of_bundle = false;
  Answer (*ask)(const Asked&) = nullptr;
  // Checks that must not have failed; in this order the first that did is named.
  std::array<std::string_view, kMaxNeeds> needs;
};

// In the order of the answers; of the bundle first, then of each exhibit.
constexpr Question kQuestions[] = {
    {"rewritten", true, ask_rewritten, {"checkpoint", "entries", "inclusion"}},
    {"altered",
     false,
     ask_altered,
     {"payload", "tags", "signature", "checkpoint", "entries", "inclusion", "exhibits",
      "excerpts"}},
    {"latest", false, ask_latest, {"checkpoint", "entries", "inclusion", "timestamp"}},
    {"earliest", false, ask_earliest, {"checkpoint", "entries", "inclusion"}},
    {"collector", false, ask_collector, {"checkpoint", "entries", "inclusion"}},
    {"authority", false, ask_authority, {"checkpoint", "entries", "inclusion"}},
    {"complete", false, ask_complete, {"checkpoint", "entries", "inclusion"}},
    {"signed-in", false, ask_signed_in, {"checkpoint", "entries", "inclusion"}},
    {"software", false, ask_software, {"checkpoint", "entries", "inclusion"}},
    {"validated", false, ask_validated, {"checkpoint", "entries", "inclusion"}},
    {"health", false, ask_health, {"checkpoint", "entries", "inclusion"}},
    {"clock", false, ask_clock, {"checkpoint", "entries", "inclusion"}},
    {"server", false, ask_server, {"checkpoint", "entries", "inclusion"}},
    {"corroborated", false, ask_corroborated, {"checkpoint", "entries", "inclusion"}},
    {"withheld",
     false,
     ask_withheld,
     {"checkpoint", "entries", "inclusion", "exhibits", "excerpts", "redactions"}},
    {"since", false, ask_since, {"checkpoint", "entries", "inclusion"}},
};

bool is_sound(const Context& context, std::string_view id) {
  const Status status = context.status_of(id);
  return status == Status::kPass || status == Status::kWarn;
}

// The first check among the question's needs that did not pass; empty if all did.
std::string_view missing_need(const Context& context, const Question& question) {
  for (const std::string_view id : question.needs)
    if (!id.empty() && !is_sound(context, id)) return id;
  return {};
}

json::Value format_answer(const Question& question, std::string_view exhibit, Answer answer) {
  const auto text_or_null = [](std::string_view text) {
    return text.empty() ? json::Value(nullptr) : json::Value(text);
  };
  return json::Object{{"id", question.id},
                      {"exhibit", text_or_null(exhibit)},
                      {"answer", answer.answer},
                      {"basis", answer.basis},
                      {"because", text_or_null(answer.because)},
                      {"facts", std::move(answer.facts)},
                      {"proof", std::move(answer.proof)}};
}

// Finds the record among the sealed files and reads it, if it is there and is what was sealed.
Result<AcquisitionRecord> read_record(const Context& context, const IndexedExhibit& indexed,
                                      const Entry& sealed) {
  AcquisitionRecord record;
  record.act = sealed.data["import"].as_string() != nullptr ? "import" : "capture";
  record.problem = "no-record";
  const json::Array* files = sealed.data["files"].as_array();
  if (files == nullptr) return record;
  const auto sealed_file = std::ranges::find_if(*files, [](const json::Value& file) {
    return file["role"].string_or("") == "acquisition" && file["name"].as_string() != nullptr;
  });
  if (sealed_file == files->end()) return record;
  const std::string name = (*sealed_file)["name"].string_or("");
  record.problem = "record-withheld";
  if (!std::ranges::binary_search(indexed.files, name)) return record;
  record.path = fmt::format("data/exhibits/{}/{}", indexed.exhibit, name);
  const File* file = context.container.find(record.path);
  record.problem = "check:exhibits";
  if (file == nullptr || file->sha256 != (*sealed_file)["sha256"].string_or("")) return record;
  record.problem = "record-unreadable";
  if (file->size > kMaxRecordBytes) return record;
  SANAD_TRY(const Bytes bytes, context.required(record.path));
  auto value = json::parse(as_text(bytes));
  if (!value.ok() || value->as_object() == nullptr) return record;
  record.value = std::move(value).value();
  record.problem.clear();
  return record;
}

Answer ask(const Context& context, const Question& question, const Asked* asked) {
  if (const std::string_view id = missing_need(context, question); !id.empty())
    return cannot_for_check(id);
  return asked == nullptr ? cannot_for_check("authority") : question.ask(*asked);
}

Result<void> ask_of_exhibit(const Context& context, const IndexedExhibit& indexed,
                            json::Array& answers) {
  std::optional<Asked> asked;
  if (is_sound(context, "entries")) {
    Chain chain = chain_of(context, indexed);
    if (chain.sealed != nullptr) {
      SANAD_TRY(AcquisitionRecord record, read_record(context, indexed, *chain.sealed));
      asked.emplace(Asked{context, &indexed, chain, std::move(record)});
    }
  }
  for (const Question& question : kQuestions)
    if (!question.is_of_bundle)
      answers.push_back(format_answer(question, indexed.exhibit,
                                      ask(context, question, asked ? &*asked : nullptr)));
  return {};
}

}  // namespace

Answer& Answer::entry(const Entry* entry) {
  if (entry != nullptr)
    proof.push_back(json::Object{{"kind", "entry"}, {"ref", std::to_string(entry->index)}});
  return *this;
}

Answer& Answer::file(std::string_view path) {
  proof.push_back(json::Object{{"kind", "file"}, {"ref", path}});
  return *this;
}

Answer& Answer::checks(std::initializer_list<std::string_view> ids) {
  for (const std::string_view id : ids)
    proof.push_back(json::Object{{"kind", "check"}, {"ref", id}});
  return *this;
}

Answer proven(std::string_view answer, json::Object facts) {
  return {answer, "proof", {}, std::move(facts), {}};
}

Answer recorded(std::string_view answer, json::Object facts) {
  return {answer, "record", {}, std::move(facts), {}};
}

Answer cannot(std::string because, json::Object facts) {
  return {"cannot_be_shown", "none", std::move(because), std::move(facts), {}};
}

Answer cannot_for_check(std::string_view id) {
  return cannot(fmt::format("check:{}", id)).checks({id});
}

json::Value text_in(const json::Value& value) {
  return value.as_string() == nullptr ? json::Value(nullptr) : value;
}

json::Value whole_in(const json::Value& value) {
  constexpr std::int64_t kMaxSafe = (std::int64_t{1} << 53) - 1;
  const auto number = value.as_int();
  if (!number || *number < -kMaxSafe || *number > kMaxSafe) return nullptr;
  return *number;
}

json::Value bool_in(const json::Value& value) {
  return value.as_bool() == nullptr ? json::Value(nullptr) : value;
}

json::Array texts_in(const json::Value& value, std::size_t most) {
  json::Array texts;
  const json::Array* array = value.as_array();
  if (array == nullptr) return texts;
  for (const json::Value& item : *array)
    if (item.as_string() != nullptr && texts.size() < most) texts.push_back(item);
  return texts;
}

json::Value count_of(const json::Value& value) {
  const json::Array* array = value.as_array();
  if (array == nullptr) return nullptr;
  return static_cast<std::uint64_t>(array->size());
}

std::string time_text(Timestamp time) { return format_timestamp(time); }

Result<json::Value> cross_examine(const Context& context) {
  json::Array answers;
  const Asked of_bundle{context, nullptr, {}, {}};
  for (const Question& question : kQuestions)
    if (question.is_of_bundle)
      answers.push_back(format_answer(question, {}, ask(context, question, &of_bundle)));
  for (const IndexedExhibit& indexed : context.index.exhibits)
    SANAD_CHECK(ask_of_exhibit(context, indexed, answers));
  return json::Value(
      json::Object{{"v", 1}, {"bundle", context.index.bundle}, {"answers", std::move(answers)}});
}

Result<Outcome> check_answers(Context& context) {
  SANAD_TRY(context.answers, cross_examine(context));
  const bool any_failed = std::ranges::any_of(
      context.statuses, [](const auto& one) { return one.second == Status::kFail; });
  if (any_failed)
    return Outcome{Status::kSkipped,
                   "Not compared, because an earlier check failed; the answers here say which "
                   "cannot be shown.",
                   {}};
  SANAD_TRY(const auto written, context.bytes_of(kAnswersPath));
  if (!written)
    return warn(
        "The bundle brings no answers for cross-examination; those here were worked out "
        "from it.");
  if (as_text(*written) != json::format_canonical(context.answers))
    return fail("The answers for cross-examination are not those that follow from the bundle.");
  return pass(
      fmt::format("All {} answers for cross-examination are those that follow from the bundle.",
                  context.answers["answers"].as_array()->size()));
}

}  // namespace sanad::verifier
