#include "intake/intake.h"

#include "archive_reader.h"
#include "delivery.h"
#include "importers.h"
#include "looks.h"
#include "parts/parts.h"
#include "text_input.h"

namespace sanad::intake {
namespace {

bool ends(std::string_view name, std::initializer_list<std::string_view> endings) {
  for (const std::string_view ending : endings) {
    if (name.ends_with(ending)) return true;
  }
  return false;
}

// "Subject: a boat", and no web address.
bool begins_with_header(std::string_view text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  const std::size_t colon = line.find(':');
  return colon != std::string_view::npos && colon > 0 && !line.substr(colon).starts_with("://") &&
         line.substr(0, colon).find_first_of(" \t<{[\"") == std::string_view::npos;
}

// The beginning as UTF-8, without what stands before its first sign.
std::string text_of_head(ByteView head, const std::string& charset) {
  MemorySource source(head);
  TextInput input(source, charset);
  std::string text;
  const auto read = each_piece(input, [&](ByteView piece) -> Result<void> {
    text += as_text(piece);
    return {};
  });
  if (!read.ok()) return {};
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  text.erase(0, std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  return text;
}

Importer of_json(std::string_view text, std::string_view name, bool is_mapped) {
  if (looks_like_telegram_json(text)) return Importer::kTelegramJson;
  if (looks_like_har(text)) return Importer::kHar;
  if (ends(name, {".jsonl", ".ndjson"})) return Importer::kJsonLines;
  if (ends(name, {".har"})) return Importer::kHar;
  if (text.starts_with('[') && (is_mapped || ends(name, {".json"}))) return Importer::kJsonRows;
  if (!is_mapped) return Importer::kNone;
  // One object to a line, or one object that holds the rows.
  const std::string_view first = text.substr(0, text.find('\n'));
  return json::parse_foreign(first).ok() && first.size() < text.size() ? Importer::kJsonLines
                                                                       : Importer::kJsonRows;
}

Importer of_text(std::string_view text, std::string_view name, const Hints& hints) {
  const bool is_mapped = !hints.mapping.is_null();
  if (looks_like_x_archive(text)) return Importer::kXArchive;
  if (looks_like_har(text)) return Importer::kHar;
  if (text.starts_with('{') || text.starts_with('[')) {
    const Importer found = of_json(text, name, is_mapped);
    if (found != Importer::kNone) return found;
  }
  if (looks_like_telegram_html(text)) return Importer::kTelegramHtml;
  if (text.starts_with('<')) return Importer::kNone;
  if (looks_like_whatsapp(text, name)) return Importer::kWhatsApp;
  return is_mapped || ends(name, {".csv", ".tsv", ".tab"}) ? Importer::kCsv : Importer::kNone;
}

}  // namespace

std::string_view importer_name(Importer importer) {
  switch (importer) {
    case Importer::kNone:
      return "";
    case Importer::kArchive:
      return "archive";
    case Importer::kCompressed:
      return "compressed";
    case Importer::kTelegramJson:
      return "telegram-json";
    case Importer::kTelegramHtml:
      return "telegram-html";
    case Importer::kWhatsApp:
      return "whatsapp";
    case Importer::kMailbox:
      return "mailbox";
    case Importer::kMail:
      return "mail";
    case Importer::kMhtml:
      return "mhtml";
    case Importer::kWarc:
      return "warc";
    case Importer::kHar:
      return "har";
    case Importer::kXArchive:
      return "x-archive";
    case Importer::kCsv:
      return "csv";
    case Importer::kJsonLines:
      return "json-lines";
    case Importer::kJsonRows:
      return "json-rows";
    case Importer::kLongText:
      return "long-text";
  }
  return "";
}

Result<Importer> importer_of(RandomSource& source, const Hints& hints) {
  SANAD_TRY(const Bytes head, head_of(source, kHeadBytes));
  if (head.empty()) return Importer::kNone;
  const std::string name = file_name_of(hints.name);
  if (looks_like_warc(head)) return Importer::kWarc;
  switch (parts::kind_of(head, {hints.type, hints.charset})) {
    case parts::Kind::kArchive:
    case parts::Kind::kOoxml:
    case parts::Kind::kOdf: {
      SANAD_TRY(const bool is_document, holds_document(source));
      return is_document ? Importer::kNone : Importer::kArchive;
    }
    case parts::Kind::kCompressed:
      return Importer::kCompressed;
    case parts::Kind::kMailbox:
      return Importer::kMailbox;
    case parts::Kind::kMail:
      return looks_like_mhtml(head) ? Importer::kMhtml : Importer::kMail;
    case parts::Kind::kOle:
    case parts::Kind::kMsg:
    case parts::Kind::kTnef:
    case parts::Kind::kRtf:
    case parts::Kind::kPdf:
    case parts::Kind::kAppended:
      return Importer::kNone;
    case parts::Kind::kText:
      // With so few headers that the bytes alone leave it open.
      if (ends(name, {".eml"}) && begins_with_header(as_text(head))) return Importer::kMail;
      break;
    case parts::Kind::kNone:
    case parts::Kind::kHtml:
      break;
  }
  const std::string charset = charset_of(head, hints.charset);
  if (charset.empty()) return Importer::kNone;
  const std::string text = text_of_head(head, charset);
  const Importer found = of_text(text, name, hints);
  const bool is_page = hints.type == "html" || text.starts_with('<');
  if (found != Importer::kNone || is_page || source.size() <= kLongTextBytes) return found;
  return Importer::kLongText;
}

Result<Summary> import(RandomSource& source, Importer importer, const Hints& hints,
                       const Limits& limits, Sink& sink) {
  Delivery out(source.size(), limits, sink);
  const auto run = [&]() -> Result<void> {
    switch (importer) {
      case Importer::kNone:
        return {};
      case Importer::kArchive:
        return import_archive(source, out);
      case Importer::kCompressed:
        return import_compressed(source, out);
      case Importer::kTelegramJson:
        return import_telegram_json(source, hints, out);
      case Importer::kTelegramHtml:
        return import_telegram_html(source, hints, out);
      case Importer::kWhatsApp:
        return import_whatsapp(source, hints, out);
      case Importer::kMailbox:
        return import_mailbox(source, out);
      case Importer::kMail:
        return import_mail(source, out);
      case Importer::kMhtml:
        return import_mhtml(source, out);
      case Importer::kWarc:
        return import_warc(source, out);
      case Importer::kHar:
        return import_har(source, hints, out);
      case Importer::kXArchive:
        return import_x_archive(source, hints, out);
      case Importer::kCsv:
        return import_csv(source, hints, out);
      case Importer::kJsonLines:
        return import_json_lines(source, hints, out);
      case Importer::kJsonRows:
        return import_json_rows(source, hints, out);
      case Importer::kLongText:
        return import_long_text(source, hints, out);
    }
    return {};
  };
  const Result<void> done = run();
  if (!done.ok() && !out.is_full()) return done.error();
  return out.finish();
}

}  // namespace sanad::intake
