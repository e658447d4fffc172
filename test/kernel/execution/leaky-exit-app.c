#include <fcntl.h>
#include <unistd.h>

int main(void)
{
	char byte;

	return read(open("/dev/leaky", O_RDONLY), &byte, 1);
}
