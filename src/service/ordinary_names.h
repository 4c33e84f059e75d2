// Names that are ordinary words, so that a report does not call every rose a person.
//
// The rule, of names of one word alone (docs/reports.md): a word by which people are called without
// being named ("mother", "boss", "admin") is left wherever it stands; a word of every day that is a
// name too ("Rose", "Hope") is left where it is written in small letters. Everything else is taken
// for the name, in whatever letters it is written. Names of several words and identifiers are never
// left. The lists are short and of English and Urdu, also in Latin letters.
// Pure. Tested by ordinary_names_test.cc.
#pragma once

#include <string_view>

namespace sanad::service {

// name: as its source has it, one word; written: the stretch of a text that could be it.
bool is_ordinary_word(std::string_view name, std::string_view written);

}  // namespace sanad::service
