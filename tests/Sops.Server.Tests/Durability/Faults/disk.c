/*
 * A disk that fails on request, to be preloaded into the service (LD_PRELOAD). It stands between SQLite and the files
 * sops.db and sops.db-wal, and leaves every other file alone.
 *
 * The folder that SOPS_DISK names holds a copy of both files as they are on the "disk": a page gets there by an fsync
 * that succeeds, and is taken for written, as Linux does it, after one that failed. `arm` in that folder asks for a fault:
 *
 *   write K      the K-th write from now on fails with EIO
 *   sync K       the K-th fsync from now on fails with EIO, and what it should have written never is
 *   full N       the files can grow by N more bytes, then it is ENOSPC
 *   cut-write K  power is lost at the K-th write: of the pages that no fsync has written, some are on the disk, some are
 *                not, some are torn between sectors, and the process is gone
 *   cut-sync K   the same at the K-th fsync
 *
 * Behind it stand a seed, and the file that is meant: sops.db, sops.db-wal or any. `fired` appears once it has happened,
 * and says how many pages no fsync had written by then.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PAGE = 4096, SECTOR = 512 };

struct file {
    const char *name;
    char path[PATH_MAX];
    int real;       /* a descriptor of our own */
    int disk;       /* what an fsync has written */
    char *dirty;    /* a flag for each page */
    size_t pages;
    int resized;    /* since the last fsync */
};

static struct file files[] = {{.name = "/sops.db"}, {.name = "/sops.db-wal"}};
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static const char *folder;
static char kind[16], target[16];
static long left;
static uint64_t seed;
static int fired;

static ssize_t (*real_pwrite)(int, const void *, size_t, off64_t);
static int (*real_fsync)(int);
static int (*real_ftruncate)(int, off64_t);
static int (*real_unlink)(const char *);

__attribute__((constructor)) static void begin(void)
{
    folder = getenv("SOPS_DISK");
    real_pwrite = (ssize_t(*)(int, const void *, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64");
    real_fsync = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    real_ftruncate = (int (*)(int, off64_t))dlsym(RTLD_NEXT, "ftruncate64");
    real_unlink = (int (*)(const char *))dlsym(RTLD_NEXT, "unlink");
}

static struct file *named(const char *path)
{
    size_t length = strlen(path);
    for (struct file *f = files; folder && f < files + 2; f++) {
        size_t end = strlen(f->name);
        if (length >= end && strcmp(path + length - end, f->name) == 0)
            return f;
    }
    return NULL;
}

static void on_disk(const struct file *f, char *path)
{
    snprintf(path, PATH_MAX, "%s%s", folder, f->name);
}

static off_t size_of(int fd)
{
    struct stat s;
    return fstat(fd, &s) == 0 ? s.st_size : 0;
}

static void copy(struct file *f, off_t from, size_t length)
{
    char bytes[PAGE];
    ssize_t n = pread(f->real, bytes, length, from);
    if (n > 0)
        real_pwrite(f->disk, bytes, n, from);
}

/* The file behind a descriptor, with its copy; what is there before anything is written counts as written. */
static struct file *known(int fd)
{
    char link[64], path[PATH_MAX], disk[PATH_MAX];
    if (!folder)
        return NULL;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n < 0)
        return NULL;
    path[n] = 0;
    struct file *f = named(path);
    if (!f || f->path[0])
        return f;
    strcpy(f->path, path);
    on_disk(f, disk);
    int is_new = access(disk, F_OK) != 0;
    f->real = open(path, O_RDONLY | O_CLOEXEC);
    f->disk = open(disk, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    for (off_t at = 0; is_new && at < size_of(f->real); at += PAGE)
        copy(f, at, PAGE);
    return f;
}

static void mark(struct file *f, off_t from, size_t length)
{
    size_t end = (from + length + PAGE - 1) / PAGE;
    if (end > f->pages) {
        f->dirty = realloc(f->dirty, end);
        memset(f->dirty + f->pages, 0, end - f->pages);
        f->pages = end;
    }
    memset(f->dirty + from / PAGE, 1, end - from / PAGE);
}

static void forget(struct file *f)
{
    memset(f->dirty, 0, f->pages);
    f->resized = 0;
}

static void reach_disk(struct file *f)
{
    for (size_t i = 0; i < f->pages; i++)
        if (f->dirty[i])
            copy(f, (off_t)i * PAGE, PAGE);
    if (f->resized)
        real_ftruncate(f->disk, size_of(f->real));
    forget(f);
}

static unsigned chance(unsigned of)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % of;
}

static void note(void)
{
    char path[PATH_MAX], text[32];
    int dirty = 0;
    for (struct file *f = files; f < files + 2; f++)
        for (size_t i = 0; i < f->pages; i++)
            dirty += f->dirty[i];
    fired = 1;
    snprintf(path, sizeof path, "%s/fired", folder);
    int to = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (write(to, text, snprintf(text, sizeof text, "%d", dirty)) < 0)
        abort();
    close(to);
}

static void lose_power(void)
{
    for (struct file *f = files; f < files + 2; f++) {
        if (f->resized && chance(2))
            real_ftruncate(f->disk, size_of(f->real));
        for (size_t i = 0; i < f->pages; i++) {
            unsigned fate = f->dirty[i] ? chance(3) : 0;
            for (off_t at = (off_t)i * PAGE; fate > 0 && at < (off_t)(i + 1) * PAGE; at += SECTOR)
                if (fate == 1 || chance(2))
                    copy(f, at, SECTOR);
        }
    }
    note();
    kill(getpid(), SIGKILL);
    pause();
}

/* Whether a fault of that kind is asked for. */
static int asked(const char *what, const struct file *f)
{
    char path[PATH_MAX];
    if (!kind[0]) {
        snprintf(path, sizeof path, "%s/arm", folder);
        FILE *arm = fopen(path, "re");
        if (!arm)
            return 0;
        if (fscanf(arm, "%15s %ld %lu %15s", kind, &left, &seed, target) != 4)
            kind[0] = 0;
        fclose(arm);
    }
    return strcmp(kind, what) == 0 && (strcmp(target, "any") == 0 || strcmp(target, f->name + 1) == 0);
}

static int due(const char *what, const struct file *f)
{
    return asked(what, f) && !fired && --left <= 0;
}

/* How much of a write there is room for. */
static size_t room(struct file *f, size_t length, off64_t from)
{
    off_t more = from + (off_t)length - size_of(f->real);
    if (!asked("full", f) || more <= 0)
        return length;
    if (more <= left) {
        left -= more;
        return length;
    }
    note();
    length = more - left < (off_t)length ? length - (more - left) : 0;
    left = 0;
    return length;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t from)
{
    pthread_mutex_lock(&gate);
    struct file *f = known(fd);
    ssize_t n = -1;
    if (!f) {
        n = real_pwrite(fd, bytes, length, from);
    } else if (due("write", f)) {
        note();
        errno = EIO;
    } else if ((length = room(f, length, from)) == 0) {
        errno = ENOSPC;
    } else {
        n = real_pwrite(fd, bytes, length, from);
        if (n > 0)
            mark(f, from, n);
        if (due("cut-write", f))
            lose_power();
    }
    int error = errno;
    pthread_mutex_unlock(&gate);
    errno = error;
    return n;
}

int fsync(int fd)
{
    pthread_mutex_lock(&gate);
    struct file *f = known(fd);
    int failed = 0;
    if (!f) {
        failed = real_fsync(fd);
    } else if (due("cut-sync", f)) {
        lose_power();
    } else if (due("sync", f)) {
        note();
        forget(f);
        failed = -1;
        errno = EIO;
    } else {
        reach_disk(f);
    }
    int error = errno;
    pthread_mutex_unlock(&gate);
    errno = error;
    return failed;
}

int ftruncate64(int fd, off64_t length)
{
    pthread_mutex_lock(&gate);
    struct file *f = known(fd);
    int failed = real_ftruncate(fd, length);
    if (f)
        f->resized = 1;
    int error = errno;
    pthread_mutex_unlock(&gate);
    errno = error;
    return failed;
}

int unlink(const char *path)
{
    char disk[PATH_MAX];
    pthread_mutex_lock(&gate);
    int failed = real_unlink(path), error = errno;
    struct file *f = failed ? NULL : named(path);
    if (f) {
        on_disk(f, disk);
        real_unlink(disk);
        forget(f);
        f->path[0] = 0;
    }
    pthread_mutex_unlock(&gate);
    errno = error;
    return failed;
}

int fdatasync(int fd) { return fsync(fd); }
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t from) { return pwrite64(fd, bytes, length, from); }
