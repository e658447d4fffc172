/* Streams and formatted text. scanf() and fscanf() are declared so that using them is diagnosed. */
#ifndef _STDIO_H
#define _STDIO_H

#include <stdarg.h>
#include <stddef.h>
#include <sys/types.h>

#define EOF (-1)
#define BUFSIZ 8192
#define FILENAME_MAX 4096
#define FOPEN_MAX 16
#ifndef SEEK_SET
#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2
#endif
#define _IOFBF 0
#define _IOLBF 1
#define _IONBF 2

typedef struct __stream FILE;
typedef long fpos_t;

extern FILE *stdin, *stdout, *stderr;
#define stdin stdin
#define stdout stdout
#define stderr stderr

int printf(const char *format, ...) __attribute__((__format__(__printf__, 1, 2)));
int fprintf(FILE *stream, const char *format, ...) __attribute__((__format__(__printf__, 2, 3)));
int dprintf(int fd, const char *format, ...) __attribute__((__format__(__printf__, 2, 3)));
int sprintf(char *buffer, const char *format, ...) __attribute__((__format__(__printf__, 2, 3)));
int snprintf(char *buffer, size_t size, const char *format, ...) __attribute__((__format__(__printf__, 3, 4)));
int asprintf(char **result, const char *format, ...) __attribute__((__format__(__printf__, 2, 3)));
int vprintf(const char *format, va_list arguments);
int vfprintf(FILE *stream, const char *format, va_list arguments);
int vsprintf(char *buffer, const char *format, va_list arguments);
int vsnprintf(char *buffer, size_t size, const char *format, va_list arguments);
int vasprintf(char **result, const char *format, va_list arguments);
int vdprintf(int fd, const char *format, va_list arguments);
int scanf(const char *format, ...) __attribute__((__format__(__scanf__, 1, 2)));
int fscanf(FILE *stream, const char *format, ...) __attribute__((__format__(__scanf__, 2, 3)));
int vsscanf(const char *text, const char *format, va_list arguments);
int sscanf(const char *text, const char *format, ...) __attribute__((__format__(__scanf__, 2, 3)));

int putchar(int c);
int putc(int c, FILE *stream);
int fputc(int c, FILE *stream);
int puts(const char *text);
int fputs(const char *text, FILE *stream);
int getchar(void);
int getc(FILE *stream);
int fgetc(FILE *stream);
int ungetc(int c, FILE *stream);
char *fgets(char *buffer, int size, FILE *stream);
ssize_t getline(char **line, size_t *size, FILE *stream);
ssize_t getdelim(char **line, size_t *size, int delimiter, FILE *stream);
size_t fread(void *buffer, size_t size, size_t count, FILE *stream);
size_t fwrite(const void *buffer, size_t size, size_t count, FILE *stream);

FILE *fopen(const char *path, const char *mode);
FILE *fdopen(int fd, const char *mode);
FILE *freopen(const char *path, const char *mode, FILE *stream);
int fclose(FILE *stream);
int fflush(FILE *stream);
int fseek(FILE *stream, long offset, int whence);
int fseeko(FILE *stream, off_t offset, int whence);
long ftell(FILE *stream);
off_t ftello(FILE *stream);
void rewind(FILE *stream);
int feof(FILE *stream);
int ferror(FILE *stream);
void clearerr(FILE *stream);
int fileno(FILE *stream);
int setvbuf(FILE *stream, char *buffer, int mode, size_t size);
void setbuf(FILE *stream, char *buffer);
void setlinebuf(FILE *stream);
void perror(const char *prefix);
int remove(const char *path);
int rename(const char *from, const char *to);

#endif
