// The permission matrix (docs/permissions.md) as rows, for tests that hold a layer against it.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace sanad::service {

struct PermissionRow {
  std::string role, act, state, outcome;
  std::string place() const { return role + " / " + act + " / " + state; }
  bool is_allowed() const { return outcome == "allowed"; }
};

// Rows of one act in one state, for all roles: one subject serves all who are refused.
using PermissionGroup = std::vector<PermissionRow>;

inline constexpr const char* kPermissionRoles[] = {"administrator", "auditor", "evidence-officer",
                                                   "investigator",  "removed", "reviewer",
                                                   "supervisor"};
// An officer who is investigator and supervisor, on what they asked for or wrote themselves.
inline constexpr const char* kOwnRole = "own";

// Sorted, no row twice, and every act and state for every role.
inline std::vector<PermissionGroup> read_permission_matrix() {
  std::ifstream file(SANAD_SOURCE_DIR "/src/service/testdata/permission_matrix.tsv");
  EXPECT_TRUE(file.good()) << "the matrix is not there";
  std::string line, before;
  std::getline(file, line);
  EXPECT_EQ(line, "act\tstate\trole\toutcome");
  std::map<std::tuple<std::string, std::string>, PermissionGroup> groups;
  while (std::getline(file, line)) {
    EXPECT_LT(before, line) << "rows are sorted, and none stands twice";
    before = line;
    std::vector<std::string> cells{""};
    for (const char c : line) {
      if (c == '\t')
        cells.emplace_back();
      else
        cells.back() += c;
    }
    EXPECT_EQ(cells.size(), 4u) << line;
    if (cells.size() == 4)
      groups[{cells[0], cells[1]}].push_back({cells[2], cells[0], cells[1], cells[3]});
  }
  std::vector<PermissionGroup> all;
  for (const auto& [key, rows] : groups) {
    std::set<std::string> roles;
    for (const PermissionRow& row : rows) roles.insert(row.role);
    roles.erase(kOwnRole);
    EXPECT_EQ(roles,
              std::set<std::string>(std::begin(kPermissionRoles), std::end(kPermissionRoles)))
        << rows.front().place() << ": every role has a row";
    all.push_back(rows);
  }
  return all;
}

}  // namespace sanad::service
