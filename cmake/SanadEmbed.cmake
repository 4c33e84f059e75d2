# Puts the files of a folder into a library, so that a program needs no data folder at run time.
#
# sanad_embed(TARGET module FUNCTION name FOLDER dir [HEADER "module/embedded.h"])
#   adds  std::span<const sanad::EmbeddedFile> sanad::MODULE::name()  (declared by the module itself; base/embedded.h)
#   names are relative to FOLDER, sorted. Files added later are found at the next build.
function(sanad_embed)
  cmake_parse_arguments(ARG "" "TARGET;FUNCTION;FOLDER" "" ${ARGN})
  file(GLOB_RECURSE files RELATIVE ${ARG_FOLDER} CONFIGURE_DEPENDS ${ARG_FOLDER}/*)
  list(SORT files)
  set(stem ${CMAKE_CURRENT_BINARY_DIR}/embedded_${ARG_FUNCTION})
  set(assembly ".section .rodata\n")
  set(table "")
  set(externs "")
  set(depends "")
  set(index 0)
  foreach(file IN LISTS files)
    set(symbol sanad_${ARG_TARGET}_${ARG_FUNCTION}_${index})
    string(APPEND assembly ".global ${symbol}\n.global ${symbol}_end\n.balign 16\n${symbol}:\n.incbin \"${ARG_FOLDER}/${file}\"\n${symbol}_end:\n.byte 0\n")
    string(APPEND externs "extern \"C\" const char ${symbol}[];\nextern \"C\" const char ${symbol}_end[];\n")
    string(APPEND table "    {\"${file}\", {${symbol}, static_cast<std::size_t>(${symbol}_end - ${symbol})}},\n")
    list(APPEND depends ${ARG_FOLDER}/${file})
    math(EXPR index "${index} + 1")
  endforeach()
  string(APPEND assembly ".section .note.GNU-stack,\"\",%progbits\n")
  file(CONFIGURE OUTPUT ${stem}.S CONTENT "${assembly}" @ONLY)
  file(CONFIGURE OUTPUT ${stem}.cc @ONLY CONTENT "#include <array>
#include <span>
#include \"base/embedded.h\"
${externs}namespace sanad::${ARG_TARGET} {
std::span<const EmbeddedFile> ${ARG_FUNCTION}();
std::span<const EmbeddedFile> ${ARG_FUNCTION}() {
  static const std::array<EmbeddedFile, ${index}> kFiles = {{
${table}  }};
  return kFiles;
}
}  // namespace sanad::${ARG_TARGET}
")
  set_source_files_properties(${stem}.S PROPERTIES OBJECT_DEPENDS "${depends}")
  target_sources(sanad_${ARG_TARGET} PRIVATE ${stem}.S ${stem}.cc)
endfunction()
