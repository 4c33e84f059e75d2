// Nodes of a graph that are written as they come, and the threads of an import's messages.
#include <fmt/format.h>

#include "case_parts.h"

namespace sanad::present {
namespace {
constexpr std::size_t kPieceBytes = 256 * 1024;
}  // namespace

Result<void> NodeSink::add(const json::Object& node) {
  buffer_ += ',';
  buffer_ += json::format_canonical(node);
  return flush_some();
}

Result<void> NodeSink::flush_some() {
  return buffer_.size() < kPieceBytes ? Result<void>() : flush();
}

Result<void> NodeSink::flush() {
  SANAD_CHECK(sink_.write(as_bytes(buffer_)));
  buffer_.clear();
  return {};
}

std::string Threads::item_id(std::uint64_t number) const {
  return graph_.id("thread-item", fmt::format("{}/part/{}", exhibit_, number));
}

Result<void> Threads::add(const std::string& key, const std::string& name, At at,
                          const std::string& message, const std::vector<std::string>& people) {
  const auto [found, is_new] = threads_.try_emplace(key);
  Thread& thread = found->second;
  json::Object item{{"@id", item_id(at.number)},
                    {"@type", "uco-types:ThreadItem"},
                    {"co:itemContent", reference(message)}};
  if (is_new) {
    thread.name = name;
    thread.first = at;
  } else {
    // Where parts between the two are closed, it is not known that nothing was said in between.
    const bool is_next = thread.last.closed == at.closed;
    item.set(is_next ? "uco-types:threadPreviousItem" : "uco-types:threadPredecessor",
             reference(item_id(thread.last.number)));
  }
  thread.last = at;
  thread.numbers.push_back(at.number);
  thread.people.insert(people.begin(), people.end());
  return nodes_.add(item);
}

Result<void> Threads::end(std::uint64_t closed) {
  for (const auto& [key, thread] : threads_) SANAD_CHECK(write(key, thread, closed));
  threads_.clear();
  return {};
}

Result<void> Threads::write(const std::string& key, const Thread& thread, std::uint64_t closed) {
  const std::string name = fmt::format("{}/{}", exhibit_, key);
  const std::string items = graph_.id("thread", name);
  json::Object facet{{"@id", graph_.id("message-thread-facet", name)},
                     {"@type", "uco-observable:MessageThreadFacet"},
                     {"uco-observable:messageThread", reference(items)}};
  json::Array people;
  for (const std::string& one : thread.people) people.push_back(reference(one));
  if (!people.empty()) facet.set("uco-observable:participant", std::move(people));
  SANAD_CHECK(nodes_.add({{"@id", graph_.id("message-thread", name)},
                          {"@type", "uco-observable:MessageThread"},
                          {"uco-core:name", thread.name},
                          {"uco-core:hasFacet", json::Array{std::move(facet)}}}));
  // Its items may be very many: in pieces, with its members in the order of canonical JSON.
  nodes_.add_text(fmt::format(R"(,{{"@id":"{}","@type":"uco-types:Thread","co:item":[)", items));
  for (std::size_t i = 0; i < thread.numbers.size(); ++i) {
    nodes_.add_text(
        fmt::format(R"({}{{"@id":"{}"}})", i == 0 ? "" : ",", item_id(thread.numbers[i])));
    SANAD_CHECK(nodes_.flush_some());
  }
  nodes_.add_text("]");
  const auto end = [&](const char* member, std::uint64_t number) {
    nodes_.add_text(fmt::format(R"(,"{}":{{"@id":"{}"}})", member, item_id(number)));
  };
  if (thread.first.closed == 0) end("uco-types:threadOriginItem", thread.first.number);
  if (thread.last.closed == closed) end("uco-types:threadTerminalItem", thread.last.number);
  nodes_.add_text("}");
  return nodes_.flush_some();
}

}  // namespace sanad::present
