/* Every kind of file that debugfs makes by itself; escaped text, eight bits at a time, and a function that cannot be reset. */
#include <linux/bitmap.h>
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string_helpers.h>

static u32 numbers[] = { 1, 20, 4294967295u };
static struct debugfs_u32_array array = { numbers, ARRAY_SIZE(numbers) };
static struct debugfs_u32_array empty = { numbers, 0 };
static bool flag = true;
static atomic_t count = ATOMIC_INIT(-5);
static u8 small = 200;
static u16 middle = 0xbeef;
static u32 large = 0xdeadbeef;
static u64 huge = 0x123456789abcdefull;
static unsigned long word = 7;
static size_t size = 9;
static struct debugfs_blob_wrapper blob = { "bytes", 5 };
static struct debugfs_reg32 registers[] = { { "identification", 0 }, { "live", 4 } };
static struct debugfs_regset32 set = { registers, ARRAY_SIZE(registers) };
static struct dentry *folder;

static int sequence(struct seq_file *m, void *data)
{
	seq_printf(m, "of %s\n", dev_name(m->private));
	debugfs_print_regs32(m, registers, 1, set.base, "again ");
	return 0;
}

static void escape(const char *from, int length, unsigned int flags, const char *only)
{
	char to[32] = "";
	int needed = string_escape_mem(from, length, to, sizeof(to) - 1, flags, only);

	pr_info("%x: %d %*ph\n", flags, needed, min(needed, 31), to);
}

static void escapes(void)
{
	static const char all[] = "a\n\t\\\"\033\0\x01\xe9 z";
	unsigned int flags[] = { ESCAPE_ANY, ESCAPE_ANY_NP, ESCAPE_HEX, ESCAPE_HEX | ESCAPE_NP, ESCAPE_HEX | ESCAPE_NA, ESCAPE_HEX | ESCAPE_NAP,
				 ESCAPE_SPACE, ESCAPE_SPECIAL | ESCAPE_NULL, ESCAPE_OCTAL | ESCAPE_NAP | ESCAPE_APPEND };
	int i;

	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		escape(all, 6, flags[i], NULL);
		escape(all + 7, 4, flags[i], "z ");
	}
	escape("0123456789", 10, ESCAPE_HEX, NULL);
	escape("", 0, ESCAPE_ANY, NULL);
}

static void clumps(void)
{
	DECLARE_BITMAP(map, 72) = { 0xa500000000000001ul, 0x7f };
	unsigned long start, clump;

	for_each_set_clump8(start, clump, map, 72)
		pr_info("at %lu: %lx\n", start, clump);
}

static int helpers_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	int error = pcim_enable_device(pdev) ?: pcim_iomap_regions(pdev, BIT(0), "helpers");

	if (error)
		return error;
	set.base = pcim_iomap_table(pdev)[0];
	folder = debugfs_create_dir("helpers", NULL);
	debugfs_create_u32_array("array", 0444, folder, &array);
	debugfs_create_u32_array("empty", 0444, folder, &empty);
	debugfs_create_regset32("registers", 0444, folder, &set);
	debugfs_create_blob("blob", 0444, folder, &blob);
	debugfs_create_bool("bool", 0644, folder, &flag);
	debugfs_create_atomic_t("atomic", 0644, folder, &count);
	debugfs_create_u8("u8", 0644, folder, &small);
	debugfs_create_x16("x16", 0644, folder, &middle);
	debugfs_create_x32("x32", 0644, folder, &large);
	debugfs_create_x64("x64", 0644, folder, &huge);
	debugfs_create_ulong("ulong", 0644, folder, &word);
	debugfs_create_size_t("size_t", 0644, folder, &size);
	debugfs_create_devm_seqfile(&pdev->dev, "sequence", folder, sequence);
	debugfs_create_symlink("link", folder, "array");
	pr_info("taken: %ld\n", PTR_ERR(debugfs_create_symlink("link", folder, "blob")));
	pr_info("reset: %d, by its own register %d %d\n", pci_reset_function(pdev), pcie_reset_flr(pdev, 1), pcie_flr(pdev));
	escapes();
	clumps();
	return 0;
}

static void helpers_remove(struct pci_dev *pdev)
{
	debugfs_remove_recursive(folder);
}

static const struct pci_device_id helpers_ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, {} };
static struct pci_driver helpers_driver = { .name = "helpers", .id_table = helpers_ids, .probe = helpers_probe, .remove = helpers_remove };
module_pci_driver(helpers_driver);
MODULE_LICENSE("GPL");
