/* The end of the kernel. */
#ifndef _LINUX_PANIC_H
#define _LINUX_PANIC_H

#include <linux/compiler.h>

void panic(const char *fmt, ...) __printf(1, 2) __noreturn;

#define TAINT_USER 6
#define TAINT_WARN 9
#define TAINT_OOT_MODULE 12
#define TAINT_TEST 18
#define LOCKDEP_STILL_OK 1

void add_taint(unsigned int flag, int lockdep);

#endif
