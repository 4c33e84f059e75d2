// What can be asked without a workspace: by what a file can be recognised.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <functional>

#include "command.h"
#include "crypto/crypto.h"
#include "extract/extract.h"
#include "extract/walk.h"
#include "extract/way.h"
#include "input_file.h"
#include "points/points.h"

namespace sanad::cli {
namespace {

Result<void> add_digests(const InputFile& file, const std::string& name, json::Object& line) {
  using Algorithm = crypto::Hasher::Algorithm;
  crypto::Hasher sha256(Algorithm::kSha256), sha1(Algorithm::kSha1), md5(Algorithm::kMd5);
  std::vector<std::uint8_t> piece(1 << 20);
  std::uint64_t size = 0;
  for (;;) {
    const ssize_t n = ::pread(file.fd(), piece.data(), piece.size(), static_cast<off_t>(size));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return io_error(fmt::format("{} cannot be read", name), errno);
    if (n == 0) break;
    const ByteView read(piece.data(), static_cast<std::size_t>(n));
    for (auto* hasher : {&sha256, &sha1, &md5}) hasher->update(read);
    size += static_cast<std::uint64_t>(n);
  }
  line.set("size", size);
  line.set("sha256", format_hex(sha256.finish()));
  line.set("sha1", format_hex(sha1.finish()));
  line.set("md5", format_hex(md5.finish()));
  return {};
}

Result<json::Object> describe(const InputFile& file, const std::string& name) {
  json::Object line{{"file", name}};
  SANAD_CHECK(add_digests(file, name, line));
  const extract::Extractor extractor = stoppable();
  auto found = extract::fingerprint(extractor, file.fd());
  if (!found && (found.error().code == ErrorCode::kUnavailable || stop_requested))
    return found.error();
  if (!found) {
    // One item's fault is that item's: its digests stand.
    line.set("error", found.error().message);
    return line;
  }
  for (const json::Member& member : *found->as_object()) line.set(member.name, member.value);
  return line;
}

std::string in_words(const json::Object& line) {
  const json::Value value(line);
  std::string text = value["part"].is_null() ? value["file"].string_or("")
                                             : extract::join_way(value["parent"].string_or(""),
                                                                 value["part"].string_or(""));
  if (!value["sha256"].is_null()) text += "\n  sha256  " + value["sha256"].string_or("");
  if (!value["kind"].is_null()) text += "\n  kind    " + value["kind"].string_or("");
  if (!value["pdq"].is_null()) {
    text += fmt::format("\n  pdq     {}  quality {}", value["pdq"].string_or(""),
                        value["pdq_quality"].int_or(0));
  }
  if (const auto points = points::parse_points(value["points"].string_or("")); points.ok())
    text += fmt::format("\n  points  {}", points->points.size());
  if (const json::Array* frames = value["video"]["frames"].as_array()) {
    const auto with_points = std::ranges::count_if(
        *frames, [](const json::Value& frame) { return !frame["points"].is_null(); });
    text += fmt::format("\n  video   {} frames, one a second, {} of them with points",
                        frames->size(), with_points);
  }
  if (!value["audio"].is_null())
    text += fmt::format("\n  audio   {} s{}", value["audio"]["duration_ms"].int_or(0) / 1000,
                        value["audio"]["landmarks"].is_null() ? "" : ", with landmarks");
  if (!value["tlsh"].is_null()) text += "\n  tlsh    " + value["tlsh"].string_or("");
  for (const char* member : {"error", "media_error", "text_error"}) {
    if (!value[member].is_null())
      text += fmt::format("\n  not read: {}", value[member].string_or(""));
  }
  return text;
}

// A line as programs read it: the frames of a video stand in "video" themselves, and what is said
// of all of them in "video_stream", as "picture" says it of a picture.
json::Object for_machines(json::Object line) {
  json::Value* video = line.find("video");
  if (video == nullptr || video->as_object() == nullptr) return line;
  json::Object stream = *video->as_object();
  json::Value frames = (*video)["frames"];
  stream.erase("frames");
  *video = std::move(frames);
  line.set("video_stream", std::move(stream));
  return line;
}

using Print = std::function<void(const json::Object&)>;

// Prints a line for the file, and one for each part at any depth.
class PartPrinter final : public extract::Visitor {
 public:
  PartPrinter(std::string file, json::Object digests, const Print& print)
      : file_(std::move(file)), digests_(std::move(digests)), print_(print) {}

  Result<bool> wants(const extract::Node&) override { return !stop_requested; }
  Result<void> on_item(const extract::Node& node, const json::Value& item) override {
    json::Object line = line_of(node);
    for (const json::Member& member : *item.as_object()) {
      if (member.name != "text_content") line.set(member.name, member.value);
    }
    print_(line);
    return {};
  }
  Result<void> on_unread(const extract::Node& node, const std::string& reason) override {
    json::Object line = line_of(node);
    line.set("error", reason);
    print_(line);
    return {};
  }
  Result<void> on_done(const extract::Node&, const json::Value&) override { return {}; }

 private:
  json::Object line_of(const extract::Node& node) const {
    if (node.parent == nullptr) return digests_;
    json::Object line{{"file", file_},
                      {"parent", extract::join_way(extract::escape_step(file_), node.parent->way)},
                      {"part", node.step}};
    if (!node.sha256.empty()) line.set("sha256", node.sha256);
    return line;
  }

  std::string file_;
  json::Object digests_;
  const Print& print_;
};

Result<void> describe_parts(const InputFile& file, const std::string& name, const Print& print) {
  json::Object digests{{"file", name}};
  SANAD_CHECK(add_digests(file, name, digests));
  extract::Node root;
  root.sha256 = digests.find("sha256")->string_or("");
  PartPrinter printer(name, digests, print);
  return extract::walk(stoppable(), root, file.fd(), printer);
}

Result<void> print_one(Context& context, const std::string& name) {
  const Print print = [&context](const json::Object& line) {
    if (context.json()) {
      fmt::print("{}\n", json::format_canonical(json::Value(for_machines(line))));
    } else {
      fmt::print("{}\n", in_words(line));
    }
  };
  SANAD_TRY(const InputFile file, InputFile::open(name));
  if (context.arguments.has("--parts")) return describe_parts(file, name, print);
  SANAD_TRY(const json::Object line, describe(file, name));
  print(line);
  return {};
}

Result<int> fingerprint(Context& context) {
  const std::vector<std::string>& names = context.arguments.rest();
  if (names.empty())
    return Error{ErrorCode::kInvalid,
                 "name one file or more, for example: sanad fingerprint picture.jpg"};
  int status = 0;
  for (const std::string& name : names) {
    const auto printed = print_one(context, name);
    if (printed.ok()) continue;
    if (stop_requested) return printed.error();
    fmt::print(stderr, "error: {}\n", printed.error().message);
    status = std::max(status, exit_status(printed.error().code));
  }
  return status;
}

}  // namespace

std::vector<Command> identify_commands() {
  return {
      {"fingerprint",
       "FILE... [--parts]",
       "Says by what files can be recognised again; --json: one object a line. Needs no workspace.",
       "sanad fingerprint picture.jpg video.mp4 archive.zip --parts --json",
       {{"--parts", "", "also what archives, mails and documents hold, at any depth", false}},
       fingerprint}};
}

}  // namespace sanad::cli
