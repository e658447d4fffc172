/* Signals that wait, and what comes with them: one each of those below SIGRTMIN, as many as were sent of the others. */
#include <linux/sched/signal.h>
#include <linux/cred.h>
#include <linux/slab.h>
#include <linux/string.h>

#define FIRST_QUEUED 32

struct sigqueue {
	struct sigqueue *next;
	struct kernel_siginfo info;
};

static void describe_sender(int signal, struct kernel_siginfo *given, struct kernel_siginfo *info)
{
	if (given != SEND_SIG_NOINFO && given != SEND_SIG_PRIV) {
		*info = *given;
		return;
	}
	info->si_signo = signal;
	info->si_code = given == SEND_SIG_PRIV ? SI_KERNEL : SI_USER;
	if (given == SEND_SIG_PRIV)
		return;
	info->si_pid = current->tgid ? current->tgid : current->pid;
	info->si_uid = __kuid_val(current_uid());
}

/* False: it waits already. Without memory it comes without information. */
bool __add_pending(struct sigpending *pending, int signal, struct kernel_siginfo *info)
{
	struct sigqueue *entry, **last = &pending->queue;

	if (signal < FIRST_QUEUED && pending->signal.sig[0] & sigmask(signal))
		return false;
	pending->signal.sig[0] |= sigmask(signal);
	entry = kzalloc(sizeof(*entry), GFP_ATOMIC);
	if (!entry)
		return true;
	describe_sender(signal, info, &entry->info);
	entry->info.si_signo = signal;
	while (*last)
		last = &(*last)->next;
	*last = entry;
	return true;
}

static struct sigqueue **first_of(struct sigpending *pending, int signal)
{
	struct sigqueue **entry = &pending->queue;

	while (*entry && (*entry)->info.si_signo != signal)
		entry = &(*entry)->next;
	return entry;
}

void __take_pending(struct sigpending *pending, int signal, struct kernel_siginfo *info)
{
	struct sigqueue **place = first_of(pending, signal), *entry = *place;

	memset(info, 0, sizeof(*info));
	info->si_signo = signal;
	if (entry) {
		*info = entry->info;
		*place = entry->next;
		kfree(entry);
	}
	if (!*first_of(pending, signal))
		pending->signal.sig[0] &= ~sigmask(signal);
}

void __flush_pending(struct sigpending *pending)
{
	struct sigqueue *entry;

	while ((entry = pending->queue)) {
		pending->queue = entry->next;
		kfree(entry);
	}
	pending->signal.sig[0] = 0;
}
