/* Pages of processes, and what drivers borrow from the kernel's libraries beside them. */
#include <linux/module.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/fs.h>
#include <linux/uaccess.h>
#include <linux/slab.h>
#include <linux/pagemap.h>
#include <linux/highmem.h>
#include <linux/dma-mapping.h>
#include <linux/platform_device.h>
#include <linux/scatterlist.h>
#include <linux/sched/mm.h>
#include <linux/pid.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/eventfd.h>
#include <linux/mempool.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/genalloc.h>
#include <linux/cred.h>
#include <linux/jump_label.h>
#include <linux/string_helpers.h>
#include <linux/string.h>
#include <linux/gcd.h>
#include <linux/lcm.h>
#include <linux/wait_bit.h>
#include <linux/percpu_counter.h>

struct req {
	unsigned long addr;
	unsigned long len;
	int write;
	int efd;
	int pid;
};
static struct platform_device *pd;
static struct eventfd_ctx *ctx;
DEFINE_STATIC_KEY_FALSE(key);
static mempool_t *mp;
static struct gen_pool *gp;
static char arena[8192];
static struct percpu_counter pcn;
static unsigned long bits;

static long io(struct file *f, unsigned int cmd, unsigned long arg)
{
	struct req r;
	struct page **pages;
	int n, i, got;
	struct sg_table sgt;
	struct scatterlist *sg;
	struct vm_area_struct *vma;
	struct task_struct *t;
	struct pid *p;
	if (copy_from_user(&r, (void __user *)arg, sizeof r))
		return -EFAULT;
	n = DIV_ROUND_UP(offset_in_page(r.addr) + r.len, PAGE_SIZE);
	switch (cmd) {
	case 1:
		pages = kvmalloc_array(n, sizeof *pages, GFP_KERNEL);
		got = pin_user_pages_fast(r.addr, n, (r.write ? FOLL_WRITE : 0) | FOLL_LONGTERM, pages);
		pr_info("pinned %d of %d\n", got, n);
		if (got <= 0) {
			kvfree(pages);
			return got;
		}
		i = sg_alloc_table_from_pages(&sgt, pages, got, offset_in_page(r.addr), r.len, GFP_KERNEL);
		pr_info("sg %d nents %u\n", i, sgt.orig_nents > 0);
		i = dma_map_sgtable(&pd->dev, &sgt, DMA_BIDIRECTIONAL, 0);
		pr_info("map %d\n", i);
		{
			unsigned total = 0;
			for_each_sgtable_dma_sg(&sgt, sg, i) total += sg_dma_len(sg);
			pr_info("total %u first offset %u\n", total, sgt.sgl->offset);
		}
		dma_unmap_sgtable(&pd->dev, &sgt, DMA_BIDIRECTIONAL, 0);
		sg_free_table(&sgt);
		{
			char *k = kmap_local_page(pages[0]);
			pr_info("first byte %c\n", k[offset_in_page(r.addr)]);
			if (r.write)
				k[offset_in_page(r.addr)] = 'K';
			kunmap_local(k);
		}
		unpin_user_pages_dirty_lock(pages, got, r.write);
		kvfree(pages);
		return got;
	case 2:
		mmap_read_lock(current->mm);
		vma = find_vma(current->mm, r.addr);
		pr_info("vma %d contains %d flags %lx\n", !!vma, vma && vma->vm_start <= r.addr,
			vma ? vma->vm_flags & 0xff : 0);
		mmap_read_unlock(current->mm);
		return 0;
	case 3:
		ctx = eventfd_ctx_fdget(r.efd);
		if (IS_ERR(ctx))
			return PTR_ERR(ctx);
		eventfd_signal(ctx, 3);
		eventfd_ctx_put(ctx);
		return 0;
	case 4:
		p = find_get_pid(r.pid);
		t = get_pid_task(p, PIDTYPE_PID);
		if (!t) {
			put_pid(p);
			return -ESRCH;
		}
		pr_info("task same %d nr %d state %c parent %d threads %d\n", t == current,
			pid_nr(p) == r.pid, task_state_to_char(t), t->real_parent != NULL, !thread_group_leader(t));
		put_task_struct(t);
		put_pid(p);
		return 0;
	case 5: {
		struct page *pg;
		char *k;
		int locked = 1;
		struct mm_struct *mm = get_task_mm(current);
		mmap_read_lock(mm);
		got = get_user_pages_remote(mm, r.addr, 1, FOLL_FORCE, &pg, NULL, &locked);
		if (locked)
			mmap_read_unlock(mm);
		mmput(mm);
		pr_info("remote %d locked %d\n", got, locked);
		if (got != 1)
			return got;
		k = kmap(pg);
		pr_info("text %.5s\n", k + offset_in_page(r.addr));
		kunmap(pg);
		put_page(pg);
		return 0;
	}
	case 6: {
		char b[8] = "";
		got = access_process_vm(current, r.addr, b, 5, 0);
		pr_info("access %d [%s]\n", got, b);
		got = access_process_vm(current, r.addr, "VM", 2, FOLL_FORCE | FOLL_WRITE);
		return got;
	}
	}
	return -ENOTTY;
}
static const struct file_operations fops = { .owner = THIS_MODULE, .unlocked_ioctl = io };
static struct miscdevice misc = { MISC_DYNAMIC_MINOR, "gup1", &fops };

static int asked;
static void *elements[2];

static void *two_elements(gfp_t gfp, void *data)
{
	return ++asked > 2 ? NULL : kmalloc(64, gfp);
}

static int give_one_back(void *unused)
{
	msleep(20);
	mempool_free(elements[0], mp);
	return 0;
}

/* Of a pool that has nothing left: whoever waits asks twice, sleeps, and asks once more. */
static void wait_for_element(void)
{
	void *third;

	mp = mempool_create(2, two_elements, mempool_kfree, NULL);
	elements[0] = mempool_alloc(mp, GFP_KERNEL);
	elements[1] = mempool_alloc(mp, GFP_KERNEL);
	asked = 2;
	kthread_run(give_one_back, NULL, "later");
	third = mempool_alloc(mp, GFP_KERNEL);
	pr_info("waited %d, asked %d\n", third == elements[0], asked - 2);
	mempool_free(third, mp);
	mempool_free(elements[1], mp);
	mempool_destroy(mp);
}

static int __init init(void)
{
	void *e[4];
	int i;
	unsigned long a, b;
	char buf[32], hex[9] = "";
	char **av;
	int ac;
	struct task_struct *t;
	int n = 0;
	int vals[6];
	char *o = "1,2,7-9";
	dma_addr_t d;
	pd = platform_device_register_simple("gup1dev", -1, NULL, 0);
	dma_coerce_mask_and_coherent(&pd->dev, DMA_BIT_MASK(64));
	if (static_branch_unlikely(&key))
		pr_info("never\n");
	static_branch_enable(&key);
	if (static_branch_unlikely(&key))
		pr_info("key on %d\n", static_key_enabled(&key));
	mp = mempool_create_kmalloc_pool(2, 64);
	for (i = 0; i < 4; i++)
		e[i] = mempool_alloc(mp, GFP_KERNEL);
	pr_info("mempool %d curr %d\n", e[3] != NULL, mp->curr_nr);
	for (i = 0; i < 4; i++)
		mempool_free(e[i], mp);
	mempool_destroy(mp);
	wait_for_element();
	gp = gen_pool_create(6, -1);
	gen_pool_add_virt(gp, (unsigned long)arena, 0x1000000, sizeof arena, -1);
	a = gen_pool_alloc(gp, 100);
	b = gen_pool_alloc(gp, 1);
	pr_info("gen %ld avail %zu size %zu phys %llx\n", b - a, gen_pool_avail(gp), gen_pool_size(gp),
		(u64)gen_pool_virt_to_phys(gp, b));
	pr_info("dma %d\n", gen_pool_dma_alloc(gp, 128, &d) != NULL);
	pr_info("%llx big %lx\n", (u64)d, gen_pool_alloc(gp, 100000));
	gen_pool_free(gp, a, 100);
	gen_pool_free(gp, b, 1);
	gen_pool_free(gp, (unsigned long)arena + 192, 128);
	pr_info("avail %zu\n", gen_pool_avail(gp));
	gen_pool_destroy(gp);
	string_get_size(16ULL << 30, 1, STRING_UNITS_2, buf, sizeof buf);
	pr_info("%s\n", buf);
	string_get_size(1500, 1, STRING_UNITS_10, buf, sizeof buf);
	pr_info("%s\n", buf);
	string_get_size(512, 1, STRING_UNITS_2, buf, sizeof buf);
	pr_info("%s\n", buf);
	string_get_size(5, 1, STRING_UNITS_2, buf, sizeof buf);
	pr_info("%s\n", buf);
	string_get_size(0, 512, STRING_UNITS_2, buf, sizeof buf);
	pr_info("%s\n", buf);
	string_get_size(7814037168, 512, STRING_UNITS_10, buf, sizeof buf);
	pr_info("%s\n", buf);
	string_get_size(1023, 1024, STRING_UNITS_2, buf, sizeof buf);
	pr_info("%s\n", buf);
	string_get_size(1048575, 1, STRING_UNITS_2, buf, sizeof buf);
	pr_info("%s\n", buf);
	pr_info("mem %llx %llx\n", memparse("64M", NULL), memparse("0x10k", NULL));
	get_options(o, 6, vals);
	pr_info("opts %d: %d %d %d %d %d\n", vals[0], vals[1], vals[2], vals[3], vals[4], vals[5]);
	av = argv_split(GFP_KERNEL, "  run  fast now ", &ac);
	pr_info("argv %d %s %s %s %d\n", ac, av[0], av[1], av[2], av[3] == NULL);
	argv_free(av);
	bin2hex(hex, "\x01\xab\xff\x10", 4);
	strreplace(hex, 'a', '_');
	pr_info("hex %s\n", hex);
	pr_info("uid %u euid %u root %d gid %u cap %d\n", from_kuid(&init_user_ns, current_uid()),
		from_kuid_munged(&init_user_ns, current_euid()), uid_eq(current_fsuid(), GLOBAL_ROOT_UID),
		from_kgid(&init_user_ns, current->cred->gid), capable(CAP_SYS_ADMIN));
	for_each_process(t) n++;
	pr_info("processes %d nice %d prio %d static %d comm %s tgid %d\n", n > 0, task_nice(current), current->prio,
		current->static_prio, current->comm, current->tgid == current->pid);
	percpu_counter_init(&pcn, 5, GFP_KERNEL);
	percpu_counter_add(&pcn, -7);
	percpu_counter_inc(&pcn);
	pr_info("pcn %lld\n", percpu_counter_sum(&pcn));
	percpu_counter_destroy(&pcn);
	set_bit(3, &bits);
	i = wait_on_bit_timeout(&bits, 3, TASK_UNINTERRUPTIBLE, HZ / 50);
	pr_info("wait bit %d\n", i);
	clear_and_wake_up_bit(3, &bits);
	pr_info("wait bit %d\n", wait_on_bit(&bits, 3, TASK_UNINTERRUPTIBLE));
	return misc_register(&misc);
}

static void __exit fini(void)
{
	misc_deregister(&misc);
	platform_device_unregister(pd);
}

module_init(init);
module_exit(fini);
MODULE_LICENSE("GPL");
