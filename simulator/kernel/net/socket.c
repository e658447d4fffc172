/* Sockets as files, and the system calls about them. */
#include <linux/fdtable.h>
#include <linux/module.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <net/sock.h>

static const struct net_proto_family *families[AF_MAX];

/* kernel/syscalls.c */
extern long (*__socket_syscall)(long number, long a, long b, long c, long d, long e, long f);
static long socket_syscall(long number, long a, long b, long c, long d, long e, long f);

int sock_register(const struct net_proto_family *family)
{
	if (family->family >= AF_MAX)
		return -ENOBUFS;
	if (families[family->family])
		return -EEXIST;
	families[family->family] = family;
	__socket_syscall = socket_syscall;
	return 0;
}

static long transfer(struct file *file, struct msghdr *message, size_t length, unsigned int flags, bool sends)
{
	struct socket *sock = file->private_data;

	if (file->f_flags & O_NONBLOCK)
		flags |= MSG_DONTWAIT;
	message->msg_flags = sends ? flags : 0;
	return sends ? sock->ops->sendmsg(sock, message, length) : sock->ops->recvmsg(sock, message, length, flags);
}

/* One piece of user memory. */
static long transfer_piece(struct file *file, void __user *buffer, size_t length, unsigned int flags, bool sends,
			   void *name, int *name_length)
{
	struct iovec piece = { .iov_base = buffer, .iov_len = length };
	struct msghdr message = { .msg_name = name, .msg_namelen = name_length ? *name_length : 0 };
	long result;

	iov_iter_init(&message.msg_iter, sends ? ITER_SOURCE : ITER_DEST, &piece, 1, length);
	result = transfer(file, &message, length, flags, sends);
	if (name_length)
		*name_length = message.msg_namelen;
	return result;
}

static ssize_t read_socket(struct file *file, char __user *buffer, size_t count, loff_t *position)
{
	return transfer_piece(file, buffer, count, 0, false, NULL, NULL);
}

static ssize_t write_socket(struct file *file, const char __user *buffer, size_t count, loff_t *position)
{
	return transfer_piece(file, (char __user *)buffer, count, 0, true, NULL, NULL);
}

static __poll_t poll_socket(struct file *file, struct poll_table_struct *table)
{
	struct socket *sock = file->private_data;

	return sock->ops->poll(file, sock, table);
}

static long ioctl_socket(struct file *file, unsigned int command, unsigned long argument)
{
	struct socket *sock = file->private_data;

	return sock->ops->ioctl(sock, command, argument);
}

static int release_socket(struct inode *inode, struct file *file)
{
	struct socket *sock = file->private_data;

	sock->ops->release(sock);
	kfree(sock);
	return 0;
}

static const struct file_operations socket_operations = {
	.read = read_socket,
	.write = write_socket,
	.poll = poll_socket,
	.unlocked_ioctl = ioctl_socket,
	.release = release_socket,
};

static long install_socket(struct socket *sock, int flags)
{
	static unsigned long sockets_made;
	long fd;

	sock->file = __alloc_file(&socket_operations, O_RDWR | (flags & SOCK_NONBLOCK));
	if (!sock->file)
		return -ENOMEM;
	sock->file->f_mode &= ~(FMODE_LSEEK | FMODE_PREAD | FMODE_PWRITE);
	sock->file->__kind = "socket";
	sock->file->__number = ++sockets_made;
	sock->file->private_data = sock;
	fd = __install_fd(sock->file, 0);
	if (fd < 0) {
		sock->file->private_data = NULL;
		kfree(sock->file);
	}
	return fd;
}

static long sys_socket(int family, int type, int protocol)
{
	int flags = type & ~SOCK_TYPE_MASK;
	struct socket *sock;
	long result;

	if (flags & ~(SOCK_CLOEXEC | SOCK_NONBLOCK))
		return -EINVAL;
	if (family < 0 || family >= AF_MAX || !families[family])
		return -EAFNOSUPPORT;
	sock = kzalloc(sizeof(*sock), GFP_KERNEL);
	if (!sock)
		return -ENFILE;
	sock->type = type & SOCK_TYPE_MASK;
	result = families[family]->create(sock, protocol);
	if (!result) {
		result = install_socket(sock, flags);
		if (result >= 0)
			return result;
		sock->ops->release(sock);
	}
	kfree(sock);
	return result;
}

static long copy_address(struct sockaddr_storage *address, const void __user *from, int length)
{
	if (length < 0 || length > (int)sizeof(*address))
		return -EINVAL;
	return length && copy_from_user(address, from, length) ? -EFAULT : 0;
}

/* What fits of the address, and how long it is. */
static long give_address(void __user *to, int __user *room_at, const struct sockaddr_storage *address, int length)
{
	int room;

	if (get_user(room, room_at))
		return -EFAULT;
	if (room < 0)
		return -EINVAL;
	if (copy_to_user(to, address, min(room, length)))
		return -EFAULT;
	return put_user(length, room_at) ? -EFAULT : 0;
}

static long sys_bind(struct socket *sock, const void __user *from, int length)
{
	struct sockaddr_storage address = { 0 };
	long error = copy_address(&address, from, length);

	return error ? error : sock->ops->bind(sock, (struct sockaddr *)&address, length);
}

static long sys_getsockname(struct socket *sock, void __user *to, int __user *room)
{
	struct sockaddr_storage address = { 0 };
	long length = sock->ops->getname(sock, (struct sockaddr *)&address, 0);

	return length < 0 ? length : give_address(to, room, &address, length);
}

static long sys_sendto(struct file *file, void __user *buffer, size_t length, unsigned int flags,
		       const void __user *to, int to_length)
{
	struct sockaddr_storage address = { 0 };
	long error = to ? copy_address(&address, to, to_length) : 0;

	return error ? error : transfer_piece(file, buffer, length, flags, true, to ? &address : NULL, &to_length);
}

static long sys_recvfrom(struct file *file, void __user *buffer, size_t length, unsigned int flags,
			 void __user *from, int __user *room)
{
	struct sockaddr_storage address = { 0 };
	int address_length = 0;
	long result = transfer_piece(file, buffer, length, flags, false, from ? &address : NULL, &address_length);
	long error = result >= 0 && from ? give_address(from, room, &address, address_length) : 0;

	return error ? error : result;
}

static long call_with_socket(long number, struct file *file, long b, long c, long d, long e, long f)
{
	struct socket *sock = file->private_data;

	if (file->f_op != &socket_operations)
		return -ENOTSOCK;
	switch (number) {
	case 44: return sys_sendto(file, (void __user *)b, c, d, (const void __user *)e, f);
	case 45: return sys_recvfrom(file, (void __user *)b, c, d, (void __user *)e, (int __user *)f);
	case 49: return sys_bind(sock, (const void __user *)b, c);
	case 51: return sys_getsockname(sock, (void __user *)b, (int __user *)c);
	case 54:
		return b == SOL_SOCKET ? sock_setsockopt(sock, c, (const void __user *)d, e) :
					 sock->ops->setsockopt(sock, b, c, (const void __user *)d, e);
	case 55:
		return b == SOL_SOCKET ? sock_getsockopt(sock, c, (void __user *)d, (int __user *)e) :
					 sock->ops->getsockopt(sock, b, c, (void __user *)d, (int __user *)e);
	default: return -EOPNOTSUPP;
	}
}

static long socket_syscall(long number, long a, long b, long c, long d, long e, long f)
{
	struct file *file;
	long result;

	if (number == 41)
		return sys_socket(a, b, c);
	file = fget(a);
	if (!file)
		return -EBADF;
	result = call_with_socket(number, file, b, c, d, e, f);
	fput(file);
	return result;
}
