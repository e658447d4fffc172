/* Interrupts of the current CPU: off and on. */
#ifndef _LINUX_IRQFLAGS_H
#define _LINUX_IRQFLAGS_H

#include <linux/types.h>

void __local_irq_disable(void);
void __local_irq_enable(void);
unsigned long __local_irq_save(void);
void __local_irq_restore(unsigned long flags);
int __irqs_disabled(void);

#define local_irq_disable() __local_irq_disable()
#define local_irq_enable() __local_irq_enable()
#define local_irq_save(flags) ((flags) = __local_irq_save())
#define local_irq_restore(flags) __local_irq_restore(flags)
#define local_save_flags(flags) ((flags) = __irqs_disabled() ? 0 : 0x200)
#define irqs_disabled() __irqs_disabled()
#define irqs_disabled_flags(flags) (!((flags) & 0x200))

#endif
