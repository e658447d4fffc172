/* What a driver reads of a function's capabilities, in PCI Express's extended space too. */
#include <linux/module.h>
#include <linux/pci.h>

static void list_capabilities(struct pci_dev *pdev)
{
	u8 at, id;

	for (pci_read_config_byte(pdev, PCI_CAPABILITY_LIST, &at); at; pci_read_config_byte(pdev, at + 1, &at)) {
		pci_read_config_byte(pdev, at, &id);
		dev_info(&pdev->dev, "capability %x\n", id);
	}
}

static int express_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct device *dev = &pdev->dev;
	u16 status;
	u8 byte;
	int error;

	list_capabilities(pdev);
	dev_info(dev, "express %d type %d size %d serial %llx, errors %d, virtual functions %d\n", pci_is_pcie(pdev),
		 pci_pcie_type(pdev), pdev->cfg_size, pci_get_dsn(pdev), !!pci_find_ext_capability(pdev, PCI_EXT_CAP_ID_ERR),
		 pci_find_ext_capability(pdev, PCI_EXT_CAP_ID_SRIOV));
	pcie_capability_read_word(pdev, PCI_EXP_LNKSTA, &status);
	dev_info(dev, "link %d x%d, requests %d, payload %d\n", status & PCI_EXP_LNKSTA_CLS,
		 (status & PCI_EXP_LNKSTA_NLW) >> 4, pcie_get_readrq(pdev), pcie_get_mps(pdev));
	error = pcie_set_readrq(pdev, 1024);
	dev_info(dev, "requests %d %d, odd %d\n", error, pcie_get_readrq(pdev), pcie_set_readrq(pdev, 100));
	error = pcie_set_mps(pdev, 256);
	dev_info(dev, "payload %d %d, too large %d\n", error, pcie_get_mps(pdev), pcie_set_mps(pdev, 512));
	dev_info(dev, "behind %d, unaligned %d\n", pci_read_config_byte(pdev, 4096, &byte),
		 pcie_capability_read_word(pdev, 1, &status));
	return 0;
}

static const struct pci_device_id express_ids[] = { { PCI_DEVICE(PCI_ANY_ID, PCI_ANY_ID) }, {} };
static struct pci_driver express_driver = { .name = "express", .id_table = express_ids, .probe = express_probe };
module_pci_driver(express_driver);
MODULE_LICENSE("GPL");
