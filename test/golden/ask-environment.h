/* The machine that answers. */
static void ask_environment(struct asked *asked)
{
	struct pci_dev *pdev = asked->pdev;
	bool edu = pdev->vendor == 0x1234;
	void __iomem *registers = pci_iomap(pdev, 0, 0);

	/* With an IOMMU lists are merged up to a boundary. */
	row("\"t\": \"env\", \"release\": \"%s\", \"required_mask\": \"0x%llx\", \"iommu\": %d, \"cache_align\": %d, \"edu_id\": \"0x%x\"",
	    init_utsname()->release, dma_get_required_mask(asked->dev), dma_get_merge_boundary(asked->dev) != 0,
	    dma_get_cache_alignment(), edu && registers ? ioread32(registers) : 0);
	if (registers)
		pci_iounmap(pdev, registers);
}
