#include "export_commands.h"

#include <fmt/format.h>

#include "output_file.h"
#include "service/case_exports.h"

namespace sanad::cli {
namespace {

Result<int> export_case(Context& context) {
  service::CaseExportOrder order;
  SANAD_TRY(order.case_id, context.arguments.require("--case"));
  SANAD_TRY(const std::string format, context.arguments.require("--format"));
  SANAD_TRY(order.format, service::parse_case_format(format));
  order.exhibits = context.arguments.all("--exhibit");
  SANAD_TRY(order.purpose, context.arguments.require("--purpose"));
  SANAD_TRY(const std::string out, context.arguments.require("--out"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto made, service::export_case(*workspace, caller, order));
  SANAD_CHECK(write_out(made.text, "the export", out));
  context.print(json::Object{{"export", made.id},
                             {"file", out},
                             {"format", service::format_name(order.format)},
                             {"exhibits", made.exhibits},
                             {"sha256", made.sha256}},
                fmt::format("Wrote {} exhibits as {} to {}.\nSHA-256 {}", made.exhibits,
                            service::format_name(order.format), out, made.sha256));
  return 0;
}

}  // namespace

std::vector<Command> export_commands() {
  return {
      {"case export",
       "--case CASE --format FORMAT --purpose TEXT --out FILE",
       "Writes what a bundle of the case would tell, as one file for other programs.",
       "sanad case export --case TZ-2026-0001 --format premis --purpose \"for the archive\" --out "
       "lantern.xml --as \"Amal Mirani\"",
       {{"--case", "CASE", "its identifier or reference", false},
        {"--format", "FORMAT",
         "case-uco, premis, csv-exhibits, csv-files, csv-entries or csv-authorisations", false},
        {"--exhibit", "EXHIBIT", "of this one only; may be repeated (else of all)", true},
        {"--purpose", "TEXT", "for whom and what for; stands in the record", false},
        {"--out", "FILE", "a new file", false}},
       export_case},
  };
}

}  // namespace sanad::cli
