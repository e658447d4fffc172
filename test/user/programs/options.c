/* The command line: also what is refused. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	static int flag;
	static const struct option names[] = {
		{ "size", required_argument, NULL, 's' },
		{ "verbose", no_argument, NULL, 'v' },
		{ "flag", no_argument, &flag, 5 },
		{ "level", optional_argument, NULL, 'l' },
		{ 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "+s:vl::", names, NULL)) != -1)
		printf("%d '%c' %s %d\n", option, option > 32 ? option : '-', optarg ? optarg : "(none)", optind);
	for (; optind < argc; optind++)
		printf("rest %s\n", argv[optind]);
	printf("%d\n", flag);
	return 0;
}
