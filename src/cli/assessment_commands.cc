// Assessments: what waits, what an officer wrote, and what came of two.
#include <fmt/format.h>

#include "base/numbers.h"
#include "command.h"
#include "service/assessment_queue.h"
#include "service/assessments.h"

namespace sanad::cli {
namespace {

constexpr std::uint64_t kMaxContentBytes = 1ULL << 20;

Result<records::SheetSubject> subject_of(const Context& context) {
  records::SheetSubject subject;
  SANAD_TRY(subject.exhibit, context.arguments.only("the exhibit"));
  if (context.arguments.has("--part")) {
    SANAD_TRY_WITH(subject.part, parse_decimal(context.arguments.value("--part")), "--part");
  }
  return subject;
}

Result<json::Value> content_of(const Context& context) {
  SANAD_TRY(const std::string file, context.arguments.require("--file"));
  SANAD_TRY(const std::string text, read_text(file, kMaxContentBytes));
  SANAD_TRY_WITH(json::Value content, json::parse(text), file);
  return content;
}

std::string named(const json::Value& subject) {
  const auto part = subject["part"].as_int();
  return subject["exhibit_number"].string_or("") + (part ? fmt::format(" part {}", *part) : "");
}

Result<int> print_assessment(Context& context, service::Workspace& workspace,
                             const records::Assessment& assessment) {
  SANAD_TRY(json::Object object, service::view(workspace, assessment));
  const json::Value value(std::move(object));
  std::string text = fmt::format("{}  {}  {}", assessment.id, named(value), assessment.state);
  for (const auto& [step, content] : assessment.written)
    text +=
        fmt::format("\n  {}: {}", review::step_name(step), content["reason"].string_or("written"));
  if (value["next"].as_string())
    text += fmt::format("\nNext is the step \"{}\".", *value["next"].as_string());
  context.print(value, text);
  return 0;
}

std::string line_of_pair(const json::Value& pair) {
  return fmt::format("{}  {}  {}  {}", pair["pair"].string_or(""), named(pair),
                     pair["state"].string_or(""), pair["outcome"].string_or("–"));
}

Result<int> print_pair(Context& context, service::Workspace& workspace,
                       const records::AssessmentPair& pair) {
  SANAD_TRY(json::Object object, service::view(workspace, pair, true));
  const json::Value value(std::move(object));
  std::string text = line_of_pair(value);
  for (const json::Value& one : *value["assessments"].as_array()) {
    const json::Value& outcome = one["written"]["outcome"];
    text += fmt::format("\n  {}: {}: {}", one["assessor_name"].string_or(""),
                        outcome["outcome"].string_or(""), outcome["reason"].string_or(""));
  }
  for (const json::Value& one : *value["differences"].as_array())
    text += fmt::format("\n  differs: {}", one["what"].string_or(""));
  if (!value["adjudication"].is_null())
    text += fmt::format("\n  {} decided: {}", value["adjudication"]["by_name"].string_or(""),
                        value["adjudication"]["content"]["reason"].string_or(""));
  context.print(value, text);
  return 0;
}

Result<int> queue(Context& context) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto found,
            service::assessment_queue(*workspace, caller, context.arguments.value("--case")));
  SANAD_TRY(json::Object object, service::view(*workspace, found));
  const json::Value value(std::move(object));
  std::string text;
  for (const json::Value& one : *value["mine"].as_array())
    text += fmt::format("yours  {}  {}\n", one["assessment"].string_or(""), named(one));
  for (const json::Value& one : *value["items"].as_array()) {
    text += named(one) + "\n";
    for (const json::Value& reason : *one["reasons"].as_array())
      text +=
          fmt::format("  {}: {}\n", reason["rank"].string_or(""), reason["sentence"].string_or(""));
  }
  if (text.empty()) text = "Nothing waits to be assessed.\n";
  text.pop_back();
  context.print(value, text);
  return 0;
}

Result<int> ask(Context& context) {
  SANAD_TRY(const auto subject, subject_of(context));
  SANAD_TRY(const std::string reason, context.arguments.require("--reason"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_CHECK(service::ask_for_assessment(*workspace, caller, subject,
                                          context.arguments.has("--urgent"), reason));
  context.print(json::Object{{"asked", true}}, "It stands in the queue.");
  return 0;
}

Result<int> take(Context& context) {
  SANAD_TRY(const auto subject, subject_of(context));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto taken, service::take_assessment(*workspace, caller, subject));
  return print_assessment(context, *workspace, taken);
}

Result<int> write(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the assessment"));
  SANAD_TRY(const std::string name, context.arguments.require("--step"));
  const auto step = review::parse_step_name(name);
  if (!step)
    return Error{ErrorCode::kInvalid,
                 "--step is purpose, source, content, uses, rabat or outcome, in this order"};
  SANAD_TRY(const json::Value content, content_of(context));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto written, service::write_step(*workspace, caller, id, *step, content));
  return print_assessment(context, *workspace, written);
}

Result<int> give_back(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the assessment"));
  SANAD_TRY(const std::string reason, context.arguments.require("--reason"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto given, service::give_assessment_back(*workspace, caller, id, reason));
  return print_assessment(context, *workspace, given);
}

Result<int> show(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the assessment"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto found, service::read_assessment(*workspace, caller, id));
  return print_assessment(context, *workspace, found);
}

Result<int> form(Context& context) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(json::Object object, service::assessment_form(*workspace, caller));
  const json::Value value(std::move(object));
  std::string text;
  const auto add = [&](std::string_view what, const json::Value& words, std::string_view key) {
    text += fmt::format("{}:", what);
    for (const json::Value& one : *words.as_array())
      text += fmt::format("\n  {}: {}", one[key].string_or(""), one["title"].string_or(""));
    text += "\n";
  };
  add("purposes", value["purposes"], "key");
  for (const json::Value& facet : *value["facets"].as_array())
    add(fmt::format("uses, {}", facet["facet"].string_or("")), facet["values"], "value");
  add("conclusions", value["conclusions"], "key");
  add("outcomes", value["outcomes"], "key");
  text.pop_back();
  context.print(value, text);
  return 0;
}

Result<int> pairs(Context& context) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto found,
            service::list_pairs(*workspace, caller, context.arguments.value("--case")));
  json::Array items;
  std::vector<std::string> lines;
  for (const records::AssessmentPair& one : found) {
    SANAD_TRY(json::Object object, service::view(*workspace, one, false));
    items.emplace_back(std::move(object));
    lines.push_back(line_of_pair(items.back()));
  }
  if (lines.empty()) lines.emplace_back("Nothing was assessed by two officers yet.");
  context.print_list(std::move(items), lines);
  return 0;
}

Result<int> pair(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the pair"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto found, service::read_pair(*workspace, caller, id));
  return print_pair(context, *workspace, found);
}

Result<int> adjudicate(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the pair"));
  SANAD_TRY(const json::Value content, content_of(context));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto decided, service::adjudicate(*workspace, caller, id, content));
  return print_pair(context, *workspace, decided);
}

Result<int> agreement(Context& context) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const json::Value figures,
            service::agreement_figures(*workspace, caller, context.arguments.value("--case")));
  std::string text;
  for (const json::Value& row : *figures["items"].as_array()) {
    const double* kappa = row["kappa"].as_number();
    text += fmt::format("{} {}: {} of {} the same, kappa {}\n", row["by"].string_or(""),
                        row["key"].string_or(""), row["agreed"].int_or(0), row["items"].int_or(0),
                        kappa ? fmt::format("{:.3f}", *kappa) : "undefined");
  }
  if (text.empty()) text = "Nothing was assessed by two officers yet.\n";
  text.pop_back();
  context.print(figures, text);
  return 0;
}

}  // namespace

std::vector<Command> assessment_commands() {
  const Option part{"--part", "N", "one of its parts (else the whole exhibit)", false};
  const Option of_case{"--case", "CASE", "of one case only", false};
  const Option reason{"--reason", "TEXT", "why; it stands in the record", false};
  const Option file{"--file", "FILE", "the step as JSON (docs/review.md)", false};
  return {
      {"queue",
       "",
       "Lists what waits to be assessed, why, and why at its place.",
       "sanad queue --case TZ-2026-0001 --as \"Gul Tarin\"",
       {of_case},
       queue},
      {"assess ask",
       "EXHIBIT --reason TEXT",
       "Asks that an exhibit or a part be assessed by two officers.",
       "sanad assess ask TZ-2026-0001-002 --part 17 --urgent --reason \"before the market opens\" "
       "--as \"Amal Mirani\"",
       {part, reason, {"--urgent", "", "before what others asked for", false}},
       ask},
      {"assess take",
       "EXHIBIT",
       "Takes an exhibit or a part from the queue.",
       "sanad assess take TZ-2026-0001-002 --part 17 --as \"Gul Tarin\"",
       {part},
       take},
      {"assess write",
       "ASSESSMENT --step STEP --file FILE",
       "Writes a step of an assessment: purpose, source, content, uses, rabat, outcome.",
       "sanad assess write assessment-… --step purpose --file purpose.json --as \"Gul Tarin\"",
       {{"--step", "STEP", "which one; each after those before it", false}, file},
       write},
      {"assess give-back",
       "ASSESSMENT --reason TEXT",
       "Gives an assessment back; somebody else may take it.",
       "sanad assess give-back assessment-… --reason \"I know the author\" --as \"Gul Tarin\"",
       {reason},
       give_back},
      {"assess show",
       "ASSESSMENT",
       "Shows an assessment: one's own, or any once both of its pair are complete.",
       "sanad assess show assessment-… --as \"Gul Tarin\"",
       {},
       show},
      {"assess form",
       "",
       "Lists the words that an assessment may use.",
       "sanad assess form --as \"Gul Tarin\"",
       {},
       form},
      {"assess pairs",
       "",
       "Lists what two officers assessed, and what counts.",
       "sanad assess pairs --case TZ-2026-0001 --as \"Behram Sorani\"",
       {of_case},
       pairs},
      {"assess pair",
       "PAIR",
       "Shows two assessments of the same, and where they differ.",
       "sanad assess pair pair-… --as \"Behram Sorani\"",
       {},
       pair},
      {"assess adjudicate",
       "PAIR --file FILE",
       "Decides, as a third officer, between two outcomes that differ.",
       "sanad assess adjudicate pair-… --file outcome.json --as \"Behram Sorani\"",
       {file},
       adjudicate},
      {"assess agreement",
       "",
       "Says how far two officers agree beyond chance, by category and by language.",
       "sanad assess agreement --as \"Esen Tovar\"",
       {of_case},
       agreement},
  };
}

}  // namespace sanad::cli
