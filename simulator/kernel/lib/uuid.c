/* Unique identifiers (RFC 4122, version 4), and their text. */
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/random.h>
#include <linux/uuid.h>

void generate_random_uuid(unsigned char uuid[16])
{
	get_random_bytes(uuid, 16);
	uuid[6] = (uuid[6] & 0x0f) | 0x40;
	uuid[8] = (uuid[8] & 0x3f) | 0x80;
}

void uuid_gen(uuid_t *uuid)
{
	generate_random_uuid(uuid->b);
}

/* Its first three fields are little-endian. */
void guid_gen(guid_t *guid)
{
	get_random_bytes(guid->b, 16);
	guid->b[7] = (guid->b[7] & 0x0f) | 0x40;
	guid->b[8] = (guid->b[8] & 0x3f) | 0x80;
}

bool uuid_is_valid(const char *text)
{
	int i;

	for (i = 0; i < UUID_STRING_LEN; i++)
		if (i == 8 || i == 13 || i == 18 || i == 23 ? text[i] != '-' : !isxdigit(text[i]))
			return false;
	return true;
}

static int parse_uuid(const char *text, u8 *bytes, const u8 *order)
{
	static const u8 places[16] = { 0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34 };
	int i;

	if (!uuid_is_valid(text))
		return -EINVAL;
	for (i = 0; i < 16; i++)
		bytes[order[i]] = hex_to_bin(text[places[i]]) << 4 | hex_to_bin(text[places[i] + 1]);
	return 0;
}

int uuid_parse(const char *text, uuid_t *uuid)
{
	static const u8 order[16] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 };

	return parse_uuid(text, uuid->b, order);
}

int guid_parse(const char *text, guid_t *guid)
{
	static const u8 order[16] = { 3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15 };

	return parse_uuid(text, guid->b, order);
}
