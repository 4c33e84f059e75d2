// What the page looks like, sealed: pictures, PDF, documents, MHTML, downloads.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "drive.h"

namespace sanad::capture {
namespace {

constexpr std::size_t kCopyBytes = 256 * 1024;

Result<void> copy_file(const std::string& path, ByteSink& sink) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{ErrorCode::kNotFound, "the browser did not keep this download"};
  std::vector<char> buffer(kCopyBytes);
  while (file.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) ||
         file.gcount() > 0) {
    SANAD_CHECK(sink.write(as_bytes({buffer.data(), static_cast<std::size_t>(file.gcount())})));
  }
  if (file.bad()) return Error{ErrorCode::kUnavailable, "the download could not be read"};
  return {};
}

}  // namespace

Result<void> Driver::take_picture(const std::string& name, browser::PictureExtent extent) {
  Picture picture{name, {}};
  SANAD_TRY(
      const bool kept,
      parts_.keeper.keep(name, "screenshot", "image/png", [&](ByteSink& sink) -> Result<void> {
        SANAD_TRY(picture.outcome, page_->take_picture(extent, sink));
        return {};
      }));
  if (!kept) return {};
  if (picture.outcome.truncated) {
    parts_.keeper.not_kept(name,
                           fmt::format("the page is {} x {} pixels; the picture shows the "
                                       "upper left {} x {} of it",
                                       picture.outcome.page_width, picture.outcome.page_height,
                                       picture.outcome.width, picture.outcome.height));
  }
  driven_.pictures.push_back(std::move(picture));
  return {};
}

Result<void> Driver::take_documents() {
  observer_->pump(0);
  int number = 0;
  for (const browser::Observer::Frame& frame : observer_->frames()) {
    if (!page_is_there()) return {};
    const bool is_main = frame.id == page_->handle().frame_id;
    if (!is_main && ++number > kMaxFrameDocuments) {
      parts_.keeper.not_kept(frame.url, "there are more frames than documents are kept of");
      continue;
    }
    const std::string name = is_main ? "dom.html" : fmt::format("dom-frame-{}.html", number);
    Document document{name, {frame.id, frame.parent_id, frame.url, 0, {}}};
    SANAD_TRY(const bool kept,
              parts_.keeper.keep(name, "dom", "text/html", [&](ByteSink& sink) -> Result<void> {
                SANAD_TRY(document.frame.bytes, page_->write_document(frame, sink));
                return {};
              }));
    if (!kept) document.frame.error = parts_.keeper.all_not_kept().back().reason;
    driven_.documents.push_back(std::move(document));
  }
  return {};
}

// Whatever of the usual files is missing at the end is named, with the reason.
void Driver::note_missing_outputs() {
  std::string reason = "the capture was stopped before it could be made";
  if (driven_.left_scope) reason = "the page is outside what the authorisation covers";
  if (driven_.silent) reason = "the page did not answer";
  const auto& listed = parts_.keeper.all_not_kept();
  for (const char* name :
       {"screenshot.png", "screenshot-full.png", "page.pdf", "dom.html", "page.mhtml"}) {
    const bool named = std::ranges::find(listed, name, &NotKept::url) != listed.end();
    if (!named && parts_.keeper.find(name) == nullptr) parts_.keeper.not_kept(name, reason);
  }
}

// Asked before each output: a page may stop answering at any time, and an output would wait long.
bool Driver::page_is_there() {
  if (!may_show() || driven_.silent) return false;
  if (page_answers()) return true;
  driven_.silent = true;
  parts_.control.add_reason("the page did not answer, so that it could not be pictured to the end");
  return false;
}

Result<void> Driver::take_papers() {
  const auto print = [this](ByteSink& sink) -> Result<void> {
    SANAD_CHECK(page_->print_pdf(sink));
    return {};
  };
  const auto snapshot = [this](ByteSink& sink) -> Result<void> {
    SANAD_CHECK(page_->snapshot_mhtml(sink));
    return {};
  };
  parts_.control.enter("pdf", "");
  if (page_is_there()) {
    SANAD_CHECK(parts_.keeper.keep("page.pdf", "pdf", "application/pdf", print));
  }
  SANAD_CHECK(take_documents());
  if (page_is_there()) {
    SANAD_CHECK(parts_.keeper.keep("page.mhtml", "mhtml", "multipart/related", snapshot));
  }
  return {};
}

Result<void> Driver::take_outputs() {
  if (!page_is_there()) return {};
  parts_.control.enter("screenshot", "");
  if (auto state = page_->state(); state.ok()) driven_.state = *state;
  SANAD_CHECK(take_picture("screenshot.png", browser::PictureExtent::kViewport));
  behave();
  if (!page_is_there()) return {};
  if (auto state = page_->state(); state.ok()) driven_.state = *state;
  parts_.control.enter("screenshot", "the whole page");
  driven_.behaviours.push_back({parts_.clock.now(), "full-page-picture",
                                "the drawing area was enlarged to the whole page for a moment"});
  SANAD_CHECK(take_picture("screenshot-full.png", browser::PictureExtent::kFullPage));
  SANAD_CHECK(take_papers());
  watch();
  return {};
}

Result<void> Driver::take_downloads() {
  observer_->pump(0);
  int number = 0;
  for (const browser::Download& download : observer_->facts().downloads) {
    KeptDownload kept{"", download};
    if (++number > kMaxDownloads) {
      parts_.keeper.not_kept(download.url, "there are more downloads than are kept as files");
    } else if (download.state != "completed") {
      parts_.keeper.not_kept(download.url, "the download did not end; what came is in the archive");
    } else {
      const std::string name = fmt::format("download-{}", number);
      SANAD_TRY(
          const bool done,
          parts_.keeper.keep(name, "download", "application/octet-stream", [&](ByteSink& sink) {
            return copy_file(parts_.process.download_directory() + "/" + download.guid, sink);
          }));
      if (done) kept.name = name;
    }
    driven_.downloads.push_back(std::move(kept));
  }
  return {};
}

}  // namespace sanad::capture
