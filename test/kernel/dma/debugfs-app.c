#include <stdio.h>
#include <string.h>
static void show(const char *name) { char path[100], buf[4096]; snprintf(path, sizeof path, "/sys/kernel/debug/dma-api/%s", name); FILE *f = fopen(path, "r"); size_t n = f ? fread(buf, 1, sizeof buf - 1, f) : 0; buf[n] = 0; printf("%s: %s", name, buf); if (f) fclose(f); if (!n) printf("\n"); }
static void put(const char *name, const char *text) { char path[100]; snprintf(path, sizeof path, "/sys/kernel/debug/dma-api/%s", name); FILE *f = fopen(path, "w"); if (!f) { printf("%s: cannot be written\n", name); return; } fputs(text, f); printf("%s written %d\n", name, fclose(f)); }
int main(void) {
  const char *names[] = {"disabled","error_count","all_errors","num_errors","num_free_entries","min_free_entries","nr_total_entries","driver_filter","dump"};
  for (int i = 0; i < 9; i++) show(names[i]);
  put("driver_filter", "oracle more\n"); show("driver_filter");
  put("driver_filter", "\n"); show("driver_filter");
  put("num_errors", "3"); show("num_errors"); put("all_errors", "0"); show("all_errors");
  put("error_count", "0"); put("disabled", "Y"); 
  return 0;
}
