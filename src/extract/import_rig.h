// A walk through the real program in its cage, written down.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "extract/import.h"

namespace sanad::extract {

struct Recorded final : ImportVisitor {
  Result<void> on_item(const Node& node, const json::Value& item) override {
    order.push_back("item " + node.way);
    items[node.way] = item;
    belongs[node.way] = node.record;
    return node.way == fail_at ? Result<void>(Error{ErrorCode::kDenied, "not this"})
                               : Result<void>();
  }
  Result<void> on_record(const Node& node, json::Value record) override {
    if (keeps_order) order.push_back("record " + node.way);
    ++counted;
    if (keeps_order) records[node.way].push_back(std::move(record));
    return {};
  }
  Result<void> on_unread(const Node& node, const json::Value& why) override {
    order.push_back("unread " + node.way);
    unread[node.way].push_back(why);
    return {};
  }
  Result<void> on_done(const Node& node, const json::Value& summary) override {
    order.push_back("done " + node.way);
    done[node.way] = summary;
    return {};
  }
  std::string reason(const std::string& way) const {
    const auto at = unread.find(way);
    return at == unread.end() ? "" : at->second.front()["reason"].string_or("");
  }

  bool keeps_order = true;  // false: records are counted only
  std::uint64_t counted = 0;
  std::vector<std::string> order;
  std::map<std::string, json::Value> items, done;
  std::map<std::string, std::uint64_t> belongs;
  std::map<std::string, std::vector<json::Value>> records, unread;
  std::string fail_at = "nowhere";
};

}  // namespace sanad::extract
