// The record of an import, as acquisition.json is of a capture (docs/formats/acquisition.md).
#pragma once

#include "authority/decide.h"
#include "capture/health.h"
#include "service/imports.h"

namespace sanad::service {

struct ImportContext {
  std::string import;
  std::string exhibit;
  std::string number;
  std::string title;
  records::Case of_case;
  std::string collector_name;
  Timestamp started;
  json::Value validation;  // as cited_validation() has it
};

json::Value import_record(Workspace& workspace, const authority::Permit& permit,
                          const ImportOrder& order, const ImportContext& context,
                          const capture::Health& before, std::uint64_t files, std::uint64_t bytes);

// By the ending of a name; application/octet-stream where that says nothing. Only a label: what a
// file is shows when it is read.
std::string media_type_of(std::string_view path);

}  // namespace sanad::service
