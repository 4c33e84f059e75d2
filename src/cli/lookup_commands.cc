// What resembles entries of lists: one value, or everything in a case.
#include <fmt/format.h>

#include "command.h"
#include "extract/way.h"
#include "files/files.h"
#include "identify/library.h"
#include "lists/import.h"
#include "service/evidence.h"
#include "service/identification.h"
#include "service/lists.h"
#include "service/views.h"
#include "service/worker.h"

namespace sanad::cli {
namespace {

json::Object hit_json(const std::string& query, const identify::Hit& hit) {
  json::Object object = service::view(hit);
  object.set("query", query);
  return object;
}

std::string hit_line(const std::string& query, const identify::Hit& hit) {
  return fmt::format("{}  distance {} (up to {})  {} of {}, version {}{}", query.substr(0, 64),
                     hit.distance, hit.threshold, hit.entry, hit.list_name, hit.list_version,
                     hit.disputed ? "  IN DISPUTE" : "");
}

// A list in a file, without a workspace: a library that lasts as long as the command.
class FileLibrary {
 public:
  static Result<FileLibrary> open(const std::string& name, const std::string& signal,
                                  Timestamp now) {
    SANAD_TRY(const std::string bytes, read_text(name, kMaxListFileBytes));
    lists::ImportOptions options;
    options.name = name;
    options.owner = "unknown";
    options.signal = signal;
    options.imported_at = now;
    SANAD_TRY_WITH(const lists::Imported imported,
                   lists::import_list(lists::guess_format(bytes), bytes, options), name);
    SANAD_TRY(files::TempDir folder, files::TempDir::create("sanad-lookup"));
    FileLibrary made(std::move(folder));
    SANAD_TRY(made.library_,
              identify::Library::open(*made.fs_, files::Path(made.folder_.path()) / "library"));
    SANAD_CHECK(made.library_->put("file", imported.list, ""));
    return made;
  }
  identify::Library& library() { return *library_; }

 private:
  explicit FileLibrary(files::TempDir folder) : folder_(std::move(folder)) {}
  files::TempDir folder_;
  std::unique_ptr<files::PosixFileSystem> fs_ = std::make_unique<files::PosixFileSystem>();
  std::unique_ptr<identify::Library> library_;
};

Result<int> lookup(Context& context) {
  const std::vector<std::string>& values = context.arguments.rest();
  if (values.empty())
    return Error{ErrorCode::kInvalid,
                 "name one hash or more, for example: sanad lookup HASH --list NAME"};
  const std::string signal = context.arguments.value("--signal", "pdq");
  const std::string list = context.arguments.value("--list");
  SANAD_TRY(const std::uint64_t radius,
            context.arguments.number("--radius", identify::default_radius(signal)));
  if (radius > 10'000) return Error{ErrorCode::kInvalid, "--radius is at most 64 for pdq"};
  files::PosixFileSystem fs;
  SANAD_TRY(const auto is_file,
            list.empty() ? Result<std::optional<files::FileInfo>>(std::optional<files::FileInfo>{})
                         : fs.stat(list));
  std::optional<FileLibrary> from_file;
  if (is_file) {
    SANAD_TRY(FileLibrary opened, FileLibrary::open(list, signal, context.clock().now()));
    from_file.emplace(std::move(opened));
  }
  bool found = false;
  for (const std::string& value : values) {
    std::vector<identify::Hit> hits;
    if (from_file) {
      SANAD_TRY_WITH(hits,
                     from_file->library().lookup(signal, value, static_cast<unsigned>(radius), "",
                                                 context.clock().now()),
                     value);
    } else {
      SANAD_TRY(const auto caller, context.officer());
      SANAD_TRY(auto* workspace, context.workspace());
      SANAD_TRY_WITH(
          hits,
          service::look_up(*workspace, caller, signal, value, static_cast<unsigned>(radius), list),
          value);
    }
    for (const identify::Hit& hit : hits) {
      found = true;
      fmt::print("{}\n", context.json() ? json::format_canonical(json::Value(hit_json(value, hit)))
                                        : hit_line(value, hit));
    }
  }
  if (!found && !context.json()) fmt::print("No entry is within the radius.\n");
  return 0;
}

Result<int> identify_case(Context& context) {
  SANAD_TRY(const std::string of_case, context.arguments.require("--case"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const std::string job, service::order_identification(*workspace, caller, of_case));
  SANAD_TRY(const records::Job done,
            service::run_now(*workspace, job, stop_requested, [&](const capture::Progress& p) {
              if (!context.json()) fmt::print(stderr, "\r\033[K{}", p.message);
            }));
  if (!context.json()) fmt::print(stderr, "\n");
  context.print(done.result,
                fmt::format("Compared {} items: {} new matches, {} items could not be read. A "
                            "match is a lead; \"sanad matches --case {}\" lists them.",
                            done.result["items"].int_or(0), done.result["found"].int_or(0),
                            done.result["unread"].int_or(0), of_case));
  return 0;
}

// archive.zip → folder/a.jpg; original-1 → result.json → part 17
std::string where(const records::Match& match) {
  std::string way = extract::escape_step(match.file);
  if (!match.part.empty()) way = extract::join_way(way, match.part);
  if (match.data["record"].is_null()) return way;
  way = extract::join_way(way, fmt::format("part {}", match.data["part_number"].int_or(0)));
  const std::int64_t also = match.data["also"]["count"].int_or(0);
  return also == 0 ? way : fmt::format("{} (the same text in {} more)", way, also);
}

Result<int> matches(Context& context) {
  SANAD_TRY(const std::string of_case, context.arguments.require("--case"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto found, service::list_matches(*workspace, caller, of_case, ""));
  json::Array items;
  std::vector<std::string> lines;
  bool is_more = false;
  for (const service::CurrentMatch& current : found) {
    const records::Match& match = current.match;
    const json::Value shown(service::view(current));
    const std::int64_t passages = shown["passages_not_shown"].int_or(0);
    is_more |= passages > 0;
    lines.push_back(fmt::format(
        "{}  {}  {} {}: {} of {} (version {}), {} at distance {}{}{}", match.id, match.state,
        match.exhibit, where(match), match.entry, match.list_name, match.list_version, match.signal,
        json::format_canonical(match.data["distance"]),
        passages > 0 ? fmt::format(", {} passage{} not shown", passages, passages == 1 ? "" : "s")
                     : "",
        current.disputed ? "  IN DISPUTE" : ""));
    items.push_back(shown);
  }
  if (is_more) {
    lines.emplace_back(
        "\"sanad match show MATCH\" shows what a rule found, and records that it was looked at.");
  }
  if (lines.empty()) lines.emplace_back("Nothing in this case resembles an entry of a list.");
  context.print_list(std::move(items), lines);
  return 0;
}

std::string side_line(std::string_view name, const json::Value& side, std::string_view more) {
  std::string line = fmt::format("{:<7}{}{}", name, side["content"].string_or(""), more);
  if (!side["exhibit"].is_null()) {
    line += fmt::format("  {} {} {}", side["number"].string_or(""), side["file"].string_or(""),
                        side["part"].string_or(""));
    if (!side["record"].is_null()) line += fmt::format(" part {}", side["part_number"].int_or(0));
  }
  if (!side["absent"].is_null()) line += fmt::format("  ({})", side["absent"].string_or(""));
  return line;
}

// The longest texts are on lines of their own, so that the two can be held against each other.
std::string passages_in_words(const json::Value& evidence) {
  std::string text;
  for (const json::Value& pair : *evidence["passages"].as_array()) {
    text += fmt::format("\npassage, bytes {} to {}\n  found   {}", pair["found"]["start"].int_or(0),
                        pair["found"]["end"].int_or(0), pair["found"]["text"].string_or(""));
    if (!pair["listed"].is_null())
      text += fmt::format("\n  listed  {}", pair["listed"]["text"].string_or(""));
  }
  if (const auto more = evidence["passages_not_shown"].int_or(0); more > 0)
    text += fmt::format("\n{} more passages", more);
  return text;
}

// By the hashes of the frames, or by points; a picture has no time.
std::string frame_in_words(const json::Value& pair) {
  const auto number = [](const json::Value& value) { return json::format_canonical(value); };
  const bool is_picture = pair["found_seconds"].is_null();
  std::string text =
      is_picture ? "\nthe picture" : fmt::format("\nframe at {} s", number(pair["found_seconds"]));
  if (!pair["listed_seconds"].is_null())
    text += fmt::format(" like {} s", number(pair["listed_seconds"]));
  const json::Value& overlap = pair["overlap"];
  if (overlap.is_null()) return text + fmt::format(", distance {}", number(pair["distance"]));
  return text + fmt::format(", {} points agree, of {} in what both show",
                            overlap["points"].int_or(0), overlap["points_in_common"].int_or(0));
}

// What a rule found: phrases of a text with what stands around them, or bytes.
std::string found_by_rule_in_words(const json::Value& details) {
  std::string text;
  if (const json::Array* phrases = details["phrases"].as_array()) {
    for (const json::Value& phrase : *phrases) {
      text += fmt::format("\nphrase, bytes {} to {}\n  found   {}", phrase["begin"].int_or(0),
                          phrase["end"].int_or(0), phrase["passage"].string_or(""));
    }
  }
  if (const json::Array* strings = details["strings"].as_array()) {
    for (const json::Value& string : *strings) {
      const json::Array* places = string["places"].as_array();
      for (std::size_t i = 0; places != nullptr && i < places->size(); ++i) {
        text +=
            fmt::format("\n{} at byte {}\n  found   {}", string["name"].string_or(""),
                        (*places)[i]["offset"].int_or(0), (*places)[i]["excerpt"].string_or(""));
      }
    }
  }
  if (details["cut"].bool_or(false)) text += "\nThere is more than is kept of this match.";
  return text;
}

std::string evidence_in_words(const json::Value& evidence) {
  const auto number = [](const json::Value& value) { return json::format_canonical(value); };
  std::string text = fmt::format(
      "{}  {}{}\n{} by {}: distance {}, up to {} counts\n{}\n{}", evidence["match"].string_or(""),
      evidence["state"].string_or(""), evidence["disputed"].bool_or(false) ? "  IN DISPUTE" : "",
      evidence["signal"].string_or(""), evidence["algorithm"].string_or(""),
      number(evidence["distance"]), number(evidence["threshold"]),
      side_line("found", evidence["found"], ""),
      side_line("listed", evidence["listed"],
                fmt::format("  {} of {}, version {}", evidence["listed"]["entry"].string_or(""),
                            evidence["list_name"].string_or(""),
                            evidence["list_version"].string_or(""))));
  if (!evidence["turned"].is_null())
    text += fmt::format("\nlike it {}", evidence["turned"].string_or(""));
  for (const json::Value& pair : *evidence["frames"].as_array()) text += frame_in_words(pair);
  for (const json::Value& pair : *evidence["segments"].as_array()) {
    text += fmt::format("\nsound of {} to {} s like {} to {} s",
                        number(pair["found_start_seconds"]), number(pair["found_end_seconds"]),
                        number(pair["listed_start_seconds"]), number(pair["listed_end_seconds"]));
  }
  if (const json::Value& read = evidence["found"]["machine_read"]; !read.is_null())
    text += fmt::format(
        "\nRead by a machine in a picture, and so perhaps wrong (confidence {} of 100): look at "
        "the picture.",
        read["confidence"].int_or(0));
  text += passages_in_words(evidence);
  if (const std::string signal = evidence["signal"].string_or("");
      signal == "term-rule" || signal == "yara")
    text += found_by_rule_in_words(evidence["details"]);
  for (const char* side : {"found", "listed"}) {
    if (evidence[side]["has_picture"].bool_or(false))
      text += fmt::format("\n\"--picture {} --out FILE\" writes its picture.", side);
  }
  return text;
}

Result<int> write_picture(Context& context, service::Workspace& workspace,
                          const authority::Officer& caller, const std::string& match) {
  SANAD_TRY(const service::Side side, service::parse_side(context.arguments.value("--picture")));
  SANAD_TRY(const std::string out, context.arguments.require("--out"));
  SANAD_TRY(const auto at_ms, service::parse_frame_time(context.arguments.value("--seconds")));
  files::PosixFileSystem fs;
  SANAD_TRY_WITH(const auto file, fs.open(out, files::OpenMode::kCreateNew), out);
  const auto picture = service::match_picture(workspace, caller, match, side, at_ms);
  if (!picture.ok()) {
    SANAD_CHECK(fs.remove(out));
    return picture.error();
  }
  SANAD_CHECK(file->write(*picture));
  SANAD_CHECK(file->sync());
  context.print(json::Object{{"file", out}}, fmt::format("Wrote {}.", out));
  return 0;
}

Result<int> match_show(Context& context) {
  SANAD_TRY(const std::string match, context.arguments.only("the match's identifier"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  if (context.arguments.has("--picture")) return write_picture(context, *workspace, caller, match);
  if (context.arguments.has("--out") || context.arguments.has("--seconds")) {
    return Error{ErrorCode::kInvalid,
                 "--out and --seconds belong to --picture, which is found or listed"};
  }
  SANAD_TRY(const json::Value evidence, service::match_evidence(*workspace, caller, match));
  context.print(evidence, evidence_in_words(evidence));
  return 0;
}

Result<int> match_review(Context& context) {
  SANAD_TRY(const std::string match, context.arguments.only("the match's identifier"));
  SANAD_TRY(const std::string outcome, context.arguments.require("--outcome"));
  SANAD_TRY(const std::string reason, context.arguments.require("--reason"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const service::CurrentMatch reviewed,
            service::review_match(*workspace, caller, match, outcome, reason));
  context.print(json::Value(service::view(reviewed)),
                fmt::format("{} is {}.", reviewed.match.id, reviewed.match.state));
  return 0;
}

}  // namespace

std::vector<Command> lookup_commands() {
  const Option of_case{"--case", "CASE", "the case's identifier or reference", false};
  return {
      {"lookup",
       "HASH...",
       "Says which entries of lists are near; --list FILE needs no workspace.",
       "sanad lookup HASH --list partner.csv --radius 31 --json",
       {{"--list", "LIST", "a list's name or identifier, or a file (else all lists)"},
        {"--radius", "N", "bits that may differ (31), or the distance: tlsh 50, ssdeep 40"},
        {"--signal", "SIGNAL", "what the values are (pdq)"}},
       lookup},
      {"identify",
       "",
       "Compares everything in a case with all lists.",
       "sanad identify --case TZ-2026-0001",
       {of_case},
       identify_case},
      {"matches",
       "",
       "Lists what resembles an entry of a list.",
       "sanad matches --case TZ-2026-0001",
       {of_case},
       matches},
      {"match show",
       "MATCH",
       "Shows why a match is one: the found and the listed content, side by side.",
       "sanad match show match-7k2mq4x3a9b5c6d8 --picture found --out found.png",
       {{"--picture", "SIDE", "found or listed: writes that picture instead"},
        {"--seconds", "S", "which frame of a video (the first one)"},
        {"--out", "FILE", "a new file for the picture"}},
       match_show},
      {"match review",
       "MATCH",
       "Records what a person found a match to be.",
       "sanad match review match-7k2mq4x3a9b5c6d8 --outcome rejected --reason \"a news report\"",
       {{"--outcome", "OUTCOME", "confirmed or rejected"},
        {"--reason", "TEXT", "others will rely on it"}},
       match_review},
  };
}

}  // namespace sanad::cli
