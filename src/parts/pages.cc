#include "parts/pages.h"

#include <fmt/format.h>
#include <poppler-font.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>

#include <algorithm>
#include <cmath>

#include "internal.h"
#include "pdf_document.h"
#include "pdf_fonts.h"

namespace sanad::parts {
namespace {

Error not_to_be_drawn(std::uint64_t number) {
  return {ErrorCode::kInvalid,
          fmt::format("page {} cannot be drawn; its text may still be read", number)};
}

Result<void> draw(const poppler::page& page, std::uint64_t number, int most_side, Page& out) {
  const auto size = page.page_rect();
  const double longer = std::max(size.width(), size.height());
  // The comparison is false for what is no number.
  if (!(longer > 0)) return not_to_be_drawn(number);
  const double dpi = std::min(kMostDpi, 72.0 * most_side / longer);
  poppler::page_renderer renderer;
  renderer.set_image_format(poppler::image::format_rgb24);
  renderer.set_render_hint(poppler::page_renderer::antialiasing, true);
  renderer.set_render_hint(poppler::page_renderer::text_antialiasing, true);
  const poppler::image image = renderer.render_page(&page, dpi, dpi);
  if (!image.is_valid() || image.width() < 1 || image.height() < 1) return not_to_be_drawn(number);
  // Poppler rounds up.
  out.width = std::min(image.width(), most_side);
  out.height = std::min(image.height(), most_side);
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(image.const_data());
  out.pixels.reserve(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height) *
                     3);
  for (int y = 0; y < out.height; ++y) {
    const std::uint8_t* row = bytes + static_cast<std::ptrdiff_t>(y) * image.bytes_per_row();
    out.pixels.insert(out.pixels.end(), row, row + std::ptrdiff_t{3} * out.width);
  }
  return {};
}

bool lacks_fonts(poppler::document& document, int index) {
  const std::unique_ptr<poppler::font_iterator> fonts(document.create_font_iterator(index));
  if (!fonts || !fonts->has_next()) return false;
  return std::ranges::any_of(fonts->next(), [](const poppler::font_info& font) {
    return !font.is_embedded() && font.type() != poppler::font_info::type3;
  });
}

// In a document of its own where fonts were lent to it.
Result<void> draw_with_fonts(const PdfDocument& document, ByteView item, std::uint64_t number,
                             const LentFonts& fonts, int most_side, Page& out) {
  const int index = static_cast<int>(number) - 1;
  const std::string lent =
      lacks_fonts(*document, index) ? page_with_fonts(as_text(item), index, fonts) : std::string();
  const PdfDocument alone = lent.empty() ? nullptr : load_pdf(as_bytes(lent));
  const std::unique_ptr<poppler::page> page(alone ? alone->create_page(0)
                                                  : document->create_page(index));
  if (!page) return not_to_be_drawn(number);
  out.has_lent_fonts = alone != nullptr;
  return draw(*page, number, most_side, out);
}

}  // namespace

Result<Page> pdf_page(ByteView item, std::uint64_t number, const LentFonts& fonts, int most_side) {
  if (kind_of(item, {}) != Kind::kPdf) {
    return Error{ErrorCode::kInvalid,
                 "only pages of PDF are drawn here; of other documents the text is shown"};
  }
  const PdfDocument document = load_pdf(item);
  if (!document || document->is_locked()) {
    return Error{ErrorCode::kInvalid, document ? "the PDF needs a password, so that its pages "
                                                 "cannot be shown"
                                               : "the PDF is damaged, so that its pages cannot be "
                                                 "shown"};
  }
  Page out;
  out.pages = std::max(document->pages(), 0);
  if (number < 1 || number > static_cast<std::uint64_t>(out.pages)) return out;
  const std::unique_ptr<poppler::page> page(document->create_page(static_cast<int>(number) - 1));
  if (!page) return not_to_be_drawn(number);
  Text text;
  set_text(utf8_of(page->text({}, poppler::page::non_raw_non_physical_layout)), text);
  out.text = std::move(text.text);
  out.text.erase(out.text.find_last_not_of(" \t\r\n\f") + 1);
  if (out.text.size() > kMaxPageTextBytes) {
    std::size_t end = kMaxPageTextBytes;
    while (end > 0 && (static_cast<unsigned char>(out.text[end]) & 0xC0U) == 0x80U) --end;
    out.text.resize(end);
    out.text_cut = true;
  }
  SANAD_CHECK(draw_with_fonts(document, item, number, fonts, most_side, out));
  return out;
}

}  // namespace sanad::parts
