// The process of one item, however it came about.
#pragma once

#include <sys/types.h>

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "cage/cage.h"
#include "descriptor.h"

namespace sanad::cage {

class Running {
 public:
  // Ends it if it still runs, and waits for that.
  virtual ~Running() = default;
  // A descriptor that can be read from once the process has ended.
  virtual int ended() const = 0;
  // After that: its status in the form of waitpid(). Absent where nobody is left to say.
  virtual std::optional<int> status() = 0;
};

// Of a child of ours: can be read from once it has ended. None where the system has no such thing.
Descriptor watch(pid_t pid);

// A program's start. descriptors: what become its 0, 1, 2 and so on; all else is closed.
// A mother looks up all functions of her libraries at once, and not each of her children anew; and
// a key that is pressed at a terminal does not end her. kUnavailable: it is not there.
Result<pid_t> spawn(const std::string& program, const std::vector<std::string>& arguments,
                    std::span<const int> descriptors, bool is_mother);

// The order's program, started for this item. channel: its end of one, or -1.
Result<std::unique_ptr<Running>> start_program(const Order& order, int output, int errors,
                                               int channel);

}  // namespace sanad::cage
