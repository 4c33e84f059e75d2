# Puts the page together into one file that works from a disk, without any other program:
#   cmake -DOUTPUT=verify.html -P assemble.cmake
# The scripts are joined in the order of dependence and their import and export words dropped, so
# names must be unique across them. The policy names the digests of the one script and the one style;
# everything else, and every connection, is refused by the browser.
cmake_minimum_required(VERSION 3.25)
set(HERE ${CMAKE_CURRENT_LIST_DIR})
set(SCRIPTS bytes sha2 canonical der x509 timestamp ed25519 note zip bag contents chain words excerpts messages verify page)

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

set(script "\n")
foreach(name IN LISTS SCRIPTS)
  file(READ ${HERE}/${name}.js part)
  string(REGEX REPLACE "(^|\n)import [^\n]*" "\\1" part "${part}")
  string(REGEX REPLACE "\nexport " "\n" part "${part}")
  string(APPEND script "${part}")
endforeach()
file(READ ${HERE}/page.css style)
file(READ ${HERE}/page.html page)

string(SHA256 script_digest "${script}")
string(SHA256 style_digest "${style}")
base64_of_digest(${script_digest} script_digest)
base64_of_digest(${style_digest} style_digest)
set(policy "default-src 'none'; script-src 'sha256-${script_digest}'; style-src 'sha256-${style_digest}'; base-uri 'none'; form-action 'none'")

string(REPLACE "@POLICY@" "${policy}" page "${page}")
string(REPLACE "@STYLE@" "${style}" page "${page}")
string(REPLACE "@SCRIPT@" "${script}" page "${page}")
file(WRITE ${OUTPUT} "${page}")
