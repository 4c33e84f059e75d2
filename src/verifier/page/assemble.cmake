# Puts verify.html and the reader, index.html, together: each one file that works from a disk, without any
# other program:
#   cmake -DFOLDER=where -P assemble.cmake
# The scripts are joined in the order of dependence and their import and export words dropped, so
# names must be unique across them. The policy names the digests of the one script and the one style;
# everything else, and every connection, is refused by the browser; the reader may besides load scripts, pictures
# and media from the disk that it lies on. verify.html knows the digest of the reader that belongs to it; the
# reader cannot know its own.
cmake_minimum_required(VERSION 3.25)
set(HERE ${CMAKE_CURRENT_LIST_DIR})
set(CHECKS bytes room sha2 canonical der x509 timestamp ed25519 note zip bag attachments certificates schedules reader_digest corroborations contents chain words excerpts
    inflate picture document cover sound redactions reader_files questions_ledger questions_record questions question_texts messages questions_page verify)
set(READER fold_table fold words store record_words model dom media parts views checks search main)

# Standard base64 of a SHA-256 digest given in hexadecimal.
function(base64_of_digest hex result)
  set(alphabet "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
  set(text "")
  foreach(at RANGE 0 60 6)
    string(SUBSTRING "${hex}0000" ${at} 6 group)
    math(EXPR bits "0x${group}")
    foreach(shift 18 12 6 0)
      math(EXPR digit "(${bits} >> ${shift}) & 63")
      string(SUBSTRING "${alphabet}" ${digit} 1 character)
      string(APPEND text "${character}")
    endforeach()
  endforeach()
  string(SUBSTRING "${text}" 0 43 text)
  set(${result} "${text}=" PARENT_SCOPE)
endfunction()

# The scripts in files, joined.
function(join_scripts files result)
  set(script "\n")
  foreach(file IN LISTS files)
    file(READ ${file} part)
    string(REGEX REPLACE "(^|\n)import [^\n]*" "\\1" part "${part}")
    string(REGEX REPLACE "\nexport " "\n" part "${part}")
    string(APPEND script "${part}")
  endforeach()
  set(${result} "${script}" PARENT_SCOPE)
endfunction()

# Writes a page from its frame, style and script. more: what else its policy allows.
function(write_page output frame style_file script more)
  file(READ ${style_file} style)
  file(READ ${frame} page)
  string(SHA256 script_digest "${script}")
  string(SHA256 style_digest "${style}")
  base64_of_digest(${script_digest} script_digest)
  base64_of_digest(${style_digest} style_digest)
  string(REPLACE "@SCRIPT_DIGEST@" "'sha256-${script_digest}'" more "${more}")
  set(policy "default-src 'none'; ${more}; style-src 'sha256-${style_digest}'; base-uri 'none'; form-action 'none'")
  string(REPLACE "@POLICY@" "${policy}" page "${page}")
  string(REPLACE "@STYLE@" "${style}" page "${page}")
  string(REPLACE "@SCRIPT@" "${script}" page "${page}")
  file(WRITE ${output} "${page}")
endfunction()

list(TRANSFORM CHECKS PREPEND ${HERE}/)
list(TRANSFORM CHECKS APPEND .js)
list(TRANSFORM READER PREPEND ${HERE}/../reader/)
list(TRANSFORM READER APPEND .js)

join_scripts("${CHECKS};${READER}" script)
string(REPLACE "@READER_DIGEST@" "" script "${script}")
set(reader ${FOLDER}/index.html)
write_page(${reader} ${HERE}/../reader/reader.html ${HERE}/../reader/reader.css "${script}"
  "script-src @SCRIPT_DIGEST@ file:; img-src file: blob:; media-src file: blob:")
file(SHA256 ${reader} reader_digest)

join_scripts("${CHECKS};${HERE}/credentials.js;${HERE}/credential_texts.js;${HERE}/credential_page.js;${HERE}/page.js" script)
string(REPLACE "@READER_DIGEST@" "${reader_digest}" script "${script}")
write_page(${FOLDER}/verify.html ${HERE}/page.html ${HERE}/page.css "${script}" "script-src @SCRIPT_DIGEST@")
