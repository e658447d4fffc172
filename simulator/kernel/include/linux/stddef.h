/* NULL, true and false, and where a member lies in its structure. */
#ifndef _LINUX_STDDEF_H
#define _LINUX_STDDEF_H

#undef NULL
#define NULL ((void *)0)

enum {
	false = 0,
	true = 1
};

#undef offsetof
#define offsetof(type, member) __builtin_offsetof(type, member)
#define sizeof_field(type, member) sizeof((((type *)0)->member))
#define offsetofend(type, member) (offsetof(type, member) + sizeof_field(type, member))

#define __struct_group(tag, name, attributes, members...)       \
	union {                                                 \
		struct { members } attributes;                  \
		struct tag { members } attributes name;         \
	}
#define struct_group(name, members...) __struct_group(, name, , members)
#define struct_group_attr(name, attributes, members...) __struct_group(, name, attributes, members)
#define struct_group_tagged(tag, name, members...) __struct_group(tag, name, , members)
#define DECLARE_FLEX_ARRAY(type, name)                          \
	struct {                                                \
		struct { } __empty_##name;                      \
		type name[];                                    \
	}

#endif
