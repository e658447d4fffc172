/* Lock checking, which the reference kernel is built without. */
#ifndef __LINUX_LOCKDEP_H
#define __LINUX_LOCKDEP_H

struct lock_class_key { };
struct lockdep_map { };

#define lockdep_assert_held(lock) ((void)(lock))
#define lockdep_assert_not_held(lock) ((void)(lock))
#define lockdep_assert_held_once(lock) ((void)(lock))
#define lockdep_assert_irqs_disabled() ((void)0)
#define lockdep_is_held(lock) 1
#define lockdep_set_class(lock, key) ((void)(key))
#define lockdep_init_map(map, name, key, subclass) ((void)0)

#endif
