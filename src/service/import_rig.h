// A folder that is imported and read through the real extractor, for tests.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "service/analysis.h"
#include "service/import_reading.h"
#include "service/imports.h"
#include "test_rig.h"

namespace sanad::service {

class QuietMonitor final : public capture::Monitor {
 public:
  void on_progress(const capture::Progress&) override {
    if (++told == cancel_at) cancelled = true;
  }
  bool is_cancelled() override { return cancelled; }
  bool cancelled = false;
  int told = 0, cancel_at = 0;
};

class ImportRig : public Rig {
 protected:
  void SetUp() override {
    Rig::SetUp();
    case_ = open_one();
    std::filesystem::create_directories(folder());
  }
  std::filesystem::path folder() const { return folder_.path() / "chat"; }
  void write(const std::string& name, std::string_view bytes) {
    std::ofstream(folder() / name, std::ios::binary) << bytes;
  }
  void permit_imports(const json::Object& more = {}) {
    json::Object asked = request();
    asked.set("activities", json::Array{"import"});
    asked.set("targets", json::Array{});
    for (const json::Member& member : more) asked.set(member.name, member.value);
    const auto made =
        request_authorisation(workspace(), amal_, case_.id, json::Value(asked)).value();
    ASSERT_TRUE(approve_authorisation(workspace(), behram_, made.id, "as asked").ok());
  }
  // read: what the job answers; may be null.
  records::Exhibit import_folder(bool with_ocr = false, json::Value* read = nullptr) {
    ImportOrder order;
    order.case_id = case_.id;
    order.source = "a telephone";
    order.found = find_files(folder().string()).value();
    order.with_ocr = with_ocr;
    const auto imported = import_files(workspace(), amal_, order, monitor_).value();
    const auto answer =
        run_import(workspace(), workspace().jobs().find(imported.job).value(), monitor_);
    EXPECT_TRUE(answer.ok()) << answer.error().message;
    if (read != nullptr) *read = *answer;
    return workspace().records().exhibit(imported.exhibit).value();
  }

  // What an import queues, so that it is known who is named in it.
  void index_all() {
    for (const auto& job : workspace().jobs().of_case(case_.id, 100).value()) {
      if (job.kind == "index") {
        EXPECT_TRUE(run_indexing(workspace(), job, monitor_).ok());
      }
    }
  }

  records::Case case_;
  QuietMonitor monitor_;
};

}  // namespace sanad::service
