// Compound files: the texts, pictures and objects of Word, Excel and PowerPoint documents; of any
// other the streams as they stand.
//
// An embedded document is a storage of the file, and no file by itself. It is given as one
// (compound::copy_of), so that it is opened like any other; its digest is that of the copy.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "compound/compound.h"
#include "little.h"
#include "office_objects.h"
#include "office_texts.h"

namespace sanad::parts {
namespace {

constexpr std::string_view kMessageProperties = "__properties_version1.0";
constexpr std::string_view kNative = "\1Ole10Native";
constexpr std::array<std::string_view, 6> kMainStreams = {
    "WordDocument", "Workbook", "Book", "PowerPoint Document", kMessageProperties, "VisioDocument"};
constexpr std::uint16_t kEmbeddedObject = 0x1011, kSound = 0x07E7;

enum class Family { kWord, kExcel, kPowerPoint, kEncrypted, kOther };

Family family_of(const compound::File& file) {
  if (file.find(0, "WordDocument")) return Family::kWord;
  if (file.find(0, "Workbook") || file.find(0, "Book")) return Family::kExcel;
  if (file.find(0, "PowerPoint Document")) return Family::kPowerPoint;
  if (file.find(0, "EncryptedPackage") && file.find(0, "EncryptionInfo")) return Family::kEncrypted;
  return Family::kOther;
}

compound::Content workbook_of(const compound::File& file) {
  return file.read(0, file.find(0, "Workbook") ? "Workbook" : "Book");
}

class Document {
 public:
  Document(const compound::File& file, Outlet& outlet)
      : file_(file), outlet_(outlet), pictures_(outlet), family_(family_of(file)) {}

  void open() {
    for (const std::string& problem : file_.problems()) outlet_.problem(problem);
    if (!give_family() || outlet_.is_done()) return;
    give_streams();
  }

 private:
  bool give_family() {
    switch (family_) {
      case Family::kWord:
        return blips_of("Data") && blips_of("WordDocument");
      case Family::kExcel:
        return pictures_.give_blips(excel_drawings(workbook_of(file_).bytes));
      case Family::kPowerPoint:
        return blips_of("Pictures") && give_slide_objects();
      case Family::kEncrypted: {
        Part part;
        part.name = "EncryptedPackage";
        part.encrypted = true;
        (void)(outlet_.begin(std::move(part)) && outlet_.end("it is encrypted"));
        return false;
      }
      case Family::kOther:
        return true;
    }
    return true;
  }

  bool blips_of(std::string_view stream) {
    return pictures_.give_blips(file_.read(0, stream).bytes);
  }

  // MS-PPT 2.10.34: a compound file, mostly deflated; and sounds.
  bool give_slide_objects() {
    const compound::Content document = file_.read(0, "PowerPoint Document");
    std::uint64_t objects = 0, sounds = 0;
    read_slide_records(document.bytes, [&](const SlideRecord& record) {
      Part part;
      if (record.type == kSound) {
        part.name = fmt::format("sound {}.wav", ++sounds);
        return outlet_.whole(std::move(part), record.data);
      }
      if (record.type != kEmbeddedObject) return true;
      part.name = fmt::format("object {}", ++objects);
      constexpr std::uint16_t kDeflated = 1;
      if (record.instance != kDeflated) return outlet_.whole(std::move(part), record.data);
      if (record.data.size() < 4 || !outlet_.begin(std::move(part))) return !outlet_.is_done();
      return inflate_into(record.data.subspan(4), outlet_);
    });
    return !outlet_.is_done();
  }

  // Without recursion; in the order of the directory.
  void give_streams() {
    struct Next {
      std::size_t node;
      std::string path;
    };
    std::vector<Next> next;
    const auto add_all = [&](std::size_t storage, const std::string& path) {
      const auto& children = file_.children(storage);
      for (auto child = children.rbegin(); child != children.rend(); ++child)
        next.push_back({*child, path + file_.nodes()[*child].name});
    };
    add_all(0, "");
    while (!next.empty() && !outlet_.is_done()) {
      const Next at = std::move(next.back());
      next.pop_back();
      const compound::Node& node = file_.nodes()[at.node];
      if (!node.is_storage) {
        // What Office documents hold in their root is their text, or of no use.
        if (family_ == Family::kOther || node.parent != 0) give_stream(at.node, at.path);
      } else if (is_object(at.node)) {
        give_object(at.node, at.path);
      } else if (at.path.size() < kMaxNameBytes) {
        add_all(at.node, at.path + "/");
      }
    }
  }

  bool is_object(std::size_t storage) const {
    for (const std::string_view name : kMainStreams) {
      if (file_.find(storage, name)) return true;
    }
    return file_.find(storage, kNative) || file_.find(storage, "Package") ||
           file_.find(storage, "CONTENTS");
  }

  void give_object(std::size_t storage, const std::string& name) {
    for (const std::string_view stream :
         {kNative, std::string_view("Package"), std::string_view("CONTENTS")}) {
      const auto at = file_.find(storage, stream);
      if (!at || file_.nodes()[*at].is_storage) continue;
      if (stream == kNative) {
        const compound::Content native = file_.read(*at);
        const ByteView bytes(native.bytes);
        (void)give_native(bytes.subspan(std::min<std::size_t>(4, bytes.size())), name, outlet_);
      } else {
        give_stream(*at, name);
      }
      return;
    }
    Part part;
    part.name = name;
    const auto copy = compound::copy_of(file_, storage);
    if (copy.ok()) {
      (void)outlet_.whole(std::move(part), *copy);
    } else if (outlet_.begin(std::move(part))) {
      (void)outlet_.end(copy.error().message);
    }
  }

  void give_stream(std::size_t stream, const std::string& name) {
    if (file_.nodes()[stream].name.starts_with('\1')) return;  // of the class of an object
    const compound::Content content = file_.read(stream);
    Part part;
    part.name = name;
    if (!outlet_.begin(std::move(part))) return;
    (void)outlet_.data(without_thumbnail_head(content.bytes));
    (void)outlet_.end(content.problem);
  }

  // Windows' Thumbs.db: a head of three numbers before each JPEG, the third its length.
  ByteView without_thumbnail_head(ByteView bytes) const {
    if (family_ != Family::kOther) return bytes;
    Little in(bytes);
    const std::uint32_t head = in.u32();
    in.skip(4);
    const std::uint32_t length = in.u32();
    const bool is_one = in.ok() && head == 12 && length == in.rest().size() &&
                        as_text(in.rest()).starts_with("\xFF\xD8\xFF");
    return is_one ? in.rest() : bytes;
  }

  const compound::File& file_;
  Outlet& outlet_;
  PictureGiver pictures_;
  Family family_;
};

}  // namespace

Kind ole_kind(ByteView item) {
  const auto file = compound::File::open(item);
  return file.ok() && file->find(0, kMessageProperties) ? Kind::kMsg : Kind::kOle;
}

void open_ole(ByteView item, Outlet& outlet) {
  const auto file = compound::File::open(item);
  if (!file.ok()) return outlet.problem(file.error().message);
  Document(*file, outlet).open();
}

void ole_text(ByteView item, Text& text) {
  const auto file = compound::File::open(item);
  if (!file.ok()) return text.problems.push_back(file.error().message);
  TextSink sink;
  Problems problems;
  switch (family_of(*file)) {
    case Family::kWord:
      word_text(*file, sink, problems);
      break;
    case Family::kExcel: {
      const compound::Content workbook = workbook_of(*file);
      excel_text(workbook.bytes, sink, problems);
      if (!workbook.problem.empty()) problems.push_back("the workbook: " + workbook.problem);
      break;
    }
    case Family::kPowerPoint: {
      const compound::Content document = file->read(0, "PowerPoint Document");
      if (file->find(0, "EncryptedSummary")) {
        problems.emplace_back("it is encrypted");
      } else {
        powerpoint_text(document.bytes, sink, problems);
      }
      // PowerPoint 95, whose slides are of another form, keeps the words by themselves.
      if (const auto words = decode_text(file->read(0, "Text_Content").bytes, "windows-1252")) {
        problems.clear();
        for (const char c : words->text) {
          if (c == '\r') sink.line();
          if (c != '\r') sink.add({&c, 1});
        }
      }
      if (!document.problem.empty()) problems.push_back("the slides: " + document.problem);
      break;
    }
    case Family::kEncrypted:
      problems.emplace_back("it is encrypted");
      break;
    case Family::kOther:
      break;
  }
  text = sink.finish();
  for (std::string& problem : problems) text.problems.push_back(std::move(problem));
}

}  // namespace sanad::parts
