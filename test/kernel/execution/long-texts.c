/* Functions of linux/string.h around and beyond 16 KiB, at which a call of ours may be left; newlines that sysfs_streq does not count. */
#include <linux/module.h>
#include <linux/string.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <linux/kernel.h>

static char *one, *to;

static unsigned long sum(const char *from, size_t length)
{
	unsigned long result = 5381;

	while (length--)
		result = result * 33 + (unsigned char)*from++;
	return result;
}

static void texts(size_t length)
{
	size_t i;
	char *found;

	for (i = 0; i < length; i++)
		one[i] = 'a' + ((unsigned int)i * 2654435761u >> 13) % 23;
	one[length] = 0;
	memset(to, '#', length + 64);
	pr_info("strscpy %zd\n", strscpy(to, one, length + 1));
	pr_info("sum %lx\n", sum(to, length + 32));
	pr_info("strscpy %zd\n", strscpy(to, one, length));
	pr_info("sum %lx\n", sum(to, length + 32));
	pr_info("strscpy %zd\n", strscpy(to, one, 1));
	pr_info("strscpy %zd\n", strscpy(to, one, 0));
	pr_info("sum %lx\n", sum(to, length + 32));
	pr_info("strlcpy %zu\n", strlcpy(to, one, length + 1));
	pr_info("strlcpy %zu\n", strlcpy(to, one, 10));
	pr_info("strlcpy %zu\n", strlcpy(to, one, 0));
	pr_info("strlcat %zu\n", strlcat(to, "tail", length));
	pr_info("sum %lx\n", sum(to, length + 32));
	pr_info("strlcat %zu\n", strlcat(to, one, length / 2));
	pr_info("sum %lx\n", sum(to, length + 32));
	strncpy(to, one, length / 2);
	strncpy(to, "short", length / 3);
	pr_info("sum %lx\n", sum(to, length + 32));
	one[length - 1] = '1';
	found = strchr(one, '1');
	pr_info("places %ld %ld %zu %zu %d\n", (long)(found - one), (long)(strrchr(one, 'b') - one), strcspn(one, "12"), strspn(one, "abcdefghijklmnopqrstuvw"), strnchr(one, length - 1, '1') != NULL);
	found = strstr(one, one + length - 280);
	pr_info("strstr %ld %d %d\n", (long)(found - one), strnstr(one, one + length - 280, length - 1) != NULL, strnstr(one, one + length - 280, length) != NULL);
}

static void numbers(void)
{
	int a = 1, b = 2, n;
	unsigned long long wide = 3;
	char word[32] = "";

	n = sscanf("  12 0x1f word", "%d %x %31s", &a, &b, word);
	pr_info("scan %d %d %x %s\n", n, a, b, word);
	n = sscanf("99999999999999999999999", "%llu", &wide);
	pr_info("scan %d %llu\n", n, wide);
	n = sscanf("0777 -5", "%i %d", &a, &b);
	pr_info("scan %d %d %d\n", n, a, b);
	n = sscanf("abc-def", "%3[a-c]-%s", word, word + 8);
	pr_info("scan %d %s %s\n", n, word, word + 8);
	n = sscanf("+5", "%d", &a);
	pr_info("scan %d\n", n);
}

static void sysfs(void)
{
	static const char * const names[] = { "auto", "on", "off" };

	pr_info("streq %d %d %d %d %d %d\n", sysfs_streq("on", "on\n"), sysfs_streq("on\n", "on\n"), sysfs_streq("on\n\n", "on\n"), sysfs_streq("on\n", "on"), sysfs_streq("", "\n"), sysfs_streq("on", "one"));
	pr_info("match %d %d %d\n", __sysfs_match_string(names, 3, "off\n"), __sysfs_match_string(names, 3, "o"), match_string(names, 3, "on\n"));
}

static int __init strings_init(void)
{
	one = vmalloc(70000);
	to = vmalloc(70000);
	if (!one || !to)
		return -ENOMEM;
	texts(400);
	texts(16384);
	texts(40000);
	numbers();
	sysfs();
	return 0;
}
static void __exit strings_exit(void)
{
	vfree(one);
	vfree(to);
}
module_init(strings_init);
module_exit(strings_exit);
MODULE_LICENSE("GPL");
