#include "sealed_text.h"

#include <fmt/format.h>

#include "base/bytes.h"

namespace sanad::service {

Result<std::string> seal_text(Workspace& workspace, std::string_view text, std::string_view key) {
  if (const auto there = workspace.keyring().case_key(key); !there.ok()) {
    if (there.error().code != ErrorCode::kNotFound || key != kListsKey) return there.error();
    SANAD_CHECK(workspace.keyring().create_case_key(kListsKey));
  }
  SANAD_TRY(const auto writer, workspace.vault().begin(std::string(key)));
  SANAD_CHECK(writer->write(as_bytes(text)));
  SANAD_TRY(const vault::SealedObject sealed, writer->seal());
  return format_hex(sealed.info.sha256);
}

Result<std::string> open_sealed_text(Workspace& workspace, std::string_view sha256,
                                     std::string_view key) {
  SANAD_TRY(const Digest256 digest, parse_digest256(sha256));
  SANAD_TRY(const auto reader, workspace.vault().open_object(std::string(key), digest));
  std::string text(reader->size(), '\0');
  std::size_t filled = 0;
  while (filled < text.size()) {
    SANAD_TRY(const std::size_t got,
              reader->read(
                  {reinterpret_cast<std::uint8_t*>(text.data()) + filled, text.size() - filled}));
    if (got == 0) break;
    filled += got;
  }
  return text;
}

Result<Bytes> open_sealed_page(Workspace& workspace, const std::string& case_id,
                               std::string_view name, std::string_view sha256, std::uint64_t most) {
  SANAD_TRY(const Digest256 digest, parse_digest256(sha256));
  SANAD_TRY_WITH(const auto reader, workspace.vault().open_object(case_id, digest), name);
  if (reader->size() > most)
    return Error{ErrorCode::kLimit, fmt::format("{} is too long for a bundle", name)};
  Bytes bytes(reader->size());
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    SANAD_TRY(const std::size_t got,
              reader->read_at(filled, {bytes.data() + filled, bytes.size() - filled}));
    if (got == 0) return Error{ErrorCode::kIntegrity, fmt::format("{} is cut short", name)};
    filled += got;
  }
  return bytes;
}

}  // namespace sanad::service
