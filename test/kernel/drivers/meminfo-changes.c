/* Kernel memory taken and given back on command, for /proc/meminfo to show. */
#include <linux/module.h>
#include <linux/debugfs.h>
#include <linux/vmalloc.h>
#include <linux/percpu.h>
#include <linux/pci.h>
#include <linux/io.h>
#include <linux/dma-mapping.h>
static void *v, *w; static void __percpu *p[8]; static void *c; static dma_addr_t h; static struct pci_dev *pdev; static struct dentry *dir; static struct page *pages[16]; static void __iomem *io;
static int act(void *data, u64 what)
{
	int i;
	switch (what) {
	case 1: v = vmalloc(1 << 20); break;
	case 2: vfree(v); break;
	case 3: for (i = 0; i < 8; i++) p[i] = __alloc_percpu(4096, 8); break;
	case 4: for (i = 0; i < 8; i++) free_percpu(p[i]); break;
	case 5: c = dma_alloc_coherent(&pdev->dev, 4 << 20, &h, GFP_KERNEL); break;
	case 6: dma_free_coherent(&pdev->dev, 4 << 20, c, h); break;
	case 7: for (i = 0; i < 16; i++) pages[i] = alloc_page(GFP_KERNEL); w = vmap(pages, 16, VM_MAP, PAGE_KERNEL); break;
	case 8: vunmap(w); for (i = 0; i < 16; i++) __free_page(pages[i]); break;
	case 9: io = pci_iomap(pdev, 0, 0); break;
	case 10: pci_iounmap(pdev, io); break;
	}
	return 0;
}
DEFINE_DEBUGFS_ATTRIBUTE(act_fops, NULL, act, "%llu\n");
static int __init meminfo_init(void)
{
	pdev = pci_get_device(0x1234, 0x11e8, NULL);
	dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	dir = debugfs_create_dir("meminfo", NULL);
	debugfs_create_file("act", 0200, dir, NULL, &act_fops);
	return 0;
}
static void __exit meminfo_exit(void) { debugfs_remove_recursive(dir); pci_dev_put(pdev); }
module_init(meminfo_init); module_exit(meminfo_exit);
MODULE_LICENSE("GPL");
