// Gives the terminal back whatever ends the process, and turns signals of a terminal into bytes on a pipe.

#define _GNU_SOURCE
#include "CTerminal.h"
#include "State.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

struct restore restore_state = {.descriptor = -1};

static int notices[2] = {-1, -1};

// A fault: the handler stays once installed, since the disposition found at start is Swift's backtracer, which must
// not start a dialogue on a terminal in raw mode, or in a process that may hold keys.
static const int faults[] = {SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGQUIT};
// A request to end: only where the program has no handler of its own and doesn't ignore it.
static const int endings[] = {SIGTERM, SIGHUP, SIGINT};
static const int noticed[] = {SIGWINCH, SIGTSTP, SIGCONT};

static struct sigaction old_endings[sizeof endings / sizeof *endings];
static struct sigaction old_noticed[sizeof noticed / sizeof *noticed];
static int installed;

#define COUNT(array) (sizeof(array) / sizeof *(array))

// Everything called here is async-signal-safe; endwin is not.
static void restore_terminal(void) {
    if (!restore_state.active) return;
    restore_state.active = 0;
    // A process in the background would be stopped by its own tcsetattr.
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTTOU);
    sigprocmask(SIG_BLOCK, &set, NULL);
    const char *next = restore_state.leave;
    size_t left = restore_state.leave_length;
    while (left > 0) {
        // A terminal that takes nothing must not keep a dying process.
        struct pollfd ready = {.fd = restore_state.descriptor, .events = POLLOUT};
        if (poll(&ready, 1, 200) <= 0) break;
        ssize_t written = write(restore_state.descriptor, next, left);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) break;
        next += written;
        left -= (size_t)written;
    }
    // TCSANOW: waiting for output could last for ever.
    tcsetattr(restore_state.descriptor, TCSANOW, &restore_state.saved);
}

// Two signals may be handled at the same time, each in a thread of its own, as when a terminal is closed and whoever
// started the program ends of it: the second one must not end the process while the first still restores.
static void restore_terminal_once(void) {
    static atomic_int taken, done;
    if (!atomic_exchange(&taken, 1)) {
        restore_terminal();
        atomic_store(&done, 1);
        return;
    }
    // A second at most: longer than any terminal is waited for.
    for (int waited = 0; waited < 1000 && !atomic_load(&done); waited++) {
        struct timespec pause = {.tv_nsec = 1000000};
        nanosleep(&pause, NULL);
    }
}

static void on_fatal(int number) {
    restore_terminal_once();
    struct sigaction action = {.sa_handler = SIG_DFL};
    sigaction(number, &action, NULL);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, number);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    raise(number);
}

static void on_notice(int number) {
    int kept = errno;
    char byte = number == SIGWINCH ? 'W' : number == SIGTSTP ? 'T' : 'C';
    // A full pipe has notices enough.
    ssize_t ignored = write(notices[1], &byte, 1);
    (void)ignored;
    errno = kept;
}

int signals_prepare(void) {
    if (notices[0] >= 0) return 0;
    return pipe2(notices, O_CLOEXEC | O_NONBLOCK);
}

void signals_install(void) {
    if (installed) return;
    installed = 1;
    // A stack of its own, so that an overflow of the ordinary one is survived long enough. It is never freed: the
    // handlers stay.
    static char *stack;
    enum { stack_size = 65536 };
    stack_t current = {0};
    if (!stack && sigaltstack(NULL, &current) == 0 && (current.ss_flags & SS_DISABLE)) {
        stack = malloc(stack_size);
        if (stack) {
            stack_t wanted = {.ss_sp = stack, .ss_size = stack_size};
            sigaltstack(&wanted, NULL);
        }
    }
    struct sigaction fatal = {.sa_handler = on_fatal, .sa_flags = SA_ONSTACK};
    sigfillset(&fatal.sa_mask);
    for (size_t i = 0; i < COUNT(faults); i++) sigaction(faults[i], &fatal, NULL);
    for (size_t i = 0; i < COUNT(endings); i++) {
        sigaction(endings[i], NULL, &old_endings[i]);
        int is_default = !(old_endings[i].sa_flags & SA_SIGINFO) && old_endings[i].sa_handler == SIG_DFL;
        if (is_default) sigaction(endings[i], &fatal, NULL);
    }
    struct sigaction notice = {.sa_handler = on_notice, .sa_flags = SA_RESTART};
    for (size_t i = 0; i < COUNT(noticed); i++) sigaction(noticed[i], &notice, &old_noticed[i]);
}

void signals_remove(void) {
    if (!installed) return;
    installed = 0;
    for (size_t i = 0; i < COUNT(endings); i++) {
        struct sigaction now;
        sigaction(endings[i], NULL, &now);
        if (now.sa_handler == on_fatal) sigaction(endings[i], &old_endings[i], NULL);
    }
    for (size_t i = 0; i < COUNT(noticed); i++) sigaction(noticed[i], &old_noticed[i], NULL);
    while (cterminal_next_signal()) {}
}

int cterminal_signal_descriptor(void) { return notices[0]; }

int cterminal_next_signal(void) {
    char byte;
    return notices[0] >= 0 && read(notices[0], &byte, 1) == 1 ? byte : 0;
}

void cterminal_stop(void) { kill(getpid(), SIGSTOP); }

int write_all(int descriptor, const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(descriptor, bytes, count);
        if (written < 0) {
            if (errno == EINTR) continue;
            if (errno != EAGAIN) return -1;
            struct pollfd ready = {.fd = descriptor, .events = POLLOUT};
            if (poll(&ready, 1, 5000) == 0) return -1;
            if (ready.revents & (POLLHUP | POLLERR | POLLNVAL)) return -1;
            continue;
        }
        bytes += written;
        count -= (size_t)written;
    }
    return 0;
}
