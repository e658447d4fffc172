/* The DMA interface of PCI before 5.18, which drivers of that age still use. */
#ifndef _LINUX_PCI_DMA_COMPAT_H
#define _LINUX_PCI_DMA_COMPAT_H

#include <linux/dma-mapping.h>

#define PCI_DMA_BIDIRECTIONAL DMA_BIDIRECTIONAL
#define PCI_DMA_TODEVICE DMA_TO_DEVICE
#define PCI_DMA_FROMDEVICE DMA_FROM_DEVICE
#define PCI_DMA_NONE DMA_NONE

#define pci_set_dma_mask(pdev, mask) dma_set_mask(&(pdev)->dev, mask)
#define pci_set_consistent_dma_mask(pdev, mask) dma_set_coherent_mask(&(pdev)->dev, mask)
#define pci_alloc_consistent(pdev, size, handle) dma_alloc_coherent(&(pdev)->dev, size, handle, GFP_ATOMIC)
#define pci_zalloc_consistent(pdev, size, handle) dma_alloc_coherent(&(pdev)->dev, size, handle, GFP_ATOMIC)
#define pci_free_consistent(pdev, size, address, handle) dma_free_coherent(&(pdev)->dev, size, address, handle)
#define pci_map_single(pdev, pointer, size, direction) \
	dma_map_single(&(pdev)->dev, pointer, size, (enum dma_data_direction)(direction))
#define pci_unmap_single(pdev, address, size, direction) \
	dma_unmap_single(&(pdev)->dev, address, size, (enum dma_data_direction)(direction))
#define pci_map_page(pdev, page, offset, size, direction) \
	dma_map_page(&(pdev)->dev, page, offset, size, (enum dma_data_direction)(direction))
#define pci_unmap_page(pdev, address, size, direction) \
	dma_unmap_page(&(pdev)->dev, address, size, (enum dma_data_direction)(direction))
#define pci_map_sg(pdev, list, count, direction) \
	dma_map_sg(&(pdev)->dev, list, count, (enum dma_data_direction)(direction))
#define pci_unmap_sg(pdev, list, count, direction) \
	dma_unmap_sg(&(pdev)->dev, list, count, (enum dma_data_direction)(direction))
#define pci_dma_sync_single_for_cpu(pdev, address, size, direction) \
	dma_sync_single_for_cpu(&(pdev)->dev, address, size, (enum dma_data_direction)(direction))
#define pci_dma_sync_single_for_device(pdev, address, size, direction) \
	dma_sync_single_for_device(&(pdev)->dev, address, size, (enum dma_data_direction)(direction))
#define pci_dma_sync_sg_for_cpu(pdev, list, count, direction) \
	dma_sync_sg_for_cpu(&(pdev)->dev, list, count, (enum dma_data_direction)(direction))
#define pci_dma_sync_sg_for_device(pdev, list, count, direction) \
	dma_sync_sg_for_device(&(pdev)->dev, list, count, (enum dma_data_direction)(direction))
#define pci_dma_mapping_error(pdev, address) dma_mapping_error(&(pdev)->dev, address)

#endif
