/* Named, counted objects, each a directory in /sys: what devices, drivers and classes stand on. */
#ifndef _KOBJECT_H_
#define _KOBJECT_H_

#include <linux/container_of.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/sysfs.h>
#include <linux/types.h>

struct kernfs_node;
struct kobject;
struct kset;
struct kobj_uevent_env;

struct kobj_type {
	void (*release)(struct kobject *kobj);
	const struct sysfs_ops *sysfs_ops;
	const struct attribute_group **default_groups;
};

struct kobject {
	const char *name;
	struct list_head entry;
	struct kobject *parent;
	struct kset *kset;
	const struct kobj_type *ktype;
	struct kernfs_node *sd;
	struct kref kref;
	unsigned int state_initialized : 1;
	unsigned int state_in_sysfs : 1;
	unsigned int state_add_uevent_sent : 1;
	unsigned int state_remove_uevent_sent : 1;
	unsigned int uevent_suppress : 1;
};

struct kset_uevent_ops {
	int (*filter)(struct kobject *kobj);
	const char *(*name)(struct kobject *kobj);
	int (*uevent)(struct kobject *kobj, struct kobj_uevent_env *env);
};

struct kset {
	struct list_head list;
	spinlock_t list_lock;
	struct kobject kobj;
	const struct kset_uevent_ops *uevent_ops;
};

struct kobj_attribute {
	struct attribute attr;
	ssize_t (*show)(struct kobject *kobj, struct kobj_attribute *attribute, char *buffer);
	ssize_t (*store)(struct kobject *kobj, struct kobj_attribute *attribute, const char *buffer, size_t count);
};

enum kobject_action { KOBJ_ADD, KOBJ_REMOVE, KOBJ_CHANGE, KOBJ_MOVE, KOBJ_ONLINE, KOBJ_OFFLINE, KOBJ_BIND, KOBJ_UNBIND };

extern const struct sysfs_ops kobj_sysfs_ops;
extern struct kobject *kernel_kobj, *firmware_kobj, *power_kobj, *fs_kobj, *mm_kobj;

static inline const char *kobject_name(const struct kobject *kobj) { return kobj->name; }

#define UEVENT_NUM_ENVP 64
#define UEVENT_BUFFER_SIZE 2048

/* What an event says, each `name=value`. */
struct kobj_uevent_env {
	char *argv[3];
	char *envp[UEVENT_NUM_ENVP];
	int envp_idx;
	char buf[UEVENT_BUFFER_SIZE];
	int buflen;
};

/* lib/kobject.c */
int add_uevent_var(struct kobj_uevent_env *env, const char *fmt, ...) __printf(2, 3);
void kobject_init(struct kobject *kobj, const struct kobj_type *ktype);
int kobject_set_name(struct kobject *kobj, const char *fmt, ...) __printf(2, 3);
int kobject_add(struct kobject *kobj, struct kobject *parent, const char *fmt, ...) __must_check __printf(3, 4);
int kobject_init_and_add(struct kobject *kobj, const struct kobj_type *ktype, struct kobject *parent, const char *fmt, ...)
	__must_check __printf(4, 5);
void kobject_del(struct kobject *kobj);
struct kobject *kobject_create_and_add(const char *name, struct kobject *parent);
struct kobject *kobject_get(struct kobject *kobj);
struct kobject *kobject_get_unless_zero(struct kobject *kobj);
void kobject_put(struct kobject *kobj);
int kobject_rename(struct kobject *kobj, const char *name);
char *kobject_get_path(const struct kobject *kobj, gfp_t gfp);
int kobject_uevent(struct kobject *kobj, enum kobject_action action);
int kobject_synth_uevent(struct kobject *kobj, const char *text, size_t count);
int kobject_uevent_env(struct kobject *kobj, enum kobject_action action, char *variables[]);

void kset_init(struct kset *kset);
int kset_register(struct kset *kset) __must_check;
void kset_unregister(struct kset *kset);
struct kset *kset_create_and_add(const char *name, const struct kset_uevent_ops *operations, struct kobject *parent);
struct kobject *kset_find_obj(struct kset *kset, const char *name);

static inline struct kset *to_kset(struct kobject *kobj) { return kobj ? container_of(kobj, struct kset, kobj) : NULL; }
static inline struct kset *kset_get(struct kset *kset) { return kset ? to_kset(kobject_get(&kset->kobj)) : NULL; }
static inline void kset_put(struct kset *kset) { kobject_put(&kset->kobj); }

#endif
