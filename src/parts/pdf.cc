// PDF: its text by poppler, its pictures and attachments by qpdf.
#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-page.h>

#include <memory>

#include "internal.h"
#include "pdf_objects.h"

namespace sanad::parts {
namespace {

void silent(const std::string&, void*) {}

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

void open_pdf(ByteView item, Outlet& outlet) {
  Taker taker(outlet);
  read_pdf_objects(as_text(item), taker);
}

void pdf_text(ByteView item, Text& text) {
  poppler::set_debug_error_function(silent, nullptr);
  if (item.size() > std::size_t{INT32_MAX}) {
    text.problems.emplace_back("the PDF is too long to be read for its text");
    return;
  }
  const std::unique_ptr<poppler::document> document(poppler::document::load_from_raw_data(
      reinterpret_cast<const char*>(item.data()), static_cast<int>(item.size())));
  if (!document || document->is_locked()) {
    text.problems.emplace_back(document ? "it is encrypted" : "its text cannot be read");
    return;
  }
  TextSink sink;
  const int pages = std::min(document->pages(), kMaxPages);
  for (int i = 0; i < pages && !sink.is_full(); ++i) {
    const std::unique_ptr<poppler::page> page(document->create_page(i));
    if (!page) continue;
    // Reading order, not the layout of the page.
    const auto utf8 = page->text({}, poppler::page::non_raw_non_physical_layout).to_utf8();
    sink.add({utf8.data(), utf8.size()});
    sink.page();
  }
  text = sink.finish();
}

}  // namespace sanad::parts
