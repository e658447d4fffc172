/* What /sys tells of a device's IOMMU group. */
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define DEVICE "/sys/bus/pci/devices/0000:00:02.0/"

static void show(const char *path)
{
	char line[256];
	FILE *file = fopen(path, "r");

	printf("%s: %s", strrchr(path, '/') + 1, file && fgets(line, sizeof(line), file) ? line : "none\n");
	if (file)
		fclose(file);
}

int main(void)
{
	char target[256] = "";
	struct dirent *entry;
	DIR *devices;

	readlink(DEVICE "iommu_group", target, sizeof(target) - 1);
	*strrchr(target, '/') = 0;
	printf("group in %s\n", target);
	show(DEVICE "iommu_group/type");
	show(DEVICE "iommu_group/reserved_regions");
	devices = opendir(DEVICE "iommu_group/devices");
	while (devices && (entry = readdir(devices)))
		if (entry->d_name[0] != '.')
			printf("device %s\n", entry->d_name);
	printf("the device through it: %d\n", access(DEVICE "iommu_group/devices/0000:00:02.0/vendor", R_OK));
	return 0;
}
