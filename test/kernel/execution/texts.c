// SPDX-License-Identifier: MIT
/* Texts and numbers: what lib/ makes of them, mistakes included. */
#include <linux/module.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/string_helpers.h>
#include <linux/ctype.h>
#include <linux/slab.h>
#include <linux/uuid.h>
#include <linux/math64.h>
#include <linux/bitmap.h>
#include <linux/gcd.h>
#include <linux/lcm.h>
#include <linux/log2.h>

#define Q(format, ...) pr_info(format "\n", ##__VA_ARGS__)

static char b[64];
static void ks(const char *s)
{
	long l = 77;
	unsigned long ul = 77;
	int i = 77;
	unsigned u = 77;
	u8 c = 77;
	s8 sc = 77;
	u16 h = 77;
	bool bo = 0;
	long long ll = 77;
	int a0 = kstrtol(s, 0, &l), a1 = kstrtoul(s, 0, &ul), a2 = kstrtoint(s, 10, &i), a3 = kstrtouint(s, 16, &u),
			a4 = kstrtou8(s, 0, &c), a5 = kstrtos8(s, 0, &sc), a6 = kstrtou16(s, 8, &h), a7 = kstrtobool(s,
			&bo), a8 = kstrtoll(s, 0, &ll);
	pr_info("kstr '%s': %d %ld,%d %lu,%d %d,%d %u,%d %u,%d %d,%d %u,%d %d,%d %lld\n", s, a0, l, a1, ul, a2, i, a3, u,
			a4, c, a5, sc, a6, h, a7, bo, a8, ll);
}

static void ss(const char *s)
{
	char *e;
	long l = simple_strtol(s, &e, 0);
	int k = e-s;
	unsigned long ul = simple_strtoul(s, &e, 16);
	int k2 = e-s;
	unsigned long long m = memparse(s, &e);
	int k3 = e-s;
	int io;
	char *p = (char*)s;
	io = get_option(&p, &k);
	pr_info("simple '%s': %ld+%d %lu+%d mem %llu+%d opt %d %d +%d\n", s, l, k, ul, k2, m, k3, io, k, (int)(p-s));
}

static int __init m_init(void)
{
	static const char *const nums[] = { "0", "12", "-12", "+12", " 12", "12 ", "12\n", "12\n\n", "0x1f", "0X1F",
			"-0x1", "010", "08", "", "-", "+", "0x", "0xg", "255", "256", "-128", "-129", "65535", "65536",
			"4294967295", "4294967296", "2147483647", "2147483648", "-2147483648", "18446744073709551615",
			"18446744073709551616", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
			"1e3", "1k", "ff", "y", "Y", "yes", "n", "no", "on", "off", "oN", "oF", "o", "t", "true", "f",
			"1x", "--1", "+-1", "\n", "0b1", "1_000" };
	int i;
	for (i = 0;i<ARRAY_SIZE(nums);i++) ks(nums[i]);
	static const char *const sim[] = { "12abc", "-12abc", "0x1fz", "010", "08", "1K", "4M2", "2G", "1t", "1P", "1E",
			"16 M", "", "K", "-1K", "0x10K", "1,2", "1-3", "3-1,", "+5", "18446744073709551616",
			"99999999999999999999999", " 5", "-0x5", "0X1f", "1Kb", "0xK" };
	for (i = 0;i<ARRAY_SIZE(sim);i++) ss(sim[i]);
	memset(b, 'x', 64);
	Q("strscpy %zd '%s'", strscpy(b, "hello", 3), b);
	Q("strscpy0 %zd", strscpy(b, "hello", 0));
	Q("strscpy %zd %s", strscpy(b, "hello", 6), b);
	Q("strscpy %zd %s", strscpy(b, "hello", 5), b);
	Q("strscpy empty %zd '%s'", strscpy(b, "", 5), b);
	memset(b, 'x', 64);
	Q("strscpy_pad %zd %c%d%d%d%c", strscpy_pad(b, "ab", 5), b[0], b[2], b[3], b[4], b[5]);
	memset(b, 'x', 64);
	Q("strlcpy %zu '%s'", strlcpy(b, "hello", 3), b);
	strcpy(b, "ab");
	Q("strlcat %zu '%s'", strlcat(b, "cdef", 5), b);
	memset(b, 'x', 64);
	strncpy(b, "ab", 5);
	Q("strncpy %d%d%d%c", b[2], b[3], b[4], b[5]);
	strcpy(b, "a,b;;c");
	{
		char *p = b, *t;
		while ((t = strsep(&p, ",;"))) Q("sep '%s'", t);
	}
	strcpy(b, "  x y  ");
	Q("strim '%s'", strim(b));
	Q("skip '%s'", skip_spaces("  z"));
	strcpy(b, "a b c");
	Q("replace %s", strreplace(b, ' ', '_')-5);
	Q("strstr %s %s %s", strstr("hello", "l")?:"-", strstr("hello", "")?:"-", strstr("hello", "z")?:"-");
	Q("strnstr %s %s", strnstr("hello", "lo", 4)?:"-", strnstr("hello", "lo", 5)?:"-");
	Q("strchr %s %s %zu", strchr("hello", 'l'), strrchr("hello", 'l'), strlen(strchr("hello", 0)));
	Q("chrnul '%s' '%s'", strchrnul("abc", 'z'), strchrnul("abc", 'b'));
	Q("strnchr %s %s", strnchr("hello", 2, 'l')?:"-", strnchr("hello", 3, 'l')?:"-");
	Q("spn %zu cspn %zu pbrk %s", strspn("aabbc", "ab"), strcspn("hello", "lo"), strpbrk("hello", "ol")?:"-");
	Q("casecmp %d %d %d", strcasecmp("ABC", "abc")==0, strncasecmp("ABCx", "abcY", 3)==0, strcasecmp("a", "B")<0);
	Q("cmp %d %d %d", strcmp("a", "b"), strcmp("b", "a"), strcmp("a", "a"));
	Q("ncmp %d %d", strncmp("abc", "abd", 2), strncmp("abc", "abd", 3));
	Q("memcmp %d %d", memcmp("a\1", "a\2", 2)<0, memcmp("", "", 0));
	Q("sysfs_streq %d %d %d %d %d", sysfs_streq("a", "a\n"), sysfs_streq("a\n", "a"), sysfs_streq("a\n", "a\n"),
			sysfs_streq("a", "ab"), sysfs_streq("", "\n"));
	{
		static const char *const ar[] = { "one", "two", NULL, "three" };
		Q("match_string %d %d %d %d", match_string(ar, 4, "two"), match_string(ar, 4, "three"), match_string(ar,
				-1, "one"), match_string(ar, 0, "one"));
		Q("sysfs_match %d %d", sysfs_match_string(ar, "two\n"), __sysfs_match_string(ar, 1, "two"));
	}
	Q("memscan %d memchr %d memchr_inv %d %d", (int)((char*)memscan("hello", 'l', 5)-(char*)memscan("hello", 'h', 5)) ,
			memchr("abc", 'd', 3)==NULL, memchr_inv("aaab", 'a', 4)!=NULL, memchr_inv("aaaa", 'a', 4)==NULL);
	Q("hex %d %d %d", hex_to_bin('f'), hex_to_bin('G'), hex_to_bin('9'));
	{
		u8 o[4] = { 9, 9, 9, 9 };
		Q("hex2bin %d %d,%x %x", hex2bin(o, "1aF0", 2), hex2bin(o+2, "1g", 1), o[0], o[1]);
	}
	{
		char o[9] = { 0 };
		bin2hex(o, "\x1a\xff\x00\x07", 4);
		Q("bin2hex %s", o);
	}
	{
		char s[20];
		string_get_size(1, 512, STRING_UNITS_2, s, 20);
		Q("size %s", s);
		string_get_size(0, 512, STRING_UNITS_10, s, 20);
		Q("size %s", s);
		string_get_size(8192, 512, STRING_UNITS_2, s, 20);
		Q("size %s", s);
		string_get_size(1234567, 1, STRING_UNITS_10, s, 20);
		Q("size %s", s);
		string_get_size(1999, 1000, STRING_UNITS_2, s, 20);
		Q("size %s", s);
		string_get_size(~0ull, 4096, STRING_UNITS_2, s, 20);
		Q("size %s", s);
		string_get_size(1000, 1, STRING_UNITS_10, s, 20);
		Q("size %s", s);
		string_get_size(1023, 1, STRING_UNITS_2, s, 20);
		Q("size %s", s);
		string_get_size(1536, 1, STRING_UNITS_2, s, 4);
		Q("size %s", s);
	}
	{
		char *d;
		d = kstrndup("hello", 3, GFP_KERNEL);
		Q("ndup %s", d);
		kfree(d);
		d = kmemdup_nul("hello", 4, GFP_KERNEL);
		Q("memdup_nul %s", d);
		kfree(d);
		d = kasprintf(GFP_KERNEL, "%s-%03d", "x", 7);
		Q("asprintf %s", d);
		kfree(d);
		d = kstrdup(NULL, GFP_KERNEL);
		Q("dup null %d", d==NULL);
	}
	Q("str %s %s %s %s", str_yes_no(1), str_on_off(0), str_enable_disable(1), str_enabled_disabled(0));
	{
		uuid_t u;
		guid_t g;
		Q("uuid %d %d %d", uuid_parse("01234567-89ab-cdef-0123-456789abcdef", &u),
				uuid_is_valid("01234567-89ab-cdef-0123-456789abcdeg"),
				guid_parse("01234567-89ab-cdef-0123-456789abcdef", &g));
		Q("%pUb %pUl %pUB", &u, &g, &u);
	}
	Q("scn %d '%s' sn %d '%s'", scnprintf(b, 4, "%s", "hello"), b, snprintf(b+10, 4, "%s", "hello"), b+10);
	Q("scn0 %d sn0 %d", scnprintf(b, 0, "x"), snprintf(NULL, 0, "%d", 12345));
	Q("scn1 %d", scnprintf(b, 1, "xyz"));
	{
		int x = -1, y = -1;
		unsigned z = 9;
		char w[8] = "", c = '-';
		int n = sscanf("12 0x1f ab", "%d %i %7s", &x, &y, w);
		Q("sscanf %d %d %d %s", n, x, y, w);
		n = sscanf("12,ab", "%d,%x", &x, &z);
		Q("sscanf %d %d %x", n, x, z);
		n = sscanf("  7z", "%d%c", &x, &c);
		Q("sscanf %d %d %c", n, x, c);
		n = sscanf("abc", "%d", &x);
		Q("sscanf %d", n);
		n = sscanf("", "%d", &x);
		Q("sscanf %d", n);
		n = sscanf("12345", "%3d%d", &x, &y);
		Q("sscanf %d %d %d", n, x, y);
		n = sscanf("ab]c", "%[a-b]%c", w, &c);
		Q("sscanf %d %s %c", n, w, c);
		n = sscanf("5 6", "%*d %d%n", &x, &y);
		Q("sscanf %d %d %d", n, x, y);
		n = sscanf("300", "%hhu", (u8*)&c);
		Q("sscanf %d %u", n, (u8)c);
		n = sscanf("-5", "%u", &z);
		Q("sscanf %d %u", n, z);
		n = sscanf("0x", "%x", &z);
		Q("sscanf %d %u", n, z);
		n = sscanf("x5", "x%d%%", &x);
		Q("sscanf %d %d", n, x);
		n = sscanf("99999999999", "%d", &x);
		Q("sscanf %d %d", n, x);
		n = sscanf("010 0x10", "%i %o", &x, &y);
		Q("sscanf %d %d %d", n, x, y);
	}
	Q("isspace %d isalnum %d ispunct %d isprint %d iscntrl %d isxdigit %d toupper %c", !!isspace(160), !!isalnum(0xe9),
			!!ispunct('_'), !!isprint(0xa0), !!iscntrl(127), !!isxdigit('g'), toupper(0xe9)==0xc9?'Y':'N');
	Q("div %lld %llu %d %d %ld %lu %u", div_s64(-7, 2), div64_u64(7, 2), DIV_ROUND_CLOSEST(-5, 2), DIV_ROUND_CLOSEST(5,
			2), (long)DIV_ROUND_UP(7, 2), (unsigned long)roundup(7, 4), (unsigned)rounddown(7, 4));
	Q("mul %llu %llu %llu", mul_u64_u32_shr(1ull<<40, 3, 8), mul_u64_u64_div_u64(1ull<<40, 1ull<<30, 1ull<<20),
			div64_u64_rem(100, 7, &(u64){ 0 }));
	Q("int_sqrt %lu gcd %lu lcm %lu", int_sqrt(99), gcd(12, 18), lcm(4, 6));
	Q("ilog2 %d order %d roundup2 %lu", ilog2(1000), get_order(5000), roundup_pow_of_two(1000));
	return 0;
}

static void __exit m_exit(void)
{
}

module_init(m_init);
module_exit(m_exit);
MODULE_LICENSE("GPL");
