/* Prints the files that its arguments name. */
#include <stdio.h>
#include <string.h>
int main(int c, char **v) { char b[8192]; for (int i = 1; i < c; i++) { FILE *f = fopen(v[i], "r"); printf("== %s\n", v[i]); if (!f) { printf("no\n"); continue; } size_t n; while ((n = fread(b, 1, sizeof b, f)) > 0) fwrite(b, 1, n, stdout); fclose(f); } return 0; }
