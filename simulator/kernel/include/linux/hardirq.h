/* Interrupt context. */
#include <linux/preempt.h>
#include <linux/interrupt.h>
