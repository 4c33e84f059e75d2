// What each field says for or against a lead, in a word and a sentence.
#pragma once

#include "name_index.h"
#include "screening/screen.h"

namespace sanad::screening {

FieldAgreement name_field(const Name& query, const Name& listed, const ListedName& source,
                          const NameLikeness& likeness);
// listed_bin: the parts that stand after a marker of descent in the entry's names.
FieldAgreement father_field(const std::optional<Name>& asked, const Entry& entry,
                            const std::vector<std::string>& listed_bin);
FieldAgreement birth_date_field(const std::optional<BirthDate>& asked, const Entry& entry);
FieldAgreement birth_place_field(const std::string& asked, const Entry& entry);
FieldAgreement document_field(const std::string& asked, const Entry& entry);
FieldAgreement nationality_field(const std::string& asked, const Entry& entry);

}  // namespace sanad::screening
