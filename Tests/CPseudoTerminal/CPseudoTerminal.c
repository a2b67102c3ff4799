#define _GNU_SOURCE
#include "CPseudoTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

int pty_open(int columns, int rows, int *master, int *slave) {
    struct winsize size = {.ws_col = (unsigned short)columns, .ws_row = (unsigned short)rows};
    if (openpty(master, slave, NULL, NULL, &size) < 0) return -1;
    fcntl(*master, F_SETFD, FD_CLOEXEC);
    fcntl(*slave, F_SETFD, FD_CLOEXEC);
    return 0;
}

int pty_spawn(const char *path, char *const arguments[], char *const environment[], int slave) {
    pid_t child = fork();
    if (child == 0) {
        setsid();
        ioctl(slave, TIOCSCTTY, 0);
        dup2(slave, 0);
        dup2(slave, 1);
        dup2(slave, 2);
        // A tester's dispositions and mask must not be inherited.
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        for (int number = 1; number < 32; number++) signal(number, SIG_DFL);
        execve(path, arguments, environment);
        _exit(127);
    }
    return child;
}

int pty_resize(int master, int columns, int rows) {
    struct winsize size = {.ws_col = (unsigned short)columns, .ws_row = (unsigned short)rows};
    return ioctl(master, TIOCSWINSZ, &size);
}

long pty_read(int master, void *buffer, long count, int milliseconds) {
    struct pollfd ready = {.fd = master, .events = POLLIN};
    int answer = poll(&ready, 1, milliseconds);
    if (answer == 0 || (answer < 0 && errno == EINTR)) return 0;
    if (answer < 0) return -1;
    ssize_t got = read(master, buffer, (size_t)count);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) return 0;
    return got <= 0 ? -1 : got;
}

int pty_write(int master, const void *bytes, long count) {
    const char *next = bytes;
    while (count > 0) {
        ssize_t written = write(master, next, (size_t)count);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return -1;
        next += written;
        count -= written;
    }
    return 0;
}

int pty_mode(int descriptor, uint8_t *bytes, int size) {
    struct termios mode;
    memset(&mode, 0, sizeof mode);
    if (tcgetattr(descriptor, &mode) < 0) return -1;
    int count = (int)sizeof mode < size ? (int)sizeof mode : size;
    memcpy(bytes, &mode, (size_t)count);
    return count;
}

int pty_is_cooked(int descriptor) {
    struct termios mode;
    if (tcgetattr(descriptor, &mode) < 0) return 0;
    return (mode.c_lflag & ICANON) && (mode.c_lflag & ECHO) && (mode.c_lflag & ISIG) && (mode.c_oflag & OPOST);
}

int pty_wait(int process, int milliseconds, int *value) {
    for (int waited = 0;; waited += 5) {
        int status = 0;
        pid_t changed = waitpid(process, &status, WNOHANG | WUNTRACED);
        if (changed == process) {
            if (WIFEXITED(status)) return *value = WEXITSTATUS(status), PTY_EXITED;
            if (WIFSIGNALED(status)) return *value = WTERMSIG(status), PTY_SIGNALLED;
            if (WIFSTOPPED(status)) return *value = WSTOPSIG(status), PTY_STOPPED;
        }
        if (changed < 0 && errno == ECHILD) return PTY_LOST;
        if (waited >= milliseconds) return PTY_RUNNING;
        struct timespec pause = {.tv_nsec = 5000000};
        nanosleep(&pause, NULL);
    }
}
