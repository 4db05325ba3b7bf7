package io.pando.bench;

import io.pando.api.CreateUser;
import io.pando.api.Machine;
import io.pando.api.Page;
import io.pando.api.Role;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import tools.jackson.core.type.TypeReference;

/** How long somebody with very many machines waits for one page of them, anywhere in the list and in any order. */
final class MachinePages {
    private static final String OWNER = "crowd";
    private static final int MACHINES = 10_000;
    private static final int LIMIT = 100;
    private static final int WARM_UP = 300;
    private static final int REQUESTS = 500;
    private static final double BOUND_MILLIS = 60;
    private static final List<String> SORTS =
            List.of("name", "-name", "createdAt", "-createdAt", "state", "-state", "image", "-image");

    private final Installation installation;
    private final Random random = new Random(11);

    MachinePages(Installation installation) {
        this.installation = installation;
    }

    /** Starts the server, fills its database while it is stopped, and leaves it running. */
    Measurement measure() {
        installation.start();
        String password = UUID.randomUUID().toString();
        PandoClient administrator = installation.administrator();
        administrator.create("/api/v1/users", new CreateUser(OWNER, null, password, Role.MEMBER));
        PandoClient owner = installation.as(OWNER, password);
        String image = administrator.image("tiny").id();
        installation.stop();
        ManyMachines.write(installation.data(), OWNER, OWNER, image, MACHINES);
        installation.start();
        administrator.awaitHost();
        for (int number = 0; number < WARM_UP; number++) {
            page(owner);
        }
        Samples millis = new Samples();
        for (int number = 0; number < REQUESTS; number++) {
            millis.add(page(owner));
        }
        return Measurement.atMost(
                BOUND_MILLIS,
                "clone: page of %d out of %,d machines, any offset and order, ms (p99 of %d)"
                        .formatted(LIMIT, MACHINES, REQUESTS),
                millis.percentile(99),
                Map.of("page, ms", millis.values(), "median, ms", List.of(millis.median())));
    }

    /** Milliseconds until all of the page was there. */
    private double page(PandoClient owner) {
        String path = "/api/v1/machines?limit=%d&offset=%d&sort=%s"
                .formatted(LIMIT, random.nextInt(MACHINES - LIMIT + 1), SORTS.get(random.nextInt(SORTS.size())));
        long begin = System.nanoTime();
        HttpResponse<byte[]> response = owner.send("GET", path, null);
        double millis = (System.nanoTime() - begin) / 1e6;
        Page<Machine> page = PandoClient.JSON.readValue(response.body(), new TypeReference<Page<Machine>>() {});
        if (page.items().size() != LIMIT || page.total() != MACHINES) {
            throw new IllegalStateException(
                    "%d machines of %d".formatted(page.items().size(), page.total()));
        }
        return millis;
    }
}
