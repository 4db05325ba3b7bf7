package io.pando.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.Copy;
import io.pando.api.CreateMachine;
import io.pando.api.CreateMachine.Account;
import io.pando.api.CreateMachine.Guest;
import io.pando.api.CreateMachine.Where;
import io.pando.api.CreateMachine.Wish;
import io.pando.api.Fault;
import io.pando.api.Firmware;
import io.pando.api.GuestAccess;
import io.pando.api.Identity;
import io.pando.api.Suggestion;
import io.pando.image.Master;
import io.pando.matching.Offer;
import io.pando.matching.PackageNames;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with requests is told all at once, and what is suggested makes them fit. */
class FaultyRequestsTest {
    private static final long GIB = 1L << 30;
    private static final String KEY = "ssh-ed25519 " + "A".repeat(68) + " ada@example";

    private static final List<Offer> OFFERS = List.of(
            offer("debian", 3, "debian", "12", "x86_64", Set.of(Firmware.BIOS, Firmware.UEFI), true, "bash", "curl"),
            offer("web", 4, "debian", "12", "x86_64", Set.of(Firmware.BIOS), true, "bash", "nginx"),
            offer("arm", 3, "debian", "12", "aarch64", Set.of(Firmware.UEFI), true, "bash"),
            offer("uefi", 3, "debian", "12", "x86_64", Set.of(Firmware.UEFI), true, "bash", "grub", "shim"),
            offer("tiny", 1, "tiny", "", "x86_64", Set.of(Firmware.BIOS), false, "busybox"),
            new Offer("id-raw", "raw", 8 * 1024, 100, false, Instant.EPOCH, null));

    private static final PackageNames PACKAGES = PackageNames.of(
            List.of("bash", "curl", "grub", "nginx", "nginx-light", "postgresql", "postgresql-15", "redis", "shim"));

    /**
     * A request and what is to come of it.
     *
     * @param fields of the faults, in their order; an empty text for the whole request
     * @param mendable whether changes are known that make it fit
     */
    record Faulty(String what, CreateMachine request, List<String> fields, boolean mendable) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Faulty> faulty() {
        return Stream.of(
                // names
                mendable("a name with capitals and blanks", named("Web 1"), "name"),
                mendable("a name of no letters", named("123"), "name"),
                mendable("an empty name", named(""), "name"),
                mendable("a name that is too long", named("w".repeat(60)), "name"),
                mendable("a name with an accent", named("café"), "name"),
                mendable("a name that ends in a hyphen", named("web-"), "name"),
                mendable("a name that one has", named("web1"), "name"),
                mendable("a wrong name that would become one that one has", named("WEB1"), "name"),
                // sizes
                mendable("no processor", sized(0, null), "vcpus"),
                mendable("fewer than no processors", sized(-3, null), "vcpus"),
                mendable("more processors than machines have", sized(65, null), "vcpus", "vcpus"),
                mendable("more processors than the host gives", sized(17, null), "vcpus"),
                mendable("hardly any memory", sized(null, 4), "memoryMiB"),
                mendable("memory below nothing", sized(null, -1), "memoryMiB"),
                mendable("more memory than machines have", sized(null, 2_000_000), "memoryMiB", "memoryMiB"),
                mendable("more memory than the host has", sized(null, 8_000), "memoryMiB"),
                mendable("more memory than is free", sized(null, 5_000), "memoryMiB"),
                mendable("no processor and no memory", sized(0, 0), "vcpus", "memoryMiB"),
                // images
                mendable("an image that does not exist", from("debain"), "image"),
                mendable("an image that is nothing like any", from("windows-server"), "image"),
                mendable("neither an image nor a wish", from(null), "image"),
                mendable("a full copy where there is no room", copy(Copy.FULL, "raw"), "copy"),
                // disks
                mendable("a disk smaller than the image's", disk("debian", 1_024L), "diskMiB"),
                mendable("a disk of nothing", disk("debian", 0L), "diskMiB", "diskMiB"),
                mendable("a disk that no file system has", disk("debian", 1L << 40), "diskMiB"),
                // firmware
                mendable("UEFI from a disk that starts by BIOS", firmware("web", Firmware.UEFI), "firmware"),
                mendable(
                        "Secure Boot from a disk that starts by BIOS",
                        firmware("web", Firmware.UEFI_SECURE_BOOT),
                        "firmware"),
                mendable("BIOS from a disk that starts by UEFI", firmware("uefi", Firmware.BIOS), "firmware"),
                // systems
                mendable("a system as people speak of it", wish("Debian 12"), "wish.os"),
                mendable("a system that is misspelt", wish("debain"), "wish"),
                mendable("a version that is not there", wish("debian:13"), "wish"),
                mendable("a system that is not there", wish("windows:11"), "wish"),
                mendable("a system that is no name", wish("!!!"), "wish.os"),
                mendable("an image of another system", wished("tiny", new Wish("debian:12", null, null)), "wish.os"),
                mendable("an image that nobody looked into", wished("raw", new Wish("debian", null, null)), "image"),
                mendable(
                        "the architecture by its other name",
                        wished(null, new Wish("debian", null, "amd64")),
                        "wish.architecture"),
                mendable(
                        "an architecture that is none",
                        wished(null, new Wish("debian", null, "???")),
                        "wish.architecture"),
                mendable("an image for which there is no host", from("arm"), "image", ""),
                mendable(
                        "an image of another architecture",
                        wished("debian", new Wish(null, null, "aarch64")),
                        "wish.architecture"),
                mendable(
                        "an architecture that no image has", wished(null, new Wish("debian", null, "riscv64")), "wish"),
                mendable(
                        "UEFI where the system is there for BIOS only",
                        new CreateMachine(
                                "new",
                                null,
                                null,
                                null,
                                null,
                                Firmware.UEFI,
                                null,
                                null,
                                null,
                                null,
                                new Wish("tiny", null, null)),
                        "wish"),
                mendable(
                        "a disk smaller than any image of the system",
                        new CreateMachine(
                                "new",
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                100L,
                                new Wish("debian", null, null)),
                        "wish"),
                // packages
                mendable("packages where none can be installed", packages("tiny", "nginx"), "wish.packages"),
                mendable("a package with a blank", packages("debian", "nginx light"), "wish.packages[0]"),
                mendable("a package that is an option", packages("debian", "curl", "--purge"), "wish.packages[1]"),
                mendable("a package that is a command", packages("debian", "$(reboot)"), "wish.packages[0]"),
                mendable("a package that is misspelt", packages("debian", "ngnix"), "wish.packages[0]"),
                mendable(
                        "several packages that are misspelt, and one that is not",
                        packages("debian", "ngnix", "curl", "postgres", "no-such-thing-at-all"),
                        "wish.packages[0]",
                        "wish.packages[2]",
                        "wish.packages[3]"),
                mendable(
                        "a package that there is not, by wish",
                        wished(null, new Wish("debian", List.of("redsi", "nginx"), null)),
                        "wish.packages[0]"),
                mendable(
                        "a package that there is not, of another version",
                        wished(null, new Wish("debian:13", List.of("redsi"), null)),
                        "wish"),
                lasting(
                        "more packages than can be asked for",
                        packages("debian", Collections.nCopies(65, "nginx").toArray(String[]::new)),
                        "wish.packages"),
                // where it is to be
                mendable("a label with a blank", labelled("my web"), "labels[0]"),
                mendable("a label of signs alone", labelled("web", "!!!"), "labels[1]"),
                lasting(
                        "more labels than machines have",
                        labelled(IntStream.range(0, 33)
                                .mapToObj("l%d"::formatted)
                                .toArray(String[]::new)),
                        "labels"),
                mendable("a host's label that is misspelt", on("sdd"), "where.hostLabels[0]"),
                mendable("a host's label that is nothing like any", on("ssd", "quantum"), "where.hostLabels[1]"),
                mendable("a host's label with a blank", on("s s d"), "where.hostLabels[0]"),
                mendable(
                        "near to what is no label",
                        where(new Where(null, List.of("-web"), null, null)),
                        "where.near[0]"),
                mendable(
                        "apart from what is no label",
                        where(new Where(null, null, List.of("web", "d b"), null)),
                        "where.apart[1]"),
                mendable(
                        "near to and apart from the same",
                        where(new Where(null, List.of("web", "db"), List.of("web"), null)),
                        "where.apart[0]"),
                mendable(
                        "acceleration where no host has it",
                        where(new Where(null, null, null, true)),
                        "where.acceleration"),
                mendable(
                        "everything about where at once",
                        where(new Where(List.of("gpu"), List.of("web"), List.of("web", "?"), true)),
                        "where.hostLabels[0]",
                        "where.apart[1]",
                        "where.apart[0]",
                        "where.acceleration"),
                // for how long
                mendable("a time as people write it", named("new").withLifetime("8h"), "lifetime"),
                mendable("a time that is none", named("new").withLifetime("soon"), "lifetime"),
                mendable("a time shorter than a minute", named("new").withLifetime("PT10S"), "lifetime"),
                mendable("a time that is over before", named("new").withLifetime("PT-1H"), "lifetime"),
                mendable("a time longer than five years", named("new").withLifetime("P4000D"), "lifetime"),
                mendable("a time in months", named("new").withLifetime("P6M"), "lifetime"),
                // within the guest
                mendable("a host name with a blank", guest(new Guest("my host", null, null, null)), "guest.hostname"),
                mendable(
                        "localhost for a host name", guest(new Guest("localhost", null, null, null)), "guest.hostname"),
                mendable(
                        "a time zone that is misspelt",
                        guest(new Guest(null, null, "Europe/Berlni!", null)),
                        "guest.timezone"),
                mendable(
                        "an account with capitals",
                        guest(new Guest(null, new Account("Ada", null, null), null, null)),
                        "guest.user.name"),
                mendable(
                        "an empty password",
                        guest(new Guest(null, new Account("ada", "", null), null, null)),
                        "guest.user.password"),
                mendable(
                        "a private key, one of two",
                        guest(new Guest(null, new Account("ada", null, List.of(KEY, "-----BEGIN")), null, null)),
                        "guest.user.sshKeys[1]"),
                mendable(
                        "an empty command",
                        guest(new Guest(null, null, null, List.of("true", ""))),
                        "guest.commands[1]"),
                lasting(
                        "a command that is too long",
                        guest(new Guest(null, null, null, List.of("x".repeat(5_000)))),
                        "guest.commands[0]"),
                lasting(
                        "too many commands",
                        guest(new Guest(null, null, null, Collections.nCopies(17, "true"))),
                        "guest.commands"),
                // several at once
                mendable(
                        "everything at once",
                        new CreateMachine(
                                "Web 1",
                                "debain",
                                null,
                                0,
                                4,
                                null,
                                null,
                                new Guest("-bad-", new Account("Root!", "", null), "Mars/Base?", List.of("")),
                                null,
                                0L,
                                null),
                        "name",
                        "image",
                        "vcpus",
                        "memoryMiB",
                        "diskMiB",
                        "guest.hostname",
                        "guest.timezone",
                        "guest.user.name",
                        "guest.user.password",
                        "guest.commands[0]"),
                mendable(
                        "what comes to light once the image is found",
                        new CreateMachine(
                                "new", "webb", null, null, 8_000, Firmware.UEFI, null, null, null, 1_024L, null),
                        "image"),
                lasting(
                        "one of several that cannot be mended",
                        new CreateMachine(
                                "Web 1",
                                "debian",
                                null,
                                null,
                                null,
                                null,
                                null,
                                new Guest(null, null, null, List.of("x".repeat(5_000))),
                                null,
                                null,
                                null),
                        "name",
                        "guest.commands[0]"));
    }

    @ParameterizedTest
    @MethodSource("faulty")
    void tellsAllThatIsWrong(Faulty faulty) {
        assertThat(plan(faulty.request()).faults())
                .extracting(fault -> Objects.requireNonNullElse(fault.field(), ""))
                .containsExactlyElementsOf(faulty.fields());
    }

    @ParameterizedTest
    @MethodSource("faulty")
    void whatIsSuggestedForAllOfItMakesItFit(Faulty faulty) {
        Suggestion whole = mending(faulty.request()).whole();

        if (faulty.mendable()) {
            assertThat(whole).isNotNull();
            assertThat(plan(changed(faulty.request(), Objects.requireNonNull(whole)))
                            .faults())
                    .isEmpty();
        } else {
            assertThat(whole).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("faulty")
    void eachSuggestionMakesItsOwnFaultGoAway(Faulty faulty) {
        for (ClonePlan.Finding finding : mending(faulty.request()).findings()) {
            List<Suggestion> suggestions =
                    Objects.requireNonNullElse(finding.fault().suggestions(), List.<Suggestion>of());
            if (faulty.mendable()) {
                assertThat(suggestions).as(finding.fault().message()).isNotEmpty();
            }
            for (Suggestion suggestion : suggestions) {
                assertThat(plan(changed(faulty.request(), suggestion)).faults())
                        .as(suggestion.text())
                        .extracting(Fault::field)
                        .doesNotContain(finding.fault().field());
            }
        }
    }

    @Test
    void aSuggestionThatDoesNotHoldIsNotMade() {
        // The project has less left than the host: what the host could give would still be refused.
        Mending mending = mending(sized(null, 8_000), 1_000);

        assertThat(mending.findings())
                .flatExtracting(
                        finding -> Objects.requireNonNull(finding.fault().suggestions()))
                .extracting(suggestion -> suggestion.changes().getFirst().value())
                .containsOnly(1_000);
        assertThat(Objects.requireNonNull(mending.whole()).changes())
                .containsExactly(new Suggestion.Change("memoryMiB", 1_000));
    }

    @Test
    void aPlanThatFitsNeedsNoMending() {
        assertThat(mending(named("new"))).isEqualTo(new Mending(List.of(), null));
    }

    // --- requests

    private static Faulty mendable(String what, CreateMachine request, String... fields) {
        return new Faulty(what, request, List.of(fields), true);
    }

    private static Faulty lasting(String what, CreateMachine request, String... fields) {
        return new Faulty(what, request, List.of(fields), false);
    }

    private static CreateMachine named(String name) {
        return new CreateMachine(name, "debian", null, null, null, null);
    }

    private static CreateMachine sized(@Nullable Integer vcpus, @Nullable Integer memoryMiB) {
        return new CreateMachine("new", "debian", null, vcpus, memoryMiB, null);
    }

    private static CreateMachine from(@Nullable String image) {
        return new CreateMachine("new", image, null, null, null, null);
    }

    private static CreateMachine copy(Copy copy, String image) {
        return new CreateMachine("new", image, copy, null, null, null);
    }

    private static CreateMachine disk(String image, long diskMiB) {
        return new CreateMachine("new", image, null, null, null, null, null, null, null, diskMiB, null);
    }

    private static CreateMachine firmware(String image, Firmware firmware) {
        return new CreateMachine("new", image, null, null, null, firmware, null, null, null, null, null);
    }

    private static CreateMachine wish(String os) {
        return wished(null, new Wish(os, null, null));
    }

    private static CreateMachine wished(@Nullable String image, Wish wish) {
        return new CreateMachine("new", image, null, null, null, null, null, null, null, null, wish);
    }

    private static CreateMachine packages(String image, String... names) {
        return wished(image, new Wish(null, List.of(names), null));
    }

    private static CreateMachine labelled(String... labels) {
        return named("new").withLabels(List.of(labels));
    }

    private static CreateMachine on(String... labels) {
        return where(new Where(List.of(labels), null, null, null));
    }

    private static CreateMachine where(Where where) {
        return named("new").withWhere(where);
    }

    private static CreateMachine guest(Guest guest) {
        return new CreateMachine("new", "debian", null, null, null, guest);
    }

    private static CreateMachine changed(CreateMachine request, Suggestion suggestion) {
        return Mending.changed(request, suggestion.changes()).orElseThrow();
    }

    // --- what there is

    private static Offer offer(
            String name,
            int gib,
            String system,
            String version,
            String architecture,
            Set<Firmware> starts,
            boolean installs,
            String... packages) {
        return new Offer(
                "id-" + name,
                name,
                gib * 1024L,
                500,
                false,
                Instant.EPOCH,
                new Offer.Contents(system, version, architecture, starts, installs, packages.length, Set.of(packages)));
    }

    /** Of debian's packages it is known which ones there are. */
    private static List<Offer> offers(CreateMachine request) {
        Wish wish = request.wish();
        List<String> packages = wish == null || wish.packages() == null ? List.of() : wish.packages();
        return OFFERS.stream()
                .map(offer -> {
                    Offer.Contents contents = offer.contents();
                    return contents == null || !contents.system().equals("debian")
                            ? offer
                            : new Offer(
                                    offer.id(),
                                    offer.name(),
                                    offer.diskMiB(),
                                    offer.storedMiB(),
                                    offer.staged(),
                                    offer.createdAt(),
                                    new Offer.Contents(
                                            contents.system(),
                                            contents.version(),
                                            contents.architecture(),
                                            contents.starts(),
                                            contents.installs(),
                                            contents.packages(),
                                            contents.installed(),
                                            PACKAGES.unknown(packages)));
                })
                .toList();
    }

    @Test
    void suggestsWhatWasProbablyMeantByAPackage() {
        assertThat(mending(packages("debian", "postgres")).findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.fault().message()).isEqualTo("There is no package postgres in debian 12.");
                    assertThat(finding.fault().suggestions())
                            .extracting(Suggestion::text)
                            .containsExactly("Ask for postgresql.", "Ask for postgresql-15.", "Do without it.");
                });
    }

    private static Mending mending(CreateMachine request) {
        return mending(request, Integer.MAX_VALUE);
    }

    private static Mending mending(CreateMachine request, int quotaMiB) {
        return Mending.of(request, plan(request, quotaMiB), changed -> plan(changed, quotaMiB));
    }

    private static ClonePlan plan(CreateMachine request) {
        return plan(request, Integer.MAX_VALUE);
    }

    /** A host with 8 GiB, of which 4 are promised and half a one is kept, and a pool that is nearly full. */
    private static ClonePlan plan(CreateMachine request, int quotaMiB) {
        ImageChoice choice = ImageChoice.of(request, offers(request), null, Set.of("x86_64"), Instant.EPOCH);
        Master master = OFFERS.stream()
                .filter(offer -> offer.id().equals(choice.image()))
                .map(FaultyRequestsTest::master)
                .findFirst()
                .orElse(null);
        return ClonePlan.of(
                request,
                new ClonePlan.Situation(
                        "pando",
                        "alice",
                        Set.of("web1", "web-2")::contains,
                        choice,
                        master,
                        List.of(HostCandidates.of(
                                ClonePlanTest.host(8 * GIB, 4 * GIB, 50L << 20, List.of("ssd", "zone=a")),
                                OFFERS.stream().map(Offer::id).toList(),
                                0)),
                        ClonePlanTest.RULES,
                        "alice",
                        master == null || ClonePlan.memoryMiB(request, master) <= quotaMiB
                                ? List.of()
                                : List.of(new Fault(
                                        "memoryMiB",
                                        "The project may not have as much.",
                                        null,
                                        List.of(Suggestion.of("Ask for less.", "memoryMiB", quotaMiB))))));
    }

    private static Master master(Offer offer) {
        return new Master(
                offer.id(),
                offer.name(),
                "host-id",
                offer.name() + ".qcow2",
                offer.diskMiB() << 20,
                offer.storedMiB() << 20,
                GuestAccess.AGENT,
                null,
                20,
                1,
                512,
                Firmware.BIOS,
                1,
                new Identity(Map.of()),
                false);
    }
}
