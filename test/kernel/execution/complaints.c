// SPDX-License-Identifier: MIT
/* What becomes of formats that the kernel's printf does not take, of a size beyond INT_MAX, and of the WARN forms that taint or come once? */
#include <linux/module.h>

static noinline void formats(void)
{
	char text[64], small[4];
	int n = 7, code = 1;

	pr_info("[%n]\n", &n);
	pr_info("n %d\n", n);
	pr_info("%b %d\n", 5, 6);
	pr_info("before %lf after\n", 1ul);
	pr_info("");
	pr_cont("behind nothing\n");
	pr_info("%.3000000d|\n", 3);
	pr_info("%.*d|%.*d|\n", -4, 5, 3, 6);
	pr_info("%d\n", snprintf(small, sizeof(small), "%s", "abcdef"));
	pr_info("%s %d\n", small, scnprintf(text, 5, "%s", "abcdefgh"));
	pr_info("%d\n", snprintf(text, (size_t)-1, "x"));
	pr_info("%p4c %s %s\n", &code, (char *)NULL, (char *)8);
	pr_info("%10.3s|%-8d|%+d|% d|%#x|%#o|%08.3x|%*d|%.*s\n", "abcdef", 5, 6, 7, 255, 8, 0xab, -6, 3, 2, "xyz");
	scnprintf(text, sizeof(text), "%.*d", 40000, 1);
	pr_info("%.10s\n", text);
	scnprintf(text, sizeof(text), "%*d", 1 << 24, 1);
	pr_info("[%.10s]\n", text);
}

static noinline void warns(void)
{
	int i;

	for (i = 0; i < 2; i++)
		WARN_ONCE(i >= 0, "once %d\n", i);
	pr_info("taken %d\n", WARN_ON(i == 2));
	WARN_ON_ONCE(1);
	dump_stack();
	WARN(1, "no newline");
	WARN_TAINT(1, TAINT_CRAP, "crap %d\n", 3);
	WARN_TAINT_ONCE(1, TAINT_FIRMWARE_WORKAROUND, "firmware\n");
}

static int __init complaints_init(void)
{
	formats();
	warns();
	return 0;
}

static void __exit complaints_exit(void)
{
}

module_init(complaints_init);
module_exit(complaints_exit);
MODULE_LICENSE("GPL");
