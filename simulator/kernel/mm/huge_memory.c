/* /sys/kernel/mm/transparent_hugepage: where pages of 2 MiB are used. khugepaged and huge pages of shared memory are not modelled. */
#include <linux/errno.h>
#include <linux/kobject.h>
#include <linux/kstrtox.h>
#include <linux/sysfs.h>

#define HPAGE_PMD_SIZE (2ul << 20)

/* process/huge-functions.ts */
void __thp_choices(int which, char *buffer);
int __thp_choose(int which, const char *text);
int __thp_zero_page(void);
void __thp_use_zero_page(int use);

enum { ENABLED, DEFRAG };

static ssize_t show_choices(int which, char *buffer)
{
	char line[64];

	__thp_choices(which, line);
	return sysfs_emit(buffer, "%s", line);
}

static ssize_t choose(int which, const char *text, size_t count)
{
	int error = __thp_choose(which, text);

	return error ? error : (ssize_t)count;
}

static ssize_t enabled_show(struct kobject *kobj, struct kobj_attribute *attribute, char *buffer)
{
	return show_choices(ENABLED, buffer);
}

static ssize_t enabled_store(struct kobject *kobj, struct kobj_attribute *attribute, const char *text, size_t count)
{
	return choose(ENABLED, text, count);
}

static ssize_t defrag_show(struct kobject *kobj, struct kobj_attribute *attribute, char *buffer)
{
	return show_choices(DEFRAG, buffer);
}

static ssize_t defrag_store(struct kobject *kobj, struct kobj_attribute *attribute, const char *text, size_t count)
{
	return choose(DEFRAG, text, count);
}

static ssize_t use_zero_page_show(struct kobject *kobj, struct kobj_attribute *attribute, char *buffer)
{
	return sysfs_emit(buffer, "%d\n", __thp_zero_page());
}

static ssize_t use_zero_page_store(struct kobject *kobj, struct kobj_attribute *attribute, const char *text, size_t count)
{
	unsigned long value;
	int error = kstrtoul(text, 10, &value);

	if (error)
		return error;
	if (value > 1)
		return -EINVAL;
	__thp_use_zero_page(value);
	return count;
}

static ssize_t hpage_pmd_size_show(struct kobject *kobj, struct kobj_attribute *attribute, char *buffer)
{
	return sysfs_emit(buffer, "%lu\n", HPAGE_PMD_SIZE);
}

static const struct kobj_attribute enabled_file = __ATTR_RW(enabled);
static const struct kobj_attribute defrag_file = __ATTR_RW(defrag);
static const struct kobj_attribute use_zero_page_file = __ATTR_RW(use_zero_page);
static const struct kobj_attribute hpage_pmd_size_file = __ATTR_RO(hpage_pmd_size);
static const struct attribute *const hugepage_files[] = {
	&enabled_file.attr, &defrag_file.attr, &use_zero_page_file.attr, &hpage_pmd_size_file.attr, NULL,
};

void __hugepage_init(void)
{
	struct kobject *directory = kobject_create_and_add("transparent_hugepage", mm_kobj);

	if (directory && sysfs_create_files(directory, hugepage_files))
		kobject_put(directory);
}
