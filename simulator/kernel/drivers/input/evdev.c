/* /dev/input/event*: events of one input device, with their times, for each who has it open. */
#include <linux/cdev.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/input.h>
#include <linux/ktime.h>
#include <linux/minmax.h>
#include <linux/poll.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

#define INPUT_MAJOR 13
#define EVDEV_MINOR_BASE 64
#define EVDEV_MINORS 32
#define EVDEV_BUFFER 64 /* a power of two */

struct evdev {
	struct device dev;
	struct cdev cdev;
	struct input_dev *input;
	struct list_head clients;
	struct evdev_client *grab;
	wait_queue_head_t wait;
	bool gone;
};

struct evdev_client {
	struct list_head link;
	struct evdev *evdev;
	unsigned int head, tail, packet_head;
	struct fasync_struct *fasync;
	struct input_event buffer[EVDEV_BUFFER];
};

static unsigned int evdev_minors;

static void put_event(struct evdev_client *client, const struct input_event *event)
{
	client->buffer[client->head++] = *event;
	client->head &= EVDEV_BUFFER - 1;
	if (client->head == client->tail) {
		/* Whoever reads too slowly is told that it lost some. */
		client->tail = (client->head - 2) & (EVDEV_BUFFER - 1);
		client->buffer[client->tail] = (struct input_event){ .time = event->time, .type = EV_SYN, .code = SYN_DROPPED };
		client->packet_head = client->tail;
	}
	if (event->type == EV_SYN && event->code == SYN_REPORT) {
		client->packet_head = client->head;
		kill_fasync(&client->fasync, SIGIO, POLL_IN);
	}
}

void __evdev_event(struct input_dev *dev, unsigned int type, unsigned int code, int value)
{
	struct evdev *evdev = dev->__evdev;
	u64 now = ktime_get_real_ns();
	struct input_event event = { .type = type, .code = code, .value = value };
	struct evdev_client *client;

	if (!evdev)
		return;
	event.time.tv_sec = now / 1000000000;
	event.time.tv_usec = now % 1000000000 / 1000;
	list_for_each_entry(client, &evdev->clients, link)
		if (!evdev->grab || evdev->grab == client)
			put_event(client, &event);
	if (type == EV_SYN && code == SYN_REPORT)
		wake_up_interruptible_poll(&evdev->wait, EPOLLIN | EPOLLRDNORM);
}

static int evdev_open(struct inode *inode, struct file *file)
{
	struct evdev *evdev = container_of(inode->i_cdev, struct evdev, cdev);
	struct evdev_client *client = kzalloc(sizeof(*client), GFP_KERNEL);
	unsigned long flags;
	int error;

	if (!client)
		return -ENOMEM;
	error = evdev->gone ? -ENODEV : __input_open(evdev->input);
	if (error) {
		kfree(client);
		return error;
	}
	client->evdev = evdev;
	spin_lock_irqsave(&evdev->input->event_lock, flags);
	list_add_tail(&client->link, &evdev->clients);
	spin_unlock_irqrestore(&evdev->input->event_lock, flags);
	get_device(&evdev->dev);
	file->private_data = client;
	return stream_open(inode, file);
}

static int evdev_release(struct inode *inode, struct file *file)
{
	struct evdev_client *client = file->private_data;
	struct evdev *evdev = client->evdev;
	unsigned long flags;

	spin_lock_irqsave(&evdev->input->event_lock, flags);
	list_del(&client->link);
	if (evdev->grab == client)
		evdev->grab = NULL;
	spin_unlock_irqrestore(&evdev->input->event_lock, flags);
	if (!evdev->gone)
		__input_close(evdev->input);
	kfree(client);
	put_device(&evdev->dev);
	return 0;
}

static int evdev_fasync(int fd, struct file *file, int on)
{
	struct evdev_client *client = file->private_data;

	return fasync_helper(fd, file, on, &client->fasync);
}

/* Whole packets alone. */
static bool evdev_next(struct evdev_client *client, struct input_event *event)
{
	unsigned long flags;
	bool have;

	spin_lock_irqsave(&client->evdev->input->event_lock, flags);
	have = client->packet_head != client->tail;
	if (have) {
		*event = client->buffer[client->tail++];
		client->tail &= EVDEV_BUFFER - 1;
	}
	spin_unlock_irqrestore(&client->evdev->input->event_lock, flags);
	return have;
}

static ssize_t evdev_read(struct file *file, char __user *buffer, size_t count, loff_t *position)
{
	struct evdev_client *client = file->private_data;
	struct evdev *evdev = client->evdev;
	struct input_event event;
	size_t done = 0;
	int error;

	if (count != 0 && count < sizeof(event))
		return -EINVAL;
	for (;;) {
		if (evdev->gone)
			return -ENODEV;
		if (client->packet_head == client->tail && (file->f_flags & O_NONBLOCK))
			return -EAGAIN;
		if (count == 0)
			return 0;
		while (done + sizeof(event) <= count && evdev_next(client, &event)) {
			if (copy_to_user(buffer + done, &event, sizeof(event)))
				return -EFAULT;
			done += sizeof(event);
		}
		if (done)
			return done;
		error = wait_event_interruptible(evdev->wait, client->packet_head != client->tail || evdev->gone);
		if (error)
			return error;
	}
}

/* Programs light lamps and sound bells so. */
static ssize_t evdev_write(struct file *file, const char __user *buffer, size_t count, loff_t *position)
{
	struct evdev_client *client = file->private_data;
	struct input_event event;
	size_t done;

	if (count != 0 && count < sizeof(event))
		return -EINVAL;
	if (client->evdev->gone)
		return -ENODEV;
	for (done = 0; done + sizeof(event) <= count; done += sizeof(event)) {
		if (copy_from_user(&event, buffer + done, sizeof(event)))
			return -EFAULT;
		input_event(client->evdev->input, event.type, event.code, event.value);
	}
	return done;
}

static __poll_t evdev_poll(struct file *file, poll_table *wait)
{
	struct evdev_client *client = file->private_data;

	poll_wait(file, &client->evdev->wait, wait);
	if (client->evdev->gone)
		return EPOLLHUP | EPOLLERR;
	return EPOLLOUT | EPOLLWRNORM | (client->packet_head != client->tail ? EPOLLIN | EPOLLRDNORM : 0);
}

static long text_to_user(const char *text, unsigned int size, void __user *to)
{
	size_t length;

	if (!text)
		return -ENOENT;
	length = min_t(size_t, strlen(text) + 1, size);
	return copy_to_user(to, text, length) ? -EFAULT : (long)length;
}

static long bits_to_user(const unsigned long *bits, unsigned int count, unsigned int size, void __user *to)
{
	size_t length = min_t(size_t, BITS_TO_LONGS(count) * sizeof(long), size);

	return copy_to_user(to, bits, length) ? -EFAULT : (long)length;
}

static long bits_of_type(struct input_dev *dev, unsigned int type, unsigned int size, void __user *to)
{
	switch (type) {
	case 0: return bits_to_user(dev->evbit, EV_MAX, size, to);
	case EV_KEY: return bits_to_user(dev->keybit, KEY_MAX, size, to);
	case EV_REL: return bits_to_user(dev->relbit, REL_MAX, size, to);
	case EV_ABS: return bits_to_user(dev->absbit, ABS_MAX, size, to);
	case EV_MSC: return bits_to_user(dev->mscbit, MSC_MAX, size, to);
	case EV_LED: return bits_to_user(dev->ledbit, LED_MAX, size, to);
	case EV_SND: return bits_to_user(dev->sndbit, SND_MAX, size, to);
	case EV_SW: return bits_to_user(dev->swbit, SW_MAX, size, to);
	default: return -EINVAL;
	}
}

static long grab(struct evdev_client *client, bool on)
{
	struct evdev *evdev = client->evdev;

	if (on ? evdev->grab != NULL : evdev->grab != client)
		return on ? -EBUSY : -EINVAL;
	evdev->grab = on ? client : NULL;
	return 0;
}

static long evdev_ioctl(struct file *file, unsigned int command, unsigned long argument)
{
	struct evdev_client *client = file->private_data;
	struct input_dev *dev = client->evdev->input;
	void __user *to = (void __user *)argument;
	unsigned int size = _IOC_SIZE(command), number = _IOC_NR(command);

	if (client->evdev->gone)
		return -ENODEV;
	switch (command) {
	case EVIOCGVERSION: return put_user(EV_VERSION, (int __user *)to);
	case EVIOCGID: return copy_to_user(to, &dev->id, sizeof(dev->id)) ? -EFAULT : 0;
	case EVIOCGREP:
		if (!test_bit(EV_REP, dev->evbit))
			return -ENOSYS;
		return copy_to_user(to, dev->rep, sizeof(dev->rep)) ? -EFAULT : 0;
	case EVIOCGRAB: return grab(client, argument != 0);
	}
	if (_IOC_TYPE(command) != 'E' || _IOC_DIR(command) != _IOC_READ)
		return -EINVAL;
	switch (number) {
	case 0x06: return text_to_user(dev->name, size, to);
	case 0x07: return text_to_user(dev->phys, size, to);
	case 0x08: return text_to_user(dev->uniq, size, to);
	case 0x09: return bits_to_user(dev->propbit, INPUT_PROP_MAX, size, to);
	case 0x18: return bits_to_user(dev->key, KEY_MAX, size, to);
	case 0x19: return bits_to_user(dev->led, LED_MAX, size, to);
	case 0x1b: return bits_to_user(dev->sw, SW_MAX, size, to);
	}
	if (number >= 0x20 && number < 0x40)
		return bits_of_type(dev, number - 0x20, size, to);
	if (number >= 0x40 && number < 0x80 && dev->absinfo)
		return copy_to_user(to, &dev->absinfo[number - 0x40], min_t(size_t, size, sizeof(struct input_absinfo))) ? -EFAULT : 0;
	return -EINVAL;
}

static const struct file_operations evdev_fops = {
	.open = evdev_open,
	.release = evdev_release,
	.read = evdev_read,
	.write = evdev_write,
	.poll = evdev_poll,
	.unlocked_ioctl = evdev_ioctl,
	.fasync = evdev_fasync,
};

static void release_evdev(struct device *dev)
{
	struct evdev *evdev = container_of(dev, struct evdev, dev);

	input_put_device(evdev->input);
	kfree(evdev);
}

int __evdev_connect(struct input_dev *dev)
{
	struct evdev *evdev;
	unsigned int minor;
	int error;

	for (minor = 0; minor < EVDEV_MINORS && evdev_minors >> minor & 1; minor++)
		;
	if (minor == EVDEV_MINORS)
		return -ENFILE;
	evdev = kzalloc(sizeof(*evdev), GFP_KERNEL);
	if (!evdev)
		return -ENOMEM;
	INIT_LIST_HEAD(&evdev->clients);
	init_waitqueue_head(&evdev->wait);
	evdev->input = input_get_device(dev);
	device_initialize(&evdev->dev);
	dev_set_name(&evdev->dev, "event%d", minor);
	evdev->dev.devt = MKDEV(INPUT_MAJOR, EVDEV_MINOR_BASE + minor);
	evdev->dev.class = dev->dev.class;
	evdev->dev.parent = &dev->dev;
	evdev->dev.release = release_evdev;
	cdev_init(&evdev->cdev, &evdev_fops);
	error = cdev_device_add(&evdev->cdev, &evdev->dev);
	if (error) {
		put_device(&evdev->dev);
		return error;
	}
	evdev_minors |= 1u << minor;
	dev->__evdev = evdev;
	return 0;
}

void __evdev_disconnect(struct input_dev *dev)
{
	struct evdev *evdev = dev->__evdev;

	if (!evdev)
		return;
	dev->__evdev = NULL;
	evdev->gone = true;
	evdev_minors &= ~(1u << (MINOR(evdev->dev.devt) - EVDEV_MINOR_BASE));
	cdev_device_del(&evdev->cdev, &evdev->dev);
	wake_up_interruptible_poll(&evdev->wait, EPOLLHUP | EPOLLERR);
	if (dev->users) {
		dev->users = 1;
		__input_close(dev);
	}
	put_device(&evdev->dev);
}
