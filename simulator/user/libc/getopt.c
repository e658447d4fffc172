/* Options of the command line. Options end at the first word that is none, as POSIX says. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

char *optarg;
int optind = 1, opterr = 1, optopt;
/* What is still to be read of argv[optind]; it counts as used with its last letter. */
static const char *letters_left = "";

static int refuse(char *const argv[], const char *options, const char *problem, int letter)
{
	optopt = letter;
	if (opterr && *options != ':')
		fprintf(stderr, "%s: %s -- '%c'\n", argv[0], problem, letter);
	return '?';
}

static int next_letter(int argc, char *const argv[], const char *options)
{
	int letter = *letters_left++;
	const char *known = letter == ':' ? NULL : strchr(options, letter);

	optarg = NULL;
	if (!*letters_left)
		optind++;
	if (!known)
		return refuse(argv, options, "invalid option", letter);
	if (known[1] != ':')
		return letter;
	if (*letters_left) {
		optarg = (char *)letters_left;
		optind++;
	} else if (known[2] != ':') {
		if (optind >= argc) {
			refuse(argv, options, "option requires an argument", letter);
			return *options == ':' ? ':' : '?';
		}
		optarg = argv[optind++];
	}
	letters_left = "";
	return letter;
}

int getopt(int argc, char *const argv[], const char *options)
{
	if (!*letters_left) {
		if (optind >= argc || argv[optind][0] != '-' || !argv[optind][1])
			return -1;
		letters_left = argv[optind] + 1;
		if (strcmp(letters_left, "-") == 0) {
			letters_left = "";
			optind++;
			return -1;
		}
	}
	return next_letter(argc, argv, options);
}

static int take_long(int argc, char *const argv[], const char *options, const struct option *option, char *value)
{
	optarg = value;
	if (option->has_arg == required_argument && !value) {
		if (optind >= argc) {
			optopt = option->val;
			if (opterr && *options != ':')
				fprintf(stderr, "%s: option '--%s' requires an argument\n", argv[0], option->name);
			return *options == ':' ? ':' : '?';
		}
		optarg = argv[optind++];
	}
	if (!option->flag)
		return option->val;
	*option->flag = option->val;
	return 0;
}

/* Names have to be written out. */
int getopt_long(int argc, char *const argv[], const char *options, const struct option *names, int *index)
{
	char *word, *value;
	size_t length;

	if (*letters_left || optind >= argc || strncmp(argv[optind], "--", 2) != 0 || !argv[optind][2])
		return getopt(argc, argv, options);
	word = argv[optind++] + 2;
	length = strcspn(word, "=");
	value = word[length] ? word + length + 1 : NULL;
	for (int i = 0; names[i].name; i++) {
		if (strlen(names[i].name) != length || strncmp(names[i].name, word, length) != 0)
			continue;
		if (index)
			*index = i;
		return take_long(argc, argv, options, &names[i], value);
	}
	if (opterr)
		fprintf(stderr, "%s: unrecognized option '--%s'\n", argv[0], word);
	return '?';
}
