/* Numbers from text that user space wrote, and hexadecimal digits. */
#include <linux/kernel.h>
#include <linux/err.h>
#include <linux/kstrtox.h>
#include <linux/uaccess.h>

const char hex_asc[] = "0123456789abcdef";

static int copy_text(char *text, size_t size, const char __user *from, size_t count)
{
	if (count > size - 1)
		count = size - 1;
	if (copy_from_user(text, from, count))
		return -EFAULT;
	text[count] = 0;
	return 0;
}

#define FROM_USER(name, type)                                                                           \
int name##_from_user(const char __user *from, size_t count, unsigned int base, type *result)            \
{                                                                                                       \
	char text[1 + sizeof(type) * 8 + 2];                                                            \
	int error = copy_text(text, sizeof(text), from, count);                                         \
	return error ? error : name(text, base, result);                                                \
}

FROM_USER(kstrtoull, unsigned long long)
FROM_USER(kstrtoll, long long)
FROM_USER(kstrtoul, unsigned long)
FROM_USER(kstrtol, long)
FROM_USER(kstrtouint, unsigned int)
FROM_USER(kstrtoint, int)

int kstrtobool_from_user(const char __user *from, size_t count, bool *result)
{
	char text[4];
	int error = copy_text(text, sizeof(text), from, count);

	return error ? error : kstrtobool(text, result);
}

int hex_to_bin(unsigned char ch)
{
	if (ch >= '0' && ch <= '9')
		return ch - '0';
	ch |= 0x20;
	return ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : -1;
}

int hex2bin(u8 *to, const char *from, size_t count)
{
	while (count--) {
		int high = hex_to_bin(*from++), low = high < 0 ? -1 : hex_to_bin(*from++);

		if (low < 0)
			return -EINVAL;
		*to++ = high << 4 | low;
	}
	return 0;
}
