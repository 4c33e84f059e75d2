// The acquisition record: everything about one capture in one document
// (docs/formats/acquisition.md). Pure.
#pragma once

#include <vector>

#include "archive.h"
#include "authority/decide.h"
#include "capture/capture.h"
#include "capture/health.h"
#include "channel_a.h"
#include "control.h"
#include "drive.h"
#include "reconcile.h"

namespace sanad::capture {

struct RecordInput {
  const authority::Permit& permit;
  const Options& options;
  const Context& context;
  const json::Value& validation;
  const Environment& environment;
  const ChannelA& channel;
  const browser::Facts& facts;
  const browser::LaunchRecord& launch;
  const Driven& driven;
  const ArchiveOutput& archive;
  const Keeper& keeper;
  const std::vector<std::string>& reasons;
  const std::vector<std::string> warnings;
  const Reconciliation& reconciliation;
  Health before, after;
  Timestamp started, ended;
  browser::ChannelCounts counts;
  browser::NetLogResult net_log;
  netlog::LogEnd log_end;
  browser::ExitState browser_exit;
  std::string stderr_tail;
};

json::Value make_record(const RecordInput& input);

// What both channels are reconciled from.
std::vector<SeenA> seen_a(const ChannelA& channel);
std::vector<SeenB> seen_b(const browser::Facts& facts);

// The page's own exchange: the last of the requested address's chain of redirects; null if none.
const KeptExchange* main_exchange(const ChannelA& channel, const std::string& url);

// record_network.cc: the members that hold the two channels.
void add_network(const RecordInput& input, json::Object& record);
void add_page(const RecordInput& input, json::Object& record);

}  // namespace sanad::capture
