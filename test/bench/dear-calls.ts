/** Calls that take the machine long, 64 MiB or more in one of them or thousands of rows, with the driver and the program that make them: which one is an argument. */

const headers = (names: string) =>
  names
    .split(' ')
    .map((name) => `#include <${name}.h>\n`)
    .join('');

const prepared = '{ memset(one, 1, SIZE - 1); one[SIZE - 1] = 0; memset(other, 1, SIZE - 1); other[SIZE - 1] = 0; }';

/** What a program calls. */
export const appCalls: Record<string, string> = {
  memset: 'memset(one, 1, SIZE);',
  strlen: 'return strlen(one) != SIZE - 1;',
  strspn: 'return strspn(one, "\\1") != SIZE - 1;',
  strcspn: 'return strcspn(one, "\\2") != SIZE - 1;',
  'strspn of a long set': 'return strspn("\\1", one) != 1;',
  strpbrk: 'return strpbrk(one, "\\2") != NULL;',
  strcmp: 'return strcmp(one, other);',
  strncmp: 'return strncmp(one, other, SIZE);',
  strcasecmp: 'return strcasecmp(one, other);',
  strchr: 'return strchr(one, 2) != NULL;',
  strrchr: 'return strrchr(one, 2) != NULL;',
  strstr: 'other[100] = 0; return strstr(one, other) != one;',
  'strstr that finds nothing': 'other[1000] = 0; other[999] = 2; return strstr(one, other) != NULL;',
  strcpy: 'strcpy(other, one);',
  strncpy: 'strncpy(other, "short", SIZE);',
  strcat: 'other[0] = 0; strcat(other, one);',
  strdup: 'return strdup(one) == NULL;',
  strtok: 'return strtok(one, "\\2") != one;',
  memchr: 'return memchr(one, 2, SIZE) != NULL;',
  memrchr: 'return memrchr(one, 2, SIZE) != NULL;',
  memcmp: 'return memcmp(one, other, SIZE);',
  memmem: 'return memmem(one, SIZE, "\\2", 1) != NULL;',
  'sprintf of %s': 'return snprintf(other, SIZE, "%s", one) != SIZE - 1;',
  'printf of %s': 'memset(one, 65, SIZE - 1); printf("%s", one);',
  puts: 'memset(one, 65, SIZE - 1); puts(one);',
  'write to a terminal': 'memset(one, 65, SIZE - 1); write(1, one, SIZE);',
  'sprintf of a width': 'return snprintf(other, SIZE, "%*d", (int)SIZE / 2, 1) < 0;',
  'sprintf of a long format': 'memset(one, 65, SIZE - 1); return snprintf(other, SIZE, one) < 0;',
  sscanf: 'return sscanf(one, "%s", other) != 1;',
  'sscanf of spaces': 'memset(one, 32, SIZE - 1); int i; return sscanf(one, "%d", &i) == 1;',
  strtol: 'memset(one, 32, SIZE - 1); return strtol(one, 0, 0);',
  'strtol of digits': 'memset(one, 49, SIZE - 1); return strtol(one, 0, 0) == 0;',
  strtod: 'memset(one, 49, SIZE - 1); return strtod(one, 0) == 0;',
  malloc: 'return malloc(8 * SIZE) == NULL;',
  calloc: 'return calloc(4, SIZE) == NULL;',
  realloc: 'return realloc(one, 2 * SIZE) == NULL;',
  free: 'free(one);',
  qsort: 'qsort(one, SIZE / 64, 64, compare);',
  mmap: 'return mmap(0, 4 * SIZE, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0) == MAP_FAILED;',
  'mmap, shared': 'return mmap(0, SIZE, 3, MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0) == MAP_FAILED;',
  'mmap over many': 'return mmap(one - 16, SIZE, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED;',
  'work beside 256 MiB':
    'mmap(0, 4 * SIZE, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0); for (volatile int i = 0; i < 3000000; i++) ;',
  'work beside 640 MiB':
    'mmap(0, 10 * SIZE, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0); for (volatile int i = 0; i < 3000000; i++) ;',
  munmap: 'munmap(one - 16, SIZE);',
  'mremap that moves': 'return mremap(one - 16, SIZE, 2 * SIZE, MREMAP_MAYMOVE) == MAP_FAILED;',
  'mremap that shrinks': 'return mremap(one - 16, SIZE, 4096, 0) == MAP_FAILED;',
  mprotect: 'mprotect(one - 16, SIZE, 1);',
  mlock: 'mlock(one, SIZE);',
  mlockall: 'mlockall(MCL_CURRENT | MCL_FUTURE);',
  munlock: 'mlock(one, SIZE); munlock(one, SIZE);',
  mincore: 'mincore(one - 16, SIZE, (unsigned char *)other);',
  'madvise of WILLNEED': 'madvise(one - 16, SIZE, MADV_WILLNEED);',
  'madvise of DONTNEED': 'madvise(one - 16, SIZE, MADV_DONTNEED);',
  'madvise of FREE': 'madvise(one - 16, SIZE, MADV_FREE);',
  'madvise of COLD': 'madvise(one - 16, SIZE, MADV_COLD);',
  'madvise of PAGEOUT': 'madvise(one - 16, SIZE, MADV_PAGEOUT);',
  'madvise of HUGEPAGE':
    'char *at = mmap(0, 4 * SIZE, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); madvise(at, 4 * SIZE, MADV_HUGEPAGE); for (unsigned long i = 0; i < 4 * SIZE; i += 2 << 20) at[i] = 1; munmap(at + 4096, SIZE);',
  fork: 'if (fork() == 0) _exit(0); wait(0);',
  'write to a file': 'int f = open("/f", O_RDWR | O_CREAT, 0600); return write(f, one, SIZE) != SIZE;',
  'read from a file':
    'int f = open("/f", O_RDWR | O_CREAT, 0600); write(f, one, SIZE); return pread(f, other, SIZE, 0) != SIZE;',
  fsync: 'int f = open("/f", O_RDWR | O_CREAT, 0600); write(f, one, SIZE); fsync(f);',
  ftruncate: 'int f = open("/f", O_RDWR | O_CREAT, 0600); write(f, one, SIZE); ftruncate(f, 0);',
  'ftruncate upwards': 'int f = open("/f", O_RDWR | O_CREAT, 0600); ftruncate(f, SIZE * 16);',
  fallocate: 'int f = open("/f", O_RDWR | O_CREAT, 0600); return posix_fallocate(f, 0, SIZE);',
  unlink: 'int f = open("/f", O_RDWR | O_CREAT, 0600); write(f, one, SIZE); close(f); unlink("/f");',
  'unlink of what is on disk':
    'int f = open("/f", O_RDWR | O_CREAT, 0600); write(f, one, SIZE); fsync(f); close(f); unlink("/f");',
  msync:
    'int f = open("/f", O_RDWR | O_CREAT, 0600); ftruncate(f, SIZE); char *m = mmap(0, SIZE, 3, MAP_SHARED, f, 0); memset(m, 1, SIZE); msync(m, SIZE, MS_SYNC); munmap(m, SIZE);',
  'a file in memory':
    'int f = open("/tmp/f", O_RDWR | O_CREAT, 0600); write(f, one, SIZE); pread(f, other, SIZE, 0); ftruncate(f, 0); close(f);',
  rename: 'int f = open("/f", O_RDWR | O_CREAT, 0600); write(f, one, SIZE); close(f); rename("/f", "/g");',
  'a pipe':
    'int p[2]; pipe(p); if (fork() == 0) { write(p[1], one, SIZE / 4); _exit(0); } for (int n = 0; n < (int)SIZE / 4;) n += read(p[0], other, SIZE);',
  pagemap: 'int f = open("/proc/self/pagemap", O_RDONLY); pread(f, other, SIZE / 512, (unsigned long)one / 4096 * 8);',
  smaps: 'int f = open("/proc/self/smaps", O_RDONLY); read(f, other, 65536);',
  'smaps of many':
    'for (int i = 0; i < 20000; i++) mmap(0, 4096, i & 1 ? 3 : 1, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); int f = open("/proc/self/smaps", O_RDONLY); while (read(f, other, SIZE) > 0);',
  'exit with many areas':
    'for (int i = 0; i < 20000; i++) mmap(0, 4096, i & 1 ? 3 : 1, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); exit(0);',
  'munmap of many areas':
    'char *at = mmap(0, 40000 * 4096UL, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); for (int i = 0; i < 20000; i++) mprotect(at + 8192UL * i, 4096, 1); munmap(at, 40000 * 4096UL);',
  'fork with many areas':
    'char *at = mmap(0, 40000 * 4096UL, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); for (int i = 0; i < 20000; i++) mprotect(at + 8192UL * i, 4096, 1); if (fork() == 0) _exit(0); wait(0);',
  'fork with many touched areas':
    'char *at = mmap(0, 40000 * 4096UL, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); memset(at, 1, 40000 * 4096UL); for (int i = 0; i < 20000; i++) mprotect(at + 8192UL * i, 4096, 1); if (fork() == 0) _exit(0); wait(0);',
  'mprotect of many areas':
    'char *at = mmap(0, 40000 * 4096UL, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); for (int i = 0; i < 20000; i++) mprotect(at + 8192UL * i, 4096, 1); return mprotect(at, 40000 * 4096UL, 3);',
  'mlock of many areas':
    'char *at = mmap(0, 40000 * 4096UL, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); for (int i = 0; i < 20000; i++) mprotect(at + 8192UL * i, 4096, 1); mlockall(MCL_CURRENT); return munlockall();',
  'madvise of many areas':
    'char *at = mmap(0, 40000 * 4096UL, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); for (int i = 0; i < 20000; i++) mprotect(at + 8192UL * i, 4096, 1); madvise(at, 40000 * 4096UL, MADV_DONTNEED); madvise(at, 40000 * 4096UL, MADV_DONTFORK); madvise(at, 40000 * 4096UL, MADV_WILLNEED); madvise(at, 40000 * 4096UL, MADV_PAGEOUT);',
  'many areas of shared memory':
    'for (int i = 0; i < 20000; i++) mmap(0, 4096, i & 1 ? 3 : 1, MAP_SHARED | MAP_ANONYMOUS, -1, 0); if (fork() == 0) _exit(0); wait(0); exit(0);',
  'maps of many':
    'for (int i = 0; i < 10000; i++) mmap(0, 4096, i & 1 ? 3 : 1, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); int f = open("/proc/self/maps", O_RDONLY); while (read(f, other, SIZE) > 0);',
  'smaps_rollup of many':
    'char *at = mmap(0, 40000 * 4096UL, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); memset(at, 1, 40000 * 4096UL); for (int i = 0; i < 20000; i++) mprotect(at + 8192UL * i, 4096, 1); int f = open("/proc/self/smaps_rollup", O_RDONLY); read(f, other, SIZE);',
  clear_refs: 'int f = open("/proc/self/clear_refs", O_WRONLY); write(f, "1", 1);',
  meminfo: 'int f = open("/proc/meminfo", O_RDONLY); read(f, other, 65536);',
  slabinfo: 'int f = open("/proc/slabinfo", O_RDONLY); read(f, other, 65536);',
  pagetypeinfo: 'int f = open("/proc/pagetypeinfo", O_RDONLY); read(f, other, 65536);',
  vmallocinfo: 'int f = open("/proc/vmallocinfo", O_RDONLY); read(f, other, 65536);',
  getrandom: 'return getrandom(one, SIZE, 0) < 0;',
  urandom: 'int f = open("/dev/urandom", O_RDONLY); return read(f, one, SIZE) < 0;',
  zero: 'int f = open("/dev/zero", O_RDONLY); return read(f, one, SIZE) < 0;',
  drop_caches:
    'int f = open("/f", O_RDWR | O_CREAT, 0600); write(f, one, SIZE); fsync(f); int d = open("/proc/sys/vm/drop_caches", O_WRONLY); write(d, "3", 1);',
  compact: 'int d = open("/proc/sys/vm/compact_memory", O_WRONLY); write(d, "1", 1);',
  'all memory used': 'for (int i = 0; i < 20; i++) { char *at = malloc(SIZE); if (at) memset(at, 1, SIZE); }',
  'a deep recursion': 'return deep(300000);',
  'many threads': 'for (int i = 0; i < 500; i++) if (fork() == 0) pause(); kill(0, 9);',
  sendmsg: 'int s = socket(AF_PACKET, SOCK_RAW, 0); sendto(s, one, SIZE, 0, 0, 0);',
  reboot: 'reboot(RB_POWER_OFF);',
  suspend: 'int f = open("/sys/power/state", O_WRONLY); write(f, "mem", 3);',
};

/** What a driver calls. `block` is of vmalloc(), `line` of dma_alloc_coherent(). */
export const driverCalls: Record<string, string> = {
  'vmalloc and vfree': 'vfree(vzalloc(SIZE));',
  'dma_alloc_coherent from CMA':
    '{ dma_addr_t h; void *at = dma_alloc_coherent(dev, SIZE, &h, GFP_KERNEL); if (at) dma_free_coherent(dev, SIZE, at, h); else return -ENOMEM; }',
  'dma_alloc_coherent, small, many':
    '{ dma_addr_t h; for (int i = 0; i < 3000; i++) dma_alloc_coherent(dev, 4096, &h, GFP_KERNEL); }',
  'dma_map_single of 64 MiB':
    '{ dma_addr_t h = dma_map_single(dev, line, SIZE, DMA_BIDIRECTIONAL); if (dma_mapping_error(dev, h)) return -EIO; dma_sync_single_for_cpu(dev, h, SIZE, DMA_BIDIRECTIONAL); dma_sync_single_for_device(dev, h, SIZE, DMA_BIDIRECTIONAL); dma_unmap_single(dev, h, SIZE, DMA_BIDIRECTIONAL); }',
  'dma_map_sg of one entry':
    '{ static struct scatterlist sg; sg_init_one(&sg, line, SIZE); if (dma_map_sg(dev, &sg, 1, DMA_TO_DEVICE) != 1) return -EIO; dma_sync_sg_for_cpu(dev, &sg, 1, DMA_TO_DEVICE); dma_unmap_sg(dev, &sg, 1, DMA_TO_DEVICE); }',
  'dma_map_sg of a table':
    '{ struct sg_table t; static struct page *pages[16384]; for (int i = 0; i < 16384; i++) pages[i] = vmalloc_to_page(block + 4096UL * i); if (sg_alloc_table_from_pages(&t, pages, 16384, 0, SIZE, GFP_KERNEL)) return -ENOMEM; if (dma_map_sgtable(dev, &t, DMA_BIDIRECTIONAL, 0)) return -EIO; dma_sync_sgtable_for_cpu(dev, &t, DMA_BIDIRECTIONAL); dma_unmap_sgtable(dev, &t, DMA_BIDIRECTIONAL, 0); sg_free_table(&t); }',
  dma_alloc_noncontiguous:
    '{ struct sg_table *t = dma_alloc_noncontiguous(dev, SIZE, DMA_BIDIRECTIONAL, GFP_KERNEL, 0); if (!t) return -ENOMEM; void *v = dma_vmap_noncontiguous(dev, SIZE, t); if (v) dma_vunmap_noncontiguous(dev, v); dma_free_noncontiguous(dev, SIZE, t, DMA_BIDIRECTIONAL); }',
  dma_alloc_pages:
    '{ dma_addr_t h; struct page *p = dma_alloc_pages(dev, SIZE, &h, DMA_BIDIRECTIONAL, GFP_KERNEL); if (p) dma_free_pages(dev, SIZE, p, h, DMA_BIDIRECTIONAL); }',
  'vmap and vunmap':
    '{ static struct page *pages[16384]; for (int i = 0; i < 16384; i++) pages[i] = vmalloc_to_page(block + 4096UL * i); void *v = vmap(pages, 16384, VM_MAP, PAGE_KERNEL); if (!v) return -ENOMEM; vunmap(v); }',
  'kmem_cache_destroy with objects':
    '{ struct kmem_cache *c = kmem_cache_create("many", 64, 0, 0, NULL); for (int i = 0; i < 20000; i++) kmem_cache_alloc(c, GFP_KERNEL); kmem_cache_destroy(c); }',
  'kmem_cache_destroy of free objects':
    '{ static void *o[20000]; struct kmem_cache *c = kmem_cache_create("many", 64, 0, 0, NULL); for (int i = 0; i < 20000; i++) o[i] = kmem_cache_alloc(c, GFP_KERNEL); for (int i = 0; i < 20000; i++) kmem_cache_free(c, o[i]); kmem_cache_shrink(c); kmem_cache_destroy(c); }',
  kmem_cache_alloc_bulk:
    '{ static void *o[20000]; struct kmem_cache *c = kmem_cache_create("many", 64, 0, SLAB_POISON | SLAB_RED_ZONE | SLAB_STORE_USER, NULL); kmem_cache_alloc_bulk(c, GFP_KERNEL, 20000, o); kmem_cache_free_bulk(c, 20000, o); kmem_cache_destroy(c); }',
  'kmalloc of 4 MiB':
    '{ for (int i = 0; i < 16; i++) { void *p = kzalloc(4 << 20, GFP_KERNEL); if (!p) return -ENOMEM; kfree(p); } }',
  'krealloc, kmemdup':
    '{ void *p = kmalloc(2 << 20, GFP_KERNEL); p = krealloc(p, 4 << 20, GFP_KERNEL | __GFP_ZERO); kfree(kmemdup(p, 4 << 20, GFP_KERNEL)); kfree(p); }',
  'alloc_pages of order 10':
    '{ for (int i = 0; i < 40; i++) { struct page *p = alloc_pages(GFP_KERNEL | __GFP_ZERO, 10); if (p) __free_pages(p, 10); } }',
  alloc_contig_range:
    '{ struct page *p = alloc_contig_pages(16384, GFP_KERNEL, 0, NULL); if (p) free_contig_range(page_to_pfn(p), 16384); }',
  'memcpy of a driver': 'memcpy(block, line, SIZE);',
  'memcpy_toio, memset_io':
    '{ memset_io((void __iomem *)line, 1, SIZE); memcpy_fromio(block, (void __iomem *)line, SIZE); memcpy_toio((void __iomem *)line, block, SIZE); }',
  print_hex_dump: 'print_hex_dump(KERN_INFO, "", DUMP_PREFIX_OFFSET, 16, 1, block, SIZE / 64, true);',
  ioremap: '{ void __iomem *at = ioremap(virt_to_phys(line), SIZE); if (at) iounmap(at); }',
  memremap: '{ void *at = memremap(virt_to_phys(line), SIZE, MEMREMAP_WB); if (at) memunmap(at); }',
  set_memory: '{ set_memory_uc((unsigned long)line, SIZE / 4096); set_memory_wb((unsigned long)line, SIZE / 4096); }',
  'dma_pool of many':
    '{ dma_addr_t h; static void *v[20000]; static dma_addr_t hs[20000]; struct dma_pool *p = dma_pool_create("many", dev, 64, 64, 0); for (int i = 0; i < 20000; i++) { v[i] = dma_pool_zalloc(p, GFP_KERNEL, &hs[i]); } for (int i = 0; i < 20000; i++) dma_pool_free(p, v[i], hs[i]); dma_pool_destroy(p); }',
  'dma_pool_destroy with blocks':
    '{ dma_addr_t h; struct dma_pool *p = dma_pool_create("many", dev, 64, 64, 0); for (int i = 0; i < 20000; i++) dma_pool_alloc(p, GFP_KERNEL, &h); dma_pool_destroy(p); }',
  get_random_bytes: 'get_random_bytes(block, SIZE);',
  strscpy: '{ memset(block, 65, SIZE); block[SIZE - 1] = 0; if (strscpy(line, block, SIZE) < 0) return -E2BIG; }',
  'printk of %s': '{ memset(block, 65, SIZE); block[SIZE - 1] = 0; printk("%s\\n", block); }',
  'scnprintf of %s': '{ memset(block, 65, SIZE); block[SIZE - 1] = 0; return scnprintf(line, SIZE, "%s", block) < 0; }',
  'kasprintf of %s': '{ memset(block, 65, 2 << 20); block[2 << 20] = 0; kfree(kasprintf(GFP_KERNEL, "%s", block)); }',
  show_mem: 'show_mem(0, NULL);',
  BUG: 'dump_stack();',
  'memory used up': '{ struct page *p; while ((p = alloc_pages(GFP_KERNEL | __GFP_NOWARN | __GFP_NORETRY, 0))) ; }',
  'memory used up in big blocks':
    '{ struct page *p; while ((p = alloc_pages(GFP_KERNEL | __GFP_NOWARN | __GFP_NORETRY, 10))) ; }',
  'a million mappings': '{ for (int i = 0; i < 100000; i++) dma_map_single(dev, line + 64 * i, 64, DMA_TO_DEVICE); }',
  clear_user: 'return clear_user((void __user *)argument, SIZE);',
  copy_from_user: 'return copy_from_user(block, (void __user *)argument, SIZE);',
  strncpy_from_user: 'return strncpy_from_user(block, (char __user *)argument, SIZE) < 0;',
  strnlen_user: 'return strnlen_user((char __user *)argument, SIZE) == 0;',
  pin_user_pages:
    '{ static struct page *pages[16384]; int n = pin_user_pages_fast(argument & PAGE_MASK, 16383, FOLL_WRITE, pages); if (n < 0) return n; unpin_user_pages_dirty_lock(pages, n, true); }',
  get_user_pages:
    '{ static struct page *pages[16384]; int n = get_user_pages_fast(argument & PAGE_MASK, 16383, FOLL_WRITE, pages); if (n < 0) return n; for (int i = 0; i < n; i++) put_page(pages[i]); }',
  sg_copy: '{ static struct scatterlist sg; sg_init_one(&sg, line, SIZE); sg_copy_from_buffer(&sg, 1, block, SIZE); }',
  crc32: 'return crc32(0, line, SIZE) == 0;',
  bitmap:
    '{ bitmap_zero((unsigned long *)block, SIZE * 8); bitmap_weight((unsigned long *)block, SIZE * 4); find_next_bit((unsigned long *)block, SIZE * 4, 0); }',
  'memchr_inv, memscan': '{ memset(block, 0, SIZE); if (memchr_inv(block, 0, SIZE)) return 1; }',
  'strspn of a driver': '{ memset(block, 65, SIZE); block[SIZE - 1] = 0; return strspn(block, "A") != SIZE - 1; }',
  kvmalloc_array: '{ kvfree(kvcalloc(SIZE / 8, 8, GFP_KERNEL)); }',
  'idr, xarray':
    '{ static DEFINE_XARRAY(x); for (unsigned long i = 0; i < 30000; i++) xa_store(&x, i * 7, (void *)block, GFP_KERNEL); xa_destroy(&x); }',
  gen_pool:
    '{ struct gen_pool *p = gen_pool_create(6, -1); gen_pool_add(p, (unsigned long)line, SIZE, -1); gen_pool_alloc(p, SIZE / 2); }',
  flush_dcache: 'flush_kernel_vmap_range(block, SIZE); invalidate_kernel_vmap_range(block, SIZE);',
  wbinvd: 'wbinvd_on_all_cpus();',
  request_firmware: '{ const struct firmware *f; if (!request_firmware(&f, "big", dev)) release_firmware(f); }',
  kernel_read_file:
    '{ struct file *f = filp_open("/f", O_RDWR | O_CREAT, 0600); loff_t at = 0; kernel_write(f, block, SIZE, &at); at = 0; kernel_read(f, line, SIZE, &at); filp_close(f, NULL); }',
  loop: '{ volatile int i; for (i = 0; i < 3000000; i++) ; }',
  udelay: '{ for (int i = 0; i < 1000; i++) mdelay(1); }',
  'a stuck irq-off loop': '{ local_irq_disable(); for (volatile int i = 0; i < 1000000; i++) ; local_irq_enable(); }',
  iommu_map:
    '{ struct iommu_domain *d = iommu_get_domain_for_dev(dev); if (!d) return 0; iommu_map(d, 1UL << 40, virt_to_phys(line), SIZE, IOMMU_READ); iommu_unmap(d, 1UL << 40, SIZE); iommu_map(d, (1UL << 40) + 4096, virt_to_phys(line), SIZE - 8192, IOMMU_READ); iommu_unmap(d, (1UL << 40) + 4096, SIZE - 8192); }',
};

export const driver = `${headers('linux/crc32 linux/debugfs linux/delay linux/dma-mapping linux/dmapool linux/firmware linux/fs linux/genalloc linux/io linux/iommu linux/mm linux/module linux/platform_device linux/random linux/scatterlist linux/slab linux/uaccess linux/vmalloc linux/xarray linux/bitmap linux/irqflags linux/string')}
#define SIZE (64UL << 20)
static char *block, *line;
static dma_addr_t handle;
static struct dentry *entry;
static struct platform_device *device;
static struct device *dev;
${Object.values(driverCalls)
  .map((text, i) => `static noinline long call_${i}(unsigned long argument)\n{\n\t${text}\n\treturn 0;\n}\n`)
  .join('')}
static int block_mmap(struct file *file, struct vm_area_struct *vma)
{
	return dma_mmap_coherent(dev, vma, line, handle, SIZE);
}
static long block_ioctl(struct file *file, unsigned int command, unsigned long argument)
{
	switch (command) {
${Object.keys(driverCalls)
  .map((_, i) => `\tcase ${i + 100}: return call_${i}(argument);\n`)
  .join('')}	}
	return -ENOTTY;
}
static const struct file_operations operations = { .unlocked_ioctl = block_ioctl, .owner = THIS_MODULE, .open = simple_open, .mmap = block_mmap };
static int __init block_init(void)
{
	device = platform_device_register_simple("block", -1, NULL, 0);
	dev = &device->dev;
	dma_coerce_mask_and_coherent(dev, DMA_BIT_MASK(64));
	block = vmalloc(SIZE);
	line = dma_alloc_coherent(dev, SIZE, &handle, GFP_KERNEL);
	if (!block || !line)
		return -ENOMEM;
	entry = debugfs_create_file("block", 0600, NULL, NULL, &operations);
	return 0;
}
static void __exit block_exit(void)
{
	debugfs_remove(entry);
}
module_init(block_init);
module_exit(block_exit);
MODULE_LICENSE("GPL");
`;

export const app = `#define _GNU_SOURCE
${headers('fcntl malloc signal stdio stdlib string strings sys/ioctl sys/mman sys/random sys/reboot sys/resource sys/socket sys/wait unistd')}
#define SIZE (64UL << 20)
static char *one, *other;
static int compare(const void *a, const void *b) { return memcmp(a, b, 64); }
static int deep(int n) { return n == 0 ? 0 : 1 + deep(n - 1); }
${Object.values(appCalls)
  .map((text, i) => `static int call_${i}(void)\n{\n\t${text}\n\treturn 0;\n}\n`)
  .join('')}
int main(int count, char **arguments)
{
	int fd = open("/sys/kernel/debug/block", O_RDWR), which = atoi(arguments[1]), result;

	one = malloc(SIZE);
	other = malloc(SIZE);
	${prepared}
	write(2, "begins\\n", 7);
	if (which == 99) { mmap(0, SIZE, 3, MAP_SHARED, fd, 0); return 0; }
	if (which >= 100) result = ioctl(fd, which, one);
	else switch (which) {
${Object.keys(appCalls)
  .map((_, i) => `\tcase ${i}: result = call_${i}(); break;\n`)
  .join('')}	}
	write(2, result == 0 ? "good\\n" : result < 0 ? "fails\\n" : "odd\\n", 5);
	return 0;
}
`;
