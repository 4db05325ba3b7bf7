package io.pando.image;

import io.pando.api.Host;
import io.pando.host.Disks;
import io.pando.host.HostException;
import io.pando.host.Hosts;
import io.pando.host.Hypervisor;
import java.lang.reflect.Proxy;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** Hosts that are nothing but pools, which hold sizes of files. What is done there can be watched, and happen to fail. */
final class MemoryHosts implements Hosts {
    private final Map<String, Pool> pools;

    /** Each with that much room, bytes. */
    MemoryHosts(Map<String, Long> room) {
        this.pools = room.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> new Pool(entry.getValue())));
    }

    Pool pool(String host) {
        return Optional.ofNullable(pools.get(host)).orElseThrow();
    }

    /** A host's pool. */
    static final class Pool implements Disks {
        private final long room;
        private final Map<String, Long> files = new ConcurrentHashMap<>();
        private volatile Consumer<String> beforeDeletion = name -> {};
        private volatile Consumer<String> beforeCopy = name -> {};

        private Pool(long room) {
            this.room = room;
        }

        void put(String name, long bytes) {
            files.put(name, bytes);
        }

        void beforeDeletion(Consumer<String> watch) {
            beforeDeletion = watch;
        }

        void beforeCopy(Consumer<String> watch) {
            beforeCopy = watch;
        }

        List<String> names() {
            return files.keySet().stream().sorted().toList();
        }

        @Override
        public void delete(String name) {
            beforeDeletion.accept(name);
            files.remove(name);
        }

        @Override
        public String fetch(Disks source, String name, LongConsumer progress) {
            beforeCopy.accept(name);
            long bytes = source.fileSize(name).orElseThrow();
            if (bytes > available()) {
                throw new HostException(HostException.Reason.FULL, "The pool is full.", null);
            }
            files.put(name, bytes);
            return "sha of " + name;
        }

        @Override
        public Optional<String> sha256(String name, LongConsumer progress) {
            return Optional.ofNullable(files.get(name)).map(bytes -> "sha of " + name);
        }

        @Override
        public OptionalLong fileSize(String name) {
            Long bytes = files.get(name);
            return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes);
        }

        @Override
        public Optional<String> base(String name) {
            return Optional.empty();
        }

        @Override
        public long available() {
            return room - files.values().stream().mapToLong(Long::longValue).sum();
        }

        @Override
        public Optional<Disk> find(String name) {
            return Optional.ofNullable(files.get(name)).map(bytes -> new Disk(name, path(name), bytes, bytes));
        }

        @Override
        public String path(String name) {
            return "/pool/" + name;
        }

        @Override
        public List<Disk> list() {
            return names().stream().flatMap(name -> find(name).stream()).toList();
        }

        @Override
        public void refresh() {}

        @Override
        public void createLinked(String name, String base, long virtualSize) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void createDraft(String name, String base) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void createFull(String name, String source, LongConsumer progress) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void createEmpty(String name, long virtualSize) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void grow(String name, long virtualSize) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void upload(String name, FileChannel content, LongConsumer progress) {
            throw new UnsupportedOperationException();
        }
    }

    @Override
    public Hypervisor hypervisor(String hostId) {
        Pool pool = pool(hostId);
        return (Hypervisor) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Hypervisor.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("disks")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    return pool;
                });
    }

    @Override
    public Optional<Host> find(String hostId) {
        return Optional.empty();
    }

    @Override
    public Optional<Standing> standing(String hostId) {
        return Optional.empty();
    }

    @Override
    public List<Host> all() {
        return List.of();
    }

    @Override
    public Host home() {
        throw new UnsupportedOperationException();
    }
}
