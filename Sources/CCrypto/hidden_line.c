#define _GNU_SOURCE
#include "CCrypto.h"
#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <poll.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>

// Signals that end or stop the process: the line is given up, echo restored, and the signal sent again.
static const int ending[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU, SIGALRM, SIGPIPE};
// Faults: no way back to the loop, so the handler itself restores.
static const int faults[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGSYS};
enum { ending_count = sizeof ending / sizeof *ending, fault_count = sizeof faults / sizeof *faults };

// What the handlers need; one line is read at a time.
static volatile sig_atomic_t reading;
static volatile sig_atomic_t received;
static int wake[2] = {-1, -1};
static int terminal = -1;
static struct termios shown;

// A pipe wakes the loop even when another thread took the signal.
static void note(int signal) {
    int saved = errno;
    received = signal;
    ssize_t ignored = write(wake[1], "", 1);
    (void)ignored;
    errno = saved;
}

static void fault(int number) {
    if (reading) tcsetattr(terminal, TCSANOW, &shown);
    signal(number, SIG_DFL);
    raise(number);
}

static int write_all(int descriptor, const uint8_t *bytes, intptr_t length) {
    while (length > 0) {
        ssize_t count = write(descriptor, bytes, (size_t)length);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return 0;
        bytes += count;
        length -= count;
    }
    return 1;
}

// One attempt; `*interrupt` is the signal that ended it, or 0.
static intptr_t read_once(int descriptor, uint8_t *buffer, intptr_t capacity, int *interrupt) {
    intptr_t length = 0;
    int overflow = 0;
    for (;;) {
        struct pollfd waits[2] = {{descriptor, POLLIN, 0}, {wake[0], POLLIN, 0}};
        if (received) {
            *interrupt = received;
            return coai_line_failed;
        }
        if (poll(waits, 2, -1) < 0 && errno != EINTR) return coai_line_failed;
        if (received || !waits[0].revents) continue;
        // In canonical mode a read ends with the line; a longer one is read on and thrown away.
        uint8_t *at = overflow ? buffer : buffer + length;
        intptr_t room = overflow ? capacity : capacity - length;
        ssize_t count = read(descriptor, at, (size_t)room);
        if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (count < 0) return coai_line_failed;
        if (count == 0) return overflow ? coai_line_too_long : length > 0 ? length : coai_line_ended;
        if (at[count - 1] == '\n') {
            if (overflow) return coai_line_too_long;
            return length + count - 1;
        }
        if (!overflow) length += count;
        if (length == capacity) overflow = 1;
    }
}

intptr_t coai_read_hidden_line(
    int descriptor, const void *prompt, intptr_t promptLength, uint8_t *buffer, intptr_t capacity) {
    if (capacity < 2 || promptLength < 0) return coai_line_failed;
    for (;;) {
        struct sigaction old_ending[ending_count], old_faults[fault_count], action = {0};
        int interrupt = 0;
        if (tcgetattr(descriptor, &shown) != 0) return coai_line_not_a_terminal;
        if (pipe2(wake, O_CLOEXEC | O_NONBLOCK) != 0) return coai_line_failed;
        terminal = descriptor;
        received = 0;
        sigemptyset(&action.sa_mask);
        action.sa_handler = note;
        for (int i = 0; i < ending_count; i++) sigaction(ending[i], &action, &old_ending[i]);
        action.sa_handler = fault;
        for (int i = 0; i < fault_count; i++) sigaction(faults[i], &action, &old_faults[i]);
        reading = 1;

        struct termios hidden = shown;
        hidden.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
        hidden.c_lflag |= ICANON | ISIG;
        hidden.c_iflag |= ICRNL;
        intptr_t result = coai_line_failed;
        // Flushing keeps what was typed ahead, perhaps by accident, out of the passphrase.
        if (tcsetattr(descriptor, TCSAFLUSH, &hidden) == 0 && write_all(descriptor, prompt, promptLength))
            result = read_once(descriptor, buffer, capacity, &interrupt);
        // In the background, changing the terminal already is a stop.
        else
            interrupt = received;

        tcsetattr(descriptor, TCSAFLUSH, &shown);
        write_all(descriptor, (const uint8_t *)"\n", 1);
        reading = 0;
        for (int i = 0; i < ending_count; i++) sigaction(ending[i], &old_ending[i], NULL);
        for (int i = 0; i < fault_count; i++) sigaction(faults[i], &old_faults[i], NULL);
        close(wake[0]);
        close(wake[1]);
        wake[0] = wake[1] = -1;
        if (result < 0) OPENSSL_cleanse(buffer, (size_t)capacity);
        if (!interrupt) return result;
        kill(getpid(), interrupt);
        // Still here: the signal stopped the process and it goes on, or someone handles it.
        if (interrupt != SIGTSTP && interrupt != SIGTTIN && interrupt != SIGTTOU) return coai_line_failed;
    }
}
