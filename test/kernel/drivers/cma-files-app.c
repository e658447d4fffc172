/* What the files of a CMA area show before and after pages are taken through them. */
#include <stdio.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
static void show(const char *n) { char p[200], b[4096]; sprintf(p, "/sys/kernel/debug/cma/reserved/%s", n); int f = open(p, O_RDONLY); int c = read(f, b, sizeof b - 1); if (c < 0) c = 0; b[c] = 0; printf("%s: %.60s%s", n, b, c > 60 ? "...\n" : ""); close(f); }
static void put(const char *n, const char *v) { char p[200]; sprintf(p, "/sys/kernel/debug/cma/reserved/%s", n); int f = open(p, O_WRONLY); int r = write(f, v, strlen(v)); printf("%s %s: %d\n", n, v, r); close(f); }
int main(void) { show("base_pfn"); show("count"); show("order_per_bit"); show("used"); show("maxchunk"); show("bitmap"); put("alloc", "5"); put("alloc", "40"); show("used"); show("maxchunk"); show("bitmap"); put("free", "10"); show("used"); show("bitmap"); put("free", "50"); show("used"); put("alloc", "17000"); show("used"); return 0; }
