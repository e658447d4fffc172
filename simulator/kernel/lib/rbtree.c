/* Red-black trees after Cormen, Leiserson, Rivest and Stein, "Introduction to Algorithms", with the colour kept in the parent's address. */
#include <linux/compiler.h>
#include <linux/rbtree.h>

static bool is_red(const struct rb_node *node)
{
	return node && !(node->__rb_parent_color & 1);
}

static void set_black(struct rb_node *node) { node->__rb_parent_color |= 1; }
static void set_red(struct rb_node *node) { node->__rb_parent_color &= ~1ul; }

static void set_parent(struct rb_node *node, struct rb_node *parent)
{
	node->__rb_parent_color = (node->__rb_parent_color & 1) | (unsigned long)parent;
}

/* Where the tree holds `node`, it holds `other` from now on. */
static void put_in_place(struct rb_node *node, struct rb_node *other, struct rb_node *parent, struct rb_root *root)
{
	if (!parent)
		root->rb_node = other;
	else if (parent->rb_left == node)
		parent->rb_left = other;
	else
		parent->rb_right = other;
}

static void rotate(struct rb_node *node, struct rb_root *root, bool left)
{
	struct rb_node *child = left ? node->rb_right : node->rb_left;
	struct rb_node *inner = left ? child->rb_left : child->rb_right;
	struct rb_node *parent = rb_parent(node);

	if (left)
		node->rb_right = inner;
	else
		node->rb_left = inner;
	if (inner)
		set_parent(inner, node);
	put_in_place(node, child, parent, root);
	set_parent(child, parent);
	if (left)
		child->rb_left = node;
	else
		child->rb_right = node;
	set_parent(node, child);
}

void rb_insert_color(struct rb_node *node, struct rb_root *root)
{
	struct rb_node *parent, *grand, *uncle;

	set_red(node);
	while (is_red(parent = rb_parent(node))) {
		bool left;

		grand = rb_parent(parent);
		left = parent == grand->rb_left;
		uncle = left ? grand->rb_right : grand->rb_left;
		if (is_red(uncle)) {
			set_black(uncle);
			set_black(parent);
			set_red(grand);
			node = grand;
			continue;
		}
		if (node == (left ? parent->rb_right : parent->rb_left)) {
			rotate(parent, root, left);
			node = parent;
			parent = rb_parent(node);
		}
		set_black(parent);
		set_red(grand);
		rotate(grand, root, !left);
	}
	set_black(root->rb_node);
}

/* `node`, perhaps NULL, below `parent` lacks one black. */
static void mend(struct rb_node *node, struct rb_node *parent, struct rb_root *root)
{
	while (node != root->rb_node && !is_red(node)) {
		bool left = node == parent->rb_left;
		struct rb_node *sibling = left ? parent->rb_right : parent->rb_left, *near, *far;

		if (is_red(sibling)) {
			set_black(sibling);
			set_red(parent);
			rotate(parent, root, left);
			sibling = left ? parent->rb_right : parent->rb_left;
		}
		near = left ? sibling->rb_left : sibling->rb_right;
		far = left ? sibling->rb_right : sibling->rb_left;
		if (!is_red(near) && !is_red(far)) {
			set_red(sibling);
			node = parent;
			parent = rb_parent(node);
			continue;
		}
		if (!is_red(far)) {
			set_black(near);
			set_red(sibling);
			rotate(sibling, root, !left);
			sibling = left ? parent->rb_right : parent->rb_left;
			far = left ? sibling->rb_right : sibling->rb_left;
		}
		if (is_red(parent))
			set_red(sibling);
		else
			set_black(sibling);
		set_black(parent);
		set_black(far);
		rotate(parent, root, left);
		node = root->rb_node;
	}
	if (node)
		set_black(node);
}

void rb_erase(struct rb_node *node, struct rb_root *root)
{
	struct rb_node *child, *parent, *next;
	bool red;

	if (node->rb_left && node->rb_right) {
		for (next = node->rb_right; next->rb_left; next = next->rb_left)
			;
		red = is_red(next);
		child = next->rb_right;
		parent = rb_parent(next);
		if (parent == node) {
			parent = next;
		} else {
			parent->rb_left = child;
			if (child)
				set_parent(child, parent);
			next->rb_right = node->rb_right;
			set_parent(next->rb_right, next);
		}
		put_in_place(node, next, rb_parent(node), root);
		next->__rb_parent_color = node->__rb_parent_color;
		next->rb_left = node->rb_left;
		set_parent(next->rb_left, next);
	} else {
		red = is_red(node);
		child = node->rb_left ? node->rb_left : node->rb_right;
		parent = rb_parent(node);
		put_in_place(node, child, parent, root);
		if (child)
			set_parent(child, parent);
	}
	if (!red)
		mend(child, parent, root);
}

void rb_replace_node(struct rb_node *victim, struct rb_node *replacement, struct rb_root *root)
{
	*replacement = *victim;
	if (victim->rb_left)
		set_parent(victim->rb_left, replacement);
	if (victim->rb_right)
		set_parent(victim->rb_right, replacement);
	put_in_place(victim, replacement, rb_parent(victim), root);
}

struct rb_node *rb_first(const struct rb_root *root)
{
	struct rb_node *node = root->rb_node;

	while (node && node->rb_left)
		node = node->rb_left;
	return node;
}

struct rb_node *rb_last(const struct rb_root *root)
{
	struct rb_node *node = root->rb_node;

	while (node && node->rb_right)
		node = node->rb_right;
	return node;
}

struct rb_node *rb_next(const struct rb_node *node)
{
	struct rb_node *parent;

	if (RB_EMPTY_NODE(node))
		return NULL;
	if (node->rb_right) {
		for (node = node->rb_right; node->rb_left; node = node->rb_left)
			;
		return (struct rb_node *)node;
	}
	while ((parent = rb_parent(node)) && node == parent->rb_right)
		node = parent;
	return parent;
}

struct rb_node *rb_prev(const struct rb_node *node)
{
	struct rb_node *parent;

	if (RB_EMPTY_NODE(node))
		return NULL;
	if (node->rb_left) {
		for (node = node->rb_left; node->rb_right; node = node->rb_right)
			;
		return (struct rb_node *)node;
	}
	while ((parent = rb_parent(node)) && node == parent->rb_left)
		node = parent;
	return parent;
}

static struct rb_node *deepest(const struct rb_node *node)
{
	while (node && (node->rb_left || node->rb_right))
		node = node->rb_left ? node->rb_left : node->rb_right;
	return (struct rb_node *)node;
}

struct rb_node *rb_first_postorder(const struct rb_root *root)
{
	return deepest(root->rb_node);
}

struct rb_node *rb_next_postorder(const struct rb_node *node)
{
	const struct rb_node *parent;

	if (!node)
		return NULL;
	parent = rb_parent(node);
	if (parent && node == parent->rb_left && parent->rb_right)
		return deepest(parent->rb_right);
	return (struct rb_node *)parent;
}
