package io.pando.placement;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** SHA-256 over the fields of a question, each with its length, so that no two questions are the same bytes. */
final class Fingerprint {
    private final MessageDigest digest;

    Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("Every Java platform has SHA-256", absent);
        }
        text("pando-placement-1");
    }

    Fingerprint question(Question question) {
        demand(question.demand());
        each(question.hosts(), this::host);
        rules(question.rules());
        return this;
    }

    String hexadecimal() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private void demand(Demand demand) {
        size(demand.size());
        number(demand.diskMiB());
        text(demand.architecture());
        flag(demand.accelerated());
        each(demand.features(), feature -> text(feature.name()));
        each(demand.hostLabels(), this::text);
        Demand.Image image = demand.image();
        text(image == null ? null : image.id());
        number(image == null ? 0 : image.sizeMiB());
        each(demand.labels(), this::text);
        each(demand.near(), this::text);
        each(demand.apart(), this::text);
    }

    private void host(Candidate host) {
        text(host.id());
        text(host.name());
        text(host.standing().name());
        text(host.problem());
        text(host.architecture());
        flag(host.accelerated());
        each(host.features(), feature -> text(feature.name()));
        each(host.labels(), this::text);
        each(host.images(), this::text);
        size(host.capacity());
        size(host.given());
        number(host.machines());
        each(host.pools(), pool -> {
            text(pool.name());
            number(pool.availableMiB());
        });
        text(host.loadPercent() == null ? null : Double.toString(host.loadPercent()));
        each(List.copyOf(host.tenants().entrySet()), tenants -> {
            text(tenants.getKey());
            number(tenants.getValue());
        });
    }

    private void rules(Rules rules) {
        text(Double.toString(rules.cpuOvercommit()));
        number(rules.memoryHeadroomMiB());
        text(rules.filling().name());
        Rules.Weights weights = rules.weights();
        number(weights.image());
        number(weights.filling());
        number(weights.affinity());
        number(weights.load());
        number(weights.headroom());
    }

    private void size(Size size) {
        number(size.cpuMillis());
        number(size.memoryMiB());
    }

    private <T> void each(List<T> all, Consumer<T> one) {
        number(all.size());
        all.forEach(one);
    }

    private void flag(boolean flag) {
        number(flag ? 1 : 0);
    }

    private void number(long number) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
    }

    private void text(@Nullable String text) {
        if (text == null) {
            number(-1);
        } else {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            number(bytes.length);
            digest.update(bytes);
        }
    }
}
