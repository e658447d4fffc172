/* Properties that a driver gives its own device, locks and memory that a scope gives back, checksums, and which pages go into a program one by one. */
#include <linux/module.h>
#include <linux/cleanup.h>
#include <linux/dma-mapping.h>
#include <linux/fs.h>
#include <linux/ip.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>
#include <linux/property.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/tcp.h>
#include <net/checksum.h>

/* Drivers for many kernels bring what later ones have. */
static inline void vm_flags_set(struct vm_area_struct *vma, vm_flags_t flags)
{
	vma->vm_flags |= flags;
}

static struct platform_device *pdev;
static struct page *plain, *compound, *single;
static void *coherent;
static dma_addr_t handle;
static DEFINE_MUTEX(lock);
static DEFINE_SPINLOCK(spin);

DEFINE_FREE(told, char *, pr_info("freed %s\n", _T); kfree(_T))

static void ask(struct device *dev)
{
	const char *text = "none", *texts[3] = { "-", "-", "-" };
	u8 bytes[4] = { 0 };
	u32 word = 7, words[3] = { 0 };
	u64 wide = 7;
	int result;

	result = device_property_read_string(dev, "label", &text);
	pr_info("text %d %s\n", result, text);
	result = device_property_read_string_array(dev, "names", texts, 3);
	pr_info("texts %d %s %s %s, match %d %d %d\n", result, texts[0], texts[1], texts[2],
		device_property_match_string(dev, "names", "two"), device_property_match_string(dev, "names", "six"),
		device_property_match_string(dev, "none", "two"));
	result = device_property_read_u32(dev, "word", &word);
	pr_info("word %d %x\n", result, word);
	result = device_property_read_u32(dev, "wide", &word);
	pr_info("of a wide one %d %x\n", result, word);
	result = device_property_read_u64(dev, "wide", &wide);
	pr_info("wide %d %llx, of a word %d\n", result, wide, device_property_read_u64(dev, "word", &wide));
	result = device_property_read_u32_array(dev, "words", words, 3);
	pr_info("words %d of %d %x %x %x, too many %d\n", result, device_property_count_u32(dev, "words"), words[0], words[1],
		words[2], device_property_read_u32_array(dev, "words", words, 4));
	result = device_property_read_u8_array(dev, "bytes", bytes, 2);
	pr_info("bytes %d of %d %x %x\n", result, device_property_count_u8(dev, "bytes"), bytes[0], bytes[1]);
	pr_info("flag %d %d, none %d %d\n", device_property_read_bool(dev, "flag"), device_property_present(dev, "word"),
		device_property_read_bool(dev, "none"), device_property_read_u32(dev, "none", &word));
	pr_info("node %d, children %u\n", dev_fwnode(dev) != NULL, device_get_child_node_count(dev));
}

static int probe(struct platform_device *dev)
{
	pr_info("probed %s on %s\n", dev_name(&dev->dev), dev_bus_name(&dev->dev));
	ask(&dev->dev);
	return 0;
}

static struct platform_driver driver = { .driver.name = "prop", .probe = probe };

static int scopes(int leave)
{
	char *name __free(told) = kstrdup("name", GFP_KERNEL);
	unsigned char *kept __free(kfree) = kmalloc(16, GFP_KERNEL);
	guard(mutex)(&lock);

	if (leave == 1)
		return mutex_is_locked(&lock);
	scoped_guard(spinlock_irqsave, &spin) {
		pr_info("inside %d %d\n", spin_is_locked(&spin), irqs_disabled());
		if (leave == 2)
			return 2;
	}
	pr_info("behind %d %d %d\n", spin_is_locked(&spin), irqs_disabled(), kept != NULL);
	kfree(no_free_ptr(kept));
	return kept == NULL ? 3 : -1;
}

static void sums(void)
{
	unsigned char packet[] = { 0x45, 0, 0, 0x3c, 0x1c, 0x46, 0x40, 0, 0x40, 6, 0, 0, 172, 16, 10, 99, 172, 16, 10, 12, 7 };
	struct iphdr *ip = (struct iphdr *)packet;

	ip->check = ip_fast_csum(packet, ip->ihl);
	pr_info("ip %d %d check %x again %x\n", ip->version, ip->ihl, ntohs(ip->check), ip_fast_csum(packet, ip->ihl));
	pr_info("tcp %x, odd %x, %zu %zu\n",
		csum_tcpudp_magic(ip->saddr, ip->daddr, 20, ip->protocol, csum_partial(packet, 20, 0)),
		csum_fold(csum_partial(packet, 21, 0x1ffff)), sizeof(struct iphdr), sizeof(struct tcphdr));
}

static vm_fault_t fault(struct vm_fault *vmf)
{
	struct page *from = vmf->pgoff < 2 ? virt_to_page(coherent) : vmf->pgoff < 4 ? plain : compound;
	vm_fault_t result = vmf_insert_page(vmf->vma, vmf->address, from + (vmf->pgoff & 1));

	pr_info("page %lu: %x\n", vmf->pgoff, result);
	return result;
}

static const struct vm_operations_struct operations = { .fault = fault };

static int map(struct file *file, struct vm_area_struct *vma)
{
	struct page *pages[] = { single, plain + 1 };
	unsigned long left = 2;
	int result;

	vm_flags_set(vma, VM_MIXEDMAP);
	vma->vm_ops = &operations;
	if (vma->vm_pgoff == 8) {
		result = vm_insert_pages(vma, vma->vm_start, pages, &left);
		pr_info("pages %d, left %lu\n", result, left);
	}
	return 0;
}

static const struct file_operations fops = { .owner = THIS_MODULE, .mmap = map };
static struct miscdevice misc = { MISC_DYNAMIC_MINOR, "properties", &fops };

static int __init start(void)
{
	static const char *const names[] = { "one", "two" };
	static const u32 words[] = { 1, 0x12345678, 3 };
	static const u8 bytes[] = { 9, 8, 7 };
	struct property_entry entries[] = {
		PROPERTY_ENTRY_STRING("label", "a device"), PROPERTY_ENTRY_STRING_ARRAY("names", names),
		PROPERTY_ENTRY_U32("word", 0x89abcdef), PROPERTY_ENTRY_U64("wide", 0x123456789abcdef0),
		PROPERTY_ENTRY_U32_ARRAY("words", words), PROPERTY_ENTRY_U8_ARRAY("bytes", bytes),
		PROPERTY_ENTRY_BOOL("flag"), {},
	};
	struct platform_device_info info = { .name = "prop", .id = 3, .properties = entries };
	int error = platform_driver_register(&driver);

	if (error)
		return error;
	pdev = platform_device_register_full(&info);
	if (IS_ERR(pdev))
		return PTR_ERR(pdev);
	pr_info("scopes %d\n", scopes(1));
	pr_info("scopes %d\n", scopes(2));
	pr_info("scopes %d\n", scopes(3));
	pr_info("left %d %d\n", mutex_is_locked(&lock), spin_is_locked(&spin));
	pr_info("match %d %d\n", match_string(names, 2, "two"), match_string(names, 1, "two"));
	sums();
	dma_coerce_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(32));
	coherent = dma_alloc_coherent(&pdev->dev, 2 * PAGE_SIZE, &handle, GFP_KERNEL);
	plain = alloc_pages(GFP_KERNEL, 1);
	compound = alloc_pages(GFP_KERNEL | __GFP_COMP, 1);
	single = alloc_page(GFP_KERNEL);
	return misc_register(&misc);
}

static void __exit stop(void)
{
	misc_deregister(&misc);
	pr_info("counts %d %d %d\n", page_count(plain), page_count(compound), page_count(single));
	dma_free_coherent(&pdev->dev, 2 * PAGE_SIZE, coherent, handle);
	__free_pages(plain, 1);
	__free_pages(compound, 1);
	__free_page(single);
	platform_device_unregister(pdev);
	platform_driver_unregister(&driver);
}

module_init(start);
module_exit(stop);
MODULE_LICENSE("GPL");
