/* /sys/kernel/mm/cma: how many pages each area has given, and how many it refused. Counted by cma.ts. */
#include <linux/kobject.h>
#include <linux/slab.h>
#include <linux/sysfs.h>

/* cma/functions.ts */
int __cma_areas(void);
void __cma_name(int area, char *buffer, size_t size);
unsigned long __cma_value(int area, int which);

/* Behind what debugfs asks for. */
enum { CMA_PAGES_SUCCESS = 5, CMA_PAGES_FAIL };

static ssize_t cma_show_value(struct kobject *kobj, int which, char *buffer)
{
	char name[64];
	int area;

	for (area = 0; area < __cma_areas(); area++) {
		__cma_name(area, name, sizeof(name));
		if (!strcmp(name, kobject_name(kobj)))
			return sysfs_emit(buffer, "%lu\n", __cma_value(area, which));
	}
	return -ENODEV;
}

static ssize_t alloc_pages_success_show(struct kobject *kobj, struct kobj_attribute *attribute, char *buffer)
{
	(void)attribute;
	return cma_show_value(kobj, CMA_PAGES_SUCCESS, buffer);
}

static ssize_t alloc_pages_fail_show(struct kobject *kobj, struct kobj_attribute *attribute, char *buffer)
{
	(void)attribute;
	return cma_show_value(kobj, CMA_PAGES_FAIL, buffer);
}

static const struct kobj_attribute cma_success_file = __ATTR_RO(alloc_pages_success);
static const struct kobj_attribute cma_fail_file = __ATTR_RO(alloc_pages_fail);
static const struct attribute *const cma_area_files[] = { &cma_success_file.attr, &cma_fail_file.attr, NULL };

void __cma_sysfs_init(void)
{
	struct kobject *root = kobject_create_and_add("cma", mm_kobj), *directory;
	char name[64];
	int area;

	for (area = 0; root && area < __cma_areas(); area++) {
		__cma_name(area, name, sizeof(name));
		directory = kobject_create_and_add(name, root);
		if (!directory || sysfs_create_files(directory, cma_area_files))
			return;
	}
}
