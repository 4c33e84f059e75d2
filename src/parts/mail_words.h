// Headers of mails and of their parts, decoded.
#pragma once

#include <gmime/gmime.h>

#include <memory>
#include <string>
#include <string_view>

namespace sanad::parts {

// A header as it stands, with neighbouring encoded words in base64 (RFC 2047) made one where one of
// them ends in padding. GMime decodes neighbours as one stretch of base64, which ends at the first
// padding: "Seven" before "lanterns" would be all that is left of both.
std::string joined_words(std::string_view raw);

// The texts of the first header of this name, or of this one; empty: there is none.
std::string header_text(GMimeObject* object, const char* name);
std::string header_text(GMimeHeader* header);
// A parameter of Content-Disposition or Content-Type.
std::string disposition_parameter(GMimeObject* object, const char* name);
std::string type_parameter(GMimeObject* object, const char* name);

struct AddressesUnref {
  void operator()(InternetAddressList* list) const { ::g_object_unref(list); }
};
// Of the first header of this name where its words had to be joined; null: GMime's own list holds.
std::unique_ptr<InternetAddressList, AddressesUnref> joined_addresses(GMimeObject* object,
                                                                      const char* name);

}  // namespace sanad::parts
