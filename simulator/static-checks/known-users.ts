/** Functions of the kernel that use a handle they are told, and keep it for nobody: whoever mapped it has to unmap it still. */

/** By what they do with it. */
const users: Readonly<Record<string, RegExp>> = {
  prints: /^_?(printk|(dev|pci|netdev|netif|pr|seq|v4l2|drm|hid)_?(printk|emerg|alert|crit|err|warn|warning|notice|info|dbg|vdbg|cont|debug))(_once|_ratelimited)?$|^(scnprintf|snprintf|sprintf|__dynamic_(dev_dbg|pr_debug|netdev_dbg)|print_hex_dump|trace_printk)$/, // prettier-ignore
  'writes it to registers': /^(regmap_(fields?_)?(write|update_bits|set_bits)|pci_write_config_dword|(lo_hi|hi_lo)_writeq(_relaxed)?|iowrite64(be)?(_lo_hi|_hi_lo)?|out_[bl]e(32|64)|__raw_write[lq]|iowrite32_rep)$/, // prettier-ignore
  'prepares a transfer of an engine': /^dmaengine_prep_(slave_single|dma_(cyclic|memcpy|memset))$/,
  'looks at it': /^(dma_mapping_error|dma_capable|dma_addressing_limited|(upper|lower)_(32|16)_bits|cpu_to_[bl]e(16|32|64)|IS_ALIGNED|offset_in_page)$/, // prettier-ignore
};
const preparesByPointer = /^[\w.>\-[\]]*->device_prep_dma_(memcpy|cyclic|memset)\s*\(/;

/** `call`: its text from where it begins, for what is called by a pointer. */
export function keepsNoHandle(name: string | null, call: string): boolean {
  return name === null ? preparesByPointer.test(call) : Object.values(users).some((known) => known.test(name));
}
