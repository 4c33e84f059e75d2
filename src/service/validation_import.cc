// An import whose content is known beforehand.
#include <fmt/format.h>

#include <algorithm>

#include "crypto/crypto.h"
#include "extract/extract.h"
#include "pictures/pictures.h"
#include "service/import_reading.h"
#include "service/imports.h"
#include "validation_world.h"

namespace sanad::service {
namespace {

using validation::TestResult;
using validation::Verdict;

constexpr std::string_view kText = "seven lanterns";
constexpr std::string_view kChat =
    "30/11/2026, 12:00 - Amal: seven lanterns\n"
    "30/11/2026, 12:01 - Behram: at the river market\n"
    "30/11/2026, 12:02 - Amal: until dawn\n";

struct KnownFile {
  std::string name;
  Bytes bytes;
};

const validation::Answer* find_answer(const validation::AnswerSet& set, std::string_view id) {
  const auto found = std::ranges::find(set.answers, id, &validation::Answer::id);
  return found == set.answers.end() ? nullptr : &*found;
}

// A picture, an archive, a chat and a text. Picture and archive are those of the known answers, so
// that what must come out is said by programs that are not ours.
Result<std::vector<KnownFile>> known_files(const validation::Answer& picture,
                                           const validation::Answer& archive) {
  std::vector<KnownFile> files;
  SANAD_TRY(Bytes zip, parse_base64(archive.inputs["data"]["base64"].string_or("")));
  files.push_back({"box.zip", std::move(zip)});
  files.push_back({"chat.txt", to_bytes(kChat)});
  files.push_back({"notes.txt", to_bytes(kText)});
  const auto plans = pictures::plans();
  const auto plan = std::ranges::find_if(plans, [&](const pictures::Plan& one) {
    return one.name() == picture.inputs["picture"].string_or("");
  });
  if (plan == plans.end()) return Error{ErrorCode::kNotFound, "the known picture is none"};
  pictures::Picture drawn = pictures::draw(*plan);
  SANAD_TRY(Bytes png,
            extract::format_png({drawn.width, drawn.height, std::move(drawn.pixels), {}, false}));
  files.push_back({"picture.png", std::move(png)});
  return files;
}

// One line for each part: what it is, where it was, and what it is recognised by.
std::string told_part(std::string_view line) {
  const auto part = json::parse_canonical(line);
  if (!part.ok()) return "a line that is none";
  const json::Value& item = (*part)["item"];
  const json::Value& record = (*part)["record"];
  const std::string way = (*part)["way"].string_or("");
  if (record.as_object() != nullptr)
    return fmt::format("record {} {}: {}", record["kind"].string_or(""),
                       record["author"].string_or(""), record["text"].string_or(""));
  if (item.as_object() == nullptr) return fmt::format("unread {}", way);
  std::string told = fmt::format("item {} {}", way, item["sha256"].string_or(""));
  if (const auto* pdq = item["pdq"].as_string()) told += " " + *pdq;
  return told;
}

std::vector<std::string> expected_parts(const std::vector<KnownFile>& files,
                                        const validation::Answer& picture) {
  const auto sha256 = [](ByteView bytes) { return format_hex(crypto::sha256(bytes)); };
  const std::string lanterns = std::string(kText) + "\n";
  std::string forty;
  for (int i = 0; i < 40; ++i) forty += lanterns;
  std::vector<std::string> parts{
      fmt::format("item  {}", sha256(files[0].bytes)),
      fmt::format("item stored.txt {}", sha256(as_bytes(lanterns))),
      fmt::format("item folder/deflated.txt {}", sha256(as_bytes(forty))),
      fmt::format("item  {}", sha256(files[1].bytes)),
      "record message Amal: seven lanterns",
      "record message Behram: at the river market",
      "record message Amal: until dawn",
      fmt::format("item  {}", sha256(files[2].bytes)),
      fmt::format("item  {} {}", sha256(files[3].bytes),
                  picture.expected.substr(0, picture.expected.find(' ')))};
  std::ranges::sort(parts);
  return parts;
}

Result<std::vector<std::string>> read_parts(ValidationWorld& world,
                                            const records::Exhibit& exhibit) {
  std::vector<std::string> parts;
  SANAD_CHECK(read_part_list(world.workspace(), world.investigator(), exhibit, "validation",
                             [&](const part_list::Reader::Line& line) -> Result<void> {
                               parts.push_back(told_part(line.text));
                               return {};
                             }));
  std::ranges::sort(parts);
  return parts;
}

Result<void> import_known(ValidationWorld& world, const validation::Answer& picture,
                          const validation::Answer& archive, TestResult& test) {
  Workspace& workspace = world.workspace();
  SANAD_TRY(const auto files, known_files(picture, archive));
  ImportOrder order;
  order.case_id = world.case_id();
  order.source = "made by the validation itself";
  order.found.name = "known";
  for (const KnownFile& file : files)
    order.found.files.push_back(
        {file.name, {}, file.bytes.size(), [&file]() -> Result<std::unique_ptr<ByteSource>> {
           return std::unique_ptr<ByteSource>(std::make_unique<MemorySource>(file.bytes));
         }});
  class Quiet final : public capture::Monitor {
   public:
    void on_progress(const capture::Progress&) override {}
    bool is_cancelled() override { return false; }
  } quiet;
  SANAD_TRY(const auto imported, import_files(workspace, world.investigator(), order, quiet));
  SANAD_CHECK(world.run(imported.job, "import"));
  SANAD_TRY(const auto exhibit, workspace.records().exhibit(imported.exhibit));
  SANAD_TRY(const auto got, read_parts(world, exhibit));
  auto expected = expected_parts(files, picture);
  test.expected = fmt::format("{}", fmt::join(expected, "\n"));
  test.got = fmt::format("{}", fmt::join(got, "\n"));
  test.alteration = "one byte of a file, in what is known of it";
  auto altered = files;
  altered[2].bytes[0] ^= 1;
  const auto other = expected_parts(altered, picture);
  test.altered_got = other == got ? "the same" : "another digest";
  settle(test, got == expected, other != got);
  return {};
}

}  // namespace

void validate_import(ValidationWorld& world, const validation::AnswerSet& answers, Tests& tests) {
  TestResult test =
      world_test("import", "import", "import of files, an archive, a chat and a picture",
                 "made with known content; digests of parts as handed over, PDQ by "
                 "Meta's reference implementation");
  world.tell("import", "");
  const auto* picture = find_answer(answers, "pdq-terrain");
  const auto* archive = find_answer(answers, "zip-read");
  if (picture == nullptr || archive == nullptr) {
    test.reason = "the known answers lack the picture or the archive";
  } else if (const auto done = import_known(world, *picture, *archive, test); !done.ok()) {
    test.verdict = Verdict::kFailed;
    test.reason = done.error().message;
  }
  tests.push_back(std::move(test));
}

}  // namespace sanad::service
