#pragma once

// Pseudo-terminals for tests: unlockpt, ptsname and fork aren't visible from Swift.

#include <stdint.h>

// Opens a pseudo-terminal: `master` is the tester's side, `slave` the program's. 0 or -1.
int pty_open(int columns, int rows, int *master, int *slave);

// Starts a program in a session of its own on a pseudo-terminal. Returns its process id, or -1. `slave` stays open here
// too, so that the terminal's mode can be read after the program's end.
int pty_spawn(const char *path, char *const arguments[], char *const environment[], int slave);

// Gives the terminal another size; its program gets SIGWINCH.
int pty_resize(int master, int columns, int rows);

// Reads what the program wrote: bytes, 0 after so many milliseconds without any, -1 at the end.
long pty_read(int master, void *buffer, long count, int milliseconds);

// Writes all of what a person would type; 0 or -1.
int pty_write(int master, const void *bytes, long count);

// The terminal's mode as bytes that can be compared; returns how many, at most `size`.
int pty_mode(int descriptor, uint8_t *bytes, int size);

// Whether input is delivered by line and echoed, as a shell wants it.
int pty_is_cooked(int descriptor);

enum { PTY_RUNNING = 0, PTY_EXITED = 1, PTY_SIGNALLED = 2, PTY_STOPPED = 3, PTY_LOST = 4 };

// Waits at most so many milliseconds for a change of the program; `value` is its exit code or the signal.
int pty_wait(int process, int milliseconds, int *value);
