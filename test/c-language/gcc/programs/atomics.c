TEST(sync_family)
{
	int x = 5;
	long l = 10;
	char c = 1;
	printf("%d %d %d %d\n", __sync_fetch_and_add(&x, 3), __sync_add_and_fetch(&x, 2), __sync_fetch_and_sub(&x, 1),
	       __sync_sub_and_fetch(&x, 4));
	printf("%ld %ld %ld %ld\n", __sync_fetch_and_or(&l, 5), __sync_or_and_fetch(&l, 16),
	       __sync_fetch_and_and(&l, 3), __sync_xor_and_fetch(&l, 0xff));
	printf("%d %d\n", __sync_fetch_and_nand(&c, 3), __sync_nand_and_fetch(&c, 5));
	printf("%d %d %d\n", __sync_bool_compare_and_swap(&x, 5, 7), __sync_val_compare_and_swap(&x, 5, 9), x);
	printf("%d %d %d\n", __sync_lock_test_and_set(&x, 1), x, (__sync_lock_release(&x), x));
	__sync_synchronize();
}
TEST(atomic_family)
{
	int x = 5, e = 4, v = 8, out;
	printf("%d\n", __atomic_load_n(&x, __ATOMIC_SEQ_CST));
	__atomic_store_n(&x, 9, __ATOMIC_RELEASE);
	__atomic_load(&x, &out, __ATOMIC_RELAXED);
	__atomic_store(&x, &v, __ATOMIC_RELAXED);
	printf("%d %d %d\n", out, x, __atomic_exchange_n(&x, 3, __ATOMIC_ACQ_REL));
	__atomic_exchange(&x, &v, &out, __ATOMIC_SEQ_CST);
	printf("%d %d\n", x, out);
	printf("%d %d", __atomic_compare_exchange_n(&x, &e, 1, 0, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED), e);
	printf(" %d %d\n", __atomic_compare_exchange(&x, &e, &v, 1, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST), x);
	printf("%d %d %d %d %d %d\n", __atomic_fetch_add(&x, 2, 0), __atomic_add_fetch(&x, 2, 0),
	       __atomic_fetch_sub(&x, 1, 0), __atomic_fetch_or(&x, 0x30, 0), __atomic_and_fetch(&x, 0x1f, 0),
	       __atomic_fetch_xor(&x, 3, 0));
	printf("%d %d\n", __atomic_nand_fetch(&x, 6, 0), __atomic_fetch_nand(&x, 1, 0));
	char f = 0;
	printf("%d %d\n", __atomic_test_and_set(&f, 0), __atomic_test_and_set(&f, 0));
	__atomic_clear(&f, 0);
	printf("%d\n", f);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
	printf("%d %d\n", __atomic_always_lock_free(4, 0), __atomic_is_lock_free(8, 0));
}
TEST(atomic_pointers)
{
	int a[4] = {1, 2, 3, 4}, *p = a;
	int *old = __atomic_exchange_n(&p, a + 2, 0);
	printf("%d %d\n", *old, *p);
	printf("%d\n", __sync_bool_compare_and_swap(&p, a + 2, a + 1));
	printf("%d\n", *p);
	int *q = __atomic_load_n(&p, 0);
	printf("%d\n", *q);
	__atomic_fetch_add(&p, 4, 0);
	printf("%d\n", *p);
}
TEST(atomic_narrow)
{
	unsigned char c = 250;
	short s = -5;
	_Bool b = 0;
	printf("%d %d %d\n", __atomic_add_fetch(&c, 10, 0), __sync_fetch_and_add(&c, 255), c);
	printf("%d %d\n", __atomic_fetch_sub(&s, 32767, 0), s);
	printf("%d %d\n", __atomic_exchange_n(&b, 1, 0), b);
}
TEST(qualified_atomics)
{
	_Atomic int a = 5;
	a += 3;
	a++;
	--a;
	printf("%d %d\n", a, a-- * 2);
	_Atomic(unsigned char) c = 255;
	c++;
	printf("%d\n", c);
	_Atomic long *p = &(_Atomic long){7};
	*p |= 8;
	printf("%ld\n", *p);
	struct {
		_Atomic int n;
	} s = {1};
	s.n <<= 4;
	printf("%d\n", s.n);
}
#define READ_ONCE(x) (*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, v)                               \
	do {                                           \
		*(volatile __typeof__(x) *)&(x) = (v); \
	} while (0)
#define barrier() __asm__ __volatile__("" : : : "memory")
TEST(once)
{
	int x = 3;
	long l = 4;
	struct {
		int n;
	} s = {5};
	barrier();
	printf("%d %ld %d\n", READ_ONCE(x), READ_ONCE(l), READ_ONCE(s.n));
	WRITE_ONCE(x, 9);
	WRITE_ONCE(s.n, x + 1);
	barrier();
	printf("%d %d\n", x, s.n);
	asm volatile("" ::: "memory");
	asm volatile("" : "+r"(x));
	asm volatile("" : : "r"(x) : "memory", "cc");
	__asm__("" : "=r"(l) : "0"(l));
	printf("%d %ld\n", x, l);
}
#define unqual(x) __typeof__(_Generic((x), char: (char)0, int: 0, long: 0L, const volatile int: 0, default: (x)))
TEST(unqualified_scalars)
{
	const volatile int c = 5;
	unqual(c) copy = c;
	copy++;
	printf("%d\n", copy);
}
TEST(hide_variable)
{
	unsigned long ptr = 0x1234;
	unsigned long hidden;
	__asm__("" : "=r"(hidden) : "0"(ptr));
	printf("%lx\n", hidden);
	int y = 7;
	__asm__ volatile("" : "=m"(y) : "m"(y));
	printf("%d\n", y);
}
TEST(spin)
{
	volatile int lock = 0;
	while (__sync_lock_test_and_set(&lock, 1))
		;
	printf("%d\n", lock);
	__sync_lock_release(&lock);
	printf("%d\n", lock);
	int n = 0, old;
	do
		old = __atomic_load_n(&n, 0);
	while (!__atomic_compare_exchange_n(&n, &old, old + 5, 0, 0, 0));
	printf("%d\n", n);
}
