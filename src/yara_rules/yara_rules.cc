#include "yara_rules/yara_rules.h"

#include <fmt/format.h>
#include <yara.h>

#include <algorithm>

#include "base/utf8.h"

namespace sanad::yara_rules {
namespace {

constexpr int kProbeSeconds = 5;
constexpr std::size_t kMaxFaults = 100;

std::string text_of(const char* text) { return replace_malformed_utf8(text ? text : ""); }

struct CompilerDeleter {
  void operator()(YR_COMPILER* compiler) const { yr_compiler_destroy(compiler); }
};
struct RulesDeleter {
  void operator()(YR_RULES* rules) const { yr_rules_destroy(rules); }
};
struct ScannerDeleter {
  void operator()(YR_SCANNER* scanner) const { yr_scanner_destroy(scanner); }
};

struct Faults {
  std::vector<Fault> errors;
  std::vector<Fault> warnings;
};

void on_fault(int level, const char*, int line, const YR_RULE*, const char* message, void* user) {
  auto& faults = *static_cast<Faults*>(user);
  auto& list = level == YARA_ERROR_LEVEL_ERROR ? faults.errors : faults.warnings;
  if (list.size() < kMaxFaults)
    list.push_back({static_cast<std::size_t>(std::max(line, 0)), text_of(message)});
}

std::vector<std::string> tags_of(const YR_RULE* rule) {
  std::vector<std::string> tags;
  const char* tag = nullptr;
  yr_rule_tags_foreach(rule, tag) tags.push_back(text_of(tag));
  return tags;
}

std::vector<Meta> meta_of(const YR_RULE* rule) {
  std::vector<Meta> all;
  const YR_META* meta = nullptr;
  yr_rule_metas_foreach(rule, meta) {
    Meta one{text_of(meta->identifier), std::int64_t{meta->integer}};
    if (meta->type == META_TYPE_STRING) one.value = text_of(meta->string);
    if (meta->type == META_TYPE_BOOLEAN) one.value = meta->integer != 0;
    all.push_back(std::move(one));
  }
  return all;
}

// One run of the scanner: what its messages say.
struct Collector {
  Scan scan;
  std::string module;  // the first that is not allowed

  int take(YR_SCAN_CONTEXT* context, int message, void* data) {
    if (message == CALLBACK_MSG_IMPORT_MODULE) {
      const std::string_view name = static_cast<YR_MODULE_IMPORT*>(data)->module_name;
      if (std::ranges::find(kModules, name) != kModules.end()) return CALLBACK_CONTINUE;
      module = name;
      return CALLBACK_ERROR;
    }
    if (message == CALLBACK_MSG_TOO_MANY_MATCHES) {
      const auto* string = static_cast<YR_STRING*>(data);
      if (scan.overflowed.size() < kMaxFaults) {
        scan.overflowed.push_back(
            fmt::format("{} {}", text_of(context->rules->rules_table[string->rule_idx].identifier),
                        text_of(string->identifier)));
      }
      return CALLBACK_CONTINUE;
    }
    if (message == CALLBACK_MSG_RULE_MATCHING) {
      if (scan.matches.size() == kMaxMatches) {
        scan.cut = true;
        return CALLBACK_ABORT;
      }
      scan.matches.push_back(match_of(context, static_cast<YR_RULE*>(data)));
    }
    return CALLBACK_CONTINUE;
  }

  static Match match_of(YR_SCAN_CONTEXT* context, YR_RULE* rule) {
    Match match{
        text_of(rule->identifier), text_of(rule->ns->name), tags_of(rule), meta_of(rule), {}};
    YR_STRING* string = nullptr;
    yr_rule_strings_foreach(rule, string) {
      if (match.strings.size() == kMaxStringsAMatch) break;
      StringHit hit{text_of(string->identifier), 0, {}};
      YR_MATCH* found = nullptr;
      yr_string_matches_foreach(context, string, found) {
        if (found->is_private) continue;
        ++hit.count;
        if (hit.places.size() < kMaxPlacesAString) hit.places.push_back(place_of(*found));
      }
      if (hit.count > 0) match.strings.push_back(std::move(hit));
    }
    return match;
  }

  static Place place_of(const YR_MATCH& found) {
    const std::size_t shown =
        std::min(kMaxExcerptBytes, static_cast<std::size_t>(std::max(found.data_length, 0)));
    return {static_cast<std::uint64_t>(found.base + found.offset),
            static_cast<std::uint64_t>(std::max(found.match_length, 0)),
            format_hex(ByteView(found.data, shown))};
  }
};

int on_message(YR_SCAN_CONTEXT* context, int message, void* data, void* user) {
  return static_cast<Collector*>(user)->take(context, message, data);
}

Error scan_error(int status, int seconds) {
  switch (status) {
    case ERROR_SCAN_TIMEOUT:
      return {ErrorCode::kLimit,
              fmt::format("the rules took longer than {} seconds; make their loops and patterns "
                          "narrower",
                          seconds)};
    case ERROR_INSUFFICIENT_MEMORY:
      return {ErrorCode::kLimit, "the rules took more memory than there is; split the file"};
    case ERROR_TOO_MANY_RE_FIBERS:
      return {ErrorCode::kLimit,
              "a regular expression branches too often; make its repetitions narrower"};
    case ERROR_EXEC_STACK_OVERFLOW:
      return {ErrorCode::kLimit, "a condition is nested too deeply; split the rule"};
    default:
      return {ErrorCode::kInvalid, fmt::format("the rules could not be run (error {} of the "
                                               "engine); look for the rule that is meant by "
                                               "leaving rules out",
                                               status)};
  }
}

// YR_STREAM of a ByteView that is left to read, and of Bytes that are written. Each gives how many
// elements it took whole.
std::size_t read_piece(void* to, std::size_t size, std::size_t count, void* from) {
  ByteView& left = *static_cast<ByteView*>(from);
  const std::size_t whole = size == 0 ? 0 : std::min(count, left.size() / size);
  std::copy_n(left.begin(), whole * size, static_cast<std::uint8_t*>(to));
  left = left.subspan(whole * size);
  return whole;
}

std::size_t write_piece(const void* from, std::size_t size, std::size_t count, void* to) {
  const auto* bytes = static_cast<const std::uint8_t*>(from);
  Bytes& all = *static_cast<Bytes*>(to);
  all.insert(all.end(), bytes, bytes + size * count);
  return count;
}

Error compile_error(const Faults& faults, std::string_view file) {
  if (faults.errors.empty())
    return {ErrorCode::kInvalid, "the file is no YARA rules; look at its format"};
  const std::string more = faults.errors.size() > 1
                               ? fmt::format(" (and {} more errors)", faults.errors.size() - 1)
                               : "";
  // The engine gives no line where the file ends too early.
  const auto lines = static_cast<std::size_t>(std::ranges::count(file, '\n')) + 1;
  const std::size_t line = faults.errors[0].line == 0 ? lines : faults.errors[0].line;
  return {ErrorCode::kInvalid, fmt::format("line {}: {}{}", line, faults.errors[0].message, more)};
}

}  // namespace

struct Rules::State {
  std::unique_ptr<YR_RULES, RulesDeleter> compiled;
  std::vector<Rule> rules;
  std::vector<Fault> warnings;

  Result<Collector> run(ByteView item, int seconds) const {
    YR_SCANNER* made = nullptr;
    if (const int status = yr_scanner_create(compiled.get(), &made); status != ERROR_SUCCESS)
      return scan_error(status, seconds);
    const std::unique_ptr<YR_SCANNER, ScannerDeleter> scanner(made);
    Collector collector;
    yr_scanner_set_timeout(made, seconds);
    // A crash is to be one: the cage reports it.
    yr_scanner_set_flags(made, SCAN_FLAGS_NO_TRYCATCH | SCAN_FLAGS_REPORT_RULES_MATCHING);
    yr_scanner_set_callback(made, on_message, &collector);
    static constexpr std::uint8_t kNothing = 0;
    const int status =
        yr_scanner_scan_mem(made, item.empty() ? &kNothing : item.data(), item.size());
    if (!collector.module.empty()) {
      return Error{ErrorCode::kInvalid,
                   fmt::format("the rules import the module \"{}\"; only {} may be used here",
                               collector.module, fmt::join(kModules, ", "))};
    }
    if (status != ERROR_SUCCESS) return scan_error(status, seconds);
    return collector;
  }
};

std::string algorithm() { return "yara-" YR_VERSION; }

void prepare() {
  yr_initialize();
  std::uint32_t excerpt = kMaxExcerptBytes;
  yr_set_configuration(YR_CONFIG_MAX_MATCH_DATA, &excerpt);
}

Rules::Rules(std::unique_ptr<State> state) : state_(std::move(state)) {}
Rules::Rules(Rules&&) noexcept = default;
Rules& Rules::operator=(Rules&&) noexcept = default;
Rules::~Rules() = default;

const std::vector<Rule>& Rules::rules() const { return state_->rules; }
const std::vector<Fault>& Rules::warnings() const { return state_->warnings; }

Result<Rules> Rules::compile(std::string_view file) {
  if (file.size() > kMaxFileBytes) {
    return Error{ErrorCode::kLimit, fmt::format("the file of rules is longer than {} MiB; split it",
                                                kMaxFileBytes >> 20)};
  }
  if (file.find('\0') != file.npos)
    return Error{ErrorCode::kInvalid, "the file is no YARA rules: it holds a zero byte"};
  YR_COMPILER* made = nullptr;
  if (yr_compiler_create(&made) != ERROR_SUCCESS)
    return Error{ErrorCode::kUnavailable, "there is no memory to compile rules; try again"};
  const std::unique_ptr<YR_COMPILER, CompilerDeleter> compiler(made);
  Faults faults;
  yr_compiler_set_callback(made, on_fault, &faults);
  yr_compiler_set_include_callback(made, nullptr, nullptr, nullptr);
  const std::string terminated(file);
  if (yr_compiler_add_string(made, terminated.c_str(), nullptr) != 0)
    return compile_error(faults, file);
  YR_RULES* compiled = nullptr;
  if (yr_compiler_get_rules(made, &compiled) != ERROR_SUCCESS) return compile_error(faults, file);
  auto state = std::make_unique<State>();
  state->compiled.reset(compiled);
  state->warnings = std::move(faults.warnings);
  if (compiled->num_rules == 0)
    return Error{ErrorCode::kInvalid, "there is no rule in the file; look at its format"};
  if (compiled->num_rules > kMaxRules) {
    return Error{ErrorCode::kLimit,
                 fmt::format("a file holds at most {} rules; split it", kMaxRules)};
  }
  const YR_RULE* rule = nullptr;
  yr_rules_foreach(compiled, rule) {
    state->rules.push_back(
        {text_of(rule->identifier), tags_of(rule), meta_of(rule), RULE_IS_PRIVATE(rule) != 0});
  }
  // Modules are imported when rules run; a file that cannot even be run over nothing is refused.
  SANAD_CHECK(state->run({}, kProbeSeconds));
  return Rules(std::move(state));
}

Result<Rules> Rules::load(ByteView saved) {
  YR_STREAM stream{&saved, read_piece, nullptr};
  YR_RULES* compiled = nullptr;
  if (yr_rules_load_stream(&stream, &compiled) != ERROR_SUCCESS)
    return Error{ErrorCode::kInvalid, "the compiled rules are not whole; compile them again"};
  auto state = std::make_unique<State>();
  state->compiled.reset(compiled);
  return Rules(std::move(state));
}

Result<Bytes> Rules::saved() const {
  Bytes all;
  YR_STREAM stream{&all, nullptr, write_piece};
  if (yr_rules_save_stream(state_->compiled.get(), &stream) != ERROR_SUCCESS)
    return Error{ErrorCode::kLimit, "there is no memory to keep the compiled rules"};
  return all;
}

Result<Scan> Rules::scan(ByteView item, int seconds) const {
  SANAD_TRY(Collector collector, state_->run(item, seconds));
  return std::move(collector.scan);
}

}  // namespace sanad::yara_rules
