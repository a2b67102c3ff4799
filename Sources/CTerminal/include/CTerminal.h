#pragma once

// A shim over ncursesw: fixed-arity functions, no curses type, macro or global. One terminal is open at a time in a
// process, and one thread uses it.
//
// ncurses is used for what it does best, finding the shortest way from one screen to the next. It draws into a
// memory file; the bytes then go to the terminal in one write, so that they can be counted. Modes of the terminal
// and input are handled here, not by curses.

#include <stddef.h>
#include <stdint.h>

enum {
    CTERMINAL_OK = 0,
    CTERMINAL_BUSY = -1,         // another terminal is open in this process
    CTERMINAL_NOT_TERMINAL = -2, // the descriptor is no terminal
    CTERMINAL_UNKNOWN = -3,      // terminfo has no entry of that name
    CTERMINAL_TOO_PLAIN = -4,    // the terminal can't place its cursor
    CTERMINAL_SYSTEM = -5,       // memory or descriptors are used up
};

enum {
    CTERMINAL_COLOR = 1,          // colours if the terminal has any
    CTERMINAL_MOUSE = 2,          // report clicks and the wheel
    CTERMINAL_SYSTEM_TERMINFO = 4 // ignore TERMINFO, TERMINFO_DIRS, TERMCAP and ~/.terminfo
};

// Sets the character set from `locale`, or from the environment if NULL; returns 1 for UTF-8, 0 for any other.
int cterminal_set_locale(const char *locale);

// Takes the terminal `descriptor` (duplicated) of type `term` into full-screen use. CTERMINAL_OK or an error.
int cterminal_open(int descriptor, const char *term, unsigned flags);

// Gives the terminal back as it was found. May be called twice.
void cterminal_close(void);

// Colours that the terminal shows; 0 for none.
int cterminal_colors(void);

// The size as the terminal says; 0, or -1 if it doesn't.
int cterminal_size(int *columns, int *rows);

// Tells curses the size, and that nothing on the screen can be relied on.
void cterminal_resize(int columns, int rows);

// Makes the next flush repaint everything.
void cterminal_invalidate(void);

// Draws `count` cells in the layout of Cells.Cell from a place to the right.
void cterminal_draw(int row, int column, const uint64_t *cells, int count);

// Draws one cell again with its combining marks.
void cterminal_draw_marked(int row, int column, uint64_t cell, const uint32_t *marks, int count);

// Writes what changed and puts the cursor at a place (hidden if row < 0). Bytes written, or -1 on an error.
long cterminal_flush(int row, int column);

// Writes bytes that change nothing on the screen; 0, or -1 on an error or while another program has the terminal.
int cterminal_write(const uint8_t *bytes, size_t count);

// Leaves the screen so that another program may use the terminal, and comes back to it with nothing on it.
void cterminal_suspend(void);
void cterminal_resume(void);

// Stops this process until it is continued.
void cterminal_stop(void);

// Throws away what was typed and not yet read.
void cterminal_flush_input(void);

// The terminal's descriptor, or -1.
int cterminal_descriptor(void);

// A descriptor that is readable after a signal, and the signals one by one: 'W' size, 'T' stop, 'C' continued, 0 none.
int cterminal_signal_descriptor(void);
int cterminal_next_signal(void);

// What a key sends, by its terminfo name, or NULL. Valid until the terminal is closed.
const char *cterminal_key(const char *capability);
