/* Tells what sysfs and debugfs say of what the driver of at-length.c has left; of dma-debug's list, sorted, what does not depend on where the boot had room. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char lines[200][200];

static int compare(const void *a, const void *b) { return strcmp(a, b); }

static void tell(const char *path)
{
	FILE *file = fopen(path, "r");
	char line[3000];
	const char *name = strrchr(path, '/') + 1;
	int count = 0, i;

	if (!file) {
		printf("> %s: none\n", name);
		return;
	}
	while (count < 200 && fgets(line, sizeof(line), file)) {
		char *type = strstr(line, " idx "), *length = strstr(line, " L=");

		line[strcspn(line, "\n")] = 0;
		if (type && length)
			memmove(type, length, strlen(length) + 1);
		snprintf(lines[count++], sizeof(lines[0]), "%s", line);
	}
	fclose(file);
	if (strcmp(name, "dump") == 0)
		qsort(lines, count, sizeof(lines[0]), compare);
	for (i = 0; i < count; i++)
		printf("> %s: %s\n", name, lines[i]);
}

int main(void)
{
	tell("/sys/bus/pci/devices/0000:00:02.0/pools");
	tell("/sys/kernel/debug/cma/reserved/count");
	tell("/sys/kernel/debug/cma/reserved/used");
	tell("/sys/kernel/debug/cma/reserved/maxchunk");
	tell("/sys/kernel/debug/cma/reserved/bitmap");
	tell("/sys/kernel/mm/cma/reserved/alloc_pages_success");
	tell("/sys/kernel/mm/cma/reserved/alloc_pages_fail");
	tell("/sys/kernel/debug/swiotlb/io_tlb_nslabs");
	tell("/sys/kernel/debug/swiotlb/io_tlb_used");
	tell("/sys/kernel/debug/dma-api/dump");
	tell("/sys/kernel/debug/dma-api/error_count");
	tell("/sys/kernel/debug/dma-api/num_free_entries");
	tell("/sys/kernel/debug/dma-api/min_free_entries");
	tell("/sys/kernel/debug/dma-api/nr_total_entries");
	tell("/sys/kernel/debug/dma_pools/pool_size_dma");
	tell("/sys/kernel/debug/dma_pools/pool_size_dma32");
	tell("/sys/kernel/debug/dma_pools/pool_size_kernel");
	return 0;
}
