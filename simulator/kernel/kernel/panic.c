/* The end of the kernel. */
#include <linux/panic.h>
#include <linux/bug.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sprintf.h>
#include <linux/stdarg.h>

void __halt_machine(void) __noreturn;

void panic(const char *fmt, ...)
{
	va_list arguments;
	char text[256];

	va_start(arguments, fmt);
	vscnprintf(text, sizeof(text), fmt, arguments);
	va_end(arguments);
	printk(KERN_EMERG "Kernel panic - not syncing: %s\n", text);
	dump_stack();
	printk(KERN_EMERG "Kernel Offset: disabled\n");
	printk(KERN_EMERG "---[ end Kernel panic - not syncing: %s ]---\n", text);
	__halt_machine();
}
