#include "rtf_words.h"

#include <array>

#include "internal.h"
#include "little.h"

namespace sanad::parts {

const std::map<std::string_view, RtfWord>& rtf_words() {
  static const std::map<std::string_view, RtfWord> kWords = {
      {"fonttbl", {RtfEffect::kGoal, RtfGoal::kFonts}},
      {"colortbl", {RtfEffect::kGoal, RtfGoal::kSkipped}},
      {"stylesheet", {RtfEffect::kGoal, RtfGoal::kSkipped}},
      {"info", {RtfEffect::kGoal, RtfGoal::kSkipped}},
      {"filetbl", {RtfEffect::kGoal, RtfGoal::kSkipped}},
      {"fldinst", {RtfEffect::kGoal, RtfGoal::kSkipped}},
      {"sn", {RtfEffect::kGoal, RtfGoal::kSkipped}},
      {"sv", {RtfEffect::kGoal, RtfGoal::kSkipped}},
      {"pntxta", {RtfEffect::kGoal, RtfGoal::kSkipped}},
      {"pntxtb", {RtfEffect::kGoal, RtfGoal::kSkipped}},
      {"nonshppict", {RtfEffect::kGoal, RtfGoal::kSkippedWhole}},
      {"object", {RtfEffect::kGoal, RtfGoal::kObject}},
      {"objdata", {RtfEffect::kGoal, RtfGoal::kObjectData}},
      {"result", {RtfEffect::kGoal, RtfGoal::kText}},
      {"pict", {RtfEffect::kGoal, RtfGoal::kPicture}},
      {"shppict", {RtfEffect::kGoal, RtfGoal::kText}},
      {"shpinst", {RtfEffect::kGoal, RtfGoal::kSkipped}},
      {"shptxt", {RtfEffect::kGoal, RtfGoal::kText}},
      {"header", {RtfEffect::kGoal, RtfGoal::kText}},
      {"footer", {RtfEffect::kGoal, RtfGoal::kText}},
      {"footnote", {RtfEffect::kGoal, RtfGoal::kText}},
      {"annotation", {RtfEffect::kGoal, RtfGoal::kText}},
      {"par", {RtfEffect::kLine}},
      {"line", {RtfEffect::kLine}},
      {"sect", {RtfEffect::kLine}},
      {"row", {RtfEffect::kLine}},
      {"nestrow", {RtfEffect::kLine}},
      {"page", {RtfEffect::kPage}},
      {"tab", {RtfEffect::kSpace}},
      {"cell", {RtfEffect::kSpace}},
      {"nestcell", {RtfEffect::kSpace}},
      {"emspace", {RtfEffect::kSpace}},
      {"enspace", {RtfEffect::kSpace}},
      {"emdash", {RtfEffect::kSign, RtfGoal::kText, "—"}},
      {"endash", {RtfEffect::kSign, RtfGoal::kText, "–"}},
      {"bullet", {RtfEffect::kSign, RtfGoal::kText, "•"}},
      {"lquote", {RtfEffect::kSign, RtfGoal::kText, "‘"}},
      {"rquote", {RtfEffect::kSign, RtfGoal::kText, "’"}},
      {"ldblquote", {RtfEffect::kSign, RtfGoal::kText, "“"}},
      {"rdblquote", {RtfEffect::kSign, RtfGoal::kText, "”"}},
      {"zwj", {RtfEffect::kSign, RtfGoal::kText, "\u200D"}},
      {"zwnj", {RtfEffect::kSign, RtfGoal::kText, "\u200C"}},
      {"mac", {RtfEffect::kCharset, RtfGoal::kText, "macintosh"}},
      {"pc", {RtfEffect::kCharset, RtfGoal::kText, "ibm-437"}},
      {"pca", {RtfEffect::kCharset, RtfGoal::kText, "ibm-850"}},
      {"jpegblip", {RtfEffect::kPicture, RtfGoal::kText, "jpg"}},
      {"pngblip", {RtfEffect::kPicture, RtfGoal::kText, "png"}},
      {"emfblip", {RtfEffect::kPicture, RtfGoal::kText, "emf"}},
      {"wmetafile", {RtfEffect::kPicture, RtfGoal::kText, "wmf"}},
      {"dibitmap", {RtfEffect::kPicture, RtfGoal::kText, "dib"}},
      {"wbitmap", {RtfEffect::kPicture, RtfGoal::kText, "ddb"}},
      {"macpict", {RtfEffect::kPicture, RtfGoal::kText, "pict"}}};
  return kWords;
}

std::string charset_of_font(long long number) {
  struct One {
    int number;
    unsigned page;
  };
  constexpr std::array<One, 17> kAll = {{{77, 10'000},
                                         {128, 932},
                                         {129, 949},
                                         {130, 1361},
                                         {134, 936},
                                         {136, 950},
                                         {161, 1253},
                                         {162, 1254},
                                         {163, 1258},
                                         {177, 1255},
                                         {178, 1256},
                                         {186, 1257},
                                         {204, 1251},
                                         {222, 874},
                                         {238, 1250},
                                         {254, 437},
                                         {255, 850}}};
  for (const One& one : kAll) {
    if (one.number == number) return charset_of_code_page(one.page);
  }
  return {};
}

}  // namespace sanad::parts
