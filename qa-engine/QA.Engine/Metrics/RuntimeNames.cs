using System;
using System.Collections.Generic;

namespace QA.Engine.Metrics;

/// <summary>
/// Which instruments of the runtime are shown, and under which names: as exporters of OpenTelemetry turn them, except where that name
/// would break Prometheus's own rules (a gauge that ends in <c>_count</c>).
/// </summary>
internal static class RuntimeNames
{
    public const string Meter = "System.Runtime";

    /// <summary>By the runtime's name: Prometheus's name and the labels that are kept.</summary>
    public static IReadOnlyDictionary<string, (string Name, string[] Labels)> All { get; } = new Dictionary<string, (string, string[])>(StringComparer.Ordinal)
    {
        ["dotnet.assembly.count"] = ("dotnet_assemblies", []),
        ["dotnet.exceptions"] = ("dotnet_exceptions_total", []),
        ["dotnet.gc.collections"] = ("dotnet_gc_collections_total", ["gc.heap.generation"]),
        ["dotnet.gc.heap.total_allocated"] = ("dotnet_gc_heap_allocated_bytes_total", []),
        ["dotnet.gc.last_collection.heap.fragmentation.size"] = ("dotnet_gc_last_collection_heap_fragmentation_size_bytes", ["gc.heap.generation"]),
        ["dotnet.gc.last_collection.heap.size"] = ("dotnet_gc_last_collection_heap_size_bytes", ["gc.heap.generation"]),
        ["dotnet.gc.last_collection.memory.committed_size"] = ("dotnet_gc_last_collection_memory_committed_size_bytes", []),
        ["dotnet.gc.pause.time"] = ("dotnet_gc_pause_time_seconds_total", []),
        ["dotnet.jit.compilation.time"] = ("dotnet_jit_compilation_time_seconds_total", []),
        ["dotnet.jit.compiled_il.size"] = ("dotnet_jit_compiled_il_size_bytes_total", []),
        ["dotnet.jit.compiled_methods"] = ("dotnet_jit_compiled_methods_total", []),
        ["dotnet.monitor.lock_contentions"] = ("dotnet_monitor_lock_contentions_total", []),
        ["dotnet.process.cpu.count"] = ("dotnet_process_cpus", []),
        ["dotnet.thread_pool.queue.length"] = ("dotnet_thread_pool_queue_length", []),
        ["dotnet.thread_pool.thread.count"] = ("dotnet_thread_pool_threads", []),
        ["dotnet.thread_pool.work_item.count"] = ("dotnet_thread_pool_work_items_total", []),
        ["dotnet.timer.count"] = ("dotnet_timers", []),
    };
}
