// SPDX-License-Identifier: MIT
/* Waiting, deferred work and timers: what each call returns; and small reads, seeks and writes of files that drivers have. */
#include <linux/module.h>
#include <linux/seq_file.h>
#include <linux/debugfs.h>
#include <linux/proc_fs.h>
#include <linux/uaccess.h>
#include <linux/fs.h>
#include <linux/slab.h>
#include <linux/completion.h>
#include <linux/workqueue.h>
#include <linux/timer.h>
#include <linux/hrtimer.h>
#include <linux/wait.h>
#include <linux/kthread.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/mempool.h>

#define Q(format, ...) pr_info(format "\n", ##__VA_ARGS__)

static DECLARE_COMPLETION(c);
static int n, r;
static struct workqueue_struct *wq;
static void wf(struct work_struct *w)
{
	n++;
	msleep(60);
}

static DECLARE_WORK(w, wf);
static DECLARE_DELAYED_WORK(dw, wf);
static void tf(struct timer_list *t)
{
	n++;
}

static DEFINE_TIMER(t, tf);
static int thr(void *d)
{
	set_current_state(TASK_INTERRUPTIBLE);
	while (!kthread_should_stop()) {
		schedule();
		set_current_state(TASK_INTERRUPTIBLE);
	}
	__set_current_state(TASK_RUNNING);
	return 42;
}

static int thr2(void *d)
{
	return 7;
}

static enum hrtimer_restart hf(struct hrtimer *h)
{
	n++;
	if (n<3) {
		hrtimer_forward_now(h, ms_to_ktime(1));
		return HRTIMER_RESTART;
	}
	return HRTIMER_NORESTART;
}

static void cw(void)
{
	int a;
	unsigned long j;
	long l;
	Q("try %d", try_wait_for_completion(&c));
	Q("done %d", completion_done(&c));
	complete(&c);
	complete(&c);
	Q("count %u done %d", c.done, completion_done(&c));
	a = try_wait_for_completion(&c);
	Q("try %d count %u", a, c.done);
	l = wait_for_completion_timeout(&c, 10);
	Q("wait %ld", l);
	l = wait_for_completion_timeout(&c, 2);
	Q("timeout %ld", l);
	complete_all(&c);
	Q("all %u", c.done);
	l = wait_for_completion_timeout(&c, 5);
	Q("wait %ld count %u", l, c.done);
	complete(&c);
	Q("after all %u", c.done);
	reinit_completion(&c);
	Q("reinit %u", c.done);
	l = wait_for_completion_interruptible_timeout(&c, 1);
	Q("int %ld", l);
	Q("queue %d %d", schedule_work(&w)+0, 0);
	Q("again %d pending %d", schedule_work(&w), work_pending(&w)!=0);
	a = flush_work(&w);
	Q("flush %d n %d", a, n);
	a = flush_work(&w);
	Q("flush idle %d", a);
	a = cancel_work_sync(&w);
	Q("cancel idle %d", a);
	schedule_work(&w);
	msleep(2);
	a = cancel_work_sync(&w);
	Q("cancel running %d n %d", a, n);
	schedule_work(&w);
	a = work_busy(&w);
	Q("busy %d", a);
	a = cancel_work(&w);
	Q("cancel pending %d", a);
	flush_work(&w);
	n = 0;
	a = schedule_delayed_work(&dw, 5);
	Q("delayed %d", a);
	a = schedule_delayed_work(&dw, 1);
	Q("again %d pending %d", a, delayed_work_pending(&dw));
	a = mod_delayed_work(system_wq, &dw, 50);
	Q("mod %d", a);
	a = cancel_delayed_work(&dw);
	Q("cancel %d", a);
	a = cancel_delayed_work_sync(&dw);
	Q("cancel %d n %d", a, n);
	a = mod_delayed_work(system_wq, &dw, 1);
	Q("mod idle %d", a);
	a = flush_delayed_work(&dw);
	Q("flush %d n %d", a, n);
	schedule_delayed_work(&dw, 1000);
	j = jiffies;
	a = flush_delayed_work(&dw);
	Q("flush early %d soon %d n %d", a, jiffies-j<100, n);
	a = cancel_delayed_work_sync(&dw);
	Q("c %d", a);
	wq = alloc_workqueue("q%d", WQ_UNBOUND, 1, 3);
	Q("wq %d", wq!=NULL);
	n = 0;
	queue_work(wq, &w);
	queue_delayed_work(wq, &dw, 0);
	flush_workqueue(wq);
	Q("flushed %d", n);
	queue_work(wq, &w);
	drain_workqueue(wq);
	Q("drained %d", n);
	destroy_workqueue(wq);
	n = 0;
	Q("pending %d del %d try %d", timer_pending(&t), del_timer(&t), try_to_del_timer_sync(&t));
	a = mod_timer(&t, jiffies+20);
	Q("mod %d pend %d", a, timer_pending(&t));
	a = mod_timer(&t, jiffies+20);
	Q("mod %d", a);
	a = mod_timer_pending(&t, jiffies+30);
	Q("mp %d", a);
	msleep(80);
	Q("ran %d pend %d mp %d", n, timer_pending(&t), mod_timer_pending(&t, jiffies+30));
	a = del_timer_sync(&t);
	Q("del %d", a);
	mod_timer(&t, jiffies+1000);
	a = timer_reduce(&t, jiffies+2000);
	Q("reduce %d", a);
	a = timer_reduce(&t, jiffies+20);
	msleep(50);
	Q("reduce %d ran %d", a, n);
	t.expires = jiffies+1;
	add_timer(&t);
	a = del_timer(&t);
	Q("add del %d", a);
	mod_timer(&t, jiffies-5);
	msleep(5);
	Q("past %d", n);
	{
		struct hrtimer h;
		n = 0;
		hrtimer_init_on_stack(&h, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
		h.function = hf;
		Q("act %d can %d try %d", hrtimer_active(&h), hrtimer_cancel(&h), hrtimer_try_to_cancel(&h));
		hrtimer_start(&h, ms_to_ktime(1), HRTIMER_MODE_REL);
		Q("act %d q %d", hrtimer_active(&h), hrtimer_is_queued(&h));
		msleep(60);
		Q("n %d act %d can %d", n, hrtimer_active(&h), hrtimer_cancel(&h));
		hrtimer_start(&h, ms_to_ktime(100), HRTIMER_MODE_REL);
		Q("rem %d can %d", ktime_to_ms(hrtimer_get_remaining(&h))>80, hrtimer_cancel(&h));
		hrtimer_start(&h, ns_to_ktime(-5), HRTIMER_MODE_REL);
		msleep(5);
		Q("neg %d", n);
		Q("fwd %llu", hrtimer_forward(&h, ktime_add_ms(hrtimer_get_expires(&h), 25), ms_to_ktime(10)));
		Q("fwd %llu", hrtimer_forward(&h, ktime_sub_ms(hrtimer_get_expires(&h), 25), ms_to_ktime(10)));
		hrtimer_cancel(&h);
		destroy_hrtimer_on_stack(&h);
	}
	{
		struct task_struct *k = kthread_run(thr, NULL, "t/%d", 1);
		msleep(20);
		a = kthread_stop(k);
		Q("stop %d", a);
		k = kthread_create(thr, NULL, "t");
		a = kthread_stop(k);
		Q("stop never run %d", a);
		k = kthread_run(thr2, NULL, "t");
		get_task_struct(k);
		msleep(5);
		a = kthread_stop(k);
		Q("stop ended %d", a);
		put_task_struct(k);
		k = kthread_run(thr, NULL, "a_very_long_thread_name");
		Q("comm %s", k->comm);
		a = kthread_stop(k);
	}
	{
		DECLARE_WAIT_QUEUE_HEAD(q);
		Q("active %d", waitqueue_active(&q));
		l = wait_event_timeout(q, 1, 5);
		Q("true %ld", l);
		l = wait_event_timeout(q, 0, 2);
		Q("false %ld", l);
		l = wait_event_timeout(q, 1, 0);
		Q("true0 %ld", l);
		l = wait_event_timeout(q, 0, 0);
		Q("false0 %ld", l);
		l = wait_event_interruptible_timeout(q, 0, 1);
		Q("intr %ld", l);
		l = wait_event_interruptible(q, 1);
		Q("intr %ld", l);
		l = schedule_timeout_interruptible(3);
		Q("st %ld", l);
		l = schedule_timeout_uninterruptible(0);
		Q("st0 %ld", l);
		l = msleep_interruptible(3);
		Q("mi %ld", l);
		l = wait_event_interruptible_hrtimeout(q, 0, ms_to_ktime(2));
		Q("hr %ld", l);
		l = wait_event_interruptible_hrtimeout(q, 1, ms_to_ktime(2));
		Q("hr %ld", l);
	}
	{
		mempool_t*m = mempool_create_kmalloc_pool(2, 64);
		void *p1 = mempool_alloc(m, GFP_KERNEL), *p2 = mempool_alloc(m, GFP_NOWAIT);
		Q("mp %d %d min %d cur %d", p1!=NULL, p2!=NULL, m->min_nr, m->curr_nr);
		a = mempool_resize(m, 4);
		Q("resize %d min %d cur %d", a, m->min_nr, m->curr_nr);
		a = mempool_resize(m, 1);
		Q("resize %d min %d cur %d", a, m->min_nr, m->curr_nr);
		mempool_free(p1, m);
		mempool_free(p2, m);
		mempool_free(NULL, m);
		Q("cur %d", m->curr_nr);
		mempool_destroy(m);
		mempool_destroy(NULL);
	}
}

static int sl[] = { 1, 2, 3, 4, 5, 6 };
static void *ss(struct seq_file *s, loff_t*p)
{
	if (*p==0) return SEQ_START_TOKEN;
	return *p<=6?&sl[*p-1]:NULL;
}

static void *sn(struct seq_file *s, void *v, loff_t*p)
{
	++*p;
	return *p<=6?&sl[*p-1]:NULL;
}

static void sp(struct seq_file *s, void *v)
{
}

static int sh(struct seq_file *s, void *v)
{
	if (v==SEQ_START_TOKEN) {
		seq_puts(s, "head\n");
		return 0;
	}
	if (*(int*)v==3) return SEQ_SKIP;
	seq_printf(s, "line %d\n", *(int*)v);
	return 0;
}

static const struct seq_operations so = { .start = ss, .next = sn, .stop = sp, .show = sh };
static int sop(struct inode *i, struct file *f)
{
	return seq_open(f, &so);
}

static const struct file_operations sf = { .owner = THIS_MODULE, .open = sop, .read = seq_read, .llseek = seq_lseek,
		.release = seq_release };
static int s1_show(struct seq_file *s, void *v)
{
	seq_printf(s, "%s %d %p\n", (char*)s->private, 5, NULL);
	seq_put_decimal_ull(s, "n=", 12);
	seq_putc(s, '\n');
	seq_escape(s, "a\nb\t", "\n\t");
	seq_putc(s, '\n');
	seq_hex_dump(s, "h ", DUMP_PREFIX_OFFSET, 16, 1, "abcdefghijklmnopqr", 18, true);
	seq_write(s, "raw\n", 4);
	seq_printf(s, "%*s|%-6d|\n", 5, "x", 3);
	seq_pad(s, '\n');
	return 0;
}

DEFINE_SHOW_ATTRIBUTE(s1);
static u8 v8 = 200;
static u32 v32 = 7;
static u64 v64 = 1ull<<40;
static bool vb;
static u16 vx = 0xabc;
static atomic_t va = ATOMIC_INIT(3);
static size_t vs = 9;
static int vg(void *d, u64*v)
{
	*v = 55;
	return 0;
}

static int vset(void *d, u64 v)
{
	return v==13?-EPERM:0;
}

DEFINE_DEBUGFS_ATTRIBUTE(att, vg, vset, "0x%08llx\n");
static int vgs(void *d, u64*v)
{
	*v = -5;
	return 0;
}

DEFINE_DEBUGFS_ATTRIBUTE_SIGNED(atts, vgs, vset, "%lld\n");
DEFINE_SIMPLE_ATTRIBUTE(simp, vg, NULL, "%llu\n");
static ssize_t sr(struct file *f, char __user*b, size_t n, loff_t*p)
{
	return simple_read_from_buffer(b, n, p, "0123456789", 10);
}

static char wb[16];
static ssize_t sw(struct file *f, const char __user*b, size_t n, loff_t*p)
{
	ssize_t r = simple_write_to_buffer(wb, 16, p, b, n);
	return r;
}

static const struct file_operations rf = { .owner = THIS_MODULE, .open = simple_open, .read = sr, .write = sw,
		.llseek = default_llseek };
static struct dentry *d;
static struct debugfs_blob_wrapper bl = { "blobby", 6 };
static ssize_t at_show(struct device *dev, struct device_attribute *a, char *b)
{
	int k = sysfs_emit(b, "v %d\n", 3);
	k+=sysfs_emit_at(b, k, "w\n");
	return k;
}

static ssize_t at_store(struct device *dev, struct device_attribute *a, const char *b, size_t c)
{
	return c>3?-EINVAL:c;
}

static DEVICE_ATTR_RW(at);
static struct class *cl;
static struct device *dv;
static int __init m_init(void)
{
	cw();
	d = debugfs_create_dir("fz4", NULL);
	debugfs_create_file("seq", 0444, d, NULL, &sf);
	debugfs_create_file("one", 0444, d, "priv", &s1_fops);
	debugfs_create_u8("u8", 0644, d, &v8);
	debugfs_create_u32("u32", 0644, d, &v32);
	debugfs_create_u64("u64", 0644, d, &v64);
	debugfs_create_x16("x16", 0644, d, &vx);
	debugfs_create_bool("b", 0644, d, &vb);
	debugfs_create_atomic_t("at", 0644, d, &va);
	debugfs_create_size_t("sz", 0644, d, &vs);
	debugfs_create_file("att", 0644, d, NULL, &att);
	debugfs_create_file("atts", 0644, d, NULL, &atts);
	debugfs_create_file("simp", 0444, d, NULL, &simp);
	debugfs_create_file("rw", 0644, d, NULL, &rf);
	debugfs_create_blob("blob", 0444, d, &bl);
	cl = class_create(THIS_MODULE, "fz4");
	dv = device_create(cl, NULL, 0, NULL, "dev");
	r = device_create_file(dv, &dev_attr_at);
	Q("attr %d", r);
	return 0;
}

static void __exit m_exit(void)
{
	debugfs_remove(d);
	device_unregister(dv);
	class_destroy(cl);
	Q("v8 %u v32 %u v64 %llu vx %x b %d a %d sz %zu", v8, v32, v64, vx, vb, atomic_read(&va), vs);
}

module_init(m_init);
module_exit(m_exit);
MODULE_LICENSE("GPL");
