package io.pando.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.pando.api.GuestAccess;
import io.pando.api.Image;
import io.pando.api.ImageInspection;
import io.pando.host.NewIdentity;
import io.pando.matching.Offer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ImageOffersTest {
    private static final ImageInspection.Contents DEBIAN = new ImageInspection.Contents(
            new ImageInspection.OperatingSystem("debian", "12", "Debian 12"),
            "x86_64",
            List.of(),
            List.of(),
            "dpkg",
            1,
            List.of(),
            false,
            false,
            new ImageInspection.Identifiers("", "", List.of()));

    /** A mirror may have few packages, of which none has to be what somebody has put on the disk by hand. */
    @Test
    void whatIsInstalledIsKnownWhereverItCameFrom() {
        Offer offer = ImageOffers.offer(
                image(), true, DEBIAN, Set.of("bash"), Map.of("bash", List.of(), "ngnix", List.of("nginx")));

        assertThat(Objects.requireNonNull(offer.contents()).unknown()).isEqualTo(Map.of("ngnix", List.of("nginx")));
    }

    private static ImageRecord image() {
        NewIdentity identity = NewIdentity.random();
        return new ImageRecord(
                "id",
                "debian-v1",
                "",
                Image.State.READY,
                "owner",
                null,
                "host",
                "disk",
                null,
                null,
                null,
                null,
                GuestAccess.AUTO,
                null,
                null,
                null,
                null,
                1,
                128,
                identity.uuid(),
                "domain",
                "master",
                identity.mac(),
                identity.generationId(),
                "serial",
                null,
                null,
                Instant.EPOCH,
                null);
    }
}
