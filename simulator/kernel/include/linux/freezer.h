/* Freezing of tasks for suspend. */
#include <linux/kthread.h>
#include <linux/wait.h>
