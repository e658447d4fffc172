/* A socket's queues and limits. */
#ifndef _SOCK_H
#define _SOCK_H

#include <linux/net.h>
#include <linux/netdevice.h>
#include <linux/wait.h>

struct sock {
	int sk_type;
	__be16 sk_protocol;
	struct sk_buff_head sk_receive_queue;
	wait_queue_head_t sk_wait;
	atomic_t sk_rmem_alloc;
	atomic_t sk_wmem_alloc; /* and one while it is open */
	int sk_rcvbuf, sk_sndbuf;
	int sk_err;
	long sk_rcvtimeo, sk_sndtimeo;
};

/* net/core/sock.c */
void sock_init_data(struct socket *sock, struct sock *sk);
void __sock_put(struct sock *sk);
int sock_queue_rcv_skb(struct sock *sk, struct sk_buff *skb);
struct sk_buff *skb_recv_datagram(struct sock *sk, unsigned int flags, int *error);
struct sk_buff *sock_alloc_send_pskb(struct sock *sk, unsigned long header, unsigned long data, int nonblocking,
				     int *error, int order);
int sock_error(struct sock *sk);
__poll_t datagram_poll(struct file *file, struct socket *sock, struct poll_table_struct *table);
int sock_setsockopt(struct socket *sock, int name, const void __user *value, unsigned int length);
int sock_getsockopt(struct socket *sock, int name, void __user *value, int __user *length);
int skb_copy_datagram_msg(const struct sk_buff *skb, int offset, struct msghdr *message, int length);
int skb_copy_datagram_from_iter(struct sk_buff *skb, int offset, struct iov_iter *from, int length);

#endif
