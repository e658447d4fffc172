/* Credentials of tasks: copied before they are changed, and then put in the place of the old. */
#include <linux/bug.h>
#include <linux/cred.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/user_namespace.h>

struct user_namespace init_user_ns;
struct cred init_cred = { .usage = ATOMIC_INIT(4), .user_ns = &init_user_ns };

struct cred *prepare_creds(void)
{
	struct cred *new = kmemdup(current->cred, sizeof(*new), GFP_KERNEL);

	if (new)
		atomic_set(&new->usage, 1);
	return new;
}

struct cred *prepare_kernel_cred(struct task_struct *task)
{
	struct cred *new = kmemdup(task ? task->real_cred : &init_cred, sizeof(*new), GFP_KERNEL);

	if (new)
		atomic_set(&new->usage, 1);
	return new;
}

int commit_creds(struct cred *new)
{
	const struct cred *old = current->real_cred;

	BUG_ON(current->cred != old);
	BUG_ON(atomic_read(&new->usage) < 1);
	get_cred(new);
	current->real_cred = current->cred = new;
	put_cred(old);
	put_cred(old);
	return 0;
}

void abort_creds(struct cred *new)
{
	BUG_ON(atomic_read(&new->usage) < 1);
	put_cred(new);
}

const struct cred *override_creds(const struct cred *new)
{
	const struct cred *old = current->cred;

	get_cred(new);
	current->cred = new;
	return old;
}

void revert_creds(const struct cred *old)
{
	const struct cred *override = current->cred;

	current->cred = old;
	put_cred(override);
}

const struct cred *get_task_cred(struct task_struct *task)
{
	return get_cred(task->real_cred);
}

/* That of the first task is nobody's to free. */
void put_cred(const struct cred *cred)
{
	struct cred *counted = (struct cred *)cred;

	if (counted && counted != &init_cred && atomic_dec_and_test(&counted->usage))
		kfree(counted);
}
