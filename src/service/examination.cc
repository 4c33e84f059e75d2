#include "examination.h"

#include <map>

#include "cage/input.h"
#include "extract/walk.h"
#include "extract/way.h"
#include "items.h"

namespace sanad::service {
namespace {

// The responses of an archive are remembered as the parts of an item of this name.
std::string archive_key(const std::string& sha256) { return "archive:" + sha256; }

class Examination final : public extract::Visitor {
 public:
  Examination(Workspace& workspace, const extract::Extractor& extractor,
              const records::Exhibit& exhibit, const Examiner& examiner)
      : library_(workspace.library()),
        workspace_(workspace),
        exhibit_(exhibit),
        examiner_(examiner),
        walk_(extractor, *this) {}

  Result<void> run() {
    ItemReader reader;
    reader.wants = [this](const records::ExhibitFile& file) { return wants(file); };
    reader.on_item = [this](const Item& item) { return root(item); };
    reader.on_unread = [this](const Item& item, const std::string& reason) {
      if (!item.part.empty())
        responses_.emplace_back(json::Object{{"step", item.part}, {"unread", reason}});
      return walk_.then([this, place = Place{item.file, item.part}, reason]() -> Result<void> {
        examiner_.on_unread(place, reason);
        return {};
      });
    };
    reader.on_archive_read = [this](const records::ExhibitFile& file) {
      return walk_.then([this, key = archive_key(file.sha256), responses = std::move(responses_)] {
        return library_.remember(key, json::Object{{"parts", responses}});
      });
    };
    SANAD_CHECK(for_each_item(workspace_, exhibit_, reader));
    return walk_.finish();
  }

  Result<bool> wants(const extract::Node& node) override {
    return wants(extract::key_of(node), place(node));
  }
  Result<bool> may_want(const extract::Node& node) override {
    return must_read(extract::key_of(node), 0);
  }
  Result<void> on_item(const extract::Node& node, const json::Value& item) override {
    return examiner_.on_item(examined(node), item);
  }
  Result<void> on_unread(const extract::Node& node, const std::string& reason) override {
    examiner_.on_unread(place(node), reason);
    return node.bytes.empty() ? Result<void>() : examiner_.on_unreadable(examined(node));
  }
  Result<void> on_done(const extract::Node& node, const json::Value& item) override {
    const std::string key = extract::key_of(node);
    must_read_.erase(key);
    return library_.remember(key, item);
  }

 private:
  // Whether a file is to be read. What is remembered of it is given in its turn.
  Result<bool> wants(const records::ExhibitFile& file) {
    responses_.clear();
    const std::string key = file.role == "archive" ? archive_key(file.sha256) : file.sha256;
    SANAD_TRY(const bool must, must_read(key, 0));
    if (must) return true;
    SANAD_CHECK(walk_.then(
        [this, key, place = Place{file.name, ""}] { return give_remembered(key, place); }));
    return false;
  }

  Result<void> root(const Item& item) {
    extract::Node node;
    node.hints = item.hints;
    node.sha256 = item.sha256;
    if (!item.part.empty()) {
      responses_.emplace_back(json::Object{{"step", item.part}, {"key", extract::key_of(node)}});
    }
    SANAD_CHECK(walk_.then([this, place = Place{item.file, item.part}]() -> Result<void> {
      root_ = place;
      return {};
    }));
    SANAD_TRY(cage::Input input, cage::Input::of(item.bytes));
    return walk_.add(std::move(node), std::move(input));
  }

  Place place(const extract::Node& node) const {
    if (node.way.empty()) return root_;
    return {root_.file, extract::join_way(root_.part, node.way)};
  }

  Examined examined(const extract::Node& node) const {
    return {place(node), extract::key_of(node), node.hints.coding, node.bytes};
  }

  // Gives what is remembered, if that does.
  Result<bool> wants(const std::string& key, const Place& at) {
    SANAD_TRY(const bool must, must_read(key, 0));
    if (!must) SANAD_CHECK(give_remembered(key, at));
    return must;
  }

  // An item, or anything that it holds.
  Result<bool> must_read(const std::string& key, unsigned depth) {
    if (const auto known = must_read_.find(key); known != must_read_.end()) return known->second;
    SANAD_TRY(const bool must, look_whether_to_read(key, depth));
    must_read_[key] = must;
    return must;
  }

  Result<bool> look_whether_to_read(const std::string& key, unsigned depth) {
    SANAD_TRY(const auto item, library_.remembered(key));
    if (!item || depth > extract::kMaxDepth + 2) return true;
    if (!(*item)["sha256"].is_null()) {  // what stands for an archive of responses is no item
      SANAD_TRY(const bool must, examiner_.must_read(key, *item));
      if (must) return true;
    }
    const json::Array* parts = (*item)["parts"].as_array();
    if (parts == nullptr) return false;
    for (const json::Value& part : *parts) {
      const std::string of_part = part["key"].string_or("");
      if (of_part.empty()) continue;
      SANAD_TRY(const bool part_must, must_read(of_part, depth + 1));
      if (part_must) return true;
    }
    return false;
  }

  Result<void> give_remembered(const std::string& key, const Place& at) {
    SANAD_TRY(const auto item, library_.remembered(key));
    if (!item) return {};
    if (!(*item)["sha256"].is_null()) SANAD_CHECK(examiner_.on_item({at, key, "", {}}, *item));
    if (const json::Array* problems = (*item)["problems"].as_array()) {
      for (const json::Value& problem : *problems) examiner_.on_unread(at, problem.string_or(""));
    }
    const json::Array* parts = (*item)["parts"].as_array();
    if (parts == nullptr) return {};
    for (const json::Value& part : *parts) {
      const Place of_part = {at.file, extract::join_way(at.part, part["step"].string_or(""))};
      if (!part["unread"].is_null()) examiner_.on_unread(of_part, part["unread"].string_or(""));
      if (!part["key"].is_null()) SANAD_CHECK(give_remembered(part["key"].string_or(""), of_part));
    }
    return {};
  }

  identify::Library& library_;
  Workspace& workspace_;
  const records::Exhibit& exhibit_;
  const Examiner& examiner_;
  extract::Walk walk_;
  Place root_;                             // of the item that is being visited
  json::Array responses_;                  // of the archive that is being read
  std::map<std::string, bool> must_read_;  // by key
};

}  // namespace

Result<void> examine_exhibit(Workspace& workspace, const extract::Extractor& extractor,
                             const records::Exhibit& exhibit, const Examiner& examiner) {
  return Examination(workspace, extractor, exhibit, examiner).run();
}

}  // namespace sanad::service
