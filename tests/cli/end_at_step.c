/* Ends the process before its n-th step that changes the disk: what a crash leaves there.
 *
 * LD_PRELOAD=end_at_step.so SANAD_END_AT=n PROGRAM; SANAD_STEPS=FILE: writes there how many there were. Steps are of this process alone: syncs, renames,
 * removals, and writes and cuts of regular files; those of the ledger, the vault, the keys and SQLite alike, in their order. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_long steps;

static void step(void) {
  const char *end_at = getenv("SANAD_END_AT");
  if (atomic_fetch_add(&steps, 1) + 1 == (end_at ? atol(end_at) : -1)) _exit(137);
}
static void step_of(int fd) {
  struct stat known;
  if (fstat(fd, &known) == 0 && S_ISREG(known.st_mode)) step();
}
__attribute__((destructor)) static void tell(void) {
  const char *file = getenv("SANAD_STEPS");
  FILE *to = file ? fopen(file, "we") : NULL;
  if (to) {
    fprintf(to, "%ld\n", atomic_load(&steps));
    fclose(to);
  }
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int fsync(int fd) { step(); return REAL(fsync)(fd); }
int fdatasync(int fd) { step(); return REAL(fdatasync)(fd); }
int rename(const char *from, const char *to) { step(); return REAL(rename)(from, to); }
int unlink(const char *path) { step(); return REAL(unlink)(path); }
int rmdir(const char *path) { step(); return REAL(rmdir)(path); }
int remove(const char *path) { step(); return REAL(remove)(path); }
int ftruncate(int fd, off_t size) { step_of(fd); return REAL(ftruncate)(fd, size); }
int ftruncate64(int fd, off64_t size) { step_of(fd); return REAL(ftruncate64)(fd, size); }
ssize_t write(int fd, const void *bytes, size_t size) { step_of(fd); return REAL(write)(fd, bytes, size); }
ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at) { step_of(fd); return REAL(pwrite)(fd, bytes, size, at); }
ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at) { step_of(fd); return REAL(pwrite64)(fd, bytes, size, at); }
