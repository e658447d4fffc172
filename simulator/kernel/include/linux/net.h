/* Sockets as files, and what a family of protocols gives them. */
#ifndef _LINUX_NET_H
#define _LINUX_NET_H

#include <linux/fs.h>
#include <linux/poll.h>
#include <linux/ratelimit.h>
#include <linux/skbuff.h>
#include <linux/socket.h>
#include <linux/sockios.h>

enum sock_type { SOCK_STREAM = 1, SOCK_DGRAM, SOCK_RAW, SOCK_RDM, SOCK_SEQPACKET, SOCK_DCCP, SOCK_PACKET = 10 };
#define SOCK_TYPE_MASK 0xf
#define SOCK_CLOEXEC O_CLOEXEC
#define SOCK_NONBLOCK O_NONBLOCK

struct sock;

struct socket {
	short type;
	struct file *file;
	struct sock *sk;
	const struct proto_ops *ops;
};

struct proto_ops {
	int family;
	int (*release)(struct socket *sock);
	int (*bind)(struct socket *sock, struct sockaddr *address, int length);
	int (*getname)(struct socket *sock, struct sockaddr *address, int peer);
	__poll_t (*poll)(struct file *file, struct socket *sock, struct poll_table_struct *table);
	int (*ioctl)(struct socket *sock, unsigned int command, unsigned long argument);
	int (*setsockopt)(struct socket *sock, int level, int name, const void __user *value, unsigned int length);
	int (*getsockopt)(struct socket *sock, int level, int name, void __user *value, int __user *length);
	int (*sendmsg)(struct socket *sock, struct msghdr *message, size_t length);
	int (*recvmsg)(struct socket *sock, struct msghdr *message, size_t length, int flags);
};

struct net_proto_family {
	int family;
	int (*create)(struct socket *sock, int protocol);
};

/* net/socket.c */
int sock_register(const struct net_proto_family *family);

#define net_ratelimit() ({ static DEFINE_RATELIMIT_STATE(__rate, 5 * HZ, 10); __ratelimit(&__rate); })

#endif
