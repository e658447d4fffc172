/** The small driver and program that most tests of running and stopping share. */

/** A character device whose ioctl counts; one function calls another, so that steps have somewhere to go. */
export const driver = `#include <linux/module.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>

static int total;
static int calls;

static int twice(int value)
{
	int result = value + value;

	return result;
}

static int add(int value)
{
	calls++;
	total += twice(value);
	return total;
}

static long adder_ioctl(struct file *file, unsigned int command, unsigned long argument)
{
	long sum;

	sum = add((int)argument);
	return sum;
}

static const struct file_operations adder_fops = {
	.owner = THIS_MODULE,
	.unlocked_ioctl = adder_ioctl,
};

static struct miscdevice adder = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "adder",
	.fops = &adder_fops,
};

static int __init adder_init(void)
{
	int err = misc_register(&adder);

	pr_info("adder: ready\\n");
	return err;
}

static void __exit adder_exit(void)
{
	misc_deregister(&adder);
	pr_info("adder: total %d\\n", total);
}

module_init(adder_init);
module_exit(adder_exit);
MODULE_LICENSE("GPL");
`;

export const app = `#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int ask(int fd, int value)
{
	int answer = ioctl(fd, 1, value);

	return answer;
}

int main(void)
{
	int last = 0;
	int fd = open("/dev/adder", O_RDWR);

	if (fd < 0)
		return 2;
	for (int i = 1; i <= 5; i++)
		last = ask(fd, i);
	printf("last %d\\n", last);
	close(fd);
	return 0;
}
`;

/** A module whose init function has this body; `before` stands above it. */
export function moduleWith(body: string, before = ''): string {
  return `#include <linux/module.h>
#include <linux/slab.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/kthread.h>
${before}
static int __init start(void)
{
${body}
}
static void __exit stop(void)
{
	pr_info("stopped\\n");
}
module_init(start);
module_exit(stop);
MODULE_LICENSE("GPL");
`;
}
