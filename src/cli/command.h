// Commands of "sanad": a table of words, help and code.
#pragma once

#include <atomic>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "arguments.h"
#include "authority/types.h"
#include "json/json.h"
#include "lists/model.h"
#include "screening/list.h"
#include "service/workspace.h"
#include "sharing/marking.h"

namespace sanad::cli {

// Set by SIGINT and SIGTERM: long work stops and keeps what it has. A second signal ends the
// program at once.
extern std::atomic<bool> stop_requested;

// What every command is given.
class Context {
 public:
  Context(Arguments parsed, const Clock& clock) : arguments(std::move(parsed)), clock_(clock) {}
  const Arguments arguments;
  bool json() const { return arguments.has("--json"); }
  const Clock& clock() const { return clock_; }
  // --workspace, else SANAD_WORKSPACE, else ./workspace.
  std::string directory() const;
  // Key file, or the passphrase of SANAD_PASSPHRASE, or asked for on the terminal.
  Result<keyring::Protection> protection(bool is_new) const;
  // Opened on first use.
  Result<service::Workspace*> workspace();
  // The officer of --as (id or name), else of SANAD_AS. kInvalid: not given.
  Result<authority::Officer> officer();
  // Text for people, or with --json the value.
  void print(const json::Value& value, const std::string& text) const;
  void print_list(json::Array items, const std::vector<std::string>& lines) const;

 private:
  const Clock& clock_;
  std::unique_ptr<service::Workspace> workspace_;
};

using Run = Result<int> (*)(Context&);

struct Command {
  std::string_view words;    // "officer add"
  std::string_view usage;    // after the words
  std::string_view summary;  // one sentence
  std::string_view example;
  std::vector<Option> options;
  Run run;
};

std::vector<Command> analysis_commands();
std::vector<Command> assessment_commands();
std::vector<Command> fairness_commands();
std::vector<Command> unused_commands();
std::vector<Command> workspace_commands();
std::vector<Command> case_commands();
std::vector<Command> clock_commands();
std::vector<Command> describe_commands();
std::vector<Command> exhibit_commands();
std::vector<Command> form_commands();
std::vector<Command> identify_commands();
std::vector<Command> import_commands();
std::vector<Command> keeping_commands();
std::vector<Command> ledger_commands();
std::vector<Command> list_commands();
std::vector<Command> lookup_commands();
std::vector<Command> recheck_commands();
std::vector<Command> release_commands();
std::vector<Command> request_commands();
std::vector<Command> oversight_commands();
std::vector<Command> planning_commands();
std::vector<Command> rules_commands();
std::vector<Command> screen_commands();
std::vector<Command> screening_commands();
std::vector<Command> search_commands();
std::vector<Command> selector_commands();
std::vector<Command> serve_commands();
std::vector<Command> sharing_commands();
std::vector<Command> sheet_commands();
std::vector<Command> token_commands();
std::vector<Command> train_commands();

// What is read and waits to be indexed is indexed first, so that nothing is missed for that.
Result<void> index_waiting(Context& context, const std::string& case_id);
// The options --column FIELD=TITLE of a CSV list of people.
Result<screening::CsvColumns> columns_option(const Context& context);
// A screening that was recorded, with its leads.
Result<int> print_screening(Context& context, std::string_view id);

// The options --tlp, --pap and --caveat.
Result<sharing::Marking> marking_options(const Arguments& arguments);

// Where a list or a file of rules comes from, as its order has it.
template <typename Order>
Result<void> take_origin(const Arguments& arguments, Order& order) {
  order.owner = arguments.value("--owner");
  order.provenance = arguments.value("--provenance");
  order.licence = arguments.value("--licence");
  order.version = arguments.value("--version");
  const std::string tlp = arguments.value("--tlp");
  if (tlp.empty()) return {};
  order.tlp = lists::parse_tlp(tlp);
  if (order.tlp) return {};
  return Error{ErrorCode::kInvalid, "--tlp is clear, green, amber, amber+strict or red"};
}

// A whole file. kNotFound: there is none; kLimit: it is longer than most.
Result<std::string> read_text(const std::string& name, std::uint64_t most);
inline constexpr std::uint64_t kMaxListFileBytes = 1ULL << 30;

// 0 done, 1 a check failed or an act was refused, 2 unusable arguments or input, 3 the program or
// the machine failed.
int exit_status(ErrorCode code);

}  // namespace sanad::cli
