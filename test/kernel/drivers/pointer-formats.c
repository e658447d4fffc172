/* The extensions of %p, each with what it can be told, and widths and flags of plain conversions. */
#include <linux/module.h>
#include <linux/printk.h>
#include <linux/ioport.h>
#include <linux/uuid.h>
#include <linux/bitmap.h>
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/time.h>
#include <linux/rtc.h>
#include <linux/mm.h>
#include <linux/gfp.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/netdevice.h>
#include <linux/cpumask.h>
#include <linux/etherdevice.h>
#define Q(...) do { printk(KERN_INFO __VA_ARGS__); } while (0)
static noinline void va(const char *fmt, ...)
{
	struct va_format vaf; va_list args; va_start(args, fmt); vaf.fmt = fmt; vaf.va = &args;
	Q("pV [%pV]\n", &vaf); Q("pV w [%20pV]\n", &vaf); va_end(args);
}
static int __init formats_init(void)
{
	u8 mac[6] = { 0x00, 0x1b, 0x21, 0xab, 0xcd, 0xef };
	u8 ip6[16] = { 0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 };
	u8 ip6b[16] = { 0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0x02, 0x1b, 0x21, 0xff, 0xfe, 0xab, 0xcd, 0xef };
	u8 ip6m[16] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 168, 1, 2 };
	u8 ip6z[16] = { 0 };
	__be32 ip = cpu_to_be32(0xc0a80102);
	struct sockaddr_in sin = { .sin_family = AF_INET, .sin_port = cpu_to_be16(8080), .sin_addr.s_addr = cpu_to_be32(0x0a000001) };
	struct sockaddr_in6 sin6 = { .sin6_family = AF_INET6, .sin6_port = cpu_to_be16(443), .sin6_flowinfo = cpu_to_be32(0x12345), .sin6_scope_id = 2 };
	uuid_t u = UUID_INIT(0x00112233, 0x4455, 0x6677, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff);
	guid_t g = GUID_INIT(0x00112233, 0x4455, 0x6677, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff);
	u8 bytes[70]; int i; DECLARE_BITMAP(b, 100); DECLARE_BITMAP(e, 32);
	phys_addr_t pa = 0x123456789; dma_addr_t da = 0xfee00000; resource_size_t rs = 0xabcdef;
	struct resource r1 = DEFINE_RES_MEM(0xfebf1000, 0x1000), r2 = DEFINE_RES_IO(0x3f8, 8), r3 = DEFINE_RES_IRQ(5), r4 = { .start = 0, .end = 0xfff, .flags = IORESOURCE_MEM | IORESOURCE_UNSET | IORESOURCE_SIZEALIGN }, r5 = { .start = 0x100000000ull, .end = 0x1ffffffffull, .flags = IORESOURCE_MEM | IORESOURCE_PREFETCH | IORESOURCE_MEM_64 }, r6 = { .start = 2, .end = 2, .flags = IORESOURCE_DMA }, r7 = { .start = 3, .end = 5, .flags = IORESOURCE_BUS }, r8 = { .start = 16, .end = 16, .flags = IORESOURCE_MEM | IORESOURCE_DISABLED };
	struct dentry d = { .d_name = QSTR_INIT("leaf", 4) }, p = { .d_name = QSTR_INIT("parent", 6) }, root = { .d_name = QSTR_INIT("/", 1) };
	struct file f = { .f_path.dentry = &d };
	struct rtc_time tm = { .tm_year = 126, .tm_mon = 10, .tm_mday = 5, .tm_hour = 3, .tm_min = 4, .tm_sec = 59 };
	time64_t t = 1700000000; gfp_t gfp = GFP_KERNEL | __GFP_ZERO | __GFP_NOWARN, gfp2 = GFP_ATOMIC | __GFP_DMA32, gfp0 = 0; unsigned long vmf = VM_READ | VM_WRITE | VM_MAYREAD | VM_PFNMAP | VM_IO;
	netdev_features_t nf = 0x12345; u32 fourcc = 0x34325258; char esc[] = "a\n\t\"\\\x01z\x7f"; u32 fcc2=0x3231564e; u32 fcc3 = 0x00000001|(1<<31);
	struct timespec64 ts = { 1700000000, 5 };
	root.d_parent = &root; p.d_parent = &root; d.d_parent = &p;
	for (i = 0; i < 70; i++) bytes[i] = i * 5;
	bitmap_zero(b, 100); bitmap_zero(e, 32); __set_bit(1, b); bitmap_set(b, 4, 5); __set_bit(70, b); __set_bit(99, b);
	Q("pM [%pM] [%pMR] [%pMF] [%pm] [%pmR] [%20pM]\n", mac, mac, mac, mac, mac, mac);
	Q("pI4 [%pI4] [%pi4] [%pI4h] [%pI4n] [%pI4b] [%pI4l] [%18pI4]\n", &ip, &ip, &ip, &ip, &ip, &ip, &ip);
	Q("pI6 [%pI6] [%pi6] [%pI6c]\n", ip6, ip6, ip6);
	Q("pI6c [%pI6c] [%pI6c] [%pI6c] [%50pI6c]\n", ip6b, ip6m, ip6z, ip6b);
	Q("pIS [%pIS] [%piS] [%pISp] [%pISc] [%pISpc]\n", &sin, &sin, &sin, &sin, &sin);
	memcpy(&sin6.sin6_addr, ip6, 16);
	Q("pIS6 [%pIS] [%pISc] [%pISpc] [%pISpfsc]\n", &sin6, &sin6, &sin6, &sin6);
	Q("pU [%pUb] [%pUB] [%pUl] [%pUL] [%pU]\n", &u, &u, &g, &g, &u);
	Q("ph [%*ph] [%*phC] [%*phD] [%*phN] [%ph]\n", 6, bytes, 6, bytes, 6, bytes, 6, bytes, bytes);
	Q("ph0 [%*ph] [%*phN]\n", 0, bytes, 70, bytes);
	Q("pb [%*pb] [%*pbl] [%*pb] [%*pbl]\n", 100, b, 100, b, 32, e, 32, e);
	Q("pb2 [%*pb] [%*pbl]\n", cpumask_pr_args(cpumask_of(1)), cpumask_pr_args(cpumask_of(0)));
	Q("pa [%pa] [%pap] [%pad] [%pa]\n", &pa, &pa, &da, &rs);
	Q("pr [%pr] [%pR]\n", &r1, &r1); Q("pr [%pr] [%pR]\n", &r2, &r2); Q("pr [%pr] [%pR]\n", &r3, &r3); Q("pr [%pr] [%pR]\n", &r4, &r4);
	Q("pr [%pr] [%pR]\n", &r5, &r5); Q("pr [%pr] [%pR]\n", &r6, &r6); Q("pr [%pr] [%pR]\n", &r7, &r7); Q("pr [%pr] [%pR]\n", &r8, &r8);
	Q("pe [%pe] [%pe] [%pe] [%pe] [%10pe]\n", ERR_PTR(-ENOMEM), ERR_PTR(-EPROBE_DEFER), ERR_PTR(-4000), NULL, ERR_PTR(-EIO));
	Q("p [%p] [%px] [%px] [%16p]\n", NULL, (void *)0x1234, NULL, ERR_PTR(-EINVAL));
	Q("p [%p] [%pM] [%pI4] [%ps] [%ph]\n", ERR_PTR(-5), NULL, (void *)0x10, (void *)0x1234, NULL);
	Q("pK [%pK] [%pK]\n", NULL, ERR_PTR(-2));
	Q("ps [%ps] [%ps]\n", formats_init, kfree);
	Q("pd [%pd] [%pd2] [%pd3] [%pd4] [%10pd] [%.2pd] [%-8pd]\n", &d, &d, &d, &d, &d, &d, &d);
	Q("pD [%pD] [%pD2]\n", &f, &f);
	Q("pt [%ptR] [%ptRd] [%ptRt] [%ptRr] [%ptRs]\n", &tm, &tm, &tm, &tm, &tm);
	Q("pT [%ptT] [%ptTd] [%ptTt] [%ptTs]\n", &t, &t, &t, &t);
	Q("pG [%pGg] [%pGg] [%pGg]\n", &gfp, &gfp2, &gfp0);
	Q("pGv [%pGv]\n", &vmf);
	Q("pN [%pNF]\n", &nf);
	Q("pE [%*pE] [%*pEn] [%*pEa] [%*pEh] [%*pEo] [%*pEs] [%*pEp]\n", 9, esc, 9, esc, 9, esc, 9, esc, 9, esc, 9, esc, 9, esc);
	Q("p4cc [%p4cc] [%p4cc] [%p4cc]\n", &fourcc, &fcc2, &fcc3);
	Q("pfw [%pfw]\n", NULL);
	Q("pz [%pz] [%pQ]\n", NULL, NULL);
	va("nested %d %s %pM", 42, "text", mac);
	Q("n [%5pI4] [%-16pI4] [%pUx] [%pm]\n", &ip, &ip, &u, &mac);
	Q("misc [%#x] [%#o] [%+d] [% d] [%08.3d] [%-8d] [%*d] [%.*s] [%hhd] [%hd] [%lld] [%zu] [%td] [%c] [%%] [%5c] [%.3s] [%10.3s]\n", 255, 8, 5, 5, 7, 3, 6, 12, 3, "abcdef", 300, 70000, 1LL << 40, (size_t)9, (ptrdiff_t)-9, 'x', 'y', "abcdef", "abcdef");
	Q("null [%s] [%10s] [%.2s] [%s]\n", (char *)NULL, (char *)NULL, (char *)NULL, (char *)0x20);
	Q("pts [%ptSp]\n", &ts);
	return 0;
}
static void __exit formats_exit(void) {}
module_init(formats_init); module_exit(formats_exit); MODULE_LICENSE("GPL");
