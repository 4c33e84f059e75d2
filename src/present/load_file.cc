// A load file (Concordance DAT, Opticon OPT). docs/exports.md says what each field has.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "base/time.h"
#include "copy_out.h"
#include "present/file_exports.h"
#include "shown_part.h"

namespace sanad::present {
namespace {

enum Field {
  kBegDoc,
  kEndDoc,
  kBegAttach,
  kEndAttach,
  kParentDoc,
  kCase,
  kExhibit,
  kExhibitNumber,
  kEntry,
  kAuthorisation,
  kCustodian,
  kDocType,
  kFrom,
  kTo,
  kCc,
  kBcc,
  kSubject,
  kDateSent,
  kTimeSent,
  kTimeZone,
  kConversation,
  kMessageId,
  kDateCollected,
  kUrl,
  kFileName,
  kFileExt,
  kFilePath,
  kFileSize,
  kMimeType,
  kMd5,
  kSha256,
  kPartNumber,
  kMasked,
  kWithheld,
  kNativePath,
  kTextPath,
  kPages,
  kFields
};
constexpr std::array<const char*, kFields> kNames = {
    "BEGDOC",    "ENDDOC",     "BEGATTACH",    "ENDATTACH", "PARENTDOC",     "CASE",
    "EXHIBITID", "EXHIBIT",    "LEDGERENTRY",  "AUTHORITY", "CUSTODIAN",     "DOCTYPE",
    "FROM",      "TO",         "CC",           "BCC",       "SUBJECT",       "DATESENT",
    "TIMESENT",  "TIMEZONE",   "CONVERSATION", "MESSAGEID", "DATECOLLECTED", "URL",
    "FILENAME",  "FILEEXT",    "FILEPATH",     "FILESIZE",  "MIMETYPE",      "MD5HASH",
    "SHA256",    "PARTNUMBER", "MASKEDWORDS",  "WITHHELD",  "NATIVEPATH",    "TEXTPATH",
    "PAGES"};
using Row = std::vector<std::string>;

constexpr std::uint64_t kDocumentsAFolder = 1000;
constexpr std::string_view kVolume = "VOL001";

// Letters, digits and "-" alone.
std::string plain(std::string_view text) {
  std::string name;
  for (const char c : text) {
    const bool is_plain =
        (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    name += is_plain ? c : '-';
  }
  return name;
}

std::string_view last_of(std::string_view path) {
  const std::size_t slash = path.find_last_of("/\\");
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

// "png"; empty where the name has none that every file system takes.
std::string extension_of(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || name.size() - dot > 11) return {};
  std::string extension(name.substr(dot + 1));
  for (char& c : extension) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) return {};
  }
  return extension;
}

bool is_page_image(std::string_view media_type) {
  return media_type == "image/png" || media_type == "image/jpeg" || media_type == "image/tiff";
}

// "Keeper <keeper@harbour.example>".
std::string who(const std::string& name, const std::string& id) {
  if (id.empty() || id == name) return name;
  return name.empty() ? id : fmt::format("{} <{}>", name, id);
}

// Those of a record's "to" that are written to as said; several are apart by "; ".
std::string recipients(const json::Value& record, std::string_view as) {
  std::string all;
  if (const json::Array* list = record["to"].as_array()) {
    for (const json::Value& one : *list) {
      if (one["as"].string_or("") != as) continue;
      all += (all.empty() ? "" : "; ") + who(one["name"].string_or(""), one["id"].string_or(""));
    }
  }
  return all;
}

void set_time(Row& row, const json::Value& record) {
  const std::string at = record["at"].string_or("");
  const std::string time = at.empty() ? record["local"].string_or("") : at;
  if (time.size() < 19) return;
  row[kDateSent] = time.substr(0, 10);
  row[kTimeSent] = time.substr(11, 8);
  row[kTimeZone] = at.empty() ? "" : "UTC";
}

std::string text_of_item(const json::Value& item) {
  const std::string text = item["text_content"].string_or("");
  return text.empty() ? item["ocr"]["text"].string_or("") : text;
}

std::string text_of_record(const json::Value& record) {
  std::string text = record["title"].string_or("");
  const std::string body = record["text"].string_or("");
  if (!text.empty() && !body.empty()) text += '\n';
  return text + body;
}

class LoadFile {
 public:
  LoadFile(const BundleContent& content, const CaseRecord& record, const TextOfFile& text_of,
           zip::Writer& archive)
      : content_(content), record_(record), text_of_(text_of), archive_(archive) {
    dat_ = "\xEF\xBB\xBF" + format_dat_line({kNames.begin(), kNames.end()});
  }

  Result<void> add_exhibit(const ExhibitRecord& exhibit, const ExhibitParts* parts) {
    exhibit_ = &exhibit;
    SANAD_TRY(bundled_, find_bundled(content_, exhibit.exhibit));
    prefix_ = plain(exhibit.number);
    if (!prefixes_.insert(prefix_).second) prefix_ = plain(exhibit.exhibit);
    next_ = 1;
    done_.clear();
    if (parts != nullptr) SANAD_CHECK(add_parts(*parts));
    // A capture is one family: the archive, and what was made of the page beside it.
    const bool is_capture = exhibit.sealed.data["import"].is_null();
    for (const bool of_archive : {true, false})
      for (const FileRecord& file : exhibit.files) {
        const bool is_first = is_capture && file.role == "archive";
        if (is_first != of_archive || done_.contains(file.name)) continue;
        if (!is_capture) SANAD_CHECK(end_family());
        SANAD_CHECK(add_file(file));
      }
    return end_family();
  }

  Result<LoadFileCounts> finish() {
    const std::string base = fmt::format("{0}/DATA/{0}", content_.bundle);
    SANAD_CHECK(add_text(archive_, base + ".dat", dat_));
    SANAD_CHECK(add_text(archive_, base + ".opt", opt_));
    return counts_;
  }

 private:
  Row new_row() {
    Row row(kFields);
    const json::Value& sealed = exhibit_->sealed.data;
    const bool is_capture = sealed["import"].is_null();
    row[kBegDoc] = row[kEndDoc] = fmt::format("{}-{:06}", prefix_, next_++);
    row[kCase] = record_.case_reference;
    row[kExhibit] = exhibit_->exhibit;
    row[kExhibitNumber] = exhibit_->number;
    row[kEntry] = std::to_string(exhibit_->sealed.index.value);
    row[kAuthorisation] = sealed["authorisation"].string_or("");
    row[kCustodian] = sealed[is_capture ? "url" : "source"].string_or("");
    row[kUrl] = is_capture ? sealed["url"].string_or("") : "";
    row[kDateCollected] = sealed["started_at"].string_or("");
    row[kPages] = "1";
    if (!family_.empty()) row[kParentDoc] = family_.front()[kBegDoc];
    return row;
  }

  // "NATIVES/0001/TZ-1-000001.png" from the export's folder; with the separators of the form.
  std::string place(const char* folder, const Row& row, std::string_view extension) const {
    return fmt::format("{}/{:04}/{}{}{}", folder, counts_.documents / kDocumentsAFolder + 1,
                       row[kBegDoc], extension.empty() ? "" : ".", extension);
  }
  static std::string with_backslashes(std::string path) {
    std::ranges::replace(path, '/', '\\');
    return path;
  }

  Result<void> add_file(const FileRecord& file) {
    Row row = new_row();
    done_.insert(file.name);
    const std::string path = file.path.empty() ? file.name : file.path;
    row[kDocType] = file.role;
    row[kFilePath] = path;
    row[kFileName] = last_of(path);
    row[kFileExt] = extension_of(path);
    row[kFileSize] = std::to_string(file.size);
    row[kMimeType] = file.media_type;
    row[kSha256] = file.sha256;
    row[kWithheld] = file.withheld;
    if (!file.withheld.empty()) {
      ++counts_.withheld;
      return add(std::move(row), "");
    }
    const bool is_image = is_page_image(file.media_type);
    const std::string native = place(is_image ? "IMAGES" : "NATIVES", row, row[kFileExt]);
    SANAD_CHECK(copy_sealed(*bundled_, file, fmt::format("{}/{}", content_.bundle, native),
                            archive_, &row[kMd5]));
    row[kNativePath] = with_backslashes(native);
    ++counts_.natives;
    if (is_image) {
      opt_ += fmt::format("{},{},{},Y,,,1\r\n", row[kBegDoc], kVolume, row[kNativePath]);
      ++counts_.images;
    }
    std::string text;
    if (text_of_) {
      SANAD_TRY(text, text_of_(*exhibit_, file));
    }
    return add(std::move(row), text);
  }

  Result<void> add_parts(const ExhibitParts& parts) {
    class Lines final : public ByteSink {
     public:
      explicit Lines(LoadFile& to) : to_(to) {}
      Result<void> write(ByteView data) override {
        rest_ += as_text(data);
        std::size_t at = 0;
        for (std::size_t feed = rest_.find('\n'); feed != std::string::npos;
             feed = rest_.find('\n', at)) {
          SANAD_CHECK(to_.add_part(std::string_view(rest_).substr(at, feed - at)));
          at = feed + 1;
        }
        rest_.erase(0, at);
        return {};
      }

     private:
      LoadFile& to_;
      std::string rest_;
    };
    Lines lines(*this);
    SANAD_CHECK(parts.write(lines));
    return end_family();
  }

  Result<void> add_part(std::string_view line) {
    SANAD_TRY(const auto shown, read_shown_part(line));
    if (!shown) return {};
    const json::Value& part = shown->part;
    const std::string name = part["file"].string_or("");
    const auto file = std::ranges::find(exhibit_->files, name, &FileRecord::name);
    if (file == exhibit_->files.end())
      return Error{ErrorCode::kInvalid,
                   fmt::format("{} has a part of no file of it", exhibit_->number)};
    if (!done_.contains(name)) {
      SANAD_CHECK(end_family());
      SANAD_CHECK(add_file(*file));
    }
    counts_.masked_words += shown->masked_words;
    const bool is_the_file = part["way"].string_or("").empty() && !part["item"].is_null();
    if (is_the_file && !family_.empty() && family_.size() == 1) return fill_file(*shown);
    return is_the_file ? Result<void>() : add_child(*shown, *file);
  }

  // The first line of a file is the file itself.
  Result<void> fill_file(const ShownPart& shown) {
    Row& row = family_.front();
    const json::Value& item = shown.part["item"];
    row[kDocType] = item["kind"].string_or(row[kDocType]);
    row[kPartNumber] = std::to_string(shown.number);
    row[kMasked] = std::to_string(shown.masked_words);
    return row[kTextPath].empty() ? put_text(row, text_of_item(item)) : Result<void>();
  }

  Result<void> add_child(const ShownPart& shown, const FileRecord& file) {
    Row row = new_row();
    const json::Value& part = shown.part;
    const json::Value &record = part["record"], &item = part["item"];
    const std::string path = file.path.empty() ? file.name : file.path;
    const std::string way = part["way"].string_or("");
    row[kPartNumber] = std::to_string(shown.number);
    row[kMasked] = std::to_string(shown.masked_words);
    row[kFilePath] = way.empty() ? path : fmt::format("{} \xE2\x86\x92 {}", path, way);
    row[kDocType] =
        part["unread"].is_null() ? record["kind"].string_or(item["kind"].string_or("")) : "unread";
    if (!record.is_null()) {
      row[kFrom] = who(record["author"].string_or(""), record["author_id"].string_or(""));
      row[kTo] = recipients(record, "");
      row[kCc] = recipients(record, "cc");
      row[kBcc] = recipients(record, "bcc");
      row[kSubject] = record["title"].string_or("");
      row[kConversation] = record["chat_name"].string_or(record["chat"].string_or(""));
      row[kMessageId] = record["id"].string_or("");
      set_time(row, record);
    } else if (!item.is_null()) {
      row[kFileName] = last_of(way);
      row[kFileExt] = extension_of(row[kFileName]);
      if (const auto size = item["size"].as_int()) row[kFileSize] = std::to_string(*size);
      row[kMd5] = item["md5"].string_or("");
      row[kSha256] = item["sha256"].string_or("");
    } else {
      row[kWithheld] = part["unread"]["reason"].string_or("");
    }
    return add(std::move(row), record.is_null() ? text_of_item(item) : text_of_record(record));
  }

  Result<void> put_text(Row& row, const std::string& text) {
    if (text.empty()) return {};
    const std::string path = place("TEXT", row, "txt");
    SANAD_CHECK(add_text(archive_, fmt::format("{}/{}", content_.bundle, path), text));
    row[kTextPath] = with_backslashes(path);
    ++counts_.texts;
    return {};
  }

  Result<void> add(Row row, const std::string& text) {
    SANAD_CHECK(put_text(row, text));
    family_.push_back(std::move(row));
    ++counts_.documents;
    return {};
  }

  Result<void> end_family() {
    for (Row& row : family_) {
      if (family_.size() > 1) {
        row[kBegAttach] = family_.front()[kBegDoc];
        row[kEndAttach] = family_.back()[kEndDoc];
      }
      dat_ += format_dat_line(row);
    }
    family_.clear();
    return {};
  }

  const BundleContent& content_;
  const CaseRecord& record_;
  const TextOfFile& text_of_;
  zip::Writer& archive_;
  const ExhibitRecord* exhibit_ = nullptr;
  const BundledExhibit* bundled_ = nullptr;
  std::string prefix_, dat_, opt_;
  std::set<std::string> prefixes_, done_;  // done_: files of the exhibit
  std::uint64_t next_ = 1;
  std::vector<Row> family_;
  LoadFileCounts counts_;
};

}  // namespace

Result<LoadFileCounts> write_load_file(const BundleContent& content, const CaseRecord& record,
                                       const std::vector<ExhibitParts>& parts,
                                       const TextOfFile& text_of, zip::Writer& archive) {
  LoadFile file(content, record, text_of, archive);
  std::vector<const ExhibitRecord*> exhibits;
  for (const ExhibitRecord& one : record.exhibits) exhibits.push_back(&one);
  std::ranges::sort(exhibits, {}, [](const ExhibitRecord* one) {
    return std::pair(std::string_view(one->number), std::string_view(one->exhibit));
  });
  for (const ExhibitRecord* one : exhibits) {
    const auto of_exhibit = std::ranges::find(parts, one->exhibit, &ExhibitParts::exhibit);
    SANAD_CHECK(file.add_exhibit(*one, of_exhibit == parts.end() ? nullptr : &*of_exhibit));
  }
  return file.finish();
}

}  // namespace sanad::present
