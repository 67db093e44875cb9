/*
 * Counts the calls by which a process changes files below one folder, and lets a fault strike at one of them.
 *
 * Loaded before the C library (LD_PRELOAD), it sees the calls of Python, DuckDB, Arrow and Polars alike. `arm` says where and how; until
 * then every call passes. What is told of the run lies in memory shared with the parent, so that it outlives a process that is killed.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum fault { NONE, KILL, TORN, FULL, FULL_ONCE, TERM, HUP };
enum { TAKES_ROOM = 1, WRITES = 2 };

struct told {
    long calls;  /* so far, of those at which the fault could strike */
    long struck; /* whether it has */
    char call[32];
    char path[PATH_MAX];
};

static struct told nowhere, *told = &nowhere;
static char below[PATH_MAX];
static size_t below_length;
static long strikes_at;
static enum fault fault;

void arm(const char *folder, int kind, long at, struct told *shared)
{
    told = shared;
    fault = kind;
    strikes_at = at;
    below_length = strlen(folder);
    memcpy(below, folder, below_length + 1);
}

/* What a call comes to: it passes, it fails (errno is set), or half of what it writes is written. */
enum verdict { PASS, FAIL, HALF };

static void die(void)
{
    kill(getpid(), SIGKILL);
    pause();
}

static enum verdict judge(const char *call, const char *path, int does)
{
    long number;

    if ((fault == FULL || fault == FULL_ONCE) && !(does & TAKES_ROOM))
        return PASS;
    if (fault == TORN && !(does & WRITES))
        return PASS;
    number = __atomic_add_fetch(&told->calls, 1, __ATOMIC_SEQ_CST);
    if (fault == FULL && number > strikes_at && strikes_at) {
        errno = ENOSPC;
        return FAIL;
    }
    if (number != strikes_at || fault == NONE)
        return PASS;
    strncpy(told->call, call, sizeof told->call - 1);
    strncpy(told->path, path, sizeof told->path - 1);
    told->struck = 1;
    switch (fault) {
    case KILL:
        die();
        return PASS;
    case TERM:
        kill(getpid(), SIGTERM);
        return PASS;
    case HUP:
        kill(getpid(), SIGHUP);
        return PASS;
    case FULL:
        if (does & WRITES)
            return HALF;
        /* fall through */
    case FULL_ONCE:
        errno = ENOSPC;
        return FAIL;
    case TORN:
        return HALF;
    default:
        return PASS;
    }
}

static enum verdict judge_path(const char *call, int folder, const char *path, int does)
{
    char at[64], whole[2 * PATH_MAX];
    ssize_t length = 0;

    if (!below_length)
        return PASS;
    if (path[0] != '/') {
        if (folder == AT_FDCWD)
            strcpy(at, "/proc/self/cwd");
        else
            snprintf(at, sizeof at, "/proc/self/fd/%d", folder);
        length = readlink(at, whole, PATH_MAX);
        if (length < 0)
            return PASS;
        whole[length++] = '/';
    }
    strncpy(whole + length, path, PATH_MAX);
    whole[length + PATH_MAX - 1] = 0;
    return strncmp(whole, below, below_length) ? PASS : judge(call, whole + below_length, does);
}

static enum verdict judge_handle(const char *call, int handle, int does)
{
    char at[64], whole[PATH_MAX];
    ssize_t length;

    if (!below_length)
        return PASS;
    snprintf(at, sizeof at, "/proc/self/fd/%d", handle);
    length = readlink(at, whole, PATH_MAX - 1);
    if (length < 0)
        return PASS;
    whole[length] = 0;
    return strncmp(whole, below, below_length) ? PASS : judge(call, whole + below_length, does);
}

static void die_torn(void)
{
    if (fault == TORN)
        die();
}

#define REAL(type, name, ...)                              \
    static type (*real)(__VA_ARGS__);                      \
    if (!real)                                             \
        real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static enum verdict judge_open(int folder, const char *path, int flags)
{
    int is_new = (flags & O_CREAT) && faccessat(folder, path, F_OK, AT_SYMLINK_NOFOLLOW);

    if ((flags & O_ACCMODE) == O_RDONLY && !(flags & (O_CREAT | O_TRUNC)))
        return PASS;
    return judge_path("open", folder, path, is_new ? TAKES_ROOM : 0);
}

#define MODE_OF(flags)                                     \
    mode_t mode = 0;                                       \
    if ((flags) & (O_CREAT | __O_TMPFILE)) {               \
        va_list more;                                      \
        va_start(more, flags);                             \
        mode = va_arg(more, mode_t);                       \
        va_end(more);                                      \
    }

#define OPEN(name)                                                       \
    int name(const char *path, int flags, ...)                           \
    {                                                                    \
        REAL(int, #name, const char *, int, mode_t);                     \
        MODE_OF(flags)                                                   \
        return judge_open(AT_FDCWD, path, flags) ? -1 : real(path, flags, mode); \
    }
#define OPEN_AT(name)                                                    \
    int name(int folder, const char *path, int flags, ...)               \
    {                                                                    \
        REAL(int, #name, int, const char *, int, mode_t);                \
        MODE_OF(flags)                                                   \
        return judge_open(folder, path, flags) ? -1 : real(folder, path, flags, mode); \
    }
#define FOPEN(name)                                                      \
    FILE *name(const char *path, const char *mode)                       \
    {                                                                    \
        REAL(FILE *, #name, const char *, const char *);                 \
        int is_read = mode[0] == 'r' && !strchr(mode, '+');              \
        return judge_open(AT_FDCWD, path, is_read ? O_RDONLY : O_WRONLY | O_CREAT) ? NULL : real(path, mode); \
    }

OPEN(open)
OPEN(open64)
OPEN_AT(openat)
OPEN_AT(openat64)
FOPEN(fopen)
FOPEN(fopen64)

ssize_t write(int handle, const void *bytes, size_t count)
{
    REAL(ssize_t, "write", int, const void *, size_t);
    enum verdict verdict = judge_handle("write", handle, TAKES_ROOM | WRITES);
    ssize_t written;

    if (verdict == FAIL)
        return -1;
    written = real(handle, bytes, verdict == HALF && count > 1 ? count / 2 : count);
    if (verdict == HALF)
        die_torn();
    return written;
}

#define PWRITE(name)                                                     \
    ssize_t name(int handle, const void *bytes, size_t count, off_t at)  \
    {                                                                    \
        REAL(ssize_t, #name, int, const void *, size_t, off_t);          \
        enum verdict verdict = judge_handle("pwrite", handle, TAKES_ROOM | WRITES); \
        ssize_t written;                                                 \
        if (verdict == FAIL)                                             \
            return -1;                                                   \
        written = real(handle, bytes, verdict == HALF && count > 1 ? count / 2 : count, at); \
        if (verdict == HALF)                                             \
            die_torn();                                                  \
        return written;                                                  \
    }
PWRITE(pwrite)
PWRITE(pwrite64)

ssize_t writev(int handle, const struct iovec *parts, int count)
{
    REAL(ssize_t, "writev", int, const struct iovec *, int);
    enum verdict verdict = judge_handle("writev", handle, TAKES_ROOM | WRITES);
    ssize_t written;

    if (verdict == FAIL)
        return -1;
    written = real(handle, parts, verdict == HALF ? 1 : count);
    if (verdict == HALF)
        die_torn();
    return written;
}

#define SENDFILE(name)                                                   \
    ssize_t name(int to, int from, off_t *at, size_t count)              \
    {                                                                    \
        REAL(ssize_t, #name, int, int, off_t *, size_t);                 \
        struct stat source;                                              \
        enum verdict verdict = judge_handle("sendfile", to, TAKES_ROOM | WRITES); \
        ssize_t written;                                                 \
        if (verdict == FAIL)                                             \
            return -1;                                                   \
        if (verdict == HALF && !fstat(from, &source) && source.st_size > 1 && (size_t)source.st_size < count) \
            count = source.st_size;                                      \
        written = real(to, from, at, verdict == HALF && count > 1 ? count / 2 : count); \
        if (verdict == HALF)                                             \
            die_torn();                                                  \
        return written;                                                  \
    }
SENDFILE(sendfile)
SENDFILE(sendfile64)

ssize_t copy_file_range(int from, off64_t *from_at, int to, off64_t *to_at, size_t count, unsigned flags)
{
    REAL(ssize_t, "copy_file_range", int, off64_t *, int, off64_t *, size_t, unsigned);
    return judge_handle("copy_file_range", to, TAKES_ROOM) ? -1 : real(from, from_at, to, to_at, count, flags);
}

/* The clock, which somebody may have put back. */
static long turned;

void turn_clock(long seconds)
{
    turned = seconds;
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    REAL(int, "clock_gettime", clockid_t, struct timespec *);
    int failed = real(clock, now);

    if (!failed && clock == CLOCK_REALTIME)
        now->tv_sec += turned;
    return failed;
}

/* Calls that name one path, and those that name a file that is open. */
#define PATH_CALL(name, does, path, folder, given, ...)                  \
    int name given                                                       \
    {                                                                    \
        REAL_AS(name, given);                                            \
        return judge_path(#name, folder, path, does) ? -1 : real(__VA_ARGS__); \
    }
#define HANDLE_CALL(name, does, handle, given, ...)                      \
    int name given                                                       \
    {                                                                    \
        REAL_AS(name, given);                                            \
        return judge_handle(#name, handle, does) ? -1 : real(__VA_ARGS__); \
    }
#define REAL_AS(name, given)                                             \
    static int(*real) given;                                             \
    if (!real)                                                           \
        real = (int(*) given)dlsym(RTLD_NEXT, #name)

PATH_CALL(creat, TAKES_ROOM, path, AT_FDCWD, (const char *path, mode_t mode), path, mode)
PATH_CALL(creat64, TAKES_ROOM, path, AT_FDCWD, (const char *path, mode_t mode), path, mode)
PATH_CALL(rename, TAKES_ROOM, to, AT_FDCWD, (const char *from, const char *to), from, to)
PATH_CALL(renameat, TAKES_ROOM, to, at, (int of, const char *from, int at, const char *to), of, from, at, to)
PATH_CALL(renameat2, TAKES_ROOM, to, at, (int of, const char *from, int at, const char *to, unsigned flags), of, from, at, to, flags)
PATH_CALL(link, TAKES_ROOM, to, AT_FDCWD, (const char *from, const char *to), from, to)
PATH_CALL(linkat, TAKES_ROOM, to, at, (int of, const char *from, int at, const char *to, int flags), of, from, at, to, flags)
PATH_CALL(symlink, TAKES_ROOM, path, AT_FDCWD, (const char *target, const char *path), target, path)
PATH_CALL(symlinkat, TAKES_ROOM, path, folder, (const char *target, int folder, const char *path), target, folder, path)
PATH_CALL(mkdir, TAKES_ROOM, path, AT_FDCWD, (const char *path, mode_t mode), path, mode)
PATH_CALL(mkdirat, TAKES_ROOM, path, folder, (int folder, const char *path, mode_t mode), folder, path, mode)
PATH_CALL(unlink, 0, path, AT_FDCWD, (const char *path), path)
PATH_CALL(unlinkat, 0, path, folder, (int folder, const char *path, int flags), folder, path, flags)
PATH_CALL(remove, 0, path, AT_FDCWD, (const char *path), path)
PATH_CALL(rmdir, 0, path, AT_FDCWD, (const char *path), path)
PATH_CALL(truncate, 0, path, AT_FDCWD, (const char *path, off_t length), path, length)
PATH_CALL(truncate64, 0, path, AT_FDCWD, (const char *path, off_t length), path, length)
PATH_CALL(chmod, 0, path, AT_FDCWD, (const char *path, mode_t mode), path, mode)
PATH_CALL(fchmodat, 0, path, folder, (int folder, const char *path, mode_t mode, int flags), folder, path, mode, flags)
HANDLE_CALL(fchmod, 0, handle, (int handle, mode_t mode), handle, mode)
HANDLE_CALL(fsync, TAKES_ROOM, handle, (int handle), handle)
HANDLE_CALL(fdatasync, TAKES_ROOM, handle, (int handle), handle)
HANDLE_CALL(ftruncate, 0, handle, (int handle, off_t length), handle, length)
HANDLE_CALL(ftruncate64, 0, handle, (int handle, off_t length), handle, length)
HANDLE_CALL(fallocate, TAKES_ROOM, handle, (int handle, int mode, off_t at, off_t length), handle, mode, at, length)
