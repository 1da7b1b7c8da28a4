// Preloaded into `relevo` by the fault bench: counts the moments at which the ledger is on the disk, and ends the
// process at one of them as `kill -9` would. Nothing of this is in the product.
//
//   FAULTS_COUNT   a file that grows by one byte at each such moment
//   FAULTS_SYNC    the moment to die at, from 1
//   FAULTS_MOMENT  "torn": before it, with the last write only half there; "synced": right after it
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long syncs, wanted;
static int count_file = -1, torn;
// The newest write to a file of the ledger.
static int last_file = -1;
static off_t last_at;
static size_t last_size;

__attribute__((constructor)) static void begin(void) {
    const char *text;
    if ((text = getenv("FAULTS_SYNC"))) wanted = atol(text);
    if ((text = getenv("FAULTS_MOMENT"))) torn = !strcmp(text, "torn");
    if ((text = getenv("FAULTS_COUNT"))) count_file = open(text, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int is_ledger(int file) {
    char link[40], path[512];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (size < 0) return 0;
    path[size] = 0;
    return strstr(path, ".db") != NULL;
}

static void die(void) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

static ssize_t really_pwrite(int file, const void *bytes, size_t size, off_t at) {
    static ssize_t (*_Atomic real)(int, const void *, size_t, off_t);
    if (!real) real = (ssize_t(*)(int, const void *, size_t, off_t))dlsym(RTLD_NEXT, "pwrite64");
    return real(file, bytes, size, at);
}

// The newest write to this file, half undone: of the log's last frame, which commits, that is a transaction that
// never was.
static void tear(int file) {
    if (last_file != file || last_size < 2) return;
    size_t half = last_size / 2;
    char *nothing = calloc(1, half);
    if (!nothing || really_pwrite(file, nothing, half, last_at + (off_t)(last_size - half)) < 0) abort();
}

static int synced(int file, const char *name) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    if (!is_ledger(file)) return real(file);
    pthread_mutex_lock(&lock);
    long number = ++syncs;
    if (count_file >= 0 && write(count_file, ".", 1) < 0) die();
    if (number == wanted && torn) {
        tear(file);
        die();
    }
    int result = real(file);
    if (number == wanted) die();
    // What is on the disk is not torn any more.
    if (last_file == file) last_file = -1;
    pthread_mutex_unlock(&lock);
    return result;
}

int fsync(int file) { return synced(file, "fsync"); }
int fdatasync(int file) { return synced(file, "fdatasync"); }

ssize_t pwrite64(int file, const void *bytes, size_t size, off_t at) {
    if (is_ledger(file)) {
        pthread_mutex_lock(&lock);
        last_file = file, last_at = at, last_size = size;
        pthread_mutex_unlock(&lock);
    }
    return really_pwrite(file, bytes, size, at);
}
