/* What sscanf takes and where it stops: sets without ranges and with a width alone, prefixes without digits, widths. */
#include <linux/module.h>
#include <linux/kernel.h>
#include <linux/string.h>
static char a[32], b[32];
static int x, y;
#define TRY(text, format, ...) do { int n_; strcpy(a, "?"); strcpy(b, "?"); x = y = 77; n_ = sscanf(text, format, ##__VA_ARGS__); pr_info("%-16s %d '%s' '%s' %d %d\n", format, n_, a, b, x, y); } while (0)
static int __init scan_init(void)
{
	TRY("abc-def", "%3[a-c]", a);
	TRY("a-c-def", "%9[a-c]%s", a, b);
	TRY("abcdef", "%2[abc]%s", a, b);
	TRY("abcdef", "%9[^d]%9[d]", a, b);
	TRY("xyz", "%3[abc]", a);
	TRY("]a", "%3[]a]", a);
	TRY("aab", "%*3[a]%s", a);
	TRY("aab", "%[a]", a);
	TRY("12abc", "%d%3[a-z]", &x, a);
	TRY("0x", "%i%s", &x, a);
	TRY("0xg", "%x%s", &x, a);
	TRY("- 5", "%d", &x);
	TRY("7 ", "%2d%2d", &x, &y);
	TRY("  ab", "%4c|", a);
	TRY("ab", "%5c", a);
	TRY("12:34", "%2d:%2d", &x, &y);
	TRY("1234", "%2d%d", &x, &y);
	TRY("", "%d", &x);
	TRY("5%6", "%d%%%d", &x, &y);
	TRY("5 6", "%*d %d%n", &x, &y);
	TRY("ff", "%hhx", (unsigned char *)&x);
	TRY("70000", "%hd", (short *)&x);
	return 0;
}
static void __exit scan_exit(void) {}
module_init(scan_init);
module_exit(scan_exit);
MODULE_LICENSE("GPL");
