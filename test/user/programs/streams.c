/* Files by way of FILE. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void lines(void)
{
	FILE *file = fopen("lines.txt", "w+");
	char line[40], *text = NULL;
	size_t size = 0;
	ssize_t length;

	for (int i = 0; i < 500; i++)
		fprintf(file, "line %d%s\n", i, i % 50 == 0 ? " which is longer than the others, much longer" : "");
	fputs("no newline", file);
	printf("%ld\n", ftell(file));
	rewind(file);
	for (int i = 0; i < 60 && fgets(line, sizeof(line), file); i++)
		printf("[%s]", line);
	printf("%ld\n", ftell(file));
	while ((length = getline(&text, &size, file)) >= 0)
		printf("%zd ", length);
	printf("%d %d\n", feof(file), ferror(file));
	free(text);
	fclose(file);
}

static void positions(void)
{
	FILE *file = fopen("bytes.bin", "w");
	unsigned char bytes[10000], back[10000];

	for (int i = 0; i < 10000; i++)
		bytes[i] = i * 7;
	printf("%zu %zu\n", fwrite(bytes, 10, 1000, file), fwrite(bytes, 0, 5, file));
	printf("%d\n", fclose(file));
	file = fopen("bytes.bin", "r+");
	printf("%zu\n", fread(back, 1, 100, file));
	printf("%d %d\n", memcmp(bytes, back, 100), fgetc(file) == bytes[100]);
	printf("%d %d %ld\n", ungetc('!', file), fgetc(file), ftell(file));
	printf("%d %ld\n", fseek(file, -50, SEEK_CUR), ftell(file));
	fwrite("overwritten", 1, 11, file);
	printf("%ld\n", ftell(file));
	fseek(file, 40, SEEK_SET);
	printf("%zu %.11s %d\n", fread(back, 1, 9960, file), back + 11, feof(file));
	fseek(file, 0, SEEK_END);
	printf("%ld %d %d\n", ftell(file), fgetc(file), feof(file));
	clearerr(file);
	printf("%d\n", feof(file));
	printf("%d %d\n", fseek(file, -1, SEEK_SET), errno == EINVAL);
	fclose(file);
	file = fopen("bytes.bin", "a");
	fputc('x', file);
	fclose(file);
	file = fopen("bytes.bin", "r");
	fseek(file, -1, SEEK_END);
	printf("%c %d\n", getc(file), getc(file));
	printf("%d", fputc('y', file));
	printf(" %d\n", ferror(file) != 0);
	fclose(file);
}

static void refusals(void)
{
	FILE *file = fopen("missing", "r");

	printf("%d %s\n", file == NULL, strerror(errno));
	file = fopen("bytes.bin", "wx");
	printf("%d %s\n", file == NULL, strerror(errno));
	file = fopen("bytes.bin", "?");
	printf("%d %s\n", file == NULL, strerror(errno));
	printf("%zd", read(99, NULL, 1));
	printf(" %s\n", strerror(errno));
	printf("%d %d\n", remove("bytes.bin"), remove("bytes.bin"));
}

static void descriptors(void)
{
	int fd = open("raw", O_RDWR | O_CREAT | O_TRUNC, 0644);
	char text[32] = { 0 };
	FILE *file;

	dprintf(fd, "%s %d\n", "formatted", 7);
	printf("%ld\n", (long)lseek(fd, 0, SEEK_CUR));
	lseek(fd, 2, SEEK_SET);
	printf("%zd %s", read(fd, text, 5), text);
	file = fdopen(fd, "r+");
	printf(" %d %s", fileno(file) == fd, fgets(text, sizeof(text), file));
	setvbuf(file, NULL, _IONBF, 0);
	fputs("unbuffered", file);
	printf("%ld\n", (long)lseek(fd, 0, SEEK_CUR));
	fclose(file);
}

static void last_words(void) { printf("last words\n"); }
static void first_words(void) { printf("first words "); }

int main(void)
{
	int value, count;
	char word[20];
	unsigned long hexadecimal;

	lines();
	positions();
	refusals();
	descriptors();
	count = sscanf("12 apples 0x1f", "%d %19s %lx", &value, word, &hexadecimal);
	printf("%d %d %s %lx\n", count, value, word, hexadecimal);
	printf("%d\n", getchar());
	fprintf(stderr, "to standard error %d\n", 1);
	putchar('p');
	puts("uts");
	atexit(last_words);
	atexit(first_words);
	printf("without a newline at the end");
	fputs("!", stdout);
	exit(7);
}
