package io.pando.libvirt;

import static io.pando.libvirt.NativeLibrary.INT;
import static io.pando.libvirt.NativeLibrary.POINTER;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A domain, that is, a virtual machine: {@code virDomainPtr}.
 *
 * <p>Beside what the methods name, each call may fail with {@link LibvirtException#isNoDomain()} once the domain is gone, and with
 * {@link LibvirtException#isTimeout()} while another call is busy with the domain (libvirt waits 30 s for it).
 */
public final class Domain extends Handle {
    private static final int NO_ID = -1;
    private static final int METADATA_DESCRIPTION = 0;
    private static final int METADATA_TITLE = 1;
    private static final int METADATA_ELEMENT = 2;
    private static final int DESTROY_GRACEFUL = 1;
    private static final int MOST_KEYS = 16;
    private static final int SNAPSHOT_DISKS_WITHOUT_METADATA = 4 | 16 | 128;
    private static final int SNAPSHOT_QUIESCE = 64;
    private static final int SNAPSHOT_WITHOUT_METADATA = 4 | 128;
    private static final int CHANNEL_FORCE = 1;
    private static final int DEVICE_FORCE = 4;
    private static final Duration AGENT_MARGIN = Duration.ofSeconds(10);

    private final String name;
    private final UUID uuid;

    Domain(Connection connection, MemorySegment pointer) {
        super(
                connection,
                new CountedPointer(
                        pointer, domain -> Native.check((int) NativeLibrary.virDomainFree.invokeExact(domain))));
        this.name = nameOf(pointer);
        this.uuid = uuidOf(pointer);
    }

    static String nameOf(MemorySegment domain) {
        try {
            return Native.borrowedText((MemorySegment) NativeLibrary.virDomainGetName.invokeExact(domain));
        } catch (Throwable e) {
            throw Native.unexpected(e);
        }
    }

    static UUID uuidOf(MemorySegment domain) {
        try {
            return Native.uuid(text -> (int) NativeLibrary.virDomainGetUUIDString.invokeExact(domain, text));
        } catch (Throwable e) {
            throw Native.unexpected(e);
        }
    }

    // ---- Definition -----------------------------------------------------------------------------------------------

    /** Its name when this handle was made. */
    public String name() {
        return name;
    }

    public UUID uuid() {
        return uuid;
    }

    /** The number that it has while it runs: {@code virDomainGetID}. */
    public OptionalInt id() {
        return call((self, arena) -> {
            int id = (int) NativeLibrary.virDomainGetID.invokeExact(self);
            return id == NO_ID ? OptionalInt.empty() : OptionalInt.of(id);
        });
    }

    /** {@code virDomainGetState}. */
    public DomainState state() {
        return call((self, arena) -> {
            var state = arena.allocate(INT);
            var reason = arena.allocate(INT);
            Native.check((int) NativeLibrary.virDomainGetState.invokeExact(self, state, reason, 0));
            return DomainState.of(state.get(INT, 0), reason.get(INT, 0));
        });
    }

    /** Its description, by default of what runs, else of the definition: {@code virDomainGetXMLDesc}. */
    public String xml(XmlFlag... flags) {
        int bits = Flag.bits(flags);
        return call((self, arena) ->
                Native.ownedText((MemorySegment) NativeLibrary.virDomainGetXMLDesc.invokeExact(self, bits)));
    }

    /**
     * Gives a domain that is off another name: {@code virDomainRename}. {@link #name()} of this handle keeps the old one.
     *
     * @throws LibvirtException {@link LibvirtException#isInvalidState()} if it runs; OPERATION_INVALID if another one has the name
     */
    public void rename(String newName) {
        run((self, arena) ->
                Native.check((int) NativeLibrary.virDomainRename.invokeExact(self, Native.text(arena, newName), 0)));
    }

    /** Forgets the definition; what runs goes on, as a transient domain: {@code virDomainUndefineFlags}. Disks stay. */
    public void undefine(UndefineFlag... flags) {
        int bits = Flag.bits(flags);
        run((self, arena) -> Native.check((int) NativeLibrary.virDomainUndefineFlags.invokeExact(self, bits)));
    }

    /**
     * An XML element that somebody keeps in the definition: {@code virDomainGetMetadata}.
     *
     * @param namespace the XML namespace that belongs to the element's owner, a URI
     */
    public Optional<String> metadata(String namespace) {
        try {
            return Optional.of(call(
                    (self, arena) -> Native.ownedText((MemorySegment) NativeLibrary.virDomainGetMetadata.invokeExact(
                            self, METADATA_ELEMENT, Native.text(arena, namespace), Affects.CURRENT.bits()))));
        } catch (LibvirtException e) {
            if (e.code() == ErrorCode.NO_DOMAIN_METADATA) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Keeps an XML element in the definition, in place of the one of the same namespace: {@code virDomainSetMetadata}.
     *
     * @param element well-formed XML with one root element without a namespace, null to remove it
     * @param prefix the namespace prefix that libvirt writes, such as {@code pando}
     * @param namespace the XML namespace that belongs to the element's owner, a URI
     */
    public void setMetadata(@Nullable String element, String prefix, String namespace, Affects affects) {
        run((self, arena) -> {
            var xml = Native.textOrNull(arena, element);
            Native.check((int) NativeLibrary.virDomainSetMetadata.invokeExact(
                    self,
                    METADATA_ELEMENT,
                    xml,
                    Native.text(arena, prefix),
                    Native.text(arena, namespace),
                    affects.bits()));
        });
    }

    /** Gives it another title and description, for people: {@code virDomainSetMetadata}. */
    public void describe(String title, String description, Affects affects) {
        run((self, arena) -> {
            setText(self, METADATA_TITLE, Native.text(arena, title), affects);
            setText(self, METADATA_DESCRIPTION, Native.text(arena, description), affects);
        });
    }

    private static void setText(MemorySegment self, int kind, MemorySegment text, Affects affects) throws Throwable {
        Native.check((int) NativeLibrary.virDomainSetMetadata.invokeExact(
                self, kind, text, MemorySegment.NULL, MemorySegment.NULL, affects.bits()));
    }

    // ---- Life -----------------------------------------------------------------------------------------------------

    /**
     * Starts it, from its saved memory if it has one: {@code virDomainCreateWithFlags}.
     *
     * @throws LibvirtException {@link LibvirtException#isInvalidState()} if it runs, INTERNAL_ERROR with QEMU's words if QEMU refuses
     */
    public void start(StartMode mode) {
        slowRun((self, arena) ->
                Native.check((int) NativeLibrary.virDomainCreateWithFlags.invokeExact(self, mode.bits())));
    }

    /** {@link #start(StartMode)} with its CPUs running. */
    public void start() {
        start(StartMode.RUNNING);
    }

    /**
     * Asks the guest to shut down and does not wait for it: {@code virDomainShutdownFlags}.
     *
     * @throws LibvirtException {@link LibvirtException#isInvalidState()} if it does not run, {@link LibvirtException#isAgentUnavailable()}
     */
    public void shutdown(PowerRequest by) {
        power(by, (self, _) -> Native.check((int) NativeLibrary.virDomainShutdownFlags.invokeExact(self, by.bits())));
    }

    /** Asks the guest to reboot and does not wait for it: {@code virDomainReboot}. Fails like {@link #shutdown}. */
    public void reboot(PowerRequest by) {
        power(by, (self, _) -> Native.check((int) NativeLibrary.virDomainReboot.invokeExact(self, by.bits())));
    }

    private void power(PowerRequest by, NativeCall<Integer> request) {
        if (by == PowerRequest.POWER_BUTTON) {
            call(request);
        } else {
            guestCall(connection.settings().slowCallLimit(), request);
        }
    }

    /** Stops it at once, as if the plug was pulled: {@code virDomainDestroyFlags}. A transient domain is then gone. */
    public void destroy() {
        run((self, arena) -> Native.check((int) NativeLibrary.virDomainDestroyFlags.invokeExact(self, 0)));
    }

    /**
     * Stops it at once, but lets QEMU finish writing: {@code virDomainDestroyFlags}.
     *
     * @throws LibvirtException RESOURCE_BUSY if QEMU does not end in time; then {@link #destroy()} helps
     */
    public void destroyGracefully() {
        run((self, arena) ->
                Native.check((int) NativeLibrary.virDomainDestroyFlags.invokeExact(self, DESTROY_GRACEFUL)));
    }

    /** Stops its CPUs: {@code virDomainSuspend}. May be repeated. */
    public void suspend() {
        run((self, arena) -> Native.check((int) NativeLibrary.virDomainSuspend.invokeExact(self)));
    }

    /** Lets its CPUs go on: {@code virDomainResume}. May be repeated. */
    public void resume() {
        run((self, arena) -> Native.check((int) NativeLibrary.virDomainResume.invokeExact(self)));
    }

    /** Saves its memory to a file of libvirt's, from which the next start goes on, and stops it: {@code virDomainManagedSave}. */
    public void managedSave() {
        slowRun((self, arena) -> Native.check((int) NativeLibrary.virDomainManagedSave.invokeExact(self, 0)));
    }

    /** {@code virDomainHasManagedSaveImage}. */
    public boolean hasManagedSave() {
        return call((self, arena) ->
                        Native.check((int) NativeLibrary.virDomainHasManagedSaveImage.invokeExact(self, 0)))
                == 1;
    }

    /** Deletes its saved memory: {@code virDomainManagedSaveRemove}. */
    public void removeManagedSave() {
        run((self, arena) -> Native.check((int) NativeLibrary.virDomainManagedSaveRemove.invokeExact(self, 0)));
    }

    // ---- Another host ---------------------------------------------------------------------------------------------

    /**
     * Moves it to another host while it runs, and waits until that has succeeded or failed: {@code virDomainMigrate3}. This program, not
     * the hosts' daemons, keeps the two in step, so neither needs a way to sign in at the other. When it fails it goes on here.
     *
     * <p>Whether it takes effect after the caller has given up is not known: ask both hosts.
     *
     * @param target connection to the other host
     * @param limit the longest wait, if the thread has no {@link Deadline}
     * @return the domain there; {@link Migration.Flag#PAUSED} says whether its CPUs run
     * @throws LibvirtException OPERATION_ABORTED after {@link #abortJob}
     */
    public Domain migrate(Connection target, Migration how, Duration limit) {
        return call(
                limit,
                (self, arena) -> Connection.make(target.pointer(), (other, _) -> {
                    var parameters = how.parameters();
                    var array = TypedParameters.write(arena, parameters);
                    return new Domain(target, Native.check((MemorySegment) NativeLibrary.virDomainMigrate3.invokeExact(
                            self, other, array, parameters.size(), how.bits())));
                }));
    }

    /** The work that keeps it busy, such as a migration; empty when there is none: {@code virDomainGetJobStats}. */
    public Optional<DomainJob> job() {
        return call((self, arena) -> {
            var type = arena.allocate(INT);
            var array = arena.allocate(POINTER);
            var count = arena.allocate(INT);
            Native.check((int) NativeLibrary.virDomainGetJobStats.invokeExact(self, type, array, count, 0));
            try {
                return DomainJob.of(type.get(INT, 0), TypedParameters.read(array.get(POINTER, 0), count.get(INT, 0)));
            } finally {
                NativeLibrary.virTypedParamsFree.invokeExact(array.get(POINTER, 0), count.get(INT, 0));
            }
        });
    }

    /**
     * Ends the work that keeps it busy and does not wait for its end: {@code virDomainAbortJob}.
     *
     * @throws LibvirtException {@link LibvirtException#isInvalidState()} if there is none
     */
    public void abortJob() {
        run((self, arena) -> Native.check((int) NativeLibrary.virDomainAbortJob.invokeExact(self)));
    }

    // ---- Devices --------------------------------------------------------------------------------------------------

    /** Adds a device: {@code virDomainAttachDeviceFlags}. */
    public void attachDevice(String xml, Affects affects) {
        run((self, arena) -> Native.check((int)
                NativeLibrary.virDomainAttachDeviceFlags.invokeExact(self, Native.text(arena, xml), affects.bits())));
    }

    /**
     * Removes a device: {@code virDomainDetachDeviceFlags}. A running guest may take its time or refuse: the device is gone when it is
     * gone from {@link #xml}.
     */
    public void detachDevice(String xml, Affects affects) {
        run((self, arena) -> Native.check((int)
                NativeLibrary.virDomainDetachDeviceFlags.invokeExact(self, Native.text(arena, xml), affects.bits())));
    }

    /** Changes a device, for example the medium of a drive or the link of a network card: {@code virDomainUpdateDeviceFlags}. */
    public void updateDevice(String xml, Affects affects) {
        run((self, arena) -> Native.check((int)
                NativeLibrary.virDomainUpdateDeviceFlags.invokeExact(self, Native.text(arena, xml), affects.bits())));
    }

    /**
     * Changes the medium of a drive, or takes it out, also where the guest has locked it: {@code virDomainUpdateDeviceFlags} with
     * {@code FORCE}.
     */
    public void changeMedium(String xml, Affects affects) {
        run((self, arena) -> Native.check((int) NativeLibrary.virDomainUpdateDeviceFlags.invokeExact(
                self, Native.text(arena, xml), affects.bits() | DEVICE_FORCE)));
    }

    /**
     * A disk.
     *
     * @param target the disk's target, such as {@code vda}, or the path of its image. Whether it exists, the calls tell
     */
    public BlockDevice block(String target) {
        return new BlockDevice(this, target);
    }

    /**
     * Puts a new layer on each disk that the XML names, so that what lies below no longer changes; libvirt keeps no record of it:
     * {@code virDomainSnapshotCreateXML} with {@code DISK_ONLY}, {@code ATOMIC} and {@code NO_METADATA}.
     *
     * @param xml a {@code <domainsnapshot>} with the disks and the files of their new layers
     * @param quiesce whether the guest agent freezes the file systems meanwhile
     */
    public void snapshotDisks(String xml, boolean quiesce) {
        int flags = SNAPSHOT_DISKS_WITHOUT_METADATA | (quiesce ? SNAPSHOT_QUIESCE : 0);
        NativeCall<Integer> snapshot = (self, arena) -> {
            var made = Native.check((MemorySegment)
                    NativeLibrary.virDomainSnapshotCreateXML.invokeExact(self, Native.text(arena, xml), flags));
            return Native.check((int) NativeLibrary.virDomainSnapshotFree.invokeExact(made));
        };
        if (quiesce) {
            guestCall(connection.settings().slowCallLimit(), snapshot);
        } else {
            slowCall(snapshot);
        }
    }

    /**
     * Like {@link #snapshotDisks}, together with the memory that belongs to them; the domain stands still while that is written.
     *
     * @param xml a {@code <domainsnapshot>} that also names the file for the memory
     */
    public void snapshotWithMemory(String xml) {
        slowRun((self, arena) -> {
            var made = Native.check((MemorySegment) NativeLibrary.virDomainSnapshotCreateXML.invokeExact(
                    self, Native.text(arena, xml), SNAPSHOT_WITHOUT_METADATA));
            Native.check((int) NativeLibrary.virDomainSnapshotFree.invokeExact(made));
        });
    }

    // ---- The guest ------------------------------------------------------------------------------------------------

    /**
     * Presses keys together and lets them go: {@code virDomainSendKey}.
     *
     * @param held how long they are pressed, in milliseconds
     * @param keys 1 to 16 numbers of keys
     */
    public void sendKeys(KeyCodeSet codes, Duration held, int... keys) {
        if (keys.length < 1 || keys.length > MOST_KEYS) {
            throw new IllegalArgumentException("1 to " + MOST_KEYS + " keys, not " + keys.length);
        }
        var pressed = keys.clone();
        run((self, arena) -> Native.check((int) NativeLibrary.virDomainSendKey.invokeExact(
                self,
                codes.number(),
                Math.toIntExact(held.toMillis()),
                arena.allocateFrom(INT, pressed),
                pressed.length,
                0)));
    }

    /** A picture of its first screen: {@code virDomainScreenshot}. The domain needs a graphics card and must run. */
    public Screenshot screenshot() {
        return slowCall((self, arena) ->
                Connection.make(connection.pointer(), (hypervisor, _) -> Screenshot.take(self, hypervisor, arena)));
    }

    /** A serial console: {@link #openConsole(String, ConsoleMode)} of the first one. */
    public ConsoleStream openConsole(ConsoleMode mode) {
        return openConsoleOrFirst(null, mode);
    }

    /**
     * A serial or other console with a {@code pty}: {@code virDomainOpenConsole}.
     *
     * @param device the alias of the console, such as {@code serial0}
     * @throws LibvirtException OPERATION_FAILED if somebody else has it open and the mode is not {@link ConsoleMode#FORCE}
     */
    public ConsoleStream openConsole(String device, ConsoleMode mode) {
        return openConsoleOrFirst(device, mode);
    }

    private ConsoleStream openConsoleOrFirst(@Nullable String device, ConsoleMode mode) {
        return ConsoleStream.open(
                connection,
                uuid.toString(),
                (self, stream, arena) -> (int) NativeLibrary.virDomainOpenConsole.invokeExact(
                        self, Native.textOrNull(arena, device), stream, mode.bits()));
    }

    /**
     * A virtio channel of the guest: {@code virDomainOpenChannel}. The channel's source must be a unix socket ({@code type='unix'}) that
     * libvirt does not use itself.
     *
     * @param channel the name of the channel's target, or the alias of the device
     * @param force whether to take it away from somebody else
     */
    public ConsoleStream openChannel(String channel, boolean force) {
        int flags = force ? CHANNEL_FORCE : 0;
        return ConsoleStream.open(connection, uuid.toString(), (self, stream, arena) ->
                (int) NativeLibrary.virDomainOpenChannel.invokeExact(self, Native.text(arena, channel), stream, flags));
    }

    /** The guest's addresses: {@code virDomainInterfaceAddresses}. From {@link AddressSource#AGENT} they are the guest's own word. */
    public List<InterfaceAddresses> interfaceAddresses(AddressSource source) {
        NativeCall<List<InterfaceAddresses>> question = (self, arena) -> {
            var array = arena.allocate(POINTER);
            int count = Native.check(
                    (int) NativeLibrary.virDomainInterfaceAddresses.invokeExact(self, array, source.number(), 0));
            var interfaces = new ArrayList<InterfaceAddresses>(count);
            for (var entry : Native.ownedPointers(array.get(POINTER, 0), count)) {
                interfaces.add(InterfaceAddresses.read(entry));
                NativeLibrary.virDomainInterfaceFree.invokeExact(entry);
            }
            return List.copyOf(interfaces);
        };
        return source == AddressSource.AGENT ? guestCall(connection.settings().callLimit(), question) : call(question);
    }

    /**
     * Asks the guest agent something: {@code virDomainQemuAgentCommand}. Guests that do not answer stop no other calls.
     *
     * @param json the command, such as <code>{"execute":"guest-ping"}</code>
     * @param timeout how long the agent may take, rounded up to whole seconds; a {@link Deadline} may end the wait earlier
     * @return the answer, such as <code>{"return":{}}</code>; written by the guest, not to be trusted
     * @throws LibvirtException {@link LibvirtException#isAgentUnavailable()}; INTERNAL_ERROR with the agent's words if it refuses
     */
    public String agentCommand(String json, Duration timeout) {
        int seconds = Math.toIntExact(timeout.plusSeconds(1).minusNanos(1).toSeconds());
        if (seconds < 1) {
            throw new IllegalArgumentException("timeout must be positive, not " + timeout);
        }
        return guestCall(
                timeout.plus(AGENT_MARGIN),
                (self, arena) -> Native.ownedText((MemorySegment) NativeLibrary.virDomainQemuAgentCommand.invokeExact(
                        self, Native.text(arena, json), seconds, 0)));
    }

    /** A call that waits for the guest, which may never answer: on the connection for guests, where this domain is looked up. */
    private <T> T guestCall(Duration limit, NativeCall<T> work) {
        if (!pointer.isOpen()) {
            throw LibvirtException.ofClient(ErrorCode.CLOSED, "this handle is closed");
        }
        var guests = connection.forGuests();
        return guests.call(limit, guests.pointer(), (self, arena) -> {
            var domain = Native.check((MemorySegment)
                    NativeLibrary.virDomainLookupByUUIDString.invokeExact(self, Native.text(arena, uuid.toString())));
            try {
                return work.make(domain, arena);
            } finally {
                int _ = (int) NativeLibrary.virDomainFree.invokeExact(domain);
            }
        });
    }

    /**
     * Tells QEMU something behind libvirt's back: {@code virDomainQemuMonitorCommand}.
     *
     * @param json the command in QMP, such as <code>{"execute":"query-status"}</code>
     * @return QEMU's answer as JSON; it has an {@code error} instead of a {@code return} where QEMU refused, which is no exception
     */
    public String monitorCommand(String json) {
        return slowCall((self, arena) -> {
            var result = arena.allocate(POINTER);
            Native.check((int)
                    NativeLibrary.virDomainQemuMonitorCommand.invokeExact(self, Native.text(arena, json), result, 0));
            return Native.ownedText(result.get(POINTER, 0));
        });
    }

    /**
     * {@link #monitorCommand(String)} that hands open files to QEMU, for example with {@code getfd}:
     * {@code virDomainQemuMonitorCommandWithFiles}. Works only where libvirtd is on this machine.
     *
     * @param files may be closed after the call
     */
    public String monitorCommand(String json, OpenFile... files) {
        return slowCall((self, arena) -> {
            var descriptors = arena.allocate(INT, files.length);
            for (int i = 0; i < files.length; i++) {
                descriptors.setAtIndex(INT, i, files[i].descriptor());
            }
            var result = arena.allocate(POINTER);
            Native.check((int) NativeLibrary.virDomainQemuMonitorCommandWithFiles.invokeExact(
                    self,
                    Native.text(arena, json),
                    files.length,
                    descriptors,
                    MemorySegment.NULL,
                    MemorySegment.NULL,
                    result,
                    0));
            return Native.ownedText(result.get(POINTER, 0));
        });
    }
}
