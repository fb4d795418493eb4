/* Lets calls on chosen files fail, and sets the clock, as the environment says at that moment. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

/* FAULT_PATH: a path that contains it (where it ends with "/") or ends with it. */
static int is_meant(int fd) {
    const char *where = getenv("CHUANGMO_FAULT_PATH");
    char link[64], path[4096];
    if (!where || !*where) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n < 0) return 0;
    path[n] = 0;
    size_t w = strlen(where);
    if (where[w - 1] == '/') return strstr(path, where) != NULL;
    return (size_t)n >= w && !memcmp(path + n - w, where, w);
}

/* FAULT_OPS: of "write sync read"; FAULT_AFTER: bytes that still go well; FAULT_ERRNO;
   FAULT_MARK: a file that tells that a call was made to fail. */
static int fails(int fd, const char *op, size_t size) {
    static long done;
    const char *ops = getenv("CHUANGMO_FAULT_OPS"), *after = getenv("CHUANGMO_FAULT_AFTER");
    const char *number = getenv("CHUANGMO_FAULT_ERRNO");
    if (!ops || !strstr(ops, op) || !is_meant(fd)) return 0;
    done += size ? (long)size : 1;
    if (after && done <= atol(after)) return 0;
    const char *mark = getenv("CHUANGMO_FAULT_MARK");
    if (mark) close(open(mark, O_CREAT | O_WRONLY, 0600));
    errno = number ? atoi(number) : EIO;
    return 1;
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *b, size_t n) {
    REAL(write);
    return fails(fd, "write", n) ? -1 : real(fd, b, n);
}
ssize_t pwrite(int fd, const void *b, size_t n, off_t o) {
    REAL(pwrite);
    return fails(fd, "write", n) ? -1 : real(fd, b, n, o);
}
ssize_t pwrite64(int fd, const void *b, size_t n, off64_t o) {
    REAL(pwrite64);
    return fails(fd, "write", n) ? -1 : real(fd, b, n, o);
}
ssize_t read(int fd, void *b, size_t n) {
    REAL(read);
    return fails(fd, "read", n) ? -1 : real(fd, b, n);
}
ssize_t pread(int fd, void *b, size_t n, off_t o) {
    REAL(pread);
    return fails(fd, "read", n) ? -1 : real(fd, b, n, o);
}
ssize_t pread64(int fd, void *b, size_t n, off64_t o) {
    REAL(pread64);
    return fails(fd, "read", n) ? -1 : real(fd, b, n, o);
}
int fsync(int fd) {
    REAL(fsync);
    return fails(fd, "sync", 0) ? -1 : real(fd);
}
int fdatasync(int fd) {
    REAL(fdatasync);
    return fails(fd, "sync", 0) ? -1 : real(fd);
}

/* FAULT_CLOCK: seconds by which the clock is wrong. */
static long shift(void) {
    const char *by = getenv("CHUANGMO_FAULT_CLOCK");
    return by ? atol(by) : 0;
}
int clock_gettime(clockid_t id, struct timespec *at) {
    REAL(clock_gettime);
    int found = real(id, at);
    if (!found && id == CLOCK_REALTIME) at->tv_sec += shift();
    return found;
}
int gettimeofday(struct timeval *at, void *zone) {
    REAL(gettimeofday);
    int found = real(at, zone);
    if (!found && at) at->tv_sec += shift();
    return found;
}
time_t time(time_t *at) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (at) *at = now.tv_sec;
    return now.tv_sec;
}
