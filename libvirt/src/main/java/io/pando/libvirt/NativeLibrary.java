package io.pando.libvirt;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;

/**
 * The table of native functions: one constant per function, of the function's own name, with the result's layout first.
 *
 * <p>Nothing here fails while the class loads. Where the library or a function of it is missing, the function's handle throws
 * a {@link LibvirtException} ({@link ErrorCode#LIBRARY_MISSING}) that says what to install.
 */
final class NativeLibrary {
    static final AddressLayout POINTER = ValueLayout.ADDRESS;
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    /** C's {@code long}, {@code long long} and {@code size_t}: all 64 bits wide on 64-bit Linux. */
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup SYMBOLS =
            library("libvirt.so.0").or(library("libvirt-qemu.so.0")).or(LINKER.defaultLookup());

    private static final MethodHandle MISSING = missingConstructor();

    // The C library.
    /** Its first argument is memory for {@code errno}. */
    static final MethodHandle open = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("open"),
            FunctionDescriptor.of(INT, POINTER, INT, INT),
            Linker.Option.firstVariadicArg(2),
            Linker.Option.captureCallState("errno"));

    static final MethodHandle free = procedure("free", POINTER);
    static final MethodHandle close = function(INT, "close", INT);

    // The library, its errors and its event loop.
    static final MethodHandle virInitialize = function(INT, "virInitialize");
    static final MethodHandle virSetErrorFunc = procedure("virSetErrorFunc", POINTER, POINTER);
    static final MethodHandle virGetLastError = function(POINTER, "virGetLastError");
    static final MethodHandle virEventRegisterDefaultImpl = function(INT, "virEventRegisterDefaultImpl");
    static final MethodHandle virEventRunDefaultImpl = function(INT, "virEventRunDefaultImpl");

    // Connections and the host behind them.
    static final MethodHandle virConnectOpen = function(POINTER, "virConnectOpen", POINTER);
    static final MethodHandle virConnectClose = function(INT, "virConnectClose", POINTER);
    static final MethodHandle virConnectIsAlive = function(INT, "virConnectIsAlive", POINTER);
    static final MethodHandle virConnectSetKeepAlive = function(INT, "virConnectSetKeepAlive", POINTER, INT, INT);
    static final MethodHandle virConnectRegisterCloseCallback =
            function(INT, "virConnectRegisterCloseCallback", POINTER, POINTER, POINTER, POINTER);
    static final MethodHandle virConnectUnregisterCloseCallback =
            function(INT, "virConnectUnregisterCloseCallback", POINTER, POINTER);
    static final MethodHandle virConnectDomainEventRegisterAny =
            function(INT, "virConnectDomainEventRegisterAny", POINTER, POINTER, INT, POINTER, POINTER, POINTER);
    static final MethodHandle virConnectDomainEventDeregisterAny =
            function(INT, "virConnectDomainEventDeregisterAny", POINTER, INT);
    static final MethodHandle virConnectGetHostname = function(POINTER, "virConnectGetHostname", POINTER);
    static final MethodHandle virConnectGetCapabilities = function(POINTER, "virConnectGetCapabilities", POINTER);
    static final MethodHandle virConnectGetDomainCapabilities =
            function(POINTER, "virConnectGetDomainCapabilities", POINTER, POINTER, POINTER, POINTER, POINTER, INT);
    static final MethodHandle virConnectGetVersion = function(INT, "virConnectGetVersion", POINTER, POINTER);
    static final MethodHandle virConnectGetLibVersion = function(INT, "virConnectGetLibVersion", POINTER, POINTER);
    static final MethodHandle virNodeGetInfo = function(INT, "virNodeGetInfo", POINTER, POINTER);
    static final MethodHandle virNodeGetFreeMemory = function(LONG, "virNodeGetFreeMemory", POINTER);
    static final MethodHandle virNodeGetCPUStats =
            function(INT, "virNodeGetCPUStats", POINTER, INT, POINTER, POINTER, INT);

    // Domains: definition and lookup.
    static final MethodHandle virDomainDefineXMLFlags =
            function(POINTER, "virDomainDefineXMLFlags", POINTER, POINTER, INT);
    static final MethodHandle virDomainCreateXML = function(POINTER, "virDomainCreateXML", POINTER, POINTER, INT);
    static final MethodHandle virDomainLookupByUUIDString =
            function(POINTER, "virDomainLookupByUUIDString", POINTER, POINTER);
    static final MethodHandle virDomainLookupByName = function(POINTER, "virDomainLookupByName", POINTER, POINTER);
    static final MethodHandle virConnectListAllDomains =
            function(INT, "virConnectListAllDomains", POINTER, POINTER, INT);
    static final MethodHandle virConnectGetAllDomainStats =
            function(INT, "virConnectGetAllDomainStats", POINTER, INT, POINTER, INT);
    static final MethodHandle virDomainStatsRecordListFree = procedure("virDomainStatsRecordListFree", POINTER);
    static final MethodHandle virDomainFree = function(INT, "virDomainFree", POINTER);
    static final MethodHandle virDomainGetName = function(POINTER, "virDomainGetName", POINTER);
    static final MethodHandle virDomainGetUUIDString = function(INT, "virDomainGetUUIDString", POINTER, POINTER);
    static final MethodHandle virDomainGetID = function(INT, "virDomainGetID", POINTER);
    static final MethodHandle virDomainGetState = function(INT, "virDomainGetState", POINTER, POINTER, POINTER, INT);
    static final MethodHandle virDomainGetXMLDesc = function(POINTER, "virDomainGetXMLDesc", POINTER, INT);
    static final MethodHandle virDomainUndefineFlags = function(INT, "virDomainUndefineFlags", POINTER, INT);
    static final MethodHandle virDomainGetMetadata =
            function(POINTER, "virDomainGetMetadata", POINTER, INT, POINTER, INT);
    static final MethodHandle virDomainSetMetadata =
            function(INT, "virDomainSetMetadata", POINTER, INT, POINTER, POINTER, POINTER, INT);

    static final MethodHandle virDomainRename = function(INT, "virDomainRename", POINTER, POINTER, INT);

    // Domains: life.
    static final MethodHandle virDomainCreateWithFlags = function(INT, "virDomainCreateWithFlags", POINTER, INT);
    static final MethodHandle virDomainShutdownFlags = function(INT, "virDomainShutdownFlags", POINTER, INT);
    static final MethodHandle virDomainReboot = function(INT, "virDomainReboot", POINTER, INT);
    static final MethodHandle virDomainDestroyFlags = function(INT, "virDomainDestroyFlags", POINTER, INT);
    static final MethodHandle virDomainSuspend = function(INT, "virDomainSuspend", POINTER);
    static final MethodHandle virDomainResume = function(INT, "virDomainResume", POINTER);
    static final MethodHandle virDomainManagedSave = function(INT, "virDomainManagedSave", POINTER, INT);
    static final MethodHandle virDomainHasManagedSaveImage =
            function(INT, "virDomainHasManagedSaveImage", POINTER, INT);
    static final MethodHandle virDomainManagedSaveRemove = function(INT, "virDomainManagedSaveRemove", POINTER, INT);
    static final MethodHandle virDomainRestoreFlags =
            function(INT, "virDomainRestoreFlags", POINTER, POINTER, POINTER, INT);
    static final MethodHandle virDomainSaveImageGetXMLDesc =
            function(POINTER, "virDomainSaveImageGetXMLDesc", POINTER, POINTER, INT);

    static final MethodHandle virDomainMigrate3 =
            function(POINTER, "virDomainMigrate3", POINTER, POINTER, POINTER, INT, INT);
    static final MethodHandle virDomainGetJobStats =
            function(INT, "virDomainGetJobStats", POINTER, POINTER, POINTER, POINTER, INT);
    static final MethodHandle virDomainAbortJob = function(INT, "virDomainAbortJob", POINTER);
    static final MethodHandle virTypedParamsFree = procedure("virTypedParamsFree", POINTER, INT);

    // Domains: devices.
    static final MethodHandle virDomainUpdateDeviceFlags =
            function(INT, "virDomainUpdateDeviceFlags", POINTER, POINTER, INT);
    static final MethodHandle virDomainAttachDeviceFlags =
            function(INT, "virDomainAttachDeviceFlags", POINTER, POINTER, INT);
    static final MethodHandle virDomainDetachDeviceFlags =
            function(INT, "virDomainDetachDeviceFlags", POINTER, POINTER, INT);
    static final MethodHandle virDomainGetBlockInfo =
            function(INT, "virDomainGetBlockInfo", POINTER, POINTER, POINTER, INT);
    static final MethodHandle virDomainBlockResize = function(INT, "virDomainBlockResize", POINTER, POINTER, LONG, INT);
    static final MethodHandle virDomainGetBlockJobInfo =
            function(INT, "virDomainGetBlockJobInfo", POINTER, POINTER, POINTER, INT);
    static final MethodHandle virDomainBlockJobAbort = function(INT, "virDomainBlockJobAbort", POINTER, POINTER, INT);
    static final MethodHandle virDomainBlockCommit =
            function(INT, "virDomainBlockCommit", POINTER, POINTER, POINTER, POINTER, LONG, INT);
    static final MethodHandle virDomainSnapshotCreateXML =
            function(POINTER, "virDomainSnapshotCreateXML", POINTER, POINTER, INT);
    static final MethodHandle virDomainSnapshotFree = function(INT, "virDomainSnapshotFree", POINTER);

    // Domains: the guest.
    static final MethodHandle virDomainSendKey =
            function(INT, "virDomainSendKey", POINTER, INT, INT, POINTER, INT, INT);
    static final MethodHandle virDomainScreenshot =
            function(POINTER, "virDomainScreenshot", POINTER, POINTER, INT, INT);
    static final MethodHandle virDomainOpenConsole =
            function(INT, "virDomainOpenConsole", POINTER, POINTER, POINTER, INT);
    static final MethodHandle virDomainOpenChannel =
            function(INT, "virDomainOpenChannel", POINTER, POINTER, POINTER, INT);
    static final MethodHandle virDomainInterfaceAddresses =
            function(INT, "virDomainInterfaceAddresses", POINTER, POINTER, INT, INT);
    static final MethodHandle virDomainInterfaceFree = procedure("virDomainInterfaceFree", POINTER);
    static final MethodHandle virDomainQemuAgentCommand =
            function(POINTER, "virDomainQemuAgentCommand", POINTER, POINTER, INT, INT);
    static final MethodHandle virDomainQemuMonitorCommand =
            function(INT, "virDomainQemuMonitorCommand", POINTER, POINTER, POINTER, INT);
    static final MethodHandle virDomainQemuMonitorCommandWithFiles = function(
            INT,
            "virDomainQemuMonitorCommandWithFiles",
            POINTER,
            POINTER,
            INT,
            POINTER,
            POINTER,
            POINTER,
            POINTER,
            INT);

    // Storage pools.
    static final MethodHandle virStoragePoolDefineXML =
            function(POINTER, "virStoragePoolDefineXML", POINTER, POINTER, INT);
    static final MethodHandle virStoragePoolLookupByName =
            function(POINTER, "virStoragePoolLookupByName", POINTER, POINTER);
    static final MethodHandle virConnectListAllStoragePools =
            function(INT, "virConnectListAllStoragePools", POINTER, POINTER, INT);
    static final MethodHandle virStoragePoolFree = function(INT, "virStoragePoolFree", POINTER);
    static final MethodHandle virStoragePoolGetName = function(POINTER, "virStoragePoolGetName", POINTER);
    static final MethodHandle virStoragePoolGetUUIDString =
            function(INT, "virStoragePoolGetUUIDString", POINTER, POINTER);
    static final MethodHandle virStoragePoolGetXMLDesc = function(POINTER, "virStoragePoolGetXMLDesc", POINTER, INT);
    static final MethodHandle virStoragePoolGetInfo = function(INT, "virStoragePoolGetInfo", POINTER, POINTER);
    static final MethodHandle virStoragePoolBuild = function(INT, "virStoragePoolBuild", POINTER, INT);
    static final MethodHandle virStoragePoolCreate = function(INT, "virStoragePoolCreate", POINTER, INT);
    static final MethodHandle virStoragePoolRefresh = function(INT, "virStoragePoolRefresh", POINTER, INT);
    static final MethodHandle virStoragePoolDestroy = function(INT, "virStoragePoolDestroy", POINTER);
    static final MethodHandle virStoragePoolUndefine = function(INT, "virStoragePoolUndefine", POINTER);
    static final MethodHandle virStoragePoolListAllVolumes =
            function(INT, "virStoragePoolListAllVolumes", POINTER, POINTER, INT);

    // Volumes.
    static final MethodHandle virStorageVolLookupByName =
            function(POINTER, "virStorageVolLookupByName", POINTER, POINTER);
    static final MethodHandle virStorageVolLookupByKey =
            function(POINTER, "virStorageVolLookupByKey", POINTER, POINTER);
    static final MethodHandle virStorageVolCreateXML =
            function(POINTER, "virStorageVolCreateXML", POINTER, POINTER, INT);
    static final MethodHandle virStorageVolCreateXMLFrom =
            function(POINTER, "virStorageVolCreateXMLFrom", POINTER, POINTER, POINTER, INT);
    static final MethodHandle virStorageVolFree = function(INT, "virStorageVolFree", POINTER);
    static final MethodHandle virStorageVolGetName = function(POINTER, "virStorageVolGetName", POINTER);
    static final MethodHandle virStorageVolGetKey = function(POINTER, "virStorageVolGetKey", POINTER);
    static final MethodHandle virStorageVolGetPath = function(POINTER, "virStorageVolGetPath", POINTER);
    static final MethodHandle virStorageVolGetXMLDesc = function(POINTER, "virStorageVolGetXMLDesc", POINTER, INT);
    static final MethodHandle virStorageVolGetInfo = function(INT, "virStorageVolGetInfo", POINTER, POINTER);
    static final MethodHandle virStorageVolDelete = function(INT, "virStorageVolDelete", POINTER, INT);
    static final MethodHandle virStorageVolResize = function(INT, "virStorageVolResize", POINTER, LONG, INT);
    static final MethodHandle virStorageVolUpload =
            function(INT, "virStorageVolUpload", POINTER, POINTER, LONG, LONG, INT);
    static final MethodHandle virStorageVolDownload =
            function(INT, "virStorageVolDownload", POINTER, POINTER, LONG, LONG, INT);

    // Networks.
    static final MethodHandle virNetworkDefineXML = function(POINTER, "virNetworkDefineXML", POINTER, POINTER);
    static final MethodHandle virNetworkLookupByName = function(POINTER, "virNetworkLookupByName", POINTER, POINTER);
    static final MethodHandle virConnectListAllNetworks =
            function(INT, "virConnectListAllNetworks", POINTER, POINTER, INT);
    static final MethodHandle virNetworkFree = function(INT, "virNetworkFree", POINTER);
    static final MethodHandle virNetworkGetName = function(POINTER, "virNetworkGetName", POINTER);
    static final MethodHandle virNetworkGetUUIDString = function(INT, "virNetworkGetUUIDString", POINTER, POINTER);
    static final MethodHandle virNetworkGetXMLDesc = function(POINTER, "virNetworkGetXMLDesc", POINTER, INT);
    static final MethodHandle virNetworkIsActive = function(INT, "virNetworkIsActive", POINTER);
    static final MethodHandle virNetworkCreate = function(INT, "virNetworkCreate", POINTER);
    static final MethodHandle virNetworkDestroy = function(INT, "virNetworkDestroy", POINTER);
    static final MethodHandle virNetworkUndefine = function(INT, "virNetworkUndefine", POINTER);
    static final MethodHandle virNetworkUpdate =
            function(INT, "virNetworkUpdate", POINTER, INT, INT, INT, POINTER, INT);
    static final MethodHandle virNetworkGetDHCPLeases =
            function(INT, "virNetworkGetDHCPLeases", POINTER, POINTER, POINTER, INT);
    static final MethodHandle virNetworkDHCPLeaseFree = procedure("virNetworkDHCPLeaseFree", POINTER);

    // Streams.
    static final MethodHandle virStreamNew = function(POINTER, "virStreamNew", POINTER, INT);
    static final MethodHandle virStreamFree = function(INT, "virStreamFree", POINTER);
    static final MethodHandle virStreamSend = function(INT, "virStreamSend", POINTER, POINTER, LONG);
    static final MethodHandle virStreamSendHole = function(INT, "virStreamSendHole", POINTER, LONG, INT);
    static final MethodHandle virStreamRecv = function(INT, "virStreamRecv", POINTER, POINTER, LONG);
    static final MethodHandle virStreamRecvFlags = function(INT, "virStreamRecvFlags", POINTER, POINTER, LONG, INT);
    static final MethodHandle virStreamRecvHole = function(INT, "virStreamRecvHole", POINTER, POINTER, INT);
    static final MethodHandle virStreamFinish = function(INT, "virStreamFinish", POINTER);
    static final MethodHandle virStreamAbort = function(INT, "virStreamAbort", POINTER);
    static final MethodHandle virStreamEventAddCallback =
            function(INT, "virStreamEventAddCallback", POINTER, INT, POINTER, POINTER, POINTER);
    static final MethodHandle virStreamEventRemoveCallback = function(INT, "virStreamEventRemoveCallback", POINTER);

    private NativeLibrary() {}

    /** A library by its soname; one that is not installed has no symbols. */
    static SymbolLookup library(String soname) {
        try {
            return SymbolLookup.libraryLookup(soname, Arena.global());
        } catch (IllegalArgumentException notInstalled) {
            return name -> Optional.empty();
        }
    }

    static MethodHandle bind(SymbolLookup symbols, String name, FunctionDescriptor descriptor) {
        return symbols.find(name)
                .map(address -> LINKER.downcallHandle(address, descriptor))
                .orElseGet(() -> missing(name, descriptor.toMethodType()));
    }

    private static MethodHandle function(MemoryLayout result, String name, MemoryLayout... parameters) {
        return bind(SYMBOLS, name, FunctionDescriptor.of(result, parameters));
    }

    private static MethodHandle procedure(String name, MemoryLayout... parameters) {
        return bind(SYMBOLS, name, FunctionDescriptor.ofVoid(parameters));
    }

    private static MethodHandle missing(String name, MethodType type) {
        var thrower = MethodHandles.throwException(type.returnType(), LibvirtException.class);
        var exception = MethodHandles.insertArguments(MISSING, 0, name);
        return MethodHandles.dropArguments(
                MethodHandles.collectArguments(thrower, 0, exception), 0, type.parameterArray());
    }

    @SuppressWarnings("unused") // called through a method handle
    private static LibvirtException missingFunction(String name) {
        return LibvirtException.ofClient(
                ErrorCode.LIBRARY_MISSING,
                "libvirt's client library is missing or too old: it has no function " + name
                        + ". libvirt 9.0 or newer is needed: on Debian, apt-get install libvirt0");
    }

    private static MethodHandle missingConstructor() {
        try {
            return MethodHandles.lookup()
                    .findStatic(
                            NativeLibrary.class,
                            "missingFunction",
                            MethodType.methodType(LibvirtException.class, String.class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("missingFunction", e);
        }
    }

    /** A function pointer that calls a static method of ours, for as long as the process lives. */
    static MemorySegment callback(MethodHandles.Lookup lookup, String method, FunctionDescriptor descriptor) {
        try {
            var target = lookup.findStatic(lookup.lookupClass(), method, descriptor.toMethodType());
            return LINKER.upcallStub(target, descriptor, Arena.global());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(method, e);
        }
    }
}
