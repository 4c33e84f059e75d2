// The report of a validation as a page, in English and in Urdu. Names of algorithms, sources and
// reasons stay as the report has them.
#include <fmt/format.h>

#include <algorithm>

#include "present/record_page.h"
#include "printer.h"
#include "service/validations.h"
#include "validation/report.h"

namespace sanad::service {
namespace {

struct Words {
  std::string_view title, intro, outcome, verdict, passed, failed, tests, count_passed,
      count_failed, count_not_run, started, ended, by, agency, tool, version, programs, browser,
      sandbox, system, kernel, processor, locale, environment, libraries, clock, source, offset,
      synchronised, unknown, failures, tried, id, algorithm, origin, expected, got, altered, result,
      none, answers, edition, proof, entry, digest, signature, limits, footer, by_hand;
};

constexpr Words kEnglish = {
    "Validation of the tool",
    "What was tried on this machine, what came out, and what was not tried.",
    "Outcome",
    "Verdict",
    "passed",
    "FAILED",
    "Tests",
    "of these passed",
    "of these failed",
    "of these not run",
    "Begun (UTC)",
    "Ended (UTC)",
    "By",
    "Agency",
    "The tool and the machine",
    "Version of Sanad",
    "Programs, by SHA-256",
    "Browser",
    "Its sandbox",
    "System",
    "Kernel",
    "Processor",
    "Locale of the programs",
    "This environment, by SHA-256",
    "Libraries",
    "Clock",
    "Source, as the agency states it",
    "Offset that the system still corrects (ms)",
    "Synchronised, as the system says",
    "unknown",
    "What did not pass",
    "What was tried",
    "Test",
    "Algorithm",
    "Whose answer",
    "Expected",
    "Got",
    "With the input altered",
    "Result",
    "Nothing.",
    "Known answers, by SHA-256",
    "Edition of the known answers",
    "Proof",
    "Entry of the ledger",
    "validation.json, by SHA-256",
    "Signature (Ed25519, base64)",
    "What this validation does not show",
    "Made by Sanad from the sealed report.",
    "To check the signature: openssl pkeyutl -verify -rawin -pubin -inkey agency.pem -in "
    "validation.json -sigfile validation.json.sig"};

constexpr Words kUrdu = {
    "آلے کی توثیق",
    "اس مشین پر کیا آزمایا گیا، کیا نکلا، اور کیا نہیں آزمایا گیا۔",
    "نتیجہ",
    "فیصلہ",
    "کامیاب",
    "ناکام",
    "آزمائشیں",
    "ان میں سے کامیاب",
    "ان میں سے ناکام",
    "ان میں سے نہ چلائی گئیں",
    "آغاز (عالمی وقت)",
    "اختتام (عالمی وقت)",
    "کس نے کی",
    "ادارہ",
    "آلہ اور مشین",
    "سند کا نسخہ",
    "پروگرام، SHA-256 کے مطابق",
    "براؤزر",
    "اس کی حفاظتی دیوار",
    "نظام",
    "کرنل",
    "پروسیسر",
    "پروگراموں کی زبان کی ترتیب",
    "یہ ماحول، SHA-256 کے مطابق",
    "لائبریریاں",
    "گھڑی",
    "ماخذ، جیسا ادارہ بتاتا ہے",
    "فرق جسے نظام ابھی درست کر رہا ہے (ملی سیکنڈ)",
    "نظام کے مطابق ہم آہنگ",
    "نامعلوم",
    "کیا کامیاب نہ ہوا",
    "کیا آزمایا گیا",
    "آزمائش",
    "الگورتھم",
    "جواب کس کا",
    "متوقع",
    "حاصل",
    "بدلے ہوئے داخلے کے ساتھ",
    "نتیجہ",
    "کچھ نہیں۔",
    "معلوم جوابات، SHA-256 کے مطابق",
    "معلوم جوابات کی اشاعت",
    "ثبوت",
    "کھاتے کا اندراج",
    "validation.json، SHA-256 کے مطابق",
    "دستخط (Ed25519، base64)",
    "یہ توثیق کیا نہیں دکھاتی",
    "سند نے مہر بند رپورٹ سے تیار کیا۔",
    "دستخط جانچنے کے لیے: openssl pkeyutl -verify -rawin -pubin -inkey agency.pem -in "
    "validation.json -sigfile validation.json.sig"};

struct Translated {
  std::string_view code, urdu;
};
constexpr Translated kUrduLimits[] = {
    {"loopback",
     "سب کچھ اسی مشین پر، اندرونی پتے پر چلنے والے رینج کے مقابل ہوا: کوئی اور نیٹ ورک، نام سرور "
     "یا "
     "سائٹ شامل نہ تھی۔"},
    {"one-process",
     "رینج اسی پروگرام میں چلا جس کی توثیق ہوئی، اور محفوظ دستاویز اسی پروگرام کے قاری نے پڑھی۔ "
     "دوسروں "
     "کے پروگراموں سے یہی موازنہ ماخذ کی آزمائشوں میں ہے، اس بار نہیں ہوا۔"},
    {"pages",
     "صرف یہاں درج صفحات محفوظ کیے گئے: ویب ساکٹ، ایونٹ اسٹریم، سروس ورکر، HTTP/2 اور کبھی نہ رکنے "
     "والے صفحات ان میں نہیں۔"},
    {"pictures-of-pages",
     "یہ نہیں آزمایا گیا کہ اسکرین کی تصویر یا چھپا صفحہ وہی دکھاتا ہے جو کوئی شخص دیکھتا۔"},
    {"import-forms",
     "درآمد کی شکلوں میں سے ایک چیٹ، ایک آرکائیو، ایک متن اور ایک تصویر آزمائی گئی؛ باقی نہیں۔"},
    {"judgement",
     "مشین سے پڑھا متن، زبان کی پہچان، تلاش، مماثلت کی شرح، اسکریننگ اور مقدمے کے منظر نہیں آزمائے "
     "گئے؛ وہ کتنی بار درست ہیں، یہ دستاویزات میں ناپا گیا ہے۔"},
    {"argon2id",
     "RFC 9106 کی اپنی مثالیں ایک راز اور اضافی مواد لیتی ہیں جو سند استعمال نہیں کرتی؛ ان کی جگہ "
     "حوالہ جاتی پروگرام کی مثالیں ہیں۔"},
    {"partners", "شراکت داروں کے لیے مہر بند پیکج نہیں آزمائے گئے۔"},
    {"clock",
     "گھڑی کا موازنہ اس مشین سے باہر کے کسی ماخذ سے نہیں کیا گیا؛ جو نظام کہتا ہے وہ درج ہے۔"},
    {"ours",
     "جن جوابات پر \"ours\" لکھا ہے وہ اسی پروگرام کے مصنفین نے مقرر کیے: وہ دکھاتے ہیں کہ جواب "
     "وہی ہے "
     "جو تھا، نہ کہ وہ درست ہے۔"},
    {"hardware", "یادداشت، پروسیسر اور ڈسک نہیں آزمائے گئے۔"}};

std::string limit_text(const json::Value& limit, bool is_urdu) {
  const std::string code = limit["code"].string_or("");
  const auto found = std::ranges::find(kUrduLimits, code, &Translated::code);
  if (is_urdu && found != std::end(kUrduLimits)) return std::string(found->urdu);
  return limit["says"].string_or("");
}

std::string number(const json::Value& value) { return fmt::format("{}", value.int_or(0)); }

std::pair<std::string, std::string> row(std::string_view label, std::string value) {
  return {std::string(label), std::move(value)};
}

present::RecordSection outcome_section(const json::Value& report, const Words& words) {
  const json::Value& counts = report["counts"];
  const bool has_passed = report["verdict"].string_or("") == "passed";
  return {
      std::string(words.outcome),
      {row(words.verdict, std::string(has_passed ? words.passed : words.failed)),
       row(words.tests, number(counts["tests"])), row(words.count_passed, number(counts["passed"])),
       row(words.count_failed, number(counts["failed"])),
       row(words.count_not_run, number(counts["not_run"])),
       row(words.started, report["started_at"].string_or("")),
       row(words.ended, report["ended_at"].string_or("")),
       row(words.by, fmt::format("{} ({})", report["by"]["name"].string_or(""),
                                 report["by"]["officer"].string_or(""))),
       row(words.agency, report["agency"].string_or(""))},
      {},
      {},
      {}};
}

present::RecordSection machine_section(const json::Value& report, const Words& words) {
  const json::Value& environment = report["environment"];
  const json::Value& system = environment["system"];
  const json::Value& browser = environment["browser"];
  const json::Value& clock = report["surroundings"]["clock"];
  std::string libraries;
  if (const json::Array* all = environment["libraries"].as_array())
    for (const json::Value& one : *all)
      libraries += fmt::format("{}{} {}", libraries.empty() ? "" : ", ", one["name"].string_or(""),
                               one["version"].string_or(""));
  present::RecordSection section;
  section.heading = words.tool;
  const std::string offset = clock["offset_ms"].is_null()
                                 ? std::string(words.unknown)
                                 : json::format_canonical(clock["offset_ms"]);
  const std::string synchronised = clock["synchronised"].is_null()
                                       ? std::string(words.unknown)
                                       : json::format_canonical(clock["synchronised"]);
  section.rows = {row(words.version, environment["version"].string_or("")),
                  row(words.browser, browser["version"].string_or("-")),
                  row(words.sandbox, browser["sandbox"]["reason"].string_or("-")),
                  row(words.system, fmt::format("{} ({})", system["name"].string_or(""),
                                                system["machine"].string_or(""))),
                  row(words.kernel, system["kernel"].string_or("")),
                  row(words.processor, system["processor"].string_or("")),
                  row(words.locale, system["locale"].string_or("")),
                  row(words.libraries, std::move(libraries)),
                  row(words.source, clock["source"].string_or("")),
                  row(words.synchronised, synchronised),
                  row(words.offset, offset),
                  row(words.edition, report["answers"]["edition"].string_or(""))};
  return section;
}

present::RecordSection digests_section(const json::Value& report, const Words& words) {
  present::RecordSection section;
  section.heading = words.programs;
  const json::Value& environment = report["environment"];
  if (const json::Array* all = environment["programs"].as_array())
    for (const json::Value& one : *all)
      section.digests.push_back(
          fmt::format("{}  {}", one["sha256"].string_or("-"), one["name"].string_or("")));
  section.digests.push_back(fmt::format("{}  {}", environment["browser"]["sha256"].string_or("-"),
                                        environment["browser"]["name"].string_or("-")));
  section.digests.push_back(
      fmt::format("{}  {}", report["environment_sha256"].string_or(""), words.environment));
  section.digests.push_back(
      fmt::format("{}  {}", report["answers"]["sha256"].string_or(""), words.answers));
  return section;
}

present::RecordSection failures_section(const json::Value& report, const Words& words) {
  present::RecordSection section;
  section.heading = words.failures;
  const json::Array* failures = report["failures"].as_array();
  if (failures == nullptr || failures->empty()) {
    section.rows.push_back(row(words.failures, std::string(words.none)));
    return section;
  }
  for (const json::Value& one : *failures)
    section.rows.push_back(row(one["id"].string_or(""), one["reason"].string_or("")));
  return section;
}

// Long answers are in the JSON; the page has to be read.
std::string short_text(const std::string& text) {
  constexpr std::size_t kMost = 160;
  if (text.size() <= kMost) return text;
  std::size_t end = kMost;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "…";
}

present::RecordSection tests_section(const json::Value& report, const Words& words) {
  present::RecordSection section;
  section.heading = words.tried;
  for (const std::string_view column : {words.id, words.algorithm, words.origin, words.expected,
                                        words.got, words.altered, words.result})
    section.columns.emplace_back(column);
  if (const json::Array* tests = report["tests"].as_array())
    for (const json::Value& one : *tests) {
      const bool has_passed = one["verdict"].string_or("") == "passed";
      section.table.push_back(
          {one["id"].string_or(""), one["algorithm"].string_or(""),
           fmt::format("{}: {}", one["origin"].string_or(""), one["source"].string_or("")),
           short_text(one["expected"].string_or("")), short_text(one["got"].string_or("")),
           short_text(one["altered"]["got"].string_or("-")),
           std::string(has_passed ? words.passed : words.failed)});
    }
  return section;
}

}  // namespace

Result<std::string> validation_page(const OpenedValidation& validation, std::string_view language) {
  if (language != "en" && language != "ur")
    return Error{ErrorCode::kInvalid, "the page is made in \"en\" or \"ur\""};
  const bool is_urdu = language == "ur";
  const Words& words = is_urdu ? kUrdu : kEnglish;
  SANAD_TRY_WITH(const json::Value report, json::parse_canonical(validation.report),
                 "the sealed report");
  present::RecordPage page;
  page.language = language;
  page.title = words.title;
  page.intro = words.intro;
  page.sections.push_back(outcome_section(report, words));
  page.sections.push_back(failures_section(report, words));
  page.sections.push_back(machine_section(report, words));
  page.sections.push_back(digests_section(report, words));
  page.sections.push_back(tests_section(report, words));
  const json::Value facts(validation.facts);
  page.sections.push_back(
      {std::string(words.proof),
       {row(words.entry, number(facts["entry"])), row(words.digest, facts["sha256"].string_or("")),
        row(words.signature, facts["signature"].string_or(""))},
       {},
       {},
       {}});
  if (const json::Array* limits = report["limits"].as_array())
    for (const json::Value& limit : *limits) page.notes.push_back(limit_text(limit, is_urdu));
  page.notes.emplace_back(words.by_hand);
  page.footer = fmt::format("{} · {}", report["agency"].string_or(""), words.footer);
  return present::record_page_html(page);
}

Result<std::vector<std::pair<std::string, Bytes>>> print_validation_pages(
    Workspace& workspace, const std::vector<std::pair<std::string, std::string>>& pages) {
  SANAD_TRY(const std::string browser_path, workspace.records().setting("capture.browser_path"));
  Printer printer(browser_path, workspace.clock());
  std::vector<std::pair<std::string, Bytes>> printed;
  for (const auto& [name, html] : pages) {
    SANAD_TRY(Bytes pdf, printer.print(html));
    printed.emplace_back(name, std::move(pdf));
  }
  return printed;
}

}  // namespace sanad::service
