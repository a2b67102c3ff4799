#pragma once

#include <signal.h>
#include <stddef.h>
#include <termios.h>

// What the crash handler needs: set up before the terminal's mode changes, read in signal context.
struct restore {
    volatile sig_atomic_t active; // the screen is ours
    int descriptor;
    struct termios saved;
    char leave[512];
    size_t leave_length;
};

extern struct restore restore_state;

// Signals.c
int signals_prepare(void);
void signals_install(void);
void signals_remove(void);

// Writes everything, waiting for a slow terminal; 0 or -1.
int write_all(int descriptor, const char *bytes, size_t count);
