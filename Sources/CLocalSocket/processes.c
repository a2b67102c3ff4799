#define _GNU_SOURCE
#include "CLocalSocket.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

int local_process_open(pid_t process) { return (int)syscall(SYS_pidfd_open, process, 0); }

// Field 7 of /proc/PID/stat: the kernel's number of the controlling terminal. The name in field 2 may hold anything,
// so fields are counted from its last parenthesis.
static int terminal_number(pid_t process, unsigned *number) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/stat", (int)process);
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return -1;
    char text[1024];
    ssize_t count = read(descriptor, text, sizeof text - 1);
    close(descriptor);
    if (count <= 0) return -1;
    text[count] = 0;
    char *end = strrchr(text, ')');
    if (!end) return -1;
    char state;
    int parent, group, session, terminal;
    if (sscanf(end + 1, " %c %d %d %d %d", &state, &parent, &group, &session, &terminal) != 5 || terminal == 0) {
        errno = ENOTTY;
        return -1;
    }
    *number = (unsigned)terminal;
    return 0;
}

int local_process_open_terminal(pid_t process, uid_t user) {
    unsigned number;
    if (terminal_number(process, &number) < 0) return -1;
    unsigned major_number = (number >> 8) & 0xfff;
    unsigned minor_number = (number & 0xff) | ((number >> 12) & 0xfff00);
    char path[64];
    if (major_number >= 136 && major_number <= 143) {
        snprintf(path, sizeof path, "/dev/pts/%u", minor_number + ((major_number - 136) << 20));
    } else if (major_number == 4 && minor_number < 64) {
        snprintf(path, sizeof path, "/dev/tty%u", minor_number);
    } else if (major_number == 4) {
        snprintf(path, sizeof path, "/dev/ttyS%u", minor_number - 64);
    } else {
        errno = ENOTTY;
        return -1;
    }
    int descriptor = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor < 0) return -1;
    // What was opened is looked at, not what the path named a moment ago.
    struct stat status;
    int reason = 0;
    if (fstat(descriptor, &status) < 0) {
        reason = errno;
    } else if (!S_ISCHR(status.st_mode) || status.st_rdev != makedev(major_number, minor_number)) {
        reason = ENOTTY;
    } else if (status.st_uid != user) {
        reason = EPERM;
    }
    if (reason) {
        close(descriptor);
        errno = reason;
        return -1;
    }
    return descriptor;
}

// Where a program finds its lifeline.
enum { LIFELINE = 3 };

int local_process_start_detached(const char *path, char *const arguments[], int lifeline) {
    int report[2];
    if (pipe2(report, O_CLOEXEC) < 0) return -1;
    pid_t child = fork();
    if (child < 0) {
        close(report[0]);
        close(report[1]);
        return -1;
    }
    if (child == 0) {
        // A second fork, so that the program is nobody's child and can't take a terminal.
        setsid();
        pid_t second = fork();
        if (second != 0) _exit(second < 0);
        if (lifeline >= 0) {
            // Its place is taken by nothing else.
            if (report[1] == LIFELINE) report[1] = fcntl(report[1], F_DUPFD_CLOEXEC, LIFELINE + 1);
            if (report[1] < 0 || dup2(lifeline, LIFELINE) < 0) _exit(127);
        }
        int null = open("/dev/null", O_RDWR);
        for (int index = 0; index < 3; index++) dup2(null, index);
        // Nothing of the starter's stays open, but the pipe that tells of a failure.
        long most = sysconf(_SC_OPEN_MAX);
        if (syscall(SYS_close_range, 3u, ~0u, 4u /* CLOSE_RANGE_CLOEXEC */) < 0) {
            for (int index = 3; index < most && index < 65536; index++) {
                if (index != report[1] && !(lifeline >= 0 && index == LIFELINE)) close(index);
            }
        }
        if (lifeline >= 0 && fcntl(LIFELINE, F_SETFD, 0) < 0) _exit(127);
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        signal(SIGPIPE, SIG_DFL);
        if (chdir("/") < 0) _exit(1);
        execv(path, arguments);
        int reason = errno;
        ssize_t ignored = write(report[1], &reason, sizeof reason);
        (void)ignored;
        _exit(127);
    }
    close(report[1]);
    int status;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    int reason = 0;
    ssize_t count;
    do {
        count = read(report[0], &reason, sizeof reason);
    } while (count < 0 && errno == EINTR);
    close(report[0]);
    if (count > 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        errno = reason ? reason : EAGAIN;
        return -1;
    }
    return 0;
}
