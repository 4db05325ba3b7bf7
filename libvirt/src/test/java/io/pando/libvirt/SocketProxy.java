package io.pando.libvirt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Passes bytes between a socket of its own and another one, and can stop doing so for a while. */
final class SocketProxy implements AutoCloseable {
    private final @Nullable ServerSocketChannel server;
    private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition resumed = lock.newCondition();
    private boolean paused;

    private SocketProxy(@Nullable ServerSocketChannel server) {
        this.server = server;
    }

    static SocketProxy unstarted() {
        return new SocketProxy(null);
    }

    static SocketProxy start(Path own, Path target) throws IOException {
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(own));
        var proxy = new SocketProxy(server);
        Thread.ofVirtual().start(() -> proxy.accept(server, target));
        return proxy;
    }

    void pause() {
        lock.lock();
        try {
            paused = true;
        } finally {
            lock.unlock();
        }
    }

    void resume() {
        lock.lock();
        try {
            paused = false;
            resumed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int openConnections() {
        return clients.size();
    }

    private void accept(ServerSocketChannel listening, Path target) {
        try {
            while (true) {
                var client = listening.accept();
                var daemon = SocketChannel.open(UnixDomainSocketAddress.of(target));
                clients.add(client);
                Thread.ofPlatform().daemon().start(() -> pass(client, daemon, client));
                Thread.ofPlatform().daemon().start(() -> pass(daemon, client, client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void pass(SocketChannel from, SocketChannel to, SocketChannel client) {
        var buffer = ByteBuffer.allocate(64 * 1024);
        try (from;
                to) {
            while (from.read(buffer) >= 0) {
                awaitResumed();
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
        } catch (IOException closed) {
            // The other direction has ended.
        } finally {
            clients.remove(client);
        }
    }

    private void awaitResumed() {
        lock.lock();
        try {
            while (paused) {
                resumed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        resume();
        try {
            if (server != null) {
                server.close();
            }
            for (var client : clients) {
                client.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
