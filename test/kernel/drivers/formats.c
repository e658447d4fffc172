// SPDX-License-Identifier: MIT
/* Prints one line for each kind of conversion; formats.txt holds what a real 6.1 printed. */
#define pr_fmt(fmt) "f: " fmt

#include <linux/device.h>
#include <linux/gfp.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

static int number = 3;
module_param(number, int, 0444);
static char *word = "none";
module_param(word, charp, 0444);
static bool flag;
module_param(flag, bool, 0444);
static unsigned int list[4];
static unsigned int list_count;
module_param_array(list, uint, &list_count, 0444);
static char text[8] = "old";
module_param_string(named, text, sizeof(text), 0444);

static void integers(void)
{
	pr_info("|%d|%i|%u|%x|%X|%o|\n", -7, 7, 7, 255, 255, 8);
	pr_info("|%5d|%-5d|%05d|%+d|% d|%.3d|%08.3d|\n", 3, 3, 3, 3, 3, 3, 3);
	pr_info("|%#x|%#X|%#o|%#x|%#o|%#010x|\n", 255, 255, 8, 0, 0, 255);
	pr_info("|%hhd|%hd|%ld|%lld|%zu|%zd|%td|\n", (char)-1, (short)-2, -3L, -4LL, (size_t)5, (ssize_t)-5, (ptrdiff_t)-6);
	pr_info("|%hhu|%hu|%lu|%llu|%llx|\n", (unsigned char)255, (unsigned short)65535, ~0UL, ~0ULL, ~0ULL);
	pr_info("|%*d|%-*d|%*d|%.*d|%5c|%-5c|%%|\n", 5, 1, 5, 2, -5, 3, 4, 4, 'c', 'd');
	pr_info("|%.0d|%-08d|%+05d|%016llx|%#016x|\n", 0, 8, 5, 5ULL, 255);
}

static void strings(void)
{
	char *null = NULL;

	pr_info("|%s|%10s|%-10s|%.2s|%5.1s|%.*s|%s|\n", "abc", "abc", "abc", "abc", "abc", 1, "xyz", "");
	pr_info("|%s|%10s|%s|%p|%p|\n", null, null, (char *)ERR_PTR(-5), NULL, ERR_PTR(-5));
	pr_info("|%20p|%-20px|%px|\n", NULL, (void *)1, (void *)0xffff888012345678);
}

static void pointers(void)
{
	struct resource memory = { .start = 0xfea00000, .end = 0xfeafffff, .flags = 0x40200 };
	struct resource wide = { .start = 0x380000000000, .end = 0x3800000fffff, .flags = 0x14220c };
	struct resource port = { .start = 0xc000, .end = 0xc01f, .flags = 0x40101 };
	struct resource irq = { .start = 5, .end = 5, .flags = 0x400 };
	struct resource unset = { .start = 0, .end = 0xfff, .flags = 0x20040200 };
	u8 bytes[20] = { 0, 0x1b, 0x63, 0x84, 0x45, 0xe6, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 };
	u8 loop[16] = { [15] = 1 }, mixed[16] = { 0x20, 0x01, 0x0d, 0xb8, [8] = 0xff, [15] = 8 };
	dma_addr_t handle = 0x430000000ULL;
	phys_addr_t address = 0x12345;
	unsigned long bits[2] = { 0xf0f3, 1 };
	gfp_t kernel = GFP_KERNEL, mixture = GFP_ATOMIC | __GFP_ZERO, dma = GFP_DMA | __GFP_NOWARN;

	pr_info("%pR %pr %pR %pR %pR %pR\n", &memory, &memory, &wide, &port, &irq, &unset);
	pr_info("%pad %pa %pap\n", &handle, &address, &address);
	pr_info("%pe %pe %pe\n", ERR_PTR(-ENOMEM), ERR_PTR(-EPROBE_DEFER), ERR_PTR(-4000));
	pr_info("%pM %pMR %pMF %pm\n", bytes, bytes, bytes, bytes);
	pr_info("%pI4 %pi4 %pI6 %pI6c %pI6c\n", bytes + 2, bytes + 2, bytes, loop, mixed);
	pr_info("%*ph|%*phC|%*phD|%*phN|\n", 5, bytes, 3, bytes, 3, bytes, 3, bytes);
	pr_info("%*pbl %*pb %*pb\n", 16, bits, 16, bits, 70, bits);
	pr_info("%pUb %pUB %pUl\n", bytes, bytes, bytes);
	pr_info("%pGg %pGg\n", &kernel, &mixture);
	pr_info("%pGg\n", &dma);
}

static void buffers(void)
{
	char buffer[16];
	unsigned int a = 0, b = 0;
	char name[8];
	int result;

	result = snprintf(buffer, 8, "0123456789");
	pr_info("%d %s\n", result, buffer);
	result = scnprintf(buffer, 8, "0123456789");
	pr_info("%d %s\n", result, buffer);
	result = sscanf("12:0x1f abc", "%u:%x %7s", &a, &b, name);
	pr_info("%d %u %u %s\n", result, a, b, name);
	result = kstrtoint("-12\n", 0, (int *)&a);
	pr_info("%d %d\n", result, a);
	result = kstrtouint("12x", 0, &a);
	pr_info("%d\n", result);
	pr_info("%d %d\n", kstrtou8("256", 0, (u8 *)buffer), kstrtoint("", 0, (int *)&a));
	pr_info("%lu %ld\n", simple_strtoul("0x10rest", NULL, 0), simple_strtol("-5", NULL, 10));
	memset(buffer, 'x', sizeof(buffer));
	pr_info("%d %s\n", (int)strscpy(buffer, "too long a text", 8), buffer);
}

static void lines(void)
{
	pr_info("begun, ");
	pr_cont("gone on, ");
	pr_cont("ended\n");
	printk("without a level\n");
	printk(KERN_ERR "two\nlines\n");
	printk("without an end");
	printk(KERN_NOTICE "the next\n");
	dev_err(NULL, "no device\n");
	print_hex_dump(KERN_INFO, "hex ", DUMP_PREFIX_OFFSET, 16, 1, "sixteen bytes and some more", 27, true);
	print_hex_dump(KERN_INFO, "", DUMP_PREFIX_NONE, 16, 4, "sixteen bytes and", 16, false);
}

static int __init formats_init(void)
{
	pr_info("%d %s %d %s %u: %u %u\n", number, word, flag, text, list_count, list[0], list[1]);
	integers();
	strings();
	pointers();
	buffers();
	lines();
	return 0;
}

static void __exit formats_exit(void)
{
}

module_init(formats_init);
module_exit(formats_exit);
MODULE_LICENSE("Dual MIT/GPL");
