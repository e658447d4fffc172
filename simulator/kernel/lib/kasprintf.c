/* Formatting into memory of its own. */
#include <linux/sprintf.h>
#include <linux/slab.h>

char *kvasprintf(gfp_t flags, const char *fmt, va_list arguments)
{
	va_list again;
	int length;
	char *text;

	va_copy(again, arguments);
	length = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	text = kmalloc(length + 1, flags);
	if (text)
		vsnprintf(text, length + 1, fmt, arguments);
	return text;
}

char *kasprintf(gfp_t flags, const char *fmt, ...)
{
	va_list arguments;
	char *text;

	va_start(arguments, fmt);
	text = kvasprintf(flags, fmt, arguments);
	va_end(arguments);
	return text;
}
