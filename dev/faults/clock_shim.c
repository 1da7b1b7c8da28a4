// Preloaded into what the fault bench runs: lets the wall clock go ahead, and timers run fast. Nothing of this is in
// the product.
//
//   FAULTS_LATER   seconds that the wall clock is ahead, so that a dead run's lease is over without waiting for it
//   FAULTS_FASTER  so many times faster do timers run: pauses between messages, waits before another try, time-outs
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>

#define BILLION 1000000000LL
#define CLOCKS 16
#define FILES 1024

static long later, faster = 1;
// When the faster time began, by each clock.
static struct timespec begun[CLOCKS];
// The clock of each timer.
static clockid_t timer_clocks[FILES];

static int really_gettime(clockid_t clock, struct timespec *now) {
    static int (*_Atomic real)(clockid_t, struct timespec *);
    if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    return real(clock, now);
}

__attribute__((constructor)) static void begin(void) {
    const char *text;
    for (clockid_t clock = 0; clock < CLOCKS; clock++) really_gettime(clock, &begun[clock]);
    if ((text = getenv("FAULTS_LATER"))) later = atol(text);
    if ((text = getenv("FAULTS_FASTER")) && atol(text) > 1) faster = atol(text);
}

// Nanoseconds.
static int64_t whole(struct timespec time) { return time.tv_sec * BILLION + time.tv_nsec; }
static struct timespec parts(int64_t time) { return (struct timespec){time / BILLION, time % BILLION}; }

static int is_timer_clock(clockid_t clock) {
    return faster > 1
           && (clock == CLOCK_MONOTONIC || clock == CLOCK_MONOTONIC_RAW || clock == CLOCK_MONOTONIC_COARSE
               || clock == CLOCK_BOOTTIME);
}

// The kernel's instant of a moment by the faster clock.
static struct timespec slowed(clockid_t clock, struct timespec moment) {
    int64_t start = whole(begun[clock]);
    return parts(start + (whole(moment) - start) / faster);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    int result = really_gettime(clock, now);
    if (result != 0) return result;
    if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE) now->tv_sec += later;
    if (is_timer_clock(clock)) {
        int64_t start = whole(begun[clock]);
        *now = parts(start + (whole(*now) - start) * faster);
    }
    return result;
}

int timerfd_create(int clock, int flags) {
    int (*real)(int, int) = (int (*)(int, int))dlsym(RTLD_NEXT, "timerfd_create");
    int file = real(clock, flags);
    if (file >= 0 && file < FILES) timer_clocks[file] = clock;
    return file;
}

int timerfd_settime(int file, int flags, const struct itimerspec *wanted, struct itimerspec *before) {
    int (*real)(int, int, const struct itimerspec *, struct itimerspec *) =
        (int (*)(int, int, const struct itimerspec *, struct itimerspec *))dlsym(RTLD_NEXT, "timerfd_settime");
    clockid_t clock = file >= 0 && file < FILES ? timer_clocks[file] : CLOCK_REALTIME;
    struct itimerspec when = *wanted;
    if (is_timer_clock(clock) && whole(when.it_value) > 0) {
        when.it_value = flags & TFD_TIMER_ABSTIME ? slowed(clock, when.it_value)
                                                  : parts((whole(when.it_value) + faster - 1) / faster);
        when.it_interval = parts(whole(when.it_interval) / faster);
    }
    return real(file, flags, &when, before);
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    static int (*_Atomic real)(struct timeval *, void *);
    if (!real) real = (int (*)(struct timeval *, void *))dlsym(RTLD_NEXT, "gettimeofday");
    int result = real(now, zone);
    if (result == 0) now->tv_sec += later;
    return result;
}

time_t time(time_t *where) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (where) *where = now.tv_sec;
    return now.tv_sec;
}
