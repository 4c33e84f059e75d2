// The pictures and attachments of a PDF, by qpdf.
#include "pdf_objects.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <qpdf/Pipeline.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFEmbeddedFileDocumentHelper.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <vector>

namespace sanad::parts {
namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes bytes_of(const std::string& text) { return {text.begin(), text.end()}; }

constexpr std::uint64_t kMaxPixels = 100'000'000;
constexpr std::uint64_t kMaxSide = 65'535;

// Thrown through qpdf, and caught in this file: more was given than is wanted.
struct Enough {};

class Piped final : public Pipeline {
 public:
  explicit Piped(PdfTaker& outlet) : Pipeline("part", nullptr), outlet_(outlet) {}
  void write(unsigned char const* data, std::size_t size) override {
    if (!outlet_.data(data, size)) throw Enough{};
  }
  void finish() override {}

 private:
  PdfTaker& outlet_;
};

class Collected final : public Pipeline {
 public:
  explicit Collected(std::size_t most) : Pipeline("pixels", nullptr), most_(most) {}
  void write(unsigned char const* data, std::size_t size) override {
    bytes_.insert(bytes_.end(), data, data + std::min(size, most_ - bytes_.size()));
    if (bytes_.size() == most_) throw Enough{};
  }
  void finish() override {}
  Bytes take() { return std::move(bytes_); }

 private:
  std::size_t most_;
  Bytes bytes_;
};

std::string only_filter(QPDFObjectHandle stream) {
  QPDFObjectHandle filter = stream.getDict().getKey("/Filter");
  if (filter.isArray() && filter.getArrayNItems() == 1) filter = filter.getArrayItem(0);
  return filter.isName() ? filter.getName() : filter.isArray() ? "several" : "";
}

struct Layout {
  std::uint64_t width = 0, height = 0;
  unsigned bits = 8, channels = 3;
  Bytes palette;  // three bytes a colour
};

unsigned channels_of(QPDFObjectHandle space) {
  if (space.isName()) {
    const std::string name = space.getName();
    if (name == "/DeviceGray" || name == "/CalGray" || name == "/G") return 1;
    return name == "/DeviceCMYK" || name == "/CMYK" ? 4 : 3;
  }
  if (!space.isArray() || space.getArrayNItems() < 2 || !space.getArrayItem(0).isName()) return 0;
  const std::string name = space.getArrayItem(0).getName();
  if (name == "/CalGray" || name == "/Separation") return 1;
  if (name == "/CalRGB" || name == "/Lab") return 3;
  QPDFObjectHandle profile = space.getArrayItem(1);
  if (name != "/ICCBased" || !profile.isStream()) return 0;
  QPDFObjectHandle n = profile.getDict().getKey("/N");
  return n.isInteger() && n.getIntValue() > 0 && n.getIntValue() <= 4
             ? static_cast<unsigned>(n.getIntValue())
             : 0;
}

void put_colour(const std::uint8_t* values, unsigned channels, std::uint8_t* bgr) {
  if (channels == 4) {
    const unsigned k = 255U - values[3];
    for (unsigned c = 0; c < 3; ++c)
      bgr[2 - c] = static_cast<std::uint8_t>((255U - values[c]) * k / 255U);
  } else {
    for (unsigned c = 0; c < 3; ++c) bgr[2 - c] = values[channels == 1 ? 0 : c];
  }
}

std::optional<Layout> layout_of(QPDFObjectHandle image) {
  QPDFObjectHandle dict = image.getDict();
  const auto number = [&dict](const char* key) -> std::uint64_t {
    QPDFObjectHandle value = dict.getKey(key);
    return value.isInteger() && value.getIntValue() > 0
               ? static_cast<std::uint64_t>(value.getIntValue())
               : 0;
  };
  Layout layout;
  layout.width = number("/Width");
  layout.height = number("/Height");
  layout.bits = static_cast<unsigned>(number("/BitsPerComponent"));
  QPDFObjectHandle mask = dict.getKey("/ImageMask");
  if (mask.isBool() && mask.getBoolValue()) layout.bits = layout.channels = 1;
  if (layout.width == 0 || layout.height == 0 || layout.width > kMaxSide ||
      layout.height > kMaxSide || layout.width * layout.height > kMaxPixels)
    return std::nullopt;
  if (layout.bits != 1 && layout.bits != 2 && layout.bits != 4 && layout.bits != 8)
    return std::nullopt;
  QPDFObjectHandle space = dict.getKey("/ColorSpace");
  if (space.isArray() && space.getArrayNItems() == 4 && space.getArrayItem(0).isName() &&
      (space.getArrayItem(0).getName() == "/Indexed" || space.getArrayItem(0).getName() == "/I")) {
    const unsigned channels = channels_of(space.getArrayItem(1));
    QPDFObjectHandle table = space.getArrayItem(3);
    Bytes values;
    if (table.isString()) values = bytes_of(table.getStringValue());
    if (table.isStream()) {
      Collected collected(1024);
      try {
        table.pipeStreamData(&collected, 0, qpdf_dl_generalized, true);
      } catch (const Enough&) {
      }
      values = collected.take();
    }
    if (channels == 0 || values.size() < channels) return std::nullopt;
    layout.channels = 1;
    layout.palette.resize(values.size() / channels * 3);
    for (std::size_t i = 0; i < values.size() / channels; ++i)
      put_colour(&values[i * channels], channels, &layout.palette[i * 3]);
    return layout;
  }
  if (!(mask.isBool() && mask.getBoolValue())) layout.channels = channels_of(space);
  return layout.channels == 1 || layout.channels == 3 || layout.channels == 4
             ? std::optional(layout)
             : std::nullopt;
}

// Raw samples, rows padded to whole bytes (ISO 32000-1, 8.9.3), as a BMP of 24 bits, which needs no
// compression.
Bytes bmp_of(const Layout& layout, Bytes samples) {
  const std::size_t row_in = (layout.width * layout.channels * layout.bits + 7) / 8;
  const std::size_t row_out = (layout.width * 3 + 3) / 4 * 4;
  samples.resize(row_in * layout.height);  // what is missing is black
  constexpr std::size_t kHead = 54;
  Bytes file(kHead + row_out * layout.height);
  const auto put = [&file](std::size_t at, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i)
      file[at + static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(value >> (8 * i));
  };
  put(0, 'B' | 'M' << 8, 2);
  put(2, file.size(), 4);
  put(10, kHead, 4);
  put(14, 40, 4);
  put(18, layout.width, 4);
  put(22, layout.height, 4);
  put(26, 1, 2);
  put(28, 24, 2);
  const unsigned most = (1U << layout.bits) - 1;
  for (std::size_t y = 0; y < layout.height; ++y) {
    const std::uint8_t* in = &samples[y * row_in];
    std::uint8_t* out = &file[kHead + (layout.height - 1 - y) * row_out];
    for (std::size_t x = 0; x < layout.width; ++x, out += 3) {
      std::array<std::uint8_t, 4> values{};
      for (unsigned c = 0; c < layout.channels; ++c) {
        const std::size_t bit = (x * layout.channels + c) * layout.bits;
        const unsigned value = (in[bit / 8] >> (8 - layout.bits - bit % 8)) & most;
        values[c] = static_cast<std::uint8_t>(layout.palette.empty() ? value * 255 / most : value);
      }
      if (layout.palette.empty()) {
        put_colour(values.data(), layout.channels, out);
      } else if (std::size_t{values[0]} * 3 + 2 < layout.palette.size()) {
        std::copy_n(&layout.palette[std::size_t{values[0]} * 3], 3, out);
      }
    }
  }
  return file;
}

class Pdf {
 public:
  Pdf(QPDF& pdf, PdfTaker& outlet) : pdf_(pdf), outlet_(outlet) {}

  void open() {
    name_by_page();
    name_attachments();
    open_objects();
  }

  void open_objects() {
    for (QPDFObjectHandle& object : pdf_.getAllObjects()) {
      if (outlet_.is_done()) return;
      if (!object.isStream()) continue;
      QPDFObjectHandle dict = object.getDict();
      const auto known = names_.find(object.getObjGen());
      if (dict.getKey("/Subtype").isNameAndEquals("/Image")) {
        image(object, known != names_.end()
                          ? known->second
                          : fmt::format("image of object {}", object.getObjectID()));
      } else if (known != names_.end() || dict.getKey("/Type").isNameAndEquals("/EmbeddedFile")) {
        piped(object, known != names_.end() ? known->second : "attachment", qpdf_dl_generalized);
      }
    }
  }

 private:
  void name_by_page() {
    int page_number = 0;
    for (QPDFPageObjectHelper& page : QPDFPageDocumentHelper(pdf_).getAllPages()) {
      if (++page_number > kMaxPages) return;
      int count = 0;
      try {
        page.forEachImage(
            true, [&](QPDFObjectHandle& object, QPDFObjectHandle&, const std::string&) {
              names_.try_emplace(object.getObjGen(),
                                 fmt::format("page {} image {}", page_number, ++count));
            });
      } catch (const std::exception&) {
        outlet_.problem(fmt::format("page {} is damaged", page_number));
      }
    }
  }

  void name_attachments() {
    QPDFEmbeddedFileDocumentHelper files(pdf_);
    for (const auto& [key, file] : files.getEmbeddedFiles()) {
      QPDFObjectHandle stream = file->getEmbeddedFileStream();
      std::string name = file->getFilename();
      if (stream.isStream()) names_[stream.getObjGen()] = name.empty() ? key : name;
    }
  }

  void piped(QPDFObjectHandle stream, const std::string& name, qpdf_stream_decode_level_e level) {
    if (!outlet_.begin(name)) return;
    std::string problem;
    try {
      Piped pipe(outlet_);
      if (!stream.pipeStreamData(&pipe, 0, level, true)) problem = "it is damaged";
    } catch (const Enough&) {
    } catch (const std::exception& error) {
      problem = error.what();
    }
    outlet_.end(problem);
  }

  void image(QPDFObjectHandle image, const std::string& name) {
    const std::string filter = only_filter(image);
    if (filter == "/DCTDecode" || filter == "/DCT")
      return piped(image, name + ".jpg", qpdf_dl_none);
    if (filter == "/JPXDecode") return piped(image, name + ".jp2", qpdf_dl_none);
    const std::string file = name + ".bmp";
    const auto layout = layout_of(image);
    if (!layout) return unread(file, "its form of picture is not known here");
    const std::size_t size =
        (layout->width * layout->channels * layout->bits + 7) / 8 * layout->height;
    Collected pixels(size);
    bool filtered = false;
    try {
      image.pipeStreamData(&pixels, &filtered, 0, qpdf_dl_all, true);
    } catch (const Enough&) {
      filtered = true;
    }
    if (!filtered) return unread(file, fmt::format("its filter {} is not known here", filter));
    if (!outlet_.begin(file)) return;
    const Bytes bmp = bmp_of(*layout, pixels.take());
    outlet_.data(bmp.data(), bmp.size());
    outlet_.end("");
  }

  void unread(const std::string& name, const std::string& why) {
    if (outlet_.begin(name)) outlet_.end(why);
  }

  QPDF& pdf_;
  PdfTaker& outlet_;
  std::map<QPDFObjGen, std::string> names_;
};

// A file whose end is cut off has lost its table of objects and the trailer that names its root;
// the objects before stand. qpdf finds them again where there is any trailer at all.
void open_headless(std::string_view item, PdfTaker& outlet) {
  std::string mended(item);
  mended += "\ntrailer\n<< /Root 2147483 0 R /Size 2147484 >>\nstartxref\n0\n%%EOF\n";
  try {
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    pdf.processMemoryFile("item", mended.data(), mended.size());
    Pdf(pdf, outlet).open_objects();
    outlet.problem("the PDF is damaged or cut off; what could be read of it was");
  } catch (const std::exception& error) {
    outlet.problem(error.what());
  }
}

}  // namespace

namespace {

// What a widget or, where it has none, the field above it says.
QPDFObjectHandle inherited(QPDFObjectHandle field, const std::string& key) {
  constexpr int kMaxDepth = 32;  // a field may be its own parent
  for (int i = 0; i < kMaxDepth && field.isDictionary(); ++i) {
    if (field.hasKey(key)) return field.getKey(key);
    field = field.getKey("/Parent");
  }
  return QPDFObjectHandle::newNull();
}

// Captions of ticks and of one of several are signs of a font of signs; those of push buttons
// words.
bool is_push_button(const QPDFObjectHandle& widget) {
  constexpr long long kPushButton = 1 << 16;
  QPDFObjectHandle flags = inherited(widget, "/Ff");
  return inherited(widget, "/FT").isNameAndEquals("/Btn") && flags.isInteger() &&
         (flags.getIntValue() & kPushButton) != 0;
}

std::vector<std::string> captions_of(QPDFPageObjectHelper& page) {
  std::vector<std::string> captions;
  QPDFObjectHandle all = page.getObjectHandle().getKey("/Annots");
  const int count = all.isArray() ? std::min(all.getArrayNItems(), kMaxPages) : 0;
  for (int i = 0; i < count; ++i) {
    QPDFObjectHandle widget = all.getArrayItem(i);
    if (!widget.isDictionary() || !is_push_button(widget)) continue;
    QPDFObjectHandle look = widget.getKey("/MK");
    for (const char* key : {"/CA", "/RC", "/AC"}) {  // as it stands, pointed at, and pressed
      if (!look.isDictionary() || !look.getKey(key).isString()) continue;
      std::string caption = look.getKey(key).getUTF8Value();
      if (!caption.empty() &&
          std::find(captions.begin(), captions.end(), caption) == captions.end())
        captions.push_back(std::move(caption));
    }
  }
  return captions;
}

}  // namespace

std::vector<std::vector<std::string>> read_pdf_captions(std::string_view item) {
  std::vector<std::vector<std::string>> captions;
  try {
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    pdf.processMemoryFile("item", item.data(), item.size());
    for (QPDFPageObjectHelper& page : QPDFPageDocumentHelper(pdf).getAllPages()) {
      if (captions.size() == kMaxPages) break;
      captions.push_back(captions_of(page));
    }
  } catch (const std::exception&) {  // what was found before stands
  }
  return captions;
}

void read_pdf_objects(std::string_view item, PdfTaker& outlet) {
  try {
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    pdf.processMemoryFile("item", item.data(), item.size());
    Pdf(pdf, outlet).open();
    if (pdf.anyWarnings()) outlet.problem("the PDF is damaged; what could be read of it was");
  } catch (const QPDFExc& error) {
    if (error.getErrorCode() == qpdf_e_password) return outlet.problem("it is encrypted");
    open_headless(item, outlet);
  } catch (const std::exception& error) {
    outlet.problem(error.what());
  }
}

std::vector<std::string> read_pdf_links(std::string_view item, std::size_t most) {
  std::vector<std::string> links;
  const auto take = [&](QPDFObjectHandle action) {
    if (!action.isDictionary() || !action.getKey("/URI").isString()) return;
    std::string uri = action.getKey("/URI").getStringValue();
    if (links.size() < most && std::find(links.begin(), links.end(), uri) == links.end())
      links.push_back(std::move(uri));
  };
  try {
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    pdf.processMemoryFile("item", item.data(), item.size());
    for (QPDFObjectHandle& object : pdf.getAllObjects()) {
      if (links.size() == most) break;
      if (!object.isDictionary()) continue;
      take(object);
      take(object.getKey("/A"));
    }
  } catch (const std::exception&) {  // what was found before stands
  }
  return links;
}

}  // namespace sanad::parts
