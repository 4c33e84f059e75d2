// PDF: its text by poppler, its pictures and attachments by qpdf.
#include <fmt/format.h>
#include <poppler-page.h>

#include <memory>

#include "internal.h"
#include "pdf_document.h"
#include "pdf_objects.h"

namespace sanad::parts {
namespace {

class Taker final : public PdfTaker {
 public:
  explicit Taker(Outlet& outlet) : outlet_(outlet) {}
  bool begin(const std::string& name) override {
    Part part;
    part.name = name;
    return outlet_.begin(std::move(part));
  }
  bool data(const unsigned char* bytes, std::size_t size) override {
    return outlet_.data({bytes, size});
  }
  bool end(const std::string& problem) override { return outlet_.end(problem); }
  bool is_done() const override { return outlet_.is_done(); }
  void problem(const std::string& what) override { outlet_.problem(what); }

 private:
  Outlet& outlet_;
};

}  // namespace

PdfDocument load_pdf(ByteView item) {
  poppler::set_debug_error_function([](const std::string&, void*) {}, nullptr);
  if (item.size() > std::size_t{INT32_MAX}) return nullptr;
  return PdfDocument(poppler::document::load_from_raw_data(
      reinterpret_cast<const char*>(item.data()), static_cast<int>(item.size())));
}

std::string utf8_of(const poppler::ustring& text) {
  const auto utf8 = text.to_utf8();
  return {utf8.data(), utf8.size()};
}

void open_pdf(ByteView item, Outlet& outlet) {
  Taker taker(outlet);
  read_pdf_objects(as_text(item), taker);
}

// Behind the words of the page, but for those that it shows anyway.
static void add_captions(const std::vector<std::string>& captions, const std::string& words,
                         TextSink& sink) {
  for (const std::string& caption : captions) {
    if (words.find(caption) != std::string::npos) continue;
    sink.line();
    sink.add(caption);
    sink.line();
  }
}

void pdf_text(ByteView item, Text& text) {
  if (item.size() > std::size_t{INT32_MAX}) {
    text.problems.emplace_back("the PDF is too long to be read for its text");
    return;
  }
  const PdfDocument document = load_pdf(item);
  if (!document || document->is_locked()) {
    text.problems.emplace_back(document ? "it is encrypted" : "its text cannot be read");
    return;
  }
  TextSink sink;
  // Only files with forms are read a second time, by qpdf.
  const bool may_have_buttons = as_text(item).find("/Annots") != std::string_view::npos ||
                                as_text(item).find("/ObjStm") != std::string_view::npos;
  const auto captions =
      may_have_buttons ? read_pdf_captions(as_text(item)) : std::vector<std::vector<std::string>>();
  const int pages = std::min(document->pages(), kMaxPages);
  for (int i = 0; i < pages && !sink.is_full(); ++i) {
    const std::unique_ptr<poppler::page> page(document->create_page(i));
    if (!page) continue;
    // Reading order, not the layout of the page.
    std::string words = utf8_of(page->text({}, poppler::page::non_raw_non_physical_layout));
    if (words.ends_with('\f')) words.pop_back();
    sink.add(words);
    if (static_cast<std::size_t>(i) < captions.size())
      add_captions(captions[static_cast<std::size_t>(i)], words, sink);
    sink.page();
  }
  text = sink.finish();
}

void pdf_properties(ByteView item, PropertyList& list, std::string& xmp) {
  const PdfDocument document = load_pdf(item);
  if (!document) return;
  const bool is_locked = document->is_locked();
  list.add("pdf", "Encrypted", is_locked || document->is_encrypted() ? "yes" : "no");
  // Of a locked document poppler has read no catalogue, and looks for the version there.
  if (is_locked) return;
  int major = 0, minor = 0;
  document->get_pdf_version(&major, &minor);
  list.add("pdf", "Version", fmt::format("{}.{}", major, minor));
  for (const std::string& key : document->info_keys())
    list.add("pdf", key, utf8_of(document->info_key(key)));
  list.add("pdf", "Pages", std::to_string(document->pages()));
  std::string permanent, update;
  if (document->get_pdf_id(&permanent, &update)) {
    list.add("pdf", "ID", permanent);
    if (update != permanent) list.add("pdf", "UpdateID", update);
  }
  xmp = utf8_of(document->metadata());
  for (const std::string& link : read_pdf_links(as_text(item), kMaxLinks))
    list.add("pdf", "Link", link);
}

}  // namespace sanad::parts
