package io.pando.image;

import io.pando.api.ImageInspection;
import io.pando.api.KnownPackages;
import io.pando.api.KnownPackages.Source;
import io.pando.builder.packages.PackageLists;
import io.pando.configuration.PandoProperties;
import io.pando.image.PackageListStore.Known;
import io.pando.matching.PackageNames;
import io.pando.paging.Paging;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which packages there are for images: what is kept, and what follows from it. Thread-safe. */
@Component
class PackageDirectory {
    /** Lists that are held in memory, about 2 MiB each for a large distribution. */
    private static final int HELD = 8;

    private final PackageListStore store;
    private final PandoProperties properties;
    private final Clock clock;

    private final Map<String, PackageNames> held = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PackageNames> eldest) {
            return size() > HELD;
        }
    };

    PackageDirectory(PackageListStore store, PandoProperties properties, Clock clock) {
        this.store = store;
        this.properties = properties;
        this.clock = clock;
    }

    // --- what becomes known; within the caller's transaction

    /** What lists on an image's disk say. What was asked for where the packages come from is known better. */
    void found(String imageId, List<String> names) {
        boolean better = store.findNow(imageId)
                .filter(known -> known.source() == Source.MIRROR)
                .isPresent();
        if (!names.isEmpty() && !better) {
            store.put(imageId, PackageNames.of(names), Source.IMAGE, clock.instant());
        }
    }

    /** What was heard where an image's packages come from. */
    void heard(String imageId, List<String> names) {
        store.put(imageId, PackageNames.of(names), Source.MIRROR, clock.instant());
    }

    void failed(String imageId, String problem) {
        store.putFailure(imageId, problem, clock.instant());
    }

    void inherit(String imageId, String modelId) {
        store.inherit(imageId, modelId);
    }

    void forget(String imageId) {
        store.forget(imageId);
    }

    // --- what is known

    /** @param part what the names are to have in them, in lower case; empty for any */
    KnownPackages known(String imageId, ImageInspection.@Nullable Contents contents, String part, Paging paging) {
        Known known = store.find(List.of(imageId)).get(imageId);
        if (known == null) {
            return new KnownPackages(null, null, 0, List.of(), null, null);
        }
        PackageNames names = counting(known, contents).orElse(null);
        return new KnownPackages(
                names == null ? null : known.knownAt(),
                names == null ? null : known.source(),
                names == null ? 0 : names.size(),
                names == null ? List.of() : page(names.search(part, end(paging)), paging),
                known.problem(),
                known.failedAt());
    }

    /** Names that there are for any of some images, by the same rules. */
    List<String> search(Map<String, ImageInspection.Contents> contents, String part, Paging paging) {
        TreeSet<String> found = new TreeSet<>();
        Map<String, PackageNames> lists = new HashMap<>();
        store.find(contents.keySet())
                .forEach((imageId, known) -> counting(known, contents.get(imageId))
                        .ifPresent(names -> lists.put(Objects.requireNonNull(known.sha256()), names)));
        lists.values().forEach(names -> found.addAll(names.search(part, end(paging))));
        List<String> beginning = new ArrayList<>(
                found.stream().filter(name -> name.startsWith(part)).toList());
        found.stream().filter(name -> !name.startsWith(part)).forEach(beginning::add);
        return page(beginning, paging);
    }

    private static int end(Paging paging) {
        return Math.addExact(Math.min(paging.offset(), PackageLists.MOST), paging.limit());
    }

    private static List<String> page(List<String> names, Paging paging) {
        return names.stream().skip(paging.offset()).limit(paging.limit()).toList();
    }

    /** Of some packages those that there are not, by image, each with what was probably meant. */
    Map<String, Map<String, List<String>>> unknown(
            Map<String, ImageInspection.Contents> contents, Collection<String> packages) {
        Map<String, Map<String, List<String>>> unknown = new HashMap<>();
        if (packages.isEmpty()) {
            return unknown;
        }
        Map<String, Map<String, List<String>>> byList = new HashMap<>();
        store.find(contents.keySet())
                .forEach((imageId, known) -> counting(known, contents.get(imageId))
                        .ifPresent(names -> unknown.put(
                                imageId,
                                byList.computeIfAbsent(
                                        Objects.requireNonNull(known.sha256()), list -> names.unknown(packages)))));
        return unknown;
    }

    /** What the server was told to take packages from need not have what the image's own sources have. */
    private Optional<PackageNames> counting(Known known, ImageInspection.@Nullable Contents contents) {
        String sha256 = known.sha256();
        if (sha256 == null || (known.source() == Source.IMAGE && elsewhere(contents))) {
            return Optional.empty();
        }
        synchronized (held) {
            PackageNames names = held.get(sha256);
            if (names != null) {
                return Optional.of(names);
            }
        }
        Optional<PackageNames> read = store.names(sha256);
        read.ifPresent(names -> {
            synchronized (held) {
                held.put(sha256, names);
            }
        });
        return read;
    }

    private boolean elsewhere(ImageInspection.@Nullable Contents contents) {
        PandoProperties.Packages sources = properties.guests().packages();
        String format = contents == null ? null : contents.packageFormat();
        return format != null
                && switch (format) {
                    case "dpkg" -> sources.apt() != null;
                    case "apk" -> sources.apk() != null;
                    default -> sources.dnf() != null;
                };
    }
}
