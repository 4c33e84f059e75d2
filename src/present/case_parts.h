// What a bundle shows of an import's parts (docs/formats/excerpt.md), in CASE/UCO: messages, mails,
// accounts, threads, attachments, and where each part stands. Everything is taken from the lines of
// an excerpt and from nothing else, so that what is masked or closed there is not known here. Nodes
// are written as they come: memory grows with the accounts and with 8 bytes a message.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/stream.h"
#include "case_graph.h"
#include "present/case_uco.h"
#include "shown_part.h"

namespace sanad::present {

// Nodes behind others of an array of canonical JSON.
class NodeSink {
 public:
  explicit NodeSink(ByteSink& sink) : sink_(sink) {}
  Result<void> add(const json::Object& node);
  // A node in pieces, itself canonical JSON.
  void add_text(std::string_view text) { buffer_ += text; }
  Result<void> flush_some();
  Result<void> flush();

 private:
  ByteSink& sink_;
  std::string buffer_;
};

// The messages of one conversation that are told, in the order of their source.
class Threads {
 public:
  struct At {
    std::uint64_t number = 0;  // of the part
    std::uint64_t closed = 0;  // how many parts were closed before it
  };
  Threads(const CaseGraph& graph, NodeSink& nodes) : graph_(graph), nodes_(nodes) {}
  void begin(const std::string& exhibit) { exhibit_ = exhibit; }
  // key: what tells the conversation from others of the exhibit.
  Result<void> add(const std::string& key, const std::string& name, At at,
                   const std::string& message, const std::vector<std::string>& people);
  // Writes the threads of the exhibit, in which so many parts are closed.
  Result<void> end(std::uint64_t closed);

 private:
  struct Thread {
    std::string name;
    std::vector<std::uint64_t> numbers;
    std::set<std::string> people;
    At first, last;
  };
  std::string item_id(std::uint64_t number) const;
  Result<void> write(const std::string& key, const Thread& thread, std::uint64_t closed);

  const CaseGraph& graph_;
  NodeSink& nodes_;
  std::string exhibit_;
  std::map<std::string, Thread> threads_;
};

class CaseParts {
 public:
  CaseParts(const CaseRecord& record, ByteSink& sink);
  Result<void> add(const ExhibitRecord& exhibit, const ShownExhibit& shown);
  Result<PartCounts> finish();

 private:
  struct Place;  // of the part that is being told
  struct Who {
    std::string name, id;
    bool is_name_masked = false, is_id_masked = false;
  };
  Result<void> line(std::string_view text);
  Result<void> record_part(const Place& at);
  Result<void> item_part(const Place& at);
  Result<void> unread_part(const Place& at);
  Result<void> sealed_file(const Place& at);
  Result<void> put_part(const Place& at, std::string_view type, std::string_view node,
                        json::Object properties);
  Result<void> put_relation(const std::string& name, const std::string& from, const std::string& to,
                            std::string_view kind, json::Array facets);
  Result<void> put_new_nodes();
  json::Array message_facet(const Place& at, const std::vector<std::string>& people_to);
  json::Array mail_facet(const Place& at);
  std::string add_application(std::string_view platform);
  std::string add_account(const Place& at, const Who& who, std::string_view field);
  std::string add_mailbox(const Place& at, const Who& who, std::string_view field);
  std::string account_key(const Place& at, const Who& who, std::string_view field) const;
  std::vector<std::string> add_recipients(const Place& at, std::string_view as);
  std::string add_author(const Place& at);
  Result<void> want_attachments(const Place& at, const std::string& message,
                                json::Object& properties);
  Result<void> attach(const std::string& item, const std::string& message);

  CaseGraph graph_;
  NodeSink nodes_;
  Threads threads_;
  const ExhibitRecord* exhibit_ = nullptr;
  std::uint64_t told_ = 0, closed_ = 0;         // of the exhibit
  std::map<Digest256, std::string> wanted_;     // by where an attachment would lie: its message
  std::map<Digest256, std::string> items_;      // by where it lies: what has bytes of its own
  std::map<std::string, std::string> by_path_;  // files of the exhibit, by where they lay
  std::map<std::string, std::string> by_name_;  // likewise, by their names
  // Identifiers cost a hash each; those of what stands in every message are kept.
  std::map<std::string, std::string> known_;
  PartCounts counts_;
};

}  // namespace sanad::present
