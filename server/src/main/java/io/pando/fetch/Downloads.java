package io.pando.fetch;

import io.pando.api.Fault;
import io.pando.api.ProblemType;
import io.pando.configuration.PandoProperties;
import io.pando.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Downloads files. Every address on the way, the first and those that servers lead on to, is looked at before a packet goes there, and the
 * connection goes to the very address that was looked at: a name that stands for another one a moment later changes nothing.
 */
@Service
public class Downloads {
    private static final int MOST_REDIRECTIONS = 5;
    /** The room that is left is looked at each time that so many bytes have come. */
    private static final long ROOM_EVERY = 64L << 20;

    private static final int BUFFER = 128 << 10;
    private static final Timeout CONNECT = Timeout.ofSeconds(10);
    private static final Timeout SILENCE = Timeout.ofSeconds(30);

    private final NameResolver names;
    private final AddressRules rules;
    private final List<Integer> ports;
    private final long largest;
    private final Ticks ticks;
    private final int leastKib;
    private final Duration window;

    Downloads(NameResolver names, AddressRules rules, Ticks ticks, PandoProperties properties) {
        this.names = names;
        this.rules = rules;
        this.ticks = ticks;
        this.leastKib = properties.imports().fetchLeastKib();
        this.window = properties.imports().fetchWindow();
        this.ports = properties.imports().fetchPorts();
        this.largest = (long) properties.imports().largestGib() << 30;
    }

    /** Told how far a download is. */
    public interface Progress {
        /**
         * May throw to end it.
         *
         * @param total bytes; -1 when the server does not say
         */
        void received(long bytes, long total);
    }

    /** An address with the one IP address that will be asked. */
    private record Pinned(WebAddress address, InetAddress to) {}

    /**
     * Looks at an address without asking it.
     *
     * @throws ProblemException when it may not be asked
     */
    public void check(String url) {
        pinned(parsed(url));
    }

    private WebAddress parsed(String url) {
        try {
            return WebAddress.parse(url, ports);
        } catch (WebAddress.RefusedException refused) {
            throw refused(String.valueOf(refused.getMessage()));
        }
    }

    private static ProblemException refused(String reason) {
        return ProblemException.invalid(List.of(new Fault(
                "url",
                reason,
                "Give an address such as https://example.org/disk.qcow2 on a public host, or let an administrator allow its"
                        + " network in pando.imports.fetch-allow.")));
    }

    private Pinned pinned(WebAddress address) {
        List<InetAddress> found;
        try {
            found = names.resolve(address.host());
        } catch (UnknownHostException unknown) {
            throw refused("There is no host %s.".formatted(address.host()));
        }
        // One that is allowed among others that are not is a trick.
        if (found.isEmpty() || !found.stream().allMatch(rules::allow)) {
            throw refused("%s is not on the public Internet.".formatted(address.host()));
        }
        return new Pinned(address, found.getFirst());
    }

    /**
     * Downloads into a file that only this user may read. What an earlier attempt left there is kept where the server can go on from
     * there with the same file.
     *
     * @throws ProblemException when it may not or cannot be downloaded; passing when trying again may help
     * @throws InterruptedException when the caller was interrupted
     */
    public void fetch(String url, Path target, Progress progress) throws InterruptedException {
        Pinned next = pinned(parsed(url));
        for (int redirections = 0; redirections <= MOST_REDIRECTIONS; redirections++) {
            Optional<String> location = get(next, target, progress);
            if (location.isEmpty()) {
                return;
            }
            try {
                next = pinned(next.address().follow(location.get(), ports));
            } catch (WebAddress.RefusedException refused) {
                throw refused(String.valueOf(refused.getMessage()));
            }
        }
        throw refused("The server leads on more than %d times.".formatted(MOST_REDIRECTIONS));
    }

    /** Empty when the file is there, else where to ask next. */
    private Optional<String> get(Pinned place, Path target, Progress progress) throws InterruptedException {
        HttpGet request = new HttpGet(place.address().uri());
        request.setHeader("Accept-Encoding", "identity");
        LeastSpeed speed = new LeastSpeed(leastKib * 1024L * window.toSeconds(), request::cancel);
        // Also of the answer's head and of what comes before it.
        try (CloseableHttpClient client = client(place);
                Ticks.Ticking _ = ticks.every(window, speed::look)) {
            Path validator = target.resolveSibling(target.getFileName() + ".etag");
            long present = Files.exists(target) ? Files.size(target) : 0;
            String known = present > 0 && Files.exists(validator) ? Files.readString(validator) : null;
            if (known != null) {
                request.setHeader("Range", "bytes=%d-".formatted(present));
                request.setHeader("If-Range", known);
            }
            return client.execute(request, response -> {
                int status = response.getCode();
                Header location = response.getFirstHeader("Location");
                if (status / 100 == 3 && location != null) {
                    return Optional.of(String.valueOf(location.getValue()));
                }
                if (status == 416 && known != null) {
                    // All of it was there already, or it is another file by now: from the beginning.
                    Files.deleteIfExists(target);
                    Files.deleteIfExists(validator);
                    return Optional.of(place.address().uri().toString());
                }
                boolean goesOn = status == 206 && known != null && continues(response, present);
                if (status != 200 && !goesOn) {
                    throw new DownloadException(
                            "The server answered with status %d.".formatted(status), status >= 500, null);
                }
                receive(response, target, validator, goesOn ? present : 0, (bytes, total) -> {
                    speed.received(bytes);
                    progress.received(bytes, total);
                });
                return Optional.empty();
            });
        } catch (IOException failure) {
            if (Thread.interrupted()) {
                throw (InterruptedException)
                        new InterruptedException("Interrupted while downloading").initCause(failure);
            }
            if (speed.missed()) {
                throw new DownloadException(
                        "In %2$d s, less than %1$d KiB a second came from the server."
                                .formatted(leastKib, window.toSeconds()),
                        false,
                        failure);
            }
            throw new DownloadException("The download broke off: %s".formatted(failure.getMessage()), true, failure);
        }
    }

    private static boolean continues(ClassicHttpResponse response, long present) {
        Header range = response.getFirstHeader("Content-Range");
        return range != null && String.valueOf(range.getValue()).startsWith("bytes %d-".formatted(present));
    }

    private void receive(ClassicHttpResponse response, Path target, Path validator, long begin, Progress progress)
            throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            throw new DownloadException("The server sent no file.", false, null);
        }
        long length = entity.getContentLength();
        long total = length < 0 ? -1 : begin + length;
        if (total > largest) {
            throw tooLarge();
        }
        remember(validator, response.getFirstHeader("ETag"));
        long count = begin;
        long looked = -ROOM_EVERY;
        byte[] buffer = new byte[BUFFER];
        try (FileChannel out = FileChannel.open(
                        target,
                        EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                InputStream in = entity.getContent()) {
            out.truncate(begin);
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (count + read > largest) {
                    throw tooLarge();
                }
                if (count - looked >= ROOM_EVERY) {
                    requireRoom(target);
                    looked = count;
                }
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
                while (bytes.hasRemaining()) {
                    count += out.write(bytes, count);
                }
                progress.received(count, total);
            }
        }
        if (total >= 0 && count != total) {
            throw new DownloadException("The download broke off after %,d bytes.".formatted(count), true, null);
        }
    }

    private static void requireRoom(Path target) throws IOException {
        if (Files.getFileStore(target).getUsableSpace() < PandoProperties.Imports.KEPT_FREE) {
            throw new ProblemException(
                    ProblemType.TOO_LARGE,
                    "The server has no room for the file.",
                    "Have room made in its data folder, or compress the file.");
        }
    }

    /** Only a strong one says that bytes are the same (RFC 9110, section 8.8.1). */
    private static void remember(Path validator, @Nullable Header etag) throws IOException {
        String value = etag == null ? "" : String.valueOf(etag.getValue());
        if (value.matches("\"[\\x21\\x23-\\x7e]{0,200}\"")) {
            Files.writeString(validator, value, StandardCharsets.US_ASCII);
        } else {
            Files.deleteIfExists(validator);
        }
    }

    private ProblemException tooLarge() {
        return new ProblemException(
                ProblemType.TOO_LARGE,
                "The file is larger than %d GiB.".formatted(largest >> 30),
                "Compress it, or let an administrator raise pando.imports.largest-gib.");
    }

    private static CloseableHttpClient client(Pinned place) {
        DnsResolver pinned = new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) {
                return new InetAddress[] {place.to()};
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
        return HttpClientBuilder.create()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(pinned)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT)
                                .setSocketTimeout(SILENCE)
                                .build())
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .http1Config(Http1Config.custom()
                                        .setMaxHeaderCount(100)
                                        .setMaxLineLength(8192)
                                        .build())
                                .build())
                        .build())
                .setDefaultRequestConfig(
                        RequestConfig.custom().setResponseTimeout(SILENCE).build())
                .setUserAgent("pando")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
    }
}
