/* Input devices that are asked at intervals, while somebody has them open. */
#include <linux/input.h>
#include <linux/jiffies.h>
#include <linux/slab.h>

static void poll_input(struct work_struct *work)
{
	struct input_dev *dev = *(struct input_dev **)(to_delayed_work(work) + 1);

	dev->__poll(dev);
	queue_delayed_work(system_freezable_wq, dev->__poll_work, msecs_to_jiffies(dev->__poll_interval));
}

/* Every 500 ms if nothing else is said, while somebody has it open. */
int input_setup_polling(struct input_dev *dev, void (*poll)(struct input_dev *dev))
{
	struct delayed_work *work = kzalloc(sizeof(*work) + sizeof(dev), GFP_KERNEL);

	if (!work)
		return -ENOMEM;
	INIT_DELAYED_WORK(work, poll_input);
	*(struct input_dev **)(work + 1) = dev;
	dev->__poll_work = work;
	dev->__poll = poll;
	if (!dev->__poll_interval)
		dev->__poll_interval = 500;
	return 0;
}

void input_set_poll_interval(struct input_dev *dev, unsigned int ms)
{
	dev->__poll_interval = ms;
}
