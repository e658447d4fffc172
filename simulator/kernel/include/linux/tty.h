/* Terminals are not modelled: drivers that only include this header have what it brings along. */
#ifndef _LINUX_TTY_H
#define _LINUX_TTY_H

#include <linux/fs.h>
#include <linux/mutex.h>
#include <linux/workqueue.h>

struct tty_struct;
struct tty_driver;
struct tty_port;

#endif
