// PREMIS 3.0 (Data Dictionary for Preservation Metadata, Library of Congress), in the order of its
// schema: objects, events, agents, rights.
#include <fmt/format.h>

#include <set>
#include <string>
#include <string_view>

#include "base/time.h"
#include "base/utf8.h"
#include "present/case_exports.h"

namespace sanad::present {
namespace {

class Document {
 public:
  explicit Document(const CaseRecord& record) : record_(record) {}

  std::string format() {
    out_ =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<premis xmlns=\"http://www.loc.gov/premis/v3\" "
        "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" version=\"3.0\">\n";
    for (const ExhibitRecord& exhibit : record_.exhibits) {
      add_exhibit(exhibit);
      for (const FileRecord& file : exhibit.files) add_file(exhibit, file);
    }
    for (const ExhibitRecord& exhibit : record_.exhibits) known_.insert(exhibit.exhibit);
    for (const EntryRecord& entry : record_.entries) add_event(entry);
    add_agents();
    add_rights();
    return out_ + "</premis>\n";
  }

 private:
  void open(std::string_view name) { out_ += fmt::format("<{}>", name); }
  void close(std::string_view name) { out_ += fmt::format("</{}>\n", name); }
  void element(std::string_view name, std::string_view text) {
    out_ += fmt::format("<{}>{}</{}>\n", name, xml_text(text), name);
  }
  // <nameIdentifier> with its type and value; prefix: "object", "linkingObject" …
  void identifier(std::string_view prefix, std::string_view value, std::string_view role = "") {
    const std::string name = fmt::format("{}Identifier", prefix);
    open(name);
    element(name + "Type", "local");
    element(name + "Value", value);
    if (!role.empty()) element(fmt::format("{}Role", prefix), role);
    close(name);
  }
  // An identifier is unique within the ledger whose origin it begins with.
  std::string local(std::string_view id) const { return fmt::format("{}/{}", record_.origin, id); }
  std::string of_entry(merkle::LeafIndex index) const {
    return local(fmt::format("entry/{}", index.value));
  }

  void add_exhibit(const ExhibitRecord& exhibit) {
    out_ += "<object xsi:type=\"intellectualEntity\">\n";
    identifier("object", local(exhibit.exhibit));
    open("significantProperties");
    element("significantPropertiesType", "exhibit number");
    element("significantPropertiesValue", exhibit.number);
    close("significantProperties");
    if (const std::string title = exhibit.sealed.data["title"].string_or(""); !title.empty())
      element("originalName", title);
    close("object");
  }

  void add_file(const ExhibitRecord& exhibit, const FileRecord& file) {
    out_ += "<object xsi:type=\"file\">\n";
    identifier("object", local(fmt::format("{}/{}", exhibit.exhibit, file.name)));
    open("objectCharacteristics");
    fixity("SHA-256", file.sha256);
    fixity("SHA-512", file.sha512);
    element("size", std::to_string(file.size));
    open("format");
    open("formatDesignation");
    element("formatName", file.media_type.empty() ? "application/octet-stream" : file.media_type);
    close("formatDesignation");
    close("format");
    close("objectCharacteristics");
    element("originalName", file.path.empty() ? file.name : file.path);
    open("relationship");
    element("relationshipType", "structural");
    element("relationshipSubType", "is included in");
    open("relatedObjectIdentifier");
    element("relatedObjectIdentifierType", "local");
    element("relatedObjectIdentifierValue", local(exhibit.exhibit));
    close("relatedObjectIdentifier");
    close("relationship");
    close("object");
  }

  void fixity(std::string_view algorithm, std::string_view digest) {
    if (digest.empty()) return;
    open("fixity");
    element("messageDigestAlgorithm", algorithm);
    element("messageDigest", digest);
    element("messageDigestOriginator", "Sanad, when it was sealed");
    close("fixity");
  }

  // Of the Library of Congress's vocabulary of event types where it has one, else the kind itself.
  static std::string_view type_of(std::string_view kind) {
    if (kind == "capture.started") return "capture";
    if (kind == "exhibit.sealed") return "ingestion";
    if (kind == "exhibit.copied" || kind == "bundle.exported" || kind == "package.sealed")
      return "dissemination";
    if (kind == "disposal.done") return "deletion";
    return kind;
  }

  void add_event(const EntryRecord& entry) {
    open("event");
    identifier("event", of_entry(entry.index));
    element("eventType", type_of(entry.kind));
    element("eventDateTime", format_timestamp(entry.at));
    open("eventDetailInformation");
    element("eventDetail", fmt::format("{}, entry {} of the ledger {}, commitment {}", entry.kind,
                                       entry.index.value, record_.origin, entry.commitment));
    close("eventDetailInformation");
    if (entry.kind == "exhibit.sealed") {
      open("eventOutcomeInformation");
      element("eventOutcome", entry.data["completeness"]["status"].string_or(""));
      close("eventOutcomeInformation");
    }
    identifier("linkingAgent", local(entry.actor), "implementer");
    agents_.insert(entry.actor);
    if (const std::string exhibit = entry.data["exhibit"].string_or(""); known_.contains(exhibit))
      identifier("linkingObject", local(exhibit));
    close("event");
  }

  void add_agents() {
    for (const std::string& agent : agents_) {
      open("agent");
      identifier("agent", local(agent));
      element("agentName", agent);
      element("agentType", agent == "system" ? "software" : "person");
      close("agent");
    }
    open("agent");
    identifier("agent", local("sanad/" + record_.software_version));
    element("agentName", "Sanad");
    element("agentType", "software");
    element("agentVersion", record_.software_version);
    close("agent");
    open("agent");
    identifier("agent", local("agency"));
    element("agentName", record_.agency);
    element("agentType", "organization");
    close("agent");
  }

  void add_rights() {
    std::set<std::string> known;
    for (const ExhibitRecord& exhibit : record_.exhibits) {
      const json::Value& asked = exhibit.requested.data;
      const std::string id = asked["authorisation"].string_or("");
      if (!known.insert(id).second) continue;
      open("rights");
      open("rightsStatement");
      identifier("rightsStatement", local(id));
      element("rightsBasis", "other");
      open("otherRightsInformation");
      element("otherRightsBasis", asked["instrument"].string_or("authorisation"));
      element("otherRightsNote",
              fmt::format("{}; issued by {}; requested by {} (entry {}), approved by {} (entry {})",
                          asked["instrument_reference"].string_or(""),
                          asked["issuing_authority"].string_or(""), exhibit.requested.actor,
                          exhibit.requested.index.value, exhibit.approved.actor,
                          exhibit.approved.index.value));
      close("otherRightsInformation");
      open("rightsGranted");
      element("act", exhibit.sealed.data["import"].is_null() ? "capture" : "import");
      open("termOfGrant");
      element("startDate", asked["valid_from"].string_or(""));
      element("endDate", asked["valid_to"].string_or(""));
      close("termOfGrant");
      close("rightsGranted");
      for (const ExhibitRecord& one : record_.exhibits)
        if (one.requested.data["authorisation"].string_or("") == id)
          identifier("linkingObject", local(one.exhibit));
      close("rightsStatement");
      close("rights");
    }
  }

  const CaseRecord& record_;
  std::string out_;
  std::set<std::string> known_;   // exhibits
  std::set<std::string> agents_;  // officers of the events
};

}  // namespace

std::string xml_text(std::string_view text) {
  std::string out;
  for (const char c : replace_malformed_utf8(std::string(text))) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else if (c == '\r')
      out += "&#13;";
    else if (byte < 0x20 && c != '\n' && c != '\t')
      out += "\xEF\xBF\xBD";
    else
      out += c;
  }
  // U+FFFE and U+FFFF are no characters of XML either.
  for (const std::string_view odd : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"})
    for (std::size_t at = out.find(odd); at != std::string::npos; at = out.find(odd, at))
      out.replace(at, odd.size(), "\xEF\xBF\xBD");
  return out;
}

std::string format_premis(const CaseRecord& record) { return Document(record).format(); }

}  // namespace sanad::present
