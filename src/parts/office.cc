// OOXML (ECMA-376) and OpenDocument (ISO 26300): zip files of XML and media.
#include <expat.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>

#include "internal.h"

namespace sanad::parts {
namespace {

constexpr std::size_t kMaxXmlBytes = 64U << 20U;  // of one member
constexpr std::string_view kContentTypes = "[Content_Types].xml";
constexpr std::string_view kOdfType = "application/vnd.oasis.opendocument.";

// Local names of elements, by what they do to the text. Names of the two formats do not collide.
struct Grammar {
  std::vector<std::string_view> text;  // only within these are characters text; empty: everywhere
  std::vector<std::string_view> lines, tabs, spaces;
};

const Grammar& ooxml() {
  // "v": the value of a cell, or of a chart; "text": a comment in a thread; "delText": what was
  // deleted under tracked changes, and is still there.
  static const Grammar kGrammar{{"t", "v", "text", "delText"},
                                {"p", "br", "cr", "si", "row", "is", "pt", "text"},
                                {"tab"},
                                {"c"}};
  return kGrammar;
}
const Grammar& odf() {
  static const Grammar kGrammar{{"p", "h"}, {"p", "h", "line-break"}, {"tab"}, {"s", "table-cell"}};
  return kGrammar;
}

bool has(const std::vector<std::string_view>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

class Xml {
 public:
  // is_design: of slides.
  Xml(const Grammar& grammar, bool is_design, TextSink& sink)
      : grammar_(grammar),
        is_design_(is_design),
        sink_(sink),
        parser_(::XML_ParserCreate(nullptr), ::XML_ParserFree) {
    ::XML_SetUserData(parser_.get(), this);
    ::XML_SetElementHandler(parser_.get(), on_start, on_end);
    ::XML_SetCharacterDataHandler(parser_.get(), on_text);
    // Neither format has a document type. What one declares is for bombs: by a handler for the
    // rest, entities are not unfolded, and handed over as they are named.
    ::XML_SetDefaultHandler(parser_.get(), on_other);
  }
  // False: it is not well-formed, or names entities; what was read stands.
  bool read(ByteView bytes) {
    constexpr std::size_t kPiece = 1 << 20;
    for (std::size_t at = 0; at <= bytes.size(); at += kPiece) {
      const ByteView piece = bytes.subspan(at, std::min(kPiece, bytes.size() - at));
      const bool last = at + kPiece > bytes.size();
      if (::XML_Parse(parser_.get(), reinterpret_cast<const char*>(piece.data()),
                      static_cast<int>(piece.size()), last ? 1 : 0) != XML_STATUS_OK)
        return sink_.is_full();
    }
    return !names_entities_;
  }

 private:
  static std::string_view local(const XML_Char* name) {
    const std::string_view all(name);
    const std::size_t colon = all.find(':');
    return colon == std::string_view::npos ? all : all.substr(colon + 1);
  }
  // A cell of this type has a number for a value: the place of its text among those of the
  // workbook.
  static bool is_shared_text(const XML_Char** attributes) {
    return attribute(attributes, "t") == "s";
  }
  static std::string_view attribute(const XML_Char** attributes, std::string_view name) {
    for (; attributes[0] != nullptr; attributes += 2)
      if (attributes[0] == name) return attributes[1];
    return {};
  }
  static void on_start(void* data, const XML_Char* name, const XML_Char** attributes) {
    auto& self = *static_cast<Xml*>(data);
    const std::string_view what = local(name);
    if (what == "sheet") {  // a table's name, in the list of them
      self.sink_.line();
      self.sink_.add(attribute(attributes, "name"));
      self.sink_.line();
    }
    // What a design asks one to write in a place is no text of its own; a footer is.
    if (what == "ph") self.is_prompt_ = self.is_design_ && attribute(attributes, "type") != "ftr";
    if (what == "c") self.is_shared_text_ = is_shared_text(attributes);
    if (has(self.grammar_.text, what) && !self.is_place(what)) ++self.within_text_;
    if (has(self.grammar_.lines, what)) self.sink_.line();
    if (has(self.grammar_.tabs, what) || has(self.grammar_.spaces, what)) self.sink_.space();
    if (self.sink_.is_full()) ::XML_StopParser(self.parser_.get(), XML_FALSE);
  }
  static void on_end(void* data, const XML_Char* name) {
    auto& self = *static_cast<Xml*>(data);
    const std::string_view what = local(name);
    if (has(self.grammar_.text, what) && !self.is_place(what)) --self.within_text_;
    if (has(self.grammar_.lines, what)) self.sink_.line();
    if (what == "sp") self.is_prompt_ = false;
  }
  static void on_text(void* data, const XML_Char* text, int length) {
    auto& self = *static_cast<Xml*>(data);
    if (self.within_text_ > 0 && !self.is_prompt_)
      self.sink_.add({text, static_cast<std::size_t>(length)});
  }
  static void on_other(void* data, const XML_Char* text, int length) {
    auto& self = *static_cast<Xml*>(data);
    if (self.within_text_ == 0 || *text != '&') return;
    self.names_entities_ = true;
    self.sink_.add({text, static_cast<std::size_t>(length)});
  }

  bool is_place(std::string_view what) const { return what == "v" && is_shared_text_; }

  const Grammar& grammar_;
  const bool is_design_;
  TextSink& sink_;
  std::unique_ptr<XML_ParserStruct, decltype(&::XML_ParserFree)> parser_;
  int within_text_ = 0;
  bool names_entities_ = false;
  bool is_prompt_ = false;
  bool is_shared_text_ = false;  // the cell that is open
};

bool ends_with_xml(std::string_view name) {
  return name.ends_with(".xml") || name.ends_with(".rels");
}

bool has_text(Kind kind, const std::string& name) {
  // Headers, footers and what stands on every slide are among the styles.
  if (kind == Kind::kOdf) return name == "content.xml" || name == "styles.xml";
  if (!name.ends_with(".xml")) return false;
  for (const std::string_view start : {"word/document",
                                       "word/header",
                                       "word/footer",
                                       "word/footnotes",
                                       "word/endnotes",
                                       "word/comments",
                                       "word/charts/chart",
                                       "word/diagrams/data",
                                       "xl/sharedStrings",
                                       "xl/workbook.xml",
                                       "xl/worksheets/sheet",
                                       "xl/comments",
                                       "xl/threadedComments/",
                                       "xl/drawings/drawing",
                                       "xl/charts/chart",
                                       "xl/chartsheets/",
                                       "xl/diagrams/data",
                                       "ppt/slides/slide",
                                       "ppt/notesSlides/notesSlide",
                                       "ppt/comments/",
                                       "ppt/charts/chart",
                                       "ppt/slideLayouts/slideLayout",
                                       "ppt/slideMasters/slideMaster",
                                       "ppt/diagrams/data"}) {
    if (name.starts_with(start)) return true;
  }
  return false;
}

// "slide2" before "slide10", and the document before its notes.
std::string sort_key(const std::string& name) {
  std::string key(name.starts_with("word/document") || name.starts_with("xl/shared") ? "0" : "1");
  for (std::size_t i = 0; i < name.size();) {
    std::size_t end = i;
    while (end < name.size() && name[end] >= '0' && name[end] <= '9') ++end;
    if (end == i) {
      key += name[i++];
      continue;
    }
    key += std::string(20 - std::min<std::size_t>(20, end - i), '0') + name.substr(i, end - i);
    i = end;
  }
  return key;
}

}  // namespace

// By the first members, which name the format in both families.
Kind office_kind(ByteView zip) {
  constexpr int kLookedAt = 1000;
  Kind kind = Kind::kArchive;
  int seen = 0;
  read_members(
      zip, 256,
      [&](const std::string& name) {
        return ++seen > kLookedAt || name == "mimetype" || name == kContentTypes;
      },
      [&](const std::string& name, const Bytes& bytes) {
        if (name == kContentTypes) kind = Kind::kOoxml;
        if (name == "mimetype" && as_text(bytes).starts_with(kOdfType)) kind = Kind::kOdf;
        return false;
      });
  return kind;
}

void open_office(ByteView item, Kind kind, Outlet& outlet) {
  open_members(item, outlet, [kind](const std::string& name) {
    if (ends_with_xml(name)) return false;
    return kind != Kind::kOdf || (name != "mimetype" && !name.starts_with("META-INF/"));
  });
}

void office_text(ByteView item, Kind kind, Text& text) {
  // Two of one name are both read: programs differ in which of them they show.
  std::multimap<std::string, Text> members;
  std::size_t kept = 0;
  std::string damaged;
  const Grammar& grammar = kind == Kind::kOdf ? odf() : ooxml();
  const std::string problem = read_members(
      item, kMaxXmlBytes, [kind](const std::string& name) { return has_text(kind, name); },
      [&](const std::string& name, const Bytes& bytes) {
        TextSink sink;
        const bool is_design =
            name.starts_with("ppt/slideMasters/") || name.starts_with("ppt/slideLayouts/");
        if (!Xml(grammar, is_design, sink).read(bytes)) damaged = name;
        Text one = sink.finish();
        kept += one.text.size();
        members.emplace(sort_key(name), std::move(one));
        return kept <= kMaxTextBytes;
      });
  TextSink all;
  for (const auto& [key, member] : members) {
    all.add(member.text);
    all.line();
  }
  text = all.finish();
  if (!problem.empty()) text.problems.push_back(problem);
  if (!damaged.empty())
    text.problems.push_back(fmt::format("the text of {} is not whole", damaged));
}

}  // namespace sanad::parts
