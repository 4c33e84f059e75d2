#include "files/fault.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <set>
#include <utility>

namespace sanad::files {
namespace {

struct Node;
using NodePtr = std::shared_ptr<Node>;
using Names = std::map<std::string, NodePtr>;

struct Node {
  bool is_directory = false;
  Bytes seen, durable;              // of a file
  Names names_seen, names_durable;  // of a directory
};

NodePtr make_node(bool is_directory) {
  auto node = std::make_shared<Node>();
  node->is_directory = is_directory;
  return node;
}

// What one node holds after going down; descends into what is still named.
void settle(Node& node, Survival survival) {
  if (node.is_directory) {
    if (survival == Survival::kSyncedOnly) {
      node.names_seen = node.names_durable;
    } else {
      node.names_durable = node.names_seen;
    }
    for (auto& [name, child] : node.names_seen) settle(*child, survival);
    return;
  }
  if (survival == Survival::kEverything) {
    node.durable = node.seen;
  } else if (survival == Survival::kTornWrites && node.seen.size() > node.durable.size()) {
    const std::size_t kept = node.durable.size() + (node.seen.size() - node.durable.size()) / 2;
    const bool grew = std::equal(node.durable.begin(), node.durable.end(), node.seen.begin());
    if (grew) node.durable.assign(node.seen.begin(), node.seen.begin() + std::ptrdiff_t(kept));
  }
  node.seen = node.durable;
}

}  // namespace

struct FaultFileSystem::Disk {
  mutable std::mutex mutex;
  NodePtr root = make_node(true);
  std::uint64_t generation = 0;  // grows with each restart: older handles are dead
  std::uint64_t steps = 0;
  std::optional<std::pair<std::uint64_t, Fault>> fault;
  std::optional<std::pair<std::uint64_t, int>> persistent;
  bool met = false;
  bool killed = false;
  std::set<std::string> locked;
  std::function<void(const std::string&)> observer;

  static std::vector<std::string> parts(const Path& path) {
    std::vector<std::string> out;
    for (const Path& part : path.lexically_normal()) {
      if (part != "/" && part != "." && !part.empty()) out.push_back(part.string());
    }
    return out;
  }

  NodePtr find(const Path& path) const {
    NodePtr node = root;
    for (const std::string& part : parts(path)) {
      if (!node->is_directory) return nullptr;
      const auto it = node->names_seen.find(part);
      if (it == node->names_seen.end()) return nullptr;
      node = it->second;
    }
    return node;
  }

  NodePtr find_parent(const Path& path) const {
    const NodePtr parent = find(path.lexically_normal().parent_path());
    return parent && parent->is_directory ? parent : nullptr;
  }

  Result<void> alive() const {
    if (killed) return Error{ErrorCode::kIo, "The process was killed (by the test).", EIO};
    return {};
  }

  // One changing step: effect happens now; durably() makes it lasting where a fault asks for it.
  Result<void> step(const char* doing, const Path& path, const std::function<void()>& effect,
                    const std::function<void()>& durably) {
    SANAD_CHECK(alive());
    ++steps;
    if (observer) observer(fmt::format("{} {}", doing, path.lexically_normal().string()));
    if (persistent && steps >= persistent->first) {
      met = true;
      return file_error(doing, path, persistent->second);
    }
    if (!fault || steps != fault->first) {
      effect();
      return {};
    }
    met = true;
    switch (std::exchange(fault, std::nullopt)->second) {
      case Fault::kKilled:
        killed = true;
        return alive();
      case Fault::kFailedButKept:
        effect();
        durably();
        break;
      case Fault::kFailedNotKept:
        break;
    }
    return file_error(doing, path, EIO);
  }
};

class FaultFile final : public File {
 public:
  FaultFile(std::shared_ptr<FaultFileSystem::Disk> disk, Path path, NodePtr node, bool append)
      : disk_(std::move(disk)),
        path_(std::move(path)),
        node_(std::move(node)),
        append_(append),
        generation_(disk_->generation) {}

  Result<void> write(ByteView data) override {
    const std::lock_guard lock(disk_->mutex);
    SANAD_CHECK(usable());
    return disk_->step(
        "write", path_,
        [&] {
          if (append_) position_ = node_->seen.size();
          if (node_->seen.size() < position_ + data.size()) {
            node_->seen.resize(position_ + data.size());
          }
          std::copy(data.begin(), data.end(), node_->seen.begin() + std::ptrdiff_t(position_));
          position_ += data.size();
        },
        [&] { node_->durable = node_->seen; });
  }

  Result<void> write_at(std::uint64_t offset, ByteView data) override {
    const std::lock_guard lock(disk_->mutex);
    SANAD_CHECK(usable());
    return disk_->step(
        "write", path_,
        [&] {
          const auto end = static_cast<std::size_t>(offset) + data.size();
          if (node_->seen.size() < end) node_->seen.resize(end);
          std::copy(data.begin(), data.end(), node_->seen.begin() + std::ptrdiff_t(offset));
        },
        [&] { node_->durable = node_->seen; });
  }

  Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> out) const override {
    const std::lock_guard lock(disk_->mutex);
    SANAD_CHECK(usable());
    SANAD_CHECK(disk_->alive());
    const std::size_t size = node_->seen.size();
    if (offset >= size) return std::size_t{0};
    const std::size_t n = std::min(out.size(), size - static_cast<std::size_t>(offset));
    std::copy_n(node_->seen.begin() + static_cast<std::ptrdiff_t>(offset), n, out.begin());
    return n;
  }

  Result<std::uint64_t> size() const override {
    const std::lock_guard lock(disk_->mutex);
    SANAD_CHECK(usable());
    SANAD_CHECK(disk_->alive());
    return std::uint64_t{node_->seen.size()};
  }

  Result<void> sync() override {
    const std::lock_guard lock(disk_->mutex);
    SANAD_CHECK(usable());
    return disk_->step("sync", path_, [&] { node_->durable = node_->seen; }, [] {});
  }

  Result<void> truncate(std::uint64_t size_bytes) override {
    const std::lock_guard lock(disk_->mutex);
    SANAD_CHECK(usable());
    return disk_->step(
        "truncate", path_, [&] { node_->seen.resize(static_cast<std::size_t>(size_bytes)); },
        [&] { node_->durable = node_->seen; });
  }

 private:
  Result<void> usable() const {
    if (generation_ == disk_->generation) return {};
    return Error{ErrorCode::kIo, "The file was open before the restart (of the test).", EBADF};
  }

  std::shared_ptr<FaultFileSystem::Disk> disk_;
  Path path_;
  NodePtr node_;
  bool append_;
  std::uint64_t generation_;
  std::size_t position_ = 0;
};

class FaultMapping final : public Mapping {
 public:
  explicit FaultMapping(Bytes bytes) : bytes_(std::move(bytes)) {}
  ByteView bytes() const override { return bytes_; }

 private:
  Bytes bytes_;
};

class FaultLock final : public FileLock {
 public:
  FaultLock(std::shared_ptr<FaultFileSystem::Disk> disk, std::string name)
      : disk_(std::move(disk)), name_(std::move(name)), generation_(disk_->generation) {}
  ~FaultLock() override {
    const std::lock_guard lock(disk_->mutex);
    if (generation_ == disk_->generation) disk_->locked.erase(name_);
  }

 private:
  std::shared_ptr<FaultFileSystem::Disk> disk_;
  std::string name_;
  std::uint64_t generation_;
};

FaultFileSystem::FaultFileSystem() : disk_(std::make_shared<Disk>()) {}
FaultFileSystem::~FaultFileSystem() = default;

void FaultFileSystem::fail_step(std::uint64_t n, Fault fault) {
  const std::lock_guard lock(disk_->mutex);
  disk_->fault = {disk_->steps + n, fault};
  disk_->met = false;
}

void FaultFileSystem::fail_from_step(std::uint64_t n, int errno_value) {
  const std::lock_guard lock(disk_->mutex);
  disk_->persistent = {disk_->steps + n, errno_value};
  disk_->met = false;
}

void FaultFileSystem::clear_faults() {
  const std::lock_guard lock(disk_->mutex);
  disk_->fault.reset();
  disk_->persistent.reset();
}

std::uint64_t FaultFileSystem::steps() const {
  const std::lock_guard lock(disk_->mutex);
  return disk_->steps;
}

bool FaultFileSystem::fault_met() const {
  const std::lock_guard lock(disk_->mutex);
  return disk_->met;
}

void FaultFileSystem::observe(std::function<void(const std::string& step)> observer) {
  const std::lock_guard lock(disk_->mutex);
  disk_->observer = std::move(observer);
}

void FaultFileSystem::restart(Survival survival) {
  const std::lock_guard lock(disk_->mutex);
  settle(*disk_->root, survival);
  ++disk_->generation;
  disk_->locked.clear();
  disk_->fault.reset();
  disk_->persistent.reset();
  disk_->killed = false;
}

Result<void> FaultFileSystem::flip_bit(const Path& path, std::uint64_t bit) {
  const std::lock_guard lock(disk_->mutex);
  const NodePtr node = disk_->find(path);
  if (!node) return file_error("open", path, ENOENT);
  if (bit / 8 >= node->seen.size()) return Error{ErrorCode::kInvalid, "The file is shorter."};
  node->seen[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
  node->durable = node->seen;
  return {};
}

Result<void> FaultFileSystem::set_contents(const Path& path, ByteView contents) {
  const std::lock_guard lock(disk_->mutex);
  const NodePtr parent = disk_->find_parent(path);
  if (!parent) return file_error("open", path, ENOENT);
  const std::string name = path.filename().string();
  NodePtr& node = parent->names_seen[name];
  if (!node) node = make_node(false);
  parent->names_durable[name] = node;
  node->seen.assign(contents.begin(), contents.end());
  node->durable = node->seen;
  return {};
}

Result<std::unique_ptr<File>> FaultFileSystem::open(const Path& path, OpenMode mode) {
  const std::lock_guard lock(disk_->mutex);
  SANAD_CHECK(disk_->alive());
  NodePtr node = disk_->find(path);
  if (node && node->is_directory) return file_error("open", path, EISDIR);
  if (node && mode == OpenMode::kCreateNew) return file_error("open", path, EEXIST);
  if (!node) {
    const NodePtr parent = disk_->find_parent(path);
    const bool creates = mode == OpenMode::kCreateNew || mode == OpenMode::kAppend;
    if (!parent || !creates) return file_error("open", path, ENOENT);
    const std::string name = path.filename().string();
    node = make_node(false);
    SANAD_CHECK(disk_->step(
        "create", path, [&] { parent->names_seen[name] = node; },
        [&] { parent->names_durable[name] = node; }));
  }
  return std::unique_ptr<File>(
      std::make_unique<FaultFile>(disk_, path, node, mode == OpenMode::kAppend));
}

Result<std::unique_ptr<Mapping>> FaultFileSystem::map(const Path& path) {
  const std::lock_guard lock(disk_->mutex);
  SANAD_CHECK(disk_->alive());
  const NodePtr node = disk_->find(path);
  if (!node) return file_error("open", path, ENOENT);
  if (node->is_directory) return file_error("map", path, ENODEV);
  return std::unique_ptr<Mapping>(std::make_unique<FaultMapping>(node->seen));
}

Result<void> FaultFileSystem::rename(const Path& from, const Path& to) {
  const std::lock_guard lock(disk_->mutex);
  SANAD_CHECK(disk_->alive());
  const NodePtr node = disk_->find(from);
  const NodePtr source = disk_->find_parent(from);
  const NodePtr target = disk_->find_parent(to);
  if (!node || !source || !target) return file_error("put in place", to, ENOENT);
  const std::string old_name = from.filename().string();
  const std::string new_name = to.filename().string();
  return disk_->step(
      "rename", to,
      [&] {
        source->names_seen.erase(old_name);
        target->names_seen[new_name] = node;
      },
      [&] {
        source->names_durable.erase(old_name);
        target->names_durable[new_name] = node;
      });
}

Result<void> FaultFileSystem::sync_directory(const Path& directory) {
  const std::lock_guard lock(disk_->mutex);
  SANAD_CHECK(disk_->alive());
  const NodePtr node = disk_->find(directory);
  if (!node || !node->is_directory) return file_error("open", directory, ENOENT);
  return disk_->step(
      "sync_directory", directory, [&] { node->names_durable = node->names_seen; }, [] {});
}

Result<void> FaultFileSystem::remove(const Path& path) {
  const std::lock_guard lock(disk_->mutex);
  SANAD_CHECK(disk_->alive());
  const NodePtr node = disk_->find(path);
  const NodePtr parent = disk_->find_parent(path);
  if (!node || !parent) return file_error("remove", path, ENOENT);
  if (!node->names_seen.empty()) return file_error("remove", path, ENOTEMPTY);
  const std::string name = path.filename().string();
  return disk_->step(
      "remove", path, [&] { parent->names_seen.erase(name); },
      [&] { parent->names_durable.erase(name); });
}

Result<void> FaultFileSystem::make_directory(const Path& directory) {
  const std::lock_guard lock(disk_->mutex);
  SANAD_CHECK(disk_->alive());
  if (const NodePtr node = disk_->find(directory)) {
    if (node->is_directory) return {};
    return file_error("create", directory, EEXIST);
  }
  const NodePtr parent = disk_->find_parent(directory);
  if (!parent) return file_error("create", directory, ENOENT);
  const std::string name = directory.filename().string();
  const NodePtr node = make_node(true);
  return disk_->step(
      "make_directory", directory, [&] { parent->names_seen[name] = node; },
      [&] { parent->names_durable[name] = node; });
}

Result<std::optional<FileInfo>> FaultFileSystem::stat(const Path& path) {
  const std::lock_guard lock(disk_->mutex);
  SANAD_CHECK(disk_->alive());
  const NodePtr node = disk_->find(path);
  if (!node) return std::optional<FileInfo>();
  return std::optional<FileInfo>(
      FileInfo{path.filename().string(), node->seen.size(), node->is_directory});
}

Result<std::vector<FileInfo>> FaultFileSystem::list(const Path& directory) {
  const std::lock_guard lock(disk_->mutex);
  SANAD_CHECK(disk_->alive());
  const NodePtr node = disk_->find(directory);
  if (!node || !node->is_directory) return file_error("list", directory, ENOENT);
  std::vector<FileInfo> out;
  for (const auto& [name, child] : node->names_seen) {
    out.push_back({name, child->seen.size(), child->is_directory});
  }
  return out;
}

Result<std::unique_ptr<FileLock>> FaultFileSystem::lock(const Path& path) {
  const std::lock_guard lock(disk_->mutex);
  SANAD_CHECK(disk_->alive());
  if (!disk_->find_parent(path)) return file_error("open", path, ENOENT);
  const std::string name = path.lexically_normal().string();
  if (!disk_->locked.insert(name).second) {
    return Error{ErrorCode::kConflict, name + " is in use by process 1"};
  }
  return std::unique_ptr<FileLock>(std::make_unique<FaultLock>(disk_, name));
}

Result<std::uint64_t> FaultFileSystem::free_space(const Path& directory) {
  const std::lock_guard lock(disk_->mutex);
  SANAD_CHECK(disk_->alive());
  if (!disk_->find(directory)) return file_error("look at", directory, ENOENT);
  const bool full = disk_->persistent && disk_->persistent->second == ENOSPC;
  return full ? std::uint64_t{0} : std::uint64_t{1} << 40U;
}

}  // namespace sanad::files
