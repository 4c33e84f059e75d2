// How an act of the permission matrix is tried by the service layer.
#pragma once

#include "permission_rig.h"

namespace sanad::service {

struct Try {
  PermissionWorld& world;
  Workspace& w;
  const authority::Officer& who;
  const Subject& s;
};

struct PermissionAct {
  Subject (PermissionWorld::*prepare)(const Setting&);
  Result<void> (*attempt)(const Try&);
};

inline Result<void> done(const Result<void>& result) { return result; }
template <typename T>
Result<void> done(const Result<T>& result) {
  if (!result.ok()) return result.error();
  return {};
}

// Functions of the service with one subject and its last words.
#define SANAD_TRY_ACT(expression) [](const Try& t) { return done(expression); }

}  // namespace sanad::service
