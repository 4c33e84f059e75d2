// Fonts put into a page, by qpdf. A simple font (ISO 32000-1, 9.6) is named, and may have no file:
// then a reader takes the nearest that its machine has. Here that is one of LentFonts, as a
// TrueType file in the font's descriptor (9.8, 9.9); the widths of letters stay those that the
// document says.
#include "pdf_fonts.h"

#include <algorithm>
#include <cstddef>
#include <exception>
#include <map>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>
#include <vector>

namespace sanad::parts {
namespace {

bool has(const std::string& name, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const char* word) { return name.find(word) != std::string::npos; });
}

class Lender {
 public:
  Lender(QPDF& pdf, const LentFonts& fonts) : pdf_(pdf), fonts_(fonts) {}

  void lend_to(QPDFObjectHandle resources) {
    if (!resources.isDictionary()) return;
    QPDFObjectHandle fonts = resources.getKey("/Font");
    if (!fonts.isDictionary()) return;
    for (const std::string& key : fonts.getKeys()) lend(fonts.getKey(key));
  }
  bool has_lent() const { return has_lent_; }

 private:
  void lend(QPDFObjectHandle font) {
    if (!font.isDictionary() || !is_simple(font)) return;
    QPDFObjectHandle descriptor = font.getKey("/FontDescriptor");
    const bool is_described = descriptor.isDictionary();
    if (is_described && brings_a_file(descriptor)) return;
    const std::string name = name_of(font);
    // Their letters are signs that no text font has.
    if (has(name, {"Symbol", "Dingbats", "Wingdings", "Webdings"})) return;
    QPDFObjectHandle file = file_for(name, is_described ? flags_of(descriptor) : 0);
    if (!file.isStream()) return;
    if (!is_described) {
      descriptor = pdf_.makeIndirectObject(QPDFObjectHandle::parse(
          "<< /Type /FontDescriptor /Flags 32 /FontBBox [-200 -300 1200 1000] /ItalicAngle 0 "
          "/Ascent 900 /Descent -250 /CapHeight 700 /StemV 80 >>"));
      descriptor.replaceKey("/FontName", QPDFObjectHandle::newName("/" + name));
      font.replaceKey("/FontDescriptor", descriptor);
    }
    descriptor.replaceKey("/FontFile2", file);
    // What a font without a file says of its letters by being Type 1 (9.6.6.2).
    if (font.getKey("/Encoding").isNull() && font.getKey("/Subtype").isNameAndEquals("/Type1"))
      font.replaceKey("/Encoding", QPDFObjectHandle::newName("/StandardEncoding"));
    font.replaceKey("/Subtype", QPDFObjectHandle::newName("/TrueType"));
    has_lent_ = true;
  }

  static bool is_simple(QPDFObjectHandle& font) {
    QPDFObjectHandle subtype = font.getKey("/Subtype");
    return subtype.isName() && (subtype.getName() == "/Type1" || subtype.getName() == "/MMType1" ||
                                subtype.getName() == "/TrueType");
  }
  static bool brings_a_file(QPDFObjectHandle& descriptor) {
    return descriptor.getKey("/FontFile").isStream() ||
           descriptor.getKey("/FontFile2").isStream() || descriptor.getKey("/FontFile3").isStream();
  }
  static std::string name_of(QPDFObjectHandle& font) {
    QPDFObjectHandle name = font.getKey("/BaseFont");
    return name.isName() && name.getName().size() > 1 ? name.getName().substr(1) : "Unnamed";
  }
  static long long flags_of(QPDFObjectHandle& descriptor) {
    QPDFObjectHandle flags = descriptor.getKey("/Flags");
    return flags.isInteger() ? flags.getIntValue() : 0;
  }

  // flags: 9.8.2, bit 1 of one width, bit 2 serifs, bit 7 slanted, bit 19 bold.
  QPDFObjectHandle file_for(const std::string& name, long long flags) {
    Family family = Family::kSans;
    if (has(name, {"Times", "Serif", "Roman", "Georgia", "Garamond", "Palatino", "Bookman",
                   "Century", "Cambria", "Minion"}) ||
        (flags & 2) != 0)
      family = Family::kSerif;
    if (has(name, {"Courier", "Mono", "Consolas", "Typewriter"}) || (flags & 1) != 0)
      family = Family::kMono;
    const bool is_bold = has(name, {"Bold", "Black", "Heavy"}) || (flags & (1 << 18)) != 0;
    const bool is_slanted = has(name, {"Italic", "Oblique"}) || (flags & (1 << 6)) != 0;
    const std::size_t style = (is_bold ? 1U : 0U) + (is_slanted ? 2U : 0U);
    const std::string* bytes = &fonts_.files[static_cast<std::size_t>(family)][style];
    if (bytes->empty()) bytes = &fonts_.files[0][style];
    if (bytes->empty()) return QPDFObjectHandle::newNull();
    auto known = files_.find(bytes);
    if (known == files_.end()) {
      QPDFObjectHandle file = QPDFObjectHandle::newStream(&pdf_, *bytes);
      file.getDict().replaceKey(
          "/Length1", QPDFObjectHandle::newInteger(static_cast<long long>(bytes->size())));
      known = files_.emplace(bytes, file).first;
    }
    return known->second;
  }

  QPDF& pdf_;
  const LentFonts& fonts_;
  std::map<const std::string*, QPDFObjectHandle> files_;
  bool has_lent_ = false;
};

std::string written(QPDF& pdf) {
  QPDFWriter writer(pdf);
  writer.setOutputMemory();
  writer.setStaticID(true);
  writer.setCompressStreams(false);
  writer.setDecodeLevel(qpdf_dl_none);
  writer.setObjectStreamMode(qpdf_o_disable);
  writer.write();
  const std::shared_ptr<Buffer> buffer = writer.getBufferSharedPointer();
  return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

}  // namespace

std::string page_with_fonts(std::string_view pdf, int page, const LentFonts& fonts) {
  try {
    QPDF whole;
    whole.setSuppressWarnings(true);
    whole.processMemoryFile("pdf", pdf.data(), pdf.size());
    const std::vector<QPDFPageObjectHelper> pages = QPDFPageDocumentHelper(whole).getAllPages();
    if (page < 0 || static_cast<std::size_t>(page) >= pages.size()) return {};
    QPDF alone;
    alone.setSuppressWarnings(true);
    alone.emptyPDF();
    QPDFPageDocumentHelper(alone).addPage(pages[static_cast<std::size_t>(page)], false);
    QPDFPageObjectHelper only = QPDFPageDocumentHelper(alone).getAllPages().at(0);
    Lender lender(alone, fonts);
    lender.lend_to(only.getAttribute("/Resources", false));
    only.forEachFormXObject(true,
                            [&](QPDFObjectHandle& form, QPDFObjectHandle&, const std::string&) {
                              lender.lend_to(form.getDict().getKey("/Resources"));
                            });
    return lender.has_lent() ? written(alone) : std::string();
  } catch (const std::exception&) {
    return {};  // the page is drawn as it is
  }
}

}  // namespace sanad::parts
