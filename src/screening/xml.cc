#include "xml.h"

#include <expat.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "screening/list.h"

namespace sanad::screening {
namespace {

constexpr std::size_t kPiece = 1 << 20;  // bytes given to expat at a time

std::string trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == text.npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(kSpace) - first + 1));
}

// State of one reading; expat's callbacks are static members, given this object.
class Reading {
 public:
  Reading(XML_Parser parser, const XmlReader& reader) : parser_(parser), reader_(reader) {
    XML_SetUserData(parser, this);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
    XML_SetStartDoctypeDeclHandler(parser, on_doctype);
  }
  const std::optional<Error>& error() const { return error_; }
  Error here(ErrorCode code, std::string_view what) const {
    return {code, fmt::format("line {}: {}.", XML_GetCurrentLineNumber(parser_), what)};
  }

 private:
  static Reading& self(void* data) { return *static_cast<Reading*>(data); }

  void stop(Error error) {
    if (!error_) error_ = std::move(error);
    XML_StopParser(parser_, XML_FALSE);
  }

  static void on_doctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    self(data).stop(self(data).here(ErrorCode::kInvalid,
                                    "the file declares a document type; remove the declaration"));
  }

  static void on_start(void* data, const XML_Char* name, const XML_Char** attributes) {
    Reading& reading = self(data);
    if (reading.error_) return;
    if (++reading.depth_ > kMaxXmlDepth) {
      reading.stop(reading.here(ErrorCode::kLimit, "elements stand too deep in one another"));
      return;
    }
    if (reading.depth_ == 1 && reading.reader_.on_root) {
      XmlAttributes found;
      for (; *attributes != nullptr; attributes += 2)
        found.emplace_back(attributes[0], attributes[1]);
      reading.reader_.on_root(found);
    }
    const auto& records = reading.reader_.records;
    if (reading.open_.empty() && std::find(records.begin(), records.end(), name) == records.end()) {
      return;
    }
    if (++reading.nodes_ > kMaxElementNodes) {
      reading.stop(reading.here(ErrorCode::kLimit, "one entry has too many elements"));
      return;
    }
    reading.open_.push_back({name, {}, {}});
  }

  static void on_text(void* data, const XML_Char* text, int length) {
    Reading& reading = self(data);
    if (reading.error_ || reading.open_.empty()) return;
    std::string& to = reading.open_.back().text;
    if (to.size() + static_cast<std::size_t>(length) > kMaxFieldBytes) {
      reading.stop(reading.here(ErrorCode::kLimit, "the text of one element is too long"));
      return;
    }
    to.append(text, static_cast<std::size_t>(length));
  }

  static void on_end(void* data, const XML_Char*) {
    Reading& reading = self(data);
    if (reading.error_) return;
    --reading.depth_;
    if (reading.open_.empty()) return;
    XmlElement done = std::move(reading.open_.back());
    reading.open_.pop_back();
    done.text = trimmed(done.text);
    if (!reading.open_.empty()) {
      reading.open_.back().children.push_back(std::move(done));
      return;
    }
    reading.nodes_ = 0;
    const auto taken = reading.reader_.on_record(done);
    if (!taken.ok()) reading.stop(reading.here(taken.error().code, taken.error().message));
  }

  XML_Parser parser_;
  const XmlReader& reader_;
  std::vector<XmlElement> open_;  // from the record to the present element
  std::size_t depth_ = 0;
  std::size_t nodes_ = 0;
  std::optional<Error> error_;
};

}  // namespace

const XmlElement* XmlElement::child(std::string_view wanted) const {
  const auto found = std::find_if(children.begin(), children.end(),
                                  [&](const XmlElement& c) { return c.name == wanted; });
  return found == children.end() ? nullptr : &*found;
}

std::string_view XmlElement::child_text(std::string_view wanted) const {
  const XmlElement* found = child(wanted);
  return found == nullptr ? std::string_view() : std::string_view(found->text);
}

Result<void> read_xml(std::string_view xml, const XmlReader& reader) {
  if (xml.size() > kMaxListBytes) {
    return Error{ErrorCode::kLimit,
                 fmt::format("The list is longer than {} MiB.", kMaxListBytes >> 20)};
  }
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(
      XML_ParserCreate(nullptr), XML_ParserFree);
  if (parser == nullptr) return Error{ErrorCode::kLimit, "There is no memory to read the list."};
  Reading reading(parser.get(), reader);
  do {
    const std::string_view piece = xml.substr(0, kPiece);
    const bool last = piece.size() == xml.size();
    const auto status = XML_Parse(parser.get(), piece.data(), static_cast<int>(piece.size()), last);
    if (reading.error()) return *reading.error();
    if (status != XML_STATUS_OK) {
      return reading.here(ErrorCode::kInvalid,
                          fmt::format("this is no well-formed XML ({}); fetch the list again",
                                      XML_ErrorString(XML_GetErrorCode(parser.get()))));
    }
    xml.remove_prefix(piece.size());
  } while (!xml.empty());
  return {};
}

}  // namespace sanad::screening
