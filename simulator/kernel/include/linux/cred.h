/* Credentials: who a task is. Root has every capability, and nobody else has one. */
#ifndef _LINUX_CRED_H
#define _LINUX_CRED_H

#include <linux/atomic.h>
#include <linux/capability.h>
#include <linux/sched.h>
#include <linux/uidgid.h>

struct user_namespace;

struct cred {
	atomic_t usage;
	kuid_t uid;
	kgid_t gid;
	kuid_t suid;
	kgid_t sgid;
	kuid_t euid;
	kgid_t egid;
	kuid_t fsuid;
	kgid_t fsgid;
	struct user_namespace *user_ns;
};

/* kernel/cred.c */
extern struct cred init_cred;
struct cred *prepare_creds(void);
struct cred *prepare_kernel_cred(struct task_struct *task);
int commit_creds(struct cred *new);
void abort_creds(struct cred *new);
const struct cred *override_creds(const struct cred *new);
void revert_creds(const struct cred *old);
const struct cred *get_task_cred(struct task_struct *task);
void put_cred(const struct cred *cred);

static inline struct cred *get_new_cred(struct cred *cred)
{
	atomic_inc(&cred->usage);
	return cred;
}
static inline const struct cred *get_cred(const struct cred *cred) { return cred ? get_new_cred((struct cred *)cred) : NULL; }

#define current_cred() ((const struct cred *)current->cred)
#define current_real_cred() ((const struct cred *)current->real_cred)
#define get_current_cred() get_cred(current_cred())
#define __task_cred(task) ((const struct cred *)(task)->real_cred)
#define task_cred_xxx(task, member) (__task_cred(task)->member)
#define task_uid(task) task_cred_xxx(task, uid)
#define task_euid(task) task_cred_xxx(task, euid)
#define current_cred_xxx(member) (current_cred()->member)
#define current_uid() current_cred_xxx(uid)
#define current_gid() current_cred_xxx(gid)
#define current_euid() current_cred_xxx(euid)
#define current_egid() current_cred_xxx(egid)
#define current_suid() current_cred_xxx(suid)
#define current_sgid() current_cred_xxx(sgid)
#define current_fsuid() current_cred_xxx(fsuid)
#define current_fsgid() current_cred_xxx(fsgid)
#define current_user_ns() current_cred_xxx(user_ns)
#define current_uid_gid(user, group) do { *(user) = current_uid(); *(group) = current_gid(); } while (0)
#define current_euid_egid(user, group) do { *(user) = current_euid(); *(group) = current_egid(); } while (0)

#endif
