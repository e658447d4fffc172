/*
 * Asks Linux what its DMA API gives, and prints each answer as a row of JSON in the kernel log. The same file runs on a real kernel and on the
 * simulator; rows.ts reads the log and compare.ts says how rows are compared. A group of questions is a header beside this file that adds itself to
 * `groups`.
 */
#include <linux/dma-mapping.h>
#include <linux/dmapool.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/utsname.h>
#include <linux/vmalloc.h>

/* Names of groups to ask, such as "ksize,sg"; empty: all. */
static char *only = "";
module_param(only, charp, 0);

struct asked {
	struct pci_dev *pdev;
	struct device *dev;
};

/* One row. Rows are one line of the log, so a long one is put together first. */
#define row(fmt, ...) pr_info("{" fmt "}\n", ##__VA_ARGS__)
/* The lines of the log from here to the next row are the answer. */
#define log_row(name) pr_info("{\"t\": \"log\", \"misuse\": \"%s\"}\n", name)

static unsigned long long lowest_bit(unsigned long long value) { return value & -value; }

#include "ask-environment.h"
#include "ask-slab.h"
#include "ask-pool.h"
#include "ask-coherent.h"
#include "ask-scatterlist.h"
#include "ask-streaming.h"
#include "ask-bounce.h"
#include "ask-misuse.h"
#include "ask-corners.h"

static const struct {
	const char *name;
	void (*ask)(struct asked *asked);
} groups[] = {
	{ "environment", ask_environment },
	{ "slab", ask_slab },
	{ "pool", ask_pool },
	{ "coherent", ask_coherent },
	{ "scatterlist", ask_scatterlist },
	{ "lists", ask_lists },
	{ "streaming", ask_streaming },
	{ "bounce", ask_bounce },
	{ "masks", ask_coherent_masks },
	{ "attributes", ask_attributes },
	{ "chains", ask_chains },
	{ "sync", ask_sync },
	{ "misuse", ask_misuse },
	{ "corners", ask_corners },
};

static int ask_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct asked asked = { .pdev = pdev, .dev = &pdev->dev };
	int i, error;

	error = pci_enable_device(pdev);
	if (error)
		return error;
	pci_set_master(pdev);
	for (i = 0; i < ARRAY_SIZE(groups); i++)
		if (!*only || strstr(only, groups[i].name))
			groups[i].ask(&asked);
	row("\"t\": \"end\"");
	return 0;
}

static void ask_remove(struct pci_dev *pdev)
{
	pci_disable_device(pdev);
}

static const struct pci_device_id ask_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{ PCI_DEVICE(0x10ee, 0x7024) },
	{ }
};
MODULE_DEVICE_TABLE(pci, ask_ids);

static struct pci_driver ask_driver = {
	.name = "oracle",
	.id_table = ask_ids,
	.probe = ask_probe,
	.remove = ask_remove,
};
module_pci_driver(ask_driver);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("What the DMA API gives");
