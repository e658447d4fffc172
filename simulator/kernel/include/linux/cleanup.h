/* What happens to a variable at the end of its scope: given back, unlocked. */
#ifndef __LINUX_GUARDS_H
#define __LINUX_GUARDS_H

#include <linux/compiler.h>

/* `T = __free(name)`: with _T, the variable, the statement is run. */
#define DEFINE_FREE(name, type, statement) \
	static inline void __free_##name(void *variable) { type _T = *(type *)variable; statement; }
#define __free(name) __attribute__((__cleanup__(__free_##name)))
#define no_free_ptr(variable) ({ __auto_type __taken = (variable); (variable) = NULL; __taken; })
#define return_ptr(variable) return no_free_ptr(variable)

#define DEFINE_CLASS(name, type, leave, enter, arguments...)                                           \
	typedef type class_##name##_t;                                                                 \
	static inline void class_##name##_destructor(type *variable) { type _T = *variable; leave; }   \
	static inline type class_##name##_constructor(arguments) { type value = enter; return value; }
#define EXTEND_CLASS(name, extension, enter, arguments...)                                             \
	typedef class_##name##_t class_##name##extension##_t;                                          \
	static inline void class_##name##extension##_destructor(class_##name##_t *variable)            \
	{                                                                                              \
		class_##name##_destructor(variable);                                                   \
	}                                                                                              \
	static inline class_##name##_t class_##name##extension##_constructor(arguments)                \
	{                                                                                              \
		class_##name##_t t = enter;                                                            \
		return t;                                                                              \
	}
#define CLASS(name, variable) \
	class_##name##_t variable __attribute__((__cleanup__(class_##name##_destructor))) = class_##name##_constructor

#define DEFINE_GUARD(name, type, lock, unlock) DEFINE_CLASS(name, type, unlock, ({ lock; _T; }), type _T)
#define guard(name) CLASS(name, __UNIQUE_ID(guard))
#define scoped_guard(name, arguments...) \
	for (CLASS(name, scope)(arguments), *done = NULL; !done; done = (void *)1)

#define __DEFINE_LOCK_GUARD(name, type, value, parameter, enter, leave, members...)                    \
	typedef struct {                                                                               \
		type *lock;                                                                            \
		members;                                                                               \
	} class_##name##_t;                                                                            \
	static inline void class_##name##_destructor(class_##name##_t *_T) { if (_T->lock) { leave; } } \
	static inline class_##name##_t class_##name##_constructor(parameter)                           \
	{                                                                                              \
		class_##name##_t guarded = { .lock = value }, *_T = &guarded;                          \
		enter;                                                                                 \
		(void)_T;                                                                              \
		return guarded;                                                                        \
	}
#define DEFINE_LOCK_GUARD_1(name, type, lock, unlock, members...) \
	__DEFINE_LOCK_GUARD(name, type, wanted, type *wanted, lock, unlock, members)
#define DEFINE_LOCK_GUARD_0(name, lock, unlock, members...) \
	__DEFINE_LOCK_GUARD(name, void, (void *)1, void, lock, unlock, members)

#endif
