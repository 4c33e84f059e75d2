# One folder = one library = one namespace.
#
# sanad_module(NAME
#   SOURCES a.cc b.cc       the library's files
#   USES    base crypto     the modules that it may include, and links to
#   LIBS    OpenSSL::Crypto libraries from the system
#   TESTS   a_test.cc       beside the sources; one program, built as one unit
#   COST    200             seconds that the tests take, where they are many: ctest begins with the longest
#   BENCHES a_bench.cc      Google Benchmark programs, one each
#   FUZZERS a_fuzz.cc       libFuzzer targets, one each)
#
# Each module has its own include root (src/NAME/include), so a header that is not
# reached through USES does not compile. scripts/check_layers checks the same claims
# without compiling: direct includes, cycles and unused USES.

set(SANAD_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor
    -Wold-style-cast -Woverloaded-virtual -Wnull-dereference
    # Designated initialisers leave out what keeps its default.
    -Wno-missing-field-initializers -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports impossible states inside inlined standard containers.
  list(APPEND SANAD_WARNINGS -Wno-null-dereference -Wno-restrict -Wno-error=maybe-uninitialized
       -Wno-error=stringop-overflow -Wno-error=array-bounds -Wno-error=dangling-pointer)
endif()

function(sanad_compile_options target)
  target_compile_options(${target} PRIVATE ${SANAD_WARNINGS})
endfunction()

# With SANAD_PRECOMPILED the headers that nearly all files include are compiled once. The release build
# does without, so that a file that forgets an include does not compile there.
function(sanad_precompile target)
  if(NOT SANAD_PRECOMPILED)
    return()
  endif()
  if(target STREQUAL "sanad_base")
    target_precompile_headers(sanad_base PRIVATE <algorithm> <array> <cstdint> <fstream> <functional> <map>
      <memory> <optional> <set> <span> <string> <string_view> <unordered_map> <vector> <fmt/format.h>)
  else()
    target_precompile_headers(${target} REUSE_FROM sanad_base)
  endif()
endfunction()

function(sanad_module name)
  cmake_parse_arguments(ARG "" "COST" "SOURCES;USES;LIBS;TESTS;TEST_USES;BENCHES;FUZZERS" ${ARGN})
  add_library(sanad_${name} STATIC ${ARG_SOURCES})
  add_library(sanad::${name} ALIAS sanad_${name})
  target_include_directories(sanad_${name} PUBLIC include)
  sanad_compile_options(sanad_${name})
  foreach(used IN LISTS ARG_USES)
    target_link_libraries(sanad_${name} PUBLIC sanad::${used})
  endforeach()
  target_link_libraries(sanad_${name} PUBLIC ${ARG_LIBS})
  sanad_precompile(sanad_${name})

  if(SANAD_BUILD_TESTS AND ARG_TESTS)
    add_executable(${name}_test ${ARG_TESTS})
    set_target_properties(${name}_test PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 4)
    sanad_compile_options(${name}_test)
    # What is tested is optimised as it is for users; of the assertions around it that would only take longer to compile.
    target_compile_options(${name}_test PRIVATE $<$<CONFIG:Release>:-O1>)
    target_compile_definitions(${name}_test PRIVATE
      SANAD_SOURCE_DIR="${PROJECT_SOURCE_DIR}" SANAD_BINARY_DIR="${PROJECT_BINARY_DIR}")
    target_link_libraries(${name}_test PRIVATE sanad::${name} GTest::gtest GTest::gtest_main)
    foreach(used IN LISTS ARG_TEST_USES)
      target_link_libraries(${name}_test PRIVATE sanad::${used})
    endforeach()
    add_test(NAME ${name} COMMAND ${name}_test)
    set_tests_properties(${name} PROPERTIES TIMEOUT 600)
    if(ARG_COST)
      set_tests_properties(${name} PROPERTIES COST ${ARG_COST})
    endif()
  endif()

  if(SANAD_BUILD_BENCHMARKS)
    foreach(file IN LISTS ARG_BENCHES)
      get_filename_component(stem ${file} NAME_WE)
      add_executable(${stem} ${file})
      sanad_compile_options(${stem})
      target_link_libraries(${stem} PRIVATE sanad::${name} benchmark::benchmark)
    endforeach()
  endif()

  if(SANAD_BUILD_FUZZERS)
    foreach(file IN LISTS ARG_FUZZERS)
      get_filename_component(stem ${file} NAME_WE)
      add_executable(${stem} ${file})
      sanad_precompile(${stem})
      target_link_libraries(${stem} PRIVATE sanad::${name})
      target_link_options(${stem} PRIVATE -fsanitize=fuzzer)
      set_property(GLOBAL APPEND PROPERTY SANAD_FUZZ_TARGETS ${stem})
    endforeach()
  endif()
endfunction()
