/** Names that our headers declare and Module.symvers of the reference (6.1.192) has as EXPORT_SYMBOL_GPL: for modules under the GPL alone. */
export const gplOnlyNames: ReadonlySet<string> = new Set(
  (
    'access_process_vm add_timer_on add_uevent_var alloc_workqueue anon_inode_getfd anon_inode_getfile atomic_notifier_call_chain ' +
    'atomic_notifier_chain_register atomic_notifier_chain_unregister blocking_notifier_call_chain blocking_notifier_chain_register ' +
    'blocking_notifier_chain_unregister bus_create_file bus_find_device bus_for_each_dev bus_for_each_drv bus_register bus_remove_file bus_rescan_devices ' +
    'bus_unregister call_rcu cancel_work_sync class_destroy class_find_device class_for_each_device class_unregister cleanup_srcu_struct ' +
    'debugfs_create_atomic_t debugfs_create_blob debugfs_create_bool debugfs_create_dir debugfs_create_file debugfs_create_file_size ' +
    'debugfs_create_file_unsafe debugfs_create_regset32 debugfs_create_size_t debugfs_create_u16 debugfs_create_u32 debugfs_create_u64 debugfs_create_u8 ' +
    'debugfs_create_ulong debugfs_create_x16 debugfs_create_x32 debugfs_create_x64 debugfs_create_x8 debugfs_file_get debugfs_file_put debugfs_initialized ' +
    'debugfs_lookup debugfs_remove destroy_workqueue dev_err_probe dev_get_tstats64 dev_set_name device_add device_add_groups device_attach ' +
    'device_bind_driver device_create device_create_bin_file device_create_file device_create_with_groups device_del device_destroy device_driver_attach ' +
    'device_find_child device_for_each_child device_for_each_child_reverse device_get_match_data device_initialize device_match_any device_match_devt ' +
    'device_match_name device_match_of_node device_move device_register device_release_driver device_remove_bin_file device_remove_file ' +
    'device_remove_file_self device_remove_groups device_rename device_reprobe device_show_bool device_show_int device_show_ulong device_store_bool ' +
    'device_store_int device_store_ulong device_unregister devm_add_action devm_device_add_group devm_device_add_groups devm_dma_request_chan ' +
    'devm_free_pages devm_get_free_pages devm_kasprintf devm_kfree devm_kmalloc devm_kmemdup devm_krealloc devm_kstrdup ' +
    'devm_platform_get_and_ioremap_resource devm_platform_ioremap_resource devm_platform_ioremap_resource_byname devm_pm_runtime_enable devm_release_action ' +
    'devm_remove_action devm_spi_register_controller devres_add devres_destroy devres_find devres_free devres_release devres_remove disable_hardirq ' +
    'dma_alloc_noncontiguous dma_alloc_pages dma_async_device_channel_register dma_async_device_channel_unregister dma_buf_attach dma_buf_begin_cpu_access ' +
    'dma_buf_detach dma_buf_end_cpu_access dma_buf_export dma_buf_fd dma_buf_get dma_buf_map_attachment dma_buf_mmap dma_buf_put dma_buf_unmap_attachment ' +
    'dma_buf_vmap dma_buf_vunmap dma_can_mmap dma_free_noncontiguous dma_free_pages dma_get_any_slave_channel dma_get_merge_boundary dma_get_required_mask ' +
    'dma_get_slave_caps dma_get_slave_channel dma_map_sgtable dma_max_mapping_size dma_mmap_noncontiguous dma_mmap_pages dma_need_sync dma_opt_mapping_size ' +
    'dma_release_channel dma_request_chan dma_request_chan_by_mask dma_run_dependencies dma_vmap_noncontiguous dma_vunmap_noncontiguous ' +
    'dma_wait_for_async_tx dmaengine_unmap_put drain_workqueue driver_attach driver_create_file driver_find driver_find_device driver_for_each_device ' +
    'driver_register driver_remove_file driver_set_override driver_unregister eventfd_ctx_fdget eventfd_ctx_fileget eventfd_ctx_put eventfd_fget ' +
    'eventfd_signal find_get_pid find_vpid firmware_request_nowarn flush_work free_percpu gen_pool_avail gen_pool_size generic_handle_domain_irq ' +
    'generic_handle_irq generic_handle_irq_safe get_device get_pid_task get_task_mm get_task_pid get_user_pages_fast guid_gen handle_bad_irq ' +
    'handle_fasteoi_irq handle_level_irq handle_nested_irq handle_simple_irq hrtimer_active hrtimer_cancel hrtimer_forward hrtimer_init ' +
    'hrtimer_start_range_ns hrtimer_try_to_cancel idr_alloc idr_find idr_remove init_srcu_struct init_user_ns init_uts_ns insert_resource ' +
    'irq_create_fwspec_mapping irq_dispose_mapping irq_domain_associate irq_domain_remove irq_domain_simple_ops irq_domain_xlate_onecell ' +
    'irq_domain_xlate_onetwocell irq_domain_xlate_twocell irq_free_descs irq_get_irq_data irq_get_irqchip_state irq_modify_status irq_set_affinity ' +
    'irq_set_chained_handler_and_data irq_set_chip_and_handler_name irq_set_irqchip_state irq_wake_thread irq_work_queue irq_work_sync kernel_power_off ' +
    'kernel_restart kobj_sysfs_ops kobject_create_and_add kobject_get_path kobject_init_and_add kobject_rename kobject_uevent kobject_uevent_env ' +
    'kset_create_and_add kset_find_obj kthread_cancel_delayed_work_sync kthread_cancel_work_sync kthread_data kthread_flush_work kthread_flush_worker ' +
    'kthread_freezable_should_stop kthread_func kthread_park kthread_parkme kthread_queue_delayed_work kthread_queue_work kthread_should_park ' +
    'kthread_unpark kthread_worker_fn migrate_disable migrate_enable mm_kobj mmput mod_delayed_work_on mutex_lock_io no_action pci_add_dynid ' +
    'pci_cfg_access_lock pci_cfg_access_trylock pci_cfg_access_unlock pci_check_and_mask_intx pci_check_and_unmask_intx pci_device_is_present ' +
    'pci_find_ext_capability pci_find_next_ext_capability pci_get_dsn pci_intx pci_iomap_wc pci_ioremap_bar pci_ioremap_wc_bar pci_msi_mask_irq ' +
    'pci_msi_unmask_irq pci_stop_and_remove_bus_device_locked pin_user_pages_fast platform_bus_type platform_device_add platform_device_add_data ' +
    'platform_device_add_resources platform_device_alloc platform_device_del platform_device_put platform_device_register platform_device_register_full ' +
    'platform_device_unregister platform_driver_unregister platform_get_irq platform_get_irq_byname platform_get_irq_optional platform_get_resource ' +
    'platform_get_resource_byname platform_irq_count platform_unregister_drivers pm_runtime_allow pm_runtime_barrier pm_runtime_enable pm_runtime_forbid ' +
    'pm_runtime_force_resume pm_runtime_force_suspend pm_runtime_get_if_active pm_runtime_set_autosuspend_delay pm_schedule_suspend proc_dou8vec_minmax ' +
    'proc_douintvec_minmax proc_get_parent_data proc_mkdir_data put_device put_pid raw_notifier_call_chain raw_notifier_chain_register ' +
    'raw_notifier_chain_unregister rcu_barrier register_pm_notifier request_firmware_direct root_device_unregister schedule_hrtimeout_range ' +
    'set_cpus_allowed_ptr simple_attr_open simple_attr_read simple_attr_release simple_attr_write spi_add_device spi_alloc_device spi_async spi_bus_lock ' +
    'spi_bus_type spi_bus_unlock spi_delay_exec spi_delay_to_ns spi_finalize_current_message spi_finalize_current_transfer spi_get_device_id ' +
    'spi_get_device_match_data spi_new_device spi_register_controller spi_setup spi_sync spi_sync_locked spi_unregister_controller spi_unregister_device ' +
    'spi_write_then_read split_page srcu_init_notifier_head srcu_notifier_call_chain srcu_notifier_chain_register srcu_notifier_chain_unregister ' +
    'synchronize_rcu synchronize_srcu sysfs_add_file_to_group sysfs_chmod_file sysfs_create_bin_file sysfs_create_files sysfs_create_group ' +
    'sysfs_create_groups sysfs_create_link sysfs_emit sysfs_emit_at sysfs_merge_group sysfs_notify sysfs_remove_bin_file sysfs_remove_file_from_group ' +
    'sysfs_remove_file_self sysfs_remove_files sysfs_remove_group sysfs_remove_groups sysfs_remove_link sysfs_unmerge_group sysfs_update_group ' +
    'tasklet_unlock_wait uio_event_notify uio_unregister_device unregister_pm_notifier uuid_gen work_busy'
  ).split(' '),
);
