// From an order to a sealed exhibit. A capture is a job: it is decided when it is ordered, and
// again, in earnest, when it begins.
#pragma once

#include <string>

#include "capture/capture.h"
#include "records/jobs.h"
#include "service/workspace.h"

namespace sanad::service {

struct CaptureOrder {
  std::string case_id;
  std::string url;
  std::string authorisation;  // empty: whichever of the case covers it
  capture::Options options;
};

// Members locale, time_zone, viewport {width, height}, scroll, max_seconds, max_bytes; absent ones
// keep their default. kInvalid names the member.
Result<capture::Options> parse_capture_options(const json::Value& value);

struct OrderedCapture {
  std::string job;
  std::string capture;
  std::string exhibit;
};
// kDenied: refused, and recorded as such. kInvalid: the address or an option.
Result<OrderedCapture> order_capture(Workspace& workspace, const authority::Officer& caller,
                                     const CaptureOrder& order);

// Runs a job of kind "capture". Answers {"exhibit", "number", "completeness"}. Whatever happens is
// recorded: exhibit.sealed or capture.failed.
Result<json::Value> run_capture(Workspace& workspace, const records::Job& job,
                                capture::Monitor& monitor);

// Captures that were begun by a process that is gone: each is recorded as failed, with the digests
// of what it had put into the vault.
Result<void> settle_interrupted_captures(Workspace& workspace);

// Objects of cases with interrupted jobs that still nobody names, for example a bundle that was
// sealed and not yet recorded: each case's are listed by one entry "objects.unclaimed". To be
// called while those jobs still count as running, so that a crash in here changes nothing.
Result<void> name_unclaimed_objects(Workspace& workspace);

}  // namespace sanad::service
