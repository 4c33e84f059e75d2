#include <fmt/format.h>

#include "base/numbers.h"
#include "command.h"
#include "service/audit.h"
#include "service/hand_work.h"
#include "service/people.h"

namespace sanad::cli {
namespace {

// Progress on a terminal line; nothing here is a job.
class PlainMonitor final : public capture::Monitor {
 public:
  explicit PlainMonitor(bool is_quiet) : is_quiet_(is_quiet) {}
  void on_progress(const capture::Progress& progress) override {
    if (!is_quiet_) fmt::print(stderr, "\r\033[K{} {}", progress.phase, progress.message);
    drawn_ = !is_quiet_;
  }
  bool is_cancelled() override { return stop_requested; }
  ~PlainMonitor() override {
    if (drawn_) fmt::print(stderr, "\n");
  }

 private:
  bool is_quiet_;
  bool drawn_ = false;
};

Result<int> ledger_verify(Context& context) {
  SANAD_TRY(auto* workspace, context.workspace());
  PlainMonitor monitor(context.json());
  SANAD_TRY(const json::Value result, service::verify_ledger(*workspace, monitor));
  context.print(
      result,
      fmt::format("The ledger is whole: {} entries ({} not under a checkpoint yet), {} bodies "
                  "opened, {} timestamps. The checkpoint's root is {}.",
                  result["entries"].int_or(0), result["unpublished"].int_or(0),
                  result["bodies_checked"].int_or(0), result["timestamps"].int_or(0),
                  result["root"].string_or("")));
  return 0;
}

Result<int> ledger_checkpoint(Context& context) {
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const json::Object ledger, service::describe_ledger(*workspace));
  context.print(ledger, ledger.find("checkpoint")->string_or(""));
  return 0;
}

Result<int> ledger_proof(Context& context) {
  SANAD_TRY(const std::string text, context.arguments.only("the entry's index"));
  SANAD_TRY_WITH(const std::uint64_t index, parse_decimal(text), "the entry's index");
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const std::string proof, workspace->ledger().proof_file({index}));
  context.print(json::Object{{"index", index}, {"proof", proof}}, proof);
  return 0;
}

Result<int> ledger_export(Context& context) {
  SANAD_TRY(const std::string out, context.arguments.require("--out"));
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_CHECK(workspace->ledger().checkpoint());
  SANAD_CHECK(workspace->ledger().export_public(out));
  context.print(
      json::Object{{"directory", out}},
      fmt::format("Copied the public ledger to {}. docs/formats/ledger.md says how to audit it.",
                  out));
  return 0;
}

Result<int> ledger_timestamp(Context& context) {
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const service::TimestampState state, service::timestamp_ledger(*workspace));
  context.print(
      json::Object{
          {"tree_size", state.tree_size}, {"received", state.received}, {"pending", state.pending}},
      state.received
          ? fmt::format("The ledger's state at {} entries is timestamped; {} requests wait.",
                        state.tree_size, state.pending)
          : "No timestamp was received; set timestamp.url with \"sanad config set\".");
  return state.received ? 0 : 1;
}

Result<int> fixity(Context& context) {
  SANAD_TRY(const std::uint64_t count, context.arguments.number("--count", 100));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const json::Value result, service::check_fixity(*workspace, caller, count));
  const json::Array& failed = *result["failed"].as_array();
  std::string text = fmt::format("Re-hashed {} objects; {} differ from what was sealed.",
                                 result["checked"].int_or(0), failed.size());
  for (const auto& failure : failed)
    text +=
        fmt::format("\n  {}  {}", failure["object"].string_or(""), failure["reason"].string_or(""));
  context.print(result, text);
  return failed.empty() ? 0 : 1;
}

}  // namespace

std::vector<Command> ledger_commands() {
  return {
      {"ledger verify",
       "",
       "Recomputes the whole ledger and compares.",
       "sanad ledger verify",
       {},
       ledger_verify},
      {"ledger checkpoint",
       "",
       "Prints the signed checkpoint over all entries.",
       "sanad ledger checkpoint",
       {},
       ledger_checkpoint},
      {"ledger proof",
       "INDEX",
       "Prints the proof that an entry is in the ledger.",
       "sanad ledger proof 7",
       {},
       ledger_proof},
      {"ledger export",
       "--out DIR",
       "Copies the public ledger for an auditor.",
       "sanad ledger export --out audit",
       {{"--out", "DIR", "a new folder", false}},
       ledger_export},
      {"ledger timestamp",
       "",
       "Asks the timestamp authority for all that waits.",
       "sanad ledger timestamp",
       {},
       ledger_timestamp},
      {"fixity",
       "",
       "Re-hashes a random sample of what is in the vault.",
       "sanad fixity --count 500 --as \"Chand Zarin\"",
       {{"--count", "N", "how many objects (100)", false}},
       fixity},
  };
}

}  // namespace sanad::cli
