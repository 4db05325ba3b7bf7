package io.pando.host;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The identifiers of a domain as its host has them. Pure. */
public enum HostIdentity {
    DOMAIN_NAME("domain-name", "Name on the host"),
    DOMAIN_UUID("domain-uuid", "UUID on the host"),
    DOMAIN_MAC("domain-mac", "Address of the network card"),
    DOMAIN_DISK("domain-disk", "Disk"),
    GENERATION_ID("generation-id", "Generation id");

    private final String id;
    private final String title;

    HostIdentity(String id, String title) {
        this.id = id;
        this.title = title;
    }

    /** Stable name, the key in {@link io.pando.api.Identity#fields()}. */
    public String id() {
        return id;
    }

    /** For people. */
    public String title() {
        return title;
    }

    private String in(Domains.Registered domain) {
        return switch (this) {
            case DOMAIN_NAME -> domain.name();
            case DOMAIN_UUID -> domain.uuid().toString();
            case DOMAIN_MAC -> domain.mac();
            case DOMAIN_DISK -> domain.disk();
            case GENERATION_ID -> domain.generationId();
        };
    }

    /** All identifiers of a domain by their names; those that it does not have are empty. */
    public static Map<String, List<String>> of(Domains.Registered domain) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (HostIdentity field : values()) {
            String seen = field.in(domain);
            fields.put(field.id(), seen.isEmpty() ? List.of() : List.of(seen));
        }
        return fields;
    }
}
