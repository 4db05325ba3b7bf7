package io.pando.libvirt;

import static io.pando.libvirt.NativeLibrary.INT;
import static io.pando.libvirt.NativeLibrary.LONG;
import static io.pando.libvirt.NativeLibrary.POINTER;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection to libvirtd, local or remote: {@code virConnectPtr}. May be used by many threads at once.
 *
 * <p>A connection that was lost stays lost: {@link #isAlive()} is false, {@link #onClose} is told, calls fail with
 * {@link LibvirtException#isConnectionLost()}; open a new one. Close it also then.
 */
public final class Connection implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Connection.class.getName());
    private static final int THREADS_FOR_GUESTS = 32;
    private static final int ALL_CPUS = -1;
    private static final int CPU_FIELD_SIZE = 80;
    private static final int CPU_TIME_SIZE = 88;
    private static final int EVENT_LIFECYCLE = 0;
    private static final int EVENT_REBOOT = 1;
    private static final int EVENT_AGENT_LIFECYCLE = 18;
    private static final int AGENT_CONNECTED = 1;
    private static final int RESTORE_RUNNING = 2;

    private final String uri;
    private final ConnectionSettings settings;
    private final CallPool calls;
    private final CountedPointer pointer;
    private final ListenerQueue listeners;
    private final Set<Handle> handles = ConcurrentHashMap.newKeySet();
    private final DomainEventSource<LifecycleEvent> lifecycleEvents;
    private final DomainEventSource<RebootEvent> rebootEvents;
    private final DomainEventSource<AgentEvent> agentEvents;
    private final List<Consumer<CloseReason>> closeListeners = new CopyOnWriteArrayList<>();
    private final long closeCallback;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final ReentrantLock connectingForGuests = new ReentrantLock();
    private @Nullable Connection forGuests;

    /** {@link #open(String, ConnectionSettings)} with {@link ConnectionSettings#DEFAULT}. */
    public static Connection open(String uri) {
        return open(uri, ConnectionSettings.DEFAULT);
    }

    /**
     * Connects: {@code virConnectOpen}.
     *
     * @param uri such as {@code qemu:///system}, {@code qemu+tls://host/system}, {@code qemu+ssh://user@host/system?no_tty=1},
     *     {@code test:///default}
     * @throws LibvirtException {@link LibvirtException#isConnectionLost()} if nobody answers, AUTH_FAILED,
     *     {@link LibvirtException#isTimeout()} after the call limit, LIBRARY_MISSING
     */
    public static Connection open(String uri, ConnectionSettings settings) {
        EventLoop.ensureStarted();
        var calls = new CallPool(uri, settings.threads());
        try {
            return calls.call(settings.callLimit(), () -> connect(uri, settings, calls));
        } catch (RuntimeException e) {
            calls.close();
            throw e;
        }
    }

    private static Connection connect(String uri, ConnectionSettings settings, CallPool calls) {
        try (var arena = Arena.ofConfined()) {
            var pointer =
                    Native.check((MemorySegment) NativeLibrary.virConnectOpen.invokeExact(Native.text(arena, uri)));
            return new Connection(uri, settings, calls, pointer);
        } catch (Throwable e) {
            throw Native.unexpected(e);
        }
    }

    private Connection(String uri, ConnectionSettings settings, CallPool calls, MemorySegment pointer)
            throws Throwable {
        this.uri = uri;
        this.settings = settings;
        this.calls = calls;
        this.pointer = new CountedPointer(
                pointer, connection -> Native.check((int) NativeLibrary.virConnectClose.invokeExact(connection)));
        this.listeners = new ListenerQueue(uri);
        this.lifecycleEvents = new DomainEventSource<>(
                EVENT_LIFECYCLE, EventLoop.Callbacks.DOMAIN_CHANGED, LifecycleEvent::of, listeners);
        this.rebootEvents = new DomainEventSource<>(
                EVENT_REBOOT,
                EventLoop.Callbacks.DOMAIN_EVENT,
                (domain, name, _, _) -> new RebootEvent(domain, name),
                listeners);
        this.agentEvents = new DomainEventSource<>(
                EVENT_AGENT_LIFECYCLE,
                EventLoop.Callbacks.DOMAIN_CHANGED,
                (domain, name, state, _) -> new AgentEvent(domain, name, state == AGENT_CONNECTED),
                listeners);
        this.closeCallback = EventLoop.add((_, reason, _) -> lost(CloseReason.of(reason)));
        watch(pointer);
    }

    /** Asks for signs of life and for news of the end. Drivers without a daemon have neither. */
    private void watch(MemorySegment self) throws Throwable {
        int interval = (int) settings.keepAliveInterval().toSeconds();
        int _ = (int) NativeLibrary.virConnectSetKeepAlive.invokeExact(self, interval, settings.keepAliveCount());
        int result = (int) NativeLibrary.virConnectRegisterCloseCallback.invokeExact(
                self, EventLoop.Callbacks.CONNECTION_CLOSED, EventLoop.opaque(closeCallback), MemorySegment.NULL);
        if (result < 0) {
            EventLoop.remove(closeCallback);
        }
    }

    /** The URI that it was opened with. */
    public String uri() {
        return uri;
    }

    /**
     * Whether the daemon is there, as far as is known: {@code virConnectIsAlive}. False once this connection is closed or lost; a daemon
     * that went silent is known after the keep-alive time.
     */
    public boolean isAlive() {
        try {
            // Asks nobody: it needs none of the threads, which may all be stuck just now.
            return open.get()
                    && make(pointer, (self, _) -> (int) NativeLibrary.virConnectIsAlive.invokeExact(self)) == 1;
        } catch (LibvirtException e) {
            return false;
        }
    }

    /**
     * Closes this connection, all handles that came from it and all listeners, and waits no longer than the call limit for a daemon that
     * does not answer. May be repeated. Calls under way on other threads may still finish.
     */
    @Override
    public void close() {
        if (!open.compareAndSet(true, false)) {
            return;
        }
        try {
            calls.callSurely(settings.callLimit(), () -> make(pointer, Handle.resultless(this::closeAll)));
        } catch (LibvirtException e) {
            if (e.isClosed()) {
                // Nobody waited for this connection any more when it came: this is the last thread of its pool.
                make(pointer, Handle.resultless(this::closeAll));
            } else {
                LOG.log(Level.DEBUG, "closing " + uri, e);
            }
        } finally {
            closeForGuests();
            EventLoop.remove(closeCallback);
            calls.close();
            listeners.close();
        }
    }

    private void closeAll(MemorySegment self, Arena arena) throws Throwable {
        lifecycleEvents.endInCall(self);
        rebootEvents.endInCall(self);
        agentEvents.endInCall(self);
        int _ = (int) NativeLibrary.virConnectUnregisterCloseCallback.invokeExact(
                self, EventLoop.Callbacks.CONNECTION_CLOSED);
        List.copyOf(handles).forEach(handle -> handle.closeInCall(this));
        pointer.close();
    }

    /**
     * Makes several calls on one thread, one after the other: each call by itself waits for a thread and is waited for, which takes longer
     * than many calls do. All of them together have the limit of one.
     *
     * @param work calls of this connection and its handles; waits for nothing else
     */
    public <T extends @Nullable Object> T together(Supplier<T> work) {
        return calls.call(settings.callLimit(), work::get);
    }

    // ---- The host -------------------------------------------------------------------------------------------------

    /** The host's name as libvirtd sees it: {@code virConnectGetHostname}. */
    public String hostName() {
        return call((self, arena) ->
                Native.ownedText((MemorySegment) NativeLibrary.virConnectGetHostname.invokeExact(self)));
    }

    /** What the host can do, as XML: {@code virConnectGetCapabilities}. The first call of a daemon's life may take seconds. */
    public String capabilitiesXml() {
        return call((self, arena) ->
                Native.ownedText((MemorySegment) NativeLibrary.virConnectGetCapabilities.invokeExact(self)));
    }

    /**
     * What domains on this host can have, as XML: {@code virConnectGetDomainCapabilities}.
     *
     * @param emulator path of the emulator, null for the usual one
     * @param architecture such as {@code x86_64}, null for the host's
     * @param machine such as {@code q35}, null for the usual one
     * @param virtualisation {@code kvm} or {@code qemu}, null for the best one
     * @throws LibvirtException INVALID_ARG or similar if the host does not know the combination
     */
    public String domainCapabilitiesXml(
            @Nullable String emulator,
            @Nullable String architecture,
            @Nullable String machine,
            @Nullable String virtualisation) {
        return call((self, arena) ->
                Native.ownedText((MemorySegment) NativeLibrary.virConnectGetDomainCapabilities.invokeExact(
                        self,
                        Native.textOrNull(arena, emulator),
                        Native.textOrNull(arena, architecture),
                        Native.textOrNull(arena, machine),
                        Native.textOrNull(arena, virtualisation),
                        0)));
    }

    /** Size of the host: {@code virNodeGetInfo}. */
    public NodeInfo nodeInfo() {
        return call((self, arena) -> {
            var info = arena.allocate(NodeInfo.SIZE, LONG.byteAlignment());
            Native.check((int) NativeLibrary.virNodeGetInfo.invokeExact(self, info));
            return NodeInfo.read(info);
        });
    }

    /** Memory in bytes that nobody uses, not counting caches: {@code virNodeGetFreeMemory}. */
    public long freeMemory() {
        return call((self, arena) -> {
            long bytes = (long) NativeLibrary.virNodeGetFreeMemory.invokeExact(self);
            if (bytes == 0) {
                throw Native.lastError();
            }
            return bytes;
        });
    }

    /** What the host's CPUs did since its start: {@code virNodeGetCPUStats}. */
    public CpuTimes cpuTimes() {
        return call((self, arena) -> {
            var count = arena.allocate(INT);
            Native.check(
                    (int) NativeLibrary.virNodeGetCPUStats.invokeExact(self, ALL_CPUS, MemorySegment.NULL, count, 0));
            var fields = arena.allocate((long) count.get(INT, 0) * CPU_TIME_SIZE, LONG.byteAlignment());
            Native.check((int) NativeLibrary.virNodeGetCPUStats.invokeExact(self, ALL_CPUS, fields, count, 0));
            var times = new HashMap<String, Long>();
            for (long at = 0; at < (long) count.get(INT, 0) * CPU_TIME_SIZE; at += CPU_TIME_SIZE) {
                times.put(fields.getString(at), fields.get(LONG, at + CPU_FIELD_SIZE));
            }
            return new CpuTimes(
                    times.getOrDefault("user", 0L),
                    times.getOrDefault("kernel", 0L),
                    times.getOrDefault("idle", 0L),
                    times.getOrDefault("iowait", 0L));
        });
    }

    /** Version of libvirt on the host, such as {@code "9.0.0"}: {@code virConnectGetLibVersion}. */
    public String libvirtVersion() {
        return call((self, arena) -> {
            var version = arena.allocate(LONG);
            Native.check((int) NativeLibrary.virConnectGetLibVersion.invokeExact(self, version));
            return version(version.get(LONG, 0));
        });
    }

    /** Version of the hypervisor, for example QEMU, such as {@code "7.2.22"}: {@code virConnectGetVersion}. */
    public String hypervisorVersion() {
        return call((self, arena) -> {
            var version = arena.allocate(LONG);
            Native.check((int) NativeLibrary.virConnectGetVersion.invokeExact(self, version));
            return version(version.get(LONG, 0));
        });
    }

    private static String version(long number) {
        return number / 1_000_000 + "." + number / 1_000 % 1_000 + "." + number % 1_000;
    }

    // ---- Domains --------------------------------------------------------------------------------------------------

    /**
     * Defines a domain, or changes the definition of the one with the same UUID: {@code virDomainDefineXMLFlags}.
     *
     * @throws LibvirtException XML_ERROR, {@link LibvirtException#isUnsupported()}, or OPERATION_FAILED if another domain has the name
     */
    public Domain defineDomain(String xml) {
        return call((self, arena) -> new Domain(this, Native.check((MemorySegment)
                NativeLibrary.virDomainDefineXMLFlags.invokeExact(self, Native.text(arena, xml), 0))));
    }

    /**
     * Starts a domain that is forgotten when it stops: {@code virDomainCreateXML}.
     *
     * @param start whether its CPUs run at once
     */
    public Domain createTransientDomain(String xml, StartMode start) {
        return call((self, arena) -> new Domain(this, Native.check((MemorySegment)
                NativeLibrary.virDomainCreateXML.invokeExact(self, Native.text(arena, xml), start.bits()))));
    }

    /** {@code virDomainLookupByUUIDString}. */
    public Optional<Domain> findDomain(UUID uuid) {
        return find(
                ErrorCode.NO_DOMAIN,
                (self, arena) -> new Domain(this, Native.check((MemorySegment)
                        NativeLibrary.virDomainLookupByUUIDString.invokeExact(
                                self, Native.text(arena, uuid.toString())))));
    }

    /** {@code virDomainLookupByName}. */
    public Optional<Domain> findDomain(String name) {
        return find(
                ErrorCode.NO_DOMAIN,
                (self, arena) -> new Domain(this, Native.check((MemorySegment)
                        NativeLibrary.virDomainLookupByName.invokeExact(self, Native.text(arena, name)))));
    }

    /** All domains, running or not: {@code virConnectListAllDomains}. Close the list. */
    public HandleList<Domain> domains() {
        return call((self, arena) -> {
            var array = arena.allocate(POINTER);
            int count = Native.check((int) NativeLibrary.virConnectListAllDomains.invokeExact(self, array, 0));
            return handles(array, count, domain -> new Domain(this, domain));
        });
    }

    /**
     * Numbers of all domains in one call: {@code virConnectGetAllDomainStats}. Waits for no domain that another call is busy with: what
     * only its QEMU knows is then absent.
     */
    public List<DomainStats> allDomainStats() {
        return call(DomainStats::readAll);
    }

    /**
     * The description that a file with a domain's memory holds: {@code virDomainSaveImageGetXMLDesc}.
     *
     * @param file on the host
     */
    public String savedXml(String file) {
        return call((self, arena) -> Native.ownedText((MemorySegment)
                NativeLibrary.virDomainSaveImageGetXMLDesc.invokeExact(self, Native.text(arena, file), 0)));
    }

    /**
     * Starts a domain from a file with its memory, which stays: {@code virDomainRestoreFlags}.
     *
     * @param xml its description, in which paths may differ from the {@linkplain #savedXml saved} one, but nothing that a guest sees
     * @throws LibvirtException {@link LibvirtException#isInvalidState()} if it runs
     */
    public void restore(String file, String xml) {
        call(
                settings.slowCallLimit(),
                pointer,
                Handle.resultless((self, arena) -> Native.check((int) NativeLibrary.virDomainRestoreFlags.invokeExact(
                        self, Native.text(arena, file), Native.text(arena, xml), RESTORE_RUNNING))));
    }

    // ---- Storage pools --------------------------------------------------------------------------------------------

    /** Defines a pool or changes its definition: {@code virStoragePoolDefineXML}. It is not started. */
    public StoragePool definePool(String xml) {
        return call((self, arena) -> new StoragePool(this, Native.check((MemorySegment)
                NativeLibrary.virStoragePoolDefineXML.invokeExact(self, Native.text(arena, xml), 0))));
    }

    /** {@code virStoragePoolLookupByName}. */
    public Optional<StoragePool> findPool(String name) {
        return find(
                ErrorCode.NO_STORAGE_POOL,
                (self, arena) -> new StoragePool(this, Native.check((MemorySegment)
                        NativeLibrary.virStoragePoolLookupByName.invokeExact(self, Native.text(arena, name)))));
    }

    /** All pools, started or not: {@code virConnectListAllStoragePools}. Close the list. */
    public HandleList<StoragePool> pools() {
        return call((self, arena) -> {
            var array = arena.allocate(POINTER);
            int count = Native.check((int) NativeLibrary.virConnectListAllStoragePools.invokeExact(self, array, 0));
            return handles(array, count, pool -> new StoragePool(this, pool));
        });
    }

    // ---- Networks -------------------------------------------------------------------------------------------------

    /** Defines a network or changes its definition: {@code virNetworkDefineXML}. It is not started. */
    public Network defineNetwork(String xml) {
        return call((self, arena) -> new Network(this, Native.check((MemorySegment)
                NativeLibrary.virNetworkDefineXML.invokeExact(self, Native.text(arena, xml)))));
    }

    /** {@code virNetworkLookupByName}. */
    public Optional<Network> findNetwork(String name) {
        return find(
                ErrorCode.NO_NETWORK,
                (self, arena) -> new Network(this, Native.check((MemorySegment)
                        NativeLibrary.virNetworkLookupByName.invokeExact(self, Native.text(arena, name)))));
    }

    /** All networks, started or not: {@code virConnectListAllNetworks}. Close the list. */
    public HandleList<Network> networks() {
        return call((self, arena) -> {
            var array = arena.allocate(POINTER);
            int count = Native.check((int) NativeLibrary.virConnectListAllNetworks.invokeExact(self, array, 0));
            return handles(array, count, network -> new Network(this, network));
        });
    }

    // ---- Events ---------------------------------------------------------------------------------------------------
    //
    // All listeners of a connection are called on one thread of their own, in the order of events. They may call
    // libvirt.
    // Events are hints: one that comes before the registration, or while the connection is lost, is not told later.

    /** Tells of domains that are defined, started, stopped and so on. */
    public Registration onLifecycle(Consumer<LifecycleEvent> listener) {
        return lifecycleEvents.add(this, listener);
    }

    /** Tells of guests that reboot. */
    public Registration onReboot(Consumer<RebootEvent> listener) {
        return rebootEvents.add(this, listener);
    }

    /** Tells of guest agents that come and go. */
    public Registration onAgent(Consumer<AgentEvent> listener) {
        return agentEvents.add(this, listener);
    }

    /** Tells once when the connection is lost; not when {@link #close()} ends it. */
    public Registration onClose(Consumer<CloseReason> listener) {
        closeListeners.add(listener);
        return () -> closeListeners.remove(listener);
    }

    /** Called by the event loop's thread. */
    private void lost(CloseReason reason) {
        handles.forEach(handle -> {
            if (handle instanceof ConsoleStream console && console.connection == this) {
                console.connectionLost();
            }
        });
        listeners.add(() -> closeListeners.forEach(listener -> listener.accept(reason)));
    }

    // ---- For handles ----------------------------------------------------------------------------------------------

    ConnectionSettings settings() {
        return settings;
    }

    CountedPointer pointer() {
        return pointer;
    }

    /**
     * A second connection for calls that wait for a guest: guests that do not answer must not use up the threads, here or in libvirtd,
     * that everything else needs. Opened when it is first needed, and again when it was lost.
     */
    Connection forGuests() {
        awaitTurnToConnect();
        try {
            if (!open.get()) {
                throw LibvirtException.ofClient(ErrorCode.CLOSED, "the connection to " + uri + " is closed");
            }
            if (forGuests != null && !forGuests.isAlive()) {
                forGuests.close();
                forGuests = null;
            }
            if (forGuests == null) {
                forGuests = open(uri, settings.withThreads(THREADS_FOR_GUESTS));
            }
            return forGuests;
        } finally {
            connectingForGuests.unlock();
        }
    }

    private void awaitTurnToConnect() {
        try {
            if (!connectingForGuests.tryLock(
                    Deadline.orElse(settings.callLimit()).toNanos(), TimeUnit.NANOSECONDS)) {
                throw LibvirtException.ofClient(ErrorCode.DEADLINE_PASSED, uri + " did not answer in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LibvirtException.ofClient(ErrorCode.INTERRUPTED, "interrupted while waiting for " + uri);
        }
    }

    private void closeForGuests() {
        connectingForGuests.lock();
        try {
            if (forGuests != null) {
                forGuests.close();
            }
        } finally {
            connectingForGuests.unlock();
        }
    }

    /** Makes a call that uses a handle's pointer. */
    <T extends @Nullable Object> T call(Duration limit, CountedPointer used, NativeCall<T> work) {
        return calls.call(limit, () -> make(used, work));
    }

    /** Does something on a platform thread later, unless the connection is closed by then. */
    void callLater(Runnable work) {
        try {
            calls.callLater(work);
        } catch (LibvirtException e) {
            LOG.log(Level.DEBUG, "too late on " + uri, e);
        }
    }

    /** Makes the call on the current thread, which must be a platform thread that may wait. */
    static <T extends @Nullable Object> T make(CountedPointer used, NativeCall<T> work) {
        var self = used.acquire();
        try (var arena = Arena.ofConfined()) {
            return work.make(self, arena);
        } catch (Throwable e) {
            throw Native.unexpected(e);
        } finally {
            used.release();
        }
    }

    void adopt(Handle handle) {
        handles.add(handle);
    }

    void forget(Handle handle) {
        handles.remove(handle);
    }

    /** How many handles are open, for tests of leaks. */
    int openHandles() {
        return handles.size();
    }

    static <T extends Handle> HandleList<T> handles(MemorySegment arrayPointer, int count, HandleMaker<T> maker)
            throws Throwable {
        var handles = new ArrayList<T>(count);
        for (var pointer : Native.ownedPointers(arrayPointer.get(POINTER, 0), count)) {
            handles.add(maker.make(pointer));
        }
        return new HandleList<>(handles);
    }

    interface HandleMaker<T> {
        T make(MemorySegment pointer) throws Throwable;
    }

    private <T extends Handle> Optional<T> find(ErrorCode absent, NativeCall<T> lookup) {
        try {
            return Optional.of(call(lookup));
        } catch (LibvirtException e) {
            if (e.code() == absent) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private <T extends @Nullable Object> T call(NativeCall<T> work) {
        return call(settings.callLimit(), pointer, work);
    }

    void run(NativeCall.Action work) {
        call(Handle.resultless(work));
    }
}
