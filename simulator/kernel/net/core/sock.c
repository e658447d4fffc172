/* What sockets of any family have: memory they may hold, waiting for packets, options. */
#include <linux/uaccess.h>
#include <net/sock.h>

/* sysctl net.core.rmem_default and rmem_max, both ways. */
#define DEFAULT_BUFFER 212992
#define SMALLEST_RECEIVE 2304
#define SMALLEST_SEND 4608

void sock_init_data(struct socket *sock, struct sock *sk)
{
	skb_queue_head_init(&sk->sk_receive_queue);
	init_waitqueue_head(&sk->sk_wait);
	sk->sk_rcvbuf = sk->sk_sndbuf = DEFAULT_BUFFER;
	sk->sk_rcvtimeo = sk->sk_sndtimeo = MAX_SCHEDULE_TIMEOUT;
	sk->sk_type = sock->type;
	atomic_set(&sk->sk_wmem_alloc, 1);
	sock->sk = sk;
}

static void give_back_received(struct sk_buff *skb)
{
	atomic_sub(skb->truesize, &skb->sk->sk_rmem_alloc);
}

/* Packets that are being sent keep their socket; it is the first member of what its family allocated. */
static void give_back_sent(struct sk_buff *skb)
{
	struct sock *sk = skb->sk;

	if (atomic_sub_and_test(skb->truesize, &sk->sk_wmem_alloc))
		kfree(sk);
	else
		wake_up(&sk->sk_wait);
}

void __sock_put(struct sock *sk)
{
	if (atomic_dec_and_test(&sk->sk_wmem_alloc))
		kfree(sk);
}

int sock_queue_rcv_skb(struct sock *sk, struct sk_buff *skb)
{
	if (atomic_read(&sk->sk_rmem_alloc) >= sk->sk_rcvbuf)
		return -ENOMEM;
	skb->dev = NULL;
	skb->sk = sk;
	skb->destructor = give_back_received;
	atomic_add(skb->truesize, &sk->sk_rmem_alloc);
	skb_queue_tail(&sk->sk_receive_queue, skb);
	wake_up_interruptible(&sk->sk_wait);
	return 0;
}

int sock_error(struct sock *sk)
{
	return -xchg(&sk->sk_err, 0);
}

static struct sk_buff *take_or_peek(struct sock *sk, unsigned int flags)
{
	struct sk_buff *skb;
	unsigned long irq;

	spin_lock_irqsave(&sk->sk_receive_queue.lock, irq);
	skb = flags & MSG_PEEK ? skb_peek(&sk->sk_receive_queue) : __skb_dequeue(&sk->sk_receive_queue);
	if (skb && (flags & MSG_PEEK))
		skb_get(skb);
	spin_unlock_irqrestore(&sk->sk_receive_queue.lock, irq);
	return skb;
}

struct sk_buff *skb_recv_datagram(struct sock *sk, unsigned int flags, int *error)
{
	struct sk_buff *skb;
	long left;

	*error = sock_error(sk);
	if (*error)
		return NULL;
	while (!(skb = take_or_peek(sk, flags))) {
		*error = -EAGAIN;
		if (flags & MSG_DONTWAIT)
			return NULL;
		left = wait_event_interruptible_timeout(sk->sk_wait, !skb_queue_empty(&sk->sk_receive_queue) || sk->sk_err,
							sk->sk_rcvtimeo);
		if (left < 0)
			*error = sk->sk_rcvtimeo == MAX_SCHEDULE_TIMEOUT ? -ERESTARTSYS : -EINTR;
		else if (sk->sk_err)
			*error = sock_error(sk);
		if (left <= 0 || *error != -EAGAIN)
			return NULL;
	}
	return skb;
}

static bool may_send_more(struct sock *sk)
{
	return atomic_read(&sk->sk_wmem_alloc) < sk->sk_sndbuf;
}

/* Waits until the packets that are under way leave room for another. */
struct sk_buff *sock_alloc_send_pskb(struct sock *sk, unsigned long header, unsigned long data, int nonblocking,
				     int *error, int order)
{
	struct sk_buff *skb;
	long left;

	*error = sock_error(sk);
	if (*error)
		return NULL;
	if (!may_send_more(sk)) {
		*error = -EAGAIN;
		if (nonblocking)
			return NULL;
		left = wait_event_interruptible_timeout(sk->sk_wait, may_send_more(sk) || sk->sk_err, sk->sk_sndtimeo);
		if (left <= 0) {
			*error = left == 0 ? -EAGAIN : -ERESTARTSYS;
			return NULL;
		}
	}
	skb = alloc_skb_with_frags(header, data, order, error, GFP_KERNEL);
	if (!skb)
		return NULL;
	skb->sk = sk;
	skb->destructor = give_back_sent;
	atomic_add(skb->truesize, &sk->sk_wmem_alloc);
	return skb;
}

__poll_t datagram_poll(struct file *file, struct socket *sock, struct poll_table_struct *table)
{
	struct sock *sk = sock->sk;
	__poll_t mask = 0;

	poll_wait(file, &sk->sk_wait, table);
	if (sk->sk_err)
		mask |= EPOLLERR;
	if (!skb_queue_empty(&sk->sk_receive_queue))
		mask |= EPOLLIN | EPOLLRDNORM;
	if (may_send_more(sk))
		mask |= EPOLLOUT | EPOLLWRNORM;
	return mask;
}

static int set_timeout(long *timeout, const void __user *value, unsigned int length)
{
	struct timeval given;

	if (length < sizeof(given))
		return -EINVAL;
	if (copy_from_user(&given, value, sizeof(given)))
		return -EFAULT;
	if (given.tv_usec < 0 || given.tv_usec >= USEC_PER_SEC)
		return -EDOM;
	*timeout = MAX_SCHEDULE_TIMEOUT;
	if (given.tv_sec < 0)
		*timeout = 0;
	else if (given.tv_sec || given.tv_usec)
		*timeout = given.tv_sec * HZ + DIV_ROUND_UP(given.tv_usec, USEC_PER_SEC / HZ);
	return 0;
}

int sock_setsockopt(struct socket *sock, int name, const void __user *value, unsigned int length)
{
	struct sock *sk = sock->sk;
	int given;

	if (name == SO_RCVTIMEO || name == SO_SNDTIMEO)
		return set_timeout(name == SO_RCVTIMEO ? &sk->sk_rcvtimeo : &sk->sk_sndtimeo, value, length);
	if (length < sizeof(given))
		return -EINVAL;
	if (copy_from_user(&given, value, sizeof(given)))
		return -EFAULT;
	given = min(given, DEFAULT_BUFFER);
	switch (name) {
	case SO_RCVBUF: sk->sk_rcvbuf = max(given * 2, SMALLEST_RECEIVE); return 0;
	case SO_SNDBUF: sk->sk_sndbuf = max(given * 2, SMALLEST_SEND); return 0;
	default: return -ENOPROTOOPT;
	}
}

int sock_getsockopt(struct socket *sock, int name, void __user *value, int __user *length)
{
	struct sock *sk = sock->sk;
	int room, result;

	if (get_user(room, length))
		return -EFAULT;
	switch (name) {
	case SO_TYPE: result = sk->sk_type; break;
	case SO_ERROR: result = -sock_error(sk); break;
	case SO_RCVBUF: result = sk->sk_rcvbuf; break;
	case SO_SNDBUF: result = sk->sk_sndbuf; break;
	default: return -ENOPROTOOPT;
	}
	if (room < 0)
		return -EINVAL;
	room = min(room, (int)sizeof(result));
	if (copy_to_user(value, &result, room) || put_user(room, length))
		return -EFAULT;
	return 0;
}

int skb_copy_datagram_msg(const struct sk_buff *skb, int offset, struct msghdr *message, int length)
{
	int linear = min_t(int, length, (int)skb_headlen(skb) - offset);

	if (linear > 0 && copy_to_iter(skb->data + offset, linear, &message->msg_iter) != linear)
		return -EFAULT;
	length -= max(linear, 0);
	for (int i = 0; i < skb_shinfo(skb)->nr_frags && length > 0; i++) {
		skb_frag_t *frag = &skb_shinfo(skb)->frags[i];
		int piece = min_t(int, length, skb_frag_size(frag));

		if (copy_to_iter(skb_frag_address(frag), piece, &message->msg_iter) != piece)
			return -EFAULT;
		length -= piece;
	}
	return 0;
}

/* `offset` lies in the linear part. */
int skb_copy_datagram_from_iter(struct sk_buff *skb, int offset, struct iov_iter *from, int length)
{
	int linear = min_t(int, length, (int)skb_headlen(skb) - offset);

	if (linear > 0 && !copy_from_iter_full(skb->data + offset, linear, from))
		return -EFAULT;
	length -= max(linear, 0);
	for (int i = 0; i < skb_shinfo(skb)->nr_frags && length > 0; i++) {
		skb_frag_t *frag = &skb_shinfo(skb)->frags[i];
		int piece = min_t(int, length, skb_frag_size(frag));

		if (!copy_from_iter_full(skb_frag_address(frag), piece, from))
			return -EFAULT;
		length -= piece;
	}
	return 0;
}
